# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Run all groups of coretest.ko; then once more, to see that nothing is left.

. /root/guest.sh

cat > /tmp/groups <<'END'
. /etc/shrc
kldload /usr/tests/kld/coretest.ko
for group in library sets memory locks sync callouts tasks swi threads users \
    sbufs waits sysctls variables devices syscalls firmware lockstorm; do
	sysctl debug.coretest.run=$group
done
sysctl debug.coretest.types.usec=1500 debug.coretest.types.msec=2 &&
    sysctl debug.coretest.types.usec debug.coretest.types.msec
failures=$(sysctl -n debug.coretest.failures)
kldunload coretest && [ "$failures" -eq 0 ]
END
ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"
sh /tmp/groups > /tmp/said || fail "$(dmesg | grep '^not ok')"
grep -q '^debug.coretest.types.usec: 1500$' /tmp/said &&
    grep -q '^debug.coretest.types.msec: 2$' /tmp/said ||
    fail "$(grep types /tmp/said)"
ok leaves sh /tmp/groups
# What was loaded for firmware_get() has gone.
for file in lampfw.ko fwslow.ko; do
	for i in 1 2 3 4 5 6 7 8 9 10; do
		kldstat -q -n $file || break
		usleep 100000
	done
	kldstat -q -n $file && fail "$file is still there"
done
end
