# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules that load and unload others while they start and stop.

. /root/guest.sh

refs()
{
	kldstat | awk -v name="$1" '$5 == name { print $2 }'
}

# once NAME STATUS: load NAME; the status is this.
once()
{
	kldload "$1" > /tmp/output 2>&1
	expect "status of kldload $1: $(cat /tmp/output)" $? "$2"
}

ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"

# One that loads hello, and takes it away again.
kenv nested.load=hello > /dev/null
ok kldload nested
expect "hello" "$(refs hello.ko)" 1
ok kldunload nested
expect "hello has gone" "$(refs hello.ko)" ""
ok leaves sh -c 'kldload nested && kldunload nested'

# One that loads what depends on it.
kenv nested.load=needsnested > /dev/null
ok kldload nested
expect "nested" "$(refs nested.ko)" 2
refused "needed" "busy" "nested.ko: is needed by needsnested.ko" \
    kldunload nested
ok kldunload needsnested
ok kldunload nested

# It fails after that: it has to stay until that has gone.
kenv nested.error=6 > /dev/null
once nested 1
grep -q 'nested.ko: module nested could not start (ENXIO); it stays' \
    /tmp/output || fail "sentence: $(cat /tmp/output)"
expect "nested stays" "$(refs nested.ko)" 1
expect "needsnested" "$(refs needsnested.ko)" 1
ok kldunload needsnested
expect "nested has gone" "$(refs nested.ko)" ""
ok leaves sh -c 'kldload nested; kldunload needsnested'

# The dependent fails: both go.
kenv nested.load=loadfail > /dev/null
kenv -u nested.error
refused "inner failure" "not configured\|No such device" \
    "nested.ko: module nested could not start" kldload nested

# Itself: that is there already.
kenv nested.load=nested > /dev/null
refused "itself" "already loaded\|exists" "nested.ko: module nested could not start" \
    kldload nested

# Two that load each other: one of them fails, and none of them waits for ever.
for variable in nested.load=nested2 nested.pause=10 nested2.load=nested \
    nested2.pause=10; do
	kenv $variable > /dev/null
done
cat > /tmp/cross <<'END'
kldload nested > /tmp/out1 2>&1 & kldload nested2 > /tmp/out2 2>&1; wait
kldunload nested > /dev/null 2>&1
kldunload nested2 > /dev/null 2>&1
kldstat -q -n nested || kldstat -q -n nested2 || exit 0
END
ok sh /tmp/cross
ok leaves sh /tmp/cross
end
