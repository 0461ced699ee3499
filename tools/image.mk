# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The boot image, and what is started from it.

BOOTARCHIVE=	${OBJTOP}/boot.tar

image: build
	${Q}install -C -D -m 444 ${OBJTOP}/sys/kernel ${STAGE}/boot/kernel/kernel
	${Q}install -C -D -m 555 ${SRCTOP}/tools/demo ${STAGE}/usr/bin/demo
	${Q}${SRCTOP}/tools/mkimage ${STAGE} ${BOOTARCHIVE}

# For bmake without -j only: GNUmakefile starts tools/run itself.
run: image
	@${SRCTOP}/tools/run
