/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * leaves [-1] COMMAND [ARG ...]: run COMMAND, pass its output and its status
 * on, and complain (status 99) if it left something in the kernel: a file, a
 * reference, memory of any type, a page.
 *
 * Something may be kept for good the first times, such as the name of a file,
 * and things that are kept may move from one page to another.  So the command
 * is run up to a few times, until the kernel is as it was before some run:
 * something that grows never gets there.  With -1 it is run once.
 * Nothing that this program needs itself is allocated between the looks.
 */
#include <sys/param.h>
#include <sys/linker.h>
#include <sys/sysctl.h>
#include <sys/wait.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	STATUS_LEFT	99
#define	TEXT_MAX	16384
#define	RUNS		5
#define	SETTLE_LOOKS	50
#define	SETTLE_USEC	10000

struct state {
	char	text[TEXT_MAX];		/* a line for each thing */
	size_t	len;
};

static struct state before[RUNS], after;
static char output[TEXT_MAX], table[TEXT_MAX];
static size_t output_len;

static void
add(struct state *st, const char *line)
{
	size_t len;

	len = strlen(line);
	if (st->len + len >= TEXT_MAX)
		errx(2, "there is too much to look at");
	memcpy(st->text + st->len, line, len + 1);
	st->len += len;
}

static void
add_files(struct state *st)
{
	static struct kld_file_stat file;
	char line[MAXPATHLEN + 64];
	int id;

	for (id = kldnext(0); id > 0; id = kldnext(id)) {
		file.version = sizeof(file);
		if (kldstat(id, &file) != 0)
			err(2, "kldstat");
		snprintf(line, sizeof(line), "file %d %s references %d\n",
		    id, file.name, file.refs);
		add(st, line);
	}
}

/* Of kern.malloc's columns, what is in use: allocations and bytes. */
static void
add_malloc(struct state *st)
{
	char line[128], name[17], *p, *next;
	unsigned long bytes, inuse;
	size_t len;

	len = sizeof(table) - 1;
	if (sysctlbyname("kern.malloc", table, &len, NULL, 0) != 0)
		err(2, "kern.malloc");
	table[len] = '\0';
	p = strchr(table, '\n');
	if (p == NULL)
		errx(2, "kern.malloc has no lines");
	while (*++p != '\0') {
		next = strchr(p, '\n');
		/* Names may have spaces; the columns stand at the end. */
		if (next == NULL || next - p < 17)
			errx(2, "kern.malloc looks different: %.60s", p);
		memcpy(name, p, 16);
		name[16] = '\0';
		if (sscanf(p + 16, "%lu %lu", &inuse, &bytes) != 2)
			errx(2, "kern.malloc looks different: %.60s", p);
		snprintf(line, sizeof(line), "%s %lu allocations, %lu bytes\n",
		    name, inuse, bytes);
		add(st, line);
		p = next;
	}
}

static void
add_pages(struct state *st)
{
	char line[64];
	unsigned int pages;
	size_t len;

	len = sizeof(pages);
	if (sysctlbyname("vm.stats.vm.v_free_count", &pages, &len, NULL,
	    0) != 0)
		err(2, "vm.stats.vm.v_free_count");
	snprintf(line, sizeof(line), "%u free pages\n", pages);
	add(st, line);
}

static void
look(struct state *st)
{

	st->len = 0;
	add_files(st);
	add_malloc(st);
	add_pages(st);
}

/*
 * The memory of a process that has just ended is given back a little later
 * by another thread.  Look until nothing changes any more.
 */
static void
look_settled(struct state *st)
{
	static char last[TEXT_MAX];
	int i;

	for (i = 0; i < SETTLE_LOOKS; i++) {
		look(st);
		if (strcmp(st->text, last) == 0)
			break;
		strcpy(last, st->text);
		usleep(SETTLE_USEC);
	}
}

/* Run the command, its output into output[]; its exit status. */
static int
run(char **argv)
{
	int p[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe(p) != 0)
		err(2, "pipe");
	pid = fork();
	if (pid < 0)
		err(2, "fork");
	if (pid == 0) {
		dup2(p[1], STDOUT_FILENO);
		dup2(p[1], STDERR_FILENO);
		close(p[0]);
		close(p[1]);
		execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
	close(p[1]);
	output_len = 0;
	while ((n = read(p[0], output + output_len,
	    sizeof(output) - output_len)) > 0)
		output_len += n;
	close(p[0]);
	if (waitpid(pid, &status, 0) != pid)
		err(2, "waitpid");
	return (WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status));
}

/* Show the lines of one text that the other has not. */
static void
show_difference(const char *sign, const char *a, const char *b)
{
	char line[256];
	const char *end;

	for (; (end = strchr(a, '\n')) != NULL; a = end + 1) {
		snprintf(line, sizeof(line), "%.*s", (int)(end - a + 1), a);
		if (strstr(b, line) == NULL)
			printf("leaves: %s %s", sign, line);
	}
}

/* Is it now as it was before one of the first n runs? */
static int
seen(int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (strcmp(before[i].text, after.text) == 0)
			return (1);
	return (0);
}

int
main(int argc, char **argv)
{
	int i, runs, status;

	runs = RUNS;
	if (argc > 1 && strcmp(argv[1], "-1") == 0) {
		runs = 1;
		argc--;
		argv++;
	}
	if (argc < 2)
		errx(2, "usage: leaves [-1] COMMAND [ARG ...]");
	/* All memory that the looks and the output need is touched before. */
	memset(output, 0, sizeof(output));
	memset(before, 0, sizeof(before));
	look(&after);
	i = 0;
	do {
		look_settled(&before[i++]);
		status = run(argv + 1);
		look_settled(&after);
	} while (!seen(i) && i < runs);
	(void)fwrite(output, 1, output_len, stdout);
	if (seen(i))
		return (status);
	show_difference("before", before[i - 1].text, after.text);
	show_difference("after", after.text, before[i - 1].text);
	return (STATUS_LEFT);
}
