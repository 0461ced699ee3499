/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat -J: everything, for programs, as JSON (RFC 8259).
 *
 * Addresses and long values are strings: numbers above 2^53 are not safe with
 * every reader.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>

#include <inttypes.h>
#include <stdio.h>

#include <kld.h>

#include "kldstat.h"

static void
print_string(const char *s)
{
	size_t n;

	putchar('"');
	for (; *s != '\0'; s += MAX(n, 1)) {
		n = utf8_length(s);
		if (n == 0)
			fputs(UTF8_REPLACEMENT, stdout);
		else if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			printf("\\u%04x", *s);
		else
			fwrite(s, 1, n, stdout);
	}
	putchar('"');
}

static const char *
state_name(int state)
{

	switch (state) {
	case KLD_STATE_STARTING:
		return ("starting");
	case KLD_STATE_ACTIVE:
		return ("active");
	case KLD_STATE_STOPPING:
		return ("stopping");
	default:
		return ("unknown");
	}
}

/*
 * Begin the next element of an array: the first one needs no comma.
 */
static void
next_element(size_t i, int depth)
{

	printf("%s\n%*s", i == 0 ? "" : ",", 2 * depth, "");
}

static void
end_array(size_t n, int depth)
{

	if (n > 0)
		printf("\n%*s", 2 * depth, "");
	putchar(']');
}

static void
print_depends(const struct kld_info *info)
{
	size_t i;

	printf("\"depends\": [");
	for (i = 0; i < info->ndepends; i++) {
		next_element(i, 4);
		printf("{ \"id\": %d, \"name\": ", info->depends[i].id);
		print_string(info->depends[i].name);
		printf(" }");
	}
	end_array(info->ndepends, 3);
}

static void
print_provides(const struct kld_info *info)
{
	size_t i;

	printf("\"provides\": [");
	for (i = 0; i < info->nprovides; i++) {
		next_element(i, 4);
		printf("{ \"module\": ");
		print_string(info->provides[i].name);
		printf(", \"version\": %d }", info->provides[i].version);
	}
	end_array(info->nprovides, 3);
}

static void
print_modules(const struct kld_info *info)
{
	const struct module_stat *m;
	size_t i;

	printf("\"modules\": [");
	for (i = 0; i < info->nmodules; i++) {
		m = &info->modules[i];
		next_element(i, 4);
		printf("{ \"id\": %d, \"refs\": %d, \"name\": ", m->id,
		    m->refs);
		print_string(m->name);
		printf(", \"data\": { \"int\": %d, \"uint\": %u, "
		    "\"ulong\": \"0x%lx\" } }", m->data.intval,
		    m->data.uintval, m->data.ulongval);
	}
	end_array(info->nmodules, 3);
}

static void
print_load(const struct kld_info *info)
{
	uint64_t sum;
	size_t i;

	sum = 0;
	printf("\"stages\": [");
	for (i = 0; i < info->nstages; i++) {
		next_element(i, 4);
		printf("{ \"name\": ");
		print_string(info->stages[i].name);
		printf(", \"ns\": %" PRIu64 " }", info->stages[i].ns);
		sum += info->stages[i].ns;
	}
	end_array(info->nstages, 3);
	next_element(1, 3);
	printf("\"load_ns\": %" PRIu64, sum);
}

static void
print_member(const char *name, const char *value)
{

	printf("\"%s\": ", name);
	print_string(value);
	next_element(1, 3);
}

static void
print_file(const struct kld_info *info)
{

	printf("{ \"id\": %d,", info->id);
	next_element(0, 3);
	print_member("name", info->name);
	print_member("path", info->path);
	print_member("format", info->format);
	print_member("state", state_name(info->state));
	printf("\"refs\": %d, \"user_refs\": %d,", info->refs,
	    info->userrefs);
	next_element(0, 3);
	printf("\"address\": \"0x%" PRIxPTR "\", \"size\": %zu, "
	    "\"symbols\": %zu", info->address, info->size, info->symbols);
	next_element(1, 3);
	print_depends(info);
	next_element(1, 3);
	print_provides(info);
	next_element(1, 3);
	print_modules(info);
	next_element(1, 3);
	print_load(info);
	printf(" }");
}

void
print_json(const struct kld_info *info, size_t n)
{
	size_t i;

	printf("{ \"files\": [");
	for (i = 0; i < n; i++) {
		next_element(i, 2);
		print_file(&info[i]);
	}
	end_array(n, 1);
	printf(" }\n");
}
