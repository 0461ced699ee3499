# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldstat's other views: for programs, as a graph, by time.

. /root/guest.sh

prints '' kldload msdos
prints '' kldload hello

# -s: all files but the kernel, or one; each stage once.
shows '^Id Name +Microseconds$' kldstat -s
shows '^ *[0-9]+ msdos.ko +[0-9]+\.[0-9]$' kldstat -s
kldstat -s | grep -q ' kernel ' && fail "the kernel was loaded"
[ "$(kldstat -s -n msdos | awk 'NR > 2 { print $1 }' | tr '\n' ' ')" = \
    "identify check place metadata provide depend relocate export protect \
sysctls modules start " ] || fail "stages: $(kldstat -s -n msdos)"
shows '^     relocate +[0-9]+\.[0-9] +[0-9]+%$' kldstat -s -n msdos
kldstat -s -n hello.ko | awk '
	NR == 2 { total = $3 }
	NR > 2 { sum += $2 }
	END { exit sum > total || total - sum > NR / 10 }' ||
    fail "the stages of hello.ko are not its load: $(kldstat -s -n hello)"
shows '^ 1 kernel +0\.0$' kldstat -s -i 1
[ "$(kldstat -s -i 1 | wc -l)" -eq 2 ] || fail "the kernel has stages"

# The data of modules: -d, also for all of them with -v.
shows '^Id  Refs Name data\.\.\(int, uint, ulong\)$' kldstat -d -m hello
shows '^ *[0-9]+    1 hello \(0, 0, 0x0\)$' kldstat -d -m hello
prints '' kldload syscall
shows '^		 *[0-9]+ sys/sum \(2[0-9]+, 2[0-9]+, 0xd[0-9a-f]\)$' kldstat -dv
shows '^		 *[0-9]+ sys/sum \(2[0-9]+, 2[0-9]+, 0xd[0-9a-f]\)$' kldstat -d
shows '^		 *[0-9]+ hello \(0, 0, 0x0\)$' kldstat -d -n hello
kldstat -d | grep -q '(/boot' && fail "paths without -v"
prints '' kldunload syscall

# Options.
shows '^\{ "files": \[$' kldstat --json
shows '^\{ "files": \[$' kldstat -J -n msdos
shows '^digraph kld \{$' kldstat -g
[ "$(kldstat -J -n msdos | grep -c '"path"')" -eq 1 ] || fail "-J -n shows more"
prints '' kldstat -Jq
prints '' kldstat -gq
prints '' kldstat -sq -n hello
refuses '' kldstat -Jq -n nothing
refuses '' kldstat -sq -i 999
refuses "can't find file nothing" kldstat -J -n nothing
refuses "can't stat file id 999" kldstat -J -i 999
refuses '^usage: kldstat' kldstat -Jg
refuses '^usage: kldstat' kldstat -s -m hello
refuses '^usage: kldstat' kldstat -g -i 1
refuses '^usage: kldstat' kldstat --xml
# Nobody needs to be root for that.
shows '^digraph kld' su nobody -s /bin/sh -c '/sbin/kldstat -g'
end
