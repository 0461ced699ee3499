/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Its second image has a name that one of lampfw.ko has, too, and it does not
 * say so beforehand.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/firmware.h>
#include <sys/kernel.h>
#include <sys/module.h>

static const char twin[] = "twin", twin2[] = "twin 2";
static const struct firmware_image images[] = {
	{ "twin", twin, twin + sizeof(twin), 0 },
	{ "lamp-night", twin2, twin2 + sizeof(twin2), 16 }
};
FIRMWARE_MODULE(fwtwin_fw, images, NULL);
