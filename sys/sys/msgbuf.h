/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The message buffer: the last messages of the kernel, for dmesg(8).
 */
#ifndef _SYS_MSGBUF_H_
#define	_SYS_MSGBUF_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/lock.h>
#include <sys/mutex.h>

/* Sequence numbers count bytes; a byte's place is its number modulo msg_size. */
struct msgbuf {
	char		*msg_ptr;	/* the bytes */
	u_int		msg_size;	/* a power of two */
	u_int		msg_wseq;	/* next byte written */
	u_int		msg_rseq;	/* first byte not cleared */
	bool		msg_needsnl;	/* the last line has not ended */
	int		msg_lastpri;	/* priority printed last, -1: none */
	struct mtx	msg_lock;	/* spin */
};

extern struct msgbuf	consmsgbuf;	/* the system's */
extern int		msgbuftrigger;	/* has grown since the last look */

void	msgbuf_init(struct msgbuf *mbp, void *ptr, int size);
void	msgbuf_clear(struct msgbuf *mbp);
void	msgbuf_addchar(struct msgbuf *mbp, int c);
/* Put a string, each line of it after "<pri>" if pri >= 0. */
void	msgbuf_addstr(struct msgbuf *mbp, int pri, const char *str, size_t len);
u_int	msgbuf_getcount(struct msgbuf *mbp);
/* Copy from *seqp on, which is moved forward; returns the bytes copied. */
int	msgbuf_peekbytes(struct msgbuf *mbp, char *buf, int buflen,
	    u_int *seqp);
int	msgbuf_getbytes(struct msgbuf *mbp, char *buf, int buflen);

#endif /* _KERNEL */

#endif /* !_SYS_MSGBUF_H_ */
