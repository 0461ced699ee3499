# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The life of files and modules: dependencies, references, order, refusals.

. /root/guest.sh

refs()
{
	kldstat | awk -v name="$1" '$5 == name { print $2 }'
}

# A dependency comes with the first that needs it and goes with the last.
ok kldload msdos
expect "fat with msdos" "$(refs fat.ko)" 1
expect "msdos" "$(refs msdos.ko)" 1
expect "instances of fat" "$(kldstat | grep -c fat.ko)" 1
kldstat -q -m fat || fail "module fat is not there"
ok kldunload msdos
expect "fat without msdos" "$(refs fat.ko)" ""
ok leaves sh -c 'kldload msdos && kldunload msdos'

# One that was asked for stays.
ok kldload fat
ok kldload msdos
expect "fat, asked for and needed" "$(refs fat.ko)" 2
ok kldunload msdos
expect "fat, asked for" "$(refs fat.ko)" 1
ok kldunload fat

# SYSINITs and modules by subsystem and order, and the other way.
dmesg -c > /dev/null
ok kldload /usr/tests/kld/order.ko
ok kldunload order
dmesg | sed -n 's/^order: //p' > /tmp/order
cat > /tmp/wanted <<'END'
up drivers first
load early
up drivers any
up vfs first
up vfs second
load late
unload late
unload early
down vfs second
down vfs first
down drivers first
END
cmp -s /tmp/order /tmp/wanted || fail "order: $(cat /tmp/order)"

# Indirect functions, constructors before all else, destructors after it; and
# a plan runs none of them.
for file in ifunc.ko dyn/ifunc.ko; do
	dmesg -c > /dev/null
	ok kldload -d /usr/tests/kld/$file
	expect "plan of $file" "$(dmesg)" ""
	ok kldload /usr/tests/kld/$file
	ok kldunload ifunc
	expect "$file" "$(dmesg | sed -n 's/^ifunc: //p' | uniq | tr '\n' ' ')" \
	    "resolved constructed 42 42 42 42 destructed "
done

# A module that refuses stays, and goes on to work.
ok kldload /usr/tests/kld/refuse.ko
id=$(kldstat -n refuse | awk 'NR == 2 { print $1 }')
refused "MOD_QUIESCE" "busy" "refuse.ko: module refuse refuses" \
    kldunload refuse
expect "quiesce has run" "$(sysctl -n refuse.second)" 1
ok sysctl refuse.unload=19
refused "MOD_UNLOAD, forced" "by device" "refuse.ko: module refuse refuses" \
    kldunload -f refuse
expect "the second module was taken up again" "$(sysctl -n refuse.second)" 1
expect "the same file" "$(kldstat -n refuse | awk 'NR == 2 { print $1 }')" "$id"
ok sysctl refuse.unload=0
ok kldunload -f refuse
expect "refuse is gone" "$(refs refuse.ko)" ""
end
