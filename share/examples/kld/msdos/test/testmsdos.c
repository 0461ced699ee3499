/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * testmsdos [image]: give the image of a FAT volume to /dev/msdos and show
 * what it says.  Without one, a floppy with a few names on it is made up.
 */

#include <sys/types.h>

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	DEVICE		"/dev/msdos"
#define	SECTOR		512
#define	FLOPPY_SECTORS	1440		/* 720 kB */
#define	FAT_SECTORS	3
#define	ROOT_ENTRIES	112

static void
put16(uint8_t *to, unsigned value)
{

	to[0] = (uint8_t)value;
	to[1] = (uint8_t)(value >> 8);
}

static void
add_file(uint8_t *entry, const char *name, uint8_t attributes, unsigned size)
{

	memcpy(entry, name, 11);
	entry[11] = attributes;
	put16(entry + 28, size);
}

/*
 * Boot sector, two tables, root directory: the rest is empty.
 */
static uint8_t *
make_floppy(void)
{
	uint8_t *image, *root;

	if ((image = calloc(FLOPPY_SECTORS, SECTOR)) == NULL)
		err(EXIT_FAILURE, NULL);
	put16(image + 11, SECTOR);
	image[13] = 2;			/* sectors in a cluster */
	put16(image + 14, 1);		/* sectors before the tables */
	image[16] = 2;			/* tables */
	put16(image + 17, ROOT_ENTRIES);
	put16(image + 19, FLOPPY_SECTORS);
	put16(image + 22, FAT_SECTORS);
	memcpy(image + 43, "KLD FLOPPY ", 11);
	put16(image + 510, 0xaa55);

	root = image + (1 + 2 * FAT_SECTORS) * SECTOR;
	add_file(root, "KLD FLOPPY ", 0x08, 0);
	add_file(root + 32, "README  TXT", 0x20, 1994);
	add_file(root + 64, "MODULES    ", 0x10, 0);
	add_file(root + 96, "\xe5" "ONE    TXT", 0x20, 7);	/* deleted */
	add_file(root + 128, "KERNEL  SYS", 0x24, 31415);
	return (image);
}

static void
write_all(int fd, const void *buf, size_t len)
{
	const char *p;
	ssize_t n;

	for (p = buf; len > 0; p += n, len -= (size_t)n)
		if ((n = write(fd, p, len)) <= 0)
			err(EXIT_FAILURE, "write to %s", DEVICE);
}

static void
copy_image(int fd, const char *name)
{
	char buf[32768];
	ssize_t n;
	int from;

	if ((from = open(name, O_RDONLY)) < 0)
		err(EXIT_FAILURE, "%s", name);
	while ((n = read(from, buf, sizeof(buf))) > 0)
		write_all(fd, buf, (size_t)n);
	if (n < 0)
		err(EXIT_FAILURE, "%s", name);
	(void)close(from);
}

static void
show(int fd)
{
	char buf[512];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) != 0)
		err(EXIT_FAILURE, "lseek on %s", DEVICE);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, (size_t)n, stdout);
	if (n < 0)
		err(EXIT_FAILURE, "read from %s", DEVICE);
}

int
main(int argc, char *argv[])
{
	uint8_t *floppy;
	int fd;

	if (argc > 2)
		errx(EXIT_FAILURE, "usage: testmsdos [image]");
	if ((fd = open(DEVICE, O_RDWR)) < 0)
		err(EXIT_FAILURE, "%s (is msdos.ko loaded?)", DEVICE);
	if (argc == 2)
		copy_image(fd, argv[1]);
	else {
		floppy = make_floppy();
		write_all(fd, floppy, FLOPPY_SECTORS * SECTOR);
		free(floppy);
	}
	show(fd);
	return (EXIT_SUCCESS);
}
