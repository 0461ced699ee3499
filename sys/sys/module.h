/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Modules: what a kld file declares about itself, and the module system
 * calls.  module(9), DECLARE_MODULE(9), MODULE_DEPEND(9), modstat(2).
 */
#ifndef _SYS_MODULE_H_
#define	_SYS_MODULE_H_

#include <sys/types.h>
#include <sys/_abi.h>

/* Types of the records in the modmetadata linker set. */
#define	MDT_DEPEND	1	/* needs a module; md_data is a mod_depend */
#define	MDT_MODULE	2	/* is a module; md_data is a moduledata */
#define	MDT_VERSION	3	/* provides a version; md_data is a mod_version */
#define	MDT_PNP_INFO	4	/* devices it drives; a mod_pnp_match_info */

#define	MDT_STRUCT_VERSION 1
#define	MDT_SETNAME	"modmetadata_set"

/* What a module's event handler is asked to do. */
typedef enum modeventtype {
	MOD_LOAD,	/* start; an error refuses the load */
	MOD_UNLOAD,	/* stop and give everything back; an error refuses */
	MOD_SHUTDOWN,	/* the system goes down */
	MOD_QUIESCE	/* get ready to unload; an error refuses, unless forced */
} modeventtype_t;

typedef struct module *module_t;
typedef int (*modeventhand_t)(module_t, int, void *);

/* The record behind DECLARE_MODULE(9). */
typedef struct moduledata {
	const char	*name;		/* at most MAXMODNAME - 1 characters */
	modeventhand_t	evhand;
	void		*priv;		/* given to evhand as its argument */
} moduledata_t;

/* A number that a module keeps for modstat(2), such as its system call. */
typedef union modspecific {
	int	intval;
	u_int	uintval;
	long	longval;
	u_long	ulongval;
} modspecific_t;

struct mod_depend {
	int	md_ver_minimum;
	int	md_ver_preferred;
	int	md_ver_maximum;
};

struct mod_version {
	int	mv_version;
};

struct mod_metadata {
	int		md_version;	/* MDT_STRUCT_VERSION */
	int		md_type;	/* MDT_* */
	const void	*md_data;
	const char	*md_cval;	/* name of a module or bus */
};

struct mod_pnp_match_info {
	const char	*descr;
	const char	*bus;
	const void	*table;
	int		entry_len;
	int		num_entry;
};

/* The layouts are module ABI. */
__ABI_SIZE(struct moduledata, 24);
__ABI_MEMBER(struct moduledata, name, 0, 8);
__ABI_MEMBER(struct moduledata, evhand, 8, 8);
__ABI_MEMBER(struct moduledata, priv, 16, 8);
__ABI_SIZE(struct mod_depend, 12);
__ABI_MEMBER(struct mod_depend, md_ver_minimum, 0, 4);
__ABI_MEMBER(struct mod_depend, md_ver_preferred, 4, 4);
__ABI_MEMBER(struct mod_depend, md_ver_maximum, 8, 4);
__ABI_SIZE(struct mod_version, 4);
__ABI_MEMBER(struct mod_version, mv_version, 0, 4);
__ABI_SIZE(struct mod_metadata, 24);
__ABI_MEMBER(struct mod_metadata, md_version, 0, 4);
__ABI_MEMBER(struct mod_metadata, md_type, 4, 4);
__ABI_MEMBER(struct mod_metadata, md_data, 8, 8);
__ABI_MEMBER(struct mod_metadata, md_cval, 16, 8);
__ABI_SIZE(struct mod_pnp_match_info, 32);
__ABI_MEMBER(struct mod_pnp_match_info, descr, 0, 8);
__ABI_MEMBER(struct mod_pnp_match_info, bus, 8, 8);
__ABI_MEMBER(struct mod_pnp_match_info, table, 16, 8);
__ABI_MEMBER(struct mod_pnp_match_info, entry_len, 24, 4);
__ABI_MEMBER(struct mod_pnp_match_info, num_entry, 28, 4);

#define	MAXMODNAME	32

struct module_stat {
	int		version;	/* sizeof(struct module_stat), set by the caller */
	char		name[MAXMODNAME];
	int		refs;
	int		id;
	modspecific_t	data;
};
__ABI_SIZE(struct module_stat, 56);
__ABI_MEMBER(struct module_stat, version, 0, 4);
__ABI_MEMBER(struct module_stat, name, 4, 32);
__ABI_MEMBER(struct module_stat, refs, 36, 4);
__ABI_MEMBER(struct module_stat, id, 40, 4);
__ABI_MEMBER(struct module_stat, data, 48, 8);

#ifdef _KERNEL

#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/linker_set.h>

#define	MODULE_METADATA(uniquifier, type, data, cval)			\
	static struct mod_metadata _mod_metadata_##uniquifier = {	\
		MDT_STRUCT_VERSION, (type), (data), (cval)		\
	};								\
	DATA_SET(modmetadata_set, _mod_metadata_##uniquifier)

/* This module needs another, in a version between vmin and vmax. */
#define	MODULE_DEPEND(module, mdepend, vmin, vpref, vmax)		\
	static struct mod_depend _##module##_depend_on_##mdepend = {	\
		(vmin), (vpref), (vmax)					\
	};								\
	MODULE_METADATA(_md_##module##_on_##mdepend, MDT_DEPEND,	\
	    &_##module##_depend_on_##mdepend, #mdepend)

/*
 * A module is built for one branch of the kernel: it runs on the version it
 * was compiled for and on later ones up to the end of the branch.
 */
#define	__KERNEL_BRANCH_END	((__FreeBSD_version / 100000) * 100000 + 99999)
#define	MODULE_KERNEL_MAXVER	__KERNEL_BRANCH_END

/*
 * Declare a module; its MOD_LOAD runs as a SYSINIT(9) at (sub, order).
 * name is an identifier, data the moduledata_t that names the module.
 */
#define	DECLARE_MODULE_WITH_MAXVER(name, data, sub, order, maxver)	\
	MODULE_DEPEND(name, kernel, __FreeBSD_version,			\
	    __FreeBSD_version, maxver);					\
	MODULE_METADATA(_md_##name, MDT_MODULE, &data, __XSTRING(name)); \
	SYSINIT(name##module, sub, order, module_register_init, &data);	\
	struct __hack

#ifdef KLD_TIED
#define	DECLARE_MODULE(name, data, sub, order)				\
	DECLARE_MODULE_WITH_MAXVER(name, data, sub, order, __FreeBSD_version)
#else
#define	DECLARE_MODULE(name, data, sub, order)				\
	DECLARE_MODULE_WITH_MAXVER(name, data, sub, order, MODULE_KERNEL_MAXVER)
#endif

#define	DECLARE_MODULE_TIED(name, data, sub, order)			\
	DECLARE_MODULE_WITH_MAXVER(name, data, sub, order, __FreeBSD_version)

/* The version under which this file provides a module; see MODULE_DEPEND. */
#define	MODULE_VERSION(module, version)					\
	static struct mod_version _##module##_version = { (version) };	\
	MODULE_METADATA(_##module##_version, MDT_VERSION,		\
	    &_##module##_version, #module)

/* Data for tools that match modules to devices; the kernel does not use it. */
#define	MODULE_PNP_INFO(d, b, unique, t, n)				\
	static const struct mod_pnp_match_info				\
	    _module_pnp_##b##_##unique = {				\
		.descr = (d), .bus = #b, .table = (t),			\
		.entry_len = sizeof((t)[0]), .num_entry = (n)		\
	};								\
	MODULE_METADATA(_md_##b##_pnpinfo_##unique, MDT_PNP_INFO,	\
	    &_module_pnp_##b##_##unique, #b)

struct linker_file;
struct sx;

/*
 * The registry of modules.  modules_sx protects it; a module that is given
 * out stays valid while its file cannot be unloaded, which the kernel
 * linker's lock or a reference guarantees.
 */
extern struct sx modules_sx;
#define	MOD_XLOCK	sx_xlock(&modules_sx)
#define	MOD_SLOCK	sx_slock(&modules_sx)
#define	MOD_XUNLOCK	sx_xunlock(&modules_sx)
#define	MOD_SUNLOCK	sx_sunlock(&modules_sx)

/* SYSINIT of DECLARE_MODULE: sends MOD_LOAD.  The argument is a moduledata. */
void		module_register_init(const void *);

/*
 * Enter a module of a file (NULL: the kernel's).  EEXIST if the name is
 * taken, ENAMETOOLONG, ENOMEM.
 */
int		module_register(const moduledata_t *, struct linker_file *);
/* Whether that would work: 0, or the error that it would give. */
int		module_check(const moduledata_t *, struct linker_file *);

module_t	module_lookupbyname(const char *);
module_t	module_lookupbyid(int);
void		module_reference(module_t);
void		module_release(module_t);

/*
 * Events; the error is the handler's.  A module that was only stopped counts as
 * loaded: it is to be reloaded, or its file goes.
 */
int		module_quiesce(module_t);
int		module_stop(module_t);
int		module_unload(module_t);
int		module_reload(module_t);
bool		module_isloaded(module_t);

int		module_getid(module_t);
const char	*module_getname(module_t);
module_t	module_getfnext(module_t);
module_t	module_getfprev(module_t);
module_t	module_last(struct linker_file *);
struct linker_file *module_file(module_t);
void		module_setspecific(module_t, modspecific_t *);
/* What modstat(2) says of it; modules_sx is held. */
void		module_getstat(module_t, struct module_stat *);

#else /* !_KERNEL */

#include <sys/cdefs.h>

__BEGIN_DECLS
int	modfind(const char *);
int	modfnext(int);
int	modnext(int);
int	modstat(int, struct module_stat *);
__END_DECLS

#endif /* _KERNEL */

#endif /* !_SYS_MODULE_H_ */
