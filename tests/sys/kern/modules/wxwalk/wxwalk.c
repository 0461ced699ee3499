/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Walks the page tables themselves: how many pages of the kernel's half can be
 * executed, how many can be written, and how many can be both.  The same for
 * module memory alone.
 *
 * debug.wxwalk.plant makes a page of this module's text writable as well, so
 * that the walk has something to find; 0 takes that back.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/sysctl.h>

#include <vm/vm.h>

#include <machine/cpufunc.h>
#include <machine/pmap.h>
#include <machine/vmparam.h>

#define	TABLE_ENTRIES	512
#define	TABLE_BITS	9
#define	TOP_SHIFT	39	/* of an address, for its entry in the first table */

struct counts {
	u_int	pages;
	u_int	executable;
	u_int	writable;
	u_int	both;
};

static uint64_t *
table(uint64_t entry)
{

	return ((uint64_t *)PHYS_TO_DMAP(entry & PG_FRAME));
}

/* What the processor allows is what all levels allow. */
static void
count(struct counts *c, uint64_t flags, bool nx)
{

	c->pages++;
	c->executable += !nx;
	c->writable += (flags & PG_RW) != 0;
	c->both += !nx && (flags & PG_RW) != 0;
}

static void
walk(const uint64_t *entries, int first, int shift, vm_offset_t va,
    uint64_t flags, bool nx, struct counts *all, struct counts *klds)
{
	vm_offset_t a;
	uint64_t e;
	bool never;
	int i;

	for (i = first; i < TABLE_ENTRIES; i++) {
		e = entries[i];
		if ((e & PG_V) == 0)
			continue;
		a = va | (vm_offset_t)i << shift;
		never = nx || (e & PG_NX) != 0;
		if (shift > PAGE_SHIFT && (e & PG_PS) == 0) {
			walk(table(e), 0, shift - TABLE_BITS, a, flags & e,
			    never, all, klds);
			continue;
		}
		count(all, flags & e, never);
		if (a >= KLD_MIN_ADDRESS && a < KLD_MAX_ADDRESS)
			count(klds, flags & e, never);
	}
}

static void
walk_kernel(struct counts *all, struct counts *klds)
{

	memset(all, 0, sizeof(*all));
	memset(klds, 0, sizeof(*klds));
	/* The upper half; bits 48 to 63 are those of bit 47. */
	walk(table(rcr3()), TABLE_ENTRIES / 2, TOP_SHIFT, 0xffffUL << 48,
	    PG_RW, false, all, klds);
}

/* The last-level entry of an address that 4 KB pages map. */
static uint64_t *
entry_of(vm_offset_t va)
{
	uint64_t *t;
	int shift;

	t = table(rcr3());
	for (shift = TOP_SHIFT; shift > PAGE_SHIFT; shift -= TABLE_BITS)
		t = table(t[va >> shift & (TABLE_ENTRIES - 1)]);
	return (&t[va >> shift & (TABLE_ENTRIES - 1)]);
}

static int
wxwalk_show(SYSCTL_HANDLER_ARGS)
{
	struct counts all, klds, *c;
	char text[80];

	walk_kernel(&all, &klds);
	c = arg2 != 0 ? &klds : &all;
	snprintf(text, sizeof(text), "%u pages %u executable %u writable "
	    "%u both", c->pages, c->executable, c->writable, c->both);
	return (sysctl_handle_string(oidp, text, sizeof(text), req));
}

static int
wxwalk_plant(SYSCTL_HANDLER_ARGS)
{
	static int planted;
	const vm_offset_t va = (vm_offset_t)wxwalk_plant;
	int error;

	error = sysctl_handle_int(oidp, &planted, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (planted)
		*entry_of(va) |= PG_RW;
	else
		*entry_of(va) &= ~PG_RW;
	invlpg(va);
	return (0);
}

static SYSCTL_NODE(_debug, OID_AUTO, wxwalk, CTLFLAG_RD | CTLFLAG_MPSAFE, NULL,
    "Walks of the page tables");
SYSCTL_PROC(_debug_wxwalk, OID_AUTO, all, CTLTYPE_STRING | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, wxwalk_show, "A", "Pages of the kernel");
SYSCTL_PROC(_debug_wxwalk, OID_AUTO, klds, CTLTYPE_STRING | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 1, wxwalk_show, "A", "Pages of modules");
SYSCTL_PROC(_debug_wxwalk, OID_AUTO, plant, CTLTYPE_INT | CTLFLAG_RW |
    CTLFLAG_MPSAFE, NULL, 0, wxwalk_plant, "I", "Make a page both");

static int
wxwalk_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t wxwalk_mod = { "wxwalk", wxwalk_modevent, NULL };
DECLARE_MODULE(wxwalk, wxwalk_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
