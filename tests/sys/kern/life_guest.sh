# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The life of files and modules: dependencies, references, order, refusals.

. /root/guest.sh

refs()
{
	kldstat | awk -v name="$1" '$5 == name { print $2 }'
}

# A dependency comes with the first that needs it and goes with the last.
ok kldload msdos
expect "fat with msdos" "$(refs fat.ko)" 1
expect "msdos" "$(refs msdos.ko)" 1
expect "instances of fat" "$(kldstat | grep -c fat.ko)" 1
kldstat -q -m fat || fail "module fat is not there"
ok kldunload msdos
expect "fat without msdos" "$(refs fat.ko)" ""
ok leaves sh -c 'kldload msdos && kldunload msdos'

# A module is there once, whatever its files are called; its versions are two.
cp /usr/tests/kld/library.ko /tmp/another.ko
ok kldload /usr/tests/kld/library.ko
refused "the same module" "File exists" \
    "another.ko: module library is there already, in library.ko" \
    kldload /tmp/another.ko
refused "plan of the same module" "File exists" \
    "another.ko: module library is there already, in library.ko" \
    kldload -d /tmp/another.ko
ok kldload /usr/tests/kld/library2.ko
ok kldunload library2
ok kldunload library

# One that was asked for stays.
ok kldload fat
ok kldload msdos
expect "fat, asked for and needed" "$(refs fat.ko)" 2
ok kldunload msdos
expect "fat, asked for" "$(refs fat.ko)" 1
ok kldunload fat

# said NAME WHAT WORDS...: what order.ko or one like it has printed meanwhile.
said()
{
	name=$1 what=$2
	shift 2
	expect "$what" "$(dmesg -c | sed -n "s/^$name: //p" | tr '\n' ',')" \
	    "$(printf '%s,' "$@")"
}

# SYSINITs and modules by subsystem and order, and the other way; a file is up
# before those that depend on it, and goes after them, whatever their order is.
for d in /usr/tests/kld /usr/tests/kld/dyn; do
	ok sysctl kern.module_path="$d;/boot/modules"
	dmesg -c > /dev/null
	ok kldload order2
	said 'order2*' "start in $d" 'up drivers first' 'load early' \
	    'up drivers any' 'up vfs first' 'up vfs second' 'load late' \
	    'up drivers first' 'load early' 'up drivers any' 'up vfs first' \
	    'up vfs second' 'load late'
	ok kldunload order2
	said 'order2*' "end in $d" 'unload late' 'unload early' \
	    'down vfs second' 'down vfs first' 'down drivers first' \
	    'unload late' 'unload early' 'down vfs second' 'down vfs first' \
	    'down drivers first'

	# A module that does not start: what ran before is undone, and no more.
	refused "the first module fails" "not configured\|No such device" \
	    "orderearly.ko: module orderearly_early could not start" \
	    sh -c 'dmesg -c > /dev/null; kldload orderearly'
	said orderearly "the first module fails in $d" 'up drivers first' \
	    'load early' 'unload early' 'down drivers first'
	refused "the second module fails" "not configured\|No such device" \
	    "orderlate.ko: module orderlate could not start" \
	    sh -c 'dmesg -c > /dev/null; kldload orderlate'
	said orderlate "the second module fails in $d" 'up drivers first' \
	    'load early' 'up drivers any' 'up vfs first' 'up vfs second' \
	    'load late' 'unload late' 'unload early' 'down vfs second' \
	    'down vfs first' 'down drivers first'
done

# What a dependent that fails had got is given back: fat was asked for before.
ok sysctl kern.module_path="/boot/modules;/usr/tests/kld"
ok kldload fat
refused "a dependent fails" "not configured\|No such device" \
    "loadfail.ko: module loadfail could not start .*; needsfail.ko needs" \
    kldload needsfail
expect "fat, asked for" "$(refs fat.ko)" 1
ok kldunload fat
ok sysctl kern.module_path="/boot/kernel;/boot/modules"

# Indirect functions, constructors before all else, destructors after it; and
# a plan runs none of them.
for file in ifunc.ko dyn/ifunc.ko; do
	dmesg -c > /dev/null
	ok kldload -d /usr/tests/kld/$file
	expect "plan of $file" "$(dmesg)" ""
	ok kldload /usr/tests/kld/$file
	ok kldunload ifunc
	expect "$file" "$(dmesg | sed -n 's/^ifunc: //p' | uniq | tr '\n' ' ')" \
	    "resolved constructed 42 42 42 42 destructed "
done

# A module that refuses stays, and goes on to work.
ok kldload /usr/tests/kld/refuse.ko
id=$(kldstat -n refuse | awk 'NR == 2 { print $1 }')
refused "MOD_QUIESCE" "busy" "refuse.ko: module refuse refuses" \
    kldunload refuse
expect "quiesce has run" "$(sysctl -n refuse.second)" 1
ok sysctl refuse.unload=19
refused "MOD_UNLOAD, forced" "by device" "refuse.ko: module refuse refuses" \
    kldunload -f refuse
expect "the second module was taken up again" "$(sysctl -n refuse.second)" 1
expect "MOD_LOADs of the one that refused" "$(sysctl -n refuse.first)" 1
expect "the same file" "$(kldstat -n refuse | awk 'NR == 2 { print $1 }')" "$id"

# One of the others cannot be taken up again: it is dead, whatever comes.
ok sysctl refuse.second_error=6
refused "not taken up again" "by device" \
    "refuse.ko: module refuse refuses .*; module refuse2 could not start again \(ENXIO\)$" \
    kldunload -f refuse
expect "the second module has cleaned up" "$(sysctl -n refuse.second)" 0
ok sysctl refuse.second_error=0
refused "MOD_UNLOAD, once more" "by device" \
    "refuse.ko: module refuse refuses to be unloaded \(ENODEV\)$" \
    kldunload -f refuse
expect "the second module is left alone" "$(sysctl -n refuse.second)" 0
ok sysctl refuse.unload=0
ok kldunload -f refuse
expect "refuse is gone" "$(refs refuse.ko)" ""

# One that refuses after the start of another has failed stays, too.
kenv refuse.unload=19 > /dev/null
kenv refuse.second_error=6 > /dev/null
kldload /usr/tests/kld/refuse.ko 2> /tmp/output && fail "refuse.ko is loaded"
grep -q "refuse.ko: module refuse2 could not start (ENXIO); it stays, as module refuse refuses to be unloaded$" \
    /tmp/output || fail "it stays: $(cat /tmp/output)"
expect "it stays" "$(refs refuse.ko)" 0
ok sysctl refuse.second_error=0
refused "it stays once more" "by device" \
    "refuse.ko: module refuse refuses to be unloaded \(ENODEV\)$" \
    kldunload -f refuse
expect "what never started does not now" "$(sysctl -n refuse.second)" 0
ok sysctl refuse.unload=0
ok kldunload -f refuse
kenv -u refuse.unload
refused "it agrees" "not configured\|No such device" \
    "refuse.ko: module refuse2 could not start \(ENXIO\)$" \
    kldload /usr/tests/kld/refuse.ko
kenv -u refuse.second_error
end
