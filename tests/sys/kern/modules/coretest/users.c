/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * copy(9), fetch(9), store(9), casuword(9), uio(9): a process's memory.
 */
#include "coretest.h"
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/uio.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>

/* Of the process that runs the test: a page, a hole, and another page. */
static char *page;
static char *const kernel_text = (char *)(uintptr_t)0xffffffff80200000;

static void
check_copies(void)
{
	char buf[16];
	size_t len;

	CHECK(copyout("abcdef", page, 7) == 0);
	memset(buf, 0, sizeof(buf));
	CHECK(copyin(page, buf, 7) == 0 && strcmp(buf, "abcdef") == 0);
	CHECK(copyinstr(page, buf, sizeof(buf), &len) == 0 && len == 7);
	CHECK(copyinstr(page, buf, 3, NULL) == ENAMETOOLONG);
	CHECK(copyin(page + PAGE_SIZE - 2, buf, 4) == EFAULT);
	CHECK(copyout(buf, page + PAGE_SIZE - 2, 4) == EFAULT);
	CHECK(copyin(kernel_text, buf, 4) == EFAULT);
	CHECK(copyout(buf, kernel_text, 4) == EFAULT);
	CHECK(copyinstr(kernel_text, buf, sizeof(buf), NULL) == EFAULT);
	CHECK(copyin(page, buf, SIZE_MAX) == EFAULT);
	CHECK(copyin_nofault(page, buf, 7) == 0);
	CHECK(copyin_nofault(page + PAGE_SIZE, buf, 1) == EFAULT);
	CHECK(copyout_nofault("gh", page, 2) == 0 && fubyte(page) == 'g');
	CHECK(copystr("text", buf, 3, &len) == ENAMETOOLONG && len == 3);
}

static void
check_words(void)
{
	int64_t v64;
	int32_t v32;
	long v;

	CHECK(suword64(page, 0x1122334455667788) == 0);
	CHECK(fubyte(page) == 0x88 && fuword16(page) == 0x7788);
	CHECK(fuword32(page) == 0x55667788);
	CHECK(fuword(page) == 0x1122334455667788);
	CHECK(fueword(page, &v) == 0 && v == 0x1122334455667788);
	CHECK(suword32(page, -1) == 0);
	CHECK(fueword32(page, &v32) == 0 && v32 == -1);
	CHECK(suword16(page, 7) == 0 && subyte(page, 9) == 0);
	CHECK(fueword64(page, &v64) == 0 && v64 == 0x11223344ffff0009);
	CHECK(fueword(page + PAGE_SIZE, &v) == -1);
	CHECK(fuword16(kernel_text) == -1);
	CHECK(suword16(kernel_text, 0) == -1 && subyte(kernel_text, 0) == -1);
}

static void
check_swaps(void)
{
	volatile uint32_t *word = (volatile uint32_t *)page;
	uint32_t old;

	CHECK(suword32(word, 5) == 0);
	CHECK(casueword32(word, 4, &old, 6) == 1 && old == 5);
	CHECK(casueword32(word, 5, &old, 6) == 0 && old == 5);
	CHECK(casuword32(word, 6, 7) == 6 && fuword32(word) == 7);
	CHECK(casueword32((volatile uint32_t *)kernel_text, 0, &old, 0) == -1);
}

static void
check_move(void)
{
	char text[8] = "moved";
	struct iovec iov = { page, sizeof(text) };
	struct uio uio = {
		.uio_iov = &iov,
		.uio_iovcnt = 1,
		.uio_resid = sizeof(text),
		.uio_segflg = UIO_USERSPACE,
		.uio_rw = UIO_READ,
		.uio_td = curthread,
	};

	CHECK(uiomove(text, sizeof(text), &uio) == 0 && uio.uio_resid == 0);
	CHECK(fubyte(page + 4) == 'd');
	/* A page that nobody has touched is there only after a fault. */
	iov.iov_base = page + 2 * PAGE_SIZE;
	iov.iov_len = uio.uio_resid = 1;
	CHECK(uiomove_nofault(text, 1, &uio) == EFAULT && uio.uio_resid == 1);
	CHECK(copyin_nofault(page + 2 * PAGE_SIZE, text, 1) == EFAULT);
	CHECK(uiomove(text, 1, &uio) == 0 && uio.uio_resid == 0);
	iov.iov_base = page + 2 * PAGE_SIZE;
	iov.iov_len = uio.uio_resid = 1;
	CHECK(uiomove_nofault(text, 1, &uio) == 0 && uio.uio_resid == 0);
	iov.iov_base = page + PAGE_SIZE;
	iov.iov_len = uio.uio_resid = 1;
	CHECK(uiomove(text, 1, &uio) == EFAULT && uio.uio_resid == 1);
	CHECK(uiomove_nofault(text, 1, &uio) == EFAULT);
}

void
test_users(void)
{
	struct thread *td = curthread;
	register_t saved = td->td_retval[0];

	CHECK(kern_mmap(td, 0, 3 * PAGE_SIZE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0) == 0);
	page = (char *)td->td_retval[0];
	CHECK(kern_munmap(td, (uintptr_t)page + PAGE_SIZE, PAGE_SIZE) == 0);
	check_copies();
	check_words();
	check_swaps();
	check_move();
	CHECK(kern_munmap(td, (uintptr_t)page, 3 * PAGE_SIZE) == 0);
	td->td_retval[0] = saved;
}
