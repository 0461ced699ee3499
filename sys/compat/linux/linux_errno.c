/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Native error numbers as Linux numbers them.
 */
#include <sys/param.h>
#include <sys/errno.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_util.h>

/*
 * Indexed by the native number.  1 to 34 are the same in both systems except
 * EDEADLK; a native error without a counterpart becomes the nearest one.
 */
const int linux_errtbl[LINUX_ERRTBL_SIZE] = {
	[0] = 0,
	[EPERM] = 1,		[ENOENT] = 2,		[ESRCH] = 3,
	[EINTR] = 4,		[EIO] = 5,		[ENXIO] = 6,
	[E2BIG] = 7,		[ENOEXEC] = 8,		[EBADF] = 9,
	[ECHILD] = 10,		[EDEADLK] = 35,		[ENOMEM] = 12,
	[EACCES] = 13,		[EFAULT] = 14,		[ENOTBLK] = 15,
	[EBUSY] = 16,		[EEXIST] = 17,		[EXDEV] = 18,
	[ENODEV] = 19,		[ENOTDIR] = 20,		[EISDIR] = 21,
	[EINVAL] = 22,		[ENFILE] = 23,		[EMFILE] = 24,
	[ENOTTY] = 25,		[ETXTBSY] = 26,		[EFBIG] = 27,
	[ENOSPC] = 28,		[ESPIPE] = 29,		[EROFS] = 30,
	[EMLINK] = 31,		[EPIPE] = 32,		[EDOM] = 33,
	[ERANGE] = 34,		[EAGAIN] = 11,		[EINPROGRESS] = 115,
	[EALREADY] = 114,	[ENOTSOCK] = 88,	[EDESTADDRREQ] = 89,
	[EMSGSIZE] = 90,	[EPROTOTYPE] = 91,	[ENOPROTOOPT] = 92,
	[EPROTONOSUPPORT] = 93,	[ESOCKTNOSUPPORT] = 94,	[EOPNOTSUPP] = 95,
	[EPFNOSUPPORT] = 96,	[EAFNOSUPPORT] = 97,	[EADDRINUSE] = 98,
	[EADDRNOTAVAIL] = 99,	[ENETDOWN] = 100,	[ENETUNREACH] = 101,
	[ENETRESET] = 102,	[ECONNABORTED] = 103,	[ECONNRESET] = 104,
	[ENOBUFS] = 105,	[EISCONN] = 106,	[ENOTCONN] = 107,
	[ESHUTDOWN] = 108,	[ETOOMANYREFS] = 109,	[ETIMEDOUT] = 110,
	[ECONNREFUSED] = 111,	[ELOOP] = 40,		[ENAMETOOLONG] = 36,
	[EHOSTDOWN] = 112,	[EHOSTUNREACH] = 113,	[ENOTEMPTY] = 39,
	[EPROCLIM] = 11,	[EUSERS] = 87,		[EDQUOT] = 122,
	[ESTALE] = 116,		[EREMOTE] = 66,		[EBADRPC] = 71,
	[ERPCMISMATCH] = 71,	[EPROGUNAVAIL] = 71,	[EPROGMISMATCH] = 71,
	[EPROCUNAVAIL] = 71,	[ENOLCK] = 37,		[ENOSYS] = 38,
	[EFTYPE] = 22,		[EAUTH] = 13,		[ENEEDAUTH] = 13,
	[EIDRM] = 43,		[ENOMSG] = 42,		[EOVERFLOW] = 75,
	[ECANCELED] = 125,	[EILSEQ] = 84,		[ENOATTR] = 61,
	[EDOOFUS] = 22,		[EBADMSG] = 74,		[EMULTIHOP] = 72,
	[ENOLINK] = 67,		[EPROTO] = 71,		[ENOTCAPABLE] = 1,
	[ECAPMODE] = 1,		[ENOTRECOVERABLE] = 131, [EOWNERDEAD] = 130,
	[EINTEGRITY] = 117,
};
