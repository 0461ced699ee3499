/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * scandir(3): the chosen entries of a directory, sorted.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int
alphasort(const struct dirent **a, const struct dirent **b)
{

	return (strcmp((*a)->d_name, (*b)->d_name));
}

static void
free_names(struct dirent **names, size_t n)
{

	while (n > 0)
		free(names[--n]);
	free(names);
}

int
scandir(const char *path, struct dirent ***result,
    int (*wanted)(const struct dirent *),
    int (*compare)(const struct dirent **, const struct dirent **))
{
	struct dirent *de, **names, **more;
	size_t n, room;
	DIR *dp;
	int saved;

	if ((dp = opendir(path)) == NULL)
		return (-1);
	names = NULL;
	n = room = 0;
	for (errno = 0; (de = readdir(dp)) != NULL; errno = 0) {
		if (wanted != NULL && !wanted(de))
			continue;
		if (n == room) {
			room = room == 0 ? 32 : room * 2;
			more = reallocarray(names, room, sizeof(*names));
			if (more == NULL)
				break;
			names = more;
		}
		if ((names[n] = malloc(de->d_reclen)) == NULL)
			break;
		memcpy(names[n++], de, de->d_reclen);
	}
	saved = errno;
	closedir(dp);
	if (saved != 0) {
		free_names(names, n);
		errno = saved;
		return (-1);
	}
	if (compare != NULL && n > 1)
		qsort(names, n, sizeof(*names),
		    (int (*)(const void *, const void *))compare);
	*result = names;
	return (n);
}
