/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * bitset(9), bitstring(3), hash(9), byteorder(9), hexdump(9).
 */
#include "coretest.h"
#include <sys/bitset.h>
#include <sys/bitstring.h>
#include <sys/endian.h>
#include <sys/hash.h>
#include <sys/malloc.h>
#include <sys/sbuf.h>

#define	SIZE	130

BITSET_DEFINE(numbers, SIZE);

static void
check_set(void)
{
	struct numbers a, b, c;

	BIT_ZERO(SIZE, &a);
	CHECK(BIT_EMPTY(SIZE, &a) && BIT_FFS(SIZE, &a) == 0);
	CHECK(BIT_FLS(SIZE, &a) == 0);
	BIT_SET(SIZE, 3, &a);
	BIT_SET_ATOMIC(SIZE, 129, &a);
	CHECK(BIT_ISSET(SIZE, 129, &a) && !BIT_ISSET(SIZE, 128, &a));
	CHECK(BIT_FFS(SIZE, &a) == 4 && BIT_FLS(SIZE, &a) == 130);
	CHECK(BIT_COUNT(SIZE, &a) == 2);
	BIT_SETOF(SIZE, 3, &b);
	CHECK(BIT_SUBSET(SIZE, &a, &b) && !BIT_SUBSET(SIZE, &b, &a));
	CHECK(BIT_OVERLAP(SIZE, &a, &b) && BIT_CMP(SIZE, &a, &b));
	BIT_NAND2(SIZE, &c, &a, &b);
	CHECK(BIT_COUNT(SIZE, &c) == 1 && BIT_ISSET(SIZE, 129, &c));
	BIT_XOR(SIZE, &c, &a);
	CHECK(!BIT_CMP(SIZE, &c, &b));
	BIT_OR_ATOMIC(SIZE, &c, &a);
	CHECK(!BIT_CMP(SIZE, &c, &a));
	BIT_AND_ATOMIC(SIZE, &c, &b);
	CHECK(!BIT_CMP(SIZE, &c, &b));
	BIT_CLR_ATOMIC(SIZE, 3, &c);
	CHECK(BIT_EMPTY(SIZE, &c));
	BIT_FILL(SIZE, &c);
	CHECK(BIT_ISFULLSET(SIZE, &c));
	BIT_AND(SIZE, &c, &a);
	CHECK(!BIT_CMP(SIZE, &c, &a));
}

static void
check_string(void)
{
	bitstr_t *bits;
	int n, sum;

	bits = bit_alloc(SIZE, M_TEMP, M_WAITOK);
	bit_ffs(bits, SIZE, &n);
	CHECK(n == -1);
	bit_nset(bits, 60, 70);
	bit_set(bits, 129);
	bit_clear(bits, 65);
	CHECK(bit_test(bits, 64) && !bit_test(bits, 65));
	bit_ffs(bits, SIZE, &n);
	CHECK(n == 60);
	bit_ffc_at(bits, 60, SIZE, &n);
	CHECK(n == 65);
	bit_ffs_at(bits, 71, SIZE, &n);
	CHECK(n == 129);
	bit_ffs_area(bits, SIZE, 5, &n);
	CHECK(n == 60);
	bit_ffs_area(bits, SIZE, 6, &n);
	CHECK(n == -1);
	bit_ffc_area_at(bits, 58, SIZE, 3, &n);
	CHECK(n == 71);
	bit_count(bits, 0, SIZE, &n);
	CHECK(n == 11);
	sum = 0;
	bit_foreach(bits, SIZE, n)
		sum += n;
	CHECK(sum == 11 * 65 - 65 + 129);
	bit_nclear(bits, 0, SIZE - 1);
	bit_ffs(bits, SIZE, &n);
	CHECK(n == -1);
	free(bits, M_TEMP);
}

/* The values that the authors of the functions give. */
static void
check_hashes(void)
{
	static const char fox[] = "The quick brown fox jumps over the lazy dog";
	static const char score[] = "Four score and seven years ago";
	const uint32_t words[] = { 0x11223344, 0x55667788 };
	const char *end;

	CHECK(hash32_str("", HASHINIT) == 5381);
	CHECK(hash32_buf("ab", 2, HASHINIT) == (5381 * 33 + 'a') * 33 + 'b');
	CHECK(hash32_strn("abc", 2, HASHINIT) == hash32_str("ab", HASHINIT));
	CHECK(hash32_stre("ab/c", '/', &end, HASHINIT) ==
	    hash32_str("ab", HASHINIT) && strcmp(end, "/c") == 0);
	CHECK(jenkins_hash("", 0, 0) == 0xdeadbeef);
	CHECK(jenkins_hash("", 0, 0xdeadbeef) == 0xbd5b7dde);
	CHECK(jenkins_hash(score, strlen(score), 0) == 0x17770551);
	CHECK(jenkins_hash(score, strlen(score), 1) == 0xcd628161);
	CHECK(jenkins_hash32(words, 2, 7) == jenkins_hash(words, 8, 7));
	CHECK(murmur3_32_hash("", 0, 0) == 0);
	CHECK(murmur3_32_hash("hello", 5, 0) == 0x248bfa47);
	CHECK(murmur3_32_hash(fox, strlen(fox), 0) == 0x2e4ff723);
	CHECK(murmur3_32_hash32(words, 2, 7) == murmur3_32_hash(words, 8, 7));
}

static void
check_byteorder(void)
{
	uint8_t bytes[9];

	be32enc(bytes + 1, 0x01020304);
	CHECK(bytes[1] == 1 && bytes[4] == 4 && be16dec(bytes + 2) == 0x0203);
	le64enc(bytes + 1, 0x0102030405060708);
	CHECK(bytes[1] == 8 && le32dec(bytes + 1) == 0x05060708);
	CHECK(be64dec(bytes + 1) == bswap64(0x0102030405060708));
}

static void
check_hexdump(void)
{
	struct sbuf *sb;

	sb = sbuf_new_auto();
	sbuf_hexdump(sb, "Hello\1", 6, "> ", 4);
	sbuf_hexdump(sb, "ab", 2, NULL,
	    HD_OMIT_COUNT | HD_OMIT_CHARS | ':' << 8 | 2);
	CHECK(sbuf_finish(sb) == 0);
	CHECK(strcmp(sbuf_data(sb),
	    "> 0000   48 65 6c 6c  |Hell|\n"
	    "> 0004   6f 01        |o.  |\n"
	    ":61:62\n") == 0);
	sbuf_delete(sb);
}

void
test_sets(void)
{

	check_set();
	check_string();
	check_hashes();
	check_byteorder();
	check_hexdump();
}
