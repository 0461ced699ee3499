# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldunload -r: a file and all that depends on it.

. /root/guest.sh
t=/usr/tests/kld
sysctl kern.module_path="/boot/kernel;/boot/modules;$t" > /dev/null

id()
{
	kldstat -n "$1" | awk 'NR == 2 { print $1 }'
}

# It was asked for by name: it goes by name.
prints '' kldload fat msdos
fat=$(id fat) msdos=$(id msdos)
prints "Unloading msdos.ko, id=$msdos
Unloading fat.ko, id=$fat" kldunload -rv fat

# It came for the sake of another: it goes with it.
prints '' kldload msdos
fat=$(id fat) msdos=$(id msdos)
prints "Unloading msdos.ko, id=$msdos
fat.ko, id=$fat, has gone by itself" kldunload -rv fat
prints '' kldload msdos
prints '' kldunload -r -i "$(id fat)"
refuses '' kldstat -q -n msdos
refuses '' kldstat -q -n fat

# One that nothing depends on; one that others do not depend on stays.
prints '' kldload hello needsslow
prints '' kldunload -r slow_a
refuses '' kldstat -q -n needsslow
refuses '' kldstat -q -n slow_b
prints '' kldstat -q -n hello
prints '' kldunload -r hello

# Refusals: the first one ends it.
prints '' kldload cdev fat msdos
exec 3< /dev/cdev
refuses 'cdev.ko: module cdev refuses to be unloaded \(EBUSY\)' \
    kldunload -r cdev
exec 3<&-
prints '' kldunload -fr cdev fat
refuses "can't unload kernel: Device busy" kldunload -r kernel
refuses 'the kernel itself cannot be unloaded' kldunload -rf -i 1
prints '' kldstat -q -n linux
refuses "can't find file nothing" kldunload -r nothing
refuses 'no file with id 999 is loaded' kldunload -r -i 999
refuses 'only root may' su nobody -s /bin/sh -c '/sbin/kldunload -r linprocfs'

# Another dependent comes meanwhile: it goes, too.
prints '' kldload fat comeback
fat=$(id fat) comeback=$(id comeback)
prints "Unloading comeback.ko, id=$comeback
Unloading fat.ko, id=$fat
Unloading msdos.ko, id=$((comeback + 1))
Unloading fat.ko, id=$fat" kldunload -rv fat
end
