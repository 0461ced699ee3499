/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uprintf(9), tprintf: messages to the terminal of a process.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/proc.h>
#include <sys/stdarg.h>
#include <sys/sx.h>
#include <sys/tty.h>

#define	UPRINTF_MAX	512	/* longer messages are cut */

/* What finds no room at once is lost: who prints must not have to wait. */
static void
put_terminal(struct proc *p, const char *msg, size_t len)
{
	struct tty *tp;
	size_t i;

	sx_slock(&proctree_lock);
	tp = p->p_pgrp != NULL ? p->p_pgrp->pg_session->s_ttyp : NULL;
	if (tp != NULL && (p->p_flag & P_CONTROLT) != 0) {
		tty_lock(tp);
		for (i = 0; i < len && !tty_gone(tp); i++) {
			if (!ttydisc_outchar(tp, msg[i]))
				break;
		}
		tty_wakeup(tp, FWRITE);
		tty_unlock(tp);
	}
	sx_sunlock(&proctree_lock);
}

/* pri: the priority to log it with as well, or -1. */
int
vuprintf(struct proc *p, int pri, const char *fmt, va_list ap)
{
	char msg[UPRINTF_MAX];
	va_list copy;
	int len;

	va_copy(copy, ap);
	len = vsnprintf(msg, sizeof(msg), fmt, copy);
	va_end(copy);
	put_terminal(p, msg, min(len, sizeof(msg) - 1));
	if (pri != -1)
		vlog(pri, fmt, ap);
	return (len);
}

int
uprintf(const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vuprintf(curproc, -1, fmt, ap);
	va_end(ap);
	return (len);
}

void
tprintf(struct proc *p, int pri, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vuprintf(p, pri, fmt, ap);
	va_end(ap);
}
