/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Which configuration files are read, and in which order; each only once, so
 * that files that name each other come to an end.
 */
#include "stand.h"

#define	CONF_SUFFIX	".conf"

/* A file may name more files; they follow it at once. */
static void
read_file(struct boot *boot, const char *path)
{
	const char *before, *after;
	struct file file;

	if (env_get(&boot->conf_read, path) != NULL ||
	    !file_read(path, &file))
		return;
	env_set(&boot->conf_read, path, "");
	before = env_get(&boot->env, "loader_conf_files");
	(void)conf_parse_file(boot, &file);
	after = env_get(&boot->env, "loader_conf_files");
	if (after != NULL && after != before)
		boot->conf_pending = true;
}

/* The files that a variable lists, with blanks between them. */
static void
read_files(struct boot *boot, const char *var)
{
	const char *end, *list;

	list = env_get(&boot->env, var);
	while (list != NULL && *list != '\0') {
		end = list;
		while (*end != '\0' && *end != ' ' && *end != '\t')
			end++;
		if (end > list)
			read_file(boot, string_dup(list,
			    (size_t)(end - list)));
		list = end + (*end != '\0');
	}
}

/* A file, and then those it lists, as long as these list further ones. */
static void
read_with_listed(struct boot *boot, const char *path)
{
	boot->conf_pending = false;
	read_file(boot, path);
	while (boot->conf_pending) {
		boot->conf_pending = false;
		read_files(boot, "loader_conf_files");
	}
}

static bool
is_conf(const char *name)
{
	size_t len;

	len = strlen(name);
	return (len > sizeof(CONF_SUFFIX) - 1 && name[0] != '.' &&
	    strcmp(name + len - (sizeof(CONF_SUFFIX) - 1), CONF_SUFFIX) == 0);
}

static void
read_folder(struct boot *boot, const char *dir)
{
	struct dir_entry *e;

	for (e = dir_read(dir); e != NULL; e = e->next)
		if (!e->folder && is_conf(e->name))
			read_with_listed(boot,
			    string_join(dir, "/", e->name));
}

void
config_read(struct boot *boot, const char *words)
{
	read_with_listed(boot, "/boot/defaults/loader.conf");
	read_with_listed(boot, "/boot/loader.conf");
	read_folder(boot, "/boot/loader.conf.d");
	read_with_listed(boot, "/boot/loader.conf.local");
	(void)conf_parse_words(boot, "command line", words);
	boot->own_path = env_get(&boot->env, "module_path") != NULL;
}
