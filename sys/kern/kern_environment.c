/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel environment and the tunables that read it; kenv(2), getenv(9).
 *
 * Until there is memory to allocate, the boot loader's strings are used where
 * they lie.  Then each variable is copied into a list that can be changed.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kenv.h>
#include <sys/kernel.h>
#include <sys/libkern.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/sysproto.h>

static MALLOC_DEFINE(M_KENV, "kenv", "kernel environment");

/* A variable, "name=value". */
struct kenv_var {
	TAILQ_ENTRY(kenv_var) link;
	size_t		namelen;
	size_t		size;		/* bytes of text with its NUL */
	char		text[];
};

static TAILQ_HEAD(, kenv_var) kenv_vars = TAILQ_HEAD_INITIALIZER(kenv_vars);
static struct mtx kenv_mtx;
MTX_SYSINIT(kenv, &kenv_mtx, "kernel environment", MTX_DEF);

bool dynamic_kenv;
static const char *static_env = "";
static const char *static_end;		/* known when it has been copied */

void
init_static_kenv(char *buf, size_t len __unused)
{

	if (buf != NULL)
		static_env = buf;
}

/* The value of name in a string "name=value", or NULL. */
static const char *
match(const char *text, const char *name)
{
	size_t n;

	n = strlen(name);
	if (strncmp(text, name, n) != 0 || text[n] != '=')
		return (NULL);
	return (text + n + 1);
}

static const char *
static_find(const char *name)
{
	const char *s, *value;

	for (s = static_env; *s != '\0'; s += strlen(s) + 1) {
		value = match(s, name);
		if (value != NULL)
			return (value);
	}
	return (NULL);
}

static struct kenv_var *
find(const char *name)
{
	struct kenv_var *v;

	mtx_assert(&kenv_mtx, MA_OWNED);
	TAILQ_FOREACH(v, &kenv_vars, link)
		if (match(v->text, name) != NULL)
			break;
	return (v);
}

/* A copy of the value of a variable, or NULL. */
static char *
copy_value(const char *name, int flags)
{
	struct kenv_var *v;
	char *copy;

	mtx_lock(&kenv_mtx);
	v = find(name);
	copy = v == NULL ? NULL : malloc(v->size - v->namelen - 1, M_KENV,
	    flags);
	if (copy != NULL)
		strcpy(copy, v->text + v->namelen + 1);
	mtx_unlock(&kenv_mtx);
	return (copy);
}

/* The value of a variable, or NULL; freeenv() frees it. */
char *
kern_getenv(const char *name)
{

	if (!dynamic_kenv)
		return (__DECONST(char *, static_find(name)));
	return (copy_value(name, M_NOWAIT));
}

void
freeenv(char *env)
{

	/* What was returned before the copy was made is the loader's. */
	if (dynamic_kenv && !(env >= static_env && env < static_end))
		free(env, M_KENV);
}

int
testenv(const char *name)
{
	bool found;

	if (!dynamic_kenv)
		return (static_find(name) != NULL);
	mtx_lock(&kenv_mtx);
	found = find(name) != NULL;
	mtx_unlock(&kenv_mtx);
	return (found);
}

static struct kenv_var *
make_var(const char *name, size_t namelen, const char *value)
{
	struct kenv_var *v;
	size_t size;

	size = namelen + 1 + strlen(value) + 1;
	v = malloc(sizeof(*v) + size, M_KENV, M_WAITOK);
	v->namelen = namelen;
	v->size = size;
	memcpy(v->text, name, namelen);
	v->text[namelen] = '=';
	strcpy(v->text + namelen + 1, value);
	return (v);
}

/* Set a variable; EINVAL if the name or the value is too long. */
int
kern_setenv(const char *name, const char *value)
{
	struct kenv_var *new, *old;

	if (!dynamic_kenv)
		return (EBUSY);
	if (*name == '\0' || strchr(name, '=') != NULL ||
	    strlen(name) > KENV_MNAMELEN || strlen(value) > KENV_MVALLEN)
		return (EINVAL);
	new = make_var(name, strlen(name), value);
	mtx_lock(&kenv_mtx);
	old = find(name);
	if (old != NULL) {
		TAILQ_INSERT_BEFORE(old, new, link);
		TAILQ_REMOVE(&kenv_vars, old, link);
	} else
		TAILQ_INSERT_TAIL(&kenv_vars, new, link);
	mtx_unlock(&kenv_mtx);
	free(old, M_KENV);
	return (0);
}

/* ENOENT if there is no such variable. */
int
kern_unsetenv(const char *name)
{
	struct kenv_var *v;

	mtx_lock(&kenv_mtx);
	v = find(name);
	if (v != NULL)
		TAILQ_REMOVE(&kenv_vars, v, link);
	mtx_unlock(&kenv_mtx);
	free(v, M_KENV);
	return (v != NULL ? 0 : ENOENT);
}

/*
 * Copy the loader's variables.  Of those with one name the first counts, as
 * it did before; strings that are no variables are dropped.
 */
static void
kenv_init(void *arg __unused)
{
	const char *eq, *s;
	struct kenv_var *v;

	for (s = static_env; *s != '\0'; s += strlen(s) + 1) {
		eq = strchr(s, '=');
		if (eq == NULL || eq == s)
			continue;
		v = make_var(s, eq - s, eq + 1);
		TAILQ_INSERT_TAIL(&kenv_vars, v, link);
	}
	static_end = s + 1;
	dynamic_kenv = true;
}
SYSINIT(kenv, SI_SUB_KMEM + 1, SI_ORDER_FIRST, kenv_init, NULL);

int
getenv_string(const char *name, char *data, int size)
{
	char *value;

	value = kern_getenv(name);
	if (value == NULL)
		return (0);
	strlcpy(data, value, size);
	freeenv(value);
	return (1);
}

/* A factor after a number: k, m, g or t, times 1024 each; 0 if it is none. */
static quad_t
suffix_factor(const char *s)
{
	static const char suffixes[] = "kmgt";
	const char *p;

	if (*s == '\0')
		return (1);
	p = strchr(suffixes, tolower((unsigned char)*s));
	if (p == NULL || s[1] != '\0')
		return (0);
	return ((quad_t)1 << (10 * (p - suffixes + 1)));
}

/* A number, in C's notation, with an optional suffix.  1 if it is set. */
int
getenv_quad(const char *name, quad_t *data)
{
	char text[KENV_MVALLEN + 1], *end;
	quad_t factor, value;

	if (!getenv_string(name, text, sizeof(text)))
		return (0);
	value = strtoq(text, &end, 0);
	factor = suffix_factor(end);
	if (end == text || factor == 0)
		return (0);
	*data = value * factor;
	return (1);
}

#define	GETENV_NUMBER(func, type)					\
int									\
func(const char *name, type *data)					\
{									\
	quad_t value;							\
									\
	if (!getenv_quad(name, &value))					\
		return (0);						\
	*data = (type)value;						\
	return (1);							\
}

GETENV_NUMBER(getenv_int, int)
GETENV_NUMBER(getenv_uint, unsigned int)
GETENV_NUMBER(getenv_long, long)
GETENV_NUMBER(getenv_ulong, unsigned long)
GETENV_NUMBER(getenv_int64, int64_t)
GETENV_NUMBER(getenv_uint64, uint64_t)

/* 1, true, t, yes, y, on; or 0, false, f, no, n, off. */
int
getenv_bool(const char *name, bool *data)
{
	static const char * const words[][6] = {
		{ "0", "false", "f", "no", "n", "off" },
		{ "1", "true", "t", "yes", "y", "on" },
	};
	char text[KENV_MVALLEN + 1];
	size_t i, j;

	if (!getenv_string(name, text, sizeof(text)))
		return (0);
	for (i = 0; i < nitems(words); i++) {
		for (j = 0; j < nitems(words[i]); j++) {
			if (strcasecmp(text, words[i][j]) == 0) {
				*data = i == 1;
				return (1);
			}
		}
	}
	return (0);
}

#define	TUNABLE_INIT(type, getenv_func)					\
void									\
tunable_##type##_init(void *data)					\
{									\
	struct tunable_##type *d = data;				\
									\
	(void)getenv_func(d->path, d->var);				\
}

TUNABLE_INIT(int, getenv_int)
TUNABLE_INIT(long, getenv_long)
TUNABLE_INIT(ulong, getenv_ulong)
TUNABLE_INIT(int64, getenv_int64)
TUNABLE_INIT(uint64, getenv_uint64)
TUNABLE_INIT(quad, getenv_quad)
TUNABLE_INIT(bool, getenv_bool)

void
tunable_str_init(void *data)
{
	struct tunable_str *d = data;

	(void)getenv_string(d->path, d->var, d->size);
}

/*
 * Copy as many whole variables as fit into len bytes; the result is 0 if
 * that is all of them, else how many bytes they need.
 */
static int
kenv_dump(struct thread *td, char *uaddr, int len)
{
	struct kenv_var *v;
	size_t done, needed, room;
	char *buf;
	int error;

	room = uaddr != NULL && len > 0 ? MIN(len, 1 << 20) : 0;
	buf = malloc(MAX(room, 1), M_TEMP, M_WAITOK);
	done = needed = 0;
	mtx_lock(&kenv_mtx);
	TAILQ_FOREACH(v, &kenv_vars, link) {
		if (done == needed && v->size <= room - done) {
			memcpy(buf + done, v->text, v->size);
			done += v->size;
		}
		needed += v->size;
	}
	mtx_unlock(&kenv_mtx);
	error = room > 0 ? copyout(buf, uaddr, done) : 0;
	td->td_retval[0] = done == needed ? 0 : needed;
	free(buf, M_TEMP);
	return (error);
}

static int
kenv_get(struct thread *td, const char *name, char *uaddr, int len)
{
	char *value;
	size_t size;
	int error;

	value = copy_value(name, M_NOWAIT);
	if (value == NULL)
		return (ENOENT);
	size = MIN(strlen(value) + 1, (size_t)MAX(len, 0));
	error = copyout(value, uaddr, size);
	if (error == 0)
		td->td_retval[0] = size;
	freeenv(value);
	return (error);
}

static int
kenv_set(struct thread *td, const char *name, const char *uaddr, int len)
{
	char value[KENV_MVALLEN + 1];
	int error;

	error = priv_check(td, PRIV_KENV_SET);
	if (error != 0)
		return (error);
	if (len < 1)
		return (EINVAL);
	error = copyinstr(uaddr, value, MIN((size_t)len, sizeof(value)), NULL);
	if (error != 0)
		return (error);
	return (kern_setenv(name, value));
}

static int
kenv_unset(struct thread *td, const char *name)
{
	int error;

	error = priv_check(td, PRIV_KENV_UNSET);
	return (error != 0 ? error : kern_unsetenv(name));
}

int
sys_kenv(struct thread *td, struct kenv_args *uap)
{
	char name[KENV_MNAMELEN + 1];
	int error;

	if (uap->what == KENV_DUMP)
		return (kenv_dump(td, uap->value, uap->len));
	error = copyinstr(uap->name, name, sizeof(name), NULL);
	if (error != 0)
		return (error);
	switch (uap->what) {
	case KENV_GET:
		return (kenv_get(td, name, uap->value, uap->len));
	case KENV_SET:
		return (kenv_set(td, name, uap->value, uap->len));
	case KENV_UNSET:
		return (kenv_unset(td, name));
	default:
		return (EINVAL);
	}
}
