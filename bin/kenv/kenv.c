/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kenv(1): show and change the kernel environment.
 */

#include <sys/types.h>

#include <err.h>
#include <errno.h>
#include <kenv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	hints;		/* only device hints */
static bool	names;		/* only names */
static bool	quiet;		/* no warnings */
static bool	verbose;	/* names with a single value too */

static void
usage(void)
{

	fprintf(stderr, "usage: kenv [-hNq]\n"
	    "       kenv [-qv] variable[=value]\n"
	    "       kenv [-q] -u variable\n");
	exit(EXIT_FAILURE);
}

/*
 * The whole environment: strings, one after another, ended by an empty one.
 * The call returns how much room it needs if there was not enough.
 */
static char *
read_all(void)
{
	char *buf;
	int needed, size;

	for (size = 1024;; size = needed + 256) {
		/* Zeroes end what is copied. */
		if ((buf = calloc(1, (size_t)size + 2)) == NULL)
			err(EXIT_FAILURE, NULL);
		needed = kenv(KENV_DUMP, NULL, buf, size);
		if (needed < 0)
			err(EXIT_FAILURE, "kenv");
		if (needed < size)
			return (buf);
		free(buf);
	}
}

static void
show_all(void)
{
	char *buf, *p, *value;

	buf = read_all();
	for (p = buf; *p != '\0'; p = value + strlen(value) + 1) {
		if ((value = strchr(p, '=')) == NULL) {
			value = p;
			continue;
		}
		*value++ = '\0';
		if (hints && strncmp(p, "hint.", 5) != 0)
			continue;
		if (names)
			printf("%s\n", p);
		else
			printf("%s=\"%s\"\n", p, value);
	}
	free(buf);
}

static int
show(const char *name)
{
	char value[KENV_MVALLEN + 1];

	if (kenv(KENV_GET, name, value, sizeof(value)) < 0)
		return (-1);
	if (verbose)
		printf("%s=\"%s\"\n", name, value);
	else
		printf("%s\n", value);
	return (0);
}

static int
set(const char *name, char *value)
{

	if (kenv(KENV_SET, name, value, (int)strlen(value) + 1) < 0)
		return (-1);
	printf("%s=\"%s\"\n", name, value);
	return (0);
}

/*
 * Get, set or unset a single variable.
 */
static int
change(char *name, bool unset)
{
	const char *what;
	char *value;
	int error;

	if ((value = strchr(name, '=')) != NULL)
		*value++ = '\0';
	if (unset && value != NULL)
		usage();
	if (unset) {
		what = "unset";
		error = kenv(KENV_UNSET, name, NULL, 0);
	} else if (value != NULL) {
		what = "set";
		error = set(name, value);
	} else {
		what = "get";
		error = show(name);
	}
	if (error < 0 && !quiet) {
		if (errno == ENOENT)
			warnx("unable to %s %s", what, name);
		else
			warn("unable to %s %s", what, name);
	}
	return (error < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}

int
main(int argc, char *argv[])
{
	bool unset;
	int ch;

	unset = false;
	while ((ch = getopt(argc, argv, "hNquv")) != -1) {
		switch (ch) {
		case 'h':
			hints = true;
			break;
		case 'N':
			names = true;
			break;
		case 'q':
			quiet = true;
			break;
		case 'u':
			unset = true;
			break;
		case 'v':
			verbose = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 1 || (unset && argc == 0) || ((hints || names) && argc != 0))
		usage();

	if (argc == 1)
		return (change(argv[0], unset));
	show_all();
	return (EXIT_SUCCESS);
}
