/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Character devices: struct cdev, the driver's entry points (struct cdevsw),
 * make_dev(9), and DEV_MODULE(9).  The two structures are module ABI.
 */
#ifndef _SYS_CONF_H_
#define	_SYS_CONF_H_

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/_abi.h>
#include <sys/queue.h>
#include <sys/timespec.h>
#include <sys/eventhandler.h>
#include <sys/module.h>

struct bio;
struct cdevsw;
struct file;
struct knote;
struct mount;
struct thread;
struct ucred;
struct uio;
struct vm_object;
struct vnode;

/*
 * A device.  Drivers use si_drv0-2, si_name and si_flags; the rest belongs
 * to kern_conf.c and devfs, under dev_lock().
 */
struct cdev {
	void		*si_spare0;
	u_int		si_flags;	/* SI_* */
	struct timespec	si_atime;
	struct timespec	si_ctime;
	struct timespec	si_mtime;
	uid_t		si_uid;		/* owner of the node in devfs */
	gid_t		si_gid;
	mode_t		si_mode;
	struct ucred	*si_cred;	/* creator's, referenced, or NULL */
	int		si_drv0;	/* driver's own; dev2unit() */
	int		si_refcount;	/* freed when it comes to 0 */
	LIST_ENTRY(cdev) si_list;	/* devices of si_devsw */
	LIST_ENTRY(cdev) si_clone;
	LIST_HEAD(, cdev) si_children;	/* destroyed together with this one */
	LIST_ENTRY(cdev) si_siblings;
	struct cdev	*si_parent;
	struct mount	*si_mountpt;
	void		*si_drv1;	/* driver's own */
	void		*si_drv2;	/* driver's own */
	struct cdevsw	*si_devsw;	/* NULL once destroyed */
	int		si_iosize_max;	/* most bytes of one transfer */
	u_long		si_usecount;	/* open references */
	u_long		si_threadcount;	/* threads inside the driver */
	union {
		void	*__sid_spare;
	}		__si_u;
	char		si_name[SPECNAMELEN + 1];
};
__ABI_SIZE(struct cdev, 480);
__ABI_MEMBER(struct cdev, si_flags, 8, 4);
__ABI_MEMBER(struct cdev, si_drv0, 88, 4);
__ABI_MEMBER(struct cdev, si_drv1, 168, 8);
__ABI_MEMBER(struct cdev, si_drv2, 176, 8);
__ABI_MEMBER(struct cdev, si_devsw, 184, 8);
__ABI_MEMBER(struct cdev, si_name, 224, 256);

/* si_flags */
#define	SI_ETERNAL	0x0001		/* never destroyed */
#define	SI_ALIAS	0x0002		/* another name of si_parent */
#define	SI_NAMED	0x0004		/* make_dev has been called */
#define	SI_CHILD	0x0020		/* has a parent */
#define	SI_DUMPDEV	0x0080		/* kernel dumps go here */

typedef int	d_open_t(struct cdev *dev, int oflags, int devtype,
		    struct thread *td);
typedef int	d_fdopen_t(struct cdev *dev, int oflags, struct thread *td,
		    struct file *fp);
typedef int	d_close_t(struct cdev *dev, int fflag, int devtype,
		    struct thread *td);
typedef void	d_strategy_t(struct bio *bp);
typedef int	d_ioctl_t(struct cdev *dev, u_long cmd, caddr_t data,
		    int fflag, struct thread *td);
typedef int	d_read_t(struct cdev *dev, struct uio *uio, int ioflag);
typedef int	d_write_t(struct cdev *dev, struct uio *uio, int ioflag);
typedef int	d_poll_t(struct cdev *dev, int events, struct thread *td);
typedef int	d_kqfilter_t(struct cdev *dev, struct knote *kn);
typedef int	d_mmap_t(struct cdev *dev, vm_ooffset_t offset,
		    vm_paddr_t *paddr, int nprot, vm_memattr_t *memattr);
typedef int	d_mmap_single_t(struct cdev *dev, vm_ooffset_t *offset,
		    vm_size_t size, struct vm_object **object, int nprot);
typedef void	d_purge_t(struct cdev *dev);
typedef int	dumper_t(void *priv, void *virtual, vm_offset_t physical,
		    off_t offset, size_t length);

/* d_flags */
#define	D_TAPE		0x0001
#define	D_DISK		0x0002
#define	D_TTY		0x0004
#define	D_MEM		0x0008
#define	D_TYPEMASK	0xffff
#define	D_TRACKCLOSE	0x00080000	/* d_close for every close */
#define	D_MMAP_ANON	0x00100000
#define	D_NEEDGIANT	0x00400000	/* Giant is held in its functions, but d_mmap */
#define	D_NEEDMINOR	0x00800000

/* d_version */
#define	D_VERSION_03	0x17122009
#define	D_VERSION_04	0x5c48c353
#define	D_VERSION	D_VERSION_04

/*
 * A driver's entry points.  Missing ones get defaults: open and close
 * succeed, the others fail with ENODEV.
 */
struct cdevsw {
	int		d_version;	/* D_VERSION */
	u_int		d_flags;	/* D_* */
	const char	*d_name;
	d_open_t	*d_open;
	d_fdopen_t	*d_fdopen;
	d_close_t	*d_close;
	d_read_t	*d_read;
	d_write_t	*d_write;
	d_ioctl_t	*d_ioctl;
	d_poll_t	*d_poll;
	d_mmap_t	*d_mmap;
	d_strategy_t	*d_strategy;
	dumper_t	*d_dump;
	d_kqfilter_t	*d_kqfilter;
	d_purge_t	*d_purge;
	d_mmap_single_t	*d_mmap_single;
	int		d_spare0[3];
	void		*d_spare1[3];
	/* Belongs to kern_conf.c */
	LIST_HEAD(, cdev) d_devs;	/* devices of this driver */
	int		d_spare2;
	void		*d_spare3;
};
__ABI_SIZE(struct cdevsw, 184);
__ABI_MEMBER(struct cdevsw, d_version, 0, 4);
__ABI_MEMBER(struct cdevsw, d_flags, 4, 4);
__ABI_MEMBER(struct cdevsw, d_name, 8, 8);
__ABI_MEMBER(struct cdevsw, d_open, 16, 8);
__ABI_MEMBER(struct cdevsw, d_fdopen, 24, 8);
__ABI_MEMBER(struct cdevsw, d_close, 32, 8);
__ABI_MEMBER(struct cdevsw, d_read, 40, 8);
__ABI_MEMBER(struct cdevsw, d_write, 48, 8);
__ABI_MEMBER(struct cdevsw, d_ioctl, 56, 8);
__ABI_MEMBER(struct cdevsw, d_poll, 64, 8);
__ABI_MEMBER(struct cdevsw, d_mmap, 72, 8);
__ABI_MEMBER(struct cdevsw, d_strategy, 80, 8);
__ABI_MEMBER(struct cdevsw, d_dump, 88, 8);
__ABI_MEMBER(struct cdevsw, d_kqfilter, 96, 8);
__ABI_MEMBER(struct cdevsw, d_purge, 104, 8);
__ABI_MEMBER(struct cdevsw, d_mmap_single, 112, 8);

/* A module whose event handler makes and destroys devices. */
#define	DEV_MODULE_ORDERED(name, evh, arg, ord)				\
	static moduledata_t name ## _mod = {				\
		#name, evh, arg						\
	};								\
	DECLARE_MODULE(name, name ## _mod, SI_SUB_DRIVERS, ord)

#define	DEV_MODULE(name, evh, arg)					\
	DEV_MODULE_ORDERED(name, evh, arg, SI_ORDER_MIDDLE)

/* Well-known owners of device nodes. */
#define	UID_ROOT	0
#define	UID_BIN		3
#define	UID_UUCP	66
#define	UID_NOBODY	65534

#define	GID_WHEEL	0
#define	GID_KMEM	2
#define	GID_TTY		4
#define	GID_OPERATOR	5
#define	GID_BIN		7
#define	GID_GAMES	13
#define	GID_VIDEO	44
#define	GID_DIALER	68
#define	GID_NOGROUP	65533
#define	GID_NOBODY	65534

/*
 * make_dev(9).  Make a device whose name is formatted, give it a node in
 * every devfs, and (MAKEDEV_REF) take a reference.  make_dev,
 * make_dev_cred and make_dev_alias panic on a bad or existing name; the
 * _p and _s forms return EEXIST, EINVAL, ENAMETOOLONG or ENOMEM.
 */
#define	MAKEDEV_REF		0x01	/* return it referenced */
#define	MAKEDEV_WHTOUT		0x02
#define	MAKEDEV_NOWAIT		0x04	/* do not sleep for memory */
#define	MAKEDEV_WAITOK		0x08
#define	MAKEDEV_ETERNAL		0x10	/* never destroyed */
#define	MAKEDEV_CHECKNAME	0x20	/* EEXIST, EINVAL instead of panic */

#ifndef KLD_MODULE
#define	MAKEDEV_ETERNAL_KLD	MAKEDEV_ETERNAL
#else
#define	MAKEDEV_ETERNAL_KLD	0
#endif

struct make_dev_args {
	size_t		mda_size;
	int		mda_flags;	/* MAKEDEV_* */
	struct cdevsw	*mda_devsw;
	struct ucred	*mda_cr;
	uid_t		mda_uid;
	gid_t		mda_gid;
	int		mda_mode;
	int		mda_unit;	/* si_drv0 */
	void		*mda_si_drv1;
	void		*mda_si_drv2;
};
void	make_dev_args_init_impl(struct make_dev_args *args, size_t size);
#define	make_dev_args_init(a)	make_dev_args_init_impl((a), sizeof(*(a)))

int	make_dev_s(struct make_dev_args *args, struct cdev **dev,
	    const char *fmt, ...) __printflike(3, 4);
struct cdev *make_dev(struct cdevsw *devsw, int unit, uid_t uid, gid_t gid,
	    int perms, const char *fmt, ...) __printflike(6, 7);
struct cdev *make_dev_cred(struct cdevsw *devsw, int unit, struct ucred *cr,
	    uid_t uid, gid_t gid, int perms, const char *fmt, ...)
	    __printflike(7, 8);
struct cdev *make_dev_credf(int flags, struct cdevsw *devsw, int unit,
	    struct ucred *cr, uid_t uid, gid_t gid, int mode,
	    const char *fmt, ...) __printflike(8, 9);
int	make_dev_p(int flags, struct cdev **dev, struct cdevsw *devsw,
	    struct ucred *cr, uid_t uid, gid_t gid, int mode,
	    const char *fmt, ...) __printflike(8, 9);
struct cdev *make_dev_alias(struct cdev *pdev, const char *fmt, ...)
	    __printflike(2, 3);
int	make_dev_alias_p(int flags, struct cdev **dev, struct cdev *pdev,
	    const char *fmt, ...) __printflike(4, 5);

/*
 * Remove the device: no thread enters the driver any more, its name goes
 * from devfs, and the call returns when no thread is inside the driver and
 * all data of devfs_set_cdevpriv() is destroyed.  An entry point of the
 * device would wait for itself: it calls destroy_dev_sched, which does the
 * work in another thread.
 */
void	destroy_dev(struct cdev *dev);
int	destroy_dev_sched(struct cdev *dev);
int	destroy_dev_sched_cb(struct cdev *dev, void (*cb)(void *), void *arg);
void	destroy_dev_drain(struct cdevsw *csw);
/*
 * Is there an open device, or is there one at all, which is then destroyed,
 * whose cdevsw lies in this memory?  Its name goes to name.
 */
bool	dev_open_within(vm_offset_t start, vm_size_t size,
	    char name[SPECNAMELEN + 1]);
bool	dev_destroy_within(vm_offset_t start, vm_size_t size,
	    char name[SPECNAMELEN + 1]);

/* Take the name away only; threads and open files stay. */
void	delist_dev(struct cdev *dev);

/* The child goes when the parent is destroyed. */
void	dev_depends(struct cdev *pdev, struct cdev *cdev);

void	dev_ref(struct cdev *dev);
void	dev_rel(struct cdev *dev);
const char *devtoname(struct cdev *dev);
dev_t	dev2udev(struct cdev *dev);
#define	dev2unit(d)	((d)->si_drv0)

/*
 * Enter a driver: its cdevsw, held until dev_relthread(), or NULL when the
 * device is gone.  *ref belongs to the pair.
 */
struct cdevsw *dev_refthread(struct cdev *dev, int *ref);
struct cdevsw *devvn_refthread(struct vnode *vp, struct cdev **devp, int *ref);
void	dev_relthread(struct cdev *dev, int ref);

/* Around a call of a driver's function: Giant, for D_NEEDGIANT. */
void	dev_lock_giant(const struct cdevsw *csw);
void	dev_unlock_giant(const struct cdevsw *csw);

void	dev_lock(void);
void	dev_unlock(void);

/*
 * Data of one open file of a device, for the entry points that work on it.
 * The destructor runs when the file is closed or the device destroyed.
 * EBUSY: set already; ENOENT: not set; EBADF: not called for a file.
 */
typedef void	d_priv_dtor_t(void *data);
int	devfs_get_cdevpriv(void **datap);
int	devfs_set_cdevpriv(void *priv, d_priv_dtor_t *dtr);
void	devfs_clear_cdevpriv(void);
int	devfs_foreach_cdevpriv(struct cdev *dev,
	    int (*cb)(void *data, void *arg), void *arg);

/*
 * Event dev_clone: a name was not found in devfs; a handler that knows it
 * makes the device and returns it, referenced, in *result.
 */
typedef void	(*dev_clone_fn)(void *arg, struct ucred *cred, char *name,
		    int namelen, struct cdev **result);
EVENTHANDLER_DECLARE(dev_clone, dev_clone_fn);
/* Wait until no handler of the event runs. */
void	drain_dev_clone_events(void);

/* Does name begin with stem, and go on with a unit number?  1 or 2 = yes. */
int	dev_stdclone(char *name, char **namep, const char *stem, int *unit);

#endif /* _KERNEL */

#endif /* !_SYS_CONF_H_ */
