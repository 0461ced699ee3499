/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of directories, paths, hierarchies and patterns.
 */
#include <sys/stat.h>
#include <sys/time.h>
#include <dirent.h>
#include <fcntl.h>
#include <fts.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>
#include "libctest.h"

static void
write_file(const char *path, const char *text)
{
	FILE *fp;

	CHECK((fp = fopen(path, "w")) != NULL);
	if (fp != NULL) {
		fputs(text, fp);
		CHECK(fclose(fp) == 0);
	}
}

/* d/ has a, b/c, and l -> b. */
static void
make_tree(void)
{

	CHECK(mkdir("d", 0755) == 0);
	CHECK(mkdir("d/b", 0700) == 0);
	write_file("d/a", "one\ntwo\n");
	write_file("d/b/c", "");
	CHECK(symlink("b", "d/l") == 0);
}

static void
check_stat(void)
{
	struct stat sb;
	struct timespec times[2] = { { 5, 6 }, { 7, 8 } };

	CHECK(stat("d/a", &sb) == 0 && S_ISREG(sb.st_mode));
	CHECK(sb.st_size == 8 && sb.st_nlink == 1 && sb.st_uid == getuid());
	CHECK(stat("d/l", &sb) == 0 && S_ISDIR(sb.st_mode));
	CHECK((sb.st_mode & ALLPERMS) == 0700);
	CHECK(lstat("d/l", &sb) == 0 && S_ISLNK(sb.st_mode));
	CHECK(stat("d/none", &sb) == -1 && errno == ENOENT);
	CHECK(stat("d/a/x", &sb) == -1 && errno == ENOTDIR);
	CHECK(utimensat(AT_FDCWD, "d/a", times, 0) == 0);
	CHECK(stat("d/a", &sb) == 0 && sb.st_mtim.tv_sec == 7);
	CHECK(chmod("d/a", 0600) == 0);
	CHECK(stat("d/a", &sb) == 0 && (sb.st_mode & ALLPERMS) == 0600);
}

static int
no_dots(const struct dirent *de)
{

	return (de->d_name[0] != '.');
}

static void
check_directory(void)
{
	struct dirent **list, *de;
	DIR *dp;
	long pos;
	char name[NAME_MAX + 1];
	int n;

	CHECK((n = scandir("d", &list, no_dots, alphasort)) == 3);
	if (n == 3) {
		CHECK_STR(list[0]->d_name, "a");
		CHECK(list[1]->d_type == DT_DIR);
		CHECK_STR(list[2]->d_name, "l");
	}
	CHECK(opendir("d/a") == NULL && errno == ENOTDIR);
	CHECK((dp = opendir("d")) != NULL);
	CHECK(readdir(dp) != NULL);
	pos = telldir(dp);
	CHECK((de = readdir(dp)) != NULL);
	strlcpy(name, de->d_name, sizeof(name));
	seekdir(dp, pos);
	CHECK((de = readdir(dp)) != NULL && strcmp(de->d_name, name) == 0);
	for (n = 0, rewinddir(dp); readdir(dp) != NULL; n++)
		continue;
	CHECK(n == 5);
	CHECK(closedir(dp) == 0);
}

static void
check_paths(void)
{
	char cwd[PATH_MAX], got[PATH_MAX], want[PATH_MAX + 8];

	CHECK(getcwd(cwd, sizeof(cwd)) != NULL);
	CHECK(getcwd(got, 2) == NULL && errno == ERANGE);
	snprintf(want, sizeof(want), "%s/d/b/c", cwd);
	CHECK_STR(realpath("d/./l/../b//c", got), want);
	CHECK_STR(realpath("/dev/../etc/..", got), "/");
	CHECK(realpath("d/none", got) == NULL && errno == ENOENT);
	CHECK(realpath("d/a/..", got) == NULL && errno == ENOTDIR);
	CHECK(symlink("loop", "loop") == 0);
	CHECK(realpath("loop", got) == NULL && errno == ELOOP);
	CHECK(unlink("loop") == 0);
}

static int
by_name(const FTSENT *const *a, const FTSENT *const *b)
{

	return (strcmp((*a)->fts_name, (*b)->fts_name));
}

static void
check_fts(void)
{
	char *args[] = { "d", NULL };
	char seen[200];
	FTS *fts;
	FTSENT *p;

	seen[0] = '\0';
	CHECK((fts = fts_open(args, FTS_PHYSICAL, by_name)) != NULL);
	while ((p = fts_read(fts)) != NULL)
		snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen),
		    "%d:%s ", p->fts_info, p->fts_path);
	CHECK(fts_close(fts) == 0);
	CHECK_STR(seen, "1:d 8:d/a 1:d/b 8:d/b/c 6:d/b 12:d/l 6:d ");

	seen[0] = '\0';
	CHECK((fts = fts_open(args, FTS_LOGICAL, by_name)) != NULL);
	while ((p = fts_read(fts)) != NULL) {
		if (p->fts_info == FTS_D && strcmp(p->fts_name, "b") == 0)
			fts_set(fts, p, FTS_SKIP);
		if (p->fts_info != FTS_DP)
			strlcat(seen, p->fts_path, sizeof(seen));
	}
	CHECK(fts_close(fts) == 0);
	CHECK_STR(seen, "dd/ad/bd/ld/l/c");
	CHECK(fts_open(args, 0, NULL) == NULL && errno == EINVAL);
}

static void
check_glob(void)
{
	glob_t g;

	CHECK(glob("d/[ab]*", 0, NULL, &g) == 0 && g.gl_pathc == 2);
	CHECK_STR(g.gl_pathv[1], "d/b");
	globfree(&g);
	CHECK(glob("d/x*", GLOB_NOCHECK, NULL, &g) == 0 && g.gl_pathc == 1);
	globfree(&g);
}

static void
check_stdio(void)
{
	char line[40];
	FILE *fp;

	CHECK((fp = fopen("d/a", "r+")) != NULL);
	CHECK_STR(fgets(line, sizeof(line), fp), "one\n");
	CHECK(fseek(fp, 0, SEEK_END) == 0 && ftell(fp) == 8);
	CHECK(fprintf(fp, "%s\n", "three") == 6 && fflush(fp) == 0);
	rewind(fp);
	while (fgets(line, sizeof(line), fp) != NULL)
		continue;
	CHECK(feof(fp) && !ferror(fp));
	CHECK_STR(line, "three\n");
	CHECK(ftruncate(fileno(fp), 3) == 0 && fclose(fp) == 0);
	CHECK(fopen("d", "w") == NULL && errno == EISDIR);
	CHECK(rename("d/a", "d/z") == 0 && access("d/a", F_OK) == -1);
	CHECK(remove("d/z") == 0);
}

static void
check_accounts(void)
{
	struct passwd *pw;
	struct group *gr;

	CHECK((pw = getpwnam("root")) != NULL && pw->pw_uid == 0);
	CHECK((pw = getpwuid(0)) != NULL && strcmp(pw->pw_name, "root") == 0);
	CHECK(getpwnam("nobody at all") == NULL);
	CHECK((gr = getgrgid(0)) != NULL);
	CHECK((gr = getgrnam("wheel")) != NULL && gr->gr_gid == 0);
}

void
test_files(void)
{
	char dir[] = "/tmp/libctest.XXXXXX";

	CHECK(mkdtemp(dir) != NULL && chdir(dir) == 0);
	make_tree();
	check_stat();
	check_directory();
	check_paths();
	check_fts();
	check_glob();
	check_stdio();
	check_accounts();
}
