/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat -g: which file depends on which, in Graphviz's DOT language.
 */

#include <sys/param.h>

#include <stdio.h>

#include <kld.h>

#include "kldstat.h"

#define	KERNEL_ID	1

/*
 * The text of a label; what it cannot show is replaced.
 */
static void
print_text(const char *s)
{
	size_t n;

	for (; *s != '\0'; s += MAX(n, 1)) {
		n = utf8_length(s);
		if (n == 0 || (unsigned char)*s < 0x20 || *s == 0x7f)
			fputs(UTF8_REPLACEMENT, stdout);
		else if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else
			fwrite(s, 1, n, stdout);
	}
}

static void
print_node(const struct kld_info *info)
{
	size_t i;

	printf("\t%d [label=\"", info->id);
	print_text(info->name);
	printf("\\nid %d, %zu KiB\"];\n", info->id,
	    howmany(info->size, (size_t)1024));
	/* All files depend on the kernel: that need not catch the eye. */
	for (i = 0; i < info->ndepends; i++)
		printf("\t%d -> %d%s;\n", info->id, info->depends[i].id,
		    info->depends[i].id == KERNEL_ID ?
		    " [color=gray, style=dashed]" : "");
}

void
print_graph(const struct kld_info *info, size_t n)
{
	size_t i;

	printf("digraph kld {\n\trankdir=BT;\n\tnode [shape=box];\n");
	for (i = 0; i < n; i++)
		print_node(&info[i]);
	printf("}\n");
}
