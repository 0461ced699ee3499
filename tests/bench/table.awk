# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# table.awk goals results: what kldbench measured beside the goals, and where
# it went, stage by stage.  Exit status 1 if a goal is missed.

function verdict(good)
{
	if (!good)
		missed = 1
	return good ? "ok" : "over"
}

# Instructions of a stage in each profile, and their share of the whole load.
function stage_row(name,    i)
{
	printf("%-14s", name)
	for (i = 1; i <= nprofiles; i++)
		printf(" %12d %4d%%", spent[profile[i], name],
		    100 * spent[profile[i], name] / spent[profile[i], "all"])
	printf("\n")
}

function stage_table(    i, j, sum)
{
	printf("\n%-14s", "stage")
	for (i = 1; i <= nprofiles; i++)
		printf(" %12s %5s", profile[i], "")
	printf("\n")
	for (i = 1; i <= nprofiles; i++) {
		sum = 0
		for (j = 1; j <= nstages; j++)
			sum += spent[profile[i], stage[j]]
		spent[profile[i], "other"] = spent[profile[i], "all"] - sum
	}
	for (j = 1; j <= nstages; j++)
		stage_row(stage[j])
	# The system call, looking for the file, what ties the stages together.
	stage_row("other")
	stage_row("all")
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
file == 2 && $1 == "stage" {
	if ($2 != profile[nprofiles])
		profile[++nprofiles] = $2
	if ($3 != "all" && !($3 in seen)) {
		seen[$3] = 1
		stage[++nstages] = $3
	}
	spent[$2, $3] = $4
	next
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
	if (nprofiles > 0)
		stage_table()
	else
		missed = 1
	exit missed
}
