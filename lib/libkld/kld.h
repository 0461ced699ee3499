/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * libkld: what programs want from the kernel linker beyond the bare system
 * calls of <sys/linker.h> and <sys/module.h>.  See kld(3).
 */

#ifndef _KLD_H_
#define	_KLD_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#define	KLD_ERRLEN	1024	/* a buffer that holds any sentence whole */

struct kld_file_stat;		/* <sys/linker.h> */
struct module_stat;		/* <sys/module.h> */
struct kld_iter;

__BEGIN_DECLS
/*
 * Load a file or module unless it is there already.
 * 0, or -1 with the errno of kldload(2).
 */
int	kld_load(const char *name);

/*
 * Whether a file (with or without ".ko") or a module (with or without its
 * "bus/" prefix) of this name is in the kernel, or a file that provides a
 * module of this name: 1 yes, 0 no.
 */
int	kld_isloaded(const char *name);

/*
 * Walk over the files in the kernel, or over the modules of one file, in the
 * order in which they were loaded.  The walk covers what was there when it
 * began; what has been unloaded since then is left out.
 * NULL with errno: ENOENT (no such file), ENOMEM.
 */
struct kld_iter	*kld_files(void);
struct kld_iter	*kld_modules(int fileid);

/*
 * The next element of a walk of that kind.
 * 1 and *st filled in, 0 at the end, -1 with errno.
 */
int	kld_nextfile(struct kld_iter *it, struct kld_file_stat *st);
int	kld_nextmodule(struct kld_iter *it, struct module_stat *st);

/* End a walk; NULL is allowed.  Leaves errno alone. */
void	kld_iter_free(struct kld_iter *it);

/*
 * All that is known of a file.  KLD_STATE_* and struct module_stat are in
 * <sys/linker.h> and <sys/module.h>.
 */
struct kld_depend {		/* a file that it depends on */
	int		id;		/* 0: would be loaded */
	const char	*name;
};
struct kld_provide {		/* a module that others can depend on */
	int		version;	/* 0: it has none */
	const char	*name;
};
struct kld_stage {		/* a step of its load */
	uint64_t	ns;		/* nanoseconds it took */
	const char	*name;
};
struct kld_info {
	int		id;		/* 0: would be loaded */
	int		state;		/* KLD_STATE_* */
	int		refs;		/* its load and its dependents */
	int		userrefs;	/* of them by kldload(2) */
	uintptr_t	address;	/* where it lies in the kernel */
	size_t		size;		/* bytes of memory it occupies */
	size_t		symbols;	/* how many it exports */
	const char	*name;		/* the file's own name */
	const char	*path;		/* where it was read from */
	const char	*format;	/* how it is linked */
	struct kld_depend	*depends;
	size_t			ndepends;
	struct kld_provide	*provides;
	size_t			nprovides;
	struct module_stat	*modules;
	size_t			nmodules;
	struct kld_stage	*stages;	/* in the order of the load */
	size_t			nstages;
};

/*
 * All that is known of the file with that id, or with 0 of all files, in the
 * order in which they were loaded, at one moment.  *count is set to how many
 * there are; the caller frees them by kld_info_free().
 * NULL with errno: ENOENT (no such file), ENOMEM.
 */
struct kld_info	*kld_info(int fileid, size_t *count);

/*
 * What kldload(2) of these n names, one after the other, would load, in that
 * order, and before it the loaded files that this would refer to.  Nothing is
 * loaded.  NULL with the errno of the first kldload(2) that would fail;
 * kld_error() tells more.
 */
struct kld_info	*kld_plan(const char *const names[], size_t n, size_t *count);

/* Free what these two returned; NULL is allowed.  Leaves errno alone. */
void	kld_info_free(struct kld_info *info);

/*
 * The sentence in which the linker said why it refused the last load, unload
 * or plan that this thread asked for, without a newline.  Call it before any
 * other kld call.  Returns its length; 0 and an empty string if there is none
 * (the call worked, or failed before the linker saw it, as for want of
 * privilege); -1 with the errno of sysctl(3).
 */
ssize_t	kld_error(char *buf, size_t size);
__END_DECLS

#endif /* !_KLD_H_ */
