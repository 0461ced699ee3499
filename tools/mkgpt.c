/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mkgpt DISK: write a GUID partition table into a disk image, with one
 * partition, an EFI system partition, from 1 MiB to 1 MiB before the end.
 * UEFI specification, chapter 5; a GUID is fixed, so that images of the same
 * files are the same.
 */
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define	SECTOR		512
#define	NENTRY		128
#define	ENTRY_SECTORS	(NENTRY * sizeof(struct gpt_entry) / SECTOR)
#define	MARGIN		(1024 * 1024 / SECTOR)

struct gpt_header {
	char		signature[8];
	uint32_t	revision;
	uint32_t	size;
	uint32_t	crc;
	uint32_t	reserved;
	uint64_t	self;
	uint64_t	other;
	uint64_t	first;
	uint64_t	last;
	uint8_t		guid[16];
	uint64_t	table;
	uint32_t	nentry;
	uint32_t	entry_size;
	uint32_t	table_crc;
} __attribute__((__packed__));
_Static_assert(sizeof(struct gpt_header) == 92, "GPT header");

struct gpt_entry {
	uint8_t		type[16];
	uint8_t		guid[16];
	uint64_t	first;
	uint64_t	last;
	uint64_t	flags;
	uint16_t	name[36];
};
_Static_assert(sizeof(struct gpt_entry) == 128, "GPT entry");

/* c12a7328-f81f-11d2-ba4b-00a0c93ec93b */
static const uint8_t esp_type[16] = { 0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8,
    0xd2, 0x11, 0xba, 0x4b, 0x00, 0xa0, 0xc9, 0x3e, 0xc9, 0x3b };

static struct gpt_entry table[NENTRY];

static uint32_t
crc32(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t crc = 0xffffffff;
	int bit;

	for (; len > 0; len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
	}
	return (~crc);
}

static void
put(int fd, const void *data, size_t len, uint64_t sector)
{
	if (pwrite(fd, data, len, (off_t)(sector * SECTOR)) != (ssize_t)len)
		err(1, "write");
}

/* What software that knows nothing of GUID tables sees: a full disk. */
static void
put_mbr(int fd, uint64_t sectors)
{
	uint8_t mbr[SECTOR] = { 0 };
	uint32_t lba = 1, count;

	count = sectors - 1 > UINT32_MAX ? UINT32_MAX : (uint32_t)sectors - 1;
	memcpy(mbr + 446, "\0\0\2\0\xee\xff\xff\xff", 8);
	memcpy(mbr + 454, &lba, sizeof(lba));
	memcpy(mbr + 458, &count, sizeof(count));
	memcpy(mbr + 510, "\x55\xaa", 2);
	put(fd, mbr, sizeof(mbr), 0);
}

static void
put_table(int fd, uint64_t sectors, uint64_t self, uint64_t other,
    uint64_t where)
{
	struct gpt_header h = { "EFI PART", 0x10000, sizeof(h), 0, 0, self,
	    other, 2 + ENTRY_SECTORS, sectors - 2 - ENTRY_SECTORS,
	    "kld disk image", where, NENTRY, sizeof(table[0]),
	    crc32(table, sizeof(table)) };

	h.crc = crc32(&h, sizeof(h));
	put(fd, &h, sizeof(h), self);
	put(fd, table, sizeof(table), where);
}

int
main(int argc, char *argv[])
{
	struct stat st;
	uint64_t sectors;
	int fd;

	if (argc != 2) {
		fprintf(stderr, "usage: mkgpt disk\n");
		return (64);
	}
	fd = open(argv[1], O_RDWR);
	if (fd == -1 || fstat(fd, &st) == -1)
		err(1, "%s", argv[1]);
	sectors = (uint64_t)st.st_size / SECTOR;
	if (sectors < 4 * MARGIN)
		errx(1, "%s: too small", argv[1]);
	memcpy(table[0].type, esp_type, sizeof(esp_type));
	memcpy(table[0].guid, "kld boot volume", 16);
	table[0].first = MARGIN;
	table[0].last = sectors - MARGIN - 1;
	memcpy(table[0].name, u"EFI", sizeof(u"EFI"));
	put_mbr(fd, sectors);
	put_table(fd, sectors, 1, sectors - 1, 2);
	put_table(fd, sectors, sectors - 1, 1, sectors - 1 - ENTRY_SECTORS);
	if (close(fd) == -1)
		err(1, "%s", argv[1]);
	return (0);
}
