/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * popen(3) and system(3): commands by the shell.
 */
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pipe {
	struct pipe	*next;
	FILE		*fp;
	pid_t		pid;
};

static struct pipe	*pipes;

static void __dead2
run_shell(const char *command)
{

	execl(_PATH_BSHELL, "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* In the child: the pipe's far end becomes descriptor std. */
static void __dead2
popen_child(int end, int std, const char *command)
{

	if (end != std)
		dup2(end, std);
	else
		fcntl(end, F_SETFD, 0);
	run_shell(command);
}

FILE *
popen(const char *command, const char *mode)
{
	struct pipe *p;
	int fds[2], ours, saved;

	if ((mode[0] != 'r' && mode[0] != 'w') || (p = malloc(sizeof(*p))) ==
	    NULL) {
		errno = EINVAL;
		return (NULL);
	}
	if (pipe2(fds, O_CLOEXEC) == -1)
		goto fail;
	ours = mode[0] == 'r' ? 0 : 1;
	p->fp = fdopen(fds[ours], mode[0] == 'r' ? "r" : "w");
	if (p->fp == NULL)
		goto fail_pipe;
	if ((p->pid = fork()) == 0)
		popen_child(fds[!ours], !ours, command);
	if (p->pid == -1)
		goto fail_pipe;
	close(fds[!ours]);
	p->next = pipes;
	pipes = p;
	return (p->fp);

fail_pipe:
	saved = errno;
	if (p->fp != NULL)
		fclose(p->fp);
	else
		close(fds[ours]);
	close(fds[!ours]);
	errno = saved;
fail:
	free(p);
	return (NULL);
}

static pid_t
wait_for(pid_t pid, int *status)
{
	pid_t got;

	while ((got = waitpid(pid, status, 0)) == -1 && errno == EINTR)
		continue;
	return (got);
}

int
pclose(FILE *fp)
{
	struct pipe **pp, *p;
	pid_t got;
	int status;

	for (pp = &pipes; (p = *pp) != NULL && p->fp != fp; pp = &p->next)
		continue;
	if (p == NULL) {
		errno = EBADF;
		return (-1);
	}
	*pp = p->next;
	fclose(fp);
	got = wait_for(p->pid, &status);
	free(p);
	return (got == -1 ? -1 : status);
}

int
system(const char *command)
{
	struct sigaction ignore, oldint, oldquit;
	sigset_t block, oldmask;
	pid_t pid;
	int status;

	if (command == NULL)
		return (access(_PATH_BSHELL, X_OK) == 0);
	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGINT, &ignore, &oldint);
	sigaction(SIGQUIT, &ignore, &oldquit);
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &oldmask);
	if ((pid = fork()) == 0) {
		sigaction(SIGINT, &oldint, NULL);
		sigaction(SIGQUIT, &oldquit, NULL);
		sigprocmask(SIG_SETMASK, &oldmask, NULL);
		run_shell(command);
	}
	if (pid == -1 || wait_for(pid, &status) == -1)
		status = -1;
	sigaction(SIGINT, &oldint, NULL);
	sigaction(SIGQUIT, &oldquit, NULL);
	sigprocmask(SIG_SETMASK, &oldmask, NULL);
	return (status);
}
