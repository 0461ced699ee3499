# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The disk image on UEFI firmware; its files are changed with mtools.

export MTOOLS_SKIP_CHECK=1

# new_disk: a copy of the image; fat is what mtools call its volume.
new_disk()
{
	cp --sparse=always "$obj/kld.img" disk
	fat=disk@@1M
}

# put FILE: replace a file on the disk by standard input.
put()
{
	mcopy -o -i $fat - "::$1" || atf_fail "$1"
}

# number OFFSET BYTES: one of the volume's boot sector.
number()
{
	od -An -t u"$2" -j $((1048576 + $1)) -N "$2" disk | tr -d ' '
}

# poke OFFSET NUMBER: put 32 bits into the disk.
poke()
{
	for shift in 0 8 16 24; do
		printf "\\$(printf %03o $(($2 >> shift & 255)))"
	done | dd of=disk bs=1 seek="$1" conv=notrunc status=none
}

# first_cluster FILE: where it begins.
first_cluster()
{
	mshowfat -i $fat "::$1" | sed 's/[^<]*<\([0-9]*\).*/\1/'
}

# chain CLUSTER NEXT: what follows a cluster, in both copies of the FAT.
chain()
{
	for copy in 0 1; do
		poke $((1048576 + 512 * ($(number 14 2) + \
		    copy * $(number 36 4)) + 4 * $1)) "$2"
	done
}

# entry NAME: the offset of a file's directory entry, by its 11 characters.
entry()
{
	LC_ALL=C grep -abo "$1" disk | head -1 | cut -d: -f1
}

# boot MACHINE [ARGUMENT ...]: start the disk; the file steps says what is
# typed.
boot()
{
	efi "$@" -drive if=none,id=disk,format=raw,file=disk \
	    -device ide-hd,drive=disk
}

new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; atf_set timeout 300; \
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

new_test high "6 GiB: the firmware puts the loader above 4 GiB"
high_body()
{
	new_disk
	echo 'root@.*# .*$:sysctl hw.physmem; poweroff' > steps
	memory=6144
	boot q35
	has '^hw\.physmem: 64[0-9]{8}$'
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

# dump TEXT FILE: once the text is on the console, take a picture of the screen.
dump()
{
	for i in $(seq 300); do
		grep -aq "^$1" serial 2>/dev/null && break
		sleep 0.1
	done
	sleep 0.5
	echo "screendump $2"
	sleep 0.5
}

# press KEY ...: on the keyboard, as QEMU names them.
press()
{
	for key; do
		echo "sendkey $key"
		sleep 0.2
	done
}

# pixels FILE: the first five of the screen, a digit each.
pixels()
{
	tail -c +17 "$1" | od -An -v -t x1 -N 15 | tr -d ' \n' |
	    sed 's/ffffff/1/g; s/000000/0/g'
}

new_test large "q35: a module and an image that do not fit behind the kernel"
large_body()
{
	new_disk
	head -c 12000000 /dev/zero | tr '\0' x | put boot/blob
	put boot/modules/large.ko \
	    < "$obj/tests/sys/kern/modules/large/large.ko"
	put boot/loader.conf.local <<-'END'
	blob_load="YES"
	blob_name="/boot/blob"
	blob_type="md_image"
	large_load="YES"
	boot_verbose="YES"
	END
	echo '# .*$:kldstat; poweroff' > steps
	boot q35
	has 'Preloaded md_image "/boot/blob" at .*, 12000000 bytes'
	has ' large\.ko$'
	has '^large: 3900 calls'
}

new_test screen "the screen shows what the console does; the keyboard types there"
screen_body()
{
	new_disk
	mkfifo monitor.in monitor.out
	cat monitor.out > monitor.log &
	{
		dump 'one mark' one
		dump 'two marks' two
		# A line with all kinds of keys, for cat to repeat.
		press c a t ret x ctrl-u c shift-k caps_lock x caps_lock \
		    1 shift-1 backspace kp_5 ret ctrl-d
		press p o w e r o f f ret
	} > monitor.in &
	cat > steps <<-'END'
	root@.*# .*$:echo one mark; sleep 2; seq 100 199; echo two marks; sleep 2
	END
	boot q35 -monitor pipe:monitor
	[ "$(head -c 16 one)" = "$(printf 'P6\n1280 800\n255\n')" ] ||
	    atf_fail "not the screen"
	# The first line: "Copyright", then a number from 100 on.
	[ "$(pixels one)" = 01110 ] || atf_fail "$(pixels one) begins no C"
	[ "$(pixels two)" = 00100 ] || atf_fail "$(pixels two) begins no 1"
	has '^cKX15$'
}

# Of fat.ko a cluster in its middle, its first one, its size, and its chain.
damage_file()
{
	case $1 in
	middle) chain $(($(first_cluster boot/modules/fat.ko) + 2)) 0 ;;
	first)
		start=$(entry 'FAT     KO ')
		poke $((start + 20)) 4095
		;;
	size) poke $(($(entry 'FAT     KO ') + 28)) 4294967295 ;;
	circle)
		start=$(first_cluster boot/modules/fat.ko)
		chain $((start + 2)) "$start"
		;;
	esac
}

new_test damaged_file "a file whose clusters or directory entry are damaged"
damaged_file_body()
{
	while read -r what reason; do
		new_disk
		damage_file "$what"
		echo 'msdos_load="YES"' | put boot/loader.conf.local
		echo 'root@.*# .*$:kldstat; poweroff' > steps
		boot q35
		has "^loader: /boot/modules/fat.ko: $reason"
		has '^loader: /boot/modules/msdos.ko: not loaded: it depends on fat .*, which cannot be used'
		has_not ' (fat|msdos)\.ko$'
		has ' linux\.ko$'
	done <<-'END'
	middle it cannot be read, the volume is damaged
	first it cannot be read, the volume is damaged
	size it does not fit into the memory
	circle .*
	END
}

new_test damaged_volume "a kernel, a root and folders that cannot be read"
damaged_volume_body()
{
	echo 'OK $:reboot' > steps
	new_disk
	chain $(($(first_cluster boot/kernel/kernel) + 20)) 0
	boot q35
	has '^loader: /boot/kernel/kernel: it cannot be read, the volume is damaged'

	new_disk
	chain $(($(first_cluster boot/boot.tar) + 20)) 0
	boot q35
	has '^loader: /boot/boot.tar: it cannot be read, the volume is damaged'

	new_disk
	start=$(first_cluster boot/modules)
	chain "$start" "$start"
	: > steps
	boot q35
	has '^loader: /boot/modules/.*: the firmware hangs on it, the volume is damaged'
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
