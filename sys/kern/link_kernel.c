/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's own file: id 1, linked before it runs.
 *
 * The boot loader leaves the kernel's symbol table in memory, as
 * MODINFOMD_SSYM to MODINFOMD_ESYM: the size of the symbols (8 bytes), the
 * symbols, the size of their names (8 bytes), the names.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/elf.h>
#include <sys/kernel.h>
#include <sys/kenv.h>
#include <sys/lock.h>
#include <sys/sx.h>

#include <vm/vm.h>
#include <machine/vmparam.h>

#include "linker_if.h"

/* Every module depends on this one in a range of versions. */
MODULE_VERSION(kernel, __FreeBSD_version);

/* The linker sets that modules and the linker ask for by name. */
SET_DECLARE(modmetadata_set, struct mod_metadata);

extern char kernel_start[], end[];

static const Elf_Sym *ksym;
static size_t ksym_count;
static const char *kstr;
static size_t kstr_size;

/* Take the next { size, bytes } from *p, which must end before end. */
static const void *
take_sized(const char **p, const char *limit, size_t *size)
{
	const void *data;
	uint64_t n;

	if ((size_t)(limit - *p) < sizeof(n))
		return (NULL);
	memcpy(&n, *p, sizeof(n));
	*p += sizeof(n);
	if (n > (size_t)(limit - *p))
		return (NULL);
	data = *p;
	*size = n;
	*p += MIN(roundup2(n, sizeof(n)), (size_t)(limit - *p));
	return (data);
}

static void
find_symbols(caddr_t kmod)
{
	uint64_t *ssym, *esym;
	const char *limit, *p;
	size_t size;

	ssym = (uint64_t *)preload_search_info(kmod,
	    MODINFO_METADATA | MODINFOMD_SSYM);
	esym = (uint64_t *)preload_search_info(kmod,
	    MODINFO_METADATA | MODINFOMD_ESYM);
	if (ssym == NULL || esym == NULL || *ssym >= *esym)
		return;
	p = (const char *)PHYS_TO_DMAP(*ssym);
	limit = (const char *)PHYS_TO_DMAP(*esym);
	ksym = take_sized(&p, limit, &size);
	if (ksym == NULL)
		return;
	kstr = take_sized(&p, limit, &kstr_size);
	if (kstr != NULL && kstr_size > 0 && kstr[kstr_size - 1] == '\0')
		ksym_count = size / sizeof(*ksym);
}

static bool
is_exported(const Elf_Sym *s)
{

	return (s->st_shndx != SHN_UNDEF &&
	    ELF_ST_BIND(s->st_info) != STB_LOCAL && s->st_name < kstr_size);
}

static void
export_symbols(struct linker_file *lf)
{
	struct linker_symbol *out;
	size_t i, n;

	n = 0;
	for (i = 0; i < ksym_count; i++)
		n += is_exported(&ksym[i]);
	lf->symbols = out = mallocarray(MAX(n, 1), sizeof(*out), M_LINKER,
	    M_WAITOK);
	for (i = 0; i < ksym_count; i++) {
		if (!is_exported(&ksym[i]))
			continue;
		out->file = lf;
		out->value = ksym[i].st_value;
		out->size = ksym[i].st_size;
		linker_symbol_set_name(out, kstr + ksym[i].st_name);
		out++;
	}
	lf->nsymbols = n;
	if (linker_symtab_add(lf) != 0)
		panic("no memory for the kernel's symbols");
}

static const char *
link_kernel_symbol_at(struct linker_file *lf __unused, vm_offset_t addr,
    u_long *off)
{
	const Elf_Sym *best;
	size_t i;

	best = NULL;
	for (i = 0; i < ksym_count; i++)
		if (ksym[i].st_shndx != SHN_UNDEF &&
		    ksym[i].st_value <= addr && ksym[i].st_name < kstr_size &&
		    (best == NULL || ksym[i].st_value > best->st_value))
			best = &ksym[i];
	if (best == NULL)
		return (NULL);
	*off = addr - best->st_value;
	return (kstr + best->st_name);
}

/* The kernel is neither loaded nor unloaded by us: it has no stages. */
const struct linker_class link_kernel_class = {
	.name = "kernel",
	.symbol_at = link_kernel_symbol_at,
};

static void
link_kernel_init(void *arg __unused)
{
	struct linker_file *lf;
	caddr_t kmod;
	char *path;

	kmod = preload_search_by_type("elf kernel");
	if (kmod == NULL)
		kmod = preload_search_by_type("elf64 kernel");
	path = kmod != NULL ? preload_search_info(kmod, MODINFO_NAME) : NULL;
	sx_xlock(&kld_sx);
	lf = linker_file_create(path != NULL ? path : "kernel");
	/* However the file is called, the kernel's name is this. */
	linker_file_rename(lf, "kernel");
	lf->class = &link_kernel_class;
	lf->address = kernel_start;
	lf->size = end - kernel_start;
	lf->refs = 1;
	linker_kernel_file = lf;
	linker_file_number(lf);
	if (kmod != NULL)
		find_symbols(kmod);
	export_symbols(lf);
	lf->metadata.start = (void **)(void *)SET_BEGIN(modmetadata_set);
	lf->metadata.count = SET_COUNT(modmetadata_set);
	if (linker_provide(lf) != 0 || linker_register_modules(lf) != 0)
		panic("two modules in the kernel have one name");
	lf->state = LINKER_ACTIVE;
	sx_xunlock(&kld_sx);
}
SYSINIT(link_kernel, SI_SUB_KLD, SI_ORDER_SECOND, link_kernel_init, NULL);
