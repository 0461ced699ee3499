/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kthread(9), kproc(9), sleep(9), stack(9), priv(9), time.
 */
#include "coretest.h"
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/malloc.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/sbuf.h>
#include <sys/stack.h>
#include <sys/time.h>
#include <sys/unistd.h>

static u_int beats, stop;

static void
beat(void *arg)
{

	CHECK(arg == &beats);
	while (atomic_load_int(&stop) == 0) {
		kproc_suspend_check(curproc);
		atomic_add_int(&beats, 1);
		pause("beat", 1);
	}
}

static void
process(void *arg)
{

	beat(arg);
	kproc_exit(0);
}

static void
thread(void *arg)
{

	beat(arg);
	kthread_exit();
}

/* It stands still while it is suspended, and goes on then. */
static void
check_suspension(struct thread *td)
{
	u_int before;

	CHECK(kthread_suspend(td, 10 * hz) == 0);
	before = atomic_load_int(&beats);
	pause("stands", 5);
	CHECK(atomic_load_int(&beats) == before);
	CHECK(kthread_resume(td) == 0);
	while (atomic_load_int(&beats) == before)
		pause("goes", 1);
}

static void
wait_gone(pid_t pid)
{
	struct proc *p;

	while ((p = pfind_any(pid)) != NULL) {
		PROC_UNLOCK(p);
		pause("gone", 1);
	}
}

static void
check_process(void)
{
	struct proc *p;
	struct thread *td;
	pid_t pid;

	beats = stop = 0;
	p = NULL;
	CHECK(kproc_kthread_add(process, &beats, &p, &td, 0, 0, "coreproc",
	    "core%d", 1) == 0);
	pid = p->p_pid;
	CHECK(strcmp(p->p_comm, "coreproc") == 0);
	CHECK(strcmp(td->td_name, "core1") == 0);
	check_suspension(td);
	atomic_store_int(&stop, 1);
	wait_gone(pid);
}

static void
kproc(void *arg)
{

	while (atomic_load_int(&stop) == 0) {
		kproc_suspend_check(curproc);
		atomic_add_int(arg, 1);
		pause("kproc", 1);
	}
	kproc_exit(0);
}

static struct proc *started;
static struct kproc_desc desc = { "started", NULL, &started };

static void
start(void)
{

	kproc(&beats);
}

/* A whole process stands still, goes on, and ends. */
static void
check_kproc(void)
{
	struct proc *p;
	u_int before;

	beats = stop = 0;
	CHECK(kproc_create(kproc, &beats, &p, 0, 0, "core%s", "kproc") == 0);
	CHECK(strcmp(p->p_comm, "corekproc") == 0);
	CHECK(kproc_suspend(p, 10 * hz) == 0);
	before = atomic_load_int(&beats);
	pause("stands", 5);
	CHECK(atomic_load_int(&beats) == before);
	CHECK(kproc_resume(p) == 0);
	while (atomic_load_int(&beats) == before)
		pause("goes", 1);
	/* As shutdown_pre_sync would do, which the process takes for good. */
	kproc_shutdown(p, 0);
	before = atomic_load_int(&beats);
	pause("stands", 5);
	CHECK(atomic_load_int(&beats) == before);
	CHECK(kproc_resume(p) == 0);
	atomic_store_int(&stop, 1);
	wait_gone(p->p_pid);

	stop = 0;
	desc.func = start;
	kproc_start(&desc);
	CHECK(started != NULL && strcmp(started->p_comm, "started") == 0);
	atomic_store_int(&stop, 1);
	wait_gone(started->p_pid);
}

static void
check_thread(void)
{
	struct thread *td;
	int before;

	beats = stop = 0;
	before = proc0.p_numthreads;
	CHECK(kthread_add(thread, &beats, NULL, &td, 0, 0, "coretest %s",
	    "beats") == 0);
	check_suspension(td);
	CHECK(kthread_suspend(curthread, 1) == EINVAL);
	atomic_store_int(&stop, 1);
	while (*(volatile int *)&proc0.p_numthreads > before)
		pause("exit", 1);
}

static u_int inits, proc_ctors, proc_dtors, thread_ctors, thread_dtors;

static void
count_proc(void *arg, struct proc *p)
{

	CHECK(p != NULL);
	atomic_add_int(arg, 1);
}

static void
count_thread(void *arg, struct thread *td)
{

	CHECK(td->td_tid > 0);
	atomic_add_int(arg, 1);
}

/* A process and two threads come and go; the last one's memory later. */
static void
check_events(void)
{
	eventhandler_tag tags[5];

	tags[0] = EVENTHANDLER_REGISTER(process_init, count_proc, &inits, 0);
	tags[1] = EVENTHANDLER_REGISTER(process_ctor, count_proc, &proc_ctors,
	    0);
	tags[2] = EVENTHANDLER_REGISTER(process_dtor, count_proc, &proc_dtors,
	    0);
	tags[3] = EVENTHANDLER_REGISTER(thread_ctor, count_thread,
	    &thread_ctors, 0);
	tags[4] = EVENTHANDLER_REGISTER(thread_dtor, count_thread,
	    &thread_dtors, 0);
	check_process();
	check_thread();
	while (atomic_load_int(&thread_dtors) < 2 ||
	    atomic_load_int(&proc_dtors) < 1)
		pause("dtors", 1);
	CHECK(inits == 1 && proc_ctors == 1 && proc_dtors == 1);
	CHECK(thread_ctors == 2 && thread_dtors == 2);
	EVENTHANDLER_DEREGISTER(process_init, tags[0]);
	EVENTHANDLER_DEREGISTER(process_ctor, tags[1]);
	EVENTHANDLER_DEREGISTER(process_dtor, tags[2]);
	EVENTHANDLER_DEREGISTER(thread_ctor, tags[3]);
	EVENTHANDLER_DEREGISTER(thread_dtor, tags[4]);
}

static __noinline void
save_here(struct stack *st)
{

	stack_save(st);
	__asm __volatile("" : : : "memory");
}

static void
check_stack(void)
{
	struct stack *st, copy;
	struct sbuf *sb;

	st = stack_create(M_WAITOK);
	save_here(st);
	CHECK(st->depth >= 3);
	stack_copy(st, &copy);
	sb = sbuf_new_auto();
	stack_sbuf_print(sb, &copy);
	sbuf_finish(sb);
	CHECK(strncmp(sbuf_data(sb), "#0 0x", 5) == 0);
	CHECK(strstr(sbuf_data(sb), "coretest.ko:save_here+0x") != NULL);
	CHECK(strstr(sbuf_data(sb), "coretest.ko:test_threads+0x") != NULL);
	sbuf_delete(sb);
	while (stack_put(st, copy.pcs[0]) == 0)
		continue;
	CHECK(st->depth == STACK_MAX);
	stack_zero(st);
	CHECK(st->depth == 0 && copy.depth >= 3);
	stack_destroy(st);
}

static void
check_sleeps(void)
{
	struct timeval last, second = { .tv_sec = 1000 };
	struct bintime a, b;
	int curpps;

	CHECK(tsleep(&beats, 0, "nobody", 1) == EWOULDBLOCK);
	CHECK(tsleep_sbt(&beats, 0, "nobody", SBT_1MS, 0, 0) == EWOULDBLOCK);
	CHECK(pause("pause", 1) == EWOULDBLOCK);
	binuptime(&a);
	DELAY(1000);
	binuptime(&b);
	CHECK(bttosbt(b) - bttosbt(a) >= SBT_1MS);
	memset(&last, 0, sizeof(last));
	last.tv_sec = -5000;
	CHECK(ratecheck(&last, &second) && !ratecheck(&last, &second));
	memset(&last, 0, sizeof(last));
	curpps = 0;
	CHECK(ppsratecheck(&last, &curpps, 2) && ppsratecheck(&last, &curpps,
	    2) && !ppsratecheck(&last, &curpps, 2));
	CHECK(tvtohz(&second) >= 1000 * hz);
}

static void
check_privileges(void)
{
	u_char bytes[64];
	u_int i, set;

	CHECK(priv_check(curthread, PRIV_DRIVER) == 0);
	CHECK(securelevel_gt(curthread->td_ucred, 3) == 0);
	memset(bytes, 0, sizeof(bytes));
	CHECK(read_random(bytes, sizeof(bytes)) == sizeof(bytes));
	for (set = i = 0; i < sizeof(bytes); i++)
		set += bytes[i] != 0;
	CHECK(set > 32);
	arc4rand(bytes, 1, 0);
}

void
test_threads(void)
{

	check_events();
	check_kproc();
	check_stack();
	check_sleeps();
	check_privileges();
}
