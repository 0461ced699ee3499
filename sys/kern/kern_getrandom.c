/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getrandom(2).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/uio.h>

#define	GRND_NONBLOCK	0x1
#define	GRND_RANDOM	0x2
#define	GRND_INSECURE	0x4
#define	GRND_CHUNK	256	/* bytes made at a time */

/*
 * The generator is always ready, so that the flags make no difference.  A
 * signal ends a long request early.
 */
int
sys_getrandom(struct thread *td, struct getrandom_args *uap)
{
	char buf[GRND_CHUNK];
	size_t done, n;
	int error;

	if ((uap->flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE)) != 0)
		return (EINVAL);
	if (uap->buflen > IOSIZE_MAX)
		return (EINVAL);
	error = 0;
	for (done = 0; done < uap->buflen; done += n) {
		n = MIN(uap->buflen - done, sizeof(buf));
		arc4random_buf(buf, n);
		error = copyout(buf, (char *)uap->buf + done, n);
		if (error != 0)
			break;
		if (done + n < uap->buflen && sig_intr() != 0) {
			done += n;
			break;
		}
	}
	explicit_bzero(buf, sizeof(buf));
	td->td_retval[0] = MIN(done, uap->buflen);
	return (error);
}
