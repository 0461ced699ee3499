# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The loader with the real kernel: dependencies, variables and the prompt.

modules=$obj/root/boot/modules
klds=$obj/root/usr/tests/kld
hints=$obj/root/usr/tests/hints

# vm ARGUMENT ...: what the command prints is in output, the console in console.
vm()
{
	timeout 60 "$top/tools/vm" -v "$@" > output 2> console || {
		result=$?
		cat output console
		atf_fail "vm: status $result"
	}
	cat output console
}

new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; \
	    atf_set require.progs qemu-system-x86_64; atf_set timeout 120; }"
	atf_test_case "$1"
	tests="$tests $1"
}

new_test dependencies "a module comes with what it depends on, once"
dependencies_body()
{
	cat > conf <<-'END'
	fat_after="set said=after"
	fat_load="NO"
	msdos_load="YES"
	again_load="YES"
	again_name="/boot/modules/msdos.ko"
	END
	vm -l conf -- 'kldstat; kldstat -q -m fat && echo there'
	awk '{ print $NF }' output > names
	[ "$(grep -nx fat.ko names | cut -d: -f1)" -lt \
	    "$(grep -nx msdos.ko names | cut -d: -f1)" ] ||
	    atf_fail "fat.ko does not come first"
	[ "$(grep -cx msdos.ko names)" -eq 1 ] || atf_fail "msdos.ko twice"
	has '^there$'
}

new_test zeros "a version 0, which takes no bytes in the file, is one"
zeros_body()
{
	vm -f "$klds/needsrefuse.ko:/boot/modules/" \
	    -f "$klds/refuse.ko:/boot/modules/" -l needsrefuse_load=YES -- kldstat
	has ' refuse\.ko$'
	has ' needsrefuse\.ko$'
}

new_test missing "without its dependency a module is left out, with a reason"
missing_body()
{
	cat > conf <<-'END'
	module_path="/m"
	msdos_load="YES"
	msdos_error="set failed=yes"
	linux_name="/boot/modules/linux.ko"
	END
	vm -f "$modules/msdos.ko:/boot/m.ko" -f "$modules/msdos.ko:/m/" \
	    -l conf -l msdos_name=/boot/m.ko -- 'kenv failed; kldstat'
	has '^loader: /boot/m.ko: not loaded: it depends on fat \(version [0-9]+ to [0-9]+\), which is in no folder of module_path' console
	has '^yes$'
	has_not 'm\.ko$'
}

new_test variables "files, expansion and commands reach the kernel environment"
variables_body()
{
	cat > defaults <<-'END'
	loader_conf_files="/boot/mine"
	t.a="defaults"
	END
	echo 't.b="mine ${kernel}"' > mine
	printf 't.c="$t.b\n kernel=kernel\nt.d=1' > dropped
	cat > local <<-'END'
	exec="set t.e=\"from exec\""
	linux_before="set t.f=before"
	linux_after="set t.g=after"
	kernel_options="-v"
	kern.hostname=unused
	END
	vm -f defaults:/boot/defaults/loader.conf -f mine:/boot/mine \
	    -f dropped:/boot/loader.conf.d/10-a.conf \
	    -f local:/boot/loader.conf.local -a 't.h="the last"' -- \
	    'for v in a b d e f g h; do kenv t.$v; done
	    sysctl -n debug.bootverbose'
	has '^loader: /boot/loader.conf.d/10-a.conf:1:5: the quote' console
	printf '%s\n' defaults 'mine ' 1 'from exec' before after 'the last' 1 |
	    diff - output || atf_fail "variables"
}

new_test tunables "variables are tunables of the kernel and of modules"
tunables_body()
{
	cat > conf <<-'END'
	tunables_load="YES"
	tunables.int=-5
	tunables.long="0x7fffffffffff"
	tunables.ulong=4k
	tunables.int64=-6
	tunables.uint64=7
	tunables.quad=8
	tunables.bool=YES
	tunables.str=toolongstring
	tunables.fetch=9
	tunables.number=10
	tunables.text="two words"
	tunables.plain=11
	kern.kld.implicit_depend=1
	END
	vm -f "$obj/tests/stand/tunables.ko:/boot/modules/" -l conf -- \
	    'sysctl -n tunables kern.kld.implicit_depend; dmesg
	    kldunload tunables; kenv tunables.int=77; kldload tunables
	    dmesg | tail -1'
	count '^tunables: -5 140737488355327 4096 -6 7 8 1 toolong 9$' 1
	count '^tunables: 77 140737488355327 4096 -6 7 8 1 toolong 9$' 1
	head -n 4 output > values
	printf '%s\n' 10 'two words' 1 1 | diff - values ||
	    atf_fail "sysctl variables"
}

# with MODULE: what is loaded when it is preloaded from the folder of hints.
with()
{
	printf -- '-f %s:/boot/m/\n' "$hints"/*.ko linker.hints > files
	vm $(cat files) -l 'module_path=/boot/m' -l "$1_load=YES" \
	    -l linux_name=/boot/modules/linux.ko -- 'kldstat'
}

new_test versions "linker.hints choose among versions, as in the kernel"
versions_body()
{
	"$obj/usr.sbin/kldxref/kldxref.host" -f hints.tmp "$hints"
	mv "$hints/hints.tmp" linker.hints
	with shared
	has ' shared3\.ko$'
	with user_exact
	has ' shared1\.ko$'
	with user_preferred
	has ' shared2\.ko$'
	with user_any
	has ' shared3\.ko$'
	with user_later
	has_not ' (user_later|shared.)\.ko$'
	has '^loader: /boot/m/user_later.ko: not loaded: it depends on shared \(version 4 to 9\), and /boot/m/shared[123].ko is none of these' console
	# Damaged, and out of date: once each, and names of files count.
	head -c 50 linker.hints > cut
	mv cut linker.hints
	with shared1
	has ' shared1\.ko$'
	count '^loader: /boot/m/linker.hints: ignored: ' 1 console
	printf '\1\0\0\0\30\0\0\0\3\0\0\0\6shared\0\1\0\0\0\4x.ko\0\0\0' \
	    > linker.hints
	with user_any
	has_not ' user_any\.ko$'
	count '^loader: /boot/m/linker.hints: ignored: it names a file that is not there, x.ko' 1 console
}

# Their SYSINITs run among the kernel's, so of all files by subsystem and order.
new_test order "the start of preloaded files, and their unloading"
order_body()
{
	for name in fat undeclared order2 orderlate; do
		echo "${name}_load=YES"
	done > conf
	echo kern.kld.implicit_depend=1 >> conf
	printf -- "-f $klds/%s.ko:/boot/modules/\n" order order2 orderlate \
	    undeclared > files
	vm -l conf $(cat files) -- 'dmesg -c | sed -n "s/^order2*: //p"
	    kldunload order2; kldunload order; dmesg -c | grep ^order
	    echo; kldstat; kldunload fat 2>&1; kldunload undeclared'
	{
		for what in 'up drivers first' 'load early' 'up drivers any' \
		    'up vfs first' 'up vfs second' 'load late'; do
			echo "$what"
			echo "$what"
		done
		for name in order2 order; do
			for what in 'unload late' 'unload early' \
			    'down vfs second' 'down vfs first' \
			    'down drivers first'; do
				echo "$name: $what"
			done
		done
	} > wanted
	sed '/^$/,$d' output | diff wanted - || atf_fail "order"
	has '^orderlate: down drivers first' console
	has '/orderlate.ko: dropped: it could not start .ENXIO' console
	has_not ' order.*\.ko$'
	has ' 2 .* fat\.ko$'
	has '^kldunload: fat.ko: is needed by undeclared.ko$'
}

new_test dropped "modules that cannot be linked are dropped, and the boot goes on"
dropped_body()
{
	head -c 3000 "$modules/fat.ko" > cut.ko
	echo text > text.ko
	{
		printf '\177ELF\1\1\1\0\0\0\0\0\0\0\0\0\1\0\3\0\1\0\0\0'
		head -c 40 /dev/zero
	} > i386.ko
	for name in undeclared loadfail cycle_a needsmissing hello; do
		echo "${name}_load=YES"
	done > conf
	for name in cut text i386; do echo "${name}_load=YES"; done >> conf
	vm -l conf -f "$klds/undeclared.ko:/boot/modules/" \
	    -f "$klds/loadfail.ko:/boot/modules/" \
	    -f "$klds/cycle_a.ko:/boot/modules/" \
	    -f "$klds/cycle_b.ko:/boot/modules/" \
	    -f "$klds/needsmissing.ko:/boot/modules/" -f cut.ko:/boot/modules/ \
	    -f text.ko:/boot/modules/ -f i386.ko:/boot/modules/ -- \
	    'kldstat; dmesg'
	has ' hello\.ko$'
	has_not ' (undeclared|loadfail|cycle_.|needsmissing|cut|text|i386)\.ko$'
	has '^/boot/modules/undeclared.ko: dropped: undeclared.ko: '
	has '^/boot/modules/loadfail.ko: dropped: '
	has '^loader: /boot/modules/cycle_b.ko: not loaded: it depends on cycle_a .*which depends on it in turn' console
	has '^loader: /boot/modules/cycle_a.ko: not loaded: it depends on /boot/modules/cycle_b.ko' console
	has '^loader: /boot/modules/needsmissing.ko: not loaded: it depends on .*, which is in no folder of module_path' console
	has '^loader: /boot/modules/cut.ko: .*beyond the end of the file' console
	has '^loader: /boot/modules/text.ko: not an ELF file' console
	has '^loader: /boot/modules/i386.ko: not a 64-bit ELF file' console
}

new_test bad_conf "a megabyte in a line, NULs, files that name each other"
bad_conf_body()
{
	x=$(head -c 1048576 /dev/zero | tr '\0' x)
	{
		echo "long=\"$x\""
		echo "longer=\"x$x\""
		echo "$x"
		echo "# $x"
		printf 'a=\0\nb=1\0\n\0\n'
		echo 'loader_conf_files="/boot/loader.conf.local /boot/two"'
		echo 't.a="1'
	} > one
	echo 'loader_conf_files="/boot/two /boot/loader.conf.local /none"' > two
	printf 't.b="last\nt.c=1' > three
	vm -f one:/boot/loader.conf.local -f two:/boot/two \
	    -f three:/boot/loader.conf.d/three.conf -- \
	    'kenv -q long | head -c 5; echo; kenv t.c; kenv t.a || kenv b ||
	    kenv t.b || echo none'
	printf '%s\n' xxxxx 1 none | diff - output || atf_fail "variables"
	while IFS=: read -r place message; do
		echo "loader: /boot/loader.conf.local:$place: $message"
	done > wanted <<-END
	2_9:this value is longer than 1 MiB
	3_1048577:'=' is expected here
	5_3:a value is expected here
	6_4:only a comment may follow the value
	7_1:a variable's name is expected here
	9_5:the quote that opens here is not closed
	END
	sed -i 's/_/:/' wanted
	grep -a '^loader: /boot/loader.conf.local' console | tr -d '\r' |
	    diff wanted - || atf_fail "messages"
	has '^loader: /boot/loader.conf.d/three.conf:1:5: the quote' console
}

# start ARCHIVE MEMORY: the loader with the archive as it is.
start()
{
	talk qemu-system-x86_64 -M pc -bios qboot.rom -cpu max -m "$2" \
	    -nodefaults -no-reboot -display none -serial stdio \
	    -kernel "$obj/stand/pvh/loader" -initrd "$1"
}

new_test archive "a damaged root archive: what comes before the damage is used"
archive_body()
{
	tar -C "$obj/root" --format=ustar --owner=root:0 --group=wheel:0 \
	    -cf good.tar bin boot etc proc root sbin
	size=$(stat -c %s good.tar)
	tar -C "$obj/root" --format=ustar -b 1 -cf more.tar \
	    usr/bin/demo
	# Behind the zeros of the first one: a file that is cut off.
	{ cat good.tar; head -c 600 more.tar; } > cut.tar
	echo 'root@.*# .*$:kldstat; poweroff' > steps
	start cut.tar 64
	has "^loader: boot archive: the file at offset $size goes beyond the end"
	has "^root archive: cut off in the file at offset $size"
	has ' linux\.ko$'
	{ cat good.tar; head -c 1024 more.tar | tr '\0' x; } > bad.tar
	start bad.tar 64
	has "^loader: boot archive: the header at offset $size is damaged"
	has "^root archive: bad header at offset $size"
	has ' linux\.ko$'
}

new_test prompt "a key stops the boot; every command; boot -v"
prompt_body()
{
	cat > steps <<-'END'
	in 20 seconds:
	OK $:help
	restart the machine.*OK $:ls
	loader.conf  .*OK $:ls /boot/modules
	fat.ko  [0-9]* .*OK $:ls /none
	/none. no such folder.*OK $:more /boot/loader.conf
	linux_load="YES".*OK $:more /none
	/none. no such file.*OK $:set t.x="a typed \\"value\\""
	OK set t.x[^K]*OK $:show t.x
	a typed "value" .*OK $:set t.y = 1
	set <name=value>, in quotes.*OK $:set t.z=1 2
	OK set t.z=1 2 .*set <name=value>.*OK $:show t.z
	t.z. not set.*OK $:set t.y=1
	OK set t.y=1 .*OK $:unset t.y
	OK unset t.y .*OK $:show t.y
	t.y. not set.*OK $:show
	t.x=a typed "value" .*OK $:set module_path=/boot/none;/boot/other
	OK set module_path[^K]*OK $:load /boot/modules/msdos.ko
	msdos.ko. not loaded. it depends on fat.*OK $:set module_path=/boot/kernel;/boot/modules
	OK set module_path=/boot/kernel[^K]*OK $:load /boot/modules/msdos.ko
	OK load /boot/modules/msdos.ko .*OK load /boot/modules/msdos.ko .*OK $:lsmod
	/boot/modules/fat.ko.*/boot/modules/msdos.ko.*OK $:unload
	OK unload .*OK $:load kernel
	OK load kernel .*OK $:nothinh\bg
	nothing. no such command.*OK $:load -t md_image /boot/loader.conf
	loader.conf .*OK $:load msdoxx\b\177s
	OK load msdo.*s .*OK $:lsmod -v
	md_image.*depends on fat, version 1 to 1 .*OK $:unload
	OK unload .*OK $:lsmod
	OK lsmod .*OK $:load -t text /boot/loader.conf
	the kernel is to be loaded first.*OK $:load kernel
	OK load kernel .*OK $:\033[A\033[A\033[A\033[B\b\b\bconf\025load linux
	conf.*load linux .*OK $:load msdos -a -b
	OK load msdos -a -b .*OK $:lsmod
	elf kernel.*linux.ko.*fat.ko.*msdos.ko.*OK $:boot -z
	boot. -z is unknown.*OK $:boot -v
	root@.*# .*$:kldstat; kenv t.x; kenv t.y || echo unset; sysctl debug.bootverbose; poweroff
	END
	talk "$top/tools/vm" -a autoboot_delay=20
	has 'depends on fat, version'
	has ' msdos\.ko$'
	has '^a typed "value"$'
	has '^unset$'
	has '^Preloaded elf obj module "/boot/modules/fat.ko" at '
	has '^debug.bootverbose: 1$'
}

new_test recall "earlier lines by the arrow keys, another kernel, reboot"
recall_body()
{
	cat > steps <<-'END'
	in 20 seconds:
	OK $:set t.x=1
	OK set t.x=1 .*OK $:set t.x=2
	OK set t.x=2 .*OK $:set t.x=3\003
	t.x=3.C .*OK $:\033[A\033[A
	OK $:show t.x
	OK show t.x . *1 .*OK $:\033[A\033[A\033[A\033[B\033[B3
	3. not set.*OK $:boot none
	/boot/none/kernel. no such file.*OK $:reboot
	END
	talk "$top/tools/vm" -a autoboot_delay=20
	has '^OK reboot$'
	has_not 'kld 0'
}

new_test single "boot -s: a shell before /etc/rc, with another kernel"
single_body()
{
	cat > steps <<-'END'
	in 20 seconds:
	OK $:boot -s /boot/other/kernel
	root@.*# .*$:echo run $((6 * 7)); kenv kernelname; exit
	Welcome.*root@.*# .*$:poweroff
	END
	talk "$top/tools/vm" -a autoboot_delay=20 \
	    -f "$obj/root/boot/kernel/kernel:/boot/other/kernel" \
	    -l 'module_path="/boot/kernel;/boot/modules"'
	has '^run 42$'
	has '^/boot/other/kernel$'
}

new_test image "a file of a type of its own is handed over with its arguments"
image_body()
{
	cat > conf <<-'END'
	picture_load="YES"
	picture_name="/boot/loader.conf"
	picture_type="md_image"
	hello_load="YES"
	hello_flags="-a b"
	verbose_loading="YES"
	boot_verbose="YES"
	END
	vm -l conf -- 'dmesg'
	has '^Preloaded md_image "/boot/loader.conf" at '
	has '^Preloaded elf obj module "/boot/modules/hello.ko" at '
	has '^/boot/modules/hello.ko size=0x[0-9a-f]+' console
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
