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
preloads=20
loader_goal=50		# milliseconds for so many modules
pairs=21

missed=0

# start_time TEXT ARGUMENT ...: milliseconds from starting vm with the arguments
# to the text on the console: the median of several, the least, the most.
start_time()
{
	text=$1
	shift
	"$obj/timeto" -n $starts "$text" "$vm" "$@" < /dev/null
}

# report WHAT GOAL: print what start_time printed, and say whether it will do.
report()
{
	awk -v what="$1" -v goal="$2" '{
		printf("%s: %d ms to the prompt (median of %d starts, ",
		    what, $1, $4)
		printf("%d to %d), goal %d ms: %s\n", $2, $3, goal,
		    $1 <= goal ? "ok" : "over")
		exit $1 > goal
	    }
	    END { exit NR != 1 }'
}

boot_time()
{
	start_time '@kld:' | report boot $boot_goal
}

# How much later the kernel says its first word because of the modules: of two
# starts, one behind the other, so that both see the same machine.
added_time()
{
	for pair in $(seq $pairs); do
		starts=1
		without=$(start_time 'The kld authors' $files) &&
		    with=$(start_time 'The kld authors' $files -a "$load") ||
		    return 1
		echo $((${with%% *} - ${without%% *}))
	done | sort -n | awk -v n=$preloads -v goal=$loader_goal '
	    { added[NR] = $1 }
	    END {
		if (NR == 0)
			exit 1
		ms = added[int((NR + 1) / 2)]
		printf("loader: %d ms for %d modules (median of %d pairs " \
		    "of starts, %d to %d), goal %d ms: %s\n", ms, n, NR,
		    added[1], added[NR], goal, ms <= goal ? "ok" : "over")
		exit ms > goal
	    }'
}

# With modules that the loader loads, each of which needs the one before.
preload_time()
{
	files=$(seq -f "-f $obj/modules/klds/chain_%04g.ko:/boot/modules/" 0 \
	    $((preloads - 1)))
	load=$(seq -f 'chain_%04g_load=YES' 0 $((preloads - 1)) | tr '\n' ' ')
	good=0
	start_time '@kld:' $files -a "$load" |
	    report "boot with $preloads modules" $boot_goal || good=1
	added_time || good=1
	return $good
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
preload_time || missed=1
small_memory || missed=1
load_costs || missed=1
"$here/hints.sh" "$obj" || missed=1
exit $missed
