/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat(8): the views of what is in the kernel.
 */
#ifndef _KLDSTAT_H_
#define	_KLDSTAT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kld_info;

/* Options. */
extern bool	dflag;		/* show what modules keep for modstat(2) */
extern bool	hflag;		/* sizes for people */
extern bool	qflag;		/* only tell by the exit status */
extern bool	vflag;		/* show paths and modules */

/* list.c: the table of files; each ends the program if it fails. */
void	list_files(void);
void	list_file(int id);
void	list_module(const char *name);

/* The other views, of n files. */
void	print_graph(const struct kld_info *info, size_t n);
void	print_json(const struct kld_info *info, size_t n);
void	print_stages(const struct kld_info *info, size_t n);

/* stages.c: the sum of the stages of a file's load, in nanoseconds. */
uint64_t load_time(const struct kld_info *info);

/*
 * How many bytes the character at the start of a string takes in UTF-8
 * (RFC 3629); 0 if what is there is none.  The string is not empty.
 */
size_t	utf8_length(const char *s);

/* What is printed in place of such a byte: U+FFFD. */
#define	UTF8_REPLACEMENT	"\357\277\275"

#endif /* !_KLDSTAT_H_ */
