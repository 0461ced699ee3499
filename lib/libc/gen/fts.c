/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fts(3).  It never changes the working directory: fts_accpath is fts_path.
 */
#include <sys/types.h>
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

struct _fts {
	FTSENT	*cur;		/* returned last */
	FTSENT	*child;		/* fts_children's list, not yet entered */
	FTSENT	root;		/* parent of the arguments */
	char	*path;		/* path of cur */
	size_t	room;		/* bytes of path */
	int	options;
	int	(*compare)(const FTSENT *const *, const FTSENT *const *);
	dev_t	dev;		/* of the argument that is walked */
};

static FTSENT *
entry_new(FTS *fts, FTSENT *parent, const char *name)
{
	FTSENT *p;
	size_t len;

	len = strlen(name);
	p = calloc(1, sizeof(*p) + sizeof(struct stat) + len + 1);
	if (p == NULL)
		return (NULL);
	p->fts_statp = (struct stat *)(void *)(p + 1);
	p->fts_name = (char *)(p->fts_statp + 1);
	memcpy(p->fts_name, name, len + 1);
	p->fts_namelen = len;
	p->fts_parent = parent;
	p->fts_level = parent->fts_level + 1;
	p->fts_fts = fts;
	return (p);
}

static void
list_free(FTSENT *p)
{
	FTSENT *next;

	for (; p != NULL; p = next) {
		next = p->fts_link;
		free(p);
	}
}

/* Make the path that of p, and point p at it. */
static int
set_path(FTS *fts, FTSENT *p)
{
	size_t base, need;
	char *more;

	base = p->fts_level == FTS_ROOTLEVEL ? 0 : p->fts_parent->fts_pathlen;
	need = base + 1 + p->fts_namelen + 1;
	if (need > fts->room) {
		if ((more = realloc(fts->path, need * 2)) == NULL)
			return (-1);
		fts->path = more;
		fts->room = need * 2;
	}
	if (base > 0 && fts->path[base - 1] != '/')
		fts->path[base++] = '/';
	memcpy(fts->path + base, p->fts_name, p->fts_namelen + 1);
	p->fts_pathlen = base + p->fts_namelen;
	p->fts_path = p->fts_accpath = fts->path;
	return (0);
}

/* Is directory p one of those above it? */
static int
is_cycle(FTSENT *p)
{
	FTSENT *t;

	for (t = p->fts_parent; t->fts_level >= FTS_ROOTLEVEL;
	    t = t->fts_parent)
		if (t->fts_ino == p->fts_ino && t->fts_dev == p->fts_dev) {
			p->fts_cycle = t;
			return (1);
		}
	return (0);
}

/* Stat the file that fts->path names and say what it is. */
static int
classify(FTS *fts, FTSENT *p, int follow)
{
	struct stat *sb;

	sb = p->fts_statp;
	p->fts_errno = 0;
	if (follow) {
		if (stat(fts->path, sb) == -1) {
			p->fts_errno = errno;
			if (lstat(fts->path, sb) == 0 && S_ISLNK(sb->st_mode))
				return (FTS_SLNONE);
			return (FTS_NS);
		}
	} else if (lstat(fts->path, sb) == -1) {
		p->fts_errno = errno;
		return (FTS_NS);
	}
	p->fts_dev = sb->st_dev;
	p->fts_ino = sb->st_ino;
	p->fts_nlink = sb->st_nlink;
	if (S_ISDIR(sb->st_mode)) {
		if (p->fts_level > FTS_ROOTLEVEL &&
		    (strcmp(p->fts_name, ".") == 0 ||
		    strcmp(p->fts_name, "..") == 0))
			return (FTS_DOT);
		return (is_cycle(p) ? FTS_DC : FTS_D);
	}
	if (S_ISLNK(sb->st_mode))
		return (FTS_SL);
	return (S_ISREG(sb->st_mode) ? FTS_F : FTS_DEFAULT);
}

static FTSENT *
list_sort(FTS *fts, FTSENT *head, size_t n)
{
	FTSENT **array, *p;
	size_t i;

	if (fts->compare == NULL || n < 2 ||
	    (array = reallocarray(NULL, n, sizeof(*array))) == NULL)
		return (head);
	for (i = 0, p = head; p != NULL; p = p->fts_link)
		array[i++] = p;
	qsort(array, n, sizeof(*array),
	    (int (*)(const void *, const void *))fts->compare);
	for (i = 0; i + 1 < n; i++)
		array[i]->fts_link = array[i + 1];
	array[n - 1]->fts_link = NULL;
	head = array[0];
	free(array);
	return (head);
}

/*
 * The entries of directory dir, whose path is in fts->path; sets errno to 0
 * or to the reason that there is no list.
 */
static FTSENT *
list_read(FTS *fts, FTSENT *dir, int namesonly)
{
	FTSENT *head, **tail, *p;
	struct dirent *de;
	size_t n;
	DIR *dp;
	int saved;

	if ((dp = opendir(fts->path)) == NULL)
		return (NULL);
	head = NULL;
	tail = &head;
	n = 0;
	saved = 0;
	while (errno = 0, (de = readdir(dp)) != NULL) {
		if (!(fts->options & FTS_SEEDOT) &&
		    (strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0))
			continue;
		if ((p = entry_new(fts, dir, de->d_name)) == NULL ||
		    set_path(fts, p) == -1) {
			free(p);
			errno = ENOMEM;
			break;
		}
		if (namesonly || ((fts->options & FTS_NOSTAT) &&
		    de->d_type != DT_DIR && de->d_type != DT_LNK &&
		    de->d_type != DT_UNKNOWN))
			p->fts_info = FTS_NSOK;
		else
			p->fts_info = classify(fts, p,
			    fts->options & FTS_LOGICAL);
		*tail = p;
		tail = &p->fts_link;
		n++;
	}
	saved = errno;
	closedir(dp);
	fts->path[dir->fts_pathlen] = '\0';
	if (saved != 0) {
		list_free(head);
		head = NULL;
	}
	errno = saved;
	return (list_sort(fts, head, n));
}

FTS *
fts_open(char *const *argv, int options,
    int (*compare)(const FTSENT *const *, const FTSENT *const *))
{
	FTS *fts;
	FTSENT *head, **tail, *p;
	size_t n;

	if ((options & ~FTS_OPTIONMASK) != 0 ||
	    (options & (FTS_LOGICAL | FTS_PHYSICAL)) == 0) {
		errno = EINVAL;
		return (NULL);
	}
	if ((fts = calloc(1, sizeof(*fts))) == NULL)
		return (NULL);
	fts->options = options;
	fts->compare = compare;
	fts->root.fts_level = FTS_ROOTPARENTLEVEL;
	head = NULL;
	tail = &head;
	for (n = 0; *argv != NULL; argv++, n++) {
		p = entry_new(fts, &fts->root, *argv);
		if (p == NULL || set_path(fts, p) == -1) {
			free(p);
			goto fail;
		}
		p->fts_info = classify(fts, p,
		    options & (FTS_LOGICAL | FTS_COMFOLLOW));
		if (p->fts_info == FTS_DOT)
			p->fts_info = FTS_D;
		*tail = p;
		tail = &p->fts_link;
	}
	/* A place before the first argument. */
	if ((p = entry_new(fts, &fts->root, "")) == NULL)
		goto fail;
	p->fts_info = FTS_INIT;
	p->fts_link = list_sort(fts, head, n);
	fts->cur = p;
	return (fts);

fail:
	list_free(head);
	free(fts->path);
	free(fts);
	return (NULL);
}

int
fts_close(FTS *fts)
{
	FTSENT *p, *parent;

	list_free(fts->child);
	for (p = fts->cur; p != NULL && p->fts_level >= FTS_ROOTLEVEL;
	    p = parent) {
		parent = p->fts_parent;
		list_free(p);
	}
	free(fts->path);
	free(fts);
	return (0);
}

/* Return p next; its path is made. */
static FTSENT *
arrive(FTS *fts, FTSENT *p)
{

	fts->cur = p;
	if (set_path(fts, p) == -1)
		return (NULL);
	if (p->fts_level == FTS_ROOTLEVEL)
		fts->dev = p->fts_dev;
	return (p);
}

/* Go into directory p, or report that it has no contents to go into. */
static FTSENT *
descend(FTS *fts, FTSENT *p, int instr)
{
	FTSENT *child;

	child = fts->child;
	fts->child = NULL;
	if (instr == FTS_SKIP ||
	    ((fts->options & FTS_XDEV) && p->fts_dev != fts->dev)) {
		list_free(child);
		p->fts_info = FTS_DP;
		return (p);
	}
	if (child != NULL && child->fts_info == FTS_NSOK) {
		list_free(child);	/* names without stat */
		child = NULL;
	}
	if (child == NULL && (child = list_read(fts, p, 0)) == NULL) {
		p->fts_errno = errno;
		p->fts_info = errno != 0 ? FTS_DNR : FTS_DP;
		return (p);
	}
	return (arrive(fts, child));
}

FTSENT *
fts_read(FTS *fts)
{
	FTSENT *p, *done;
	int instr;

	if ((p = fts->cur) == NULL)
		return (NULL);
	instr = p->fts_instr;
	p->fts_instr = FTS_NOINSTR;
	if (instr == FTS_AGAIN || (instr == FTS_FOLLOW &&
	    (p->fts_info == FTS_SL || p->fts_info == FTS_SLNONE))) {
		p->fts_info = classify(fts, p, instr == FTS_FOLLOW);
		return (p);
	}
	if (p->fts_info == FTS_D)
		return (descend(fts, p, instr));
	do {
		done = p;
		p = p->fts_link != NULL ? p->fts_link : p->fts_parent;
		if (p == done->fts_parent) {
			free(done);
			fts->cur = NULL;
			if (p->fts_level == FTS_ROOTPARENTLEVEL) {
				errno = 0;
				return (NULL);
			}
			fts->cur = p;
			fts->path[p->fts_pathlen] = '\0';
			p->fts_path = p->fts_accpath = fts->path;
			p->fts_info = FTS_DP;
			return (p);
		}
		free(done);
	} while (p->fts_instr == FTS_SKIP);
	return (arrive(fts, p));
}

int
fts_set(FTS *fts __unused, FTSENT *p, int instr)
{

	if (instr != FTS_AGAIN && instr != FTS_FOLLOW &&
	    instr != FTS_NOINSTR && instr != FTS_SKIP) {
		errno = EINVAL;
		return (1);
	}
	p->fts_instr = instr;
	return (0);
}

/* FTS_NOSTAT as instr: the names are enough. */
FTSENT *
fts_children(FTS *fts, int instr)
{
	FTSENT *p;

	errno = 0;
	if ((p = fts->cur) == NULL)
		return (NULL);
	if (p->fts_info == FTS_INIT)
		return (p->fts_link);
	if (p->fts_info != FTS_D)
		return (NULL);
	list_free(fts->child);
	fts->child = list_read(fts, p, instr & FTS_NOSTAT);
	return (fts->child);
}
