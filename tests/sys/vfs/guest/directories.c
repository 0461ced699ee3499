/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of reading directories, and of large ones.
 */
#include <sys/resource.h>
#include <sys/stat.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "vfstest.h"

#define	FILES	500
#define	MANY	3000
#define	OPEN	1000

/*
 * The number of entries of a directory, read with a buffer of that size; or
 * the negative error.
 */
static int
count(const char *path, size_t size)
{
	const struct dirent *de;
	off_t base;
	ssize_t n, pos;
	char *buf;
	int entries = 0, fd;

	if ((buf = malloc(size)) == NULL)
		return (-ENOMEM);
	fd = open(path, O_RDONLY | O_DIRECTORY);
	while ((n = getdirentries(fd, buf, size, &base)) > 0) {
		for (pos = 0; pos < n; pos += de->d_reclen) {
			de = (const struct dirent *)(buf + pos);
			CHECK(de->d_namlen == strlen(de->d_name));
			entries++;
		}
		CHECK(pos == n);
	}
	if (n == -1)
		entries = -errno;
	close(fd);
	free(buf);
	return (entries);
}

static void
check_entries(void)
{
	char path[32];
	int i;

	CHECK(mkdir("d", 0755) == 0);
	for (i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "d/file%d", i);
		CHECK(make_file(path, "") == 0);
	}
	CHECK(count("d", 512) == FILES + 2);
	CHECK(count("d", 4096) == FILES + 2);
	CHECK(count("d", 65536) == FILES + 2);
	CHECK(count("d", 10) == -EINVAL);
	CHECK(count("/dev", 4096) > 8 && count("/dev", 64) > 8);
	CHECK(count("/dev", 64) == count("/dev", 4096));
}

/* Each file is seen once, though those before it are gone. */
static void
check_removal(void)
{
	const struct dirent *de;
	DIR *dp;
	char path[300];
	int n = 0;

	CHECK((dp = opendir("d")) != NULL);
	while ((de = readdir(dp)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		CHECK(de->d_type == DT_REG);
		snprintf(path, sizeof(path), "d/%s", de->d_name);
		CHECK(unlink(path) == 0);
		n++;
	}
	CHECK(n == FILES);
	CHECK(closedir(dp) == 0 && rmdir("d") == 0);
}

static void
raise_limit(void)
{
	struct rlimit rl;

	CHECK(getrlimit(RLIMIT_NOFILE, &rl) == 0);
	rl.rlim_cur = rl.rlim_max;
	CHECK(setrlimit(RLIMIT_NOFILE, &rl) == 0 && rl.rlim_cur > OPEN + 20);
}

/* Thousands of files, many of them open. */
static void
check_many(void)
{
	static int fds[OPEN];
	struct stat sb;
	char path[32];
	int fd, i;

	raise_limit();
	CHECK(mkdir("many", 0755) == 0);
	for (i = 0; i < MANY; i++) {
		snprintf(path, sizeof(path), "many/%d", i);
		CHECK((fd = open(path, O_CREAT | O_RDWR, 0600)) != -1);
		CHECK(write(fd, path, 1 + i % 7) == 1 + i % 7);
		if (i < OPEN)
			fds[i] = fd;
		else
			CHECK(close(fd) == 0);
	}
	for (i = 0; i < MANY; i++) {
		snprintf(path, sizeof(path), "many/%d", i);
		CHECK(stat(path, &sb) == 0 && sb.st_size == 1 + i % 7);
	}
	for (i = 0; i < OPEN; i++)
		CHECK(close(fds[i]) == 0);
	for (i = MANY - 1; i >= 0; i--) {
		snprintf(path, sizeof(path), "many/%d", i);
		CHECK(unlink(path) == 0);
	}
	CHECK(rmdir("many") == 0);
}

void
test_directories(void)
{

	check_entries();
	check_removal();
	check_many();
}
