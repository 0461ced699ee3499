/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls on descriptors: transfers, flags, locks, pipes, directories.
 */
#define	_GNU_SOURCE
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "linuxtest.h"

#define	O_LARGEFILE_BIT	0100000		/* F_GETFL always shows it */

static char	buf[4096];

static void
transfers(int fd)
{
	char a[2], b[3];
	struct iovec in[2] = { { a, 2 }, { b, 3 } };
	struct iovec out[2] = { { "ab", 2 }, { "cd", 2 } };
	struct stat st;

	YES(write(fd, "hello world", 11) == 11);
	YES(lseek(fd, 0, SEEK_END) == 11);
	YES(pread(fd, buf, 5, 6) == 5 && memcmp(buf, "world", 5) == 0);
	YES(pwrite(fd, "W", 1, 6) == 1);
	YES(lseek(fd, 0, SEEK_SET) == 0);
	YES(writev(fd, out, 2) == 4);
	YES(lseek(fd, 0, SEEK_SET) == 0);
	YES(readv(fd, in, 2) == 5);
	YES(memcmp(a, "ab", 2) == 0 && memcmp(b, "cdo", 3) == 0);
	YES(preadv(fd, in, 2, 1) == 5 && memcmp(a, "bc", 2) == 0);
	OK(ftruncate(fd, 5));
	OK(fstat(fd, &st));
	YES(st.st_size == 5);
	OK(fsync(fd));
	OK(fdatasync(fd));
	YES(read(fd, buf, 0) == 0);
	FAILS(EINVAL, lseek(fd, -1, SEEK_SET));
	FAILS(EFAULT, write(fd, (char *)8, 1));
	FAILS(EFAULT, pread(fd, (char *)8, 1, 0));
	FAILS(EFAULT, fstat(fd, (struct stat *)8));
	FAILS(EBADF, read(99, buf, 1));
}

static void
flags(int fd)
{
	int fd2;

	YES((fcntl(fd, F_GETFL) & ~O_LARGEFILE_BIT) == O_RDWR);
	OK(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
	YES((fcntl(fd, F_GETFL) & ~O_LARGEFILE_BIT) ==
	    (O_RDWR | O_APPEND | O_NONBLOCK));
	OK(fcntl(fd, F_SETFL, 0));
	fd2 = fcntl(fd, F_DUPFD, 50);
	YES(fd2 == 50 && fcntl(fd2, F_GETFD) == 0);
	OK(fcntl(fd2, F_SETFD, FD_CLOEXEC));
	YES(fcntl(fd2, F_GETFD) == FD_CLOEXEC);
	OK(close(fd2));
	fd2 = fcntl(fd, F_DUPFD_CLOEXEC, 60);
	YES(fd2 == 60 && fcntl(fd2, F_GETFD) == FD_CLOEXEC);
	OK(close(fd2));
	YES(dup3(fd, 70, O_CLOEXEC) == 70 && fcntl(70, F_GETFD) == FD_CLOEXEC);
	YES(dup2(fd, 70) == 70 && fcntl(70, F_GETFD) == 0);
	OK(close(70));
	FAILS(EBADF, close(70));
	FAILS(EINVAL, dup3(fd, fd, 0));
	FAILS(EBADF, dup2(99, 3));
	FAILS(EINVAL, fcntl(fd, 9999));
	FAILS(ENOTTY, ioctl(fd, TCGETS, buf));
	FAILS(ENOTTY, ioctl(fd, 0x1234, buf));
	FAILS(EBADF, ioctl(99, TCGETS, buf));
}

static int	locked_fd;

/* The parent has bytes 0 to 9. */
static int
child_locks(void)
{
	struct flock fl = { .l_type = F_WRLCK, .l_start = 5, .l_len = 1 };

	if (fcntl(locked_fd, F_SETLK, &fl) != -1 ||
	    (errno != EAGAIN && errno != EACCES))
		return (1);
	return (fcntl(locked_fd, F_GETLK, &fl) != 0 ||
	    fl.l_type != F_WRLCK || fl.l_pid != getppid() || fl.l_len != 10);
}

static void
locks(int fd, const char *path)
{
	struct flock fl = { .l_type = F_WRLCK, .l_len = 10 };
	int fd2;

	OK(fcntl(fd, F_SETLK, &fl));
	locked_fd = fd;
	YES(in_child(child_locks) == 0);
	fl.l_type = F_UNLCK;
	OK(fcntl(fd, F_SETLK, &fl));
	fd2 = open(path, O_RDWR);
	OK(flock(fd, LOCK_EX));
	FAILS(EAGAIN, flock(fd2, LOCK_EX | LOCK_NB));
	OK(flock(fd, LOCK_UN));
	OK(flock(fd2, LOCK_EX | LOCK_NB));
	OK(close(fd2));
}

static void
pipes(void)
{
	ssize_t n, total;
	int avail, fds[2];

	OK(pipe2(fds, O_NONBLOCK | O_CLOEXEC));
	YES(fcntl(fds[0], F_GETFD) == FD_CLOEXEC);
	FAILS(EAGAIN, read(fds[0], buf, 1));
	total = 0;
	while ((n = write(fds[1], buf, sizeof(buf))) > 0)
		total += n;
	YES(n == -1 && errno == EAGAIN && total >= 4096);
	OK(ioctl(fds[0], FIONREAD, &avail));
	YES(avail == total);
	FAILS(ESPIPE, lseek(fds[0], 0, SEEK_CUR));
	OK(close(fds[0]));
	signal(SIGPIPE, SIG_IGN);
	FAILS(EPIPE, write(fds[1], "x", 1));
	signal(SIGPIPE, SIG_DFL);
	OK(close(fds[1]));
	FAILS(EFAULT, syscall(SYS_pipe, 8));
	FAILS(EINVAL, pipe2(fds, O_APPEND));
}

/* More entries than one call returns, twice, and from the middle. */
static void
directories(int fd)
{
	struct dirent *de;
	DIR *dir;
	long middle;
	int dfd, i, n;

	OK(mkdir("many", 0700));
	for (i = 0; i < 700; i++) {
		snprintf(buf, sizeof(buf), "many/an-entry-with-a-long-name-%d",
		    i);
		OK(close(open(buf, O_CREAT | O_WRONLY, 0600)));
	}
	dir = opendir("many");
	middle = 0;
	for (n = 0; (de = readdir(dir)) != NULL; n++) {
		if (n == 299)
			middle = telldir(dir);
		YES(de->d_name[0] == '.' ? de->d_type == DT_DIR :
		    de->d_type == DT_REG);
	}
	YES(n == 702);
	seekdir(dir, middle);
	for (n = 0; readdir(dir) != NULL; n++)
		continue;
	YES(n == 402);
	rewinddir(dir);
	for (n = 0; readdir(dir) != NULL; n++)
		continue;
	YES(n == 702);
	closedir(dir);
	dfd = open("many", O_RDONLY | O_DIRECTORY);
	FAILS(EINVAL, syscall(SYS_getdents64, dfd, buf, 10));
	FAILS(ENOTDIR, syscall(SYS_getdents64, fd, buf, sizeof(buf)));
	FAILS(EISDIR, read(dfd, buf, 1));
	OK(close(dfd));
	OK(system("rm -r many"));
}

void
test_files(void)
{
	char dir[] = "/tmp/linuxtest.XXXXXX";
	struct statfs sf;
	int fd;

	YES(mkdtemp(dir) != NULL);
	OK(chdir(dir));
	fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0640);
	transfers(fd);
	flags(fd);
	locks(fd, "file");
	pipes();
	directories(fd);
	OK(fstatfs(fd, &sf));
	YES(sf.f_bsize > 0 && sf.f_blocks > 0 && sf.f_namelen >= 255);
	FAILS(ENOTSOCK, syscall(SYS_getpeername, fd, NULL, NULL));
	FAILS(EBADF, syscall(SYS_getpeername, 99, NULL, NULL));
	FAILS(EAFNOSUPPORT, syscall(SYS_socket, 1, 1, 0));
	OK(close(fd));
	OK(chdir("/"));
	snprintf(buf, sizeof(buf), "rm -r %s", dir);
	OK(system(buf));
}
