/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * stack(9): the calls that led to a place, kept to be printed later.
 */
#ifndef _SYS_STACK_H_
#define	_SYS_STACK_H_

#define	STACK_MAX	18		/* calls; deeper ones are left out */

#ifdef _KERNEL

#include <sys/types.h>

struct sbuf;

struct stack {
	int		depth;		/* calls in pcs */
	vm_offset_t	pcs[STACK_MAX];	/* return addresses, inner ones first */
};

/* flags: M_WAITOK, or M_NOWAIT, when it may be NULL. */
struct stack *stack_create(int flags);
void	stack_destroy(struct stack *st);
/* Add an outer call.  -1: there is no room. */
int	stack_put(struct stack *st, vm_offset_t pc);
void	stack_copy(const struct stack *src, struct stack *dst);
void	stack_zero(struct stack *st);
/* The calls of the running thread; the caller's is the first. */
void	stack_save(struct stack *st);

/* A line for each call; the short form has all in one line. */
void	stack_print(const struct stack *st);
void	stack_print_short(const struct stack *st);
void	stack_sbuf_print(struct sbuf *sb, const struct stack *st);
/* The names of functions are found without a lock anyway. */
#define	stack_print_ddb(st)		stack_print(st)
#define	stack_print_short_ddb(st)	stack_print_short(st)
#define	stack_sbuf_print_ddb(sb, st)	stack_sbuf_print((sb), (st))

#endif /* _KERNEL */

#endif /* !_SYS_STACK_H_ */
