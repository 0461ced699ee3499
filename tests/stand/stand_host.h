/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A boot method for tests on the host: files come from an archive in memory,
 * keys from a string, and what is printed is kept.
 */
#ifndef _STAND_HOST_H_
#define	_STAND_HOST_H_

#include "stand.h"

#include <atf-c.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define	KERNEL_PA	0x200000
#define	AREA_SIZE	(1024 * 1024)
#define	BLOCK		512		/* of an archive */

extern char output[65536];	/* what was printed since the last file */
extern size_t outlen;
extern jmp_buf leave;		/* where stand_exit() goes */

/* What a person types; without more of it there is no console. */
extern const char *keys;

/* A copy of exactly the size, so that a byte too far is noticed. */
struct file make_file(const char *path, const void *data, size_t size);

/* A boot without anything, and with memory for a kernel. */
struct boot *new_boot(void);

/* Append a member to an archive of at most 64 blocks; the new offset. */
size_t	 tar_add(uint8_t *tar, size_t off, const char *name, char type,
	    const void *data, size_t size);

/* Take the files from this archive from now on. */
bool	 index_tar(const uint8_t *tar, size_t size);

#define	CHECK_VAR(env, name, expected)	do {				\
	const char *got = env_get(env, name);				\
	ATF_REQUIRE_MSG(got != NULL, "%s is not set", name);		\
	ATF_CHECK_STREQ(expected, got);					\
} while (0)

#endif /* !_STAND_HOST_H_ */
