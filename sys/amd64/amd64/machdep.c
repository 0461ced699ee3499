/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From the boot loader's handoff to mi_startup(): what memory there is, the
 * processor's tables, page tables, allocators, console.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/kenv.h>
#include <sys/linker.h>
#include <sys/proc.h>
#include <sys/sched.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_page.h>
#include <vm/vm_extern.h>
#include <vm/vm_kern.h>
#include <vm/vm_map.h>

#include <machine/clock.h>
#include <machine/cpu.h>
#include <machine/cpufunc.h>
#include <machine/fpu.h>
#include <machine/intr_machdep.h>
#include <machine/md_var.h>
#include <machine/pc/bios.h>
#include <machine/pcb.h>
#include <machine/specialreg.h>

#define	MAXRESERVED	64		/* preloaded files outside kernend */
#define	BASEMEM_END	0x100000	/* below lie the firmware's things */

/* Physical memory that is in use from the beginning, in ascending order. */
struct memrange {
	vm_paddr_t	start;
	vm_paddr_t	end;
};

extern char thread0_stack[];

vm_paddr_t	kernend;
int		physmem;
u_int		cpu_feature;
u_int		cpu_stdext_feature;

static struct trapframe thread0_frame;
static struct memrange reserved[MAXRESERVED];
static int nreserved;

static const struct bios_smap *smap;
static size_t nsmap;

static void
cpu_features(void)
{
	u_int r[4];

	do_cpuid(1, r);
	cpu_feature = r[3];
	do_cpuid(0, r);
	if (r[0] >= 7) {
		do_cpuid(7, r);
		cpu_stdext_feature = r[1];
	}
}

/* What the page tables rely on: write protection, no-execute, global pages. */
static void
cpu_setup(void)
{

	cpu_features();
	load_cr0(rcr0() | CR0_WP);
	load_cr4(rcr4() | CR4_PGE);
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
}

/*
 * Not before the kernel runs on its own page tables: a boot loader's may give
 * the kernel's pages to user mode as well (GRUB's do).
 */
static void
smep_enable(void)
{

	if (cpu_stdext_feature & CPUID_STDEXT_SMEP)
		load_cr4(rcr4() | CR4_SMEP);
}

/* thread0 is the one that runs already. */
static void
thread0_setup(void)
{
	struct thread *td;

	td = &thread0;
	pcpu0.pc_curthread = td;
	td->td_kstack = (vm_offset_t)thread0_stack +
	    ptoa(KSTACK_GUARD_PAGES);
	td->td_kstack_pages = KSTACK_PAGES;
	proc_linkup0(&proc0, td);
	cpu_thread_alloc(td);
	td->td_frame = &thread0_frame;
	proc0.p_vmspace = &vmspace0;
	pcpu0.pc_rsp0 = (uintptr_t)td->td_pcb;
	pcpu0.pc_tssp->tss_rsp0 = pcpu0.pc_rsp0;
	pcpu0.pc_curpmap = kernel_pmap;
}

static caddr_t
kernel_metadata(void)
{
	caddr_t kmdp;

	kmdp = preload_search_by_type("elf kernel");
	if (kmdp == NULL)
		kmdp = preload_search_by_type("elf64 kernel");
	if (kmdp == NULL)
		panic("the boot loader gave no metadata of the kernel");
	return (kmdp);
}

static void
reserve(vm_paddr_t start, vm_paddr_t end)
{
	int i;

	if (nreserved == MAXRESERVED)
		panic("too many files are preloaded outside kernend");
	for (i = nreserved++; i > 0 && reserved[i - 1].start > start; i--)
		reserved[i] = reserved[i - 1];
	reserved[i].start = trunc_page(start);
	reserved[i].end = round_page(end);
}

/* Preloaded files that do not lie between the kernel and kernend. */
static void
reserve_preloads(void)
{
	caddr_t mod;
	uint64_t *addr, *size;

	for (mod = preload_search_next_name(NULL); mod != NULL;
	    mod = preload_search_next_name(mod)) {
		addr = (uint64_t *)preload_search_info(mod, MODINFO_ADDR);
		size = (uint64_t *)preload_search_info(mod, MODINFO_SIZE);
		if (addr == NULL || size == NULL || *size == 0 ||
		    (*addr >= KERNLOAD && *addr + *size <= kernend))
			continue;
		reserve(*addr, *addr + *size);
	}
}

/* Give the allocator what is left of [start, end). */
static void
add_memory(vm_paddr_t start, vm_paddr_t end)
{
	int i;

	for (i = 0; i < nreserved && start < end; i++) {
		if (reserved[i].end <= start || reserved[i].start >= end)
			continue;
		if (reserved[i].start > start)
			vm_page_add_range(start, reserved[i].start);
		start = reserved[i].end;
	}
	if (start < end)
		vm_page_add_range(start, end);
}

/* The byte after the last one of memory, in whole pages. */
static vm_paddr_t
find_maxmem(caddr_t kmdp)
{
	vm_paddr_t end, maxmem;
	size_t i;

	smap = (const struct bios_smap *)preload_search_info(kmdp,
	    MODINFO_METADATA | MODINFOMD_SMAP);
	if (smap == NULL)
		panic("the boot loader gave no map of memory");
	nsmap = preload_info_size(kmdp, MODINFO_METADATA | MODINFOMD_SMAP) /
	    sizeof(*smap);
	maxmem = 0;
	for (i = 0; i < nsmap; i++) {
		end = trunc_page(smap[i].base + smap[i].length);
		if (smap[i].type == SMAP_TYPE_MEMORY && end > maxmem)
			maxmem = end;
	}
	return (maxmem);
}

static void
add_all_memory(void)
{
	vm_paddr_t start, end;
	size_t i;

	for (i = 0; i < nsmap; i++) {
		if (smap[i].type != SMAP_TYPE_MEMORY)
			continue;
		physmem += atop(smap[i].length);
		start = MAX(round_page(smap[i].base), BASEMEM_END);
		end = trunc_page(smap[i].base + smap[i].length);
		if (start < end)
			add_memory(start, end);
	}
}

/*
 * From here on the kernel runs on its own page tables.  The first free pages
 * after what the loader placed become page tables and the page array; what
 * remains, up to the reserved ranges, is for the allocator.
 */
static void
memory_init(uint64_t modulep)
{
	vm_paddr_t first, maxmem;
	caddr_t kmdp;

	kmdp = kernel_metadata();
	maxmem = find_maxmem(kmdp);
	reserve_preloads();
	first = round_page(kernend);
	pmap_bootstrap(&first, smap, nsmap);
	smep_enable();
	preload_metadata = (caddr_t)PHYS_TO_DMAP(modulep);
	smap = (const void *)PHYS_TO_DMAP((uintptr_t)smap - KERNBASE);
	vm_page_startup(&first, maxmem);
	reserve(KERNLOAD, first);
	add_all_memory();
	vm_kern_init();
}

/* Boot flags and the kernel environment. */
static void
environment_init(void)
{
	caddr_t kmdp, p;

	kmdp = kernel_metadata();
	p = preload_search_info(kmdp, MODINFO_METADATA | MODINFOMD_HOWTO);
	if (p != NULL)
		boothowto = *(int *)p;
	p = preload_search_info(kmdp, MODINFO_METADATA | MODINFOMD_ENVP);
	init_static_kenv(p != NULL ? (char *)PHYS_TO_DMAP(*(uint64_t *)p) :
	    NULL, 0);
}

/*
 * Called by btext with the physical addresses of the metadata and of the
 * byte after all that the loader placed.
 */
void
hammer_time(uint64_t modulep, uint64_t physfree)
{

	kernend = physfree;
	preload_metadata = (caddr_t)(modulep + KERNBASE);
	gdt_init(&pcpu0);
	thread0_setup();
	idt_init();
	cpu_setup();
	fpuinit();
	syscall_init();
	cninit();
	memory_init(modulep);
	atpic_startup();
	environment_init();
	clock_calibrate();
}
