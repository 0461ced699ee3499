# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Make one of the files that follow from syscalls.master:
#	awk -v mode=MODE -f makesyscalls.awk syscalls.master >FILE
# MODE	sysproto	sys/sysproto.h: argument structures and prototypes
#	syscall		sys/syscall.h: SYS_* numbers
#	sysent		init_sysent.c: sysent[] and syscallnames[]
#	libc		libc's entry points, as one assembler file

function die(msg) {
	printf("syscalls.master:%d: %s\n", NR, msg) > "/dev/stderr"
	failed = 1
	exit 1
}

function trim(s) {
	sub(/^[ \t]+/, "", s)
	sub(/[ \t]+$/, "", s)
	return s
}

# Split a prototype into fname[n], nargs[n] and, for each argument i,
# argtype[n, i] and argname[n, i].
function parse(n, proto,	open, head, args, count, i, part, name) {
	open = index(proto, "(")
	if (open == 0 || proto !~ /\);$/)
		die("not a prototype: " proto)
	head = trim(substr(proto, 1, open - 1))
	args = substr(proto, open + 1, length(proto) - open - 2)
	match(head, /[A-Za-z_][A-Za-z0-9_]*$/)
	fname[n] = substr(head, RSTART)
	nargs[n] = 0
	if (trim(args) == "void")
		return
	count = split(args, part, ",")
	for (i = 1; i <= count; i++) {
		args = trim(part[i])
		if (!match(args, /[A-Za-z_][A-Za-z0-9_]*$/))
			die("argument without a name: " args)
		argname[n, i] = substr(args, RSTART)
		argtype[n, i] = trim(substr(args, 1, RSTART - 1))
	}
	nargs[n] = count
}

function banner(what) {
	print "/*"
	print " * " what
	print " *"
	print " * Made from sys/kern/syscalls.master: do not edit."
	print " */"
}

function slot(type, name) {
	return "\t" type (type ~ /\*$/ ? "" : " ") name " __aligned(8);"
}

function out_sysproto(	n, i, f) {
	banner("Arguments and prototypes of the system calls.")
	print "#ifndef _SYS_SYSPROTO_H_"
	print "#define\t_SYS_SYSPROTO_H_"
	print ""
	print "#include <sys/types.h>"
	print "#include <sys/signal.h>"
	print ""
	print "struct fd_set;\nstruct iovec;\nstruct itimerval;"
	print "struct kld_file_stat;\nstruct module_stat;\nstruct pollfd;"
	print "struct rlimit;\nstruct rusage;\nstruct stat;\nstruct statfs;"
	print "struct thread;\nstruct timespec;\nstruct timeval;"
	print "struct timezone;\nstruct __ucontext;"
	print ""
	print "/* Every argument has a slot of 8 bytes, whatever its type. */"
	for (n = 0; n <= last; n++) {
		f = fname[n]
		if (f == "" || (f in done))
			continue
		done[f] = 1
		print "struct " f "_args {"
		if (nargs[n] == 0)
			print slot("register_t", "dummy")
		for (i = 1; i <= nargs[n]; i++)
			print slot(argtype[n, i], argname[n, i])
		print "};"
	}
	print ""
	for (n = 0; n <= last; n++) {
		f = fname[n]
		if (f == "" || !(f in done))
			continue
		delete done[f]
		print "int\tsys_" f "(struct thread *, struct " f "_args *);"
	}
	print ""
	print "#endif /* !_SYS_SYSPROTO_H_ */"
}

function out_syscall(	n) {
	banner("Numbers of the system calls.")
	print "#ifndef _SYS_SYSCALL_H_"
	print "#define\t_SYS_SYSCALL_H_"
	print ""
	print "#define\tSYS_syscall\t0"
	print "#define\tSYS___syscall\t198"
	for (n = 0; n <= last; n++)
		if (fname[n] != "" && fname[n] != "nosys")
			print "#define\tSYS_" fname[n] "\t" n
	print "#define\tSYS_MAXSYSCALL\t" last + 1
	print ""
	print "#endif /* !_SYS_SYSCALL_H_ */"
}

function out_sysent(	n, f) {
	banner("The table of system calls.")
	print "#include <sys/param.h>"
	print "#include <sys/proc.h>"
	print "#include <sys/sysent.h>"
	print "#include <sys/sysproto.h>"
	print ""
	print "#define\tCALL(n, func, narg)\t\t\t\t\t\\"
	print "\t[n] = { .sy_call = (sy_call_t *)(void *)(func),\t\t\\"
	print "\t    .sy_narg = (narg), .sy_thrcnt = SY_THR_STATIC }"
	print "#define\tLKM(n)\t\t\t\t\t\t\t\\"
	print "\t[n] = { .sy_call = (sy_call_t *)(void *)lkmnosys,\t\\"
	print "\t    .sy_thrcnt = SY_THR_ABSENT }"
	print ""
	print "struct sysent sysent[] = {"
	for (n = 0; n <= last; n++) {
		f = fname[n]
		if (lkm[n])
			print "\tLKM(" n "),"
		else if (f == "")
			print "\tCALL(" n ", sys_nosys, 0),"
		else
			print "\tCALL(" n ", sys_" f ", " nargs[n] "),"
	}
	print "};"
	print ""
	print "const char *syscallnames[] = {"
	for (n = 0; n <= last; n++) {
		f = lkm[n] ? "lkmnosys" : fname[n]
		if (f == "")
			f = "#" n
		print "\t[" n "] = \"" f "\","
	}
	print "};"
}

# Each entry point has its own section, so that programs can leave it out.
function out_libc(	n, f) {
	banner("Entry points of the system calls; failure sets errno, returns -1.")
	print "#define\tALIAS(new, old)\t.weak new; .set new, old"
	print "#define\tENTRY(name)\t\t\t\t\t\t\\"
	print "\t.section .text.__sys_##name, \"ax\", @progbits;\t\t\\"
	print "\t.globl __sys_##name;\t\t\t\t\t\\"
	print "\t.type __sys_##name, @function;\t\t\t\t\\"
	print "__sys_##name:"
	print "#define\tCALL(name, n)\t\t\t\t\t\t\\"
	print "\tENTRY(name)\t\t\t\t\t\t\\"
	print "\tmovl\t$n, %eax;\t\t\t\t\t\\"
	print "\tmovq\t%rcx, %r10;\t\t\t\t\t\\"
	print "\tsyscall;\t\t\t\t\t\t\\"
	print "\tjb\t__cerror;\t\t\t\t\t\\"
	print "\tret;\t\t\t\t\t\t\t\\"
	print "\t.size __sys_##name, . - __sys_##name"
	print ""
	print "\t.section .text.__cerror, \"ax\", @progbits"
	print "\t.globl\t__cerror"
	print "\t.hidden\t__cerror"
	print "\t.type\t__cerror, @function"
	print "__cerror:"
	print "\tpushq\t%rax"
	print "\tcall\t__errno"
	print "\tpopq\t%rcx"
	print "\tmovl\t%ecx, (%rax)"
	print "\tmovq\t$-1, %rax"
	print "\tmovq\t$-1, %rdx"
	print "\tret"
	print "\t.size\t__cerror, . - __cerror"
	print ""
	for (n = 0; n <= last; n++) {
		f = fname[n]
		if (f == "" || type[n] == "NOSTUB")
			continue
		print "CALL(" f ", " n ")"
		print "ALIAS(_" f ", __sys_" f ")"
		if (type[n] != "NOWEAK")
			print "ALIAS(" f ", __sys_" f ")"
	}
	print ""
	print "\t.section .note.GNU-stack, \"\", @progbits"
}

/^[ \t]*(;.*)?$/ {
	next
}

{
	count = split($1, range, "-")
	first = range[1] + 0
	final = (count == 2 ? range[2] : range[1]) + 0
	if (final < first || first <= last && NR > 1 && seen)
		die("numbers must ascend: " $1)
	seen = 1
	last = final
	if ($2 == "LKM") {
		for (n = first; n <= final; n++)
			lkm[n] = 1
	} else if ($2 == "STD" || $2 == "NOWEAK" || $2 == "NOSTUB") {
		proto = $0
		if (!sub(/^[^{]*\{/, "", proto) || !sub(/\}[ \t]*$/, "", proto))
			die("no { prototype }")
		type[first] = $2
		parse(first, trim(proto))
	} else
		die("unknown type " $2)
}

END {
	if (failed)
		exit 1
	if (mode == "sysproto")
		out_sysproto()
	else if (mode == "syscall")
		out_syscall()
	else if (mode == "sysent")
		out_sysent()
	else if (mode == "libc")
		out_libc()
	else {
		print "makesyscalls.awk: unknown mode " mode > "/dev/stderr"
		exit 1
	}
}
