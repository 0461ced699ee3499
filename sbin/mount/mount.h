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
#include <stdio.h>

#define	MAX_OPTIONS	32

struct statfs;

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

/* A line of fstab(5), and where its words lie. */
struct fstab {
	char	 text[1024];
	char	*special;
	char	*node;
	char	*type;
	char	*options;
};

/* fstab.c: the lines of the file, one after another. */
FILE	*fstab_open(void);		/* NULL: there is none */
bool	fstab_next(FILE *fp, struct fstab *line);

/* list.c */
bool	type_wanted(const char *type, const char *list);
void	list_mounts(const char *types, bool as_fstab, bool verbose);
void	print_mount(const struct statfs *fs, bool verbose);
const struct statfs *find_mounted(const char *name);

/* options.c: the list is kept and changed. */
void	add_options(struct request *req, char *list);
bool	has_option(const char *list, const char *word);
void	print_flags(uint64_t flags, const char *sep);
void	print_options(uint64_t flags);

/* request.c: 0, or -1 after saying why the mount failed. */
int	mount_request(const struct request *req);

#endif /* !_MOUNT_H_ */
