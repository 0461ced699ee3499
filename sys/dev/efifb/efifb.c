/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The screen of UEFI firmware as a second console: it shows what the kernel
 * prints.  The boot loader says where the pixels are (MODINFOMD_EFI_FB).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/malloc.h>

#include <vm/vm.h>
#include <vm/pmap.h>

#include <dev/efifb/font.h>

#define	CELL_WIDTH	(FONT_WIDTH + 3)
#define	CELL_HEIGHT	(2 * FONT_HEIGHT + 2)	/* each row of pixels twice */
#define	TAB		8
#define	FB_MAX		8192		/* pixels in a row or column */

/* Like all consoles, it is used without locks, also in a panic. */
struct efifb_softc {
	uint32_t	*pixels;
	u_int		stride;		/* pixels from a row to the next */
	uint32_t	white;
	u_int		cols;
	u_int		rows;
	u_int		col;		/* where the next character goes */
	u_int		row;
	char		*cells;		/* what is shown, row by row */
	enum {
		ESC_NONE,
		ESC_BEGUN,		/* ESC has come */
		ESC_CSI			/* ESC and '[' */
	} escape;
};

static struct efifb_softc efifb;

static void
draw(struct efifb_softc *sc, u_int row, u_int col, char c)
{
	const uint8_t *glyph;
	uint32_t *p;
	u_int bits, x, y;

	glyph = font[c >= FONT_FIRST && c <= FONT_LAST ? c - FONT_FIRST : 0];
	for (y = 0; y < CELL_HEIGHT; y++) {
		p = sc->pixels + (row * CELL_HEIGHT + y) * sc->stride +
		    col * CELL_WIDTH;
		bits = y / 2 < FONT_HEIGHT ? glyph[y / 2] : 0;
		for (x = 0; x < CELL_WIDTH; x++)
			p[x] = x < FONT_WIDTH && (bits >> (FONT_WIDTH - 1 - x) &
			    1) != 0 ? sc->white : 0;
	}
	sc->cells[row * sc->cols + col] = c;
}

/* Move all up by a row; only what changes is drawn. */
static void
scroll(struct efifb_softc *sc)
{
	u_int col, row;
	char c;

	for (row = 0; row < sc->rows; row++)
		for (col = 0; col < sc->cols; col++) {
			c = row + 1 < sc->rows ?
			    sc->cells[(row + 1) * sc->cols + col] : ' ';
			if (sc->cells[row * sc->cols + col] != c)
				draw(sc, row, col, c);
		}
}

static void
new_line(struct efifb_softc *sc)
{

	sc->col = 0;
	if (sc->row + 1 < sc->rows)
		sc->row++;
	else
		scroll(sc);
}

/* Escape sequences are passed over; true if c belongs to one. */
static bool
escaped(struct efifb_softc *sc, int c)
{

	switch (sc->escape) {
	case ESC_NONE:
		if (c == '\033')
			sc->escape = ESC_BEGUN;
		return (c == '\033');
	case ESC_BEGUN:
		sc->escape = c == '[' ? ESC_CSI : ESC_NONE;
		return (true);
	case ESC_CSI:
		if (c >= '@' && c <= '~')
			sc->escape = ESC_NONE;
		return (true);
	}
	return (false);
}

static void
efifb_putc(struct consdev *cp, int c)
{
	struct efifb_softc *sc = cp->cn_arg;

	if (escaped(sc, c))
		return;
	switch (c) {
	case '\n':
		new_line(sc);
		break;
	case '\r':
		sc->col = 0;
		break;
	case '\b':
		if (sc->col > 0)
			sc->col--;
		break;
	case '\a':
		break;
	case '\t':
		sc->col = roundup2(sc->col + 1, TAB);
		break;
	default:
		if (c < FONT_FIRST || c > FONT_LAST)
			c = '?';
		if (sc->col >= sc->cols)
			new_line(sc);
		draw(sc, sc->row, sc->col++, c);
		break;
	}
}

static int
efifb_getc(struct consdev *cp __unused)
{

	return (-1);
}

static const struct consdev_ops efifb_consops = {
	.cn_getc = efifb_getc,
	.cn_putc = efifb_putc,
};
static struct consdev efifb_consdev = {
	.cn_ops = &efifb_consops,
	.cn_pri = CN_INTERNAL,
	.cn_arg = &efifb,
	.cn_name = "efifb",
};

/* Whether the loader's numbers go together: pixels of 32 bits in a row. */
static bool
is_sane(const struct efi_fb *fb)
{

	return (fb->fb_addr != 0 && fb->fb_width >= CELL_WIDTH &&
	    fb->fb_width <= fb->fb_stride && fb->fb_stride <= FB_MAX &&
	    fb->fb_height >= CELL_HEIGHT && fb->fb_height <= FB_MAX &&
	    fb->fb_size / sizeof(uint32_t) / fb->fb_stride >= fb->fb_height);
}

static void
efifb_attach(void *arg __unused)
{
	struct efifb_softc *sc = &efifb;
	const struct efi_fb *fb;
	caddr_t kmdp;
	u_int i;

	kmdp = preload_search_by_type("elf kernel");
	if (kmdp == NULL)
		kmdp = preload_search_by_type("elf64 kernel");
	if (kmdp == NULL || preload_info_size(kmdp, MODINFO_METADATA |
	    MODINFOMD_EFI_FB) < sizeof(*fb))
		return;
	fb = (const struct efi_fb *)preload_search_info(kmdp,
	    MODINFO_METADATA | MODINFOMD_EFI_FB);
	if (!is_sane(fb))
		return;
	sc->stride = fb->fb_stride;
	sc->white = fb->fb_mask_red | fb->fb_mask_green | fb->fb_mask_blue;
	sc->cols = fb->fb_width / CELL_WIDTH;
	sc->rows = fb->fb_height / CELL_HEIGHT;
	sc->cells = malloc(sc->cols * sc->rows, M_DEVBUF, M_WAITOK);
	memset(sc->cells, ' ', sc->cols * sc->rows);
	sc->pixels = pmap_mapdev(fb->fb_addr,
	    (vm_size_t)fb->fb_height * fb->fb_stride * sizeof(uint32_t));
	if (sc->pixels == NULL) {
		free(sc->cells, M_DEVBUF);
		return;
	}
	for (i = 0; i < fb->fb_height * fb->fb_stride; i++)
		sc->pixels[i] = 0;
	cnadd(&efifb_consdev);
}
SYSINIT(efifb, SI_SUB_TUNABLES, SI_ORDER_FIRST, efifb_attach, NULL);
