/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * newlib's stdlib.h, and what BSD systems have besides.
 */
#ifndef _KLD_STDLIB_H_
#define	_KLD_STDLIB_H_

#include_next <stdlib.h>

__BEGIN_DECLS
int	daemon(int, int);
const char *getprogname(void);
void	setprogname(const char *);
char	*realpath(const char *__restrict, char *__restrict);
long long strtonum(const char *, long long, long long, const char **);
__END_DECLS

#endif /* !_KLD_STDLIB_H_ */
