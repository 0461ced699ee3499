# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Build one kernel module, ${KMOD}.ko.
#
# KMOD		the module's name
# SRCS		its sources (${KMOD}.c); headers in the list are ignored
# EXPORT_SYMS	what other modules may use: YES for every global symbol, a list
#		of symbols, or a file with one symbol a line.  Unset or NO:
#		nothing.
# KMOD_ENTRY	a function of type modeventhand_t that gets the events of a module
#		called ${KMOD}; such a file needs no DECLARE_MODULE(9)
# KLD_FORMAT	rel: a relocatable object (ET_REL); dyn: a shared object
# FIRMWS	firmware(9) images that the module holds, each as
#		file[:imagename[:version]]
# FIRMWARE_LICENSE	the license that has to be accepted before they load
# KMODDIR	where it goes in the image (/boot/modules); empty: nowhere
# MAN		its manual pages
#
# Targets: all and clean; in the tree, all also puts the module into the image.

.include "kern.mk"
.include "gen.mk"

.if !empty(FIRMWS)
SRCS+=		${KMOD}_fw.c
_FIRMWFILES=	${FIRMWS:C/:.*//}
_FIRMWOBJS=	${_FIRMWFILES:T:S,$,.fwo,}
CLEANFILES+=	${KMOD}_fw.c
.endif
SRCS?=		${KMOD}.c
OBJS+=		${SRCS:N*.h:R:S,$,.o,} ${_FIRMWOBJS}
KMODDIR?=	/boot/modules
KLD_FORMAT?=	rel
.if ${KLD_FORMAT} == "dyn"
_MODEL=		-fPIC
.elif ${KLD_FORMAT} == "rel"
_MODEL=		-fno-pic -mcmodel=kernel
.else
.error KLD_FORMAT is rel or dyn, not ${KLD_FORMAT}
.endif
.if !empty(KMOD_ENTRY)
OBJS+=		${KMOD}_entry.o
CLEANFILES+=	${KMOD}_entry.S
.endif
CLEANFILES+=	${KMOD}.ko ${KMOD}.ko.tmp ${KMOD}.ko.map ${OBJS} ${OBJS:.o=.d}
CFLAGS:=	${KERN_CFLAGS:N-fno-pic:N-mcmodel=kernel} ${_MODEL} -fuse-init-array -DKLD_MODULE ${CFLAGS} -I${.CURDIR} -I${.OBJDIR}
ASFLAGS:=	${KERN_ASFLAGS} -DKLD_MODULE ${ASFLAGS} -I${.CURDIR}

PRODUCTS=	${KMOD}.ko
.if !empty(RELDIR) && !empty(KMODDIR)
PRODUCTS+=	${STAGE}${KMODDIR}/${KMOD}.ko
.endif

# Which global symbols survive.  No symbol can be called "-", so keeping that
# one alone makes all others local.  In a shared object the linker does it, and
# the bounds of linker sets stay.
EXPORT_SYMS?=	NO
_LOCAL=		local: *;
.if ${EXPORT_SYMS} == "YES"
_KEEP=
_GLOBAL=	*
_LOCAL=
.elif ${EXPORT_SYMS} == "NO"
_KEEP=		--keep-global-symbol=-
.elif exists(${.CURDIR}/${EXPORT_SYMS})
_KEEPFILE=	${.CURDIR}/${EXPORT_SYMS}
_KEEP=		--keep-global-symbol=- --keep-global-symbols=${_KEEPFILE}
_GLOBAL!=	cat ${_KEEPFILE}
.else
_KEEP=		${EXPORT_SYMS:S,^,--keep-global-symbol=,}
_GLOBAL=	${EXPORT_SYMS}
.endif
_GLOBAL+=	__start_set_* __stop_set_*
.if ${KLD_FORMAT} == "dyn"
_KEEP=
.endif

# In a relocatable object e_entry is an offset that nobody knows the base of, so
# a section has the address; a shared object has both.
.if !empty(KMOD_ENTRY)
${KMOD}_entry.S:
	${Q}printf '\t.section set_kmod_entry,"aw"\n\t.balign 8\n\t.quad ${KMOD_ENTRY}\n' \
	    > ${.TARGET}
_ENTRY=		-e ${KMOD_ENTRY}
.endif

.PHONY: all clean lint
.MAIN: all
.ORDER: clean all
all: ${KMOD}.ko

${KMOD}.ko: ${OBJS} ${_KEEPFILE}
	${SAY} LD ${SAYDIR}${.TARGET}
	${Q}rm -f ${PRODUCTS}
	${Q}${LD} -m ${LDEMULATION} -r -o ${.TARGET}.tmp ${OBJS}
	${Q}${OBJCOPY} --strip-debug --remove-section=.comment \
	    --remove-section=.note.GNU-stack --remove-section=.llvm_addrsig \
	    ${_KEEP} ${.TARGET}.tmp ${.TARGET}
.if ${KLD_FORMAT} == "dyn"
	${Q}mv ${.TARGET} ${.TARGET}.tmp
	${Q}echo '{ global: ${_GLOBAL:=;} ${_LOCAL} };' > ${.TARGET}.map
	${Q}${LD} -m ${LDEMULATION} -shared -Bsymbolic -z notext \
	    -z max-page-size=4096 -z nostart-stop-gc \
	    -z start-stop-visibility=default --hash-style=gnu \
	    --version-script=${.TARGET}.map \
	    --build-id=none ${_ENTRY} -o ${.TARGET} ${.TARGET}.tmp
.endif
	${Q}rm -f ${.TARGET}.tmp ${.TARGET}.map

# FreeBSD makes these from its configuration; here nothing is optional.
_OPTS=		${SRCS:Mopt_*.h}
CLEANFILES+=	${_OPTS}
.for _o in ${_OPTS}
${_o}:
	${Q}touch ${.TARGET}
.endfor

# The bytes of an image become constants, with symbols named after the file;
# that is why the file is named without its folder.
.for _f in ${_FIRMWFILES}
${_f:T}.fwo: ${_f} ${SYSDIR}/conf/kmod.mk
	${SAY} FIRMW ${SAYDIR}${.TARGET}
	${Q}rm -f ${PRODUCTS}
	${Q}cd ${.ALLSRC:N*/kmod.mk:H} && ${OBJCOPY} -I binary -O elf64-x86-64-freebsd \
	    --rename-section .data=.rodata,alloc,load,readonly,data,contents \
	    --set-section-alignment .rodata=16 \
	    ${_f:T} ${.OBJDIR}/${.TARGET}
.endfor
.if !empty(FIRMWS)
${KMOD}_fw.c: ${MAKEFILE} ${SYSDIR}/tools/makefirmware.awk
	${SAY} GEN ${SAYDIR}${.TARGET}
	${Q}rm -f ${PRODUCTS}
	${Q}${AWK} -v kmod=${KMOD} -v license=${FIRMWARE_LICENSE:Q} \
	    -f ${SYSDIR}/tools/makefirmware.awk ${FIRMWS} >${.TARGET}.tmp
	${Q}mv ${.TARGET}.tmp ${.TARGET}
.endif

${OBJS:N*.fwo}: ${_OPTS} ${KERNGEN} ${SYSDIR}/conf/kern.mk ${SYSDIR}/conf/kmod.mk

.for _d in ${OBJS:H:O:u:N.}
.if !exists(${.OBJDIR}/${_d}/)
_!=		mkdir -p ${.OBJDIR}/${_d}
.endif
.endfor

.if !empty(RELDIR) && !empty(KMODDIR)
all: ${STAGE}${KMODDIR}/${KMOD}.ko
${STAGE}${KMODDIR}/${KMOD}.ko: ${KMOD}.ko
	${Q}install -D -m 555 ${KMOD}.ko ${.TARGET}
.endif

clean:
	${SAY} CLEAN ${SAYDIR}${KMOD}
	${Q}rm -f ${CLEANFILES}

.include <bsd.man.mk>
.include <bsd.dep.mk>
