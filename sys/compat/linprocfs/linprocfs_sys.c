/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linprocfs: files about the system.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/sbuf.h>
#include <sys/syscallsubr.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <vm/vm.h>
#include <vm/vm_page.h>

#include <compat/linprocfs/linprocfs.h>

/* The variable kern.cp_time: ticks of the processor. */
enum { CP_USER, CP_NICE, CP_SYS, CP_INTR, CP_IDLE, CP_STATES };

#define	PAGES_TO_KB(pages)	((u_long)(pages) * (PAGE_SIZE / 1024))

static int
linprocfs_do_filesystems(struct thread *td __unused, pid_t pid __unused,
    struct sbuf *sb)
{
	struct vfsconf *vfc;

	sx_slock(&vfsconf_sx);
	TAILQ_FOREACH(vfc, &vfsconf, vfc_list)
		sbuf_printf(sb, "%s\t%s\n",
		    (vfc->vfc_flags & VFCF_SYNTHETIC) != 0 ? "nodev" : "",
		    vfc->vfc_name);
	sx_sunlock(&vfsconf_sx);
	return (0);
}

static int
linprocfs_do_meminfo(struct thread *td __unused, pid_t pid __unused,
    struct sbuf *sb)
{

	sbuf_printf(sb,
	    "MemTotal:       %8lu kB\n"
	    "MemFree:        %8lu kB\n"
	    "MemAvailable:   %8lu kB\n"
	    "Buffers:        %8lu kB\n"
	    "Cached:         %8lu kB\n"
	    "SwapTotal:      %8lu kB\n"
	    "SwapFree:       %8lu kB\n",
	    PAGES_TO_KB(vm_page_count_total), PAGES_TO_KB(vm_page_count_free),
	    PAGES_TO_KB(vm_page_count_free), 0UL, 0UL, 0UL, 0UL);
	return (0);
}

/* One mount, as a line of mtab. */
static void
linprocfs_print_mount(struct sbuf *sb, const struct statfs *sf)
{

	sbuf_printf(sb, "%s %s %s %s%s%s 0 0\n", sf->f_mntfromname,
	    sf->f_mntonname, sf->f_fstypename,
	    (sf->f_flags & MNT_RDONLY) != 0 ? "ro" : "rw",
	    (sf->f_flags & MNT_NOSUID) != 0 ? ",nosuid" : "",
	    (sf->f_flags & MNT_NOEXEC) != 0 ? ",noexec" : "");
}

static int
linprocfs_do_mounts(struct thread *td, pid_t pid __unused, struct sbuf *sb)
{
	struct statfs *buf;
	size_t count, i;
	register_t retval;
	int error;

	/* Reads with a size without bound: all there are. */
	retval = td->td_retval[0];
	error = kern_getfsstat(td, &buf, SIZE_MAX, &count, UIO_SYSSPACE,
	    MNT_NOWAIT);
	td->td_retval[0] = retval;
	if (error != 0)
		return (error);
	for (i = 0; i < count; i++)
		linprocfs_print_mount(sb, &buf[i]);
	free(buf, M_STATFS);
	return (0);
}

static int
linprocfs_do_self(struct thread *td, pid_t pid __unused, struct sbuf *sb)
{

	sbuf_printf(sb, "%d", td->td_proc->p_pid);
	return (0);
}

static int
linprocfs_cp_time(struct thread *td, long cp_time[CP_STATES])
{
	size_t len;

	len = CP_STATES * sizeof(cp_time[0]);
	return (kernel_sysctlbyname(td, "kern.cp_time", cp_time, &len, NULL,
	    0, NULL, 0));
}

/* Ticks in user mode, in the kernel, and idle, since boot. */
static int
linprocfs_do_stat(struct thread *td, pid_t pid __unused, struct sbuf *sb)
{
	struct timeval boot;
	long cp_time[CP_STATES];
	int error, i;

	error = linprocfs_cp_time(td, cp_time);
	if (error != 0)
		return (error);
	for (i = 0; i < CP_STATES; i++)
		cp_time[i] = cp_time[i] * LINPROCFS_HZ / hz;
	sbuf_printf(sb, "cpu  %ld %ld %ld %ld 0 %ld 0 0 0 0\n",
	    cp_time[CP_USER], cp_time[CP_NICE], cp_time[CP_SYS],
	    cp_time[CP_IDLE], cp_time[CP_INTR]);
	getboottime(&boot);
	sbuf_printf(sb, "btime %ld\nprocesses %d\n", boot.tv_sec, nprocs);
	return (0);
}

static int
linprocfs_do_uptime(struct thread *td, pid_t pid __unused, struct sbuf *sb)
{
	struct timeval tv;
	long cp_time[CP_STATES];
	int error;

	microuptime(&tv);
	error = linprocfs_cp_time(td, cp_time);
	if (error != 0)
		return (error);
	sbuf_printf(sb, "%ld.%02ld %ld.%02ld\n", tv.tv_sec, tv.tv_usec / 10000,
	    cp_time[CP_IDLE] / hz, cp_time[CP_IDLE] * 100 / hz % 100);
	return (0);
}

static int
linprocfs_do_version(struct thread *td __unused, pid_t pid __unused,
    struct sbuf *sb)
{

	sbuf_printf(sb, "%s %s\n", ostype, osrelease);
	return (0);
}

const struct linprocfs_entry linprocfs_root_entries[] = {
	{ "filesystems",	VREG,	linprocfs_do_filesystems },
	{ "meminfo",		VREG,	linprocfs_do_meminfo },
	{ "mounts",		VREG,	linprocfs_do_mounts },
	{ "self",		VLNK,	linprocfs_do_self },
	{ "stat",		VREG,	linprocfs_do_stat },
	{ "uptime",		VREG,	linprocfs_do_uptime },
	{ "version",		VREG,	linprocfs_do_version },
};
const int linprocfs_root_count = nitems(linprocfs_root_entries);
