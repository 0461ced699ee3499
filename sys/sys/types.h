/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The basic types of the system call interface and of the kernel.
 *
 * Each is guarded by the customary _X_DECLARED, so that the header can be
 * used next to a C library that declares some of them itself.
 */
#ifndef _SYS_TYPES_H_
#define	_SYS_TYPES_H_

#include <sys/cdefs.h>
#include <sys/_stdint.h>

typedef unsigned char	u_char;
typedef unsigned short	u_short;
typedef unsigned int	u_int;
typedef unsigned long	u_long;
typedef unsigned short	ushort;
typedef unsigned int	uint;
#if !defined(__ulong_defined) || defined(_KERNEL)
typedef unsigned long	ulong;
#define	__ulong_defined
#endif

typedef __UINT8_TYPE__	u_int8_t;
typedef __UINT16_TYPE__	u_int16_t;
typedef __UINT32_TYPE__	u_int32_t;
typedef __UINT64_TYPE__	u_int64_t;

/* Machine words and addresses. */
#ifndef _REGISTER_T_DECLARED
typedef __INTPTR_TYPE__	register_t;
typedef __UINTPTR_TYPE__ u_register_t;
#define	_REGISTER_T_DECLARED
#endif
typedef __UINTPTR_TYPE__ vm_offset_t;
typedef __UINTPTR_TYPE__ vm_size_t;
typedef __UINT64_TYPE__	vm_paddr_t;
typedef __UINT64_TYPE__	vm_pindex_t;
typedef __INT64_TYPE__	vm_ooffset_t;

typedef __UINT64_TYPE__	u_quad_t;
typedef __INT64_TYPE__	quad_t;
typedef quad_t		*qaddr_t;

#ifndef _SIZE_T_DECLARED
typedef __SIZE_TYPE__	size_t;
#define	_SIZE_T_DECLARED
#endif
#ifndef _SSIZE_T_DECLARED
typedef __INTPTR_TYPE__	ssize_t;
#define	_SSIZE_T_DECLARED
#endif
#ifdef _KERNEL
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#endif

#ifndef __caddr_t_defined
typedef char		*caddr_t;
typedef const char	*c_caddr_t;
#define	__caddr_t_defined
#endif
#ifndef _BLKSIZE_T_DECLARED
typedef __INT32_TYPE__	blksize_t;
#define	_BLKSIZE_T_DECLARED
#endif
#ifndef _BLKCNT_T_DECLARED
typedef __INT64_TYPE__	blkcnt_t;
#define	_BLKCNT_T_DECLARED
#endif
#ifndef _CLOCK_T_DECLARED
typedef __INT32_TYPE__	clock_t;
#define	_CLOCK_T_DECLARED
#endif
#ifndef _CLOCKID_T_DECLARED
typedef __INT32_TYPE__	clockid_t;
#define	_CLOCKID_T_DECLARED
#endif
#ifndef _DEV_T_DECLARED
typedef __UINT64_TYPE__	dev_t;
#define	_DEV_T_DECLARED
#endif
#ifndef _FFLAGS_T_DECLARED
typedef __UINT32_TYPE__	fflags_t;
#define	_FFLAGS_T_DECLARED
#endif
#ifndef _FIXPT_T_DECLARED
typedef __UINT32_TYPE__	fixpt_t;
#define	_FIXPT_T_DECLARED
#endif
#ifndef _FSBLKCNT_T_DECLARED
typedef __UINT64_TYPE__	fsblkcnt_t;
typedef __UINT64_TYPE__	fsfilcnt_t;
#define	_FSBLKCNT_T_DECLARED
#endif
#ifndef _GID_T_DECLARED
typedef __UINT32_TYPE__	gid_t;
#define	_GID_T_DECLARED
#endif
#ifndef _UID_T_DECLARED
typedef __UINT32_TYPE__	uid_t;
#define	_UID_T_DECLARED
#endif
#ifndef _ID_T_DECLARED
typedef __INT64_TYPE__	id_t;
#define	_ID_T_DECLARED
#endif
#ifndef _INO_T_DECLARED
typedef __UINT64_TYPE__	ino_t;
#define	_INO_T_DECLARED
#endif
#ifndef _KEY_T_DECLARED
typedef long		key_t;
#define	_KEY_T_DECLARED
#endif
#ifndef _LWPID_T_DECLARED
typedef __INT32_TYPE__	lwpid_t;
#define	_LWPID_T_DECLARED
#endif
#ifndef _MODE_T_DECLARED
typedef __UINT16_TYPE__	mode_t;
#define	_MODE_T_DECLARED
#endif
#ifndef _ACCMODE_T_DECLARED
typedef int		accmode_t;
#define	_ACCMODE_T_DECLARED
#endif
#ifndef _NLINK_T_DECLARED
typedef __UINT64_TYPE__	nlink_t;
#define	_NLINK_T_DECLARED
#endif
#ifndef _OFF_T_DECLARED
typedef __INT64_TYPE__	off_t;
#define	_OFF_T_DECLARED
#endif
#ifndef _PID_T_DECLARED
typedef __INT32_TYPE__	pid_t;
#define	_PID_T_DECLARED
#endif
#ifndef _RLIM_T_DECLARED
typedef __INT64_TYPE__	rlim_t;
#define	_RLIM_T_DECLARED
#endif
typedef __INT64_TYPE__	daddr_t;
typedef __INT64_TYPE__	sbintime_t;
typedef __INT64_TYPE__	segsz_t;
#ifndef _SUSECONDS_T_DECLARED
typedef long		suseconds_t;
#define	_SUSECONDS_T_DECLARED
#endif
#ifndef _TIME_T_DECLARED
typedef __INT64_TYPE__	time_t;
#define	_TIME_T_DECLARED
#endif
#ifndef _TIMER_T_DECLARED
typedef struct __timer	*timer_t;
#define	_TIMER_T_DECLARED
#endif
#ifndef _USECONDS_T_DECLARED
typedef unsigned int	useconds_t;
#define	_USECONDS_T_DECLARED
#endif

/* A device number holds 32 bits of major and 32 bits of minor number. */
#ifndef major
#define	major(d)	((int)((((d) >> 32) & 0xffffff00) | (((d) >> 8) & 0xff)))
#define	minor(d)	((int)((((d) >> 24) & 0xff00) | ((d) & 0xffff00ff)))
#define	makedev(M, m)							\
	(((dev_t)((M) & 0xffffff00) << 32) | (((M) & 0xff) << 8) |	\
	((dev_t)((m) & 0xff00) << 24) | ((m) & 0xffff00ff))
#endif

#ifdef _KERNEL

typedef int		boolean_t;
typedef struct device	*device_t;
typedef __INTPTR_TYPE__	intfptr_t;
typedef __UINTPTR_TYPE__ uintfptr_t;
typedef __UINT64_TYPE__	uoff_t;
typedef char		vm_memattr_t;
typedef struct vm_page	*vm_page_t;
typedef __UINT64_TYPE__	bus_addr_t;
typedef __UINT64_TYPE__	bus_size_t;
typedef __INT32_TYPE__	critical_t;

#ifndef __bool_true_false_are_defined
#define	__bool_true_false_are_defined	1
#define	false	0
#define	true	1
typedef _Bool	bool;
#endif

#define	offsetof(type, field)	__offsetof(type, field)

#endif /* _KERNEL */

#endif /* !_SYS_TYPES_H_ */
