# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel linker, through the commands, in the machine.

# guest SCRIPT [VM_OPTION...]: run a script that ends with "done: 0 failures".
guest()
{
	script=$top/tests/sys/kern/$1
	shift
	atf_check -s exit:0 -o save:output -e ignore "$top/tools/vm" "$@" \
	    -f "$top/tests/sys/kern/guest.sh" -f "$script" \
	    -- sh "/root/${script##*/}"
	atf_check -o match:'^done: 0 failures$' cat output
}

# panics FILE KIND REGEX...: load FILE and write KIND to its debug.crash: that
# ends the machine with a panic whose text matches every REGEX.
panics()
{
	file=$1 kind=$2
	shift 2
	atf_check -s exit:125 -o ignore -e save:text "$top/tools/vm" -- \
	    "kldload /usr/tests/kld/$file && sysctl debug.crash=$kind"
	for regex in "$@"; do
		atf_check -o match:"$regex" cat text
	done
}

atf_test_case bad_files
bad_files_head()
{
	atf_set descr "Each bad file has a sentence of its own and leaves nothing"
}
bad_files_body()
{
	elfmut=$obj/tests/sys/kern/elfmut
	good=$obj/share/examples/kld/hello/hello.ko

	mkdir bad
	atf_check -o save:bad/list "$elfmut" -l "$good"
	[ "$(grep -c . bad/list)" -gt 50 ] || atf_fail "too few damages"
	for name in $(cut -f 1 bad/list); do
		atf_check "$elfmut" "$name" "$good" "bad/$name.ko"
	done
	guest bad_files_guest.sh -f bad -t 120
}

atf_test_case life
life_head()
{
	atf_set descr "Dependencies come and go, refusals are respected"
}
life_body()
{
	guest life_guest.sh
}

atf_test_case bad_calls
bad_calls_head()
{
	atf_set descr "Bad pointers, bad arguments, no privilege"
}
bad_calls_body()
{
	guest bad_calls_guest.sh
}

atf_test_case cycles
cycles_head()
{
	atf_set descr "10,000 loads and unloads leave memory where it was"
}
cycles_body()
{
	guest cycles_guest.sh -t 400
}

atf_test_case backtrace
backtrace_head()
{
	atf_set descr "A fault in a module names the module's functions"
}
backtrace_body()
{
	for file in crash.ko dyn/crash.ko; do
		panics $file 1 'panic: ' 'rip .*crash\.ko:crash_null\+0x' 'rax ' 'crash\.ko:crash_null\+0x' \
		    'crash\.ko:crash_deeper\+0x' \
		    'crash\.ko:crash_handler\+0x' 'sys___sysctl\+0x'
	done
}

atf_test_case wxorx
wxorx_head()
{
	atf_set descr "Text and constants cannot be written, data not executed"
}
wxorx_body()
{
	for file in crash.ko dyn/crash.ko; do
		panics $file 2 'panic: ' 'crash\.ko:crash_write_text\+0x'
		panics $file 3 'panic: ' 'crash\.ko:crash_write_constant\+0x'
		panics $file 4 'panic: ' \
		    'crash\.ko:crash_execute_data\.code\+0x0'
	done
}

atf_test_case stack_guard
stack_guard_head()
{
	atf_set descr "A kernel stack that overflows runs into its guard page"
}
stack_guard_body()
{
	panics crash.ko 5 'panic: ' 'crash\.ko:crash_stack\+0x'
}

atf_test_case shared_objects
shared_objects_head()
{
	atf_set descr "Modules that are shared objects do what the others do"
}
shared_objects_body()
{
	guest shared_guest.sh
}

atf_init_test_cases()
{
	atf_add_test_case bad_files
	atf_add_test_case life
	atf_add_test_case bad_calls
	atf_add_test_case cycles
	atf_add_test_case backtrace
	atf_add_test_case wxorx
	atf_add_test_case stack_guard
	atf_add_test_case shared_objects
}
