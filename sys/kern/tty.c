/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminals: devices, opening and closing, waiting.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/termios.h>
#include <sys/tty.h>
#include <sys/ttydefaults.h>
#include <sys/uio.h>

static MALLOC_DEFINE(M_TTY, "tty", "terminals");

#define	DRAIN_SECONDS	5	/* patience with a line that does not move */

static const cc_t tty_default_cc[NCCS] = {
	[VEOF] = CEOF, [VEOL] = CEOL, [VEOL2] = CEOL, [VERASE] = CERASE,
	[VWERASE] = CWERASE, [VKILL] = CKILL, [VREPRINT] = CREPRINT,
	[VERASE2] = CERASE2, [VINTR] = CINTR, [VQUIT] = CQUIT,
	[VSUSP] = CSUSP, [VDSUSP] = CDSUSP, [VSTART] = CSTART,
	[VSTOP] = CSTOP, [VLNEXT] = CLNEXT, [VDISCARD] = CDISCARD,
	[VMIN] = CMIN, [VTIME] = CTIME, [VSTATUS] = CSTATUS,
	[NCCS - 1] = _POSIX_VDISABLE
};

struct tty *
tty_alloc(const struct ttydevsw *tsw, void *softc)
{
	struct tty *tp;

	tp = malloc(sizeof(*tp), M_TTY, M_WAITOK | M_ZERO);
	mtx_init(&tp->t_mtx, "tty", NULL, MTX_DEF);
	cv_init(&tp->t_inwait, "ttyin");
	cv_init(&tp->t_outwait, "ttyout");
	cv_init(&tp->t_bgwait, "ttybg");
	tp->t_devsw = tsw;
	tp->t_softc = softc;
	tp->t_init.c_iflag = TTYDEF_IFLAG;
	tp->t_init.c_oflag = TTYDEF_OFLAG;
	tp->t_init.c_lflag = TTYDEF_LFLAG;
	tp->t_init.c_cflag = TTYDEF_CFLAG | CLOCAL;
	tp->t_init.c_ispeed = tp->t_init.c_ospeed = TTYDEF_SPEED;
	memcpy(tp->t_init.c_cc, tty_default_cc, sizeof(tty_default_cc));
	tp->t_termios = tp->t_init;
	return (tp);
}

/*
 * A driver's function can fail with an error; the missing one succeeds.
 */
static int
tty_param(struct tty *tp)
{

	if (tp->t_devsw->tsw_param == NULL)
		return (0);
	return (tp->t_devsw->tsw_param(tp, &tp->t_termios));
}

static int
tty_first_open(struct tty *tp)
{
	int error;

	tp->t_termios = tp->t_init;
	tp->t_flags &= ~(TF_EXCLUDE | TF_STOPPED | TF_LITERAL);
	tty_flush(tp, FREAD | FWRITE);
	error = 0;
	if (tp->t_devsw->tsw_open != NULL)
		error = tp->t_devsw->tsw_open(tp);
	if (error == 0)
		error = tty_param(tp);
	if (error == 0 && tp->t_devsw->tsw_modem != NULL)
		(void)tp->t_devsw->tsw_modem(tp, SER_DTR | SER_RTS, 0);
	return (error);
}

/*
 * Modem lines do not keep anybody waiting here: every line is local.
 */
int
tty_open(struct tty *tp, int oflags __unused, struct thread *td)
{
	u_int hangups;
	int error;

	error = 0;
	tty_lock(tp);
	if (tty_gone(tp))
		error = ENXIO;
	else if ((tp->t_flags & TF_EXCLUDE) != 0 &&
	    priv_check(td, PRIV_TTY_EXCLUSIVE) != 0)
		error = EBUSY;
	else if (!tty_opened(tp))
		error = tty_first_open(tp);
	if (error == 0)
		tp->t_opencnt++;
	hangups = tp->t_hangups;
	tty_unlock(tp);
	/* Opened without a file, by the kernel, it cannot be hung up. */
	if (error == 0)
		(void)devfs_set_cdevpriv((void *)(uintptr_t)(hangups + 1),
		    NULL);
	return (error);
}

int
tty_close(struct tty *tp)
{

	tty_lock(tp);
	if (tp->t_opencnt == 1) {
		(void)tty_drain(tp);
		tty_flush(tp, FREAD | FWRITE);
	}
	/* Somebody may have opened it while the output drained. */
	if (--tp->t_opencnt == 0) {
		if ((tp->t_termios.c_cflag & HUPCL) != 0 &&
		    tp->t_devsw->tsw_modem != NULL)
			(void)tp->t_devsw->tsw_modem(tp, 0, SER_DTR | SER_RTS);
		if (tp->t_devsw->tsw_close != NULL)
			tp->t_devsw->tsw_close(tp);
	}
	tty_unlock(tp);
	return (0);
}

/*
 * t_hangups as it was when the present file was opened.
 */
static u_int
tty_file_hangups(struct tty *tp)
{
	void *priv;

	if (devfs_get_cdevpriv(&priv) != 0)
		return (tp->t_hangups);
	return ((u_int)(uintptr_t)priv - 1);
}

int
tty_read(struct tty *tp, struct uio *uio, int ioflag)
{
	u_int hangups;
	int error;

	hangups = tty_file_hangups(tp);
	tty_lock(tp);
	error = ttydisc_read(tp, uio, ioflag, hangups);
	tty_unlock(tp);
	return (error);
}

int
tty_write(struct tty *tp, struct uio *uio, int ioflag)
{
	u_int hangups;
	int error;

	hangups = tty_file_hangups(tp);
	tty_lock(tp);
	error = ttydisc_write(tp, uio, ioflag, hangups);
	tty_unlock(tp);
	return (error);
}

int
tty_poll(struct tty *tp, int events, struct thread *td)
{
	u_int hangups;
	int revents;

	hangups = tty_file_hangups(tp);
	revents = 0;
	tty_lock(tp);
	if (tty_hungup(tp, hangups)) {
		revents = POLLHUP | (events & (POLLIN | POLLRDNORM));
		goto out;
	}
	if ((events & (POLLIN | POLLRDNORM)) != 0) {
		if (ttydisc_bytesavail(tp) > 0)
			revents |= events & (POLLIN | POLLRDNORM);
		else
			selrecord(td, &tp->t_inpoll);
	}
	if ((events & POLLOUT) != 0) {
		if (ttyoutq_room(&tp->t_outq) > 0)
			revents |= POLLOUT;
		else
			selrecord(td, &tp->t_outpoll);
	}
out:
	tty_unlock(tp);
	return (revents);
}

int
tty_ioctl_file(struct tty *tp, u_long cmd, caddr_t data, int fflag,
    struct thread *td)
{
	u_int hangups;
	int error;

	hangups = tty_file_hangups(tp);
	tty_lock(tp);
	if (tty_hungup(tp, hangups))
		error = ENXIO;
	else
		error = tty_ioctl(tp, cmd, data, fflag, td);
	tty_unlock(tp);
	return (error == ENOIOCTL ? ENOTTY : error);
}

void
tty_wakeup(struct tty *tp, int flags)
{

	tty_lock_assert(tp, MA_OWNED);
	if ((flags & FREAD) != 0) {
		cv_broadcast(&tp->t_inwait);
		selwakeup(&tp->t_inpoll);
	}
	if ((flags & FWRITE) != 0) {
		cv_broadcast(&tp->t_outwait);
		selwakeup(&tp->t_outpoll);
	}
}

void
tty_flush(struct tty *tp, int flags)
{

	tty_lock_assert(tp, MA_OWNED);
	if ((flags & FREAD) != 0) {
		tp->t_inq.ti_begin = tp->t_inq.ti_linestart =
		    tp->t_inq.ti_end;
		if ((tp->t_flags & TF_HIWAT_IN) != 0) {
			tp->t_flags &= ~TF_HIWAT_IN;
			if (tp->t_devsw->tsw_inwakeup != NULL)
				tp->t_devsw->tsw_inwakeup(tp);
		}
	}
	if ((flags & FWRITE) != 0) {
		tp->t_outq.to_begin = tp->t_outq.to_end;
		tty_wakeup(tp, FWRITE);
	}
}

int
tty_timedwait(struct tty *tp, struct cv *cv, int timo)
{

	tty_lock_assert(tp, MA_OWNED);
	if (timo == 0)
		return (cv_wait_sig(cv, &tp->t_mtx));
	return (cv_timedwait_sig(cv, &tp->t_mtx, timo));
}

static bool
tty_busy(struct tty *tp)
{

	return (ttyoutq_used(&tp->t_outq) != 0 ||
	    (tp->t_devsw->tsw_busy != NULL && tp->t_devsw->tsw_busy(tp)));
}

/*
 * EIO: nothing has moved for a while.
 */
int
tty_drain(struct tty *tp)
{
	u_int before;
	int error, idle;

	tty_lock_assert(tp, MA_OWNED);
	for (idle = 0; tty_busy(tp) && !tty_gone(tp);) {
		tp->t_devsw->tsw_outwakeup(tp);
		if (!tty_busy(tp))
			break;
		before = tp->t_outq.to_begin;
		error = tty_timedwait(tp, &tp->t_outwait, hz / 10);
		if (error != 0 && error != EWOULDBLOCK)
			return (error);
		idle = tp->t_outq.to_begin == before ? idle + 1 : 0;
		if (idle > DRAIN_SECONDS * 10)
			return (EIO);
	}
	return (0);
}

/*
 * The devices that drivers make.
 */
static int
ttydev_open(struct cdev *dev, int oflags, int devtype __unused,
    struct thread *td)
{

	return (tty_open(dev->si_drv1, oflags, td));
}

static int
ttydev_close(struct cdev *dev, int fflag __unused, int devtype __unused,
    struct thread *td __unused)
{

	return (tty_close(dev->si_drv1));
}

static int
ttydev_read(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (tty_read(dev->si_drv1, uio, ioflag));
}

static int
ttydev_write(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (tty_write(dev->si_drv1, uio, ioflag));
}

static int
ttydev_ioctl(struct cdev *dev, u_long cmd, caddr_t data, int fflag,
    struct thread *td)
{

	return (tty_ioctl_file(dev->si_drv1, cmd, data, fflag, td));
}

static int
ttydev_poll(struct cdev *dev, int events, struct thread *td)
{

	return (tty_poll(dev->si_drv1, events, td));
}

static struct cdevsw ttydev_cdevsw = {
	.d_version = D_VERSION,
	.d_flags = D_TTY | D_TRACKCLOSE,
	.d_name = "ttydev",
	.d_open = ttydev_open,
	.d_close = ttydev_close,
	.d_read = ttydev_read,
	.d_write = ttydev_write,
	.d_ioctl = ttydev_ioctl,
	.d_poll = ttydev_poll,
};

void
tty_makedev(struct tty *tp, struct ucred *cred, const char *fmt, ...)
{
	struct make_dev_args args;
	struct cdev *dev;
	char name[SPECNAMELEN + 1];
	va_list ap;
	int error;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	make_dev_args_init(&args);
	args.mda_flags = MAKEDEV_ETERNAL | MAKEDEV_CHECKNAME;
	args.mda_devsw = &ttydev_cdevsw;
	args.mda_cr = cred;
	args.mda_uid = UID_ROOT;
	args.mda_gid = GID_WHEEL;
	args.mda_mode = 0600;
	args.mda_si_drv1 = tp;
	error = make_dev_s(&args, &dev, "tty%s", name);
	if (error != 0)
		printf("tty%s: no device: %s\n", name, errname(error));
}
