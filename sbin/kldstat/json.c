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
 * Go to the next line of an object or array, i of which is there already.
 */
static void
next_line(size_t i, int depth)
{

	printf("%s\n%*s", i == 0 ? "" : ",", 2 * depth, "");
}

/*
 * An array of n elements, each printed by a function.
 */
static void
print_array(const char *name, const struct kld_info *info, size_t n,
    void (*print)(const struct kld_info *, size_t), int depth)
{
	size_t i;

	printf("\"%s\": [", name);
	for (i = 0; i < n; i++) {
		next_line(i, depth + 1);
		print(info, i);
	}
	if (n > 0)
		printf("\n%*s", 2 * depth, "");
	putchar(']');
}

static void
print_depend(const struct kld_info *info, size_t i)
{

	printf("{ \"id\": %d, \"name\": ", info->depends[i].id);
	print_string(info->depends[i].name);
	printf(" }");
}

static void
print_provide(const struct kld_info *info, size_t i)
{

	printf("{ \"module\": ");
	print_string(info->provides[i].name);
	printf(", \"version\": %d }", info->provides[i].version);
}

static void
print_module(const struct kld_info *info, size_t i)
{
	const struct module_stat *m;

	m = &info->modules[i];
	printf("{ \"id\": %d, \"refs\": %d, \"name\": ", m->id, m->refs);
	print_string(m->name);
	printf(", \"data\": { \"int\": %d, \"uint\": %u, "
	    "\"ulong\": \"0x%lx\" } }", m->data.intval, m->data.uintval,
	    m->data.ulongval);
}

static void
print_stage(const struct kld_info *info, size_t i)
{

	printf("{ \"name\": ");
	print_string(info->stages[i].name);
	printf(", \"ns\": %" PRIu64 " }", info->stages[i].ns);
}

static void
print_member(const char *name, const char *value)
{

	printf("\"%s\": ", name);
	print_string(value);
	next_line(1, 3);
}

static void
print_file(const struct kld_info *files, size_t i)
{
	const struct kld_info *info;

	info = &files[i];
	printf("{ \"id\": %d", info->id);
	next_line(1, 3);
	print_member("name", info->name);
	print_member("path", info->path);
	print_member("format", info->format);
	print_member("state", state_name(info->state));
	printf("\"refs\": %d, \"user_refs\": %d", info->refs,
	    info->userrefs);
	next_line(1, 3);
	printf("\"address\": \"0x%" PRIxPTR "\", \"size\": %zu, "
	    "\"symbols\": %zu", info->address, info->size, info->symbols);
	next_line(1, 3);
	print_array("depends", info, info->ndepends, print_depend, 3);
	next_line(1, 3);
	print_array("provides", info, info->nprovides, print_provide, 3);
	next_line(1, 3);
	print_array("modules", info, info->nmodules, print_module, 3);
	next_line(1, 3);
	print_array("stages", info, info->nstages, print_stage, 3);
	next_line(1, 3);
	printf("\"load_ns\": %" PRIu64 " }", load_time(info));
}

void
print_json(const struct kld_info *info, size_t n)
{

	printf("{ ");
	print_array("files", info, n, print_file, 1);
	printf(" }\n");
}
