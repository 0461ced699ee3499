/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From a vnode back to its path.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/vnode.h>

/*
 * The directory under the root vp of a mount, referenced; NULL if it is not
 * mounted any more.  Works without the lock of vp, which the caller of
 * vn_fullpath may hold.
 */
static struct vnode *
covered_vnode(const struct vnode *vp)
{
	struct vnode *covered = NULL;
	struct mount *mp;

	mtx_lock(&mountlist_mtx);
	TAILQ_FOREACH(mp, &mountlist, mnt_list) {
		if (mp == vp->v_mount) {
			covered = mp->mnt_vnodecovered;
			if (covered != NULL)
				vref(covered);
			break;
		}
	}
	mtx_unlock(&mountlist_mtx);
	return (covered);
}

/*
 * Write the path of vp below rdir to the end of buf, which has *buflen
 * bytes; *buflen becomes where it begins.
 */
static int
build_path(struct vnode *vp, struct vnode *rdir, char *buf, size_t *buflen)
{
	struct vnode *parent;
	size_t pos = *buflen;
	int error = 0;

	buf[--pos] = '\0';
	vref(vp);
	while (vp != rdir && vp != rootvnode) {
		if ((vp->v_vflag & VV_ROOT) != 0) {
			parent = covered_vnode(vp);
			error = parent == NULL ? ENOENT : 0;
		} else {
			error = VOP_VPTOCNP(vp, &parent, buf, &pos);
			if (error == 0 && pos == 0) {
				vrele(parent);
				error = ENOMEM;
			}
			if (error == 0)
				buf[--pos] = '/';
		}
		if (error != 0)
			break;
		vrele(vp);
		vp = parent;
	}
	vrele(vp);
	if (error == 0 && buf[pos] == '\0') {
		if (pos == 0)
			error = ENOMEM;
		else
			buf[--pos] = '/';
	}
	*buflen = pos;
	return (error);
}

static int
fullpath_below(struct vnode *vp, struct vnode *rdir, char **retbuf,
    char **freebuf)
{
	size_t pos = MAXPATHLEN;
	char *buf;
	int error;

	buf = malloc(MAXPATHLEN, M_TEMP, M_WAITOK);
	error = build_path(vp, rdir, buf, &pos);
	if (error != 0) {
		free(buf, M_TEMP);
		return (error);
	}
	*retbuf = buf + pos;
	*freebuf = buf;
	return (0);
}

int
vn_fullpath(struct vnode *vp, char **retbuf, char **freebuf)
{
	struct vnode *rdir;
	int error;

	namei_thread_dirs(curthread, &rdir, NULL);
	error = fullpath_below(vp, rdir, retbuf, freebuf);
	vrele(rdir);
	return (error);
}

int
vn_fullpath_global(struct vnode *vp, char **retbuf, char **freebuf)
{

	return (fullpath_below(vp, rootvnode, retbuf, freebuf));
}

int
kern___getcwd(struct thread *td, char *buf, enum uio_seg bufseg,
    size_t buflen, size_t path_max)
{
	struct vnode *cdir, *rdir;
	char *freebuf, *path;
	size_t len;
	int error;

	if (buflen < 2)
		return (EINVAL);
	namei_thread_dirs(td, &rdir, &cdir);
	error = fullpath_below(cdir, rdir, &path, &freebuf);
	vrele(cdir);
	vrele(rdir);
	if (error != 0)
		return (error);
	len = strlen(path) + 1;
	if (len > buflen || len > path_max)
		error = ERANGE;
	else if (bufseg == UIO_SYSSPACE)
		memcpy(buf, path, len);
	else
		error = copyout(path, buf, len);
	free(freebuf, M_TEMP);
	return (error);
}

int
sys___getcwd(struct thread *td, struct __getcwd_args *uap)
{

	return (kern___getcwd(td, uap->buf, UIO_USERSPACE, uap->buflen,
	    MAXPATHLEN));
}
