/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fat: a kld for other klds.  It knows the structures of FAT volumes and
 * offers three functions; msdos.ko uses them.
 *
 * Two things make that work.  The Makefile names the functions in
 * EXPORT_SYMS: all other names stay private to this file.  MODULE_VERSION
 * below says under which version the module "fat" is offered, so that
 * MODULE_DEPEND in the other kld finds it.  Loading msdos then loads fat,
 * which stays as long as msdos needs it.
 *
 * What is read here comes from outside: every number is checked before it is
 * used as an offset.
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/endian.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/module.h>

#include "fat.h"

#define	SECTOR_MIN	512
#define	SECTOR_MAX	4096
#define	ENTRY_SIZE	32

/* The fields of the boot sector, by their offsets. */
#define	BOOT_SECTOR_SIZE	11	/* 16 bits */
#define	BOOT_CLUSTER_SECTORS	13	/* 8 */
#define	BOOT_RESERVED		14	/* 16: sectors before the tables */
#define	BOOT_FATS		16	/* 8 */
#define	BOOT_ROOT_ENTRIES	17	/* 16 */
#define	BOOT_SECTORS		19	/* 16, or 0 and */
#define	BOOT_SECTORS_LONG	32	/* 32 */
#define	BOOT_FAT_SECTORS	22	/* 16, or 0 and */
#define	BOOT_FAT_SECTORS_LONG	36	/* 32 */
#define	BOOT_ROOT_CLUSTER	44	/* 32, FAT32 only */
#define	BOOT_LABEL		43	/* 11 characters */
#define	BOOT_LABEL_FAT32	71
#define	BOOT_SIGNATURE		510	/* 0x55, 0xaa */

/* The fields of a directory entry. */
#define	ENTRY_ATTRIBUTES	11	/* 8 */
#define	ENTRY_CLUSTER_HIGH	20	/* 16 */
#define	ENTRY_CLUSTER		26	/* 16 */
#define	ENTRY_LENGTH		28	/* 32 */
#define	ENTRY_END		0x00	/* first byte: no more entries */
#define	ENTRY_DELETED		0xe5
#define	ENTRY_E5		0x05	/* first byte of a name: means 0xe5 */

/*
 * Copy a field of characters without the blanks at its end.
 */
static char *
copy_padded(char *to, const uint8_t *from, size_t len)
{

	while (len > 0 && from[len - 1] == ' ')
		len--;
	memcpy(to, from, len);
	to[len] = '\0';
	return (to + len);
}

/*
 * The number of clusters alone decides which FAT it is.
 */
static int
width(uint32_t clusters)
{

	if (clusters < 4085)
		return (12);
	return (clusters < 65525 ? 16 : 32);
}

/*
 * The part of the boot sector that is the same in all three kinds.
 */
static int
open_layout(const uint8_t *boot, struct fat_volume *vol)
{
	uint64_t data, fat_sectors, sectors;
	u_int fats, per_cluster, reserved, root_sectors;

	vol->sector = le16dec(boot + BOOT_SECTOR_SIZE);
	per_cluster = boot[BOOT_CLUSTER_SECTORS];
	if (!powerof2(vol->sector) || vol->sector < SECTOR_MIN ||
	    vol->sector > SECTOR_MAX || per_cluster == 0 ||
	    !powerof2(per_cluster))
		return (EFTYPE);

	reserved = le16dec(boot + BOOT_RESERVED);
	fats = boot[BOOT_FATS];
	if ((fat_sectors = le16dec(boot + BOOT_FAT_SECTORS)) == 0)
		fat_sectors = le32dec(boot + BOOT_FAT_SECTORS_LONG);
	if ((sectors = le16dec(boot + BOOT_SECTORS)) == 0)
		sectors = le32dec(boot + BOOT_SECTORS_LONG);
	vol->root_entries = le16dec(boot + BOOT_ROOT_ENTRIES);
	root_sectors = howmany(vol->root_entries * ENTRY_SIZE, vol->sector);

	data = reserved + fats * fat_sectors + root_sectors;
	if (reserved == 0 || fats == 0 || fat_sectors == 0 || data >= sectors)
		return (EFTYPE);
	vol->cluster = per_cluster * vol->sector;
	vol->clusters = (uint32_t)((sectors - data) / per_cluster);
	vol->bits = width(vol->clusters);
	vol->fat = (size_t)reserved * vol->sector;
	vol->fat_size = fat_sectors * vol->sector;
	vol->root = vol->fat + fats * vol->fat_size;
	vol->data = data * vol->sector;
	return (0);
}

int
fat_open(const void *image, size_t size, struct fat_volume *vol)
{
	const uint8_t *boot;
	bool chain;
	int error;

	boot = image;
	if (size < SECTOR_MIN || boot[BOOT_SIGNATURE] != 0x55 ||
	    boot[BOOT_SIGNATURE + 1] != 0xaa)
		return (EFTYPE);
	memset(vol, 0, sizeof(*vol));
	vol->image = image;
	vol->size = size;
	if ((error = open_layout(boot, vol)) != 0)
		return (error);

	chain = vol->bits == 32;
	if (chain != (vol->root_entries == 0))
		return (EFTYPE);
	if (chain)
		vol->root_cluster = le32dec(boot + BOOT_ROOT_CLUSTER);
	copy_padded(vol->label,
	    boot + (chain ? BOOT_LABEL_FAT32 : BOOT_LABEL), 11);
	return (0);
}

void
fat_rewind(const struct fat_volume *vol, struct fat_dir *dir)
{

	dir->cluster = vol->root_cluster;
	dir->index = 0;
	dir->seen = 0;
}

/*
 * The cluster that follows in the chain, by the table.
 * 0, ENOENT at the end of the chain, EINTEGRITY.
 */
static int
next_cluster(const struct fat_volume *vol, uint32_t cluster, uint32_t *next)
{
	uint32_t mask, value;
	size_t at;

	at = (uint64_t)cluster * vol->bits / 8;
	if (at + howmany(vol->bits, 8) > vol->fat_size ||
	    vol->fat + at + 4 > vol->size)
		return (EINTEGRITY);
	value = le32dec(vol->image + vol->fat + at);
	/* Entries of 12 bits share a byte in the middle. */
	if (vol->bits == 12 && (cluster & 1) != 0)
		value >>= 4;
	mask = vol->bits == 12 ? 0xfff : vol->bits == 16 ? 0xffff : 0xfffffff;
	value &= mask;
	if (value >= mask - 7)
		return (ENOENT);
	if (value < 2 || value - 2 >= vol->clusters)
		return (EINTEGRITY);
	*next = value;
	return (0);
}

/*
 * The bytes of the entry at this place; goes to the next cluster if need be.
 */
static int
locate(const struct fat_volume *vol, struct fat_dir *dir, const uint8_t **raw)
{
	uint64_t at;
	int error;

	if (dir->cluster == 0) {
		if (dir->index >= vol->root_entries)
			return (ENOENT);
		at = vol->root;
	} else {
		if (dir->index >= vol->cluster / ENTRY_SIZE) {
			error = next_cluster(vol, dir->cluster, &dir->cluster);
			if (error != 0)
				return (error);
			dir->index = 0;
			/* A chain longer than the volume is a ring. */
			if (++dir->seen > vol->clusters)
				return (EINTEGRITY);
		}
		if (dir->cluster < 2)
			return (EINTEGRITY);
		at = vol->data + (uint64_t)(dir->cluster - 2) * vol->cluster;
	}
	at += (uint64_t)dir->index * ENTRY_SIZE;
	if (at + ENTRY_SIZE > vol->size)
		return (EINTEGRITY);
	*raw = vol->image + at;
	return (0);
}

/*
 * "NAME    EXT" on the disk is "NAME.EXT" for people.
 */
static void
decode_name(const uint8_t *raw, char *name)
{
	char *end;

	end = copy_padded(name, raw, 8);
	if ((uint8_t)name[0] == ENTRY_E5)
		name[0] = (char)ENTRY_DELETED;
	if (copy_padded(end + 1, raw + 8, 3) > end + 1)
		*end = '.';
}

int
fat_next(const struct fat_volume *vol, struct fat_dir *dir,
    struct fat_entry *entry)
{
	const uint8_t *raw;
	int error;

	for (;; dir->index++) {
		if ((error = locate(vol, dir, &raw)) != 0)
			return (error);
		if (raw[0] == ENTRY_END)
			return (ENOENT);
		if (raw[0] != ENTRY_DELETED &&
		    (raw[ENTRY_ATTRIBUTES] & FAT_ATTR_VOLUME) == 0)
			break;
	}
	dir->index++;
	decode_name(raw, entry->name);
	entry->attributes = raw[ENTRY_ATTRIBUTES];
	entry->cluster = le16dec(raw + ENTRY_CLUSTER);
	if (vol->bits == 32)
		entry->cluster |= (uint32_t)le16dec(raw + ENTRY_CLUSTER_HIGH)
		    << 16;
	entry->size = le32dec(raw + ENTRY_LENGTH);
	return (0);
}

/*
 * Nothing to prepare and nothing to give back: the functions keep no state.
 * The kernel does not unload a file whose functions another file uses.
 */
static int
fat_modevent(module_t mod, int what, void *arg)
{

	switch (what) {
	case MOD_LOAD:
	case MOD_UNLOAD:
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t fat_mod = {
	"fat",
	fat_modevent,
	NULL
};

DECLARE_MODULE(fat, fat_mod, SI_SUB_VFS, SI_ORDER_ANY);
MODULE_VERSION(fat, 1);
