/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Scripts: a first line "#! interpreter [argument]".
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/imgact.h>
#include <sys/kernel.h>

#define	SHELL_FDNAME	16	/* "/dev/fd/" and a number */

/* The words of the first line. */
struct shell_line {
	const char	*interp;
	size_t		interplen;
	const char	*opt;		/* one argument, may hold blanks */
	size_t		optlen;		/* 0: none */
};

static bool
is_blank(char c)
{

	return (c == ' ' || c == '\t');
}

static int
shell_parse(const struct image_params *imgp, struct shell_line *sl)
{
	const char *end, *p;

	p = imgp->image_header + 2;
	end = memchr(p, '\n', imgp->image_hdrlen - 2);
	if (end == NULL) {
		/* Longer than what was read, or the line has no end at all. */
		if (imgp->image_hdrlen == PAGE_SIZE)
			return (ENOEXEC);
		end = imgp->image_header + imgp->image_hdrlen;
	}
	if (memchr(p, '\0', end - p) != NULL)
		return (ENOEXEC);
	while (p < end && is_blank(*p))
		p++;
	sl->interp = p;
	while (p < end && !is_blank(*p))
		p++;
	sl->interplen = p - sl->interp;
	if (sl->interplen == 0 || sl->interplen >= MAXPATHLEN)
		return (ENOEXEC);
	while (p < end && is_blank(*p))
		p++;
	sl->opt = p;
	while (end > p && is_blank(end[-1]))
		end--;
	sl->optlen = end - p;
	return (0);
}

static char *
put_string(char *to, const char *from, size_t len)
{

	memcpy(to, from, len);
	to[len] = '\0';
	return (to + len + 1);
}

/*
 * The arguments become: interpreter, its argument, the script's path, and
 * the script's own arguments without the first.
 */
int
exec_shell_imgact(struct image_params *imgp)
{
	char fdname[SHELL_FDNAME], *to;
	struct image_args *args;
	struct shell_line sl;
	const char *fname;
	size_t consume, extend, fnamelen;
	int error;

	if (imgp->image_hdrlen < 2 || imgp->image_header[0] != '#' ||
	    imgp->image_header[1] != '!')
		return (-1);
	/* An interpreter must not be a script itself. */
	if ((imgp->interpreted & IMGACT_SHELL) != 0)
		return (ENOEXEC);
	error = shell_parse(imgp, &sl);
	if (error != 0)
		return (error);

	args = imgp->args;
	if (args->fname == NULL)
		snprintf(fdname, sizeof(fdname), "/dev/fd/%d", args->fd);
	fnamelen = strlen(args->fname != NULL ? args->fname : fdname);
	consume = args->argc > 0 ? strlen(args->begin_argv) + 1 : 0;
	extend = sl.interplen + 1 + fnamelen + 1;
	if (sl.optlen != 0)
		extend += sl.optlen + 1;
	error = exec_args_adjust_args(args, consume, extend);
	if (error != 0)
		return (error);
	fname = args->fname != NULL ? args->fname : fdname;
	if (args->argc == 0)
		args->argc = 1;
	args->argc++;
	to = put_string(args->begin_argv, sl.interp, sl.interplen);
	if (sl.optlen != 0) {
		args->argc++;
		to = put_string(to, sl.opt, sl.optlen);
	}
	put_string(to, fname, fnamelen);
	imgp->interpreted |= IMGACT_SHELL;
	imgp->interpreter_name = args->begin_argv;
	return (0);
}

static const struct execsw shell_execsw = {
	.ex_imgact = exec_shell_imgact,
	.ex_name = "#!",
};
EXEC_SET(shell, shell_execsw);
