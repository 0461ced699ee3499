/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The keyboard of a PC.
 */
#ifndef _DEV_ATKBD_ATKBD_H_
#define	_DEV_ATKBD_ATKBD_H_

/* What was pressed before matters to what is pressed now. */
struct atkbd_state {
	bool		extended;	/* the first half of a code has come */
	bool		shift;
	bool		ctrl;
	bool		caps;
	char		text[8];
};

/*
 * A scan code has come: what that is as text, none for most of them.  It is
 * kept in the state until the next one.
 */
const char *atkbd_translate(struct atkbd_state *st, u_int code);

#endif /* !_DEV_ATKBD_ATKBD_H_ */
