/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The way of a boot: configuration, kernel, modules, and what the kernel is
 * told about them.
 */
#include "stand.h"
#include <sys/linker.h>
#include <sys/reboot.h>

#define	LOAD_SUFFIX	"_load"

static const struct {
	const char	*name;
	int		flag;
} howto_vars[] = {
	{ "boot_single",	RB_SINGLE },
	{ "boot_verbose",	RB_VERBOSE },
};

static void
default_var(struct env *env, const char *name, const char *value)
{
	if (env_get(env, name) == NULL)
		env_set(env, name, value);
}

static void
read_configuration(struct boot *boot, const char *words)
{
	struct file file;
	const char *kernel;

	if (stand_open("/boot/loader.conf", &file))
		(void)conf_parse_file(&boot->env, &file);
	(void)conf_parse_words(&boot->env, "command line", words);

	default_var(&boot->env, "kernel", "kernel");
	kernel = env_get(&boot->env, "kernel");
	default_var(&boot->env, "module_path",
	    string_join("/boot/", kernel, ";/boot/modules"));
	env_set(&boot->env, "kernelname",
	    string_join("/boot/", kernel, "/kernel"));
}

static void
load_kernel(struct boot *boot)
{
	struct file file;
	const char *error, *path;

	path = env_get(&boot->env, "kernelname");
	if (!stand_open(path, &file))
		stand_fatal("%s: no such file, nothing to boot", path);
	error = elf_load_kernel(boot, &file);
	if (error != NULL)
		stand_fatal("%s: %s", path, error);
}

/* A file that is not for the kernel's linker: the bytes and their type. */
static const char *
load_raw(struct boot *boot, const struct file *file, const char *type)
{
	uint8_t *to;

	to = area_take(&boot->area, file->size, STAND_PAGE_SIZE);
	if (to == NULL)
		return ("it does not fit into the memory");
	memcpy(to, file->data, file->size);
	preload_add(&boot->files, file->path, type,
	    area_pa(&boot->area, to), file->size);
	return (NULL);
}

/* Find NAME or NAME.ko in the directories of module_path. */
static bool
find_module(const struct env *env, const char *name, struct file *file)
{
	const char *dir, *end, *path;

	if (strchr(name, '/') != NULL)
		return (stand_open(name, file));
	for (dir = env_get(env, "module_path"); *dir != '\0'; dir = end) {
		end = strchr(dir, ';');
		if (end == NULL)
			end = dir + strlen(dir);
		path = string_dup(dir, (size_t)(end - dir));
		path = string_join(path, "/", name);
		if (stand_open(path, file) ||
		    stand_open(string_join(path, ".ko", ""), file))
			return (true);
		if (*end == ';')
			end++;
	}
	return (false);
}

/* The variable that belongs to a module: "foo" and "_name" are foo_name. */
static const char *
module_var(const struct env *env, const char *module, const char *suffix)
{
	return (env_get(env, string_join(module, suffix, "")));
}

static void
load_module(struct boot *boot, const char *module)
{
	const char *error, *name, *type;
	struct file file;

	name = module_var(&boot->env, module, "_name");
	if (name == NULL)
		name = module;
	if (!find_module(&boot->env, name, &file)) {
		stand_warn("%s: no such module in %s", name,
		    strchr(name, '/') != NULL ? "/boot" :
		    env_get(&boot->env, "module_path"));
		return;
	}
	if (env_get(&boot->placed, file.path) != NULL)
		return;
	type = module_var(&boot->env, module, "_type");
	if (type == NULL || strcmp(type, "elf module") == 0 ||
	    strcmp(type, "elf obj module") == 0)
		error = elf_load_module(boot, &file);
	else
		error = load_raw(boot, &file, type);
	if (error != NULL)
		stand_warn("%s: %s", file.path, error);
	else
		env_set(&boot->placed, file.path, "");
}

static void
load_modules(struct boot *boot)
{
	const size_t suffix = sizeof(LOAD_SUFFIX) - 1;
	const struct env_var *v;
	size_t len;

	for (v = boot->env.first; v != NULL; v = v->next) {
		len = strlen(v->name);
		if (len > suffix && string_same_word(v->value, "YES") &&
		    strcmp(v->name + len - suffix, LOAD_SUFFIX) == 0)
			load_module(boot, string_dup(v->name, len - suffix));
	}
}

void
boot_load(struct boot *boot, const char *words)
{
	read_configuration(boot, words);
	load_kernel(boot);
	load_modules(boot);
}

/* The flags of the variables that are set to anything but "NO". */
static uint32_t
howto(const struct env *env)
{
	const char *value;
	uint32_t flags;
	size_t i;

	flags = 0;
	for (i = 0; i < sizeof(howto_vars) / sizeof(howto_vars[0]); i++) {
		value = env_get(env, howto_vars[i].name);
		if (value != NULL && !string_same_word(value, "NO"))
			flags |= (uint32_t)howto_vars[i].flag;
	}
	return (flags);
}

static uint8_t *
take_or_die(struct boot *boot, size_t size)
{
	uint8_t *p;

	p = area_take(&boot->area, size, STAND_PAGE_SIZE);
	if (p == NULL)
		stand_fatal("too little memory for the kernel's environment");
	return (p);
}

void
boot_finish(struct boot *boot)
{
	uint64_t envp, kernend, *kernendp;
	uint32_t flags;
	uint8_t *image;

	image = take_or_die(boot, env_image_size(&boot->env));
	env_image_write(&boot->env, (char *)image);
	envp = area_pa(&boot->area, image);
	flags = howto(&boot->env);
	preload_metadata(boot->kernel, MODINFOMD_HOWTO, &flags, sizeof(flags));
	preload_metadata(boot->kernel, MODINFOMD_ENVP, &envp, sizeof(envp));
	kernendp = preload_metadata(boot->kernel, MODINFOMD_KERNEND, NULL,
	    sizeof(*kernendp));

	image = take_or_die(boot, preload_image_size(&boot->files));
	kernend = boot->area.pa + boot->area.used;
	kernend = (kernend + STAND_PAGE_SIZE - 1) & -(uint64_t)STAND_PAGE_SIZE;
	*kernendp = kernend;
	preload_image_write(&boot->files, image);
	boot->modulep = (uint32_t)area_pa(&boot->area, image);
	boot->kernend = (uint32_t)kernend;
}
