/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux's stat(2) and statfs(2).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallsubr.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

/* Device numbers: 12 bits major, 20 bits minor, split for old 16-bit ones. */
static uint64_t
bsd_to_linux_dev(dev_t dev)
{
	u_int maj, min;

	maj = major(dev);
	min = minor(dev);
	return ((min & 0xff) | (uint64_t)(maj & 0xfff) << 8 |
	    (uint64_t)(min & 0xfff00) << 12);
}

dev_t
linux_to_bsd_dev(u_int ldev)
{

	return (makedev((ldev >> 8) & 0xfff,
	    (ldev & 0xff) | ((ldev >> 12) & 0xfff00)));
}

static int
linux_copyout_stat(const struct stat *sb, struct l_stat *usb)
{
	struct l_stat lsb;

	memset(&lsb, 0, sizeof(lsb));
	lsb.st_dev = bsd_to_linux_dev(sb->st_dev);
	lsb.st_ino = sb->st_ino;
	lsb.st_nlink = sb->st_nlink;
	lsb.st_mode = sb->st_mode;
	lsb.st_uid = sb->st_uid;
	lsb.st_gid = sb->st_gid;
	lsb.st_rdev = bsd_to_linux_dev(sb->st_rdev);
	lsb.st_size = sb->st_size;
	lsb.st_blksize = sb->st_blksize;
	lsb.st_blocks = sb->st_blocks;
	lsb.st_atim = sb->st_atim;
	lsb.st_mtim = sb->st_mtim;
	lsb.st_ctim = sb->st_ctim;
	return (copyout(&lsb, usb, sizeof(lsb)));
}

static int
linux_stat_common(struct thread *td, int flags, int dfd, const char *path,
    struct l_stat *usb)
{
	struct stat sb;
	int error;

	error = kern_statat(td, flags, dfd, path, UIO_USERSPACE, &sb, NULL);
	if (error == 0)
		error = linux_copyout_stat(&sb, usb);
	return (error);
}

int
linux_stat(struct thread *td, struct linux_stat_args *uap)
{

	return (linux_stat_common(td, 0, AT_FDCWD, uap->path, uap->sb));
}

int
linux_lstat(struct thread *td, struct linux_lstat_args *uap)
{

	return (linux_stat_common(td, AT_SYMLINK_NOFOLLOW, AT_FDCWD, uap->path,
	    uap->sb));
}

static int
linux_fstat_common(struct thread *td, int fd, struct l_stat *usb)
{
	struct stat sb;
	int error;

	error = kern_fstat(td, fd, &sb);
	if (error == 0)
		error = linux_copyout_stat(&sb, usb);
	return (error);
}

int
linux_fstat(struct thread *td, struct linux_fstat_args *uap)
{

	return (linux_fstat_common(td, uap->fd, uap->sb));
}

int
linux_newfstatat(struct thread *td, struct linux_newfstatat_args *uap)
{
	int error, flags;

	error = linux_to_bsd_atflags(uap->flag & ~LINUX_AT_NO_AUTOMOUNT,
	    LINUX_AT_SYMLINK_NOFOLLOW | LINUX_AT_EMPTY_PATH, &flags);
	if (error != 0)
		return (error);
	/* The way glibc spells fstat(2). */
	if ((flags & AT_EMPTY_PATH) != 0 && uap->dfd != LINUX_AT_FDCWD &&
	    fubyte(uap->path) == '\0')
		return (linux_fstat_common(td, uap->dfd, uap->sb));
	return (linux_stat_common(td, flags, uap->dfd, uap->path, uap->sb));
}

/* Linux's magic numbers of file systems, by our names. */
static const struct {
	const char	*name;
	int64_t		magic;
} fs_magic[] = {
	{ "tmpfs",	0x01021994 },
	{ "devfs",	0x1373 },
	{ "cd9660",	0x9660 },
	{ "msdosfs",	0x4d44 },
	{ "procfs",	0x9fa0 },
	{ "linprocfs",	0x9fa0 },
	{ "ufs",	0x00011954 },
	{ "ext2fs",	0xef53 },
	{ "nfs",	0x6969 },
};

/* MNT_* flags as ST_* ones. */
static const struct {
	uint64_t	mnt_flag;
	int64_t		st_flag;
} statfs_flags[] = {
	{ MNT_RDONLY,		0x0001 },
	{ MNT_NOSUID,		0x0002 },
	{ MNT_NOEXEC,		0x0008 },
	{ MNT_SYNCHRONOUS,	0x0010 },
	{ MNT_NOATIME,		0x0400 },
};
#define	LINUX_ST_VALID	0x0020

static int
linux_copyout_statfs(const struct statfs *sf, struct l_statfs *usf)
{
	struct l_statfs lsf;
	size_t i;

	memset(&lsf, 0, sizeof(lsf));
	for (i = 0; i < nitems(fs_magic); i++)
		if (strcmp(sf->f_fstypename, fs_magic[i].name) == 0)
			lsf.f_type = fs_magic[i].magic;
	lsf.f_bsize = sf->f_bsize;
	lsf.f_blocks = sf->f_blocks;
	lsf.f_bfree = sf->f_bfree;
	lsf.f_bavail = MAX(sf->f_bavail, 0);
	lsf.f_files = sf->f_files;
	lsf.f_ffree = MAX(sf->f_ffree, 0);
	lsf.f_fsid[0] = sf->f_fsid.val[0];
	lsf.f_fsid[1] = sf->f_fsid.val[1];
	lsf.f_namelen = sf->f_namemax;
	lsf.f_frsize = sf->f_bsize;
	lsf.f_flags = LINUX_ST_VALID;
	for (i = 0; i < nitems(statfs_flags); i++)
		if ((sf->f_flags & statfs_flags[i].mnt_flag) != 0)
			lsf.f_flags |= statfs_flags[i].st_flag;
	return (copyout(&lsf, usf, sizeof(lsf)));
}

int
linux_statfs(struct thread *td, struct linux_statfs_args *uap)
{
	struct statfs *sf;
	int error;

	sf = malloc(sizeof(*sf), M_LINUX, M_WAITOK);
	error = kern_statfs(td, uap->path, UIO_USERSPACE, sf);
	if (error == 0)
		error = linux_copyout_statfs(sf, uap->buf);
	free(sf, M_LINUX);
	return (error);
}

int
linux_fstatfs(struct thread *td, struct linux_fstatfs_args *uap)
{
	struct statfs *sf;
	int error;

	sf = malloc(sizeof(*sf), M_LINUX, M_WAITOK);
	error = kern_fstatfs(td, uap->fd, sf);
	if (error == 0)
		error = linux_copyout_statfs(sf, uap->buf);
	free(sf, M_LINUX);
	return (error);
}
