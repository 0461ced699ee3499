/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The line discipline: what happens to characters on their way.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/termios.h>
#include <sys/tty.h>
#include <sys/ttydefaults.h>

#define	CTRL_CHAR(c)	((c) < 0x20 || (c) == 0x7f)
#define	LFLAG(tp, flag)	(((tp)->t_termios.c_lflag & (flag)) != 0)
#define	IFLAG(tp, flag)	(((tp)->t_termios.c_iflag & (flag)) != 0)
#define	OFLAG(tp, flag)	(((tp)->t_termios.c_oflag & (flag)) != 0)

/* Is c the special character, and that one in use? */
static bool
is_cc(const struct tty *tp, int which, u_char c)
{

	return (c == tp->t_termios.c_cc[which] && c != _POSIX_VDISABLE);
}

static bool
inq_quoted(const struct ttyinq *ti, u_int pos)
{

	pos &= TTY_QMASK;
	return ((ti->ti_quote[pos / 32] & (1U << (pos % 32))) != 0);
}

static void
inq_put(struct ttyinq *ti, u_char c, bool quote)
{
	u_int pos;

	pos = ti->ti_end++ & TTY_QMASK;
	ti->ti_buf[pos] = c;
	if (quote)
		ti->ti_quote[pos / 32] |= 1U << (pos % 32);
	else
		ti->ti_quote[pos / 32] &= ~(1U << (pos % 32));
}

static void
outq_put(struct tty *tp, u_char c)
{
	struct ttyoutq *to;

	to = &tp->t_outq;
	to->to_buf[to->to_end++ & TTY_QMASK] = c;
}

/*
 * The end of a line in canonical mode.
 */
static bool
is_break(const struct tty *tp, u_char c)
{

	return (c == '\n' || is_cc(tp, VEOF, c) || is_cc(tp, VEOL, c) ||
	    is_cc(tp, VEOL2, c));
}

static bool
outchar_tab(struct tty *tp)
{
	u_int n;

	n = 8 - (tp->t_column & 7);
	if (!OFLAG(tp, TAB3)) {
		outq_put(tp, '\t');
	} else {
		if (ttyoutq_room(&tp->t_outq) < n)
			return (false);
		for (u_int i = 0; i < n; i++)
			outq_put(tp, ' ');
	}
	tp->t_column += n;
	return (true);
}

bool
ttydisc_outchar(struct tty *tp, u_char c)
{

	if (ttyoutq_room(&tp->t_outq) == 0)
		return (false);
	if (!OFLAG(tp, OPOST)) {
		outq_put(tp, c);
		return (true);
	}
	if (c == '\r' && OFLAG(tp, OCRNL))
		c = '\n';
	switch (c) {
	case '\n':
		if (OFLAG(tp, ONLCR)) {
			if (ttyoutq_room(&tp->t_outq) < 2)
				return (false);
			outq_put(tp, '\r');
		}
		if (OFLAG(tp, ONLCR | ONLRET))
			tp->t_column = 0;
		break;
	case '\r':
		if (OFLAG(tp, ONOCR) && tp->t_column == 0)
			return (true);
		tp->t_column = 0;
		break;
	case '\t':
		return (outchar_tab(tp));
	case '\b':
		if (tp->t_column > 0)
			tp->t_column--;
		break;
	case CEOF:
		if (OFLAG(tp, ONOEOT))
			return (true);
		break;
	default:
		/* The bytes of a UTF-8 character after the first have no width. */
		if (!CTRL_CHAR(c) && (c & 0xc0) != 0x80)
			tp->t_column++;
	}
	outq_put(tp, c);
	return (true);
}

/*
 * How many columns an echoed character has taken.
 */
static u_int
echo_width(const struct tty *tp, u_char c)
{

	if (CTRL_CHAR(c))
		return (LFLAG(tp, ECHOCTL) ? 2 : 0);
	return ((c & 0xc0) == 0x80 ? 0 : 1);
}

static void
echo_char(struct tty *tp, u_char c, bool quoted)
{

	if (CTRL_CHAR(c) && LFLAG(tp, ECHOCTL) &&
	    (quoted || (c != '\n' && c != '\t'))) {
		(void)ttydisc_outchar(tp, '^');
		(void)ttydisc_outchar(tp, c ^ 0x40);
	} else
		(void)ttydisc_outchar(tp, c);
}

/*
 * Echo a character that was put into the input queue.
 */
static void
echo_input(struct tty *tp, u_char c, bool quoted)
{

	if (!quoted && LFLAG(tp, ICANON) && is_cc(tp, VEOF, c)) {
		/* ^D, and back over it. */
		if (LFLAG(tp, ECHO) && LFLAG(tp, ECHOCTL)) {
			echo_char(tp, c, false);
			(void)ttydisc_outchar(tp, '\b');
			(void)ttydisc_outchar(tp, '\b');
		}
		return;
	}
	if (!LFLAG(tp, ECHO) &&
	    !(c == '\n' && LFLAG(tp, ECHONL) && LFLAG(tp, ICANON)))
		return;
	/* The first of an edited line: tabs in it are erased from here. */
	if (tp->t_inq.ti_end - tp->t_inq.ti_linestart == 1)
		tp->t_writepos = tp->t_column;
	echo_char(tp, c, quoted);
}

static void
rub_columns(struct tty *tp, u_int n)
{

	while (n-- > 0) {
		(void)ttydisc_outchar(tp, '\b');
		(void)ttydisc_outchar(tp, ' ');
		(void)ttydisc_outchar(tp, '\b');
	}
}

/*
 * The column where the cursor is after the line that is being edited.
 */
static u_int
line_column(const struct tty *tp)
{
	const struct ttyinq *ti;
	u_int col, pos;
	u_char c;

	ti = &tp->t_inq;
	col = tp->t_writepos;
	for (pos = ti->ti_linestart; pos != ti->ti_end; pos++) {
		c = ti->ti_buf[pos & TTY_QMASK];
		if (c == '\t' && !inq_quoted(ti, pos))
			col = (col | 7) + 1;
		else
			col += echo_width(tp, c);
	}
	return (col);
}

/*
 * Cut the line that is being edited at end, and rub out what goes.
 */
static void
erase_to(struct tty *tp, u_int end, cc_t cc)
{
	u_int before;

	before = line_column(tp);
	tp->t_inq.ti_end = end;
	if (!LFLAG(tp, ECHO))
		return;
	if (LFLAG(tp, ECHOE))
		rub_columns(tp, before - line_column(tp));
	else
		echo_char(tp, cc, false);
}

/*
 * One character less, with all bytes of one in UTF-8.
 */
static void
erase_char(struct tty *tp)
{
	struct ttyinq *ti;
	u_int end;
	u_char c;

	ti = &tp->t_inq;
	end = ti->ti_end;
	if (end == ti->ti_linestart)
		return;
	do
		c = ti->ti_buf[--end & TTY_QMASK];
	while ((c & 0xc0) == 0x80 && end != ti->ti_linestart);
	erase_to(tp, end, tp->t_termios.c_cc[VERASE]);
}

static bool
blank_before(const struct ttyinq *ti, u_int pos)
{
	u_char c;

	c = ti->ti_buf[(pos - 1) & TTY_QMASK];
	return (c == ' ' || c == '\t');
}

static void
erase_word(struct tty *tp)
{
	struct ttyinq *ti;
	u_int end;

	ti = &tp->t_inq;
	end = ti->ti_end;
	while (end != ti->ti_linestart && blank_before(ti, end))
		end--;
	while (end != ti->ti_linestart && !blank_before(ti, end))
		end--;
	if (end != ti->ti_end)
		erase_to(tp, end, tp->t_termios.c_cc[VWERASE]);
}

static void
kill_line(struct tty *tp)
{
	struct ttyinq *ti;

	ti = &tp->t_inq;
	if (ti->ti_end == ti->ti_linestart)
		return;
	if (LFLAG(tp, ECHO) && LFLAG(tp, ECHOKE)) {
		erase_to(tp, ti->ti_linestart, tp->t_termios.c_cc[VKILL]);
		return;
	}
	ti->ti_end = ti->ti_linestart;
	if (LFLAG(tp, ECHO)) {
		echo_char(tp, tp->t_termios.c_cc[VKILL], false);
		if (LFLAG(tp, ECHOK))
			(void)ttydisc_outchar(tp, '\n');
	}
}

static void
reprint_line(struct tty *tp)
{
	struct ttyinq *ti;
	u_int pos;

	ti = &tp->t_inq;
	if (!LFLAG(tp, ECHO))
		return;
	echo_char(tp, tp->t_termios.c_cc[VREPRINT], false);
	(void)ttydisc_outchar(tp, '\n');
	tp->t_writepos = tp->t_column;
	for (pos = ti->ti_linestart; pos != ti->ti_end; pos++)
		echo_char(tp, ti->ti_buf[pos & TTY_QMASK],
		    inq_quoted(ti, pos));
}

/*
 * Characters that send a signal; true if c is one.
 */
static bool
rint_signal(struct tty *tp, u_char c)
{
	int sig;

	if (!LFLAG(tp, ISIG))
		return (false);
	if (is_cc(tp, VINTR, c))
		sig = SIGINT;
	else if (is_cc(tp, VQUIT, c))
		sig = SIGQUIT;
	else if (is_cc(tp, VSUSP, c))
		sig = SIGTSTP;
	else if (LFLAG(tp, IEXTEN) && is_cc(tp, VSTATUS, c))
		sig = SIGINFO;
	else
		return (false);
	if (!LFLAG(tp, NOFLSH) && sig != SIGINFO)
		tty_flush(tp, sig == SIGTSTP ? FREAD : FREAD | FWRITE);
	if (LFLAG(tp, ECHO))
		echo_char(tp, c, false);
	tty_signal_pgrp(tp, sig);
	return (true);
}

/*
 * Flow control of the output; true if c was for that.
 */
static bool
rint_flow(struct tty *tp, u_char c)
{

	if (!IFLAG(tp, IXON))
		return (false);
	if (is_cc(tp, VSTOP, c) && ((tp->t_flags & TF_STOPPED) == 0 ||
	    !is_cc(tp, VSTART, c))) {
		tp->t_flags |= TF_STOPPED;
		return (true);
	}
	if (is_cc(tp, VSTART, c)) {
		tp->t_flags &= ~TF_STOPPED;
		return (true);
	}
	if (IFLAG(tp, IXANY))
		tp->t_flags &= ~TF_STOPPED;
	return (false);
}

/*
 * Editing of the line; true if c was for that.
 */
static bool
rint_edit(struct tty *tp, u_char c)
{

	if (is_cc(tp, VERASE, c) || is_cc(tp, VERASE2, c))
		erase_char(tp);
	else if (is_cc(tp, VKILL, c))
		kill_line(tp);
	else if (LFLAG(tp, IEXTEN) && is_cc(tp, VWERASE, c))
		erase_word(tp);
	else if (LFLAG(tp, IEXTEN) && is_cc(tp, VREPRINT, c))
		reprint_line(tp);
	else
		return (false);
	return (true);
}

/*
 * Put a character into the queue; in canonical mode a place is kept for the
 * end of the line.
 */
static int
rint_insert(struct tty *tp, u_char c, bool quote)
{
	u_int keep;
	bool canon, ends;

	canon = LFLAG(tp, ICANON);
	ends = canon && !quote && is_break(tp, c);
	keep = canon && !ends ? 1 : 0;
	if (ttyinq_room(&tp->t_inq) <= keep) {
		if (IFLAG(tp, IMAXBEL))
			(void)ttydisc_outchar(tp, '\a');
		tp->t_flags |= TF_HIWAT_IN;
		/* A line that fills the queue can still be edited. */
		return (canon ? 0 : -1);
	}
	inq_put(&tp->t_inq, c, quote);
	echo_input(tp, c, quote);
	if (!canon || ends)
		tp->t_inq.ti_linestart = tp->t_inq.ti_end;
	return (0);
}

/*
 * Break conditions and bad characters; true if that is all about c.
 */
static bool
rint_error(struct tty *tp, u_char *c, int flags)
{

	if ((flags & TRE_BREAK) != 0) {
		if (IFLAG(tp, IGNBRK))
			return (true);
		if (IFLAG(tp, BRKINT)) {
			tty_flush(tp, FREAD | FWRITE);
			tty_signal_pgrp(tp, SIGINT);
			return (true);
		}
		*c = 0;
	} else if ((flags & (TRE_FRAMING | TRE_PARITY)) != 0) {
		if (IFLAG(tp, IGNPAR))
			return (true);
		*c = 0;
	}
	return (false);
}

int
ttydisc_rint(struct tty *tp, char ch, int flags)
{
	u_char c;

	tty_lock_assert(tp, MA_OWNED);
	c = ch;
	if (flags != 0 && rint_error(tp, &c, flags))
		return (0);
	if (IFLAG(tp, ISTRIP))
		c &= 0x7f;
	if ((tp->t_flags & TF_LITERAL) != 0) {
		tp->t_flags &= ~TF_LITERAL;
		return (rint_insert(tp, c, true));
	}
	if (LFLAG(tp, IEXTEN) && is_cc(tp, VLNEXT, c) &&
	    LFLAG(tp, ICANON | ISIG)) {
		tp->t_flags |= TF_LITERAL;
		if (LFLAG(tp, ECHO) && LFLAG(tp, ECHOE)) {
			(void)ttydisc_outchar(tp, '^');
			(void)ttydisc_outchar(tp, '\b');
		}
		return (0);
	}
	if (rint_flow(tp, c) || rint_signal(tp, c))
		return (0);
	if (c == '\r') {
		if (IFLAG(tp, IGNCR))
			return (0);
		if (IFLAG(tp, ICRNL))
			c = '\n';
	} else if (c == '\n' && IFLAG(tp, INLCR))
		c = '\r';
	if (LFLAG(tp, ICANON) && rint_edit(tp, c))
		return (0);
	return (rint_insert(tp, c, false));
}

void
ttydisc_rint_done(struct tty *tp)
{

	tty_lock_assert(tp, MA_OWNED);
	if (ttydisc_bytesavail(tp) > 0)
		tty_wakeup(tp, FREAD);
	if (ttydisc_getc_poll(tp) > 0)
		tp->t_devsw->tsw_outwakeup(tp);
}

size_t
ttydisc_rint_poll(struct tty *tp)
{

	return (ttyinq_room(&tp->t_inq));
}

size_t
ttydisc_getc(struct tty *tp, void *buf, size_t len)
{
	struct ttyoutq *to;
	size_t first, n, offset;

	tty_lock_assert(tp, MA_OWNED);
	to = &tp->t_outq;
	n = MIN(len, ttydisc_getc_poll(tp));
	if (n == 0)
		return (0);
	offset = to->to_begin & TTY_QMASK;
	first = MIN(n, TTY_QSIZE - offset);
	memcpy(buf, to->to_buf + offset, first);
	memcpy((char *)buf + first, to->to_buf, n - first);
	to->to_begin += n;
	/* Let writers go on only when it is worth while. */
	if (ttyoutq_used(to) <= TTY_QSIZE / 2 &&
	    ttyoutq_used(to) + n > TTY_QSIZE / 2)
		tty_wakeup(tp, FWRITE);
	else if (ttyoutq_used(to) == 0)
		tty_wakeup(tp, FWRITE);
	return (n);
}

size_t
ttydisc_getc_poll(struct tty *tp)
{

	return ((tp->t_flags & TF_STOPPED) != 0 ? 0 :
	    ttyoutq_used(&tp->t_outq));
}

u_int
ttydisc_bytesavail(struct tty *tp)
{
	const struct ttyinq *ti;
	u_int n;

	ti = &tp->t_inq;
	n = ti->ti_linestart - ti->ti_begin;
	/* Without ICANON a read may also wait for VMIN characters. */
	if (!LFLAG(tp, ICANON) && tp->t_termios.c_cc[VTIME] == 0 &&
	    n < tp->t_termios.c_cc[VMIN])
		return (0);
	return (n);
}

/*
 * What was typed before the mode changed can be read at once.
 */
void
ttydisc_canonicalize(struct tty *tp)
{

	tp->t_inq.ti_linestart = tp->t_inq.ti_end;
	tty_wakeup(tp, FREAD);
}
