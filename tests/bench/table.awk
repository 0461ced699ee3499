# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# table.awk goals results: what kldbench measured beside the goals.  Exit
# status 1 if a goal is missed.

function verdict(good)
{
	if (!good)
		missed = 1
	return good ? "ok" : "over"
}

FNR == 1 {
	file++
}
/^#/ {
	next
}
file == 1 {
	order[++n] = $1
	key[$1] = $2
	goal[$1] = $3
	peer[$1] = $4
}
file == 2 {
	result[$1] = $2
}
END {
	printf("%-14s %12s %10s %10s %7s\n", "case", "instructions",
	    "goal", "Linux 6.1", "Linux/")
	for (i = 1; i <= n; i++) {
		c = order[i]
		r = result[key[c]]
		if (r == 0) {
			printf("%-14s was not measured\n", c)
			missed = 1
			continue
		}
		printf("%-14s %12d %10d %10d %7.1f  %s\n", c, r, goal[c],
		    peer[c], peer[c] / r, verdict(r <= goal[c]))
	}
	# A load may not become dearer with what is loaded already.
	if (result["chain_first"] > 0) {
		growth = result["chain_1000"] / result["chain_first"]
		printf("%-14s %12.2f %10.2f %29s\n", "chain growth", growth,
		    1.1, verdict(growth <= 1.1))
	}
	exit missed
}
