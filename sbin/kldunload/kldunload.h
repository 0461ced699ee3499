/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldunload(8).
 */
#ifndef _KLDUNLOAD_H_
#define	_KLDUNLOAD_H_

/*
 * kldunload.c: unload a file, and with -v say so; returns -1 with errno.
 * complain() says why that failed.
 */
int	unload(int id, const char *name);
void	complain(const char *name);

/* With -v: a file has gone by itself. */
void	report_gone(int id, const char *name);

/*
 * dependents.c: unload what depends on a file, then the file.  Says why if
 * one of them cannot be unloaded, and returns -1; those before it are gone.
 */
int	unload_dependents(int id, const char *name);

#endif /* !_KLDUNLOAD_H_ */
