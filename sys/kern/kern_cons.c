/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The console: which device it is, and characters to and from it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/reboot.h>
#include <machine/cpu.h>

SET_DECLARE(cons_set, struct consdev);

struct consdev	*cn_tab;
int		cn_mute;

/* Consoles that show what the first one does. */
static struct consdev *cn_more[CN_MORE_MAX];
static u_int	cn_count;

void
cninit(void)
{
	struct consdev **cnp, *cn, *best = NULL;

	SET_FOREACH(cnp, cons_set) {
		cn = *cnp;
		cn->cn_ops->cn_probe(cn);
		if (cn->cn_pri > CN_DEAD &&
		    (best == NULL || cn->cn_pri > best->cn_pri))
			best = cn;
	}
	if (best != NULL)
		best->cn_ops->cn_init(best);
	cn_tab = best;
	cn_mute = (boothowto & RB_MUTE) != 0;
}

int
cnadd(struct consdev *cn)
{

	if (cn_tab == NULL)
		cn_tab = cn;
	else if (cn_count < CN_MORE_MAX)
		cn_more[cn_count++] = cn;
	else
		return (ENOSPC);
	return (0);
}

static void
put(struct consdev *cn, const char *p, size_t n)
{

	for (; n > 0; n--, p++) {
		if (*p == '\n')
			cn->cn_ops->cn_putc(cn, '\r');
		if (*p != '\0')
			cn->cn_ops->cn_putc(cn, *p);
	}
}

void
cnputsn(const char *p, size_t n)
{

	if (cn_tab == NULL || (cn_mute && !KERNEL_PANICKED()))
		return;
	put(cn_tab, p, n);
	cnmirror(p, n);
}

void
cnmirror(const char *p, size_t n)
{
	u_int i;

	for (i = 0; i < cn_count; i++)
		put(cn_more[i], p, n);
}

void
cnputc(int c)
{
	char ch = c;

	cnputsn(&ch, 1);
}

int
cncheckc(void)
{

	return (cn_tab == NULL ? -1 : cn_tab->cn_ops->cn_getc(cn_tab));
}

int
cngetc(void)
{
	int c;

	if (cn_tab == NULL)
		return (-1);
	while ((c = cncheckc()) == -1)
		ia32_pause();
	return (c == '\r' ? '\n' : c);
}
