/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * make_dev(9) in all its forms, uio(9).
 */
#include "coretest.h"
#include <sys/conf.h>
#include <sys/proc.h>
#include <sys/uio.h>

static struct cdevsw null_cdevsw = {
	.d_version =	D_VERSION,
	.d_name =	"coretest",
};

static int callbacks;

static void
on_destroyed(void *arg)
{

	CHECK(arg == &callbacks);
	callbacks++;
	wakeup(&callbacks);
}

static void
check_refused(void)
{
	struct cdev *dev;
	char name[SPECNAMELEN + 10];

	CHECK(make_dev_p(MAKEDEV_CHECKNAME | MAKEDEV_WAITOK, &dev,
	    &null_cdevsw, NULL, UID_ROOT, GID_WHEEL, 0600, "null") == EEXIST);
	CHECK(make_dev_p(MAKEDEV_CHECKNAME, &dev, &null_cdevsw, NULL, UID_ROOT,
	    GID_WHEEL, 0600, "../up") == EINVAL);
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	CHECK(make_dev_p(MAKEDEV_CHECKNAME, &dev, &null_cdevsw, NULL, UID_ROOT,
	    GID_WHEEL, 0600, "%s", name) == ENAMETOOLONG);
}

static void
check_alias(struct cdev *dev)
{
	struct cdev *alias;

	CHECK(make_dev_alias_p(MAKEDEV_CHECKNAME, &alias, dev, "null") ==
	    EEXIST);
	alias = make_dev_alias(dev, "coretest/alias");
	CHECK(strcmp(devtoname(alias), "coretest/alias") == 0);
	CHECK((alias->si_flags & SI_ALIAS) != 0 && alias->si_parent == dev);
	destroy_dev(alias);
}

static void
check_threads(struct cdev *dev)
{
	int ref;

	CHECK(dev_refthread(dev, &ref) == &null_cdevsw);
	CHECK(dev->si_threadcount > 0);
	dev_relthread(dev, ref);
	CHECK(dev->si_threadcount == 0);
}

static void
check_make(void)
{
	struct make_dev_args args;
	struct cdev *dev, *child;

	dev = make_dev(&null_cdevsw, 7, UID_ROOT, GID_WHEEL, 0640,
	    "coretest/%d", 7);
	CHECK(dev2unit(dev) == 7 && strcmp(devtoname(dev), "coretest/7") == 0);
	check_alias(dev);
	check_threads(dev);

	make_dev_args_init(&args);
	args.mda_devsw = &null_cdevsw;
	args.mda_uid = UID_BIN;
	args.mda_mode = 0400;
	args.mda_si_drv1 = &args;
	CHECK(make_dev_s(&args, &child, "coretest.child") == 0);
	CHECK(child->si_drv1 == &args && child->si_uid == UID_BIN);
	/* What depends on a device goes with it. */
	dev_depends(dev, child);
	destroy_dev(dev);
	CHECK(make_dev_s(&args, &child, "coretest.child") == 0);
	destroy_dev(child);

	dev = make_dev_credf(MAKEDEV_REF, &null_cdevsw, 0, curthread->td_ucred,
	    UID_ROOT, GID_WHEEL, 0600, "coretest.cred");
	CHECK(dev->si_cred == curthread->td_ucred);
	destroy_dev(dev);
	/* Its memory is there until the reference goes. */
	CHECK(dev->si_devsw == NULL);
	dev_rel(dev);
}

static void
check_scheduled(void)
{
	struct cdev *dev;

	callbacks = 0;
	dev = make_dev(&null_cdevsw, 0, UID_ROOT, GID_WHEEL, 0600,
	    "coretest.later");
	CHECK(destroy_dev_sched_cb(dev, on_destroyed, &callbacks) == 1);
	dev = make_dev(&null_cdevsw, 0, UID_ROOT, GID_WHEEL, 0600,
	    "coretest.soon");
	CHECK(destroy_dev_sched(dev) == 1);
	destroy_dev_drain(&null_cdevsw);
	while (*(volatile int *)&callbacks == 0)
		(void)tsleep(&callbacks, 0, "destroyed", 1);
	CHECK(callbacks == 1);
}

static void
uio_begin(struct uio *uio, struct iovec *iov, enum uio_rw rw, off_t offset)
{
	int i;

	memset(uio, 0, sizeof(*uio));
	uio->uio_iov = iov;
	uio->uio_iovcnt = 2;
	uio->uio_offset = offset;
	uio->uio_segflg = UIO_SYSSPACE;
	uio->uio_rw = rw;
	uio->uio_td = curthread;
	for (i = 0; i < 2; i++)
		uio->uio_resid += iov[i].iov_len;
}

static void
check_uio(void)
{
	char a[4], b[8], text[] = "0123456789";
	struct iovec iov[2] = { { a, sizeof(a) }, { b, sizeof(b) } };
	struct uio uio;

	uio_begin(&uio, iov, UIO_READ, 3);
	CHECK(uiomove_frombuf(text, 10, &uio) == 0);
	CHECK(uio.uio_resid == 5 && uio.uio_offset == 10);
	CHECK(memcmp(a, "3456", 4) == 0 && memcmp(b, "789", 3) == 0);
	CHECK(uiomove_frombuf(text, 10, &uio) == 0 && uio.uio_resid == 5);

	iov[0].iov_base = a;
	iov[0].iov_len = 2;
	iov[1].iov_base = b;
	iov[1].iov_len = 1;
	uio_begin(&uio, iov, UIO_WRITE, 0);
	CHECK(uiomove_nofault(text, 10, &uio) == 0 && uio.uio_resid == 0);
	CHECK(memcmp(text, "347", 3) == 0 && text[3] == '3');
}

void
test_devices(void)
{

	check_refused();
	check_make();
	check_scheduled();
	check_uio();
}
