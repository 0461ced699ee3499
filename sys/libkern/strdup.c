/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Copies of strings in memory from malloc(9).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>

static char *
dup_bytes(const char *string, size_t len, struct malloc_type *type, int flags)
{
	char *copy;

	copy = malloc(len + 1, type, flags);
	if (copy != NULL) {
		memcpy(copy, string, len);
		copy[len] = '\0';
	}
	return (copy);
}

char *
strdup_flags(const char *__restrict string, struct malloc_type *type,
    int flags)
{

	return (dup_bytes(string, strlen(string), type, flags));
}

char *
strdup(const char *__restrict string, struct malloc_type *type)
{

	return (strdup_flags(string, type, M_WAITOK));
}

char *
strndup(const char *__restrict string, size_t maxlen, struct malloc_type *type)
{

	return (dup_bytes(string, strnlen(string, maxlen), type, M_WAITOK));
}
