# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Run all groups of coretest.ko; then once more, to see that nothing is left.

. /root/guest.sh

cat > /tmp/groups <<'END'
. /etc/shrc
kldload /usr/tests/kld/coretest.ko
for group in library sets memory locks sync callouts tasks threads users \
    sysctls variables devices syscalls firmware lockstorm; do
	sysctl debug.coretest.run=$group
done
failures=$(sysctl -n debug.coretest.failures)
kldunload coretest && [ "$failures" -eq 0 ]
END
sh /tmp/groups || fail "$(dmesg | grep '^not ok')"
ok leaves sh /tmp/groups
end
