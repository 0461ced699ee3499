/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The strings of an execve(2), copied once from the old program.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/imgact.h>
#include <sys/malloc.h>
#include <sys/uio.h>

static MALLOC_DEFINE(M_EXECARGS, "exec-args", "arguments of execve");

#define	EXEC_ARGS_FIRST	4096	/* most calls need no more */

/*
 * Start with an empty set of strings.
 */
int
exec_alloc_args(struct image_args *args)
{

	memset(args, 0, sizeof(*args));
	args->fd = -1;
	args->buflen = EXEC_ARGS_FIRST;
	args->buf = malloc(args->buflen, M_EXECARGS, M_WAITOK);
	args->begin_argv = args->endp = args->buf;
	args->stringspace = ARG_MAX;
	return (0);
}

void
exec_free_args(struct image_args *args)
{

	free(args->buf, M_EXECARGS);
	args->buf = NULL;
}

static char *
rebase(char *p, const char *from, char *to)
{

	return (p == NULL ? NULL : to + (p - from));
}

/*
 * Make room for need more bytes behind endp.
 */
static void
exec_args_grow(struct image_args *args, size_t need)
{
	char *buf;
	size_t len, used;

	used = args->endp - args->buf;
	if (used + need <= args->buflen)
		return;
	for (len = args->buflen; len < used + need; len *= 2)
		continue;
	buf = malloc(len, M_EXECARGS, M_WAITOK);
	memcpy(buf, args->buf, used);
	args->fname = rebase(args->fname, args->buf, buf);
	args->begin_argv = rebase(args->begin_argv, args->buf, buf);
	args->begin_envv = rebase(args->begin_envv, args->buf, buf);
	args->endp = rebase(args->endp, args->buf, buf);
	free(args->buf, M_EXECARGS);
	args->buf = buf;
	args->buflen = len;
}

/*
 * Append a string with its NUL, at most limit bytes; ENAMETOOLONG if it is
 * longer.
 */
static int
exec_args_append(struct image_args *args, const char *str,
    enum uio_seg segflg, size_t limit)
{
	size_t len, room;
	int error;

	for (;;) {
		room = MIN(limit, args->buflen - (args->endp - args->buf));
		if (room == 0)
			error = ENAMETOOLONG;
		else if (segflg == UIO_SYSSPACE)
			error = copystr(str, args->endp, room, &len);
		else
			error = copyinstr(str, args->endp, room, &len);
		if (error != ENAMETOOLONG)
			break;
		if (room >= limit)
			return (error);
		exec_args_grow(args, room + 1);
	}
	if (error == 0)
		args->endp += len;
	return (error);
}

/*
 * The name of the program; before any argument.
 */
int
exec_args_add_fname(struct image_args *args, const char *fname,
    enum uio_seg segflg)
{
	int error;

	KASSERT(args->endp == args->buf, ("the file name comes first"));
	if (fname != NULL) {
		error = exec_args_append(args, fname, segflg, MAXPATHLEN);
		if (error != 0)
			return (error);
		args->fname = args->buf;
	}
	args->begin_argv = args->endp;
	return (0);
}

static int
exec_args_add_str(struct image_args *args, const char *str,
    enum uio_seg segflg, int *countp)
{
	char *start;
	size_t before;
	int error;

	before = args->endp - args->buf;
	error = exec_args_append(args, str, segflg, args->stringspace);
	if (error != 0)
		return (error == ENAMETOOLONG ? E2BIG : error);
	start = args->buf + before;
	args->stringspace -= args->endp - start;
	(*countp)++;
	return (0);
}

int
exec_args_add_arg(struct image_args *args, const char *argp,
    enum uio_seg segflg)
{

	KASSERT(args->envc == 0, ("an argument after the environment"));
	return (exec_args_add_str(args, argp, segflg, &args->argc));
}

int
exec_args_add_env(struct image_args *args, const char *envp,
    enum uio_seg segflg)
{

	if (args->begin_envv == NULL)
		args->begin_envv = args->endp;
	return (exec_args_add_str(args, envp, segflg, &args->envc));
}

char *
exec_args_get_begin_envv(struct image_args *args)
{

	return (args->envc > 0 ? args->begin_envv : args->endp);
}

int
exec_args_adjust_args(struct image_args *args, size_t consume, ssize_t extend)
{
	ssize_t offset;

	offset = extend - (ssize_t)consume;
	if (offset > args->stringspace)
		return (E2BIG);
	if (offset > 0)
		exec_args_grow(args, offset);
	memmove(args->begin_argv + extend, args->begin_argv + consume,
	    args->endp - args->begin_argv - consume);
	if (args->begin_envv != NULL)
		args->begin_envv += offset;
	args->endp += offset;
	args->stringspace -= offset;
	return (0);
}

/*
 * Add the strings of a user vector, which ends with NULL.
 */
static int
exec_copyin_vector(struct image_args *args, char **vec,
    int (*add)(struct image_args *, const char *, enum uio_seg))
{
	long ptr;
	int error;

	for (;; vec++) {
		if (fueword(vec, &ptr) != 0)
			return (EFAULT);
		if (ptr == 0)
			return (0);
		error = add(args, (const char *)ptr, UIO_USERSPACE);
		if (error != 0)
			return (error);
	}
}

int
exec_copyin_args(struct image_args *args, const char *fname,
    enum uio_seg segflg, char **argv, char **envv)
{
	int error;

	if (argv == NULL)
		return (EFAULT);
	exec_alloc_args(args);
	error = exec_args_add_fname(args, fname, segflg);
	if (error == 0)
		error = exec_copyin_vector(args, argv, exec_args_add_arg);
	if (error == 0 && envv != NULL)
		error = exec_copyin_vector(args, envv, exec_args_add_env);
	if (error != 0)
		exec_free_args(args);
	return (error);
}
