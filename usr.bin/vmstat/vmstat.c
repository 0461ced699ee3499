/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vmstat(8): what the kernel does with the memory.
 */

#include <sys/types.h>
#include <sys/sysctl.h>

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The numbers of -s. */
static const struct {
	const char	*oid;
	const char	*words;
} sums[] = {
	{ "vm.stats.vm.v_page_size",  "bytes per page" },
	{ "vm.stats.vm.v_page_count", "pages in use or free" },
	{ "vm.stats.vm.v_free_count", "pages free" },
};

static void
usage(void)
{

	fprintf(stderr, "usage: vmstat -m | -s\n");
	exit(EXIT_FAILURE);
}

/*
 * The kernel makes the table, so that all its lines are of one moment.  It
 * may grow between asking for its size and for its text.
 */
static void
print_malloc(void)
{
	static const char oid[] = "kern.malloc";
	char *text;
	size_t len, size;

	if (sysctlbyname(oid, NULL, &size, NULL, 0) != 0)
		err(EXIT_FAILURE, "sysctl %s", oid);
	for (text = NULL;; size *= 2) {
		if ((text = realloc(text, size)) == NULL)
			err(EXIT_FAILURE, NULL);
		len = size;
		if (sysctlbyname(oid, text, &len, NULL, 0) == 0)
			break;
		if (errno != ENOMEM)
			err(EXIT_FAILURE, "sysctl %s", oid);
	}
	fputs(text, stdout);
	free(text);
}

static void
print_sums(void)
{
	size_t i, len;
	u_int value;

	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		len = sizeof(value);
		if (sysctlbyname(sums[i].oid, &value, &len, NULL, 0) != 0)
			err(EXIT_FAILURE, "sysctl %s", sums[i].oid);
		printf("%9u %s\n", value, sums[i].words);
	}
}

int
main(int argc, char *argv[])
{
	bool mflag, sflag;
	int ch;

	mflag = sflag = false;
	while ((ch = getopt(argc, argv, "ms")) != -1) {
		switch (ch) {
		case 'm':
			mflag = true;
			break;
		case 's':
			sflag = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind || mflag == sflag)
		usage();
	if (mflag)
		print_malloc();
	else
		print_sums();
	return (EXIT_SUCCESS);
}
