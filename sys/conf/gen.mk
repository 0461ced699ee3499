# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Headers that kernel and modules include but nobody writes: the link of the
# machine's headers and the system call tables.

.if !exists(${KERNINC}/machine/)
_!=	mkdir -p ${KERNINC}/sys && ln -sfn ${SYSDIR}/${MACHINE}/include ${KERNINC}/machine
.endif
