/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The signal set, as FreeBSD/amd64 passes it to system calls.
 */
#ifndef _SYS__SIGSET_H_
#define	_SYS__SIGSET_H_

#define	_SIG_WORDS	4
#define	_SIG_MAXSIG	128
#define	_SIG_IDX(sig)	((sig) - 1)
#define	_SIG_WORD(sig)	(_SIG_IDX(sig) >> 5)
#define	_SIG_BIT(sig)	(1U << (_SIG_IDX(sig) & 31))
#define	_SIG_VALID(sig)	((sig) <= _SIG_MAXSIG && (sig) > 0)

typedef struct __sigset {
	__UINT32_TYPE__	__bits[_SIG_WORDS];
} __sigset_t;

#endif /* !_SYS__SIGSET_H_ */
