/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The first levels of the sysctl tree, and the variables that describe the
 * system.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#define	OSTYPE		"kld"
#define	OSRELEASE	"0.1"

char	ostype[] = OSTYPE;
char	osrelease[] = OSRELEASE;
int	osreldate = __FreeBSD_version;
char	version[] = OSTYPE " " OSRELEASE " " MACHINE "\n";
char	copyright[] = "Copyright (c) 2026 The kld authors.\n";
char	kernelname[MAXPATHLEN] = "/boot/kernel/kernel";

SYSCTL_ROOT_NODE(CTL_SYSCTL, sysctl, CTLFLAG_RW, NULL,
    "Questions about the tree itself");
SYSCTL_ROOT_NODE(CTL_KERN, kern, CTLFLAG_RW, NULL, "The kernel");
SYSCTL_ROOT_NODE(CTL_VM, vm, CTLFLAG_RW, NULL, "Memory");
SYSCTL_ROOT_NODE(CTL_VFS, vfs, CTLFLAG_RW, NULL, "File systems");
SYSCTL_ROOT_NODE(CTL_NET, net, CTLFLAG_RW, NULL, "The network");
SYSCTL_ROOT_NODE(CTL_DEBUG, debug, CTLFLAG_RW, NULL, "Debugging");
SYSCTL_ROOT_NODE(CTL_HW, hw, CTLFLAG_RW, NULL, "The hardware");
SYSCTL_ROOT_NODE(CTL_MACHDEP, machdep, CTLFLAG_RW, NULL,
    "What depends on the machine");
SYSCTL_ROOT_NODE(OID_AUTO, dev, CTLFLAG_RW, NULL, "Devices");
SYSCTL_ROOT_NODE(OID_AUTO, security, CTLFLAG_RW, NULL, "Security");
SYSCTL_ROOT_NODE(OID_AUTO, compat, CTLFLAG_RW, NULL, "Foreign programs");
SYSCTL_NODE(_kern, OID_AUTO, features, CTLFLAG_RD, NULL, "What there is");
SYSCTL_NODE(_kern, KERN_IPC, ipc, CTLFLAG_RW, NULL, "Communication");
SYSCTL_NODE(_security, OID_AUTO, bsd, CTLFLAG_RW, NULL,
    "BSD's security policy");

SYSCTL_STRING(_kern, KERN_OSTYPE, ostype, CTLFLAG_RD, ostype, 0,
    "Name of the system");
SYSCTL_STRING(_kern, KERN_OSRELEASE, osrelease, CTLFLAG_RD, osrelease, 0,
    "Its release");
SYSCTL_INT(_kern, KERN_OSREV, osrevision, CTLFLAG_RD, NULL, BSD,
    "The BSD that it is like");
SYSCTL_STRING(_kern, KERN_VERSION, version, CTLFLAG_RD, version, 0,
    "Name, release and machine");
SYSCTL_INT(_kern, KERN_OSRELDATE, osreldate, CTLFLAG_RD, &osreldate, 0,
    "Version of FreeBSD's kernel interface");
SYSCTL_STRING(_kern, KERN_BOOTFILE, bootfile, CTLFLAG_RW, kernelname,
    sizeof(kernelname), "Path of the kernel");
SYSCTL_INT(_kern, KERN_ARGMAX, argmax, CTLFLAG_RD, NULL, ARG_MAX,
    "Bytes of arguments and environment");
SYSCTL_INT(_kern, KERN_POSIX1, posix1version, CTLFLAG_RD, NULL, 200112,
    "Version of POSIX");
SYSCTL_INT(_kern, KERN_NGROUPS, ngroups, CTLFLAG_RD, NULL, NGROUPS_MAX,
    "Supplementary groups of a process");
SYSCTL_INT(_kern, KERN_JOB_CONTROL, job_control, CTLFLAG_RD, NULL, 1,
    "There is job control");
SYSCTL_INT(_kern, KERN_SAVED_IDS, saved_ids, CTLFLAG_RD, NULL, 1,
    "There are saved user ids");
SYSCTL_INT(_kern, KERN_IOV_MAX, iov_max, CTLFLAG_RD, NULL, IOV_MAX,
    "Elements of an iovec array");

static struct sx	names_sx;
SX_SYSINIT(names, &names_sx, "host names");
static char		hostname[MAXHOSTNAMELEN];
static char		domainname[MAXHOSTNAMELEN];
static u_long		hostid;

static int
sysctl_name(SYSCTL_HANDLER_ARGS)
{
	char name[MAXHOSTNAMELEN];
	int error;

	sx_slock(&names_sx);
	strlcpy(name, arg1, sizeof(name));
	sx_sunlock(&names_sx);
	error = sysctl_handle_string(oidp, name, sizeof(name), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	sx_xlock(&names_sx);
	strlcpy(arg1, name, MAXHOSTNAMELEN);
	sx_xunlock(&names_sx);
	return (0);
}
SYSCTL_PROC(_kern, KERN_HOSTNAME, hostname, CTLTYPE_STRING | CTLFLAG_RW |
    CTLFLAG_MPSAFE, hostname, 0, sysctl_name, "A", "Name of this host");
SYSCTL_PROC(_kern, KERN_NISDOMAINNAME, domainname, CTLTYPE_STRING |
    CTLFLAG_RW | CTLFLAG_MPSAFE, domainname, 0, sysctl_name, "A",
    "Name of its YP domain");
SYSCTL_ULONG(_kern, KERN_HOSTID, hostid, CTLFLAG_RW, &hostid, 0,
    "Number of this host");

static int
sysctl_arnd(SYSCTL_HANDLER_ARGS)
{
	char buf[256];

	arc4random_buf(buf, sizeof(buf));
	return (SYSCTL_OUT(req, buf, ulmin(sizeof(buf), req->oldlen)));
}
SYSCTL_PROC(_kern, KERN_ARND, arandom, CTLTYPE_OPAQUE | CTLFLAG_RD |
    CTLFLAG_MPSAFE | CTLFLAG_SKIP, NULL, 0, sysctl_arnd, "",
    "Random numbers");

static void
names_init(void *arg __unused)
{

	TUNABLE_STR_FETCH("hostname", hostname, sizeof(hostname));
	TUNABLE_STR_FETCH("kernelname", kernelname, sizeof(kernelname));
}
SYSINIT(names, SI_SUB_TUNABLES, SI_ORDER_ANY, names_init, NULL);
