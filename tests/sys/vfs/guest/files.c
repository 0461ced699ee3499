/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of open files: flags, data, holes, sizes; and of FIFOs.
 */
#include <sys/stat.h>
#include <sys/uio.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "vfstest.h"

#define	BLOCK	4096
#define	TERA	((off_t)1 << 40)

static void
check_open(void)
{
	struct stat sb;

	CHECK(make_file("f", "hello") == 0 && has_text("f", "hello"));
	CHECK(stat("f", &sb) == 0 && S_ISREG(sb.st_mode));
	CHECK(sb.st_size == 5 && sb.st_nlink == 1 &&
	    (sb.st_mode & ALLPERMS) == 0644);
	CHECK(sb.st_blocks == BLOCK / 512);
	FAILS(open("f", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	FAILS(open("nope", O_RDONLY), ENOENT);
	FAILS(open("", O_RDONLY), ENOENT);
	FAILS(open("f/x", O_RDONLY), ENOTDIR);
	FAILS(open("f/", O_RDONLY), ENOTDIR);
	FAILS(open("f", O_RDONLY | O_DIRECTORY), ENOTDIR);
	FAILS(open(".", O_WRONLY), EISDIR);
	FAILS(open(".", O_CREAT | O_RDWR, 0644), EISDIR);
	FAILS(open("new/", O_CREAT | O_RDWR, 0644), ENOENT);
	FAILS(open("f", O_ACCMODE), EINVAL);
	CHECK(unlink("f") == 0);
}

static void
check_direction(void)
{
	struct stat sb;
	char c;
	int fd;

	CHECK(make_file("f", "text") == 0);
	CHECK((fd = open("f", O_RDONLY)) != -1);
	FAILS(write(fd, "x", 1), EBADF);
	FAILS(ftruncate(fd, 0), EINVAL);
	CHECK(close(fd) == 0);
	CHECK((fd = open("f", O_WRONLY | O_TRUNC)) != -1);
	FAILS(read(fd, &c, 1), EBADF);
	CHECK(fstat(fd, &sb) == 0 && sb.st_size == 0);
	CHECK(close(fd) == 0 && unlink("f") == 0);
}

static void
check_append(void)
{
	struct stat sb;
	int fd;

	CHECK(make_file("f", "hello") == 0);
	CHECK((fd = open("f", O_RDWR | O_APPEND)) != -1);
	CHECK(write(fd, " world", 6) == 6);
	CHECK(lseek(fd, 0, SEEK_CUR) == 11);
	CHECK(lseek(fd, 100000, SEEK_SET) == 100000);
	CHECK(write(fd, "!", 1) == 1);
	CHECK(fstat(fd, &sb) == 0 && sb.st_size == 12);
	CHECK(close(fd) == 0 && has_text("f", "hello world!"));
	CHECK(unlink("f") == 0);
}

static void
check_offsets(void)
{
	char a[3], b[5];
	struct iovec iov[2] = { { a, 3 }, { b, 5 } };
	int fd;

	CHECK((fd = open("f", O_RDWR | O_CREAT, 0600)) != -1);
	CHECK(write(fd, "01234567", 8) == 8);
	FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
	FAILS(lseek(fd, 0, 77), EINVAL);
	CHECK(lseek(fd, -2, SEEK_END) == 6 && lseek(fd, -5, SEEK_CUR) == 1);
	CHECK(readv(fd, iov, 2) == 7);
	CHECK(memcmp(a, "123", 3) == 0 && memcmp(b, "4567", 4) == 0);
	CHECK(read(fd, a, 3) == 0);
	CHECK(pwrite(fd, "ab", 2, 3) == 2 && lseek(fd, 0, SEEK_CUR) == 8);
	CHECK(pread(fd, a, 3, 2) == 3 && memcmp(a, "2ab", 3) == 0);
	FAILS(pread(fd, a, 3, -1), EINVAL);
	CHECK(close(fd) == 0 && unlink("f") == 0);
}

/* What was never written is zero and takes no room. */
static void
check_holes(void)
{
	static const char zeros[10];
	struct stat sb;
	char buf[10];
	int fd;

	CHECK((fd = open("f", O_RDWR | O_CREAT, 0600)) != -1);
	CHECK(pwrite(fd, "first", 5, 0) == 5);
	CHECK(pwrite(fd, "x", 1, 1000000) == 1);
	CHECK(fstat(fd, &sb) == 0 && sb.st_size == 1000001);
	CHECK(sb.st_blocks == 2 * BLOCK / 512);
	CHECK(pread(fd, buf, 10, 500000) == 10 && memcmp(buf, zeros, 10) == 0);
	CHECK(pread(fd, buf, 10, 1000000) == 1 && buf[0] == 'x');
	CHECK(pwrite(fd, "z", 1, TERA) == 1);
	CHECK(pread(fd, buf, 3, TERA - 1) == 2);
	CHECK(buf[0] == '\0' && buf[1] == 'z');
	CHECK(fstat(fd, &sb) == 0 && sb.st_blocks == 3 * BLOCK / 512);
	CHECK(ftruncate(fd, 1 << 20) == 0);
	CHECK(fstat(fd, &sb) == 0 && sb.st_blocks == 2 * BLOCK / 512);
	CHECK(ftruncate(fd, 0) == 0);
	CHECK(fstat(fd, &sb) == 0 && sb.st_blocks == 0 && sb.st_size == 0);
	CHECK(pwrite(fd, "q", 1, 64 * BLOCK) == 1);
	CHECK(pread(fd, buf, 1, 64 * BLOCK) == 1 && buf[0] == 'q');
	CHECK(close(fd) == 0 && unlink("f") == 0);
}

static void
check_truncate(void)
{
	char buf[32];
	int fd;

	CHECK(make_file("f", "hello world") == 0);
	CHECK((fd = open("f", O_RDWR)) != -1);
	/* What was cut off does not come back. */
	CHECK(ftruncate(fd, 5) == 0 && ftruncate(fd, 12) == 0);
	CHECK(pread(fd, buf, sizeof(buf), 0) == 12);
	CHECK(memcmp(buf, "hello\0\0\0\0\0\0\0", 12) == 0);
	FAILS(ftruncate(fd, -1), EINVAL);
	CHECK(close(fd) == 0);
	CHECK(truncate("f", 2) == 0 && has_text("f", "he"));
	FAILS(truncate(".", 0), EISDIR);
	FAILS(truncate("nope", 0), ENOENT);
	CHECK(unlink("f") == 0);
}

/* A file that has no name any more lives as long as it is open. */
static void
check_unlinked(void)
{
	struct stat sb;
	char buf[4];
	int fd;

	CHECK((fd = open("u", O_CREAT | O_RDWR, 0600)) != -1);
	CHECK(write(fd, "data", 4) == 4 && unlink("u") == 0);
	FAILS(open("u", O_RDONLY), ENOENT);
	CHECK(fstat(fd, &sb) == 0 && sb.st_nlink == 0);
	CHECK(pread(fd, buf, 4, 0) == 4 && memcmp(buf, "data", 4) == 0);
	CHECK(close(fd) == 0);
}

static void
check_pathconf(void)
{

	CHECK(pathconf(".", _PC_NAME_MAX) == 255);
	FAILS(pathconf(".", 999), EINVAL);
	FAILS(pathconf("nope", _PC_NAME_MAX), ENOENT);
}

static void
write_fifo(void)
{
	int fd;

	CHECK((fd = open("fifo", O_WRONLY)) != -1);
	CHECK(write(fd, "through", 7) == 7);
	CHECK(close(fd) == 0);
}

static void
check_fifo(void)
{
	struct stat sb;
	char buf[8];
	int fd;
	pid_t pid;

	CHECK(mkfifo("fifo", 0600) == 0);
	FAILS(mkfifo("fifo", 0600), EEXIST);
	CHECK(stat("fifo", &sb) == 0 && S_ISFIFO(sb.st_mode));
	FAILS(open("fifo", O_WRONLY | O_NONBLOCK), ENXIO);
	/* Each open waits for the other. */
	pid = start_child(write_fifo);
	CHECK((fd = open("fifo", O_RDONLY)) != -1);
	CHECK(read(fd, buf, sizeof(buf)) == 7 &&
	    memcmp(buf, "through", 7) == 0);
	CHECK(read(fd, buf, sizeof(buf)) == 0);
	CHECK(close(fd) == 0 && child_ok(pid));
	CHECK(unlink("fifo") == 0);
}

void
test_files(void)
{

	check_open();
	check_direction();
	check_append();
	check_offsets();
	check_holes();
	check_truncate();
	check_unlinked();
	check_pathconf();
	check_fifo();
}
