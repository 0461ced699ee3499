/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * init(8): processes that own the console, and words to it.
 */

#include <sys/ioctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

/* Status of a child that could not become what it was to be. */
#define	EXEC_FAILED	127

/* A console session starts with this and nothing else. */
static char *const environment[] = {
	"HOME=" HOME_DIR,
	"LOGNAME=root",
	"USER=root",
	"PATH=/sbin:/bin:/usr/sbin:/usr/bin",
	"SHELL=" _PATH_BSHELL,
	"TERM=vt100",
	NULL
};

/*
 * Tell the console.  It is opened for each message and never kept, so that
 * init does not hold it as its controlling terminal.
 */
void
emergency(const char *fmt, ...)
{
	char buf[256];
	va_list ap;
	int fd, len;

	va_start(ap, fmt);
	len = vsnprintf(buf, sizeof(buf) - 1, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;
	if ((size_t)len > sizeof(buf) - 2)
		len = sizeof(buf) - 2;
	buf[len++] = '\n';

	if ((fd = open(_PATH_CONSOLE, O_WRONLY | O_NOCTTY)) < 0)
		return;
	(void)write(fd, "init: ", 6);
	(void)write(fd, buf, (size_t)len);
	(void)close(fd);
}

/*
 * In the child: a session of its own, whose terminal the console is.
 */
static void
own_console(void)
{
	int fd;

	(void)setsid();
	if ((fd = open(_PATH_CONSOLE, O_RDWR)) < 0)
		_exit(EXEC_FAILED);	/* there is nobody to tell */
	/* A console without terminal functions still serves as a file. */
	(void)ioctl(fd, TIOCSCTTY, NULL);
	(void)dup2(fd, STDIN_FILENO);
	(void)dup2(fd, STDOUT_FILENO);
	(void)dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

/*
 * Start a program in a new session on the console, in a directory if that is
 * there.  Returns its process id, or -1 with errno.
 */
pid_t
console_run(const char *dir, const char *path, const char *const argv[])
{
	sigset_t none;
	pid_t pid;

	if ((pid = fork()) != 0)
		return (pid);
	own_console();
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)chdir(dir);
	(void)execve(path, __DECONST(char *const *, argv), environment);
	emergency("can't run %s: %s", path, strerror(errno));
	_exit(EXEC_FAILED);
}

/*
 * Reap children, orphans among them, until this one ends; *status is then its
 * status and the result true.  False if a request came in first.
 */
bool
wait_for(pid_t pid, int *status)
{
	pid_t got;

	while (init_request() == REQ_NONE) {
		got = waitpid(-1, status, WNOHANG | WUNTRACED);
		if (got == 0)
			init_sleep();
		else if (got < 0)
			return (false);
		else if (got == pid && WIFSTOPPED(*status))
			(void)kill(pid, SIGCONT);	/* nobody else would */
		else if (got == pid)
			return (true);
	}
	return (false);
}
