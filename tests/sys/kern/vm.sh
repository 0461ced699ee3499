# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# For tests that run in the machine.  They exist twice: on the usual kernel,
# and, with invariants.sh before them, on one that checks its assertions.

# run_vm STATUS ATF_CHECK_OPTION... -- VM_OPTION...: tools/vm with that kernel.
run_vm()
{
	status=$1
	shift
	checks=
	while [ "$1" != -- ]; do
		checks="$checks '$1'"
		shift
	done
	shift
	eval atf_check -s "exit:$status" "$checks" '"$top/tools/vm"' \
	    '${kernel:+-f "$kernel:/boot/kernel/kernel"} "$@"'
}

# guest SCRIPT [VM_OPTION...]: run a script that ends with "done: 0 failures".
guest()
{
	script=$top/tests/sys/kern/$1
	shift
	run_vm 0 -o save:output -e ignore -- "$@" \
	    -f "$top/tests/sys/kern/guest.sh" -f "$script" \
	    -- sh "/root/${script##*/}"
	atf_check -o match:'^done: 0 failures$' cat output
}

# guest_case NAME DESCRIPTION [VM_OPTION...]: a test case, NAME_guest.sh.
guest_case()
{
	name=$1 description=$2
	shift 2
	atf_test_case "$name"
	eval "${name}_head() { atf_set descr \"$description\"; }"
	eval "${name}_body() { guest ${name}_guest.sh $*; }"
	cases="$cases $name"
}

# body_case NAME DESCRIPTION: a test case whose body is NAME_body.
body_case()
{
	atf_test_case "$1"
	eval "${1}_head() { atf_set descr \"$2\"; }"
	cases="$cases $1"
}

atf_init_test_cases()
{
	for name in $cases; do
		atf_add_test_case "$name"
	done
}
