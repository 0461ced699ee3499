/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * SYSINIT(9): work that is run at start-up, or when a module is loaded and
 * unloaded, ordered by (subsystem, order).
 */
#ifndef _SYS_KERNEL_H_
#define	_SYS_KERNEL_H_

#include <sys/linker_set.h>
#include <sys/queue.h>
#include <sys/_abi.h>

#ifdef _KERNEL

extern int	cold;		/* no preemption and no sleeping yet */
extern int	hz;		/* hardclock ticks per second */
extern int	ticks;		/* hardclock ticks since boot, wraps */
extern int	tick;		/* microseconds in one tick */

#endif /* _KERNEL */

/* The numbers are part of the module ABI; ascending is start-up order. */
enum sysinit_sub_id {
	SI_SUB_DUMMY		= 0x0000000,
	SI_SUB_DONE		= 0x0000001,
	SI_SUB_TUNABLES		= 0x0700000,
	SI_SUB_COPYRIGHT	= 0x0800001,
	SI_SUB_VM		= 0x1000000,
	SI_SUB_COUNTER		= 0x1100000,
	SI_SUB_KMEM		= 0x1800000,
	SI_SUB_WITNESS		= 0x1a80000,
	SI_SUB_LOCK		= 0x1b00000,
	SI_SUB_EVENTHANDLER	= 0x1c00000,
	SI_SUB_KLD		= 0x2000000,
	SI_SUB_CPU		= 0x2100000,
	SI_SUB_MAC		= 0x2180000,
	SI_SUB_INTRINSIC	= 0x2200000,
	SI_SUB_VM_CONF		= 0x2300000,
	SI_SUB_CREATE_INIT	= 0x2500000,
	SI_SUB_SCHED_IDLE	= 0x2600000,
	SI_SUB_INTR		= 0x2800000,
	SI_SUB_TASKQ		= 0x2880000,
	SI_SUB_SOFTINTR		= 0x2a00000,
	SI_SUB_DEVFS		= 0x2f00000,
	SI_SUB_INIT_IF		= 0x3000000,
	SI_SUB_DRIVERS		= 0x3100000,
	SI_SUB_CONFIGURE	= 0x3800000,
	SI_SUB_VFS		= 0x4000000,
	SI_SUB_CLOCKS		= 0x4800000,
	SI_SUB_SYSV_MSG		= 0x6c00000,
	SI_SUB_PSEUDO		= 0x7000000,
	SI_SUB_EXEC		= 0x7400000,
	SI_SUB_PROTO_DOMAIN	= 0x8800000,
	SI_SUB_KICK_SCHEDULER	= 0xa000000,
	SI_SUB_INT_CONFIG_HOOKS	= 0xa800000,
	SI_SUB_ROOT_CONF	= 0xb000000,
	SI_SUB_SYSCALLS		= 0xd800000,
	SI_SUB_KTHREAD_INIT	= 0xe000000,
	SI_SUB_SMP		= 0xf000000,
	SI_SUB_LAST		= 0xfffffff
};

enum sysinit_elem_order {
	SI_ORDER_FIRST		= 0x0000000,
	SI_ORDER_SECOND		= 0x0000001,
	SI_ORDER_THIRD		= 0x0000002,
	SI_ORDER_FOURTH		= 0x0000003,
	SI_ORDER_MIDDLE		= 0x1000000,
	SI_ORDER_ANY		= 0xfffffff
};

typedef void (*sysinit_nfunc_t)(void *);
typedef void (*sysinit_cfunc_t)(const void *);

struct sysinit {
	enum sysinit_sub_id	subsystem;
	enum sysinit_elem_order	order;
	sysinit_cfunc_t		func;
	const void		*udata;
};
/* Module ABI. */
__ABI_SIZE(struct sysinit, 24);
__ABI_MEMBER(struct sysinit, subsystem, 0, 4);
__ABI_MEMBER(struct sysinit, order, 4, 4);
__ABI_MEMBER(struct sysinit, func, 8, 8);
__ABI_MEMBER(struct sysinit, udata, 16, 8);

#define	C_SYSINIT(uniquifier, subsystem, order, func, ident)		\
	static struct sysinit uniquifier ## _sys_init = {		\
		subsystem, order, func, (ident)				\
	};								\
	DATA_SET(sysinit_set, uniquifier ## _sys_init)

#define	SYSINIT(uniquifier, subsystem, order, func, ident)		\
	C_SYSINIT(uniquifier, subsystem, order,				\
	    (sysinit_cfunc_t)(sysinit_nfunc_t)(func), (void *)(ident))

#define	C_SYSUNINIT(uniquifier, subsystem, order, func, ident)		\
	static struct sysinit uniquifier ## _sys_uninit = {		\
		subsystem, order, func, (ident)				\
	};								\
	DATA_SET(sysuninit_set, uniquifier ## _sys_uninit)

#define	SYSUNINIT(uniquifier, subsystem, order, func, ident)		\
	C_SYSUNINIT(uniquifier, subsystem, order,			\
	    (sysinit_cfunc_t)(sysinit_nfunc_t)(func), (void *)(ident))

#ifdef _KERNEL

/*
 * Run the kernel's SYSINITs in order; does not return.  Entered once, from
 * the machine-dependent start, on thread0's stack.
 */
void	mi_startup(void) __dead2;

/*
 * While the kernel starts: add the SYSINITs [set, set_end) of a preloaded
 * file to those that have not run yet.  Those whose time has passed run next.
 */
void	sysinit_add(struct sysinit **set, struct sysinit **set_end);

/*
 * Tunables: variables that take their first value from the kernel
 * environment, at boot or when the module that holds them is loaded.
 */
struct tunable_int {
	const char	*path;
	int		*var;
};
struct tunable_long {
	const char	*path;
	long		*var;
};
struct tunable_ulong {
	const char	*path;
	unsigned long	*var;
};
struct tunable_int64 {
	const char	*path;
	__INT64_TYPE__	*var;
};
struct tunable_uint64 {
	const char	*path;
	__UINT64_TYPE__	*var;
};
struct tunable_quad {
	const char	*path;
	__INT64_TYPE__	*var;
};
struct tunable_bool {
	const char	*path;
	_Bool		*var;
};
struct tunable_str {
	const char	*path;
	char		*var;
	int		size;
};

void	tunable_int_init(void *);
void	tunable_long_init(void *);
void	tunable_ulong_init(void *);
void	tunable_int64_init(void *);
void	tunable_uint64_init(void *);
void	tunable_quad_init(void *);
void	tunable_bool_init(void *);
void	tunable_str_init(void *);

#define	__TUNABLE(type, path, var)					\
	static struct type __CONCAT(__tunable_, __LINE__) = {		\
		(path), (var)						\
	};								\
	SYSINIT(__CONCAT(__Tunable_init_, __LINE__),			\
	    SI_SUB_TUNABLES, SI_ORDER_MIDDLE, type ## _init,		\
	    &__CONCAT(__tunable_, __LINE__))

#define	TUNABLE_INT(path, var)		__TUNABLE(tunable_int, path, var)
#define	TUNABLE_LONG(path, var)		__TUNABLE(tunable_long, path, var)
#define	TUNABLE_ULONG(path, var)	__TUNABLE(tunable_ulong, path, var)
#define	TUNABLE_INT64(path, var)	__TUNABLE(tunable_int64, path, var)
#define	TUNABLE_UINT64(path, var)	__TUNABLE(tunable_uint64, path, var)
#define	TUNABLE_QUAD(path, var)		__TUNABLE(tunable_quad, path, var)
#define	TUNABLE_BOOL(path, var)		__TUNABLE(tunable_bool, path, var)
#define	TUNABLE_STR(path, var, size)					\
	static struct tunable_str __CONCAT(__tunable_, __LINE__) = {	\
		(path), (var), (size)					\
	};								\
	SYSINIT(__CONCAT(__Tunable_init_, __LINE__),			\
	    SI_SUB_TUNABLES, SI_ORDER_MIDDLE, tunable_str_init,		\
	    &__CONCAT(__tunable_, __LINE__))

#define	TUNABLE_INT_FETCH(path, var)	getenv_int((path), (var))
#define	TUNABLE_LONG_FETCH(path, var)	getenv_long((path), (var))
#define	TUNABLE_ULONG_FETCH(path, var)	getenv_ulong((path), (var))
#define	TUNABLE_INT64_FETCH(path, var)	getenv_int64((path), (var))
#define	TUNABLE_UINT64_FETCH(path, var)	getenv_uint64((path), (var))
#define	TUNABLE_QUAD_FETCH(path, var)	getenv_quad((path), (var))
#define	TUNABLE_BOOL_FETCH(path, var)	getenv_bool((path), (var))
#define	TUNABLE_STR_FETCH(path, var, size)				\
	getenv_string((path), (var), (size))

/*
 * A function to be called when interrupts work and before the root is
 * mounted, which waits until the hook is disestablished; after that time, at
 * once.  The caller keeps the hook until then.
 */
typedef void (*ich_func_t)(void *arg);
struct intr_config_hook {
	TAILQ_ENTRY(intr_config_hook) ich_links;
	ich_func_t	ich_func;
	void		*ich_arg;
};

/* EBUSY: it is established already. */
int	config_intrhook_establish(struct intr_config_hook *hook);
void	config_intrhook_disestablish(struct intr_config_hook *hook);
/* Without a hook of one's own, and nothing waits behind the call.  Sleeps. */
void	config_intrhook_oneshot(ich_func_t func, void *arg);

#endif /* _KERNEL */

#endif /* !_SYS_KERNEL_H_ */
