/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Choosing the files of a boot: a module comes with those that it depends
 * on, which stand before it in the list, and each file comes once.
 */
#include "elf.h"
#include <sys/module.h>

static unsigned
bucket_of(const char *name)
{
	return (string_hash(name, strlen(name)) % SELECTION_BUCKETS);
}

/* Whether a file in the list holds a module that will do. */
static bool
provided(const struct selection *sel, const struct modmeta *wanted)
{
	const struct provider *p;

	p = sel->provider[bucket_of(wanted->name)];
	for (; p != NULL; p = p->next)
		if (strcmp(p->meta->name, wanted->name) == 0 &&
		    p->meta->minimum >= wanted->minimum &&
		    p->meta->minimum <= wanted->maximum)
			return (true);
	return (false);
}

/* Whether a file, in the list or not, holds a module that will do. */
static bool
provides(const struct selected *s, const struct modmeta *wanted)
{
	const struct modmeta *m;

	for (m = s->meta; m != NULL; m = m->next)
		if (m->type == MDT_VERSION &&
		    strcmp(m->name, wanted->name) == 0 &&
		    m->minimum >= wanted->minimum &&
		    m->minimum <= wanted->maximum)
			return (true);
	return (false);
}

/* The file is settled: it goes to the end of the list. */
static void
append(struct selection *sel, struct selected *s)
{
	const struct modmeta *m;
	struct provider *p;
	unsigned b;

	s->state = SELECTED_READY;
	if (sel->last == NULL)
		sel->first = s;
	else
		sel->last->next = s;
	sel->last = s;
	for (m = s->meta; m != NULL; m = m->next) {
		if (m->type != MDT_VERSION)
			continue;
		b = bucket_of(m->name);
		p = stand_alloc(sizeof(*p));
		p->meta = m;
		p->next = sel->provider[b];
		sel->provider[b] = p;
	}
}

/* The one record of a file, by its path, whatever its fate. */
static struct selected *
record_get(struct boot *boot, const struct file *file)
{
	struct selection *sel = &boot->selection;
	struct selected *s;
	unsigned b;

	b = bucket_of(file->path);
	for (s = sel->path[b]; s != NULL; s = s->chain)
		if (strcmp(s->file.path, file->path) == 0)
			return (s);
	s = stand_alloc(sizeof(*s));
	s->file = *file;
	s->state = SELECTED_NEW;
	s->chain = sel->path[b];
	sel->path[b] = s;
	return (s);
}

/* Look at a file for the first time; what is wrong with it is reported. */
static void
examine(struct selected *s)
{
	const char *error;

	error = elf_check_module(&s->file, &s->type);
	if (error == NULL)
		error = modmeta_read(&s->file, &s->meta);
	s->depend = s->meta;
	s->state = error == NULL ? SELECTED_OPEN : SELECTED_FAILED;
	if (error != NULL)
		stand_warn("%s: %s", s->file.path, error);
}

static bool
open_in(const char *dir, const char *name, struct file *file)
{
	const char *path;

	path = string_join(dir, "/", name);
	return (stand_open(path, file) ||
	    stand_open(string_join(path, ".ko", ""), file));
}

/* The next folder of module_path, or NULL; *path moves on. */
static const char *
next_folder(const char **path)
{
	const char *start, *end;

	for (start = *path; *start == ';'; start++)
		continue;
	if (*start == '\0')
		return (NULL);
	for (end = start; *end != '\0' && *end != ';'; end++)
		continue;
	*path = end;
	while (end - start > 1 && end[-1] == '/')
		end--;
	return (string_dup(start, (size_t)(end - start)));
}

/* A file by its path, or in module_path by its module's or its own name. */
bool
find_file(struct boot *boot, const char *name, struct file *file)
{
	const char *dir, *path;

	if (strchr(name, '/') != NULL)
		return (stand_open(name, file));
	path = env_get(&boot->env, "module_path");
	while (path != NULL && (dir = next_folder(&path)) != NULL)
		if (hints_find(boot, dir, name, NULL, file) == HINTS_FOUND ||
		    open_in(dir, name, file))
			return (true);
	return (false);
}

/*
 * The file for a dependency, as the hints of each folder say or else, if they
 * do not know the module, the one of its name.  If there is none, *other may
 * be a file with another version.
 */
static struct selected *
find_dependency(struct boot *boot, const struct modmeta *wanted,
    const char **other)
{
	const char *dir, *path;
	enum hints_answer hint;
	struct selected *s;
	struct file file;

	*other = NULL;
	path = env_get(&boot->env, "module_path");
	while (path != NULL && (dir = next_folder(&path)) != NULL) {
		hint = hints_find(boot, dir, wanted->name, wanted, &file);
		if (hint == HINTS_OTHER)
			*other = file.path;
		if (hint == HINTS_OTHER || (hint == HINTS_NONE &&
		    !open_in(dir, wanted->name, &file)))
			continue;
		s = record_get(boot, &file);
		if (s->state == SELECTED_NEW)
			examine(s);
		if (s->state == SELECTED_FAILED || provides(s, wanted))
			return (s);
		*other = file.path;
	}
	return (NULL);
}

/* Why s, and with it each file that waits for it, cannot be had. */
static void
fail(struct selected *s, const struct modmeta *wanted, const char *reason)
{
	stand_warn("%s: not loaded: it depends on %s (version %d to %d), %s",
	    s->file.path, wanted->name, wanted->minimum, wanted->maximum,
	    reason);
	for (; s != NULL; s = s->parent) {
		s->state = SELECTED_FAILED;
		if (s->parent != NULL)
			stand_warn("%s: not loaded: it depends on %s",
			    s->parent->file.path, s->file.path);
	}
}

/*
 * The next thing to do for the file s: the result is the file to go on with,
 * or NULL when all are done or failed.  Files that wait are linked by their
 * `parent', so that dependencies may be nested as deep as they like.
 */
static struct selected *
step(struct boot *boot, struct selected *s)
{
	const struct modmeta *wanted;
	struct selected *dep, *parent;
	const char *other;

	wanted = s->depend;
	if (wanted == NULL) {
		parent = s->parent;
		append(&boot->selection, s);
		return (parent);
	}
	if (wanted->type != MDT_DEPEND || provides(s, wanted) ||
	    provided(&boot->selection, wanted)) {
		s->depend = wanted->next;
		return (s);
	}
	dep = find_dependency(boot, wanted, &other);
	if (dep == NULL && other != NULL)
		fail(s, wanted, string_join("and ", other,
		    " is none of these"));
	else if (dep == NULL)
		fail(s, wanted, "which is in no folder of module_path");
	else if (dep->state == SELECTED_FAILED)
		fail(s, wanted, "which cannot be used");
	else if (dep->state == SELECTED_WAITING || dep == s)
		fail(s, wanted, "which depends on it in turn");
	else {
		s->state = SELECTED_WAITING;
		dep->parent = s;
		return (dep);
	}
	return (NULL);
}

/* A module and all that it depends on; false if it cannot be had. */
static bool
select_module(struct boot *boot, struct selected *s)
{
	struct selected *next;

	if (s->state == SELECTED_NEW)
		examine(s);
	for (next = s->state == SELECTED_OPEN ? s : NULL; next != NULL; )
		next = step(boot, next);
	return (s->state == SELECTED_READY);
}

static bool
is_module_type(const char *type)
{
	return (type == NULL || strcmp(type, "elf module") == 0 ||
	    strcmp(type, "elf obj module") == 0 ||
	    strcmp(type, "elf kernel") == 0);
}

bool
select_file(struct boot *boot, const char *name, const char *type,
    const char *args)
{
	struct selected *s;
	struct file file;

	if (!find_file(boot, name, &file)) {
		stand_warn("%s: no such %s%s%s", name,
		    is_module_type(type) ? "module" : "file",
		    strchr(name, '/') != NULL ? "" : " in ",
		    strchr(name, '/') != NULL ? "" :
		    env_get(&boot->env, "module_path"));
		return (false);
	}
	s = record_get(boot, &file);
	if (s->state == SELECTED_READY)
		return (true);
	s->args = args;
	if (!is_module_type(type)) {
		if (file.error != NULL) {
			stand_warn("%s: %s", file.path, file.error);
			return (false);
		}
		s->type = type;
		append(&boot->selection, s);
		return (true);
	}
	return (select_module(boot, s));
}

/* The kernel comes first, and its modules count as there. */
bool
select_kernel(struct boot *boot, const char *path, const struct file *file)
{
	struct selected *s;
	const char *error;

	s = stand_alloc(sizeof(*s));
	s->file = *file;
	s->file.path = path;
	s->type = "elf kernel";
	error = elf_check_kernel(file);
	if (error == NULL)
		error = modmeta_read(file, &s->meta);
	if (error != NULL) {
		stand_warn("%s: %s", path, error);
		return (false);
	}
	append(&boot->selection, s);
	boot->selection.kernel = s;
	return (true);
}

/* A person may have changed what made a file fail, such as module_path. */
void
select_forget_failed(struct boot *boot)
{
	struct selected **link;
	unsigned b;

	for (b = 0; b < SELECTION_BUCKETS; b++)
		for (link = &boot->selection.path[b]; *link != NULL; )
			if ((*link)->state == SELECTED_FAILED)
				*link = (*link)->chain;
			else
				link = &(*link)->chain;
}

void
select_nothing(struct boot *boot)
{
	memset(&boot->selection, 0, sizeof(boot->selection));
}

/* Place one file in memory, for the kernel. */
static const char *
place(struct boot *boot, const struct selected *s)
{
	if (s == boot->selection.kernel)
		return (elf_load_kernel(boot, &s->file));
	if (is_module_type(s->type))
		return (elf_load_module(boot, &s->file));
	return (preload_file(boot, &s->file, s->type) != NULL ? NULL :
	    "it does not fit into the memory");
}

/* Place all; false if the kernel cannot be placed, and nothing is then. */
bool
select_place(struct boot *boot)
{
	struct selected *s;
	const char *error;

	memset(&boot->files, 0, sizeof(boot->files));
	boot->area.used = 0;
	for (s = boot->selection.first; s != NULL; s = s->next) {
		error = place(boot, s);
		if (error == NULL) {
			boot->files.last->args = s->args;
			continue;
		}
		stand_warn("%s: %s", s->file.path, error);
		if (s == boot->selection.kernel)
			return (false);
	}
	return (true);
}
