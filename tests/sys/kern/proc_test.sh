# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Processes, by a program in the machine.

# group NAME DESCRIPTION: a test case that runs the group.
group()
{
	body_case "$1" "$2"
	eval "${1}_body()
	{
		run_vm 0 -o match:'^all ok\$' -o not-match:'^not ok' \
		    -e ignore -- -- /usr/tests/sys/kern/proctest $1
	}"
}

group badelf "damaged programs are refused or end, the system goes on"
group clocks "clocks go forwards, waits are not too short"
group credentials "users and groups, setuid programs"
group descriptors "copies, flags, limits, locks of files"
group exec "arguments, environments, scripts, refusals"
group groups "process groups and sessions, orphans"
group pipes "capacity, order, closed ends, bad addresses"
group poll "poll, ppoll and select"
group processes "fork, exit, wait, stop and go on"
group procinfo "sysctl kern.proc"
group signals "masks, stacks, faults, handlers"
group storm "everything at once"
group terminals "lines, editing, modes, job control, hangup"
group waiting "signals and those who wait"

guest_case storms "Nothing is left of thousands of processes"
