/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl: the tree of the kernel's variables.
 *
 * A node of the tree is a struct sysctl_oid, static (SYSCTL_* macros, linker
 * set sysctl_set) or allocated (SYSCTL_ADD_*).  The structure is module ABI.
 */
#ifndef _SYS_SYSCTL_H_
#define	_SYS_SYSCTL_H_

#include <sys/types.h>
#include <sys/_abi.h>

#define	CTL_MAXNAME	24	/* levels of the tree */

/* oid_kind: a type, */
#define	CTLTYPE		0xf
#define	CTLTYPE_NODE	1	/* has children */
#define	CTLTYPE_INT	2
#define	CTLTYPE_STRING	3	/* with its NUL */
#define	CTLTYPE_S64	4
#define	CTLTYPE_OPAQUE	5	/* a structure, named by the format */
#define	CTLTYPE_STRUCT	CTLTYPE_OPAQUE
#define	CTLTYPE_UINT	6
#define	CTLTYPE_LONG	7
#define	CTLTYPE_ULONG	8
#define	CTLTYPE_U64	9
#define	CTLTYPE_U8	0xa
#define	CTLTYPE_U16	0xb
#define	CTLTYPE_S8	0xc
#define	CTLTYPE_S16	0xd
#define	CTLTYPE_S32	0xe
#define	CTLTYPE_U32	0xf

/* and flags */
#define	CTLFLAG_RD	0x80000000
#define	CTLFLAG_WR	0x40000000
#define	CTLFLAG_RW	(CTLFLAG_RD | CTLFLAG_WR)
#define	CTLFLAG_DORMANT	0x20000000	/* not there, for lookups */
#define	CTLFLAG_ANYBODY	0x10000000	/* anybody may write */
#define	CTLFLAG_SECURE	0x08000000	/* not writable at securelevel > 0 */
#define	CTLFLAG_PRISON	0x04000000
#define	CTLFLAG_DYN	0x02000000	/* allocated by sysctl_add_oid */
#define	CTLFLAG_SKIP	0x01000000	/* not shown when all are listed */
#define	CTLMASK_SECURE	0x00F00000
#define	CTLSHIFT_SECURE	20
#define	CTLFLAG_SECURE1	(CTLFLAG_SECURE | (0 << CTLSHIFT_SECURE))
#define	CTLFLAG_SECURE2	(CTLFLAG_SECURE | (1 << CTLSHIFT_SECURE))
#define	CTLFLAG_SECURE3	(CTLFLAG_SECURE | (2 << CTLSHIFT_SECURE))
#define	CTLFLAG_TUN	0x00080000	/* first value from the kenv */
#define	CTLFLAG_RDTUN	(CTLFLAG_RD | CTLFLAG_TUN)
#define	CTLFLAG_RWTUN	(CTLFLAG_RW | CTLFLAG_TUN)
#define	CTLFLAG_MPSAFE	0x00040000	/* the handler needs no Giant */
#define	CTLFLAG_VNET	0x00020000
#define	CTLFLAG_DYING	0x00010000	/* is being removed */
#define	CTLFLAG_CAPRD	0x00008000
#define	CTLFLAG_CAPWR	0x00004000
#define	CTLFLAG_STATS	0x00002000
#define	CTLFLAG_NOFETCH	0x00001000	/* TUN, but by a handler of its own */
#define	CTLFLAG_CAPRW	(CTLFLAG_CAPRD | CTLFLAG_CAPWR)
#define	CTLFLAG_NEEDGIANT 0x00000800

#define	OID_AUTO	(-1)	/* the kernel chooses the number */
#define	CTL_AUTO_START	0x100	/* from here on */

/* First level. */
#define	CTL_SYSCTL	0	/* questions about the tree itself */
#define	CTL_KERN	1
#define	CTL_VM		2
#define	CTL_VFS		3
#define	CTL_NET		4
#define	CTL_DEBUG	5
#define	CTL_HW		6
#define	CTL_MACHDEP	7
#define	CTL_USER	8
#define	CTL_P1003_1B	9

/* Children of CTL_SYSCTL; each is followed by the numbers asked about. */
#define	CTL_SYSCTL_NAME		1	/* numbers -> name */
#define	CTL_SYSCTL_NEXT		2	/* -> numbers of the next variable */
#define	CTL_SYSCTL_NAME2OID	3	/* name (new value) -> numbers */
#define	CTL_SYSCTL_OIDFMT	4	/* -> u_int kind, format string */
#define	CTL_SYSCTL_OIDDESCR	5	/* -> description */
#define	CTL_SYSCTL_OIDLABEL	6	/* -> label */
#define	CTL_SYSCTL_NEXTNOSKIP	7	/* as NEXT without CTLFLAG_SKIP */

/* Children of CTL_KERN. */
#define	KERN_OSTYPE		1
#define	KERN_OSRELEASE		2
#define	KERN_OSREV		3
#define	KERN_VERSION		4
#define	KERN_MAXVNODES		5
#define	KERN_MAXPROC		6
#define	KERN_MAXFILES		7
#define	KERN_ARGMAX		8
#define	KERN_SECURELVL		9
#define	KERN_HOSTNAME		10
#define	KERN_HOSTID		11
#define	KERN_CLOCKRATE		12
#define	KERN_VNODE		13
#define	KERN_PROC		14
#define	KERN_FILE		15
#define	KERN_PROF		16
#define	KERN_POSIX1		17
#define	KERN_NGROUPS		18
#define	KERN_JOB_CONTROL	19
#define	KERN_SAVED_IDS		20
#define	KERN_BOOTTIME		21
#define	KERN_NISDOMAINNAME	22
#define	KERN_UPDATEINTERVAL	23
#define	KERN_OSRELDATE		24
#define	KERN_NTP_PLL		25
#define	KERN_BOOTFILE		26
#define	KERN_MAXFILESPERPROC	27
#define	KERN_MAXPROCPERUID	28
#define	KERN_DUMPDEV		29
#define	KERN_IPC		30
#define	KERN_DUMMY		31
#define	KERN_PS_STRINGS		32
#define	KERN_USRSTACK		33
#define	KERN_LOGSIGEXIT		34
#define	KERN_IOV_MAX		35
#define	KERN_HOSTUUID		36
#define	KERN_ARND		37
#define	KERN_MAXPHYS		38

/* Children of KERN_PROC. */
#define	KERN_PROC_ALL		0
#define	KERN_PROC_PID		1
#define	KERN_PROC_PGRP		2
#define	KERN_PROC_SESSION	3
#define	KERN_PROC_TTY		4
#define	KERN_PROC_UID		5
#define	KERN_PROC_RUID		6
#define	KERN_PROC_ARGS		7
#define	KERN_PROC_PROC		8
#define	KERN_PROC_SV_NAME	9
#define	KERN_PROC_RGID		10
#define	KERN_PROC_GID		11
#define	KERN_PROC_PATHNAME	12
#define	KERN_PROC_INC_THREAD	0x10

/* Children of CTL_HW. */
#define	HW_MACHINE		1
#define	HW_MODEL		2
#define	HW_NCPU			3
#define	HW_BYTEORDER		4
#define	HW_PHYSMEM		5
#define	HW_USERMEM		6
#define	HW_PAGESIZE		7
#define	HW_DISKNAMES		8
#define	HW_DISKSTATS		9
#define	HW_FLOATINGPT		10
#define	HW_MACHINE_ARCH		11
#define	HW_REALMEM		12

#ifdef _KERNEL

#include <sys/linker_set.h>
#include <sys/queue.h>

struct sysctl_oid;
struct thread;

/*
 * One request.  oldptr and newptr belong to the program or to the kernel's
 * caller; handlers move data only by SYSCTL_OUT and SYSCTL_IN.
 */
struct sysctl_req {
	struct thread	*td;		/* who asks */
	int		lock;		/* REQ_* */
	void		*oldptr;	/* where the old value goes, or NULL */
	size_t		oldlen;		/* room there */
	size_t		oldidx;		/* bytes that SYSCTL_OUT has put */
	int		(*oldfunc)(struct sysctl_req *, const void *, size_t);
	void		*newptr;	/* the new value, or NULL */
	size_t		newlen;
	size_t		newidx;		/* bytes that SYSCTL_IN has taken */
	int		(*newfunc)(struct sysctl_req *, void *, size_t);
	size_t		validlen;
	int		flags;
};

#define	REQ_UNWIRED	1
#define	REQ_WIRED	2

SLIST_HEAD(sysctl_oid_list, sysctl_oid);

#define	SYSCTL_HANDLER_ARGS struct sysctl_oid *oidp, void *arg1,	\
	intmax_t arg2, struct sysctl_req *req
typedef int (sysctl_handler_t)(SYSCTL_HANDLER_ARGS);

struct sysctl_oid {
	struct sysctl_oid_list oid_children;
	struct sysctl_oid_list *oid_parent;	/* the list that it is on */
	SLIST_ENTRY(sysctl_oid) oid_link;	/* siblings, by number */
	int		oid_number;		/* or OID_AUTO before */
	u_int		oid_kind;		/* CTLTYPE_* and CTLFLAG_* */
	void		*oid_arg1;
	intmax_t	oid_arg2;
	const char	*oid_name;
	sysctl_handler_t *oid_handler;
	const char	*oid_fmt;		/* "A", "I", "S,timeval", ... */
	int		oid_refcnt;		/* creators of a dynamic one */
	u_int		oid_running;		/* handlers that run now */
	const char	*oid_descr;
	const char	*oid_label;
};
__ABI_SIZE(struct sysctl_oid, 96);
__ABI_MEMBER(struct sysctl_oid, oid_parent, 8, 8);
__ABI_MEMBER(struct sysctl_oid, oid_link, 16, 8);
__ABI_MEMBER(struct sysctl_oid, oid_number, 24, 4);
__ABI_MEMBER(struct sysctl_oid, oid_kind, 28, 4);
__ABI_MEMBER(struct sysctl_oid, oid_arg1, 32, 8);
__ABI_MEMBER(struct sysctl_oid, oid_arg2, 40, 8);
__ABI_MEMBER(struct sysctl_oid, oid_name, 48, 8);
__ABI_MEMBER(struct sysctl_oid, oid_handler, 56, 8);
__ABI_MEMBER(struct sysctl_oid, oid_fmt, 64, 8);
__ABI_MEMBER(struct sysctl_oid, oid_refcnt, 72, 4);
__ABI_MEMBER(struct sysctl_oid, oid_running, 76, 4);
__ABI_MEMBER(struct sysctl_oid, oid_descr, 80, 8);
__ABI_MEMBER(struct sysctl_oid, oid_label, 88, 8);

/* Move data; EINVAL, ENOMEM or EFAULT. */
#define	SYSCTL_IN(r, p, l)	((r)->newfunc((r), (p), (l)))
#define	SYSCTL_OUT(r, p, l)	((r)->oldfunc((r), (p), (l)))
#define	SYSCTL_OUT_STR(r, p)	((r)->oldfunc((r), (p), strlen(p) + 1))

/* Handlers of the simple types; arg1: the variable, or NULL and arg2 its value. */
sysctl_handler_t sysctl_handle_bool, sysctl_handle_8, sysctl_handle_16,
    sysctl_handle_32, sysctl_handle_64, sysctl_handle_int,
    sysctl_handle_long, sysctl_handle_string, sysctl_handle_opaque,
    sysctl_msec_to_ticks, sysctl_sec_to_timeval,
    sysctl_usec_to_sbintime, sysctl_msec_to_sbintime,
    sysctl_handle_counter_u64, sysctl_handle_counter_u64_array,
    sysctl_handle_uma_zone_max, sysctl_handle_uma_zone_cur;

/*
 * Used by the kernel linker for a file's sysctl_set, and at start-up.  No
 * request uses an unregistered node any more when unregister returns.
 */
void	sysctl_register_oid(struct sysctl_oid *oidp);
void	sysctl_unregister_oid(struct sysctl_oid *oidp);
void	sysctl_register_disabled_oid(struct sysctl_oid *oidp);
void	sysctl_enable_oid(struct sysctl_oid *oidp);
/* The lock of the tree, for changes of several nodes at once. */
void	sysctl_wlock(void);
void	sysctl_wunlock(void);

/* Keep a request's buffer usable; a no-op where memory is never paged out. */
int	sysctl_wire_old_buffer(struct sysctl_req *req, size_t len);

/*
 * The root of the tree.  SYSCTL_STATIC_CHILDREN() of nothing is it, too.
 */
extern struct sysctl_oid_list sysctl__children;

#define	SYSCTL_CHILDREN(oid_ptr)	(&(oid_ptr)->oid_children)
#define	SYSCTL_PARENT(oid_ptr)						\
	((oid_ptr)->oid_parent == &sysctl__children ? NULL :		\
	    __containerof((oid_ptr)->oid_parent, struct sysctl_oid,	\
	    oid_children))
#define	SYSCTL_STATIC_CHILDREN(...)					\
	__SYSCTL_CHILDREN ## __VA_OPT__(_OF)(__VA_ARGS__)
#define	__SYSCTL_CHILDREN(nothing)	(&sysctl__children)
#define	__SYSCTL_CHILDREN_OF(oid_name)	(&sysctl__##oid_name.oid_children)
#define	SYSCTL_NODE_CHILDREN(parent, name)				\
	sysctl__##parent##_##name.oid_children
#define	SYSCTL_CHILDREN_SET(oid_ptr, val)	(oid_ptr)->oid_children = (val)
#define	SYSCTL_DECL(name)	extern struct sysctl_oid sysctl__##name

#define	SYSCTL_OID_RAW(id, parent_list, nbr, name, kind, a1, a2,	\
	handler, fmt, descr, label)					\
	struct sysctl_oid id = {					\
		.oid_parent = (parent_list),				\
		.oid_number = (nbr),					\
		.oid_kind = (kind),					\
		.oid_arg1 = (a1),					\
		.oid_arg2 = (a2),					\
		.oid_name = (name),					\
		.oid_handler = (handler),				\
		.oid_fmt = (fmt),					\
		.oid_descr = descr,					\
		.oid_label = (label),					\
	};								\
	DATA_SET(sysctl_set, id)

/* A node that others can name as their parent. */
#define	SYSCTL_ROOT_NODE(nbr, name, access, handler, descr)		\
	SYSCTL_OID_RAW(sysctl___##name, &sysctl__children, nbr, #name,	\
	    CTLTYPE_NODE | (access), NULL, 0, handler, "N", descr, NULL)
#define	SYSCTL_NODE(parent, nbr, name, access, handler, descr)		\
	SYSCTL_NODE_WITH_LABEL(parent, nbr, name, access, handler, descr, NULL)
#define	SYSCTL_NODE_WITH_LABEL(parent, nbr, name, access, handler, descr, label) \
	SYSCTL_OID_RAW(sysctl__##parent##_##name,			\
	    SYSCTL_STATIC_CHILDREN(parent), nbr, #name,			\
	    CTLTYPE_NODE | (access), NULL, 0, handler, "N", descr, label)

#define	SYSCTL_OID(parent, nbr, name, kind, a1, a2, handler, fmt, descr) \
	SYSCTL_OID_WITH_LABEL(parent, nbr, name, kind, a1, a2, handler,	\
	    fmt, descr, NULL)
#define	SYSCTL_OID_WITH_LABEL(parent, nbr, name, kind, a1, a2, handler,	\
	fmt, descr, label)						\
	static SYSCTL_OID_RAW(sysctl__##parent##_##name,		\
	    SYSCTL_STATIC_CHILDREN(parent), nbr, #name, kind, a1, a2,	\
	    handler, fmt, descr, label)

/* No variable: the value is a constant, arg2. */
#define	SYSCTL_NULL_BOOL_PTR	((bool *)NULL)
#define	SYSCTL_NULL_S8_PTR	((int8_t *)NULL)
#define	SYSCTL_NULL_U8_PTR	((uint8_t *)NULL)
#define	SYSCTL_NULL_S16_PTR	((int16_t *)NULL)
#define	SYSCTL_NULL_U16_PTR	((uint16_t *)NULL)
#define	SYSCTL_NULL_S32_PTR	((int32_t *)NULL)
#define	SYSCTL_NULL_U32_PTR	((uint32_t *)NULL)
#define	SYSCTL_NULL_S64_PTR	((int64_t *)NULL)
#define	SYSCTL_NULL_U64_PTR	((uint64_t *)NULL)
#define	SYSCTL_NULL_INT_PTR	((int *)NULL)
#define	SYSCTL_NULL_UINT_PTR	((u_int *)NULL)
#define	SYSCTL_NULL_LONG_PTR	((long *)NULL)
#define	SYSCTL_NULL_ULONG_PTR	((u_long *)NULL)

/* The variable's type is checked; a null pointer goes with a constant. */
#define	SYSCTL_PTR_CHECK(type, ptr)					\
	_Static_assert(sizeof(*(ptr)) == sizeof(type) ||		\
	    __builtin_types_compatible_p(__typeof(ptr), void *),	\
	    "the variable has the wrong size")
#define	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, type, ctltype, \
	handler, fmt, descr)						\
	SYSCTL_OID(parent, nbr, name, (ctltype) | CTLFLAG_MPSAFE |	\
	    (access), ptr, val, handler, fmt, descr);			\
	SYSCTL_PTR_CHECK(type, (ptr))

#define	SYSCTL_BOOL(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, bool,	\
	    CTLTYPE_U8, sysctl_handle_bool, "CU", descr)
#define	SYSCTL_S8(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, int8_t,	\
	    CTLTYPE_S8, sysctl_handle_8, "C", descr)
#define	SYSCTL_U8(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, uint8_t,	\
	    CTLTYPE_U8, sysctl_handle_8, "CU", descr)
#define	SYSCTL_S16(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, int16_t,	\
	    CTLTYPE_S16, sysctl_handle_16, "S", descr)
#define	SYSCTL_U16(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, uint16_t,	\
	    CTLTYPE_U16, sysctl_handle_16, "SU", descr)
#define	SYSCTL_S32(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, int32_t,	\
	    CTLTYPE_S32, sysctl_handle_32, "I", descr)
#define	SYSCTL_U32(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, uint32_t,	\
	    CTLTYPE_U32, sysctl_handle_32, "IU", descr)
#define	SYSCTL_S64(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, int64_t,	\
	    CTLTYPE_S64, sysctl_handle_64, "Q", descr)
#define	SYSCTL_U64(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, uint64_t,	\
	    CTLTYPE_U64, sysctl_handle_64, "QU", descr)
#define	SYSCTL_INT(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, int,	\
	    CTLTYPE_INT, sysctl_handle_int, "I", descr)
#define	SYSCTL_INT_WITH_LABEL(parent, nbr, name, access, ptr, val, descr, label) \
	SYSCTL_OID_WITH_LABEL(parent, nbr, name, CTLTYPE_INT |		\
	    CTLFLAG_MPSAFE | (access), ptr, val, sysctl_handle_int, "I", \
	    descr, label);						\
	SYSCTL_PTR_CHECK(int, (ptr))
#define	SYSCTL_UINT(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, u_int,	\
	    CTLTYPE_UINT, sysctl_handle_int, "IU", descr)
#define	SYSCTL_LONG(parent, nbr, name, access, ptr, val, descr)		\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, long,	\
	    CTLTYPE_LONG, sysctl_handle_long, "L", descr)
#define	SYSCTL_ULONG(parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_SCALAR(parent, nbr, name, access, ptr, val, u_long,	\
	    CTLTYPE_ULONG, sysctl_handle_long, "LU", descr)
#define	SYSCTL_QUAD(parent, nbr, name, access, ptr, val, descr)		\
	SYSCTL_S64(parent, nbr, name, access, ptr, val, descr)
#define	SYSCTL_UQUAD(parent, nbr, name, access, ptr, val, descr)	\
	SYSCTL_U64(parent, nbr, name, access, ptr, val, descr)
#define	SYSCTL_SBINTIME_USEC(parent, nbr, name, access, ptr, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_S64 | CTLFLAG_MPSAFE |	\
	    (access), ptr, 0, sysctl_usec_to_sbintime, "Q", descr)
#define	SYSCTL_SBINTIME_MSEC(parent, nbr, name, access, ptr, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_S64 | CTLFLAG_MPSAFE |	\
	    (access), ptr, 0, sysctl_msec_to_sbintime, "Q", descr)

/* A struct timeval that is shown as its seconds, and never negative. */
#define	SYSCTL_TIMEVAL_SEC(parent, nbr, name, access, ptr, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_INT | CTLFLAG_MPSAFE |	\
	    (access), ptr, 0, sysctl_sec_to_timeval, "I", descr)
/* counter(9); ptr points to the counter_u64_t.  A new value clears it. */
#define	SYSCTL_COUNTER_U64(parent, nbr, name, access, ptr, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_U64 | CTLFLAG_MPSAFE |	\
	    (access), ptr, 0, sysctl_handle_counter_u64, "QU", descr)
#define	SYSCTL_COUNTER_U64_ARRAY(parent, nbr, name, access, ptr, len, descr) \
	SYSCTL_OID(parent, nbr, name, CTLTYPE_OPAQUE | CTLFLAG_MPSAFE |	\
	    (access), ptr, len, sysctl_handle_counter_u64_array, "S", descr)
/* zone(9); ptr points to the uma_zone_t. */
#define	SYSCTL_UMA_MAX(parent, nbr, name, access, ptr, descr)		\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_INT | CTLFLAG_MPSAFE |	\
	    (access), ptr, 0, sysctl_handle_uma_zone_max, "I", descr)
#define	SYSCTL_UMA_CUR(parent, nbr, name, access, ptr, descr)		\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_INT | CTLFLAG_MPSAFE |	\
	    CTLFLAG_RD | (access), ptr, 0, sysctl_handle_uma_zone_cur,	\
	    "I", descr)

/* len: size of the array; 0: read-only, as long as it is. */
#define	SYSCTL_STRING(parent, nbr, name, access, arg, len, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_STRING | CTLFLAG_MPSAFE |	\
	    (access), __DECONST(char *, arg), len, sysctl_handle_string, \
	    "A", descr)
#define	SYSCTL_CONST_STRING(parent, nbr, name, access, arg, descr)	\
	SYSCTL_STRING(parent, nbr, name, access, arg, 0, descr)
#define	SYSCTL_OPAQUE(parent, nbr, name, access, ptr, len, fmt, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_OPAQUE | CTLFLAG_MPSAFE |	\
	    (access), ptr, len, sysctl_handle_opaque, fmt, descr)
#define	SYSCTL_STRUCT(parent, nbr, name, access, ptr, type, descr)	\
	SYSCTL_OID(parent, nbr, name, CTLTYPE_OPAQUE | CTLFLAG_MPSAFE |	\
	    (access), ptr, sizeof(struct type), sysctl_handle_opaque,	\
	    "S," #type, descr)
#define	SYSCTL_PROC(parent, nbr, name, access, ptr, arg, handler, fmt, descr) \
	SYSCTL_OID(parent, nbr, name, (access), ptr, arg, handler, fmt,	\
	    descr);							\
	_Static_assert(((access) & CTLTYPE) != 0,			\
	    "a handler needs a CTLTYPE")

/*
 * Dynamic nodes.  Names and descriptions are copied.  An existing node of
 * that name is referenced once more; anything else in the way is NULL.  A
 * context remembers nodes, to remove them together.
 */
struct sysctl_ctx_entry {
	struct sysctl_oid	*entry;
	TAILQ_ENTRY(sysctl_ctx_entry) link;
};
TAILQ_HEAD(sysctl_ctx_list, sysctl_ctx_entry);

struct sysctl_oid *sysctl_add_oid(struct sysctl_ctx_list *clist,
	    struct sysctl_oid_list *parent, int nbr, const char *name,
	    int kind, void *arg1, intmax_t arg2, sysctl_handler_t *handler,
	    const char *fmt, const char *descr, const char *label);
/*
 * Drop a reference; with del, remove the node with its last one; recurse:
 * and all below it (else ENOTEMPTY).  Waits until running handlers have
 * returned, so it must not be called by a handler of that node.
 */
int	sysctl_remove_oid(struct sysctl_oid *oidp, int del, int recurse);
int	sysctl_remove_name(struct sysctl_oid *parent, const char *name,
	    int del, int recurse);
void	sysctl_rename_oid(struct sysctl_oid *oidp, const char *name);
int	sysctl_move_oid(struct sysctl_oid *oidp,
	    struct sysctl_oid_list *parent);
int	sysctl_ctx_init(struct sysctl_ctx_list *clist);
int	sysctl_ctx_free(struct sysctl_ctx_list *clist);
struct sysctl_ctx_entry *sysctl_ctx_entry_add(struct sysctl_ctx_list *clist,
	    struct sysctl_oid *oidp);
struct sysctl_ctx_entry *sysctl_ctx_entry_find(struct sysctl_ctx_list *clist,
	    struct sysctl_oid *oidp);
int	sysctl_ctx_entry_del(struct sysctl_ctx_list *clist,
	    struct sysctl_oid *oidp);

#define	SYSCTL_ADD_OID(ctx, parent, nbr, name, kind, a1, a2, handler, fmt, descr) \
	sysctl_add_oid((ctx), (parent), (nbr), (name), (kind), (a1), (a2), \
	    (handler), (fmt), (descr), NULL)
#define	SYSCTL_ADD_ROOT_NODE(ctx, nbr, name, access, handler, descr)	\
	SYSCTL_ADD_NODE(ctx, &sysctl__children, nbr, name, access, handler, \
	    descr)
#define	SYSCTL_ADD_NODE(ctx, parent, nbr, name, access, handler, descr)	\
	SYSCTL_ADD_NODE_WITH_LABEL(ctx, parent, nbr, name, access, handler, \
	    descr, NULL)
#define	SYSCTL_ADD_NODE_WITH_LABEL(ctx, parent, nbr, name, access, handler, \
	descr, label)							\
	sysctl_add_oid((ctx), (parent), (nbr), (name),			\
	    CTLTYPE_NODE | (access), NULL, 0, (handler), "N", (descr),	\
	    (label))

/* The pointer's type is checked by this assignment. */
#define	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, type,	\
	ctltype, handler, fmt, descr) __extension__ ({			\
	type *__ptr = (ptr);						\
									\
	sysctl_add_oid((ctx), (parent), (nbr), (name),			\
	    (ctltype) | CTLFLAG_MPSAFE | (access), __ptr, (val),	\
	    (handler), (fmt), (descr), NULL);				\
})
#define	SYSCTL_ADD_BOOL(ctx, parent, nbr, name, access, ptr, val, descr) \
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, bool,	\
	    CTLTYPE_U8, sysctl_handle_bool, "CU", descr)
#define	SYSCTL_ADD_S8(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, int8_t,	\
	    CTLTYPE_S8, sysctl_handle_8, "C", descr)
#define	SYSCTL_ADD_U8(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, uint8_t,	\
	    CTLTYPE_U8, sysctl_handle_8, "CU", descr)
#define	SYSCTL_ADD_S16(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, int16_t,	\
	    CTLTYPE_S16, sysctl_handle_16, "S", descr)
#define	SYSCTL_ADD_U16(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, uint16_t, \
	    CTLTYPE_U16, sysctl_handle_16, "SU", descr)
#define	SYSCTL_ADD_S32(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, int32_t,	\
	    CTLTYPE_S32, sysctl_handle_32, "I", descr)
#define	SYSCTL_ADD_U32(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, uint32_t, \
	    CTLTYPE_U32, sysctl_handle_32, "IU", descr)
#define	SYSCTL_ADD_S64(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, int64_t,	\
	    CTLTYPE_S64, sysctl_handle_64, "Q", descr)
#define	SYSCTL_ADD_U64(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, uint64_t, \
	    CTLTYPE_U64, sysctl_handle_64, "QU", descr)
#define	SYSCTL_ADD_INT(ctx, parent, nbr, name, access, ptr, val, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, int,	\
	    CTLTYPE_INT, sysctl_handle_int, "I", descr)
#define	SYSCTL_ADD_UINT(ctx, parent, nbr, name, access, ptr, val, descr) \
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, val, u_int,	\
	    CTLTYPE_UINT, sysctl_handle_int, "IU", descr)
#define	SYSCTL_ADD_LONG(ctx, parent, nbr, name, access, ptr, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, long,	\
	    CTLTYPE_LONG, sysctl_handle_long, "L", descr)
#define	SYSCTL_ADD_ULONG(ctx, parent, nbr, name, access, ptr, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, u_long,	\
	    CTLTYPE_ULONG, sysctl_handle_long, "LU", descr)
#define	SYSCTL_ADD_QUAD(ctx, parent, nbr, name, access, ptr, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, int64_t,	\
	    CTLTYPE_S64, sysctl_handle_64, "Q", descr)
#define	SYSCTL_ADD_UQUAD(ctx, parent, nbr, name, access, ptr, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, uint64_t,	\
	    CTLTYPE_U64, sysctl_handle_64, "QU", descr)
#define	SYSCTL_ADD_SBINTIME_USEC(ctx, parent, nbr, name, access, ptr, descr) \
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, sbintime_t, \
	    CTLTYPE_S64, sysctl_usec_to_sbintime, "Q", descr)
#define	SYSCTL_ADD_SBINTIME_MSEC(ctx, parent, nbr, name, access, ptr, descr) \
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, sbintime_t, \
	    CTLTYPE_S64, sysctl_msec_to_sbintime, "Q", descr)
#define	SYSCTL_ADD_TIMEVAL_SEC(ctx, parent, nbr, name, access, ptr, descr) \
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0,		\
	    struct timeval, CTLTYPE_INT, sysctl_sec_to_timeval, "I", descr)
/* An unsigned number of 4 or 8 bytes, by the type of *ptr. */
#define	SYSCTL_ADD_UAUTO(ctx, parent, nbr, name, access, ptr, descr)	\
	__extension__ ({						\
	_Static_assert(sizeof(*(ptr)) == sizeof(uint32_t) ||		\
	    sizeof(*(ptr)) == sizeof(uint64_t),				\
	    "the variable has the wrong size");				\
	sysctl_add_oid((ctx), (parent), (nbr), (name), (access) |	\
	    CTLFLAG_MPSAFE | (sizeof(*(ptr)) == sizeof(uint64_t) ?	\
	    CTLTYPE_U64 : CTLTYPE_U32), (ptr), 0,			\
	    sizeof(*(ptr)) == sizeof(uint64_t) ? sysctl_handle_64 :	\
	    sysctl_handle_32,						\
	    sizeof(*(ptr)) == sizeof(uint64_t) ? "QU" : "IU", (descr),	\
	    NULL);							\
})
#define	SYSCTL_ADD_COUNTER_U64(ctx, parent, nbr, name, access, ptr, descr) \
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0, uint64_t *, \
	    CTLTYPE_U64, sysctl_handle_counter_u64, "QU", descr)
#define	SYSCTL_ADD_COUNTER_U64_ARRAY(ctx, parent, nbr, name, access, ptr, \
	len, descr)							\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, len,		\
	    uint64_t *, CTLTYPE_OPAQUE, sysctl_handle_counter_u64_array, \
	    "S", descr)
#define	SYSCTL_ADD_UMA_MAX(ctx, parent, nbr, name, access, ptr, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, access, ptr, 0,		\
	    struct uma_zone *, CTLTYPE_INT, sysctl_handle_uma_zone_max,	\
	    "I", descr)
#define	SYSCTL_ADD_UMA_CUR(ctx, parent, nbr, name, access, ptr, descr)	\
	__SYSCTL_ADD(ctx, parent, nbr, name, CTLFLAG_RD | (access), ptr, 0, \
	    struct uma_zone *, CTLTYPE_INT, sysctl_handle_uma_zone_cur,	\
	    "I", descr)
#define	SYSCTL_ADD_STRING(ctx, parent, nbr, name, access, ptr, len, descr) \
	sysctl_add_oid((ctx), (parent), (nbr), (name),			\
	    CTLTYPE_STRING | CTLFLAG_MPSAFE | (access),			\
	    __DECONST(char *, ptr), (len), sysctl_handle_string, "A",	\
	    (descr), NULL)
#define	SYSCTL_ADD_CONST_STRING(ctx, parent, nbr, name, access, ptr, descr) \
	SYSCTL_ADD_STRING(ctx, parent, nbr, name, access, ptr, 0, descr)
#define	SYSCTL_ADD_OPAQUE(ctx, parent, nbr, name, access, ptr, len, fmt, descr) \
	sysctl_add_oid((ctx), (parent), (nbr), (name),			\
	    CTLTYPE_OPAQUE | CTLFLAG_MPSAFE | (access), (ptr), (len),	\
	    sysctl_handle_opaque, (fmt), (descr), NULL)
#define	SYSCTL_ADD_STRUCT(ctx, parent, nbr, name, access, ptr, type, descr) \
	SYSCTL_ADD_OPAQUE(ctx, parent, nbr, name, access, ptr,		\
	    sizeof(struct type), "S," #type, descr)
#define	SYSCTL_ADD_PROC(ctx, parent, nbr, name, access, ptr, arg, handler, \
	fmt, descr)							\
	sysctl_add_oid((ctx), (parent), (nbr), (name), (access), (ptr),	\
	    (arg), (handler), (fmt), (descr), NULL)

/*
 * sysctl(3) inside the kernel: name, new value and old value are the
 * kernel's memory.  Returns an errno; *retval: bytes of the old value.
 */
int	kernel_sysctl(struct thread *td, int *name, u_int namelen, void *old,
	    size_t *oldlenp, const void *new, size_t newlen, size_t *retval,
	    int flags);
int	kernel_sysctlbyname(struct thread *td, const char *name, void *old,
	    size_t *oldlenp, const void *new, size_t newlen, size_t *retval,
	    int flags);
/* The same with old, *oldlenp and new in the running program. */
int	userland_sysctl(struct thread *td, int *name, u_int namelen, void *old,
	    size_t *oldlenp, int inkernel, const void *new, size_t newlen,
	    size_t *retval, int flags);
int	sysctl_find_oid(int *name, u_int namelen, struct sysctl_oid **noid,
	    int *nindx, struct sysctl_req *req);
struct sysctl_oid *sysctl_find_oidname(const char *name,
	    struct sysctl_oid_list *list);

/* An sbuf that drains into the request. */
struct sbuf;
struct sbuf *sbuf_new_for_sysctl(struct sbuf *, char *, int,
	    struct sysctl_req *);

SYSCTL_DECL(_sysctl);
SYSCTL_DECL(_kern);
SYSCTL_DECL(_kern_features);
SYSCTL_DECL(_kern_ipc);
SYSCTL_DECL(_kern_proc);
SYSCTL_DECL(_vm);
SYSCTL_DECL(_vm_stats);
SYSCTL_DECL(_vm_stats_vm);
SYSCTL_DECL(_vfs);
SYSCTL_DECL(_net);
SYSCTL_DECL(_debug);
SYSCTL_DECL(_hw);
SYSCTL_DECL(_hw_bus);
SYSCTL_DECL(_dev);
SYSCTL_DECL(_machdep);
SYSCTL_DECL(_security);
SYSCTL_DECL(_security_bsd);
SYSCTL_DECL(_compat);

/* kern.features.NAME = 1 */
#define	FEATURE(name, desc)						\
	SYSCTL_INT(_kern_features, OID_AUTO, name, CTLFLAG_RD |		\
	    CTLFLAG_CAPRD, (int *)NULL, 1, desc)

#else /* !_KERNEL */

#include <sys/cdefs.h>

__BEGIN_DECLS
int	sysctl(const int *, u_int, void *, size_t *, const void *, size_t);
int	sysctlbyname(const char *, void *, size_t *, const void *, size_t);
int	sysctlnametomib(const char *, int *, size_t *);
__END_DECLS

#endif /* _KERNEL */

#endif /* !_SYS_SYSCTL_H_ */
