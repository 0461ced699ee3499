/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Options of nmount(2): the list that a file system looks into, and its
 * construction from a system call or inside the kernel.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/uio.h>

#define	VFS_MOUNTARG_SIZE_MAX	(1024 * 64)	/* bytes of all options */

/*
 * The list
 */
void
vfs_freeopt(struct vfsoptlist *opts, struct vfsopt *opt)
{

	TAILQ_REMOVE(opts, opt, link);
	free(opt->name, M_MOUNT);
	free(opt->value, M_MOUNT);
	free(opt, M_MOUNT);
}

void
vfs_freeopts(struct vfsoptlist *opts)
{
	struct vfsopt *opt;

	if (opts == NULL)
		return;
	while ((opt = TAILQ_FIRST(opts)) != NULL)
		vfs_freeopt(opts, opt);
	free(opts, M_MOUNT);
}

void
vfs_deleteopt(struct vfsoptlist *opts, const char *name)
{
	struct vfsopt *opt, *next;

	if (opts == NULL)
		return;
	TAILQ_FOREACH_SAFE(opt, opts, link, next) {
		if (strcmp(opt->name, name) == 0)
			vfs_freeopt(opts, opt);
	}
}

static struct vfsopt *
vfs_findopt(struct vfsoptlist *opts, const char *name)
{
	struct vfsopt *opt;

	if (opts == NULL)
		return (NULL);
	TAILQ_FOREACH(opt, opts, link) {
		if (strcmp(opt->name, name) == 0) {
			opt->seen = 1;
			return (opt);
		}
	}
	return (NULL);
}

/* Copy one string or value of the call in. */
static int
vfs_copyinopt(const struct iovec *iov, enum uio_seg segflg, void *dest)
{

	if (segflg == UIO_USERSPACE)
		return (copyin(iov->iov_base, dest, iov->iov_len));
	memcpy(dest, iov->iov_base, iov->iov_len);
	return (0);
}

/* The option that a pair of iovecs describes, to the end of the list. */
static int
vfs_addopt(struct vfsoptlist *opts, const struct iovec *iov,
    enum uio_seg segflg, int pos)
{
	size_t namelen = iov[0].iov_len, optlen = iov[1].iov_len;
	struct vfsopt *opt;
	int error;

	opt = malloc(sizeof(*opt), M_MOUNT, M_WAITOK | M_ZERO);
	opt->name = malloc(namelen, M_MOUNT, M_WAITOK);
	opt->pos = pos;
	opt->len = optlen;
	if (optlen != 0)
		opt->value = malloc(optlen, M_MOUNT, M_WAITOK);
	TAILQ_INSERT_TAIL(opts, opt, link);
	error = vfs_copyinopt(&iov[0], segflg, opt->name);
	if (error == 0 && (namelen == 0 || opt->name[namelen - 1] != '\0' ||
	    strlen(opt->name) != namelen - 1)) {
		opt->name[0] = '\0';
		error = EINVAL;
	}
	if (error == 0 && optlen != 0)
		error = vfs_copyinopt(&iov[1], segflg, opt->value);
	return (error);
}

int
vfs_buildopts(struct uio *auio, struct vfsoptlist **options)
{
	struct vfsoptlist *opts;
	const struct iovec *iov;
	size_t memused = 0;
	int error = 0, i;

	opts = malloc(sizeof(*opts), M_MOUNT, M_WAITOK);
	TAILQ_INIT(opts);
	for (i = 0; error == 0 && i + 1 < auio->uio_iovcnt; i += 2) {
		iov = &auio->uio_iov[i];
		if (iov[0].iov_len == 0 ||
		    iov[0].iov_len > VFS_MOUNTARG_SIZE_MAX ||
		    iov[1].iov_len > VFS_MOUNTARG_SIZE_MAX) {
			error = EINVAL;
			break;
		}
		memused += iov[0].iov_len + iov[1].iov_len;
		if (memused > VFS_MOUNTARG_SIZE_MAX)
			error = EINVAL;
		else
			error = vfs_addopt(opts, iov, auio->uio_segflg, i / 2);
	}
	if (error != 0) {
		vfs_freeopts(opts);
		return (error);
	}
	*options = opts;
	return (0);
}

/*
 * What file systems ask
 */
int
vfs_getopt(struct vfsoptlist *opts, const char *name, void **buf, int *len)
{
	struct vfsopt *opt;

	opt = vfs_findopt(opts, name);
	if (opt == NULL)
		return (ENOENT);
	if (len != NULL)
		*len = opt->len;
	if (buf != NULL)
		*buf = opt->value;
	return (0);
}

int
vfs_getopt_pos(struct vfsoptlist *opts, const char *name)
{
	struct vfsopt *opt;

	opt = vfs_findopt(opts, name);
	return (opt != NULL ? opt->pos : -1);
}

char *
vfs_getopts(struct vfsoptlist *opts, const char *name, int *error)
{
	struct vfsopt *opt;
	const char *s;

	*error = 0;
	opt = vfs_findopt(opts, name);
	if (opt == NULL) {
		*error = ENOENT;
		return (NULL);
	}
	s = opt->value;
	if (opt->len == 0 || s[opt->len - 1] != '\0' ||
	    strlen(s) != (size_t)opt->len - 1) {
		*error = EINVAL;
		return (NULL);
	}
	return (opt->value);
}

/* A number of bytes, with a suffix k, m, g or t for powers of 1024. */
int
vfs_getopt_size(struct vfsoptlist *opts, const char *name, off_t *value)
{
	char *end, *s;
	quad_t num;
	int error, shift;

	s = vfs_getopts(opts, name, &error);
	if (error != 0)
		return (error);
	num = strtoq(s, &end, 0);
	if (end == s || num < 0)
		return (EINVAL);
	switch (*end) {
	case 't': case 'T': shift = 40; break;
	case 'g': case 'G': shift = 30; break;
	case 'm': case 'M': shift = 20; break;
	case 'k': case 'K': shift = 10; break;
	case '\0':
		*value = num;
		return (0);
	default:
		return (EINVAL);
	}
	if (end[1] != '\0')
		return (EINVAL);
	if (num > (INT64_MAX >> shift))
		return (ERANGE);
	*value = num << shift;
	return (0);
}

int
vfs_copyopt(struct vfsoptlist *opts, const char *name, void *dest, int len)
{
	struct vfsopt *opt;

	opt = vfs_findopt(opts, name);
	if (opt == NULL)
		return (ENOENT);
	if (opt->len != len)
		return (EINVAL);
	memcpy(dest, opt->value, len);
	return (0);
}

int
vfs_flagopt(struct vfsoptlist *opts, const char *name, u_int64_t *w,
    u_int64_t val)
{
	bool given = vfs_findopt(opts, name) != NULL;

	if (w != NULL) {
		if (given)
			*w |= val;
		else
			*w &= ~val;
	}
	return (given);
}

int
vfs_scanopt(struct vfsoptlist *opts, const char *name, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int error, n;

	s = vfs_getopts(opts, name, &error);
	if (s == NULL)
		return (0);
	va_start(ap, fmt);
	n = vsscanf(s, fmt, ap);
	va_end(ap);
	return (n);
}

int
vfs_setopt(struct vfsoptlist *opts, const char *name, void *value, int len)
{
	struct vfsopt *opt;

	opt = vfs_findopt(opts, name);
	if (opt == NULL)
		return (ENOENT);
	if (opt->len != len)
		return (EINVAL);
	memcpy(opt->value, value, len);
	return (0);
}

static bool
vfs_opt_legal(const char *name, const char **legal)
{

	/* Every option can also be given as "noNAME". */
	for (; *legal != NULL; legal++) {
		if (strcmp(name, *legal) == 0 || (strncmp(name, "no", 2) ==
		    0 && strcmp(name + 2, *legal) == 0))
			return (true);
	}
	return (false);
}

int
vfs_filteropt(struct vfsoptlist *opts, const char **legal)
{
	static const char *global_opts[] = { "fstype", "fspath", "errmsg",
	    "from", "ro", "rw", "atime", "exec", "suid", "async", "sync",
	    "symfollow", "union", "update", "force", "automounted",
	    "clusterr", "clusterw", NULL };
	struct vfsopt *opt;

	TAILQ_FOREACH(opt, opts, link) {
		if (!vfs_opt_legal(opt->name, global_opts) &&
		    !vfs_opt_legal(opt->name, legal)) {
			vfs_opterror(opts, "mount option <%s> is unknown",
			    opt->name);
			return (EINVAL);
		}
	}
	return (0);
}

/*
 * The sentence about a failure
 */
static void
vfs_voptwrite(struct vfsoptlist *opts, const char *fmt, va_list ap)
{
	struct vfsopt *opt;

	opt = vfs_findopt(opts, "errmsg");
	if (opt != NULL && opt->len > 0)
		vsnprintf(opt->value, opt->len, fmt, ap);
}

void
vfs_opterror(struct vfsoptlist *opts, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfs_voptwrite(opts, fmt, ap);
	va_end(ap);
}

void
vfs_mount_error(struct mount *mp, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfs_voptwrite(mp->mnt_optnew, fmt, ap);
	va_end(ap);
}

/*
 * Mounting from inside the kernel.  The arguments hold iovecs like those of
 * nmount(2), and the memory that was allocated for them.
 */
struct mntaarg {
	SLIST_ENTRY(mntaarg) next;
};

struct mntarg {
	struct iovec	*v;
	int		len;		/* iovecs, twice the options */
	int		error;
	SLIST_HEAD(, mntaarg) list;	/* memory to be freed */
};

/* Memory that lives as long as the arguments. */
static void *
mount_arg_memory(struct mntarg *ma, size_t size)
{
	struct mntaarg *maa;

	maa = malloc(sizeof(*maa) + size, M_MOUNT, M_WAITOK);
	SLIST_INSERT_HEAD(&ma->list, maa, next);
	return (maa + 1);
}

static struct mntarg *
mount_arg_start(struct mntarg *ma)
{

	if (ma == NULL) {
		ma = malloc(sizeof(*ma), M_MOUNT, M_WAITOK | M_ZERO);
		SLIST_INIT(&ma->list);
	}
	return (ma);
}

struct mntarg *
mount_arg(struct mntarg *ma, const char *name, const void *val, int len)
{
	struct iovec *iov;

	ma = mount_arg_start(ma);
	if (ma->error != 0)
		return (ma);
	ma->v = realloc(ma->v, sizeof(*ma->v) * (ma->len + 2), M_MOUNT,
	    M_WAITOK);
	iov = &ma->v[ma->len];
	iov[0].iov_base = __DECONST(char *, name);
	iov[0].iov_len = strlen(name) + 1;
	iov[1].iov_base = __DECONST(void *, val);
	if (val != NULL && len < 0)
		len = strlen(val) + 1;
	iov[1].iov_len = val != NULL ? len : 0;
	ma->len += 2;
	return (ma);
}

struct mntarg *
mount_argf(struct mntarg *ma, const char *name, const char *fmt, ...)
{
	va_list ap;
	char *val;
	int len;

	ma = mount_arg_start(ma);
	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap) + 1;
	va_end(ap);
	val = mount_arg_memory(ma, len);
	va_start(ap, fmt);
	vsnprintf(val, len, fmt, ap);
	va_end(ap);
	return (mount_arg(ma, name, val, len));
}

/* An argument whose value is a string of at most len bytes of the user. */
struct mntarg *
mount_argsu(struct mntarg *ma, const char *name, const void *val, int len)
{
	char *buf;

	if (val == NULL)
		return (ma);
	ma = mount_arg_start(ma);
	buf = mount_arg_memory(ma, len);
	ma->error = copyinstr(val, buf, len, NULL);
	return (mount_arg(ma, name, buf, -1));
}

/* Option name, or without its "no" if the flag is not set. */
struct mntarg *
mount_argb(struct mntarg *ma, int flag, const char *name)
{

	KASSERT(name[0] == 'n' && name[1] == 'o', ("mount_argb: %s", name));
	return (mount_arg(ma, name + (flag ? 2 : 0), NULL, 0));
}

int
kernel_mount(struct mntarg *ma, u_int64_t flags)
{
	struct mntaarg *maa;
	struct uio auio;
	int error;

	error = ma->error;
	if (error == 0) {
		memset(&auio, 0, sizeof(auio));
		auio.uio_iov = ma->v;
		auio.uio_iovcnt = ma->len;
		auio.uio_segflg = UIO_SYSSPACE;
		auio.uio_td = curthread;
		error = vfs_donmount(curthread, flags, &auio);
	}
	while ((maa = SLIST_FIRST(&ma->list)) != NULL) {
		SLIST_REMOVE_HEAD(&ma->list, next);
		free(maa, M_MOUNT);
	}
	free(ma->v, M_MOUNT);
	free(ma, M_MOUNT);
	return (error);
}
