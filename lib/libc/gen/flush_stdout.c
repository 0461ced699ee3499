/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A program's output that cannot be written is a failure of the program.
 */
#include <err.h>
#include <libutil.h>
#include <stdio.h>
#include <stdlib.h>

void
flush_stdout(void)
{

	if (fflush(stdout) != 0)
		err(EXIT_FAILURE, "standard output");
	/* Why an earlier write failed is not known any more. */
	if (ferror(stdout))
		errx(EXIT_FAILURE, "standard output: not all could be written");
}
