# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# SUBDIR: run the target in each directory of the list, in parallel; a .WAIT
# in the list makes what follows wait for what stands before it.

.include <bsd.own.mk>

SUBDIR_TARGETS+=	all clean lint

.for _t in ${SUBDIR_TARGETS}
.PHONY: ${_t} ${SUBDIR:N.WAIT:S,^,_sub.${_t}.,}
${_t}: ${SUBDIR:S,^,_sub.${_t}.,:S,^_sub.${_t}..WAIT,.WAIT,}
.for _d in ${SUBDIR:N.WAIT}
_sub.${_t}.${_d}: .MAKE
	@cd ${.CURDIR}/${_d} && ${MAKE} ${_t}
.endfor
.endfor
