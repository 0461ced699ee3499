/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Devices to be tested, made and destroyed by sysctls:
 *
 * devtest.make		write a name: make a device; fails as make_dev_s(9)
 * devtest.alias	write a name: an alias of the device made first
 * devtest.destroy	write anything: destroy the device made last
 * devtest.drain	write anything: wait for the destroys that were
 *			scheduled, see below; only when no device is left
 * devtest.opens	d_open calls less d_close calls
 * devtest.private	open files that have data
 * devtest.sleepers	threads that sleep in d_read
 *
 * Reading a device sleeps until the device goes; writing schedules that.  A
 * name devtestcloneN that is looked up makes the device.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/sysctl.h>
#include <sys/uio.h>

#define	DEVICES_MAX	8
#define	CLONES_MAX	8

MALLOC_DEFINE(M_DEVTEST, "devtest", "data of open test devices");

static d_open_t devtest_open;
static d_close_t devtest_close;
static d_read_t devtest_read;
static d_write_t devtest_write;
static d_purge_t devtest_purge;

static struct cdevsw devtest_cdevsw = {
	.d_version =	D_VERSION,
	.d_open =	devtest_open,
	.d_close =	devtest_close,
	.d_read =	devtest_read,
	.d_write =	devtest_write,
	.d_purge =	devtest_purge,
	.d_name =	"devtest",
};

static struct mtx devtest_mtx;		/* the devices and the counts */
MTX_SYSINIT(devtest, &devtest_mtx, "devtest", MTX_DEF);
static struct cdev *devices[DEVICES_MAX];
static int ndevices;
static int opens;
static int private;
static int sleepers;

/* Written by the only one who makes the name, read when none is made. */
static struct cdev *clones[CLONES_MAX];
static eventhandler_tag clone_tag;

static void
count(int *counter, int by)
{

	mtx_lock(&devtest_mtx);
	*counter += by;
	mtx_unlock(&devtest_mtx);
}

static void
push_device(struct cdev *dev)
{

	mtx_lock(&devtest_mtx);
	KASSERT(ndevices < DEVICES_MAX, ("devtest: too many devices"));
	devices[ndevices++] = dev;
	mtx_unlock(&devtest_mtx);
}

/* The device made last, if it is this one or any will do; else NULL. */
static struct cdev *
pop_device(const struct cdev *wanted)
{
	struct cdev *dev = NULL;

	mtx_lock(&devtest_mtx);
	if (ndevices > 0 &&
	    (wanted == NULL || devices[ndevices - 1] == wanted))
		dev = devices[--ndevices];
	mtx_unlock(&devtest_mtx);
	return (dev);
}

static void
destroy_private(void *data)
{

	free(data, M_DEVTEST);
	count(&private, -1);
}

static int
devtest_open(struct cdev *dev, int oflags __unused, int devtype __unused,
    struct thread *td __unused)
{
	char *name;
	int error;

	name = malloc(sizeof(dev->si_name), M_DEVTEST, M_WAITOK);
	strlcpy(name, devtoname(dev), sizeof(dev->si_name));
	error = devfs_set_cdevpriv(name, destroy_private);
	if (error != 0) {
		free(name, M_DEVTEST);
		return (error);
	}
	count(&private, 1);
	count(&opens, 1);
	return (0);
}

static int
devtest_close(struct cdev *dev __unused, int fflag __unused,
    int devtype __unused, struct thread *td __unused)
{

	count(&opens, -1);
	return (0);
}

static int
devtest_read(struct cdev *dev, struct uio *uio __unused, int ioflag __unused)
{
	void *name;
	int error;

	error = devfs_get_cdevpriv(&name);
	if (error != 0)
		return (error);
	if (strcmp(name, devtoname(dev)) != 0)
		return (EDOOFUS);
	mtx_lock(&devtest_mtx);
	sleepers++;
	error = msleep(&sleepers, &devtest_mtx, PCATCH | PWAIT, "devtest", 0);
	sleepers--;
	mtx_unlock(&devtest_mtx);
	return (error);
}

/* A device's own thread cannot destroy it, but have it destroyed. */
static int
devtest_write(struct cdev *dev, struct uio *uio, int ioflag __unused)
{

	if (pop_device(dev) == NULL)
		return (EBUSY);
	uio->uio_resid = 0;
	return (destroy_dev_sched(dev) != 0 ? 0 : EALREADY);
}

static void
devtest_purge(struct cdev *dev __unused)
{

	wakeup(&sleepers);
}

static int
make(struct cdev **devp, int unit, const char *name)
{
	struct make_dev_args args;

	make_dev_args_init(&args);
	args.mda_flags = MAKEDEV_CHECKNAME | MAKEDEV_WAITOK;
	args.mda_devsw = &devtest_cdevsw;
	args.mda_mode = 0600;
	args.mda_unit = unit;
	return (make_dev_s(&args, devp, "%s", name));
}

static void
devtest_clone(void *arg __unused, struct ucred *cred __unused, char *name,
    int namelen __unused, struct cdev **result)
{
	struct cdev *dev;
	int unit;

	if (*result != NULL ||
	    dev_stdclone(name, NULL, "devtestclone", &unit) != 1 ||
	    unit >= CLONES_MAX || make(&dev, unit, name) != 0)
		return;
	clones[unit] = dev;
	dev_ref(dev);
	*result = dev;
}

static int
make_handler(SYSCTL_HANDLER_ARGS)
{
	char name[2 * SPECNAMELEN] = "";
	struct cdev *dev;
	int error;

	error = sysctl_handle_string(oidp, name, sizeof(name), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (ndevices == DEVICES_MAX)
		return (ENOSPC);
	error = make(&dev, ndevices, name);
	if (error == 0)
		push_device(dev);
	return (error);
}

static int
alias_handler(SYSCTL_HANDLER_ARGS)
{
	char name[2 * SPECNAMELEN] = "";
	struct cdev *dev;
	int error;

	error = sysctl_handle_string(oidp, name, sizeof(name), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (ndevices == 0)
		return (ENXIO);
	return (make_dev_alias_p(MAKEDEV_WAITOK, &dev, devices[0], "%s",
	    name));
}

static int
destroy_handler(SYSCTL_HANDLER_ARGS)
{
	struct cdev *dev;
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	dev = pop_device(NULL);
	if (dev == NULL)
		return (ENXIO);
	destroy_dev(dev);
	return (0);
}

static int
drain_handler(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (ndevices > 0)
		return (EBUSY);
	destroy_dev_drain(&devtest_cdevsw);
	return (0);
}

SYSCTL_ROOT_NODE(OID_AUTO, devtest, CTLFLAG_RW, NULL, "Test devices");
SYSCTL_PROC(_devtest, OID_AUTO, make, CTLTYPE_STRING | CTLFLAG_RW, NULL, 0,
    make_handler, "A", "Name of a device to be made");
SYSCTL_PROC(_devtest, OID_AUTO, alias, CTLTYPE_STRING | CTLFLAG_RW, NULL, 0,
    alias_handler, "A", "Another name for the first device");
SYSCTL_PROC(_devtest, OID_AUTO, destroy, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    destroy_handler, "I", "Destroy the last device");
SYSCTL_PROC(_devtest, OID_AUTO, drain, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    drain_handler, "I", "Wait for scheduled destroys");
SYSCTL_INT(_devtest, OID_AUTO, opens, CTLFLAG_RD, &opens, 0,
    "Devices that are open");
SYSCTL_INT(_devtest, OID_AUTO, private, CTLFLAG_RD, &private, 0,
    "Open files that have data");
SYSCTL_INT(_devtest, OID_AUTO, sleepers, CTLFLAG_RD, &sleepers, 0,
    "Threads that sleep in a device");

static void
destroy_all(void)
{
	struct cdev *dev;
	int i;

	while ((dev = pop_device(NULL)) != NULL)
		destroy_dev(dev);
	for (i = 0; i < CLONES_MAX; i++) {
		if (clones[i] != NULL)
			destroy_dev(clones[i]);
	}
	destroy_dev_drain(&devtest_cdevsw);
}

static int
devtest_modevent(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		clone_tag = EVENTHANDLER_REGISTER(dev_clone, devtest_clone,
		    NULL, EVENTHANDLER_PRI_ANY);
		return (0);
	case MOD_UNLOAD:
		EVENTHANDLER_DEREGISTER(dev_clone, clone_tag);
		drain_dev_clone_events();
		destroy_all();
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}
DEV_MODULE(devtest, devtest_modevent, NULL);
MODULE_VERSION(devtest, 1);
