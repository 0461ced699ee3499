#!/bin/sh
# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# hints.sh OBJDIR: how long kldxref(8) takes over 1,000 modules, beside what
# depmod(8) takes over as many of Linux's, each of which needs the one before;
# and what a look into linker.hints costs the kernel.  Exit status 1 if a goal
# is missed.

here=$(cd "$(dirname "$0")" && pwd) || exit 2
vm=$here/../../tools/vm
obj=$1
kldxref=$obj/../../usr.sbin/kldxref/kldxref.host
depmod=/sbin/depmod
runs=11
part_goal=5		# kldxref takes a fifth of the time
lookup_goal=2000	# instructions

missed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# The same chain of modules for both, by number.
make_modules()
{
	linux=$work/root/lib/modules/6.1.0
	mkdir -p "$work/klds" "$linux"
	cp "$obj"/modules/klds/chain_*.ko "$work/klds"
	# Nothing has the symbol that the first one needs.
	prev=----
	for self in $(seq -f %04g 0 999); do
		LC_ALL=C sed "s/SELF/$self/g; s/PREV/$prev/g" \
		    "$obj/hints/lmod.o" > "$linux/chain_$self.ko"
		prev=$self
	done
	: > "$linux/modules.order"
	: > "$linux/modules.builtin"
	: > "$linux/modules.builtin.modinfo"
}

# microseconds COMMAND...
microseconds()
{
	begin=$(date +%s%N)
	"$@" > /dev/null || exit 2
	end=$(date +%s%N)
	echo $(((end - begin) / 1000))
}

median()
{
	sort -n | sed -n "$((runs / 2 + 1))p"
}

# One after the other, so that both see the same machine.
compare_time()
{
	: > "$work/ours"
	: > "$work/theirs"
	for run in $(seq $runs); do
		microseconds "$kldxref" "$work/klds" >> "$work/ours"
		microseconds "$depmod" -b "$work/root" 6.1.0 >> "$work/theirs"
	done
	ours=$(median < "$work/ours")
	theirs=$(median < "$work/theirs")
	[ $((ours * part_goal)) -le "$theirs" ] && verdict=ok || verdict=over
	awk -v a="$ours" -v b="$theirs" -v goal=$part_goal -v verdict=$verdict \
	    'BEGIN { printf("kldxref: %.1f ms over 1,000 modules, depmod " \
	    "%.1f ms (medians), depmod/kldxref %.1f, goal %d: %s\n",
	    a / 1000, b / 1000, b / a, goal, verdict) }'
	[ $verdict = ok ]
}

lookup_cost()
{
	"$vm" -i -m 256 -t 60 -f "$obj/hints/hintsbench:/usr/bin/" -- \
	    hintsbench 10000 > "$work/result" || return 1
	awk -v goal=$lookup_goal '
		$1 == "hints_read_10000" { read = $2 }
		$1 == "hints_lookup_10000" {
			printf("linker.hints of 10,000 modules: %d " \
			    "instructions to find a file, goal %d: %s; read " \
			    "once: %d\n", $2, goal, $2 <= goal ? "ok" : "over",
			    read)
			exit $2 > goal
		}
		END { exit NR != 2 }' "$work/result"
}

make_modules
if [ -x $depmod ]; then
	compare_time || missed=1
else
	echo "kldxref: depmod (package kmod) is not there: not compared"
fi
lookup_cost || missed=1
exit $missed
