/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * msdos: a kld that stands on another.  Write the image of a FAT volume to
 * /dev/msdos and read there what is in it.  How such a volume is laid out is
 * the knowledge of fat.ko, whose functions are called from here.
 *
 *	# kldload msdos			loads fat.ko as well
 *	# /usr/share/examples/kld/testmsdos
 *	# kldunload fat			is refused
 *	# kldunload msdos		takes fat.ko along
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/sbuf.h>
#include <sys/sx.h>
#include <sys/uio.h>

#include "fat.h"

#define	IMAGE_MIN	(64 * 1024)
#define	IMAGE_MAX	(4 * 1024 * 1024)

MALLOC_DEFINE(M_MSDOS, "msdos", "volume of the msdos example");

static d_read_t		msdos_read;
static d_write_t	msdos_write;

static struct cdevsw msdos_cdevsw = {
	.d_version =	D_VERSION,
	.d_name =	"msdos",
	.d_read =	msdos_read,
	.d_write =	msdos_write,
};

static struct cdev	*msdos_dev;
static struct sx	 msdos_lock;
static uint8_t		*image;		/* room bytes */
static size_t		 room;
static size_t		 length;	/* bytes that were written */

static void
list_entry(struct sbuf *sb, const struct fat_entry *entry)
{

	if ((entry->attributes & FAT_ATTR_DIRECTORY) != 0)
		sbuf_printf(sb, "%-*s  <dir>\n", FAT_NAMELEN, entry->name);
	else
		sbuf_printf(sb, "%-*s %6u\n", FAT_NAMELEN, entry->name,
		    entry->size);
}

/*
 * Describe the volume and list its root directory.
 */
static int
describe(struct sbuf *sb)
{
	struct fat_volume vol;
	struct fat_entry entry;
	struct fat_dir dir;
	int error;

	if ((error = fat_open(image, length, &vol)) != 0)
		return (error);
	sbuf_printf(sb, "FAT%d volume %s, %u clusters of %u bytes\n", vol.bits,
	    vol.label[0] != '\0' ? vol.label : "without a name", vol.clusters,
	    vol.cluster);
	fat_rewind(&vol, &dir);
	while ((error = fat_next(&vol, &dir, &entry)) == 0)
		list_entry(sb, &entry);
	return (error == ENOENT ? 0 : error);
}

/*
 * The text is made anew for each read(2): it is short.  Before anything was
 * written there is nothing to read.
 */
static int
msdos_read(struct cdev *dev, struct uio *uio, int ioflag)
{
	struct sbuf *sb;
	int error;

	if ((sb = sbuf_new_auto()) == NULL)
		return (ENOMEM);
	error = 0;
	sx_slock(&msdos_lock);
	if (length > 0)
		error = describe(sb);
	sx_sunlock(&msdos_lock);
	if (error == 0)
		error = sbuf_finish(sb);
	if (error == 0)
		error = uiomove_frombuf(sbuf_data(sb), (int)sbuf_len(sb), uio);
	sbuf_delete(sb);
	return (error);
}

/*
 * Make room for so many bytes of image, twice as many each time.
 */
static int
grow(size_t size)
{

	if (size > IMAGE_MAX)
		return (EFBIG);
	if (size <= room)
		return (0);
	room = MAX(room, IMAGE_MIN);
	while (room < size)
		room *= 2;
	image = realloc(image, room, M_MSDOS, M_WAITOK);
	return (0);
}

/*
 * The image ends where the last write ended; one at offset 0 begins another.
 */
static int
msdos_write(struct cdev *dev, struct uio *uio, int ioflag)
{
	int error;

	sx_xlock(&msdos_lock);
	if (uio->uio_offset < 0 || (size_t)uio->uio_offset > length) {
		error = EINVAL;
		goto out;
	}
	error = grow((size_t)uio->uio_offset + (size_t)uio->uio_resid);
	if (error != 0)
		goto out;
	error = uiomove(image + uio->uio_offset, (int)uio->uio_resid, uio);
	length = (size_t)uio->uio_offset;
out:
	sx_xunlock(&msdos_lock);
	return (error);
}

static int
msdos_load(void)
{
	struct make_dev_args args;

	sx_init(&msdos_lock, "msdos");
	make_dev_args_init(&args);
	args.mda_devsw = &msdos_cdevsw;
	args.mda_uid = UID_ROOT;
	args.mda_gid = GID_WHEEL;
	args.mda_mode = 0600;
	return (make_dev_s(&args, &msdos_dev, "msdos"));
}

/*
 * Also follows a load that failed: then there is no device.
 */
static void
msdos_unload(void)
{

	if (msdos_dev != NULL)
		destroy_dev(msdos_dev);
	free(image, M_MSDOS);
	sx_destroy(&msdos_lock);
}

static int
msdos_modevent(module_t mod, int what, void *arg)
{

	switch (what) {
	case MOD_LOAD:
		return (msdos_load());
	case MOD_UNLOAD:
		msdos_unload();
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

DEV_MODULE(msdos, msdos_modevent, NULL);
MODULE_VERSION(msdos, 1);

/* At least, at best and at most version 1 of the module fat. */
MODULE_DEPEND(msdos, fat, 1, 1, 1);
