/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory while the firmware rules, and the map of it for the kernel.
 */
#include "loader.h"

#define	KERNEL_PA	0x200000ul
#define	CHUNK_SIZE	(256 * 1024ul)
#define	MAP_SLACK	8	/* descriptors that appear while we look */
#define	LEAVE_TRIES	8

static uint8_t *chunk;
static uint64_t chunk_left;

static uint64_t
page_count(uint64_t size)
{
	return (size / STAND_PAGE_SIZE + (size % STAND_PAGE_SIZE != 0));
}

void *
efi_pages(uint64_t size)
{
	EFI_PHYSICAL_ADDRESS pa = MAPPED_END - 1;

	if (size == 0)
		size = 1;
	if (efi_bs->AllocatePages(AllocateMaxAddress, EfiLoaderData,
	    page_count(size), &pa) != EFI_SUCCESS)
		return (NULL);
	return ((void *)pa);
}

/* Small pieces come from one chunk after the other. */
void *
stand_alloc(size_t size)
{
	void *p;

	size = (size + 15) & ~(size_t)15;
	if (size > chunk_left) {
		chunk_left = size > CHUNK_SIZE ? size : CHUNK_SIZE;
		chunk = efi_pages(chunk_left);
		if (chunk == NULL)
			stand_fatal("out of memory");
	}
	p = chunk;
	chunk += size;
	chunk_left -= size;
	return (memset(p, 0, size));
}

struct memory_map {
	uint8_t		*entries;
	UINTN		size;		/* bytes that are filled */
	UINTN		room;
	UINTN		entry_size;
	UINTN		key;
};

/* The firmware's map as it is now; room grows until it fits. */
static EFI_STATUS
get_map(struct memory_map *map)
{
	EFI_STATUS status;
	UINT32 version;

	for (;;) {
		map->size = map->room;
		status = efi_bs->GetMemoryMap(&map->size,
		    (EFI_MEMORY_DESCRIPTOR *)map->entries, &map->key,
		    &map->entry_size, &version);
		if (status != EFI_BUFFER_TOO_SMALL)
			return (status);
		map->room = map->size + MAP_SLACK * map->entry_size;
		map->entries = stand_alloc(map->room);
	}
}

static const EFI_MEMORY_DESCRIPTOR *
map_entry(const struct memory_map *map, UINTN off)
{
	return ((const EFI_MEMORY_DESCRIPTOR *)(map->entries + off));
}

/* Where free memory ends that goes on from an address without a gap. */
static uint64_t
free_end(const struct memory_map *map, uint64_t pa)
{
	const EFI_MEMORY_DESCRIPTOR *d;
	uint64_t start;
	UINTN off;

	do {
		start = pa;
		for (off = 0; off < map->size; off += map->entry_size) {
			d = map_entry(map, off);
			if (d->Type == EfiConventionalMemory &&
			    pa >= d->PhysicalStart && pa - d->PhysicalStart <
			    d->NumberOfPages * STAND_PAGE_SIZE)
				pa = d->PhysicalStart +
				    d->NumberOfPages * STAND_PAGE_SIZE;
		}
	} while (pa != start);
	return (pa);
}

/* All the free memory from the kernel's place on, up to a quarter GiB. */
void
efi_area(struct area *area)
{
	static struct memory_map map;
	EFI_PHYSICAL_ADDRESS pa = KERNEL_PA;
	uint64_t end;

	if (get_map(&map) != EFI_SUCCESS)
		stand_fatal("the firmware gives no memory map");
	end = free_end(&map, KERNEL_PA);
	if (end > KERNEL_PA + 0x10000000)
		end = KERNEL_PA + 0x10000000;
	/* What remains above is for the loader and for the root. */
	if (end == KERNEL_PA || efi_bs->AllocatePages(AllocateAddress,
	    EfiLoaderData, (end - KERNEL_PA) / STAND_PAGE_SIZE, &pa) !=
	    EFI_SUCCESS)
		stand_fatal("the firmware occupies the kernel's place at "
		    "2 MiB");
	area->base = (uint8_t *)KERNEL_PA;
	area->pa = KERNEL_PA;
	area->size = end - KERNEL_PA;
}

/* What the kernel may use once the firmware is gone. */
static uint32_t
smap_type(uint32_t type)
{
	switch (type) {
	case EfiLoaderCode:
	case EfiLoaderData:
	case EfiBootServicesCode:
	case EfiBootServicesData:
	case EfiConventionalMemory:
		return (SMAP_MEMORY);
	case EfiACPIReclaimMemory:
		return (SMAP_ACPI);
	case EfiACPIMemoryNVS:
		return (SMAP_NVS);
	default:
		return (SMAP_RESERVED);
	}
}

void
efi_smap(struct smap *smap)
{
	static struct memory_map map;
	const EFI_MEMORY_DESCRIPTOR *d;
	UINTN off;

	if (get_map(&map) != EFI_SUCCESS)
		stand_fatal("the firmware gives no memory map");
	for (off = 0; off < map.size; off += map.entry_size) {
		d = map_entry(&map, off);
		smap_add(smap, d->PhysicalStart,
		    d->NumberOfPages * STAND_PAGE_SIZE, smap_type(d->Type));
	}
}

/* The firmware's last map has to be the current one, so it may take turns. */
void
efi_leave(EFI_HANDLE image)
{
	static struct memory_map map;
	unsigned i;

	for (i = 0; i < LEAVE_TRIES; i++)
		if (get_map(&map) == EFI_SUCCESS &&
		    efi_bs->ExitBootServices(image, map.key) == EFI_SUCCESS)
			return;
	stand_fatal("the firmware does not let go");
}
