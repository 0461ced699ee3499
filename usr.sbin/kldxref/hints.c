/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The hints of one directory: a version, then records, each with its length,
 * its type, and numbers on multiples of four.
 */
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kldxref.h"

#define	HINTS_VERSION	1
#define	STRING_MAX	255		/* its length is one byte */

static void
put_int(unsigned char *p, uint32_t value)
{

	p[0] = value;
	p[1] = value >> 8;
	p[2] = value >> 16;
	p[3] = value >> 24;
}

/* Room for n bytes more, all of them 0. */
static unsigned char *
extend(struct hints *h, size_t n)
{
	unsigned char *p;

	if (h->room - h->size < n) {
		h->room = h->room * 2 + n;
		h->data = realloc(h->data, h->room);
		if (h->data == NULL)
			err(1, "hints");
	}
	p = h->data + h->size;
	memset(p, 0, n);
	h->size += n;
	return (p);
}

static void
align(struct hints *h)
{

	extend(h, -h->size & 3);
}

/* Empty them; the memory is kept for the next directory. */
void
hints_init(struct hints *h)
{

	h->size = 0;
	h->count = 0;
	put_int(extend(h, 4), HINTS_VERSION);
}

void
hints_begin(struct hints *h, int type)
{

	h->record = h->size;
	extend(h, 4);
	hints_int(h, type);
}

void
hints_int(struct hints *h, int32_t value)
{

	align(h);
	put_int(extend(h, 4), value);
}

bool
hints_string(struct hints *h, const char *s)
{
	unsigned char *p;
	size_t len;

	len = strlen(s);
	if (len > STRING_MAX) {
		modfile_fail("\"%.40s...\" is longer than %d bytes", s,
		    STRING_MAX);
		return (false);
	}
	p = extend(h, 1 + len);
	*p = len;
	memcpy(p + 1, s, len);
	return (true);
}

void
hints_end(struct hints *h)
{

	align(h);
	put_int(h->data + h->record, h->size - h->record - 4);
	h->count++;
}

static bool
write_all(int fd, const unsigned char *p, size_t size)
{
	ssize_t n;

	for (; size > 0; p += n, size -= n) {
		n = write(fd, p, size);
		if (n < 0)
			return (false);
	}
	return (fchmod(fd, 0644) == 0);
}

bool
hints_write(struct hints *h, const char *dir, const char *name)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	bool good;
	int fd;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path) || snprintf(temporary, sizeof(temporary),
	    "%s/lhint.XXXXXX", dir) >= (int)sizeof(temporary)) {
		warnx("%s: %s", dir, strerror(ENAMETOOLONG));
		return (false);
	}
	/* Nothing to say: only what others said before has to go. */
	if (h->count == 0 && access(path, F_OK) != 0)
		return (true);
	if (h->size > HINTS_MAX) {
		warnx("%s: %zu bytes of hints, the kernel reads %d", path,
		    h->size, HINTS_MAX);
		return (false);
	}
	fd = mkstemp(temporary);
	if (fd < 0) {
		warn("%s", temporary);
		return (false);
	}
	good = write_all(fd, h->data, h->size);
	if (close(fd) != 0 || !good) {
		warn("%s", temporary);
		good = false;
	} else if (rename(temporary, path) != 0) {
		warn("%s", path);
		good = false;
	}
	if (!good)
		unlink(temporary);
	return (good);
}
