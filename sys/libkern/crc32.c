/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * CRC-32 (polynomial 0x04c11db7, bits reflected), by bytes from a table that
 * is made at the first use.
 */
#include <sys/param.h>
#include <sys/systm.h>

#define	CRC32_POLYNOMIAL	0xedb88320U	/* reflected */

static uint32_t	table[256];

static void
make_table(void)
{
	uint32_t crc;
	int bit, i;

	/* The last entry is written last: it shows that all are there. */
	for (i = 0; i < 256; i++) {
		crc = i;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (CRC32_POLYNOMIAL & -(crc & 1));
		atomic_store_rel_32(&table[i], crc);
	}
}

uint32_t
crc32_raw(const void *buf, size_t size, uint32_t crc)
{
	const uint8_t *p = buf;

	if (atomic_load_acq_32(&table[255]) == 0)
		make_table();
	for (; size > 0; size--)
		crc = crc >> 8 ^ table[(crc ^ *p++) & 0xff];
	return (crc);
}
