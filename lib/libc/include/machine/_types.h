/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The widths of the system call interface's types, for newlib's headers, which
 * would choose smaller ones.  sys/types.h checks that the kernel's agree.
 */
#ifndef _MACHINE__TYPES_H
#define	_MACHINE__TYPES_H

#include <machine/_default_types.h>

typedef __int64_t	__blkcnt_t;
typedef __int32_t	__blksize_t;
typedef __uint64_t	__dev_t;
typedef __uint64_t	__fsblkcnt_t;
typedef __uint64_t	__fsfilcnt_t;
typedef __uint32_t	__gid_t;
typedef __int64_t	__id_t;
typedef __uint64_t	__ino_t;
typedef __uint16_t	__mode_t;
typedef __int64_t	_off_t;
typedef __uint32_t	__uid_t;

#define	__machine_blkcnt_t_defined
#define	__machine_blksize_t_defined
#define	__machine_dev_t_defined
#define	__machine_fsblkcnt_t_defined
#define	__machine_fsfilcnt_t_defined
#define	__machine_gid_t_defined
#define	__machine_id_t_defined
#define	__machine_ino_t_defined
#define	__machine_mode_t_defined
#define	__machine_off_t_defined
#define	__machine_uid_t_defined

#define	__machine_clock_t_defined
#define	_CLOCK_T_		__int32_t
#define	__machine_clockid_t_defined
#define	_CLOCKID_T_		__int32_t

#endif /* !_MACHINE__TYPES_H */
