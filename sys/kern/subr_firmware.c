/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * firmware(9): images, who uses them, and the modules that hold them.
 *
 * A module that was loaded for firmware_get() is held by a reference, which
 * the image keeps.  Giving it back unloads the module; that takes a thread
 * which may sleep, and until it is done nobody gets the image.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/condvar.h>
#include <sys/firmware.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/taskqueue.h>

#define	TUNABLE_MAX	128

struct image {
	struct firmware	fw;		/* what its users see */
	LIST_ENTRY(image) link;
	struct image	*parent;	/* used by this one, if that is used */
	u_int		refs;		/* uses */
	linker_file_t	file;		/* referenced for it, or NULL */
	bool		leaving;	/* that reference is on its way back */
	char		name[];
};

static MALLOC_DEFINE(M_FIRMWARE, "firmware", "firmware images");
MODULE_VERSION(firmware, 1);

static struct mtx firmware_mtx;
MTX_SYSINIT(firmware, &firmware_mtx, "firmware images", MTX_DEF);
static struct cv released = { .cv_description = "fwrel" };
static LIST_HEAD(, image) images = LIST_HEAD_INITIALIZER(images);

static void release_files(void *context, int pending);
static struct task release_task = TASK_INITIALIZER(0, release_files, NULL);
/* Of its own, as a module that is unloaded may drain the system's queues. */
TASKQUEUE_DEFINE_THREAD(firmware);

static struct image *
find(const char *name)
{
	struct image *img;

	mtx_assert(&firmware_mtx, MA_OWNED);
	LIST_FOREACH(img, &images, link)
		if (strcmp(img->name, name) == 0)
			break;
	return (img);
}

static struct image *
root(struct image *img)
{

	while (img->parent != NULL)
		img = img->parent;
	return (img);
}

const struct firmware *
firmware_register(const char *imagename, const void *data, size_t datasize,
    unsigned int version, const struct firmware *parent)
{
	struct image *img;
	size_t len;

	len = strlen(imagename) + 1;
	img = malloc(sizeof(*img) + len, M_FIRMWARE, M_WAITOK | M_ZERO);
	memcpy(img->name, imagename, len);
	img->fw.name = img->name;
	img->fw.data = data;
	img->fw.datasize = datasize;
	img->fw.version = version;
	img->parent = __DECONST(struct image *, parent);
	mtx_lock(&firmware_mtx);
	if (find(imagename) != NULL) {
		mtx_unlock(&firmware_mtx);
		printf("firmware: an image %s is registered already\n",
		    imagename);
		free(img, M_FIRMWARE);
		return (NULL);
	}
	LIST_INSERT_HEAD(&images, img, link);
	mtx_unlock(&firmware_mtx);
	return (&img->fw);
}

/* Take an image out that nobody uses; its children, unused too, stay. */
static void
remove_image(struct image *img)
{
	struct image *other;

	LIST_REMOVE(img, link);
	LIST_FOREACH(other, &images, link)
		if (other->parent == img)
			other->parent = NULL;
	free(img, M_FIRMWARE);
}

int
firmware_unregister(const char *imagename)
{
	struct image *img;
	int error;

	error = 0;
	mtx_lock(&firmware_mtx);
	img = find(imagename);
	if (img != NULL && img->refs > 0)
		error = EBUSY;
	else if (img != NULL)
		remove_image(img);
	mtx_unlock(&firmware_mtx);
	return (error);
}

/*
 * Begin a use.  An image that was loaded just now takes the reference to its
 * file over: *filep is then NULL.
 */
static struct image *
acquire(const char *name, linker_file_t *filep)
{
	struct image *img, *used;

	mtx_lock(&firmware_mtx);
	while ((img = find(name)) != NULL && root(img)->leaving)
		cv_wait(&released, &firmware_mtx);
	for (used = img; used != NULL; used = used->parent)
		if (used->refs++ > 0)
			break;
	if (img != NULL && root(img)->file == NULL) {
		root(img)->file = *filep;
		*filep = NULL;
	}
	mtx_unlock(&firmware_mtx);
	return (img);
}

const struct firmware *
firmware_get(const char *imagename)
{
	struct image *img;
	linker_file_t file;

	file = NULL;
	img = acquire(imagename, &file);
	if (img == NULL) {
		/* If that fails, somebody else may have been faster. */
		if (linker_reference_module(imagename, NULL, &file) != 0)
			file = NULL;
		img = acquire(imagename, &file);
		if (img == NULL && file != NULL)
			printf("firmware: module %s has no image of that "
			    "name\n", imagename);
		if (file != NULL)
			(void)linker_release_module(file);
	}
	return (img != NULL ? &img->fw : NULL);
}

void
firmware_put(const struct firmware *fp, int flags)
{
	struct image *img;

	mtx_lock(&firmware_mtx);
	img = __DECONST(struct image *, fp);
	for (; img != NULL; img = img->parent) {
		KASSERT(img->refs > 0, ("%s is not in use", img->name));
		if (--img->refs > 0)
			break;
		if ((flags & FIRMWARE_UNLOAD) != 0 && img->file != NULL) {
			img->leaving = true;
			(void)taskqueue_enqueue(taskqueue_firmware,
			    &release_task);
		}
	}
	mtx_unlock(&firmware_mtx);
}

/* An image whose reference is to be given back, or (NULL) was. */
static struct image *
find_leaving(bool done)
{
	struct image *img;

	LIST_FOREACH(img, &images, link)
		if (img->leaving && (img->file == NULL) == done)
			break;
	return (img);
}

static void
release_files(void *context __unused, int pending __unused)
{
	struct image *img;
	linker_file_t file;

	mtx_lock(&firmware_mtx);
	while ((img = find_leaving(false)) != NULL) {
		file = img->file;
		img->file = NULL;
		mtx_unlock(&firmware_mtx);
		(void)linker_release_module(file);
		mtx_lock(&firmware_mtx);
		/* It is gone with the module, unless that has to stay. */
		img = find_leaving(true);
		if (img != NULL)
			img->leaving = false;
		cv_broadcast(&released);
	}
	mtx_unlock(&firmware_mtx);
}

/*
 * Modules of images.
 */

static bool
license_accepted(const char *license)
{
	char name[TUNABLE_MAX];
	int accepted;

	if (license == NULL)
		return (true);
	snprintf(name, sizeof(name), "legal.%s.license_ack", license);
	accepted = 0;
	TUNABLE_INT_FETCH(name, &accepted);
	if (accepted != 1)
		printf("firmware: whoever accepts the license %s sets %s=1 in "
		    "/boot/loader.conf\n", license, name);
	return (accepted == 1);
}

/* What a module has registered, not another's image of the same name. */
static struct image *
find_own(const struct firmware_image *t)
{
	struct image *img;

	img = find(t->name);
	return (img != NULL && img->fw.data == t->start ? img : NULL);
}

static bool
in_use(const struct firmware_image *table, int count)
{
	struct image *img;
	int i;

	mtx_assert(&firmware_mtx, MA_OWNED);
	for (i = 0; i < count; i++) {
		img = find_own(&table[i]);
		if (img != NULL && img->refs > 0)
			return (true);
	}
	return (false);
}

/*
 * All images of a module, or none of them: EBUSY.  MOD_UNLOAD also follows
 * a MOD_LOAD that failed, when none is there.
 */
static int
unregister_images(const struct firmware_image *table, int count)
{
	struct image *img;
	int i;

	mtx_lock(&firmware_mtx);
	if (in_use(table, count)) {
		mtx_unlock(&firmware_mtx);
		return (EBUSY);
	}
	for (i = 0; i < count; i++) {
		img = find_own(&table[i]);
		if (img != NULL)
			remove_image(img);
	}
	mtx_unlock(&firmware_mtx);
	return (0);
}

static int
register_images(const struct firmware_module_data *data)
{
	const struct firmware *first, *fp;
	const struct firmware_image *t;
	int i;

	if (!license_accepted(data->license))
		return (EPERM);
	first = NULL;
	for (i = 0; i < data->count; i++) {
		t = &data->images[i];
		fp = firmware_register(t->name, t->start, t->end - t->start,
		    t->version, first);
		if (fp == NULL) {
			(void)unregister_images(data->images, i);
			return (ENXIO);
		}
		if (i == 0)
			first = fp;
	}
	return (0);
}

static int
quiesce_images(const struct firmware_module_data *data)
{
	bool used;

	mtx_lock(&firmware_mtx);
	used = in_use(data->images, data->count);
	mtx_unlock(&firmware_mtx);
	return (used ? EBUSY : 0);
}

int
firmware_module_handler(module_t mod __unused, int what, void *arg)
{
	const struct firmware_module_data *data;

	data = arg;
	switch (what) {
	case MOD_LOAD:
		return (register_images(data));
	case MOD_UNLOAD:
		return (unregister_images(data->images, data->count));
	case MOD_QUIESCE:
		return (quiesce_images(data));
	default:
		return (EOPNOTSUPP);
	}
}
