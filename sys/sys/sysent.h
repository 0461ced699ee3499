/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System call tables, and the vectors that make an ABI.
 */
#ifndef _SYS_SYSENT_H_
#define	_SYS_SYSENT_H_

#include <sys/types.h>
#include <sys/_abi.h>
#include <sys/module.h>

#ifdef _KERNEL

struct image_params;
struct ksiginfo;
struct proc;
struct rlimit;
struct syscall_args;
struct thread;
struct trapframe;
struct __sigset;

typedef	int	sy_call_t(struct thread *, void *);
typedef	void	(*systrace_args_func_t)(int, void *, uint64_t *, int *);

/* One system call; the layout is module ABI. */
struct sysent {
	sy_call_t	*sy_call;
	systrace_args_func_t sy_systrace_args_func;
	uint8_t		sy_narg;	/* arguments, in registers' units */
	uint8_t		sy_flags;	/* SYF_* */
	uint16_t	sy_auevent;
	uint32_t	sy_entry;
	uint32_t	sy_return;
	uint32_t	sy_thrcnt;	/* SY_THR_*, and threads inside */
};
__ABI_SIZE(struct sysent, 32);
__ABI_MEMBER(struct sysent, sy_call, 0, 8);
__ABI_MEMBER(struct sysent, sy_systrace_args_func, 8, 8);
__ABI_MEMBER(struct sysent, sy_narg, 16, 1);
__ABI_MEMBER(struct sysent, sy_flags, 17, 1);
__ABI_MEMBER(struct sysent, sy_auevent, 18, 2);
__ABI_MEMBER(struct sysent, sy_entry, 20, 4);
__ABI_MEMBER(struct sysent, sy_return, 24, 4);
__ABI_MEMBER(struct sysent, sy_thrcnt, 28, 4);

#define	SYF_CAPENABLED		0x00000001

/*
 * sy_thrcnt: threads inside a loadable call, counted in steps of
 * SY_THR_INCR, so that unloading can wait for them.
 */
#define	SY_THR_FLAGMASK		0x7
#define	SY_THR_STATIC		0x1	/* never unloaded: not counted */
#define	SY_THR_DRAINING		0x2	/* being unloaded: refuse entry */
#define	SY_THR_ABSENT		0x4	/* a free slot */
#define	SY_THR_INCR		0x8

#define	NO_SYSCALL		(-1)	/* register at any free slot */

/*
 * An ABI: its system calls and how its images and signals look to user mode.
 * NULL hooks are optional, except those marked (r).
 */
struct sysentvec {
	int		sv_size;	/* calls in sv_table */
	struct sysent	*sv_table;
	/* (r) Push what precedes argv on the stack. */
	int		(*sv_fixup)(uintptr_t *, struct image_params *);
	/* (r) see sendsig in sys/signalvar.h */
	void		(*sv_sendsig)(void (*)(int), struct ksiginfo *,
			    struct __sigset *);
	const char	*sv_sigcode;	/* signal trampoline */
	const int	*sv_szsigcode;
	const char	*sv_name;
	/* (r) Write the auxiliary vector at base. */
	int		(*sv_copyout_auxargs)(struct image_params *,
			    uintptr_t);
	int		sv_minsigstksz;
	vm_offset_t	sv_minuser;	/* user addresses: [min, max) */
	vm_offset_t	sv_maxuser;
	vm_offset_t	sv_usrstack;	/* top of the stack */
	vm_offset_t	sv_psstrings;	/* struct ps_strings, or 0 */
	int		sv_stackprot;	/* VM_PROT_* of the stack */
	/* (r) Build the new stack, return its lowest address. */
	int		(*sv_copyout_strings)(struct image_params *,
			    uintptr_t *);
	/* (r) Registers of the new image. */
	void		(*sv_setregs)(struct thread *, struct image_params *,
			    uintptr_t);
	u_int		sv_flags;	/* SV_* */
	/* (r) Put the result of a call into the registers. */
	void		(*sv_set_syscall_retval)(struct thread *, int);
	/* (r) Find number, entry and arguments of a call: td_sa. */
	int		(*sv_fetch_syscall_args)(struct thread *);
	const char	**sv_syscallnames;
	vm_offset_t	sv_shared_page_base; /* where sv_sigcode is mapped */
	/* A new thread is about to enter user mode the first time. */
	void		(*sv_schedtail)(struct thread *);
	/* A thread is about to end. */
	void		(*sv_ontdexit)(struct thread *);
	/* exec: the process leaves (old vector) or enters (new) the ABI. */
	int		(*sv_onexec)(struct proc *, struct image_params *);
	void		(*sv_onexec_old)(struct thread *);
	void		(*sv_onexit)(struct proc *);
	/* A process with this ABI forked; child is not yet running. */
	void		(*sv_onfork)(struct thread *, struct thread *);
	/* Handle a user trap; 0 when done. */
	int		(*sv_trap)(struct thread *);
};

#define	SV_ILP32	0x000100
#define	SV_LP64		0x000200
#define	SV_AOUT		0x008000
#define	SV_SHP		0x010000
#define	SV_ABI_LINUX	1
#define	SV_ABI_FREEBSD	9
#define	SV_ABI_UNDEF	255
#define	SV_ABI_MASK	0xff

#define	SV_PROC_FLAG(p, x)	((p)->p_sysent->sv_flags & (x))
#define	SV_PROC_ABI(p)		((p)->p_sysent->sv_flags & SV_ABI_MASK)
#define	SV_CURPROC_FLAG(x)	SV_PROC_FLAG(curproc, x)
#define	SV_CURPROC_ABI()	SV_PROC_ABI(curproc)

extern struct sysentvec elf64_freebsd_sysvec;	/* the native ABI */
extern struct sysentvec null_sysvec;		/* kernel processes */
extern struct sysent sysent[];
extern const char *syscallnames[];

struct nosys_args;	/* sys/sysproto.h */
int	sys_nosys(struct thread *, struct nosys_args *);
int	lkmnosys(struct thread *, struct nosys_args *);
int	lkmressys(struct thread *, struct nosys_args *);

/*
 * Run one system call: fetch, check, call, deliver the result.  From the
 * machine's entry, td_frame set; the caller then calls userret.
 */
void	syscall_dispatch(struct thread *td);
/* Last work before user mode; ast is for TDF_ASTPENDING. */
void	userret(struct thread *td, struct trapframe *frame);
void	ast(struct trapframe *frame);

/*
 * Loadable calls (kern_syscalls.c).  Offset NO_SYSCALL takes any free slot
 * and stores it.  EINVAL, ENFILE, EEXIST.
 */
struct syscall_module_data {
	int		(*chainevh)(struct module *, int, void *);
	void		*chainarg;
	int		*offset;
	struct sysent	*new_sysent;
	struct sysent	old_sysent;
	int		flags;
};
/* Module ABI. */
__ABI_SIZE(struct syscall_module_data, 72);
__ABI_MEMBER(struct syscall_module_data, chainevh, 0, 8);
__ABI_MEMBER(struct syscall_module_data, chainarg, 8, 8);
__ABI_MEMBER(struct syscall_module_data, offset, 16, 8);
__ABI_MEMBER(struct syscall_module_data, new_sysent, 24, 8);
__ABI_MEMBER(struct syscall_module_data, old_sysent, 32, 32);
__ABI_MEMBER(struct syscall_module_data, flags, 64, 4);

int	kern_syscall_register(struct sysent *sysents, int *offset,
	    struct sysent *new_sysent, struct sysent *old_sysent, int flags);
int	kern_syscall_deregister(struct sysent *sysents, int offset,
	    const struct sysent *old_sysent);
int	syscall_register(int *offset, struct sysent *new_sysent,
	    struct sysent *old_sysent, int flags);
int	syscall_deregister(int *offset, struct sysent *old_sysent);
int	syscall_module_handler(struct module *mod, int what, void *arg);
int	kern_syscall_module_handler(struct sysent *sysents,
	    struct module *mod, int what, void *arg);
/* Enter and leave a loadable call; ENOSYS while it is being unloaded. */
int	syscall_thread_enter(struct thread *td, struct sysent *se);
void	syscall_thread_exit(struct thread *td, struct sysent *se);

struct syscall_helper_data {
	struct sysent	new_sysent;
	struct sysent	old_sysent;
	int		syscall_no;
	int		registered;
};
int	syscall_helper_register(struct syscall_helper_data *sd, int flags);
int	syscall_helper_unregister(struct syscall_helper_data *sd);

#ifndef AUE_NULL
#define	AUE_NULL	0
#endif

#define	MAKE_SYSENT(syscallname)					\
static struct sysent syscallname ## _sysent = {				\
	.sy_narg = sizeof(struct syscallname ## _args) /		\
	    sizeof(register_t),						\
	.sy_call = (sy_call_t *)(void *)&sys_ ## syscallname,		\
	.sy_auevent = AUE_NULL,						\
}

#define	SYSCALL_MODULE(name, offset, new_sysent, evh, arg)		\
static struct syscall_module_data name ## _syscall_mod = {		\
	evh, arg, offset, new_sysent, { .sy_call = NULL }, 0		\
};									\
									\
static moduledata_t name ## _mod = {					\
	"sys/" #name,							\
	syscall_module_handler,						\
	&name ## _syscall_mod						\
};									\
DECLARE_MODULE(name, name ## _mod, SI_SUB_SYSCALLS, SI_ORDER_MIDDLE)

#define	SYSCALL_MODULE_HELPER(syscallname)				\
static int syscallname ## _syscall = SYS_ ## syscallname;		\
MAKE_SYSENT(syscallname);						\
SYSCALL_MODULE(syscallname, & syscallname ## _syscall,			\
    & syscallname ## _sysent, NULL, NULL)

#define	SYSCALL_INIT_HELPER_F(syscallname, flags) {			\
	.new_sysent = {							\
		.sy_narg = sizeof(struct syscallname ## _args) /	\
		    sizeof(register_t),					\
		.sy_call = (sy_call_t *)(void *)&sys_ ## syscallname,	\
		.sy_thrcnt = (flags),					\
	},								\
	.syscall_no = SYS_ ## syscallname				\
}
#define	SYSCALL_INIT_HELPER(syscallname)				\
	SYSCALL_INIT_HELPER_F(syscallname, 0)
#define	SYSCALL_INIT_LAST	{ .syscall_no = NO_SYSCALL }

#endif /* _KERNEL */

#endif /* !_SYS_SYSENT_H_ */
