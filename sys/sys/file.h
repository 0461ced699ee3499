/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Open files: struct file and its operations.
 */
#ifndef _SYS_FILE_H_
#define	_SYS_FILE_H_

#include <sys/types.h>
#include <sys/fcntl.h>
#include <sys/unistd.h>

#ifdef _KERNEL

#include <sys/capsicum.h>
#include <sys/refcount.h>
#include <vm/vm.h>

struct file;
struct filecaps;
struct knote;
struct kinfo_file;
struct stat;
struct thread;
struct ucred;
struct uio;
struct vm_map;
struct vnode;
struct filedesc;

#define	DTYPE_NONE	0	/* not yet initialised */
#define	DTYPE_VNODE	1
#define	DTYPE_SOCKET	2
#define	DTYPE_PIPE	3
#define	DTYPE_FIFO	4
#define	DTYPE_KQUEUE	5
#define	DTYPE_CRYPTO	6
#define	DTYPE_MQUEUE	7
#define	DTYPE_SHM	8
#define	DTYPE_SEM	9
#define	DTYPE_PTS	10
#define	DTYPE_DEV	11

typedef int fo_rdwr_t(struct file *fp, struct uio *uio,
    struct ucred *active_cred, int flags, struct thread *td);
typedef int fo_truncate_t(struct file *fp, off_t length,
    struct ucred *active_cred, struct thread *td);
typedef int fo_ioctl_t(struct file *fp, u_long com, void *data,
    struct ucred *active_cred, struct thread *td);
typedef int fo_poll_t(struct file *fp, int events,
    struct ucred *active_cred, struct thread *td);
typedef int fo_kqfilter_t(struct file *fp, struct knote *kn);
typedef int fo_stat_t(struct file *fp, struct stat *sb,
    struct ucred *active_cred, struct thread *td);
typedef int fo_close_t(struct file *fp, struct thread *td);
typedef int fo_chmod_t(struct file *fp, mode_t mode,
    struct ucred *active_cred, struct thread *td);
typedef int fo_chown_t(struct file *fp, uid_t uid, gid_t gid,
    struct ucred *active_cred, struct thread *td);
typedef int fo_sendfile_t(void);
typedef int fo_seek_t(struct file *fp, off_t offset, int whence,
    struct thread *td);
typedef int fo_fill_kinfo_t(struct file *fp, struct kinfo_file *kif,
    struct filedesc *fdp);
typedef int fo_mmap_t(struct file *fp, struct vm_map *map, vm_offset_t *addr,
    vm_size_t size, vm_prot_t prot, vm_prot_t cap_maxprot, int flags,
    vm_ooffset_t foff, struct thread *td);
typedef	int fo_flags_t;

/*
 * What a kind of file does.  fo_kqfilter, fo_sendfile, fo_seek,
 * fo_fill_kinfo and fo_mmap may be NULL; for others that it cannot do it has
 * the invfo_* functions.
 */
struct fileops {
	fo_rdwr_t	*fo_read;
	fo_rdwr_t	*fo_write;
	fo_truncate_t	*fo_truncate;
	fo_ioctl_t	*fo_ioctl;
	fo_poll_t	*fo_poll;
	fo_kqfilter_t	*fo_kqfilter;
	fo_stat_t	*fo_stat;
	fo_close_t	*fo_close;
	fo_chmod_t	*fo_chmod;
	fo_chown_t	*fo_chown;
	fo_sendfile_t	*fo_sendfile;
	fo_seek_t	*fo_seek;
	fo_fill_kinfo_t	*fo_fill_kinfo;
	fo_mmap_t	*fo_mmap;
	fo_flags_t	fo_flags;	/* DFLAG_* */
};

#define	DFLAG_PASSABLE	0x01	/* may be passed over a socket */
#define	DFLAG_SEEKABLE	0x02	/* has an offset */

/* flags of fo_read and fo_write */
#define	FOF_OFFSET	0x01	/* use the offset in uio, do not touch f_offset */

/* flags of foffset_lock and foffset_unlock */
#define	FOF_NOLOCK	0x02
#define	FOF_NEXTOFF	0x04
#define	FOF_NOUPDATE	0x10

/*
 * An open file; shared by the descriptors that dup(2) and fork(2) made.
 * f_count counts references; the last fdrop calls fo_close.
 */
struct file {
	volatile u_int	f_flag;		/* FREAD, FWRITE, ... */
	volatile u_int	f_count;
	void		*f_data;	/* what the file's kind keeps */
	const struct fileops *f_ops;
	struct vnode	*f_vnode;	/* NULL, or the vnode behind it */
	struct ucred	*f_cred;	/* of the opener, referenced */
	short		f_type;		/* DTYPE_* */
	short		f_vnread_flags;	/* FOFFSET_* */
	off_t		f_offset;	/* under foffset_lock */
	void		*f_cdevpriv;	/* devfs's per-open data */
};

#define	FOFFSET_LOCKED		0x1
#define	FOFFSET_LOCK_WAITING	0x2

extern const struct fileops vnops;		/* vnodes */
extern const struct fileops badfileops;	/* not yet finit'ed */

/* Return the file of a descriptor, referenced: EBADF if there is none. */
int	fget(struct thread *td, int fd, cap_rights_t *rightsp,
	    struct file **fpp);
/* The same; also EBADF if it was not opened for reading or writing. */
int	fget_read(struct thread *td, int fd, cap_rights_t *rightsp,
	    struct file **fpp);
int	fget_write(struct thread *td, int fd, cap_rights_t *rightsp,
	    struct file **fpp);
/* EINVAL if it is not a vnode. The vnode is returned referenced. */
int	fgetvp(struct thread *td, int fd, cap_rights_t *rightsp,
	    struct vnode **vpp);
int	fgetvp_read(struct thread *td, int fd, cap_rights_t *rightsp,
	    struct vnode **vpp);

static __inline int
fhold(struct file *fp)
{

	refcount_acquire(&fp->f_count);
	return (1);
}

/* Release a reference; the last one closes. */
int	_fdrop(struct file *fp, struct thread *td);
static __inline int
fdrop(struct file *fp, struct thread *td)
{

	return (refcount_release(&fp->f_count) ? _fdrop(fp, td) : 0);
}

void	finit(struct file *fp, u_int flag, short type, void *data,
	    const struct fileops *ops);
void	finit_vnode(struct file *fp, u_int flag, void *data,
	    const struct fileops *ops);
off_t	foffset_lock(struct file *fp, int flags);
void	foffset_unlock(struct file *fp, off_t val, int flags);
void	foffset_lock_uio(struct file *fp, struct uio *uio, int flags);
void	foffset_unlock_uio(struct file *fp, struct uio *uio, int flags);
off_t	foffset_get(struct file *fp);

/* Members for fileops of things that cannot do it. */
fo_rdwr_t	invfo_rdwr;
fo_truncate_t	invfo_truncate;
fo_ioctl_t	invfo_ioctl;
fo_poll_t	invfo_poll;
fo_kqfilter_t	invfo_kqfilter;
fo_chmod_t	invfo_chmod;
fo_chown_t	invfo_chown;
fo_sendfile_t	invfo_sendfile;

static __inline int
fo_read(struct file *fp, struct uio *uio, struct ucred *cred, int flags,
    struct thread *td)
{

	return (fp->f_ops->fo_read(fp, uio, cred, flags, td));
}

static __inline int
fo_write(struct file *fp, struct uio *uio, struct ucred *cred, int flags,
    struct thread *td)
{

	return (fp->f_ops->fo_write(fp, uio, cred, flags, td));
}

static __inline int
fo_truncate(struct file *fp, off_t length, struct ucred *cred,
    struct thread *td)
{

	return (fp->f_ops->fo_truncate(fp, length, cred, td));
}

static __inline int
fo_ioctl(struct file *fp, u_long com, void *data, struct ucred *cred,
    struct thread *td)
{

	return (fp->f_ops->fo_ioctl(fp, com, data, cred, td));
}

static __inline int
fo_poll(struct file *fp, int events, struct ucred *cred, struct thread *td)
{

	return (fp->f_ops->fo_poll(fp, events, cred, td));
}

static __inline int
fo_stat(struct file *fp, struct stat *sb, struct ucred *cred,
    struct thread *td)
{

	return (fp->f_ops->fo_stat(fp, sb, cred, td));
}

static __inline int
fo_close(struct file *fp, struct thread *td)
{

	return (fp->f_ops->fo_close(fp, td));
}

static __inline int
fo_chmod(struct file *fp, mode_t mode, struct ucred *cred, struct thread *td)
{

	return (fp->f_ops->fo_chmod(fp, mode, cred, td));
}

static __inline int
fo_chown(struct file *fp, uid_t uid, gid_t gid, struct ucred *cred,
    struct thread *td)
{

	return (fp->f_ops->fo_chown(fp, uid, gid, cred, td));
}

/* ESPIPE if the file has no offset, ENODEV if it cannot be mapped. */
int	fo_seek(struct file *fp, off_t offset, int whence, struct thread *td);
int	fo_mmap(struct file *fp, struct vm_map *map, vm_offset_t *addr,
	    vm_size_t size, vm_prot_t prot, vm_prot_t cap_maxprot, int flags,
	    vm_ooffset_t foff, struct thread *td);

/* A process with an open file whose f_ops lie in this memory, or -1. */
pid_t	file_ops_within(vm_offset_t start, vm_size_t size);

extern int maxfiles;		/* open files, system-wide */
extern int maxfilesperproc;
extern volatile u_int openfiles;

#endif /* _KERNEL */

#endif /* !_SYS_FILE_H_ */
