/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The boot method of tests on the host.
 */
#include "stand_host.h"

/* The loader never gives memory back, so leaks mean nothing here. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return ("detect_leaks=0");
}

/* What the boot method supplies. */
char output[65536];
size_t outlen;
jmp_buf leave;
static struct archive archive;

void
stand_putc(int c)
{
	if (outlen < sizeof(output) - 1) {
		output[outlen++] = (char)c;
		output[outlen] = '\0';
	}
}

void *
stand_alloc(size_t size)
{
	void *p;

	p = calloc(1, size == 0 ? 1 : size);
	if (p == NULL)
		abort();
	return (p);
}

bool
stand_open(const char *path, struct file *file)
{
	return (archive_open(&archive, path, file));
}

/* The tests' archives are no root. */
bool
stand_add_root(struct boot *boot)
{
	(void)boot;
	return (true);
}

void
stand_exit(void)
{
	longjmp(leave, 1);
}

struct file
make_file(const char *path, const void *data, size_t size)
{
	uint8_t *copy;

	copy = malloc(size == 0 ? 1 : size);
	if (size > 0)
		memcpy(copy, data, size);
	outlen = 0;
	output[0] = '\0';
	return ((struct file){ path, copy, size, NULL });
}

const char *keys = "";

int
stand_getc(unsigned ms)
{
	(void)ms;
	return (*keys == '\0' ? -1 : (unsigned char)*keys++);
}

void
stand_list(const char *dir, struct dir_sort *sort)
{
	archive_list(&archive, dir, sort);
}

struct boot *
new_boot(void)
{
	struct boot *b;

	b = calloc(1, sizeof(*b));
	b->area.base = malloc(AREA_SIZE);
	memset(b->area.base, 0x55, AREA_SIZE);
	b->area.pa = KERNEL_PA;
	b->area.size = AREA_SIZE;
	return (b);
}

size_t
tar_add(uint8_t *tar, size_t off, const char *name, char type,
    const void *data, size_t size)
{
	unsigned i, sum;
	uint8_t *h = tar + off;

	memset(h, 0, BLOCK);
	memcpy(h, name, strlen(name));
	snprintf((char *)h + 124, 12, "%011zo", size);
	memset(h + 148, ' ', 8);
	h[156] = (uint8_t)type;
	memcpy(h + 257, "ustar\00000", 8);
	for (sum = i = 0; i < BLOCK; i++)
		sum += h[i];
	snprintf((char *)h + 148, 8, "%06o", sum);
	off += BLOCK;
	memset(tar + off, 0, (size + BLOCK - 1) / BLOCK * BLOCK);
	if (size > 0)
		memcpy(tar + off, data, size);
	return (off + (size + BLOCK - 1) / BLOCK * BLOCK);
}

bool
index_tar(const uint8_t *tar, size_t size)
{
	struct file f;

	memset(&archive, 0, sizeof(archive));
	f = make_file("tar", tar, size);
	return (archive_index(&archive, f.data, f.size));
}
