/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A terminal: lines, editing, modes, job control.  It is the serial port that
 * tools/vm has for standard error; what is typed comes from TIOCSTI.
 */
#include <sys/ioctl.h>
#include <sys/ttycom.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <termios.h>
#include "proctest.h"

#define	TERMINAL	"/dev/ttyu3"

static int tty;

static void
type(const char *text)
{

	for (; *text != '\0'; text++)
		CHECK(ioctl(tty, TIOCSTI, text) == 0);
}

/* A line that is typed reads as this. */
static void
check_line(const char *typed, const char *wanted)
{
	char buf[256];
	ssize_t n;

	type(typed);
	n = read(tty, buf, sizeof(buf));
	CHECK(n == (ssize_t)strlen(wanted) &&
	    memcmp(buf, wanted, strlen(wanted)) == 0);
}

static void
set_mode(tcflag_t lflag, int min, int time)
{
	struct termios t;

	CHECK(tcgetattr(tty, &t) == 0);
	t.c_lflag = lflag;
	t.c_iflag |= ICRNL;
	t.c_cc[VMIN] = (cc_t)min;
	t.c_cc[VTIME] = (cc_t)time;
	CHECK(tcsetattr(tty, TCSAFLUSH, &t) == 0);
}

static void
check_editing(void)
{
	char buf[8];

	set_mode(ICANON | ISIG | IEXTEN, 1, 0);
	check_line("one\n", "one\n");
	check_line("return\r", "return\n");
	check_line("abc\x7f\x7fxy\n", "axy\n");
	check_line("one two\x17three\n", "one three\n");
	check_line("all gone\x15new\n", "new\n");
	check_line("\x16\x03\n", "\x03\n");
	/* End of file, after what stands there and alone. */
	check_line("part\x04", "part");
	type("\x04");
	CHECK(read(tty, buf, sizeof(buf)) == 0);
	/* A line is read in pieces, two lines are two reads. */
	type("12345\nx\n");
	CHECK(read(tty, buf, 3) == 3 && memcmp(buf, "123", 3) == 0);
	CHECK(read(tty, buf, sizeof(buf)) == 3 && memcmp(buf, "45\n", 3) == 0);
	CHECK(read(tty, buf, sizeof(buf)) == 2 && memcmp(buf, "x\n", 2) == 0);
}

static void
check_raw(void)
{
	char buf[8];
	int n;

	set_mode(0, 1, 0);
	type("a\x03");
	CHECK(ioctl(tty, FIONREAD, &n) == 0 && n == 2);
	CHECK(read(tty, buf, sizeof(buf)) == 2 && memcmp(buf, "a\x03", 2) == 0);
	set_mode(0, 0, 0);
	CHECK(read(tty, buf, sizeof(buf)) == 0);
	set_mode(0, 0, 1);
	CHECK(read(tty, buf, sizeof(buf)) == 0);
	set_mode(0, 3, 0);
	type("xyz");
	CHECK(read(tty, buf, sizeof(buf)) == 3);
}

static void
check_size(void)
{
	struct winsize ws, was;

	CHECK(ioctl(tty, TIOCGWINSZ, &was) == 0);
	catch_signal(SIGWINCH, 0);
	ws = was;
	ws.ws_row = 12;
	CHECK(ioctl(tty, TIOCSWINSZ, &ws) == 0);
	CHECK(caught == SIGWINCH);
	ws.ws_row = 0;
	CHECK(ioctl(tty, TIOCGWINSZ, &ws) == 0 && ws.ws_row == 12);
	CHECK(ioctl(tty, TIOCSWINSZ, &was) == 0);
}

static void
run_job(void *arg)
{
	void (**func)(void *) = arg;

	/* The one of parent and child that is first has to do it. */
	setpgid(0, 0);
	signal(SIGTTOU, SIG_DFL);
	(*func)(NULL);
}

/* A child in a group of its own, in the background. */
static pid_t
start_job(void (*func)(void *))
{
	pid_t pid;

	pid = start(run_job, &func);
	CHECK(setpgid(pid, pid) == 0);
	return (pid);
}

static void
check_keys(void)
{
	int status;
	pid_t pid;

	set_mode(ICANON | ISIG | IEXTEN, 1, 0);
	pid = start_job(sleep_forever);
	CHECK(tcsetpgrp(tty, pid) == 0 && tcgetpgrp(tty) == pid);
	type("\x1a");
	CHECK(waitpid(pid, &status, WUNTRACED) == pid);
	CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP);
	kill(pid, SIGCONT);
	type("\x03");
	status = status_of(pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
	pid = start_job(sleep_forever);
	CHECK(tcsetpgrp(tty, pid) == 0);
	type("\x1c");
	CHECK(WTERMSIG(status_of(pid)) == SIGQUIT);
	CHECK(tcsetpgrp(tty, getpgrp()) == 0);
}

static void
read_terminal(void *arg __unused)
{
	char c;

	CHECK(read(tty, &c, 1) == 1 && c == 'x');
}

static void
change_terminal(void *arg __unused)
{
	struct termios t;

	CHECK(tcgetattr(tty, &t) == 0);
	CHECK(tcsetattr(tty, TCSANOW, &t) == 0);
}

/* A background job stops when it reads or changes the terminal. */
static void
check_background(void (*func)(void *), int sig)
{
	int status;
	pid_t pid;

	pid = start_job(func);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid);
	CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == sig);
	CHECK(tcsetpgrp(tty, pid) == 0);
	kill(pid, SIGCONT);
	if (sig == SIGTTIN)
		type("x\n");
	CHECK(status_of(pid) == 0);
	CHECK(tcsetpgrp(tty, getpgrp()) == 0);
	CHECK(tcflush(tty, TCIFLUSH) == 0);
}

static void
wait_for_hangup(void *arg)
{
	int *fd = arg;
	char c;

	catch_signal(SIGHUP, 0);
	say_ready(fd);
	while (caught == 0)
		usleep(SHORT_USEC);
	CHECK(read(tty, &c, 1) == 0);
	CHECK_ERROR(open("/dev/tty", O_RDWR), ENXIO);
	CHECK(write(fd[1], failures == 0 ? "y" : "n", 1) == 1);
}

static void
use_terminal(void *arg)
{
	int *fd = arg;

	CHECK(setsid() == getpid());
	tty = open(TERMINAL, O_RDWR | O_NOCTTY);
	CHECK(tty >= 0 && ioctl(tty, TIOCSCTTY, NULL) == 0);
	CHECK(tcgetpgrp(tty) == getpgrp());
	check_editing();
	check_raw();
	check_size();
	/* As a shell: it takes the foreground back from behind. */
	signal(SIGTTOU, SIG_IGN);
	check_keys();
	check_background(read_terminal, SIGTTIN);
	check_background(change_terminal, SIGTTOU);
	(void)start(wait_for_hangup, fd);
	wait_ready(fd);
}

/* A session's end hangs its terminal up for those who are left. */
void
test_terminals(void)
{
	int fd[2];
	char c;

	CHECK(pipe(fd) == 0);
	CHECK(run(use_terminal, fd) == 0);
	close(fd[1]);
	CHECK(read(fd[0], &c, 1) == 1 && c == 'y');
	close(fd[0]);
}
