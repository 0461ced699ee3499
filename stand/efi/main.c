/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The UEFI boot method: \EFI\BOOT\BOOTX64.EFI of a disk or a stick, with the
 * kernel, its modules and the root archive in \boot on the same volume.
 */
#include "loader.h"

#define	ROOT_ARCHIVE	"/boot/boot.tar"

EFI_SYSTEM_TABLE *efi_st;
EFI_BOOT_SERVICES *efi_bs;

static struct boot boot;
static struct smap smap;
static struct handoff handoff;
static struct efi_fb screen;

EFI_STATUS	efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *st);

/* ACPI's root pointer, where the firmware says it is. */
static void
find_acpi(void)
{
	EFI_GUID guid = ACPI_20_TABLE_GUID;
	EFI_CONFIGURATION_TABLE *t;
	UINTN i;

	for (i = 0; i < efi_st->NumberOfTableEntries; i++) {
		t = &efi_st->ConfigurationTable[i];
		if (memcmp(&t->VendorGuid, &guid, sizeof(guid)) == 0)
			env_set(&boot.env, "acpi.rsdp",
			    string_hex((uintptr_t)t->VendorTable));
	}
}

/* The archive stays where it was read to; the kernel frees it. */
bool
stand_add_root(struct boot *b)
{
	struct file file;

	if (preload_has_type(&b->files, "mfs_root"))
		return (true);
	if (!stand_open(ROOT_ARCHIVE, &file))
		file.error = "no such file";
	if (file.error != NULL) {
		stand_warn("%s: %s", ROOT_ARCHIVE, file.error);
		return (false);
	}
	preload_add(&b->files, ROOT_ARCHIVE, "mfs_root", (uintptr_t)file.data,
	    file.size);
	return (true);
}

EFI_STATUS
efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *st)
{
	efi_st = st;
	efi_bs = st->BootServices;
	efi_bs->SetWatchdogTimer(0, 0, 0, NULL);
	volume_open(image);
	efi_area(&boot.area);
	boot.pages = efi_pages;
	env_set(&boot.env, "loader", "efi");
	find_acpi();
	boot_load(&boot, "");
	handoff_prepare(&handoff, &boot.area);
	if (efi_screen(&screen))
		preload_metadata(boot.kernel, MODINFOMD_EFI_FB, &screen,
		    sizeof(screen));
	efi_smap(&smap);
	preload_metadata(boot.kernel, MODINFOMD_SMAP, smap.entry,
	    smap.count * sizeof(smap.entry[0]));
	boot_finish(&boot);
	efi_leave(image);
	enter_kernel(&handoff, boot.entry, boot.modulep, boot.kernend);
}
