/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading ustar archives; see sys/ustar.h.
 */
#ifdef _KERNEL
#include <sys/param.h>
#include <sys/systm.h>
#else
#include "stand.h"
#endif
#include <sys/ustar.h>

#define	PAX_RECORD_MAX	65535

/* The header block; numbers are octal digits. */
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
_Static_assert(sizeof(struct ustar_header) == USTAR_BLOCK, "ustar header");

/* What records before an entry said about it. */
struct names {
	bool	path;
	bool	link;
};

/*
 * An octal number, with spaces before and a space or NUL behind it.  Fields
 * have at most 12 digits, so it cannot overflow.
 */
static bool
number(const char *field, size_t len, uint64_t *value)
{
	const char *end = field + len;

	while (field < end && *field == ' ')
		field++;
	for (*value = 0; field < end && *field >= '0' && *field <= '7'; field++)
		*value = *value << 3 | (uint64_t)(*field - '0');
	return (field == end || *field == ' ' || *field == '\0');
}

/* The sum of all bytes: four sums of 16 bits each, side by side. */
static uint64_t
block_sum(const void *block)
{
	const uint64_t even = 0x00ff00ff00ff00ff;
	uint64_t lanes, word;
	size_t i;

	lanes = 0;
	for (i = 0; i < USTAR_BLOCK; i += sizeof(word)) {
		memcpy(&word, (const char *)block + i, sizeof(word));
		lanes += (word & even) + (word >> 8 & even);
	}
	return ((lanes & 0xffff) + (lanes >> 16 & 0xffff) +
	    (lanes >> 32 & 0xffff) + (lanes >> 48));
}

/* The checksum counts its own field as blanks. */
static bool
is_header(const struct ustar_header *hdr, uint64_t sum)
{
	uint64_t chksum;
	size_t i;

	for (i = 0; i < sizeof(hdr->chksum); i++)
		sum += ' ' - (uint64_t)(uint8_t)hdr->chksum[i];
	return (memcmp(hdr->magic, "ustar", 5) == 0 &&
	    number(hdr->chksum, sizeof(hdr->chksum), &chksum) && chksum == sum);
}

/* Append at most len bytes of s, which may lack its NUL; false if too long. */
static bool
append(char *buf, size_t *used, const char *s, size_t len)
{
	size_t n;

	for (n = 0; n < len && s[n] != '\0'; n++)
		continue;
	if (n >= USTAR_PATH_MAX - *used)
		return (false);
	memcpy(buf + *used, s, n);
	*used += n;
	buf[*used] = '\0';
	return (true);
}

static bool
copy(char *buf, const char *s, size_t len)
{
	size_t used = 0;

	return (append(buf, &used, s, len));
}

/* prefix, a slash and name. */
static void
header_path(const struct ustar_header *hdr, char *buf)
{
	size_t used = 0;

	/* GNU's older format has other things in the place of prefix. */
	if (memcmp(hdr->magic, "ustar\0", 6) == 0 && hdr->prefix[0] != '\0') {
		(void)append(buf, &used, hdr->prefix, sizeof(hdr->prefix));
		(void)append(buf, &used, "/", 1);
	}
	(void)append(buf, &used, hdr->name, sizeof(hdr->name));
}

/* Does a record of len bytes begin with "KEY="? */
static bool
has_key(const char *record, size_t len, const char *key)
{
	size_t n;

	n = strlen(key);
	return (len > n && memcmp(record, key, n) == 0 && record[n] == '=');
}

/* The path records of a pax header: "LENGTH KEY=VALUE\n". */
static bool
pax_records(struct ustar_entry *e, const char *p, size_t size,
    struct names *names)
{
	const char *record;
	size_t len, pos;

	for (; size > 0; p += len, size -= len) {
		for (len = 0, pos = 0; pos < size && p[pos] >= '0' &&
		    p[pos] <= '9' && len <= PAX_RECORD_MAX; pos++)
			len = len * 10 + (size_t)(p[pos] - '0');
		if (len < pos + 3 || len > size || p[pos] != ' ' ||
		    p[len - 1] != '\n')
			return (false);
		record = p + pos + 1;
		pos = len - pos - 2;		/* without the newline */
		if (has_key(record, pos, "path")) {
			names->path = true;
			if (!copy(e->path, record + 5, pos - 5))
				return (false);
		} else if (has_key(record, pos, "linkpath")) {
			names->link = true;
			if (!copy(e->link, record + 9, pos - 9))
				return (false);
		}
	}
	return (true);
}

static bool
header_fields(const struct ustar_header *hdr, struct ustar_entry *e)
{
	uint64_t gid, mode, mtime, size, uid;

	if (!number(hdr->mode, sizeof(hdr->mode), &mode) ||
	    !number(hdr->uid, sizeof(hdr->uid), &uid) ||
	    !number(hdr->gid, sizeof(hdr->gid), &gid) ||
	    !number(hdr->size, sizeof(hdr->size), &size) ||
	    !number(hdr->mtime, sizeof(hdr->mtime), &mtime))
		return (false);
	e->data = (const char *)(hdr + 1);
	e->type = hdr->typeflag;
	e->mode = (u_int)mode & 07777;
	e->uid = (u_int)uid;
	e->gid = (u_int)gid;
	e->mtime = (time_t)mtime;
	e->size = size;
	/* Links carry the size of what they link to, but not the data. */
	if (e->type >= USTAR_LINK && e->type <= USTAR_FIFO)
		e->size = 0;
	return (true);
}

/* What an entry says about the one behind it; *last if it is one itself. */
static bool
read_entry(const struct ustar_header *hdr, struct ustar_entry *e,
    struct names *names, bool *last)
{

	*last = false;
	switch (e->type) {
	case USTAR_LONGNAME:
		names->path = true;
		return (copy(e->path, e->data, e->size));
	case USTAR_LONGLINK:
		names->link = true;
		return (copy(e->link, e->data, e->size));
	case USTAR_PAX:
		return (pax_records(e, e->data, e->size, names));
	case USTAR_PAXGLOBAL:
		return (true);
	}
	*last = true;
	if (!names->path)
		header_path(hdr, e->path);
	return (names->link ||
	    copy(e->link, hdr->linkname, sizeof(hdr->linkname)));
}

enum ustar_result
ustar_next(struct ustar *u, struct ustar_entry *e)
{
	const struct ustar_header *hdr;
	struct names names = { false, false };
	size_t left, pad;
	uint64_t sum;
	bool last;

	while (u->len - u->pos >= USTAR_BLOCK) {
		hdr = (const struct ustar_header *)(u->base + u->pos);
		left = u->len - u->pos - USTAR_BLOCK;
		sum = block_sum(hdr);
		if (sum == 0) {
			u->pos += USTAR_BLOCK;
			continue;
		}
		if (!is_header(hdr, sum) || !header_fields(hdr, e))
			return (USTAR_BAD_HEADER);
		if (e->size > left)
			return (USTAR_CUT_OFF);
		if (!read_entry(hdr, e, &names, &last))
			return (USTAR_BAD_HEADER);
		/* The last block may lack its padding. */
		left -= e->size;
		pad = -e->size & (USTAR_BLOCK - 1);
		u->pos += USTAR_BLOCK + e->size + (pad < left ? pad : left);
		if (last)
			return (USTAR_ENTRY);
	}
	return (USTAR_END);
}

/* The component that begins at s: how long it is. */
static size_t
component(const char *s)
{
	size_t len;

	for (len = 0; s[len] != '\0' && s[len] != '/'; len++)
		continue;
	return (len);
}

/* The path stays as it is if it cannot be used. */
bool
ustar_clean_path(char *path)
{
	const char *in;
	char *out = path;
	size_t i, len;

	for (in = path; *in != '\0'; in += len + (in[len] == '/')) {
		len = component(in);
		if (len == 2 && in[0] == '.' && in[1] == '.')
			return (false);
	}
	for (in = path; *in != '\0'; in += len + (in[len] == '/')) {
		len = component(in);
		if (len == 0 || (len == 1 && in[0] == '.'))
			continue;
		if (out != path)
			*out++ = '/';
		/* Never behind in, so that the two may overlap. */
		for (i = 0; i < len; i++)
			*out++ = in[i];
	}
	*out = '\0';
	return (true);
}
