/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unpacking a ustar archive (POSIX pax(1), with GNU long names and the path
 * records of pax) from memory into the root file system.
 *
 * Archives may follow one another; a later entry replaces an earlier file of
 * that name.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/limits.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include "vfs_ustar.h"

#define	USTAR_BLOCK	512

/* The header block; numbers are octal digits. */
struct ustar_header {
	char	name[100];
	char	mode[8];
	char	uid[8];
	char	gid[8];
	char	size[12];
	char	mtime[12];
	char	chksum[8];
	char	typeflag;
	char	linkname[100];
	char	magic[6];
	char	version[2];
	char	uname[32];
	char	gname[32];
	char	devmajor[8];
	char	devminor[8];
	char	prefix[155];
	char	pad[12];
};
_Static_assert(sizeof(struct ustar_header) == USTAR_BLOCK, "ustar header");

/* typeflag */
#define	USTAR_REG	'0'
#define	USTAR_OLDREG	'\0'
#define	USTAR_LINK	'1'
#define	USTAR_SYMLINK	'2'
#define	USTAR_DIR	'5'
#define	USTAR_FIFO	'6'
#define	USTAR_CONT	'7'
#define	USTAR_PAX	'x'		/* records about the next entry */
#define	USTAR_PAXGLOBAL	'g'
#define	USTAR_LONGNAME	'L'		/* GNU: path of the next entry */
#define	USTAR_LONGLINK	'K'		/* GNU: its link */

/* One entry. */
struct ustar_entry {
	const char	*data;		/* its contents, size bytes */
	size_t		size;
	u_int		mode;
	u_int		uid;
	u_int		gid;
	time_t		mtime;
	char		type;
};

/* The work. */
struct ustar {
	const char	*base;		/* archive, len bytes */
	size_t		len;
	size_t		pos;
	struct thread	*td;
	struct vnode	*dvp;		/* directory of the last entry */
	bool		havepath;	/* path was given for the next entry */
	bool		havelink;
	char		path[MAXPATHLEN];
	char		link[MAXPATHLEN];
	char		dir[MAXPATHLEN]; /* path of dvp */
};

/*
 * Reading headers
 */

/* An octal number, with spaces before and a space or NUL behind it. */
static int
ustar_number(const char *field, size_t len, uint64_t *value)
{
	const char *end = field + len;
	uint64_t v = 0;

	while (field < end && *field == ' ')
		field++;
	for (; field < end && *field >= '0' && *field <= '7'; field++) {
		if (v >> 60 != 0)
			return (EFTYPE);
		v = v << 3 | (*field - '0');
	}
	if (field < end && *field != ' ' && *field != '\0')
		return (EFTYPE);
	*value = v;
	return (0);
}

/* The sum of all bytes, with those of chksum taken as spaces. */
static bool
ustar_checksum_ok(const struct ustar_header *hdr)
{
	const uint64_t even = 0x00ff00ff00ff00ff;
	uint64_t lanes = 0, sum, want, word;
	size_t i;

	/* Four sums of 16 bits each, side by side. */
	for (i = 0; i < USTAR_BLOCK; i += sizeof(word)) {
		memcpy(&word, (const char *)hdr + i, sizeof(word));
		lanes += (word & even) + (word >> 8 & even);
	}
	sum = (lanes & 0xffff) + (lanes >> 16 & 0xffff) +
	    (lanes >> 32 & 0xffff) + (lanes >> 48);
	for (i = 0; i < sizeof(hdr->chksum); i++)
		sum += ' ' - (u_char)hdr->chksum[i];
	return (ustar_number(hdr->chksum, sizeof(hdr->chksum), &want) == 0 &&
	    want == sum);
}

static bool
ustar_is_zero(const struct ustar_header *hdr)
{
	const uint64_t *p = (const uint64_t *)(const void *)hdr;
	size_t i;

	for (i = 0; i < USTAR_BLOCK / sizeof(*p); i++) {
		if (p[i] != 0)
			return (false);
	}
	return (true);
}

/* Copy a string of at most len bytes that may lack its NUL. */
static int
ustar_string(char *buf, const char *s, size_t len)
{

	len = strnlen(s, len);
	if (len >= MAXPATHLEN)
		return (ENAMETOOLONG);
	memcpy(buf, s, len);
	buf[len] = '\0';
	return (0);
}

/* prefix, a slash and name. */
static void
ustar_path(const struct ustar_header *hdr, char *buf)
{
	size_t len = 0;

	/* GNU's older format has other things in the place of prefix. */
	if (memcmp(hdr->magic, "ustar\0", 6) == 0 && hdr->prefix[0] != '\0') {
		len = strnlen(hdr->prefix, sizeof(hdr->prefix));
		memcpy(buf, hdr->prefix, len);
		buf[len++] = '/';
	}
	(void)ustar_string(buf + len, hdr->name, sizeof(hdr->name));
}

/* The path records of a pax header: "LENGTH KEY=VALUE\n". */
static int
ustar_pax(struct ustar *u, const char *p, size_t size)
{
	const char *eq, *key, *rec;
	size_t keylen, len, pos;
	int error = 0;

	while (size > 0 && error == 0) {
		rec = p;
		for (len = 0, pos = 0; pos < size && p[pos] >= '0' &&
		    p[pos] <= '9' && len < USHRT_MAX; pos++)
			len = len * 10 + (p[pos] - '0');
		if (len < pos + 3 || len > size || p[pos] != ' ' ||
		    p[len - 1] != '\n')
			return (EFTYPE);
		p += len;
		size -= len;
		key = rec + pos + 1;
		len -= pos + 2;		/* without the newline */
		eq = memchr(key, '=', len);
		if (eq == NULL)
			return (EFTYPE);
		keylen = eq - key;
		if (keylen == 4 && memcmp(key, "path", 4) == 0) {
			error = ustar_string(u->path, eq + 1,
			    len - keylen - 1);
			u->havepath = true;
		} else if (keylen == 8 && memcmp(key, "linkpath", 8) == 0) {
			error = ustar_string(u->link, eq + 1,
			    len - keylen - 1);
			u->havelink = true;
		}
	}
	return (error);
}

static int
ustar_fields(const struct ustar_header *hdr, struct ustar_entry *e)
{
	uint64_t gid, mode, mtime, size, uid;

	if (ustar_number(hdr->mode, sizeof(hdr->mode), &mode) != 0 ||
	    ustar_number(hdr->uid, sizeof(hdr->uid), &uid) != 0 ||
	    ustar_number(hdr->gid, sizeof(hdr->gid), &gid) != 0 ||
	    ustar_number(hdr->size, sizeof(hdr->size), &size) != 0 ||
	    ustar_number(hdr->mtime, sizeof(hdr->mtime), &mtime) != 0)
		return (EFTYPE);
	e->type = hdr->typeflag;
	e->mode = mode & ALLPERMS;
	e->uid = uid;
	e->gid = gid;
	e->mtime = mtime;
	e->size = size;
	/* Links carry the size of what they link to, but not the data. */
	if (e->type == USTAR_LINK || e->type == USTAR_SYMLINK ||
	    e->type == USTAR_DIR)
		e->size = 0;
	return (0);
}

/*
 * The next entry, with its paths in u.  ENOENT: there is none; EFTYPE: what
 * follows is no ustar archive.
 */
static int
ustar_next(struct ustar *u, struct ustar_entry *e)
{
	const struct ustar_header *hdr;
	int error;

	u->havepath = u->havelink = false;
	for (;;) {
		if (u->len - u->pos < USTAR_BLOCK)
			return (ENOENT);
		hdr = (const struct ustar_header *)(u->base + u->pos);
		if (ustar_is_zero(hdr)) {
			u->pos += USTAR_BLOCK;
			continue;
		}
		if (memcmp(hdr->magic, "ustar", 5) != 0 ||
		    !ustar_checksum_ok(hdr) || ustar_fields(hdr, e) != 0)
			return (EFTYPE);
		e->data = (const char *)(hdr + 1);
		if (e->size > u->len - u->pos - USTAR_BLOCK)
			return (EFTYPE);
		u->pos += USTAR_BLOCK + ulmin(roundup2(e->size, USTAR_BLOCK),
		    u->len - u->pos - USTAR_BLOCK);
		error = 0;
		switch (e->type) {
		case USTAR_LONGNAME:
			error = ustar_string(u->path, e->data, e->size);
			u->havepath = true;
			break;
		case USTAR_LONGLINK:
			error = ustar_string(u->link, e->data, e->size);
			u->havelink = true;
			break;
		case USTAR_PAX:
			error = ustar_pax(u, e->data, e->size);
			break;
		case USTAR_PAXGLOBAL:
			break;
		default:
			if (!u->havepath)
				ustar_path(hdr, u->path);
			if (!u->havelink)
				(void)ustar_string(u->link, hdr->linkname,
				    sizeof(hdr->linkname));
			return (0);
		}
		if (error != 0)
			return (error);
	}
}

/*
 * Making files
 */

/* What is left of the path below the root: "." and slashes do not matter. */
static int
ustar_clean_path(char *path)
{
	char *end, *in = path, *out = path;
	size_t len;

	while (*in != '\0') {
		end = strchrnul(in, '/');
		len = end - in;
		if (len == 2 && in[0] == '.' && in[1] == '.')
			return (EFTYPE);	/* out of the root */
		if (len != 0 && !(len == 1 && in[0] == '.')) {
			if (out != path)
				*out++ = '/';
			memmove(out, in, len);
			out += len;
		}
		in = *end == '\0' ? end : end + 1;
	}
	*out = '\0';
	return (0);
}

/* The directory path, made if it is missing; *vpp referenced. */
static int
ustar_find_dir(struct ustar *u, const char *path, struct vnode **vpp)
{
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT_ATVP(&nd, CREATE, LOCKPARENT | FOLLOW | SAVENAME | WILLBEDIR,
	    UIO_SYSSPACE, path, rootvnode, u->td);
	vref(rootvnode);
	error = namei(&nd);
	if (error != 0)
		return (error);
	if (nd.ni_vp == NULL) {
		VATTR_NULL(&va);
		va.va_type = VDIR;
		va.va_mode = 0755;
		error = VOP_MKDIR(nd.ni_dvp, &nd.ni_vp, &nd.ni_cnd, &va);
		if (error == 0)
			VOP_UNLOCK(nd.ni_vp);
	}
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vput(nd.ni_dvp);
	*vpp = nd.ni_vp;
	return (error);
}

/* Make dvp the directory dir, with all that leads to it. */
static int
ustar_enter_dir(struct ustar *u, const char *dir)
{
	char *slash;
	int error = 0;

	if (u->dvp != NULL && strcmp(dir, u->dir) == 0)
		return (0);
	if (u->dvp != NULL)
		vrele(u->dvp);
	u->dvp = rootvnode;
	vref(u->dvp);
	strlcpy(u->dir, dir, sizeof(u->dir));
	if (u->dir[0] == '\0')
		return (0);
	for (slash = strchr(u->dir, '/'); error == 0; ) {
		if (slash != NULL)
			*slash = '\0';
		vrele(u->dvp);
		u->dvp = NULL;
		error = ustar_find_dir(u, u->dir, &u->dvp);
		if (slash == NULL)
			break;
		*slash = '/';
		slash = strchr(slash + 1, '/');
	}
	if (error != 0)
		u->dir[0] = '\0';
	return (error);
}

static int
ustar_set_attributes(const struct ustar_entry *e, struct vnode *vp,
    struct ucred *cred)
{
	struct vattr va;

	VATTR_NULL(&va);
	if (vp->v_type != VLNK)
		va.va_mode = e->mode;
	if (e->uid != cred->cr_uid || e->gid != cred->cr_gid) {
		va.va_uid = e->uid;
		va.va_gid = e->gid;
	}
	va.va_mtime.tv_sec = e->mtime;
	va.va_mtime.tv_nsec = 0;
	return (VOP_SETATTR(vp, &va, cred));
}

static int
ustar_write(struct ustar *u, const struct ustar_entry *e, struct vnode *vp)
{
	size_t done, n;
	int error = 0;

	for (done = 0; done < e->size && error == 0; done += n) {
		n = ulmin(e->size - done, INT_MAX & ~PAGE_MASK);
		error = vn_rdwr(UIO_WRITE, vp,
		    __DECONST(char *, e->data + done), (int)n, done,
		    UIO_SYSSPACE, IO_NODELOCKED, u->td->td_ucred, NOCRED,
		    NULL, u->td);
	}
	return (error);
}

/* A hard link to an earlier entry; the parent is locked. */
static int
ustar_link(struct ustar *u, struct nameidata *nd)
{
	struct nameidata target;
	int error;

	error = ustar_clean_path(u->link);
	if (error != 0)
		return (error);
	NDINIT_ATVP(&target, LOOKUP, NOFOLLOW, UIO_SYSSPACE, u->link,
	    rootvnode, u->td);
	vref(rootvnode);
	/* The walk may come through the parent: it must not be locked. */
	VOP_UNLOCK(nd->ni_dvp);
	error = namei(&target);
	vn_lock(nd->ni_dvp, LK_EXCLUSIVE | LK_RETRY);
	if (error != 0)
		return (error);
	vn_lock(target.ni_vp, LK_EXCLUSIVE | LK_RETRY);
	error = VOP_LINK(nd->ni_dvp, target.ni_vp, &nd->ni_cnd);
	vput(target.ni_vp);
	return (error);
}

/* A new file of the entry's type; ni_vp, locked, unless it is a link. */
static int
ustar_create(struct ustar *u, const struct ustar_entry *e,
    struct nameidata *nd)
{
	struct vattr va;

	VATTR_NULL(&va);
	va.va_mode = e->mode;
	switch (e->type) {
	case USTAR_REG:
	case USTAR_OLDREG:
	case USTAR_CONT:
		va.va_type = VREG;
		return (VOP_CREATE(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va));
	case USTAR_DIR:
		va.va_type = VDIR;
		return (VOP_MKDIR(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va));
	case USTAR_SYMLINK:
		va.va_type = VLNK;
		va.va_mode = 0755;
		return (VOP_SYMLINK(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va,
		    u->link));
	case USTAR_FIFO:
		va.va_type = VFIFO;
		return (VOP_MKNOD(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va));
	case USTAR_LINK:
		return (ustar_link(u, nd));
	default:
		return (EOPNOTSUPP);
	}
}

/* Get what has the name out of the way, except a directory that stays. */
static int
ustar_replace(const struct ustar_entry *e, struct nameidata *nd)
{
	int error;

	if (nd->ni_vp == NULL)
		return (0);
	if (nd->ni_vp->v_type == VDIR)
		return (e->type == USTAR_DIR ? 0 : EISDIR);
	error = VOP_REMOVE(nd->ni_dvp, nd->ni_vp, &nd->ni_cnd);
	vfs_path_changed();
	vput(nd->ni_vp);
	nd->ni_vp = NULL;
	return (error);
}

static int
ustar_make(struct ustar *u, const struct ustar_entry *e, const char *name)
{
	struct nameidata nd;
	int error;

	NDINIT_ATVP(&nd, CREATE, LOCKPARENT | LOCKLEAF | NOFOLLOW | SAVENAME |
	    WILLBEDIR, UIO_SYSSPACE, name, u->dvp, u->td);
	vref(u->dvp);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = ustar_replace(e, &nd);
	if (error == 0 && nd.ni_vp == NULL)
		error = ustar_create(u, e, &nd);
	if (error == 0 && nd.ni_vp != NULL && nd.ni_vp->v_type == VREG)
		error = ustar_write(u, e, nd.ni_vp);
	if (error == 0 && nd.ni_vp != NULL)
		error = ustar_set_attributes(e, nd.ni_vp, u->td->td_ucred);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	if (nd.ni_vp != NULL)
		vput(nd.ni_vp);
	vput(nd.ni_dvp);
	return (error);
}

static int
ustar_extract(struct ustar *u, const struct ustar_entry *e)
{
	char *slash;
	int error;

	error = ustar_clean_path(u->path);
	if (error != 0)
		return (error);
	if (u->path[0] == '\0') {
		vn_lock(rootvnode, LK_EXCLUSIVE | LK_RETRY);
		error = ustar_set_attributes(e, rootvnode, u->td->td_ucred);
		VOP_UNLOCK(rootvnode);
		return (error);
	}
	slash = strrchr(u->path, '/');
	if (slash == NULL) {
		error = ustar_enter_dir(u, "");
		return (error != 0 ? error : ustar_make(u, e, u->path));
	}
	*slash = '\0';
	error = ustar_enter_dir(u, u->path);
	*slash = '/';
	return (error != 0 ? error : ustar_make(u, e, slash + 1));
}

int
vfs_ustar_unpack(const void *archive, size_t len)
{
	struct ustar_entry e;
	struct ustar *u;
	int error, result = 0;

	u = malloc(sizeof(*u), M_TEMP, M_WAITOK | M_ZERO);
	u->base = archive;
	u->len = len;
	u->td = curthread;
	while ((error = ustar_next(u, &e)) == 0) {
		error = ustar_extract(u, &e);
		if (error != 0) {
			printf("root archive: %s: %s\n", u->path,
			    errname(error));
			result = error;
		}
	}
	if (error != ENOENT) {
		printf("root archive: bad header at offset %zu\n", u->pos);
		result = error;
	}
	if (u->dvp != NULL)
		vrele(u->dvp);
	free(u, M_TEMP);
	return (result);
}
