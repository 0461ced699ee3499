# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The whole tree, in the order that its parts need each other.  GNU make comes
# in through GNUmakefile; bmake -m $PWD/share/mk works as well.
#
# all		everything, up to the boot image
# run		boot it: a shell at a terminal, else a demonstration
# test		run the tests; ends with a line "N passed, N failed"
# tests		build what they need
# fuzz		give damaged modules to the linker for SECONDS=60
# bench		measure what the documentation promises
# image		the boot image
# disk		the disk image for UEFI; GNU make's image makes it too
# build		all of it but the image
# kernel, modules, libs	these alone
# lint		check the manual pages
# clean		remove obj/
#
# With INVARIANTS=yes the image has a kernel that checks its assertions.

.include <bsd.own.mk>

.MAIN: all
.PHONY: all build kernel modules libs lint clean image run test tests bench fuzz

# A part behind a .WAIT needs what stands before it.
PARTS=		sys lib .WAIT stand bin sbin usr.sbin usr.bin share etc
# Tests have klds and programs for the image, too.
.if make(test) || make(tests) || make(fuzz)
PARTS+=		.WAIT tests
.endif
_HERE=
.for _p in ${PARTS}
.if ${_p} == ".WAIT"
_HERE+=		.WAIT
.elif exists(${.CURDIR}/${_p}/Makefile)
_HERE+=		${_p}
.endif
.endfor

all: image

.for _t in all lint
${_t}.parts: .PHONY ${_HERE:S,^,${_t}.,:S,^${_t}..WAIT$,.WAIT,}
.for _p in ${_HERE:N.WAIT}
${_t}.${_p}: .PHONY .MAKE
	@cd ${.CURDIR}/${_p} && ${MAKE} ${_t}
.endfor
.endfor

build: all.parts
lint: lint.parts
libs: all.lib

kernel modules: .MAKE
	@cd ${.CURDIR}/sys && ${MAKE} ${.TARGET}

clean:
	${SAY} RM obj
	${Q}rm -rf ${OBJTOP}

# image, run: what is booted, and how.
.include "tools/image.mk"
.include "tools/disk.mk"

# TESTS=... runs those alone, named as kyua names them: sys/kern/load_test:tiny
tests: image

test: tests
	@${.CURDIR}/tools/runtests ${OBJTOP} ${TESTS}

fuzz: tests
	@cd ${.CURDIR}/tests/host && ${MAKE} fuzz

bench: image
	@cd ${.CURDIR}/tests/bench && ${MAKE} run
