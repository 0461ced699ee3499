/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processors.
 */
#ifndef _SYS_SMP_H_
#define	_SYS_SMP_H_

#ifdef _KERNEL

extern int	mp_ncpus;	/* processors that run */
extern int	mp_maxid;	/* their highest number */

#define	CPU_ABSENT(x_cpu)	((x_cpu) > mp_maxid)
#define	CPU_FOREACH(i)							\
	for ((i) = 0; (i) <= mp_maxid; (i)++)				\
		if (!CPU_ABSENT((i)))

#endif /* _KERNEL */

#endif /* !_SYS_SMP_H_ */
