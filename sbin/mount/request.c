/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): one call of nmount(2).
 */

#include <sys/param.h>
#include <sys/mount.h>
#include <sys/uio.h>

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mount.h"

/* fstype, fspath, from, errmsg and the options, each a pair. */
#define	MAX_IOV		(2 * (4 + MAX_OPTIONS))

struct iov_list {
	struct iovec	iov[MAX_IOV];
	u_int		count;
};

static void
add_bytes(struct iov_list *list, const char *name, const void *value,
    size_t len)
{

	list->iov[list->count].iov_base = __DECONST(char *, name);
	list->iov[list->count++].iov_len = strlen(name) + 1;
	list->iov[list->count].iov_base = __DECONST(void *, value);
	list->iov[list->count++].iov_len = len;
}

static void
add_string(struct iov_list *list, const char *name, const char *value)
{

	add_bytes(list, name, value, value != NULL ? strlen(value) + 1 : 0);
}

static int
fail(const struct request *req, const char *errmsg)
{

	if (errno == ENODEV)
		warnx("%s: there is no filesystem type %s; perhaps its kld "
		    "has to be loaded first", req->on, req->type);
	else if (*errmsg != '\0')
		warn("%s: %s", req->on, errmsg);
	else
		warn("%s", req->on);
	return (-1);
}

int
mount_request(const struct request *req)
{
	struct iov_list list;
	char errmsg[255], *value;
	size_t i;

	list.count = 0;
	errmsg[0] = '\0';
	add_string(&list, "fstype", req->type);
	add_string(&list, "fspath", req->on);
	add_string(&list, "from", req->from);
	add_bytes(&list, "errmsg", errmsg, sizeof(errmsg));
	for (i = 0; i < req->count; i++) {
		if ((value = strchr(req->options[i], '=')) != NULL)
			*value++ = '\0';
		add_string(&list, req->options[i], value);
	}
	if (nmount(list.iov, list.count, (int)req->flags) != 0)
		return (fail(req, errmsg));
	return (0);
}
