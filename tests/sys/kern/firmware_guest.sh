# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The examples lamp and lampfw, and modules of images that are refused.

. /root/guest.sh

# Files that are loaded, but the kernel and what runs this shell.
files()
{
	kldstat | awk 'NR > 4 { printf "%s ", $5 }'
}

# firmware_put() lets the module go soon.
wait_files()
{
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(files)" = "$1" ] && return
		usleep 100000
	done
	fail "files: $(files), not $1"
}

# kldload's own module, then the one that it asks for; all of it in each format.
lamp()
{
	ok kldload lamp
	expect "files" "$(files)" "lamp.ko lampfw.ko "
	expect "mode" "$(sysctl -n lamp.mode)" day
	expect "pattern" "$(sysctl -n lamp.pattern)" "on on on off"
	refused "autoloaded" "busy" "lampfw.ko: is needed by the kernel" \
	    kldunload lampfw
	ok sysctl lamp.mode=night
	expect "pattern" "$(sysctl -n lamp.pattern)" \
	    "off off off off off off off on"
	sysctl lamp.mode=dusk > /tmp/output 2>&1 && fail "there is a dusk"
	dmesg | grep -q 'kld: lamp-dusk: no file of that name' ||
	    fail "nobody says that lamp-dusk is missing"
	expect "mode" "$(sysctl -n lamp.mode)" night
	ok kldunload lamp
	wait_files ""
}
lamp
ok sysctl kern.module_path="/usr/tests/kld/dyn;/boot/modules"
lamp
ok sysctl kern.module_path="/boot/kernel;/boot/modules"

cat > /tmp/lamp <<'END'
. /etc/shrc
kldload lamp && kldunload lamp && usleep 300000
END
ok leaves sh /tmp/lamp

# Loaded by hand, it stays, and is refused while it is used.
ok kldload lampfw
ok kldload lamp
refused "used" "busy" "module lampfw_fw refuses to be unloaded" \
    kldunload lampfw
refused "forced" "busy" "module lampfw_fw refuses to be unloaded" \
    kldunload -f lampfw
ok kldunload lamp
expect "files" "$(files)" "lampfw.ko "

# All images of a file, or none.
refused "twin" "not configured" "fwtwin.ko: module fwtwin_fw.*ENXIO" \
    kldload /usr/tests/kld/fwtwin.ko
ok kldunload lampfw
ok kldload /usr/tests/kld/fwtwin.ko
refused "other twin" "not configured" "lampfw.ko: module lampfw_fw.*ENXIO" \
    kldload lampfw
refused "no day" "" "No such file" kldload lamp
ok kldunload fwtwin

# A file is found by what it says that it has, whatever its name is.
refused "license" "not permitted" "fwlicense.ko: module fwlicense_fw.*EPERM" \
    kldload /usr/tests/kld/fwlicense.ko
dmesg | grep -q 'sets legal.strict.license_ack=1 in /boot/loader.conf' ||
    fail "nobody says how to accept the license"
ok kenv legal.strict.license_ack=2
refused "not quite" "not permitted" "EPERM" \
    kldload /usr/tests/kld/fwlicense.ko
ok kenv legal.strict.license_ack=1
ok kldload /usr/tests/kld/fwlicense.ko
ok kldunload fwlicense

# dyn_sysctl: variables of the module and of its drawers come and go.
ok kldload dyn_sysctl
expect "count" "$(sysctl -n drawers.count)" 2
ok sysctl drawers.count=5 drawers.3.label=screws
expect "label" "$(sysctl -n drawers.3.label)" screws
expect "opened" "$(sysctl -n drawers.4.open; sysctl -n drawers.4.open)" "1
2"
sysctl drawers.count=101 > /tmp/output 2>&1 && fail "too many drawers"
ok sysctl drawers.count=0
sysctl drawers.3.label > /tmp/output 2>&1 && fail "the drawer is still there"
ok sysctl drawers.count=3
ok kldunload dyn_sysctl
sysctl drawers > /tmp/output 2>&1 && fail "the variables are still there"
cat > /tmp/drawers <<'END'
. /etc/shrc
kldload dyn_sysctl && sysctl drawers.count=100 && kldunload dyn_sysctl
END
ok leaves sh /tmp/drawers
end
