# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# libc in the machine: each group of checks in one boot of its own.

# group NAME DESCRIPTION: a test case that runs the group.
group()
{
	atf_test_case "$1"
	eval "${1}_head() { atf_set descr '$2'; }"
	eval "${1}_body()
	{
		atf_check -o match:'^all ok\$' -o not-match:'^not ok' -e empty \
		    '$top/tools/vm' -- /usr/tests/lib/libc/libctest $1
	}"
}

group text "numbers, options, errors and formats"
group files "directories, paths, hierarchies, patterns"
group processes "commands, signals, times, the system"

atf_init_test_cases()
{
	atf_add_test_case text
	atf_add_test_case files
	atf_add_test_case processes
}
