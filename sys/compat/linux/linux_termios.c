/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminal attributes between Linux's and the native form.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/_termios.h>

#include <compat/linux/linux_termios.h>

/* A field of bits: what value it has on either side. */
struct termios_bits {
	l_uint		linux_mask;
	l_uint		linux_value;
	tcflag_t	bsd_mask;
	tcflag_t	bsd_value;
};
#define	BIT(linux, bsd)	{ (linux), (linux), (bsd), (bsd) }

/* Linux's values are octal in its documentation. */
static const struct termios_bits iflag_bits[] = {
	BIT(0000001, IGNBRK),
	BIT(0000002, BRKINT),
	BIT(0000004, IGNPAR),
	BIT(0000010, PARMRK),
	BIT(0000020, INPCK),
	BIT(0000040, ISTRIP),
	BIT(0000100, INLCR),
	BIT(0000200, IGNCR),
	BIT(0000400, ICRNL),
	BIT(0002000, IXON),
	BIT(0004000, IXANY),
	BIT(0010000, IXOFF),
	BIT(0020000, IMAXBEL),
};

static const struct termios_bits oflag_bits[] = {
	BIT(0000001, OPOST),
	BIT(0000004, ONLCR),
	BIT(0000010, OCRNL),
	BIT(0000020, ONOCR),
	BIT(0000040, ONLRET),
	{ 0014000, 0014000, TABDLY, TAB3 },
};

static const struct termios_bits cflag_bits[] = {
	{ 0000060, 0000000, CSIZE, CS5 },
	{ 0000060, 0000020, CSIZE, CS6 },
	{ 0000060, 0000040, CSIZE, CS7 },
	{ 0000060, 0000060, CSIZE, CS8 },
	BIT(0000100, CSTOPB),
	BIT(0000200, CREAD),
	BIT(0000400, PARENB),
	BIT(0001000, PARODD),
	BIT(0002000, HUPCL),
	BIT(0004000, CLOCAL),
	BIT(020000000000, CRTSCTS),
};

static const struct termios_bits lflag_bits[] = {
	BIT(0000001, ISIG),
	BIT(0000002, ICANON),
	BIT(0000010, ECHO),
	BIT(0000020, ECHOE),
	BIT(0000040, ECHOK),
	BIT(0000100, ECHONL),
	BIT(0000200, NOFLSH),
	BIT(0000400, TOSTOP),
	BIT(0001000, ECHOCTL),
	BIT(0002000, ECHOPRT),
	BIT(0004000, ECHOKE),
	BIT(0010000, FLUSHO),
	BIT(0040000, PENDIN),
	BIT(0100000, IEXTEN),
	BIT(0200000, EXTPROC),
};

/* By Linux's index: VINTR, VQUIT, VERASE...; -1 for VSWTC. */
static const int8_t cc_index[] = {
	VINTR, VQUIT, VERASE, VKILL, VEOF, VTIME, VMIN, -1, VSTART, VSTOP,
	VSUSP, VEOL, VREPRINT, VDISCARD, VWERASE, VLNEXT, VEOL2
};

#define	LINUX_POSIX_VDISABLE	0
#define	LINUX_VTIME		5
#define	LINUX_VMIN		6
#define	LINUX_VSWTC		7

/* The speed is an index into this table. */
#define	LINUX_CBAUD		0010017
#define	LINUX_CBAUDEX		0010000
#define	LINUX_B38400		15

static const speed_t speeds[] = {
	0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600,
	19200, 38400
};
static const speed_t extended_speeds[] = {	/* from LINUX_CBAUDEX + 1 */
	57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000,
	1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000
};

static l_uint
bsd_to_linux_bits(const struct termios_bits *bits, size_t count, tcflag_t flag)
{
	l_uint lflag;
	size_t i;

	lflag = 0;
	for (i = 0; i < count; i++)
		if ((flag & bits[i].bsd_mask) == bits[i].bsd_value)
			lflag |= bits[i].linux_value;
	return (lflag);
}

static tcflag_t
linux_to_bsd_bits(const struct termios_bits *bits, size_t count, l_uint lflag,
    tcflag_t flag)
{
	size_t i;

	for (i = 0; i < count; i++)
		flag &= ~bits[i].bsd_mask;
	for (i = 0; i < count; i++)
		if ((lflag & bits[i].linux_mask) == bits[i].linux_value)
			flag |= bits[i].bsd_value;
	return (flag);
}

/* A speed that Linux cannot express becomes the usual one. */
static l_uint
bsd_to_linux_speed(speed_t speed)
{
	size_t i;

	for (i = 0; i < nitems(speeds); i++)
		if (speeds[i] == speed)
			return (i);
	for (i = 0; i < nitems(extended_speeds); i++)
		if (extended_speeds[i] == speed)
			return (LINUX_CBAUDEX + 1 + i);
	return (LINUX_B38400);
}

static speed_t
linux_to_bsd_speed(l_uint cflag, speed_t present)
{
	l_uint code;

	code = cflag & LINUX_CBAUD;
	if (code < nitems(speeds))
		return (speeds[code]);
	code -= LINUX_CBAUDEX + 1;
	if (code < nitems(extended_speeds))
		return (extended_speeds[code]);
	return (present);
}

void
bsd_to_linux_termios(const struct termios *t, struct l_termios *lt)
{
	size_t i;
	cc_t c;

	memset(lt, 0, sizeof(*lt));
	lt->c_iflag = bsd_to_linux_bits(iflag_bits, nitems(iflag_bits),
	    t->c_iflag);
	lt->c_oflag = bsd_to_linux_bits(oflag_bits, nitems(oflag_bits),
	    t->c_oflag);
	lt->c_cflag = bsd_to_linux_bits(cflag_bits, nitems(cflag_bits),
	    t->c_cflag) | bsd_to_linux_speed(t->c_ospeed);
	lt->c_lflag = bsd_to_linux_bits(lflag_bits, nitems(lflag_bits),
	    t->c_lflag);
	for (i = 0; i < nitems(cc_index); i++) {
		if (i == LINUX_VSWTC)
			continue;
		c = t->c_cc[cc_index[i]];
		if (c == _POSIX_VDISABLE && i != LINUX_VTIME &&
		    i != LINUX_VMIN)
			c = LINUX_POSIX_VDISABLE;
		lt->c_cc[i] = c;
	}
}

void
linux_to_bsd_termios(const struct l_termios *lt, struct termios *t)
{
	size_t i;
	cc_t c;

	t->c_iflag = linux_to_bsd_bits(iflag_bits, nitems(iflag_bits),
	    lt->c_iflag, t->c_iflag);
	t->c_oflag = linux_to_bsd_bits(oflag_bits, nitems(oflag_bits),
	    lt->c_oflag, t->c_oflag);
	t->c_cflag = linux_to_bsd_bits(cflag_bits, nitems(cflag_bits),
	    lt->c_cflag, t->c_cflag);
	t->c_lflag = linux_to_bsd_bits(lflag_bits, nitems(lflag_bits),
	    lt->c_lflag, t->c_lflag);
	for (i = 0; i < nitems(cc_index); i++) {
		if (i == LINUX_VSWTC)
			continue;
		c = lt->c_cc[i];
		if (c == LINUX_POSIX_VDISABLE && i != LINUX_VTIME &&
		    i != LINUX_VMIN)
			c = _POSIX_VDISABLE;
		t->c_cc[cc_index[i]] = c;
	}
	t->c_ospeed = linux_to_bsd_speed(lt->c_cflag, t->c_ospeed);
	t->c_ispeed = t->c_ospeed;
}
