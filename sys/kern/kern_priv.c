/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Privileges and the securelevel.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/ucred.h>

/*
 * -1 permanently insecure, 0 insecure, 1 secure: no kernel modules, 2 and 3
 * tighter.  security(7).
 */
int securelevel = -1;
TUNABLE_INT("kern.securelevel", &securelevel);

int
priv_check_cred(struct ucred *cred, int priv __unused)
{

	return (cred->cr_uid == 0 ? 0 : EPERM);
}

int
priv_check(struct thread *td, int priv)
{

	KASSERT(td == curthread, ("priv_check for another thread"));
	return (priv_check_cred(td->td_ucred, priv));
}

int
securelevel_gt(struct ucred *cr __unused, int level)
{

	return (securelevel > level ? EPERM : 0);
}

int
securelevel_ge(struct ucred *cr __unused, int level)
{

	return (securelevel >= level ? EPERM : 0);
}

static int
sysctl_kern_securelevel(SYSCTL_HANDLER_ARGS)
{
	int error, level;

	level = securelevel;
	error = sysctl_handle_int(oidp, &level, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (level < securelevel)
		return (EPERM);
	securelevel = level;
	return (0);
}
SYSCTL_PROC(_kern, KERN_SECURELVL, securelevel,
    CTLTYPE_INT | CTLFLAG_RW | CTLFLAG_MPSAFE, 0, 0, sysctl_kern_securelevel,
    "I", "Current secure level; it can only be raised");
