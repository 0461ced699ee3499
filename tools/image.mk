# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The boot image, and what is started from it.

BOOTARCHIVE=	${OBJTOP}/boot.tar
KLDXREF=	${OBJTOP}/usr.sbin/kldxref/kldxref.host

image: build
	${Q}install -C -D -m 444 ${KERNOBJ}/kernel ${STAGE}/boot/kernel/kernel
	${Q}install -C -D -m 555 ${SRCTOP}/tools/demo ${STAGE}/usr/bin/demo
# Hints that say the same stay as they are, lest the image change.
.for _d in boot/kernel boot/modules
	${Q}cd ${STAGE}/${_d} && ${KLDXREF} -f linker.new . && \
	    if cmp -s linker.new linker.hints; then rm linker.new; \
	    else mv linker.new linker.hints; fi
.endfor
	${Q}${SRCTOP}/tools/mkimage ${STAGE} ${BOOTARCHIVE}

# For bmake without -j only: GNUmakefile starts tools/run itself.
run: image
	@${SRCTOP}/tools/run
