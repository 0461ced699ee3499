/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of processes, signals, times and the system.
 */
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <kenv.h>
#include <libutil.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "libctest.h"

static volatile sig_atomic_t	caught;

static void
catch(int sig)
{

	caught = sig;
}

static void
check_commands(void)
{
	char line[40];
	FILE *fp;
	pid_t pid;
	int status;

	status = system("exit 3");
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
	status = system("kill -9 $$");
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	CHECK((fp = popen("echo $((6 * 7))", "r")) != NULL);
	CHECK_STR(fgets(line, sizeof(line), fp), "42\n");
	CHECK(pclose(fp) == 0);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		execlp("sh", "sh", "-c", "exit 5", (char *)NULL);
		_exit(99);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 5);
	CHECK(execlp("no-such-command", "x", (char *)NULL) == -1 &&
	    errno == ENOENT);
	CHECK(wait(&status) == -1 && errno == ECHILD);
}

/* What was lost before the last write is noticed, too. */
static void
check_output(void)
{
	pid_t pid;
	int status;

	fflush(stdout);
	if ((pid = fork()) == 0) {
		freopen("/dev/null", "w", stderr);
		freopen("/dev/full", "w", stdout);
		setvbuf(stdout, NULL, _IONBF, 0);
		printf("lost\n");
		flush_stdout();
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == EXIT_FAILURE);
}

static void
check_signals(void)
{
	struct timespec second = { 1, 0 }, left;
	sigset_t set, old, pending;
	int sig;

	CHECK(signal(SIGUSR1, catch) == SIG_DFL);
	CHECK(raise(SIGUSR1) == 0 && caught == SIGUSR1);
	CHECK(signal(SIGUSR1, SIG_DFL) == catch);
	CHECK(sigemptyset(&set) == 0 && sigaddset(&set, SIGUSR2) == 0);
	CHECK(sigaddset(&set, 200) == -1 && errno == EINVAL);
	CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0);
	CHECK(sigismember(&old, SIGUSR2) == 0);
	CHECK(raise(SIGUSR2) == 0 && sigpending(&pending) == 0);
	CHECK(sigismember(&pending, SIGUSR2) == 1);
	CHECK(sigwait(&set, &sig) == 0 && sig == SIGUSR2);
	CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0);

	signal(SIGALRM, catch);
	siginterrupt(SIGALRM, 1);
	CHECK(ualarm(20000, 0) == 0);
	CHECK(nanosleep(&second, &left) == -1 && errno == EINTR);
	CHECK(caught == SIGALRM && left.tv_sec == 0 && left.tv_nsec > 0);
}

static void
check_times(void)
{
	struct timespec a, b;
	struct timeval tv;
	struct rusage ru;
	struct tm tm;
	time_t day;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	CHECK(usleep(20000) == 0);
	CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
	timespecsub(&b, &a, &b);
	CHECK(b.tv_sec > 0 || b.tv_nsec >= 20000000);
	CHECK(gettimeofday(&tv, NULL) == 0 && tv.tv_sec > 1600000000);
	CHECK(getrusage(RUSAGE_SELF, &ru) == 0);
	day = 86400;
	CHECK(gmtime_r(&day, &tm) != NULL && tm.tm_mday == 2 &&
	    tm.tm_year == 70);
	CHECK(timegm(&tm) == day);
}

static void
check_descriptors(void)
{
	struct pollfd pfd;
	char buf[4];
	int fds[2];

	CHECK(pipe(fds) == 0);
	pfd.fd = fds[0];
	pfd.events = POLLIN;
	CHECK(poll(&pfd, 1, 0) == 0);
	CHECK(write(fds[1], "abc", 3) == 3);
	CHECK(poll(&pfd, 1, 1000) == 1 && (pfd.revents & POLLIN));
	CHECK(read(fds[0], buf, sizeof(buf)) == 3);
	CHECK(close(fds[1]) == 0 && read(fds[0], buf, sizeof(buf)) == 0);
	CHECK(close(fds[0]) == 0 && close(fds[0]) == -1 && errno == EBADF);
	CHECK(isatty(open("/dev/null", O_RDWR)) == 0 && errno == ENOTTY);
}

static void
check_system(void)
{
	struct statfs *mounts;
	struct utsname u;
	char value[KENV_MVALLEN + 1];
	size_t len;
	void *p;
	int mib[CTL_MAXNAME], physmem[2] = { 0, 0 };

	CHECK(uname(&u) == 0);
	CHECK_STR(u.sysname, "kld");
	CHECK_STR(u.machine, "amd64");
	len = sizeof(physmem);
	CHECK(sysctlbyname("hw.physmem", physmem, &len, NULL, 0) == 0);
	CHECK(len == sizeof(long) && physmem[0] != 0);
	len = CTL_MAXNAME;
	CHECK(sysctlnametomib("kern.ostype", mib, &len) == 0 && len == 2);
	CHECK(sysctlbyname("no.such.name", NULL, NULL, NULL, 0) == -1 &&
	    errno == ENOENT);
	CHECK(kenv(KENV_SET, "libctest", "x y", 4) == 0);
	CHECK(kenv(KENV_GET, "libctest", value, sizeof(value)) == 4);
	CHECK_STR(value, "x y");
	CHECK(kenv(KENV_UNSET, "libctest", NULL, 0) == 0);
	CHECK(getmntinfo(&mounts, MNT_NOWAIT) >= 2);
	CHECK_STR(mounts[0].f_mntonname, "/");
	CHECK(getentropy(value, 16) == 0);
	CHECK(sysconf(_SC_PAGESIZE) == 4096 && getpagesize() == 4096);
	p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE,
	    -1, 0);
	CHECK(p != MAP_FAILED && *(int *)p == 0);
	CHECK(mprotect(p, 4096, PROT_READ) == 0 && munmap(p, 8192) == 0);
}

void
test_processes(void)
{

	check_commands();
	check_output();
	check_signals();
	check_times();
	check_descriptors();
	check_system();
}
