/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Character classes of ASCII.
 */
#ifndef _SYS_CTYPE_H_
#define	_SYS_CTYPE_H_

#ifdef _KERNEL

#define	isspace(c)	((c) == ' ' || ((c) >= '\t' && (c) <= '\r'))
#define	isascii(c)	(((c) & ~0x7f) == 0)
#define	isupper(c)	((c) >= 'A' && (c) <= 'Z')
#define	islower(c)	((c) >= 'a' && (c) <= 'z')
#define	isalpha(c)	(isupper(c) || islower(c))
#define	isdigit(c)	((c) >= '0' && (c) <= '9')
#define	isalnum(c)	(isalpha(c) || isdigit(c))
#define	isxdigit(c)							\
	(isdigit(c) || ((c) >= 'A' && (c) <= 'F') || ((c) >= 'a' && (c) <= 'f'))
#define	isprint(c)	((c) >= ' ' && (c) <= '~')
#define	toupper(c)	((c) - 0x20 * (islower(c) != 0))
#define	tolower(c)	((c) + 0x20 * (isupper(c) != 0))

#endif /* _KERNEL */

#endif /* !_SYS_CTYPE_H_ */
