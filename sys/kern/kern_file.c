/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Open files: references, offsets, and operations that cannot be done.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/capsicum.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/selinfo.h>
#include <sys/sysctl.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

static MALLOC_DEFINE(M_FILE, "file", "open files");

cap_rights_t cap_no_rights;
cap_rights_t cap_read_rights;
cap_rights_t cap_write_rights;
cap_rights_t cap_ioctl_rights;

volatile u_int openfiles;
int maxfiles = 16384;
int maxfilesperproc = 8192;
SYSCTL_INT(_kern, OID_AUTO, maxfiles, CTLFLAG_RWTUN, &maxfiles, 0,
    "Maximum number of open files");
SYSCTL_INT(_kern, OID_AUTO, maxfilesperproc, CTLFLAG_RWTUN, &maxfilesperproc,
    0, "Maximum number of descriptors of a process");
SYSCTL_UINT(_kern, OID_AUTO, openfiles, CTLFLAG_RD, __DEVOLATILE(u_int *,
    &openfiles), 0, "Number of open files");

/* Over the FOFFSET_* flags of all files; held for a moment only. */
static struct mtx foffset_mtx;
MTX_SYSINIT(foffset, &foffset_mtx, "file offsets", MTX_DEF);

/*
 * A file that is not open yet: the caller fills it with finit(9) and has
 * its only reference.
 */
int
falloc_noinstall(struct thread *td, struct file **resultfp)
{
	struct file *fp;

	if (openfiles >= (u_int)maxfiles &&
	    priv_check(td, PRIV_MAXFILES) != 0)
		return (ENFILE);
	atomic_add_int(&openfiles, 1);
	fp = malloc(sizeof(*fp), M_FILE, M_WAITOK | M_ZERO);
	refcount_init(&fp->f_count, 1);
	fp->f_cred = crhold(td->td_ucred);
	fp->f_ops = &badfileops;
	*resultfp = fp;
	return (0);
}

void
finit(struct file *fp, u_int flag, short type, void *data,
    const struct fileops *ops)
{

	fp->f_data = data;
	fp->f_flag = flag;
	fp->f_type = type;
	atomic_store_rel_ptr((volatile uintptr_t *)&fp->f_ops, (uintptr_t)ops);
}

void
finit_vnode(struct file *fp, u_int flag, void *data,
    const struct fileops *ops)
{

	finit(fp, flag, DTYPE_VNODE, data, ops);
}

/*
 * The last reference is gone.
 */
int
_fdrop(struct file *fp, struct thread *td)
{
	int error;

	error = fo_close(fp, td);
	crfree(fp->f_cred);
	free(fp, M_FILE);
	atomic_subtract_int(&openfiles, 1);
	return (error);
}

/*
 * Take the right to use the offset, and return it.
 */
off_t
foffset_lock(struct file *fp, int flags)
{
	off_t res;

	if ((flags & FOF_NOLOCK) != 0)
		return (foffset_get(fp));
	mtx_lock(&foffset_mtx);
	while ((fp->f_vnread_flags & FOFFSET_LOCKED) != 0) {
		fp->f_vnread_flags |= FOFFSET_LOCK_WAITING;
		msleep(&fp->f_vnread_flags, &foffset_mtx, PUSER, "foffset",
		    0);
	}
	fp->f_vnread_flags |= FOFFSET_LOCKED;
	res = fp->f_offset;
	mtx_unlock(&foffset_mtx);
	return (res);
}

void
foffset_unlock(struct file *fp, off_t val, int flags)
{

	mtx_lock(&foffset_mtx);
	if ((flags & FOF_NOUPDATE) == 0)
		fp->f_offset = val;
	if ((flags & FOF_NOLOCK) == 0) {
		if ((fp->f_vnread_flags & FOFFSET_LOCK_WAITING) != 0)
			wakeup(&fp->f_vnread_flags);
		fp->f_vnread_flags = 0;
	}
	mtx_unlock(&foffset_mtx);
}

off_t
foffset_get(struct file *fp)
{

	return (fp->f_offset);
}

void
foffset_lock_uio(struct file *fp, struct uio *uio, int flags)
{

	if ((flags & FOF_OFFSET) == 0)
		uio->uio_offset = foffset_lock(fp, flags);
}

void
foffset_unlock_uio(struct file *fp, struct uio *uio, int flags)
{

	if ((flags & FOF_OFFSET) == 0)
		foffset_unlock(fp, uio->uio_offset, flags);
}

int
fo_seek(struct file *fp, off_t offset, int whence, struct thread *td)
{

	if (fp->f_ops->fo_seek == NULL)
		return (ESPIPE);
	return (fp->f_ops->fo_seek(fp, offset, whence, td));
}

int
fo_mmap(struct file *fp, struct vm_map *map, vm_offset_t *addr,
    vm_size_t size, vm_prot_t prot, vm_prot_t cap_maxprot, int flags,
    vm_ooffset_t foff, struct thread *td)
{

	if (fp->f_ops->fo_mmap == NULL)
		return (ENODEV);
	return (fp->f_ops->fo_mmap(fp, map, addr, size, prot, cap_maxprot,
	    flags, foff, td));
}

int
invfo_rdwr(struct file *fp __unused, struct uio *uio __unused,
    struct ucred *active_cred __unused, int flags __unused,
    struct thread *td __unused)
{

	return (EOPNOTSUPP);
}

int
invfo_truncate(struct file *fp __unused, off_t length __unused,
    struct ucred *active_cred __unused, struct thread *td __unused)
{

	return (EINVAL);
}

int
invfo_ioctl(struct file *fp __unused, u_long com __unused,
    void *data __unused, struct ucred *active_cred __unused,
    struct thread *td __unused)
{

	return (ENOTTY);
}

int
invfo_poll(struct file *fp __unused, int events,
    struct ucred *active_cred __unused, struct thread *td __unused)
{

	return (poll_no_poll(events));
}

int
invfo_kqfilter(struct file *fp __unused, struct knote *kn __unused)
{

	return (EINVAL);
}

int
invfo_chmod(struct file *fp __unused, mode_t mode __unused,
    struct ucred *active_cred __unused, struct thread *td __unused)
{

	return (EINVAL);
}

int
invfo_chown(struct file *fp __unused, uid_t uid __unused, gid_t gid __unused,
    struct ucred *active_cred __unused, struct thread *td __unused)
{

	return (EINVAL);
}

int
invfo_sendfile(void)
{

	return (EINVAL);
}

static int
badfo_stat(struct file *fp __unused, struct stat *sb __unused,
    struct ucred *active_cred __unused, struct thread *td __unused)
{

	return (EBADF);
}

static int
badfo_close(struct file *fp __unused, struct thread *td __unused)
{

	return (0);
}

/* A file between falloc and finit; fget(9) does not hand it out. */
const struct fileops badfileops = {
	.fo_read = invfo_rdwr,
	.fo_write = invfo_rdwr,
	.fo_truncate = invfo_truncate,
	.fo_ioctl = invfo_ioctl,
	.fo_poll = invfo_poll,
	.fo_kqfilter = invfo_kqfilter,
	.fo_stat = badfo_stat,
	.fo_close = badfo_close,
	.fo_chmod = invfo_chmod,
	.fo_chown = invfo_chown,
	.fo_sendfile = invfo_sendfile,
};
