/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A variable of every kind that takes its first value from the kernel
 * environment; they are printed when the module starts.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/sysctl.h>

static int	t_int, fetched;
static long	t_long;
static u_long	t_ulong;
static int64_t	t_int64;
static uint64_t	t_uint64;
static quad_t	t_quad;
static bool	t_bool;
static char	t_str[8] = "none";

TUNABLE_INT("tunables.int", &t_int);
TUNABLE_LONG("tunables.long", &t_long);
TUNABLE_ULONG("tunables.ulong", &t_ulong);
TUNABLE_INT64("tunables.int64", &t_int64);
TUNABLE_UINT64("tunables.uint64", &t_uint64);
TUNABLE_QUAD("tunables.quad", &t_quad);
TUNABLE_BOOL("tunables.bool", &t_bool);
TUNABLE_STR("tunables.str", t_str, sizeof(t_str));

SYSCTL_ROOT_NODE(OID_AUTO, tunables, CTLFLAG_RD, NULL, "Tunables");

static int number = 1;
SYSCTL_INT(_tunables, OID_AUTO, number, CTLFLAG_RDTUN, &number, 0, "A number");
static char text[16] = "text";
SYSCTL_STRING(_tunables, OID_AUTO, text, CTLFLAG_RWTUN, text, sizeof(text),
    "A text");
static int plain = 1;
SYSCTL_INT(_tunables, OID_AUTO, plain, CTLFLAG_RW, &plain, 0, "Not tunable");

static int
tunables_modevent(module_t mod, int what, void *arg)
{

	if (what != MOD_LOAD)
		return (what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
	TUNABLE_INT_FETCH("tunables.fetch", &fetched);
	printf("tunables: %d %ld %lu %jd %ju %jd %d %s %d\n", t_int, t_long,
	    t_ulong, (intmax_t)t_int64, (uintmax_t)t_uint64, (intmax_t)t_quad,
	    t_bool, t_str, fetched);
	return (0);
}

static moduledata_t tunables_mod = { "tunables", tunables_modevent, NULL };

DECLARE_MODULE(tunables, tunables_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
