/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execve(2): arguments, environment, scripts, refusals.
 */
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include "proctest.h"

#define	SCRIPT		"/tmp/proctest.script"
#define	SCRIPT2		"/tmp/proctest.script2"
#define	BAD		"/tmp/proctest.bad"

/* What executed() returns for what it finds. */
#define	STATUS_ARGS	33
#define	STATUS_SCRIPT	34
#define	STATUS_LONG	35

#define	LONG_ARG	200000

static char *args[] = { "proctest", "echo", "one", "two", NULL };
static char *env[] = { "A=b", NULL };

int
executed(int argc, char **argv)
{
	const char *a;

	a = getenv("A");
	if (strcmp(argv[1], "echo") == 0 && argc == 4 &&
	    strcmp(argv[2], "one") == 0 && strcmp(argv[3], "two") == 0 &&
	    a != NULL && strcmp(a, "b") == 0)
		return (STATUS_ARGS);
	/* As a script has it: its interpreter's argument, its path, the rest. */
	if (strcmp(argv[1], "echo") == 0 && argc == 5 &&
	    strcmp(argv[2], SCRIPT) == 0 && strcmp(argv[3], "one") == 0)
		return (STATUS_SCRIPT);
	if (strcmp(argv[1], "long") == 0)
		return (strlen(argv[2]) == LONG_ARG ? STATUS_LONG : 1);
	if (strcmp(argv[1], "setuid") == 0)
		return (geteuid() != 0 || getuid() != 1000);
	return (1);
}

/* Execute path in a child: the exit status. */
static int
execute(const char *path, char **argv)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		execve(path, argv, env);
		_exit(99);
	}
	status = status_of(pid);
	return (WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static void
check_ways(void)
{
	int fd, status;
	pid_t pid;

	CHECK(execute(PROGRAM, args) == STATUS_ARGS);
	pid = vfork();
	if (pid == 0) {
		execve(PROGRAM, args, env);
		_exit(99);
	}
	status = status_of(pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_ARGS);

	/* A program that runs cannot be written. */
	CHECK_ERROR(open(PROGRAM, O_WRONLY), ETXTBSY);
	fd = open(PROGRAM, O_RDONLY);
	pid = fork();
	if (pid == 0) {
		fexecve(fd, args, env);
		_exit(99);
	}
	CHECK(WEXITSTATUS(status_of(pid)) == STATUS_ARGS);
	close(fd);
}

static void
write_script(const char *path, const char *text)
{

	write_file(path, text, strlen(text), 0755);
}

static void
check_scripts(void)
{

	write_script(SCRIPT, "#! " PROGRAM "  echo  \nfoo\n");
	CHECK(execute(SCRIPT, args + 1) == STATUS_SCRIPT);
	write_script(SCRIPT2, "#!" SCRIPT "\n");
	CHECK_ERROR(execve(SCRIPT2, args, env), ENOEXEC);
	write_script(SCRIPT2, "#!/nowhere\n");
	CHECK_ERROR(execve(SCRIPT2, args, env), ENOENT);
	write_script(SCRIPT2, "#!\n");
	CHECK_ERROR(execve(SCRIPT2, args, env), ENOEXEC);
	CHECK(unlink(SCRIPT) == 0 && unlink(SCRIPT2) == 0);
}

static void
check_refusals(void)
{
	char *bad_arg[] = { BAD_POINTER, NULL };

	write_script(BAD, "hello");
	CHECK_ERROR(execve(BAD, args, env), ENOEXEC);
	CHECK(chmod(BAD, 0644) == 0);
	CHECK_ERROR(execve(BAD, args, env), EACCES);
	CHECK(unlink(BAD) == 0);
	CHECK_ERROR(execve(BAD, args, env), ENOENT);
	CHECK_ERROR(execve("/tmp", args, env), EACCES);
	CHECK_ERROR(execve(BAD_POINTER, args, env), EFAULT);
	CHECK_ERROR(execve(PROGRAM, BAD_POINTER, env), EFAULT);
	CHECK_ERROR(execve(PROGRAM, args, BAD_POINTER), EFAULT);
	CHECK_ERROR(execve(PROGRAM, bad_arg, env), EFAULT);
}

static void
check_long(void)
{
	char *argv[] = { "proctest", "long", NULL, NULL };
	char *arg;

	arg = malloc(3 * LONG_ARG);
	if (arg == NULL)
		err(1, "malloc");
	memset(arg, 'x', 3 * LONG_ARG);
	arg[3 * LONG_ARG - 1] = '\0';
	argv[2] = arg;
	CHECK_ERROR(execve(PROGRAM, argv, env), E2BIG);
	arg[LONG_ARG] = '\0';
	CHECK(execute(PROGRAM, argv) == STATUS_LONG);
	free(arg);
}

/* Descriptors and handlers: what stays and what goes. */
static void
check_close_on_exec(void)
{
	char *argv[] = { "sh", "-c",
	    "[ ! -e /dev/fd/20 ] && echo kept >&21", NULL };
	char buf[8];
	int fd[2];

	CHECK(pipe(fd) == 0);
	CHECK(fcntl(fd[1], F_DUPFD_CLOEXEC, 20) == 20);
	CHECK(dup2(fd[1], 21) == 21);
	(void)execute("/bin/sh", argv);
	close(20);
	close(21);
	close(fd[1]);
	CHECK(read(fd[0], buf, sizeof(buf)) == 5);
	close(fd[0]);
}

void
test_exec(void)
{

	check_ways();
	check_scripts();
	check_refusals();
	check_long();
	check_close_on_exec();
}
