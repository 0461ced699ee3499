/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * /dev/random and /dev/urandom: arc4random(9) for programs.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/random.h>
#include <sys/uio.h>

static d_read_t random_read;
static d_write_t random_write;
static d_ioctl_t random_ioctl;

static struct cdevsw random_cdevsw = {
	.d_version =	D_VERSION,
	.d_read =	random_read,
	.d_write =	random_write,
	.d_ioctl =	random_ioctl,
	.d_name =	"random",
};

static struct cdev *random_dev;

#define	RANDOM_CHUNK	256		/* bytes made at a time */

int
read_random(void *buffer, int count)
{

	arc4random_buf(buffer, MAX(count, 0));
	return (MAX(count, 0));
}

int
read_random_uio(struct uio *uio, bool nonblock __unused)
{
	u_char buf[RANDOM_CHUNK];
	size_t n;
	int error = 0;

	while (uio->uio_resid > 0 && error == 0) {
		n = ulmin(uio->uio_resid, sizeof(buf));
		arc4random_buf(buf, n);
		error = uiomove(buf, n, uio);
		maybe_yield();
	}
	explicit_bzero(buf, sizeof(buf));
	return (error);
}

static int
random_read(struct cdev *dev __unused, struct uio *uio, int flags __unused)
{

	return (read_random_uio(uio, true));
}

/* What is written is stirred in; it can do no harm. */
static int
random_write(struct cdev *dev __unused, struct uio *uio, int flags __unused)
{
	u_char buf[RANDOM_CHUNK];
	size_t n;
	int error = 0;

	while (uio->uio_resid > 0 && error == 0) {
		n = ulmin(uio->uio_resid, sizeof(buf));
		error = uiomove(buf, n, uio);
		if (error == 0)
			arc4rand_stir(buf, n);
	}
	return (error);
}

static int
random_ioctl(struct cdev *dev __unused, u_long cmd, caddr_t data __unused,
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
random_modevent(module_t mod __unused, int type, void *data __unused)
{

	switch (type) {
	case MOD_LOAD:
		random_dev = make_dev_credf(MAKEDEV_ETERNAL_KLD,
		    &random_cdevsw, 0, NULL, UID_ROOT, GID_WHEEL, 0644,
		    "random");
		make_dev_alias(random_dev, "urandom");
		return (0);
	case MOD_UNLOAD:
		destroy_dev(random_dev);
		return (0);
	case MOD_SHUTDOWN:
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}
DEV_MODULE(random, random_modevent, NULL);
MODULE_VERSION(random, 1);
