/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(8): values, between the kernel's bytes and text.
 */

#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "local.h"

#define	OPAQUE_BYTES	16	/* what -o shows of an opaque value */

struct type {
	u_int		 ctltype;
	size_t		 size;		/* 0: no number */
	bool		 is_signed;
	const char	*name;
};

static const struct type types[] = {
	{ CTLTYPE_NODE,	  0,		    false, "node" },
	{ CTLTYPE_STRING, 0,		    false, "string" },
	{ CTLTYPE_OPAQUE, 0,		    false, "opaque" },
	{ CTLTYPE_INT,	  sizeof(int),	    true,  "integer" },
	{ CTLTYPE_UINT,	  sizeof(u_int),    false, "unsigned integer" },
	{ CTLTYPE_LONG,	  sizeof(long),	    true,  "long integer" },
	{ CTLTYPE_ULONG,  sizeof(u_long),   false, "unsigned long" },
	{ CTLTYPE_S8,	  sizeof(int8_t),   true,  "int8_t" },
	{ CTLTYPE_S16,	  sizeof(int16_t),  true,  "int16_t" },
	{ CTLTYPE_S32,	  sizeof(int32_t),  true,  "int32_t" },
	{ CTLTYPE_S64,	  sizeof(int64_t),  true,  "int64_t" },
	{ CTLTYPE_U8,	  sizeof(uint8_t),  false, "uint8_t" },
	{ CTLTYPE_U16,	  sizeof(uint16_t), false, "uint16_t" },
	{ CTLTYPE_U32,	  sizeof(uint32_t), false, "uint32_t" },
	{ CTLTYPE_U64,	  sizeof(uint64_t), false, "uint64_t" },
};

static const struct type *
find_type(const struct oid *oid)
{
	size_t i;

	for (i = 0; i < nitems(types); i++)
		if (types[i].ctltype == (oid->kind & CTLTYPE))
			return (&types[i]);
	return (NULL);
}

const char *
value_type(const struct oid *oid)
{
	const struct type *type;

	type = find_type(oid);
	return (type != NULL ? type->name : "unknown");
}

/*
 * Numbers of all sizes travel as 64 bits; the sign is extended.
 */
static uint64_t
get_number(const struct type *type, const char *from)
{
	uint64_t n;
	unsigned shift;

	n = 0;
	memcpy(&n, from, type->size);
	if (type->is_signed) {
		shift = 64 - 8 * (unsigned)type->size;
		n = (uint64_t)((int64_t)(n << shift) >> shift);
	}
	return (n);
}

static void
print_numbers(const struct type *type, const char *data, size_t len)
{
	const char *sep;
	uint64_t n;

	for (sep = ""; len >= type->size; sep = " ") {
		n = get_number(type, data);
		if (opt.xflag) {
			if (type->size < sizeof(n))
				n &= (UINT64_C(1) << 8 * type->size) - 1;
			printf("%s0x%0*" PRIx64, sep, (int)(2 * type->size), n);
		} else if (type->is_signed)
			printf("%s%" PRId64, sep, (int64_t)n);
		else
			printf("%s%" PRIu64, sep, n);
		data += type->size;
		len -= type->size;
	}
}

static void
print_timeval(const void *data)
{
	struct timeval tv;
	char text[32];
	time_t sec;

	memcpy(&tv, data, sizeof(tv));
	sec = tv.tv_sec;
	if (ctime_r(&sec, text) == NULL)
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	printf("{ sec = %jd, usec = %ld } %s", (intmax_t)tv.tv_sec,
	    (long)tv.tv_usec, text);
}

static void
print_clockinfo(const void *data)
{
	struct clockinfo ci;

	memcpy(&ci, data, sizeof(ci));
	printf("{ hz = %d, tick = %d, profhz = %d, stathz = %d }", ci.hz,
	    ci.tick, ci.profhz, ci.stathz);
}

static void
print_bytes(const struct oid *oid, const unsigned char *data, size_t len)
{
	size_t i;

	printf("Format:%s Length:%zu Dump:0x", oid->fmt, len);
	for (i = 0; i < len && (opt.xflag || i < OPAQUE_BYTES); i++)
		printf("%02x", data[i]);
	if (i < len)
		printf("...");
}

/*
 * The structures that are shown by their members.
 */
static const struct {
	const char	*fmt;
	size_t		 size;
	void		(*print)(const void *);
} structures[] = {
	{ "S,timeval",	 sizeof(struct timeval),   print_timeval },
	{ "S,clockinfo", sizeof(struct clockinfo), print_clockinfo },
};

/*
 * Whether there is a way to show the variable's value.
 */
bool
value_printable(const struct oid *oid)
{
	size_t i;

	switch (oid->kind & CTLTYPE) {
	case CTLTYPE_NODE:
		return (false);
	case CTLTYPE_OPAQUE:
		if (opt.bflag || opt.oflag || opt.xflag)
			return (true);
		for (i = 0; i < nitems(structures); i++)
			if (strcmp(oid->fmt, structures[i].fmt) == 0)
				return (true);
		return (false);
	default:
		return (find_type(oid) != NULL);
	}
}

static void
print_structure(const struct oid *oid, const void *data, size_t len)
{
	size_t i;

	if (!opt.oflag && !opt.xflag)
		for (i = 0; i < nitems(structures); i++)
			if (strcmp(oid->fmt, structures[i].fmt) == 0 &&
			    len == structures[i].size) {
				structures[i].print(data);
				return;
			}
	print_bytes(oid, data, len);
}

void
value_print(const struct oid *oid, const void *data, size_t len)
{
	const struct type *type;

	type = find_type(oid);
	if (opt.bflag)
		fwrite(data, 1, len, stdout);
	else if (type->ctltype == CTLTYPE_STRING)
		fwrite(data, 1, strnlen(data, len), stdout);
	else if (type->size != 0)
		print_numbers(type, data, len);
	else
		print_structure(oid, data, len);
}

/*
 * One number from the text, which ends at a comma.  Returns what follows.
 */
static const char *
parse_number(const struct oid *oid, const struct type *type, const char *text,
    char *to)
{
	uint64_t n, limit;
	char *end;
	bool negative;

	while (isspace((unsigned char)*text))
		text++;
	negative = *text == '-';
	errno = 0;
	n = negative ? (uint64_t)strtoimax(text, &end, 0) :
	    strtoumax(text, &end, 0);
	if (end == text || (*end != '\0' && *end != ','))
		errx(EXIT_FAILURE, "invalid %s '%s' for %s", type->name, text,
		    oid->name);

	limit = UINT64_MAX >> (64 - 8 * type->size);
	if (type->is_signed)
		limit >>= 1;
	if (errno == ERANGE || (!negative && n > limit) ||
	    (negative && (!type->is_signed || ~n > limit)))
		errx(EXIT_FAILURE, "'%s' is out of the range of %s (%s)", text,
		    oid->name, type->name);
	memcpy(to, &n, type->size);
	return (end);
}

/*
 * The bytes that stand for the text, in memory that the caller frees.
 * A text that is no value of the variable's type ends the program.
 */
void *
value_parse(const struct oid *oid, const char *text, size_t *len)
{
	const struct type *type;
	const char *p;
	char *buf;
	size_t count;

	type = find_type(oid);
	if (type != NULL && type->ctltype == CTLTYPE_STRING) {
		*len = strlen(text);
		if ((buf = strdup(text)) == NULL)
			err(EXIT_FAILURE, NULL);
		return (buf);
	}
	if (type == NULL || type->size == 0)
		errx(EXIT_FAILURE, "oid '%s' is of type %s, which cannot be "
		    "set", oid->name, value_type(oid));

	for (count = 1, p = text; *p != '\0'; p++)
		count += *p == ',';
	if ((buf = calloc(count, type->size)) == NULL)
		err(EXIT_FAILURE, NULL);
	*len = 0;
	for (p = text;; p++) {
		p = parse_number(oid, type, p, buf + *len);
		*len += type->size;
		if (*p == '\0')
			break;
	}
	return (buf);
}
