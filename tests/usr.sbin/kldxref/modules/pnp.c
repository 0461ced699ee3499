/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A driver with tables of devices, of every type of element.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static const struct pnp_pci {
	uint32_t	device;
	uint8_t		revision;
	uint16_t	subvendor;
	const char	*text;
	const void	*cookie;
} pci_ids[] = {
	{ 0x12345678, 0xff, 0xffff, "Foo bar", NULL },
	{ 0x9abcdef0, 2, 0x8086, NULL, &pci_ids },
};

static const struct pnp_isa {
	uint32_t	id;
	uint16_t	low;
	uint16_t	high;
	uint16_t	mask;
	uint8_t		plain;
	const char	*name;
} isa_ids[] = {
	{ 0x0105d041, 1, 2, 3, 4, "PNP0501" },
};

static int
pnp_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t pnp_mod = { "pnp", pnp_modevent, NULL };
DECLARE_MODULE(pnp, pnp_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_PNP_INFO("W32:vendor/device;V8:revision;V16:subvendor;D:#;P:#;"
    "T:class=2", pci, pnp, pci_ids, nitems(pci_ids));
MODULE_PNP_INFO("E:pnpid;G16:low; L16:high;M16:mask;U8:plain;Z:name", isa, pnp,
    isa_ids, nitems(isa_ids));
