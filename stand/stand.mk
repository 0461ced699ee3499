# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# How boot loader code is compiled, and the part that all of them share.

STANDDIR:=	${.PARSEDIR:tA}

_COMMON=	archive.c area.c boot.c command.c conf.c config.c dir.c elf.c \
		elf_kernel.c elf_module.c env.c hints.c line.c modmeta.c \
		preload.c printf.c prompt.c select.c smap.c string.c \
		strings.c
# The kernel has the last one, too.
COMMONFILES=	${_COMMON:S,^,${STANDDIR}/common/,} ${SYSDIR}/libkern/ustar.c
COMMONSRCS=	${COMMONFILES:T}

.PATH:		${STANDDIR}/common ${SYSDIR}/libkern

STAND_CFLAGS=	--target=${TARGET_TRIPLE} -std=gnu11 -O2 -g -ffreestanding \
		-nostdlibinc -fno-common -fno-pic -mno-red-zone -mno-mmx \
		-mno-sse -msoft-float -fno-asynchronous-unwind-tables \
		-fno-stack-protector ${PREFIXMAP} ${CWARNFLAGS} \
		-I${STANDDIR}/common -I${SYSDIR}
