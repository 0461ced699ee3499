# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Address spaces, faults and signals in the machine.

# group NAME DESCRIPTION: a test case that runs the group.
group()
{
	atf_test_case "$1"
	eval "${1}_head() { atf_set descr '$2'; }"
	eval "${1}_body()
	{
		atf_check -o match:'^all ok\$' -o not-match:'^not ok' -e ignore \
		    '$top/tools/vm' -- /usr/tests/sys/vm/vmtest $1
	}"
}

group memory "mappings: private, shared, of files; protections; the break"
group fork "copies after fork are private, shared memory is not"
group faults "what a bad access gives: the signal, its code and address"
group signals "handlers see and change registers; bad contexts are refused"
group calls "system calls refuse bad addresses"

# Processes leave nothing behind; memory that is gone comes back.
atf_test_case leaks
leaks_head()
{
	atf_set descr "Free pages are the same after hundreds of processes"
}
leaks_body()
{
	atf_check -o match:'^all ok$' -e ignore "$top/tools/vm" -- \
	    '/usr/tests/sys/vm/vmtest fork >/dev/null
	    free=$(sysctl -n vm.stats.vm.v_free_count)
	    for i in $(seq 20); do /usr/tests/sys/vm/vmtest fork >/dev/null; done
	    now=$(sysctl -n vm.stats.vm.v_free_count)
	    [ $free -eq $now ] && echo all ok || echo $free, then $now'
}

atf_test_case exhaust
exhaust_head()
{
	atf_set descr "A program that takes all memory is killed, the rest goes on"
}
exhaust_body()
{
	atf_check -o match:'^137$' -o match:'^still here$' -e ignore \
	    "$top/tools/vm" -v -m 64 -- \
	    '/usr/tests/sys/vm/vmtest exhaust; echo $?; echo still here'
}

atf_init_test_cases()
{
	atf_add_test_case memory
	atf_add_test_case fork
	atf_add_test_case faults
	atf_add_test_case signals
	atf_add_test_case calls
	atf_add_test_case leaks
	atf_add_test_case exhaust
}
