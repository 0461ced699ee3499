# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Two modules that have symbols of the same names, of both formats; the second
# one also as a shared object whose symbols others could replace, by ELF's rules.

. /root/guest.sh

t=/usr/tests/kld
for a in $t $t/dyn; do
	for b in $t/twin_b.ko $t/dyn/twin_b.ko ./twin_bfd.ko \
	    ./twin_lld.ko; do
		ok kldload $a/twin_a.ko
		dmesg -c > /dev/null
		ok kldload $b
		expect "$a $b" "$(dmesg | grep '^twin')" "twin: 2 2 2 2, 1 1, 3 3"
		ok kldunload ${b##*/}
		ok kldunload twin_a
	done
done
end
