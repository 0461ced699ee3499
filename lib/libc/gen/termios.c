/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminals: tcgetattr(3) and its family, isatty(3).
 */
#include <sys/ioctl.h>
#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#define	FLUSH_READ	1	/* what TIOCFLUSH takes: FREAD, FWRITE */
#define	FLUSH_WRITE	2

int
tcgetattr(int fd, struct termios *t)
{

	return (ioctl(fd, TIOCGETA, t));
}

int
tcsetattr(int fd, int how, const struct termios *t)
{
	struct termios soft;

	if (how & TCSASOFT) {
		soft = *t;
		soft.c_cflag |= CIGNORE;
		t = &soft;
	}
	switch (how & ~TCSASOFT) {
	case TCSANOW:
		return (ioctl(fd, TIOCSETA, t));
	case TCSADRAIN:
		return (ioctl(fd, TIOCSETAW, t));
	case TCSAFLUSH:
		return (ioctl(fd, TIOCSETAF, t));
	}
	errno = EINVAL;
	return (-1);
}

int
tcdrain(int fd)
{

	return (ioctl(fd, TIOCDRAIN, 0));
}

int
tcflush(int fd, int queue)
{
	int what;

	switch (queue) {
	case TCIFLUSH:
		what = FLUSH_READ;
		break;
	case TCOFLUSH:
		what = FLUSH_WRITE;
		break;
	case TCIOFLUSH:
		what = FLUSH_READ | FLUSH_WRITE;
		break;
	default:
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, TIOCFLUSH, &what));
}

int
tcflow(int fd, int action)
{
	struct termios t;
	unsigned char c;

	switch (action) {
	case TCOOFF:
		return (ioctl(fd, TIOCSTOP, 0));
	case TCOON:
		return (ioctl(fd, TIOCSTART, 0));
	case TCIOFF:
	case TCION:
		if (tcgetattr(fd, &t) == -1)
			return (-1);
		c = t.c_cc[action == TCIOFF ? VSTOP : VSTART];
		if (c != _POSIX_VDISABLE && write(fd, &c, 1) == -1)
			return (-1);
		return (0);
	}
	errno = EINVAL;
	return (-1);
}

int
tcsendbreak(int fd, int len __unused)
{

	if (ioctl(fd, TIOCSBRK, 0) == -1)
		return (-1);
	usleep(400000);
	return (ioctl(fd, TIOCCBRK, 0));
}

pid_t
tcgetpgrp(int fd)
{
	int pgrp;

	if (ioctl(fd, TIOCGPGRP, &pgrp) == -1)
		return (-1);
	return (pgrp);
}

int
tcsetpgrp(int fd, pid_t pgrp)
{
	int value;

	value = pgrp;
	return (ioctl(fd, TIOCSPGRP, &value));
}

pid_t
tcgetsid(int fd)
{
	int sid;

	if (ioctl(fd, TIOCGSID, &sid) == -1)
		return (-1);
	return (sid);
}

/* A session leader makes fd its controlling terminal. */
int
tcsetsid(int fd, pid_t pid)
{

	if (pid != getsid(0)) {
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, TIOCSCTTY, 0));
}

int
isatty(int fd)
{
	struct termios t;

	return (tcgetattr(fd, &t) == 0);
}

speed_t
cfgetispeed(const struct termios *t)
{

	return (t->c_ispeed);
}

speed_t
cfgetospeed(const struct termios *t)
{

	return (t->c_ospeed);
}

int
cfsetispeed(struct termios *t, speed_t speed)
{

	t->c_ispeed = speed;
	return (0);
}

int
cfsetospeed(struct termios *t, speed_t speed)
{

	t->c_ospeed = speed;
	return (0);
}

int
cfsetspeed(struct termios *t, speed_t speed)
{

	t->c_ispeed = t->c_ospeed = speed;
	return (0);
}

void
cfmakeraw(struct termios *t)
{

	t->c_iflag &= ~(IMAXBEL | IXOFF | INPCK | BRKINT | PARMRK | ISTRIP |
	    INLCR | IGNCR | ICRNL | IXON | IGNPAR);
	t->c_iflag |= IGNBRK;
	t->c_oflag &= ~OPOST;
	t->c_lflag &= ~(ECHO | ECHOE | ECHOK | ECHONL | ICANON | ISIG |
	    IEXTEN | NOFLSH | TOSTOP | PENDIN);
	t->c_cflag &= ~(CSIZE | PARENB);
	t->c_cflag |= CS8 | CREAD;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}
