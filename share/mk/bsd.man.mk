# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Manual pages: MAN names them, MLINKS lists pairs of a page and another name
# for it.  They are gathered for `man -M obj/man`; lint checks them.

.include <bsd.own.mk>

.if !empty(MAN) && !empty(RELDIR)
.for _m in ${MAN}
all: ${MANSTAGE}/man${_m:E}/${_m}
${MANSTAGE}/man${_m:E}/${_m}: ${_m}
	${Q}install -D -m 444 ${.ALLSRC} ${.TARGET}
lint: lint.${_m}
lint.${_m}: ${_m} .PHONY
	${SAY} LINT ${SAYDIR}${.TARGET:S,^lint.,,}
	${Q}${MANDOC} -T lint -W warning ${.ALLSRC}
.endfor
.for _from _to in ${MLINKS}
all: ${MANSTAGE}/man${_to:E}/${_to}
${MANSTAGE}/man${_to:E}/${_to}: ${MANSTAGE}/man${_from:E}/${_from}
	${Q}mkdir -p ${.TARGET:H} && ln -f ${.ALLSRC} ${.TARGET}
.endfor
.endif
.if !target(lint)
lint:
.endif
.if !target(all)
all:
.endif
