/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * syslog(3): one line for each message, to the console.
 */
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#define	LINE_SIZE	1024

static const char	*log_ident;
static int		log_options;
static int		log_mask = LOG_UPTO(LOG_DEBUG);
static int		log_fd = -1;

static int
log_open(void)
{

	if (log_fd == -1)
		log_fd = open(_PATH_CONSOLE, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	return (log_fd);
}

void
openlog(const char *ident, int options, int facility __unused)
{

	log_ident = ident;
	log_options = options;
	if (options & LOG_NDELAY)
		log_open();
}

void
closelog(void)
{

	if (log_fd != -1)
		close(log_fd);
	log_fd = -1;
	log_ident = NULL;
}

int
setlogmask(int mask)
{
	int old;

	old = log_mask;
	if (mask != 0)
		log_mask = mask;
	return (old);
}

void
vsyslog(int pri, const char *fmt, va_list ap)
{
	char line[LINE_SIZE];
	size_t n;
	int saved;

	saved = errno;
	if ((LOG_MASK(LOG_PRI(pri)) & log_mask) == 0)
		return;
	n = snprintf(line, sizeof(line), "%s",
	    log_ident != NULL ? log_ident : getprogname());
	if (n < sizeof(line) && (log_options & LOG_PID))
		n += snprintf(line + n, sizeof(line) - n, "[%d]", getpid());
	if (n < sizeof(line))
		n += strlcpy(line + n, ": ", sizeof(line) - n);
	errno = saved;		/* for %m */
	if (n < sizeof(line))
		n += vsnprintf(line + n, sizeof(line) - n, fmt, ap);
	if (n > sizeof(line) - 2)
		n = sizeof(line) - 2;
	if (line[n - 1] != '\n')
		line[n++] = '\n';
	if (log_options & LOG_PERROR)
		write(STDERR_FILENO, line, n);
	if (log_open() != -1)
		write(log_fd, line, n);
	errno = saved;
}

void
syslog(int pri, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsyslog(pri, fmt, ap);
	va_end(ap);
}
