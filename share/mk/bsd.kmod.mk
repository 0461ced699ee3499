# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Kernel modules; the rules live with the kernel's sources.

.include <bsd.own.mk>
.include "${SYSDIR}/conf/kmod.mk"
