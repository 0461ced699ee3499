/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Questions about the sysctl tree itself, asked as variables below number 0:
 * names, numbers, types, descriptions, what comes next.  sysctl(3) and
 * sysctl(8) are made of them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "sysctl_if.h"

/* Numbers -> name.  What has no name stands there as a number. */
static int
sysctl_sysctl_name(SYSCTL_HANDLER_ARGS)
{
	struct sysctl_oid_list *list = &sysctl__children;
	struct sysctl_oid *oid;
	int *name = arg1;
	char buf[128];
	int error = 0;
	u_int i;

	for (i = 0; i < (u_int)arg2 && error == 0; i++) {
		sx_slock(&sysctl_lock);
		oid = list == NULL ? NULL : sysctl_find_number(list, name[i]);
		if (oid == NULL)
			snprintf(buf, sizeof(buf), "%s%d", i > 0 ? "." : "",
			    name[i]);
		else
			snprintf(buf, sizeof(buf), "%s%s", i > 0 ? "." : "",
			    oid->oid_name);
		list = oid != NULL && (oid->oid_kind & CTLTYPE) ==
		    CTLTYPE_NODE ? SYSCTL_CHILDREN(oid) : NULL;
		sx_sunlock(&sysctl_lock);
		error = SYSCTL_OUT(req, buf, strlen(buf));
	}
	return (error != 0 ? error : SYSCTL_OUT(req, "", 1));
}
static SYSCTL_NODE(_sysctl, CTL_SYSCTL_NAME, name, CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_CAPRD, sysctl_sysctl_name,
    "Name of a variable");

/*
 * The first variable in a list behind name, depth first; an empty name is
 * before everything.  next gets its numbers; returns how many, 0: none.
 */
static u_int
next_variable(struct sysctl_oid_list *list, const int *name, u_int namelen,
    int *next, u_int level, u_int skip)
{
	struct sysctl_oid *oid;
	u_int len;

	if (level == CTL_MAXNAME)
		return (0);
	if (namelen == 0)
		oid = SLIST_FIRST(list);
	else if ((oid = sysctl_find_number(list, name[0])) == NULL)
		SLIST_FOREACH(oid, list, oid_link) {
			if (oid->oid_number > name[0])
				break;
		}
	for (; oid != NULL; oid = SLIST_NEXT(oid, oid_link)) {
		/* The node that the name leads through or to. */
		bool on_path = namelen > 0 && oid->oid_number == name[0];

		next[level] = oid->oid_number;
		if ((oid->oid_kind & (skip | CTLFLAG_DORMANT)) != 0)
			continue;
		if ((oid->oid_kind & CTLTYPE) != CTLTYPE_NODE ||
		    oid->oid_handler != NULL) {
			if (!on_path)
				return (level + 1);
			continue;
		}
		len = next_variable(SYSCTL_CHILDREN(oid),
		    on_path ? name + 1 : NULL, on_path ? namelen - 1 : 0,
		    next, level + 1, skip);
		if (len > 0)
			return (len);
	}
	return (0);
}

/* For both; the number of the node says which. */
static int
sysctl_sysctl_next(SYSCTL_HANDLER_ARGS)
{
	int next[CTL_MAXNAME];
	u_int len;

	sx_slock(&sysctl_lock);
	len = next_variable(&sysctl__children, arg1, arg2, next, 0,
	    oidp->oid_number == CTL_SYSCTL_NEXT ? CTLFLAG_SKIP : 0);
	sx_sunlock(&sysctl_lock);
	if (len == 0)
		return (ENOENT);
	return (SYSCTL_OUT(req, next, len * sizeof(int)));
}
static SYSCTL_NODE(_sysctl, CTL_SYSCTL_NEXT, next, CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_CAPRD, sysctl_sysctl_next,
    "The variable after another one");
static SYSCTL_NODE(_sysctl, CTL_SYSCTL_NEXTNOSKIP, nextnoskip, CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_CAPRD, sysctl_sysctl_next,
    "The same, not passing over any");

static struct sysctl_oid *
find_component(struct sysctl_oid_list *list, const char *name, size_t len)
{
	char component[128];

	if (len >= sizeof(component))
		return (NULL);
	memcpy(component, name, len);
	component[len] = '\0';
	return (sysctl_find_oidname(component, list));
}

int
sysctl_name2oid(const char *name, int *numbers, u_int *len)
{
	struct sysctl_oid_list *list = &sysctl__children;
	struct sysctl_oid *oid;
	const char *end;
	int error = ENOENT;

	*len = 0;
	sx_slock(&sysctl_lock);
	while (*name != '\0') {
		if (*len == CTL_MAXNAME) {
			error = ENAMETOOLONG;
			break;
		}
		end = strchrnul(name, '.');
		oid = list == NULL ? NULL :
		    find_component(list, name, end - name);
		if (oid == NULL || (oid->oid_kind & CTLFLAG_DORMANT) != 0) {
			error = ENOENT;
			break;
		}
		numbers[(*len)++] = oid->oid_number;
		list = (oid->oid_kind & CTLTYPE) == CTLTYPE_NODE &&
		    oid->oid_handler == NULL ? SYSCTL_CHILDREN(oid) : NULL;
		name = *end == '.' ? end + 1 : end;
		error = 0;
	}
	sx_sunlock(&sysctl_lock);
	return (error);
}

/* The name is the new value. */
static int
sysctl_sysctl_name2oid(SYSCTL_HANDLER_ARGS)
{
	int numbers[CTL_MAXNAME];
	char *name;
	u_int len;
	int error;

	if (req->newlen == 0)
		return (ENOENT);
	if (req->newlen >= MAXPATHLEN)
		return (ENAMETOOLONG);
	name = malloc(req->newlen + 1, M_TEMP, M_WAITOK);
	error = SYSCTL_IN(req, name, req->newlen);
	if (error == 0) {
		name[req->newlen] = '\0';
		error = sysctl_name2oid(name, numbers, &len);
	}
	free(name, M_TEMP);
	if (error != 0)
		return (error);
	return (SYSCTL_OUT(req, numbers, len * sizeof(int)));
}
SYSCTL_PROC(_sysctl, CTL_SYSCTL_NAME2OID, name2oid, CTLTYPE_INT | CTLFLAG_RW |
    CTLFLAG_ANYBODY | CTLFLAG_MPSAFE | CTLFLAG_CAPRW, NULL, 0,
    sysctl_sysctl_name2oid, "I", "Numbers of a name");

/*
 * What is noted about a variable.  The strings may go with the node, so the
 * node is held by the lock until they have been copied.
 */
static int
sysctl_sysctl_describe(SYSCTL_HANDLER_ARGS)
{
	struct sysctl_oid *oid;
	const char *text;
	char buf[512];
	size_t len = 0;
	int error;

	sx_slock(&sysctl_lock);
	error = sysctl_find_oid(arg1, arg2, &oid, NULL, req);
	if (error == 0) {
		if (oidp->oid_number == CTL_SYSCTL_OIDFMT) {
			memcpy(buf, &oid->oid_kind, sizeof(oid->oid_kind));
			len = sizeof(oid->oid_kind);
			text = oid->oid_fmt;
		} else if (oidp->oid_number == CTL_SYSCTL_OIDDESCR)
			text = oid->oid_descr;
		else
			text = oid->oid_label;
		if (text == NULL)
			error = ENOENT;
		else
			len += 1 + ulmin(strlcpy(buf + len, text,
			    sizeof(buf) - len), sizeof(buf) - len - 1);
	}
	sx_sunlock(&sysctl_lock);
	return (error != 0 ? error : SYSCTL_OUT(req, buf, len));
}
static SYSCTL_NODE(_sysctl, CTL_SYSCTL_OIDFMT, oidfmt, CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_CAPRD, sysctl_sysctl_describe,
    "Kind and format of a variable");
static SYSCTL_NODE(_sysctl, CTL_SYSCTL_OIDDESCR, oiddescr, CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_CAPRD, sysctl_sysctl_describe,
    "Description of a variable");
static SYSCTL_NODE(_sysctl, CTL_SYSCTL_OIDLABEL, oidlabel, CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_CAPRD, sysctl_sysctl_describe,
    "Label of a variable");
