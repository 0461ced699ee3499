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
	const char	*name;		/* a variable */
	char		letter;		/* of kernel_options and boot */
	int		flag;
} howto_vars[] = {
	{ "boot_single",	's', RB_SINGLE },
	{ "boot_verbose",	'v', RB_VERBOSE },
};
#define	NHOWTO	(sizeof(howto_vars) / sizeof(howto_vars[0]))

/* Anything but "NO" counts as yes. */
static bool
is_on(const struct env *env, const char *name)
{
	const char *value;

	value = env_get(env, name);
	return (value != NULL && !string_same_word(value, "NO"));
}

static void
verbose(struct boot *boot, const struct selected *s)
{
	if (is_on(&boot->env, "verbose_loading"))
		stand_printf("%s size=0x%lx\n", s->file.path,
		    (unsigned long)s->file.size);
}

/*
 * The file that the variable kernel names: a folder under /boot or a file,
 * by name or by path.
 */
static const char *
find_kernel(const char *kernel, struct file *file)
{
	const char *path;

	if (strchr(kernel, '/') == NULL)
		kernel = string_join("/boot/", kernel, "");
	path = string_join(kernel, "/kernel", "");
	if (stand_open(path, file) || stand_open(kernel, file))
		return (file->path);
	stand_warn("%s: no such file, nothing to boot", path);
	return (NULL);
}

/* Modules are looked up beside their kernel, if nothing else was said. */
static void
set_module_path(struct boot *boot, const char *kernel)
{
	const char *end, *p;

	if (boot->own_path)
		return;
	for (end = p = kernel; *p != '\0'; p++)
		if (*p == '/')
			end = p;
	env_set(&boot->env, "module_path", string_join(
	    string_dup(kernel, (size_t)(end - kernel)), ";/boot/modules", ""));
}

bool
boot_select_kernel(struct boot *boot)
{
	struct file file;
	const char *path;

	select_nothing(boot);
	if (env_get(&boot->env, "kernel") == NULL)
		env_set(&boot->env, "kernel", "kernel");
	path = find_kernel(env_get(&boot->env, "kernel"), &file);
	if (path == NULL || !select_kernel(boot, path, &file))
		return (false);
	verbose(boot, boot->selection.kernel);
	env_set(&boot->env, "kernelname", path);
	set_module_path(boot, path);
	return (true);
}

/* The variable that belongs to a module: "foo" and "_name" are foo_name. */
static const char *
module_var(const struct boot *boot, const char *module, const char *suffix)
{
	return (env_get(&boot->env, string_join(module, suffix, "")));
}

static void
run_hook(struct boot *boot, const char *module, const char *suffix)
{
	const char *command;

	command = module_var(boot, module, suffix);
	if (command != NULL)
		(void)command_run(boot, command);
}

/* A module that loader.conf wants, with the commands around it. */
static void
select_configured(struct boot *boot, const char *module)
{
	struct selected *last, *s;
	const char *name;

	run_hook(boot, module, "_before");
	name = module_var(boot, module, "_name");
	last = boot->selection.last;
	if (!select_file(boot, name == NULL ? module : name,
	    module_var(boot, module, "_type"),
	    module_var(boot, module, "_flags"))) {
		run_hook(boot, module, "_error");
		return;
	}
	for (s = last == NULL ? boot->selection.first : last->next; s != NULL;
	    s = s->next)
		verbose(boot, s);
	run_hook(boot, module, "_after");
}

static void
select_all_configured(struct boot *boot)
{
	const size_t suffix = sizeof(LOAD_SUFFIX) - 1;
	const struct env_var *v;
	size_t len;

	for (v = boot->env.first; v != NULL; v = v->next) {
		len = strlen(v->name);
		if (len > suffix && v->value != NULL &&
		    string_same_word(v->value, "YES") &&
		    strcmp(v->name + len - suffix, LOAD_SUFFIX) == 0)
			select_configured(boot,
			    string_dup(v->name, len - suffix));
	}
}

/* The commands around the modules may do anything but begin all over again. */
bool
boot_select(struct boot *boot)
{
	if (boot->selecting) {
		stand_warn("the modules are being chosen already");
		return (false);
	}
	if (!boot_select_kernel(boot))
		return (false);
	boot->selecting = true;
	select_all_configured(boot);
	boot->selecting = false;
	if (boot->selection.kernel == NULL)
		stand_warn("the kernel was unloaded, nothing to boot");
	return (boot->selection.kernel != NULL);
}

/* autoboot_delay: seconds to wait for a key; -1 not even looks for one. */
static bool
interrupted(const struct env *env)
{
	const char *delay, *p;
	unsigned seconds;

	delay = env_get(env, "autoboot_delay");
	if (delay == NULL)
		return (false);
	if (string_same_word(delay, "NO"))
		return (true);
	seconds = 0;
	for (p = delay; *p >= '0' && *p <= '9' && seconds < 86400; p++)
		seconds = seconds * 10 + (unsigned)(*p - '0');
	if (p == delay || *p != '\0') {
		if (strcmp(delay, "-1") != 0)
			stand_warn("autoboot_delay=%s: not a number of seconds",
			    delay);
		return (false);
	}
	if (seconds > 0)
		stand_printf("Booting [%s] in %u second%s, a key stops it.\n",
		    env_get(env, "kernelname"), seconds,
		    seconds == 1 ? "" : "s");
	return (stand_getc(seconds * 1000) != -1);
}

/*
 * Without a kernel or a root, or with a key, a person takes over; and again
 * if what they chose cannot be placed.
 */
void
boot_load(struct boot *boot, const char *words)
{
	config_read(boot, words);
	boot->started = boot_select(boot) && !interrupted(&boot->env);
	for (;;) {
		if (!boot->started)
			prompt(boot);
		if (select_place(boot) && stand_add_root(boot))
			return;
		boot->started = false;
		select_nothing(boot);
	}
}

/* Add the flag that a letter stands for; false if there is none. */
bool
boot_flag(char letter, uint32_t *flags)
{
	size_t i;

	for (i = 0; i < NHOWTO; i++)
		if (letter == howto_vars[i].letter) {
			*flags |= (uint32_t)howto_vars[i].flag;
			return (true);
		}
	return (false);
}

/* Those of kernel_options, such as "-s -v". */
static void
add_options(const char *options, uint32_t *flags)
{
	for (; *options != '\0'; options++)
		if (*options != '-' && *options != ' ' && *options != '\t' &&
		    !boot_flag(*options, flags))
			stand_warn("kernel_options: -%c is unknown", *options);
}

/* What the variables, kernel_options and the boot command say. */
static uint32_t
howto(const struct boot *boot)
{
	const char *options;
	uint32_t flags;
	size_t i;

	flags = boot->flags;
	for (i = 0; i < NHOWTO; i++)
		if (is_on(&boot->env, howto_vars[i].name))
			flags |= (uint32_t)howto_vars[i].flag;
	options = env_get(&boot->env, "kernel_options");
	if (options != NULL)
		add_options(options, &flags);
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
	flags = howto(boot);
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
