/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(8): show and set variables of the kernel.
 */

#include <sys/types.h>
#include <sys/sysctl.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "local.h"

struct options opt;

static void
usage(void)
{

	fprintf(stderr,
	    "usage: sysctl [-bdeiNnoqTtWx] [-f file] name[=value] ...\n"
	    "       sysctl [-bdeNnoqTtWx] -a\n");
	exit(EXIT_FAILURE);
}

static void
print_name(const struct oid *oid)
{

	if (!opt.nflag)
		printf("%s%s", oid->name, opt.eflag ? "=" : ": ");
}

static void
show_description(const struct oid *oid)
{
	char descr[1024];

	if (oid_descr(oid, descr, sizeof(descr)) != 0)
		descr[0] = '\0';
	print_name(oid);
	printf("%s\n", descr);
}

/*
 * Show the value.  0, or -1 if it cannot be shown.
 */
static int
show_value(const struct oid *oid, bool asked_for)
{
	void *data;
	size_t len;

	if (!value_printable(oid)) {
		if (asked_for)
			warnx("oid '%s' is opaque (%s): see -b, -o and -x",
			    oid->name, oid->fmt);
		return (-1);
	}
	if ((data = oid_read(oid, &len)) == NULL) {
		/* One may go while the tree is shown, or be kept private. */
		if (asked_for || (errno != ENOENT && errno != EPERM &&
		    errno != EOPNOTSUPP && !opt.qflag))
			warn("%s", oid->name);
		return (-1);
	}
	if (!opt.bflag)
		print_name(oid);
	value_print(oid, data, len);
	if (!opt.bflag)
		printf("\n");
	free(data);
	return (0);
}

static bool
wanted(const struct oid *oid)
{

	if (opt.Tflag && (oid->kind & CTLFLAG_TUN) == 0)
		return (false);
	return (!opt.Wflag || (oid->kind & CTLFLAG_WR) != 0);
}

static int
show(const struct oid *oid, bool asked_for)
{

	if (!wanted(oid))
		return (0);
	if (opt.Nflag)
		printf("%s\n", oid->name);
	else if (opt.dflag)
		show_description(oid);
	else if (opt.tflag) {
		print_name(oid);
		printf("%s\n", value_type(oid));
	} else
		return (show_value(oid, asked_for));
	return (0);
}

/*
 * Show the leaves below a node, or all there are.  Leaves that cannot be
 * shown are left out.
 */
static int
show_all(const struct oid *node)
{
	struct oid oid, next;
	const struct oid *after;

	for (after = node; oid_next(after, &next) == 0; after = &oid) {
		oid = next;
		if (node != NULL && !oid_within(&oid, node))
			return (0);
		(void)show(&oid, false);
	}
	if (errno != ENOENT) {
		warn("walk after %s", after != NULL ? after->name : "kern");
		return (-1);
	}
	return (0);
}

static int
set(const struct oid *oid, const char *text)
{
	void *value;
	size_t len;
	int error;

	if ((oid->kind & CTLTYPE) == CTLTYPE_NODE) {
		warnx("oid '%s' isn't a leaf node", oid->name);
		return (-1);
	}
	if ((oid->kind & CTLFLAG_WR) == 0) {
		warnx("oid '%s' is read only%s", oid->name,
		    (oid->kind & CTLFLAG_TUN) != 0 ?
		    "; set it in /boot/loader.conf" : "");
		return (-1);
	}

	value = value_parse(oid, text, &len);
	error = sysctl(oid->mib, (u_int)oid->len, NULL, NULL, value, len);
	if (error != 0)
		warn("%s=%s", oid->name, text);
	free(value);
	return (error);
}

/*
 * Set a variable and show it as it was and as it is.
 */
static int
set_and_show(const struct oid *oid, const char *text)
{
	void *data;
	size_t len;
	bool shown;

	shown = !opt.Nflag && !opt.bflag && value_printable(oid) &&
	    (data = oid_read(oid, &len)) != NULL;
	if (set(oid, text) != 0) {
		if (shown)
			free(data);
		return (-1);
	}
	if (!shown)
		return (0);
	print_name(oid);
	value_print(oid, data, len);
	free(data);
	if ((data = oid_read(oid, &len)) != NULL) {
		printf(" -> ");
		value_print(oid, data, len);
		free(data);
	}
	printf("\n");
	return (0);
}

/*
 * "name" or "name=value"; the text is taken apart.
 */
static int
argument(char *text)
{
	struct oid oid;
	char *value;

	if ((value = strchr(text, '=')) != NULL)
		*value++ = '\0';
	if (oid_find(text, &oid) != 0) {
		if (errno == ENOENT && opt.iflag)
			return (0);
		if (errno == ENOENT)
			warnx("unknown oid '%s'", text);
		else
			warn("%s", text);
		return (-1);
	}
	if (value != NULL)
		return (set_and_show(&oid, value));
	if ((oid.kind & CTLTYPE) != CTLTYPE_NODE)
		return (show(&oid, true));
	if (opt.dflag || opt.tflag)
		(void)show(&oid, true);
	return (show_all(&oid));
}

/*
 * The text without the blanks around it.
 */
static char *
trim(char *text)
{
	char *end;

	while (isspace((unsigned char)*text))
		text++;
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return (text);
}

/*
 * A file of arguments, one a line, with "#" comments.
 */
static int
file(const char *name)
{
	char line[2048], *text;
	FILE *fp;
	int failed;

	if ((fp = fopen(name, "r")) == NULL)
		err(EXIT_FAILURE, "%s", name);
	failed = 0;
	while (fgets(line, sizeof(line), fp) != NULL) {
		line[strcspn(line, "#")] = '\0';
		text = trim(line);
		if (*text != '\0' && argument(text) != 0)
			failed = -1;
	}
	if (ferror(fp))
		err(EXIT_FAILURE, "%s", name);
	fclose(fp);
	return (failed);
}

/*
 * The place where an option keeps its flag; NULL if there is no such option.
 */
static bool *
flag_of(int ch)
{
	const struct {
		int	 ch;
		bool	*flag;
	} flags[] = {
		{ 'b', &opt.bflag }, { 'd', &opt.dflag }, { 'e', &opt.eflag },
		{ 'i', &opt.iflag }, { 'N', &opt.Nflag }, { 'n', &opt.nflag },
		{ 'o', &opt.oflag }, { 'q', &opt.qflag }, { 'T', &opt.Tflag },
		{ 't', &opt.tflag }, { 'W', &opt.Wflag }, { 'x', &opt.xflag },
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].ch == ch)
			return (flags[i].flag);
	return (NULL);
}

int
main(int argc, char *argv[])
{
	const char *conf;
	bool aflag, *flag;
	int ch, failed;

	aflag = false;
	conf = NULL;
	while ((ch = getopt(argc, argv, "abdef:iNnoqTtWwx")) != -1) {
		if (ch == 'a')
			aflag = true;
		else if (ch == 'f')
			conf = optarg;
		else if ((flag = flag_of(ch)) != NULL)
			*flag = true;
		else if (ch != 'w')	/* what older scripts give to set */
			usage();
	}
	argc -= optind;
	argv += optind;
	if (aflag ? argc != 0 || conf != NULL : argc == 0 && conf == NULL)
		usage();
	if (opt.nflag && opt.Nflag)
		usage();

	if (aflag)
		failed = show_all(NULL);
	else {
		failed = conf != NULL ? file(conf) : 0;
		for (; *argv != NULL; argv++)
			if (argument(*argv) != 0)
				failed = -1;
	}
	return (failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}
