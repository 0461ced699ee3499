/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldconfig(8): show or change the directories that the kernel searches for
 * modules.
 */
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/sysctl.h>

#include <err.h>
#include <errno.h>
#include <libutil.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	SEPARATOR	';'

/* Directories, in the order of the search. */
struct list {
	char	**names;
	size_t	count;
};

static const char	*sysctlname = "kern.module_path";
static bool		dflag;		/* remove the paths */
static bool		fflag;		/* nothing is wrong with a path */
static bool		iflag;		/* add in front */
static bool		mflag;		/* keep what is there */
static bool		nflag;		/* change nothing */
static bool		rflag;		/* show */
static bool		Uflag;		/* each directory once */
static int		vflag;		/* show what it becomes, and was */
static int		status = EXIT_SUCCESS;

static void
usage(void)
{

	fprintf(stderr,
	    "usage: kldconfig [-dfimnUv] [-S sysctlname] [path ...]\n"
	    "       kldconfig -r [-S sysctlname]\n");
	exit(EXIT_FAILURE);
}

static char *
get_path(void)
{
	char *path;
	size_t len;

	if (sysctlbyname(sysctlname, NULL, &len, NULL, 0) != 0 ||
	    (path = calloc(1, len + 1)) == NULL ||
	    sysctlbyname(sysctlname, path, &len, NULL, 0) != 0)
		err(EXIT_FAILURE, "%s", sysctlname);
	return (path);
}

/* Put name, which the list then owns, at place. */
static void
insert(struct list *l, size_t place, char *name)
{

	if (name != NULL)
		l->names = reallocarray(l->names, l->count + 1,
		    sizeof(*l->names));
	if (name == NULL || l->names == NULL)
		err(EXIT_FAILURE, "a list of paths");
	memmove(&l->names[place + 1], &l->names[place],
	    (l->count - place) * sizeof(*l->names));
	l->names[place] = name;
	l->count++;
}

static void
take_out(struct list *l, size_t place)
{

	free(l->names[place]);
	l->count--;
	memmove(&l->names[place], &l->names[place + 1],
	    (l->count - place) * sizeof(*l->names));
}

/* Where name is in the list, l->count if it is not. */
static size_t
find(const struct list *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->count && strcmp(l->names[i], name) != 0; i++)
		continue;
	return (i);
}

static void
split(struct list *l, const char *path)
{
	const char *end;

	for (; *path != '\0'; path = *end != '\0' ? end + 1 : end) {
		end = path;
		while (*end != '\0' && *end != SEPARATOR)
			end++;
		if (end > path)
			insert(l, l->count, strndup(path, end - path));
	}
}

static char *
join(const struct list *l)
{
	char *path, *p;
	size_t i, len;

	len = 1;
	for (i = 0; i < l->count; i++)
		len += strlen(l->names[i]) + 1;
	p = path = malloc(len);
	if (path == NULL)
		err(EXIT_FAILURE, "a list of paths");
	for (i = 0; i < l->count; i++) {
		if (i > 0)
			*p++ = SEPARATOR;
		p = stpcpy(p, l->names[i]);
	}
	*p = '\0';
	return (path);
}

static void
unique(struct list *l)
{
	size_t i;

	for (i = 0; i < l->count;)
		if (find(l, l->names[i]) < i)
			take_out(l, i);
		else
			i++;
}

/*
 * The path of a directory as the kernel will look for it: from the root, and
 * without links, so that each directory has one name.  One that is not there
 * is taken as it is if it may be missing.
 */
static bool
canonical(const char *arg, char name[PATH_MAX])
{
	struct stat sb;

	if (strchr(arg, SEPARATOR) != NULL) {
		warnx("%s: a path with '%c' cannot be searched", arg,
		    SEPARATOR);
		return (false);
	}
	if (realpath(arg, name) == NULL) {
		if ((!fflag && !dflag) || *arg != '/' ||
		    strlcpy(name, arg, PATH_MAX) >= PATH_MAX) {
			warn("%s", arg);
			return (false);
		}
	} else if (!dflag && (stat(name, &sb) != 0 || !S_ISDIR(sb.st_mode))) {
		warnc(ENOTDIR, "%s", arg);
		return (false);
	}
	return (true);
}

/* A path of the command line, for the list; *place is where it goes. */
static void
apply(struct list *l, const char *arg, size_t *place)
{
	char name[PATH_MAX];
	size_t at;

	if (!canonical(arg, name)) {
		status = EXIT_FAILURE;
		return;
	}
	at = find(l, name);
	if (dflag) {
		if (at < l->count)
			take_out(l, at);
		else if (!fflag) {
			warnx("not in the module search path: %s", arg);
			status = EXIT_FAILURE;
		}
	} else if (at < l->count) {
		if (!fflag) {
			warnx("already in the module search path: %s", arg);
			status = EXIT_FAILURE;
		}
	} else
		insert(l, (*place)++, strdup(name));
}

static void
change(const char *old, char *paths[])
{
	struct list l = { NULL, 0 };
	size_t place;
	char *new;

	if (dflag || mflag)
		split(&l, old);
	place = iflag ? 0 : l.count;
	for (; *paths != NULL; paths++)
		apply(&l, *paths, &place);
	if (Uflag)
		unique(&l);
	new = join(&l);
	/* If nothing of what was asked for is possible, nothing is done. */
	if (status != EXIT_SUCCESS && !dflag && !mflag)
		exit(status);
	if (!nflag && strcmp(old, new) != 0 &&
	    sysctlbyname(sysctlname, NULL, NULL, new, strlen(new) + 1) != 0)
		err(EXIT_FAILURE, "%s=%s", sysctlname, new);
	if (vflag > 1 && strcmp(old, new) != 0)
		printf("%s: %s -> %s\n", sysctlname, old, new);
	else if (vflag > 0)
		printf("%s\n", new);
}

static void
options(int argc, char *argv[])
{
	int ch;

	while ((ch = getopt(argc, argv, "dfimnrS:Uv")) != -1) {
		switch (ch) {
		case 'd':
			dflag = true;
			break;
		case 'f':
			fflag = true;
			break;
		case 'i':
			iflag = true;
			break;
		case 'm':
			mflag = true;
			break;
		case 'n':
			nflag = true;
			break;
		case 'r':
			rflag = true;
			break;
		case 'S':
			sysctlname = optarg;
			break;
		case 'U':
			Uflag = true;
			mflag = true;
			break;
		case 'v':
			vflag++;
			break;
		default:
			usage();
		}
	}
	if (dflag && (iflag || mflag))
		usage();
	if (rflag ? optind < argc || dflag || iflag || mflag :
	    optind == argc && !Uflag)
		usage();
}

int
main(int argc, char *argv[])
{

	options(argc, argv);
	if (rflag)
		printf("%s\n", get_path());
	else
		change(get_path(), argv + optind);
	flush_stdout();
	return (status);
}
