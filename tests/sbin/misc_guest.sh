# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kenv(1), dmesg(8), the examples.

. /root/guest.sh

# kenv
shows '^linux_load="YES"$' kenv
prints 'YES' kenv linux_load
prints 'linux_load="YES"' kenv -v linux_load
shows '^linux_load$' kenv -N
prints 'some.name="a value"' kenv 'some.name=a value'
prints 'a value' kenv some.name
prints '' kenv -u some.name
refuses 'unable to get some.name' kenv some.name
refuses 'unable to unset some.name' kenv -u some.name
refuses '' kenv -q some.name
refuses '^usage: kenv' kenv -u

# dmesg
prints '' kldload hello
shows '^Hello, world$' dmesg
shows '^Hello, world$' dmesg -c
prints '' dmesg
prints '' kldunload hello
prints 'Goodbye' dmesg
refuses '^usage: dmesg' dmesg -z

# A variable of the loader's is the first value of a kld's own.
kenv hello.greeting=Servus > /dev/null
prints '' kldload hello
prints 'hello.greeting: Servus' sysctl hello.greeting
prints '' kldunload hello

# cdev
programs=/usr/share/examples/kld
prints '' kldload cdev
echo 'Hello, kernel' > /dev/cdev
prints 'Hello, kernel' cat /dev/cdev
shows '^read: Uryyb sebz n cebtenz$' $programs/testcdev
shows '^length 21, reads [0-9]+, writes [0-9]+$' $programs/testcdev
refuses "can't unload cdev: Device busy" \
    sh -c 'exec 3< /dev/cdev; exec /sbin/kldunload cdev'
run dd if=/dev/zero of=/dev/cdev bs=1000 count=5
grep -q 'No space left on device' /tmp/err || fail "cdev holds 5000 bytes"
shows . vmstat -m
grep -q ' cdev ' /tmp/out || fail "vmstat -m has no cdev"
prints '' kldunload cdev
refuses '/dev/cdev.*\(is cdev.ko loaded\?\)' $programs/testcdev

# A forced unload while it is open.
prints '' kldload cdev
prints 'gone' sh -c 'exec 3<> /dev/cdev; /sbin/kldunload -f cdev &&
    ! cat <&3 2> /dev/null && echo gone'

# syscall
refuses 'is syscall.ko loaded' $programs/testsyscall 1
prints '' kldload syscall
shows '^system call 2[0-9]+: the sum is 6$' $programs/testsyscall 1 2 3
shows 'the sum is -1$' $programs/testsyscall -2 1
refuses 'too large' $programs/testsyscall 0x7fffffffffffffff 1
shows '\(2[0-9]+, ' kldstat -d -m sys/sum
prints '' kldunload syscall

# msdos
prints '' kldload msdos
prints '' cat /dev/msdos
shows '^FAT12 volume KLD FLOPPY, 713 clusters of 1024 bytes$' $programs/testmsdos
shows '^README.TXT +1994$' $programs/testmsdos
shows '^MODULES +<dir>$' cat /dev/msdos
grep -q ONE /tmp/out && fail "a deleted file is listed"
head -c 600 /dev/zero > /dev/msdos
refuses 'read error' cat /dev/msdos
refuses 'File too large' $programs/testmsdos /dev/zero
prints '' kldunload msdos
end
