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
    "up drivers first load up drivers any up vfs first up vfs second unload \
down vfs second down vfs first down drivers first "

ok kldload hello
expect "sysctl" "$(sysctl -n hello.greeted)" 1
ok kldunload hello
end
