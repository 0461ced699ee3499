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
#include <kenv.h>
#include <libutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kld.h>

#include "kldload.h"

static int	dflag;		/* load nothing, say what would be loaded */
static int	nflag;		/* what is loaded already is no failure */
static int	qflag;		/* say nothing of failures */
static int	vflag;		/* say what was loaded */

static void
usage(void)
{

	fprintf(stderr,
	    "usage: kldload [-dnqv] file [variable=value ...] ...\n");
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
complain(const char *name, int error, bool there)
{
	char sentence[KLD_ERRLEN];
	ssize_t len;

	/* Only the next call to the linker replaces the sentence. */
	len = kld_error(sentence, sizeof(sentence));
	if (there)
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
 * The id, 0 in a plan, or -1 with errno.
 */
static int
try(const char *name, char *vars[], size_t n, const char **bad)
{

	*bad = NULL;
	if (dflag)
		return (print_plan(name, vflag));
	if (n > 0)
		return (load_with(name, vars, n, bad));
	return (kldload(name));
}

/*
 * Is it there, or with -d would it be?  EEXIST alone does not say so: another
 * file can have a module of the same name, or be what it depends on.
 */
static bool
is_there(const char *name)
{

	return (kld_isloaded(name) || (dflag && is_planned(name)));
}

/*
 * Returns 0, or -1 if the file could not be loaded.
 */
static int
load(const char *name, char *vars[], size_t n)
{
	const char *bad;
	bool there;
	int error, id;

	bad = NULL;
	error = 0;
	id = -1;
	there = nflag && kld_isloaded(name);
	if (!there) {
		id = try(name, vars, n, &bad);
		error = errno;
	}
	if (id >= 0) {
		if (vflag && !dflag)
			printf("Loaded %s, id=%d\n", name, id);
		return (0);
	}
	if (error == EEXIST && bad == NULL)
		there = is_there(name);
	if (nflag && there) {
		if (vflag)
			printf("%s is already loaded\n", name);
		return (0);
	}
	if (!qflag && bad != NULL)
		warnc(error, "can't set %s", bad);
	else if (!qflag)
		complain(name, error, there);
	return (-1);
}

/*
 * Whatever is wrong with the command itself is said before anything is done.
 */
static void
check_arguments(char *const args[])
{
	size_t len;

	if (is_assignment(args[0]))
		errx(EXIT_FAILURE, "%s: name the kld that it is for first",
		    args[0]);
	for (; *args != NULL; args++) {
		if (!is_assignment(*args))
			continue;
		len = strcspn(*args, "=");
		if (len == 0)
			errx(EXIT_FAILURE, "%s: a variable needs a name",
			    *args);
		if (len > KENV_MNAMELEN)
			errx(EXIT_FAILURE, "%.*s: the name is longer than %d "
			    "bytes", (int)len, *args, KENV_MNAMELEN);
		if (strlen(*args + len + 1) > KENV_MVALLEN)
			errx(EXIT_FAILURE, "%.*s: the value is longer than %d "
			    "bytes", (int)len, *args, KENV_MVALLEN);
	}
}

int
main(int argc, char *argv[])
{
	int ch, failed;
	size_t n;

	while ((ch = getopt(argc, argv, "dnqv")) != -1) {
		switch (ch) {
		case 'd':
			dflag = 1;
			break;
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
	check_arguments(argv);

	failed = 0;
	for (; *argv != NULL; argv += 1 + n) {
		for (n = 0; argv[1 + n] != NULL && is_assignment(argv[1 + n]);)
			n++;
		if (load(argv[0], argv + 1, n) != 0)
			failed = 1;
	}
	flush_stdout();
	return (failed ? EXIT_FAILURE : EXIT_SUCCESS);
}
