/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of the kernel linker know of each other: a file, the
 * operations of a linker class, symbols, images and errors.
 *
 * Locks: (k) kld_sx, (c) constant once the file is visible, (o) only the
 * thread whose transaction works on the file.
 */
#ifndef _KERN_LINKER_IF_H_
#define	_KERN_LINKER_IF_H_

#include <sys/types.h>
#include <sys/time.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/linker.h>
#include <sys/module.h>

struct sbuf;
struct sysctl_req;
struct sysinit;
struct vattr;
struct vnode;

MALLOC_DECLARE(M_LINKER);

#define	LINKER_SUFFIX	".ko"

enum linker_state {
	LINKER_LINKING,		/* being built, only its name is visible */
	LINKER_PLANNED = KLD_STATE_PLANNED,	/* linked, for a plan only */
	LINKER_STARTING = KLD_STATE_STARTING,	/* its start-up code runs */
	LINKER_ACTIVE = KLD_STATE_ACTIVE,
	LINKER_STOPPING = KLD_STATE_STOPPING	/* its shut-down code runs */
};

/* The stages of a load, in order; kern_linker.c has what they do. */
enum linker_stage {
	LINKER_IDENTIFY,
	LINKER_CHECK,
	LINKER_PLACE,
	LINKER_METADATA,
	LINKER_PROVIDE,
	LINKER_DEPEND,
	LINKER_RELOCATE,
	LINKER_EXPORT,
	LINKER_PROTECT,
	LINKER_SYSCTLS,		/* from here on the file is more than bytes */
	LINKER_MODULES,
	LINKER_START,
	LINKER_STAGES		/* how many there are */
};

struct linker_file;
TAILQ_HEAD(linker_file_list, linker_file);

/*
 * One load or unload that a thread carries out.  While it works on a file,
 * others who want that file wait for the end; waiting says what the
 * transaction itself waits for, which is how a deadlock is seen.
 *
 * A plan is a load that ends before LINKER_SYSCTLS, and is undone.  It runs no
 * code of the files and holds kld_sx until it is undone, so nobody sees it; if
 * it has to wait, it is undone before.
 */
struct linker_txn {
	struct thread		*td;
	LIST_ENTRY(linker_txn)	waiters;	/* (k) all that wait */
	struct linker_file	*waiting;	/* (k) NULL: for nothing */
	bool			boot;		/* (c) SYSINITs join the kernel's */
	bool			plan;		/* (c) */
	struct linker_file_list	planned;	/* (k) in load order */
	struct linker_file	*awaited;	/* (k) a plan waits for it */
	/* Files whose last reference went, to be unloaded at the end. */
	TAILQ_HEAD(, linker_file) doomed;	/* (k) */
};

/* A module name and version that a file provides (MODULE_VERSION). */
struct linker_provision {
	LIST_ENTRY(linker_provision) hash;	/* (k) by name */
	const char		*name;		/* (c) in the file's memory */
	int			version;	/* (c) 0 without MODULE_VERSION */
	struct linker_file	*file;		/* (c) */
};

/* A symbol in the table of all files. */
struct linker_symbol {
	struct linker_symbol	*next;		/* (k) same hash bucket */
	const char		*name;		/* (c) in the file's string table */
	struct linker_file	*file;		/* (c) */
	uint64_t		value;		/* (c) address */
	uint64_t		size;		/* (c) bytes, 0 if not known */
	uint32_t		hash;		/* (c) linker_symbol_hash(name) */
	uint32_t		len;		/* (c) strlen(name) */
};

/* Bytes of an image in kernel memory; see linker_image_view(). */
struct linker_view {
	const char	*mem;
	char		*copy;		/* that memory, if it was allocated */
	const void	*map;		/* or the pages of the file */
	size_t		mapsize;
};

/* Where a file's bytes come from; see link_image.c. */
struct linker_image {
	struct vnode	*vp;		/* a file, referenced and open */
	struct linker_view whole;	/* all of it, if it is small */
	const char	*mem;		/* all of it in memory, or NULL */
	size_t		size;		/* bytes */
	struct timespec	mtime;		/* of the file, when it was opened */
	caddr_t		preload;	/* the boot loader's records, or NULL */
};

/* The linker sets of a file that the kernel looks for. */
enum linker_set_id {
	LINKER_SET_METADATA,
	LINKER_SET_SYSINIT,
	LINKER_SET_SYSCTL,
	LINKER_SET_SYSUNINIT,
	LINKER_SET_ENTRY,	/* KMOD_ENTRY */
	LINKER_SETS		/* how many there are */
};

/* Bytes [off, off + len) of the file exist. */
static inline bool
linker_image_holds(const struct linker_image *img, uint64_t off, uint64_t len)
{

	return (off <= img->size && len <= img->size - off);
}

/* A linker set in a linked file: count pointers from start on. */
struct linker_set {
	void	**start;
	int	count;
};

struct linker_class;
struct linker_entry;
TAILQ_HEAD(modulelist, module);

struct linker_file {
	TAILQ_ENTRY(linker_file) link;		/* (k) all files, or planned */
	LIST_ENTRY(linker_file)	hash_id;	/* (k) */
	LIST_ENTRY(linker_file)	hash_name;	/* (k) */
	TAILQ_ENTRY(linker_file) doomed;	/* (k) */
	struct linker_txn	*doomer;	/* (k) on whose list that is */
	enum linker_state	state;		/* (k) */
	struct linker_txn	*txn;		/* (k) who works on it */
	int			id;		/* (c) 0 until it is linked */
	int			refs;		/* (k) load and dependents */
	int			userrefs;	/* (k) of them by kldload(2) */
	const char		*filename;	/* (c) last part of pathname */
	caddr_t			address;	/* (c) */
	size_t			size;		/* (c) bytes */
	const struct linker_class *class;	/* (c) */
	void			*priv;		/* (c) the class's own */
	struct linker_file	**deps;		/* (c) files it links to */
	int			ndeps;		/* (o) */
	int			maxdeps;	/* (o) room in deps */
	struct linker_set	metadata;	/* (c) once it is checked */
	struct linker_set	sysctls;	/* (c) the same */
	struct linker_set	sysinits;	/* (c) */
	struct linker_set	sysuninits;	/* (c) */
	int			nextdep;	/* (o) metadata looked at */
	size_t			nextsymbol;	/* (o) symbols looked at */
	u_int			mark;		/* (k) see link_symtab.c */
	int			rank;		/* (k) place among the marked */
	struct linker_symbol	*symbols;	/* (c) the exported ones */
	size_t			nsymbols;	/* (c) */
	struct linker_provision	*provisions;	/* (c) */
	int			nprovisions;	/* (c) */
	struct linker_entry	*entry;		/* (c) NULL: no entry point */
	struct modulelist	modules;	/* modules_sx */
	int			start_error;	/* (o) what MOD_LOAD said */
	struct sysinit		*lastinit;	/* (o) the SYSINIT that failed */
	uint64_t		ticks[LINKER_STAGES]; /* (o) time of each */
	char			pathname[];	/* (c) where it was read from */
};

/*
 * A linker class knows one file format.  Its functions report errors through
 * linker_error() and return an errno.  They are called in this order, each
 * once, by the stages of kern_linker.c; discard undoes them all and is safe
 * after any prefix of them.
 */
struct linker_class {
	const char *name;
	/* 0 if the image is of this format; the header holds its start. */
	bool	(*identify)(const void *header, size_t len);
	/* Read and check the headers, and say where everything goes. */
	int	(*check)(struct linker_file *lf, struct linker_image *img);
	/* Allocate memory and fill it. */
	int	(*place)(struct linker_file *lf, struct linker_image *img);
	/* Make the modmetadata set readable, without other files' symbols. */
	int	(*relocate_metadata)(struct linker_file *lf);
	/*
	 * How many bytes of the file lie at p and behind, 0 if none; pointers
	 * to the file's own memory among them are right from then on.
	 */
	int	(*reach)(struct linker_file *lf, const void *p, size_t *room);
	/*
	 * The name of symbol i if other files have to define it, an empty name
	 * if not; NULL behind the last one.  Without it a weak one is 0.
	 */
	const char *(*undefined)(struct linker_file *lf, size_t i, bool *weak);
	/* Resolve and relocate everything; deps are in lf->deps. */
	int	(*relocate)(struct linker_file *lf);
	/* List the exported symbols in lf->symbols. */
	int	(*export)(struct linker_file *lf);
	/* Where e_entry leads, or 0; all is relocated. */
	vm_offset_t (*entry)(struct linker_file *lf);
	/* Does addr lie in the file's own code? */
	bool	(*executable)(struct linker_file *lf, vm_offset_t addr);
	/* Set the final protection. */
	int	(*protect)(struct linker_file *lf);
	/*
	 * Constructors before the SYSINITs; destructors after the SYSUNINITs,
	 * of a file whose constructors have run.
	 */
	void	(*construct)(struct linker_file *lf);
	void	(*destruct)(struct linker_file *lf);
	void	(*discard)(struct linker_file *lf);
	/* Find a linker set; false if there is none. */
	bool	(*set)(struct linker_file *lf, enum linker_set_id id,
		    struct linker_set *set);
	/* The symbol that holds addr; lock-free.  Its offset goes to *off. */
	const char *(*symbol_at)(struct linker_file *lf, vm_offset_t addr,
		    u_long *off);
};

extern const struct linker_class link_elf_obj_class;
extern const struct linker_class link_elf_class;
extern const struct linker_class link_kernel_class;

/* kern_linker.c: the files, loading and unloading; kld_sx is held */
extern struct linker_file_list linker_files;
void	linker_txn_begin(struct linker_txn *txn);
void	linker_txn_end(struct linker_txn *txn);
int	linker_load(struct linker_txn *txn, const char *path,
	    struct linker_file **lfp);
bool	linker_examine(struct linker_txn *txn, const char *path,
	    char module[static MAXMODNAME], int *version);
int	linker_unload(struct linker_txn *txn, struct linker_file *lf,
	    int flags);
int	linker_wait(struct linker_txn *txn, struct linker_file *lf);
void	linker_loaded(struct linker_file *lf);
bool	linker_keep(struct linker_file *lf, int error);
void	linker_discard(struct linker_txn *txn, struct linker_file *lf);
void	linker_deref(struct linker_txn *txn, struct linker_file *lf);
void	linker_spare(struct linker_file *lf);
const char *linker_stage_name(enum linker_stage stage);

/* Is the file linked for a plan only, so that its code must not run? */
static inline bool
linker_is_plan(const struct linker_file *lf)
{

	return (lf->txn->plan);
}

/* kern_kld.c */
int	kld_allowed(struct thread *td, int priv);
int	linker_bad_name(int error);
int	linker_load_by_name(struct linker_txn *txn, const char *name,
	    const struct mod_depend *range, struct linker_file **lfp);

/* kern_linker_info.c: records of struct kld_info_record; kld_sx is held */
void	linker_info_put(struct sbuf *sb, struct linker_file *lf);
int	linker_info_reply(struct sysctl_req *req, struct sbuf *sb, int error);

/* kern_linker_file.c: the table of files; kld_sx is held */
struct linker_file *linker_file_create(const char *path);
void	linker_file_destroy(struct linker_file *lf);
void	linker_file_rename(struct linker_file *lf, const char *filename);
void	linker_file_number(struct linker_file *lf);
struct linker_file *linker_find_by_id(int id);
struct linker_file *linker_find_by_name(const char *name);
struct linker_file *linker_file_at(vm_offset_t addr);
bool	linker_visible(const struct linker_file *lf);
const char *linker_basename(const char *path);

/* kern_linker_event.c: the handlers that others have registered */
void	linker_event_load(struct linker_file *lf);
int	linker_event_unload_try(struct linker_file *lf);
void	linker_event_unload(const char *filename, caddr_t address,
	    size_t size);

/* kern_linker_start.c: what runs when a file starts and stops */
int	linker_register_sysctls(struct linker_file *lf);
void	linker_unregister_sysctls(struct linker_file *lf);
int	linker_register_modules(struct linker_file *lf);
int	linker_check_modules(struct linker_file *lf);
void	linker_unregister_modules(struct linker_file *lf);
int	linker_quiesce(struct linker_file *lf, int flags);
int	linker_start(struct linker_file *lf);
void	linker_start_boot(struct linker_file *lf);
void	linker_start_failed(struct linker_file *lf, const char *module,
	    int error);
const char *linker_withdraw(struct linker_file *lf);
void	linker_stop(struct linker_file *lf);

/* kern_linker_use.c: what of the kernel uses a file; kld_sx is not held */
int	linker_check_open(struct linker_file *lf);
int	linker_check_caller(struct linker_file *lf);
int	linker_check_unused(struct linker_file *lf);
void	linker_end_use(struct linker_file *lf);

/* kern_linker_entry.c: the module that an entry point makes; NULL: none */
int	linker_entry_make(struct linker_file *lf);
const moduledata_t *linker_entry_module(const struct linker_file *lf);
struct sysinit **linker_entry_sysinit(const struct linker_file *lf);

/* kern_linker_depend.c: provisions and dependencies */
int	linker_provide(struct linker_file *lf);
void	linker_unprovide(struct linker_file *lf);
struct linker_provision *linker_provision_find(const char *name,
	    const struct mod_depend *range);
int	linker_depend(struct linker_txn *txn, struct linker_file *lf,
	    char **wantpath);
int	linker_depend_add(struct linker_file *lf, struct linker_file *dep);

/* Whether a version is among those that are asked for; NULL: any is. */
static inline bool
linker_in_range(int version, const struct mod_depend *range)
{

	return (range == NULL || (version >= range->md_ver_minimum &&
	    version <= range->md_ver_maximum));
}

/* link_search.c: kern.module_path */
void	linker_search_path(const char *path);
bool	linker_path(char *path, const char *dir, size_t dirlen,
	    const char *name, const char *suffix);
int	linker_search(const char *name, const struct mod_depend *range,
	    char **path);

const char *linker_next_dir(const char *dir, size_t *len);

/* link_findable.c */
char	*linker_findable(struct linker_file *lf, const char *symbol);

/* link_hints.c: linker.hints; kld_sx is held */
enum linker_hints_answer {
	LINKER_HINTS_NONE,
	LINKER_HINTS_FOUND,
	LINKER_HINTS_OTHER
};
enum linker_hints_answer linker_hints_find(const char *dir, size_t dirlen,
	    const char *module, const struct mod_depend *range, char *path,
	    int *version);
void	linker_hints_flush(void);

/* link_metadata.c: linker sets, and their names without set_ */
extern const char * const linker_set_names[LINKER_SETS];
int	linker_metadata_check(struct linker_file *lf);
int	linker_metadata_check_again(struct linker_file *lf);
bool	linker_metadata_version(struct linker_file *lf,
	    char module[static MAXMODNAME], int *version);
int	linker_sets_check(struct linker_file *lf);

/* link_symtab.c: the symbols of all files */
uint32_t linker_symbol_hash(const char *name);
void	linker_symbol_set_name(struct linker_symbol *sym, const char *name);
int	linker_symtab_add(struct linker_file *lf);
void	linker_symtab_remove(struct linker_file *lf);
void	linker_symtab_scope(struct linker_file *lf);
struct linker_symbol *linker_symtab_lookup(const char *name);
struct linker_symbol *linker_symtab_any(const char *name,
	    const struct linker_file *lf);

/* link_image.c: reading */
int	linker_image_open(struct linker_image *img, const char *path);
bool	linker_image_getattr(const char *path, struct vattr *va);
bool	linker_image_exists(const char *path);
bool	linker_image_changed(const struct linker_image *img);
void	linker_image_close(struct linker_image *img);
int	linker_image_read(struct linker_image *img, const char *filename,
	    void *buf, uint64_t off, size_t len);
int	linker_image_view(struct linker_image *img, const char *filename,
	    uint64_t off, size_t len, struct linker_view *view);
void	linker_view_close(struct linker_view *view);

/* link_preload.c */
caddr_t	linker_preload_at(const char *path);
bool	linker_preload_find(const char *name, char *path, size_t len);

/* link_error.c */
int	linker_error(int error, const char *fmt, ...) __printflike(2, 3);
int	linker_error_log(int error);
char	*linker_error_take(void);
void	linker_error_give(char *sentence);
void	linker_error_clear(void);
void	*linker_alloc(struct linker_file *lf, size_t n, size_t size);
const char *linker_error_last(void);

#endif /* !_KERN_LINKER_IF_H_ */
