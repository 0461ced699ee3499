# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Header dependencies, from the .d files that the compiler left beside OBJS:
# touching a header makes again what includes it, and nothing else.

.for _o in ${OBJS}
.dinclude "${.OBJDIR}/${_o:R}.d"
.endfor

# Steps that people take who know them from FreeBSD: the first three are done
# along the way here.
.PHONY: cleandepend cleandir depend obj
obj depend cleandepend:
cleandir: clean
