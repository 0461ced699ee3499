/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory and processor as sysctl(8) shows them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/sysctl.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_page.h>

#include <machine/cpufunc.h>

SYSCTL_NODE(_vm, OID_AUTO, stats, CTLFLAG_RD | CTLFLAG_MPSAFE, NULL,
    "Memory statistics");
SYSCTL_NODE(_vm_stats, OID_AUTO, vm, CTLFLAG_RD | CTLFLAG_MPSAFE, NULL,
    "Pages");
SYSCTL_UINT(_vm_stats_vm, OID_AUTO, v_free_count, CTLFLAG_RD,
    &vm_page_count_free, 0, "Free pages");
SYSCTL_UINT(_vm_stats_vm, OID_AUTO, v_page_count, CTLFLAG_RD,
    &vm_page_count_total, 0, "Pages in the hands of the allocator");
SYSCTL_UINT(_vm_stats_vm, OID_AUTO, v_page_size, CTLFLAG_RD,
    NULL, PAGE_SIZE, "Size of a page");

static char cpu_model[49];
static const int ncpu = 1;

static int
sysctl_hw_physmem(SYSCTL_HANDLER_ARGS)
{
	u_long bytes;

	bytes = ptoa((u_long)physmem);
	return (sysctl_handle_long(oidp, &bytes, 0, req));
}
SYSCTL_PROC(_hw, HW_PHYSMEM, physmem, CTLTYPE_ULONG | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_hw_physmem, "LU", "Memory, in bytes");
SYSCTL_PROC(_hw, HW_REALMEM, realmem, CTLTYPE_ULONG | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_hw_physmem, "LU", "Memory, in bytes");
SYSCTL_INT(_hw, HW_PAGESIZE, pagesize, CTLFLAG_RD, NULL,
    PAGE_SIZE, "Size of a page");
SYSCTL_INT(_hw, HW_NCPU, ncpu, CTLFLAG_RD, __DECONST(int *, &ncpu), 0,
    "Processors");
SYSCTL_INT(_hw, HW_BYTEORDER, byteorder, CTLFLAG_RD, NULL,
    1234, "Byte order");
SYSCTL_STRING(_hw, HW_MACHINE, machine, CTLFLAG_RD,
    __DECONST(char *, MACHINE), 0, "Machine class");
SYSCTL_STRING(_hw, HW_MACHINE_ARCH, machine_arch, CTLFLAG_RD,
    __DECONST(char *, MACHINE_ARCH), 0, "Processor architecture");
SYSCTL_STRING(_hw, HW_MODEL, model, CTLFLAG_RD, cpu_model, 0,
    "Processor model");

static void
cpu_model_init(void *arg __unused)
{
	u_int *r;
	u_int leaf;

	r = (u_int *)(void *)cpu_model;
	for (leaf = 0x80000002; leaf <= 0x80000004; leaf++, r += 4)
		do_cpuid(leaf, r);
}
SYSINIT(cpu_model, SI_SUB_CPU, SI_ORDER_FIRST, cpu_model_init, NULL);
