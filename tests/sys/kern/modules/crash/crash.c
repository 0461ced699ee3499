/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Crashes on request: kinds are set by a sysctl.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/sysctl.h>

static const int constant = 1;

/* Each kind of crash is a function, for its name to be seen. */
static __noinline int
crash_null(volatile int *p)
{

	return (*p);
}

static __noinline int
crash_deeper(volatile int *p)
{

	return (crash_null(p) + 1);
}

static __noinline void
crash_write_text(void)
{

	*(volatile char *)(uintptr_t)crash_null = 0;
}

static __noinline void
crash_write_constant(void)
{

	*(volatile int *)(uintptr_t)&constant = 2;
}

static __noinline void
crash_execute_data(void)
{
	static unsigned char code[1];

	code[0] = 0xc3;		/* ret */
	((void (*)(void))(uintptr_t)code)();
}

static __noinline int
crash_stack(int n)
{
	volatile char frame[256];

	frame[0] = n;
	if (n < 0)
		return (0);
	return (crash_stack(n + 1) + frame[0]);
}

static int
crash_handler(SYSCTL_HANDLER_ARGS)
{
	int error, kind;

	kind = 0;
	error = sysctl_handle_int(oidp, &kind, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	switch (kind) {
	case 1:
		return (crash_deeper(NULL));
	case 2:
		crash_write_text();
		break;
	case 3:
		crash_write_constant();
		break;
	case 4:
		crash_execute_data();
		break;
	case 5:
		return (crash_stack(0));
	case 6:
		panic("on request");
	}
	return (0);
}
SYSCTL_PROC(_debug, OID_AUTO, crash, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    crash_handler, "I", "Write a number to crash in that way");

static int
crash_modevent(module_t mod __unused, int what __unused, void *arg __unused)
{

	return (0);
}

static moduledata_t crash_mod = { "crash", crash_modevent, NULL };
DECLARE_MODULE(crash, crash_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
