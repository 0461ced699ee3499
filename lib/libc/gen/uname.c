/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uname(3), gethostname(3), sysconf(3) and others that ask sysctl(3).
 */
#include <sys/param.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/utsname.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define	PAGE_BYTES	4096		/* amd64 */

/* A string of the kernel; what does not fit is cut off. */
static int
ask(const char *name, char *buf, size_t size)
{
	size_t len;

	len = size - 1;
	if (sysctlbyname(name, buf, &len, NULL, 0) == -1 && errno != ENOMEM)
		return (-1);
	buf[len < size ? len : size - 1] = '\0';
	return (0);
}

int
uname(struct utsname *u)
{
	char *p;

	memset(u, 0, sizeof(*u));
	if (ask("kern.ostype", u->sysname, SYS_NMLN) == -1 ||
	    ask("kern.hostname", u->nodename, SYS_NMLN) == -1 ||
	    ask("kern.osrelease", u->release, SYS_NMLN) == -1 ||
	    ask("kern.version", u->version, SYS_NMLN) == -1 ||
	    ask("hw.machine", u->machine, SYS_NMLN) == -1)
		return (-1);
	for (p = u->version; *p != '\0'; p++)
		if (*p == '\n')
			*p = p[1] == '\0' ? '\0' : ' ';
	return (0);
}

int
gethostname(char *name, size_t size)
{

	if (size == 0) {
		errno = EINVAL;
		return (-1);
	}
	return (ask("kern.hostname", name, size));
}

int
sethostname(const char *name, size_t len)
{

	return (sysctlbyname("kern.hostname", NULL, NULL, name, len));
}

int
getpagesize(void)
{

	return (PAGE_BYTES);
}

static long
ask_long(const char *name)
{
	size_t len;
	long value;

	value = 0;
	len = sizeof(value);
	if (sysctlbyname(name, &value, &len, NULL, 0) == -1)
		return (-1);
	return (len == sizeof(int) ? (long)(int)value : value);
}

long
sysconf(int name)
{
	struct rlimit rl;

	switch (name) {
	case _SC_ARG_MAX:
		return (ARG_MAX);
	case _SC_NGROUPS_MAX:
		return (NGROUPS_MAX);
	case _SC_CHILD_MAX:
	case _SC_OPEN_MAX:
		if (getrlimit(name == _SC_OPEN_MAX ? RLIMIT_NOFILE :
		    RLIMIT_NPROC, &rl) == -1)
			return (-1);
		return (rl.rlim_cur == RLIM_INFINITY ? -1 : rl.rlim_cur);
	case _SC_CLK_TCK:
		return (1000);		/* newlib's CLOCKS_PER_SEC */
	case _SC_PAGESIZE:
		return (PAGE_BYTES);
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return (ask_long("hw.ncpu"));
	case _SC_PHYS_PAGES:
		return (ask_long("hw.physmem") / PAGE_BYTES);
	case _SC_IOV_MAX:
		return (IOV_MAX);
	case _SC_LOGIN_NAME_MAX:
		return (MAXLOGNAME);
	case _SC_HOST_NAME_MAX:
		return (MAXHOSTNAMELEN - 1);
	}
	errno = EINVAL;
	return (-1);
}

/* At most 256 bytes, as POSIX says. */
int
getentropy(void *buf, size_t len)
{
	ssize_t n;

	if (len > 256) {
		errno = EIO;
		return (-1);
	}
	for (; len > 0; buf = (char *)buf + n, len -= n)
		if ((n = getrandom(buf, len, 0)) == -1)
			return (-1);
	return (0);
}
