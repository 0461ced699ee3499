# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# How kernel code is compiled, shared by the kernel and by its modules.

KERN_CFLAGS=	--target=${TARGET_TRIPLE} -std=gnu11 -O2 -gdwarf-4 \
		-ffreestanding -nostdinc -fno-common -fno-builtin \
		-mcmodel=kernel -mno-red-zone -mno-mmx -mno-sse -msoft-float \
		-fno-omit-frame-pointer -fno-asynchronous-unwind-tables \
		-fno-stack-protector -fno-strict-aliasing -fwrapv \
		-fno-pic ${PREFIXMAP} ${CWARNFLAGS} \
		-D_KERNEL -I${SYSDIR} -I${KERNINC}
KERN_ASFLAGS=	--target=${TARGET_TRIPLE} -gdwarf-4 -mcmodel=kernel ${PREFIXMAP} \
		-Wall -Werror -nostdinc -D_KERNEL \
		-I${SYSDIR} -I${KERNINC}
