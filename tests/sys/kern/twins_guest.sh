# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Two modules that have symbols of the same names, of both formats.

. /root/guest.sh

t=/usr/tests/kld
for a in $t $t/dyn; do
	for b in $t $t/dyn; do
		ok kldload $a/twin_a.ko
		dmesg -c > /dev/null
		ok kldload $b/twin_b.ko
		expect "$a $b" "$(dmesg | grep '^twin')" "twin: 2 2 2 2, 1 1"
		ok kldunload twin_b
		ok kldunload twin_a
	done
done
end
