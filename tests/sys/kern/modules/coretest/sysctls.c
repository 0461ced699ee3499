/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Variables that come and go while the kernel runs: sysctl(9), and the
 * queries that sysctl(8) makes, for every variable there is.
 */
#include "coretest.h"
#include <sys/proc.h>
#include <sys/sysctl.h>

#define	MANY	1000

SYSCTL_DECL(_debug_coretest);

static int number, handler_state;
static char text[32];

static int
get(const char *name, void *old, size_t *len)
{

	return (kernel_sysctlbyname(curthread, __DECONST(char *, name), old,
	    len, NULL, 0, len, 0));
}

static int
set(const char *name, const void *new, size_t len)
{

	return (kernel_sysctlbyname(curthread, __DECONST(char *, name), NULL,
	    NULL, __DECONST(void *, new), len, NULL, 0));
}

static int
get_int(const char *name)
{
	size_t len;
	int error, value;

	len = sizeof(value);
	error = get(name, &value, &len);
	CHECK(error == 0 && len == sizeof(value));
	return (value);
}

static void
check_values(void)
{
	char buf[32];
	size_t len;
	int nine = 9;

	number = 5;
	CHECK(get_int("debug.coretest.node.number") == 5);
	CHECK(set("debug.coretest.node.number", &nine, sizeof(nine)) == 0);
	CHECK(number == 9);
	CHECK(set("debug.coretest.node.text", "abc", 3) == 0);
	CHECK(strcmp(text, "abc") == 0);
	len = 2;
	CHECK(get("debug.coretest.node.text", buf, &len) == ENOMEM);
	len = sizeof(buf);
	CHECK(get("debug.coretest.node.nothing", buf, &len) == ENOENT);
	CHECK(get("debug.coretest.node", buf, &len) == EISDIR);
	CHECK(set("kern.ostype", "x", 1) == EPERM);
}

/* Tells that it is running, and stays until that has been seen. */
static int
slow_handler(SYSCTL_HANDLER_ARGS)
{

	handler_state = 1;
	wakeup(&handler_state);
	pause("slow", 10);
	handler_state = 2;
	return (sysctl_handle_int(oidp, &number, 0, req));
}

static void
read_slow(void *arg __unused)
{

	CHECK(get_int("debug.coretest.node.slow") == number);
}

/* Freeing the variables waits for the handler that is running. */
static void
check_drain(struct sysctl_ctx_list *ctx)
{
	size_t len;
	int value;

	handler_state = 0;
	coretest_start(read_slow, NULL);
	while (*(volatile int *)&handler_state == 0)
		(void)tsleep(&handler_state, 0, "reader", 1);
	CHECK(sysctl_ctx_free(ctx) == 0);
	CHECK(handler_state == 2);
	coretest_wait();
	len = sizeof(value);
	CHECK(get("debug.coretest.node.number", &value, &len) == ENOENT);
}

static void
check_node(void)
{
	struct sysctl_ctx_list ctx;
	struct sysctl_oid_list *children;
	struct sysctl_oid *node;

	sysctl_ctx_init(&ctx);
	node = SYSCTL_ADD_NODE(&ctx, SYSCTL_STATIC_CHILDREN(_debug_coretest),
	    OID_AUTO, "node", CTLFLAG_RW, NULL, "Made by a test");
	children = SYSCTL_CHILDREN(node);
	SYSCTL_ADD_INT(&ctx, children, OID_AUTO, "number", CTLFLAG_RW, &number,
	    0, "A number");
	SYSCTL_ADD_STRING(&ctx, children, OID_AUTO, "text", CTLFLAG_RW, text,
	    sizeof(text), "A text");
	SYSCTL_ADD_PROC(&ctx, children, OID_AUTO, "slow",
	    CTLTYPE_INT | CTLFLAG_RD | CTLFLAG_MPSAFE, NULL, 0, slow_handler,
	    "I", "Takes its time");
	check_values();
	check_drain(&ctx);
}

static void
check_many(void)
{
	struct sysctl_ctx_list ctx;
	struct sysctl_oid *node;
	char name[64];
	int i;

	sysctl_ctx_init(&ctx);
	node = SYSCTL_ADD_NODE(&ctx, SYSCTL_STATIC_CHILDREN(_debug_coretest),
	    OID_AUTO, "many", CTLFLAG_RW, NULL, "Made by a test");
	for (i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "x%d", i);
		SYSCTL_ADD_INT(&ctx, SYSCTL_CHILDREN(node), OID_AUTO, name,
		    CTLFLAG_RD, NULL, i, "One of many");
	}
	for (i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "debug.coretest.many.x%d", i);
		CHECK(get_int(name) == i);
	}
	CHECK(sysctl_ctx_free(&ctx) == 0);
}

/* A query { CTL_SYSCTL, what, oid }; its length comes back in *len. */
static int
query(int what, const int *oid, u_int n, void *old, size_t *len)
{
	int mib[CTL_MAXNAME + 2];

	mib[0] = CTL_SYSCTL;
	mib[1] = what;
	memcpy(mib + 2, oid, n * sizeof(*oid));
	return (kernel_sysctl(curthread, mib, n + 2, old, len, NULL, 0, len,
	    0));
}

/* From a number to the name, and from the name to the number. */
static void
check_one(const int *oid, u_int n)
{
	int back[CTL_MAXNAME], mib[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	char format[128], name[128];
	size_t len;

	len = sizeof(name);
	CHECK(query(CTL_SYSCTL_NAME, oid, n, name, &len) == 0);
	len = sizeof(back);
	CHECK(kernel_sysctl(curthread, mib, 2, back, &len, name, strlen(name),
	    &len, 0) == 0);
	CHECK(len == n * sizeof(*oid) && memcmp(back, oid, len) == 0);
	len = sizeof(format);
	CHECK(query(CTL_SYSCTL_OIDFMT, oid, n, format, &len) == 0);
}

static void
check_walk(void)
{
	int next[CTL_MAXNAME], oid[CTL_MAXNAME] = { 1 };
	size_t len;
	u_int count, n;

	count = 0;
	for (n = 1;; n = len / sizeof(*next)) {
		len = sizeof(next);
		if (query(CTL_SYSCTL_NEXT, oid, n, next, &len) != 0)
			break;
		memcpy(oid, next, len);
		check_one(oid, len / sizeof(*next));
		count++;
	}
	CHECK(count > 50);
}

void
test_sysctls(void)
{

	check_node();
	check_many();
	check_walk();
}
