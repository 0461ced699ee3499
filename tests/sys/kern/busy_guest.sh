# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Unloading while somebody is inside.

. /root/guest.sh

ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"

# An open device: a normal unload is refused, a forced one ends the device.
ok kldload cdev
exec 7<> /dev/cdev
echo text >&7
refused "open device" "busy" "cdev.ko: module cdev refuses" kldunload cdev
ok kldunload -f cdev
echo text >&7 2> /tmp/output && fail "a write to a device that has gone"
read line <&7 && fail "a read from a device that has gone"
exec 7>&-
[ ! -e /dev/cdev ] || fail "/dev/cdev is still there"

# A handler that is running: the unload waits for it.  It loads a module,
# for which it needs the linker.
cat > /tmp/busy <<'END'
. /etc/shrc
kldload nested
sysctl debug.nested.load=hello > /dev/null &
sleep 0.05
kldunload nested
wait $! || exit 1
kldunload hello
END
ok sh /tmp/busy
ok leaves sh /tmp/busy

# A handler that wants its own file to go would wait for itself.
kldload nested
id=$(kldstat -n nested | awk '$5 == "nested.ko" { print $1 }')
refused "own code" "busy" "" sysctl debug.nested.unload=$id
dmesg | grep -q 'kld: nested.ko: its own code asks for it to go' ||
    fail "own code: $(dmesg | tail -n 3)"
ok kldunload nested

# Who waits for a file can be killed.
kenv debug.sleeper.wait=1 > /dev/null
kldload sleeper &
until kldstat -q -n sleeper; do sleep 0.02; done
for command in "kldload sleeper" "kldunload sleeper" "kldload -d sleeper"; do
	$command > /tmp/output 2>&1 &
	waiter=$!
	sleep 0.1
	kill -TERM $waiter
	wait $waiter
	expect "status of $command that was killed" $? 143
done
kenv debug.sleeper.go=1 > /dev/null
wait
kenv -u debug.sleeper.go > /dev/null
ok kldunload sleeper

# Who wants a file that is just starting waits for that, and gets it if the
# start fails and his does not; who wants it unloaded waits, too.
kenv debug.sleeper.wait=1 > /dev/null
kenv debug.sleeper.error=6 > /dev/null
kldload sleeper 2> /tmp/first &
first=$!
until kldstat -q -n sleeper; do sleep 0.02; done
kldload sleeper 2> /tmp/second &
second=$!
sleep 0.2
kenv debug.sleeper.error=0 > /dev/null
kenv debug.sleeper.go=1 > /dev/null
wait $first && fail "the first load of sleeper"
wait $second || fail "the second load of sleeper: $(cat /tmp/second)"
grep -q 'sleeper.ko: module sleeper could not start (ENXIO)' /tmp/first ||
    fail "the first load of sleeper: $(cat /tmp/first)"
expect "sleeper" "$(kldstat | awk '$5 == "sleeper.ko" { print $2 }')" 1
ok kldunload sleeper
kenv -u debug.sleeper.go
kldload sleeper &
until kldstat -q -n sleeper; do sleep 0.02; done
kldunload sleeper 2> /tmp/output &
second=$!
sleep 0.2
kldstat -q -n sleeper || fail "sleeper was unloaded while it started"
kenv debug.sleeper.go=1 > /dev/null
wait $second || fail "the unload of sleeper: $(cat /tmp/output)"
kldstat -q -n sleeper && fail "sleeper is still there"
for variable in wait error go; do kenv -u debug.sleeper.$variable; done

# Two files go with the last that needs them, and somebody unloads by hand the
# one whose turn has not come yet: it goes once.
kenv slow.ticks=50 > /dev/null
cat > /tmp/doomed <<'END'
kldload needsslow
kldunload needsslow &
while kldstat -q -n needsslow; do sleep 0.02; done
kldunload slow_a 2> /dev/null &
kldunload slow_b 2> /dev/null
wait
kldstat -q -n slow_a || kldstat -q -n slow_b || exit 0
END
ok sh /tmp/doomed
ok leaves sh /tmp/doomed
kenv -u slow.ticks

# A mounted file system keeps its module, also if it has to go.
for flag in "" -f; do
	refused "mounted" "busy" "linprocfs.ko: module linprocfs refuses" \
	    kldunload $flag linprocfs
done
[ -e /proc/1 ] || fail "/proc does not work any more"
ok umount /proc
ok kldunload linprocfs
end
