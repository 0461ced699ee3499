# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The linker's events reach the handlers of a module.

. /root/guest.sh

ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"

# said COMMAND...: what the watcher prints meanwhile, in one line.
said()
{
	dmesg > /tmp/before
	"$@" > /tmp/output 2>&1
	dmesg | tail -n +$(($(wc -l < /tmp/before) + 1)) |
	    sed -n 's/^watcher: //p' | tr '\n' ','
}

# It hears of itself, too: it has been loaded by then.
expect "its own load" "$(said kldload watcher)" "load said a file,"
expect "a load with a dependency" "$(said kldload msdos)" \
    "load said a file,load said a file,"
expect "a load that fails" "$(said kldload loadfail)" ""
expect "a dry run" "$(said kldload -d hello)" ""
ok sysctl debug.watcher.refuse=13
expect "a refused unload" "$(said kldunload msdos)" "try a file,"
refused "refusal" "busy" \
    "msdos.ko: a handler of kld_unload_try refuses \(EACCES\)" kldunload msdos
refused "forced" "busy" "refuses" kldunload -f msdos
ok sysctl debug.watcher.refuse=0
expect "an unload" "$(said kldunload msdos)" \
    "try a file,unload msdos.ko somewhere,try a file,unload fat.ko somewhere,"
expect "its own unload" "$(said kldunload watcher)" "try a file,"

cat > /tmp/round <<'END'
. /etc/shrc
kldload watcher && kldload msdos && sysctl debug.watcher.refuse=1
kldunload msdos
sysctl debug.watcher.refuse=0 && kldunload msdos && kldunload watcher
END
ok leaves sh /tmp/round
end
