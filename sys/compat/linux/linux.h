/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The Linux/amd64 system call interface: its types, structures and numbers,
 * and what the files of the emulation share.
 */
#ifndef _COMPAT_LINUX_LINUX_H_
#define	_COMPAT_LINUX_LINUX_H_

#include <sys/types.h>
#include <sys/signal.h>

struct rusage;
struct stat;
struct thread;

/* Linux's names for its basic types, as they are on amd64. */
typedef int32_t		l_int;
typedef uint32_t	l_uint;
typedef int64_t		l_long;
typedef uint64_t	l_ulong;
typedef uint64_t	l_size_t;
typedef int64_t		l_off_t;
typedef int32_t		l_pid_t;
typedef uint32_t	l_mode_t;
typedef uint64_t	l_uintptr_t;

/* Time values and rusage have the native layout (checked in linux_time.c). */
#define	l_timespec	timespec
#define	l_timeval	timeval

/* What uname(2) reports; the C libraries check a minimum release. */
#define	LINUX_SYSNAME	"Linux"
#define	LINUX_RELEASE	"5.10.0"
#define	LINUX_MACHINE	"x86_64"
#define	LINUX_CLOCKTICK	100		/* sysconf(_SC_CLK_TCK) */

/* *at(2) */
#define	LINUX_AT_FDCWD			(-100)
#define	LINUX_AT_SYMLINK_NOFOLLOW	0x100
#define	LINUX_AT_REMOVEDIR		0x200
#define	LINUX_AT_EACCESS		0x200
#define	LINUX_AT_SYMLINK_FOLLOW		0x400
#define	LINUX_AT_NO_AUTOMOUNT		0x800
#define	LINUX_AT_EMPTY_PATH		0x1000

/* open(2); octal as in Linux's own documentation */
#define	LINUX_O_ACCMODE		00000003
#define	LINUX_O_CREAT		00000100
#define	LINUX_O_EXCL		00000200
#define	LINUX_O_NOCTTY		00000400
#define	LINUX_O_TRUNC		00001000
#define	LINUX_O_APPEND		00002000
#define	LINUX_O_NONBLOCK	00004000
#define	LINUX_O_DSYNC		00010000
#define	LINUX_O_ASYNC		00020000
#define	LINUX_O_DIRECT		00040000
#define	LINUX_O_LARGEFILE	00100000
#define	LINUX_O_DIRECTORY	00200000
#define	LINUX_O_NOFOLLOW	00400000
#define	LINUX_O_CLOEXEC		02000000
#define	LINUX_O_SYNC		04010000
#define	LINUX_O_PATH		010000000
#define	LINUX_O_TMPFILE		020000000

/* Signals that are numbered otherwise in Linux */
#define	LINUX_SIGBUS	7
#define	LINUX_SIGUSR1	10
#define	LINUX_SIGUSR2	12
#define	LINUX_SIGSTKFLT	16
#define	LINUX_SIGCHLD	17
#define	LINUX_SIGCONT	18
#define	LINUX_SIGSTOP	19
#define	LINUX_SIGTSTP	20
#define	LINUX_SIGURG	23
#define	LINUX_SIGIO	29
#define	LINUX_SIGPWR	30
#define	LINUX_SIGSYS	31
#define	LINUX_SIGRTMIN	32
#define	LINUX_NSIG	64

/* Bit sig - 1 stands for signal sig. */
typedef uint64_t	l_sigset_t;

typedef struct {
	l_uintptr_t	ss_sp;
	l_int		ss_flags;
	l_size_t	ss_size;
} l_stack_t;

#define	LINUX_SS_ONSTACK	1
#define	LINUX_SS_DISABLE	2

typedef struct {
	l_uintptr_t	lsa_handler;
	l_ulong		lsa_flags;
	l_uintptr_t	lsa_restorer;	/* where a handler returns to */
	l_sigset_t	lsa_mask;
} l_sigaction_t;

#define	LINUX_SA_NOCLDSTOP	0x00000001
#define	LINUX_SA_NOCLDWAIT	0x00000002
#define	LINUX_SA_SIGINFO	0x00000004
#define	LINUX_SA_RESTORER	0x04000000
#define	LINUX_SA_ONSTACK	0x08000000
#define	LINUX_SA_RESTART	0x10000000
#define	LINUX_SA_NODEFER	0x40000000
#define	LINUX_SA_RESETHAND	0x80000000

/* si_code of signals that a process sends */
#define	LINUX_SI_USER		0
#define	LINUX_SI_KERNEL		0x80
#define	LINUX_SI_QUEUE		(-1)
#define	LINUX_SI_TIMER		(-2)
#define	LINUX_SI_ASYNCIO	(-4)
#define	LINUX_SI_TKILL		(-6)

typedef struct {
	l_int	lsi_signo;
	l_int	lsi_errno;
	l_int	lsi_code;
	l_int	lsi_pad0;
	union {
		struct {
			l_pid_t		pid;
			uint32_t	uid;
			l_uintptr_t	value;
		} rt;			/* kill, sigqueue */
		struct {
			l_pid_t		pid;
			uint32_t	uid;
			l_int		status;
			l_int		pad;
			l_long		utime;
			l_long		stime;
		} chld;
		struct {
			l_uintptr_t	addr;
		} fault;
		uint8_t	size[112];
	} lsi;
} l_siginfo_t;
_Static_assert(sizeof(l_siginfo_t) == 128, "Linux's siginfo_t");

/* wait4(2) options */
#define	LINUX_WNOHANG		0x00000001
#define	LINUX_WUNTRACED		0x00000002
#define	LINUX_WEXITED		0x00000004
#define	LINUX_WCONTINUED	0x00000008
#define	LINUX_WNOWAIT		0x01000000
#define	LINUX___WNOTHREAD	0x20000000
#define	LINUX___WALL		0x40000000
#define	LINUX___WCLONE		0x80000000U

struct l_stat {
	uint64_t	st_dev;
	uint64_t	st_ino;
	uint64_t	st_nlink;
	uint32_t	st_mode;
	uint32_t	st_uid;
	uint32_t	st_gid;
	uint32_t	st_pad0;
	uint64_t	st_rdev;
	int64_t		st_size;
	int64_t		st_blksize;
	int64_t		st_blocks;	/* of 512 bytes */
	struct l_timespec st_atim;
	struct l_timespec st_mtim;
	struct l_timespec st_ctim;
	int64_t		st_spare[3];
};
_Static_assert(sizeof(struct l_stat) == 144, "Linux's struct stat");

struct l_statfs {
	int64_t		f_type;		/* magic number of the file system */
	int64_t		f_bsize;
	uint64_t	f_blocks;
	uint64_t	f_bfree;
	uint64_t	f_bavail;
	uint64_t	f_files;
	uint64_t	f_ffree;
	int32_t		f_fsid[2];
	int64_t		f_namelen;
	int64_t		f_frsize;
	int64_t		f_flags;
	int64_t		f_spare[4];
};
_Static_assert(sizeof(struct l_statfs) == 120, "Linux's struct statfs");

struct l_dirent64 {
	uint64_t	d_ino;
	int64_t		d_off;		/* position of the next entry */
	uint16_t	d_reclen;
	uint8_t		d_type;
	char		d_name[];
};

struct l_flock {
	int16_t		l_type;
	int16_t		l_whence;
	l_off_t		l_start;
	l_off_t		l_len;
	l_pid_t		l_pid;
};

#define	LINUX_UTSNAME_LEN	65

struct l_utsname {
	char	sysname[LINUX_UTSNAME_LEN];
	char	nodename[LINUX_UTSNAME_LEN];
	char	release[LINUX_UTSNAME_LEN];
	char	version[LINUX_UTSNAME_LEN];
	char	machine[LINUX_UTSNAME_LEN];
	char	domainname[LINUX_UTSNAME_LEN];
};

struct l_sysinfo {
	l_long		uptime;		/* seconds */
	l_ulong		loads[3];	/* 1, 5, 15 minutes, times 65536 */
	l_ulong		totalram;	/* all in units of mem_unit bytes */
	l_ulong		freeram;
	l_ulong		sharedram;
	l_ulong		bufferram;
	l_ulong		totalswap;
	l_ulong		freeswap;
	uint16_t	procs;
	l_ulong		totalhigh;
	l_ulong		freehigh;
	l_uint		mem_unit;
};
_Static_assert(sizeof(struct l_sysinfo) == 112, "Linux's struct sysinfo");

struct l_rlimit64 {
	uint64_t	rlim_cur;
	uint64_t	rlim_max;
};

#define	LINUX_RLIM_INFINITY	(~(uint64_t)0)

struct l_tms {
	l_long		tms_utime;
	l_long		tms_stime;
	l_long		tms_cutime;
	l_long		tms_cstime;
};

/* The last argument of pselect6(2) */
struct l_sigset_argpack {
	l_uintptr_t	ss;
	l_size_t	ss_len;
};

#endif /* !_COMPAT_LINUX_LINUX_H_ */
