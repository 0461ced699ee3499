/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel functions whose names the host's C library has with other
 * parameters; included before everything else.
 */
#define	malloc		kern_malloc
#define	free		kern_free
#define	realloc		kern_realloc
#define	printf		kern_printf
#define	log		kern_log
#define	strdup		kern_strdup
#define	qsort		kern_qsort
#define	qsort_r		kern_qsort_r
