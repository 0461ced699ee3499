/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Functions of BSD's libutil that our commands use; they are in libc here.
 */
#ifndef _LIBUTIL_H_
#define	_LIBUTIL_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <stdint.h>

/* humanize_number(3): flags, and values of scale besides a number. */
#define	HN_DECIMAL		0x01
#define	HN_NOSPACE		0x02
#define	HN_B			0x04
#define	HN_DIVISOR_1000		0x08
#define	HN_IEC_PREFIXES		0x10
#define	HN_GETSCALE		0x10
#define	HN_AUTOSCALE		0x20

__BEGIN_DECLS
int	expand_number(const char *, uint64_t *);
int	humanize_number(char *, size_t, int64_t, const char *, int, int);

/*
 * Ours: write what a program has printed.  If that fails, or has failed
 * before, end the program with a message and EXIT_FAILURE.
 */
void	flush_stdout(void);
__END_DECLS

#endif /* !_LIBUTIL_H_ */
