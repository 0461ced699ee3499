/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The screen as the firmware leaves it, for the kernel to write on.
 */
#include "loader.h"

static bool
pixel_masks(const EFI_GRAPHICS_OUTPUT_MODE_INFORMATION *info,
    struct efi_fb *fb)
{
	const EFI_PIXEL_BITMASK *m = &info->PixelInformation;

	switch (info->PixelFormat) {
	case PixelRedGreenBlueReserved8BitPerColor:
		fb->fb_mask_red = 0x000000ff;
		fb->fb_mask_blue = 0x00ff0000;
		break;
	case PixelBlueGreenRedReserved8BitPerColor:
		fb->fb_mask_red = 0x00ff0000;
		fb->fb_mask_blue = 0x000000ff;
		break;
	case PixelBitMask:
		/* Only pixels of 32 bits, of which some mask has the last. */
		fb->fb_mask_red = m->RedMask;
		fb->fb_mask_green = m->GreenMask;
		fb->fb_mask_blue = m->BlueMask;
		fb->fb_mask_reserved = m->ReservedMask;
		return (((m->RedMask | m->GreenMask | m->BlueMask |
		    m->ReservedMask) >> 24) != 0);
	default:
		return (false);
	}
	fb->fb_mask_green = 0x0000ff00;
	fb->fb_mask_reserved = 0xff000000;
	return (true);
}

bool
efi_screen(struct efi_fb *fb)
{
	EFI_GUID guid = EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID;
	EFI_GRAPHICS_OUTPUT_PROTOCOL *gop;

	if (efi_bs->LocateProtocol(&guid, NULL, (void **)&gop) !=
	    EFI_SUCCESS || gop->Mode == NULL || gop->Mode->Info == NULL)
		return (false);
	fb->fb_addr = gop->Mode->FrameBufferBase;
	fb->fb_size = gop->Mode->FrameBufferSize;
	fb->fb_height = gop->Mode->Info->VerticalResolution;
	fb->fb_width = gop->Mode->Info->HorizontalResolution;
	fb->fb_stride = gop->Mode->Info->PixelsPerScanLine;
	return (pixel_masks(gop->Mode->Info, fb));
}
