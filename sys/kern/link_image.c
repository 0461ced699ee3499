/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The bytes of a file that is to be linked, from a vnode or from memory.
 *
 * Each byte is read once, into the kernel's own memory, and checked there:
 * a file that changes meanwhile can give a wrong module, but never one that
 * was not checked.  A view can be of the file's own pages; who looks into one
 * takes each value once.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>

#include "linker_if.h"

/* vn_rdwr(9) counts in int. */
#define	LINKER_READ_MAX	((size_t)64 * 1024 * 1024)

/* A file of at most so many bytes is seen whole: most modules are small. */
#define	LINKER_WHOLE_MAX	((size_t)64 * 1024)

static __noinline int
linker_image_not_opened(const char *path, int error)
{

	if (error == ENOENT)
		return (linker_error(error, "%s: no such file", path));
	return (linker_error(error, "%s: cannot be opened (%s)", path,
	    errname(error)));
}

/* What is no file is not opened: a device would notice, a FIFO wait. */
static int
linker_image_check_type(const struct vnode *vp, const char *path)
{

	if (vp->v_type == VREG)
		return (0);
	if (vp->v_type == VDIR)
		return (linker_error(EISDIR, "%s: is a directory", path));
	return (linker_error(ENOEXEC, "%s: is not a regular file", path));
}

static int
linker_image_check_attr(struct linker_image *img, const char *path)
{
	struct vattr va;
	int error;

	error = VOP_GETATTR(img->vp, &va, curthread->td_ucred);
	if (error != 0)
		return (linker_error(error, "%s: cannot be examined (%s)",
		    path, errname(error)));
	if (va.va_size == 0)
		return (linker_error(ENOEXEC, "%s: the file is empty", path));
	img->size = va.va_size;
	img->mtime = va.va_mtime;
	return (0);
}

/* Did somebody write to the file since it was opened, as far as one can see? */
bool
linker_image_changed(const struct linker_image *img)
{
	struct vattr va;
	int error;

	if (img->vp == NULL || vn_lock(img->vp, LK_SHARED) != 0)
		return (false);
	error = VOP_GETATTR(img->vp, &va, curthread->td_ucred);
	VOP_UNLOCK(img->vp);
	return (error == 0 && (va.va_size != img->size ||
	    timespeccmp(&va.va_mtime, &img->mtime, !=)));
}

/* The attributes of a regular file; false if there is none of that name. */
bool
linker_image_getattr(const char *path, struct vattr *va)
{
	struct nameidata nd;
	bool exists;

	if (rootvnode == NULL)
		return (false);
	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_SYSSPACE, path, curthread);
	if (namei(&nd) != 0)
		return (false);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	exists = nd.ni_vp->v_type == VREG &&
	    VOP_GETATTR(nd.ni_vp, va, curthread->td_ucred) == 0;
	vput(nd.ni_vp);
	return (exists);
}

/* Is there a regular file of that name, or did the boot loader read it? */
bool
linker_image_exists(const char *path)
{
	struct vattr va;

	return (linker_preload_at(path) != NULL ||
	    linker_image_getattr(path, &va));
}

static __noinline int
linker_image_read_vnode(struct linker_image *img, const char *filename,
    char *buf, uint64_t off, size_t len)
{
	ssize_t resid;
	size_t n;
	int error;

	for (; len > 0; buf += n, off += n, len -= n) {
		n = MIN(len, LINKER_READ_MAX);
		error = vn_rdwr(UIO_READ, img->vp, buf, (int)n, (off_t)off,
		    UIO_SYSSPACE, 0, curthread->td_ucred, NOCRED, &resid,
		    curthread);
		if (error != 0)
			return (linker_error(error,
			    "%s: cannot be read (%s)", filename,
			    errname(error)));
		if (resid != 0)
			return (linker_error(ENOEXEC,
			    "%s: became shorter while it was read", filename));
	}
	return (0);
}

static int
linker_image_view_whole(struct linker_image *img, const char *path)
{
	int error;

	if (img->size > LINKER_WHOLE_MAX)
		return (0);
	error = linker_image_view(img, path, 0, img->size, &img->whole);
	img->mem = img->whole.mem;
	return (error);
}

/* If this fails, the vnode can be open; linker_image_close() knows. */
static int
linker_image_open_vnode(struct linker_image *img, const char *path)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF | LOCKSHARED, UIO_SYSSPACE, path,
	    curthread);
	error = namei(&nd);
	if (error != 0)
		return (linker_image_not_opened(path, error));
	NDFREE(&nd, NDF_ONLY_PNBUF);
	error = linker_image_check_type(nd.ni_vp, path);
	if (error != 0)
		goto fail;
	error = vn_open_vnode(nd.ni_vp, FREAD, curthread->td_ucred, curthread,
	    NULL);
	if (error != 0) {
		error = linker_image_not_opened(path, error);
		goto fail;
	}
	img->vp = nd.ni_vp;
	error = linker_image_check_attr(img, path);
	VOP_UNLOCK(img->vp);
	return (error);
fail:
	vput(nd.ni_vp);
	return (error);
}

/*
 * Open a file for reading; linker_image_close() ends it.  What the boot
 * loader has read already is taken from memory.
 */
int
linker_image_open(struct linker_image *img, const char *path)
{
	int error;

	memset(img, 0, sizeof(*img));
	img->preload = linker_preload_at(path);
	if (img->preload != NULL) {
		img->mem = preload_fetch_addr(img->preload);
		img->size = preload_fetch_size(img->preload);
		if (img->mem != NULL && img->size > 0)
			return (0);
		return (linker_error(ENOEXEC, "%s: the boot loader gave no "
		    "contents", path));
	}
	if (rootvnode == NULL)
		return (linker_error(ENOENT, "%s: is not preloaded and no root "
		    "file system is mounted yet", path));
	error = linker_image_open_vnode(img, path);
	if (error == 0)
		error = linker_image_view_whole(img, path);
	if (error != 0)
		linker_image_close(img);
	return (error);
}

void
linker_image_close(struct linker_image *img)
{

	linker_view_close(&img->whole);
	img->mem = NULL;
	if (img->vp != NULL)
		vn_close(img->vp, FREAD, curthread->td_ucred, curthread);
	img->vp = NULL;
	if (img->preload != NULL)
		preload_release(img->preload);
	img->preload = NULL;
}

static __noinline int
truncated(const struct linker_image *img, const char *filename, uint64_t off,
    size_t len)
{

	return (linker_error(ENOEXEC,
	    "%s: truncated: bytes %ju to %ju lie behind its end at %zu",
	    filename, (uintmax_t)off, (uintmax_t)(off + len), img->size));
}

/* Read len bytes at off, all of them or it is an error. */
int
linker_image_read(struct linker_image *img, const char *filename, void *buf,
    uint64_t off, size_t len)
{

	if (!linker_image_holds(img, off, len))
		return (truncated(img, filename, off, len));
	if (img->mem == NULL)
		return (linker_image_read_vnode(img, filename, buf, off, len));
	memcpy(buf, img->mem + off, len);
	return (0);
}

/*
 * Look at len bytes at off where they lie, or at a copy of them.  The view lasts
 * until linker_view_close(), but not longer than the image.
 */
int
linker_image_view(struct linker_image *img, const char *filename, uint64_t off,
    size_t len, struct linker_view *view)
{

	if (!linker_image_holds(img, off, len))
		return (truncated(img, filename, off, len));
	if (img->mem != NULL) {
		view->mem = img->mem + off;
		return (0);
	}
	view->mem = view->map = kmem_map_file(img->vp, off, len);
	view->mapsize = len;
	if (view->map != NULL)
		return (0);
	view->mem = view->copy = malloc(len, M_LINKER, M_NOWAIT);
	if (view->copy == NULL)
		return (linker_error(ENOMEM, "%s: no memory for %zu bytes of "
		    "it", filename, len));
	return (linker_image_read_vnode(img, filename, view->copy, off, len));
}

void
linker_view_close(struct linker_view *view)
{

	if (view->map != NULL)
		kmem_unmap_file(view->map, view->mapsize);
	free(view->copy, M_LINKER);
	memset(view, 0, sizeof(*view));
}
