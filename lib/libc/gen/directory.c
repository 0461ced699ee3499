/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * opendir(3) and its family, over getdirentries(2).
 */
#include <sys/types.h>
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define	BLOCK	4096		/* read at once; a multiple of a record */

struct _dirdesc {
	int	fd;
	size_t	pos;		/* of the next entry in buf */
	size_t	len;		/* bytes in buf */
	off_t	next;		/* d_off of the entry returned last */
	char	buf[BLOCK] __aligned(8);
};

DIR *
fdopendir(int fd)
{
	struct stat sb;
	DIR *dp;

	if (fstat(fd, &sb) == -1)
		return (NULL);
	if (!S_ISDIR(sb.st_mode)) {
		errno = ENOTDIR;
		return (NULL);
	}
	if ((dp = malloc(sizeof(*dp))) == NULL)
		return (NULL);
	dp->fd = fd;
	dp->pos = dp->len = 0;
	dp->next = 0;
	return (dp);
}

DIR *
opendir(const char *path)
{
	DIR *dp;
	int fd, saved;

	fd = open(path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return (NULL);
	if ((dp = fdopendir(fd)) == NULL) {
		saved = errno;
		close(fd);
		errno = saved;
	}
	return (dp);
}

struct dirent *
readdir(DIR *dp)
{
	struct dirent *de;
	ssize_t n;

	for (;;) {
		if (dp->pos >= dp->len) {
			n = getdirentries(dp->fd, dp->buf, BLOCK, NULL);
			if (n <= 0)
				return (NULL);
			dp->len = n;
			dp->pos = 0;
		}
		de = (struct dirent *)(void *)(dp->buf + dp->pos);
		if (de->d_reclen == 0 || de->d_reclen > dp->len - dp->pos)
			return (NULL);	/* not what a kernel gives */
		dp->pos += de->d_reclen;
		dp->next = de->d_off;
		if (de->d_fileno != 0)
			return (de);
	}
}

int
closedir(DIR *dp)
{
	int fd;

	fd = dp->fd;
	free(dp);
	return (close(fd));
}

int
dirfd(DIR *dp)
{

	return (dp->fd);
}

long
telldir(DIR *dp)
{

	return (dp->next);
}

void
seekdir(DIR *dp, long pos)
{

	dp->pos = dp->len = 0;
	dp->next = lseek(dp->fd, pos, SEEK_SET);
}

void
rewinddir(DIR *dp)
{

	seekdir(dp, 0);
}
