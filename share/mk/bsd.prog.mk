# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Build a program, static, against newlib and libc.
#
# PROG		its name
# SRCS		its sources (${PROG}.c); headers in the list are ignored
# LIBADD	libraries of the tree, by name: kld for libkld
# LDADD		more objects or archives
# MAN		its manual pages (${PROG}.1), NO_MAN= for none
# BINDIR	where it goes in the image (after its folder: sbin/x in /sbin)
# BINMODE	with which mode (555)
# NO_STAGE	set: it does not go into the image
# LINKS		pairs of paths in the image: file and another name for it

.include <bsd.own.mk>
.include <bsd.user.mk>

SRCS?=		${PROG}.c
OBJS+=		${SRCS:N*.h:R:S,$,.o,}
BINDIR?=	/${RELDIR:H:S,.,/,}
BINMODE?=	555
.if !defined(NO_MAN)
MAN?=		${PROG}.1
.endif
CLEANFILES+=	${PROG} ${PROG}.debug ${OBJS} ${OBJS:.o=.d}

PRODUCTS=	${PROG}.debug ${PROG}
.if !empty(RELDIR) && !defined(NO_STAGE)
PRODUCTS+=	${STAGE}${BINDIR}/${PROG}
.endif

_LIBS=		${LIBADD:Nm:@_l@${OBJTOP}/lib/lib${_l}/lib${_l}.a@} \
		${LIBADD:Mm:S,^m$,${NEWLIBDIR}/libm.a,}
_LIBC=		${LIBCDIR}/libc.a ${NEWLIBDIR}/libnewlib.a
LDFLAGS+=	-m ${LDEMULATION} -static --gc-sections -z nostart-stop-gc \
		-z max-page-size=4096 --build-id=none

.PHONY: all clean lint
.MAIN: all
.ORDER: clean all
all: ${PROG}

${PROG}: ${PROG}.debug
	${Q}${OBJCOPY} --strip-all --remove-section=.comment ${PROG}.debug ${.TARGET}

${PROG}.debug: ${CRT1} ${OBJS} ${_LIBS} ${LDADD:M*.[ao]} ${_LIBC}
	${SAY} LD ${SAYDIR}${PROG}
	${Q}rm -f ${PRODUCTS}
	${Q}${LD} ${LDFLAGS} -o ${.TARGET} ${CRT1} ${OBJS} ${_LIBS} ${LDADD} \
	    --start-group ${_LIBC} --end-group

# Outside of the tree nobody else has built the libraries.
.if empty(RELDIR) && !exists(${LIBCDIR}/libc.a)
${OBJS}: ${_LIBC}
${CRT1} ${_LIBS} ${_LIBC}: _libs
_libs: .PHONY .MAKE
	@cd ${SRCTOP} && ${MAKE} libs
.endif

.if !empty(RELDIR) && !defined(NO_STAGE)
_BIN=		${STAGE}${BINDIR}/${PROG}
all: ${_BIN}
${_BIN}: ${PROG}
	${Q}install -D -m ${BINMODE} ${PROG} ${.TARGET}
.for _from _to in ${LINKS}
all: ${STAGE}${_to}
${STAGE}${_to}: ${_BIN}
	${Q}mkdir -p ${.TARGET:H} && ln -f ${STAGE}${_from} ${.TARGET}
.endfor
.endif

clean:
	${SAY} CLEAN ${SAYDIR}${PROG}
	${Q}rm -f ${CLEANFILES}

.include <bsd.man.mk>
.include <bsd.dep.mk>
