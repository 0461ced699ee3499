/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Identities and privileges, limits, clocks, and calls that there are not.
 */
#define	_GNU_SOURCE
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linuxtest.h"

static void
names(void)
{
	struct sysinfo si;
	struct utsname un;

	OK(uname(&un));
	YES(strcmp(un.sysname, "Linux") == 0);
	YES(strcmp(un.machine, "x86_64") == 0);
	OK(sysinfo(&si));
	YES(si.totalram > 0 && si.freeram > 0 && si.freeram <= si.totalram);
	YES(si.procs >= 2);
}

static int
child_drops_root(void)
{
	gid_t group = 7;

	if (setgroups(1, &group) != 0 || setresgid(7, 7, 7) != 0 ||
	    setresuid(5, 5, 5) != 0)
		return (1);
	if (getuid() != 5 || geteuid() != 5 || getegid() != 7)
		return (2);
	if (setuid(0) != -1 || errno != EPERM)
		return (3);
	if (open("/etc/passwd", O_WRONLY) != -1 || errno != EACCES)
		return (4);
	if (kill(1, SIGTERM) != -1 || errno != EPERM)
		return (5);
	if (sethostname("x", 1) != -1 || errno != EPERM)
		return (6);
	return (0);
}

static int
child_nice(void)
{

	return (setpriority(PRIO_PROCESS, 0, 5) != 0 ||
	    getpriority(PRIO_PROCESS, 0) != 5);
}

/* The descriptors end where the limit says. */
static int
child_limited(void)
{
	struct rlimit rl;
	int fd, last;

	if (getrlimit(RLIMIT_NOFILE, &rl) != 0 || rl.rlim_cur < 64)
		return (1);
	rl.rlim_cur = 32;
	if (setrlimit(RLIMIT_NOFILE, &rl) != 0)
		return (2);
	last = -1;
	while ((fd = dup(0)) >= 0)
		last = fd;
	return (errno != EMFILE || last != 31);
}

static void
clocks(void)
{
	struct timespec ts;
	double start;
	int clock;

	for (clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock++)
		OK(clock_gettime(clock, &ts));
	FAILS(EINVAL, clock_gettime(99, &ts));
	OK(clock_getres(CLOCK_MONOTONIC, &ts));
	OK(clock_gettime(CLOCK_REALTIME, &ts));
	YES(ts.tv_sec > 1600000000);
	YES(time(NULL) - ts.tv_sec <= 1);

	start = seconds();
	ts.tv_sec = 0;
	ts.tv_nsec = 50000000;
	OK(clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, NULL));
	YES(seconds() - start >= 0.05);
	OK(clock_gettime(CLOCK_MONOTONIC, &ts));
	ts.tv_sec++;
	start = seconds();
	OK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL));
	YES(seconds() - start >= 0.9);
	ts.tv_nsec = -1;
	YES(clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, NULL) == EINVAL);
}

static void
random_bytes(void)
{
	unsigned char bytes[300];
	size_t i;
	int any;

	memset(bytes, 0, sizeof(bytes));
	YES(syscall(SYS_getrandom, bytes, sizeof(bytes), 0) == 300);
	any = 0;
	for (i = 250; i < sizeof(bytes); i++)
		any |= bytes[i];
	YES(any != 0);
	FAILS(EINVAL, syscall(SYS_getrandom, bytes, 10, 0x100));
	FAILS(EFAULT, syscall(SYS_getrandom, 8, 10, 0));
}

void
test_system(void)
{
	struct rlimit rl;
	cpu_set_t cpus;

	names();
	YES(in_child(child_drops_root) == 0);
	YES(in_child(child_nice) == 0);
	YES(in_child(child_limited) == 0);
	OK(getrlimit(RLIMIT_MSGQUEUE, &rl));
	FAILS(EINVAL, getrlimit(99, &rl));
	clocks();
	random_bytes();
	OK(sched_getaffinity(0, sizeof(cpus), &cpus));
	YES(CPU_COUNT(&cpus) >= 1);
	OK(sched_yield());
	FAILS(ENOSYS, syscall(335));
	FAILS(ENOSYS, syscall(9999));
	FAILS(ENOSYS, syscall(-1));
	FAILS(EPERM, syscall(SYS_arch_prctl, 0x1002, 1UL << 60));
}
