/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * firmware(9): blocks of data that drivers ask for by name, such as what a
 * device runs.  They come in modules of their own.
 */
#ifndef _SYS_FIRMWARE_H_
#define	_SYS_FIRMWARE_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/module.h>

/* An image.  It stays as it is from firmware_get() to firmware_put(). */
struct firmware {
	const char	*name;		/* unique */
	const void	*data;		/* not to be written to */
	size_t		datasize;	/* bytes */
	unsigned int	version;	/* means something to its user only */
};

/*
 * Enter an image.  The name is copied; the data stays the caller's and must
 * be there until firmware_unregister().  While an image with a parent is in
 * use, the parent is, too.  May sleep.  NULL: there is one of that name.
 */
const struct firmware *firmware_register(const char *imagename,
	    const void *data, size_t datasize, unsigned int version,
	    const struct firmware *parent);

/* Take an image out.  EBUSY: it is in use.  One that is not there: 0. */
int	firmware_unregister(const char *imagename);

/*
 * The image of that name, in use until firmware_put().  If it is not
 * registered, the module of that name is loaded.  Sleeps; no lock may be
 * held.  NULL: the image cannot be had; the message buffer says why.
 */
const struct firmware *firmware_get(const char *imagename);

/*
 * The end of a use.  With FIRMWARE_UNLOAD and after the last one, a module
 * that firmware_get() loaded is unloaded, soon and by another thread, so that
 * locks may be held here.
 */
void	firmware_put(const struct firmware *fp, int flags);
#define	FIRMWARE_UNLOAD	0x0001

/*
 * A module that consists of images: what FIRMWS in its makefile is made into.
 * The images are registered and unregistered together; the first one is the
 * parent of the others.  With a license, the module loads only if the tunable
 * legal.LICENSE.license_ack is 1.
 */
struct firmware_image {
	const char	*name;
	const char	*start;		/* its data: [start, end) */
	const char	*end;
	unsigned int	version;
};

struct firmware_module_data {
	const struct firmware_image *images;
	int		count;		/* at least 1 */
	const char	*license;	/* or NULL */
};

/* The event handler; the argument is a struct firmware_module_data. */
int	firmware_module_handler(module_t mod, int what, void *arg);

#define	FIRMWARE_MODULE(name, images, license)				\
	static struct firmware_module_data name##_data = {		\
		(images), nitems(images), (license)			\
	};								\
	static moduledata_t name##_mod = {				\
		#name, firmware_module_handler, &name##_data		\
	};								\
	DECLARE_MODULE(name, name##_mod, SI_SUB_DRIVERS, SI_ORDER_FIRST); \
	MODULE_VERSION(name, 1);					\
	MODULE_DEPEND(name, firmware, 1, 1, 1)

/*
 * Say that this file has the image, so that it is found by the image's name,
 * whatever the file is called.  n tells the images of a file apart.
 */
#define	FIRMWARE_PROVIDES(n, imagename)					\
	static struct mod_version _firmware_##n##_version = { 1 };	\
	MODULE_METADATA(_firmware_##n, MDT_VERSION,			\
	    &_firmware_##n##_version, imagename)

#endif /* _KERNEL */

#endif /* !_SYS_FIRMWARE_H_ */
