/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Where files of modules are found: kern.module_path.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "linker_if.h"

static char module_path[MAXPATHLEN] = "/boot/kernel;/boot/modules"; /* kld_sx */

/* Set the path; the caller sees to it that it fits. */
void
linker_search_path(const char *path)
{

	sx_xlock(&kld_sx);
	strlcpy(module_path, path, sizeof(module_path));
	linker_hints_flush();
	sx_xunlock(&kld_sx);
}

static int
sysctl_kern_module_path(SYSCTL_HANDLER_ARGS)
{
	char *path;
	int error;

	path = malloc(MAXPATHLEN, M_LINKER, M_WAITOK);
	sx_slock(&kld_sx);
	strlcpy(path, module_path, MAXPATHLEN);
	sx_sunlock(&kld_sx);
	error = sysctl_handle_string(oidp, path, MAXPATHLEN, req);
	if (error == 0 && req->newptr != NULL)
		linker_search_path(path);
	free(path, M_LINKER);
	return (error);
}
SYSCTL_PROC(_kern, OID_AUTO, module_path, CTLTYPE_STRING | CTLFLAG_RWTUN |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_kern_module_path, "A",
    "Where modules are searched, separated by ';'");

/*
 * dir, a slash, name and suffix into path, which has MAXPATHLEN bytes; false
 * if that is too long.
 */
bool
linker_path(char *path, const char *dir, size_t dirlen, const char *name,
    const char *suffix)
{
	size_t len, slen;

	len = strlen(name);
	slen = strlen(suffix);
	if (dirlen + 1 + len + slen >= MAXPATHLEN)
		return (false);
	memcpy(path, dir, dirlen);
	path[dirlen] = '/';
	memcpy(path + dirlen + 1, name, len);
	memcpy(path + dirlen + 1 + len, suffix, slen + 1);
	return (true);
}

/*
 * The next directory to search, behind the one that ends at dir, or the first one
 * if dir is NULL: len characters; NULL at the end.
 */
const char *
linker_next_dir(const char *dir, size_t *len)
{

	if (dir == NULL)
		dir = module_path;
	while (*dir == ';')
		dir++;
	*len = strchrnul(dir, ';') - dir;
	return (*len > 0 ? dir : NULL);
}

/* NAME, or NAME.ko, in a directory. */
static bool
find_by_name(const char *dir, size_t dirlen, const char *name, char *path)
{

	return ((linker_path(path, dir, dirlen, name, "") &&
	    linker_image_exists(path)) ||
	    (linker_path(path, dir, dirlen, name, LINKER_SUFFIX) &&
	    linker_image_exists(path)));
}

/*
 * Search all directories.  The first one that has the module has the say:
 * what its hints know of other versions keeps a file there from being taken
 * for its name, but not files of later directories.
 */
static bool
search_path(const char *name, const struct mod_depend *range, char *path,
    char *otherpath, int *version)
{
	const char *dir;
	size_t len;

	for (dir = linker_next_dir(NULL, &len); dir != NULL;
	    dir = linker_next_dir(dir + len, &len)) {
		switch (linker_hints_find(dir, len, name, range, path,
		    version)) {
		case LINKER_HINTS_FOUND:
			return (true);
		case LINKER_HINTS_OTHER:
			strlcpy(otherpath, path, MAXPATHLEN);
			break;
		case LINKER_HINTS_NONE:
			if (find_by_name(dir, len, name, path))
				return (true);
			break;
		}
	}
	return (false);
}

/*
 * Find the file of a module, with the help of hints or by its name; range is
 * NULL if any version will do.  The caller frees *path.  ENOENT, or ENOEXEC
 * if there are other versions only; the sentence then says what there is.
 */
int
linker_search(const char *name, const struct mod_depend *range, char **path)
{
	char *buf, *other;
	int error, version;

	buf = malloc(2 * MAXPATHLEN, M_LINKER, M_WAITOK);
	if (linker_preload_find(name, buf, MAXPATHLEN)) {
		*path = buf;
		return (0);
	}
	other = buf + MAXPATHLEN;
	*other = '\0';
	if (search_path(name, range, buf, other, &version)) {
		*path = buf;
		return (0);
	}
	if (*other != '\0')
		error = linker_error(ENOEXEC, "%s provides version %d",
		    linker_basename(other), version);
	else
		error = linker_error(ENOENT, "%s: no file of that name in %s",
		    name, module_path);
	free(buf, M_LINKER);
	return (error);
}
