/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One input for the linker core: what must hold for every one.
 */
#ifndef _FUZZ_ONE_H_
#define	_FUZZ_ONE_H_

#include <stddef.h>

/*
 * Load the bytes as a module, from memory, up to the point where its own code
 * would run.  Aborts unless it is refused with a sentence and has left nothing
 * behind.
 */
void	fuzz_one(const unsigned char *data, size_t size);

#endif /* !_FUZZ_ONE_H_ */
