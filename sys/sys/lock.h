/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Lock classes: how generic code, such as sleep(9), handles any lock.
 */
#ifndef _SYS_LOCK_H_
#define	_SYS_LOCK_H_

#include <sys/types.h>
#include <sys/_lock.h>

/* Where a lock was taken; kept by the interface, used in messages. */
#define	LOCK_FILE	__FILE__
#define	LOCK_LINE	__LINE__

/* lo_flags */
#define	LO_CLASSFLAGS	0x0000ffff	/* the lock class's own */
#define	LO_INITIALIZED	0x00010000
#define	LO_WITNESS	0x00020000
#define	LO_QUIET	0x00040000
#define	LO_RECURSABLE	0x00080000	/* the owner may take it again */
#define	LO_SLEEPABLE	0x00100000	/* may be held while sleeping */
#define	LO_UPGRADABLE	0x00200000
#define	LO_DUPOK	0x00400000
#define	LO_CLASSMASK	0x0f000000	/* index into lock_classes */
#define	LO_CLASSSHIFT	24
#define	LO_NEW		0x20000000

/* lc_flags */
#define	LC_SLEEPLOCK	0x00000001
#define	LC_SPINLOCK	0x00000002
#define	LC_SLEEPABLE	0x00000004
#define	LC_RECURSABLE	0x00000008
#define	LC_UPGRADABLE	0x00000010

/* Arguments of the assertion functions. */
#define	LA_UNLOCKED	0x00000000
#define	LA_LOCKED	0x00000001
#define	LA_SLOCKED	0x00000002
#define	LA_XLOCKED	0x00000004
#define	LA_RECURSED	0x00000008
#define	LA_NOTRECURSED	0x00000010

#ifdef _KERNEL

struct thread;

/*
 * lc_unlock releases the lock wholly and returns how it was held;
 * lc_lock takes it again in that way.
 */
struct lock_class {
	const char	*lc_name;
	unsigned int	lc_flags;
	void		(*lc_assert)(const struct lock_object *lock, int what);
	void		(*lc_lock)(struct lock_object *lock, uintptr_t how);
	uintptr_t	(*lc_unlock)(struct lock_object *lock);
	int		(*lc_owner)(const struct lock_object *lock,
			    struct thread **owner);
};

extern struct lock_class	lock_class_mtx_sleep;
extern struct lock_class	lock_class_mtx_spin;
extern struct lock_class	lock_class_sx;
extern struct lock_class	lock_class_rw;
extern struct lock_class *const	lock_classes[];

#define	LOCK_CLASS(lo)							\
	(lock_classes[((lo)->lo_flags & LO_CLASSMASK) >> LO_CLASSSHIFT])

/* The part of initialisation and destruction that all locks share. */
void	lock_init(struct lock_object *lock, struct lock_class *class,
	    const char *name, const char *type, int flags);
void	lock_destroy(struct lock_object *lock);

#define	lock_initialized(lo)	(((lo)->lo_flags & LO_INITIALIZED) != 0)

#define	WITNESS_WARN(flags, lock, ...)	((void)0)

#endif /* _KERNEL */

#endif /* !_SYS_LOCK_H_ */
