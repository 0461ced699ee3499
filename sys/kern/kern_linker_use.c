/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Is a file in use?  Its modules should know, and see to it that nothing of
 * theirs is left when they have stopped; this is for what they overlook, as the
 * kernel would go on to run code that is not there any more.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/file.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/stack.h>
#include <sys/syslog.h>

#include "linker_if.h"

/* How long a thread may take to end after it was asked to: seconds. */
#define	THREAD_PATIENCE	2

/* Code that asks for its own file to go would return into nothing. */
int
linker_check_caller(struct linker_file *lf)
{
	struct stack st;
	int i;

	stack_save(&st);
	for (i = 0; i < st.depth; i++)
		if (linker_file_at(st.pcs[i]) == lf)
			return (linker_error(EBUSY, "%s: its own code asks for "
			    "it to go", lf->filename));
	return (0);
}

/* Before its modules are asked to stop: whom would that surprise? */
int
linker_check_open(struct linker_file *lf)
{
	char name[SPECNAMELEN + 1];

	if (dev_open_within((vm_offset_t)lf->address, lf->size, name))
		return (linker_error(EBUSY, "%s: /dev/%s is open",
		    lf->filename, name));
	return (0);
}

static bool
has_thread(const struct linker_file *lf, char *name)
{

	return (kthread_began_within((vm_offset_t)lf->address, lf->size, name));
}

/* Its modules have stopped: it cannot go as long as these are there. */
int
linker_check_unused(struct linker_file *lf)
{
	char name[MAXCOMLEN + 1];
	pid_t pid;
	int i;

	pid = file_ops_within((vm_offset_t)lf->address, lf->size);
	if (pid != -1)
		return (linker_error(EBUSY, "%s: process %d has a file of it "
		    "open", lf->filename, (int)pid));
	for (i = 0; has_thread(lf, name); i++) {
		if (i == THREAD_PATIENCE * hz)
			return (linker_error(EBUSY, "%s: its thread %s still "
			    "runs", lf->filename, name));
		pause("kldthr", 1);
	}
	return (0);
}

/* Nothing can hold it any more: end what is left of it, and wait for that. */
void
linker_end_use(struct linker_file *lf)
{
	char name[MAX(SPECNAMELEN, MAXCOMLEN) + 1];
	int i;

	while (dev_destroy_within((vm_offset_t)lf->address, lf->size, name))
		log(LOG_WARNING, "kld: %s: has left /dev/%s, which was "
		    "destroyed\n", lf->filename, name);
	for (i = 0; has_thread(lf, name); i++) {
		if (i == THREAD_PATIENCE * hz)
			log(LOG_WARNING, "kld: %s: cannot go before its "
			    "thread %s ends\n", lf->filename, name);
		pause("kldthr", 1);
	}
}
