/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Variants of copy(9) and store(9) on top of those in support.S.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>

#include <vm/vm_extern.h>

/* For where sleeping is not allowed: a missing page is EFAULT. */
int
vm_fault_disable_pagefaults(void)
{
	int saved;

	saved = curthread->td_pflags & TDP_NOFAULTING;
	curthread->td_pflags |= TDP_NOFAULTING;
	return (saved);
}

void
vm_fault_enable_pagefaults(int saved)
{

	if (saved == 0)
		curthread->td_pflags &= ~TDP_NOFAULTING;
}

int
copyin_nofault(const void *udaddr, void *kaddr, size_t len)
{
	int error, saved;

	saved = vm_fault_disable_pagefaults();
	error = copyin(udaddr, kaddr, len);
	vm_fault_enable_pagefaults(saved);
	return (error);
}

int
copyout_nofault(const void *kaddr, void *udaddr, size_t len)
{
	int error, saved;

	saved = vm_fault_disable_pagefaults();
	error = copyout(kaddr, udaddr, len);
	vm_fault_enable_pagefaults(saved);
	return (error);
}

int
copystr(const void *kfaddr, void *kdaddr, size_t len, size_t *lencopied)
{
	size_t n;

	n = strlcpy(kdaddr, kfaddr, len) + 1;
	if (lencopied != NULL)
		*lencopied = MIN(n, len);
	return (n <= len ? 0 : ENAMETOOLONG);
}

/* The old interfaces cannot tell a fault from a value of -1. */
uint32_t
casuword32(volatile uint32_t *base, uint32_t oldval, uint32_t newval)
{
	uint32_t val;

	if (casueword32(base, oldval, &val, newval) == -1)
		return (-1);
	return (val);
}

u_long
casuword(volatile u_long *p, u_long oldval, u_long newval)
{
	u_long val;

	if (casueword(p, oldval, &val, newval) == -1)
		return (-1);
	return (val);
}
