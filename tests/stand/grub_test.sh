# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel and its modules started by GRUB, which knows FreeBSD's handoff:
# a loader that is not ours proves that the kernel keeps to the protocol.

modules=$obj/root/boot/modules
grub=/usr/lib/grub

# new_root: what is on the disc, in root/, with a kernel environment; and what
# is typed once it runs.
new_root()
{
	mkdir -p root/boot/grub
	cp "$obj/sys/kernel" "$obj/boot.tar" "$modules"/*.ko root/boot/ ||
	    atf_fail "no kernel"
	printf '# kept\nt.x="from GRUB"\nhello.greeting=Moin\n' > root/boot/env
	cat > steps <<-'END'
	root@.*# .*$:kldstat; kenv t.x; kenv loader; sysctl -n hello.greeting; reboot
	END
}

# disc FOLDER: make grub.iso of root/ with GRUB's modules in the folder, and
# the commands of standard input.
disc()
{
	{
		printf '%s\n' serial 'terminal_input serial' \
		    'terminal_output serial'
		cat
		echo boot
		# Reached only if something is wrong.
		echo halt
	} > root/boot/grub/grub.cfg
	grub-mkrescue -d "$1" -o grub.iso --compress=no --locales= --fonts= \
	    --themes= --install-modules="normal serial terminal iso9660 echo \
	    gzio halt bsd" root > mkrescue 2>&1 ||
	    { cat mkrescue; atf_fail "grub-mkrescue"; }
}

# commands: what GRUB is told to load.
commands()
{
	cat <<-'END'
	kfreebsd /boot/kernel -v
	kfreebsd_loadenv /boot/env
	set kFreeBSD.loader=grub
	kfreebsd_module_elf /boot/linux.ko
	kfreebsd_module_elf /boot/msdos.ko
	kfreebsd_module_elf /boot/fat.ko
	kfreebsd_module_elf /boot/hello.ko
	kfreebsd_module /boot/env type=text
	kfreebsd_module /boot/boot.tar type=mfs_root
	END
}

# bios: boot the disc by the BIOS.
bios()
{
	talk qemu-system-x86_64 -M pc -cpu max -m 128 -nodefaults \
	    -no-reboot -display none -serial stdio -cdrom grub.iso
}

# What must have arrived.
check_handoff()
{
	for name in linux fat msdos hello; do
		has " $name\.ko$"
	done
	has '^Preloaded elf64 kernel "kernel" at '
	has '^from GRUB$'
	has '^grub$'
	has '^Moin$'
}

# repair: a copy of GRUB's modules for the BIOS, in pc/.  In GRUB 2.06 built
# for i386 the last jump of grub_relocator64_start, jmp *disp32(%rip), is
# followed by eight zero bytes instead of the four of disp32, so that it reads
# its target four bytes too early, and any 64-bit kernel is entered at
# (entry << 32).  A displacement of 4 mends that; a GRUB that has no such jump
# needs nothing.
repair()
{
	cp -R $grub/i386-pc pc || atf_fail "no GRUB for the BIOS"
	LC_ALL=C sed -i \
	    's/\(\xfc\xff\x25\)\x00\(\x00\{15\}\)/\1\x04\2/' pc/relocator.mod
}

new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; atf_set timeout 200; \
	    atf_set require.progs 'qemu-system-x86_64 grub-mkrescue xorriso'; \
	    atf_set require.files '$obj/boot.tar $3/bsd.mod'; }"
	atf_test_case "$1"
	tests="$tests $1"
}

new_test pc "GRUB's kfreebsd from the BIOS" $grub/i386-pc
pc_body()
{
	new_root
	repair
	commands | disc pc
	bios
	check_handoff
}

new_test uefi "GRUB's kfreebsd from UEFI firmware" $grub/x86_64-efi
uefi_body()
{
	new_root
	commands | disc $grub/x86_64-efi
	efi q35 -cdrom grub.iso
	check_handoff
}

new_test raw "a module without section headers is dropped" $grub/i386-pc
raw_body()
{
	new_root
	repair
	commands | sed '/hello/s/_elf\(.*\)/\1 "type=elf obj module"/' | disc pc
	bios
	has '^hello\.ko: dropped: hello\.ko: the boot loader gave no section headers'
	has ' msdos\.ko$'
	has_not ' hello\.ko$'
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
