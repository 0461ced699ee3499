/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of the boot loader share, and what a boot method (pvh,
 * later efi) supplies.  This code also builds for the host, for its tests:
 * it uses nothing but the compiler's headers and the constants in sys/.
 */
#ifndef _STAND_H_
#define	_STAND_H_

#include <sys/types.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define	STAND_PAGE_SIZE	4096u

#define	STAND_PRINTF(fmt, first) __attribute__((__format__(__printf__, fmt, first)))
#define	STAND_NORETURN	__attribute__((__noreturn__))

/* A file's contents, wherever the boot method found them. */
struct file {
	const char	*path;
	const uint8_t	*data;
	uint64_t	size;
	const char	*error;		/* why it cannot be read, or NULL */
};

/*
 * Supplied by the boot method.  stand_alloc() returns zeroed memory, aligned
 * to 16 bytes, that is never given back; it does not return when there is
 * none.  stand_open() finds a file by its absolute path; file->path is the
 * caller's pointer.  It is true if the file is there, which may be damaged.
 */
void	 stand_putc(int c);
void	*stand_alloc(size_t size);
bool	 stand_open(const char *path, struct file *file);
void	 stand_exit(void) STAND_NORETURN;

/*
 * The kernel and its modules are placed: add the root archive, unless a file
 * of type "mfs_root" is among them.  False if there is none that can be read,
 * which is reported.
 */
struct boot;
bool	 stand_add_root(struct boot *boot);

/*
 * Wait so many milliseconds for a byte from the console; the result is the
 * byte, or -1.  With STAND_FOREVER it is -1 if there is no console to wait
 * for.  stand_list() calls dir_add() for what lies in a folder.
 */
#define	STAND_FOREVER	(~0u)
struct dir_sort;
int	 stand_getc(unsigned ms);
void	 stand_list(const char *dir, struct dir_sort *sort);

/*
 * printf.c.  Conversions: %s %c %d %u %x %% with the sizes l and z.
 * stand_warn() prints one line that begins with "loader: ";
 * stand_fatal() does the same and leaves the loader.
 */
void	stand_vprintf(const char *fmt, va_list ap);
void	stand_printf(const char *fmt, ...) STAND_PRINTF(1, 2);
void	stand_warn(const char *fmt, ...) STAND_PRINTF(1, 2);
void	stand_fatal(const char *fmt, ...) STAND_PRINTF(1, 2) STAND_NORETURN;

/* string.c; on the host these are the C library's. */
void	*memcpy(void *dst, const void *src, size_t len);
void	*memset(void *dst, int c, size_t len);
int	 memcmp(const void *a, const void *b, size_t len);
size_t	 strlen(const char *s);
int	 strcmp(const char *a, const char *b);
char	*strchr(const char *s, int c);

/* strings.c: strings that stand_alloc() holds; names are hashed by FNV-1a. */
uint32_t string_hash(const char *s, size_t len);
char	*string_dup(const char *s, size_t len);
char	*string_hex(uint64_t value);
char	*string_join(const char *a, const char *b, const char *c);
bool	 string_begins(const char *s, const char *prefix);
bool	 string_same_word(const char *a, const char *b);

/*
 * env.c: named values in the order in which they were first set.  The
 * strings are kept, not copied.
 */
#define	ENV_BUCKETS	64

struct env_var {
	const char	*name;
	const char	*value;
	struct env_var	*next;		/* in order of setting */
	struct env_var	*chain;		/* in one bucket */
};

struct env {
	struct env_var	*first;
	struct env_var	*last;
	struct env_var	*bucket[ENV_BUCKETS];
};

/* env_set() with NULL unsets; env_get() gives NULL for what is not set. */
const char *env_get(const struct env *env, const char *name);
void	 env_set(struct env *env, const char *name, const char *value);
size_t	 env_image_size(const struct env *env);
void	 env_image_write(const struct env *env, char *image);

/*
 * The text from s to end, with the values of variables for $NAME and ${NAME},
 * and without quotes and backslashes; a backslash keeps what follows as it
 * is.  NULL: that would be longer than 1 MiB.
 */
char	*env_expand(const struct env *env, const char *s, const char *end);
bool	 is_word_char(int c);		/* in a name without braces */

/*
 * conf.c: loader.conf(5) assignments into boot->env.  What cannot be parsed
 * is reported as "file:line:column: reason" and skipped; the number of such
 * reports is returned.  The value of "exec" is run as a command.
 */
unsigned conf_parse_file(struct boot *boot, const struct file *file);
unsigned conf_parse_words(struct boot *boot, const char *source,
	    const char *words);

/* config.c: all configuration files, then the words of the command line. */
void	 config_read(struct boot *boot, const char *words);

/*
 * dir.c: a folder's contents, sorted by name.  file_read() is false for a
 * file that is not there, and reports one that cannot be read.
 */
struct dir_entry {
	const char	*name;
	uint64_t	size;
	bool		folder;
	struct dir_entry *next;
};

void	 dir_add(struct dir_sort *sort, const char *name, size_t len,
	    uint64_t size, bool folder);
struct dir_entry *dir_read(const char *path);
bool	 file_read(const char *path, struct file *file);

/*
 * archive.c: an index of the regular files in a ustar archive, or in several
 * that follow one another; of files with one name the last counts.
 */
#define	ARCHIVE_BUCKETS	1024

struct archive_member {
	const char	*name;		/* without a leading slash */
	const uint8_t	*data;
	uint64_t	size;
	struct archive_member *chain;
};

struct archive {
	struct archive_member *bucket[ARCHIVE_BUCKETS];
};

/* False when a damaged header ended the reading early (it is reported). */
bool	archive_index(struct archive *ar, const uint8_t *data, uint64_t size);
bool	archive_open(const struct archive *ar, const char *path,
	    struct file *file);
void	archive_list(const struct archive *ar, const char *dir,
	    struct dir_sort *sort);

/*
 * area.c: the memory in which the kernel and what follows it are laid out,
 * from `pa' up.  `base' is where the loader reaches it.
 */
struct area {
	uint8_t		*base;
	uint64_t	pa;		/* physical address of base[0] */
	uint64_t	size;		/* bytes there are */
	uint64_t	used;		/* bytes that are taken */
};

/* Both give NULL when the memory is not free; `align' is a power of 2. */
uint8_t	*area_take(struct area *area, uint64_t size, uint64_t align);
uint8_t	*area_take_at(struct area *area, uint64_t pa, uint64_t size);
uint64_t area_pa(const struct area *area, const uint8_t *p);

/* preload.c: the files that are passed to the kernel, and their metadata. */
struct metadata {
	uint32_t	type;		/* MODINFOMD_* */
	uint32_t	size;
	void		*data;
	struct metadata	*next;
};

struct preload {
	const char	*name;
	const char	*type;
	const char	*args;		/* or NULL */
	uint64_t	addr;		/* physical */
	uint64_t	size;
	struct metadata	*metadata;
	struct preload	*next;
};

struct preload_list {
	struct preload	*first;
	struct preload	*last;
};

struct preload *preload_add(struct preload_list *list, const char *name,
	    const char *type, uint64_t addr, uint64_t size);
bool	 preload_has_type(const struct preload_list *list, const char *type);
void	*preload_metadata(struct preload *file, uint32_t type,
	    const void *data, size_t size);
size_t	 preload_image_size(const struct preload_list *list);
void	 preload_image_write(const struct preload_list *list, uint8_t *image);

/*
 * modmeta.c: a file's module metadata, in the file's order.  A MDT_VERSION
 * has its version in all three numbers; a module for which the file has none
 * gets one of version 0.
 */
struct modmeta {
	int		type;		/* MDT_DEPEND, _MODULE, _VERSION */
	const char	*name;
	int		minimum;
	int		preferred;
	int		maximum;
	struct modmeta	*next;
};

const char *modmeta_read(const struct file *file, struct modmeta **list);

/*
 * hints.c: the file of a folder that holds a module, by its linker.hints;
 * wanted restricts the version, unless it is NULL.  HINTS_OTHER: file holds
 * the module, but in another version.  Hints that are damaged, or that name a
 * file which is not there, are reported once and ignored.
 */
enum hints_answer {
	HINTS_NONE,
	HINTS_FOUND,
	HINTS_OTHER
};

enum hints_answer hints_find(struct boot *boot, const char *dir,
	    const char *module, const struct modmeta *wanted,
	    struct file *file);

/*
 * select.c: the files that were chosen, in the order in which the kernel is
 * to see them.  They are placed in memory only when the kernel is started.
 */
#define	SELECTION_BUCKETS	128

struct selected {
	struct file	file;
	const char	*type;
	const char	*args;		/* or NULL */
	struct modmeta	*meta;
	enum {
		SELECTED_NEW,
		SELECTED_OPEN,		/* examined */
		SELECTED_WAITING,	/* for a dependency */
		SELECTED_READY,		/* in the list */
		SELECTED_FAILED		/* and this was reported */
	} state;
	const struct modmeta *depend;	/* the next to be looked at */
	struct selected	*parent;	/* waits for this one */
	struct selected	*next;
	struct selected	*chain;		/* in one bucket of paths */
};

struct provider {
	const struct modmeta *meta;
	struct provider	*next;
};

struct selection {
	struct selected	*first;
	struct selected	*last;
	struct selected	*kernel;
	struct selected	*path[SELECTION_BUCKETS];
	struct provider	*provider[SELECTION_BUCKETS];
};

/* Those that give a bool have reported what made them fail. */
bool	find_file(struct boot *boot, const char *name, struct file *file);
bool	select_file(struct boot *boot, const char *name, const char *type,
	    const char *args);
bool	select_kernel(struct boot *boot, const char *path,
	    const struct file *file);
void	select_forget_failed(struct boot *boot);
void	select_nothing(struct boot *boot);
bool	select_place(struct boot *boot);

/* boot.c: all that a boot does between finding its files and the jump. */
struct boot {
	struct area	area;
	/* More memory for files, where it can be had, mapped as is; NULL. */
	void		*(*pages)(uint64_t size);
	struct env	env;
	struct env	conf_read;	/* paths of configuration files */
	struct hints	*hints;
	struct selection selection;
	struct preload_list files;	/* those that are placed */
	struct preload	*kernel;
	bool		conf_pending;	/* files are named and not yet read */
	bool		own_path;	/* module_path was given */
	bool		interactive;	/* at the prompt */
	bool		selecting;	/* modules that variables name */
	bool		started;	/* the command "boot" was given */
	uint32_t	flags;		/* RB_*, from that command */
	uint64_t	entry;		/* virtual */
	uint32_t	modulep;	/* physical */
	uint32_t	kernend;	/* physical */
};

/*
 * preload.c: copy a file to where the kernel finds it: behind the kernel, or
 * where else there is memory.  NULL: nowhere.
 */
struct preload *preload_file(struct boot *boot, const struct file *file,
	    const char *type);

/*
 * Read the configuration, let a person change it, and place the kernel and
 * its modules.  The boot method may then add files and metadata before
 * boot_finish() writes the environment and the metadata behind them.
 */
void	boot_load(struct boot *boot, const char *words);
void	boot_finish(struct boot *boot);

/*
 * The kernel and the modules that the variables name, instead of others.
 * boot_flag() adds what a letter of kernel_options or of boot stands for.
 */
bool	boot_select_kernel(struct boot *boot);
bool	boot_select(struct boot *boot);
bool	boot_flag(char letter, uint32_t *flags);

/* command.c, line.c, prompt.c */
#define	COMMAND_MAX	1024		/* bytes of a line, with its NUL */

bool	command_run(struct boot *boot, const char *line);
bool	line_read(const char *prompt, char *line);
void	prompt(struct boot *boot);

/* Page by page, if it is on; false if that is enough. */
struct pager {
	unsigned	lines;
	bool		on;
	bool		stopped;
};

bool	pager_line(struct pager *pager);

/*
 * elf_kernel.c and elf_module.c check and place an ELF file; the result is
 * NULL, or one sentence that says why the file cannot be used.
 */
const char *elf_check_kernel(const struct file *file);
const char *elf_load_kernel(struct boot *boot, const struct file *file);
const char *elf_check_module(const struct file *file, const char **type);
const char *elf_load_module(struct boot *boot, const struct file *file);

#endif /* !_STAND_H_ */
