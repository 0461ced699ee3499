/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldload(8): load files into the kernel.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kld.h>

static int	nflag;		/* what is loaded already is no failure */
static int	qflag;		/* say nothing of failures */
static int	vflag;		/* say what was loaded */

static void
usage(void)
{

	fprintf(stderr, "usage: kldload [-nqv] file ...\n");
	exit(EXIT_FAILURE);
}

/*
 * A bare name is looked up in kern.module_path only.  People expect the
 * current directory: tell them when the file lies there.
 */
static void
suggest(const char *name)
{
	struct stat sb;
	char file[MAXPATHLEN];
	const char *suffix;
	size_t i;

	if (strchr(name, '/') != NULL)
		return;
	for (i = 0; i < 2; i++) {
		suffix = i == 0 ? "" : ".ko";
		if ((size_t)snprintf(file, sizeof(file), "%s%s", name,
		    suffix) >= sizeof(file))
			return;
		if (stat(file, &sb) == 0 && S_ISREG(sb.st_mode)) {
			warnx("%s lies in the current directory, which is not "
			    "searched: try kldload ./%s", file, file);
			return;
		}
	}
}

static void
complain(const char *name)
{
	char sentence[KLD_ERRLEN];
	ssize_t len;
	int error;

	error = errno;
	/* Only the next call to the linker replaces the sentence. */
	len = kld_error(sentence, sizeof(sentence));
	if (error == EEXIST)
		warnx("can't load %s: module already loaded or in kernel",
		    name);
	else
		warnc(error, "can't load %s", name);
	if (len > 0)
		warnx("%s", sentence);
	if (error == ENOENT)
		suggest(name);
}

/*
 * Returns 0, or -1 if the file could not be loaded.
 */
static int
load(const char *name)
{
	int id;

	if (nflag && kld_isloaded(name)) {
		if (vflag)
			printf("%s is already loaded\n", name);
		return (0);
	}
	if ((id = kldload(name)) < 0) {
		if (nflag && errno == EEXIST) {
			if (vflag)
				printf("%s is already loaded\n", name);
			return (0);
		}
		if (!qflag)
			complain(name);
		return (-1);
	}
	if (vflag)
		printf("Loaded %s, id=%d\n", name, id);
	return (0);
}

int
main(int argc, char *argv[])
{
	int ch, failed;

	while ((ch = getopt(argc, argv, "nqv")) != -1) {
		switch (ch) {
		case 'n':
			nflag = 1;
			break;
		case 'q':
			qflag = 1;
			vflag = 0;
			break;
		case 'v':
			vflag = 1;
			qflag = 0;
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
	for (; *argv != NULL; argv++)
		if (load(*argv) != 0)
			failed = 1;
	return (failed ? EXIT_FAILURE : EXIT_SUCCESS);
}
