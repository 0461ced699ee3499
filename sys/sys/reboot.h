/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How to boot and how to stop: flags of reboot(2) and of the boot loader.
 */
#ifndef _SYS_REBOOT_H_
#define	_SYS_REBOOT_H_

#define	RB_AUTOBOOT	0
#define	RB_ASKNAME	0x001	/* ask for the root filesystem */
#define	RB_SINGLE	0x002	/* single user */
#define	RB_NOSYNC	0x004	/* do not sync first */
#define	RB_HALT		0x008	/* stop, do not reboot */
#define	RB_INITNAME	0x010
#define	RB_DFLTROOT	0x020
#define	RB_KDB		0x040
#define	RB_RDONLY	0x080
#define	RB_DUMP		0x100
#define	RB_MINIROOT	0x200
#define	RB_VERBOSE	0x800	/* print more */
#define	RB_SERIAL	0x1000	/* the console is a serial line */
#define	RB_CDROM	0x2000
#define	RB_POWEROFF	0x4000	/* switch the power off */
#define	RB_GDB		0x8000
#define	RB_MUTE		0x10000	/* no console output while starting */
#define	RB_SELFTEST	0x20000
#define	RB_PAUSE	0x100000
#define	RB_REROOT	0x200000
#define	RB_POWERCYCLE	0x400000
#define	RB_PROBE	0x10000000
#define	RB_MULTIPLE	0x20000000
#define	RB_BOOTINFO	0x80000000

#ifndef _KERNEL
#include <sys/cdefs.h>
__BEGIN_DECLS
int	reboot(int);
__END_DECLS
#endif

#endif /* !_SYS_REBOOT_H_ */
