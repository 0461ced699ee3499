/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Opening an ELF file, its header, and errors.
 */
#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "_libelf.h"

int libelf_error;
bool libelf_ready;

void *
libelf_fail(int error)
{

	libelf_error = error;
	return (NULL);
}

int
elf_errno(void)
{
	int error;

	error = libelf_error;
	libelf_error = ELF_E_NONE;
	return (error);
}

/* The text of an error; 0 and -1 mean the last one. */
const char *
elf_errmsg(int error)
{
	static const char * const texts[ELF_E_NUM] = {
		[ELF_E_NONE] = "no error",
		[ELF_E_VERSION] = "elf_version() was not called",
		[ELF_E_ARGUMENT] = "invalid argument",
		[ELF_E_IO] = "the file cannot be read",
		[ELF_E_MEMORY] = "out of memory",
		[ELF_E_NOTELF] = "not an ELF file",
		[ELF_E_HEADER] = "the ELF header is damaged",
		[ELF_E_ENCODING] = "not a little-endian ELF file",
		[ELF_E_SECTIONS] = "the section headers are damaged",
		[ELF_E_RANGE] = "a part lies behind the end of the file",
		[ELF_E_STRING] = "a name lies outside its string table",
	};

	if (error == 0 && libelf_error == 0)
		return (NULL);
	if (error <= 0)
		error = libelf_error;
	return (error < ELF_E_NUM ? texts[error] : "unknown error");
}

unsigned int
elf_version(unsigned int version)
{

	if (version == EV_NONE)
		return (EV_CURRENT);
	if (version != EV_CURRENT) {
		libelf_fail(ELF_E_ARGUMENT);
		return (EV_NONE);
	}
	libelf_ready = true;
	return (EV_CURRENT);
}

bool
libelf_read(Elf *elf, void *buf, uint64_t off, size_t len)
{
	ssize_t n;

	if (off > elf->size || len > elf->size - off) {
		libelf_fail(ELF_E_RANGE);
		return (false);
	}
	for (; len > 0; buf = (char *)buf + n, off += n, len -= n) {
		n = pread(elf->fd, buf, len, (off_t)off);
		if (n <= 0) {
			libelf_fail(ELF_E_IO);
			return (false);
		}
	}
	return (true);
}

void *
libelf_load(Elf *elf, uint64_t off, size_t len)
{
	void *buf;

	/* Before anything is allocated: the length is the file's word. */
	if (off > elf->size || len > elf->size - off)
		return (libelf_fail(ELF_E_RANGE));
	buf = malloc(len > 0 ? len : 1);
	if (buf == NULL)
		return (libelf_fail(ELF_E_MEMORY));
	if (libelf_read(elf, buf, off, len))
		return (buf);
	free(buf);
	return (NULL);
}

/* The header of a 32-bit file, in the wide form. */
static void
widen_header(GElf_Ehdr *eh, const Elf32_Ehdr *from)
{

	memcpy(eh->e_ident, from->e_ident, sizeof(eh->e_ident));
	eh->e_type = from->e_type;
	eh->e_machine = from->e_machine;
	eh->e_version = from->e_version;
	eh->e_entry = from->e_entry;
	eh->e_phoff = from->e_phoff;
	eh->e_shoff = from->e_shoff;
	eh->e_flags = from->e_flags;
	eh->e_ehsize = from->e_ehsize;
	eh->e_phentsize = from->e_phentsize;
	eh->e_phnum = from->e_phnum;
	eh->e_shentsize = from->e_shentsize;
	eh->e_shnum = from->e_shnum;
	eh->e_shstrndx = from->e_shstrndx;
}

/* False if the file is no ELF file that can be read; the error says why. */
static bool
read_header(Elf *elf)
{
	unsigned char ident[EI_NIDENT];
	Elf32_Ehdr eh32;

	if (!libelf_read(elf, ident, 0, sizeof(ident)) ||
	    memcmp(ident, ELFMAG, SELFMAG) != 0) {
		libelf_fail(ELF_E_NOTELF);
		return (false);
	}
	elf->class = ident[EI_CLASS];
	if (ident[EI_DATA] != ELFDATA2LSB) {
		libelf_fail(ELF_E_ENCODING);
		return (false);
	}
	if (elf->class == ELFCLASS64) {
		if (!libelf_read(elf, &elf->ehdr, 0, sizeof(elf->ehdr)))
			return (false);
	} else if (elf->class == ELFCLASS32) {
		if (!libelf_read(elf, &eh32, 0, sizeof(eh32)))
			return (false);
		widen_header(&elf->ehdr, &eh32);
	}
	if ((elf->class != ELFCLASS64 && elf->class != ELFCLASS32) ||
	    ident[EI_VERSION] != EV_CURRENT ||
	    elf->ehdr.e_version != EV_CURRENT) {
		libelf_fail(ELF_E_HEADER);
		return (false);
	}
	return (true);
}

/* A file that is not ELF is opened as ELF_K_NONE; a damaged one is not. */
Elf *
elf_begin(int fd, Elf_Cmd cmd, Elf *ref)
{
	struct stat sb;
	Elf *elf;

	if (!libelf_ready)
		return (libelf_fail(ELF_E_VERSION));
	if (cmd == ELF_C_NULL)
		return (NULL);
	if (cmd != ELF_C_READ || ref != NULL)
		return (libelf_fail(ELF_E_ARGUMENT));
	if (fstat(fd, &sb) != 0 || sb.st_size < 0)
		return (libelf_fail(ELF_E_IO));
	elf = calloc(1, sizeof(*elf));
	if (elf == NULL)
		return (libelf_fail(ELF_E_MEMORY));
	elf->fd = fd;
	elf->size = sb.st_size;
	if (read_header(elf)) {
		elf->kind = ELF_K_ELF;
		return (elf);
	}
	if (libelf_error == ELF_E_NOTELF) {
		libelf_error = ELF_E_NONE;
		return (elf);
	}
	free(elf);
	return (NULL);
}

int
elf_end(Elf *elf)
{
	size_t i;

	if (elf == NULL)
		return (0);
	if (elf->scns != NULL)
		for (i = 0; i < elf->nscns; i++)
			free(elf->scns[i].data.d_buf);
	free(elf->scns);
	free(elf);
	return (0);
}

Elf_Kind
elf_kind(Elf *elf)
{

	return (elf != NULL ? elf->kind : ELF_K_NONE);
}

int
gelf_getclass(Elf *elf)
{

	return (elf_kind(elf) == ELF_K_ELF ? elf->class : ELFCLASSNONE);
}

GElf_Ehdr *
gelf_getehdr(Elf *elf, GElf_Ehdr *eh)
{

	if (elf_kind(elf) != ELF_K_ELF || eh == NULL)
		return (libelf_fail(ELF_E_ARGUMENT));
	*eh = elf->ehdr;
	return (eh);
}
