/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * SDT(9): probes for DTrace.  There is none here; sources that have probes
 * compile, and their arguments are not evaluated.
 */
#ifndef _SYS_SDT_H_
#define	_SYS_SDT_H_

#ifdef _KERNEL

#define	SDT_PROVIDER_DECLARE(prov)	struct __hack
#define	SDT_PROVIDER_DEFINE(prov)	struct __hack
#define	SDT_PROBE_DECLARE(prov, mod, func, name)	struct __hack
#define	SDT_PROBE_DEFINE(prov, mod, func, name)		struct __hack
#define	SDT_PROBE_DEFINE0(prov, mod, func, name)	struct __hack
#define	SDT_PROBE_DEFINE1(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE2(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE3(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE4(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE5(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE6(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE7(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE0_XLATE(prov, mod, func, name)	struct __hack
#define	SDT_PROBE_DEFINE1_XLATE(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE2_XLATE(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE3_XLATE(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE4_XLATE(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE5_XLATE(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE6_XLATE(prov, mod, func, name, ...)	struct __hack
#define	SDT_PROBE_DEFINE7_XLATE(prov, mod, func, name, ...)	struct __hack

#define	SDT_PROBE_ENABLED(prov, mod, func, name)	0
#define	SDT_PROBES_ENABLED()				0
#define	SDT_PROBE(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE0(prov, mod, func, name)		do { } while (0)
#define	SDT_PROBE1(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE2(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE3(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE4(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE5(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE6(prov, mod, func, name, ...)		do { } while (0)
#define	SDT_PROBE7(prov, mod, func, name, ...)		do { } while (0)

#endif /* _KERNEL */

#endif /* !_SYS_SDT_H_ */
