/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminal attributes: struct termios, and what tcsetattr(3) and friends take.
 */
#ifndef _SYS_TERMIOS_H_
#define	_SYS_TERMIOS_H_

#include <sys/_termios.h>
#include <sys/ttycom.h>

#define	TCSANOW		0
#define	TCSADRAIN	1
#define	TCSAFLUSH	2
#define	TCSASOFT	0x10

#define	TCIFLUSH	1
#define	TCOFLUSH	2
#define	TCIOFLUSH	3
#define	TCOOFF		1
#define	TCOON		2
#define	TCIOFF		3
#define	TCION		4

#endif /* !_SYS_TERMIOS_H_ */
