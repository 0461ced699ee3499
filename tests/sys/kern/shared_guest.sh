# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Shared objects: dependencies, order, sysctls, and one with the other kind.

. /root/guest.sh

d=/usr/tests/kld/dyn

ok sysctl kern.module_path="$d;/boot/kernel;/boot/modules"
ok kldload msdos
expect "fat" "$(kldstat -v -n fat | grep -c "$d/fat.ko")" 1
expect "volume" "$(/usr/share/examples/kld/testmsdos | head -n 1)" \
    "FAT12 volume KLD FLOPPY, 713 clusters of 1024 bytes"
refused "needed" "busy" "fat.ko: is needed by msdos.ko" kldunload fat
ok kldunload msdos
ok leaves sh -c 'kldload msdos && kldunload msdos'

# A relocatable file can use a shared object.
ok leaves sh -c 'kldload fat && kldload /boot/modules/msdos.ko &&
    kldunload msdos && kldunload fat'

dmesg -c > /dev/null
ok kldload order
ok kldunload order
expect "order" "$(dmesg | sed -n 's/^order: //p' | tr '\n' ' ')" \
    "up drivers first load early up drivers any up vfs first up vfs second \
load late unload late unload early down vfs second down vfs first down drivers first "

# The other examples, and the programs that use them.
e=/usr/share/examples/kld
ok kldload cdev
$e/testcdev | grep -q '^read: Uryyb sebz n cebtenz$' || fail "testcdev"
ok kldunload cdev
ok kldload syscall
$e/testsyscall 1 2 3 | grep -q 'the sum is 6$' || fail "testsyscall"
ok kldunload syscall
ok kldload dyn_sysctl
ok sysctl drawers.count=5
expect "drawer" "$(sysctl -N drawers.3 | wc -l)" 2
ok kldunload dyn_sysctl
for m in cdev syscall dyn_sysctl; do
	ok leaves sh -c "kldload $m && kldunload $m"
done

ok kldload hello
expect "sysctl" "$(sysctl -n hello.greeted)" 1
ok kldunload hello
end
