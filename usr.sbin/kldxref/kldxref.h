/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldxref(8): module files, what they declare, and hints.
 */
#ifndef _KLDXREF_H_
#define	_KLDXREF_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define	SUFFIX		".ko"

/* Numbers in modules and hints are little-endian. */
static inline uint16_t
get16(const unsigned char *p)
{

	return (p[0] | p[1] << 8);
}

static inline uint32_t
get32(const unsigned char *p)
{

	return (get16(p) | (uint32_t)get16(p + 2) << 16);
}

static inline uint64_t
get64(const unsigned char *p)
{

	return (get32(p) | (uint64_t)get32(p + 4) << 32);
}

/*
 * modfile.c: a module as the kernel would see it, in an address space of its
 * own.  What fails leaves a reason for modfile_reason().
 */
struct modfile;

/* NULL, and *notelf says if the file is something else altogether. */
struct modfile	*modfile_open(int fd, bool *notelf);
void		modfile_close(struct modfile *mf);
/* The linker set of that section; no such section: size 0. */
bool		modfile_set(struct modfile *mf, const char *section,
		    uint64_t *addr, uint64_t *size);
/* size bytes of the file at addr, or NULL. */
const unsigned char *modfile_bytes(struct modfile *mf, uint64_t addr,
		    size_t size);
/* The pointer at addr, relocated; 0 if it points to nothing of the file. */
bool		modfile_pointer(struct modfile *mf, uint64_t addr,
		    uint64_t *value);
/* The string at addr, or NULL. */
const char	*modfile_string(struct modfile *mf, uint64_t addr);
/* Always returns NULL. */
void		*modfile_fail(const char *fmt, ...)
		    __attribute__((__format__(__printf__, 1, 2)));
const char	*modfile_reason(void);

#define	HINTS_MAX	(1024 * 1024)	/* bytes; the kernel reads no more */

/* hints.c: the hints of one directory, in memory. */
struct hints {
	unsigned char	*data;
	size_t		size;
	size_t		room;
	size_t		record;		/* where the current one starts */
	unsigned	count;		/* of records */
};

void		hints_init(struct hints *h);
void		hints_begin(struct hints *h, int type);
void		hints_int(struct hints *h, int32_t value);
/* False, and a reason, if it is too long. */
bool		hints_string(struct hints *h, const char *s);
void		hints_end(struct hints *h);
/* Put them in place of the file name in dir; complains itself. */
bool		hints_write(struct hints *h, const char *dir, const char *name);

/*
 * metadata.c: enter what a module declares into hints, or print it if there
 * are none.
 */
bool		metadata_read(struct modfile *mf, const char *file,
		    struct hints *h);

/* pnp.c: one table of devices, described by the record at addr. */
bool		pnp_read(struct modfile *mf, const char *bus, uint64_t addr,
		    struct hints *h);

#endif /* !_KLDXREF_H_ */
