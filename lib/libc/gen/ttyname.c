/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ttyname(3): the device in /dev that a terminal's descriptor stands for.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <paths.h>
#include <stdio.h>
#include <unistd.h>

int
ttyname_r(int fd, char *buf, size_t size)
{
	struct stat sb, dev;
	struct dirent *de;
	DIR *dp;
	int error;

	if (!isatty(fd) || fstat(fd, &sb) == -1)
		return (errno);
	if ((dp = opendir(_PATH_DEV)) == NULL)
		return (errno);
	error = ENOTTY;
	while (error == ENOTTY && (de = readdir(dp)) != NULL) {
		if (de->d_type != DT_CHR && de->d_type != DT_UNKNOWN)
			continue;
		if (fstatat(dirfd(dp), de->d_name, &dev, 0) == -1 ||
		    !S_ISCHR(dev.st_mode) || dev.st_rdev != sb.st_rdev)
			continue;
		error = (size_t)snprintf(buf, size, "%s%s", _PATH_DEV,
		    de->d_name) < size ? 0 : ERANGE;
	}
	closedir(dp);
	return (error);
}

char *
ttyname(int fd)
{
	static char name[sizeof(_PATH_DEV) + NAME_MAX];

	if ((errno = ttyname_r(fd, name, sizeof(name))) != 0)
		return (NULL);
	return (name);
}
