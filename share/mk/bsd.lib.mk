# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Build a static library, lib${LIB}.a.
#
# LIB		its name, without the lib
# SRCS		its sources
# INCS		headers for programs, put into the include directory
# MAN		its manual pages

.include <bsd.own.mk>
.include <bsd.user.mk>

OBJS+=		${SRCS:N*.h:R:S,$,.o,}
CLEANFILES+=	lib${LIB}.a ${OBJS} ${OBJS:.o=.d}

PRODUCTS=	lib${LIB}.a

.PHONY: all clean lint
.MAIN: all
.ORDER: clean all
all: lib${LIB}.a

lib${LIB}.a: ${OBJS}
	${SAY} AR ${SAYDIR}${.TARGET}
	${Q}rm -f ${.TARGET} && ${AR} rcsD ${.TARGET} ${OBJS}

.for _i in ${INCS}
all: ${INCDIR}/${_i}
${OBJS}: ${INCDIR}/${_i}
${INCDIR}/${_i}: ${.CURDIR}/${_i}
	${Q}mkdir -p ${.TARGET:H} && ln -sfn ${.CURDIR}/${_i} ${.TARGET}
.endfor

clean:
	${SAY} CLEAN ${SAYDIR}lib${LIB}.a
	${Q}rm -f ${CLEANFILES}

.include <bsd.man.mk>
.include <bsd.dep.mk>
