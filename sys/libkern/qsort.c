/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * qsort(3): heapsort, whose worst case is its usual one, for the long runs;
 * insertion sort for what is short.
 */
#include <sys/param.h>
#include <sys/systm.h>

struct sort {
	char	*base;
	size_t	size;		/* of an element */
	void	*thunk;
	int	(*compare)(void *, const void *, const void *);
};

static char *
element(const struct sort *s, size_t i)
{

	return (s->base + i * s->size);
}

static int
compare(const struct sort *s, size_t i, size_t j)
{

	return (s->compare(s->thunk, element(s, i), element(s, j)));
}

static void
swap(const struct sort *s, size_t i, size_t j)
{
	char *p = element(s, i), *q = element(s, j), c;
	uint64_t word;
	size_t n;

	for (n = s->size; n >= 8; n -= 8, p += 8, q += 8) {
		__builtin_memcpy(&word, p, 8);
		__builtin_memcpy(p, q, 8);
		__builtin_memcpy(q, &word, 8);
	}
	for (; n > 0; n--, p++, q++) {
		c = *p;
		*p = *q;
		*q = c;
	}
}

static void
insertion_sort(const struct sort *s, size_t n)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		for (j = i; j > 0 && compare(s, j - 1, j) > 0; j--)
			swap(s, j - 1, j);
	}
}

/* Let element i of a heap of n sink below larger ones. */
static void
sift_down(const struct sort *s, size_t i, size_t n)
{
	size_t child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n && compare(s, child, child + 1) < 0)
			child++;
		if (compare(s, i, child) >= 0)
			break;
		swap(s, i, child);
		i = child;
	}
}

void
qsort_r(void *base, size_t nmemb, size_t size, void *thunk,
    int (*compar)(void *, const void *, const void *))
{
	struct sort s = { base, size, thunk, compar };
	size_t i;

	if (nmemb <= 12) {
		insertion_sort(&s, nmemb);
		return;
	}
	for (i = nmemb / 2; i-- > 0;)
		sift_down(&s, i, nmemb);
	for (i = nmemb - 1; i > 0; i--) {
		swap(&s, 0, i);
		sift_down(&s, 0, i);
	}
}

static int
compare_plain(void *thunk, const void *a, const void *b)
{
	int (*const *compar)(const void *, const void *) = thunk;

	return ((*compar)(a, b));
}

void
qsort(void *base, size_t nmemb, size_t size,
    int (*compar)(const void *, const void *))
{

	qsort_r(base, nmemb, size, &compar, compare_plain);
}

void *
bsearch(const void *key, const void *base, size_t nmemb, size_t size,
    int (*compar)(const void *, const void *))
{
	const char *low = base, *middle;
	int order;

	while (nmemb > 0) {
		middle = low + nmemb / 2 * size;
		order = compar(key, middle);
		if (order == 0)
			return (__DECONST(void *, middle));
		if (order > 0) {
			low = middle + size;
			nmemb--;
		}
		nmemb /= 2;
	}
	return (NULL);
}
