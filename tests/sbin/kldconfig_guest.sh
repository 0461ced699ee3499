# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldconfig(8), on kern.module_path.

. /root/guest.sh

boot='/boot/kernel;/boot/modules'
mkdir -p /tmp/a /tmp/b
ln -s /tmp/a /tmp/link

# path WANTED: the kernel searches these.
path()
{
	prints "$1" sysctl -n kern.module_path
}

prints "$boot" kldconfig -r
prints '' kldconfig -m /tmp/a
path "$boot;/tmp/a"
refuses 'already in the module search path: /tmp/link' kldconfig -m /tmp/link
prints '' kldconfig -fm /tmp/link
path "$boot;/tmp/a"
prints "/tmp/b;$boot;/tmp/a" kldconfig -imv /tmp/b
prints "kern.module_path: /tmp/b;$boot;/tmp/a -> /tmp/b;$boot" \
    kldconfig -dvv /tmp/a
refuses 'not in the module search path: /tmp/a' kldconfig -d /tmp/a
prints '' kldconfig -df /tmp/a
prints '/tmp/a;/tmp/b' kldconfig -nv /tmp/a /tmp/b
path "/tmp/b;$boot"
prints '/tmp/a;/tmp/b' kldconfig -v /tmp/a /tmp/b
prints "/boot/kernel;/boot/modules;/tmp/a;/tmp/b" \
    kldconfig -imv /boot/kernel /boot/modules

# Twice the same.
sysctl kern.module_path='/tmp/a;/tmp/b;/tmp/a;/tmp/b;/boot/modules' > /dev/null
prints '/tmp/a;/tmp/b;/boot/modules' kldconfig -Uv
cd /tmp && prints '/tmp/b;/tmp/a' kldconfig -v b ./a
cd /

# What is not there.
refuses '/nowhere: No such file' kldconfig -m /nowhere
refuses '/nowhere: No such file' kldconfig /boot/modules /nowhere
path '/tmp/b;/tmp/a'
prints '' kldconfig -fm /nowhere
path '/tmp/b;/tmp/a;/nowhere'
prints '' kldconfig -d /nowhere
refuses '/etc/rc: Not a directory' kldconfig -m /etc/rc
refuses "a path with ';' cannot be searched" kldconfig -m '/tmp/a;/tmp/b'
refuses 'kern.nothing: No such file' kldconfig -S kern.nothing -r
prints kld kldconfig -S kern.ostype -r
refuses '^usage: kldconfig' kldconfig
refuses '^usage: kldconfig' kldconfig -di /tmp/a
refuses '^usage: kldconfig' kldconfig -r /tmp/a
refuses 'Operation not permitted' \
    su nobody -s /bin/sh -c '/sbin/kldconfig -m /root'

# What it is for.
cp /boot/modules/hello.ko /tmp/a/mine.ko
prints '' kldload mine
prints '' kldunload mine
prints '' kldconfig -d /tmp/a
refuses 'mine: no file of that name' kldload mine
end
