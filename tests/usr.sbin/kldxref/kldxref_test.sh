# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldxref(8) on the host, and in the machine, where the kernel reads hints.

kldxref=$obj/usr.sbin/kldxref/kldxref.host
examples=$obj/share/examples/kld
modules=$obj/tests/usr.sbin/kldxref/modules

atf_test_case format
format_head()
{
	atf_set descr "The file is FreeBSD's, byte by byte"
}
format_body()
{
	mkdir dir
	cp "$examples/fat/fat.ko" dir/other.ko
	atf_check "$kldxref" dir
	{
		printf '\1\0\0\0'
		printf '\24\0\0\0\2\0\0\0\3fat\10other.ko\0\0\0'
		printf '\30\0\0\0\3\0\0\0\3fat\1\0\0\0\10other.ko\0\0\0'
	} > wanted
	atf_check cmp wanted dir/linker.hints
	atf_check -o inline:'644\n' stat -c %a dir/linker.hints
	atf_check -o inline:'linker.hints\nother.ko\n' ls -A dir
}

atf_test_case pnp
pnp_head()
{
	atf_set descr "Tables of devices, by every type of element"
}
pnp_body()
{
	mkdir dir
	cp "$modules/pnp.ko" dir
	atf_check "$kldxref" dir
	{
		printf '\160\0\0\0\4\0\0\0\3pci'
		printf '\67I:vendor;I:device;J:revision;J:subvendor;D:#;T:class=2;'
		printf '\2\0\0\0'
		printf '\170\126\0\0\64\22\0\0\377\377\377\377\377\377\377\377'
		printf '\7Foo bar'
		printf '\360\336\0\0\274\232\0\0\2\0\0\0\206\200\0\0'
		printf '\0\0\0\0'
		printf '\130\0\0\0\4\0\0\0\3isa'
		printf '\53Z:pnpid;G:low;L:high;M:mask;I:plain;Z:name;'
		printf '\1\0\0\0\7PNP0501\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0'
		printf '\7PNP0501'
	} > wanted
	# Behind the version and the record of the module.
	atf_check -o save:found tail -c +25 dir/linker.hints
	atf_check cmp wanted found
}

atf_test_case options
options_head()
{
	atf_set descr "What is written where, and what is said"
}
options_body()
{
	mkdir -p dir/sub dir/empty
	cp "$examples/fat/fat.ko" dir
	cp "$examples/hello/hello.ko" dir/sub
	echo text > dir/README
	cp dir/fat.ko dir/fat.ko.debug
	ln -s "$examples/msdos/module/msdos.ko" dir/sub/link.ko

	atf_check -o inline:'dir/fat.ko\n' "$kldxref" -v dir
	atf_check test ! -e dir/sub/linker.hints
	rm dir/linker.hints
	atf_check -o inline:'dir/fat.ko\ndir/sub/hello.ko\ndir/sub/link.ko\n' \
	    "$kldxref" -Rv dir/
	atf_check test -e dir/linker.hints
	atf_check test -e dir/sub/linker.hints
	atf_check test ! -e dir/empty/linker.hints

	atf_check "$kldxref" -f other dir
	atf_check cmp dir/linker.hints dir/other
	atf_check -o save:dump "$kldxref" -d dir/fat.ko dir/sub
	atf_check -o inline:'dir/fat.ko
  depends on kernel.1300139 (1300139,1399999)
  module fat
  interface fat.1
' head -n 4 dump
	atf_check -o match:'^  depends on fat\.1 \(1,1\)$' cat dump

	for buffer in 0 4096; do
		atf_check -s exit:1 -e match:'standard output: ' sh -c \
		    'exec stdbuf -o "$1" "$2" -d dir > /dev/full' sh \
		    $buffer "$kldxref"
	done

	# Nothing is left to say: what was said goes.
	rm dir/fat.ko
	atf_check "$kldxref" dir
	atf_check -o inline:'4\n' stat -c %s dir/linker.hints

	atf_check -s exit:1 -e match:'^usage: kldxref' "$kldxref"
	atf_check -s exit:1 -e match:'usage' "$kldxref" -z dir
	atf_check -s exit:1 -e match:'nowhere: No such file' "$kldxref" nowhere
	atf_check -s exit:1 -e match:'README: Not a directory' \
	    "$kldxref" dir/README
	atf_check -s exit:1 -e match:'is no name of a file' \
	    "$kldxref" -f ../x dir
}

atf_test_case zeros
zeros_head()
{
	atf_set descr "Versions that are 0 have no bytes in the file"
}
zeros_body()
{
	mkdir dir
	for suffix in ko so; do
		cp "$obj/tests/stand/metadata.$suffix" "dir/$suffix.ko"
		atf_check -o match:' \.bss  *NOBITS ' \
		    readelf -SW "dir/$suffix.ko"
		atf_check -o match:'^  interface meta\.7$' \
		    -o match:'^  interface zero\.0$' \
		    -o match:'^  depends on other\.2 \(1,3\)$' \
		    -o match:'^  depends on any\.0 \(0,0\)$' \
		    "$kldxref" -d "dir/$suffix.ko"
	done
	cp "$obj/tests/sys/kern/modules/needsrefuse/needsrefuse.ko" dir
	atf_check "$kldxref" dir
}

atf_test_case damaged
damaged_head()
{
	atf_set descr "Damaged modules are named, left out, and nothing else is"
}
damaged_body()
{
	elfmut=$obj/tests/sys/kern/elfmut
	good=$examples/hello/hello.ko

	mkdir dir
	atf_check -o save:list "$elfmut" -l "$good"
	for name in $(cut -f 1 list); do
		"$elfmut" "$name" "$good" "dir/$name.ko"
	done
	cp "$examples/fat/fat.ko" dir/zzz.ko
	echo text > dir/text.ko
	: > dir/empty.ko
	printf '\177ELF\1\1\1' > dir/short.ko
	{
		printf '\177ELF\1\1\1\0\0\0\0\0\0\0\0\0\1\0\3\0\1\0\0\0'
		head -c 40 /dev/zero
	} > dir/i386.ko
	atf_check -s exit:1 -e save:errors "$kldxref" dir
	atf_check -o match:'dir/text.ko: is not an ELF file' \
	    -o match:'dir/empty.ko: is not an ELF file' \
	    -o match:'dir/short.ko: ' \
	    -o match:'dir/i386.ko: is for another machine' cat errors
	atf_check -s exit:1 -o empty grep -v '^kldxref.host: dir/.*\.ko: .' \
	    errors
	atf_check grep -aq 'zzz\.ko' dir/linker.hints
}

atf_test_case too_many
too_many_head()
{
	atf_set descr "More than the kernel reads is not written"
}
too_many_body()
{
	mkdir dir
	name=$(printf '%0200d' 0)
	seq -f "dir/$name%.0f.ko" 2600 |
	    xargs -n 1 ln -s "$examples/fat/fat.ko"
	atf_check -s exit:1 -e match:'linker.hints: [0-9]* bytes of hints' \
	    "$kldxref" dir
	atf_check test ! -e dir/linker.hints
}

# In the machine: a script that ends with "done: 0 failures".
guest()
{
	atf_check -s exit:0 -o save:output -e ignore "$top/tools/vm" \
	    -f "$top/tests/sbin/guest.sh" \
	    -f "$top/tests/usr.sbin/kldxref/$1" -- sh "/root/$1"
	atf_check -o match:'^done: 0 failures$' cat output
}

atf_test_case guest
guest_head()
{
	atf_set descr "In the machine kldxref writes what it writes on the host"
}
guest_body()
{
	guest kldxref_guest.sh
	# The machine printed its hints, in hexadecimal.
	mkdir dir
	cp "$modules"/*.ko dir
	"$kldxref" dir
	atf_check -o save:host busybox xxd -p dir/linker.hints
	sed -n '/^hints:$/,/^end$/p' output | sed '1d;$d' > machine
	atf_check cmp host machine
}

atf_test_case hints
hints_head()
{
	atf_set descr "The kernel chooses files by hints, and only by good ones"
}
hints_body()
{
	guest hints_guest.sh
}

atf_init_test_cases()
{
	atf_add_test_case format
	atf_add_test_case pnp
	atf_add_test_case options
	atf_add_test_case zeros
	atf_add_test_case damaged
	atf_add_test_case too_many
	atf_add_test_case guest
	atf_add_test_case hints
}
