/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A process as sysctl kern.proc shows it, for ps(1) and its like.
 */
#ifndef _SYS_USER_H_
#define	_SYS_USER_H_

#include <sys/types.h>
#include <sys/resource.h>
#include <sys/signal.h>
#include <sys/time.h>

#define	KINFO_PROC_SIZE	1088	/* user ABI */

#define	WMESGLEN	8
#define	LOCKNAMELEN	8
#define	TDNAMLEN	16
#define	COMMLEN		19
#define	KI_EMULNAMELEN	16
#define	KI_NGROUPS	16
#define	LOGNAMELEN	17
#define	LOGINCLASSLEN	17
#define	KI_NSPARE_INT	2
#define	KI_NSPARE_LONG	12
#define	KI_NSPARE_PTR	6

/* ki_stat */
#define	SIDL	1	/* being created */
#define	SRUN	2
#define	SSLEEP	3	/* sleeps where signals can wake it */
#define	SSTOP	4
#define	SZOMB	5
#define	SWAIT	6	/* sleeps */
#define	SLOCK	7

/*
 * FreeBSD 13's layout.  Members that say nothing here are zero; kernel
 * addresses are not given away.
 */
struct kinfo_proc {
	int		ki_structsize;	/* sizeof(struct kinfo_proc) */
	int		ki_layout;	/* 0 */
	void		*ki_args;
	void		*ki_paddr;
	void		*ki_addr;
	void		*ki_tracep;
	void		*ki_textvp;
	void		*ki_fd;
	void		*ki_vmspace;
	const void	*ki_wchan;
	pid_t		ki_pid;
	pid_t		ki_ppid;
	pid_t		ki_pgid;
	pid_t		ki_tpgid;	/* foreground group of its terminal */
	pid_t		ki_sid;
	pid_t		ki_tsid;	/* session of its terminal */
	short		ki_jobc;
	short		ki_spare_short1;
	uint32_t	ki_tdev_freebsd11;
	sigset_t	ki_siglist;	/* pending */
	sigset_t	ki_sigmask;
	sigset_t	ki_sigignore;
	sigset_t	ki_sigcatch;
	uid_t		ki_uid;
	uid_t		ki_ruid;
	uid_t		ki_svuid;
	gid_t		ki_rgid;
	gid_t		ki_svgid;
	short		ki_ngroups;
	short		ki_spare_short2;
	gid_t		ki_groups[KI_NGROUPS];
	vm_size_t	ki_size;	/* bytes of address space */
	segsz_t		ki_rssize;	/* pages in memory */
	segsz_t		ki_swrss;
	segsz_t		ki_tsize;	/* pages of text, data, stack */
	segsz_t		ki_dsize;
	segsz_t		ki_ssize;
	u_short		ki_xstat;	/* exit status, or stop signal */
	u_short		ki_acflag;
	uint32_t	ki_pctcpu;
	u_int		ki_estcpu;
	u_int		ki_slptime;
	u_int		ki_swtime;
	u_int		ki_cow;
	uint64_t	ki_runtime;	/* microseconds */
	struct timeval	ki_start;	/* time of day */
	struct timeval	ki_childtime;
	long		ki_flag;	/* P_* */
	long		ki_kiflag;	/* KI_* */
	int		ki_traceflag;
	char		ki_stat;	/* S* */
	signed char	ki_nice;
	char		ki_lock;
	char		ki_rqindex;
	u_char		ki_oncpu_old;
	u_char		ki_lastcpu_old;
	char		ki_tdname[TDNAMLEN + 1];
	char		ki_wmesg[WMESGLEN + 1];
	char		ki_login[LOGNAMELEN + 1];
	char		ki_lockname[LOCKNAMELEN + 1];
	char		ki_comm[COMMLEN + 1];
	char		ki_emul[KI_EMULNAMELEN + 1]; /* its ABI */
	char		ki_loginclass[LOGINCLASSLEN + 1];
	char		ki_moretdname[4];
	char		ki_sparestrings[46];
	int		ki_spareints[KI_NSPARE_INT];
	uint64_t	ki_tdev;	/* of its terminal, -1: none */
	int		ki_oncpu;
	int		ki_lastcpu;
	int		ki_tracer;
	int		ki_flag2;
	int		ki_fibnum;
	u_int		ki_cr_flags;
	int		ki_jid;
	int		ki_numthreads;
	lwpid_t		ki_tid;
	u_char		ki_pri[4];	/* class, level, native, user */
	struct rusage	ki_rusage;
	struct rusage	ki_rusage_ch;
	void		*ki_pcb;
	void		*ki_kstack;
	void		*ki_udata;
	void		*ki_tdaddr;
	void		*ki_spareptrs[KI_NSPARE_PTR];
	long		ki_sparelongs[KI_NSPARE_LONG];
	long		ki_sflag;
	long		ki_tdflags;
};
_Static_assert(sizeof(struct kinfo_proc) == KINFO_PROC_SIZE,
    "struct kinfo_proc is user ABI");

/* ki_kiflag */
#define	KI_CTTY		0x00000001	/* has a controlling terminal */
#define	KI_SLEADER	0x00000002	/* leads its session */

#endif /* !_SYS_USER_H_ */
