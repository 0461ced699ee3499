/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading from and writing to terminals.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/termios.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define	TTY_CHUNK	256	/* bytes that are moved at a time */

/*
 * uiomove may sleep for a page, so the lock is let go meanwhile.
 */
static int
move_unlocked(struct tty *tp, void *buf, u_int len, struct uio *uio)
{
	int error;

	tty_unlock(tp);
	error = uiomove(buf, len, uio);
	tty_lock(tp);
	return (error);
}

/*
 * Take n readable characters out of the queue.
 */
static void
inq_take(struct tty *tp, u_char *buf, u_int n)
{
	struct ttyinq *ti;
	u_int i;

	ti = &tp->t_inq;
	for (i = 0; i < n; i++)
		buf[i] = ti->ti_buf[ti->ti_begin++ & TTY_QMASK];
}

/*
 * The driver stopped the line when the queue was full.
 */
static void
inq_check_hiwat(struct tty *tp)
{

	if ((tp->t_flags & TF_HIWAT_IN) == 0 ||
	    ttyinq_room(&tp->t_inq) < TTY_QSIZE / 2)
		return;
	tp->t_flags &= ~TF_HIWAT_IN;
	if (tp->t_devsw->tsw_inwakeup != NULL)
		tp->t_devsw->tsw_inwakeup(tp);
}

/*
 * Wait until there is something to read: 0, EWOULDBLOCK, EINTR, ERESTART,
 * EIO for a background process that cannot be stopped, ENXIO after a
 * hangup.  timo in ticks.
 */
static int
wait_input(struct tty *tp, int ioflag, u_int hangups, int timo, u_int need)
{
	int error;

	for (;;) {
		if (tty_hungup(tp, hangups))
			return (ENXIO);
		error = tty_wait_background(tp, curthread, SIGTTIN);
		if (error != 0)
			return (error);
		if (tp->t_inq.ti_linestart - tp->t_inq.ti_begin >= need)
			return (0);
		if ((ioflag & IO_NDELAY) != 0)
			return (EWOULDBLOCK);
		error = tty_timedwait(tp, &tp->t_inwait, timo);
		if (error != 0)
			return (error);
	}
}

/*
 * The length of the first line in the queue, at most max; *eof if it ends
 * with a VEOF, which is not counted.
 */
static u_int
first_line(const struct tty *tp, u_int max, bool *eof)
{
	const struct ttyinq *ti;
	const cc_t *cc;
	u_int n, pos;
	u_char c;

	ti = &tp->t_inq;
	cc = tp->t_termios.c_cc;
	*eof = false;
	for (n = 0, pos = ti->ti_begin; pos != ti->ti_linestart; pos++, n++) {
		c = ti->ti_buf[pos & TTY_QMASK];
		if ((ti->ti_quote[(pos & TTY_QMASK) / 32] &
		    (1U << (pos % 32))) == 0) {
			if (c == cc[VEOF] && c != _POSIX_VDISABLE) {
				*eof = true;
				return (n);
			}
			if (n < max && (c == '\n' || (c != _POSIX_VDISABLE &&
			    (c == cc[VEOL] || c == cc[VEOL2]))))
				return (n + 1);
		}
		if (n == max)
			return (max);
	}
	return (n);
}

/*
 * One line, or as much of it as is asked for.
 */
static int
read_canonical(struct tty *tp, struct uio *uio, int ioflag, u_int hangups)
{
	u_char buf[TTY_CHUNK];
	u_int n;
	int error;
	bool eof, done;

	error = wait_input(tp, ioflag, hangups, 0, 1);
	if (error != 0)
		return (error);
	do {
		n = first_line(tp, MIN((size_t)uio->uio_resid, sizeof(buf)),
		    &eof);
		inq_take(tp, buf, n);
		/* At the end of a line that a full chunk does not hide. */
		done = eof || n < sizeof(buf) ||
		    (n > 0 && buf[n - 1] == '\n');
		if (eof)
			tp->t_inq.ti_begin++;
		inq_check_hiwat(tp);
		error = move_unlocked(tp, buf, n, uio);
	} while (error == 0 && !done && uio->uio_resid > 0 &&
	    tp->t_inq.ti_begin != tp->t_inq.ti_linestart);
	return (error);
}

/*
 * How many characters are to be there before read returns something, and
 * how long it waits for them: POSIX, 11.1.7, cases A to D.
 */
static int
read_raw(struct tty *tp, struct uio *uio, int ioflag, u_int hangups)
{
	u_char buf[TTY_CHUNK];
	u_int have, n, vmin, want;
	int error, vtime;

	vmin = tp->t_termios.c_cc[VMIN];
	vtime = tp->t_termios.c_cc[VTIME] * hz / 10;
	want = MIN((size_t)uio->uio_resid, vmin);
	if (vmin == 0) {
		error = wait_input(tp, ioflag, hangups, vtime,
		    vtime == 0 ? 0 : 1);
	} else if (vtime == 0)
		error = wait_input(tp, ioflag, hangups, 0, want);
	else {
		/* The timer runs between characters, from the first on. */
		have = 1;
		error = wait_input(tp, ioflag, hangups, 0, have);
		while (error == 0 && have < want) {
			have = MIN(tp->t_inq.ti_linestart -
			    tp->t_inq.ti_begin + 1, want);
			error = wait_input(tp, ioflag, hangups, vtime, have);
		}
	}
	/* The end of the time is no error, nor is O_NONBLOCK with a few. */
	if (error == EWOULDBLOCK && ((ioflag & IO_NDELAY) == 0 ||
	    tp->t_inq.ti_linestart != tp->t_inq.ti_begin))
		error = 0;
	while (error == 0 && uio->uio_resid > 0) {
		n = MIN(tp->t_inq.ti_linestart - tp->t_inq.ti_begin,
		    MIN((size_t)uio->uio_resid, sizeof(buf)));
		if (n == 0)
			break;
		inq_take(tp, buf, n);
		inq_check_hiwat(tp);
		error = move_unlocked(tp, buf, n, uio);
	}
	return (error);
}

int
ttydisc_read(struct tty *tp, struct uio *uio, int ioflag, u_int hangups)
{
	int error;

	tty_lock_assert(tp, MA_OWNED);
	if (uio->uio_resid == 0)
		return (0);
	if ((tp->t_termios.c_lflag & ICANON) != 0)
		error = read_canonical(tp, uio, ioflag, hangups);
	else
		error = read_raw(tp, uio, ioflag, hangups);
	/* A terminal that was hung up is at its end. */
	return (error == ENXIO ? 0 : error);
}

/*
 * Wait for room in the output queue.
 */
static int
wait_output(struct tty *tp, int ioflag, u_int hangups)
{

	tp->t_devsw->tsw_outwakeup(tp);
	if (ttyoutq_room(&tp->t_outq) >= 8)
		return (0);
	if ((ioflag & IO_NDELAY) != 0)
		return (EWOULDBLOCK);
	if (tty_hungup(tp, hangups))
		return (EIO);
	return (tty_timedwait(tp, &tp->t_outwait, 0));
}

int
ttydisc_write(struct tty *tp, struct uio *uio, int ioflag, u_int hangups)
{
	u_char buf[TTY_CHUNK];
	u_int done, n;
	int error;

	tty_lock_assert(tp, MA_OWNED);
	error = 0;
	while (error == 0 && uio->uio_resid > 0) {
		if (tty_hungup(tp, hangups))
			return (EIO);
		if ((tp->t_termios.c_lflag & TOSTOP) != 0) {
			error = tty_wait_background(tp, curthread, SIGTTOU);
			if (error != 0)
				break;
		}
		n = MIN((size_t)uio->uio_resid, sizeof(buf));
		error = move_unlocked(tp, buf, n, uio);
		if (error != 0)
			break;
		for (done = 0; done < n;) {
			if (ttydisc_outchar(tp, buf[done])) {
				done++;
				continue;
			}
			error = wait_output(tp, ioflag, hangups);
			if (error != 0)
				break;
		}
		/* What did not fit was not written. */
		uio->uio_resid += n - done;
	}
	tp->t_devsw->tsw_outwakeup(tp);
	return (error);
}
