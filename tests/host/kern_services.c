/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel services that the linker core stands on, on the host.  Small as
 * they are, they count what is in use and can be made to fail.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/condvar.h>
#include <sys/conf.h>
#include <sys/eventhandler.h>
#include <sys/lock.h>
#include <sys/namei.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/stdarg.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <vm/vm_page.h>

#include "kern/linker_if.h"
#include "linker_core.h"

static struct core_state now;
static long operations, fail_at;
static bool never_protect;
static bool reuse_memory;
static char freed[65][64];		/* by size */
static size_t module_memory = 64 * 1024 * 1024;

/* Should the operation that is asked for now fail? */
static bool
fails(void)
{

	operations++;
	return (fail_at != 0 && --fail_at == 0);
}

void
core_fail_at(long n)
{

	fail_at = n;
}

void
core_never_run(int never)
{

	never_protect = never;
}

void
core_reuse_memory(void)
{

	reuse_memory = true;
}

void
core_module_memory(size_t size)
{

	module_memory = size;
}

long
core_operations(void)
{

	return (operations);
}

/* malloc(9) */

MALLOC_DEFINE(M_TEMP, "temp", "short-lived memory");

void *
malloc(size_t size, struct malloc_type *type, int flags)
{
	void *p;

	if ((flags & M_NOWAIT) != 0 && fails())
		return (NULL);
	p = host_alloc(size);
	if (p == NULL) {
		if ((flags & M_NOWAIT) == 0)
			host_abort("out of memory with M_WAITOK");
		return (NULL);
	}
	memset(p, (flags & M_ZERO) != 0 ? 0 : 0xa5, size);
	if (reuse_memory && (flags & M_ZERO) == 0 && size < nitems(freed))
		memcpy(p, freed[size], size);
	now.allocations++;
	now.bytes += host_alloc_size(p);
	type->ks_mti.mti_inuse++;
	return (p);
}

void *
mallocarray(size_t n, size_t size, struct malloc_type *type, int flags)
{

	if (size != 0 && n > SIZE_MAX / 2 / size) {
		if ((flags & M_NOWAIT) == 0)
			host_abort("mallocarray overflows with M_WAITOK");
		return (NULL);
	}
	return (malloc(n * size, type, flags));
}

void
free(void *p, struct malloc_type *type)
{
	size_t size;

	if (p == NULL)
		return;
	size = host_alloc_size(p);
	if (type->ks_mti.mti_inuse-- == 0)
		host_abort("free of the wrong type");
	now.allocations--;
	now.bytes -= size;
	if (size < nitems(freed))
		memcpy(freed[size], p, size);
	host_free(p);
}

void *
realloc(void *old, size_t size, struct malloc_type *type, int flags)
{
	void *p;

	p = malloc(size, type, flags);
	if (p != NULL && old != NULL) {
		memcpy(p, old, MIN(size, host_alloc_size(old)));
		free(old, type);
	}
	return (p);
}

void
malloc_init(void *type __unused)
{
}

void
malloc_uninit(void *type)
{

	if (((struct malloc_type *)type)->ks_mti.mti_inuse != 0)
		host_abort("a malloc type goes with memory in use");
}

char *
strdup(const char *s, struct malloc_type *type)
{
	char *copy;

	copy = malloc(strlen(s) + 1, type, M_WAITOK);
	strcpy(copy, s);
	return (copy);
}

/* glibc 2.36 does not have it. */
size_t
strlcpy(char *dst, const char *src, size_t size)
{
	size_t len, n;

	len = strlen(src);
	if (size > 0) {
		n = MIN(len, size - 1);
		memcpy(dst, src, n);
		dst[n] = '\0';
	}
	return (len);
}

/* Module memory. */

vm_offset_t
kmem_alloc_kld(vm_size_t size, int flags __unused)
{
	void *p;

	p = fails() || size > module_memory - now.kld_bytes ? NULL :
	    host_map_low(size);
	if (p == NULL)
		return (0);
	memset(p, 0xa5, size);
	now.kld_bytes += size;
	return ((vm_offset_t)p);
}

void
kmem_free_kld(vm_offset_t addr, vm_size_t size)
{

	now.kld_bytes -= size;
	host_unmap((void *)addr, size);
}

int
kmem_protect(vm_offset_t addr, vm_size_t size, vm_prot_t prot)
{

	if ((prot & VM_PROT_WRITE) != 0 && (prot & VM_PROT_EXECUTE) != 0)
		host_abort("memory both writable and executable");
	if (never_protect || fails())
		return (ENOMEM);
	host_protect((void *)addr, size, (prot & VM_PROT_READ) != 0,
	    (prot & VM_PROT_WRITE) != 0, (prot & VM_PROT_EXECUTE) != 0);
	return (0);
}

void
vm_page_release_boot(vm_paddr_t pa __unused, vm_size_t size __unused)
{
}

/* Messages. */

static void
put(const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	host_put(text);
}

int
printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(fmt, ap);
	va_end(ap);
	return (0);
}

void
log(int level __unused, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(fmt, ap);
	va_end(ap);
}

void
panic(const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	host_abort(text);
}

uint64_t
cpu_tickrate(void)
{

	return (1000000000);
}

/* Locks: there is one thread, so they only check how they are used. */

void
sx_sysinit(void *arg __unused)
{
}

void
sx_init_flags(struct sx *sx, const char *description __unused,
    int opts __unused)
{

	sx->sx_lock = 0;
}

void
sx_destroy(struct sx *sx __unused)
{
}

int
_sx_xlock(struct sx *sx, int opts __unused, const char *file __unused,
    int line __unused)
{

	if (sx->sx_lock != 0)
		host_abort("an sx is locked twice");
	sx->sx_lock = 1;
	return (0);
}

void
_sx_xunlock(struct sx *sx, const char *file __unused, int line __unused)
{

	if (sx->sx_lock != 1)
		host_abort("an sx is unlocked that was not locked");
	sx->sx_lock = 0;
}

int
_sx_slock(struct sx *sx, int opts, const char *file, int line)
{

	return (_sx_xlock(sx, opts, file, line));
}

void
_sx_sunlock(struct sx *sx, const char *file, int line)
{

	_sx_xunlock(sx, file, line);
}

void
_sx_assert(const struct sx *sx, int what __unused, const char *file __unused,
    int line __unused)
{

	if (sx->sx_lock != 1)
		host_abort("an sx that should be locked is not");
}

int
_cv_wait_sig(struct cv *cv __unused, struct lock_object *lock __unused)
{

	host_abort("the only thread waits for another");
}

void
cv_broadcastpri(struct cv *cv __unused, int pri __unused)
{
}

void
sysinit_add(struct sysinit **set __unused, struct sysinit **set_end __unused)
{

	host_abort("nothing is preloaded on the host");
}

eventhandler_tag
eventhandler_register(struct eventhandler_list *list __unused,
    const char *name __unused, void *func __unused, void *arg __unused,
    int priority __unused)
{

	return (NULL);
}

/* The linker's events: nobody listens. */
void
linker_event_load(struct linker_file *lf __unused)
{
}

int
linker_event_unload_try(struct linker_file *lf __unused)
{

	return (0);
}

void
linker_event_unload(const char *filename __unused, caddr_t address __unused,
    size_t size __unused)
{
}

/* sysctl */

SYSCTL_ROOT_NODE(CTL_KERN, kern, CTLFLAG_RW, NULL, "kernel");

SYSCTL_ROOT_NODE(CTL_DEBUG, debug, CTLFLAG_RW, NULL, "debugging");

struct sysctl_oid_list sysctl__children;

int
sysctl_handle_string(SYSCTL_HANDLER_ARGS)
{

	return (oidp == NULL || req == NULL || arg1 == NULL || arg2 == 0);
}

int
sysctl_handle_int(SYSCTL_HANDLER_ARGS)
{

	return (oidp == NULL || req == NULL || arg1 == NULL || arg2 == 0);
}

void
sysctl_wlock(void)
{
}

void
sysctl_wunlock(void)
{
}

void
sysctl_register_oid(struct sysctl_oid *oidp __unused)
{

	now.sysctls++;
}

void
sysctl_unregister_oid(struct sysctl_oid *oidp __unused)
{

	now.sysctls--;
}

/* Devices, which the host does not use. */

void
make_dev_args_init_impl(struct make_dev_args *args, size_t size)
{

	memset(args, 0, size);
	args->mda_size = size;
}

int
make_dev_s(struct make_dev_args *args __unused, struct cdev **dev,
    const char *fmt __unused, ...)
{

	if (fails())
		return (ENOMEM);
	*dev = host_alloc(1);
	now.devices++;
	return (0);
}

/* kern_linker_use.c: nobody uses a file here */

int
linker_check_open(struct linker_file *lf __unused)
{

	return (0);
}

int
linker_check_caller(struct linker_file *lf __unused)
{

	return (0);
}

int
linker_check_unused(struct linker_file *lf __unused)
{

	return (0);
}

void
linker_end_use(struct linker_file *lf __unused)
{
}

void
destroy_dev(struct cdev *dev)
{

	host_free(dev);
	now.devices--;
}

/* Files. */

static struct vnode host_root;
struct vnode *rootvnode = &host_root;

static int
host_getattr(struct vop_getattr_args *ap)
{

	size_t *data;

	if (fails())
		return (EIO);
	data = ap->a_vp->v_data;
	ap->a_vap->va_size = data[1];
	ap->a_vap->va_fsid = 0;
	host_identity((int)data[0], &ap->a_vap->va_fileid,
	    &ap->a_vap->va_mtime.tv_sec, &ap->a_vap->va_mtime.tv_nsec);
	return (0);
}

static struct vop_vector host_vnodeops = { .vop_getattr = host_getattr };

void
NDINIT_ALL(struct nameidata *ndp, u_long op __unused,
    u_int64_t flags __unused, enum uio_seg segflg __unused, const char *namep,
    int dirfd __unused, struct vnode *startdir __unused,
    struct thread *td __unused)
{

	ndp->ni_dirp = namep;
	ndp->ni_vp = NULL;
}

void
NDFREE(struct nameidata *ndp __unused, const u_int flags __unused)
{
}

/* v_data: the host's handle and the size of the file. */
int
namei(struct nameidata *ndp)
{
	struct vnode *vp;
	size_t *data, size;
	int handle, isdir, isreg;

	if (fails())
		return (EIO);
	handle = host_open(ndp->ni_dirp, &isdir, &isreg, &size);
	if (handle < 0)
		return (ENOENT);
	vp = host_alloc(sizeof(*vp));
	memset(vp, 0, sizeof(*vp));
	vp->v_type = isdir ? VDIR : isreg ? VREG : VCHR;
	vp->v_op = &host_vnodeops;
	vp->v_data = data = host_alloc(2 * sizeof(size_t));
	data[0] = handle;
	data[1] = size;
	now.vnodes++;
	ndp->ni_vp = vp;
	return (0);
}

void
vput(struct vnode *vp)
{
	size_t *data;

	data = vp->v_data;
	host_close((int)data[0]);
	host_free(data);
	host_free(vp);
	now.vnodes--;
}

int
vn_open_vnode(struct vnode *vp __unused, int fmode __unused,
    struct ucred *cred __unused, struct thread *td __unused,
    struct file *fp __unused)
{

	return (fails() ? EIO : 0);
}

int
vn_close(struct vnode *vp, int flags __unused,
    struct ucred *file_cred __unused, struct thread *td __unused)
{

	vput(vp);
	return (0);
}

int
vn_lock(struct vnode *vp __unused, int flags __unused)
{

	return (fails() ? EIO : 0);
}

void
VOP_UNLOCK(struct vnode *vp __unused)
{
}

int
vn_rdwr(enum uio_rw rw __unused, struct vnode *vp, void *base, int len,
    off_t offset, enum uio_seg segflg __unused, int ioflg __unused,
    struct ucred *active_cred __unused, struct ucred *file_cred __unused,
    ssize_t *aresid, struct thread *td __unused)
{
	long n;

	if (fails())
		return (EIO);
	n = host_read((int)*(size_t *)vp->v_data, base, len, offset);
	if (n < 0)
		return (EIO);
	*aresid = len - n;
	return (0);
}

bool
vfs_each_name(const char *dir, bool (*func)(const char *name, void *arg),
    void *arg)
{
	char name[256];
	int i;

	for (i = 0; host_name(dir, i, name, sizeof(name)); i++)
		if (func(name, arg))
			return (true);
	return (false);
}

/* Nothing is known of changes. */
void
vfs_watch_start(struct vfs_watch *w, const char *dir __unused,
    const char *name __unused)
{

	memset(w, 0, sizeof(*w));
}

bool
vfs_watch_same(const struct vfs_watch *w __unused)
{

	return (false);
}

void
vfs_watch_end(struct vfs_watch *w __unused)
{
}

/* What lies in the pages at the time is enough here. */
const void *
kmem_map_file(struct vnode *vp, vm_ooffset_t off, vm_size_t size)
{
	char *p;

	if (fails())
		return (NULL);
	p = host_alloc(size);
	memset(p, 0, size);	/* where the file has become shorter */
	(void)host_read((int)*(size_t *)vp->v_data, p, size, off);
	now.mapped += size;
	return (p);
}

void
kmem_unmap_file(const void *addr, vm_size_t size)
{

	host_free(__DECONST(void *, addr));
	now.mapped -= size;
}

/* Processes. */

int
priv_check(struct thread *td __unused, int priv __unused)
{

	return (0);
}

int rebooting;

int
securelevel_gt(struct ucred *cr __unused, int level __unused)
{

	return (0);
}

int
copyin(const void *from, void *to, size_t len)
{

	memcpy(to, from, len);
	return (0);
}

int
copyout(const void *from, void *to, size_t len)
{

	memcpy(to, from, len);
	return (0);
}

int
fueword32(volatile const void *base, int32_t *val)
{

	*val = *(volatile const int32_t *)base;
	return (0);
}

int
copyinstr(const void *from, void *to, size_t max, size_t *done)
{
	size_t len;

	len = strnlen(from, max);
	if (len == max)
		return (ENAMETOOLONG);
	memcpy(to, from, len + 1);
	if (done != NULL)
		*done = len + 1;
	return (0);
}

/* What modules link to and do not call while they start and stop. */
static void
never_called(void)
{

	host_abort("a module calls what the host does not have");
}

/* What sbuf(9) needs for functions that the linker does not use. */
int
uiomove(void *cp __unused, int n __unused, struct uio *uio __unused)
{

	never_called();
	return (EINVAL);
}

int
kvprintf(const char *fmt __unused, void (*func)(int, void *) __unused,
    void *arg __unused, int radix __unused, va_list ap __unused)
{

	never_called();
	return (0);
}

/* The kernel that modules are linked to: a few of its symbols. */

#define	EXPORTS(EXPORT)							\
	EXPORT(malloc) EXPORT(free) EXPORT(printf) EXPORT(panic)	\
	EXPORT(malloc_init) EXPORT(malloc_uninit) EXPORT(sysctl___kern)	\
	EXPORT(sysctl__children) EXPORT(sysctl___debug)			\
	EXPORT(sysctl_handle_int)					\
	EXPORT(sysctl_handle_string) EXPORT(module_register_init)	\
	EXPORT(realloc) EXPORT(memcpy) EXPORT(copyin) EXPORT(copyout)	\
	EXPORT(_sx_xlock) EXPORT(_sx_xunlock) EXPORT(_sx_slock)		\
	EXPORT(_sx_sunlock) EXPORT(sx_init_flags) EXPORT(sx_destroy)	\
	EXPORT(make_dev_args_init_impl) EXPORT(make_dev_s)		\
	EXPORT(destroy_dev) EXPORT(strcmp) EXPORT(M_TEMP)
#define	ABSENTEES(ABSENT)						\
	ABSENT(uiomove) ABSENT(uiomove_frombuf) ABSENT(sbuf_new)	\
	ABSENT(sbuf_data) ABSENT(sbuf_delete) ABSENT(sbuf_finish)	\
	ABSENT(sbuf_len) ABSENT(sbuf_printf) ABSENT(syscall_module_handler)
#define	AS_SYMBOL(sym)	{ #sym, (uintptr_t)&sym },
#define	AS_ABSENT(sym)	{ #sym, (uintptr_t)never_called },

static const struct {
	const char	*name;
	uintptr_t	value;
} exports[] = { EXPORTS(AS_SYMBOL) ABSENTEES(AS_ABSENT) };

MODULE_VERSION(kernel, __FreeBSD_version);
SET_DECLARE(modmetadata_set, struct mod_metadata);

static const struct linker_class host_kernel_class = {
	.name = "kernel",
};

/* The kernel's names, without the prefix that rename.h gave some. */
static const char *
kernel_name(const char *name)
{

	return (strncmp(name, "kern_", 5) == 0 ? name + 5 : name);
}

static void
make_kernel_file(void)
{
	static struct linker_symbol symbols[nitems(exports)];
	struct linker_file *lf;
	size_t i;

	sx_xlock(&kld_sx);
	lf = linker_file_create("/boot/kernel/kernel");
	lf->class = &host_kernel_class;
	lf->refs = 1;
	lf->symbols = symbols;
	lf->nsymbols = nitems(exports);
	for (i = 0; i < nitems(exports); i++) {
		symbols[i].file = lf;
		symbols[i].value = exports[i].value;
		linker_symbol_set_name(&symbols[i],
		    kernel_name(exports[i].name));
	}
	lf->metadata.start = (void **)(void *)SET_BEGIN(modmetadata_set);
	lf->metadata.count = SET_COUNT(modmetadata_set);
	linker_kernel_file = lf;
	linker_file_number(lf);
	if (linker_symtab_add(lf) != 0 || linker_provide(lf) != 0)
		host_abort("no kernel file");
	lf->state = LINKER_ACTIVE;
	sx_xunlock(&kld_sx);
}

static struct thread host_thread;
static struct pcpu host_pcpu;

void
core_init(void)
{

	host_pcpu.pc_curthread = &host_thread;
	host_set_gs(&host_pcpu);
	make_kernel_file();
}

int
core_load(const char *path, int *id)
{

	return (kern_kldload(curthread, path, id));
}

int
core_unload(int id, int flags)
{

	return (kern_kldunload(curthread, id, flags));
}

void
core_module_path(const char *path)
{

	linker_search_path(path);
}

int
core_search(const char *name, int min, int preferred, int max, char *path,
    size_t len)
{
	struct mod_depend range = { min, preferred, max };
	char *found;
	int error;

	linker_error_clear();
	sx_xlock(&kld_sx);
	error = linker_search(name, min <= max ? &range : NULL, &found);
	sx_xunlock(&kld_sx);
	if (error == 0) {
		strlcpy(path, found, len);
		free(found, M_LINKER);
	}
	return (error);
}

const char *
core_error(void)
{

	return (linker_error_last());
}

void
core_state(struct core_state *state)
{
	struct linker_file *lf;

	linker_error_clear();
	*state = now;
	TAILQ_FOREACH(lf, &linker_files, link)
		state->files++;
	state->kernel_refs = linker_kernel_file->refs;
}
