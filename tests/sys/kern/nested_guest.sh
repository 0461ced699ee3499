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

# What is no error number means nothing else either: -1 is ERESTART.
kenv -u nested.load > /dev/null
for value in -1 -2 -22 98; do
	kenv nested.error=$value > /dev/null
	refused "MOD_LOAD returns $value" "Invalid argument" \
	    "nested.ko: module nested could not start \(EINVAL\)" kldload nested
	dmesg | grep -q "^kld: module nested returns $value for event 0" ||
	    fail "$value is not named: $(dmesg | tail -n 3)"
done
kenv -u nested.error > /dev/null
ok kldload refuse
ok sysctl refuse.quiesce=0 refuse.unload=-1
refused "MOD_UNLOAD returns -1" "Invalid argument" "refuses .* \(EINVAL\)" \
    kldunload refuse
ok sysctl refuse.unload=0
ok kldunload refuse

# Itself: that is there already.
kenv nested.load=nested > /dev/null
refused "itself" "already loaded\|exists" "nested.ko: module nested could not start" \
    kldload nested

# What depends on a file that waits for it: a cycle.
kenv nested.load=needsneeds > /dev/null
dmesg -c > /dev/null
ok leaves sh -c 'kldload needsnested; status=$?; [ $status -eq 1 ]'
dmesg | grep -q 'needsneeds.ko: needs needsnested.ko, .* form a cycle' ||
    fail "a cycle through MOD_LOAD: $(dmesg)"
kenv nested.load=needsnested > /dev/null
dmesg -c > /dev/null
ok leaves sh -c 'kldload needsnested; status=$?; [ $status -eq 1 ]'
dmesg | grep -q '^kld: needsnested.ko is just being loaded$' ||
    fail "itself, before it is linked: $(dmesg)"

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

# Three that load each other in a ring.
for variable in nested2.load=nested3 nested3.load=nested; do
	kenv $variable > /dev/null
done
for name in nested nested2 nested3; do
	kenv $name.pause=30 > /dev/null
done
cat > /tmp/ring <<'END'
for name in nested nested2 nested3; do
	kldload $name > /tmp/$name.out 2>&1 &
done
wait
for name in nested nested2 nested3; do
	kldunload $name > /dev/null 2>&1
done
kldstat -q -n nested || kldstat -q -n nested2 || kldstat -q -n nested3 || exit 0
END
ok sh /tmp/ring
ok leaves sh /tmp/ring

# Its file changes while it waits for what it depends on: it is not what it was.
# Nobody finds it meanwhile.
for name in nested nested2 nested3; do
	kenv -u $name.load > /dev/null
	kenv -u $name.pause > /dev/null
done
kenv nested.pause=100 > /dev/null
cp /usr/tests/kld/needsnested.ko /tmp/torn.ko
cat > /tmp/tear <<'END'
. /etc/shrc
kldload /tmp/torn.ko &
until kldstat -q -n nested; do sleep 0.02; done
kldstat -q -n torn && exit 2
echo >> /tmp/torn.ko
wait $!
END
refused "torn" "Exec format" "torn.ko: was changed while it was read" \
    sh /tmp/tear
kenv -u nested.pause > /dev/null

# acts EVENT ACTION ERROR WORDS: what acts.ko does then fails in this way, and
# acts.ko comes and goes all the same.
acts()
{
	kenv acts.$1="$2" > /dev/null
	dmesg -c > /dev/null
	ok leaves sh -c 'kldload acts && kldunload acts'
	kenv -u acts.$1
	dmesg > /tmp/output
	grep -q "^acts: $1 .*: $3\$" /tmp/output &&
	    grep -q "^kld: $4" /tmp/output ||
	    fail "$2 at $1: $(cat /tmp/output)"
}

# Whatever it loads or unloads meanwhile, it is there once, and alone when it
# has gone.  Errors: EBUSY is 16, EEXIST 17.
for event in sysinit load quiesce unload sysuninit; do
	kenv acts.$event=+hello > /dev/null
	ok kldload acts
	ok kldunload acts
	kenv -u acts.$event
	ok kldunload hello
	acts $event +acts 17 "acts.ko is already loaded"
	acts $event -1 16 "the kernel itself cannot be unloaded"
done
for event in quiesce unload sysuninit; do
	acts $event +needsacts 16 \
	    "needsacts.ko: needs acts.ko, which is just being unloaded"
	acts $event =acts 16 "acts.ko: is just being unloaded"
	expect "needsacts at $event" "$(refs needsacts.ko)" ""
done

# What it is refused while it goes is not why it could not start.
kenv acts.sysuninit=+nowhere > /dev/null
kenv acts.error=6 > /dev/null
refused "refused twice" "not configured\|No such device" \
    "acts.ko: module acts could not start \(ENXIO\)" kldload acts
kenv -u acts.sysuninit
kenv -u acts.error

# It cannot refer to a file that waits for it.
kenv acts.load==needsacts > /dev/null
dmesg -c > /dev/null
ok leaves sh -c 'kldload needsacts && kldunload needsacts'
kenv -u acts.load
dmesg | grep -q '^acts: load =needsacts: 16$' ||
    fail "a reference to what waits: $(dmesg)"

# It cannot unload itself, at no time.
ok kldload acts
id=$(kldstat -n acts | awk 'NR == 2 { print $1 }')
ok kldunload acts
for event in sysinit load quiesce unload sysuninit; do
	id=$((id + 1))
	kenv acts.$event=-$id > /dev/null
	dmesg -c > /dev/null
	ok kldload acts
	expect "id" "$(kldstat -n acts | awk 'NR == 2 { print $1 }')" "$id"
	ok kldunload acts
	kenv -u acts.$event
	expect "itself at $event" "$(dmesg | grep '^acts:')" \
	    "acts: $event -$id: 16"
done
end
