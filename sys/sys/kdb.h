/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a kernel debugger could do without one.
 */
#ifndef _SYS_KDB_H_
#define	_SYS_KDB_H_

#ifdef _KERNEL

/* Print the calls that led here.  From any context; panic(9) does it, too. */
void	kdb_backtrace(void);

#endif /* _KERNEL */

#endif /* !_SYS_KDB_H_ */
