# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# A module that leaves something behind, or is in use, and does not know: the
# kernel sees to it that nothing leads into memory that has gone.

. /root/guest.sh

ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"

# with VARIABLE ...: what lax.ko does from now on.
with()
{
	for variable in thread device destroy later memory error go; do
		kenv -q -u lax.$variable 2> /dev/null
	done
	for variable in "$@"; do
		kenv "lax.$variable" > /dev/null
	done
}

gone()
{
	kldstat -q -n lax && fail "$1: lax.ko is still there"
	[ ! -e /dev/lax ] || fail "$1: /dev/lax is still there"
}

# A thread keeps it; when that ends, it can go, and is waited for.
with thread=1
ok kldload lax
for flag in "" -f; do
	refused "thread" "busy" "lax.ko: its thread laxity still runs" \
	    kldunload $flag lax
done
kldstat -q -m lax || fail "thread: module lax has gone"
kenv lax.go=1 > /dev/null
ok kldunload lax
gone "thread"
with thread=1
(until kldstat -q -n lax; do :; done; sleep 0.3; kenv lax.go=1) > /dev/null &
ok sh -c 'kldload lax && kldunload lax'
wait
gone "thread that ends"
ok leaves sh -c 'kldload lax && kldunload lax'

# Its start fails, but has left a thread: the end of that is waited for.
with thread=1 error=6
dmesg -c > /dev/null
(until dmesg | grep -q 'cannot go'; do sleep 0.1; done; kenv lax.go=1) \
    > /dev/null &
kldload lax 2> /tmp/output && fail "kldload lax"
wait
grep -q 'lax.ko: module lax could not start (ENXIO)' /tmp/output ||
    fail "failed start: $(cat /tmp/output)"
dmesg | grep -q 'kld: lax.ko: cannot go before its thread laxity ends$' ||
    fail "failed start: $(dmesg)"
gone "failed start"
ok leaves kldload -d lax

# A device that is open keeps it, unless it is forced.
with device=1 destroy=1
ok kldload lax
exec 7< /dev/lax
refused "open device" "busy" "lax.ko: /dev/lax is open" kldunload lax
ok kldunload -f lax
gone "open device"
cat <&7 > /dev/null 2>&1 && fail "a read from a device that has gone"
exec 7<&-

# Also one that somebody is inside: a forced unload waits for that.
ok kldload lax
cat /dev/lax &
sleep 0.1
refused "device in use" "busy" "lax.ko: /dev/lax is open" kldunload lax
(sleep 0.3; kenv lax.go=1) > /dev/null &
ok kldunload -f lax
wait
gone "device in use"

# A device that is left, or is to be destroyed later, goes with it.
with device=1
dmesg -c > /dev/null
ok leaves sh -c 'kldload lax && kldunload lax'
dmesg | grep -q 'kld: lax.ko: has left /dev/lax, which was destroyed$' ||
    fail "left device: $(dmesg)"
gone "left device"
with device=1 later=1
ok leaves sh -c 'kldload lax && kldunload lax'
gone "destroyed later"
with device=1 error=6
refused "left by a failed start" "not configured\|No such device" \
    "lax.ko: module lax could not start" kldload lax
gone "left by a failed start"

# A file whose operations it has.
with
ok kldload lax
sysctl debug.lax.file > /dev/null &
sleep 0.1
for flag in "" -f; do
	refused "open file" "busy" \
	    "lax.ko: process [0-9]+ has a file of it open" kldunload $flag lax
done
kenv lax.go=1 > /dev/null
wait
ok kldunload lax
gone "open file"

# Memory of a type that goes: it is lost, and said.
with memory=1
dmesg -c > /dev/null
ok kldload lax
ok kldunload lax
dmesg | grep -q 'memory type lax leaked memory on destroy (1 allocations' ||
    fail "memory: $(dmesg)"
end
