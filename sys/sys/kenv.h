/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel environment: name=value strings from the boot loader, changed
 * by kenv(2) and kern_setenv().
 */
#ifndef _SYS_KENV_H_
#define	_SYS_KENV_H_

/* Actions of kenv(2). */
#define	KENV_GET	0
#define	KENV_SET	1
#define	KENV_UNSET	2
#define	KENV_DUMP	3
#define	KENV_DUMP_LOADER	4	/* as the loader passed it */
#define	KENV_DUMP_STATIC	5	/* compiled in; there is none */

#define	KENV_MNAMELEN	128	/* longest name */
#define	KENV_MVALLEN	128	/* longest value that a program may set */

#ifdef _KERNEL

#include <sys/types.h>

extern bool	dynamic_kenv;	/* the environment can be changed */

/*
 * Use the loader's environment at buf (strings one after another, the last
 * one empty); len > 0: there is room for that many bytes to add to it.
 * Called by the machine's start before anything else looks at it.
 */
void	init_static_kenv(char *buf, size_t len);

#else

#include <sys/cdefs.h>

__BEGIN_DECLS
int	kenv(int, const char *, char *, int);
__END_DECLS

#endif /* _KERNEL */

#endif /* !_SYS_KENV_H_ */
