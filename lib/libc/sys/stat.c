/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * stat(2) and its family, all by fstatat(2) and its like.
 */
#include <sys/stat.h>
#include <sys/time.h>
#include <fcntl.h>
#include <unistd.h>

int
stat(const char *path, struct stat *sb)
{

	return (fstatat(AT_FDCWD, path, sb, 0));
}

int
lstat(const char *path, struct stat *sb)
{

	return (fstatat(AT_FDCWD, path, sb, AT_SYMLINK_NOFOLLOW));
}

int
mknod(const char *path, mode_t mode, dev_t dev)
{

	return (mknodat(AT_FDCWD, path, mode, dev));
}

int
creat(const char *path, mode_t mode)
{

	return (open(path, O_WRONLY | O_CREAT | O_TRUNC, mode));
}

int
pipe(int fds[2])
{

	return (pipe2(fds, 0));
}
