/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The console, as kernel messages reach it.
 */
#ifndef _SYS_CONS_H_
#define	_SYS_CONS_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/linker_set.h>

struct consdev;

/* What a driver offers.  All run without locks, also in a panic. */
struct consdev_ops {
	/* Is the device there?  Sets cn_pri. */
	void	(*cn_probe)(struct consdev *);
	void	(*cn_init)(struct consdev *);
	/* A character, or -1: none has come. */
	int	(*cn_getc)(struct consdev *);
	void	(*cn_putc)(struct consdev *, int);
};

struct consdev {
	const struct consdev_ops *cn_ops;
	short		cn_pri;		/* CN_* */
	void		*cn_arg;	/* the driver's */
	char		cn_name[32];	/* device under /dev */
};

#define	CN_DEAD		0	/* not there */
#define	CN_LOW		1
#define	CN_NORMAL	2
#define	CN_INTERNAL	3
#define	CN_REMOTE	4	/* a serial line that the loader asked for */

/* A driver's console, in the set that cninit() looks through. */
#define	CONSOLE_DEVICE(name, ops, arg)					\
	static struct consdev name = {					\
		.cn_ops = &(ops),					\
		.cn_arg = (arg),					\
	};								\
	DATA_SET(cons_set, name)

extern struct consdev	*cn_tab;	/* the console in use, or NULL */
extern int		cn_mute;	/* no output (RB_MUTE) */

/* Choose the console; as early as possible, called by the machine's start. */
void	cninit(void);
/*
 * Let another device show what the console does, or be the console if there is
 * none; ENOSPC if there are CN_MORE_MAX already.
 */
#define	CN_MORE_MAX	2
int	cnadd(struct consdev *cn);
/* Show there, too, what the console's terminal prints. */
void	cnmirror(const char *p, size_t n);
/* Put a character, a newline with its carriage return. */
void	cnputc(int c);
void	cnputsn(const char *p, size_t n);
/* Read a character, waiting for it, or -1 if there is none. */
int	cngetc(void);
int	cncheckc(void);

#endif /* _KERNEL */

#endif /* !_SYS_CONS_H_ */
