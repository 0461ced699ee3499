/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cdev: a character device.  /dev/cdev keeps a page of text: what is written
 * there can be read again.
 *
 *	# kldload cdev
 *	# echo Hello >/dev/cdev
 *	# cat /dev/cdev
 *	# /usr/share/examples/kld/testcdev
 *	# kldunload cdev
 *
 * While somebody has the device open the module asks not to be unloaded;
 * kldunload -f does it all the same, and the open file then fails with ENXIO.
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/sx.h>
#include <sys/uio.h>

#include "cdevio.h"

#define	TEXT_SIZE	4096

/* Memory by kind: vmstat -m shows how much this one has. */
MALLOC_DEFINE(M_CDEV, "cdev", "text of the cdev example");

static d_open_t		cdev_open;
static d_close_t	cdev_close;
static d_read_t		cdev_read;
static d_write_t	cdev_write;
static d_ioctl_t	cdev_ioctl;

/* How the kernel reaches the driver: what is missing gets a default. */
static struct cdevsw cdev_cdevsw = {
	.d_version =	D_VERSION,
	.d_name =	"cdev",
	.d_open =	cdev_open,
	.d_close =	cdev_close,
	.d_read =	cdev_read,
	.d_write =	cdev_write,
	.d_ioctl =	cdev_ioctl,
};

/*
 * The state of the device.  Several processes may be in the driver at a time,
 * and copying from or to a process may sleep: that needs a lock that may be
 * held across a sleep, sx(9).
 */
static struct cdev	*cdev_dev;
static struct sx	 cdev_lock;
static char		*cdev_text;	/* TEXT_SIZE bytes */
static int		 cdev_length;	/* of which so many are in use */
static bool		 cdev_is_open;
static int		 cdev_reads;
static int		 cdev_writes;

static int
cdev_open(struct cdev *dev, int oflags, int devtype, struct thread *td)
{

	sx_xlock(&cdev_lock);
	cdev_is_open = true;
	sx_xunlock(&cdev_lock);
	return (0);
}

/*
 * Without D_TRACKCLOSE this is called when the last of all opens is closed.
 */
static int
cdev_close(struct cdev *dev, int fflag, int devtype, struct thread *td)
{

	sx_xlock(&cdev_lock);
	cdev_is_open = false;
	sx_xunlock(&cdev_lock);
	return (0);
}

/*
 * struct uio says how much the process wants, from which offset, and where it
 * shall go.  uiomove_frombuf(9) does the rest, end of file included.
 */
static int
cdev_read(struct cdev *dev, struct uio *uio, int ioflag)
{
	int error;

	sx_xlock(&cdev_lock);
	cdev_reads++;
	error = uiomove_frombuf(cdev_text, cdev_length, uio);
	sx_xunlock(&cdev_lock);
	return (error);
}

/*
 * The text ends where the last write ended: a write at offset 0 begins a new
 * one.  A bad address in the process is no danger: uiomove(9) returns EFAULT.
 */
static int
cdev_write(struct cdev *dev, struct uio *uio, int ioflag)
{
	size_t room;
	int error;

	sx_xlock(&cdev_lock);
	cdev_writes++;
	if (uio->uio_offset < 0 || uio->uio_offset > cdev_length) {
		error = EINVAL;		/* would leave a hole */
		goto out;
	}
	room = TEXT_SIZE - (size_t)uio->uio_offset;
	if (room == 0 && uio->uio_resid > 0) {
		error = ENOSPC;
		goto out;
	}
	error = uiomove(cdev_text + uio->uio_offset,
	    (int)MIN(room, (size_t)uio->uio_resid), uio);
	cdev_length = (int)uio->uio_offset;
out:
	sx_xunlock(&cdev_lock);
	return (error);
}

static char
rotate(char c, char first, int by)
{

	return ((char)(first + (c - first + by) % 26));
}

/*
 * Replace each letter by the one so many places further on in the alphabet.
 */
static int
cdev_rotate(int by)
{
	char *p, *end;

	if (by < 0 || by > 25)
		return (EINVAL);
	end = cdev_text + cdev_length;
	for (p = cdev_text; p < end; p++) {
		if (*p >= 'a' && *p <= 'z')
			*p = rotate(*p, 'a', by);
		else if (*p >= 'A' && *p <= 'Z')
			*p = rotate(*p, 'A', by);
	}
	return (0);
}

/*
 * The kernel has copied the argument to data, or will copy it back from
 * there, as the request's macro says.
 */
static int
cdev_ioctl(struct cdev *dev, u_long cmd, caddr_t data, int fflag,
    struct thread *td)
{
	struct cdevio_stat *st;
	int error;

	/* Who may only read must not change the text. */
	if (cmd != CDEVIOCSTAT && (fflag & FWRITE) == 0)
		return (EBADF);

	error = 0;
	sx_xlock(&cdev_lock);
	switch (cmd) {
	case CDEVIOCSTAT:
		st = (struct cdevio_stat *)data;
		st->length = cdev_length;
		st->reads = cdev_reads;
		st->writes = cdev_writes;
		break;
	case CDEVIOCCLEAR:
		cdev_length = 0;
		break;
	case CDEVIOCROT:
		error = cdev_rotate(*(int *)data);
		break;
	default:
		error = ENOTTY;		/* no request of ours */
		break;
	}
	sx_xunlock(&cdev_lock);
	return (error);
}

/*
 * Get ready before the device appears: it can be opened at once.
 */
static int
cdev_load(void)
{
	struct make_dev_args args;

	sx_init(&cdev_lock, "cdev");
	cdev_text = malloc(TEXT_SIZE, M_CDEV, M_WAITOK | M_ZERO);

	make_dev_args_init(&args);
	args.mda_devsw = &cdev_cdevsw;
	args.mda_uid = UID_ROOT;
	args.mda_gid = GID_WHEEL;
	args.mda_mode = 0600;
	return (make_dev_s(&args, &cdev_dev, "cdev"));
}

/*
 * Give everything back.  This also follows a MOD_LOAD that failed, so the
 * device may be missing.
 */
static void
cdev_unload(void)
{

	if (cdev_dev != NULL)
		destroy_dev(cdev_dev);	/* waits until nobody is inside */
	free(cdev_text, M_CDEV);
	sx_destroy(&cdev_lock);
}

static int
cdev_modevent(module_t mod, int what, void *arg)
{

	switch (what) {
	case MOD_LOAD:
		return (cdev_load());
	case MOD_QUIESCE:
		/* Asked before MOD_UNLOAD, unless the unload is forced. */
		return (cdev_is_open ? EBUSY : 0);
	case MOD_UNLOAD:
		cdev_unload();
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

DEV_MODULE(cdev, cdev_modevent, NULL);
MODULE_VERSION(cdev, 1);
