/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The end of the system: panic(9), reboot(2), kern_reboot(9).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/eventhandler.h>
#include <sys/kdb.h>
#include <sys/kernel.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/signalvar.h>
#include <sys/stdarg.h>
#include <sys/sysproto.h>
#include <machine/cpu.h>
#include <machine/md_var.h>

/* The order among handlers of shutdown_final: after all devices. */
#define	SHUTDOWN_PRI_HALT	(SHUTDOWN_PRI_LAST + 100)
#define	SHUTDOWN_PRI_RESET	(SHUTDOWN_PRI_LAST + 200)

const char	*panicstr;
int		rebooting;

EVENTHANDLER_LIST_DEFINE(shutdown_pre_sync);
EVENTHANDLER_LIST_DEFINE(shutdown_post_sync);
EVENTHANDLER_LIST_DEFINE(shutdown_final);

int
sys_reboot(struct thread *td, struct reboot_args *uap)
{
	int error;

	error = priv_check(td, PRIV_REBOOT);
	if (error != 0)
		return (error);
	if ((uap->opt & RB_REROOT) != 0)
		return (EOPNOTSUPP);
	kern_reboot(uap->opt);
}

/* Ask init to stop the system in good order. */
void
shutdown_nice(int howto)
{
	int sig;

	if (initproc == NULL)
		kern_reboot(howto | RB_NOSYNC);
	if ((howto & RB_POWEROFF) != 0)
		sig = SIGUSR2;
	else if ((howto & RB_HALT) != 0)
		sig = SIGUSR1;
	else
		sig = SIGINT;
	PROC_LOCK(initproc);
	kern_psignal(initproc, sig);
	PROC_UNLOCK(initproc);
}

void
kern_reboot(int howto)
{
	/* A handler that fails must not lead into the handlers again. */
	if (rebooting == 0 && !KERNEL_PANICKED()) {
		rebooting = 1;
		EVENTHANDLER_DIRECT_INVOKE(shutdown_pre_sync, howto);
		if ((howto & RB_NOSYNC) == 0)
			(void)sys_sync(curthread, NULL);
		EVENTHANDLER_DIRECT_INVOKE(shutdown_post_sync, howto);
		EVENTHANDLER_DIRECT_INVOKE(shutdown_final, howto);
	}
	cpu_reset();
}

static void
shutdown_halt(void *arg __unused, int howto)
{

	if ((howto & (RB_HALT | RB_POWEROFF)) == 0)
		return;
	printf("\nThe operating system has halted.\n"
	    "Please press any key to reboot.\n\n");
	if (cngetc() == -1)
		cpu_halt();
}
static void
shutdown_reset(void *arg __unused, int howto __unused)
{

	printf("Rebooting...\n");
	cpu_reset();
}

static void
shutdown_init(void *arg __unused)
{

	EVENTHANDLER_REGISTER(shutdown_final, shutdown_halt, NULL,
	    SHUTDOWN_PRI_HALT);
	EVENTHANDLER_REGISTER(shutdown_final, shutdown_reset, NULL,
	    SHUTDOWN_PRI_RESET);
}
SYSINIT(shutdown, SI_SUB_INTRINSIC, SI_ORDER_ANY, shutdown_init, NULL);

void
kassert_panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vpanic(fmt, ap);
}

void
panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vpanic(fmt, ap);
}

void
vpanic(const char *fmt, va_list ap)
{
	static char message[256];

	spinlock_enter();
	if (KERNEL_PANICKED()) {
		/* Something that prints the first panic is broken, too. */
		if (panicstr == message) {
			panicstr = "panic in a panic";
			cnputsn("\npanic: again, while panicking: ", 31);
			vprintf(fmt, ap);
			cnputsn("\n", 1);
		}
		cpu_reset();
	}
	vsnprintf(message, sizeof(message), fmt, ap);
	panicstr = message;
	printf("panic: %s\n", message);
	printf("thread %s (pid %d, tid %d)\n", curthread->td_name,
	    curproc->p_pid, curthread->td_tid);
	kdb_backtrace();
	cpu_reset();
}
