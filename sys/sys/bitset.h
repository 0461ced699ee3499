/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * bitset(9): sets of small numbers, of a size that is known when compiled.
 * _s is that size everywhere, in bits.
 */
#ifndef _SYS_BITSET_H_
#define	_SYS_BITSET_H_

#include <sys/types.h>
#include <sys/_bitset.h>

#define	BITSET_T_INITIALIZER(x)	{ .__bits = { x } }
#define	BITSET_FSET(n)		[0 ... ((n) - 1)] = -1L

#define	__bitset_word(n)	((n) / _BITSET_BITS)
#define	__bitset_mask(n)	(1L << ((n) % _BITSET_BITS))

#define	BIT_CLR(_s, n, p)						\
	((p)->__bits[__bitset_word(n)] &= ~__bitset_mask(n))
#define	BIT_SET(_s, n, p)						\
	((p)->__bits[__bitset_word(n)] |= __bitset_mask(n))
#define	BIT_ISSET(_s, n, p)						\
	(((p)->__bits[__bitset_word(n)] & __bitset_mask(n)) != 0)

/* Do something for every word, whose index is __i. */
#define	__BITSET_FOREACH(_s, statement) do {				\
	size_t __i;							\
									\
	for (__i = 0; __i < __bitset_words((_s)); __i++)		\
		statement;						\
} while (0)

#define	BIT_COPY(_s, f, t)	((void)(*(t) = *(f)))
#define	BIT_ZERO(_s, p)							\
	__BITSET_FOREACH(_s, (p)->__bits[__i] = 0L)
#define	BIT_FILL(_s, p)							\
	__BITSET_FOREACH(_s, (p)->__bits[__i] = -1L)
#define	BIT_SETOF(_s, n, p) do {					\
	BIT_ZERO(_s, p);						\
	BIT_SET(_s, n, p);						\
} while (0)
#define	BIT_OR2(_s, d, s1, s2)						\
	__BITSET_FOREACH(_s, (d)->__bits[__i] = (s1)->__bits[__i] |	\
	    (s2)->__bits[__i])
#define	BIT_AND2(_s, d, s1, s2)						\
	__BITSET_FOREACH(_s, (d)->__bits[__i] = (s1)->__bits[__i] &	\
	    (s2)->__bits[__i])
#define	BIT_NAND2(_s, d, s1, s2)					\
	__BITSET_FOREACH(_s, (d)->__bits[__i] = (s1)->__bits[__i] &	\
	    ~(s2)->__bits[__i])
#define	BIT_XOR2(_s, d, s1, s2)						\
	__BITSET_FOREACH(_s, (d)->__bits[__i] = (s1)->__bits[__i] ^	\
	    (s2)->__bits[__i])
#define	BIT_OR(_s, d, s)	BIT_OR2(_s, d, d, s)
#define	BIT_AND(_s, d, s)	BIT_AND2(_s, d, d, s)
#define	BIT_NAND(_s, d, s)	BIT_NAND2(_s, d, d, s)
#define	BIT_XOR(_s, d, s)	BIT_XOR2(_s, d, d, s)

/* Word by word in one operation each, not the set as a whole. */
#define	BIT_CLR_ATOMIC(_s, n, p)					\
	__bitset_clear(&(p)->__bits[__bitset_word(n)], __bitset_mask(n))
#define	BIT_SET_ATOMIC(_s, n, p)					\
	__bitset_set(&(p)->__bits[__bitset_word(n)], __bitset_mask(n))
#define	BIT_SET_ATOMIC_ACQ(_s, n, p)	BIT_SET_ATOMIC(_s, n, p)
#define	BIT_AND_ATOMIC(_s, d, s)					\
	__BITSET_FOREACH(_s, __bitset_clear(&(d)->__bits[__i],		\
	    ~(s)->__bits[__i]))
#define	BIT_OR_ATOMIC(_s, d, s)						\
	__BITSET_FOREACH(_s, __bitset_set(&(d)->__bits[__i],		\
	    (s)->__bits[__i]))
#define	BIT_COPY_STORE_REL(_s, f, t)					\
	__BITSET_FOREACH(_s, __atomic_store_n(&(t)->__bits[__i],	\
	    (f)->__bits[__i], __ATOMIC_RELEASE))

#define	BIT_EMPTY(_s, p)	__bitset_all((p)->__bits, __bitset_words(_s), 0L)
#define	BIT_ISFULLSET(_s, p)	__bitset_all((p)->__bits, __bitset_words(_s), -1L)
/* Is c within p?  Do they share a number?  Do they differ? */
#define	BIT_SUBSET(_s, p, c)						\
	__bitset_subset((p)->__bits, (c)->__bits, __bitset_words(_s))
#define	BIT_OVERLAP(_s, p, c)						\
	__bitset_overlap((p)->__bits, (c)->__bits, __bitset_words(_s))
#define	BIT_CMP(_s, p, c)						\
	(__builtin_memcmp((p)->__bits, (c)->__bits,			\
	    __bitset_words(_s) * sizeof(long)) != 0)
/* Lowest and highest number, counted from 1; 0: the set is empty. */
#define	BIT_FFS(_s, p)	__bitset_ffs((p)->__bits, __bitset_words(_s))
#define	BIT_FLS(_s, p)	__bitset_fls((p)->__bits, __bitset_words(_s))
#define	BIT_COUNT(_s, p)	__bitset_count((p)->__bits, __bitset_words(_s))

static __inline void
__bitset_set(long *word, long mask)
{
	(void)__atomic_fetch_or(word, mask, __ATOMIC_SEQ_CST);
}

static __inline void
__bitset_clear(long *word, long mask)
{
	(void)__atomic_fetch_and(word, ~mask, __ATOMIC_SEQ_CST);
}

static __inline bool
__bitset_all(const long *bits, size_t words, long value)
{
	size_t i;

	for (i = 0; i < words; i++)
		if (bits[i] != value)
			return (false);
	return (true);
}

static __inline bool
__bitset_subset(const long *bits, const long *part, size_t words)
{
	size_t i;

	for (i = 0; i < words; i++)
		if ((part[i] & ~bits[i]) != 0)
			return (false);
	return (true);
}

static __inline bool
__bitset_overlap(const long *bits, const long *others, size_t words)
{
	size_t i;

	for (i = 0; i < words; i++)
		if ((bits[i] & others[i]) != 0)
			return (true);
	return (false);
}

static __inline int
__bitset_ffs(const long *bits, size_t words)
{
	size_t i;

	for (i = 0; i < words; i++)
		if (bits[i] != 0)
			return (i * _BITSET_BITS + __builtin_ffsl(bits[i]));
	return (0);
}

static __inline int
__bitset_fls(const long *bits, size_t words)
{
	size_t i;

	for (i = words; i > 0; i--)
		if (bits[i - 1] != 0)
			return (i * _BITSET_BITS -
			    __builtin_clzl((unsigned long)bits[i - 1]));
	return (0);
}

static __inline int
__bitset_count(const long *bits, size_t words)
{
	size_t i;
	int count;

	count = 0;
	for (i = 0; i < words; i++)
		count += __builtin_popcountl((unsigned long)bits[i]);
	return (count);
}

#endif /* !_SYS_BITSET_H_ */
