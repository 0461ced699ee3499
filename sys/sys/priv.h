/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Privileges: what priv_check(9) is asked about.
 */
#ifndef _SYS_PRIV_H_
#define	_SYS_PRIV_H_

/* The numbers are module ABI. */
#define	PRIV_ACCT		2
#define	PRIV_MAXFILES		3	/* exceed the limit on open files */
#define	PRIV_MAXPROC		4	/* exceed the limit on processes */
#define	PRIV_REBOOT		8
#define	PRIV_MSGBUF		11
#define	PRIV_IO			12	/* access to i/o ports */
#define	PRIV_KEYBOARD		13
#define	PRIV_DRIVER		14
#define	PRIV_ADJTIME		15
#define	PRIV_CLOCK_SETTIME	17
#define	PRIV_SETTIMEOFDAY	18
#define	PRIV_CRED_SETUID	50
#define	PRIV_CRED_SETEUID	51
#define	PRIV_CRED_SETGID	52
#define	PRIV_CRED_SETEGID	53
#define	PRIV_CRED_SETGROUPS	54
#define	PRIV_CRED_SETREUID	55
#define	PRIV_CRED_SETREGID	56
#define	PRIV_CRED_SETRESUID	57
#define	PRIV_CRED_SETRESGID	58
#define	PRIV_SEEOTHERGIDS	59
#define	PRIV_SEEOTHERUIDS	60
#define	PRIV_DEBUG_DIFFCRED	80
#define	PRIV_KENV_SET		120
#define	PRIV_KENV_UNSET		121
#define	PRIV_KLD_LOAD		130
#define	PRIV_KLD_UNLOAD		131
#define	PRIV_PROC_LIMIT		160
#define	PRIV_PROC_SETLOGIN	161
#define	PRIV_PROC_SETRLIMIT	162
#define	PRIV_IPC_READ		170
#define	PRIV_IPC_WRITE		171
#define	PRIV_IPC_ADMIN		172
#define	PRIV_IPC_MSGSIZE	173
#define	PRIV_SCHED_DIFFCRED	200
#define	PRIV_SCHED_SETPRIORITY	201
#define	PRIV_SIGNAL_DIFFCRED	230
#define	PRIV_SIGNAL_SUGID	231
#define	PRIV_SYSCTL_DEBUG	240
#define	PRIV_SYSCTL_WRITE	241
#define	PRIV_TTY_CONSOLE	250
#define	PRIV_TTY_DRAINWAIT	251
#define	PRIV_TTY_DTRWAIT	252
#define	PRIV_TTY_EXCLUSIVE	253
#define	PRIV_TTY_STI		255
#define	PRIV_TTY_SETA		256
#define	PRIV_VFS_READ		310
#define	PRIV_VFS_WRITE		311
#define	PRIV_VFS_ADMIN		312
#define	PRIV_VFS_EXEC		313
#define	PRIV_VFS_LOOKUP		314
#define	PRIV_VFS_BLOCKRESERVE	315
#define	PRIV_VFS_CHFLAGS_DEV	316
#define	PRIV_VFS_CHOWN		317
#define	PRIV_VFS_CHROOT		318
#define	PRIV_VFS_RETAINSUGID	319
#define	PRIV_VFS_FCHROOT	322
#define	PRIV_VFS_LINK		329
#define	PRIV_VFS_MKNOD_BAD	330
#define	PRIV_VFS_MKNOD_DEV	331
#define	PRIV_VFS_MKNOD_WHT	332
#define	PRIV_VFS_MOUNT		333
#define	PRIV_VFS_MOUNT_OWNER	334
#define	PRIV_VFS_MOUNT_EXPORTED	335
#define	PRIV_VFS_MOUNT_PERM	336
#define	PRIV_VFS_MOUNT_SUIDDIR	337
#define	PRIV_VFS_MOUNT_NONUSER	338
#define	PRIV_VFS_SETGID		339
#define	PRIV_VFS_STICKYFILE	341
#define	PRIV_VFS_SYSFLAGS	342
#define	PRIV_VFS_UNMOUNT	343
#define	PRIV_VFS_STAT		344
#define	PRIV_VM_MADV_PROTECT	360
#define	PRIV_VM_MLOCK		361
#define	PRIV_VM_MUNLOCK		362
#define	PRIV_DEVFS_RULE		370
#define	PRIV_DEVFS_SYMLINK	371
#define	PRIV_NET_BRIDGE		390
#define	PRIV_NET_BPF		392
#define	PRIV_NET_RAW		393
#define	PRIV_NET_ROUTE		394
#define	PRIV_NET_SETIFMTU	396
#define	PRIV_NET_SETIFFLAGS	397
#define	PRIV_NETINET_RESERVEDPORT 490
#define	PRIV_MODULE0		600	/* for modules' own use */
#define	PRIV_MODULE1		601
#define	PRIV_MODULE2		602
#define	PRIV_MODULE3		603
#define	PRIV_KMEM_READ		680
#define	PRIV_KMEM_WRITE		681

#ifdef _KERNEL
struct thread;
struct ucred;

/* 0, or EPERM.  The superuser has every privilege, nobody else has any. */
int	priv_check(struct thread *td, int priv);
int	priv_check_cred(struct ucred *cred, int priv);

/*
 * Is the system's securelevel greater than (at least) level?  EPERM if so,
 * else 0.  kern.securelevel only ever rises.
 */
int	securelevel_gt(struct ucred *cr, int level);
int	securelevel_ge(struct ucred *cr, int level);
extern int securelevel;
#endif

#endif /* !_SYS_PRIV_H_ */
