/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The console that the firmware gives: the screen and, where the firmware is
 * told so, the first serial port.
 */
#include "loader.h"

static const char *pending = "";	/* the rest of an arrow key */

void
stand_putc(int c)
{
	CHAR16 text[3] = { (CHAR16)(uint8_t)c, 0, 0 };

	if (c == '\n') {
		text[0] = '\r';
		text[1] = '\n';
	}
	efi_st->ConOut->OutputString(efi_st->ConOut, text);
}

static int
read_key(void)
{
	EFI_INPUT_KEY key;

	if (*pending != '\0')
		return (*pending++);
	if (efi_st->ConIn == NULL ||
	    efi_st->ConIn->ReadKeyStroke(efi_st->ConIn, &key) != EFI_SUCCESS)
		return (-1);
	if (key.ScanCode == SCAN_UP || key.ScanCode == SCAN_DOWN) {
		pending = key.ScanCode == SCAN_UP ? "[A" : "[B";
		return (0x1b);
	}
	return (key.UnicodeChar != 0 && key.UnicodeChar < 0x80 ?
	    key.UnicodeChar : -1);
}

int
stand_getc(unsigned ms)
{
	int c;

	while ((c = read_key()) == -1 && ms != 0 && efi_st->ConIn != NULL) {
		efi_bs->Stall(1000);
		if (ms != STAND_FOREVER)
			ms--;
	}
	return (c);
}

void
stand_exit(void)
{
	efi_st->RuntimeServices->ResetSystem(EfiResetCold, EFI_SUCCESS, 0,
	    NULL);
	for (;;)
		continue;
}
