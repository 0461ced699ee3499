# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel linker, through the commands, in the machine.

# panics FILE KIND REGEX...: load FILE and write KIND to its debug.crash: that
# ends the machine with a panic whose text matches every REGEX.
panics()
{
	file=$1 kind=$2
	shift 2
	run_vm 125 -o ignore -e save:text -- -- \
	    "kldload /usr/tests/kld/$file && sysctl debug.crash=$kind"
	for regex in "$@"; do
		atf_check -o match:"$regex" cat text
	done
}

body_case bad_files "Each bad file has a sentence of its own and leaves nothing"
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

guest_case life "Dependencies come and go, refusals are respected"
guest_case bad_calls "Bad pointers, bad arguments, no privilege"
guest_case cycles "10,000 loads and unloads leave memory where it was" -t 400
guest_case shared "Modules that are shared objects do what the others do"

guest_case kinds "Commons, weak symbols, bounds, constructors, unloaded sections"
guest_case entry "An entry point gets the events of a module"

body_case shutdown "MOD_SHUTDOWN comes in the reverse order of loading"
shutdown_body()
{
	run_vm 0 -o ignore -e save:console -- -v -- \
	    'sysctl kern.module_path=/usr/tests/kld && kldload bye2 &&
	    poweroff; sleep 30'
	sed -n 's/.*good-bye from //p' console | tr -d '\r' | tr '\n' ' ' > said
	atf_check -o inline:'bye2 bye1 ' cat said
}

body_case sections "66,000 sections, and symbols in the last of them"
sections_body()
{
	file=$obj/tests/sys/kern/modules/sections/sections.ko
	atf_check -o match:'section headers: +0 \(660[0-9][0-9]\)' \
	    llvm-readelf -hW "$file"
	guest sections_guest.sh -m 256 -f "$file:/tmp/d/"
	# The boot loader hands over numbers of 16 bits.
	run_vm 0 -o ignore -e match:'sections.ko: it has no .*, or more than 65,279' -- \
	    -v -m 256 -f "$file:/boot/modules/" -l sections_load=YES -- true
}

body_case backtrace "A fault in a module names the module's functions"
backtrace_body()
{
	for file in crash.ko dyn/crash.ko; do
		panics $file 1 'panic: ' 'rip .*crash\.ko:crash_null\+0x' \
		    'rax ' 'crash\.ko:crash_null\+0x' \
		    'crash\.ko:crash_deeper\+0x' \
		    'crash\.ko:crash_handler\+0x' 'sys___sysctl\+0x'
	done
}

body_case wxorx "Text and constants cannot be written, data not executed"
wxorx_body()
{
	for file in crash.ko dyn/crash.ko; do
		panics $file 2 'panic: ' 'crash\.ko:crash_write_text\+0x'
		panics $file 3 'panic: ' 'crash\.ko:crash_write_constant\+0x'
		panics $file 4 'panic: ' \
		    'crash\.ko:crash_execute_data\.code\+0x0'
	done
}

guest_case wxwalk "In the page tables no page is both writable and executable"

body_case stack_guard "A kernel stack that overflows runs into its guard page"
stack_guard_body()
{
	panics crash.ko 5 'panic: ' 'crash\.ko:crash_stack\+0x'
}
