/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * bitstring(3): strings of bits whose length is known at run time.  Bits are
 * counted from 0, ranges include both ends, and -1 says that there is no
 * such bit.
 */
#ifndef _SYS_BITSTRING_H_
#define	_SYS_BITSTRING_H_

#include <sys/types.h>

typedef unsigned long	bitstr_t;

#define	_BITSTR_BITS		((int)(sizeof(bitstr_t) * 8))
#define	__bitstr_words(n)	(((n) + _BITSTR_BITS - 1) / _BITSTR_BITS)
#define	__bitstr_mask(n)	(1UL << ((n) % _BITSTR_BITS))

/* Bytes of a string of n bits; whole words. */
#define	bitstr_size(n)		(__bitstr_words(n) * sizeof(bitstr_t))
#define	bit_decl(name, n)	bitstr_t name[__bitstr_words(n)]

#ifdef _KERNEL
#include <sys/malloc.h>

/* A string of zeros, to be freed with free(9). */
static __inline bitstr_t *
bit_alloc(int n, struct malloc_type *type, int flags)
{
	return ((bitstr_t *)malloc(bitstr_size(n), type, flags | M_ZERO));
}
#endif /* _KERNEL */

static __inline int
bit_test(const bitstr_t *bits, int n)
{
	return ((bits[n / _BITSTR_BITS] & __bitstr_mask(n)) != 0);
}

static __inline void
bit_set(bitstr_t *bits, int n)
{
	bits[n / _BITSTR_BITS] |= __bitstr_mask(n);
}

static __inline void
bit_clear(bitstr_t *bits, int n)
{
	bits[n / _BITSTR_BITS] &= ~__bitstr_mask(n);
}

static __inline void
bit_nset(bitstr_t *bits, int start, int stop)
{
	for (; start <= stop; start++)
		bit_set(bits, start);
}

static __inline void
bit_nclear(bitstr_t *bits, int start, int stop)
{
	for (; start <= stop; start++)
		bit_clear(bits, start);
}

/* The first bit from start on that equals value; flip makes it a one. */
static __inline int
__bit_first(const bitstr_t *bits, int start, int nbits, bitstr_t flip)
{
	bitstr_t word;
	int i, n;

	if (start >= nbits)
		return (-1);
	i = start / _BITSTR_BITS;
	word = (bits[i] ^ flip) & (~0UL << (start % _BITSTR_BITS));
	while (word == 0) {
		if (++i >= __bitstr_words(nbits))
			return (-1);
		word = bits[i] ^ flip;
	}
	n = i * _BITSTR_BITS + __builtin_ctzl(word);
	return (n < nbits ? n : -1);
}

#define	bit_ffs_at(bits, start, nbits, result)				\
	((void)(*(result) = __bit_first((bits), (start), (nbits), 0)))
#define	bit_ffc_at(bits, start, nbits, result)				\
	((void)(*(result) = __bit_first((bits), (start), (nbits), ~0UL)))
#define	bit_ffs(bits, nbits, result)	bit_ffs_at(bits, 0, nbits, result)
#define	bit_ffc(bits, nbits, result)	bit_ffc_at(bits, 0, nbits, result)

/* The first of size bits in a row that are all ones, or all zeros. */
static __inline int
__bit_first_area(const bitstr_t *bits, int start, int nbits, int size,
    bitstr_t flip)
{
	int begin, end;

	for (begin = start;; begin = end) {
		begin = __bit_first(bits, begin, nbits, flip);
		if (begin == -1 || nbits - begin < size)
			return (-1);
		end = __bit_first(bits, begin, nbits, ~flip);
		if (end == -1 || end - begin >= size)
			return (begin);
	}
}

#define	bit_ffs_area_at(bits, start, nbits, size, result)		\
	((void)(*(result) = __bit_first_area((bits), (start), (nbits),	\
	    (size), 0)))
#define	bit_ffc_area_at(bits, start, nbits, size, result)		\
	((void)(*(result) = __bit_first_area((bits), (start), (nbits),	\
	    (size), ~0UL)))
#define	bit_ffs_area(bits, nbits, size, result)				\
	bit_ffs_area_at(bits, 0, nbits, size, result)
#define	bit_ffc_area(bits, nbits, size, result)				\
	bit_ffc_area_at(bits, 0, nbits, size, result)

static __inline int
__bit_count(const bitstr_t *bits, int start, int nbits)
{
	int count;

	count = 0;
	for (; start < nbits; start++)
		count += bit_test(bits, start);
	return (count);
}
#define	bit_count(bits, start, nbits, result)				\
	((void)(*(result) = __bit_count((bits), (start), (nbits))))

/* n runs through the ones (zeros) of a string. */
#define	bit_foreach(bits, nbits, n)					\
	for (bit_ffs((bits), (nbits), &(n)); (n) != -1;			\
	    bit_ffs_at((bits), (n) + 1, (nbits), &(n)))
#define	bit_foreach_unset(bits, nbits, n)				\
	for (bit_ffc((bits), (nbits), &(n)); (n) != -1;			\
	    bit_ffc_at((bits), (n) + 1, (nbits), &(n)))

#endif /* !_SYS_BITSTRING_H_ */
