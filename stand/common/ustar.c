/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading ustar archives (POSIX pax, "ustar Interchange Format").
 */
#include "stand.h"

#define	BLOCK		512u
#define	INDEXED		"boot/"	/* only what lies here is of use */

struct ustar_header {
	char	name[100];
	char	mode[8];
	char	uid[8];
	char	gid[8];
	char	size[12];
	char	mtime[12];
	char	chksum[8];
	char	typeflag;
	char	linkname[100];
	char	magic[6];
	char	version[2];
	char	uname[32];
	char	gname[32];
	char	devmajor[8];
	char	devminor[8];
	char	prefix[155];
	char	pad[12];
};
_Static_assert(sizeof(struct ustar_header) == BLOCK, "ustar header");

/*
 * An octal number that ends with the field, a blank or a NUL.  The fields
 * are at most 12 digits long, so it cannot overflow.
 */
static bool
octal(const char *field, size_t len, uint64_t *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < len && field[i] == ' '; i++)
		continue;
	for (; i < len && field[i] >= '0' && field[i] <= '7'; i++)
		*value = *value * 8 + (uint64_t)(field[i] - '0');
	return (i == len || field[i] == ' ' || field[i] == '\0');
}

/*
 * The sum of a block's bytes, eight at a time in lanes of 16 bits: each lane
 * takes 2 bytes of 64 words, less than 65,536.
 */
static uint64_t
block_sum(const uint8_t *block)
{
	const uint64_t even = 0x00ff00ff00ff00ff;
	uint64_t lanes, word;
	unsigned i;

	lanes = 0;
	for (i = 0; i < BLOCK; i += sizeof(word)) {
		memcpy(&word, block + i, sizeof(word));
		lanes += (word & even) + (word >> 8 & even);
	}
	return ((lanes & 0xffff) + (lanes >> 16 & 0xffff) +
	    (lanes >> 32 & 0xffff) + (lanes >> 48));
}

/* The checksum counts its own field as blanks. */
static bool
header_valid(const struct ustar_header *h)
{
	uint64_t chksum, sum;
	size_t i;

	if (memcmp(h->magic, "ustar", 5) != 0 ||
	    !octal(h->chksum, sizeof(h->chksum), &chksum))
		return (false);
	sum = block_sum((const uint8_t *)h);
	for (i = 0; i < sizeof(h->chksum); i++)
		sum += ' ' - (uint64_t)(uint8_t)h->chksum[i];
	return (sum == chksum);
}

static size_t
field_length(const char *field, size_t size)
{
	size_t len;

	for (len = 0; len < size && field[len] != '\0'; len++)
		continue;
	return (len);
}

/* "prefix/name" without a leading "/" or "./"; buf has 257 bytes. */
static const char *
member_name(const struct ustar_header *h, char *buf)
{
	size_t len, namelen;

	len = field_length(h->prefix, sizeof(h->prefix));
	memcpy(buf, h->prefix, len);
	if (len > 0)
		buf[len++] = '/';
	namelen = field_length(h->name, sizeof(h->name));
	memcpy(buf + len, h->name, namelen);
	buf[len + namelen] = '\0';
	if (buf[0] == '.' && buf[1] == '/')
		buf++;
	while (buf[0] == '/')
		buf++;
	return (buf);
}

static void
add_member(struct archive *ar, const struct ustar_header *h,
    const uint8_t *data, uint64_t size)
{
	char buf[sizeof(h->prefix) + 1 + sizeof(h->name) + 1];
	struct archive_member **bucket, *m;
	const char *name;
	size_t len;

	if (h->typeflag != '0' && h->typeflag != '\0')
		return;
	name = member_name(h, buf);
	if (!string_begins(name, INDEXED))
		return;
	len = strlen(name);
	m = stand_alloc(sizeof(*m));
	m->name = string_dup(name, len);
	m->data = data;
	m->size = size;
	bucket = &ar->bucket[string_hash(name, len) % ARCHIVE_BUCKETS];
	m->chain = *bucket;
	*bucket = m;
}

/*
 * Blocks of zeros end an archive; another one may be appended behind them,
 * so they are passed over rather than ending the reading.
 */
bool
archive_index(struct archive *ar, const uint8_t *data, uint64_t size)
{
	const struct ustar_header *h;
	uint64_t length, off;

	for (off = 0; size - off >= BLOCK; off += BLOCK) {
		h = (const struct ustar_header *)(data + off);
		if (h->name[0] == '\0' && block_sum(data + off) == 0)
			continue;
		if (!header_valid(h) ||
		    !octal(h->size, sizeof(h->size), &length)) {
			stand_warn("boot archive: the header at offset %lu is "
			    "damaged", (unsigned long)off);
			return (false);
		}
		if (h->typeflag >= '1' && h->typeflag <= '6')
			continue;	/* links, devices, directories: no data */
		if (length > size - off - BLOCK) {
			stand_warn("boot archive: the file at offset %lu goes "
			    "beyond the end", (unsigned long)off);
			return (false);
		}
		add_member(ar, h, data + off + BLOCK, length);
		off += (length + BLOCK - 1) / BLOCK * BLOCK;
		if (off > size - BLOCK)
			break;
	}
	return (true);
}

const struct archive_member *
archive_find(const struct archive *ar, const char *path)
{
	const struct archive_member *m;

	while (*path == '/')
		path++;
	m = ar->bucket[string_hash(path, strlen(path)) % ARCHIVE_BUCKETS];
	while (m != NULL && strcmp(m->name, path) != 0)
		m = m->chain;
	return (m);
}

/* What lies directly in a folder, which members' names alone tell of. */
void
archive_list(const struct archive *ar, const char *dir, struct dir_sort *sort)
{
	const struct archive_member *m;
	const char *name, *slash;
	size_t len;
	unsigned i;

	while (*dir == '/')
		dir++;
	for (len = strlen(dir); len > 0 && dir[len - 1] == '/'; len--)
		continue;
	for (i = 0; i < ARCHIVE_BUCKETS; i++)
		for (m = ar->bucket[i]; m != NULL; m = m->chain) {
			if (strlen(m->name) <= len ||
			    memcmp(m->name, dir, len) != 0 ||
			    (len > 0 && m->name[len] != '/'))
				continue;
			name = m->name + len + (len > 0);
			slash = strchr(name, '/');
			if (slash != NULL)
				dir_add(sort, name, (size_t)(slash - name), 0,
				    true);
			else
				dir_add(sort, name, strlen(name), m->size,
				    false);
		}
}
