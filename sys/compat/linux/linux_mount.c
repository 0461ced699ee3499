/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux's mount(2), umount2(2) and reboot(2).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/reboot.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

#define	LINUX_MS_REMOUNT	0x0020
#define	LINUX_MS_BIND		0x1000
#define	LINUX_MS_MOVE		0x2000
#define	LINUX_MS_MGC_VAL	0xc0ed0000U	/* once had to be given */
#define	LINUX_MS_MGC_MASK	0xffff0000U

#define	LINUX_MNT_FORCE		0x1

#define	LINUX_REBOOT_MAGIC1	0xfee1deadU
#define	LINUX_REBOOT_MAGIC2	672274793
#define	LINUX_REBOOT_MAGIC2A	85072278
#define	LINUX_REBOOT_MAGIC2B	369367448
#define	LINUX_REBOOT_MAGIC2C	537993216
#define	LINUX_REBOOT_RESTART	0x01234567U
#define	LINUX_REBOOT_HALT	0xcdef0123U
#define	LINUX_REBOOT_POWER_OFF	0x4321fedcU
#define	LINUX_REBOOT_CAD_ON	0x89abcdefU
#define	LINUX_REBOOT_CAD_OFF	0U

static const struct {
	l_ulong		ms_flag;
	uint64_t	mnt_flag;
} mount_flags[] = {
	{ 0x0001,		MNT_RDONLY },
	{ 0x0002,		MNT_NOSUID },
	{ 0x0008,		MNT_NOEXEC },
	{ 0x0010,		MNT_SYNCHRONOUS },
	{ LINUX_MS_REMOUNT,	MNT_UPDATE },
	{ 0x0400,		MNT_NOATIME },
};

/* File systems that go by another name in Linux. */
static const struct {
	const char	*linux_name;
	const char	*bsd_name;
} fs_names[] = {
	{ "devtmpfs",	"devfs" },
	{ "iso9660",	"cd9660" },
	{ "msdos",	"msdosfs" },
	{ "proc",	"linprocfs" },
	{ "vfat",	"msdosfs" },
};

/* The strings of one call, in the kernel. */
struct mount_strings {
	char	source[MNAMELEN];
	char	target[MNAMELEN];
	char	type[MFSNAMELEN];
	char	data[MNAMELEN];
};

/* The data of a mount is name=value,name,...; each becomes an option. */
static struct mntarg *
linux_mount_options(struct mntarg *ma, char *data)
{
	char *name, *value;

	while ((name = strsep(&data, ",")) != NULL) {
		if (*name == '\0')
			continue;
		value = strchr(name, '=');
		if (value != NULL)
			*value++ = '\0';
		ma = mount_arg(ma, name, value, value != NULL ? -1 : 0);
	}
	return (ma);
}

static int
linux_copyin_mount(struct linux_mount_args *uap, struct mount_strings *ms)
{
	int error;

	error = copyinstr(uap->target, ms->target, sizeof(ms->target), NULL);
	if (error == 0 && uap->source != NULL)
		error = copyinstr(uap->source, ms->source,
		    sizeof(ms->source), NULL);
	if (error == 0 && uap->type != NULL)
		error = copyinstr(uap->type, ms->type, sizeof(ms->type), NULL);
	if (error == ENAMETOOLONG)
		error = ENODEV;
	if (error == 0 && uap->data != NULL)
		error = copyinstr(uap->data, ms->data, sizeof(ms->data), NULL);
	return (error);
}

int
linux_mount(struct thread *td __unused, struct linux_mount_args *uap)
{
	struct mntarg *ma;
	struct mount_strings *ms;
	const char *type;
	l_ulong lflags;
	uint64_t flags;
	size_t i;
	int error;

	lflags = uap->flags;
	if ((lflags & LINUX_MS_MGC_MASK) == LINUX_MS_MGC_VAL)
		lflags &= ~(l_ulong)LINUX_MS_MGC_MASK;
	if ((lflags & (LINUX_MS_BIND | LINUX_MS_MOVE)) != 0)
		return (EINVAL);
	flags = 0;
	for (i = 0; i < nitems(mount_flags); i++)
		if ((lflags & mount_flags[i].ms_flag) != 0)
			flags |= mount_flags[i].mnt_flag;

	ms = malloc(sizeof(*ms), M_LINUX, M_WAITOK | M_ZERO);
	error = linux_copyin_mount(uap, ms);
	if (error != 0)
		goto out;
	type = ms->type;
	for (i = 0; i < nitems(fs_names); i++)
		if (strcmp(type, fs_names[i].linux_name) == 0)
			type = fs_names[i].bsd_name;
	ma = mount_arg(NULL, "fstype", type, -1);
	ma = mount_arg(ma, "fspath", ms->target, -1);
	ma = mount_arg(ma, "from", ms->source, -1);
	ma = linux_mount_options(ma, ms->data);
	error = kernel_mount(ma, flags);
out:
	free(ms, M_LINUX);
	return (error);
}

int
linux_umount2(struct thread *td, struct linux_umount2_args *uap)
{

	if ((uap->flags & ~LINUX_MNT_FORCE) != 0)
		return (EINVAL);
	return (kern_unmount(td, uap->target,
	    (uap->flags & LINUX_MNT_FORCE) != 0 ? MNT_FORCE : 0));
}

int
linux_reboot(struct thread *td, struct linux_reboot_args *uap)
{
	int error;

	error = priv_check(td, PRIV_REBOOT);
	if (error != 0)
		return (error);
	if (uap->magic1 != LINUX_REBOOT_MAGIC1 ||
	    (uap->magic2 != LINUX_REBOOT_MAGIC2 &&
	    uap->magic2 != LINUX_REBOOT_MAGIC2A &&
	    uap->magic2 != LINUX_REBOOT_MAGIC2B &&
	    uap->magic2 != LINUX_REBOOT_MAGIC2C))
		return (EINVAL);
	/* Linux leaves it to the caller to sync. */
	switch (uap->cmd) {
	case LINUX_REBOOT_RESTART:
		kern_reboot(RB_AUTOBOOT | RB_NOSYNC);
	case LINUX_REBOOT_HALT:
		kern_reboot(RB_HALT | RB_NOSYNC);
	case LINUX_REBOOT_POWER_OFF:
		kern_reboot(RB_POWEROFF | RB_NOSYNC);
	case LINUX_REBOOT_CAD_ON:
	case LINUX_REBOOT_CAD_OFF:
		return (0);		/* there is no such key */
	default:
		return (EINVAL);
	}
}
