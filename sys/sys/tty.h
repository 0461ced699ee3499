/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminals: the line discipline above, a driver below.
 */
#ifndef _SYS_TTY_H_
#define	_SYS_TTY_H_

#include <sys/param.h>
#include <sys/queue.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/condvar.h>
#include <sys/selinfo.h>
#include <sys/_termios.h>
#include <sys/ttycom.h>

#ifdef _KERNEL

struct pgrp;
struct proc;
struct session;
struct thread;
struct tty;
struct ucred;
struct uio;

/*
 * A driver's entry points, all with the tty's lock held.  NULL members do
 * nothing and succeed.
 */
struct ttydevsw {
	int	(*tsw_open)(struct tty *);	/* first open */
	void	(*tsw_close)(struct tty *);	/* last close */
	/* Take output with ttydisc_getc and send it. */
	void	(*tsw_outwakeup)(struct tty *);
	/* There is room for input again. */
	void	(*tsw_inwakeup)(struct tty *);
	/* ENOIOCTL: not the driver's. */
	int	(*tsw_ioctl)(struct tty *, u_long, caddr_t, struct thread *);
	/* Speed and format changed; may adjust them, EINVAL. */
	int	(*tsw_param)(struct tty *, struct termios *);
	/* Raise and lower SER_* lines; both 0: return all lines. */
	int	(*tsw_modem)(struct tty *, int sigon, int sigoff);
	/* Output has not wholly left the hardware. */
	bool	(*tsw_busy)(struct tty *);
};

/* Lines of tsw_modem: those of TIOCMGET. */
#define	SER_DTR		TIOCM_DTR
#define	SER_RTS		TIOCM_RTS

#define	TTY_QSIZE	4096		/* a power of two */
#define	TTY_QMASK	(TTY_QSIZE - 1)

/*
 * Input.  Positions count characters since ever; the buffer index is the
 * position modulo the size.  [begin, linestart) can be read, [linestart,
 * end) is the line that is still edited.  A set bit in quote: literal.
 */
struct ttyinq {
	u_int	ti_begin;
	u_int	ti_linestart;
	u_int	ti_end;
	u_char	ti_buf[TTY_QSIZE];
	uint32_t ti_quote[TTY_QSIZE / 32];
};

/* Output, after all processing. */
struct ttyoutq {
	u_int	to_begin;
	u_int	to_end;
	u_char	to_buf[TTY_QSIZE];
};

/*
 * A terminal; t_mtx protects all of it.  t_pgrp and t_session also change
 * only under proctree_lock.
 */
struct tty {
	struct mtx	t_mtx;
	u_int		t_flags;	/* TF_* */
	u_int		t_opencnt;	/* open files */
	u_int		t_hangups;	/* descriptors from before are dead */
	struct termios	t_termios;
	struct termios	t_init;		/* at the first open */
	struct winsize	t_winsize;
	u_int		t_column;	/* of the cursor, from 0 */
	u_int		t_writepos;	/* column where the edited line began */
	struct ttyinq	t_inq;
	struct ttyoutq	t_outq;
	struct cv	t_inwait;	/* input, or a change of its mode */
	struct cv	t_outwait;	/* room for output, or all is out */
	struct cv	t_bgwait;	/* the foreground group changed */
	struct selinfo	t_inpoll;
	struct selinfo	t_outpoll;
	struct pgrp	*t_pgrp;	/* foreground group */
	struct session	*t_session;	/* whose controlling terminal it is */
	const struct ttydevsw *t_devsw;
	void		*t_softc;	/* the driver's own */
};

#define	TF_EXCLUDE	0x0001		/* TIOCEXCL */
#define	TF_STOPPED	0x0002		/* output halted by ^S or TCOOFF */
#define	TF_GONE		0x0004		/* the driver is gone */
#define	TF_LITERAL	0x0008		/* the next character is literal */
#define	TF_HIWAT_IN	0x0010		/* the input queue was full */

#define	tty_lock(tp)	mtx_lock(&(tp)->t_mtx)
#define	tty_unlock(tp)	mtx_unlock(&(tp)->t_mtx)
#define	tty_lock_assert(tp, ma) mtx_assert(&(tp)->t_mtx, (ma))
#define	tty_softc(tp)	((tp)->t_softc)
#define	tty_gone(tp)	((tp)->t_flags & TF_GONE)
#define	tty_opened(tp)	((tp)->t_opencnt != 0)
#define	CMP_FLAG(field, flag, tp)					\
	(((tp)->t_termios.c_ ## field ## flag) != 0)

/* A driver makes a terminal; a name as make_dev(9) takes it. */
struct tty *tty_alloc(const struct ttydevsw *tsw, void *softc);
void	tty_makedev(struct tty *tp, struct ucred *cred, const char *fmt, ...)
	    __printflike(3, 4);

/*
 * Line discipline, driver's side; locked.  ttydisc_rint: a character came,
 * with flags TRE_*; -1 when there is no room.  ttydisc_rint_done: no more
 * for now.  ttydisc_getc: up to len characters to send.
 */
int	ttydisc_rint(struct tty *tp, char c, int flags);
#define	TRE_FRAMING	0x01
#define	TRE_PARITY	0x02
#define	TRE_OVERRUN	0x04
#define	TRE_BREAK	0x08
void	ttydisc_rint_done(struct tty *tp);
size_t	ttydisc_getc(struct tty *tp, void *buf, size_t len);
size_t	ttydisc_rint_poll(struct tty *tp);	/* room for input */
size_t	ttydisc_getc_poll(struct tty *tp);	/* characters to send */

/*
 * Line discipline, program's side; locked, but unlocked while bytes move.
 * hangups: t_hangups when the caller opened; tty_hungup says what follows.
 */
int	ttydisc_read(struct tty *tp, struct uio *uio, int ioflag, u_int hangups);
int	ttydisc_write(struct tty *tp, struct uio *uio, int ioflag,
	    u_int hangups);
u_int	ttydisc_bytesavail(struct tty *tp); /* that read would give */
void	ttydisc_canonicalize(struct tty *tp);	/* c_lflag changed */
/* Output as a program's; false: no room, nothing was put. */
bool	ttydisc_outchar(struct tty *tp, u_char c);

/* Queues. */
static __inline u_int
ttyinq_room(const struct ttyinq *ti)
{

	return (TTY_QSIZE - (ti->ti_end - ti->ti_begin));
}
static __inline u_int
ttyoutq_room(const struct ttyoutq *to)
{

	return (TTY_QSIZE - (to->to_end - to->to_begin));
}
static __inline u_int
ttyoutq_used(const struct ttyoutq *to)
{

	return (to->to_end - to->to_begin);
}

/*
 * Signals and job control; locked.  tty_wait_background: 0 when the process
 * may go on, EIO, or ERESTART and EINTR after it was signalled.
 */
void	tty_signal_pgrp(struct tty *tp, int sig);
int	tty_wait_background(struct tty *tp, struct thread *td, int sig);
bool	tty_is_ctty(struct tty *tp, struct proc *p);
/* Wake readers and writers; start output. */
void	tty_wakeup(struct tty *tp, int flags);
void	tty_flush(struct tty *tp, int flags);	/* FREAD, FWRITE */
/* Sleep, unlocked meanwhile: 0, EINTR, ERESTART; timo in ticks, 0: no limit. */
int	tty_timedwait(struct tty *tp, struct cv *cv, int timo);
int	tty_drain(struct tty *tp);	/* until all output is out */
static __inline bool
tty_hungup(const struct tty *tp, u_int hangups)
{

	return (tp->t_hangups != hangups || (tp->t_flags & TF_GONE) != 0);
}

/*
 * Groups and sessions end, from the process side; proctree_lock held
 * exclusively, tty locked on entry and unlocked on return.
 */
void	tty_rel_pgrp(struct tty *tp, struct pgrp *pgrp);
void	tty_rel_sess(struct tty *tp, struct session *sess);
void	tty_hangup_session(struct tty *tp, struct session *sess);
/* Commands; locked, may unlock meanwhile.  ENOIOCTL: unknown. */
int	tty_ioctl(struct tty *tp, u_long cmd, void *data, int fflag,
	    struct thread *td);
int	tty_ioctl_jobs(struct tty *tp, u_long cmd, int *data,
	    struct thread *td);

/*
 * Entry points of any device that stands for a terminal; not locked.  open
 * remembers with the file that it may be hung up.
 */
int	tty_open(struct tty *tp, int oflags, struct thread *td);
int	tty_close(struct tty *tp);
int	tty_read(struct tty *tp, struct uio *uio, int ioflag);
int	tty_write(struct tty *tp, struct uio *uio, int ioflag);
int	tty_poll(struct tty *tp, int events, struct thread *td);
int	tty_ioctl_file(struct tty *tp, u_long cmd, caddr_t data, int fflag,
	    struct thread *td);

/* The terminal that /dev/console stands for. */
void	tty_set_console(struct tty *tp);
struct tty *tty_get_console(void);	/* or NULL */

#endif /* _KERNEL */

#endif /* !_SYS_TTY_H_ */
