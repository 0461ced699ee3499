# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# File systems, mounts and devices in the machine.

# machine COMMAND: the command's checks pass.
machine()
{
	atf_check -o match:'^all ok$' -o not-match:'^not ok' -e empty \
	    "$top/tools/vm" -- "$@"
}

# group NAME DESCRIPTION: a test case that runs the group.
group()
{
	atf_test_case "$1"
	eval "${1}_head() { atf_set descr '$2'; }"
	eval "${1}_body() { machine /usr/tests/sys/vfs/vfstest $1; }"
}

group files "open flags, data, holes, sizes, FIFOs"
group names "lookup, links, rename, directories, the working directory"
group access "modes, owners, times, what others may not, chroot"
group directories "entries in pieces, removal while reading, thousands"
group mounts "mount, nmount and its options, unmount, statistics"
group locks "flock and ranges, waiting, deadlocks"
group devices "/dev, and devices that a module makes and destroys"
group stress "many processes in one tree while mounts come and go"

atf_test_case leaks
leaks_head()
{
	atf_set descr "No group leaves memory in the kernel"
}
leaks_body()
{
	machine 'for i in files names access directories mounts locks \
	    devices "stress 300"; do
		/usr/tests/kld/leaves /usr/tests/sys/vfs/vfstest $i >out ||
		    { echo "not ok: $i"; cat out; exit 1; }
	done
	echo all ok'
}

atf_init_test_cases()
{
	atf_add_test_case files
	atf_add_test_case names
	atf_add_test_case access
	atf_add_test_case directories
	atf_add_test_case mounts
	atf_add_test_case locks
	atf_add_test_case devices
	atf_add_test_case stress
	atf_add_test_case leaks
}
