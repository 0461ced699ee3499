/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * realpath(3): the path without links, "." and "..".
 */
#include <sys/param.h>
#include <sys/stat.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is being resolved: done is finished, left is still to walk. */
struct walk {
	char	done[PATH_MAX];
	size_t	donelen;
	char	left[PATH_MAX];
	int	links;
};

/* Cut the last component off. */
static void
go_up(struct walk *w)
{

	while (w->donelen > 1 && w->done[w->donelen - 1] != '/')
		w->donelen--;
	if (w->donelen > 1)
		w->donelen--;
	w->done[w->donelen] = '\0';
}

/* Put what the link at w->done says in front of what is left. */
static int
follow(struct walk *w)
{
	char target[PATH_MAX];
	ssize_t n;
	size_t rest;

	if (w->links++ == MAXSYMLINKS) {
		errno = ELOOP;
		return (-1);
	}
	if ((n = readlink(w->done, target, sizeof(target) - 1)) == -1)
		return (-1);
	rest = strlen(w->left);
	if (n + 1 + rest + 1 > sizeof(w->left)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	memmove(w->left + n + 1, w->left, rest + 1);
	memcpy(w->left, target, n);
	w->left[n] = '/';
	if (target[0] == '/') {
		strcpy(w->done, "/");
		w->donelen = 1;
	} else
		go_up(w);
	return (0);
}

/* Go into one component, which is neither empty nor "." nor "..". */
static int
go_down(struct walk *w, const char *name, size_t len)
{
	struct stat sb;

	if (w->donelen + 1 + len + 1 > sizeof(w->done)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	if (w->donelen > 1)
		w->done[w->donelen++] = '/';
	memcpy(w->done + w->donelen, name, len);
	w->donelen += len;
	w->done[w->donelen] = '\0';
	if (lstat(w->done, &sb) == -1)
		return (-1);
	if (S_ISLNK(sb.st_mode))
		return (follow(w));
	if (!S_ISDIR(sb.st_mode) && w->left[0] != '\0') {
		errno = ENOTDIR;
		return (-1);
	}
	return (0);
}

static int
resolve(struct walk *w)
{
	char name[NAME_MAX + 1], *slash;
	size_t len;

	while (w->left[0] != '\0') {
		slash = strchr(w->left, '/');
		len = slash != NULL ? (size_t)(slash - w->left) :
		    strlen(w->left);
		if (len > NAME_MAX) {
			errno = ENAMETOOLONG;
			return (-1);
		}
		memcpy(name, w->left, len);
		name[len] = '\0';
		if (slash != NULL)
			memmove(w->left, slash + 1, strlen(slash));
		else
			w->left[0] = '\0';
		if (len == 0 || strcmp(name, ".") == 0)
			continue;
		if (strcmp(name, "..") == 0)
			go_up(w);
		else if (go_down(w, name, len) == -1)
			return (-1);
	}
	return (0);
}

char *
realpath(const char *__restrict path, char *__restrict resolved)
{
	struct walk w;

	if (path == NULL || path[0] == '\0') {
		errno = path == NULL ? EINVAL : ENOENT;
		return (NULL);
	}
	w.links = 0;
	strcpy(w.done, "/");
	if (path[0] != '/' && getcwd(w.done, sizeof(w.done)) == NULL)
		return (NULL);
	w.donelen = strlen(w.done);
	if (strlcpy(w.left, path, sizeof(w.left)) >= sizeof(w.left)) {
		errno = ENAMETOOLONG;
		return (NULL);
	}
	if (resolve(&w) == -1) {
		if (resolved != NULL)
			strcpy(resolved, w.done);
		return (NULL);
	}
	if (resolved == NULL)
		return (strdup(w.done));
	return (strcpy(resolved, w.done));
}
