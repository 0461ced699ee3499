/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldxref(8): write into each directory of modules which file has which
 * module.
 */
#include <sys/param.h>
#include <sys/stat.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libelf.h>

#include "kldxref.h"

static bool		dflag;		/* print, write nothing */
static bool		Rflag;		/* go into subdirectories */
static bool		vflag;		/* say which files are read */
static const char	*hintsname = "linker.hints";
static struct hints	hints;
static int		status = EXIT_SUCCESS;

static void
usage(void)
{

	fprintf(stderr, "usage: kldxref [-Rdv] [-f hintsfile] path ...\n");
	exit(EXIT_FAILURE);
}

/*
 * The kernel and modules are to be looked at, not what lies beside them, such
 * as kernel.debug or hello.ko.debug.
 */
static bool
is_module_name(const char *name)
{
	const char *dot;

	dot = strrchr(name, '.');
	return (dot == NULL || strcmp(dot, SUFFIX) == 0);
}

static void
complain(const char *path)
{

	warnx("%s: %s", path, modfile_reason());
	status = EXIT_FAILURE;
}

static void
read_open(int fd, const char *path, const char *file)
{
	struct modfile *mf;
	bool notelf;

	mf = modfile_open(fd, &notelf);
	if (mf == NULL) {
		/* Of other files, only a module has to be one. */
		if (!notelf || strrchr(file, '.') != NULL)
			complain(path);
		return;
	}
	if (dflag || vflag)
		printf("%s\n", path);
	if (!metadata_read(mf, file, dflag ? NULL : &hints))
		complain(path);
	modfile_close(mf);
}

static void
read_file(const char *path, const char *file)
{
	struct stat sb;
	int fd;

	/* Nothing is opened that is no file, or that does not answer. */
	fd = open(path, O_RDONLY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &sb) != 0) {
		warn("%s", path);
		status = EXIT_FAILURE;
	} else if (S_ISREG(sb.st_mode))
		read_open(fd, path, file);
	if (fd >= 0)
		close(fd);
}

/* Is the entry of the type?  Not every file system tells it. */
static bool
is_type(const struct dirent *de, const char *path, int type)
{
	struct stat sb;

	if (de->d_type != DT_UNKNOWN)
		return (de->d_type == type);
	return (lstat(path, &sb) == 0 && (sb.st_mode & S_IFMT) == DTTOIF(type));
}

static int
not_hidden(const struct dirent *de)
{

	return (de->d_name[0] != '.');
}

static void	read_directory(const char *path);

/* One entry of a directory: modules first, directories in a second pass. */
static void
read_entry(const char *dir, const struct dirent *de, bool directories)
{
	char path[PATH_MAX];

	if (!directories && !is_module_name(de->d_name))
		return;
	if (snprintf(path, sizeof(path), "%s/%s", dir, de->d_name) >=
	    (int)sizeof(path)) {
		warnx("%s/%s: %s", dir, de->d_name,
		    strerror(ENAMETOOLONG));
		status = EXIT_FAILURE;
	} else if (directories) {
		if (is_type(de, path, DT_DIR))
			read_directory(path);
	} else if (is_type(de, path, DT_REG) || is_type(de, path, DT_LNK))
		read_file(path, de->d_name);
}

static void
read_directory(const char *path)
{
	struct dirent **entries;
	int i, n;

	n = scandir(path, &entries, not_hidden, alphasort);
	if (n < 0) {
		warn("%s", path);
		status = EXIT_FAILURE;
		return;
	}
	hints_init(&hints);
	for (i = 0; i < n; i++)
		read_entry(path, entries[i], false);
	if (!dflag && !hints_write(&hints, path, hintsname))
		status = EXIT_FAILURE;
	for (i = 0; i < n; i++) {
		if (Rflag)
			read_entry(path, entries[i], true);
		free(entries[i]);
	}
	free(entries);
}

static void
read_path(char *path)
{
	struct stat sb;
	const char *slash;
	size_t len;

	for (len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
		path[len - 1] = '\0';
	if (stat(path, &sb) != 0) {
		warn("%s", path);
		status = EXIT_FAILURE;
	} else if (S_ISDIR(sb.st_mode))
		read_directory(path);
	else if (dflag) {
		slash = strrchr(path, '/');
		read_file(path, slash != NULL ? slash + 1 : path);
	} else {
		warnx("%s: %s", path, strerror(ENOTDIR));
		status = EXIT_FAILURE;
	}
}

int
main(int argc, char *argv[])
{
	int ch;

	while ((ch = getopt(argc, argv, "Rdf:v")) != -1) {
		switch (ch) {
		case 'R':
			Rflag = true;
			break;
		case 'd':
			dflag = true;
			break;
		case 'f':
			hintsname = optarg;
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc == 0)
		usage();
	if (*hintsname == '\0' || strchr(hintsname, '/') != NULL)
		errx(EXIT_FAILURE, "%s: is no name of a file", hintsname);
	if (elf_version(EV_CURRENT) == EV_NONE)
		errx(EXIT_FAILURE, "libelf: %s", elf_errmsg(-1));
	for (; *argv != NULL; argv++)
		read_path(*argv);
	if (fflush(stdout) != 0)
		err(EXIT_FAILURE, "standard output");
	if (ferror(stdout))
		errx(EXIT_FAILURE, "standard output: not all could be written");
	return (status);
}
