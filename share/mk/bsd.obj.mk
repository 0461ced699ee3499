# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Object directories: what is made of DIR in the tree goes to obj/DIR, and
# nothing else in the checkout changes.  A directory outside of the tree keeps
# its objects beside the sources, or in its obj/ if there is one.

.if !defined(_BSD_OBJ_MK)
_BSD_OBJ_MK=
.if !empty(RELDIR)
_OBJDIR:=	${OBJTOP}/${RELDIR:N.}
_OBJDIR:=	${_OBJDIR:S,/$,,}
.if !exists(${_OBJDIR}/)
_!=		mkdir -p ${_OBJDIR}
.endif
.OBJDIR:	${_OBJDIR}
.endif
.endif
