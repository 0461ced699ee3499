/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The message buffer: the last messages of the kernel.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/msgbuf.h>
#include <sys/mutex.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

#define	MSGBUF_SIZE	65536

static char	msgbuf_memory[MSGBUF_SIZE];
/* Messages come before anything has been initialised. */
struct msgbuf	consmsgbuf = {
	.msg_ptr = msgbuf_memory,
	.msg_size = MSGBUF_SIZE,
	.msg_lastpri = -1,
	.msg_lock = {
		.lock_object = {
			.lo_name = "msgbuf",
			.lo_flags = LO_INITIALIZED,	/* class 0: spin */
		},
		.mtx_lock = MTX_UNOWNED,
	},
};
int		msgbuftrigger;

static int	unprivileged_read = 1;
SYSCTL_INT(_security_bsd, OID_AUTO, unprivileged_read_msgbuf, CTLFLAG_RW,
    &unprivileged_read, 0, "Anybody may read the message buffer");

void
msgbuf_init(struct msgbuf *mbp, void *ptr, int size)
{

	KASSERT(powerof2(size), ("message buffer of %d bytes", size));
	memset(mbp, 0, sizeof(*mbp));
	mbp->msg_ptr = ptr;
	mbp->msg_size = size;
	mbp->msg_lastpri = -1;
	mtx_init(&mbp->msg_lock, "msgbuf", NULL, MTX_SPIN);
}

void
msgbuf_clear(struct msgbuf *mbp)
{

	mtx_lock_spin(&mbp->msg_lock);
	mbp->msg_rseq = mbp->msg_wseq;
	mtx_unlock_spin(&mbp->msg_lock);
}

static void
put(struct msgbuf *mbp, char c)
{

	mbp->msg_ptr[mbp->msg_wseq++ % mbp->msg_size] = c;
	mbp->msg_needsnl = c != '\n';
}

/* At the beginning of a line: "<pri>". */
static void
put_pri(struct msgbuf *mbp, int pri)
{
	char prefix[12];
	const char *p;

	snprintf(prefix, sizeof(prefix), "<%d>", pri);
	for (p = prefix; *p != '\0'; p++)
		put(mbp, *p);
}

/* First byte that is still there; msg_lock held. */
static u_int
oldest(const struct msgbuf *mbp)
{

	return (mbp->msg_wseq - mbp->msg_rseq > mbp->msg_size ?
	    mbp->msg_wseq - mbp->msg_size : mbp->msg_rseq);
}

void
msgbuf_addstr(struct msgbuf *mbp, int pri, const char *str, size_t len)
{
	size_t i;

	mtx_lock_spin(&mbp->msg_lock);
	/* A message of another priority begins a line of its own. */
	if (mbp->msg_needsnl && pri != mbp->msg_lastpri)
		put(mbp, '\n');
	for (i = 0; i < len; i++) {
		if (str[i] == '\0' || str[i] == '\r')
			continue;
		if (!mbp->msg_needsnl && pri >= 0)
			put_pri(mbp, pri);
		put(mbp, str[i]);
	}
	mbp->msg_lastpri = pri;
	mbp->msg_rseq = oldest(mbp);
	msgbuftrigger = 1;
	mtx_unlock_spin(&mbp->msg_lock);
}

void
msgbuf_addchar(struct msgbuf *mbp, int c)
{
	char ch = c;

	msgbuf_addstr(mbp, -1, &ch, 1);
}

u_int
msgbuf_getcount(struct msgbuf *mbp)
{
	u_int count;

	mtx_lock_spin(&mbp->msg_lock);
	count = mbp->msg_wseq - oldest(mbp);
	mtx_unlock_spin(&mbp->msg_lock);
	return (count);
}

int
msgbuf_peekbytes(struct msgbuf *mbp, char *buf, int buflen, u_int *seqp)
{
	u_int first, len, n, pos;

	mtx_lock_spin(&mbp->msg_lock);
	first = oldest(mbp);
	/* What the caller wanted to read next may be gone already. */
	if (mbp->msg_wseq - *seqp > mbp->msg_wseq - first)
		*seqp = first;
	len = min(mbp->msg_wseq - *seqp, buflen);
	pos = *seqp % mbp->msg_size;
	n = min(len, mbp->msg_size - pos);
	memcpy(buf, mbp->msg_ptr + pos, n);
	memcpy(buf + n, mbp->msg_ptr, len - n);
	*seqp += len;
	mtx_unlock_spin(&mbp->msg_lock);
	return (len);
}

int
msgbuf_getbytes(struct msgbuf *mbp, char *buf, int buflen)
{
	u_int seq;
	int len;

	seq = mbp->msg_rseq;
	len = msgbuf_peekbytes(mbp, buf, buflen, &seq);
	mtx_lock_spin(&mbp->msg_lock);
	mbp->msg_rseq = seq;
	mtx_unlock_spin(&mbp->msg_lock);
	return (len);
}

static int
sysctl_kern_msgbuf(SYSCTL_HANDLER_ARGS)
{
	char buf[512];
	u_int seq;
	int error, len;

	if (!unprivileged_read) {
		error = priv_check(req->td, PRIV_MSGBUF);
		if (error != 0)
			return (error);
	}
	seq = consmsgbuf.msg_rseq;
	while ((len = msgbuf_peekbytes(&consmsgbuf, buf, sizeof(buf),
	    &seq)) > 0) {
		error = SYSCTL_OUT(req, buf, len);
		if (error != 0)
			return (error);
	}
	return (SYSCTL_OUT(req, "", 1));
}
SYSCTL_PROC(_kern, OID_AUTO, msgbuf, CTLTYPE_STRING | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_kern_msgbuf, "A",
    "Contents of the message buffer");

static int
sysctl_kern_msgbuf_clear(SYSCTL_HANDLER_ARGS)
{
	int clear = 0, error;

	error = sysctl_handle_int(oidp, &clear, 0, req);
	if (error == 0 && req->newptr != NULL && clear != 0)
		msgbuf_clear(&consmsgbuf);
	return (error);
}
SYSCTL_PROC(_kern, OID_AUTO, msgbuf_clear, CTLTYPE_INT | CTLFLAG_RW |
    CTLFLAG_SECURE | CTLFLAG_MPSAFE, NULL, 0, sysctl_kern_msgbuf_clear, "I",
    "Write 1 to empty the message buffer");
