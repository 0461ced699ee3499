/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pipe(2): a ring buffer with a reading and a writing end.  Named pipes
 * (vfs_fifo.c) use it, too.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/pipe.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/selinfo.h>
#include <sys/stat.h>
#include <sys/sx.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/uio.h>

static MALLOC_DEFINE(M_PIPE, "pipe", "pipes");

#define	PIPE_FIRST	PAGE_SIZE	/* buffer of a new pipe */
#define	PIPE_MAX	(64 * 1024)	/* and of one with much to carry */

static struct mtx pipe_ino_mtx;
MTX_SYSINIT(pipe_ino, &pipe_ino_mtx, "pipe inodes", MTX_DEF);
static ino_t pipe_ino_last;

static u_int
pipe_count(const struct pipe *p)
{

	return (p->p_in - p->p_out);
}

static u_int
pipe_room(const struct pipe *p)
{

	return (p->p_size - pipe_count(p));
}

static void
pipe_wake_readers(struct pipe *p)
{

	if (p->p_wantr) {
		p->p_wantr = false;
		wakeup(&p->p_wantr);
	}
	selwakeup(&p->p_rsel);
}

static void
pipe_wake_writers(struct pipe *p)
{

	if (p->p_wantw) {
		p->p_wantw = false;
		wakeup(&p->p_wantw);
	}
	selwakeup(&p->p_wsel);
}

static int
pipe_sleep(struct pipe *p, bool *want, const char *wmesg)
{

	*want = true;
	return (_sleep(want, &p->p_sx.lock_object, PSOCK | PCATCH, wmesg, 0,
	    0, 0));
}

/*
 * Move up to n bytes between the buffer at position pos and uio, which may
 * be in two parts.
 */
static int
pipe_move(struct pipe *p, u_int pos, u_int n, struct uio *uio)
{
	u_int first, offset;
	int error;

	offset = pos & (p->p_size - 1);
	first = MIN(n, p->p_size - offset);
	error = uiomove(p->p_buf + offset, first, uio);
	if (error == 0 && n > first)
		error = uiomove(p->p_buf, n - first, uio);
	return (error);
}

int
pipe_read(struct file *fp, struct uio *uio, struct ucred *active_cred __unused,
    int flags __unused, struct thread *td __unused)
{
	struct pipe *p;
	ssize_t before;
	int error;

	p = fp->f_data;
	error = 0;
	sx_xlock(&p->p_sx);
	while (pipe_count(p) == 0) {
		if (p->p_writers == 0)
			goto out;
		if ((fp->f_flag & FNONBLOCK) != 0)
			error = EAGAIN;
		else
			error = pipe_sleep(p, &p->p_wantr, "piperd");
		if (error != 0)
			goto out;
	}
	before = uio->uio_resid;
	error = pipe_move(p, p->p_out, MIN(pipe_count(p), before), uio);
	p->p_out += before - uio->uio_resid;
	getnanotime(&p->p_atime);
	pipe_wake_writers(p);
out:
	sx_xunlock(&p->p_sx);
	return (error);
}

/*
 * A writer has more than the buffer takes: enlarge it, within reason.
 */
static void
pipe_grow(struct pipe *p, size_t need)
{
	char *buf;
	u_int count, size;

	size = p->p_size;
	while (size < need && size < PIPE_MAX)
		size *= 2;
	if (size == p->p_size)
		return;
	buf = malloc(size, M_PIPE, M_WAITOK);
	count = pipe_count(p);
	for (u_int i = 0, n; i < count; i += n) {
		n = MIN(count - i, p->p_size -
		    ((p->p_out + i) & (p->p_size - 1)));
		memcpy(buf + i, p->p_buf +
		    ((p->p_out + i) & (p->p_size - 1)), n);
	}
	free(p->p_buf, M_PIPE);
	p->p_buf = buf;
	p->p_size = size;
	p->p_out = 0;
	p->p_in = count;
}

/*
 * Wait until there is room for need bytes.
 */
static int
pipe_wait_room(struct pipe *p, struct file *fp, u_int need)
{
	int error;

	while (p->p_readers > 0 && pipe_room(p) < need) {
		if ((fp->f_flag & FNONBLOCK) != 0)
			return (EAGAIN);
		error = pipe_sleep(p, &p->p_wantw, "pipewr");
		if (error != 0)
			return (error);
	}
	return (p->p_readers > 0 ? 0 : EPIPE);
}

/*
 * Up to PIPE_BUF bytes are written in one piece.
 */
int
pipe_write(struct file *fp, struct uio *uio,
    struct ucred *active_cred __unused, int flags __unused,
    struct thread *td __unused)
{
	struct pipe *p;
	ssize_t before;
	u_int need;
	int error;

	p = fp->f_data;
	error = 0;
	sx_xlock(&p->p_sx);
	if (p->p_readers == 0)
		error = EPIPE;
	else if ((size_t)uio->uio_resid > pipe_room(p))
		pipe_grow(p, pipe_count(p) + (size_t)uio->uio_resid);
	need = uio->uio_resid <= PIPE_BUF ? uio->uio_resid : 1;
	while (error == 0 && uio->uio_resid > 0) {
		error = pipe_wait_room(p, fp, need);
		if (error != 0)
			break;
		before = uio->uio_resid;
		error = pipe_move(p, p->p_in, MIN(pipe_room(p), before), uio);
		p->p_in += before - uio->uio_resid;
		pipe_wake_readers(p);
	}
	getnanotime(&p->p_mtime);
	sx_xunlock(&p->p_sx);
	return (error);
}

int
pipe_ioctl(struct file *fp, u_long cmd, void *data,
    struct ucred *active_cred __unused, struct thread *td __unused)
{
	struct pipe *p;

	p = fp->f_data;
	switch (cmd) {
	case FIONBIO:
		return (0);
	case FIONREAD:
		sx_xlock(&p->p_sx);
		*(int *)data = pipe_count(p);
		sx_xunlock(&p->p_sx);
		return (0);
	default:
		return (ENOTTY);
	}
}

int
pipe_poll(struct file *fp, int events, struct ucred *active_cred __unused,
    struct thread *td)
{
	struct pipe *p;
	int revents;

	p = fp->f_data;
	revents = 0;
	sx_xlock(&p->p_sx);
	if ((fp->f_flag & FREAD) != 0) {
		if (pipe_count(p) > 0 || p->p_writers == 0)
			revents |= events & (POLLIN | POLLRDNORM);
		if (p->p_writers == 0)
			revents |= POLLHUP;
		if (revents == 0)
			selrecord(td, &p->p_rsel);
	}
	if ((fp->f_flag & FWRITE) != 0) {
		if (p->p_readers == 0)
			revents |= POLLHUP;
		else if (pipe_room(p) >= PIPE_BUF)
			revents |= events & (POLLOUT | POLLWRNORM);
		if (revents == 0)
			selrecord(td, &p->p_wsel);
	}
	sx_xunlock(&p->p_sx);
	return (revents);
}

static int
pipe_stat(struct file *fp, struct stat *ub,
    struct ucred *active_cred __unused, struct thread *td __unused)
{
	struct pipe *p;

	p = fp->f_data;
	memset(ub, 0, sizeof(*ub));
	sx_slock(&p->p_sx);
	ub->st_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	ub->st_nlink = 1;
	ub->st_ino = p->p_ino;
	ub->st_blksize = PAGE_SIZE;
	ub->st_size = pipe_count(p);
	ub->st_blocks = howmany(ub->st_size, S_BLKSIZE);
	ub->st_uid = fp->f_cred->cr_uid;
	ub->st_gid = fp->f_cred->cr_gid;
	ub->st_atim = p->p_atime;
	ub->st_mtim = p->p_mtime;
	ub->st_ctim = ub->st_birthtim = p->p_ctime;
	sx_sunlock(&p->p_sx);
	return (0);
}

void
pipe_free(struct pipe *p)
{

	seldrain(&p->p_rsel);
	seldrain(&p->p_wsel);
	sx_destroy(&p->p_sx);
	free(p->p_buf, M_PIPE);
	free(p, M_PIPE);
}

void
pipe_open_ends(struct pipe *p, int fflag)
{

	sx_xlock(&p->p_sx);
	if ((fflag & FREAD) != 0)
		p->p_readers++;
	if ((fflag & FWRITE) != 0)
		p->p_writers++;
	sx_xunlock(&p->p_sx);
}

bool
pipe_close_ends(struct pipe *p, int fflag)
{
	bool last;

	sx_xlock(&p->p_sx);
	if ((fflag & FREAD) != 0 && --p->p_readers == 0)
		pipe_wake_writers(p);
	if ((fflag & FWRITE) != 0 && --p->p_writers == 0)
		pipe_wake_readers(p);
	last = p->p_readers == 0 && p->p_writers == 0;
	sx_xunlock(&p->p_sx);
	return (last);
}

static int
pipe_close(struct file *fp, struct thread *td __unused)
{
	struct pipe *p;

	p = fp->f_data;
	if (pipe_close_ends(p, fp->f_flag))
		pipe_free(p);
	return (0);
}

static const struct fileops pipeops = {
	.fo_read = pipe_read,
	.fo_write = pipe_write,
	.fo_truncate = invfo_truncate,
	.fo_ioctl = pipe_ioctl,
	.fo_poll = pipe_poll,
	.fo_kqfilter = invfo_kqfilter,
	.fo_stat = pipe_stat,
	.fo_close = pipe_close,
	.fo_chmod = invfo_chmod,
	.fo_chown = invfo_chown,
	.fo_sendfile = invfo_sendfile,
	.fo_flags = DFLAG_PASSABLE,
};

struct pipe *
pipe_create(void)
{
	struct pipe *p;

	p = malloc(sizeof(*p), M_PIPE, M_WAITOK | M_ZERO);
	sx_init(&p->p_sx, "pipe");
	p->p_buf = malloc(PIPE_FIRST, M_PIPE, M_WAITOK);
	p->p_size = PIPE_FIRST;
	getnanotime(&p->p_ctime);
	p->p_atime = p->p_mtime = p->p_ctime;
	mtx_lock(&pipe_ino_mtx);
	p->p_ino = ++pipe_ino_last;
	mtx_unlock(&pipe_ino_mtx);
	return (p);
}

int
kern_pipe(struct thread *td, int fildes[2], int flags,
    struct filecaps *fcaps1, struct filecaps *fcaps2)
{
	struct file *rf, *wf;
	struct pipe *p;
	int error, fflags;

	error = falloc_caps(td, &rf, &fildes[0], flags, fcaps1);
	if (error != 0)
		return (error);
	error = falloc_caps(td, &wf, &fildes[1], flags, fcaps2);
	if (error != 0) {
		fdclose(td, rf, fildes[0]);
		fdrop(rf, td);
		return (error);
	}
	p = pipe_create();
	pipe_open_ends(p, FREAD | FWRITE);
	fflags = (flags & O_NONBLOCK) != 0 ? FNONBLOCK : 0;
	finit(rf, FREAD | fflags, DTYPE_PIPE, p, &pipeops);
	finit(wf, FWRITE | fflags, DTYPE_PIPE, p, &pipeops);
	fdrop(wf, td);
	fdrop(rf, td);
	return (0);
}

int
sys_pipe2(struct thread *td, struct pipe2_args *uap)
{
	int error, fildes[2];

	if ((uap->flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0)
		return (EINVAL);
	error = kern_pipe(td, fildes, uap->flags, NULL, NULL);
	if (error != 0)
		return (error);
	error = copyout(fildes, uap->fildes, sizeof(fildes));
	if (error != 0) {
		(void)kern_close(td, fildes[0]);
		(void)kern_close(td, fildes[1]);
	}
	return (error);
}
