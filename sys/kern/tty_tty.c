/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * /dev/tty, the terminal of the process that opens it, and /dev/console.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/tty.h>

static struct tty *console_tty;

void
tty_set_console(struct tty *tp)
{

	console_tty = tp;
}

struct tty *
tty_get_console(void)
{

	return (console_tty);
}

/*
 * The terminal that the device stands for: the console's, or the calling
 * process's; NULL if there is none.  Terminals are never freed.
 */
static struct tty *
stands_for(struct cdev *dev)
{
	struct proc *p;
	struct tty *tp;

	if (dev->si_drv1 != NULL)
		return (console_tty);
	tp = NULL;
	p = curproc;
	sx_slock(&proctree_lock);
	if ((p->p_flag & P_CONTROLT) != 0)
		tp = p->p_session->s_ttyp;
	sx_sunlock(&proctree_lock);
	return (tp);
}

/*
 * /dev/tty counts as no open file of the terminal: which one it is may be
 * another when it is closed.
 */
static int
redirect_open(struct cdev *dev, int oflags, int devtype __unused,
    struct thread *td)
{
	struct tty *tp;

	tp = stands_for(dev);
	if (tp == NULL)
		return (ENXIO);
	return (dev->si_drv1 != NULL ? tty_open(tp, oflags, td) : 0);
}

static int
redirect_close(struct cdev *dev, int fflag __unused, int devtype __unused,
    struct thread *td __unused)
{

	return (dev->si_drv1 != NULL ? tty_close(console_tty) : 0);
}

static int
redirect_read(struct cdev *dev, struct uio *uio, int ioflag)
{
	struct tty *tp;

	tp = stands_for(dev);
	return (tp == NULL ? EIO : tty_read(tp, uio, ioflag));
}

static int
redirect_write(struct cdev *dev, struct uio *uio, int ioflag)
{
	struct tty *tp;

	tp = stands_for(dev);
	return (tp == NULL ? EIO : tty_write(tp, uio, ioflag));
}

static int
redirect_ioctl(struct cdev *dev, u_long cmd, caddr_t data, int fflag,
    struct thread *td)
{
	struct tty *tp;

	tp = stands_for(dev);
	return (tp == NULL ? EIO : tty_ioctl_file(tp, cmd, data, fflag, td));
}

static int
redirect_poll(struct cdev *dev, int events, struct thread *td)
{
	struct tty *tp;

	tp = stands_for(dev);
	return (tp == NULL ? 0 : tty_poll(tp, events, td));
}

static struct cdevsw redirect_cdevsw = {
	.d_version = D_VERSION,
	.d_flags = D_TTY | D_TRACKCLOSE,
	.d_name = "ctty",
	.d_open = redirect_open,
	.d_close = redirect_close,
	.d_read = redirect_read,
	.d_write = redirect_write,
	.d_ioctl = redirect_ioctl,
	.d_poll = redirect_poll,
};

static void
redirect_init(void *arg __unused)
{
	struct cdev *dev;

	dev = make_dev_credf(MAKEDEV_ETERNAL, &redirect_cdevsw, 0, NULL,
	    UID_ROOT, GID_WHEEL, 0600, "console");
	dev->si_drv1 = &console_tty;
	make_dev_credf(MAKEDEV_ETERNAL, &redirect_cdevsw, 0, NULL, UID_ROOT,
	    GID_WHEEL, 0666, "tty");
}
SYSINIT(tty_redirect, SI_SUB_DRIVERS, SI_ORDER_FIRST, redirect_init, NULL);
