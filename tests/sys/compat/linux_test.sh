# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# linux.ko: the system calls one by one, busybox, programs of the host; and
# linprocfs.ko.

# group NAME DESCRIPTION: a test case that runs a group of linuxtest.
group()
{
	atf_test_case "$1"
	eval "${1}_head() { atf_set descr '$2'; }"
	eval "${1}_body()
	{
		atf_check -o match:'^all ok\$' -o not-match:'^not ok' \
		    '$top/tools/vm' -f '$obj/tests/sys/compat/guest/linuxtest' \
		    -- ./linuxtest $1
	}"
}

group files "descriptors: transfers, flags, locks, pipes, directories"
group frames "handlers see and change registers; everything else survives"
group memory "mappings, the break, futexes"
group names "paths: links, directories, attributes, errors"
group poll "waiting for descriptors"
group processes "fork, clone, execve, wait, usage"
group restart "what goes on after a signal, and what does not"
group signals "numbers, masks, information, waiting"
group system "identities, limits, clocks, calls that there are not"

atf_test_case busybox
busybox_head()
{
	atf_set descr "A long script prints the same as on Linux"
}
busybox_body()
{
	cp "$top/tests/sys/compat/busybox_guest.sh" .
	env -i PATH=/bin:/usr/bin /bin/busybox sh busybox_guest.sh \
	    >expected 2>&1 </dev/null
	atf_check -o file:expected "$top/tools/vm" -f busybox_guest.sh -- \
	    'env -i PATH=/bin:/usr/bin /bin/busybox sh busybox_guest.sh 2>&1 |
	    cat'
}

# The program with the dynamic linker and the libraries that it needs.
atf_test_case dynamic
dynamic_head()
{
	atf_set descr "A program of the host with shared libraries runs"
}
dynamic_body()
{
	for file in $(ldd /bin/dash | grep -o '/[^ ]*'); do
		set -- "$@" -f "$file:$file"
	done
	atf_check -o inline:'dash 3\nsub\n' "$top/tools/vm" "$@" \
	    -f /bin/dash -- './dash -c "echo dash \$((1 + 2)); (echo sub) | cat"'
}

atf_test_case unload
unload_head()
{
	atf_set descr "linux.ko stays as long as a Linux program runs"
}
unload_body()
{
	atf_check -s exit:1 -o empty -e match:'Device busy' \
	    "$top/tools/vm" -- kldunload linux
}

atf_test_case unknown
unknown_head()
{
	atf_set descr "A system call that is not there is logged, once"
}
unknown_body()
{
	atf_check -o match:'^1$' -e ignore "$top/tools/vm" \
	    -f "$obj/tests/sys/compat/guest/linuxtest" -- \
	    './linuxtest system >/dev/null; ./linuxtest system >/dev/null
	    dmesg | grep -c "system call 335 "'
}

atf_test_case leaks
leaks_head()
{
	atf_set descr "Nothing is left of thousands of processes and signals"
}
leaks_body()
{
	cat >load.sh <<-'END'
	work()
	{
		for i in $(seq 300); do /bin/true; done
		for i in $(seq 100); do echo $i | cat | cat; done
		for i in $(seq 50); do sleep 9 & kill $!; wait $!; done
	}
	# Not in a pipe: its other process may be there by then, or not yet.
	count()
	{
		vmstat -m >memory
		awk '$1 == "linux" || $1 == "pipe" || $1 == "proc" ||
		    $1 == "thread" || $1 == "file" { print $1, $2 }' <memory
	}
	# What a process leaves is given back a little later, by a thread.
	settled()
	{
		count >last
		for i in $(seq 50); do
			usleep 20000
			count >now
			cmp -s last now && break
			mv now last
		done
		cat last
	}
	work >/dev/null 2>&1
	settled >before
	for k in 1 2 3 4; do work >/dev/null 2>&1 & done
	wait
	settled >after
	cmp before after && echo same
	END
	atf_check -o inline:'same\n' "$top/tools/vm" -m 64 -f load.sh -- \
	    sh load.sh
}

atf_test_case linprocfs
linprocfs_head()
{
	atf_set descr "/proc shows processes, mounts and memory, and goes again"
}
linprocfs_body()
{
	cat >proc.sh <<-'END'
	/sbin/umount /proc && kldunload linprocfs || exit
	/sbin/mount -t linprocfs proc /proc || exit
	grep -c '^linprocfs /proc linprocfs' /proc/mounts
	sleep 9 &
	busybox ps -o pid,ppid,args | awk -v p=$! '$1 == p { print $(NF - 1), $NF }'
	[ "$(sed -n 's/^PPid:.//p' /proc/$!/status)" = $$ ] && echo parent
	readlink /proc/$!/exe; tr '\0' ' ' </proc/1/cmdline; echo
	df / | awk 'NR == 2 { print $6 }'
	busybox free | grep -c '^Mem:'
	cat /proc/99999/stat /proc/1 2>&1
	mkdir /proc/x 2>&1; rm /proc/1/stat 2>&1
	(cd /proc/self && pwd -P | grep -c '^/proc/[0-9]*$')
	(cd /proc/1 && cd .. && pwd -P)
	kill $!; wait $! 2>/dev/null
	[ -e /proc/$! ] || echo gone
	/sbin/umount /proc && kldunload linprocfs && echo unloaded
	END
	cat >expected <<-'END'
	1
	sleep 9
	parent
	/bin/busybox
	/sbin/init 
	/
	1
	cat: can't open '/proc/99999/stat': No such file or directory
	cat: read error: Is a directory
	mkdir: can't create directory '/proc/x': Read-only file system
	rm: can't remove '/proc/1/stat': Read-only file system
	1
	/proc
	gone
	unloaded
	END
	atf_check -o file:expected "$top/tools/vm" -f proc.sh -- sh proc.sh
}

atf_init_test_cases()
{
	atf_add_test_case files
	atf_add_test_case frames
	atf_add_test_case memory
	atf_add_test_case names
	atf_add_test_case poll
	atf_add_test_case processes
	atf_add_test_case restart
	atf_add_test_case signals
	atf_add_test_case system
	atf_add_test_case busybox
	atf_add_test_case dynamic
	atf_add_test_case unload
	atf_add_test_case unknown
	atf_add_test_case leaks
	atf_add_test_case linprocfs
}
