/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Directories, read by getdirentries(2): opendir(3).
 */
#ifndef _DIRENT_H_
#define	_DIRENT_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/dirent.h>

typedef struct _dirdesc DIR;

__BEGIN_DECLS
int	alphasort(const struct dirent **, const struct dirent **);
int	closedir(DIR *);
int	dirfd(DIR *);
DIR	*fdopendir(int);
ssize_t	getdirentries(int, char *, size_t, off_t *);
DIR	*opendir(const char *);
struct dirent *readdir(DIR *);
void	rewinddir(DIR *);
int	scandir(const char *, struct dirent ***,
	    int (*)(const struct dirent *),
	    int (*)(const struct dirent **, const struct dirent **));
void	seekdir(DIR *, long);
long	telldir(DIR *);
__END_DECLS

#endif /* !_DIRENT_H_ */
