/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel linker: kld system calls for programs, and what the rest of
 * the kernel may ask of loaded files.  kld(4), kldload(2), kldstat(2).
 */
#ifndef _SYS_LINKER_H_
#define	_SYS_LINKER_H_

#include <sys/param.h>
#include <sys/_abi.h>
#include <sys/types.h>

/*
 * kldstat(2).  The caller sets version to sizeof(struct kld_file_stat), or
 * to KLD_FILE_STAT_1_SIZE for the older form that ends before pathname.
 */
struct kld_file_stat {
	int		version;
	char		name[MAXPATHLEN];	/* the file's own name */
	int		refs;			/* its load and its dependents */
	int		id;
	caddr_t		address;		/* where it lies in the kernel */
	size_t		size;			/* bytes of memory it occupies */
	char		pathname[MAXPATHLEN];	/* where it was read from */
};
#define	KLD_FILE_STAT_1_SIZE	1056
__ABI_SIZE(struct kld_file_stat, 2080);
__ABI_MEMBER(struct kld_file_stat, version, 0, 4);
__ABI_MEMBER(struct kld_file_stat, name, 4, 1024);
__ABI_MEMBER(struct kld_file_stat, refs, 1028, 4);
__ABI_MEMBER(struct kld_file_stat, id, 1032, 4);
__ABI_MEMBER(struct kld_file_stat, address, 1040, 8);
__ABI_MEMBER(struct kld_file_stat, size, 1048, 8);
__ABI_MEMBER(struct kld_file_stat, pathname, KLD_FILE_STAT_1_SIZE, 1024);

/* kldsym(2) */
struct kld_sym_lookup {
	int		version;	/* sizeof(struct kld_sym_lookup) */
	char		*symname;	/* in */
	u_long		symvalue;	/* out */
	size_t		symsize;	/* out */
};
#define	KLDSYM_LOOKUP	1
__ABI_SIZE(struct kld_sym_lookup, 32);
__ABI_MEMBER(struct kld_sym_lookup, version, 0, 4);
__ABI_MEMBER(struct kld_sym_lookup, symname, 8, 8);
__ABI_MEMBER(struct kld_sym_lookup, symvalue, 16, 8);
__ABI_MEMBER(struct kld_sym_lookup, symsize, 24, 8);

/* kldunloadf(2) flags */
#define	LINKER_UNLOAD_NORMAL	0
#define	LINKER_UNLOAD_FORCE	1	/* goes on when MOD_QUIESCE refuses */

/* Longest sentence that sysctl kern.kld.error gives, with its NUL. */
#define	KLD_ERROR_MAX	512

/*
 * What is known of files.  sysctl kern.kld.info gives all files in the order
 * in which they were loaded, kern.kld.info.ID one of them, and kern.kld.plan,
 * whose new value is a name as for kldload(2), those that such a load would
 * bring, dependencies first, and before them the loaded ones that they would
 * refer to, all with the references of afterwards.  Programs use kld_info(3).
 *
 * The value is a row of records, each padded with zeros to 8 bytes.
 * KLD_INFO_FILE begins a file, and what follows up to the next one is about
 * it.  There can be more types than these: skip what is not known.
 */
struct kld_info_record {
	uint32_t	type;			/* KLD_INFO_* */
	uint32_t	length;			/* bytes, without padding */
};
#define	KLD_INFO_FILE		1	/* struct kld_info_file */
#define	KLD_INFO_NAME		2	/* string: the file's own name */
#define	KLD_INFO_PATH		3	/* string: where it was read from */
#define	KLD_INFO_FORMAT		4	/* string: how it is linked */
#define	KLD_INFO_DEPEND		5	/* number: id; string: name of a file */
#define	KLD_INFO_PROVIDE	6	/* number: version; string: a module */
#define	KLD_INFO_MODULE		7	/* struct module_stat */
#define	KLD_INFO_STAGE		8	/* number: nanoseconds; string: stage */

struct kld_info_file {
	int32_t		version;	/* sizeof(struct kld_info_file) */
	int32_t		id;		/* 0: it is not loaded, a plan */
	int32_t		state;		/* KLD_STATE_* */
	int32_t		refs;		/* its load and its dependents */
	int32_t		userrefs;	/* of them by kldload(2) */
	int32_t		spare;
	uint64_t	address;	/* where it lies; 0 in a plan */
	uint64_t	size;		/* bytes of memory */
	uint64_t	symbols;	/* how many it exports */
};
#define	KLD_STATE_PLANNED	1	/* would be loaded */
#define	KLD_STATE_STARTING	2	/* its start-up code runs */
#define	KLD_STATE_ACTIVE	3
#define	KLD_STATE_STOPPING	4	/* its shut-down code runs */

struct kld_info_string {
	int64_t		number;
	char		string[];	/* with its NUL */
};

/* Metadata of preloaded files, boot loader to kernel. */
#define	MODINFO_END		0x0000	/* ends the list */
#define	MODINFO_NAME		0x0001	/* begins a file; its path */
#define	MODINFO_TYPE		0x0002	/* string */
#define	MODINFO_ADDR		0x0003	/* where it lies, physical */
#define	MODINFO_SIZE		0x0004	/* bytes */
#define	MODINFO_EMPTY		0x0005	/* no meaning, skip */
#define	MODINFO_ARGS		0x0006	/* string */
#define	MODINFO_METADATA	0x8000	/* one of MODINFOMD_* is added */

#define	MODINFOMD_AOUTEXEC	0x0001	/* struct exec */
#define	MODINFOMD_ELFHDR	0x0002	/* Elf_Ehdr */
#define	MODINFOMD_SSYM		0x0003	/* first byte of the symbols, physical */
#define	MODINFOMD_ESYM		0x0004	/* byte after the symbols */
#define	MODINFOMD_DYNAMIC	0x0005	/* the _DYNAMIC pointer */
#define	MODINFOMD_ENVP		0x0006	/* kernel environment, physical */
#define	MODINFOMD_HOWTO		0x0007	/* boot flags, RB_* */
#define	MODINFOMD_KERNEND	0x0008	/* first free physical address */
#define	MODINFOMD_SHDR		0x0009	/* section headers of an ET_REL file */
#define	MODINFOMD_CTORS_ADDR	0x000a
#define	MODINFOMD_CTORS_SIZE	0x000b
#define	MODINFOMD_FW_HANDLE	0x000c
#define	MODINFOMD_SMAP		0x1001	/* struct bios_smap[] */
#define	MODINFOMD_EFI_MAP	0x1004
#define	MODINFOMD_EFI_FB	0x1005	/* struct efi_fb */

/* A screen in memory, rows of pixels of 32 bits; FreeBSD's layout. */
struct efi_fb {
	uint64_t	fb_addr;	/* physical */
	uint64_t	fb_size;	/* bytes */
	uint32_t	fb_height;	/* pixels */
	uint32_t	fb_width;
	uint32_t	fb_stride;	/* pixels from a row to the next */
	uint32_t	fb_mask_red;	/* which bits of a pixel */
	uint32_t	fb_mask_green;
	uint32_t	fb_mask_blue;
	uint32_t	fb_mask_reserved;
};

#ifdef _KERNEL

struct linker_file;
struct mod_depend;
struct sx;
struct thread;

typedef struct linker_file *linker_file_t;

/*
 * The linker's files, their references and the symbol table.  Held shared to
 * look, exclusively to change; dropped while a module's own code runs.
 */
extern struct sx	kld_sx;

extern linker_file_t	linker_kernel_file;

/*
 * Load NAME (a module, or a path when it has a slash) for td and count the
 * caller's reference.  Returns the id in *fileid when fileid is not NULL.
 * EPERM, EEXIST, ENOENT, ENOEXEC, ENOMEM, or what MOD_LOAD said; the reason
 * stands in the thread's kern.kld.error.
 */
int	kern_kldload(struct thread *td, const char *name, int *fileid);
int	kern_kldunload(struct thread *td, int fileid, int flags);

/*
 * Make sure that a module is loaded and hold its file; for kernel code that
 * needs a module to go on.  linker_release_module() lets it go again.
 */
int	linker_reference_module(const char *modname,
	    const struct mod_depend *verinfo, linker_file_t *result);
int	linker_release_module(linker_file_t lf);

/*
 * Name the function or object that holds addr: "function+0x1c", or
 * "foo.ko:function+0x1c" in a module, at most len bytes.  Takes no lock, so
 * that a panic can use it.  ENOENT if no file holds the address.
 */
int	linker_symbol_name(vm_offset_t addr, char *buf, size_t len);

/* Free what the linker keeps for a thread; called when the thread is freed. */
void	linker_thread_free(struct thread *td);

/*
 * The boot loader's metadata.  preload_metadata points to the first record,
 * or is NULL; the machine-dependent start sets it.  Valid while booting.
 */
extern caddr_t	preload_metadata;

/* The first record of the (next) file, by its name or type, or NULL. */
caddr_t	preload_search_by_name(const char *name);
caddr_t	preload_search_by_type(const char *type);
caddr_t	preload_search_next_name(caddr_t mod);
/* The payload of one record (MODINFO_*) of a file, or NULL. */
caddr_t	preload_search_info(caddr_t mod, int info);
size_t	preload_info_size(caddr_t mod, int info);
/* The file's contents in the direct map, or NULL; its size in bytes. */
void	*preload_fetch_addr(caddr_t mod);
size_t	preload_fetch_size(caddr_t mod);
/* Take a file out of the list and give its whole pages back. */
void	preload_release(caddr_t mod);

#endif /* _KERNEL */

#ifndef _KERNEL

#include <sys/cdefs.h>

__BEGIN_DECLS
int	kldload(const char *);
int	kldunload(int);
int	kldunloadf(int, int);
int	kldfind(const char *);
int	kldnext(int);
int	kldstat(int, struct kld_file_stat *);
int	kldfirstmod(int);
int	kldsym(int, int, void *);
__END_DECLS

#endif /* !_KERNEL */

#endif /* !_SYS_LINKER_H_ */
