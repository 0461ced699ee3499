/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hello: the smallest kld that does something.  It says hello when it is
 * loaded and goodbye when it is unloaded, and it adds three variables to the
 * kernel's tree:
 *
 *	# kldload hello
 *	# sysctl hello
 *	# sysctl hello.greeting="Good morning" hello.greet=2
 *	# kldunload hello
 *
 * What is printed goes to the console and to the message buffer, dmesg(8).
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/sysctl.h>

#define	MAX_GREETINGS	10	/* of one write to hello.greet */

/*
 * The linker enters the variables of a file before the file's modules start,
 * and takes them out after they have stopped: there is nothing to do for it
 * here.
 *
 * SYSCTL_ROOT_NODE makes a node at the root of the tree.
 * CTLFLAG_RWTUN: to be read, written, and preset in /boot/loader.conf.
 */
SYSCTL_ROOT_NODE(OID_AUTO, hello, CTLFLAG_RW | CTLFLAG_MPSAFE, NULL,
    "The hello example");

static char greeting[64] = "Hello, world";
SYSCTL_STRING(_hello, OID_AUTO, greeting, CTLFLAG_RWTUN, greeting,
    sizeof(greeting), "What to say");

static int greeted;
SYSCTL_INT(_hello, OID_AUTO, greeted, CTLFLAG_RD, &greeted, 0,
    "How often it has been said");

/*
 * A variable with a handler of its own: it runs on every access.  It reads as
 * 0; a number that is written is how often to greet.
 */
static int
hello_greet(SYSCTL_HANDLER_ARGS)
{
	int error, times;

	times = 0;
	error = sysctl_handle_int(oidp, &times, 0, req);
	/* No new value means that somebody only reads. */
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (times < 0 || times > MAX_GREETINGS)
		return (EINVAL);
	for (; times > 0; times--) {
		printf("%s\n", greeting);
		greeted++;
	}
	return (0);
}
SYSCTL_PROC(_hello, OID_AUTO, greet, CTLTYPE_INT | CTLFLAG_RW | CTLFLAG_MPSAFE,
    NULL, 0, hello_greet, "I", "Write a number to be greeted so often");

/*
 * The kernel calls this when something happens to the module; module(9).
 * Whatever it returns for MOD_LOAD, other than 0, refuses the load.
 */
static int
hello_modevent(module_t mod, int what, void *arg)
{

	switch (what) {
	case MOD_LOAD:
		printf("%s\n", greeting);
		greeted++;
		return (0);
	case MOD_UNLOAD:
		printf("Goodbye\n");
		return (0);
	default:
		/* MOD_QUIESCE and MOD_SHUTDOWN: no opinion. */
		return (EOPNOTSUPP);
	}
}

static moduledata_t hello_mod = {
	"hello",		/* the module's name, for kldstat -m */
	hello_modevent,
	NULL			/* what arg is to be */
};

DECLARE_MODULE(hello, hello_mod, SI_SUB_EXEC, SI_ORDER_ANY);
MODULE_VERSION(hello, 1);
