/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Capability rights of descriptors, for the signatures that take them.
 */
#ifndef _SYS_CAPSICUM_H_
#define	_SYS_CAPSICUM_H_

#include <sys/types.h>

/*
 * There is no capability mode here: every descriptor has all rights.  fget(9)
 * keeps its parameter so that callers written for it compile; they pass one
 * of the constants below.
 */
struct cap_rights {
	uint64_t	cr_rights[2];
};
#ifndef _CAP_RIGHTS_T_DECLARED
#define	_CAP_RIGHTS_T_DECLARED
typedef	struct cap_rights	cap_rights_t;
#endif

#ifdef _KERNEL
extern cap_rights_t cap_no_rights;
extern cap_rights_t cap_read_rights;
extern cap_rights_t cap_write_rights;
extern cap_rights_t cap_ioctl_rights;
#endif

#endif /* !_SYS_CAPSICUM_H_ */
