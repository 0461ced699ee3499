# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# sysctl(8): all types, options, settings.

. /root/guest.sh

prints '' kldload hello

prints 'kern.ostype: kld' sysctl kern.ostype
prints 'kld' sysctl -n kern.ostype
prints 'kern.ostype' sysctl -N kern.ostype
prints 'kern.ostype=kld' sysctl -e kern.ostype
prints 'kern.ostype: string' sysctl -t kern.ostype
shows '^kern.ostype: [A-Z]' sysctl -d kern.ostype
prints 'hello.greeted: integer' sysctl -t hello.greeted
prints 'hello.greeted: 1' sysctl hello.greeted
prints 'hello.greeted: 0x00000001' sysctl -x hello.greeted
[ "$(sysctl -b hello.greeted | xxd -p)" = 01000000 ] || fail "sysctl -b"

# Settings: what it was and what it is.
prints 'hello.greeting: Hello, world -> Hi' sysctl hello.greeting=Hi
prints 'Hi -> Ho' sysctl -n hello.greeting=Ho
prints 'hello.greeting: Ho -> a=b' sysctl -w hello.greeting=a=b
prints 'hello.greet: 0 -> 0' sysctl hello.greet=0x2
prints 'hello.greeted: 3' sysctl hello.greeted
refuses "oid 'hello.greeted' is read only" sysctl hello.greeted=5
refuses "oid 'hello' isn't a leaf node" sysctl hello=5
refuses "invalid integer 'two' for hello.greet" sysctl hello.greet=two
refuses "'4294967296' is out of the range" sysctl hello.greet=4294967296
refuses 'hello.greet=11: Invalid argument' sysctl hello.greet=11
refuses "unknown oid 'no.such.name'" sysctl no.such.name
prints '' sysctl -i no.such.name

# Nodes and the whole tree.
[ "$(sysctl -N hello | sort | tr '\n' ' ')" = \
    'hello.greet hello.greeted hello.greeting ' ] || fail "sysctl -N hello"
shows '^kern.ostype: kld$' sysctl -a
shows '^hello.greeted: 3$' sysctl -a
shows '^kern.module_path$' sysctl -aN
shows '^hello.greeting$' sysctl -aNT
sysctl -aNW | grep -q '^kern.ostype$' && fail "sysctl -W shows kern.ostype"
shows '^kern.clockrate: \{ hz = [0-9]+, tick = ' sysctl kern.clockrate
shows '^kern.boottime: \{ sec = [0-9]+, usec = ' sysctl kern.boottime

# A file of settings.
printf '# comment\nhello.greeting=file # more\n\n  hello.greeted\n' > /tmp/conf
prints 'hello.greeting: a=b -> file
hello.greeted: 3' sysctl -f /tmp/conf

refuses '^usage: sysctl' sysctl
refuses '^usage: sysctl' sysctl -a kern.ostype

# The variables go with the kld.
prints '' kldunload hello
refuses "unknown oid 'hello.greeted'" sysctl hello.greeted

# vmstat shows the same as the variables behind it.
shows '^ +Type +InUse' vmstat -m
shows '^ *[0-9]+ pages free$' vmstat -s
refuses '^usage: vmstat' vmstat
end
