/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * stack(9).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/linker.h>
#include <sys/malloc.h>
#include <sys/sbuf.h>
#include <sys/stack.h>

#define	NAME_LEN	128

static MALLOC_DEFINE(M_STACK, "stack", "stack traces");

struct stack *
stack_create(int flags)
{

	return (malloc(sizeof(struct stack), M_STACK, flags | M_ZERO));
}

void
stack_destroy(struct stack *st)
{

	free(st, M_STACK);
}

int
stack_put(struct stack *st, vm_offset_t pc)
{

	if (st->depth == STACK_MAX)
		return (-1);
	st->pcs[st->depth++] = pc;
	return (0);
}

void
stack_copy(const struct stack *src, struct stack *dst)
{

	*dst = *src;
}

void
stack_zero(struct stack *st)
{

	memset(st, 0, sizeof(*st));
}

/* A return address lies behind its call, perhaps behind the function. */
static void
name_call(vm_offset_t pc, char *name)
{

	if (linker_symbol_name(pc - 1, name, NAME_LEN) != 0)
		strlcpy(name, "??", NAME_LEN);
}

void
stack_sbuf_print(struct sbuf *sb, const struct stack *st)
{
	char name[NAME_LEN];
	int i;

	for (i = 0; i < st->depth; i++) {
		name_call(st->pcs[i], name);
		sbuf_printf(sb, "#%d %p at %s\n", i, (void *)st->pcs[i], name);
	}
}

void
stack_print(const struct stack *st)
{
	char buf[NAME_LEN + 64];
	struct sbuf sb;

	sbuf_new(&sb, buf, sizeof(buf), SBUF_FIXEDLEN);
	sbuf_set_drain(&sb, sbuf_printf_drain, NULL);
	stack_sbuf_print(&sb, st);
	(void)sbuf_finish(&sb);
	sbuf_delete(&sb);
}

void
stack_print_short(const struct stack *st)
{
	char name[NAME_LEN];
	int i;

	for (i = 0; i < st->depth; i++) {
		name_call(st->pcs[i], name);
		printf("%s%s", i > 0 ? " " : "", name);
	}
	printf("\n");
}
