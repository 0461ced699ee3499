/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Character devices: make_dev(9), destroy_dev(9), and the count of threads
 * that are inside a driver.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/ctype.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/taskqueue.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>
#include <fs/devfs/devfs_int.h>

static MALLOC_DEFINE(M_DEVT, "cdev", "devices");

struct mtx devmtx;
MTX_SYSINIT(devmtx, &devmtx, "cdev", MTX_DEF);

static LIST_HEAD(, cdev_priv) alldevs = LIST_HEAD_INITIALIZER(alldevs);
static ino_t devnextino = 1;		/* of the next device */

/* d_flags: the missing entry points have been filled in. */
#define	D_INIT		0x80000000

void
dev_lock(void)
{

	mtx_lock(&devmtx);
}

void
dev_unlock(void)
{

	mtx_unlock(&devmtx);
}

/*
 * References
 */
void
dev_ref(struct cdev *dev)
{

	dev_lock();
	dev->si_refcount++;
	dev_unlock();
}

void
dev_rel(struct cdev *dev)
{
	int refs;

	dev_lock();
	refs = --dev->si_refcount;
	KASSERT(refs >= 0, ("dev_rel: %s", devtoname(dev)));
	dev_unlock();
	if (refs > 0)
		return;
	if (dev->si_cred != NULL)
		crfree(dev->si_cred);
	free(cdev2priv(dev), M_DEVT);
}

static struct cdevsw *
dev_enter(struct cdev *dev)
{

	mtx_assert(&devmtx, MA_OWNED);
	if (dev->si_devsw == NULL ||
	    (cdev2priv(dev)->cdp_flags & CDP_SCHED_DTR) != 0)
		return (NULL);
	dev->si_threadcount++;
	return (dev->si_devsw);
}

struct cdevsw *
dev_refthread(struct cdev *dev, int *ref)
{
	struct cdevsw *csw;

	if ((dev->si_flags & SI_ETERNAL) != 0) {
		*ref = 0;
		return (dev->si_devsw);
	}
	dev_lock();
	csw = dev_enter(dev);
	dev_unlock();
	*ref = 1;
	return (csw);
}

/* dev_lock() also protects v_rdev of devfs's vnodes. */
struct cdevsw *
devvn_refthread(struct vnode *vp, struct cdev **devp, int *ref)
{
	struct cdevsw *csw = NULL;
	struct cdev *dev;

	dev_lock();
	dev = vp->v_type == VCHR ? vp->v_rdev : NULL;
	if (dev != NULL)
		csw = dev_enter(dev);
	dev_unlock();
	*devp = dev;
	*ref = 1;
	return (csw);
}

void
dev_relthread(struct cdev *dev, int ref)
{

	if (ref == 0)
		return;
	dev_lock();
	KASSERT(dev->si_threadcount > 0, ("dev_relthread: nobody inside"));
	if (--dev->si_threadcount == 0 && dev->si_devsw == NULL)
		wakeup(&dev->si_threadcount);
	dev_unlock();
}

void
dev_lock_giant(const struct cdevsw *csw)
{

	if ((csw->d_flags & D_NEEDGIANT) != 0)
		mtx_lock(&Giant);
}

void
dev_unlock_giant(const struct cdevsw *csw)
{

	if ((csw->d_flags & D_NEEDGIANT) != 0)
		mtx_unlock(&Giant);
}

const char *
devtoname(struct cdev *dev)
{

	return (dev->si_name);
}

dev_t
dev2udev(struct cdev *dev)
{

	return (dev == NULL ? NODEV : cdev2priv(dev)->cdp_inode);
}

/*
 * Entry points that a driver does not have
 */
static int
null_open(struct cdev *dev __unused, int oflags __unused,
    int devtype __unused, struct thread *td __unused)
{

	return (0);
}

static int
no_rdwr(struct cdev *dev __unused, struct uio *uio __unused,
    int ioflag __unused)
{

	return (ENODEV);
}

static int
no_ioctl(struct cdev *dev __unused, u_long cmd __unused,
    caddr_t data __unused, int fflag __unused, struct thread *td __unused)
{

	return (ENODEV);
}

/* A device is always ready, so that read or write tell what is wrong. */
static int
no_poll(struct cdev *dev __unused, int events, struct thread *td __unused)
{

	return (events & (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM));
}

/* What a driver of another interface version is replaced by. */
static int
dead_open(struct cdev *dev __unused, int oflags __unused,
    int devtype __unused, struct thread *td __unused)
{

	return (ENXIO);
}

static void
prep_cdevsw(struct cdevsw *csw)
{

	mtx_assert(&devmtx, MA_OWNED);
	if ((csw->d_flags & D_INIT) != 0)
		return;
	if (csw->d_version != D_VERSION_03 && csw->d_version != D_VERSION_04) {
		printf("%s: made for another version of the device interface "
		    "(%#x, here %#x)\n", csw->d_name != NULL ? csw->d_name :
		    "cdevsw", csw->d_version, D_VERSION);
		csw->d_open = dead_open;
		csw->d_fdopen = NULL;
		csw->d_close = NULL;
		csw->d_read = NULL;
		csw->d_write = NULL;
		csw->d_ioctl = NULL;
		csw->d_poll = NULL;
		csw->d_mmap = NULL;
		csw->d_purge = NULL;
	}
	if (csw->d_open == NULL)
		csw->d_open = null_open;
	if (csw->d_close == NULL)
		csw->d_close = null_open;
	if (csw->d_read == NULL)
		csw->d_read = no_rdwr;
	if (csw->d_write == NULL)
		csw->d_write = no_rdwr;
	if (csw->d_ioctl == NULL)
		csw->d_ioctl = no_ioctl;
	if (csw->d_poll == NULL)
		csw->d_poll = no_poll;
	LIST_INIT(&csw->d_devs);
	csw->d_flags |= D_INIT;
}

/*
 * Making
 */
void
make_dev_args_init_impl(struct make_dev_args *args, size_t size)
{

	memset(args, 0, size);
	args->mda_size = size;
}

static int
devname_check(const char *name)
{
	const char *end, *s;
	size_t len;

	for (s = name; ; s = end + 1) {
		end = strchrnul(s, '/');
		len = end - s;
		if (len == 0 || (len == 1 && s[0] == '.') ||
		    (len == 2 && s[0] == '.' && s[1] == '.'))
			return (EINVAL);
		if (*end == '\0')
			break;
	}
	/* Names go unquoted through scripts and configuration files. */
	for (s = name; *s != '\0'; s++) {
		if ((u_char)*s <= ' ' || *s == '"' || *s == 0x7f)
			return (EINVAL);
	}
	return (0);
}

/* Format the name; slashes in front of it mean nothing. */
static int
devname_format(struct cdev *dev, const char *fmt, va_list ap)
{
	size_t skip = 0;
	int len;

	len = vsnrprintf(dev->si_name, sizeof(dev->si_name), 32, fmt, ap);
	if (len < 0 || len > SPECNAMELEN)
		return (ENAMETOOLONG);
	while (dev->si_name[skip] == '/')
		skip++;
	if (skip > 0)
		memmove(dev->si_name, dev->si_name + skip, len - skip + 1);
	return (devname_check(dev->si_name));
}

static struct cdev *
dev_alloc(int flags)
{
	struct cdev_priv *cdp;

	cdp = malloc(sizeof(*cdp), M_DEVT, M_ZERO |
	    ((flags & MAKEDEV_NOWAIT) != 0 ? M_NOWAIT : M_WAITOK));
	if (cdp == NULL)
		return (NULL);
	LIST_INIT(&cdp->cdp_fdpriv);
	LIST_INIT(&cdp->cdp_c.si_children);
	cdp->cdp_c.si_refcount = 1;
	devfs_timestamp(&cdp->cdp_c.si_ctime);
	cdp->cdp_c.si_atime = cdp->cdp_c.si_mtime = cdp->cdp_c.si_ctime;
	return (&cdp->cdp_c);
}

/* The device's place among its driver's, before others can see it. */
static void
dev_enlist(struct cdev *dev, struct cdevsw *csw, int flags)
{

	dev_lock();
	cdev2priv(dev)->cdp_inode = devnextino++;
	dev->si_flags |= SI_NAMED;
	if ((flags & MAKEDEV_ETERNAL) != 0)
		dev->si_flags |= SI_ETERNAL;
	if ((flags & MAKEDEV_REF) != 0)
		dev->si_refcount++;
	if (csw != NULL) {
		prep_cdevsw(csw);
		dev->si_devsw = csw;
		LIST_INSERT_HEAD(&csw->d_devs, dev, si_list);
		LIST_INSERT_HEAD(&alldevs, cdev2priv(dev), cdp_all);
	}
	dev_unlock();
}

static void
dev_unlist(struct cdev *dev, struct cdevsw *csw)
{

	mtx_assert(&devmtx, MA_OWNED);
	dev->si_devsw = NULL;
	dev->si_flags &= ~SI_NAMED;
	LIST_REMOVE(dev, si_list);
	LIST_REMOVE(cdev2priv(dev), cdp_all);
	if (LIST_EMPTY(&csw->d_devs)) {
		csw->d_flags &= ~D_INIT;
		wakeup(&csw->d_devs);
	}
}

static int
make_dev_sv(struct make_dev_args *args, struct cdev **dres, const char *fmt,
    va_list ap)
{
	struct cdev *dev;
	int error;

	dev = dev_alloc(args->mda_flags);
	if (dev == NULL)
		return (ENOMEM);
	error = devname_format(dev, fmt, ap);
	if (error != 0)
		goto fail;
	dev->si_uid = args->mda_uid;
	dev->si_gid = args->mda_gid;
	dev->si_mode = args->mda_mode;
	dev->si_drv0 = args->mda_unit;
	dev->si_drv1 = args->mda_si_drv1;
	dev->si_drv2 = args->mda_si_drv2;
	if (args->mda_cr != NULL)
		dev->si_cred = crhold(args->mda_cr);
	/* The name comes last: who finds it may open the device at once. */
	dev_enlist(dev, args->mda_devsw, args->mda_flags);
	*dres = dev;
	error = devfs_create(dev, dev->si_name, NULL, args->mda_flags);
	if (error == 0)
		return (0);
	dev_lock();
	dev_unlist(dev, args->mda_devsw);
	if ((args->mda_flags & MAKEDEV_REF) != 0)
		dev->si_refcount--;
	dev_unlock();
fail:
	*dres = NULL;
	if ((args->mda_flags & MAKEDEV_CHECKNAME) == 0 && error != ENOMEM)
		panic("make_dev: bad name \"%s\" (%s)", dev->si_name,
		    errname(error));
	dev_rel(dev);
	return (error);
}

int
make_dev_s(struct make_dev_args *args, struct cdev **cdev, const char *fmt,
    ...)
{
	va_list ap;
	int error;

	va_start(ap, fmt);
	error = make_dev_sv(args, cdev, fmt, ap);
	va_end(ap);
	return (error);
}

/* The arguments that are common to the older functions. */
static void
make_dev_args(struct make_dev_args *args, int flags, struct cdevsw *devsw,
    int unit, struct ucred *cr, uid_t uid, gid_t gid, int mode)
{

	make_dev_args_init(args);
	args->mda_flags = flags;
	args->mda_devsw = devsw;
	args->mda_unit = unit;
	args->mda_cr = cr;
	args->mda_uid = uid;
	args->mda_gid = gid;
	args->mda_mode = mode;
}

struct cdev *
make_dev(struct cdevsw *devsw, int unit, uid_t uid, gid_t gid, int mode,
    const char *fmt, ...)
{
	struct make_dev_args args;
	struct cdev *dev;
	va_list ap;

	make_dev_args(&args, 0, devsw, unit, NULL, uid, gid, mode);
	va_start(ap, fmt);
	(void)make_dev_sv(&args, &dev, fmt, ap);
	va_end(ap);
	return (dev);
}

struct cdev *
make_dev_cred(struct cdevsw *devsw, int unit, struct ucred *cr, uid_t uid,
    gid_t gid, int mode, const char *fmt, ...)
{
	struct make_dev_args args;
	struct cdev *dev;
	va_list ap;

	make_dev_args(&args, 0, devsw, unit, cr, uid, gid, mode);
	va_start(ap, fmt);
	(void)make_dev_sv(&args, &dev, fmt, ap);
	va_end(ap);
	return (dev);
}

struct cdev *
make_dev_credf(int flags, struct cdevsw *devsw, int unit, struct ucred *cr,
    uid_t uid, gid_t gid, int mode, const char *fmt, ...)
{
	struct make_dev_args args;
	struct cdev *dev;
	va_list ap;
	int error;

	make_dev_args(&args, flags, devsw, unit, cr, uid, gid, mode);
	va_start(ap, fmt);
	error = make_dev_sv(&args, &dev, fmt, ap);
	va_end(ap);
	return (error == 0 ? dev : NULL);
}

int
make_dev_p(int flags, struct cdev **cdev, struct cdevsw *devsw,
    struct ucred *cr, uid_t uid, gid_t gid, int mode, const char *fmt, ...)
{
	struct make_dev_args args;
	va_list ap;
	int error;

	make_dev_args(&args, flags | MAKEDEV_CHECKNAME, devsw, 0, cr, uid,
	    gid, mode);
	va_start(ap, fmt);
	error = make_dev_sv(&args, cdev, fmt, ap);
	va_end(ap);
	return (error);
}

void
dev_depends(struct cdev *pdev, struct cdev *cdev)
{

	dev_lock();
	cdev->si_parent = pdev;
	cdev->si_flags |= SI_CHILD;
	LIST_INSERT_HEAD(&pdev->si_children, cdev, si_siblings);
	dev_unlock();
}

/*
 * The target of an alias: relative, so that it also works where devfs is not
 * mounted on /dev.
 */
static char *
alias_target(const char *alias, const char *target)
{
	const char *s;
	size_t depth = 0, len;
	char *buf, *p;

	for (s = alias; *s != '\0'; s++) {
		if (*s == '/')
			depth++;
	}
	len = strlen(target) + 1;
	p = buf = malloc(depth * 3 + len, M_TEMP, M_WAITOK);
	for (; depth > 0; depth--, p += 3)
		memcpy(p, "../", 3);
	memcpy(p, target, len);
	return (buf);
}

static int
make_dev_alias_v(int flags, struct cdev **cdev, struct cdev *pdev,
    const char *fmt, va_list ap)
{
	struct cdev *dev;
	char *target;
	int error;

	dev = dev_alloc(flags & ~MAKEDEV_NOWAIT);
	dev->si_flags |= SI_ALIAS;
	error = devname_format(dev, fmt, ap);
	if (error == 0) {
		dev_enlist(dev, NULL, 0);
		target = alias_target(dev->si_name, pdev->si_name);
		error = devfs_create(dev, dev->si_name, target, 0);
		free(target, M_TEMP);
	}
	if (error != 0) {
		if ((flags & MAKEDEV_CHECKNAME) == 0)
			panic("make_dev_alias: bad name \"%s\" (%s)",
			    dev->si_name, errname(error));
		dev_rel(dev);
		return (error);
	}
	dev_depends(pdev, dev);
	*cdev = dev;
	return (0);
}

struct cdev *
make_dev_alias(struct cdev *pdev, const char *fmt, ...)
{
	struct cdev *dev;
	va_list ap;

	va_start(ap, fmt);
	(void)make_dev_alias_v(0, &dev, pdev, fmt, ap);
	va_end(ap);
	return (dev);
}

int
make_dev_alias_p(int flags, struct cdev **cdev, struct cdev *pdev,
    const char *fmt, ...)
{
	va_list ap;
	int error;

	va_start(ap, fmt);
	error = make_dev_alias_v(flags | MAKEDEV_CHECKNAME, cdev, pdev, fmt,
	    ap);
	va_end(ap);
	return (error);
}

/*
 * Destroying
 */
void
delist_dev(struct cdev *dev)
{
	struct devfs_dirent *de;

	dev_lock();
	de = cdev2priv(dev)->cdp_de;
	cdev2priv(dev)->cdp_de = NULL;
	dev_unlock();
	if (de != NULL)
		devfs_remove(de);
}

/* Wait until no thread is inside the driver; dev_lock is held. */
static void
drain_threads(struct cdev *dev, struct cdevsw *csw)
{

	while (dev->si_threadcount != 0) {
		if (csw->d_purge != NULL) {
			/* The driver wakes its sleepers; some come late. */
			dev_unlock();
			csw->d_purge(dev);
			dev_lock();
			if (dev->si_threadcount == 0)
				break;
		}
		msleep(&dev->si_threadcount, &devmtx, PRIBIO, "devdrn",
		    csw->d_purge != NULL ? hz / 10 : 0);
	}
}

static void
destroy_dev_one(struct cdev *dev)
{
	struct cdevsw *csw;
	struct cdev *child;

	KASSERT((dev->si_flags & SI_ETERNAL) == 0,
	    ("destroy_dev: %s is eternal", devtoname(dev)));
	delist_dev(dev);
	dev_lock();
	if ((dev->si_flags & SI_CHILD) != 0) {
		LIST_REMOVE(dev, si_siblings);
		dev->si_flags &= ~SI_CHILD;
	}
	while ((child = LIST_FIRST(&dev->si_children)) != NULL) {
		dev_unlock();
		destroy_dev_one(child);
		dev_lock();
	}
	csw = dev->si_devsw;
	dev->si_devsw = NULL;		/* nobody enters from now on */
	if (csw != NULL) {
		drain_threads(dev, csw);
		dev_unlock();
		devfs_destroy_fdprivs(cdev2priv(dev));
		dev_lock();
		dev_unlist(dev, csw);
	}
	dev->si_drv1 = NULL;
	dev->si_drv2 = NULL;
	dev_unlock();
	dev_rel(dev);
}

void
destroy_dev(struct cdev *dev)
{

	WITNESS_WARN(0, NULL, "destroy_dev");
	destroy_dev_one(dev);
}

/*
 * Destroying from inside the driver: in the thread of a task queue.
 */
static TAILQ_HEAD(, cdev_priv) dev_ddtr = TAILQ_HEAD_INITIALIZER(dev_ddtr);

static void
destroy_dev_task(void *arg __unused, int pending __unused)
{
	struct cdev_priv *cdp;
	void (*cb)(void *);
	void *cb_arg;

	for (;;) {
		dev_lock();
		cdp = TAILQ_FIRST(&dev_ddtr);
		if (cdp != NULL)
			TAILQ_REMOVE(&dev_ddtr, cdp, cdp_dtr_list);
		dev_unlock();
		if (cdp == NULL)
			break;
		cb = cdp->cdp_dtr_cb;
		cb_arg = cdp->cdp_dtr_cb_arg;
		destroy_dev_one(&cdp->cdp_c);
		if (cb != NULL)
			cb(cb_arg);
		dev_rel(&cdp->cdp_c);
	}
}

static struct task dev_dtr_task = TASK_INITIALIZER(0, destroy_dev_task, NULL);

int
destroy_dev_sched_cb(struct cdev *dev, void (*cb)(void *), void *arg)
{
	struct cdev_priv *cdp = cdev2priv(dev);

	dev_lock();
	if ((cdp->cdp_flags & CDP_SCHED_DTR) != 0) {
		dev_unlock();
		return (0);
	}
	dev->si_refcount++;
	cdp->cdp_flags |= CDP_SCHED_DTR;
	cdp->cdp_dtr_cb = cb;
	cdp->cdp_dtr_cb_arg = arg;
	TAILQ_INSERT_TAIL(&dev_ddtr, cdp, cdp_dtr_list);
	dev_unlock();
	taskqueue_enqueue(taskqueue_thread, &dev_dtr_task);
	return (1);
}

int
destroy_dev_sched(struct cdev *dev)
{

	return (destroy_dev_sched_cb(dev, NULL, NULL));
}

/* Wait until the driver has no devices any more. */
void
destroy_dev_drain(struct cdevsw *csw)
{

	dev_lock();
	while ((csw->d_flags & D_INIT) != 0 && !LIST_EMPTY(&csw->d_devs))
		msleep(&csw->d_devs, &devmtx, PRIBIO, "devscd", 0);
	dev_unlock();
	/* The callbacks of destroy_dev_sched_cb may still run. */
	taskqueue_drain(taskqueue_thread, &dev_dtr_task);
}

/*
 * For the kernel linker: drivers whose switch lies in this memory.
 */
static struct cdev *
dev_within(vm_offset_t start, vm_size_t size, bool open, char *name)
{
	struct cdev_priv *cdp;
	vm_offset_t csw;

	mtx_assert(&devmtx, MA_OWNED);
	LIST_FOREACH(cdp, &alldevs, cdp_all) {
		csw = (vm_offset_t)cdp->cdp_c.si_devsw;
		if (csw >= start && csw - start < size &&
		    (!open || cdp->cdp_c.si_usecount > 0)) {
			strlcpy(name, cdp->cdp_c.si_name, SPECNAMELEN + 1);
			return (&cdp->cdp_c);
		}
	}
	return (NULL);
}

bool
dev_open_within(vm_offset_t start, vm_size_t size, char *name)
{
	bool found;

	dev_lock();
	found = dev_within(start, size, true, name) != NULL;
	dev_unlock();
	return (found);
}

bool
dev_destroy_within(vm_offset_t start, vm_size_t size, char *name)
{
	struct cdev *dev;
	bool scheduled;

	dev_lock();
	dev = dev_within(start, size, false, name);
	scheduled = dev != NULL &&
	    (cdev2priv(dev)->cdp_flags & CDP_SCHED_DTR) != 0;
	dev_unlock();
	if (scheduled)
		taskqueue_drain(taskqueue_thread, &dev_dtr_task);
	else if (dev != NULL)
		destroy_dev(dev);
	return (dev != NULL);
}

static void
clone_nothing(void *arg __unused, struct ucred *cred __unused,
    char *name __unused, int namelen __unused, struct cdev **result __unused)
{
}

/* Taking a handler away waits for all that run. */
void
drain_dev_clone_events(void)
{
	eventhandler_tag tag;

	tag = EVENTHANDLER_REGISTER(dev_clone, clone_nothing, NULL,
	    EVENTHANDLER_PRI_ANY);
	EVENTHANDLER_DEREGISTER(dev_clone, tag);
}

int
dev_stdclone(char *name, char **namep, const char *stem, int *unit)
{
	size_t len = strlen(stem);
	char *s = name + len;
	int u = 0;

	if (strncmp(stem, name, len) != 0 || !isdigit(*s))
		return (0);
	for (; isdigit(*s); s++) {
		u = u * 10 + (*s - '0');
		if (u > 0xffffff)
			return (0);
	}
	/* No leading zeros: the name would not be unique. */
	if (name[len] == '0' && s > name + len + 1)
		return (0);
	*unit = u;
	if (namep != NULL)
		*namep = s;
	return (*s != '\0' ? 2 : 1);
}
