# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The PVH loader in QEMU, with a kernel that prints what it was handed and a
# boot archive made by the test.

objects=$(atf_get_srcdir)
loader=$obj/stand/pvh/loader

# new_root: a tree with the fake kernel, in root/
new_root()
{
	mkdir -p root/boot/kernel root/boot/modules
	cp "$objects/fakekernel" root/boot/kernel/kernel
}

# boot MEMORY [APPEND]: start the tree; what it printed is in the file output.
boot()
{
	tar -C root --format=ustar -cf boot.tar boot
	start_archive "$@"
}

start_archive()
{
	timeout 20 qemu-system-x86_64 -M pc -bios qboot.rom -cpu qemu64 \
	    -m "$1" -nodefaults -no-reboot -display none -serial file:serial \
	    -device isa-debug-exit,iobase=0xf4,iosize=4 \
	    -kernel "$loader" -initrd boot.tar -append "$2" > qemu.out 2>&1
	result=$?
	tr -d '\r' < serial > output
	cat output
	[ $result -ne 124 ] || atf_fail "the machine hangs"
}

# boot_keys MEMORY [APPEND]: the same, with what the file steps has typed.
boot_keys()
{
	tar -C root --format=ustar -cf boot.tar boot
	talk qemu-system-x86_64 -M pc -bios qboot.rom -cpu qemu64 \
	    -m "$1" -nodefaults -no-reboot -display none -serial stdio \
	    -device isa-debug-exit,iobase=0xf4,iosize=4 \
	    -kernel "$loader" -initrd boot.tar -append "$2"
}

# printed LINE: the output has this line; absent LINE: it does not.
printed()
{
	grep -Fqx -- "$1" output || atf_fail "no line \"$1\""
}

absent()
{
	! grep -Fqx -- "$1" output || atf_fail "a line \"$1\""
}

# after LINE LABEL: the value that follows the line, in bytes.
after()
{
	printf '%d\n' "$(sed -n "/^$1\$/,\$s/^$2 //p" output | head -1)"
}

new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; \
	    atf_set require.progs qemu-system-x86_64; atf_set timeout 60; }"
	atf_test_case "$1"
	tests="$tests $1"
}

new_test kernel "the kernel, its symbols and the memory map"
kernel_body()
{
	new_root
	boot 64
	printed loaded
	printed "name /boot/kernel/kernel"
	printed "type elf kernel"
	printed "howto 0x0000000000000000"
	printed end
	! grep -q nonzero output || atf_fail "the bss is not cleared"
	[ "$(after loaded stack.kernend)" -eq "$(after loaded kernend)" ] ||
	    atf_fail "two values of kernend"
	[ $(($(after loaded symbols) % 24)) -eq 0 ] || atf_fail "symbols"
	sed -n 's/^smap.base //p' output > bases
	sort bases | cmp - bases || atf_fail "the memory map is not sorted"
	! grep -q 'smap.length 0x0000000000000000' output ||
	    atf_fail "an empty entry in the memory map"
}

new_test variables "loader.conf, the command line over it, and boot flags"
variables_body()
{
	new_root
	cat > root/boot/loader.conf <<-'END'
	a="from the file"	# a comment
	b="from the file"
	boot_verbose="YES"
	END
	boot 64 'b="from the command line" boot_single=YES'
	printed "env a=from the file"
	printed "env b=from the command line"
	printed "env kernelname=/boot/kernel/kernel"
	printed "env module_path=/boot/kernel;/boot/modules"
	printed "howto 0x0000000000000802"
}

new_test errors "a bad line is reported, the others count"
errors_body()
{
	new_root
	printf 'a=1\nb c\nd="open\ne=2\n' > root/boot/loader.conf
	boot 64 'f=3 junk'
	printed "loader: /boot/loader.conf:2:3: '=' is expected here"
	printed "loader: /boot/loader.conf:3:3: the quote that opens here is not closed"
	printed "loader: command line:1:9: '=' is expected here"
	printed "env a=1"
	printed "env e=2"
	printed "env f=3"
}

new_test modules "files that are preloaded, and some that cannot be"
modules_body()
{
	new_root
	cp "$objects/module.o" root/boot/modules/first.ko
	cp "$objects/module.o" root/boot/kernel/second.ko
	head -c 200 "$objects/module.o" > root/boot/modules/cut.ko
	echo text > root/boot/modules/text.ko
	cat > root/boot/loader.conf <<-'END'
	first_load="YES"
	first_flags="-a b"
	missing_load="YES"
	text_load="YES"
	cut_load="YES"
	other_load="YES"
	other_name="second"
	off_load="NO"
	off_name="first"
	picture_load="YES"
	picture_name="/boot/loader.conf"
	picture_type="md_image"
	END
	boot 64
	printed "loader: missing: no such module in /boot/kernel;/boot/modules"
	printed "loader: /boot/modules/text.ko: not an ELF file"
	printed "loader: /boot/modules/cut.ko: its section headers lie beyond the end of the file"
	printed "name /boot/modules/first.ko"
	printed "name /boot/kernel/second.ko"
	printed "type elf obj module"
	printed "args -a b"
	printed "name /boot/loader.conf"
	printed "type md_image"
	absent "name /boot/modules/text.ko"
	[ "$(grep -c '^type elf obj module' output)" -eq 2 ] ||
	    atf_fail "not two modules"
	[ "$(after 'name \/boot\/modules\/first.ko' size)" -eq \
	    "$(stat -c %s "$objects/module.o")" ] || atf_fail "size"
	[ $(($(after 'name \/boot\/modules\/first.ko' addr) % 4096)) -eq 0 ] ||
	    atf_fail "not on a page boundary"
}

new_test archive "the boot archive is passed; a second one adds to it"
archive_body()
{
	new_root
	echo 'a=1' > root/boot/loader.conf
	tar -C root --format=ustar -cf first.tar boot
	echo 'a=2' > root/boot/loader.conf
	tar -C root --format=ustar -cf second.tar boot/loader.conf
	cat first.tar second.tar > boot.tar
	start_archive 64
	printed "name /boot.tar"
	printed "type mfs_root"
	printed "env a=2"
	[ "$(after 'type mfs_root' size)" -eq "$(stat -c %s boot.tar)" ] ||
	    atf_fail "size"
}

new_test damaged_archive "what comes before the damage is still used"
damaged_archive_body()
{
	new_root
	tar -C root --format=ustar -b 1 -cf good.tar boot
	size=$(($(stat -c %s good.tar) - 1024))
	{ head -c "$size" good.tar; head -c 8192 /dev/urandom; } > boot.tar
	start_archive 64
	printed "loader: boot archive: the header at offset $size is damaged"
	printed end
}

new_test no_kernel "without a kernel a person is asked, after a message"
no_kernel_body()
{
	new_root
	rm root/boot/kernel/kernel
	echo 'OK $:reboot' > steps
	boot_keys 64
	printed "loader: /boot/kernel/kernel: no such file, nothing to boot"
	printed "OK reboot"
	echo text > root/boot/kernel/kernel
	boot_keys 64
	printed "loader: /boot/kernel/kernel: not an ELF file"
	head -c 5000 "$objects/fakekernel" > root/boot/kernel/kernel
	boot_keys 64
	absent loaded
	grep -q '^loader: /boot/kernel/kernel: .* beyond the end of the file' \
	    output || atf_fail "a kernel that is cut off"
}

new_test delay "how long a key is waited for"
delay_body()
{
	new_root
	boot 64 autoboot_delay=-1
	printed loaded
	absent "loader: autoboot_delay=-1: not a number of seconds"
	! grep -q '^Booting' output || atf_fail "it waits"
	boot 64 autoboot_delay=1
	printed "Booting [/boot/kernel/kernel] in 1 second, a key stops it."
	printed loaded
	boot 64 autoboot_delay=10s
	printed "loader: autoboot_delay=10s: not a number of seconds"
	printed loaded
	echo 'OK $:reboot' > steps
	boot_keys 64 autoboot_delay=NO
	absent loaded
}

new_test memory "too little memory is a message"
memory_body()
{
	new_root
	head -c 20000000 /dev/zero > root/boot/blob
	echo 'blob_load=YES blob_type=x' | tr ' ' '\n' > root/boot/loader.conf
	echo 'blob_name=/boot/blob' >> root/boot/loader.conf
	boot 32
	printed "loader: /boot/blob: it does not fit into the memory"
	printed end
	# A variable of which there is no room for a copy, and a kernel.
	{
		printf 'x="'
		head -c 900000 /dev/zero | tr '\0' x
		echo '"'
		for i in $(seq 24); do echo "y$i=\$x"; done
	} > root/boot/loader.conf
	boot 32
	printed "loader: out of memory"
	absent loaded
	rm root/boot/loader.conf root/boot/blob
	cp "$obj/sys/kernel" root/boot/kernel/kernel
	echo 'OK $:reboot' > steps
	boot_keys 3
	printed "loader: /boot/kernel/kernel: a segment does not fit into the memory"
	printed "OK reboot"
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
