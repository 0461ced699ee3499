/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Who has a symbol that no loaded file has: a look into the files of
 * kern.module_path, so that it can be loaded, or a refusal can say what to
 * declare.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/vnode.h>

#include "linker_if.h"
#include "link_elf.h"

struct seek {
	struct linker_file	*lf;	/* who wants it */
	const char		*symbol;
	const char		*dir;
	size_t			dirlen;
	char			*path;	/* MAXPATHLEN bytes */
};

static bool
exports(const struct elf_symbols *syms, const char *name)
{
	const Elf_Sym *s;

	for (s = syms->sym; s < syms->sym + syms->nsym; s++)
		if (elf_is_exported(syms, s) &&
		    strcmp(syms->str + s->st_name, name) == 0)
			return (true);
	return (false);
}

static bool
image_exports(struct seek *seek, struct linker_image *img)
{
	struct elf_sections sections;
	struct elf_symbols syms;
	Elf_Ehdr eh;
	Elf_Word type;
	bool found;

	if (linker_image_read(img, seek->path, &eh, 0, sizeof(eh)) != 0)
		return (false);
	if (elf_check_ident(seek->lf, &eh, ET_REL) == 0)
		type = SHT_SYMTAB;
	else if (elf_check_ident(seek->lf, &eh, ET_DYN) == 0)
		type = SHT_DYNSYM;
	else
		return (false);
	memset(&sections, 0, sizeof(sections));
	memset(&syms, 0, sizeof(syms));
	found = elf_read_sections(seek->lf, img, &eh, &sections) == 0 &&
	    elf_read_debug_symbols(seek->lf, img, &sections, type, 0,
	    &syms) == 0 &&
	    exports(&syms, seek->symbol);
	elf_free_symbols(&syms);
	elf_free_sections(&sections);
	return (found);
}

/* Could a file be loaded that is called so?  One that is coming may be. */
static bool
is_candidate(const struct seek *seek, const char *name)
{
	const struct linker_file *lf;
	size_t len;

	len = strlen(name);
	if (len < sizeof(LINKER_SUFFIX) ||
	    strcmp(name + len + 1 - sizeof(LINKER_SUFFIX), LINKER_SUFFIX) != 0)
		return (false);
	lf = linker_find_by_name(name);
	return (lf == NULL || (lf != seek->lf && lf->state == LINKER_LINKING));
}

static bool
file_exports(const char *name, void *arg)
{
	struct linker_image img;
	struct seek *seek;
	bool found;

	seek = arg;
	if (!is_candidate(seek, name) ||
	    !linker_path(seek->path, seek->dir, seek->dirlen, name, "") ||
	    linker_image_open(&img, seek->path) != 0)
		return (false);
	found = image_exports(seek, &img);
	linker_image_close(&img);
	return (found);
}

/*
 * The path of a file that is not loaded and exports the symbol, which lf
 * wants, or NULL; the caller frees it.
 */
char *
linker_findable(struct linker_file *lf, const char *symbol)
{
	struct seek seek = { .lf = lf, .symbol = symbol };
	char *dir, *sentence;
	bool found;

	sx_assert(&kld_sx, SA_XLOCKED);
	if (rootvnode == NULL)
		return (NULL);
	/* What is wrong with other files is not why the caller's load fails. */
	sentence = linker_error_take();
	seek.path = malloc(MAXPATHLEN, M_LINKER, M_WAITOK);
	dir = malloc(MAXPATHLEN, M_LINKER, M_WAITOK);
	found = false;
	for (seek.dir = linker_next_dir(NULL, &seek.dirlen);
	    seek.dir != NULL && !found;
	    seek.dir = linker_next_dir(seek.dir + seek.dirlen, &seek.dirlen)) {
		memcpy(dir, seek.dir, seek.dirlen);
		dir[seek.dirlen] = '\0';
		found = vfs_each_name(dir, file_exports, &seek);
	}
	free(dir, M_LINKER);
	linker_error_give(sentence);
	if (found)
		return (seek.path);
	free(seek.path, M_LINKER);
	return (NULL);
}
