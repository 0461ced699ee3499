/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * eventhandler(9): named lists of functions that are called at an event.
 */
#ifndef _SYS_EVENTHANDLER_H_
#define	_SYS_EVENTHANDLER_H_

#ifdef _KERNEL

#include <sys/lock.h>
#include <sys/_mutex.h>
#include <sys/mutex.h>
#include <sys/queue.h>

struct eventhandler_entry {
	TAILQ_ENTRY(eventhandler_entry) ee_link; /* by ee_priority */
	int		ee_priority;
#define	EHE_DEAD_PRIORITY	(-1)	/* removed while the list is in use */
	void		*ee_arg;
};
typedef struct eventhandler_entry *eventhandler_tag;

struct eventhandler_list {
	char		*el_name;
	int		el_flags;
	u_int		el_runcount;	/* invocations under way */
	struct mtx	el_lock;
	TAILQ_ENTRY(eventhandler_list) el_link;
	TAILQ_HEAD(, eventhandler_entry) el_entries;
};

#define	EHL_INITTED	0x01

/* An entry with its function, whose type depends on the event. */
struct eventhandler_entry_generic {
	struct eventhandler_entry ee;
	void			(*func)(void);
};

/*
 * Call every function of a list whose lock is held; the lock is not held
 * while a function runs, and a function may remove itself or others.
 */
#define	_EVENTHANDLER_INVOKE(name, list, ...) do {			\
	struct eventhandler_entry *_ep;					\
	type_eventhandler_##name *_func;				\
									\
	(list)->el_runcount++;						\
	TAILQ_FOREACH(_ep, &(list)->el_entries, ee_link) {		\
		if (_ep->ee_priority == EHE_DEAD_PRIORITY)		\
			continue;					\
		_func = (type_eventhandler_##name *)			\
		    ((struct eventhandler_entry_generic *)_ep)->func;	\
		mtx_unlock(&(list)->el_lock);				\
		_func(_ep->ee_arg __VA_OPT__(,) __VA_ARGS__);		\
		mtx_lock(&(list)->el_lock);				\
	}								\
	(list)->el_runcount--;						\
	if ((list)->el_runcount == 0)					\
		eventhandler_prune_list(list);				\
	mtx_unlock(&(list)->el_lock);					\
} while (0)

/* State the type of an event's functions: void (*)(void *arg, ...). */
#define	EVENTHANDLER_DECLARE(name, type)				\
	typedef __typeof__(*(type)0) type_eventhandler_##name __unused; \
	struct __hack

/* A list that is found without a search by name. */
#define	EVENTHANDLER_LIST_DECLARE(name)					\
	extern struct eventhandler_list *_eventhandler_list_##name
#define	EVENTHANDLER_LIST_DEFINE(name)					\
	struct eventhandler_list *_eventhandler_list_##name;		\
	static void __ehl_init_##name(void *ctx __unused)		\
	{								\
		_eventhandler_list_##name =				\
		    eventhandler_create_list(#name);			\
	}								\
	SYSINIT(name##_ehl_init, SI_SUB_EVENTHANDLER, SI_ORDER_FIRST,	\
	    __ehl_init_##name, NULL);					\
	struct __hack

#define	EVENTHANDLER_DIRECT_INVOKE(name, ...) do {			\
	struct eventhandler_list *_el;					\
									\
	_el = _eventhandler_list_##name;				\
	if (!TAILQ_EMPTY(&_el->el_entries)) {				\
		mtx_lock(&_el->el_lock);				\
		_EVENTHANDLER_INVOKE(name, _el __VA_OPT__(,)		\
		    __VA_ARGS__);					\
	}								\
} while (0)

#define	EVENTHANDLER_INVOKE(name, ...) do {				\
	struct eventhandler_list *_el;					\
									\
	if ((_el = eventhandler_find_list(#name)) != NULL)		\
		_EVENTHANDLER_INVOKE(name, _el __VA_OPT__(,)		\
		    __VA_ARGS__);					\
} while (0)

/* Registered at start-up or load, and removed when the file is unloaded. */
#define	EVENTHANDLER_DEFINE(name, func, arg, priority)			\
	static eventhandler_tag name##_tag;				\
	static void name##_evh_init(void *ctx)				\
	{								\
		name##_tag = EVENTHANDLER_REGISTER(name, func, ctx,	\
		    priority);						\
	}								\
	SYSINIT(name##_evh_init, SI_SUB_CONFIGURE, SI_ORDER_ANY,	\
	    name##_evh_init, arg);					\
	static void name##_evh_uninit(void *ctx __unused)		\
	{								\
		EVENTHANDLER_DEREGISTER(name, name##_tag);		\
	}								\
	SYSUNINIT(name##_evh_uninit, SI_SUB_CONFIGURE, SI_ORDER_ANY,	\
	    name##_evh_uninit, NULL);					\
	struct __hack

#define	EVENTHANDLER_REGISTER(name, func, arg, priority)		\
	eventhandler_register(NULL, #name,				\
	    __extension__ ({ type_eventhandler_##name *_f = (func); _f; }), \
	    (arg), (priority))

/* Waits until no invocation uses the function any more. */
#define	EVENTHANDLER_DEREGISTER(name, tag) do {				\
	struct eventhandler_list *_el;					\
									\
	if ((_el = eventhandler_find_list(#name)) != NULL)		\
		eventhandler_deregister(_el, (tag));			\
} while (0)
#define	EVENTHANDLER_DEREGISTER_NOWAIT(name, tag) do {			\
	struct eventhandler_list *_el;					\
									\
	if ((_el = eventhandler_find_list(#name)) != NULL)		\
		eventhandler_deregister_nowait(_el, (tag));		\
} while (0)

/* list NULL: the one of that name, created if there is none yet. */
eventhandler_tag eventhandler_register(struct eventhandler_list *list,
	    const char *name, void *func, void *arg, int priority);
/* The list's lock is held on entry, not on return.  tag NULL: all. */
void	eventhandler_deregister(struct eventhandler_list *list,
	    eventhandler_tag tag);
void	eventhandler_deregister_nowait(struct eventhandler_list *list,
	    eventhandler_tag tag);
/* Returns it locked, or NULL. */
struct eventhandler_list *eventhandler_find_list(const char *name);
void	eventhandler_prune_list(struct eventhandler_list *list);
struct eventhandler_list *eventhandler_create_list(const char *name);

#define	EVENTHANDLER_PRI_FIRST	0
#define	EVENTHANDLER_PRI_ANY	10000
#define	EVENTHANDLER_PRI_LAST	20000

/* Shutdown: the argument is reboot(2)'s. */
typedef void (*shutdown_fn)(void *, int);
#define	SHUTDOWN_PRI_FIRST	EVENTHANDLER_PRI_FIRST
#define	SHUTDOWN_PRI_DEFAULT	EVENTHANDLER_PRI_ANY
#define	SHUTDOWN_PRI_LAST	EVENTHANDLER_PRI_LAST
typedef void type_eventhandler_shutdown_pre_sync(void *, int);
typedef void type_eventhandler_shutdown_post_sync(void *, int);
typedef void type_eventhandler_shutdown_final(void *, int);

/* Power. */
typedef void type_eventhandler_power_suspend(void *);
typedef void type_eventhandler_power_resume(void *);

/* Memory is short. */
typedef void type_eventhandler_vm_lowmem(void *, int);
#define	LOWMEM_PRI_DEFAULT	EVENTHANDLER_PRI_FIRST

/* Root has been mounted. */
typedef void type_eventhandler_mountroot(void *);

/*
 * Processes: allocated, to be freed (_fini: their memory is not kept for
 * others, so never), created (parent, child), ended, executed another program.
 */
struct image_params;
struct proc;
struct thread;
typedef void type_eventhandler_process_ctor(void *, struct proc *);
typedef void type_eventhandler_process_dtor(void *, struct proc *);
typedef void type_eventhandler_process_init(void *, struct proc *);
typedef void type_eventhandler_process_fini(void *, struct proc *);
typedef void type_eventhandler_process_fork(void *, struct proc *,
	    struct proc *, int);
typedef void type_eventhandler_process_exit(void *, struct proc *);
typedef void type_eventhandler_process_exec(void *, struct proc *,
	    struct image_params *);
/* Threads: allocated, to be freed. */
typedef void type_eventhandler_thread_ctor(void *, struct thread *);
typedef void type_eventhandler_thread_dtor(void *, struct thread *);

/*
 * Files of the kernel linker: loaded; unloaded, with the name, the address
 * and the size it had; about to be unloaded, which an errno in the int stops.
 */
struct linker_file;
typedef void type_eventhandler_kld_load(void *, struct linker_file *);
typedef void type_eventhandler_kld_unload(void *, const char *, char *,
	    unsigned long);
typedef void type_eventhandler_kld_unload_try(void *, struct linker_file *,
	    int *);

/* A watchdog is set (period), its answer goes to the int. */
typedef void type_eventhandler_watchdog_list(void *, unsigned int, int *);

#endif /* _KERNEL */

#endif /* !_SYS_EVENTHANDLER_H_ */
