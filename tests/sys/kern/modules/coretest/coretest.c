/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks what the kernel gives to modules.  Writing the name of a group to
 * debug.coretest.run runs it; debug.coretest.failures counts what failed.
 */
#include "coretest.h"
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

SYSCTL_DECL(_debug);
SYSCTL_NODE(_debug, OID_AUTO, coretest, CTLFLAG_RW | CTLFLAG_MPSAFE, NULL,
    "Checks of the kernel");

static u_int failures;
SYSCTL_UINT(_debug_coretest, OID_AUTO, failures, CTLFLAG_RD, &failures, 0,
    "Checks that failed");

MALLOC_DEFINE(M_CORETEST, "coretest", "threads of coretest");

/* A thread, and what it is for. */
struct job {
	void	(*func)(void *);
	void	*arg;
};

static struct mtx job_mtx;
MTX_SYSINIT(coretest_job, &job_mtx, "coretest jobs", MTX_DEF);
static int jobs;		/* that run */
static int other_threads;	/* of the kernel, while no job runs */

static const struct {
	const char	*name;
	void		(*func)(void);
} groups[] = {
	{ "callouts", test_callouts },
	{ "devices", test_devices },
	{ "firmware", test_firmware },
	{ "library", test_library },
	{ "locks", test_locks },
	{ "lockstorm", test_lockstorm },
	{ "memory", test_memory },
	{ "sets", test_sets },
	{ "sbufs", test_sbufs },
	{ "swi", test_swi },
	{ "sync", test_sync },
	{ "syscalls", test_syscalls },
	{ "sysctls", test_sysctls },
	{ "tasks", test_tasks },
	{ "threads", test_threads },
	{ "waits", test_waits },
	{ "users", test_users },
	{ "variables", test_variables },
};

void
coretest_failed(const char *file, int line, const char *what)
{

	atomic_add_int(&failures, 1);
	printf("not ok: %s:%d: %s\n", file, line, what);
}

static void
run_job(void *arg)
{
	struct job job;

	job = *(struct job *)arg;
	free(arg, M_CORETEST);
	job.func(job.arg);
	CHECK(curthread->td_locks == 0);
	mtx_lock(&job_mtx);
	if (--jobs == 0)
		wakeup(&jobs);
	mtx_unlock(&job_mtx);
	kthread_exit();
}

void
coretest_start(void (*func)(void *), void *arg)
{
	struct job *job;
	int error;

	job = malloc(sizeof(*job), M_CORETEST, M_WAITOK);
	job->func = func;
	job->arg = arg;
	mtx_lock(&job_mtx);
	if (jobs++ == 0)
		other_threads = proc0.p_numthreads;
	mtx_unlock(&job_mtx);
	error = kthread_add(run_job, job, NULL, NULL, 0, 0, "coretest");
	KASSERT(error == 0, ("no thread: %d", error));
}

/* Who says that it is done may have some steps to go in this module's code. */
void
coretest_wait(void)
{

	mtx_lock(&job_mtx);
	while (jobs > 0)
		CHECK(msleep(&jobs, &job_mtx, 0, "jobs", 0) == 0);
	mtx_unlock(&job_mtx);
	while (proc0.p_numthreads > other_threads)
		pause("exit", 1);
}

static int
sysctl_run(SYSCTL_HANDLER_ARGS)
{
	char name[32];
	size_t i;
	int error;

	name[0] = '\0';
	error = sysctl_handle_string(oidp, name, sizeof(name), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	for (i = 0; i < nitems(groups); i++) {
		if (strcmp(groups[i].name, name) == 0) {
			groups[i].func();
			return (0);
		}
	}
	return (ENOENT);
}
SYSCTL_PROC(_debug_coretest, OID_AUTO, run,
    CTLTYPE_STRING | CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, 0, sysctl_run, "A",
    "Write the name of a group to run it");

static int
coretest_modevent(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		start_tasks();
		return (0);
	case MOD_UNLOAD:
		stop_tasks();
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t coretest_mod = { "coretest", coretest_modevent, NULL };
DECLARE_MODULE(coretest, coretest_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
MODULE_VERSION(coretest, 1);
