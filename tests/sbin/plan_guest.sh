# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldload -d: what would be loaded, while nothing is.

. /root/guest.sh
t=/usr/tests/kld

fat='fat.ko would be loaded from /boot/modules/fat.ko'
msdos='msdos.ko would be loaded from /boot/modules/msdos.ko after fat.ko'

# number NAME: load it, and the id that it had.
number()
{
	kldload -v "$1" | sed 's/.*id=//'
	kldunload "$1"
}

# not_planned REGEX NAME: it cannot be loaded, for that reason.
not_planned()
{
	refuses "$1" kldload -d "$2"
	run $t/leaves kldload -d "$2"
	[ $status -eq 1 ] || fail "kldload -d $2: $(cat /tmp/out)"
}

first=$(number hello)
dmesg -c > /dev/null
prints "$fat" kldload -d fat
prints "$fat
$msdos" $t/leaves kldload -d msdos
prints "hello.ko would be loaded from /boot/modules/hello.ko
$fat
$msdos" kldload -d hello msdos
prints "$fat
$msdos" kldload -d msdos hello.greeting=Servus

# Several are a sequence: one finds what those before it would have loaded.
prints "$fat
$msdos" kldload -d fat msdos
prints "$fat
$msdos" kldload -dn msdos fat
prints "hello.ko would be loaded from /boot/modules/hello.ko" \
    kldload -dn hello hello
for name in fat fat.ko /boot/modules/fat.ko; do
	shows "^$name is already loaded\$" kldload -dnv msdos $name
done

# sequence_fails REGEX TEXT COMMAND...: it prints the text and complains.
sequence_fails()
{
	regex=$1 wanted=$2
	shift 2
	run "$@"
	[ $status -eq 1 ] || fail "$* ended with $status, not 1"
	[ "$(cat /tmp/out)" = "$wanted" ] || fail "$*: $(cat /tmp/out)"
	grep -Eq -- "$regex" /tmp/err || fail "$*: $(cat /tmp/err)"
}
sequence_fails 'fat.ko would be there already' "$fat
$msdos" kldload -d msdos fat
sequence_fails "can't load nothing" "$fat
hello.ko would be loaded from /boot/modules/hello.ko" \
    kldload -d fat nothing hello
sequence_fails 'sameword.ko: module hello is there already, in hello.ko' \
    "hello.ko would be loaded from /boot/modules/hello.ko" \
    kldload -d hello $t/sameword.ko
shows "^$fat, with [0-9]+ bytes$" kldload -dv msdos
shows "^$msdos, with [0-9]+ bytes$" kldload -dv msdos
prints '' dmesg
[ "$(number hello)" -eq $((first + 1)) ] || fail "a plan has used up an id"

# From where: the first directory that has it.
sysctl kern.module_path="$t/dyn;/boot/modules" > /dev/null
prints "fat.ko would be loaded from $t/dyn/fat.ko
msdos.ko would be loaded from /boot/modules/msdos.ko after fat.ko" \
    kldload -d /boot/modules/msdos.ko
sysctl kern.module_path="/boot/kernel;/boot/modules;$t" > /dev/null

# What is loaded already would only be referred to.
prints '' kldload fat
shows '^fat.ko is loaded already, with id [0-9]+$' kldload -d msdos
shows "^$msdos$" kldload -d msdos
shows '^ *[0-9]+    1 .* fat.ko$' kldstat
refuses "can't load fat: module already loaded or in kernel" kldload -d fat
refuses 'fat.ko is already loaded, with id' kldload -d fat
prints '' kldload -dn fat
prints 'fat is already loaded' kldload -dnv fat
refuses '' kldload -dq fat
prints '' kldunload fat

# Why not.
dmesg -c > /dev/null
refuses 'nothing: no file of that name in /boot' kldload -d nothing
not_planned 'needsmissing.ko: needs module nowhere, which cannot be found' \
    needsmissing
not_planned 'needsrange.ko: needs module fat in version 5 to 7, fat.ko provides' \
    needsrange
not_planned 'undeclared.ko: symbol fat_rewind is undefined' undeclared
not_planned 'cycle_b.ko: needs cycle_a.ko, .* form a cycle' cycle_a
echo 'no module' > /tmp/text.ko
not_planned 'text.ko: is not an ELF file' /tmp/text.ko
prints '' dmesg
prints '' kldload hello
not_planned 'sameword.ko: module hello is there already, in hello.ko' sameword
prints '' kldunload hello
refuses 'only root may load' su nobody -s /bin/sh -c '/sbin/kldload -d hello'

# With kern.kld.implicit_depend, the file that has the symbol.
sysctl kern.kld.implicit_depend=1 > /dev/null
prints '' kldload fat
shows '^undeclared.ko would be loaded from .* after fat.ko$' \
    kldload -d undeclared
prints '' kldunload fat
sysctl kern.kld.implicit_depend=0 > /dev/null

# What only its own code could say, nobody knows before.
prints "loadfail.ko would be loaded from $t/loadfail.ko" kldload -d loadfail

# A file that has refused to go with the last one that needed it stays, also
# when it would agree now.
prints '' kldload needsrefuse
prints '' kldunload needsrefuse
shows '^ *[0-9]+    0 .* refuse.ko$' kldstat
sysctl refuse.quiesce=0 > /dev/null
shows '^refuse.ko is loaded already' kldload -d needsrefuse
shows '^ *[0-9]+    0 .* refuse.ko$' kldstat
prints '' kldload needsrefuse
prints '' kldunload needsrefuse
refuses '' kldstat -q -n refuse

# One that is just being loaded is waited for.
kldload sleeper debug.sleeper.wait=1 &
until kldstat -q -n sleeper; do
	sleep 0.02
done
(sleep 0.1; kenv debug.sleeper.go=1) > /dev/null &
refuses 'sleeper.ko is already loaded' kldload -d sleeper
shows '"state": "active"' kldstat -J -n sleeper
wait
prints '' kldunload sleeper
end
