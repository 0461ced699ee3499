/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Instructions that C has no words for.
 */
#ifndef _MACHINE_CPUFUNC_H_
#define	_MACHINE_CPUFUNC_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <machine/psl.h>

struct region_descriptor;

static __inline void
breakpoint(void)
{
	__asm __volatile("int $3");
}

static __inline u_int
bsfl(u_int mask)
{
	return ((u_int)__builtin_ctz(mask));
}

static __inline u_long
bsfq(u_long mask)
{
	return ((u_long)__builtin_ctzl(mask));
}

static __inline u_int
bsrl(u_int mask)
{
	return (31 - (u_int)__builtin_clz(mask));
}

static __inline u_long
bsrq(u_long mask)
{
	return (63 - (u_long)__builtin_clzl(mask));
}

static __inline void
disable_intr(void)
{
	__asm __volatile("cli" : : : "memory");
}

static __inline void
enable_intr(void)
{
	__asm __volatile("sti" : : : "memory");
}

static __inline void
halt(void)
{
	__asm __volatile("hlt" : : : "memory");
}

static __inline void
ia32_pause(void)
{
	__asm __volatile("pause");
}

static __inline void
cpuid_count(u_int ax, u_int cx, u_int *p)
{
	__asm __volatile("cpuid"
	    : "=a" (p[0]), "=b" (p[1]), "=c" (p[2]), "=d" (p[3])
	    : "0" (ax), "2" (cx));
}

static __inline void
do_cpuid(u_int ax, u_int *p)
{
	cpuid_count(ax, 0, p);
}

static __inline u_char
inb(u_int port)
{
	u_char data;

	__asm __volatile("inb %w1, %0" : "=a" (data) : "Nd" (port));
	return (data);
}

static __inline u_short
inw(u_int port)
{
	u_short data;

	__asm __volatile("inw %w1, %0" : "=a" (data) : "Nd" (port));
	return (data);
}

static __inline u_int
inl(u_int port)
{
	u_int data;

	__asm __volatile("inl %w1, %0" : "=a" (data) : "Nd" (port));
	return (data);
}

static __inline void
outb(u_int port, u_char data)
{
	__asm __volatile("outb %0, %w1" : : "a" (data), "Nd" (port));
}

static __inline void
outw(u_int port, u_short data)
{
	__asm __volatile("outw %0, %w1" : : "a" (data), "Nd" (port));
}

static __inline void
outl(u_int port, u_int data)
{
	__asm __volatile("outl %0, %w1" : : "a" (data), "Nd" (port));
}

static __inline void
insb(u_int port, void *addr, size_t count)
{
	__asm __volatile("rep insb"
	    : "+D" (addr), "+c" (count) : "d" (port) : "memory");
}

static __inline void
outsb(u_int port, const void *addr, size_t count)
{
	__asm __volatile("rep outsb"
	    : "+S" (addr), "+c" (count) : "d" (port) : "memory");
}

static __inline void
invlpg(u_long addr)
{
	__asm __volatile("invlpg %0" : : "m" (*(char *)addr) : "memory");
}

static __inline uint64_t
rdmsr(u_int msr)
{
	uint32_t low, high;

	__asm __volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (msr));
	return (low | ((uint64_t)high << 32));
}

static __inline void
wrmsr(u_int msr, uint64_t newval)
{
	__asm __volatile("wrmsr" : : "a" ((uint32_t)newval),
	    "d" ((uint32_t)(newval >> 32)), "c" (msr) : "memory");
}

static __inline uint64_t
rdtsc(void)
{
	uint32_t low, high;

	__asm __volatile("rdtsc" : "=a" (low), "=d" (high));
	return (low | ((uint64_t)high << 32));
}

static __inline uint32_t
rdtsc32(void)
{
	return ((uint32_t)rdtsc());
}

static __inline u_long
read_rflags(void)
{
	u_long rf;

	__asm __volatile("pushfq; popq %0" : "=r" (rf));
	return (rf);
}

static __inline void
write_rflags(u_long rf)
{
	__asm __volatile("pushq %0; popfq" : : "r" (rf) : "memory", "cc");
}

#define	__CR(reg)							\
static __inline u_long							\
r##reg(void)								\
{									\
	u_long data;							\
									\
	__asm __volatile("movq %%" #reg ", %0" : "=r" (data));		\
	return (data);							\
}									\
static __inline void							\
load_##reg(u_long data)							\
{									\
	__asm __volatile("movq %0, %%" #reg : : "r" (data) : "memory");	\
}
__CR(cr0)
__CR(cr2)
__CR(cr3)
__CR(cr4)
#undef __CR

static __inline void
lgdt_only(struct region_descriptor *rd)
{
	__asm __volatile("lgdt (%0)" : : "r" (rd) : "memory");
}

static __inline void
lidt(struct region_descriptor *rd)
{
	__asm __volatile("lidt (%0)" : : "r" (rd) : "memory");
}

static __inline void
ltr(u_short sel)
{
	__asm __volatile("ltr %0" : : "r" (sel));
}

static __inline void
fninit(void)
{
	__asm __volatile("fninit");
}

static __inline void
fxsave(void *area)
{
	__asm __volatile("fxsaveq %0" : "=m" (*(char (*)[512])area));
}

static __inline void
fxrstor(const void *area)
{
	__asm __volatile("fxrstorq %0" : : "m" (*(const char (*)[512])area));
}

/* Disable interrupts; intr_restore() brings back what was before. */
static __inline register_t
intr_disable(void)
{
	register_t rflags;

	rflags = (register_t)read_rflags();
	disable_intr();
	return (rflags);
}

static __inline void
intr_restore(register_t rflags)
{
	if (rflags & PSL_I)
		enable_intr();
}

#endif /* _KERNEL */

#endif /* !_MACHINE_CPUFUNC_H_ */
