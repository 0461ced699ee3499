# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# A module as a shared object, from sources that lie in FROM.

KLD_FORMAT=	dyn
KMODDIR=	/usr/tests/kld/dyn

.include <bsd.own.mk>
.PATH: ${SRCTOP}/${FROM}

.include <bsd.kmod.mk>
