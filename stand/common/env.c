/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The loader's environment, which becomes the kernel's.
 */
#include "stand.h"

#define	VALUE_MAX	(1024 * 1024)	/* so that $a$a$a... has an end */

static struct env_var **
env_bucket(const struct env *env, const char *name)
{
	uint32_t hash;

	hash = string_hash(name, strlen(name));
	return ((struct env_var **)(uintptr_t)&env->bucket[hash % ENV_BUCKETS]);
}

static struct env_var *
env_find(const struct env *env, const char *name)
{
	struct env_var *v;

	for (v = *env_bucket(env, name); v != NULL; v = v->chain)
		if (strcmp(v->name, name) == 0)
			break;
	return (v);
}

const char *
env_get(const struct env *env, const char *name)
{
	struct env_var *v;

	v = env_find(env, name);
	return (v == NULL ? NULL : v->value);
}

/* Set, override or unset a variable; it keeps the place it had first. */
void
env_set(struct env *env, const char *name, const char *value)
{
	struct env_var **bucket, *v;

	v = env_find(env, name);
	if (v != NULL) {
		v->value = value;
		return;
	}
	v = stand_alloc(sizeof(*v));
	v->name = name;
	v->value = value;
	bucket = env_bucket(env, name);
	v->chain = *bucket;
	*bucket = v;
	if (env->last == NULL)
		env->first = v;
	else
		env->last->next = v;
	env->last = v;
}

/* Bytes of "name=value\0" for every variable and the empty string behind. */
size_t
env_image_size(const struct env *env)
{
	const struct env_var *v;
	size_t size;

	size = 1;
	for (v = env->first; v != NULL; v = v->next)
		if (v->value != NULL)
			size += strlen(v->name) + strlen(v->value) + 2;
	return (size);
}

/* Write them; the image has env_image_size() bytes. */
void
env_image_write(const struct env *env, char *image)
{
	const struct env_var *v;
	size_t len;

	for (v = env->first; v != NULL; v = v->next) {
		if (v->value == NULL)
			continue;
		len = strlen(v->name);
		memcpy(image, v->name, len);
		image += len;
		*image++ = '=';
		len = strlen(v->value) + 1;
		memcpy(image, v->value, len);
		image += len;
	}
	*image = '\0';
}

bool
is_word_char(int c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_');
}

/* The variable at s, behind a '$'; *s is moved behind it. */
static const char *
variable(const struct env *env, const char **s, const char *end)
{
	const char *start, *value;
	bool braces;

	braces = *s < end && **s == '{';
	start = *s += braces;
	while (*s < end && (braces ? **s != '}' : is_word_char(**s)))
		(*s)++;
	value = env_get(env, string_dup(start, (size_t)(*s - start)));
	*s += braces;
	return (value == NULL ? "" : value);
}

/* The length of the text; it is written to "to" unless that is NULL. */
static size_t
expand(const struct env *env, const char *s, const char *end, char *to)
{
	const char *value;
	size_t len, n;

	for (len = 0; s < end && len <= VALUE_MAX; len += n) {
		if (*s == '$' && end - s > 1 &&
		    (s[1] == '{' || is_word_char(s[1]))) {
			s++;
			value = variable(env, &s, end);
			n = strlen(value);
		} else if (*s == '"') {
			value = s++;
			n = 0;
		} else {
			if (*s == '\\' && end - s > 1)
				s++;
			value = s++;
			n = 1;
		}
		if (to != NULL)
			memcpy(to + len, value, n);
	}
	return (len);
}

char *
env_expand(const struct env *env, const char *s, const char *end)
{
	char *text;
	size_t len;

	len = expand(env, s, end, NULL);
	if (len > VALUE_MAX)
		return (NULL);
	text = stand_alloc(len + 1);
	(void)expand(env, s, end, text);
	return (text);
}
