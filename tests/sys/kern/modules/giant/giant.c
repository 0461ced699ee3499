/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * /dev/giant, whose driver has D_NEEDGIANT, prints whether Giant is held.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/module.h>
#include <sys/mutex.h>
#include <sys/uio.h>

static struct cdev *giant_dev;

static int
say(const char *what)
{

	printf("giant: %s %s\n", what,
	    mtx_owned(&Giant) ? "with" : "without");
	return (0);
}

static int
giant_open(struct cdev *dev __unused, int oflags __unused,
    int devtype __unused, struct thread *td __unused)
{

	return (say("open"));
}

static int
giant_close(struct cdev *dev __unused, int fflag __unused,
    int devtype __unused, struct thread *td __unused)
{

	return (say("close"));
}

static int
giant_read(struct cdev *dev __unused, struct uio *uio __unused,
    int ioflag __unused)
{

	return (say("read"));
}

static int
giant_write(struct cdev *dev __unused, struct uio *uio, int ioflag __unused)
{

	uio->uio_resid = 0;
	return (say("write"));
}

static int
giant_ioctl(struct cdev *dev __unused, u_long cmd __unused,
    caddr_t data __unused, int fflag __unused, struct thread *td __unused)
{

	(void)say("ioctl");
	return (ENOTTY);
}

static struct cdevsw giant_cdevsw = {
	.d_version = D_VERSION,
	.d_flags = D_NEEDGIANT,
	.d_open = giant_open,
	.d_close = giant_close,
	.d_read = giant_read,
	.d_write = giant_write,
	.d_ioctl = giant_ioctl,
	.d_name = "giant",
};

static int
giant_modevent(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		return (make_dev_p(MAKEDEV_CHECKNAME | MAKEDEV_WAITOK,
		    &giant_dev, &giant_cdevsw, NULL, UID_ROOT, GID_WHEEL, 0600,
		    "giant"));
	case MOD_UNLOAD:
		destroy_dev(giant_dev);
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

DEV_MODULE(giant, giant_modevent, NULL);
