/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getpwnam(3), getgrnam(3) and the rest: users from /etc/passwd, groups from /etc/group.
 */
#include <sys/types.h>
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int	__sys_getlogin(char *, unsigned);

#define	GROUP_FILE	"/etc/group"
#define	LINE_SIZE	1024
#define	MEMBERS		64

/* One of the two files, read line by line; the entry points into line. */
struct db {
	const char	*path;
	FILE		*fp;
	char		line[LINE_SIZE];
};

static struct db	users = { .path = _PATH_PASSWD };
static struct db	groups = { .path = GROUP_FILE };

static void
db_close(struct db *db)
{

	if (db->fp != NULL)
		fclose(db->fp);
	db->fp = NULL;
}

static void
db_rewind(struct db *db)
{

	if (db->fp != NULL)
		rewind(db->fp);
}

/*
 * Read the next line that has at least n fields and split it; what is more
 * stays in the last field.  Lines that are too long are left out.  0 at the
 * end of the file.
 */
static int
db_next(struct db *db, char **field, int n)
{
	char *end, *p;
	int i, rest;

	if (db->fp == NULL && (db->fp = fopen(db->path, "re")) == NULL)
		return (0);
	rest = 0;
	while ((p = fgets(db->line, sizeof(db->line), db->fp)) != NULL) {
		end = strchr(p, '\n');
		if (rest || end == NULL || *p == '#') {
			rest = end == NULL;
			continue;
		}
		*end = '\0';
		for (i = 0; i < n - 1 && p != NULL; i++)
			field[i] = strsep(&p, ":");
		if (p == NULL)
			continue;
		field[n - 1] = p;
		return (1);
	}
	return (0);
}

static unsigned
number(const char *s)
{

	return (strtoul(s, NULL, 10));
}

struct passwd *
getpwent(void)
{
	static struct passwd pw;
	static char empty[] = "";
	char *f[7];

	if (!db_next(&users, f, 7))
		return (NULL);
	pw.pw_name = f[0];
	pw.pw_passwd = f[1];
	pw.pw_uid = number(f[2]);
	pw.pw_gid = number(f[3]);
	pw.pw_comment = empty;
	pw.pw_gecos = f[4];
	pw.pw_dir = f[5];
	pw.pw_shell = f[6];
	return (&pw);
}

void
setpwent(void)
{

	db_rewind(&users);
}

void
endpwent(void)
{

	db_close(&users);
}

struct passwd *
getpwnam(const char *name)
{
	struct passwd *pw;

	setpwent();
	while ((pw = getpwent()) != NULL && strcmp(pw->pw_name, name) != 0)
		continue;
	endpwent();
	return (pw);
}

struct passwd *
getpwuid(uid_t uid)
{
	struct passwd *pw;

	setpwent();
	while ((pw = getpwent()) != NULL && pw->pw_uid != uid)
		continue;
	endpwent();
	return (pw);
}

struct group *
getgrent(void)
{
	static struct group gr;
	static char *members[MEMBERS + 1];
	char *f[4], *p, *name;
	int n;

	if (!db_next(&groups, f, 4))
		return (NULL);
	n = 0;
	p = f[3];
	while ((name = strsep(&p, ",")) != NULL && n < MEMBERS)
		if (*name != '\0')
			members[n++] = name;
	members[n] = NULL;
	gr.gr_name = f[0];
	gr.gr_passwd = f[1];
	gr.gr_gid = number(f[2]);
	gr.gr_mem = members;
	return (&gr);
}

void
setgrent(void)
{

	db_rewind(&groups);
}

void
endgrent(void)
{

	db_close(&groups);
}

struct group *
getgrnam(const char *name)
{
	struct group *gr;

	setgrent();
	while ((gr = getgrent()) != NULL && strcmp(gr->gr_name, name) != 0)
		continue;
	endgrent();
	return (gr);
}

struct group *
getgrgid(gid_t gid)
{
	struct group *gr;

	setgrent();
	while ((gr = getgrent()) != NULL && gr->gr_gid != gid)
		continue;
	endgrent();
	return (gr);
}

/*
 * The groups of a user, gid first.  -1 if they are more than *count, which is
 * set to their number.
 */
int
getgrouplist(const char *user, gid_t gid, gid_t *list, int *count)
{
	struct group *gr;
	char **member;
	int fits, n;

	if (*count > 0)
		list[0] = gid;
	n = 1;
	setgrent();
	while ((gr = getgrent()) != NULL) {
		if (gr->gr_gid == gid)
			continue;
		for (member = gr->gr_mem; *member != NULL; member++)
			if (strcmp(*member, user) == 0)
				break;
		if (*member == NULL)
			continue;
		if (n < *count)
			list[n] = gr->gr_gid;
		n++;
	}
	endgrent();
	fits = n <= *count;
	*count = n;
	return (fits ? 0 : -1);
}

int
initgroups(const char *user, gid_t gid)
{
	gid_t list[NGROUPS_MAX + 1];
	int n;

	n = NGROUPS_MAX + 1;
	if (getgrouplist(user, gid, list, &n) == -1)
		n = NGROUPS_MAX + 1;
	return (setgroups(n, list));
}

char *
getlogin(void)
{
	static char name[33];		/* MAXLOGNAME */

	if (__sys_getlogin(name, sizeof(name)) == -1 || name[0] == '\0')
		return (NULL);
	return (name);
}
