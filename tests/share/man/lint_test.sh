# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Every manual page of the tree passes mandoc's checks.

atf_test_case lint
lint_head()
{
	atf_set descr "mandoc -T lint has nothing to say about any page"
	atf_set require.progs mandoc
}
lint_body()
{
	find "$top" \( -path "$obj" -o -name .git \) -prune -o \
	    -name '*.[1-9]' -type f -print >pages
	[ -s pages ] || atf_fail "no manual pages found"
	xargs mandoc -T lint -W warning <pages >complaints 2>&1
	[ -s complaints ] && atf_fail "$(cat complaints)"
	return 0
}

atf_test_case sections
sections_head()
{
	atf_set descr "every page has the sections that a reader looks for"
}
sections_body()
{
	find "$top" \( -path "$obj" -o -name .git \) -prune -o \
	    -name '*.[1-9]' -type f -print |
	while read -r page; do
		for section in NAME DESCRIPTION; do
			grep -q "^\.Sh $section" "$page" ||
			    echo "$page has no $section"
		done
	done >missing
	[ -s missing ] && atf_fail "$(cat missing)"
	return 0
}

atf_test_case intro
intro_head()
{
	atf_set descr "intro(9) lists only headers and functions that exist"
}
intro_body()
{
	sed '/^Not there/,$d' "$top/share/man/man9/intro.9" >there
	sed -n '/^\.I[nt]/s/^\.\(It \)*//p' there | tr ' ' '\n' | grep '\.h$' |
	while read -r header; do
		[ -e "$top/sys/$header" ] || [ -e "$obj/sys/include/$header" ] ||
		    echo "no header $header"
	done >missing
	sed -n 's/^\.Fn \([A-Za-z_0-9]*\).*/\1/p' there | sort -u >names
	[ "$(wc -l <names)" -gt 80 ] || atf_fail "hardly any functions in intro.9"
	while read -r name; do
		grep -qrw "$name" "$top/sys/sys" "$top/sys/vm" \
		    "$top/sys/amd64/include" --include='*.h' ||
		    [ "$name" = atomic_add_int ] || echo "no function $name"
	done <names >>missing
	sed -n '/^Not there/,$s/^\.[FV][nt] \([A-Za-z_0-9]*\).*/\1/p' \
	    "$top/share/man/man9/intro.9" >absent
	while read -r name; do
		grep -rl "\<$name(" "$top/sys/sys" "$top/sys/vm" |
		    sed "s|^|$name is in |"
	done <absent >>missing
	[ -s missing ] && atf_fail "$(cat missing)"
	return 0
}

atf_init_test_cases()
{
	atf_add_test_case intro
	atf_add_test_case lint
	atf_add_test_case sections
}
