/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls and processes: newlib's declarations, the values that the
 * kernel knows, and what BSD systems have besides.
 */
#ifndef _KLD_UNISTD_H_
#define	_KLD_UNISTD_H_

#include_next <unistd.h>

/* The arguments of pathconf(2) are the kernel's, not newlib's. */
#undef _PC_LINK_MAX
#undef _PC_MAX_CANON
#undef _PC_MAX_INPUT
#undef _PC_NAME_MAX
#undef _PC_PATH_MAX
#undef _PC_PIPE_BUF
#undef _PC_CHOWN_RESTRICTED
#undef _PC_NO_TRUNC
#undef _PC_VDISABLE
#undef _PC_ASYNC_IO
#undef _PC_PRIO_IO
#undef _PC_SYNC_IO
#undef _PC_SYMLINK_MAX
#undef _PC_FILESIZEBITS
#undef F_OK
#undef R_OK
#undef W_OK
#undef X_OK
#include <sys/_sysunistd.h>

__BEGIN_DECLS
int	eaccess(const char *, int);
int	execvpe(const char *, char *const [], char *const []);
int	execvP(const char *, const char *, char *const []);
int	getdtablesize(void);
int	getgrouplist(const char *, gid_t, gid_t *, int *);
int	getresgid(gid_t *, gid_t *, gid_t *);
int	getresuid(uid_t *, uid_t *, uid_t *);
int	initgroups(const char *, gid_t);
int	pipe2(int *, int);
int	reboot(int);
int	setlogin(const char *);
int	setresgid(gid_t, gid_t, gid_t);
int	setresuid(uid_t, uid_t, uid_t);
int	brk(const void *);
long	syscall(int, ...);
__END_DECLS

#endif /* !_KLD_UNISTD_H_ */
