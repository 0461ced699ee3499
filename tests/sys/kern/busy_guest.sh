# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Unloading while somebody is inside.

. /root/guest.sh

ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"

# An open device: a normal unload is refused, a forced one ends the device.
ok kldload cdev
exec 7<> /dev/cdev
echo text >&7
refused "open device" "busy" "cdev.ko: module cdev refuses" kldunload cdev
ok kldunload -f cdev
echo text >&7 2> /tmp/output && fail "a write to a device that has gone"
read line <&7 && fail "a read from a device that has gone"
exec 7>&-
[ ! -e /dev/cdev ] || fail "/dev/cdev is still there"

# A handler that is running: the unload waits for it.  It loads a module,
# for which it needs the linker.
cat > /tmp/busy <<'END'
. /etc/shrc
kldload nested
sysctl debug.nested.load=hello > /dev/null &
sleep 0.05
kldunload nested
wait $! || exit 1
kldunload hello
END
ok sh /tmp/busy
ok leaves sh /tmp/busy

# A mounted file system keeps its module, also if it has to go.
for flag in "" -f; do
	refused "mounted" "busy" "linprocfs.ko: module linprocfs refuses" \
	    kldunload $flag linprocfs
done
[ -e /proc/1 ] || fail "/proc does not work any more"
ok umount /proc
ok kldunload linprocfs
end
