/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Switching the power off through ACPI.
 *
 * The tables lead from the RSDP over the RSDT or XSDT to the FADT, which has
 * the ports of the PM1 control registers and the address of the DSDT.  What
 * to write there for the state S5 is in the DSDT's object \_S5, a package of
 * small constants: it can be found without running any AML.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/reboot.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/pmap.h>

#include <machine/cpufunc.h>

#define	RSDP_SIG	"RSD PTR "
#define	RSDP_LOW	0xe0000UL	/* where the firmware leaves it */
#define	RSDP_HIGH	0x100000UL
#define	EBDA_POINTER	0x40e		/* segment of the extended BIOS data */
#define	EBDA_SIZE	1024

#define	TABLE_MAX	(1024 * 1024)	/* larger is not to be believed */
#define	PM1_SCI_EN	0x0001		/* ACPI mode is on */
#define	PM1_SLP_TYP(t)	((t) << 10)
#define	PM1_SLP_EN	0x2000

#define	AML_NAME	0x08
#define	AML_PACKAGE	0x12
#define	AML_ZERO	0x00
#define	AML_ONE		0x01
#define	AML_BYTE	0x0a

struct acpi_rsdp {
	char		signature[8];
	uint8_t		checksum;
	char		oem[6];
	uint8_t		revision;
	uint32_t	rsdt;
	uint32_t	length;		/* from here on: revision 2 */
	uint64_t	xsdt;
	uint8_t		xchecksum;
	uint8_t		reserved[3];
} __packed;

struct acpi_header {
	char		signature[4];
	uint32_t	length;
	uint8_t		revision;
	uint8_t		checksum;
	char		oem[6];
	char		oem_table[8];
	uint32_t	oem_revision;
	uint32_t	creator;
	uint32_t	creator_revision;
} __packed;

/* As far as it matters here. */
struct acpi_fadt {
	struct acpi_header header;
	uint32_t	facs;
	uint32_t	dsdt;
	uint8_t		model;
	uint8_t		profile;
	uint16_t	sci_int;
	uint32_t	smi_cmd;
	uint8_t		acpi_enable;
	uint8_t		acpi_disable;
	uint8_t		s4bios_req;
	uint8_t		pstate_cnt;
	uint32_t	pm1a_evt;
	uint32_t	pm1b_evt;
	uint32_t	pm1a_cnt;
	uint32_t	pm1b_cnt;
} __packed;

static struct {
	uint16_t	pm1a_cnt;
	uint16_t	pm1b_cnt;	/* 0: there is none */
	uint16_t	typ_a;
	uint16_t	typ_b;
	uint16_t	smi_cmd;
	uint8_t		acpi_enable;
} s5;

static bool
checksum_ok(const void *p, size_t len)
{
	const uint8_t *b;
	uint8_t sum;

	sum = 0;
	for (b = p; len > 0; len--)
		sum += *b++;
	return (sum == 0);
}

/* The whole table at a physical address, or NULL; to be unmapped. */
static struct acpi_header *
table_map(vm_paddr_t pa)
{
	struct acpi_header *h;
	uint32_t length;

	h = pmap_mapdev(pa, sizeof(*h));
	if (h == NULL)
		return (NULL);
	length = h->length;
	pmap_unmapdev((vm_offset_t)h, sizeof(*h));
	if (length < sizeof(*h) || length > TABLE_MAX)
		return (NULL);
	h = pmap_mapdev(pa, length);
	if (h != NULL && !checksum_ok(h, length)) {
		pmap_unmapdev((vm_offset_t)h, length);
		h = NULL;
	}
	return (h);
}

static void
table_unmap(struct acpi_header *h)
{

	pmap_unmapdev((vm_offset_t)h, h->length);
}

/* The first megabyte is always in the direct map. */
static const struct acpi_rsdp *
rsdp_scan(vm_paddr_t start, vm_paddr_t end)
{
	const struct acpi_rsdp *rsdp;
	vm_paddr_t pa;

	for (pa = start; pa + sizeof(*rsdp) <= end; pa += 16) {
		rsdp = (const struct acpi_rsdp *)PHYS_TO_DMAP(pa);
		if (memcmp(rsdp->signature, RSDP_SIG, 8) == 0 &&
		    checksum_ok(rsdp, offsetof(struct acpi_rsdp, length)))
			return (rsdp);
	}
	return (NULL);
}

/* The boot loader may know (acpi.rsdp); else it is in low memory. */
static bool
rsdp_find(struct acpi_rsdp *copy)
{
	const struct acpi_rsdp *rsdp;
	u_long pa;

	if (getenv_ulong("acpi.rsdp", &pa) && pa != 0) {
		rsdp = pmap_mapdev(pa, sizeof(*rsdp));
		if (rsdp == NULL)
			return (false);
		*copy = *rsdp;
		pmap_unmapdev((vm_offset_t)rsdp, sizeof(*rsdp));
		return (memcmp(copy->signature, RSDP_SIG, 8) == 0);
	}
	rsdp = rsdp_scan(RSDP_LOW, RSDP_HIGH);
	if (rsdp == NULL) {
		pa = *(uint16_t *)PHYS_TO_DMAP(EBDA_POINTER) << 4;
		if (pa != 0)
			rsdp = rsdp_scan(pa, pa + EBDA_SIZE);
	}
	if (rsdp != NULL)
		*copy = *rsdp;
	return (rsdp != NULL);
}

/* The table with that signature; size: of an address in the root table. */
static struct acpi_header *
table_find(struct acpi_header *root, size_t size, const char *signature)
{
	struct acpi_header *h;
	const char *p;
	uint64_t pa;

	for (p = (const char *)(root + 1);
	    p + size <= (const char *)root + root->length; p += size) {
		pa = 0;
		memcpy(&pa, p, size);
		h = table_map(pa);
		if (h == NULL)
			continue;
		if (memcmp(h->signature, signature, 4) == 0)
			return (h);
		table_unmap(h);
	}
	return (NULL);
}

static struct acpi_fadt *
fadt_find(void)
{
	struct acpi_rsdp rsdp;
	struct acpi_header *root;
	struct acpi_fadt *fadt;
	bool extended;

	if (!rsdp_find(&rsdp))
		return (NULL);
	extended = rsdp.revision >= 2 && rsdp.xsdt != 0;
	root = table_map(extended ? rsdp.xsdt : rsdp.rsdt);
	if (root == NULL)
		return (NULL);
	fadt = (struct acpi_fadt *)table_find(root, extended ? 8 : 4, "FACP");
	table_unmap(root);
	if (fadt != NULL && fadt->header.length < sizeof(*fadt)) {
		table_unmap(&fadt->header);
		fadt = NULL;
	}
	return (fadt);
}

/* A small integer of AML; returns the byte after it, or NULL. */
static const uint8_t *
aml_integer(const uint8_t *p, const uint8_t *end, uint16_t *value)
{

	if (p + 2 > end)
		return (NULL);
	switch (*p) {
	case AML_ZERO:
	case AML_ONE:
		*value = *p;
		return (p + 1);
	case AML_BYTE:
		*value = p[1];
		return (p + 2);
	default:
		return (NULL);
	}
}

/* Name(_S5, Package(n) { typ_a, typ_b, ... }) */
static bool
s5_parse(const uint8_t *p, const uint8_t *end)
{

	if (p + 4 > end || *p++ != AML_PACKAGE)
		return (false);
	p += 1 + (*p >> 6);		/* length of the package, 1-4 bytes */
	p++;				/* number of elements */
	p = aml_integer(p, end, &s5.typ_a);
	return (p != NULL && aml_integer(p, end, &s5.typ_b) != NULL);
}

static bool
s5_find(vm_paddr_t dsdt)
{
	struct acpi_header *h;
	const uint8_t *end, *p;
	bool found;

	h = table_map(dsdt);
	if (h == NULL)
		return (false);
	found = false;
	end = (const uint8_t *)h + h->length;
	for (p = (const uint8_t *)(h + 1); !found && p + 8 < end; p++)
		if (memcmp(p, "_S5_", 4) == 0 &&
		    (p[-1] == AML_NAME || (p[-1] == '\\' &&
		    p[-2] == AML_NAME)))
			found = s5_parse(p + 4, end);
	table_unmap(h);
	return (found);
}

static void
acpi_poweroff(void *arg __unused, int howto)
{

	if ((howto & RB_POWEROFF) == 0)
		return;
	printf("Powering system off\n");
	if (s5.acpi_enable != 0 && (inw(s5.pm1a_cnt) & PM1_SCI_EN) == 0) {
		outb(s5.smi_cmd, s5.acpi_enable);
		DELAY(10000);
	}
	outw(s5.pm1a_cnt, PM1_SLP_TYP(s5.typ_a) | PM1_SLP_EN);
	if (s5.pm1b_cnt != 0)
		outw(s5.pm1b_cnt, PM1_SLP_TYP(s5.typ_b) | PM1_SLP_EN);
	DELAY(100000);
	printf("ACPI did not switch the power off\n");
}

/* The tables are read while the system is well; a shutdown only writes. */
static void
acpi_poweroff_init(void *arg __unused)
{
	struct acpi_fadt *fadt;
	uint32_t dsdt;

	fadt = fadt_find();
	if (fadt == NULL)
		return;
	s5.pm1a_cnt = fadt->pm1a_cnt;
	s5.pm1b_cnt = fadt->pm1b_cnt;
	s5.smi_cmd = fadt->smi_cmd;
	s5.acpi_enable = fadt->smi_cmd != 0 ? fadt->acpi_enable : 0;
	dsdt = fadt->dsdt;
	table_unmap(&fadt->header);
	if (s5.pm1a_cnt != 0 && s5_find(dsdt))
		EVENTHANDLER_REGISTER(shutdown_final, acpi_poweroff, NULL,
		    SHUTDOWN_PRI_LAST);
}
SYSINIT(acpi_poweroff, SI_SUB_CONFIGURE, SI_ORDER_ANY, acpi_poweroff_init,
    NULL);
