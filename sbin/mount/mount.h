/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): what its parts share.
 */

#ifndef _MOUNT_H_
#define	_MOUNT_H_

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#define	MAX_OPTIONS	32

/* One call of nmount(2). */
struct request {
	const char	*type;
	const char	*from;
	const char	*on;
	uint64_t	 flags;			/* MNT_* */
	char		*options[MAX_OPTIONS];	/* "name" or "name=value" of
						   the filesystem's own */
	size_t		 count;
};

/* options.c */
void	add_options(struct request *req, char *list, bool *update);
void	print_flags(uint64_t flags, const char *sep);
void	print_options(uint64_t flags);

/* request.c: ends the program, with a reason, if the mount fails. */
void	mount_request(const struct request *req);

#endif /* !_MOUNT_H_ */
