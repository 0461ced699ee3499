/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pipe(2).
 */
#ifndef _SYS_PIPE_H_
#define	_SYS_PIPE_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/file.h>
#include <sys/lock.h>
#include <sys/selinfo.h>
#include <sys/sx.h>
#include <sys/timespec.h>

struct filecaps;
struct thread;

/*
 * A pipe; its ends have it as f_data.  p_sx protects all of it and is held
 * during uiomove, so that transfers are atomic and see no half-moved data.
 */
struct pipe {
	struct sx	p_sx;
	char		*p_buf;
	u_int		p_size;		/* of p_buf, a power of two */
	u_int		p_out;		/* first byte, counted since ever */
	u_int		p_in;		/* byte after the last */
	u_int		p_readers;	/* open files that read */
	u_int		p_writers;
	u_int		p_rgen;		/* FIFO: opens to read, ever */
	u_int		p_wgen;
	bool		p_wantr;	/* a reader sleeps */
	bool		p_wantw;
	struct selinfo	p_rsel;
	struct selinfo	p_wsel;
	ino_t		p_ino;
	struct timespec	p_atime;
	struct timespec	p_mtime;
	struct timespec	p_ctime;
};

/*
 * Make a pipe; fildes[0] reads, fildes[1] writes.  flags: O_CLOEXEC,
 * O_NONBLOCK.
 */
int	kern_pipe(struct thread *td, int fildes[2], int flags,
	    struct filecaps *fcaps1, struct filecaps *fcaps2);

/*
 * For FIFOs: a pipe with no end open; one end more or less by FREAD and
 * FWRITE, true when that was the last; and the operations of its files.
 */
struct pipe *pipe_create(void);
void	pipe_free(struct pipe *p);
void	pipe_open_ends(struct pipe *p, int fflag);
bool	pipe_close_ends(struct pipe *p, int fflag);
fo_rdwr_t pipe_read;
fo_rdwr_t pipe_write;
fo_ioctl_t pipe_ioctl;
fo_poll_t pipe_poll;
#endif

#endif /* !_SYS_PIPE_H_ */
