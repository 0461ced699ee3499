/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uname(3): what the system is called.
 */
#ifndef _SYS_UTSNAME_H_
#define	_SYS_UTSNAME_H_

#include <sys/cdefs.h>

#define	SYS_NMLN	256

struct utsname {
	char	sysname[SYS_NMLN];
	char	nodename[SYS_NMLN];
	char	release[SYS_NMLN];
	char	version[SYS_NMLN];
	char	machine[SYS_NMLN];
};

__BEGIN_DECLS
int	uname(struct utsname *);
__END_DECLS

#endif /* !_SYS_UTSNAME_H_ */
