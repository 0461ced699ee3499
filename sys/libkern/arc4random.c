/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * arc4random(9): a ChaCha20 stream whose key replaces itself with every
 * block taken, so that what was given out cannot be computed again.
 *
 * The first key comes from the time stamp counter and the clock, and more is
 * stirred in as the system runs (arc4rand_stir).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/time.h>

#define	KEY_WORDS	8
#define	BLOCK_WORDS	16
#define	USABLE		((BLOCK_WORDS - KEY_WORDS) * sizeof(uint32_t))

static struct mtx	arc4_mtx;
MTX_SYSINIT(arc4, &arc4_mtx, "arc4random", MTX_SPIN);
static uint32_t		arc4_key[KEY_WORDS];	/* (arc4_mtx) */
static uint8_t		arc4_pool[USABLE];	/* (arc4_mtx) given out from the end */
static size_t		arc4_left;		/* (arc4_mtx) bytes left there */
static uint64_t		arc4_stirs;		/* (arc4_mtx) the nonce */

static uint32_t
rotate(uint32_t v, int n)
{

	return (v << n | v >> (32 - n));
}

static void
quarter_round(uint32_t *x, int a, int b, int c, int d)
{

	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 7);
}

/* One ChaCha20 block (RFC 8439, section 2.3). */
static void
chacha20_block(const uint32_t *key, uint64_t nonce, uint32_t *out)
{
	uint32_t state[BLOCK_WORDS] = {
		0x61707865, 0x3320646e, 0x79622d32, 0x6b206574
	};
	int i;

	memcpy(&state[4], key, KEY_WORDS * sizeof(*key));
	memcpy(&state[14], &nonce, sizeof(nonce));
	memcpy(out, state, sizeof(state));
	for (i = 0; i < 10; i++) {
		quarter_round(out, 0, 4, 8, 12);
		quarter_round(out, 1, 5, 9, 13);
		quarter_round(out, 2, 6, 10, 14);
		quarter_round(out, 3, 7, 11, 15);
		quarter_round(out, 0, 5, 10, 15);
		quarter_round(out, 1, 6, 11, 12);
		quarter_round(out, 2, 7, 8, 13);
		quarter_round(out, 3, 4, 9, 14);
	}
	for (i = 0; i < BLOCK_WORDS; i++)
		out[i] += state[i];
}

/* The first half of a block is the next key, the other is given out. */
static void
refill(void)
{
	uint32_t block[BLOCK_WORDS];

	mtx_assert(&arc4_mtx, MA_OWNED);
	chacha20_block(arc4_key, arc4_stirs, block);
	memcpy(arc4_key, block, sizeof(arc4_key));
	memcpy(arc4_pool, &block[KEY_WORDS], sizeof(arc4_pool));
	explicit_bzero(block, sizeof(block));
	arc4_left = sizeof(arc4_pool);
}

void
arc4rand_stir(const void *seed, size_t len)
{
	uint8_t *key = (uint8_t *)arc4_key;
	const uint8_t *p = seed;
	size_t i;

	mtx_lock_spin(&arc4_mtx);
	arc4_stirs += rdtsc();
	for (i = 0; i < len; i++) {
		key[i % sizeof(arc4_key)] ^= p[i];
		if (i % sizeof(arc4_key) == sizeof(arc4_key) - 1)
			refill();
	}
	refill();
	mtx_unlock_spin(&arc4_mtx);
}

void
arc4random_buf(void *buf, size_t len)
{
	uint8_t *p = buf;
	size_t n;

	mtx_lock_spin(&arc4_mtx);
	while (len > 0) {
		if (arc4_left == 0)
			refill();
		n = ulmin(len, arc4_left);
		arc4_left -= n;
		memcpy(p, &arc4_pool[arc4_left], n);
		explicit_bzero(&arc4_pool[arc4_left], n);
		p += n;
		len -= n;
	}
	mtx_unlock_spin(&arc4_mtx);
}

void
arc4rand(void *ptr, u_int len, int reseed __unused)
{

	arc4random_buf(ptr, len);
}

uint32_t
arc4random(void)
{
	uint32_t value;

	arc4random_buf(&value, sizeof(value));
	return (value);
}

/* Without bias: what falls into the incomplete last interval is drawn again. */
uint32_t
arc4random_uniform(uint32_t upper_bound)
{
	uint32_t least, value;

	if (upper_bound < 2)
		return (0);
	least = -upper_bound % upper_bound;
	do
		value = arc4random();
	while (value < least);
	return (value % upper_bound);
}

static void
arc4_seed(void *arg __unused)
{
	struct {
		uint64_t	tsc;
		struct timespec	now;
		uint32_t	jitter[16];
	} seed;
	u_int i;

	memset(&seed, 0, sizeof(seed));
	nanotime(&seed.now);
	for (i = 0; i < nitems(seed.jitter); i++) {
		arc4_stirs += arc4_stirs << 7;	/* work whose time varies */
		seed.jitter[i] = rdtsc();
	}
	seed.tsc = rdtsc();
	arc4rand_stir(&seed, sizeof(seed));
}
/* Something early, and once more when the time of day is known. */
SYSINIT(arc4_seed, SI_SUB_LOCK, SI_ORDER_ANY, arc4_seed, NULL);
SYSINIT(arc4_reseed, SI_SUB_CLOCKS, SI_ORDER_ANY, arc4_seed, NULL);
