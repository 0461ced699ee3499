/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Where errno lies: one place for newlib and for the system call stubs.
 */
#include <errno.h>
#include <reent.h>

int *
__error(void)
{

	return (&_REENT->_errno);
}
