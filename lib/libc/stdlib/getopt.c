/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getopt(3) and getopt_long(3) as BSD has them: getopt stops at the first argument that is no option, getopt_long moves such arguments to the end.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int	opterr = 1;		/* print messages */
int	optind = 1;		/* the argument that comes next */
int	optopt;			/* the option that was looked at */
int	optreset;		/* begin anew */
char	*optarg;		/* the option's argument */

#define	BADCH	'?'

static char	*place;		/* rest of a group of options, or NULL */

/* Say what is wrong unless the caller wants to; the value of getopt then. */
static int
complain(const char *ostr, const char *what, const char *name, size_t len)
{

	if (*ostr == '+')
		ostr++;
	if (opterr && *ostr != ':')
		fprintf(stderr, "%s: %s -- %.*s\n", getprogname(), what,
		    (int)len, name);
	return (BADCH);
}

static int
missing_argument(const char *ostr, const char *name, size_t len)
{

	if (*ostr == '+')
		ostr++;
	if (*ostr == ':')
		return (':');
	return (complain(ostr, "option requires an argument", name, len));
}

/* Take the next letter of the group at place. */
static int
next_letter(int argc, char *const argv[], const char *ostr)
{
	const char *spec;
	char letter;

	letter = *place++;
	optopt = (unsigned char)letter;
	spec = letter == ':' || letter == '+' ? NULL : strchr(ostr, letter);
	if (spec == NULL || spec[1] != ':') {
		if (*place == '\0') {
			place = NULL;
			optind++;
		}
		return (spec != NULL ? optopt :
		    complain(ostr, "illegal option", &letter, 1));
	}
	/* The rest of the group, or the next argument, belongs to it. */
	optarg = *place != '\0' ? place : NULL;
	place = NULL;
	optind++;
	if (optarg == NULL && spec[2] != ':') {
		if (optind >= argc)
			return (missing_argument(ostr, &letter, 1));
		optarg = argv[optind++];
	}
	return (optopt);
}

int
getopt(int argc, char *const argv[], const char *ostr)
{
	char *arg;

	optarg = NULL;
	if (optreset) {
		optreset = 0;
		place = NULL;
	}
	if (place == NULL) {
		if (optind >= argc || (arg = argv[optind]) == NULL ||
		    arg[0] != '-' || arg[1] == '\0')
			return (-1);
		if (strcmp(arg, "--") == 0) {
			optind++;
			return (-1);
		}
		place = arg + 1;
	}
	return (next_letter(argc, argv, ostr));
}

/* The option that name begins; -1: none, -2: it could be several. */
static int
find_long(const struct option *options, const char *name, size_t len)
{
	int found, i;

	found = -1;
	for (i = 0; options[i].name != NULL; i++) {
		if (strncmp(options[i].name, name, len) != 0)
			continue;
		if (options[i].name[len] == '\0')
			return (i);
		found = found == -1 ? i : -2;
	}
	return (found);
}

/* argv[optind] is a long option; name is what follows its dashes. */
static int
long_option(int argc, char *const argv[], const char *ostr,
    const struct option *options, int *index, char *name)
{
	const struct option *o;
	size_t len;
	int i;

	optind++;
	optopt = 0;
	len = strcspn(name, "=");
	if ((i = find_long(options, name, len)) < 0)
		return (complain(ostr, i == -1 ? "unknown option" :
		    "ambiguous option", name, len));
	o = &options[i];
	optarg = name[len] == '=' ? name + len + 1 : NULL;
	if (optarg != NULL && o->has_arg == no_argument) {
		optarg = NULL;
		return (complain(ostr, "option doesn't take an argument", name,
		    len));
	}
	if (optarg == NULL && o->has_arg == required_argument) {
		if (optind >= argc)
			return (missing_argument(ostr, name, len));
		optarg = argv[optind++];
	}
	if (index != NULL)
		*index = i;
	if (o->flag == NULL)
		return (o->val);
	*o->flag = o->val;
	return (0);
}

/* Move argv[from..mid) behind argv[mid..to). */
static void
rotate(char **argv, int from, int mid, int to)
{
	char *moved;
	int i;

	for (; mid < to; from++, mid++) {
		moved = argv[mid];
		for (i = mid; i > from; i--)
			argv[i] = argv[i - 1];
		argv[from] = moved;
	}
}

int
getopt_long(int argc, char *const argv[], const char *ostr,
    const struct option *options, int *index)
{
	static int first, option;	/* of the skipped, behind them */
	int result;

	if (optreset) {
		optreset = 0;
		place = NULL;
	}
	if (place == NULL) {
		first = option = optind;
		if (*ostr != '+' && getenv("POSIXLY_CORRECT") == NULL)
			while (option < argc && (argv[option][0] != '-' ||
			    argv[option][1] == '\0'))
				option++;
		if (option >= argc)
			return (-1);
		optind = option;
	}
	if (place == NULL && strncmp(argv[optind], "--", 2) == 0 &&
	    argv[optind][2] != '\0') {
		optarg = NULL;
		result = long_option(argc, argv, ostr, options, index,
		    argv[optind] + 2);
	} else
		result = getopt(argc, argv, ostr);
	if (place == NULL && option > first) {
		rotate(__DECONST(char **, argv), first, option, optind);
		optind = first + (optind - option);
	}
	return (result);
}
