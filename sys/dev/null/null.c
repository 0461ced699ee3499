/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * /dev/null, /dev/zero and /dev/full.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/uio.h>

static d_write_t null_write, full_write;
static d_read_t null_read, zero_read;
static d_ioctl_t null_ioctl;

static struct cdevsw null_cdevsw = {
	.d_version =	D_VERSION,
	.d_read =	null_read,
	.d_write =	null_write,
	.d_ioctl =	null_ioctl,
	.d_name =	"null",
};

static struct cdevsw zero_cdevsw = {
	.d_version =	D_VERSION,
	.d_read =	zero_read,
	.d_write =	null_write,
	.d_ioctl =	null_ioctl,
	.d_name =	"zero",
	.d_flags =	D_MMAP_ANON,
};

static struct cdevsw full_cdevsw = {
	.d_version =	D_VERSION,
	.d_read =	zero_read,
	.d_write =	full_write,
	.d_ioctl =	null_ioctl,
	.d_name =	"full",
};

static struct cdev *null_dev, *zero_dev, *full_dev;

static const char zeros[PAGE_SIZE];

static int
null_read(struct cdev *dev __unused, struct uio *uio __unused,
    int flags __unused)
{

	return (0);
}

static int
null_write(struct cdev *dev __unused, struct uio *uio, int flags __unused)
{

	uio->uio_offset += uio->uio_resid;
	uio->uio_resid = 0;
	return (0);
}

static int
full_write(struct cdev *dev __unused, struct uio *uio __unused,
    int flags __unused)
{

	return (ENOSPC);
}

static int
zero_read(struct cdev *dev __unused, struct uio *uio, int flags __unused)
{
	int error = 0;

	while (uio->uio_resid > 0 && error == 0)
		error = uiomove(__DECONST(char *, zeros),
		    ulmin(uio->uio_resid, sizeof(zeros)), uio);
	return (error);
}

static int
null_ioctl(struct cdev *dev __unused, u_long cmd, caddr_t data __unused,
    int flags __unused, struct thread *td __unused)
{

	switch (cmd) {
	case FIONBIO:
	case FIOASYNC:
		return (0);
	default:
		return (ENOIOCTL);
	}
}

static int
null_modevent(module_t mod __unused, int type, void *data __unused)
{

	switch (type) {
	case MOD_LOAD:
		full_dev = make_dev_credf(MAKEDEV_ETERNAL_KLD, &full_cdevsw,
		    0, NULL, UID_ROOT, GID_WHEEL, 0666, "full");
		null_dev = make_dev_credf(MAKEDEV_ETERNAL_KLD, &null_cdevsw,
		    0, NULL, UID_ROOT, GID_WHEEL, 0666, "null");
		zero_dev = make_dev_credf(MAKEDEV_ETERNAL_KLD, &zero_cdevsw,
		    0, NULL, UID_ROOT, GID_WHEEL, 0666, "zero");
		return (0);
	case MOD_UNLOAD:
		destroy_dev(full_dev);
		destroy_dev(null_dev);
		destroy_dev(zero_dev);
		return (0);
	case MOD_SHUTDOWN:
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}
DEV_MODULE(null, null_modevent, NULL);
MODULE_VERSION(null, 1);
