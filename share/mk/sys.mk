# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Read by bmake before any makefile: where the tree is, the tools, the object
# directory, and the two rules that compile.

.if !defined(_SYS_MK)
_SYS_MK=
.include <bsd.own.mk>

.SUFFIXES: .o .c .S

# bmake tells times apart by the second only.  So what is made of an object
# (PRODUCTS) goes away when the object is made again, lest it pass for new.

.c.o:
	${SAY} CC ${SAYDIR}${.TARGET}
	${Q}rm -f ${PRODUCTS}
	${Q}${CC} ${CFLAGS} ${CFLAGS.${.IMPSRC:T}} ${DEPFLAGS} -c -o ${.TARGET} ${.IMPSRC}

.S.o:
	${SAY} AS ${SAYDIR}${.TARGET}
	${Q}rm -f ${PRODUCTS}
	${Q}${CC} ${ASFLAGS} ${DEPFLAGS} -c -o ${.TARGET} ${.IMPSRC}
.endif
