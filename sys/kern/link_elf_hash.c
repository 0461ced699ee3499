/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The symbol hash tables of shared objects, which are used as they are in the
 * file: DT_HASH (System V ABI, edition 4.1, chapter 5) and DT_GNU_HASH.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf_dyn.h"

static int
bad_hash(struct linker_file *lf)
{

	return (ELF_BAD(lf, "its symbol hash table lies outside its segments, "
	    "or is empty"));
}

/* No chain leads out of the table, and none comes back to itself. */
static int
check_chains(struct linker_file *lf, const uint32_t *h)
{
	const uint32_t *bucket, *chain;
	uint32_t i, j, steps;

	bucket = h + 2;
	chain = bucket + h[0];
	steps = 0;
	for (i = 0; i < h[0]; i++) {
		for (j = bucket[i]; j != STN_UNDEF; j = chain[j]) {
			if (j >= h[1])
				return (ELF_BAD(lf, "its symbol hash table "
				    "names symbol %u, there are %u", j, h[1]));
			if (++steps >= h[1])
				return (ELF_BAD(lf, "its symbol hash table has "
				    "a chain that loops"));
		}
	}
	return (0);
}

/* DT_HASH: nbucket, nchain, buckets, chains; one chain for each symbol. */
int
elf_check_sysv_hash(struct linker_file *lf, struct elf_file *ef, Elf_Addr addr)
{
	const uint32_t *h;

	h = (const uint32_t *)(ef->base + addr);
	if (!elf_in_image(ef, addr, 2 * sizeof(*h)) || h[0] == 0 ||
	    !elf_in_image(ef, addr, (2 + (uint64_t)h[0] + h[1]) * sizeof(*h)))
		return (bad_hash(lf));
	ef->hash = h;
	ef->hashtab.addr = addr;
	ef->hashtab.size = (2 + (uint64_t)h[0] + h[1]) * sizeof(*h);
	ef->syms.nsym = h[1];
	return (check_chains(lf, h));
}

/*
 * DT_GNU_HASH: nbucket, the first symbol that is hashed, words of the Bloom
 * filter (64 bits), shift, filter, buckets, and a chain of hash values, whose
 * lowest bit ends each bucket's part.  The last chain tells how many symbols
 * there are.
 */
int
elf_check_gnu_hash(struct linker_file *lf, struct elf_file *ef, Elf_Addr addr)
{
	const uint32_t *bucket, *chain, *h;
	uint64_t head, nsym;
	uint32_t i, last;

	h = (const uint32_t *)(ef->base + addr);
	if (!elf_in_image(ef, addr, 4 * sizeof(*h)) || h[0] == 0)
		return (bad_hash(lf));
	if (h[2] == 0 || (h[2] & (h[2] - 1)) != 0)
		return (ELF_BAD(lf, "its symbol hash table has a Bloom filter "
		    "of %u words, which is not a power of 2", h[2]));
	head = (4 + 2 * (uint64_t)h[2] + h[0]) * sizeof(*h);
	if (!elf_in_image(ef, addr, head))
		return (bad_hash(lf));
	bucket = h + 4 + 2 * (size_t)h[2];
	chain = bucket + h[0];
	last = 0;
	for (i = 0; i < h[0]; i++) {
		if (bucket[i] != 0 && bucket[i] < h[1])
			return (ELF_BAD(lf, "its symbol hash table names "
			    "symbol %u, the first one in it is %u", bucket[i],
			    h[1]));
		last = MAX(last, bucket[i]);
	}
	nsym = MAX(last, h[1]);
	while (last != 0) {
		if (!elf_in_image(ef, addr, head +
		    (nsym - h[1] + 1) * sizeof(*h)))
			return (bad_hash(lf));
		if ((chain[nsym++ - h[1]] & 1) != 0)
			break;
	}
	ef->gnu_hash = h;
	ef->hashtab.addr = addr;
	ef->hashtab.size = head + (nsym - h[1]) * sizeof(*h);
	ef->syms.nsym = nsym;
	return (0);
}

/* The hash function of DT_GNU_HASH. */
static uint32_t
gnu_hash(const char *name)
{
	const unsigned char *s;
	uint32_t h;

	h = 5381;
	for (s = (const unsigned char *)name; *s != '\0'; s++)
		h = h * 33 + *s;
	return (h);
}

/* Find a symbol by the file's own GNU hash table. */
static const Elf_Sym *
gnu_lookup(const struct elf_file *ef, const char *name)
{
	const uint32_t *bucket, *chain, *h;
	uint32_t hash, i;

	h = ef->gnu_hash;
	hash = gnu_hash(name);
	bucket = h + 4 + 2 * (size_t)h[2];
	chain = bucket + h[0];
	i = bucket[hash % h[0]];
	if (i < h[1])
		return (NULL);
	for (; i < ef->syms.nsym; i++) {
		if ((chain[i - h[1]] | 1) == (hash | 1) &&
		    strcmp(ef->syms.str + ef->syms.sym[i].st_name, name) == 0)
			return (&ef->syms.sym[i]);
		if ((chain[i - h[1]] & 1) != 0)
			break;
	}
	return (NULL);
}

/* The hash function of DT_HASH; figure 5-13. */
static uint32_t
sysv_hash(const char *name)
{
	uint32_t g, h;

	for (h = 0; *name != '\0'; name++) {
		h = (h << 4) + (unsigned char)*name;
		g = h & 0xf0000000;
		h ^= g >> 24;
		h &= ~g;
	}
	return (h);
}

/* The same by DT_HASH. */
static const Elf_Sym *
sysv_lookup(const struct elf_file *ef, const char *name)
{
	const uint32_t *bucket, *chain;
	uint32_t i;

	bucket = ef->hash + 2;
	chain = bucket + ef->hash[0];
	for (i = bucket[sysv_hash(name) % ef->hash[0]]; i != STN_UNDEF;
	    i = chain[i])
		if (strcmp(ef->syms.str + ef->syms.sym[i].st_name, name) == 0)
			return (&ef->syms.sym[i]);
	return (NULL);
}

/* A symbol that lies in the image. */
const Elf_Sym *
elf_hash_lookup(const struct elf_file *ef, const char *name)
{
	const Elf_Sym *s;

	s = ef->gnu_hash != NULL ? gnu_lookup(ef, name) :
	    sysv_lookup(ef, name);
	return (s != NULL && s->st_shndx != SHN_UNDEF &&
	    s->st_shndx != SHN_ABS ? s : NULL);
}
