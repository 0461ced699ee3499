# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldload(8), kldunload(8), kldstat(8): options, columns, exit status.

. /root/guest.sh

hex='0x[0-9a-f]{16}'

# An empty word in place of the file's number.
id()
{
	kldstat -n "$1" | awk 'NR == 2 { print $1 }'
}

# kldload
prints '' kldload hello
refuses "can't load hello: module already loaded or in kernel" kldload hello
refuses 'hello.ko.*already loaded' kldload hello.ko
prints '' kldload -n hello
prints 'hello is already loaded' kldload -nv hello
refuses '' kldload -q hello
refuses '' kldload -vq hello
prints '' kldunload hello
shows '^Loaded hello, id=[0-9]+$' kldload -v hello
prints '' kldunload hello
shows '^Loaded /boot/modules/hello.ko, id=[0-9]+$' \
    kldload -v /boot/modules/hello.ko
prints '' kldunload hello
prints '' kldload -n hello
prints '' kldunload hello

# A file that cannot be loaded because of another one is not loaded: neither
# one that holds a module of the same name, nor one that depends on such a one.
cp /boot/modules/fat.ko /tmp/fat.ko && cp /boot/modules/hello.ko /tmp/mine.ko
prints '' kldload hello
for flags in -v -nv; do
	refuses "can't load /tmp/mine.ko: File exists" \
	    kldload $flags /tmp/mine.ko
done
cp /boot/modules/hello.ko /boot/modules/fat.ko
for flags in -v -nv -nvd; do
	refuses "can't load msdos: File exists" kldload $flags msdos
	refuses 'fat.ko: module hello is there already' kldload $flags msdos
done
refuses '' kldload -nq msdos
cp /tmp/fat.ko /boot/modules/fat.ko
prints '/boot/modules/hello.ko is already loaded' \
    kldload -nv /boot/modules/hello.ko
refuses "can't load /boot/modules/hello.ko: module already loaded or in kernel" \
    kldload /boot/modules/hello.ko
prints '' kldunload hello

refuses '^usage: kldload' kldload
refuses '^usage: kldload' kldload -z
refuses "can't load nothing: No such file" kldload nothing
refuses 'nothing: no file of that name in /boot' kldload nothing

# Several at a time: one that fails does not keep the others out.
refuses "can't load nothing" kldload hello nothing cdev
prints '' kldstat -q -n hello
prints '' kldstat -q -n cdev.ko
prints '' kldunload hello cdev.ko

# A file in the current directory is not what a bare name means.
mkdir -p /tmp/here && cd /tmp/here && cp /boot/modules/hello.ko mine.ko
refuses 'mine.ko lies in the current directory.*kldload \./mine.ko' \
    kldload mine
prints '' kldload ./mine.ko
prints '' kldunload mine
cd /

# kldstat
prints '' kldload msdos
shows '^Id Refs Address                Size Name$' kldstat
shows "^ 1 +[0-9]+ 0xffffffff80200000 +[0-9a-f]+ kernel$" kldstat
shows "^ *[0-9]+    1 $hex +[0-9a-f]+ fat\.ko$" kldstat
shows "^Id Refs Address             Size Name$" kldstat -h
shows "^ *[0-9]+    1 $hex +[0-9.]+[KM] fat\.ko$" kldstat -h
shows '\(/boot/modules/fat\.ko\)$' kldstat -v
shows '^	Contains modules:$' kldstat -v
shows '^		 Id Name$' kldstat -v
shows '^		 *[0-9]+ fat$' kldstat -v
shows ' msdos\.ko$' kldstat -n msdos
shows ' msdos\.ko$' kldstat -i "$(id msdos)"
[ "$(kldstat -n msdos | wc -l)" -eq 2 ] || fail "kldstat -n shows more"
shows '^Id  Refs Name$' kldstat -m msdos
shows '^ *[0-9]+    1 msdos$' kldstat -m msdos
prints '' kldstat -q -m msdos
prints '' kldstat -q -n msdos
prints '' kldstat -q -i "$(id msdos)"
prints '' kldstat -q
refuses "can't find module nothing" kldstat -m nothing
refuses "can't find file nothing" kldstat -n nothing
refuses "can't stat file id 999" kldstat -i 999
refuses '' kldstat -q -m nothing
refuses '' kldstat -q -n nothing
refuses '' kldstat -q -i 999
refuses '^usage: kldstat' kldstat -i none
refuses '^usage: kldstat' kldstat msdos

# kldunload
refuses "can't unload fat: Device busy" kldunload fat
refuses 'fat.ko: is needed by msdos.ko' kldunload -f fat
shows "^Unloading msdos.ko, id=$(id msdos)$" kldunload -v msdos
refuses '' kldstat -q -n fat
prints '' kldload hello
prints '' kldunload -i "$(id hello)"
prints '' kldload hello
prints '' kldunload -n hello
refuses "can't find file hello" kldunload hello
refuses "can't unload kernel: Device busy" kldunload kernel
refuses "can't unload 999: No such file" kldunload -i 999
refuses 'invalid ID one' kldunload -i one
refuses '^usage: kldunload' kldunload

# full COMMAND...: it fails if what it prints cannot be written.
full()
{
	refuses 'standard output: No space left on device' \
	    sh -c '"$@" > /dev/full' sh "$@"
}
prints '' kldload msdos
for view in '' -v -J -g -s '-n kernel' '-m msdos'; do
	full kldstat $view
	prints '' sh -c "kldstat -q $view >&-"
done
prints '' kldunload msdos
full kldload -d hello
full kldload -v hello
full kldload -nv hello
full kldunload -v hello
full kldconfig -r
full kldxref -d /boot/modules
prints '' sh -c 'kldload hello >&- && kldunload hello >&-'

# Not root.
refuses "can't load hello: Operation not permitted" \
    su nobody -s /bin/sh -c '/sbin/kldload hello'
end
