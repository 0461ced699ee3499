/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * dmesg(8): show the kernel's message buffer.
 */

#include <sys/types.h>
#include <sys/sysctl.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

static void
usage(void)
{

	fprintf(stderr, "usage: dmesg [-ac]\n");
	exit(EXIT_FAILURE);
}

/*
 * The message buffer, in memory of its own, with a NUL behind it.  It may
 * grow between asking for its size and for its contents.
 */
static char *
read_messages(size_t *len)
{
	char *buf;
	size_t size;

	if (sysctlbyname("kern.msgbuf", NULL, &size, NULL, 0) != 0)
		err(EXIT_FAILURE, "sysctl kern.msgbuf");
	for (buf = NULL;; size *= 2) {
		size += 256;
		if ((buf = realloc(buf, size + 1)) == NULL)
			err(EXIT_FAILURE, NULL);
		*len = size;
		if (sysctlbyname("kern.msgbuf", buf, len, NULL, 0) == 0)
			break;
		if (errno != ENOMEM)
			err(EXIT_FAILURE, "sysctl kern.msgbuf");
	}
	buf[*len] = '\0';
	return (buf);
}

/*
 * A line may begin with "<N>", the facility and the priority of syslog(3).
 * Returns the text after it, or NULL if the line is no message of the
 * kernel's and not all are wanted.
 */
static const char *
strip_priority(const char *line, bool all)
{
	char *end;
	long pri;

	if (line[0] != '<' || !isdigit((unsigned char)line[1]))
		return (line);
	pri = strtol(line + 1, &end, 10);
	if (*end != '>')
		return (line);
	if (!all && LOG_FAC(pri) != LOG_FAC(LOG_KERN))
		return (NULL);
	return (end + 1);
}

static void
print_messages(char *buf, size_t len, bool all)
{
	const char *text;
	char *end, *line;

	end = buf + len;
	/* The buffer goes round: NULs stand where nothing was written yet. */
	while (buf < end && *buf == '\0')
		buf++;
	while (buf < end && *buf != '\0') {
		line = buf;
		buf += strcspn(buf, "\n");
		if (*buf != '\0')
			*buf++ = '\0';
		if ((text = strip_priority(line, all)) != NULL)
			puts(text);
	}
}

int
main(int argc, char *argv[])
{
	char *buf;
	size_t len;
	int ch, one;
	bool all, clear;

	all = clear = false;
	while ((ch = getopt(argc, argv, "ac")) != -1) {
		switch (ch) {
		case 'a':
			all = true;
			break;
		case 'c':
			clear = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();

	buf = read_messages(&len);
	print_messages(buf, len, all);
	free(buf);
	one = 1;
	if (clear && sysctlbyname("kern.msgbuf_clear", NULL, NULL, &one,
	    sizeof(one)) != 0)
		err(EXIT_FAILURE, "sysctl kern.msgbuf_clear");
	return (EXIT_SUCCESS);
}
