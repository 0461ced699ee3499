/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ioctl(2) commands of terminals.
 */
#ifndef _SYS_TTYCOM_H_
#define	_SYS_TTYCOM_H_

#include <sys/ioccom.h>
#include <sys/_termios.h>

struct winsize {
	unsigned short	ws_row;		/* characters */
	unsigned short	ws_col;
	unsigned short	ws_xpixel;
	unsigned short	ws_ypixel;
};

#define	TIOCEXCL	_IO('t', 13)		/* exclusive use */
#define	TIOCNXCL	_IO('t', 14)
#define	TIOCFLUSH	_IOW('t', 16, int)	/* FREAD, FWRITE */
#define	TIOCGETA	_IOR('t', 19, struct termios)
#define	TIOCSETA	_IOW('t', 20, struct termios)
#define	TIOCSETAW	_IOW('t', 21, struct termios) /* drain output first */
#define	TIOCSETAF	_IOW('t', 22, struct termios) /* and flush input */
#define	TIOCGETD	_IOR('t', 26, int)	/* line discipline */
#define	TIOCSETD	_IOW('t', 27, int)
#define	TIOCGDRAINWAIT	_IOR('t', 86, int)	/* seconds */
#define	TIOCSDRAINWAIT	_IOW('t', 87, int)
#define	TIOCDRAIN	_IO('t', 94)
#define	TIOCSIG		_IOWINT('t', 95)
#define	TIOCSCTTY	_IO('t', 97)		/* become controlling */
#define	TIOCCONS	_IOW('t', 98, int)
#define	TIOCGSID	_IOR('t', 99, int)
#define	TIOCSTAT	_IO('t', 101)
#define	TIOCSWINSZ	_IOW('t', 103, struct winsize)
#define	TIOCGWINSZ	_IOR('t', 104, struct winsize)
#define	TIOCMGET	_IOR('t', 106, int)	/* TIOCM_* */
#define	TIOCMBIC	_IOW('t', 107, int)
#define	TIOCMBIS	_IOW('t', 108, int)
#define	TIOCMSET	_IOW('t', 109, int)
#define	TIOCSTART	_IO('t', 110)
#define	TIOCSTOP	_IO('t', 111)
#define	TIOCPKT		_IOW('t', 112, int)
#define	TIOCNOTTY	_IO('t', 113)		/* give up the terminal */
#define	TIOCSTI		_IOW('t', 114, char)	/* simulate input */
#define	TIOCOUTQ	_IOR('t', 115, int)
#define	TIOCSPGRP	_IOW('t', 118, int)	/* foreground group */
#define	TIOCGPGRP	_IOR('t', 119, int)
#define	TIOCCDTR	_IO('t', 120)
#define	TIOCSDTR	_IO('t', 121)
#define	TIOCCBRK	_IO('t', 122)
#define	TIOCSBRK	_IO('t', 123)

#define	TIOCM_LE	0001
#define	TIOCM_DTR	0002
#define	TIOCM_RTS	0004
#define	TIOCM_ST	0010
#define	TIOCM_SR	0020
#define	TIOCM_CTS	0040
#define	TIOCM_DCD	0100
#define	TIOCM_RI	0200
#define	TIOCM_DSR	0400
#define	TIOCM_CD	TIOCM_DCD
#define	TIOCM_CAR	TIOCM_DCD
#define	TIOCM_RNG	TIOCM_RI

#define	TTYDISC		0		/* the ordinary line discipline */

#endif /* !_SYS_TTYCOM_H_ */
