# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Test programs for kyua, run on the host from the object directory.
#
# ATF_TESTS_SH	programs for atf-sh; NAME is made of NAME.sh, or of the files in
#		ATF_TESTS_SH_SRC_NAME.  The variables top and obj hold the
#		checkout and the object directory.
# ATF_TESTS_C	programs with atf-c, compiled for the host from SRCS.NAME
#		(NAME.c) with CFLAGS and CFLAGS.NAME, linked with LDADD.NAME
# TEST_METADATA.NAME	more for the Kyuafile, such as timeout=600
# TESTS_SUBDIRS	folders with tests
# SUBDIR	folders that are built before the tests, such as klds

.include <bsd.own.mk>

_SUBKYUA:=	${TESTS_SUBDIRS:N.WAIT}
SUBDIR+=	${TESTS_SUBDIRS}
.MAIN: all
.include <bsd.subdir.mk>

_TESTS=		${ATF_TESTS_SH} ${ATF_TESTS_C}
HOST_CFLAGS=	-std=gnu11 -O1 -g ${CWARNFLAGS} -I${.CURDIR}
all: ${_TESTS} Kyuafile

.for _t in ${ATF_TESTS_SH}
ATF_TESTS_SH_SRC_${_t}?= ${_t}.sh
${_t}: ${ATF_TESTS_SH_SRC_${_t}} ${MAKEFILE}
	${SAY} TEST ${SAYDIR}${.TARGET}
	${Q}{ echo '#!/usr/bin/atf-sh'; \
	    echo "top='${SRCTOP}' obj='${OBJTOP}'"; \
	    cat ${.ALLSRC:N*Makefile}; } >${.TARGET}.tmp
	${Q}chmod +x ${.TARGET}.tmp && mv ${.TARGET}.tmp ${.TARGET}
.endfor

.for _t in ${ATF_TESTS_C}
SRCS.${_t}?=	${_t}.c
OBJS.${_t}=	${SRCS.${_t}:T:R:S,^,${_t}-,:S,$,.o,}
OBJS+=		${OBJS.${_t}}
.for _s in ${SRCS.${_t}}
${_t}-${_s:T:R}.o: ${_s}
	${SAY} HOSTCC ${SAYDIR}${.TARGET}
	${Q}${HOSTCC} ${HOST_CFLAGS} ${CFLAGS} ${CFLAGS.${_t}} ${DEPFLAGS} \
	    -c -o ${.TARGET} ${.ALLSRC:M*${_s:T}:O:u}
.endfor
${_t}: ${OBJS.${_t}}
	${SAY} HOSTLD ${SAYDIR}${.TARGET}
	${Q}${HOSTCC} ${CFLAGS} ${CFLAGS.${_t}} -o ${.TARGET} ${OBJS.${_t}} \
	    ${LDADD.${_t}} -latf-c
.endfor

Kyuafile: ${MAKEFILE}
	${Q}{ echo 'syntax(2)'; echo 'test_suite("kld")'; } >${.TARGET}.tmp
.for _t in ${_TESTS}
	${Q}echo 'atf_test_program{name="${_t}"${TEST_METADATA.${_t}:S,^,\, ,}}' \
	    >>${.TARGET}.tmp
.endfor
.for _d in ${_SUBKYUA}
	${Q}echo 'include("${_d}/Kyuafile")' >>${.TARGET}.tmp
.endfor
	${Q}mv ${.TARGET}.tmp ${.TARGET}

.include <bsd.dep.mk>
