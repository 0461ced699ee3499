# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# What a second build does: nothing, or only what is needed.

# The build of a person, not of the one who runs the tests.
build="env -i PATH=$PATH HOME=$HOME make -C $top --no-print-directory"

atf_test_case noop
noop_head()
{
	atf_set descr "with nothing changed, make is silent and takes < 5 s"
}
noop_body()
{
	$build build >/dev/null || atf_fail "the tree does not build"
	begin=$(date +%s%N)
	atf_check -o empty -e empty $build build
	took=$((($(date +%s%N) - begin) / 1000000))
	echo "took $took ms"
	[ $took -lt 5000 ] || atf_fail "a build of nothing took $took ms"
}

atf_test_case one_file
one_file_head()
{
	atf_set descr "a newer kernel source is compiled and the kernel linked"
}
one_file_body()
{
	$build kernel >/dev/null || atf_fail "the kernel does not build"
	touch -d '1 hour ago' "$obj/sys/kern/kern_module.o"
	cat >expected <<-'EOF'
		CC      sys/kern/kern_module.o
		LD      sys/kernel
	EOF
	atf_check -o file:expected $build kernel
}

atf_test_case verbose
verbose_head()
{
	atf_set descr "V=1 shows the commands"
}
verbose_body()
{
	touch -d '1 hour ago' "$obj/sys/kern/kern_module.o"
	atf_check -o match:'^clang .*-D_KERNEL' $build V=1 kernel
}

atf_test_case kernel_layout
kernel_layout_head()
{
	atf_set descr "three segments, none writable and executable, from 2 MiB"
}
kernel_layout_body()
{
	llvm-readelf -lW "$obj/sys/kernel" |
	    awk '$1 == "LOAD" { print $4, $7 $8 }' >segments
	atf_check -o match:'^0x0*200000 RE' head -n 1 segments
	atf_check_equal 3 "$(wc -l <segments)"
	atf_check -s exit:1 grep W.*E segments
	llvm-readelf -SW "$obj/sys/kernel" >sections
	atf_check -o ignore grep '\.symtab' sections
	atf_check -s exit:1 grep '\.debug' sections
}

atf_test_case clean_checkout
clean_checkout_head()
{
	atf_set descr "a build leaves nothing in the checkout but obj/"
	atf_set require.progs git
}
clean_checkout_body()
{
	git -C "$top" status --porcelain --ignored >after 2>/dev/null ||
	    atf_skip "not a git checkout"
	grep -v '^!! obj/$' after | grep -E '\.(o|d|ko|a|tmp)$' >left
	[ -s left ] && atf_fail "left behind: $(cat left)"
	return 0
}

atf_init_test_cases()
{
	atf_add_test_case noop
	atf_add_test_case one_file
	atf_add_test_case verbose
	atf_add_test_case kernel_layout
	atf_add_test_case clean_checkout
}
