# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# linker.hints in the kernel: versions among several files, hints that are
# damaged or out of date, and names of modules for kldload(8).

. /root/guest.sh

# with FILE COMMAND...: the command succeeds and loads that file.
with()
{
	file=$1
	shift
	dmesg -c > /dev/null
	prints '' "$@"
	shows " $file$" kldstat
}

# complaints: how often the kernel has said that hints are ignored.
complaints()
{
	dmesg | grep -c 'linker.hints is ignored'
}

cp -r /usr/tests/hints /tmp/hints
cd /tmp/hints || exit 1
kldxref . || fail "kldxref"
prints 'kern.module_path: /boot/kernel;/boot/modules -> /tmp/hints;/boot/modules' \
    sysctl 'kern.module_path=/tmp/hints;/boot/modules'

# A name without a version: the highest.
with shared3.ko kldload shared
refuses 'module already loaded' kldload shared
refuses 'shared3.ko is already loaded' kldload shared3
prints 'shared is already loaded' kldload -nv shared
prints '' kldunload shared3
with shared3.ko kldload shared_interface
refuses 'module already loaded' kldload shared_interface
prints 'shared_interface is already loaded' kldload -nv shared_interface
prints '' kldunload shared3
shows '^shared_interface is already loaded$' \
    kldload -dnv shared shared_interface

# Versions, by what a module needs.
with shared3.ko kldload user_any
prints '' kldunload user_any
with shared1.ko kldload user_exact
prints '' kldunload user_exact
with shared2.ko kldload user_preferred
prints '' kldunload user_preferred
with shared2.ko kldload user_highest
prints '' kldunload user_highest
refuses 'needs module shared in version 4 to 9, shared3.ko provides version 3' \
    kldload user_later
shows '^ 1 ' kldstat
grep -q shared /tmp/out && fail "a file was left behind"

# One that is there already is not replaced by one that fits.
prints '' kldload /tmp/hints/shared3.ko
refuses 'needs module shared in version 1 to 1, shared3.ko provides version 3' \
    kldload user_exact
prints '' kldunload shared3

# A new file of hints counts at once.
rm shared3.ko
kldxref .
with shared2.ko kldload shared
prints '' kldunload shared2

# Out of date: reported once, and files are found by their names.
rm shared2.ko
with shared1.ko kldload shared1
prints '' kldunload shared1
dmesg -c > /dev/null
refuses 'shared: no file of that name' kldload shared
refuses 'shared: no file of that name' kldload shared
prints '' kldload shared1
prints '' kldunload shared1
dmesg | grep -q 'linker.hints is ignored: it names a file that is not there, shared2.ko' ||
    fail "no reason: $(dmesg)"
[ "$(complaints)" -eq 1 ] || fail "reported $(complaints) times"

# Damaged: the same.
printf 'no hints at all' > linker.hints
dmesg -c > /dev/null
refuses 'shared: no file of that name' kldload shared
prints '' kldload shared1
prints '' kldunload shared1
dmesg | grep -q 'linker.hints is ignored: it is not of version 1' ||
    fail "no reason: $(dmesg)"
[ "$(complaints)" -eq 1 ] || fail "reported $(complaints) times"
head -c 2000000 /dev/zero > linker.hints
refuses 'shared: no file of that name' kldload shared
dmesg | grep -q 'larger than 1 MiB' || fail "no reason: $(dmesg)"

# And good ones are good again.
kldxref .
with shared1.ko kldload shared
prints '' kldunload shared1
rm linker.hints
refuses 'shared: no file of that name' kldload shared

# A path that leads elsewhere, whatever changed on the way.  Hints that are kept
# are known to be right without a walk once their times have passed.
kept() { sleep 1; with shared1.ko kldload shared; prints '' kldunload shared1; }
kldxref .
mkdir /tmp/empty
ln -s /tmp/hints /tmp/link
sysctl kern.module_path=/tmp/link > /dev/null
kept && kept
rm /tmp/link && ln -s /tmp/empty /tmp/link
refuses 'shared: no file of that name' kldload shared
rm /tmp/link && ln -s /tmp/hints /tmp/link
kept && kept
mv /tmp/hints /tmp/moved && mv /tmp/empty /tmp/hints
refuses 'shared: no file of that name' kldload shared
rmdir /tmp/hints && mv /tmp/moved /tmp/hints
kept && kept
cd /
prints '' mount -t tmpfs tmpfs /tmp/hints
refuses 'shared: no file of that name' kldload shared
prints '' umount /tmp/hints
cd /tmp/hints
kept && kept
mkdir -p /tmp/root/tmp /tmp/root/sbin
cp /sbin/kldload /tmp/root/sbin
refuses 'shared: no file of that name' chroot /tmp/root /sbin/kldload shared
kept && kept
# A file of hints that is written to, and not replaced.
dd if=/dev/zero of=linker.hints bs=1 count=4 conv=notrunc 2> /dev/null
refuses 'shared: no file of that name' kldload shared
kldxref .
kept && kept
cp shared1.ko /tmp/saved
rm shared1.ko
refuses 'shared: no file of that name' kldload shared
cp /tmp/saved shared1.ko
kldxref .
kept

# Hints take no memory once nobody can ask for them.
sysctl kern.module_path=/boot/modules > /dev/null
use() { vmstat -m | awk '$1 == "linker" { print $2 }'; }
before=$(use)
kldxref .
sysctl kern.module_path=/tmp/hints > /dev/null
kldload -q nothing
during=$(use)
sysctl kern.module_path=/boot/modules > /dev/null
after=$(use)
[ -n "$before" ] || fail "vmstat -m does not know the linker"
[ "$during" -gt "$before" ] || fail "hints are not kept: $before, $during"
[ "$after" -le "$before" ] || fail "hints stay: $before, $after"
end
