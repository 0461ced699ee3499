/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The vnode operations: for each one the arguments as a structure, which is
 * what a file system's function is given, and the function VOP_XXX() that
 * callers use.  VOP_XXX(9) describes them; all return an errno value.
 *
 * Locks: unless it says otherwise, vnodes are locked by the caller, shared
 * for operations that only look, exclusively for those that change.
 */
#ifndef _SYS_VNODE_IF_H_
#define	_SYS_VNODE_IF_H_

struct cdev;
struct vm_page;

/*
 * Every operation with the types and names of its arguments.  OPn has n
 * arguments; the vnode whose operations are called is the first.
 *
 *	LOOKUP	  *vpp = the entry cnp of dvp, referenced and locked by
 *		  cn_lkflags; ENOENT, or EJUSTRETURN if the name is free and
 *		  the last one of a CREATE or RENAME.  Never called for ".";
 *		  for ".." dvp is unlocked while its parent is being locked
 *	CREATE, MKNOD, MKDIR, SYMLINK  make the entry; *vpp as in LOOKUP,
 *		  locked exclusively
 *	OPEN, CLOSE  fp may be NULL
 *	GETATTR	  fill *vap in; SETATTR: what is not VNOVAL
 *	READ, WRITE  at uio_offset; READLINK the same
 *	READDIR	  struct dirent records from the cookie uio_offset on; if
 *		  ncookies, also the cookies behind each (M_TEMP)
 *	RENAME	  fdvp and fvp referenced, tdvp and tvp referenced and
 *		  locked; all of that is used up
 *	REMOVE, RMDIR, LINK  names in the first vnode
 *	INACTIVE  nobody uses the vnode now; exclusively locked
 *	RECLAIM	  part from the vnode for good
 *	GETPAGE	  *mp = page number pindex of the file, referenced; without
 *		  the vnode lock.  EOPNOTSUPP: use READ.  EINVAL: beyond the
 *		  end
 *	LENDPAGES ma = count pages of the file from number pindex on, each
 *		  referenced; without the vnode lock.  EOPNOTSUPP, or EINVAL if
 *		  it does not have all of them: use READ
 *	VPTOCNP	  *vpp = the directory that holds vp, referenced; its name
 *		  is put before buf[*buflen], which goes down by its length;
 *		  without the vnode lock.  ENOENT: it has no name any more
 */
#define	VNODE_OPERATIONS(OP1, OP2, OP3, OP4, OP5, OP6)			\
	OP3(LOOKUP, lookup, struct vnode *, dvp, struct vnode **, vpp,	\
	    struct componentname *, cnp)				\
	OP4(CREATE, create, struct vnode *, dvp, struct vnode **, vpp,	\
	    struct componentname *, cnp, struct vattr *, vap)		\
	OP4(MKNOD, mknod, struct vnode *, dvp, struct vnode **, vpp,	\
	    struct componentname *, cnp, struct vattr *, vap)		\
	OP5(OPEN, open, struct vnode *, vp, int, mode,			\
	    struct ucred *, cred, struct thread *, td, struct file *, fp) \
	OP4(CLOSE, close, struct vnode *, vp, int, fflag,		\
	    struct ucred *, cred, struct thread *, td)			\
	OP4(ACCESS, access, struct vnode *, vp, accmode_t, accmode,	\
	    struct ucred *, cred, struct thread *, td)			\
	OP3(GETATTR, getattr, struct vnode *, vp, struct vattr *, vap,	\
	    struct ucred *, cred)					\
	OP3(SETATTR, setattr, struct vnode *, vp, struct vattr *, vap,	\
	    struct ucred *, cred)					\
	OP4(READ, read, struct vnode *, vp, struct uio *, uio,		\
	    int, ioflag, struct ucred *, cred)				\
	OP4(WRITE, write, struct vnode *, vp, struct uio *, uio,	\
	    int, ioflag, struct ucred *, cred)				\
	OP6(IOCTL, ioctl, struct vnode *, vp, u_long, command,		\
	    void *, data, int, fflag, struct ucred *, cred,		\
	    struct thread *, td)					\
	OP4(POLL, poll, struct vnode *, vp, int, events,		\
	    struct ucred *, cred, struct thread *, td)			\
	OP2(REVOKE, revoke, struct vnode *, vp, int, flags)		\
	OP3(FSYNC, fsync, struct vnode *, vp, int, waitfor,		\
	    struct thread *, td)					\
	OP3(REMOVE, remove, struct vnode *, dvp, struct vnode *, vp,	\
	    struct componentname *, cnp)				\
	OP3(LINK, link, struct vnode *, tdvp, struct vnode *, vp,	\
	    struct componentname *, cnp)				\
	OP6(RENAME, rename, struct vnode *, fdvp, struct vnode *, fvp,	\
	    struct componentname *, fcnp, struct vnode *, tdvp,		\
	    struct vnode *, tvp, struct componentname *, tcnp)		\
	OP4(MKDIR, mkdir, struct vnode *, dvp, struct vnode **, vpp,	\
	    struct componentname *, cnp, struct vattr *, vap)		\
	OP3(RMDIR, rmdir, struct vnode *, dvp, struct vnode *, vp,	\
	    struct componentname *, cnp)				\
	OP5(SYMLINK, symlink, struct vnode *, dvp, struct vnode **, vpp, \
	    struct componentname *, cnp, struct vattr *, vap,		\
	    const char *, target)					\
	OP6(READDIR, readdir, struct vnode *, vp, struct uio *, uio,	\
	    struct ucred *, cred, int *, eofflag, int *, ncookies,	\
	    u_long **, cookies)						\
	OP3(READLINK, readlink, struct vnode *, vp, struct uio *, uio,	\
	    struct ucred *, cred)					\
	OP1(INACTIVE, inactive, struct vnode *, vp)			\
	OP1(RECLAIM, reclaim, struct vnode *, vp)			\
	OP3(PATHCONF, pathconf, struct vnode *, vp, int, name,		\
	    long *, retval)						\
	OP5(ADVLOCK, advlock, struct vnode *, vp, void *, id, int, op,	\
	    struct flock *, fl, int, flags)				\
	OP3(GETPAGE, getpage, struct vnode *, vp, vm_pindex_t, pindex,	\
	    struct vm_page **, mp)					\
	OP4(LENDPAGES, lendpages, struct vnode *, vp,			\
	    vm_pindex_t, pindex, struct vm_page **, ma, int, count)	\
	OP4(VPTOCNP, vptocnp, struct vnode *, vp, struct vnode **, vpp,	\
	    char *, buf, size_t *, buflen)

/* The structure of an operation's arguments, and its function type. */
#define	VOP_ARGS(low, ...)						\
	struct vop_ ## low ## _args { __VA_ARGS__ };			\
	typedef int vop_ ## low ## _t(struct vop_ ## low ## _args *);
#define	VOP_ARGS1(up, low, t1, n1)					\
	VOP_ARGS(low, t1 a_ ## n1;)
#define	VOP_ARGS2(up, low, t1, n1, t2, n2)				\
	VOP_ARGS(low, t1 a_ ## n1; t2 a_ ## n2;)
#define	VOP_ARGS3(up, low, t1, n1, t2, n2, t3, n3)			\
	VOP_ARGS(low, t1 a_ ## n1; t2 a_ ## n2; t3 a_ ## n3;)
#define	VOP_ARGS4(up, low, t1, n1, t2, n2, t3, n3, t4, n4)		\
	VOP_ARGS(low, t1 a_ ## n1; t2 a_ ## n2; t3 a_ ## n3;		\
	    t4 a_ ## n4;)
#define	VOP_ARGS5(up, low, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5)	\
	VOP_ARGS(low, t1 a_ ## n1; t2 a_ ## n2; t3 a_ ## n3;		\
	    t4 a_ ## n4; t5 a_ ## n5;)
#define	VOP_ARGS6(up, low, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5, t6, n6) \
	VOP_ARGS(low, t1 a_ ## n1; t2 a_ ## n2; t3 a_ ## n3;		\
	    t4 a_ ## n4; t5 a_ ## n5; t6 a_ ## n6;)

VNODE_OPERATIONS(VOP_ARGS1, VOP_ARGS2, VOP_ARGS3, VOP_ARGS4, VOP_ARGS5,
    VOP_ARGS6)

/*
 * A file system's functions.  A member that is NULL comes from
 * vop_default when the vector is registered (vfs_vector_op_register).
 */
#define	VOP_MEMBER(up, low, ...)	vop_ ## low ## _t *vop_ ## low;

struct vop_vector {
	struct vop_vector *vop_default;
	VNODE_OPERATIONS(VOP_MEMBER, VOP_MEMBER, VOP_MEMBER, VOP_MEMBER,
	    VOP_MEMBER, VOP_MEMBER)
	bool		registered;
};

/* The callers' functions. */
#define	VOP_CALL1(up, low, t1, n1)					\
static __inline int							\
VOP_ ## up(t1 n1)							\
{									\
	struct vop_ ## low ## _args a = { n1 };				\
	return (n1->v_op->vop_ ## low(&a));				\
}
#define	VOP_CALL2(up, low, t1, n1, t2, n2)				\
static __inline int							\
VOP_ ## up(t1 n1, t2 n2)						\
{									\
	struct vop_ ## low ## _args a = { n1, n2 };			\
	return (n1->v_op->vop_ ## low(&a));				\
}
#define	VOP_CALL3(up, low, t1, n1, t2, n2, t3, n3)			\
static __inline int							\
VOP_ ## up(t1 n1, t2 n2, t3 n3)						\
{									\
	struct vop_ ## low ## _args a = { n1, n2, n3 };			\
	return (n1->v_op->vop_ ## low(&a));				\
}
#define	VOP_CALL4(up, low, t1, n1, t2, n2, t3, n3, t4, n4)		\
static __inline int							\
VOP_ ## up(t1 n1, t2 n2, t3 n3, t4 n4)					\
{									\
	struct vop_ ## low ## _args a = { n1, n2, n3, n4 };		\
	return (n1->v_op->vop_ ## low(&a));				\
}
#define	VOP_CALL5(up, low, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5)	\
static __inline int							\
VOP_ ## up(t1 n1, t2 n2, t3 n3, t4 n4, t5 n5)				\
{									\
	struct vop_ ## low ## _args a = { n1, n2, n3, n4, n5 };		\
	return (n1->v_op->vop_ ## low(&a));				\
}
#define	VOP_CALL6(up, low, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5, t6, n6) \
static __inline int							\
VOP_ ## up(t1 n1, t2 n2, t3 n3, t4 n4, t5 n5, t6 n6)			\
{									\
	struct vop_ ## low ## _args a = { n1, n2, n3, n4, n5, n6 };	\
	return (n1->v_op->vop_ ## low(&a));				\
}

VNODE_OPERATIONS(VOP_CALL1, VOP_CALL2, VOP_CALL3, VOP_CALL4, VOP_CALL5,
    VOP_CALL6)


#endif /* !_SYS_VNODE_IF_H_ */
