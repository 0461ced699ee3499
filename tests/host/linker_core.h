/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker core of the kernel as a library on the host.  One side is
 * compiled with the kernel's headers, the other with the host's; they share
 * plain C types only.
 */
#ifndef _LINKER_CORE_H_
#define	_LINKER_CORE_H_

/* The includer has defined size_t. */

/* For tests: kern_kldload() and kern_kldunload() by a root process. */
void	core_init(void);
int	core_load(const char *path, int *id);
int	core_unload(int id, int flags);
/* kern.module_path; setting it frees all hints. */
void	core_module_path(const char *path);
/* linker_search(), in a range of versions unless max < min. */
int	core_search(const char *name, int min, int preferred, int max,
	    char *path, size_t len);
/* The sentence of the last refusal. */
const char *core_error(void);

/*
 * core_query.c: the value of kern.kld.NAME, a line for each file.  new is the
 * new value, id the number behind the name; either may be NULL.  The errno.
 */
int	core_query(const char *name, const char *new, int *id, char *text,
	    size_t len);
/* kern.kld.implicit_depend. */
void	core_implicit_depend(int on);

/* What has to be the same before and after a refused load. */
struct core_state {
	long	allocations;	/* malloc(9) without the sentence */
	long	bytes;
	long	kld_bytes;	/* module memory */
	long	sysctls;	/* registered */
	long	vnodes;		/* open */
	long	mapped;		/* bytes of files */
	long	files;
	long	kernel_refs;
	long	devices;
};
void	core_state(struct core_state *state);

/*
 * Make the nth operation from now that may fail (an allocation, a read, a
 * change of protection) fail; 0: none.  core_operations() counts them.
 */
void	core_fail_at(long n);
long	core_operations(void);
/*
 * From now on a load ends before any code of the file is run, as its memory
 * cannot be protected; 0: no longer.
 */
void	core_never_run(int never);

/*
 * From now on small memory that is not cleared holds what was freed last of its
 * size, as it can in the kernel.
 */
void	core_reuse_memory(void);

/* Module memory of the machine, in bytes; 64 MiB if nothing is said. */
void	core_module_memory(size_t size);

/*
 * For tests: show bytes as the file of that path, instead of what the disk
 * has; the bytes stay the caller's.  NULL: show it no longer.
 */
void	host_show(const char *path, const void *data, size_t size);
/* From now on nothing of the disk is seen. */
void	host_hide_disk(void);
/*
 * Watch the reads of the file that was shown last: count[i], which is cleared,
 * counts how often byte i is read.  From the second time on, the byte at
 * change is read as another value.  NULL: watch no longer.
 */
void	host_watch(unsigned char *count, size_t change, unsigned char value);
/* That file is cut to size when it is read next. */
void	host_shrink(size_t size);

/* The host's services. */
void	*host_alloc(size_t size);
void	host_free(void *p);
size_t	host_alloc_size(void *p);
void	*host_map_low(size_t size);	/* in the first 2 GiB; NULL */
void	host_unmap(void *p, size_t size);
void	host_protect(void *p, size_t size, int read, int write, int execute);
void	host_set_gs(void *base);
void	host_put(const char *text);
void	host_abort(const char *text) __attribute__((__noreturn__));
/* Returns a handle, or -1. */
int	host_open(const char *path, int *isdir, int *isreg, size_t *size);
/* What changes when the file does. */
void	host_identity(int handle, unsigned long *number, long *seconds,
	    long *nanoseconds);
/* Name number i in a directory of the disk; 0: there are no more. */
int	host_name(const char *dir, int i, char *name, size_t len);
long	host_read(int handle, void *buf, size_t len, size_t off);
void	host_close(int handle);

#endif /* !_LINKER_CORE_H_ */
