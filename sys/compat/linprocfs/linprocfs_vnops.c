/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linprocfs: vnodes.  A lookup makes a new one each time, and it goes with
 * its last user, so there is nothing to keep in step with the processes.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/sbuf.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <compat/linprocfs/linprocfs.h>

MALLOC_DEFINE(M_LINPROCFS, "linprocfs", "Linux process file system");

#define	VTON(vp)	((struct linprocfs_node *)(vp)->v_data)

/* Positions in a directory: "." and "..", its entries, then processes. */
#define	POS_DOT		0
#define	POS_DOTDOT	1
#define	POS_ENTRIES	2
#define	POS_PROCESSES	0x100		/* plus the id */

/* Numbers of files: unique for a process and an entry of it. */
#define	FILENO_DIR(pid)			((ino_t)(pid) * 0x100 + 2)
#define	FILENO_ENTRY(pid, index)	(FILENO_DIR(pid) + 1 + (index))

static struct vop_vector linprocfs_vnodeops;

static const struct linprocfs_entry *
linprocfs_entries(pid_t pid, int *count)
{

	*count = pid == 0 ? linprocfs_root_count : linprocfs_proc_count;
	return (pid == 0 ? linprocfs_root_entries : linprocfs_proc_entries);
}

static ino_t
linprocfs_fileno(const struct linprocfs_node *node)
{
	const struct linprocfs_entry *entries;
	int count;

	if (node->entry == NULL)
		return (FILENO_DIR(node->pid));
	entries = linprocfs_entries(node->pid, &count);
	return (FILENO_ENTRY(node->pid, node->entry - entries));
}

int
linprocfs_vnode(struct mount *mp, pid_t pid,
    const struct linprocfs_entry *entry, struct vnode **vpp)
{
	struct linprocfs_node *node;
	struct vnode *vp;
	int error;

	error = getnewvnode("linprocfs", mp, &linprocfs_vnodeops, &vp);
	if (error != 0)
		return (error);
	node = malloc(sizeof(*node), M_LINPROCFS, M_WAITOK);
	node->pid = pid;
	node->entry = entry;
	vp->v_data = node;
	vp->v_type = entry != NULL ? entry->type : VDIR;
	(void)vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	error = insmntque(vp, mp);
	if (error == 0)
		*vpp = vp;
	return (error);
}

/* A name made of digits only, without leading zeroes; else 0. */
static pid_t
linprocfs_name_to_pid(const char *name, long len)
{
	pid_t pid;
	long i;

	if (len > 9 || name[0] == '0')
		return (0);
	pid = 0;
	for (i = 0; i < len; i++) {
		if (name[i] < '0' || name[i] > '9')
			return (0);
		pid = pid * 10 + (name[i] - '0');
	}
	return (pid);
}

static int
linprocfs_lookup(struct vop_lookup_args *ap)
{
	const struct linprocfs_entry *entries;
	struct componentname *cnp;
	struct linprocfs_node *dnode;
	struct mount *mp;
	struct vnode *dvp;
	gid_t gid;
	uid_t uid;
	pid_t pid;
	int count, i;

	cnp = ap->a_cnp;
	dvp = ap->a_dvp;
	mp = dvp->v_mount;
	dnode = VTON(dvp);
	*ap->a_vpp = NULL;
	if ((cnp->cn_flags & ISLASTCN) != 0 && cnp->cn_nameiop != LOOKUP)
		return (EROFS);
	/* The parent is a new vnode too: no lock order to mind. */
	if ((cnp->cn_flags & ISDOTDOT) != 0)
		return (VFS_ROOT(mp, LK_EXCLUSIVE, ap->a_vpp));
	entries = linprocfs_entries(dnode->pid, &count);
	for (i = 0; i < count; i++)
		if (strncmp(entries[i].name, cnp->cn_nameptr,
		    cnp->cn_namelen) == 0 &&
		    entries[i].name[cnp->cn_namelen] == '\0')
			return (linprocfs_vnode(mp, dnode->pid, &entries[i],
			    ap->a_vpp));
	if (dnode->pid != 0)
		return (ENOENT);
	pid = linprocfs_name_to_pid(cnp->cn_nameptr, cnp->cn_namelen);
	if (pid == 0 || linprocfs_owner(pid, &uid, &gid) != 0)
		return (ENOENT);
	return (linprocfs_vnode(mp, pid, NULL, ap->a_vpp));
}

static int
linprocfs_getattr(struct vop_getattr_args *ap)
{
	struct linprocfs_node *node;
	struct vattr *vap;
	struct vnode *vp;

	vp = ap->a_vp;
	vap = ap->a_vap;
	node = VTON(vp);
	if (node->pid == 0) {
		vap->va_uid = 0;
		vap->va_gid = 0;
	} else if (linprocfs_owner(node->pid, &vap->va_uid,
	    &vap->va_gid) != 0)
		return (ENOENT);
	vap->va_type = vp->v_type;
	vap->va_mode = vp->v_type == VDIR ? 0555 :
	    vp->v_type == VLNK ? 0777 : 0444;
	vap->va_nlink = vp->v_type == VDIR ? 2 : 1;
	vap->va_fsid = vp->v_mount->mnt_stat.f_fsid.val[0];
	vap->va_fileid = linprocfs_fileno(node);
	vap->va_size = 0;
	vap->va_blocksize = PAGE_SIZE;
	nanotime(&vap->va_mtime);
	vap->va_atime = vap->va_ctime = vap->va_birthtime = vap->va_mtime;
	vap->va_gen = 0;
	vap->va_flags = 0;
	vap->va_rdev = NODEV;
	vap->va_bytes = 0;
	vap->va_filerev = 0;
	return (0);
}

static int
linprocfs_access(struct vop_access_args *ap)
{
	struct vattr vattr;
	int error;

	if ((ap->a_accmode & (VWRITE | VAPPEND | VADMIN)) != 0)
		return (EROFS);
	error = VOP_GETATTR(ap->a_vp, &vattr, ap->a_cred);
	if (error != 0)
		return (error);
	return (vaccess(ap->a_vp->v_type, vattr.va_mode, vattr.va_uid,
	    vattr.va_gid, ap->a_accmode, ap->a_cred));
}

/* Make the text and move the part that is asked for. */
static int
linprocfs_move_text(struct vnode *vp, struct uio *uio)
{
	struct linprocfs_node *node;
	struct sbuf *sb;
	int error;

	node = VTON(vp);
	if (uio->uio_offset < 0)
		return (EINVAL);
	sb = sbuf_new_auto();
	error = node->entry->fill(curthread, node->pid, sb);
	if (error == 0)
		error = sbuf_finish(sb);
	if (error == 0 && uio->uio_offset < sbuf_len(sb))
		error = uiomove(sbuf_data(sb) + uio->uio_offset,
		    MIN(uio->uio_resid, sbuf_len(sb) - uio->uio_offset), uio);
	sbuf_delete(sb);
	return (error);
}

static int
linprocfs_read(struct vop_read_args *ap)
{

	if (ap->a_vp->v_type == VDIR)
		return (EISDIR);
	return (linprocfs_move_text(ap->a_vp, ap->a_uio));
}

static int
linprocfs_readlink(struct vop_readlink_args *ap)
{

	return (linprocfs_move_text(ap->a_vp, ap->a_uio));
}

/* Put one entry out; EJUSTRETURN if there is no room for it. */
static int
linprocfs_put_dirent(struct uio *uio, const char *name, ino_t fileno,
    enum vtype type, off_t next)
{
	struct dirent de;
	int error;

	de.d_namlen = strlen(name);
	de.d_reclen = _GENERIC_DIRLEN(de.d_namlen);
	if (de.d_reclen > uio->uio_resid)
		return (EJUSTRETURN);
	de.d_fileno = fileno;
	de.d_off = next;
	de.d_type = IFTODT(VTTOIF(type));
	strlcpy(de.d_name, name, sizeof(de.d_name));
	dirent_terminate(&de);
	error = uiomove(&de, de.d_reclen, uio);
	uio->uio_offset = next;
	return (error);
}

/* ".", ".." and the entries of a kind of directory. */
static int
linprocfs_put_entries(struct uio *uio, pid_t pid, off_t pos)
{
	const struct linprocfs_entry *entries;
	int count, error, i;

	error = 0;
	if (pos == POS_DOT) {
		pos = POS_DOTDOT;
		error = linprocfs_put_dirent(uio, ".", FILENO_DIR(pid), VDIR,
		    pos);
	}
	if (error == 0 && pos == POS_DOTDOT) {
		pos = POS_ENTRIES;
		error = linprocfs_put_dirent(uio, "..", FILENO_DIR(0), VDIR,
		    pos);
	}
	entries = linprocfs_entries(pid, &count);
	for (i = pos - POS_ENTRIES; error == 0 && i < count; i++)
		error = linprocfs_put_dirent(uio, entries[i].name,
		    FILENO_ENTRY(pid, i), entries[i].type,
		    POS_ENTRIES + i + 1);
	return (error);
}

/* The processes whose id is not below the one that pos stands for. */
static int
linprocfs_put_processes(struct uio *uio, off_t pos)
{
	char name[12];
	pid_t *pids;
	int count, error, i;

	count = linprocfs_pids(&pids);
	error = 0;
	for (i = 0; error == 0 && i < count; i++) {
		if (POS_PROCESSES + pids[i] < pos)
			continue;
		snprintf(name, sizeof(name), "%d", pids[i]);
		error = linprocfs_put_dirent(uio, name, FILENO_DIR(pids[i]),
		    VDIR, POS_PROCESSES + pids[i] + 1);
	}
	free(pids, M_LINPROCFS);
	return (error);
}

static int
linprocfs_readdir(struct vop_readdir_args *ap)
{
	struct linprocfs_node *node;
	struct uio *uio;
	ssize_t resid;
	int error;

	if (ap->a_vp->v_type != VDIR)
		return (ENOTDIR);
	node = VTON(ap->a_vp);
	uio = ap->a_uio;
	if (uio->uio_offset < 0 || ap->a_ncookies != NULL)
		return (EINVAL);
	resid = uio->uio_resid;
	error = 0;
	if (uio->uio_offset < POS_PROCESSES)
		error = linprocfs_put_entries(uio, node->pid,
		    uio->uio_offset);
	if (error == 0 && node->pid == 0)
		error = linprocfs_put_processes(uio, uio->uio_offset);
	if (ap->a_eofflag != NULL)
		*ap->a_eofflag = error == 0;
	if (error == EJUSTRETURN)
		error = uio->uio_resid == resid ? EINVAL : 0;
	return (error);
}

static int
linprocfs_inactive(struct vop_inactive_args *ap)
{

	(void)vrecycle(ap->a_vp);
	return (0);
}

static int
linprocfs_reclaim(struct vop_reclaim_args *ap)
{

	free(ap->a_vp->v_data, M_LINPROCFS);
	ap->a_vp->v_data = NULL;
	return (0);
}

/* Only directories are asked: a process's lies in the root. */
static int
linprocfs_vptocnp(struct vop_vptocnp_args *ap)
{
	struct linprocfs_node *node;
	struct mount *mp;
	char name[12];
	size_t len;
	int error;

	error = vn_lock(ap->a_vp, LK_SHARED);
	if (error != 0)
		return (error);
	node = VTON(ap->a_vp);
	mp = ap->a_vp->v_mount;
	if (node->entry != NULL)
		strlcpy(name, node->entry->name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%d", node->pid);
	len = strlen(name);
	if (*ap->a_buflen < len)
		error = ENOMEM;
	else
		error = linprocfs_vnode(mp, node->entry != NULL ? node->pid : 0,
		    NULL, ap->a_vpp);
	VOP_UNLOCK(ap->a_vp);
	if (error != 0)
		return (error);
	if (VTON(*ap->a_vpp)->pid == 0)
		(*ap->a_vpp)->v_vflag |= VV_ROOT;
	VOP_UNLOCK(*ap->a_vpp);
	*ap->a_buflen -= len;
	memcpy(ap->a_buf + *ap->a_buflen, name, len);
	return (0);
}

static struct vop_vector linprocfs_vnodeops = {
	.vop_default = &default_vnodeops,
	.vop_access = linprocfs_access,
	.vop_getattr = linprocfs_getattr,
	.vop_inactive = linprocfs_inactive,
	.vop_lookup = linprocfs_lookup,
	.vop_read = linprocfs_read,
	.vop_readdir = linprocfs_readdir,
	.vop_readlink = linprocfs_readlink,
	.vop_reclaim = linprocfs_reclaim,
	.vop_vptocnp = linprocfs_vptocnp,
};
VFS_VOP_VECTOR_REGISTER(linprocfs_vnodeops);
