/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's general functions: messages, assertions, sleeping, copying
 * to and from programs.
 */
#ifndef _SYS_SYSTM_H_
#define	_SYS_SYSTM_H_

#ifdef _KERNEL

#include <sys/cdefs.h>
#include <sys/param.h>
#include <sys/callout.h>
#include <sys/libkern.h>
#include <sys/queue.h>
#include <sys/stdint.h>
#include <machine/atomic.h>
#include <machine/cpufunc.h>
#include <machine/pcpu.h>
#include <machine/stdarg.h>

struct lock_object;
struct malloc_type;
struct mtx;
struct proc;
struct thread;
struct trapframe;
struct tty;
struct ucred;
struct uio;
struct vnode;

extern int	cold;		/* no preemption and no sleeping yet */
extern int	boothowto;	/* RB_* from the loader */
extern int	bootverbose;	/* be chatty */
extern int	physmem;	/* pages of memory */
extern int	maxusers;
extern const char *panicstr;	/* panic's message, or NULL */
extern int rebooting;		/* kern_reboot() has been called */
extern char	version[];	/* kern.version */
extern char	copyright[];
extern char	kernelname[];	/* path of the kernel */
extern char	ostype[], osrelease[];
extern int	osreldate;

#define	KERNEL_PANICKED()	__predict_false(panicstr != NULL)
/* After a panic nothing is locked and nobody sleeps any more. */
#define	SCHEDULER_STOPPED()	KERNEL_PANICKED()

/* Assertions, of a kernel compiled with INVARIANTS. */
#ifdef INVARIANTS
#define	KASSERT(exp, msg) do {						\
	if (__predict_false(!(exp)))					\
		kassert_panic msg;					\
} while (0)
#define	VNASSERT(exp, vp, msg)	KASSERT(exp, msg)
#else
#define	KASSERT(exp, msg) do { } while (0)
#define	VNASSERT(exp, vp, msg) do { } while (0)
#endif
#define	MPASS(ex)		MPASS4(ex, #ex, __FILE__, __LINE__)
#define	MPASS4(ex, what, file, line)					\
	KASSERT((ex), ("Assertion %s failed at %s:%d", what, file, line))
#ifndef CTASSERT
#define	CTASSERT(x)		_Static_assert(x, "compile-time assertion failed")
#endif
#define	__assert_unreachable()						\
	do { KASSERT(0, ("unreachable")); __builtin_unreachable(); } while (0)

#ifndef __read_mostly
#define	__read_mostly
#define	__read_frequently
#define	__exclusive_cache_line
#endif

void	panic(const char *fmt, ...) __dead2 __printflike(1, 2);
void	vpanic(const char *fmt, __builtin_va_list ap) __dead2;
void	kassert_panic(const char *fmt, ...) __dead2 __printflike(1, 2);

/*
 * Messages.  The formats know, beyond C's integers and strings, %b (bits of a
 * register by name), %D (bytes in hexadecimal), %r (integer in the radix
 * given) and %y (the same, signed hexadecimal).  Floating point is unknown.
 * printf: console and message buffer.  log: message buffer, and the console if
 * kern.log_to_console says so.  uprintf, tprintf: the terminal of the process.
 */
int	printf(const char *fmt, ...) __printflike(1, 2);
int	vprintf(const char *fmt, __builtin_va_list ap);
int	sprintf(char *buf, const char *fmt, ...) __printflike(2, 3);
int	vsprintf(char *buf, const char *fmt, __builtin_va_list ap);
int	snprintf(char *buf, size_t size, const char *fmt, ...)
	    __printflike(3, 4);
int	vsnprintf(char *buf, size_t size, const char *fmt,
	    __builtin_va_list ap);
int	snrprintf(char *buf, size_t size, int radix, const char *fmt, ...)
	    __printflike(4, 5);
int	vsnrprintf(char *buf, size_t size, int radix, const char *fmt,
	    __builtin_va_list ap);
/* The name of an errno value, such as "ENOENT". */
const char *errname(int error);
int	kvprintf(char const *fmt, void (*func)(int, void *), void *arg,
	    int radix, __builtin_va_list ap);
int	asprintf(char **ret, struct malloc_type *mtp, const char *fmt, ...)
	    __printflike(3, 4);
int	vasprintf(char **ret, struct malloc_type *mtp, const char *fmt,
	    __builtin_va_list ap);
int	uprintf(const char *fmt, ...) __printflike(1, 2);
int	vuprintf(struct proc *p, int pri, const char *fmt,
	    __builtin_va_list ap);
void	tprintf(struct proc *p, int pri, const char *fmt, ...)
	    __printflike(3, 4);
void	log(int pri, const char *fmt, ...) __printflike(2, 3);
void	vlog(int pri, const char *fmt, __builtin_va_list ap);
void	hexdump(const void *ptr, int length, const char *hdr, int flags);
#define	HD_COLUMN_MASK	0xff
#define	HD_DELIM_MASK	0xff00
#define	HD_OMIT_COUNT	(1 << 16)
#define	HD_OMIT_HEX	(1 << 17)
#define	HD_OMIT_CHARS	(1 << 18)

/* scanf(3) of a string; no floating point. */
int	sscanf(const char *, const char *, ...)
	    __attribute__((__format__(__scanf__, 2, 3)));
int	vsscanf(const char *, const char *, __builtin_va_list);

/* Memory; constant small sizes are compiled in line. */
void	*memcpy(void *to, const void *from, size_t len);
void	*memmove(void *to, const void *from, size_t len);
void	*memset(void *buf, int c, size_t len);
void	bcopy(const void *from, void *to, size_t len);
void	bzero(void *buf, size_t len);
void	explicit_bzero(void *buf, size_t len);
void	ovbcopy(const void *from, void *to, size_t len);
#define	bcopy(from, to, len)	__builtin_memmove((to), (from), (len))
#define	bzero(buf, len)		__builtin_memset((buf), 0, (len))
#define	memcpy(to, from, len)	__builtin_memcpy((to), (from), (len))
#define	memmove(to, from, len)	__builtin_memmove((to), (from), (len))
#define	memset(buf, c, len)	__builtin_memset((buf), (c), (len))
#define	memcmp(b1, b2, len)	__builtin_memcmp((b1), (b2), (len))
#define	memset_early(buf, c, len) memset(buf, c, len)
#define	bzero_early(buf, len)	bzero(buf, len)

/*
 * copy(9), fetch(9), store(9): between the kernel and the running process.
 * EFAULT: bad user address; copystr: ENAMETOOLONG.  fueword...: -1.  They may
 * sleep for a page.
 */
int	copystr(const void *__restrict kfaddr, void *__restrict kdaddr,
	    size_t len, size_t *__restrict lencopied);
int	copyinstr(const void *__restrict udaddr, void *__restrict kaddr,
	    size_t len, size_t *__restrict lencopied);
int	copyin(const void *__restrict udaddr, void *__restrict kaddr,
	    size_t len);
int	copyin_nofault(const void *__restrict udaddr, void *__restrict kaddr,
	    size_t len);
int	copyout(const void *__restrict kaddr, void *__restrict udaddr,
	    size_t len);
int	copyout_nofault(const void *__restrict kaddr, void *__restrict udaddr,
	    size_t len);
int	fubyte(volatile const void *base);
long	fuword(volatile const void *base);
int	fuword16(volatile const void *base);
int	fuword32(volatile const void *base);
long	fuword64(volatile const void *base);
int	fueword(volatile const void *base, long *val);
int	fueword32(volatile const void *base, int32_t *val);
int	fueword64(volatile const void *base, int64_t *val);
int	subyte(volatile void *base, int byte);
int	suword(volatile void *base, long word);
int	suword16(volatile void *base, int word);
int	suword32(volatile void *base, int32_t word);
int	suword64(volatile void *base, int64_t word);
uint32_t casuword32(volatile uint32_t *base, uint32_t oldval, uint32_t newval);
u_long	casuword(volatile u_long *p, u_long oldval, u_long newval);
int	casueword32(volatile uint32_t *base, uint32_t oldval, uint32_t *oldvalp,
	    uint32_t newval);
int	casueword(volatile u_long *p, u_long oldval, u_long *oldvalp,
	    u_long newval);

/*
 * Critical sections keep other threads of this processor out; interrupts
 * still come.  Spin sections keep interrupts out too.  Both nest.
 */
void	critical_enter(void);
void	critical_exit(void);
void	spinlock_enter(void);
void	spinlock_exit(void);

/*
 * sleep(9).  chan is any address; priority may have PCATCH (EINTR, ERESTART)
 * and PDROP; timo is in ticks, 0 for ever (EWOULDBLOCK).
 */
int	_sleep(const void *chan, struct lock_object *lock, int pri,
	    const char *wmesg, sbintime_t sbt, sbintime_t pr, int flags);
#define	msleep(chan, mtx, pri, wmesg, timo)				\
	_sleep((chan), &(mtx)->lock_object, (pri), (wmesg),		\
	    tick_sbt * (timo), 0, C_HARDCLOCK)
#define	msleep_sbt(chan, mtx, pri, wmesg, bt, pr, flags)		\
	_sleep((chan), &(mtx)->lock_object, (pri), (wmesg), (bt), (pr), (flags))
int	msleep_spin_sbt(const void *chan, struct mtx *mtx, const char *wmesg,
	    sbintime_t sbt, sbintime_t pr, int flags);
#define	msleep_spin(chan, mtx, wmesg, timo)				\
	msleep_spin_sbt((chan), (mtx), (wmesg), tick_sbt * (timo), 0,	\
	    C_HARDCLOCK)
int	pause_sbt(const char *wmesg, sbintime_t sbt, sbintime_t pr, int flags);
#define	pause(wmesg, timo)						\
	pause_sbt((wmesg), tick_sbt * (timo), 0, C_HARDCLOCK)
#define	pause_sig(wmesg, timo)						\
	pause_sbt((wmesg), tick_sbt * (timo), 0, C_HARDCLOCK | C_CATCH)
#define	tsleep(chan, pri, wmesg, timo)					\
	_sleep((chan), NULL, (pri), (wmesg), tick_sbt * (timo), 0, C_HARDCLOCK)
#define	tsleep_sbt(chan, pri, wmesg, bt, pr, flags)			\
	_sleep((chan), NULL, (pri), (wmesg), (bt), (pr), (flags))
void	wakeup(const void *chan);
void	wakeup_one(const void *chan);
void	wakeup_any(const void *chan);

/* The common part of all of these and of condvar(9), see kern_synch.c. */
int	sleep_on(const void *chan, int queue, struct lock_object *lock, int pri,
	    const char *wmesg, int slpflags, sbintime_t sbt, sbintime_t pr,
	    int flags);

/* Busy wait, in microseconds. */
void	DELAY(int usec);

/* The clock interrupt, hz times a second; did it interrupt a program? */
void	hardclock(int usermode);

/* How often get_cyclecount() counts, in Hz; 0 early at boot. */
uint64_t cpu_tickrate(void);

void	kern_reboot(int howto) __dead2;
void	shutdown_nice(int howto);

/* kenv(9); see sys/kenv.h for what the environment is. */
char	*kern_getenv(const char *name);
void	freeenv(char *env);
int	getenv_int(const char *name, int *data);
int	getenv_uint(const char *name, unsigned int *data);
int	getenv_long(const char *name, long *data);
int	getenv_ulong(const char *name, unsigned long *data);
int	getenv_string(const char *name, char *data, int size);
int	getenv_int64(const char *name, int64_t *data);
int	getenv_uint64(const char *name, uint64_t *data);
int	getenv_quad(const char *name, quad_t *data);
int	getenv_bool(const char *name, bool *data);
int	kern_setenv(const char *name, const char *value);
int	kern_unsetenv(const char *name);
int	testenv(const char *name);

/* hashinit(9): a table of list heads, a power of two large. */
void	*hashinit(int count, struct malloc_type *type, u_long *hashmask);
void	*hashinit_flags(int count, struct malloc_type *type,
	    u_long *hashmask, int flags);
void	hashdestroy(void *, struct malloc_type *, u_long);
/* The same with a prime number of heads, *nentries, to be divided by. */
void	*phashinit(int count, struct malloc_type *type, u_long *nentries);
void	*phashinit_flags(int count, struct malloc_type *type,
	    u_long *nentries, int flags);
#define	HASH_NOWAIT	0x00000001
#define	HASH_WAITOK	0x00000002

/* Numbers from a range, the lowest free one first; see subr_unit.c. */
struct unrhdr;
struct unrhdr *new_unrhdr(int low, int high, struct mtx *mutex);
void	delete_unrhdr(struct unrhdr *uh);
/* All numbers are free again. */
void	clear_unrhdr(struct unrhdr *uh);
int	alloc_unr(struct unrhdr *uh);
int	alloc_unrl(struct unrhdr *uh);
int	alloc_unr_specific(struct unrhdr *uh, u_int item);
void	free_unr(struct unrhdr *uh, u_int item);

/* Numbers that are never used twice. */
struct unrhdr64 {
	uint64_t	counter;
};
static __inline void
new_unrhdr64(struct unrhdr64 *unr64, uint64_t low)
{
	unr64->counter = low;
}
static __inline uint64_t
alloc_unr64(struct unrhdr64 *unr64)
{
	return (atomic_fetchadd_64(&unr64->counter, 1));
}

/* Let another thread run; with prio >= 0 at that priority from now on. */
void	kern_yield(int prio);
#define	PRI_USER	(-2)	/* kern_yield: the thread's user priority */
#define	PRI_UNCHANGED	(-1)
void	maybe_yield(void);
bool	should_yield(void);

/* Mark the thread as unable to sleep. */
#define	THREAD_NO_SLEEPING()	(curthread->td_no_sleeping++)
#define	THREAD_SLEEPING_OK()	(curthread->td_no_sleeping--)
#define	THREAD_CAN_SLEEP()	(curthread->td_no_sleeping == 0)

#endif /* _KERNEL */

#endif /* !_SYS_SYSTM_H_ */
