/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The shared/exclusive lock behind sx(9) and rwlock(9).  The lock word
 * follows the lock_object.
 */
#ifndef _KERN_SHLOCK_H_
#define	_KERN_SHLOCK_H_

#include <sys/types.h>
#include <sys/lock.h>

/*
 * The word: SHL_SHARED and the number of sharers in units of SHL_ONE, or the
 * thread that holds the lock exclusively; and flags.
 */
#define	SHL_SHARED	0x01
#define	SHL_SWAIT	0x02	/* some wait to share it */
#define	SHL_XWAIT	0x04	/* some wait to hold it exclusively */
#define	SHL_RECURSED	0x08
#define	SHL_FLAGS	0x0f
#define	SHL_ONE		0x10
#define	SHL_UNLOCKED	SHL_SHARED	/* shared by nobody */
#define	SHL_DESTROYED	SHL_XWAIT

struct thread;

void	shlock_init(struct lock_object *lo, struct lock_class *class,
	    const char *name, int flags);
void	shlock_destroy(struct lock_object *lo);
/* 0; when interruptible also EINTR or ERESTART. */
int	shlock_shared(struct lock_object *lo, bool interruptible);
int	shlock_exclusive(struct lock_object *lo, bool interruptible);
bool	shlock_try_shared(struct lock_object *lo);
bool	shlock_try_exclusive(struct lock_object *lo);
void	shlock_unlock_shared(struct lock_object *lo);
void	shlock_unlock_exclusive(struct lock_object *lo);
bool	shlock_try_upgrade(struct lock_object *lo);
void	shlock_downgrade(struct lock_object *lo);
/* The exclusive owner, or NULL. */
struct thread *shlock_owner(const struct lock_object *lo);
void	shlock_assert(const struct lock_object *lo, int what,
	    const char *file, int line);

/* For lock classes. */
uintptr_t shlock_unlock_any(struct lock_object *lo);
void	shlock_lock_again(struct lock_object *lo, uintptr_t how);
int	shlock_get_owner(const struct lock_object *lo, struct thread **owner);

#endif /* !_KERN_SHLOCK_H_ */
