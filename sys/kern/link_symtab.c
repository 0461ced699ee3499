/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The exported symbols of all files, in one hash table.
 *
 * A lookup costs the same however many files are loaded: the file that is
 * being linked marks the files that it depends on with a new generation
 * number, and only symbols of marked files are seen.  kld_sx protects all.
 *
 * The number of buckets follows from the number of symbols alone, so that a
 * load and an unload leave the kernel's memory as it was.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sx.h>

#include "linker_if.h"

#define	SYMTAB_MIN_BUCKETS	((size_t)1024)

static struct linker_symbol	**symtab;
static size_t			symtab_buckets;
static size_t			symtab_count;
static u_int			symtab_generation;

/*
 * Eight characters of a string, the first one lowest.  What follows its NUL
 * is read if it lies in the same page, and has no meaning.
 */
static inline __attribute__((no_sanitize("address"))) uint64_t
word_at(const char *s)
{
	uint64_t w;
	int i;

	if (((uintptr_t)s & PAGE_MASK) <= PAGE_SIZE - sizeof(w)) {
		__builtin_memcpy(&w, s, sizeof(w));
		return (w);
	}
	w = 0;
	for (i = 0; i < 8 && s[i] != '\0'; i++)
		w |= (uint64_t)(unsigned char)s[i] << 8 * i;
	return (w);
}

/* The highest bit of the first byte that is zero, and perhaps later ones'. */
static inline uint64_t
zero_bytes(uint64_t w)
{

	return ((w - 0x0101010101010101) & ~w & 0x8080808080808080);
}

static inline uint64_t
hash_word(uint64_t h, uint64_t w)
{

	h = (h ^ w) * 0x9e3779b97f4a7c15;
	return (h ^ h >> 32);
}

/* Most of the work of linking is this, so it takes words, not characters. */
static inline __attribute__((no_sanitize("address"))) uint32_t
hash_name(const char *name, size_t *len)
{
	const char *s;
	uint64_t h, w, zero;

	h = 0;
	s = name;
	while ((zero = zero_bytes(w = word_at(s))) == 0) {
		h = hash_word(h, w);
		s += 8;
	}
	zero = (zero & -zero) >> 7;		/* lowest bit of the NUL */
	*len = s - name + __builtin_ctzll(zero) / 8;
	return (hash_word(h, w & (zero - 1)));
}

uint32_t
linker_symbol_hash(const char *name)
{
	size_t len;

	return (hash_name(name, &len));
}

/* The name stays where it is. */
void
linker_symbol_set_name(struct linker_symbol *sym, const char *name)
{
	size_t len;

	sym->name = name;
	sym->hash = hash_name(name, &len);
	sym->len = len;
}

/* Are len characters the same?  In words, the last two of which overlap. */
static inline bool
same_name(const char *a, const char *b, size_t len)
{
	uint64_t x, y;
	size_t i;

	if (len < sizeof(x))
		return (memcmp(a, b, len) == 0);
	for (i = 0;; i = MIN(i + sizeof(x), len - sizeof(x))) {
		__builtin_memcpy(&x, a + i, sizeof(x));
		__builtin_memcpy(&y, b + i, sizeof(y));
		if (x != y)
			return (false);
		if (i == len - sizeof(x))
			return (true);
	}
}

static inline bool
has_name(const struct linker_symbol *sym, const char *name, uint32_t hash,
    size_t len)
{

	return (sym->hash == hash && sym->len == len &&
	    same_name(sym->name, name, len));
}

static size_t
symtab_buckets_for(size_t count)
{
	size_t n;

	n = SYMTAB_MIN_BUCKETS;
	while (n < count)
		n *= 2;
	return (n);
}

static void
symtab_insert(struct linker_symbol *sym)
{
	struct linker_symbol **bucket;

	bucket = &symtab[sym->hash & (symtab_buckets - 1)];
	sym->next = *bucket;
	*bucket = sym;
}

/* Move to the number of buckets that count symbols want. */
static int
symtab_resize(size_t count, int flags)
{
	struct linker_symbol **old, *sym;
	size_t i, n, oldn;

	n = symtab_buckets_for(count);
	if (n == symtab_buckets)
		return (0);
	old = symtab;
	oldn = symtab_buckets;
	symtab = malloc(n * sizeof(*symtab), M_LINKER, flags | M_ZERO);
	if (symtab == NULL) {
		symtab = old;
		return (ENOMEM);
	}
	symtab_buckets = n;
	for (i = 0; i < oldn; i++) {
		while ((sym = old[i]) != NULL) {
			old[i] = sym->next;
			symtab_insert(sym);
		}
	}
	free(old, M_LINKER);
	return (0);
}

/* Enter the symbols that the class listed in lf->symbols. */
int
linker_symtab_add(struct linker_file *lf)
{
	size_t i;

	sx_assert(&kld_sx, SA_XLOCKED);
	if (symtab_resize(symtab_count + lf->nsymbols, M_NOWAIT) != 0)
		return (linker_error(ENOMEM,
		    "%s: no memory for its %zu symbols", lf->filename,
		    lf->nsymbols));
	for (i = 0; i < lf->nsymbols; i++)
		symtab_insert(&lf->symbols[i]);
	symtab_count += lf->nsymbols;
	return (0);
}

void
linker_symtab_remove(struct linker_file *lf)
{
	struct linker_symbol **p;
	size_t i;

	sx_assert(&kld_sx, SA_XLOCKED);
	for (i = 0; i < lf->nsymbols; i++) {
		p = &symtab[lf->symbols[i].hash & (symtab_buckets - 1)];
		while (*p != &lf->symbols[i])
			p = &(*p)->next;
		*p = lf->symbols[i].next;
	}
	symtab_count -= lf->nsymbols;
	/* Without memory for a smaller table the larger one goes on. */
	(void)symtab_resize(symtab_count, M_NOWAIT);
}

/* From now on lookups see the dependencies of lf, the first ones first. */
void
linker_symtab_scope(struct linker_file *lf)
{
	int i;

	sx_assert(&kld_sx, SA_XLOCKED);
	symtab_generation++;
	for (i = 0; i < lf->ndeps; i++) {
		lf->deps[i]->mark = symtab_generation;
		lf->deps[i]->rank = i;
	}
}

/* The symbol of that name in the scope, or NULL. */
struct linker_symbol *
linker_symtab_lookup(const char *name)
{
	struct linker_symbol *best, *sym;
	uint32_t hash;
	size_t len;

	hash = hash_name(name, &len);
	best = NULL;
	for (sym = symtab[hash & (symtab_buckets - 1)]; sym != NULL;
	    sym = sym->next) {
		if (has_name(sym, name, hash, len) &&
		    sym->file->mark == symtab_generation &&
		    (best == NULL || sym->file->rank < best->file->rank))
			best = sym;
	}
	return (best);
}

/* A symbol of that name in file lf, or in any file if lf is NULL. */
struct linker_symbol *
linker_symtab_any(const char *name, const struct linker_file *lf)
{
	struct linker_symbol *sym;
	uint32_t hash;
	size_t len;

	hash = hash_name(name, &len);
	for (sym = symtab[hash & (symtab_buckets - 1)]; sym != NULL;
	    sym = sym->next)
		if (has_name(sym, name, hash, len) &&
		    (lf == NULL || sym->file == lf))
			return (sym);
	return (NULL);
}
