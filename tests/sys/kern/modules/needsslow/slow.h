/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Whether slow_a and slow_b have started and not begun to stop.
 */
#ifndef _SLOW_H_
#define	_SLOW_H_

extern int slow_a_up, slow_b_up;

#endif /* !_SLOW_H_ */
