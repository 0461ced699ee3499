/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux's struct termios, and its translation.
 */
#ifndef _COMPAT_LINUX_LINUX_TERMIOS_H_
#define	_COMPAT_LINUX_LINUX_TERMIOS_H_

#include <sys/_termios.h>

#include <compat/linux/linux.h>

#define	LINUX_NCCS	19

struct l_termios {
	l_uint	c_iflag;
	l_uint	c_oflag;
	l_uint	c_cflag;	/* and the speed */
	l_uint	c_lflag;
	uint8_t	c_line;		/* line discipline */
	uint8_t	c_cc[LINUX_NCCS];
};
_Static_assert(sizeof(struct l_termios) == 36, "Linux's struct termios");

void	bsd_to_linux_termios(const struct termios *t, struct l_termios *lt);
/* Leaves alone what Linux does not have. */
void	linux_to_bsd_termios(const struct l_termios *lt, struct termios *t);

#endif /* !_COMPAT_LINUX_LINUX_TERMIOS_H_ */
