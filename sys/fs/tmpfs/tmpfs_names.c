/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: names in directories.
 *
 * All names of a mount are in one hash table, by directory and name; those
 * of a directory are also on a list, in the order they were made, each with
 * a cookie that readdir can come back to.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/fnv_hash.h>
#include <sys/stat.h>
#include <fs/tmpfs/tmpfs.h>

MALLOC_DEFINE(M_TMPFSNAME, "tmpfs name", "tmpfs directory entries");

struct tmpfs_dirent *
tmpfs_alloc_dirent(struct tmpfs_node *node, const char *name, u_int len)
{
	struct tmpfs_dirent *de;

	de = malloc(sizeof(*de) + len, M_TMPFSNAME, M_WAITOK);
	de->td_namelen = len;
	memcpy(de->td_name, name, len);
	de->td_dir = NULL;
	de->td_node = node;
	tmpfs_ref_node(node);
	return (de);
}

void
tmpfs_free_dirent(struct tmpfs_dirent *de)
{

	KASSERT(de->td_dir == NULL, ("tmpfs: freeing a name in use"));
	tmpfs_unref_node(de->td_node);
	free(de, M_TMPFSNAME);
}

static u_int
tmpfs_hash(const struct tmpfs_node *dnode, const char *name, u_int len)
{

	return (fnv_32_buf(name, len, FNV1_32_INIT + (u_int)dnode->tn_ino));
}

struct tmpfs_dirent *
tmpfs_dir_lookup(struct tmpfs_node *dnode, const char *name, u_int len)
{
	struct tmpfs_mount *tm = dnode->tn_mount;
	struct tmpfs_dirent *de;
	u_int hash;

	TMPFS_ASSERT_LOCKED(tm);
	hash = tmpfs_hash(dnode, name, len);
	LIST_FOREACH(de, &tm->tm_names[hash & tm->tm_hashmask], td_hash) {
		if (de->td_hashval == hash && de->td_dir == dnode &&
		    de->td_namelen == len &&
		    memcmp(de->td_name, name, len) == 0)
			return (de);
	}
	return (NULL);
}

void
tmpfs_dir_attach(struct tmpfs_node *dnode, struct tmpfs_dirent *de)
{
	struct tmpfs_mount *tm = dnode->tn_mount;

	TMPFS_ASSERT_LOCKED(tm);
	de->td_dir = dnode;
	de->td_hashval = tmpfs_hash(dnode, de->td_name, de->td_namelen);
	de->td_cookie = dnode->tn_dir.nextcookie++;
	LIST_INSERT_HEAD(&tm->tm_names[de->td_hashval & tm->tm_hashmask], de,
	    td_hash);
	TAILQ_INSERT_TAIL(&dnode->tn_dir.entries, de, td_entries);
	LIST_INSERT_HEAD(&de->td_node->tn_names, de, td_links);
}

void
tmpfs_dir_detach(struct tmpfs_dirent *de)
{
	struct tmpfs_node *dnode = de->td_dir;

	TMPFS_ASSERT_LOCKED(dnode->tn_mount);
	if (dnode->tn_dir.cursor == de)
		dnode->tn_dir.cursor = TAILQ_NEXT(de, td_entries);
	LIST_REMOVE(de, td_hash);
	LIST_REMOVE(de, td_links);
	TAILQ_REMOVE(&dnode->tn_dir.entries, de, td_entries);
	de->td_dir = NULL;
}

/* The directory that holds dnode: itself for the root, NULL if removed. */
struct tmpfs_node *
tmpfs_dir_parent(struct tmpfs_node *dnode)
{
	struct tmpfs_dirent *de;

	TMPFS_ASSERT_LOCKED(dnode->tn_mount);
	if (dnode == dnode->tn_mount->tm_root)
		return (dnode);
	de = LIST_FIRST(&dnode->tn_names);
	return (de != NULL ? de->td_dir : NULL);
}

/* Is dnode the directory top, or below it? */
bool
tmpfs_dir_below(struct tmpfs_node *dnode, struct tmpfs_node *top)
{
	struct tmpfs_node *root = dnode->tn_mount->tm_root;

	while (dnode != NULL && dnode != top && dnode != root)
		dnode = tmpfs_dir_parent(dnode);
	return (dnode == top);
}

/*
 * Reading directories
 */

static u_char
tmpfs_dirent_type(const struct tmpfs_node *node)
{

	return (IFTODT(VTTOIF(node->tn_type)));
}

/* "." and "..". */
static bool
tmpfs_put_dots(struct tmpfs_node *dnode, off_t *cookie, char *buf,
    size_t buflen, size_t *filled)
{
	struct tmpfs_node *parent;

	if (*cookie == TMPFS_COOKIE_DOT) {
		if (!dirent_put(buf, buflen, filled, dnode->tn_ino,
		    DT_DIR, ".", 1, TMPFS_COOKIE_DOTDOT))
			return (false);
		*cookie = TMPFS_COOKIE_DOTDOT;
	}
	if (*cookie == TMPFS_COOKIE_DOTDOT) {
		parent = tmpfs_dir_parent(dnode);
		if (parent == NULL)
			parent = dnode;
		if (!dirent_put(buf, buflen, filled, parent->tn_ino,
		    DT_DIR, "..", 2, TMPFS_COOKIE_FIRST))
			return (false);
		*cookie = TMPFS_COOKIE_FIRST;
	}
	return (true);
}

/* The first entry with a cookie not below the given one. */
static struct tmpfs_dirent *
tmpfs_find_cookie(struct tmpfs_node *dnode, off_t cookie)
{
	struct tmpfs_dirent *de = dnode->tn_dir.cursor;

	/* Mostly readdir goes on where it stopped. */
	if (de == NULL || de->td_cookie > cookie) {
		if (cookie >= dnode->tn_dir.nextcookie)
			return (NULL);
		de = TAILQ_FIRST(&dnode->tn_dir.entries);
	}
	while (de != NULL && de->td_cookie < cookie)
		de = TAILQ_NEXT(de, td_entries);
	return (de);
}

/*
 * Fill buf with records from *cookie on, which becomes where to go on; tm_lock
 * is held.  EINVAL: there is no room for one.
 */
int
tmpfs_dir_read(struct tmpfs_node *dnode, off_t *cookie, char *buf,
    size_t buflen, size_t *filled)
{
	struct tmpfs_dirent *de, *next;
	off_t nextcookie;

	TMPFS_ASSERT_LOCKED(dnode->tn_mount);
	*filled = 0;
	if (!tmpfs_put_dots(dnode, cookie, buf, buflen, filled))
		return (*filled == 0 ? EINVAL : 0);
	de = tmpfs_find_cookie(dnode, *cookie);
	for (; de != NULL; de = next) {
		next = TAILQ_NEXT(de, td_entries);
		nextcookie = next != NULL ? next->td_cookie :
		    dnode->tn_dir.nextcookie;
		if (!dirent_put(buf, buflen, filled,
		    de->td_node->tn_ino, tmpfs_dirent_type(de->td_node),
		    de->td_name, de->td_namelen, nextcookie))
			break;
		*cookie = nextcookie;
	}
	dnode->tn_dir.cursor = de;
	return (de != NULL && *filled == 0 ? EINVAL : 0);
}
