/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kld_error(3): the sentence in which the linker explained its last refusal.
 */

#include <sys/types.h>
#include <sys/sysctl.h>

#include <errno.h>
#include <string.h>

#include "kld.h"

ssize_t
kld_error(char *buf, size_t size)
{
	size_t len;

	if (size == 0) {
		errno = EINVAL;
		return (-1);
	}
	/* A sentence that is too long is cut, which ENOMEM reports. */
	len = size - 1;
	if (sysctlbyname("kern.kld.error", buf, &len, NULL, 0) != 0 &&
	    errno != ENOMEM) {
		buf[0] = '\0';
		return (-1);
	}
	buf[len] = '\0';
	len = strlen(buf);
	while (len > 0 && buf[len - 1] == '\n')
		buf[--len] = '\0';
	return ((ssize_t)len);
}
