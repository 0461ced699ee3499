/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat -s: where the time of each load went.
 */

#include <inttypes.h>
#include <stdio.h>

#include <kld.h>

#include "kldstat.h"

uint64_t
load_time(const struct kld_info *info)
{
	uint64_t sum;
	size_t i;

	sum = 0;
	for (i = 0; i < info->nstages; i++)
		sum += info->stages[i].ns;
	return (sum);
}

/*
 * Microseconds with one digit behind the point.
 */
static void
print_time(uint64_t ns)
{

	printf(" %10" PRIu64 ".%" PRIu64, ns / 1000, ns % 1000 / 100);
}

static void
print_file(const struct kld_info *info)
{
	uint64_t sum;
	size_t i;

	sum = load_time(info);
	printf("%2d %-24s", info->id, info->name);
	print_time(sum);
	printf("\n");
	for (i = 0; i < info->nstages; i++) {
		printf("     %-22s", info->stages[i].name);
		print_time(info->stages[i].ns);
		printf(" %3" PRIu64 "%%\n",
		    sum > 0 ? (info->stages[i].ns * 100 + sum / 2) / sum : 0);
	}
}

void
print_stages(const struct kld_info *info, size_t n)
{
	size_t i;

	printf("Id %-24s %12s\n", "Name", "Microseconds");
	for (i = 0; i < n; i++)
		if (info[i].nstages > 0 || n == 1)
			print_file(&info[i]);
}
