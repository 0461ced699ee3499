/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The loader's commands, at the prompt and in loader.conf(5).
 */
#include "stand.h"
#include <sys/module.h>

#define	ARGS_MAX	32
#define	MORE_WIDTH	120	/* bytes of a line that `more' prints at once */

struct args {
	int		argc;
	char		*argv[ARGS_MAX + 1];
};

struct command {
	const char	*name;
	const char	*usage;
	const char	*what;
	bool		(*run)(struct boot *, const struct args *);
};

static const struct command commands[];

static bool
cmd_help(struct boot *boot, const struct args *a)
{
	struct pager pager = { .on = boot->interactive };
	const struct command *c;

	(void)a;
	for (c = commands; c->name != NULL; c++) {
		stand_printf("%s%s%s: %s\n", c->name,
		    c->usage[0] != '\0' ? " " : "", c->usage, c->what);
		if (!pager_line(&pager))
			break;
	}
	return (true);
}

static bool
cmd_ls(struct boot *boot, const struct args *a)
{
	struct pager pager = { .on = boot->interactive };
	const char *path = a->argc > 1 ? a->argv[1] : "/boot";
	const struct dir_entry *e;

	e = dir_read(path);
	if (e == NULL) {
		stand_warn("%s: no such folder, or it is empty", path);
		return (false);
	}
	for (; e != NULL; e = e->next) {
		if (e->folder)
			stand_printf("%s/\n", e->name);
		else
			stand_printf("%s  %lu\n", e->name,
			    (unsigned long)e->size);
		if (!pager_line(&pager))
			break;
	}
	return (true);
}

/* A file as text: what is not printable is a '.'. */
static bool
cmd_more(struct boot *boot, const struct args *a)
{
	struct pager pager = { .on = boot->interactive };
	struct file file;
	uint64_t i, column;
	int c;

	if (!stand_open(a->argv[1], &file))
		file.error = "no such file";
	if (file.error != NULL) {
		stand_warn("%s: %s", a->argv[1], file.error);
		return (false);
	}
	for (i = column = 0; i < file.size; i++) {
		c = file.data[i];
		if (c != '\n' && c != '\r')
			stand_printf("%c", (c < ' ' && c != '\t') ||
			    c == 0x7f ? '.' : c);
		if (c != '\n' && ++column < MORE_WIDTH)
			continue;
		column = 0;
		stand_printf("\n");
		if (!pager_line(&pager))
			return (true);
	}
	if (column > 0)
		stand_printf("\n");
	return (true);
}

static bool
cmd_show(struct boot *boot, const struct args *a)
{
	struct pager pager = { .on = boot->interactive };
	const struct env_var *v;
	const char *value;

	if (a->argc > 1) {
		value = env_get(&boot->env, a->argv[1]);
		if (value == NULL)
			stand_warn("%s: not set", a->argv[1]);
		else
			stand_printf("%s\n", value);
		return (value != NULL);
	}
	for (v = boot->env.first; v != NULL; v = v->next) {
		if (v->value == NULL)
			continue;
		stand_printf("%s=%s\n", v->name, v->value);
		if (!pager_line(&pager))
			break;
	}
	return (true);
}

/* A module_path that somebody gives is kept with whatever kernel. */
static bool
cmd_set(struct boot *boot, const struct args *a)
{
	const char *name = a->argv[1];
	char *value;

	value = strchr(name, '=');
	if (value == NULL || value == name || a->argc > 2) {
		stand_warn("set <name=value>, in quotes if it has blanks");
		return (false);
	}
	*value++ = '\0';
	env_set(&boot->env, name, value);
	if (strcmp(name, "module_path") == 0)
		boot->own_path = true;
	return (true);
}

static bool
cmd_unset(struct boot *boot, const struct args *a)
{
	if (env_get(&boot->env, a->argv[1]) == NULL) {
		stand_warn("%s: not set", a->argv[1]);
		return (false);
	}
	env_set(&boot->env, a->argv[1], NULL);
	if (strcmp(a->argv[1], "module_path") == 0)
		boot->own_path = false;
	return (true);
}

/* load [-t type] file [args]; the first file is the kernel. */
static bool
cmd_load(struct boot *boot, const struct args *a)
{
	const char *type = NULL;
	int i = 1;

	if (strcmp(a->argv[i], "-t") == 0) {
		if (a->argc < 4) {
			stand_warn("load -t TYPE FILE");
			return (false);
		}
		type = a->argv[2];
		i = 3;
	}
	if (boot->interactive)
		select_forget_failed(boot);
	if (boot->selection.kernel != NULL)
		return (select_file(boot, a->argv[i], type, a->argv[i + 1]));
	if (type != NULL) {
		stand_warn("%s: the kernel is to be loaded first", a->argv[i]);
		return (false);
	}
	env_set(&boot->env, "kernel", a->argv[i]);
	return (boot_select_kernel(boot));
}

static bool
cmd_unload(struct boot *boot, const struct args *a)
{
	(void)a;
	select_nothing(boot);
	return (true);
}

static bool
list_modules(const struct modmeta *m, struct pager *pager)
{
	for (; m != NULL; m = m->next) {
		if (m->type == MDT_VERSION)
			stand_printf("    module %s, version %d\n", m->name,
			    m->minimum);
		else if (m->type == MDT_DEPEND)
			stand_printf("    depends on %s, version %d to %d\n",
			    m->name, m->minimum, m->maximum);
		else
			continue;
		if (!pager_line(pager))
			return (false);
	}
	return (true);
}

static bool
cmd_lsmod(struct boot *boot, const struct args *a)
{
	struct pager pager = { .on = boot->interactive };
	const struct selected *s;

	for (s = boot->selection.first; s != NULL; s = s->next) {
		stand_printf("%s (%s, %lu bytes)\n", s->file.path, s->type,
		    (unsigned long)s->file.size);
		if (!pager_line(&pager) || (a->argc > 1 &&
		    strcmp(a->argv[1], "-v") == 0 &&
		    !list_modules(s->meta, &pager)))
			break;
	}
	return (true);
}

static bool
add_letters(const char *letters, uint32_t *flags)
{
	for (; *letters != '\0'; letters++)
		if (!boot_flag(*letters, flags)) {
			stand_warn("boot: -%c is unknown", *letters);
			return (false);
		}
	return (true);
}

/* What is loaded; or, with a name or when nothing is, what is configured. */
static bool
cmd_boot(struct boot *boot, const struct args *a)
{
	const char *kernel = NULL;
	uint32_t flags = 0;
	int i;

	for (i = 1; i < a->argc; i++) {
		if (a->argv[i][0] != '-')
			kernel = a->argv[i];
		else if (!add_letters(a->argv[i] + 1, &flags))
			return (false);
	}
	if (kernel != NULL)
		env_set(&boot->env, "kernel", kernel);
	if ((kernel != NULL || boot->selection.kernel == NULL) &&
	    !boot_select(boot))
		return (false);
	boot->flags |= flags;
	boot->started = true;
	return (true);
}

static bool
cmd_reboot(struct boot *boot, const struct args *a)
{
	(void)boot;
	(void)a;
	stand_exit();
}

/* What stands in angle brackets has to be there. */
static const struct command commands[] = {
	{ "?", "", "this list", cmd_help },
	{ "help", "", "this list", cmd_help },
	{ "ls", "[folder]", "what lies there, or in /boot", cmd_ls },
	{ "more", "<file>", "print a file", cmd_more },
	{ "show", "[name]", "print a variable, or all", cmd_show },
	{ "set", "<name=value>", "set a variable", cmd_set },
	{ "unset", "<name>", "unset a variable", cmd_unset },
	{ "load", "[-t type] <file> [arguments]",
	    "load a kernel, then modules with what they need", cmd_load },
	{ "unload", "", "forget the kernel and all modules", cmd_unload },
	{ "lsmod", "[-v]", "what is loaded; with -v its modules", cmd_lsmod },
	{ "boot", "[-s] [-v] [kernel]", "start the kernel", cmd_boot },
	{ "reboot", "", "restart the machine", cmd_reboot },
	{ NULL, NULL, NULL, NULL }
};

/* One word at *s, which ends up behind; what is wrong with it, or NULL. */
static const char *
split_word(const struct env *env, const char **s, char **word)
{
	const char *end;
	bool quoted;

	quoted = false;
	for (end = *s; *end != '\0'; end++) {
		if (!quoted && (*end == ' ' || *end == '\t'))
			break;
		if (*end == '"')
			quoted = !quoted;
		else if (*end == '\\' && end[1] != '\0')
			end++;
		else if (*end == '$' && end[1] == '{' &&
		    (end = strchr(end, '}')) == NULL)
			return ("a '}' is missing");
	}
	if (quoted)
		return ("a quote is not closed");
	*word = env_expand(env, *s, end);
	*s = end;
	return (*word == NULL ? "a word is longer than 1 MiB" : NULL);
}

static bool
split(const struct env *env, const char *s, struct args *a)
{
	const char *error;

	a->argc = 0;
	for (;;) {
		while (*s == ' ' || *s == '\t')
			s++;
		if (*s == '\0')
			return (true);
		if (a->argc == ARGS_MAX) {
			stand_warn("too many words in one command");
			return (false);
		}
		error = split_word(env, &s, &a->argv[a->argc++]);
		if (error != NULL) {
			stand_warn("%s", error);
			return (false);
		}
	}
}

/* Run one command; false if it failed, which was reported. */
bool
command_run(struct boot *boot, const char *line)
{
	const struct command *c;
	struct args a;

	memset(&a, 0, sizeof(a));
	if (!split(&boot->env, line, &a))
		return (false);
	if (a.argc == 0)
		return (true);
	for (c = commands; c->name != NULL; c++) {
		if (strcmp(c->name, a.argv[0]) != 0)
			continue;
		if (a.argc == 1 && strchr(c->usage, '<') != NULL) {
			stand_warn("%s %s", c->name, c->usage);
			return (false);
		}
		return (c->run(boot, &a));
	}
	stand_warn("%s: no such command, '?' lists them", a.argv[0]);
	return (false);
}
