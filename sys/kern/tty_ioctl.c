/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ioctl(2) on terminals: modes, queues, window size.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/termios.h>
#include <sys/tty.h>

/*
 * Commands that change the terminal stop a process in the background first.
 */
static bool
changes_terminal(u_long cmd)
{

	switch (cmd) {
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
	case TIOCSETD:
	case TIOCFLUSH:
	case TIOCDRAIN:
	case TIOCSPGRP:
	case TIOCSTART:
	case TIOCSTOP:
	case TIOCSTI:
	case TIOCSWINSZ:
	case TIOCSBRK:
	case TIOCCBRK:
		return (true);
	default:
		return (false);
	}
}

static int
set_termios(struct tty *tp, u_long cmd, const struct termios *t)
{
	struct termios new, old;
	int error;

	if (cmd != TIOCSETA) {
		error = tty_drain(tp);
		if (error != 0)
			return (error);
	}
	if (cmd == TIOCSETAF)
		tty_flush(tp, FREAD);
	old = tp->t_termios;
	new = *t;
	if (new.c_ispeed == 0)
		new.c_ispeed = new.c_ospeed;
	if ((new.c_cflag & CIGNORE) != 0) {
		new.c_cflag = old.c_cflag;
		new.c_ispeed = old.c_ispeed;
		new.c_ospeed = old.c_ospeed;
	} else if (tp->t_devsw->tsw_param != NULL &&
	    (new.c_cflag != old.c_cflag || new.c_ospeed != old.c_ospeed ||
	    new.c_ispeed != old.c_ispeed)) {
		error = tp->t_devsw->tsw_param(tp, &new);
		if (error != 0)
			return (error);
	}
	tp->t_termios = new;
	if (((new.c_lflag ^ old.c_lflag) & ICANON) != 0)
		ttydisc_canonicalize(tp);
	if ((new.c_iflag & IXON) == 0 && (old.c_iflag & IXON) != 0)
		tp->t_flags &= ~TF_STOPPED;
	/* Readers wait for what the new mode says. */
	tty_wakeup(tp, FREAD);
	tp->t_devsw->tsw_outwakeup(tp);
	return (0);
}

static void
set_winsize(struct tty *tp, const struct winsize *ws)
{

	if (memcmp(&tp->t_winsize, ws, sizeof(*ws)) == 0)
		return;
	tp->t_winsize = *ws;
	tty_signal_pgrp(tp, SIGWINCH);
}

/*
 * TIOCSTI: as if the character had been typed.
 */
static int
simulate_input(struct tty *tp, char c, int fflag, struct thread *td)
{

	if (((fflag & FREAD) == 0 || !tty_is_ctty(tp, td->td_proc)) &&
	    priv_check(td, PRIV_TTY_STI) != 0)
		return ((fflag & FREAD) == 0 ? EPERM : EACCES);
	(void)ttydisc_rint(tp, c, 0);
	ttydisc_rint_done(tp);
	return (0);
}

static int
modem_ioctl(struct tty *tp, u_long cmd, int *data)
{
	int on, off;

	if (tp->t_devsw->tsw_modem == NULL)
		return (ENOTTY);
	on = off = 0;
	switch (cmd) {
	case TIOCMGET:
		*data = tp->t_devsw->tsw_modem(tp, 0, 0) | TIOCM_LE;
		return (0);
	case TIOCMSET:
		on = *data;
		off = ~*data;
		break;
	case TIOCMBIS:
		on = *data;
		break;
	case TIOCMBIC:
		off = *data;
		break;
	case TIOCSDTR:
		on = SER_DTR;
		break;
	case TIOCCDTR:
		off = SER_DTR;
		break;
	}
	(void)tp->t_devsw->tsw_modem(tp, on & (SER_DTR | SER_RTS),
	    off & (SER_DTR | SER_RTS));
	return (0);
}

/*
 * The queues.
 */
static int
queue_ioctl(struct tty *tp, u_long cmd, int *data)
{

	switch (cmd) {
	case FIONREAD:
		*data = tp->t_inq.ti_linestart - tp->t_inq.ti_begin;
		return (0);
	case FIONWRITE:
	case TIOCOUTQ:
		*data = ttyoutq_used(&tp->t_outq);
		return (0);
	case FIONSPACE:
		*data = ttyoutq_room(&tp->t_outq);
		return (0);
	case TIOCFLUSH:
		tty_flush(tp, *data == 0 ? FREAD | FWRITE :
		    *data & (FREAD | FWRITE));
		return (0);
	case TIOCDRAIN:
		return (tty_drain(tp));
	case TIOCSTOP:
		tp->t_flags |= TF_STOPPED;
		return (0);
	case TIOCSTART:
		tp->t_flags &= ~TF_STOPPED;
		tp->t_devsw->tsw_outwakeup(tp);
		return (0);
	default:
		return (ENOIOCTL);
	}
}

static int
generic_ioctl(struct tty *tp, u_long cmd, void *data, int fflag,
    struct thread *td)
{

	switch (cmd) {
	case FIONBIO:
		return (0);
	case TIOCGETA:
		*(struct termios *)data = tp->t_termios;
		return (0);
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
		return (set_termios(tp, cmd, data));
	case TIOCGETD:
		*(int *)data = TTYDISC;
		return (0);
	case TIOCSETD:
		return (*(int *)data == TTYDISC ? 0 : ENXIO);
	case TIOCGWINSZ:
		*(struct winsize *)data = tp->t_winsize;
		return (0);
	case TIOCSWINSZ:
		set_winsize(tp, data);
		return (0);
	case TIOCEXCL:
		tp->t_flags |= TF_EXCLUDE;
		return (0);
	case TIOCNXCL:
		tp->t_flags &= ~TF_EXCLUDE;
		return (0);
	case TIOCSTI:
		return (simulate_input(tp, *(char *)data, fflag, td));
	case TIOCSIG:
		if (!_SIG_VALID(*(int *)data))
			return (EINVAL);
		tty_signal_pgrp(tp, *(int *)data);
		return (0);
	case TIOCMGET:
	case TIOCMSET:
	case TIOCMBIS:
	case TIOCMBIC:
	case TIOCSDTR:
	case TIOCCDTR:
		return (modem_ioctl(tp, cmd, data));
	default:
		return (ENOIOCTL);
	}
}

int
tty_ioctl(struct tty *tp, u_long cmd, void *data, int fflag,
    struct thread *td)
{
	int error;

	tty_lock_assert(tp, MA_OWNED);
	if (changes_terminal(cmd)) {
		error = tty_wait_background(tp, td, SIGTTOU);
		if (error != 0)
			return (error);
	}
	error = ENOIOCTL;
	if (tp->t_devsw->tsw_ioctl != NULL)
		error = tp->t_devsw->tsw_ioctl(tp, cmd, data, td);
	if (error == ENOIOCTL)
		error = tty_ioctl_jobs(tp, cmd, data, td);
	if (error == ENOIOCTL)
		error = queue_ioctl(tp, cmd, data);
	if (error == ENOIOCTL)
		error = generic_ioctl(tp, cmd, data, fflag, td);
	return (error);
}
