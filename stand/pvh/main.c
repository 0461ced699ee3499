/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The PVH boot method: QEMU's -kernel, -initrd (the boot archive) and
 * -append (variables).
 *
 * Memory from KERNEL_PA to the boot archive is used from both ends: the
 * kernel and what belongs to it grow up, the loader's own data grow down and
 * are free memory to the kernel.
 */
#include "pvh.h"
#include <sys/linker.h>

#define	KERNEL_PA	0x200000ul
#define	MAPPED_END	0x100000000ul	/* what start.S maps */

static struct smap smap;
static struct archive archive;
static struct boot boot;
static const struct hvm_modlist_entry *initrd;

void *
stand_alloc(size_t size)
{
	struct area *area = &boot.area;

	size = (size + 15) & ~(size_t)15;
	if (size > area->size - area->used)
		stand_fatal("out of memory");
	area->size -= size;
	return (memset(area->base + area->size, 0, size));
}

bool
stand_open(const char *path, struct file *file)
{
	return (archive_open(&archive, path, file));
}

void
stand_list(const char *dir, struct dir_sort *sort)
{
	archive_list(&archive, dir, sort);
}

bool
stand_add_root(struct boot *b)
{
	if (!preload_has_type(&b->files, "mfs_root"))
		preload_add(&b->files, "/boot.tar", "mfs_root", initrd->paddr,
		    initrd->size);
	return (true);
}

void
stand_exit(void)
{
	machine_reset();
}

/* The memory between the kernel's place and the archive. */
static void
area_init(struct area *area)
{
	uint64_t end;

	end = smap_memory_end(&smap, KERNEL_PA);
	if (end > MAPPED_END)
		end = MAPPED_END;
	if (initrd->paddr >= KERNEL_PA && initrd->paddr < end)
		end = initrd->paddr;
	area->pa = KERNEL_PA;
	area->base = (uint8_t *)KERNEL_PA;
	area->size = (end - KERNEL_PA) & ~15ul;
}

void
pvh_main(const struct hvm_start_info *si)
{
	console_init();
	if (si->magic != HVM_START_MAGIC)
		stand_fatal("not started as a PVH kernel");
	if (si->nr_modules == 0)
		stand_fatal("no boot archive, it is given with -initrd");
	smap_read(&smap, si);
	initrd = (const struct hvm_modlist_entry *)si->modlist_paddr;
	if (initrd->paddr >= MAPPED_END ||
	    initrd->size > MAPPED_END - initrd->paddr)
		stand_fatal("the boot archive lies above 4 GiB");
	area_init(&boot.area);
	(void)archive_index(&archive, (const uint8_t *)initrd->paddr,
	    initrd->size);

	env_set(&boot.env, "loader", "pvh");
	if (si->rsdp_paddr != 0)
		env_set(&boot.env, "acpi.rsdp",
		    string_hex(si->rsdp_paddr));
	boot_load(&boot, si->cmdline_paddr == 0 ? "" :
	    (const char *)si->cmdline_paddr);
	preload_metadata(boot.kernel, MODINFOMD_SMAP, smap.entry,
	    smap.count * sizeof(smap.entry[0]));
	boot_finish(&boot);
	enter_kernel(boot.entry, boot.modulep, boot.kernend);
}
