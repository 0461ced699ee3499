/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The keyboard of a PC types on the console, beside its serial port.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/taskqueue.h>
#include <sys/tty.h>

#include <machine/cpufunc.h>
#include <machine/intr_machdep.h>

#include <dev/atkbd/atkbd.h>

#define	KBD_DATA	0x60
#define	KBD_STATUS	0x64		/* read */
#define	STATUS_FULL	0x01		/* there is a byte to read */
#define	STATUS_BUSY	0x02		/* no byte can be written yet */
#define	STATUS_AUX	0x20		/* the byte is the mouse's */
#define	STATUS_NONE	0xff		/* nothing answers at the port */
#define	KBD_COMMAND	0x64		/* write */
#define	COMMAND_READ	0x20		/* the controller's mode */
#define	COMMAND_WRITE	0x60
#define	COMMAND_DISABLE	0xad		/* the keyboard */
#define	COMMAND_ENABLE	0xae
#define	MODE_INTR	0x01
#define	MODE_DISABLED	0x10
#define	MODE_TRANSLATE	0x40		/* to scan codes of set 1 */
#define	KBD_IRQ		1
#define	KBD_TRIES	10000
#define	KBD_RING	64		/* a power of two */

/* The ring holds scan codes until the task has read them. */
static struct mtx	kbd_mtx;	/* spin */
static u_char		kbd_ring[KBD_RING];
static u_int		kbd_in;		/* positions count for ever */
static u_int		kbd_out;
static struct task	kbd_task;
static struct atkbd_state kbd_state;	/* the task's */

/* Wait until a bit of the status is as wanted. */
static bool
await_status(u_char bit, bool set)
{
	int i;

	for (i = 0; i < KBD_TRIES; i++)
		if (((inb(KBD_STATUS) & bit) != 0) == set)
			return (true);
	return (false);
}

static bool
write_port(int port, u_char byte)
{

	if (!await_status(STATUS_BUSY, false))
		return (false);
	outb(port, byte);
	return (true);
}

static void
drain(void)
{
	int i;

	for (i = 0; i < KBD_TRIES &&
	    (inb(KBD_STATUS) & STATUS_FULL) != 0; i++)
		(void)inb(KBD_DATA);
}

/* Let the keyboard interrupt; false if there is no controller for it. */
static bool
controller_init(void)
{
	u_char mode;

	if (inb(KBD_STATUS) == STATUS_NONE ||
	    !write_port(KBD_COMMAND, COMMAND_DISABLE))
		return (false);
	drain();
	if (!write_port(KBD_COMMAND, COMMAND_READ) ||
	    !await_status(STATUS_FULL, true))
		return (false);
	mode = inb(KBD_DATA);
	mode |= MODE_INTR | MODE_TRANSLATE;
	mode &= ~MODE_DISABLED;
	return (write_port(KBD_COMMAND, COMMAND_WRITE) &&
	    write_port(KBD_DATA, mode) &&
	    write_port(KBD_COMMAND, COMMAND_ENABLE));
}

static void
atkbd_intr(void *arg __unused)
{
	u_char code, status;
	int i;

	mtx_lock_spin(&kbd_mtx);
	for (i = 0; i < KBD_RING; i++) {
		status = inb(KBD_STATUS);
		if ((status & STATUS_FULL) == 0)
			break;
		code = inb(KBD_DATA);
		if ((status & STATUS_AUX) == 0 && kbd_in - kbd_out < KBD_RING)
			kbd_ring[kbd_in++ % KBD_RING] = code;
	}
	mtx_unlock_spin(&kbd_mtx);
	taskqueue_enqueue(taskqueue_fast, &kbd_task);
}

static bool
next_code(u_char *code)
{
	bool found;

	mtx_lock_spin(&kbd_mtx);
	found = kbd_in != kbd_out;
	if (found)
		*code = kbd_ring[kbd_out++ % KBD_RING];
	mtx_unlock_spin(&kbd_mtx);
	return (found);
}

/* What nobody reads is lost, as on any terminal. */
static void
atkbd_type(void *arg __unused, int pending __unused)
{
	struct tty *tp;
	const char *text;
	u_char code;

	tp = tty_get_console();
	if (tp == NULL)
		return;
	tty_lock(tp);
	while (next_code(&code)) {
		text = atkbd_translate(&kbd_state, code);
		for (; *text != '\0' && tty_opened(tp); text++)
			(void)ttydisc_rint(tp, *text, 0);
	}
	ttydisc_rint_done(tp);
	tty_unlock(tp);
}

static void
atkbd_attach(void *arg __unused)
{
	int error;

	if (!controller_init())
		return;
	mtx_init(&kbd_mtx, "atkbd", NULL, MTX_SPIN);
	TASK_INIT(&kbd_task, 0, atkbd_type, NULL);
	error = intr_establish(KBD_IRQ, atkbd_intr, NULL, "atkbd");
	if (error != 0)
		printf("atkbd: no interrupt %d: %s\n", KBD_IRQ,
		    errname(error));
}
SYSINIT(atkbd, SI_SUB_DRIVERS, SI_ORDER_MIDDLE, atkbd_attach, NULL);
