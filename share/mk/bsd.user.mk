# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# How programs and libraries of the system are compiled: against libc's
# headers, the kernel's public ones and newlib's, in this order.

.if !defined(_BSD_USER_MK)
_BSD_USER_MK=

LIBCDIR=	${OBJTOP}/lib/libc
NEWLIBDIR=	${OBJTOP}/lib/newlib
CRT1=		${OBJTOP}/lib/csu/crt1.o

USER_CFLAGS=	--target=${TARGET_TRIPLE} -std=gnu11 -O2 -gdwarf-4 \
		-nostdlibinc \
		-ffunction-sections -fdata-sections -fno-common \
		-fno-asynchronous-unwind-tables -fno-stack-protector \
		-fno-pic ${PREFIXMAP} ${CWARNFLAGS} -I${.CURDIR} \
		-isystem ${SRCTOP}/lib/libc/include -isystem ${INCDIR} \
		-isystem ${NEWLIBDIR}/include
CFLAGS:=	${USER_CFLAGS} ${CFLAGS}
ASFLAGS:=	--target=${TARGET_TRIPLE} ${PREFIXMAP} -nostdlibinc \
		-isystem ${SRCTOP}/lib/libc/include -isystem ${INCDIR} ${ASFLAGS}

.endif
