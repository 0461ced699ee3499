# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/kmake and bsd.kmod.mk: modules outside of the tree.

kmake="$top/tools/kmake"

# A folder as people have it for FreeBSD: two sources, one global used across.
make_folder()
{
	mkdir "$1"
	cat >"$1/Makefile" <<-'EOF'
		KMOD=	two
		SRCS=	one.c other.c one.h

		.include <bsd.kmod.mk>
	EOF
	echo 'int other(int);' >"$1/one.h"
	cat >"$1/one.c" <<-'EOF'
		#include <sys/param.h>
		#include <sys/module.h>
		#include <sys/systm.h>
		#include "one.h"
		int one(int);
		int
		one(int x)
		{
			printf("%d\n", x);
			return (other(x));
		}
		static moduledata_t two_mod = { "two", NULL, NULL };
		DECLARE_MODULE(two, two_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
	EOF
	cat >"$1/other.c" <<-'EOF'
		#include "one.h"
		int
		other(int x)
		{
			return (x + 1);
		}
	EOF
}

# The names of two.ko's global symbols that are defined.
exported()
{
	llvm-nm --defined-only --extern-only "$1" | awk '{ print $3 }' |
	    sort | tr '\n' ' '
}

atf_test_case builds
builds_head()
{
	atf_set descr "the module lands beside its sources, clean removes it"
}
builds_body()
{
	make_folder m
	ls m >before
	atf_check -o match:'LD +two.ko' "$kmake" -C m
	atf_check -o match:'Type: +REL ' llvm-readelf -h m/two.ko
	atf_check -o match:'two_mod' llvm-nm m/two.ko
	atf_check -o ignore "$kmake" -C m clean
	atf_check -o file:before ls m
}

atf_test_case anywhere
anywhere_head()
{
	atf_set descr "the working directory does not matter"
}
anywhere_body()
{
	make_folder m
	cd m
	atf_check -o ignore "$kmake"
	[ -f two.ko ] || atf_fail "no two.ko"
	cd /
	atf_check -o ignore "$kmake" -C "$OLDPWD" clean all
	[ -f "$OLDPWD/two.ko" ] || atf_fail "no two.ko after clean all"
}

atf_test_case objdir
objdir_head()
{
	atf_set descr "a folder that has an obj/ gets its objects there"
}
objdir_body()
{
	make_folder m
	mkdir m/obj
	atf_check -o ignore "$kmake" -C m
	[ -f m/obj/two.ko ] || atf_fail "no obj/two.ko"
	[ ! -e m/two.ko ] || atf_fail "two.ko is beside the sources"
}

atf_test_case rebuild
rebuild_head()
{
	atf_set descr "only what changed is compiled again"
}
rebuild_body()
{
	make_folder m
	atf_check -o ignore "$kmake" -C m
	atf_check -o empty "$kmake" -C m
	touch -d '+2 seconds' m/other.c
	atf_check -o match:other.o -o not-match:one.o "$kmake" -C m
	touch -d '+4 seconds' m/one.h
	atf_check -o match:other.o -o match:one.o "$kmake" -C m
}

atf_test_case exports
exports_head()
{
	atf_set descr "EXPORT_SYMS: unset, NO, YES, a list, a file"
}
exports_body()
{
	make_folder m
	atf_check -o ignore "$kmake" -C m
	atf_check_equal "" "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=NO clean all
	atf_check_equal "" "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=YES clean all
	atf_check_equal "one other " "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=other clean all
	atf_check_equal "other " "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m "EXPORT_SYMS=one other" clean all
	atf_check_equal "one other " "$(exported m/two.ko)"
	printf '# what others may call\none\n' >m/two.exports
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=two.exports clean all
	atf_check_equal "one " "$(exported m/two.ko)"
}

atf_test_case no_makefile
no_makefile_head()
{
	atf_set descr "a folder without a Makefile is refused in words"
}
no_makefile_body()
{
	mkdir empty
	atf_check -s exit:1 -e match:"no Makefile in .*/empty" \
	    "$kmake" -C empty
	atf_check -s exit:2 -e match:usage: "$kmake" -x
}

atf_test_case warnings
warnings_head()
{
	atf_set descr "a compiler's complaint fails the build and is shown"
}
warnings_body()
{
	make_folder m
	echo 'static int unused;' >>m/other.c
	atf_check -s not-exit:0 -o match:unused -e ignore "$kmake" -C m
	[ ! -e m/two.ko ] || atf_fail "two.ko was made"
}

atf_init_test_cases()
{
	atf_add_test_case builds
	atf_add_test_case anywhere
	atf_add_test_case objdir
	atf_add_test_case rebuild
	atf_add_test_case exports
	atf_add_test_case no_makefile
	atf_add_test_case warnings
}
