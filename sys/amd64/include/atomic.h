/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * atomic(9).  The compiler's built-in operations give single locked
 * instructions; read-modify-write operations are full barriers here, so
 * the acquire and release forms differ only in what the compiler may move.
 */
#ifndef _MACHINE_ATOMIC_H_
#define	_MACHINE_ATOMIC_H_

#include <sys/cdefs.h>
#include <machine/_types.h>

#define	mb()	__asm __volatile("mfence" : : : "memory")
#define	wmb()	__asm __volatile("sfence" : : : "memory")
#define	rmb()	__asm __volatile("lfence" : : : "memory")

#define	__ATOMIC_RMW(name, type, sfx, order)				\
static __inline void							\
atomic_add_##sfx##name(volatile type *p, type v)			\
{									\
	(void)__atomic_fetch_add(p, v, order);				\
}									\
static __inline void							\
atomic_subtract_##sfx##name(volatile type *p, type v)			\
{									\
	(void)__atomic_fetch_sub(p, v, order);				\
}									\
static __inline void							\
atomic_set_##sfx##name(volatile type *p, type v)			\
{									\
	(void)__atomic_fetch_or(p, v, order);				\
}									\
static __inline void							\
atomic_clear_##sfx##name(volatile type *p, type v)			\
{									\
	(void)__atomic_fetch_and(p, (type)~v, order);			\
}									\
static __inline int							\
atomic_cmpset_##sfx##name(volatile type *p, type old, type new)		\
{									\
	return (__atomic_compare_exchange_n(p, &old, new, 0, order,	\
	    __ATOMIC_RELAXED));						\
}									\
static __inline int							\
atomic_fcmpset_##sfx##name(volatile type *p, type *old, type new)	\
{									\
	return (__atomic_compare_exchange_n(p, old, new, 0, order,	\
	    __ATOMIC_RELAXED));						\
}

#define	__ATOMIC_TYPE(name, type)					\
__ATOMIC_RMW(name, type, , __ATOMIC_RELAXED)				\
__ATOMIC_RMW(name, type, acq_, __ATOMIC_ACQUIRE)			\
__ATOMIC_RMW(name, type, rel_, __ATOMIC_RELEASE)			\
static __inline type							\
atomic_load_acq_##name(const volatile type *p)				\
{									\
	return (__atomic_load_n(p, __ATOMIC_ACQUIRE));			\
}									\
static __inline void							\
atomic_store_rel_##name(volatile type *p, type v)			\
{									\
	__atomic_store_n(p, v, __ATOMIC_RELEASE);			\
}									\
static __inline type							\
atomic_fetchadd_##name(volatile type *p, type v)			\
{									\
	return (__atomic_fetch_add(p, v, __ATOMIC_SEQ_CST));		\
}									\
static __inline type							\
atomic_swap_##name(volatile type *p, type v)				\
{									\
	return (__atomic_exchange_n(p, v, __ATOMIC_SEQ_CST));		\
}									\
static __inline type							\
atomic_readandclear_##name(volatile type *p)				\
{									\
	return (atomic_swap_##name(p, 0));				\
}									\
static __inline int							\
atomic_testandset_##name(volatile type *p, unsigned int bit)		\
{									\
	type mask = (type)1 << (bit % (sizeof(type) * 8));		\
	return ((__atomic_fetch_or(p, mask, __ATOMIC_SEQ_CST) & mask) != 0); \
}									\
static __inline int							\
atomic_testandclear_##name(volatile type *p, unsigned int bit)		\
{									\
	type mask = (type)1 << (bit % (sizeof(type) * 8));		\
	return ((__atomic_fetch_and(p, (type)~mask,			\
	    __ATOMIC_SEQ_CST) & mask) != 0);				\
}

__ATOMIC_TYPE(char, unsigned char)
__ATOMIC_TYPE(short, unsigned short)
__ATOMIC_TYPE(int, unsigned int)
__ATOMIC_TYPE(long, unsigned long)
__ATOMIC_TYPE(8, __uint8_t)
__ATOMIC_TYPE(16, __uint16_t)
__ATOMIC_TYPE(32, __uint32_t)
__ATOMIC_TYPE(64, __uint64_t)
__ATOMIC_TYPE(ptr, __uintptr_t)

#undef __ATOMIC_TYPE
#undef __ATOMIC_RMW

/* Plain single loads and stores, of any type that fits in a register. */
#define	atomic_load_char(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_load_short(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_load_int(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_load_long(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_load_32(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_load_64(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_load_ptr(p)	__atomic_load_n((p), __ATOMIC_RELAXED)
#define	atomic_store_char(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define	atomic_store_short(p, v) __atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define	atomic_store_int(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define	atomic_store_long(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define	atomic_store_32(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define	atomic_store_64(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define	atomic_store_ptr(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELAXED)

#define	atomic_thread_fence_acq()	__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define	atomic_thread_fence_rel()	__atomic_thread_fence(__ATOMIC_RELEASE)
#define	atomic_thread_fence_acq_rel()	__atomic_thread_fence(__ATOMIC_ACQ_REL)
#define	atomic_thread_fence_seq_cst()	__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define	atomic_interrupt_fence()	__atomic_signal_fence(__ATOMIC_SEQ_CST)

#endif /* !_MACHINE_ATOMIC_H_ */
