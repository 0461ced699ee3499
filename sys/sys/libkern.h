/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's C library.
 */
#ifndef _SYS_LIBKERN_H_
#define	_SYS_LIBKERN_H_

#ifdef _KERNEL

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/ctype.h>

/* Least and greatest of two numbers of one type. */
static __inline int imax(int a, int b) { return (a > b ? a : b); }
static __inline int imin(int a, int b) { return (a < b ? a : b); }
static __inline long lmax(long a, long b) { return (a > b ? a : b); }
static __inline long lmin(long a, long b) { return (a < b ? a : b); }
static __inline u_int max(u_int a, u_int b) { return (a > b ? a : b); }
static __inline u_int min(u_int a, u_int b) { return (a < b ? a : b); }
static __inline u_long ulmax(u_long a, u_long b) { return (a > b ? a : b); }
static __inline u_long ulmin(u_long a, u_long b) { return (a < b ? a : b); }
static __inline quad_t qmax(quad_t a, quad_t b) { return (a > b ? a : b); }
static __inline quad_t qmin(quad_t a, quad_t b) { return (a < b ? a : b); }
static __inline off_t omax(off_t a, off_t b) { return (a > b ? a : b); }
static __inline off_t omin(off_t a, off_t b) { return (a < b ? a : b); }
static __inline int abs(int a) { return (a < 0 ? -a : a); }
static __inline long labs(long a) { return (a < 0 ? -a : a); }

/* Number of the lowest (ffs) or highest (fls) bit set, from 1; 0 if none. */
static __inline int
ffs(int mask)
{
	return (__builtin_ffs(mask));
}
static __inline int
ffsl(long mask)
{
	return (__builtin_ffsl(mask));
}
static __inline int
ffsll(long long mask)
{
	return (__builtin_ffsll(mask));
}
static __inline int
fls(int mask)
{
	return (mask == 0 ? 0 : 32 - __builtin_clz((u_int)mask));
}
static __inline int
flsl(long mask)
{
	return (mask == 0 ? 0 : 64 - __builtin_clzl((u_long)mask));
}
static __inline int
flsll(long long mask)
{
	return (flsl((long)mask));
}
static __inline int
bitcount32(uint32_t x)
{
	return (__builtin_popcount(x));
}
static __inline int
bitcount64(uint64_t x)
{
	return (__builtin_popcountl(x));
}

/* Memory. */
int	memcmp(const void *b1, const void *b2, size_t len);
void	*memchr(const void *s, int c, size_t n);
void	*memcchr(const void *s, int c, size_t n);	/* first that is not c */
void	*memmem(const void *l, size_t l_len, const void *s, size_t s_len);
int	bcmp(const void *b1, const void *b2, size_t len);
int	timingsafe_bcmp(const void *b1, const void *b2, size_t len);

/* Strings. */
size_t	strlen(const char *);
size_t	strnlen(const char *, size_t);
int	strcmp(const char *, const char *);
int	strncmp(const char *, const char *, size_t);
int	strcasecmp(const char *, const char *);
int	strncasecmp(const char *, const char *, size_t);
char	*strcat(char * __restrict, const char * __restrict);
char	*strncat(char *, const char *, size_t);
char	*strcpy(char * __restrict, const char * __restrict);
char	*strncpy(char * __restrict, const char * __restrict, size_t);
size_t	strlcat(char *, const char *, size_t);
size_t	strlcpy(char *, const char *, size_t);
char	*strchr(const char *, int);
char	*strrchr(const char *, int);
char	*strchrnul(const char *, int);
char	*strstr(const char *, const char *);
char	*strnstr(const char *, const char *, size_t);
char	*strsep(char **, const char *);
size_t	strspn(const char *, const char *);
size_t	strcspn(const char *, const char *);
char	*strpbrk(const char *, const char *);
char	*index(const char *, int);
char	*rindex(const char *, int);
int	fnmatch(const char *pattern, const char *string, int flags);

/*
 * Copy a string into memory of the given type; free(9) it.  strdup_flags
 * with M_NOWAIT returns NULL when there is none.
 */
struct malloc_type;
char	*strdup(const char *__restrict, struct malloc_type *);
char	*strdup_flags(const char *__restrict, struct malloc_type *, int);
char	*strndup(const char *__restrict, size_t, struct malloc_type *);

/* Numbers from strings; on overflow the type's largest or smallest. */
long	strtol(const char *, char **, int);
u_long	strtoul(const char *, char **, int);
quad_t	strtoq(const char *, char **, int);
u_quad_t strtouq(const char *, char **, int);

/* Sorting and searching. */
void	qsort(void *base, size_t nmemb, size_t size,
	    int (*compar)(const void *, const void *));
void	qsort_r(void *base, size_t nmemb, size_t size, void *thunk,
	    int (*compar)(void *, const void *, const void *));
void	*bsearch(const void *key, const void *base, size_t nmemb, size_t size,
	    int (*compar)(const void *, const void *));

/* CRC-32 of Ethernet; crc32() is the checksum of one buffer. */
uint32_t crc32_raw(const void *buf, size_t size, uint32_t crc);
static __inline uint32_t
crc32(const void *buf, size_t size)
{
	return (crc32_raw(buf, size, ~0U) ^ ~0U);
}

/* Random numbers that cannot be predicted; from any context. */
uint32_t arc4random(void);
uint32_t arc4random_uniform(uint32_t upper_bound);
/* reseed is accepted: the generator stirs itself. */
void	arc4rand(void *ptr, u_int len, int reseed);
void	arc4random_buf(void *, size_t);
/* Stir the generator with something unpredictable. */
void	arc4rand_stir(const void *seed, size_t len);
/* A fast, predictable generator. */
u_long	random(void);
void	srandom(u_long);

/* FNM_* of fnmatch(3). */
#define	FNM_NOMATCH	1
#define	FNM_NOESCAPE	0x01	/* a backslash is an ordinary character */
#define	FNM_PATHNAME	0x02	/* a slash is matched only by a slash */
#define	FNM_PERIOD	0x04	/* a leading period is matched explicitly */
#define	FNM_LEADING_DIR	0x08	/* ignore /... after the match */
#define	FNM_CASEFOLD	0x10	/* ignore case */

#define	bin2bcd(bin)	((u_char)((((bin) / 10) << 4) | ((bin) % 10)))
#define	bcd2bin(bcd)	((u_char)(((bcd) >> 4) * 10 + ((bcd) & 0xf)))
#define	hex2ascii(hex)	("0123456789abcdefghijklmnopqrstuvwxyz"[hex])

#endif /* _KERNEL */

#endif /* !_SYS_LIBKERN_H_ */
