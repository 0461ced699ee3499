/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel environment: kenv(2).
 */
#ifndef _KENV_H_
#define	_KENV_H_

#include <sys/cdefs.h>
#include <sys/kenv.h>

__BEGIN_DECLS
int	kenv(int, const char *, char *, int);
__END_DECLS

#endif /* !_KENV_H_ */
