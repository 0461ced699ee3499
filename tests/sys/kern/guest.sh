# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Functions for scripts that test the kernel linker, in the machine.

. /etc/shrc		# our commands, not busybox's
PATH=$PATH:/usr/tests/kld
failures=0

fail()
{
	echo "FAIL: $*"
	failures=$((failures + 1))
}

# What must be the same before and after something that leaves nothing: the
# loaded files, memory by type (allocations and bytes), free pages.
state()
{
	kldstat
	sysctl -n kern.malloc | awk '{ print $1, $2, $3 }'
	sysctl -n vm.stats.vm.v_free_count
}

# The first call of everything allocates what stays: files, caches.
begin_states()
{
	for i in 1 2 3; do
		state > /tmp/before
		kldload /nowhere > /tmp/output 2>&1
		state > /tmp/after
	done
	same_state "the test itself"
}

same_state()
{
	cmp -s /tmp/before /tmp/after && return
	fail "$1: the kernel's state has changed"
	diff /tmp/before /tmp/after
}

# refused NAME ERROR REGEX COMMAND...: the command fails, says ERROR and a
# sentence that matches REGEX, and leaves nothing behind.
refused()
{
	name=$1 error=$2 regex=$3
	shift 3
	state > /tmp/before
	"$@" > /tmp/output 2>&1
	status=$?
	state > /tmp/after
	same_state "$name"
	[ $status -eq 1 ] || fail "$name: $1 ended with status $status"
	grep -q "$error" /tmp/output ||
	    fail "$name: no \"$error\" in: $(cat /tmp/output)"
	grep -Eq "$regex" /tmp/output ||
	    fail "$name: no \"$regex\" in: $(cat /tmp/output)"
	echo "$name: $(tail -n 1 /tmp/output)"
}

# ok COMMAND...: it succeeds.
ok()
{
	"$@" > /tmp/output 2>&1 ||
	    fail "$* ended with status $?: $(cat /tmp/output)"
}

end()
{
	echo "done: $failures failures"
	[ $failures -eq 0 ]
	exit
}
