/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Who has a symbol that no loaded file has: a look into the files of
 * kern.module_path, so that a refusal can say what to declare.
 */
#include <sys/param.h>
#include <sys/systm.h>
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
		if (s->st_shndx != SHN_UNDEF &&
		    ELF_ST_BIND(s->st_info) != STB_LOCAL &&
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
	bool found;

	memset(&sections, 0, sizeof(sections));
	memset(&syms, 0, sizeof(syms));
	found = linker_image_read(img, seek->path, &eh, 0, sizeof(eh)) == 0 &&
	    (elf_check_ident(seek->lf, &eh, ET_REL) == 0 ||
	    elf_check_ident(seek->lf, &eh, ET_DYN) == 0) &&
	    elf_read_sections(seek->lf, img, &eh, &sections) == 0 &&
	    elf_read_debug_symbols(seek->lf, img, &sections, 0, &syms) == 0 &&
	    exports(&syms, seek->symbol);
	elf_free_symbols(&syms);
	elf_free_sections(&sections);
	return (found);
}

static bool
file_exports(const char *name, void *arg)
{
	struct linker_image img;
	struct seek *seek;
	size_t len;
	bool found;

	seek = arg;
	len = strlen(name);
	if (len < sizeof(LINKER_SUFFIX) ||
	    strcmp(name + len + 1 - sizeof(LINKER_SUFFIX), LINKER_SUFFIX) != 0 ||
	    !linker_path(seek->path, seek->dir, seek->dirlen, name, "") ||
	    linker_image_open(&img, seek->path) != 0)
		return (false);
	found = image_exports(seek, &img);
	linker_image_close(&img);
	return (found);
}

/*
 * Find a file that is not loaded and exports the symbol: path, of MAXPATHLEN
 * bytes, is where it is.  The hints tell a module in it, *module, and its
 * version; NULL if they do not.  The sentence of the caller is lost.
 */
bool
linker_findable(struct linker_file *lf, const char *symbol, char *path,
    const char **module, int *version)
{
	struct seek seek = { .lf = lf, .symbol = symbol, .path = path };
	char *dir;
	bool found;

	if (rootvnode == NULL)
		return (false);
	dir = malloc(MAXPATHLEN, M_LINKER, M_WAITOK);
	found = false;
	for (seek.dir = linker_next_dir(NULL, &seek.dirlen);
	    seek.dir != NULL && !found;
	    seek.dir = linker_next_dir(seek.dir + seek.dirlen, &seek.dirlen)) {
		memcpy(dir, seek.dir, seek.dirlen);
		dir[seek.dirlen] = '\0';
		found = vfs_each_name(dir, file_exports, &seek);
		if (found)
			*module = linker_hints_module(seek.dir, seek.dirlen,
			    linker_basename(path), version);
	}
	free(dir, M_LINKER);
	return (found);
}
