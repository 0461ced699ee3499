/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): the lines of /etc/fstab.
 */

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mount.h"

#define	FSTAB	"/etc/fstab"

FILE *
fstab_open(void)
{
	FILE *fp;

	if ((fp = fopen(FSTAB, "r")) == NULL && errno != ENOENT)
		err(EXIT_FAILURE, "%s", FSTAB);
	return (fp);
}

/*
 * Take a line apart: special, node, type, options, and numbers that only
 * other programs need.  False if a word is missing.
 */
static bool
split(struct fstab *line)
{
	static const char blanks[] = " \t\n";
	char *rest;

	line->special = strtok_r(line->text, blanks, &rest);
	line->node = strtok_r(NULL, blanks, &rest);
	line->type = strtok_r(NULL, blanks, &rest);
	line->options = strtok_r(NULL, blanks, &rest);
	return (line->options != NULL);
}

bool
fstab_next(FILE *fp, struct fstab *line)
{

	while (fgets(line->text, sizeof(line->text), fp) != NULL) {
		line->text[strcspn(line->text, "#")] = '\0';
		if (line->text[strspn(line->text, " \t\n")] == '\0')
			continue;
		if (split(line))
			return (true);
		warnx("%s: a line has fewer than four words: %s", FSTAB,
		    line->text);
	}
	if (ferror(fp))
		err(EXIT_FAILURE, "%s", FSTAB);
	return (false);
}
