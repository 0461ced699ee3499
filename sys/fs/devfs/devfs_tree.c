/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * devfs: the tree of names.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/fnv_hash.h>
#include <sys/kernel.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <fs/devfs/devfs_int.h>

MALLOC_DEFINE(M_DEVFS, "devfs", "names in devfs");

/* Cookies of "." and ".."; entries begin behind. */
#define	COOKIE_DOT	0
#define	COOKIE_DOTDOT	1
#define	COOKIE_FIRST	2

#define	DEVFS_HASH	512		/* chains, a power of two */
#define	DEVFS_ROOTINO	2

static LIST_HEAD(, devfs_dirent) devfs_hashtbl[DEVFS_HASH];
static ino_t devfs_nextino = DEVFS_ROOTINO + 1;

struct devfs_dirent devfs_root_dirent = {
	.de_refs = 1,
	.de_type = DT_DIR,
	.de_flags = DE_ROOT,
	.de_inode = DEVFS_ROOTINO,
	.de_mode = 0755,
	.de_links = 2,
	.de_nextcookie = COOKIE_FIRST,
	.de_entries = TAILQ_HEAD_INITIALIZER(devfs_root_dirent.de_entries),
};

static void
devfs_init_root(void *unused __unused)
{

	devfs_timestamp(&devfs_root_dirent.de_ctime);
	devfs_root_dirent.de_atime = devfs_root_dirent.de_mtime =
	    devfs_root_dirent.de_ctime;
}
SYSINIT(devfs_root, SI_SUB_DEVFS, SI_ORDER_FIRST, devfs_init_root, NULL);

static u_int
devfs_hash(const struct devfs_dirent *parent, const char *name,
    size_t namelen)
{

	return (fnv_32_buf(name, namelen,
	    FNV1_32_INIT + (u_int)parent->de_inode) & (DEVFS_HASH - 1));
}

struct devfs_dirent *
devfs_find(struct devfs_dirent *parent, const char *name, size_t namelen)
{
	struct devfs_dirent *de;

	mtx_assert(&devmtx, MA_OWNED);
	LIST_FOREACH(de, &devfs_hashtbl[devfs_hash(parent, name, namelen)],
	    de_hash) {
		if (de->de_parent == parent && de->de_namelen == namelen &&
		    memcmp(de->de_name, name, namelen) == 0)
			return (de);
	}
	return (NULL);
}

/*
 * References
 */
void
devfs_ref(struct devfs_dirent *de)
{

	mtx_assert(&devmtx, MA_OWNED);
	de->de_refs++;
}

static void
devfs_free(struct devfs_dirent *de)
{

	if (de->de_cdp != NULL)
		dev_rel(&de->de_cdp->cdp_c);
	free(de->de_symlink, M_DEVFS);
	free(de, M_DEVFS);
}

void
devfs_rele(struct devfs_dirent *de)
{
	struct devfs_dirent *parent;
	u_int refs;

	/* The last reference of a name is one less of its parent. */
	while (de != NULL) {
		dev_lock();
		refs = --de->de_refs;
		dev_unlock();
		if (refs > 0)
			return;
		parent = de->de_parent;
		devfs_free(de);
		de = parent;
	}
}

/*
 * Entering
 */
static struct devfs_dirent *
devfs_alloc(u_char type, const char *name, size_t namelen, int mflags)
{
	struct devfs_dirent *de;

	de = malloc(sizeof(*de) + namelen + 1, M_DEVFS, mflags | M_ZERO);
	if (de == NULL)
		return (NULL);
	de->de_refs = 1;
	de->de_type = type;
	de->de_namelen = namelen;
	memcpy(de->de_name, name, namelen);
	de->de_links = 1;
	devfs_timestamp(&de->de_ctime);
	de->de_atime = de->de_mtime = de->de_ctime;
	if (type == DT_DIR) {
		TAILQ_INIT(&de->de_entries);
		de->de_nextcookie = COOKIE_FIRST;
		de->de_mode = 0755;
		de->de_links = 2;
	}
	return (de);
}

/* Enter de, whose name is free, into parent. */
static void
devfs_attach(struct devfs_dirent *parent, struct devfs_dirent *de)
{

	mtx_assert(&devmtx, MA_OWNED);
	de->de_parent = parent;
	devfs_ref(parent);
	de->de_inode = devfs_nextino++;
	de->de_cookie = parent->de_nextcookie++;
	LIST_INSERT_HEAD(&devfs_hashtbl[devfs_hash(parent, de->de_name,
	    de->de_namelen)], de, de_hash);
	TAILQ_INSERT_TAIL(&parent->de_entries, de, de_list);
	if (de->de_type == DT_DIR)
		parent->de_links++;
	devfs_timestamp(&parent->de_mtime);
	parent->de_ctime = parent->de_mtime;
}

static void
devfs_detach(struct devfs_dirent *de)
{
	struct devfs_dirent *parent = de->de_parent;

	mtx_assert(&devmtx, MA_OWNED);
	LIST_REMOVE(de, de_hash);
	TAILQ_REMOVE(&parent->de_entries, de, de_list);
	if (de->de_type == DT_DIR)
		parent->de_links--;
	de->de_flags |= DE_DOOMED;
	de->de_links = 0;
	devfs_timestamp(&parent->de_mtime);
	parent->de_ctime = parent->de_mtime;
}

TAILQ_HEAD(devfs_list, devfs_dirent);

static void
devfs_free_list(struct devfs_list *list)
{
	struct devfs_dirent *de;

	while ((de = TAILQ_FIRST(list)) != NULL) {
		TAILQ_REMOVE(list, de, de_list);
		devfs_free(de);
	}
}

/*
 * Memory for the directories of the path name, whether they are missing or
 * not: there is none to be had under dev_lock.  *leafp: the last component.
 */
static int
devfs_alloc_dirs(const char *name, int mflags, struct devfs_list *dirs,
    const char **leafp)
{
	struct devfs_dirent *de;
	const char *slash;

	while ((slash = strchr(name, '/')) != NULL) {
		de = devfs_alloc(DT_DIR, name, slash - name, mflags);
		if (de == NULL)
			return (ENOMEM);
		TAILQ_INSERT_TAIL(dirs, de, de_list);
		name = slash + 1;
	}
	*leafp = name;
	return (0);
}

/* Walk along dirs, entering what is missing; the rest goes to spare. */
static int
devfs_walk_dirs(struct devfs_list *dirs, struct devfs_list *spare,
    struct devfs_dirent **parentp)
{
	struct devfs_dirent *de, *old, *parent = &devfs_root_dirent;

	while ((de = TAILQ_FIRST(dirs)) != NULL) {
		TAILQ_REMOVE(dirs, de, de_list);
		old = devfs_find(parent, de->de_name, de->de_namelen);
		if (old == NULL) {
			devfs_attach(parent, de);
			parent = de;
			continue;
		}
		TAILQ_INSERT_TAIL(spare, de, de_list);
		if (old->de_type != DT_DIR)
			return (EEXIST);
		parent = old;
	}
	*parentp = parent;
	return (0);
}

int
devfs_create(struct cdev *dev, const char *name, const char *target,
    int flags)
{
	int mflags = (flags & MAKEDEV_NOWAIT) != 0 ? M_NOWAIT : M_WAITOK;
	struct devfs_list dirs = TAILQ_HEAD_INITIALIZER(dirs);
	struct devfs_list spare = TAILQ_HEAD_INITIALIZER(spare);
	struct devfs_dirent *leaf = NULL, *parent;
	int error;

	error = devfs_alloc_dirs(name, mflags, &dirs, &name);
	if (error == 0)
		leaf = devfs_alloc(target != NULL ? DT_LNK : DT_CHR, name,
		    strlen(name), mflags);
	if (leaf != NULL && target != NULL) {
		leaf->de_symlink = strdup_flags(target, M_DEVFS, mflags);
		leaf->de_mode = 0755;
	} else if (leaf != NULL) {
		leaf->de_uid = dev->si_uid;
		leaf->de_gid = dev->si_gid;
		leaf->de_mode = dev->si_mode;
	}
	if (leaf == NULL || (target != NULL && leaf->de_symlink == NULL)) {
		error = ENOMEM;
		goto out;
	}
	dev_lock();
	error = devfs_walk_dirs(&dirs, &spare, &parent);
	if (error == 0 && devfs_find(parent, name, leaf->de_namelen) != NULL)
		error = EEXIST;
	if (error == 0) {
		devfs_attach(parent, leaf);
		leaf->de_cdp = cdev2priv(dev);
		leaf->de_cdp->cdp_de = leaf;
		dev->si_refcount++;
		leaf = NULL;
	}
	dev_unlock();
out:
	if (leaf != NULL)
		devfs_free(leaf);
	devfs_free_list(&dirs);
	devfs_free_list(&spare);
	return (error);
}

/* symlink(2).  *dep is the new name, referenced. */
int
devfs_symlink_at(struct devfs_dirent *parent, const char *name,
    size_t namelen, const char *target, struct ucred *cred,
    struct devfs_dirent **dep)
{
	struct devfs_dirent *de;
	int error = 0;

	de = devfs_alloc(DT_LNK, name, namelen, M_WAITOK);
	de->de_flags = DE_USER;
	de->de_mode = 0755;
	de->de_uid = cred->cr_uid;
	de->de_symlink = strdup(target, M_DEVFS);
	dev_lock();
	if ((parent->de_flags & DE_DOOMED) != 0)
		error = ENOENT;
	else if (devfs_find(parent, name, namelen) != NULL)
		error = EEXIST;
	else {
		devfs_attach(parent, de);
		devfs_ref(de);
	}
	dev_unlock();
	if (error != 0)
		devfs_free(de);
	else
		*dep = de;
	return (error);
}

/*
 * Removing
 */
void
devfs_remove(struct devfs_dirent *de)
{
	struct devfs_dirent *dir = de, *parent;
	u_int removed = 0;

	dev_lock();
	do {
		devfs_detach(dir);
		removed++;
		dir = dir->de_parent;
		/* A directory that becomes empty goes, too. */
	} while ((dir->de_flags & DE_ROOT) == 0 &&
	    TAILQ_EMPTY(&dir->de_entries));
	dev_unlock();
	for (; removed > 0; removed--) {
		parent = de->de_parent;
		devfs_rele(de);
		de = parent;
	}
}

/*
 * Reading
 */
size_t
devfs_path(const struct devfs_dirent *parent, const char *name,
    size_t namelen, char *buf, size_t buflen)
{
	const struct devfs_dirent *de;
	size_t len = namelen, pos;

	for (de = parent; (de->de_flags & DE_ROOT) == 0; de = de->de_parent)
		len += de->de_namelen + 1;
	if (len >= buflen)
		return (0);
	pos = len - namelen;
	memcpy(buf + pos, name, namelen);
	buf[len] = '\0';
	for (de = parent; (de->de_flags & DE_ROOT) == 0; de = de->de_parent) {
		buf[--pos] = '/';
		pos -= de->de_namelen;
		memcpy(buf + pos, de->de_name, de->de_namelen);
	}
	return (len + 1);
}

int
devfs_read_entries(struct devfs_dirent *dir, off_t *cookie, char *buf,
    size_t buflen, size_t *filled)
{
	struct devfs_dirent *de, *next;
	ino_t parent;

	mtx_assert(&devmtx, MA_OWNED);
	*filled = 0;
	parent = dir->de_parent != NULL ? dir->de_parent->de_inode :
	    dir->de_inode;
	if (*cookie == COOKIE_DOT) {
		if (!dirent_put(buf, buflen, filled, dir->de_inode, DT_DIR,
		    ".", 1, COOKIE_DOTDOT))
			return (EINVAL);
		*cookie = COOKIE_DOTDOT;
	}
	if (*cookie == COOKIE_DOTDOT) {
		if (!dirent_put(buf, buflen, filled, parent, DT_DIR, "..", 2,
		    COOKIE_FIRST))
			return (*filled == 0 ? EINVAL : 0);
		*cookie = COOKIE_FIRST;
	}
	TAILQ_FOREACH(de, &dir->de_entries, de_list) {
		if (de->de_cookie >= *cookie)
			break;
	}
	for (; de != NULL; de = next) {
		next = TAILQ_NEXT(de, de_list);
		if (!dirent_put(buf, buflen, filled, de->de_inode,
		    de->de_type, de->de_name, de->de_namelen,
		    de->de_cookie + 1))
			return (*filled == 0 ? EINVAL : 0);
		*cookie = de->de_cookie + 1;
	}
	return (0);
}
