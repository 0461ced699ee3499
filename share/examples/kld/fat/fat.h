/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What fat.ko offers to other klds: reading the structures of a FAT volume
 * that lies in memory.
 */

#ifndef _FAT_H_
#define	_FAT_H_

#include <sys/types.h>

#define	FAT_NAMELEN	12	/* "FILENAME.EXT" */

/* A volume.  Filled in by fat_open(); nothing in it is to be freed. */
struct fat_volume {
	const uint8_t	*image;		/* the caller's, all of it */
	size_t		 size;
	int		 bits;		/* 12, 16 or 32 */
	u_int		 sector;	/* bytes in a sector */
	u_int		 cluster;	/* bytes in a cluster */
	uint32_t	 clusters;	/* how many; the first has number 2 */
	size_t		 fat;		/* where the table begins, in bytes */
	size_t		 fat_size;
	size_t		 root;		/* where the root directory begins, */
	uint32_t	 root_entries;	/* and its size; 0: it is a chain, */
	uint32_t	 root_cluster;	/* which begins here */
	size_t		 data;		/* where cluster 2 begins */
	char		 label[12];
};

/* A place in a directory. */
struct fat_dir {
	uint32_t	 cluster;	/* 0: the root that is no chain */
	uint32_t	 index;		/* entry within cluster or root */
	uint32_t	 seen;		/* clusters so far */
};

/* A file or directory. */
struct fat_entry {
	char		 name[FAT_NAMELEN + 1];
	uint8_t		 attributes;	/* FAT_ATTR_* */
	uint32_t	 cluster;	/* the first; 0 if the file is empty */
	uint32_t	 size;		/* bytes; 0 for a directory */
};

#define	FAT_ATTR_READONLY	0x01
#define	FAT_ATTR_HIDDEN		0x02
#define	FAT_ATTR_SYSTEM		0x04
#define	FAT_ATTR_VOLUME		0x08
#define	FAT_ATTR_DIRECTORY	0x10
#define	FAT_ATTR_ARCHIVE	0x20
#define	FAT_ATTR_LONGNAME	0x0f	/* all of these: part of a long name */

/*
 * Check the boot sector and work out the volume's layout.
 * 0, or EFTYPE if this is no FAT volume, or one whose numbers make no sense.
 */
int	fat_open(const void *image, size_t size, struct fat_volume *vol);

/* Go to the beginning of the root directory. */
void	fat_rewind(const struct fat_volume *vol, struct fat_dir *dir);

/*
 * The next file or directory.  0, ENOENT at the end, EINTEGRITY if the chain
 * of clusters is broken or leads out of the image.
 */
int	fat_next(const struct fat_volume *vol, struct fat_dir *dir,
	    struct fat_entry *entry);

#endif /* !_FAT_H_ */
