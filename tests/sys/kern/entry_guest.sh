# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Files with an entry point and no declared module.

. /root/guest.sh

for f in /usr/tests/kld/entry.ko /usr/tests/kld/dyn/entry.ko; do
	dmesg -c > /dev/null
	ok kldload $f
	kldstat -q -m entry || fail "$f: no module called entry"
	refused "twice" "already loaded" "already loaded" kldload $f
	ok kldunload entry
	expect "$f" "$(dmesg | sed -n 's/^entry: //p' | tr '\n' ' ')" \
	    "module entry, event 0, argument 0 module entry, event 1, argument 0 "
	cp $f /tmp/other.ko
	ok kldload /tmp/other.ko
	kldstat -q -m other || fail "$f: no module called as the file"
	ok kldunload other
	ok leaves sh -c "kldload $f && kldunload entry"
done

# One in the header of a relocatable file has the say.
dmesg -c > /dev/null
ok kldload ./another.ko
kenv entry.stay=1 > /dev/null
refused "MOD_QUIESCE" "busy" "another.ko: module another refuses" \
    kldunload another
kenv -u entry.stay
ok kldunload another
expect "another" "$(dmesg | sed -n 's/^entry: another of another, event //p' |
    tr '\n' ' ')" "0 3 3 1 "

# A name that is taken.
ok kldload hello
cp /usr/tests/kld/entry.ko /tmp/hello.ko
mv /tmp/hello.ko /tmp/hello.kmod
refused "taken" "File exists" "module hello is there already, in hello.ko" \
    kldload /tmp/hello.kmod
ok kldunload hello
end
