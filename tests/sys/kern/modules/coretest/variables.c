/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(9): a static and a dynamic variable of every type.  Each is read,
 * written, and read again through its name.
 */
#include "coretest.h"
#include <sys/counter.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/time.h>

SYSCTL_DECL(_debug_coretest);
SYSCTL_NODE_WITH_LABEL(_debug_coretest, OID_AUTO, types, CTLFLAG_RW, NULL,
    "A variable of each type", "label");

/* Without a parent: at the root of the tree. */
SYSCTL_NODE(, OID_AUTO, coretest_root, CTLFLAG_RD, NULL, "At the root");

static bool v_bool;
static int8_t v_s8;
static uint8_t v_u8;
static int16_t v_s16;
static uint16_t v_u16;
static int32_t v_s32;
static uint32_t v_u32;
static int64_t v_s64;
static uint64_t v_u64;
static int v_int;
static u_int v_uint;
static long v_long;
static u_long v_ulong;
static struct pair { int a, b; } v_opaque;
static struct timeval v_timeval;
static sbintime_t v_usec, v_msec;
static uint32_t v_auto32;
static u_long v_auto64;

SYSCTL_BOOL(_debug_coretest_types, OID_AUTO, boolean, CTLFLAG_RW, &v_bool, 0,
    "bool");
SYSCTL_S8(_debug_coretest_types, OID_AUTO, s8, CTLFLAG_RW, &v_s8, 0, "s8");
SYSCTL_U8(_debug_coretest_types, OID_AUTO, u8, CTLFLAG_RW, &v_u8, 0, "u8");
SYSCTL_S16(_debug_coretest_types, OID_AUTO, s16, CTLFLAG_RW, &v_s16, 0, "s16");
SYSCTL_U16(_debug_coretest_types, OID_AUTO, u16, CTLFLAG_RW, &v_u16, 0, "u16");
SYSCTL_S32(_debug_coretest_types, OID_AUTO, s32, CTLFLAG_RW, &v_s32, 0, "s32");
SYSCTL_U32(_debug_coretest_types, OID_AUTO, u32, CTLFLAG_RW, &v_u32, 0, "u32");
SYSCTL_S64(_debug_coretest_types, OID_AUTO, s64, CTLFLAG_RW, &v_s64, 0, "s64");
SYSCTL_U64(_debug_coretest_types, OID_AUTO, u64, CTLFLAG_RW, &v_u64, 0, "u64");
SYSCTL_INT(_debug_coretest_types, OID_AUTO, signed, CTLFLAG_RW, &v_int, 0,
    "int");
SYSCTL_INT_WITH_LABEL(_debug_coretest_types, OID_AUTO, labelled, CTLFLAG_RW,
    &v_int, 0, "int", "label");
SYSCTL_UINT(_debug_coretest_types, OID_AUTO, unsigned, CTLFLAG_RW, &v_uint, 0,
    "uint");
SYSCTL_LONG(_debug_coretest_types, OID_AUTO, long, CTLFLAG_RW, &v_long, 0,
    "long");
SYSCTL_ULONG(_debug_coretest_types, OID_AUTO, ulong, CTLFLAG_RW, &v_ulong, 0,
    "ulong");
SYSCTL_QUAD(_debug_coretest_types, OID_AUTO, quad, CTLFLAG_RW, &v_s64, 0,
    "quad");
SYSCTL_UQUAD(_debug_coretest_types, OID_AUTO, uquad, CTLFLAG_RW, &v_u64, 0,
    "uquad");
SYSCTL_OPAQUE(_debug_coretest_types, OID_AUTO, opaque, CTLFLAG_RW, &v_opaque,
    sizeof(v_opaque), "S,pair", "opaque");
SYSCTL_TIMEVAL_SEC(_debug_coretest_types, OID_AUTO, timeval, CTLFLAG_RW,
    &v_timeval, "seconds");
SYSCTL_SBINTIME_USEC(_debug_coretest_types, OID_AUTO, usec, CTLFLAG_RW,
    &v_usec, "microseconds");
SYSCTL_SBINTIME_MSEC(_debug_coretest_types, OID_AUTO, msec, CTLFLAG_RW,
    &v_msec, "milliseconds");
SYSCTL_CONST_STRING(_debug_coretest_types, OID_AUTO, text, CTLFLAG_RD,
    "constant", "string");
SYSCTL_INT(_debug_coretest_types, OID_AUTO, constant, CTLFLAG_RD,
    SYSCTL_NULL_INT_PTR, 77, "constant");

/* Read name (0 before), write a one, read it again: so many bytes each. */
static void
check_variable(const char *node, const char *name, size_t size)
{
	char path[64];
	uint64_t one = 1, value = ~0UL;
	size_t len = sizeof(value);

	snprintf(path, sizeof(path), "debug.coretest.%s.%s", node, name);
	if (kernel_sysctlbyname(curthread, path, &value, &len, &one, size,
	    &len, 0) != 0 || len != size || (value & 0xff) != 0)
		coretest_failed(__FILE__, __LINE__, path);
	value = 0;
	len = sizeof(value);
	if (kernel_sysctlbyname(curthread, path, &value, &len, NULL, 0, &len,
	    0) != 0 || len != size || value != 1)
		coretest_failed(__FILE__, __LINE__, path);
}

/* Of two that have one variable, only one. */
static const struct {
	const char	*name;
	size_t		size;
} variables[] = {
	{ "boolean", 1 }, { "s8", 1 }, { "u8", 1 }, { "s16", 2 }, { "u16", 2 },
	{ "s32", 4 }, { "u32", 4 }, { "s64", 8 }, { "u64", 8 }, { "signed", 4 },
	{ "unsigned", 4 }, { "long", 8 }, { "ulong", 8 }, { "opaque", 8 },
	{ "timeval", 4 }, { "usec", 8 }, { "msec", 8 },
};

static void
clear(void)
{

	v_bool = false;
	v_s8 = v_u8 = v_s16 = v_u16 = v_s32 = v_u32 = v_s64 = v_u64 = 0;
	v_int = v_uint = v_long = v_ulong = v_auto32 = v_auto64 = 0;
	v_usec = v_msec = 0;
	memset(&v_opaque, 0, sizeof(v_opaque));
	memset(&v_timeval, 0, sizeof(v_timeval));
}

static void
check_all(const char *node)
{
	size_t i;

	for (i = 0; i < nitems(variables); i++)
		check_variable(node, variables[i].name, variables[i].size);
	CHECK(v_bool && v_s8 == 1 && v_u8 == 1 && v_s16 == 1 && v_u16 == 1);
	CHECK(v_s32 == 1 && v_u32 == 1 && v_s64 == 1 && v_u64 == 1);
	CHECK(v_int == 1 && v_uint == 1 && v_long == 1 && v_ulong == 1);
	CHECK(v_opaque.a == 1 && v_opaque.b == 0);
	CHECK(v_timeval.tv_sec == 1 && v_timeval.tv_usec == 0);
	CHECK(sbttous(v_usec) == 1 && sbttoms(v_msec) == 1);
}

static void
add_all(struct sysctl_ctx_list *ctx, struct sysctl_oid_list *p)
{

	SYSCTL_ADD_BOOL(ctx, p, OID_AUTO, "boolean", CTLFLAG_RW, &v_bool, 0, "");
	SYSCTL_ADD_S8(ctx, p, OID_AUTO, "s8", CTLFLAG_RW, &v_s8, 0, "");
	SYSCTL_ADD_U8(ctx, p, OID_AUTO, "u8", CTLFLAG_RW, &v_u8, 0, "");
	SYSCTL_ADD_S16(ctx, p, OID_AUTO, "s16", CTLFLAG_RW, &v_s16, 0, "");
	SYSCTL_ADD_U16(ctx, p, OID_AUTO, "u16", CTLFLAG_RW, &v_u16, 0, "");
	SYSCTL_ADD_S32(ctx, p, OID_AUTO, "s32", CTLFLAG_RW, &v_s32, 0, "");
	SYSCTL_ADD_U32(ctx, p, OID_AUTO, "u32", CTLFLAG_RW, &v_u32, 0, "");
	SYSCTL_ADD_S64(ctx, p, OID_AUTO, "s64", CTLFLAG_RW, &v_s64, 0, "");
	SYSCTL_ADD_U64(ctx, p, OID_AUTO, "u64", CTLFLAG_RW, &v_u64, 0, "");
	SYSCTL_ADD_INT(ctx, p, OID_AUTO, "signed", CTLFLAG_RW, &v_int, 0, "");
	SYSCTL_ADD_UINT(ctx, p, OID_AUTO, "unsigned", CTLFLAG_RW, &v_uint, 0,
	    "");
	SYSCTL_ADD_LONG(ctx, p, OID_AUTO, "long", CTLFLAG_RW, &v_long, "");
	SYSCTL_ADD_ULONG(ctx, p, OID_AUTO, "ulong", CTLFLAG_RW, &v_ulong, "");
	SYSCTL_ADD_OPAQUE(ctx, p, OID_AUTO, "opaque", CTLFLAG_RW, &v_opaque,
	    sizeof(v_opaque), "S,pair", "");
	SYSCTL_ADD_TIMEVAL_SEC(ctx, p, OID_AUTO, "timeval", CTLFLAG_RW,
	    &v_timeval, "");
	SYSCTL_ADD_SBINTIME_USEC(ctx, p, OID_AUTO, "usec", CTLFLAG_RW, &v_usec,
	    "");
	SYSCTL_ADD_SBINTIME_MSEC(ctx, p, OID_AUTO, "msec", CTLFLAG_RW, &v_msec,
	    "");
	SYSCTL_ADD_UAUTO(ctx, p, OID_AUTO, "auto32", CTLFLAG_RW, &v_auto32,
	    "");
	SYSCTL_ADD_UAUTO(ctx, p, OID_AUTO, "auto64", CTLFLAG_RW, &v_auto64,
	    "");
	SYSCTL_ADD_CONST_STRING(ctx, p, OID_AUTO, "text", CTLFLAG_RD,
	    "constant", "");
}

/* Contexts know what is in them; nodes have names, parents and references. */
static void
check_tree(struct sysctl_ctx_list *ctx, struct sysctl_oid *node)
{
	struct sysctl_ctx_list other;
	struct sysctl_oid *leaf, *same;

	CHECK(SYSCTL_PARENT(node) == &sysctl___debug_coretest);
	CHECK(SYSCTL_PARENT(&sysctl___coretest_root) == NULL);
	CHECK(SYSCTL_STATIC_CHILDREN(/* of the root */) == &sysctl__children);
	CHECK(sysctl_ctx_entry_find(ctx, node) != NULL);
	leaf = SYSCTL_ADD_INT(NULL, SYSCTL_CHILDREN(node), OID_AUTO, "leaf",
	    CTLFLAG_RD, NULL, 5, "");
	CHECK(leaf != NULL && sysctl_ctx_entry_find(ctx, leaf) == NULL);
	CHECK(SYSCTL_ADD_INT(NULL, SYSCTL_CHILDREN(node), OID_AUTO, "leaf",
	    CTLFLAG_RD, NULL, 5, "") == NULL);
	sysctl_rename_oid(leaf, "petal");
	CHECK(sysctl_remove_name(node, "leaf", 1, 0) == ENOENT);
	CHECK(sysctl_move_oid(leaf,
	    SYSCTL_STATIC_CHILDREN(_debug_coretest_types)) == 0);
	CHECK(SYSCTL_PARENT(leaf) == &sysctl___debug_coretest_types);
	CHECK(sysctl_remove_oid(leaf, 1, 0) == 0);
	CHECK(sysctl_remove_oid(NULL, 1, 0) == EINVAL);
	CHECK(sysctl_remove_oid(&sysctl___debug_coretest_types, 1, 0) == EINVAL);
	CHECK(sysctl_remove_oid(node, 1, 0) == ENOTEMPTY);

	/* A node that two make is there until both are done with it. */
	sysctl_ctx_init(&other);
	same = SYSCTL_ADD_NODE(&other, SYSCTL_CHILDREN(SYSCTL_PARENT(node)),
	    OID_AUTO, "dynamic", CTLFLAG_RW, NULL, "");
	CHECK(same == node && node->oid_refcnt == 2);
	CHECK(sysctl_ctx_free(&other) == 0 && node->oid_refcnt == 1);
}

static void
check_dynamic(void)
{
	struct sysctl_ctx_list ctx;
	struct sysctl_oid *node;

	sysctl_ctx_init(&ctx);
	node = SYSCTL_ADD_NODE_WITH_LABEL(&ctx,
	    SYSCTL_STATIC_CHILDREN(_debug_coretest), OID_AUTO, "dynamic",
	    CTLFLAG_RW, NULL, "", "label");
	add_all(&ctx, SYSCTL_CHILDREN(node));
	check_all("dynamic");
	check_variable("dynamic", "auto32", 4);
	check_variable("dynamic", "auto64", 8);
	CHECK(v_auto32 == 1 && v_auto64 == 1);
	check_tree(&ctx, node);
	CHECK(sysctl_ctx_free(&ctx) == 0);
}

static struct pair v_struct;
static int v_ticks;
SYSCTL_STRUCT(_debug_coretest, OID_AUTO, pair, CTLFLAG_RD, &v_struct, pair,
    "structure");
SYSCTL_PROC(_debug_coretest, OID_AUTO, ticks, CTLTYPE_INT | CTLFLAG_RW |
    CTLFLAG_MPSAFE, &v_ticks, 0, sysctl_msec_to_ticks, "I", "milliseconds");

static void
check_others(void)
{
	struct sysctl_ctx_list ctx;
	struct sysctl_oid *node, *oid;
	counter_u64_t counter;
	struct pair pair;
	int64_t quad = -5, value;
	size_t len;
	int msec = 250;

	v_struct.b = 9;
	len = sizeof(pair);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.pair", &pair, &len,
	    NULL, 0, &len, 0) == 0 && len == sizeof(pair) && pair.b == 9);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.ticks", NULL, NULL,
	    &msec, sizeof(msec), NULL, 0) == 0 && v_ticks == hz / 4);

	counter = counter_u64_alloc(M_WAITOK);
	counter_u64_add(counter, 21);
	sysctl_ctx_init(&ctx);
	node = sysctl_add_oid(&ctx, SYSCTL_STATIC_CHILDREN(_debug_coretest),
	    OID_AUTO, "others", CTLTYPE_NODE | CTLFLAG_RW, NULL, 0, NULL, "N",
	    "", NULL);
	CHECK(node != NULL);
	SYSCTL_ADD_QUAD(&ctx, SYSCTL_CHILDREN(node), OID_AUTO, "quad",
	    CTLFLAG_RW, &quad, "");
	SYSCTL_ADD_COUNTER_U64(&ctx, SYSCTL_CHILDREN(node), OID_AUTO, "counter",
	    CTLFLAG_RW, &counter, "");
	oid = SYSCTL_ADD_STRUCT(&ctx, SYSCTL_CHILDREN(node), OID_AUTO, "pair",
	    CTLFLAG_RD, &v_struct, pair, "");
	len = sizeof(value);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.others.quad",
	    &value, &len, NULL, 0, &len, 0) == 0 && value == -5);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.others.counter",
	    &value, &len, NULL, 0, &len, 0) == 0 && value == 21);
	/* Whatever is written, a counter begins again. */
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.others.counter",
	    NULL, NULL, &quad, sizeof(quad), NULL, 0) == 0);
	CHECK(counter_u64_fetch(counter) == 0);
	/* An entry that is taken out of a context stays behind. */
	CHECK(sysctl_ctx_entry_del(&ctx, oid) == 0);
	CHECK(sysctl_ctx_entry_del(&ctx, oid) == ENOENT);
	CHECK(sysctl_ctx_free(&ctx) != 0);
	CHECK(sysctl_ctx_entry_add(&ctx, oid) != NULL);
	CHECK(sysctl_ctx_free(&ctx) == 0);
	counter_u64_free(counter);
}

void
test_variables(void)
{
	char text[16];
	size_t len;
	int negative = -1, value;

	clear();
	check_all("types");
	len = sizeof(text);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.types.text", text,
	    &len, NULL, 0, &len, 0) == 0 && strcmp(text, "constant") == 0);
	len = sizeof(value);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.types.constant",
	    &value, &len, NULL, 0, &len, 0) == 0 && value == 77);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.types.timeval",
	    NULL, NULL, &negative, sizeof(negative), NULL, 0) == EINVAL);
	clear();
	check_dynamic();
	check_others();
}
