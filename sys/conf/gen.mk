# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Headers that kernel and modules include but nobody writes: the link of the
# machine's headers, and what follows from the table of system calls.

.if !exists(${KERNINC}/machine/)
_!=	mkdir -p ${KERNINC}/sys && ln -sfn ${SYSDIR}/${MACHINE}/include ${KERNINC}/machine
.endif

SYSCALLS=	${SYSDIR}/kern/syscalls.master
MAKESYSCALLS=	${SYSDIR}/tools/makesyscalls.awk
KERNGEN=	${KERNINC}/sys/syscall.h ${KERNINC}/sys/sysproto.h

${KERNINC}/sys/syscall.h: ${SYSCALLS} ${MAKESYSCALLS}
	${SAY} GEN sys/include/sys/syscall.h
	${Q}${AWK} -v mode=syscall -f ${MAKESYSCALLS} ${SYSCALLS} >${.TARGET}.tmp
	${Q}mv ${.TARGET}.tmp ${.TARGET}

${KERNINC}/sys/sysproto.h: ${SYSCALLS} ${MAKESYSCALLS}
	${SAY} GEN sys/include/sys/sysproto.h
	${Q}${AWK} -v mode=sysproto -f ${MAKESYSCALLS} ${SYSCALLS} >${.TARGET}.tmp
	${Q}mv ${.TARGET}.tmp ${.TARGET}
