/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hexdump(9): bytes in hexadecimal and as characters, hdr before every line.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ctype.h>
#include <sys/sbuf.h>

void
sbuf_hexdump(struct sbuf *sb, const void *ptr, int length, const char *hdr,
    int flags)
{
	const u_char *bytes = ptr;
	int cols, i, k;
	char delim;

	delim = (flags & HD_DELIM_MASK) != 0 ?
	    (flags & HD_DELIM_MASK) >> 8 : ' ';
	cols = (flags & HD_COLUMN_MASK) != 0 ? flags & HD_COLUMN_MASK : 16;
	for (i = 0; i < length; i += cols) {
		sbuf_cat(sb, hdr != NULL ? hdr : "");
		if ((flags & HD_OMIT_COUNT) == 0)
			sbuf_printf(sb, "%04x  ", i);
		for (k = i; k < i + cols && (flags & HD_OMIT_HEX) == 0; k++) {
			if (k < length)
				sbuf_printf(sb, "%c%02x", delim, bytes[k]);
			else
				sbuf_cat(sb, "   ");
		}
		if ((flags & HD_OMIT_CHARS) == 0) {
			sbuf_cat(sb, "  |");
			for (k = i; k < i + cols; k++)
				sbuf_putc(sb, k >= length ? ' ' :
				    isprint(bytes[k]) ? bytes[k] : '.');
			sbuf_putc(sb, '|');
		}
		sbuf_putc(sb, '\n');
	}
}

void
hexdump(const void *ptr, int length, const char *hdr, int flags)
{
	char buf[128];
	struct sbuf sb;

	sbuf_new(&sb, buf, sizeof(buf), SBUF_FIXEDLEN);
	sbuf_set_drain(&sb, sbuf_printf_drain, NULL);
	sbuf_hexdump(&sb, ptr, length, hdr, flags);
	(void)sbuf_finish(&sb);
	sbuf_delete(&sb);
}
