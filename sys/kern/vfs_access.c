/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Attributes of files, and who may do what with them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/priv.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

const enum vtype iftovt_tab[16] = {
	VNON, VFIFO, VCHR, VNON, VDIR, VNON, VBLK, VNON,
	VREG, VNON, VLNK, VNON, VSOCK, VNON, VNON, VNON
};

const int vttoif_tab[10] = {
	0, S_IFREG, S_IFDIR, S_IFBLK, S_IFCHR, S_IFLNK, S_IFSOCK, S_IFIFO,
	S_IFMT, S_IFMT
};

void
vattr_null(struct vattr *vap)
{

	vap->va_type = VNON;
	vap->va_mode = (u_short)VNOVAL;
	vap->va_padding0 = 0;
	vap->va_uid = VNOVAL;
	vap->va_gid = VNOVAL;
	vap->va_nlink = VNOVAL;
	vap->va_fsid = VNOVAL;
	vap->va_fileid = VNOVAL;
	vap->va_size = VNOVAL;
	vap->va_blocksize = VNOVAL;
	vap->va_atime.tv_sec = vap->va_atime.tv_nsec = VNOVAL;
	vap->va_mtime.tv_sec = vap->va_mtime.tv_nsec = VNOVAL;
	vap->va_ctime.tv_sec = vap->va_ctime.tv_nsec = VNOVAL;
	vap->va_birthtime.tv_sec = vap->va_birthtime.tv_nsec = VNOVAL;
	vap->va_gen = VNOVAL;
	vap->va_flags = VNOVAL;
	vap->va_rdev = VNOVAL;
	vap->va_bytes = VNOVAL;
	vap->va_filerev = VNOVAL;
	vap->va_vaflags = 0;
	vap->va_spare = VNOVAL;
}

/* What the mode grants to this user, as V* bits. */
static accmode_t
vaccess_granted(mode_t mode, uid_t uid, gid_t gid, struct ucred *cred)
{

	if (cred->cr_uid == uid)
		return ((mode & (VREAD | VWRITE | VEXEC)) | VADMIN);
	if (groupmember(gid, cred))
		mode <<= 3;
	else
		mode <<= 6;
	return (mode & (VREAD | VWRITE | VEXEC));
}

/* What privileges grant for the bits that the mode does not. */
static accmode_t
vaccess_privileged(enum vtype type, mode_t mode, accmode_t missing,
    struct ucred *cred)
{
	accmode_t granted = 0;

	if ((missing & VEXEC) != 0) {
		/* Searching always; executing, what anybody can execute. */
		if (type == VDIR) {
			if (priv_check_cred(cred, PRIV_VFS_LOOKUP) == 0)
				granted |= VEXEC;
		} else if ((mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0 &&
		    priv_check_cred(cred, PRIV_VFS_EXEC) == 0) {
			granted |= VEXEC;
		}
	}
	if ((missing & VREAD) != 0 &&
	    priv_check_cred(cred, PRIV_VFS_READ) == 0)
		granted |= VREAD;
	if ((missing & VWRITE) != 0 &&
	    priv_check_cred(cred, PRIV_VFS_WRITE) == 0)
		granted |= VWRITE;
	if ((missing & VADMIN) != 0 &&
	    priv_check_cred(cred, PRIV_VFS_ADMIN) == 0)
		granted |= VADMIN;
	return (granted);
}

int
vaccess(enum vtype type, mode_t file_mode, uid_t file_uid, gid_t file_gid,
    accmode_t accmode, struct ucred *cred)
{
	accmode_t missing;

	/* Writing at the end is writing. */
	if ((accmode & VAPPEND) != 0)
		accmode |= VWRITE;
	accmode &= VREAD | VWRITE | VEXEC | VADMIN;
	missing = accmode & ~vaccess_granted(file_mode, file_uid, file_gid,
	    cred);
	if (missing == 0)
		return (0);
	missing &= ~vaccess_privileged(type, file_mode, missing, cred);
	if (missing == 0)
		return (0);
	return ((missing & VADMIN) != 0 ? EPERM : EACCES);
}

int
vaccess_chmod(enum vtype type, mode_t newmode, uid_t uid, gid_t gid,
    struct ucred *cred)
{
	int error;

	error = vaccess(type, 0, uid, gid, VADMIN, cred);
	if (error != 0)
		return (error);
	/* The sticky bit of a plain file means something to root alone. */
	if (type != VDIR && (newmode & S_ISTXT) != 0 &&
	    priv_check_cred(cred, PRIV_VFS_STICKYFILE) != 0)
		return (EFTYPE);
	if ((newmode & S_ISGID) != 0 && !groupmember(gid, cred))
		return (priv_check_cred(cred, PRIV_VFS_SETGID));
	return (0);
}

int
vaccess_chown(uid_t uid, gid_t gid, uid_t newuid, gid_t newgid,
    struct ucred *cred)
{
	int error;

	error = vaccess(VNON, 0, uid, gid, VADMIN, cred);
	if (error != 0)
		return (error);
	/* An owner may choose among his groups, and give nothing away. */
	if ((newuid != (uid_t)VNOVAL && newuid != uid) ||
	    (newgid != (gid_t)VNOVAL && newgid != gid &&
	    !groupmember(newgid, cred)))
		return (priv_check_cred(cred, PRIV_VFS_CHOWN));
	return (0);
}
