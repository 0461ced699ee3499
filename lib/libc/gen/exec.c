/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execl(3), execvp(3) and the others, over execve(2).
 */
#include <alloca.h>
#include <errno.h>
#include <paths.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <limits.h>
#include <unistd.h>

extern char	**environ;

/* Count the arguments behind arg, then put them into argv. */
#define	COUNT_ARGS(n, arg, ap) do {					\
	va_start(ap, arg);						\
	for ((n) = 1; va_arg(ap, char *) != NULL; (n)++)		\
		continue;						\
	va_end(ap);							\
} while (0)

static void
collect(const char *arg, va_list *ap, char **argv)
{

	*argv++ = __DECONST(char *, arg);
	while ((*argv++ = va_arg(*ap, char *)) != NULL)
		continue;
}

int
execl(const char *path, const char *arg, ...)
{
	va_list ap;
	char **argv;
	int n;

	COUNT_ARGS(n, arg, ap);
	argv = alloca((n + 1) * sizeof(*argv));
	va_start(ap, arg);
	collect(arg, &ap, argv);
	va_end(ap);
	return (execve(path, argv, environ));
}

int
execle(const char *path, const char *arg, ...)
{
	va_list ap;
	char **argv, **envp;
	int n;

	COUNT_ARGS(n, arg, ap);
	argv = alloca((n + 1) * sizeof(*argv));
	va_start(ap, arg);
	collect(arg, &ap, argv);
	envp = va_arg(ap, char **);
	va_end(ap);
	return (execve(path, argv, envp));
}

int
execlp(const char *file, const char *arg, ...)
{
	va_list ap;
	char **argv;
	int n;

	COUNT_ARGS(n, arg, ap);
	argv = alloca((n + 1) * sizeof(*argv));
	va_start(ap, arg);
	collect(arg, &ap, argv);
	va_end(ap);
	return (execvp(file, argv));
}

int
execv(const char *path, char *const argv[])
{

	return (execve(path, argv, environ));
}

int
execvp(const char *file, char *const argv[])
{

	return (execvpe(file, argv, environ));
}

int
execvP(const char *file, const char *search, char *const argv[])
{
	char path[PATH_MAX];
	const char *end;
	size_t dirlen, filelen;
	int denied;

	if (strchr(file, '/') != NULL)
		return (execve(file, argv, environ));
	filelen = strlen(file);
	denied = 0;
	for (; search != NULL; search = end != NULL ? end + 1 : NULL) {
		end = strchr(search, ':');
		dirlen = end != NULL ? (size_t)(end - search) : strlen(search);
		if (filelen == 0 || dirlen + filelen + 2 > sizeof(path))
			continue;
		memcpy(path, search, dirlen);
		if (dirlen > 0)
			path[dirlen++] = '/';
		memcpy(path + dirlen, file, filelen + 1);
		execve(path, argv, environ);
		if (errno == EACCES)
			denied = 1;
		else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
			return (-1);
	}
	errno = denied ? EACCES : ENOENT;
	return (-1);
}

int
execvpe(const char *file, char *const argv[], char *const envp[])
{
	const char *search;
	char **saved;
	int ret;

	if ((search = getenv("PATH")) == NULL)
		search = _PATH_DEFPATH;
	saved = environ;
	environ = __DECONST(char **, envp);
	ret = execvP(file, search, argv);
	environ = saved;
	return (ret);
}
