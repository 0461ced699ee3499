/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linprocfs: the files of Linux's /proc that its ps, top, free, df and mount
 * read.  Their text is made when they are read; nothing is kept.
 */
#ifndef _COMPAT_LINPROCFS_LINPROCFS_H_
#define	_COMPAT_LINPROCFS_LINPROCFS_H_

#include <sys/param.h>
#include <sys/malloc.h>
#include <sys/vnode.h>

struct mount;
struct sbuf;
struct thread;

MALLOC_DECLARE(M_LINPROCFS);

/*
 * Write the contents of a file, or the target of a symbolic link.  pid is 0
 * in the root directory; elsewhere ESRCH if the process is gone.
 */
typedef int linprocfs_fill_t(struct thread *td, pid_t pid, struct sbuf *sb);

/* An entry of one of the two kinds of directory. */
struct linprocfs_entry {
	const char	*name;
	enum vtype	type;		/* VREG, VLNK */
	linprocfs_fill_t *fill;
};

/* linprocfs_sys.c: the root directory; linprocfs_proc.c: a process's. */
extern const struct linprocfs_entry linprocfs_root_entries[];
extern const struct linprocfs_entry linprocfs_proc_entries[];
extern const int linprocfs_root_count;
extern const int linprocfs_proc_count;

/* Owner of a process's files; ESRCH. */
int	linprocfs_owner(pid_t pid, uid_t *uid, gid_t *gid);
/*
 * Ids of all processes, ascending, to be freed (M_LINPROCFS); returns how
 * many.
 */
int	linprocfs_pids(pid_t **pids);

/* v_data: entry NULL stands for the directory itself. */
struct linprocfs_node {
	pid_t		pid;		/* 0: the root directory */
	const struct linprocfs_entry *entry;
};

/* A new vnode for a node, referenced and locked exclusively. */
int	linprocfs_vnode(struct mount *mp, pid_t pid,
	    const struct linprocfs_entry *entry, struct vnode **vpp);

/* Ticks of Linux's user interface in a time. */
#define	LINPROCFS_HZ	100

#endif /* !_COMPAT_LINPROCFS_LINPROCFS_H_ */
