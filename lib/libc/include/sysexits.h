/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exit codes of programs: sysexits(3).
 */
#ifndef _SYSEXITS_H_
#define	_SYSEXITS_H_

#define	EX_OK		0
#define	EX__BASE	64
#define	EX_USAGE	64	/* wrong arguments */
#define	EX_DATAERR	65	/* wrong input */
#define	EX_NOINPUT	66	/* an input file that cannot be read */
#define	EX_NOUSER	67
#define	EX_NOHOST	68
#define	EX_UNAVAILABLE	69	/* something else that is needed is missing */
#define	EX_SOFTWARE	70	/* an error in the program */
#define	EX_OSERR	71	/* the system refuses, as in "no more processes" */
#define	EX_OSFILE	72	/* trouble with a file of the system */
#define	EX_CANTCREAT	73
#define	EX_IOERR	74
#define	EX_TEMPFAIL	75	/* try again later */
#define	EX_PROTOCOL	76
#define	EX_NOPERM	77
#define	EX_CONFIG	78
#define	EX__MAX		78

#endif /* !_SYSEXITS_H_ */
