# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# SUBDIR: run the target in each directory of the list, in parallel; a .WAIT
# in the list makes what follows wait for what stands before it.

.include <bsd.own.mk>

SUBDIR_TARGETS+=	all clean cleandepend cleandir depend lint obj
.MAIN: all

.for _t in ${SUBDIR_TARGETS}
.PHONY: ${_t}
${_t}:
.for _d in ${SUBDIR}
.if ${_d} == ".WAIT"
${_t}: .WAIT
.else
${_t}: _sub.${_t}.${_d}
_sub.${_t}.${_d}: .PHONY .MAKE
	@cd ${.CURDIR}/${_d} && ${MAKE} ${_t}
.endif
.endfor
.endfor
