# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Every damaged module in /root/bad is refused with the sentence that the
# list promises, and leaves nothing behind.

. /root/guest.sh

tab=$(printf '\t')
while IFS=$tab read -r name regex; do
	refused "$name" "Exec format error" "$regex" \
	    kldload "/root/bad/$name.ko"
done < /root/bad/list

: > /tmp/empty.ko
echo "this is no module" > /tmp/text.ko
refused "no such file" "No such file" "/nowhere.ko: no such file" \
    kldload /nowhere.ko
refused "no such module" "No such file" \
    "nowhere: no file of that name in /boot/kernel;/boot/modules" \
    kldload nowhere
refused "directory" "Is a directory" "/boot: is a directory" kldload /boot
refused "empty" "Exec format error" "/tmp/empty.ko: the file is empty" \
    kldload /tmp/empty.ko
refused "text" "Exec format error" "text.ko: is not an ELF file" \
    kldload /tmp/text.ko
refused "device" "Exec format error" "is not a regular file" kldload /dev/null
refused "no terminal" "Exec format error" "/dev/tty: is not a regular file" \
    setsid kldload /dev/tty
mkfifo /tmp/fifo.ko
refused "FIFO" "Exec format error" "/tmp/fifo.ko: is not a regular file" \
    kldload /tmp/fifo.ko

t=/usr/tests/kld
sysctl kern.module_path="/boot/kernel;/boot/modules;$t" > /dev/null
refused "missing dependency" "No such file" \
    "needsmissing.ko: needs module nowhere, which cannot be found" \
    kldload needsmissing
refused "version" "Exec format error" \
    "needsrange.ko: needs module fat in version 5 to 7, fat.ko provides version 1" \
    kldload needsrange
refused "kernel version" "Exec format error" \
    "newkernel.ko: needs module kernel in version 1400000 to 1499999, kernel provides version 1300139" \
    kldload newkernel
refused "cycle" "Too many" "cycle_b.ko: needs cycle_a.ko, .* form a cycle" \
    kldload cycle_a
refused "failing dependency" "Device not configured\|No such device" \
    "kldload: loadfail.ko: module loadfail could not start \(ENXIO\); needsfail.ko needs loadfail.ko$" \
    kldload needsfail
refused "MOD_LOAD" "Device not configured\|No such device" \
    "loadfail.ko: module loadfail could not start" kldload loadfail
refused "undefined symbol" "Exec format error" \
    "undeclared.ko: symbol fat_rewind is undefined; /boot/modules/fat.ko, which is not loaded, defines it, so declare MODULE_DEPEND\(undeclared, fat, 1, 1, 1\)" \
    kldload undeclared
mv /boot/modules/linker.hints /tmp
refused "undefined symbol, no hints" "Exec format error" \
    "/boot/modules/fat.ko, which is not loaded, defines it, so declare MODULE_DEPEND\(undeclared, fat, 1, 1, 1\)" \
    kldload undeclared
mv /tmp/linker.hints /boot/modules
ok kldload fat
refused "undeclared dependency" "Exec format error" \
    "undeclared.ko: symbol fat_rewind is undefined; fat.ko defines it, so declare MODULE_DEPEND\(undeclared, fat, 1, 1, 1\)" \
    kldload undeclared
refused "already loaded" "already loaded" "fat.ko is already loaded, with id" \
    kldload fat
ok kldload hello
refused "same module" "File exists" \
    "sameword.ko: module hello is there already, in hello.ko" kldload sameword
ok kldload msdos
refused "needed" "Device busy\|resource busy" "fat.ko: is needed by msdos.ko" \
    kldunload fat
refused "kernel" "Device busy\|resource busy" "the kernel itself cannot be unloaded" \
    kldunload -i 1
refused "unknown id" "No such file" "no file with id 999 is loaded" \
    kldunload -i 999
ok kldunload msdos
ok kldunload fat
ok kldunload hello
end
