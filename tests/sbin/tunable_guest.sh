# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldload NAME var=value: the environment is another for this load.

. /root/guest.sh
sleeper=/usr/tests/kld/sleeper.ko

# unset NAME: it is not in the environment.
unset_var()
{
	refuses "unable to get $1" kenv "$1"
}

prints '' kldload hello hello.greeting='Good day = fine'
prints 'Good day = fine' sysctl -n hello.greeting
unset_var hello.greeting
prints '' kldunload hello

# What was there comes back.
kenv hello.greeting=before > /dev/null
prints '' kldload hello hello.greeting=first hello.greeting=second cdev
prints 'second' sysctl -n hello.greeting
prints 'before' kenv hello.greeting
prints '' kldunload hello cdev
prints '' kldload hello hello.greeting=
prints '' sysctl -n hello.greeting
prints 'before' kenv hello.greeting
prints '' kldunload hello
prints '' kenv -u hello.greeting

# Each file has the variables behind it.
prints '' kldload cdev hello.greeting=no hello fat
prints 'Hello, world' sysctl -n hello.greeting
prints '' kldunload cdev hello fat

# A load that fails, or is not tried; a variable that cannot be set.
refuses 'sleeper.ko: module sleeper could not start \(ENXIO\)' \
    kldload $sleeper debug.sleeper.error=6
unset_var debug.sleeper.error
prints '' kldload hello
refuses 'already loaded' kldload hello hello.greeting=again
prints '' kldload -n hello hello.greeting=again
prints 'Hello, world' sysctl -n hello.greeting
unset_var hello.greeting
prints '' kldunload hello

# As long as can be, and longer: then nothing is done.
long=$(printf '%0128d' 0)
for options in '' -d -q; do
	refuses 'kldload: some.long: the value is longer than 128 bytes' \
	    kldload $options fat hello some.short=1 some.long=0$long
	refuses "kldload: 0$long: the name is longer than 128 bytes" \
	    kldload $options fat hello some.short=1 0$long=1
done
unset_var some.short
refuses "can't find file fat" kldstat -n fat
refuses "can't find file hello" kldstat -n hello
prints '' kldload hello some.long=$long $long=1
prints '' kldunload hello

# What the boot loader has set can be longer, and could not be put back.
refuses "can't set long.boot: Value too large" \
    kldload hello some.short=1 long.boot=2
refuses '' kldload -q hello long.boot=2
unset_var some.short
refuses "can't find file hello" kldstat -n hello

# Other programs see it meanwhile.  A signal ends kldload when all is back.
# started: wait until MOD_LOAD of the sleeper runs.
started()
{
	until kldstat -q -n sleeper; do
		sleep 0.02
	done
}
kldload $sleeper debug.sleeper.wait=1 &
started
prints '1' kenv debug.sleeper.wait
shows '"state": "starting"' kldstat -J -n sleeper
kill -TERM $!
kenv debug.sleeper.go=1 > /dev/null
wait $!
[ $? -eq 143 ] || fail "kldload was not ended by SIGTERM"
unset_var debug.sleeper.wait
prints '' kldunload sleeper
kenv -u debug.sleeper.go
kenv debug.sleeper.wait=0 > /dev/null
(started; kill -INT $(pidof kldload); kenv debug.sleeper.go=1 > /dev/null) &
kldload $sleeper debug.sleeper.wait=1
[ $? -eq 130 ] || fail "kldload was not ended by SIGINT"
prints '0' kenv debug.sleeper.wait
wait
prints '' kldunload sleeper

# Names with a '='.
cp /boot/modules/hello.ko /tmp/a=b.ko
cd /tmp && prints '' kldload ./a=b.ko hello.greeting=path
prints 'path' sysctl -n hello.greeting
prints '' kldunload a=b.ko
refuses 'a=b.ko: name the kld that it is for first' kldload a=b.ko
refuses '=b: a variable needs a name' kldload hello =b
kldstat -q -m hello && fail 'half of a command that is wrong was done'
refuses "can't set hello.greeting: Operation not permitted" \
    su nobody -s /bin/sh -c '/sbin/kldload hello hello.greeting=x'
end
