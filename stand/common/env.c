/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The loader's environment, which becomes the kernel's.
 */
#include "stand.h"

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
