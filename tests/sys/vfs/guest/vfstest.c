/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vfstest GROUP [ROUNDS]: run one group of the checks of file systems and
 * devices, in a directory of its own, which the group leaves empty.
 */
#include <sys/stat.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "vfstest.h"

#define	ROUNDS	8000

int		failures;
const char	*topdir = "/tmp/vfstest";
int		rounds = ROUNDS;

int
make_file(const char *path, const char *text)
{
	size_t len = strlen(text);
	int error = 0, fd;

	fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
	if (fd == -1)
		return (-1);
	if (write(fd, text, len) != (ssize_t)len)
		error = -1;
	if (close(fd) != 0)
		error = -1;
	return (error);
}

bool
has_text(const char *path, const char *text)
{
	char buf[256];
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY);
	if (fd == -1)
		return (false);
	n = read(fd, buf, sizeof(buf));
	close(fd);
	return (n == (ssize_t)strlen(text) && memcmp(buf, text, n) == 0);
}

bool
child_ok(int pid)
{
	int status;

	return (pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
}

int
start_child(void (*func)(void))
{
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		failures = 0;
		func();
		_exit(failures != 0);
	}
	return (pid);
}

void
in_child(void (*func)(void))
{

	CHECK(child_ok(start_child(func)));
}

static void
run(void (*func)(void))
{

	umask(022);
	if (mkdir(topdir, 0755) != 0 || chdir(topdir) != 0)
		err(1, "%s", topdir);
	func();
	CHECK(chdir("/") == 0);
	CHECK(rmdir(topdir) == 0);
	if (failures == 0)
		printf("all ok\n");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char	*name;
		void		(*func)(void);
	} groups[] = {
		{ "access", test_access },
		{ "devices", test_devices },
		{ "directories", test_directories },
		{ "files", test_files },
		{ "locks", test_locks },
		{ "mounts", test_mounts },
		{ "names", test_names },
		{ "stress", test_stress },
	};
	size_t i;

	/* Nothing is said twice by children, nor lost in a crash. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3)
		rounds = atoi(argv[2]);
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (argc >= 2 && strcmp(argv[1], groups[i].name) == 0) {
			run(groups[i].func);
			return (failures != 0);
		}
	errx(64, "usage: vfstest access|devices|directories|files|locks|"
	    "mounts|names|stress [rounds]");
}
