/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux's ioctl(2): commands of terminals, and those every file knows.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/syscallsubr.h>
#include <sys/ttycom.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_termios.h>
#include <compat/linux/linux_util.h>

#define	LINUX_TCGETS		0x5401
#define	LINUX_TCSETS		0x5402
#define	LINUX_TCSETSW		0x5403
#define	LINUX_TCSETSF		0x5404
#define	LINUX_TCSBRK		0x5409
#define	LINUX_TCXONC		0x540a
#define	LINUX_TCFLSH		0x540b
#define	LINUX_TIOCEXCL		0x540c
#define	LINUX_TIOCNXCL		0x540d
#define	LINUX_TIOCSCTTY		0x540e
#define	LINUX_TIOCGPGRP		0x540f
#define	LINUX_TIOCSPGRP		0x5410
#define	LINUX_TIOCOUTQ		0x5411
#define	LINUX_TIOCSTI		0x5412
#define	LINUX_TIOCGWINSZ	0x5413
#define	LINUX_TIOCSWINSZ	0x5414
#define	LINUX_TIOCMGET		0x5415
#define	LINUX_TIOCMBIS		0x5416
#define	LINUX_TIOCMBIC		0x5417
#define	LINUX_TIOCMSET		0x5418
#define	LINUX_FIONREAD		0x541b
#define	LINUX_FIONBIO		0x5421
#define	LINUX_TIOCNOTTY		0x5422
#define	LINUX_TIOCSETD		0x5423
#define	LINUX_TIOCGETD		0x5424
#define	LINUX_TCSBRKP		0x5425
#define	LINUX_TIOCGSID		0x5429
#define	LINUX_FIONCLEX		0x5450
#define	LINUX_FIOCLEX		0x5451
#define	LINUX_FIOASYNC		0x5452

/* Arguments of TCXONC and TCFLSH */
#define	LINUX_TCOOFF		0
#define	LINUX_TCOON		1
#define	LINUX_TCIFLUSH		0
#define	LINUX_TCOFLUSH		1
#define	LINUX_TCIOFLUSH		2

/*
 * Commands whose argument is the same in both systems: where it is and how
 * many bytes follows from the native command.
 */
static const struct {
	u_int	linux_cmd;
	u_long	bsd_cmd;
} same_ioctls[] = {
	{ LINUX_TIOCGWINSZ,	TIOCGWINSZ },
	{ LINUX_TIOCGPGRP,	TIOCGPGRP },
	{ LINUX_TIOCSPGRP,	TIOCSPGRP },
	{ LINUX_FIONREAD,	FIONREAD },
	{ LINUX_FIONBIO,	FIONBIO },
	{ LINUX_FIOASYNC,	FIOASYNC },
	{ LINUX_FIOCLEX,	FIOCLEX },
	{ LINUX_FIONCLEX,	FIONCLEX },
	{ LINUX_TIOCSWINSZ,	TIOCSWINSZ },
	{ LINUX_TIOCSCTTY,	TIOCSCTTY },
	{ LINUX_TIOCNOTTY,	TIOCNOTTY },
	{ LINUX_TIOCGSID,	TIOCGSID },
	{ LINUX_TIOCEXCL,	TIOCEXCL },
	{ LINUX_TIOCNXCL,	TIOCNXCL },
	{ LINUX_TIOCOUTQ,	TIOCOUTQ },
	{ LINUX_TIOCSTI,	TIOCSTI },
	{ LINUX_TIOCMGET,	TIOCMGET },
	{ LINUX_TIOCMBIS,	TIOCMBIS },
	{ LINUX_TIOCMBIC,	TIOCMBIC },
	{ LINUX_TIOCMSET,	TIOCMSET },
	{ LINUX_TIOCGETD,	TIOCGETD },
	{ LINUX_TIOCSETD,	TIOCSETD },
};

/* Large enough for the argument of any command above. */
union ioctl_data {
	int		number;
	struct winsize	winsize;
};

/* ENOIOCTL: the command is not in the table. */
static int
linux_ioctl_same(struct thread *td, int fd, u_int cmd, l_uintptr_t arg)
{
	union ioctl_data data;
	u_long com;
	size_t i;
	int error;

	for (i = 0; i < nitems(same_ioctls); i++)
		if (same_ioctls[i].linux_cmd == cmd)
			break;
	if (i == nitems(same_ioctls))
		return (ENOIOCTL);
	com = same_ioctls[i].bsd_cmd;
	memset(&data, 0, sizeof(data));
	if ((com & IOC_IN) != 0) {
		error = copyin((void *)arg, &data, IOCPARM_LEN(com));
		if (error != 0)
			return (error);
	}
	error = kern_ioctl(td, fd, com, (caddr_t)&data);
	if (error == 0 && (com & IOC_OUT) != 0)
		error = copyout(&data, (void *)arg, IOCPARM_LEN(com));
	return (error);
}

static int
linux_ioctl_tcgets(struct thread *td, int fd, l_uintptr_t arg)
{
	struct l_termios lt;
	struct termios t;
	int error;

	error = kern_ioctl(td, fd, TIOCGETA, (caddr_t)&t);
	if (error != 0)
		return (error);
	bsd_to_linux_termios(&t, &lt);
	return (copyout(&lt, (void *)arg, sizeof(lt)));
}

/* Start from the present attributes, so that those Linux lacks survive. */
static int
linux_ioctl_tcsets(struct thread *td, int fd, u_long com, l_uintptr_t arg)
{
	struct l_termios lt;
	struct termios t;
	int error;

	error = copyin((void *)arg, &lt, sizeof(lt));
	if (error == 0)
		error = kern_ioctl(td, fd, TIOCGETA, (caddr_t)&t);
	if (error != 0)
		return (error);
	linux_to_bsd_termios(&lt, &t);
	return (kern_ioctl(td, fd, com, (caddr_t)&t));
}

static int
linux_ioctl_tcflsh(struct thread *td, int fd, l_uintptr_t queue)
{
	int which;

	switch (queue) {
	case LINUX_TCIFLUSH:
		which = FREAD;
		break;
	case LINUX_TCOFLUSH:
		which = FWRITE;
		break;
	case LINUX_TCIOFLUSH:
		which = FREAD | FWRITE;
		break;
	default:
		return (EINVAL);
	}
	return (kern_ioctl(td, fd, TIOCFLUSH, (caddr_t)&which));
}

static int
linux_ioctl_tcxonc(struct thread *td, int fd, l_uintptr_t action)
{

	switch (action) {
	case LINUX_TCOOFF:
		return (kern_ioctl(td, fd, TIOCSTOP, NULL));
	case LINUX_TCOON:
		return (kern_ioctl(td, fd, TIOCSTART, NULL));
	default:
		return (EINVAL);
	}
}

/* A quarter of a second of break, or, by an old convention, only drain. */
static int
linux_ioctl_tcsbrk(struct thread *td, int fd, bool brk)
{
	int error;

	error = kern_ioctl(td, fd, TIOCDRAIN, NULL);
	if (error != 0 || !brk)
		return (error);
	error = kern_ioctl(td, fd, TIOCSBRK, NULL);
	if (error == 0) {
		pause("lbreak", hz / 4);
		error = kern_ioctl(td, fd, TIOCCBRK, NULL);
	}
	return (error);
}

int
linux_ioctl(struct thread *td, struct linux_ioctl_args *uap)
{
	u_int cmd;
	int error, fd;

	fd = uap->fd;
	cmd = (u_int)uap->cmd;
	switch (cmd) {
	case LINUX_TCGETS:
		error = linux_ioctl_tcgets(td, fd, uap->arg);
		break;
	case LINUX_TCSETS:
		error = linux_ioctl_tcsets(td, fd, TIOCSETA, uap->arg);
		break;
	case LINUX_TCSETSW:
		error = linux_ioctl_tcsets(td, fd, TIOCSETAW, uap->arg);
		break;
	case LINUX_TCSETSF:
		error = linux_ioctl_tcsets(td, fd, TIOCSETAF, uap->arg);
		break;
	case LINUX_TCFLSH:
		error = linux_ioctl_tcflsh(td, fd, uap->arg);
		break;
	case LINUX_TCXONC:
		error = linux_ioctl_tcxonc(td, fd, uap->arg);
		break;
	case LINUX_TCSBRK:
		error = linux_ioctl_tcsbrk(td, fd, uap->arg == 0);
		break;
	case LINUX_TCSBRKP:
		error = linux_ioctl_tcsbrk(td, fd, true);
		break;
	default:
		error = linux_ioctl_same(td, fd, cmd, uap->arg);
		break;
	}
	/* Commands that nobody knows: a bad descriptor goes first. */
	if (error == ENOIOCTL)
		error = linux_check_fd(td, fd) != 0 ? EBADF : ENOTTY;
	return (error);
}
