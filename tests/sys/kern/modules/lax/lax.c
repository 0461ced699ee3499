/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Does not see to what it leaves behind: with lax.thread in the kernel
 * environment a thread, which ends when lax.go is there; with lax.device a
 * device, which it destroys if lax.destroy is there, or lets the kernel destroy
 * later if lax.later is; with lax.memory some memory; with lax.error it does not
 * even start.  Who reads debug.lax.file has a file of it open until lax.go.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/uio.h>

MALLOC_DEFINE(M_LAX, "lax", "memory of lax");

static void
wait_to_go(void)
{

	while (!testenv("lax.go"))
		pause("lax", 1);
}

static int
lax_read(struct cdev *dev __unused, struct uio *uio __unused,
    int flags __unused)
{

	wait_to_go();
	return (0);
}

static struct cdevsw lax_cdevsw = {
	.d_version = D_VERSION,
	.d_name = "lax",
	.d_read = lax_read
};
static struct cdev *lax_dev;

static bool runs;

static void
lax_thread(void *arg __unused)
{

	wait_to_go();
	runs = false;
	kthread_exit();
}

static int
lax_close(struct file *fp __unused, struct thread *td __unused)
{

	return (0);
}

static struct fileops lax_fileops = { .fo_close = lax_close };

static int
sysctl_debug_lax_file(SYSCTL_HANDLER_ARGS)
{
	struct file *fp;
	int error, fd;

	error = falloc(curthread, &fp, &fd, 0);
	if (error != 0)
		return (error);
	finit(fp, FREAD, DTYPE_DEV, NULL, &lax_fileops);
	fdrop(fp, curthread);
	wait_to_go();
	return (sysctl_handle_int(oidp, NULL, fd, req));
}
SYSCTL_DECL(_debug);
SYSCTL_NODE(_debug, OID_AUTO, lax, CTLFLAG_RD | CTLFLAG_MPSAFE, NULL, "Lax");
SYSCTL_PROC(_debug_lax, OID_AUTO, file, CTLTYPE_INT | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_debug_lax_file, "I", "A file of the module");

static int
lax_load(void)
{
	int error;

	lax_dev = NULL;
	if (testenv("lax.thread") && !runs)
		runs = kthread_add(lax_thread, NULL, NULL, NULL, 0, 0,
		    "laxity") == 0;
	if (testenv("lax.device"))
		lax_dev = make_dev(&lax_cdevsw, 0, UID_ROOT, GID_WHEEL, 0600,
		    "lax");
	if (testenv("lax.memory"))
		(void)malloc(100, M_LAX, M_WAITOK);
	error = 0;
	(void)getenv_int("lax.error", &error);
	return (error);
}

static int
lax_modevent(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		return (lax_load());
	case MOD_UNLOAD:
		if (lax_dev != NULL && testenv("lax.later"))
			(void)destroy_dev_sched(lax_dev);
		else if (lax_dev != NULL && testenv("lax.destroy"))
			destroy_dev(lax_dev);
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t lax_mod = { "lax", lax_modevent, NULL };
DECLARE_MODULE(lax, lax_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
