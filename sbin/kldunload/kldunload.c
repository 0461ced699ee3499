/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldunload(8): unload files from the kernel, by name or by id.
 */

#include <sys/param.h>
#include <sys/linker.h>

#include <err.h>
#include <errno.h>
#include <libutil.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <kld.h>

#include "kldunload.h"

static int	flags = LINKER_UNLOAD_NORMAL;
static int	rflag;		/* what depends on it goes, too */
static int	vflag;		/* say what is unloaded */

static void
usage(void)
{

	fprintf(stderr, "usage: kldunload [-frv] [-n] name ...\n"
	    "       kldunload [-frv] -i id ...\n");
	exit(EXIT_FAILURE);
}

static int
parse_id(const char *text)
{
	char *end;
	long id;

	errno = 0;
	id = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || id <= 0 ||
	    id > INT_MAX)
		errx(EXIT_FAILURE, "invalid ID %s", text);
	return ((int)id);
}

void
complain(const char *name)
{
	char sentence[KLD_ERRLEN];
	ssize_t len;
	int error;

	error = errno;
	len = kld_error(sentence, sizeof(sentence));
	warnc(error, "can't unload %s", name);
	if (len > 0)
		warnx("%s", sentence);
}

int
unload(int id, const char *name)
{
	struct kld_file_stat st;

	if (vflag) {
		st.version = sizeof(st);
		if (kldstat(id, &st) == 0)
			printf("Unloading %s, id=%d\n", st.name, id);
		else if (errno != ENOENT)
			warn("can't stat file %s", name);
	}
	return (kldunloadf(id, flags));
}

void
report_gone(int id, const char *name)
{

	if (vflag)
		printf("%s, id=%d, has gone by itself\n", name, id);
}

/*
 * Returns 0, or -1 if the file could not be unloaded.
 */
static int
unload_one(int id, const char *name)
{

	if (rflag)
		return (unload_dependents(id, name));
	if (unload(id, name) == 0)
		return (0);
	complain(name);
	return (-1);
}

int
main(int argc, char *argv[])
{
	int ch, failed, id, iflag;

	iflag = 0;
	while ((ch = getopt(argc, argv, "finrv")) != -1) {
		switch (ch) {
		case 'f':
			flags = LINKER_UNLOAD_FORCE;
			break;
		case 'i':
			iflag = 1;
			break;
		case 'n':
			iflag = 0;
			break;
		case 'r':
			rflag = 1;
			break;
		case 'v':
			vflag = 1;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc == 0)
		usage();

	failed = 0;
	for (; *argv != NULL; argv++) {
		if (iflag)
			id = parse_id(*argv);
		else if ((id = kldfind(*argv)) < 0) {
			warn("can't find file %s", *argv);
			failed = 1;
			continue;
		}
		if (unload_one(id, *argv) != 0)
			failed = 1;
	}
	flush_stdout();
	return (failed ? EXIT_FAILURE : EXIT_SUCCESS);
}
