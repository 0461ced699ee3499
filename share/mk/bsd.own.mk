# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# What every makefile starts from: places, tools, flags and how commands are shown.

.if !defined(_BSD_OWN_MK)
_BSD_OWN_MK=

# Places.  RELDIR is the directory's path in the tree, for messages and for
# the object directory; outside the tree it is empty.
SRCTOP:=	${.PARSEDIR:tA:H:H}
OBJTOP?=	${SRCTOP}/obj
SYSDIR?=	${SRCTOP}/sys
KERNINC?=	${OBJTOP}/sys/include
# INVARIANTS=yes makes a kernel that checks its assertions, beside the usual
# one; the modules are the same for both.
KERNOBJ?=	${OBJTOP}/sys${INVARIANTS:D-invariants}
STAGE?=		${OBJTOP}/root
INCDIR?=	${OBJTOP}/include
MANSTAGE?=	${OBJTOP}/man
_CURDIR:=	${.CURDIR:tA}
.if ${_CURDIR} == ${SRCTOP}
RELDIR:=	.
.elif !empty(_CURDIR:M${SRCTOP}/*)
RELDIR:=	${_CURDIR:S,^${SRCTOP}/,,}
.else
RELDIR:=
.endif
SAYDIR:=	${RELDIR:S,$,/,:S,^./$,,:N/}

.include <bsd.obj.mk>

# The machine we build for, whatever the machine we build on.
MACHINE=	amd64
MACHINE_ARCH=	amd64
MACHINE_CPUARCH=amd64
TARGET_TRIPLE=	x86_64-unknown-freebsd
LDEMULATION=	elf_x86_64_fbsd

CC=		clang
HOSTCC=		clang
LD=		ld.lld
AR=		llvm-ar
NM=		llvm-nm
OBJCOPY=	llvm-objcopy
OBJDUMP=	llvm-objdump
STRIP=		llvm-strip
AWK=		awk
MANDOC=		mandoc

# Our own code is held to more than the code of others, which is compiled as
# FreeBSD would; WERROR= lets that pass with warnings.
WERROR?=	-Werror
.if !empty(RELDIR)
CWARNFLAGS=	-Wall -Wextra -Werror -Wstrict-prototypes \
		-Wmissing-prototypes -Wno-unused-parameter
.else
CWARNFLAGS=	-Wall ${WERROR} -Wstrict-prototypes -Wmissing-prototypes \
		-Wno-pointer-sign
.endif
# Paths in objects are relative to the tree, so builds are reproducible.
PREFIXMAP=	-ffile-prefix-map=${SRCTOP}/=
# One .d file beside each object names the headers that it was made from.
DEPFLAGS=	-MD -MF ${.TARGET:R}.d -MT ${.TARGET}

# Commands are shown as one short line; V=1 shows them whole.
.if ${V:U0} == 0
Q=		@
SAY=		@printf '%-7s %s\n'
.else
Q=
SAY=		@:
.endif
.MAKE.JOB.PREFIX=

.if exists(${.CURDIR}/../Makefile.inc)
.include "${.CURDIR}/../Makefile.inc"
.endif

.endif
