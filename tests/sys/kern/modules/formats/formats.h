/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of formats.ko know of each other.
 */
#ifndef _FORMATS_H_
#define	_FORMATS_H_

/* Both files have this function, in a group of which the link keeps one. */
int	formats_group(void);
__asm__(
    ".pushsection .text.formats_group,\"axG\",@progbits,formats_group,comdat\n"
    "	.weak	formats_group\n"
    "	.type	formats_group, @function\n"
    "formats_group:\n"
    "	movl	$77, %eax\n"
    "	ret\n"
    "	.size	formats_group, . - formats_group\n"
    ".popsection\n");

/* The same common in both, the larger of which counts. */
#ifndef FORMATS_COMMON
#define	FORMATS_COMMON	100
#endif
char	formats_common[FORMATS_COMMON] __attribute__((__common__));

/* What has run before MOD_LOAD, a character each. */
void	formats_event(char c);

int	(*formats_other_group(void))(void);
const char *formats_other_string(void);
extern int formats_variable;

/* textrel.S, which is not always there: &formats_variable. */
int	*formats_text(void) __attribute__((__weak__));

/* DT_INIT and DT_FINI of the files that are linked with them. */
void	formats_init(void);
void	formats_fini(void);

#endif /* !_FORMATS_H_ */
