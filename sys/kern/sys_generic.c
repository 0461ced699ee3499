/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * read(2), write(2), ioctl(2) and their relatives, for any kind of file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/capsicum.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/uio.h>
#include <sys/vnode.h>

static MALLOC_DEFINE(M_IOCTLOPS, "ioctlops", "ioctl data");

#define	IOCTL_SMALL	128	/* parameters that fit on the stack */

/*
 * A transfer that was interrupted after some bytes has succeeded.
 */
static int
io_result(struct thread *td, struct uio *auio, ssize_t cnt, int error)
{

	if (error != 0 && auio->uio_resid != cnt &&
	    (error == ERESTART || error == EINTR || error == EWOULDBLOCK))
		error = 0;
	td->td_retval[0] = cnt - auio->uio_resid;
	return (error);
}

static int
dofileread(struct thread *td, struct file *fp, struct uio *auio, off_t offset,
    int flags)
{
	ssize_t cnt;
	int error;

	auio->uio_rw = UIO_READ;
	auio->uio_offset = offset;
	auio->uio_td = td;
	cnt = auio->uio_resid;
	error = 0;
	if (cnt != 0)
		error = fo_read(fp, auio, td->td_ucred, flags, td);
	return (io_result(td, auio, cnt, error));
}

static int
dofilewrite(struct thread *td, struct file *fp, struct uio *auio,
    off_t offset, int flags)
{
	ssize_t cnt;
	int error;

	auio->uio_rw = UIO_WRITE;
	auio->uio_offset = offset;
	auio->uio_td = td;
	cnt = auio->uio_resid;
	error = io_result(td, auio, cnt, fo_write(fp, auio, td->td_ucred,
	    flags, td));
	if (error == EPIPE) {
		PROC_LOCK(td->td_proc);
		tdsignal(td, SIGPIPE);
		PROC_UNLOCK(td->td_proc);
	}
	return (error);
}

int
kern_readv(struct thread *td, int fd, struct uio *auio)
{
	struct file *fp;
	int error;

	error = fget_read(td, fd, &cap_read_rights, &fp);
	if (error != 0)
		return (error);
	error = dofileread(td, fp, auio, -1, 0);
	fdrop(fp, td);
	return (error);
}

int
kern_writev(struct thread *td, int fd, struct uio *auio)
{
	struct file *fp;
	int error;

	error = fget_write(td, fd, &cap_write_rights, &fp);
	if (error != 0)
		return (error);
	error = dofilewrite(td, fp, auio, -1, 0);
	fdrop(fp, td);
	return (error);
}

/*
 * May the file be read or written at an offset of the caller's choice?
 */
static int
check_offset(const struct file *fp, off_t offset)
{

	if ((fp->f_ops->fo_flags & DFLAG_SEEKABLE) == 0)
		return (ESPIPE);
	if (offset < 0 &&
	    (fp->f_vnode == NULL || fp->f_vnode->v_type != VCHR))
		return (EINVAL);
	return (0);
}

int
kern_preadv(struct thread *td, int fd, struct uio *auio, off_t offset)
{
	struct file *fp;
	int error;

	error = fget_read(td, fd, &cap_read_rights, &fp);
	if (error != 0)
		return (error);
	error = check_offset(fp, offset);
	if (error == 0)
		error = dofileread(td, fp, auio, offset, FOF_OFFSET);
	fdrop(fp, td);
	return (error);
}

int
kern_pwritev(struct thread *td, int fd, struct uio *auio, off_t offset)
{
	struct file *fp;
	int error;

	error = fget_write(td, fd, &cap_write_rights, &fp);
	if (error != 0)
		return (error);
	error = check_offset(fp, offset);
	if (error == 0)
		error = dofilewrite(td, fp, auio, offset, FOF_OFFSET);
	fdrop(fp, td);
	return (error);
}

/*
 * Describe one user buffer; EINVAL if its size is none.
 */
static int
uio_single(struct uio *auio, struct iovec *aiov, const void *buf,
    size_t nbyte)
{

	if (nbyte > IOSIZE_MAX)
		return (EINVAL);
	aiov->iov_base = __DECONST(void *, buf);
	aiov->iov_len = nbyte;
	auio->uio_iov = aiov;
	auio->uio_iovcnt = 1;
	auio->uio_resid = nbyte;
	auio->uio_segflg = UIO_USERSPACE;
	return (0);
}

int
sys_read(struct thread *td, struct read_args *uap)
{
	struct iovec aiov;
	struct uio auio;
	int error;

	error = uio_single(&auio, &aiov, uap->buf, uap->nbyte);
	return (error != 0 ? error : kern_readv(td, uap->fd, &auio));
}

int
sys_write(struct thread *td, struct write_args *uap)
{
	struct iovec aiov;
	struct uio auio;
	int error;

	error = uio_single(&auio, &aiov, uap->buf, uap->nbyte);
	return (error != 0 ? error : kern_writev(td, uap->fd, &auio));
}

int
sys_pread(struct thread *td, struct pread_args *uap)
{
	struct iovec aiov;
	struct uio auio;
	int error;

	error = uio_single(&auio, &aiov, uap->buf, uap->nbyte);
	return (error != 0 ? error :
	    kern_preadv(td, uap->fd, &auio, uap->offset));
}

int
sys_pwrite(struct thread *td, struct pwrite_args *uap)
{
	struct iovec aiov;
	struct uio auio;
	int error;

	error = uio_single(&auio, &aiov, uap->buf, uap->nbyte);
	return (error != 0 ? error :
	    kern_pwritev(td, uap->fd, &auio, uap->offset));
}

int
sys_readv(struct thread *td, struct readv_args *uap)
{
	struct uio *auio;
	int error;

	error = copyinuio(uap->iovp, uap->iovcnt, &auio);
	if (error != 0)
		return (error);
	error = kern_readv(td, uap->fd, auio);
	free(auio, M_IOV);
	return (error);
}

int
sys_writev(struct thread *td, struct writev_args *uap)
{
	struct uio *auio;
	int error;

	error = copyinuio(uap->iovp, uap->iovcnt, &auio);
	if (error != 0)
		return (error);
	error = kern_writev(td, uap->fd, auio);
	free(auio, M_IOV);
	return (error);
}

int
sys_preadv(struct thread *td, struct preadv_args *uap)
{
	struct uio *auio;
	int error;

	error = copyinuio(uap->iovp, uap->iovcnt, &auio);
	if (error != 0)
		return (error);
	error = kern_preadv(td, uap->fd, auio, uap->offset);
	free(auio, M_IOV);
	return (error);
}

int
sys_pwritev(struct thread *td, struct pwritev_args *uap)
{
	struct uio *auio;
	int error;

	error = copyinuio(uap->iovp, uap->iovcnt, &auio);
	if (error != 0)
		return (error);
	error = kern_pwritev(td, uap->fd, auio, uap->offset);
	free(auio, M_IOV);
	return (error);
}

/*
 * FIONBIO and FIOASYNC set a flag of the file before they are passed on.
 */
static void
ioctl_file_flag(struct file *fp, u_int flag, caddr_t data)
{

	if (*(int *)(void *)data != 0)
		atomic_set_int(&fp->f_flag, flag);
	else
		atomic_clear_int(&fp->f_flag, flag);
}

int
kern_ioctl(struct thread *td, int fd, u_long com, caddr_t data)
{
	struct file *fp;
	int error;

	switch (com) {
	case FIONCLEX:
		return (kern_fcntl(td, fd, F_SETFD, 0));
	case FIOCLEX:
		return (kern_fcntl(td, fd, F_SETFD, FD_CLOEXEC));
	default:
		break;
	}
	error = fget(td, fd, &cap_ioctl_rights, &fp);
	if (error != 0)
		return (error);
	if ((fp->f_flag & (FREAD | FWRITE)) == 0) {
		fdrop(fp, td);
		return (EBADF);
	}
	if (com == FIONBIO)
		ioctl_file_flag(fp, FNONBLOCK, data);
	else if (com == FIOASYNC)
		ioctl_file_flag(fp, FASYNC, data);
	error = fo_ioctl(fp, com, data, td->td_ucred, td);
	if (error == ENOIOCTL)
		error = ENOTTY;
	fdrop(fp, td);
	return (error);
}

/*
 * Does the command word make sense?
 */
static bool
ioctl_com_ok(u_long com, u_int size)
{

	if (size > IOCPARM_MAX || (com & IOC_DIRMASK) == 0)
		return (false);
	if ((com & IOC_INOUT) != 0 && size == 0)
		return (false);
	return ((com & IOC_VOID) == 0 || size == 0 || size == sizeof(int));
}

int
sys_ioctl(struct thread *td, struct ioctl_args *uap)
{
	u_char smalldata[IOCTL_SMALL] __aligned(16);
	caddr_t data;
	u_long com;
	u_int size;
	int arg, error;

	com = uap->com & 0xffffffffUL;
	size = IOCPARM_LEN(com);
	if (!ioctl_com_ok(com, size))
		return (ENOTTY);
	error = 0;
	data = (caddr_t)smalldata;
	if (size > sizeof(smalldata))
		data = malloc(size, M_IOCTLOPS, M_WAITOK);
	if ((com & IOC_VOID) != 0) {
		/* Without a parameter the driver sees the pointer's value. */
		arg = (int)(intptr_t)uap->data;
		if (size != 0)
			memcpy(data, &arg, sizeof(arg));
		else
			memcpy(data, &uap->data, sizeof(uap->data));
	} else if ((com & IOC_IN) != 0)
		error = copyin(uap->data, data, size);
	else
		memset(data, 0, size);
	if (error == 0)
		error = kern_ioctl(td, uap->fd, com, data);
	if (error == 0 && (com & IOC_OUT) != 0)
		error = copyout(data, uap->data, size);
	if (data != (caddr_t)smalldata)
		free(data, M_IOCTLOPS);
	return (error);
}
