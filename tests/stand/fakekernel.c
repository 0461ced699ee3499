/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A stand-in for the kernel: prints what the boot loader handed over, one
 * fact a line, on the first serial port, and ends QEMU by isa-debug-exit.
 */
#include <sys/types.h>
#include <sys/linker.h>
#include <stddef.h>
#include <stdint.h>

#define	COM1_DATA	0x3f8
#define	DEBUG_EXIT	0xf4
#define	KERNBASE	0xffffffff80000000ul
#define	SMAP_SIZE	20
#define	SHDR_SIZE	64
#define	SHDR_ADDR	16

void	fake_main(uint32_t modulep, uint32_t kernend);

static uint8_t zeros[8192];		/* must arrive as zeros */
static const char text[] = "loaded";	/* must arrive as it is */

__asm__(
"	.section .text.entry, \"ax\"\n"
"	.globl	btext\n"
"btext:	movl	4(%rsp), %edi\n"
"	movl	8(%rsp), %esi\n"
"	leaq	stack_top(%rip), %rsp\n"
"	call	fake_main\n"
"	.bss\n"
"	.balign	16\n"
"	.space	16384\n"
"stack_top:\n"
"	.text\n");

static void
put(const char *s)
{
	for (; *s != '\0'; s++)
		__asm__ volatile("outb %0, %1" : :
		    "a" (*s), "Nd" ((uint16_t)COM1_DATA));
}

static void
put_hex(const char *label, uint64_t value)
{
	char buf[19] = "0x";
	int i;

	for (i = 0; i < 16; i++)
		buf[2 + i] = "0123456789abcdef"[value >> (60 - 4 * i) & 0xf];
	put(label);
	put(buf);
	put("\n");
}

static uint64_t
word(const void *p)
{
	uint64_t value;

	__builtin_memcpy(&value, p, sizeof(value));
	return (value);
}

/* Physical memory is mapped one to one while the loader's tables are used. */
static void
put_environment(const char *env)
{
	for (; *env != '\0'; env++) {
		put("env ");
		put(env);
		put("\n");
		while (*env != '\0')
			env++;
	}
}

static void
put_sections(const uint8_t *shdr, uint32_t size)
{
	uint32_t off;

	for (off = 0; off + SHDR_SIZE <= size; off += SHDR_SIZE)
		put_hex("shdr ", word(shdr + off + SHDR_ADDR));
}

static void
put_memory(const uint8_t *smap, uint32_t size)
{
	uint32_t off;

	for (off = 0; off + SMAP_SIZE <= size; off += SMAP_SIZE) {
		put_hex("smap.base ", word(smap + off));
		put_hex("smap.length ", word(smap + off + 8));
		put_hex("smap.type ", smap[off + 16]);
	}
}

static void
put_record(uint32_t type, const uint8_t *data, uint32_t size)
{
	switch (type) {
	case MODINFO_NAME:
	case MODINFO_TYPE:
	case MODINFO_ARGS:
		put(type == MODINFO_NAME ? "name " :
		    type == MODINFO_TYPE ? "type " : "args ");
		put((const char *)data);
		put("\n");
		break;
	case MODINFO_ADDR:
		put_hex("addr ", word(data));
		put_hex("contents ", word((void *)word(data)));
		break;
	case MODINFO_SIZE:
		put_hex("size ", word(data));
		break;
	case MODINFO_METADATA | MODINFOMD_SSYM:
		put_hex("ssym ", word(data));
		put_hex("symbols ", word((void *)word(data)));
		break;
	case MODINFO_METADATA | MODINFOMD_ESYM:
		put_hex("esym ", word(data));
		break;
	case MODINFO_METADATA | MODINFOMD_HOWTO:
		put_hex("howto ", *(const uint32_t *)data);
		break;
	case MODINFO_METADATA | MODINFOMD_KERNEND:
		put_hex("kernend ", word(data));
		break;
	case MODINFO_METADATA | MODINFOMD_ENVP:
		put_environment((const char *)word(data));
		break;
	case MODINFO_METADATA | MODINFOMD_SHDR:
		put_sections(data, size);
		break;
	case MODINFO_METADATA | MODINFOMD_SMAP:
		put_memory(data, size);
		break;
	case MODINFO_METADATA | MODINFOMD_ELFHDR:
		put_hex("elfhdr ", word(data));
		break;
	default:
		put_hex("unknown ", type);
		break;
	}
}

void
fake_main(uint32_t modulep, uint32_t kernend)
{
	const uint8_t *p;
	uint32_t size, type;
	size_t i;

	put(text);
	put("\n");
	for (i = 0; i < sizeof(zeros); i++)
		if (zeros[i] != 0)
			put_hex("nonzero ", i);
	put_hex("stack.kernend ", kernend);
	p = (const uint8_t *)(KERNBASE + modulep);
	for (;;) {
		type = *(const uint32_t *)p;
		size = *(const uint32_t *)(p + 4);
		if (type == MODINFO_END)
			break;
		put_record(type, p + 8, size);
		p += 8 + ((size + 7) & ~7u);
	}
	put("end\n");
	__asm__ volatile("outb %0, %1" : : "a" ((uint8_t)1),
	    "Nd" ((uint16_t)DEBUG_EXIT));
	for (;;)
		__asm__ volatile("hlt");
}
