/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Why the linker refused: one sentence for the calling thread.
 *
 * Every refusal goes through linker_error(), so that kldload(8) can tell a
 * person what was wrong (sysctl kern.kld.error).  The last sentence of an
 * operation that failed also goes to the message buffer, for those who look
 * later.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/stdarg.h>
#include <sys/sysctl.h>
#include <sys/syslog.h>

#include "linker_if.h"

/*
 * Record a sentence without a full stop and hand the errno through.  An
 * argument may be the sentence of before, from linker_error_last().
 */
int
linker_error(int error, const char *fmt, ...)
{
	va_list ap;
	char *sentence;

	sentence = malloc(KLD_ERROR_MAX, M_LINKER, M_WAITOK);
	va_start(ap, fmt);
	vsnprintf(sentence, KLD_ERROR_MAX, fmt, ap);
	va_end(ap);
	linker_error_give(sentence);
	return (error);
}

/* An operation of the linker ends: keep the sentence if it has failed. */
int
linker_error_log(int error)
{

	if (error != 0)
		log(LOG_ERR, "kld: %s\n", linker_error_last());
	return (error);
}

static __noinline void *
no_memory(struct linker_file *lf, size_t n, size_t size)
{

	(void)linker_error(ENOMEM, "%s: no memory for %zu times %zu bytes",
	    lf->filename, n, size);
	return (NULL);
}

/*
 * Memory for n items of size bytes that a file asks for; such a request may
 * be larger than the machine, so it does not wait.  Not cleared.
 */
void *
linker_alloc(struct linker_file *lf, size_t n, size_t size)
{
	void *p;

	p = mallocarray(n, size, M_LINKER, M_NOWAIT);
	return (p != NULL ? p : no_memory(lf, n, size));
}

/* Set the thread's sentence aside, and put it back. */
char *
linker_error_take(void)
{
	char *sentence;

	sentence = curthread->td_kld_error;
	curthread->td_kld_error = NULL;
	return (sentence);
}

void
linker_error_give(char *sentence)
{

	linker_error_clear();
	curthread->td_kld_error = sentence;
}

void
linker_error_clear(void)
{

	linker_thread_free(curthread);
}

/* The calling thread's last sentence, or an empty one. */
const char *
linker_error_last(void)
{

	return (curthread->td_kld_error != NULL ? curthread->td_kld_error : "");
}

void
linker_thread_free(struct thread *td)
{

	free(td->td_kld_error, M_LINKER);
	td->td_kld_error = NULL;
}

static int
sysctl_kern_kld_error(SYSCTL_HANDLER_ARGS)
{
	const char *sentence;

	sentence = linker_error_last();
	return (SYSCTL_OUT(req, sentence, strlen(sentence) + 1));
}

SYSCTL_NODE(_kern, OID_AUTO, kld, CTLFLAG_RD, NULL, "Kernel linker");
SYSCTL_PROC(_kern_kld, OID_AUTO, error, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_kern_kld_error, "A",
    "Why the calling thread's last kldload or kldunload failed");
