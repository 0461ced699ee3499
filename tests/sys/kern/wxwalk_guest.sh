# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# No page of the kernel can be both written and executed, whatever is loaded:
# the page tables say so themselves.

. /root/guest.sh

t=/usr/tests/kld

# field WHICH NAME: a number out of debug.wxwalk.WHICH.
field()
{
	sysctl -n "debug.wxwalk.$1" | tr ' ' '\n' | grep -B 1 "^$2\$" | head -n 1
}

ok kldload $t/wxwalk.ko
sysctl debug.wxwalk
before=$(field klds executable)
[ "$(field all pages)" -gt 100 ] || fail "the kernel has no pages"
[ "$before" -gt 0 ] || fail "linux.ko cannot be executed"
[ "$(field klds writable)" -gt 0 ] || fail "linux.ko cannot be written"
expect "both" "$(field all both)" 0

for m in msdos hello cdev $t/order.ko $t/ifunc.ko $t/large.ko; do
	ok kldload $m
	expect "both with $m" "$(field all both)" 0
done
[ "$(field klds executable)" -gt "$before" ] || fail "nothing more to execute"
# A load that fails leaves nothing that is both, either.
kldload $t/loadfail.ko 2> /dev/null
expect "both after a failure" "$(field all both)" 0
sysctl kern.module_path=$t/dyn > /dev/null
for m in msdos hello order ifunc; do
	kldunload $m || fail "kldunload $m"
	ok kldload $t/dyn/$m.ko
	expect "both with dyn/$m.ko" "$(field all both)" 0
done
sysctl debug.wxwalk

# The walk sees one if there is one.
ok sysctl debug.wxwalk.plant=1
expect "planted" "$(field all both) $(field klds both)" "1 1"
ok sysctl debug.wxwalk.plant=0
expect "both at the end" "$(field all both)" 0
ok kldunload wxwalk
end
