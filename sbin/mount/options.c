/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): options, between words and MNT_* flags.
 */

#include <sys/param.h>
#include <sys/mount.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mount.h"

static const struct {
	uint64_t	 flag;
	const char	*option;	/* for -o; NULL: no such option */
	const char	*words;		/* in a listing; NULL: not shown */
} flags_table[] = {
	{ MNT_RDONLY,	   "ro",	   "read-only" },
	{ MNT_LOCAL,	   NULL,	   "local" },
	{ MNT_NOEXEC,	   "noexec",	   "noexec" },
	{ MNT_NOSUID,	   "nosuid",	   "nosuid" },
	{ MNT_NOATIME,	   "noatime",	   "noatime" },
	{ MNT_NOSYMFOLLOW, "nosymfollow",  "nosymfollow" },
	{ MNT_SYNCHRONOUS, "sync",	   "synchronous" },
	{ MNT_ASYNC,	   "async",	   "asynchronous" },
	{ MNT_UNION,	   "union",	   "union" },
	{ MNT_FORCE,	   "force",	   NULL },
};

/*
 * Turn a flag on or off, as the word says: "exec" is the opposite of
 * "noexec", "noasync" that of "async".  False if it is no word for a flag.
 */
static bool
set_flag(struct request *req, const char *word)
{
	const char *option;
	size_t i;

	for (i = 0; i < nitems(flags_table); i++) {
		if ((option = flags_table[i].option) == NULL)
			continue;
		if (strcmp(word, option) == 0) {
			req->flags |= flags_table[i].flag;
			return (true);
		}
		if ((strncmp(option, "no", 2) == 0 &&
		    strcmp(word, option + 2) == 0) ||
		    (strncmp(word, "no", 2) == 0 &&
		    strcmp(word + 2, option) == 0)) {
			req->flags &= ~flags_table[i].flag;
			return (true);
		}
	}
	return (false);
}

/*
 * Words that are for mount(8) alone.
 */
static bool
is_ours(const char *word)
{

	return (strcmp(word, "update") == 0 || strcmp(word, "auto") == 0 ||
	    strcmp(word, "noauto") == 0);
}

bool
has_option(const char *list, const char *word)
{
	size_t len;

	for (;; list += len + 1) {
		len = strcspn(list, ",");
		if (strlen(word) == len && strncmp(word, list, len) == 0)
			return (true);
		if (list[len] == '\0')
			return (false);
	}
}

/*
 * Take a list of options, "ro,size=1m", apart.  The text is kept and changed.
 */
void
add_options(struct request *req, char *list)
{
	char *word;

	while ((word = strsep(&list, ",")) != NULL) {
		if (*word == '\0')
			continue;
		if (strcmp(word, "rw") == 0)
			req->flags &= ~(uint64_t)MNT_RDONLY;
		else if (!is_ours(word) && !set_flag(req, word)) {
			if (req->count == MAX_OPTIONS)
				errx(EXIT_FAILURE, "more than %d options",
				    MAX_OPTIONS);
			req->options[req->count++] = word;
		}
	}
}

void
print_flags(uint64_t flags, const char *sep)
{
	size_t i;

	for (i = 0; i < nitems(flags_table); i++)
		if ((flags & flags_table[i].flag) != 0 &&
		    flags_table[i].words != NULL)
			printf("%s%s", sep, flags_table[i].words);
}

void
print_options(uint64_t flags)
{
	size_t i;

	for (i = 0; i < nitems(flags_table); i++)
		if ((flags & flags_table[i].flag) != 0 &&
		    flags_table[i].option != NULL)
			printf(",%s", flags_table[i].option);
}
