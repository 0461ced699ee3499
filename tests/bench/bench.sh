#!/bin/sh
# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# bench.sh OBJDIR: measure what the design promises: how fast the system
# starts, how little memory it needs, and what loading a module costs.  Exit
# status 1 if a goal is missed.

here=$(cd "$(dirname "$0")" && pwd) || exit 2
vm=$here/../../tools/vm
obj=$1
starts=15
boot_goal=500		# milliseconds

missed=0

# From starting QEMU to the prompt of the shell on the console.
boot_time()
{
	"$obj/timeto" -n $starts '@kld:' "$vm" < /dev/null |
	    awk -v goal=$boot_goal '{
		printf("boot: %d ms to the prompt (median of %d starts, ",
		    $1, $4)
		printf("%d to %d), goal %d ms: %s\n", $2, $3, goal,
		    $1 <= goal ? "ok" : "over")
		exit $1 > goal
	    }
	    END { exit NR != 1 }'
}

# The demonstration of make run, in 64 MiB.
small_memory()
{
	command='demo > /tmp/out || { cat /tmp/out; exit 1; }
	    echo $(($(sysctl -n hw.pagesize) *
	    $(sysctl -n vm.stats.vm.v_free_count) / 1024)) KiB free'
	free=$("$vm" -m 64 -- "$command") && verdict=ok || verdict=failed
	echo "64 MiB: the demonstration runs, then $free: $verdict"
	[ $verdict = ok ]
}

# What kldload(2) costs, in instructions; a run always gives the same.
load_costs()
{
	"$vm" -i -m 1024 -t 300 -f "$obj/modules/klds:/bench" \
	    -f "$obj/kldbench/kldbench:/usr/bin/" -- kldbench /bench \
	    > "$obj/results" || return 1
	awk -f "$here/table.awk" "$here/goals" "$obj/results"
}

boot_time || missed=1
small_memory || missed=1
load_costs || missed=1
"$here/hints.sh" "$obj" || missed=1
exit $missed
