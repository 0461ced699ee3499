# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The disk image for UEFI machines, where what makes one is installed.

EFIDISK=	${OBJTOP}/kld.img
EFILOADER=	${OBJTOP}/stand/efi/loader.efi

disk: .PHONY
.if exists(/usr/include/efi/efi.h) && exists(/usr/bin/mformat)
tests: disk
disk: image ${OBJTOP}/tools/mkgpt
	${Q}if [ ! -f ${EFIDISK} ] || [ ${BOOTARCHIVE} -nt ${EFIDISK} ] || \
	    [ ${EFILOADER} -nt ${EFIDISK} ]; then \
		${SRCTOP}/tools/mkdisk ${STAGE} ${BOOTARCHIVE} ${EFILOADER} \
		    ${OBJTOP}/tools/mkgpt ${EFIDISK}; \
	fi

${OBJTOP}/tools/mkgpt: ${SRCTOP}/tools/mkgpt.c
	${Q}mkdir -p ${OBJTOP}/tools
	${Q}${HOSTCC} -std=gnu11 -O1 ${CWARNFLAGS} -o ${.TARGET} ${.ALLSRC}
.endif
