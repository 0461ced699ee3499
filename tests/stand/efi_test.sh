# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The disk image on UEFI firmware; its files are changed with mtools.

firmware=/usr/share/OVMF
export MTOOLS_SKIP_CHECK=1

# new_disk: a copy of the image; fat is what mtools call its volume.
new_disk()
{
	cp --sparse=always "$obj/kld.img" disk
	cp "$firmware/OVMF_VARS_4M.fd" vars
	fat=disk@@1M
}

# put FILE: replace a file on the disk by standard input.
put()
{
	mcopy -o -i $fat - "::$1" || atf_fail "$1"
}

# boot MACHINE: start the disk; the file steps says what is typed.
boot()
{
	talk qemu-system-x86_64 -M "$1" -cpu max -m 128 -nodefaults \
	    -vga std -no-reboot -display none -serial stdio \
	    -drive if=pflash,format=raw,readonly=on,file=$firmware/OVMF_CODE_4M.fd \
	    -drive if=pflash,format=raw,file=vars \
	    -drive if=none,id=disk,format=raw,file=disk \
	    -device ide-hd,drive=disk
}

new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; atf_set timeout 200; \
	    atf_set require.progs 'qemu-system-x86_64 mcopy'; \
	    atf_set require.files '$obj/kld.img $firmware/OVMF_CODE_4M.fd'; }"
	atf_test_case "$1"
	tests="$tests $1"
}

new_test q35 "q35: edited loader.conf, dependencies, the prompt"
q35_body()
{
	new_disk
	put boot/loader.conf.local <<-'END'
	autoboot_delay="20"
	msdos_load="YES"
	t.x="edited"
	END
	cat > steps <<-'END'
	in 20 seconds:
	OK $:ls
	boot.tar.*OK $:lsmod
	msdos.ko.*OK $:set t.y=typed
	typed.*OK $:boot -v
	root@.*# .*$:kldstat; kenv t.x; kenv t.y; kenv loader; poweroff
	END
	boot q35
	has ' fat\.ko$'
	has ' msdos\.ko$'
	has '^edited$'
	has '^typed$'
	has '^efi$'
}

new_test pc "pc: a damaged module and a damaged loader.conf are passed over"
pc_body()
{
	new_disk
	head -c 1000 "$obj/root/boot/modules/fat.ko" | put boot/modules/fat.ko
	printf 'msdos_load="YES"\nt.x="open\nt.z=1' | put boot/loader.conf.local
	echo 'root@.*# .*$:kldstat; kenv t.z; kldstat -q -m msdos || echo none; poweroff' > steps
	boot pc
	has 'loader: /boot/loader.conf.local:2:5: the quote'
	has 'loader: /boot/modules/fat.ko: its section headers lie beyond'
	has 'loader: /boot/modules/msdos.ko: not loaded: it depends on fat'
	has '^1$'
	has '^none$'
}

new_test kernel "a damaged kernel ends at the prompt"
kernel_body()
{
	new_disk
	head -c 1000 "$obj/root/boot/kernel/kernel" | put boot/kernel/kernel
	echo 'OK $:reboot' > steps
	boot q35
	has 'loader: /boot/kernel/kernel: .*beyond the end of the file'
	has '^OK reboot'
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
