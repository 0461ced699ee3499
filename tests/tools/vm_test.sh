# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/vm: a command in the machine is like a command here.

vm=$top/tools/vm

# new_test NAME DESCRIPTION: NAME_body is the test.
new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; \
	    atf_set require.progs qemu-system-x86_64; atf_set timeout 120; }"
	atf_test_case "$1"
	tests="$tests $1"
}

new_test output "output, errors and status, kept apart"
output_body()
{
	atf_check -s exit:7 -o inline:"out\n" -e inline:"err\n" \
	    "$vm" -- 'echo out; echo err >&2; exit 7'
	atf_check -s exit:1 "$vm" -- false
	atf_check -s exit:0 -o inline:"two words\n" "$vm" -- echo two words
}

new_test uefi "-U: nothing of the firmware and the loader is among them"
uefi_body()
{
	atf_check -s exit:7 -o inline:"out\n" -e inline:"err\n" \
	    "$vm" -U -l nothing_load=YES -- 'echo out; echo err >&2; exit 7'
	atf_check -s exit:0 -o empty \
	    -e match:"loader: nothing: no such module" -e match:"BdsDxe" \
	    "$vm" -U -v -l nothing_load=YES -- true
}

new_test bytes "every byte comes through as it is"
bytes_body()
{
	atf_check -s exit:0 -o save:expected printf \
	    "$(i=0; while [ $i -lt 256 ]; do printf '\\%03o' $i; i=$((i + 1)); done)"
	atf_check -s exit:0 -o file:expected -e file:expected \
	    "$vm" -f expected -- 'cat expected; cat expected >&2'
	head -c 1000000 /dev/urandom > much
	atf_check -s exit:0 -o file:much "$vm" -f much -- cat much
	atf_check -s exit:0 -o inline:"no newline" \
	    "$vm" -- 'printf "no newline"'
}

new_test files "-f puts files and folders into the image"
files_body()
{
	echo one > one
	mkdir -p dir/sub
	echo two > dir/sub/two
	ln -s sub/two dir/link
	printf '#!/bin/sh\necho runs\n' > script
	chmod 755 script
	atf_check -s exit:0 -o inline:"one\ntwo\none\ntwo\nroot\nruns\n" \
	    "$vm" -f one -f dir:/usr/ -f one:/new/folder/name -f script:/ -- \
	    'cat one; cat /usr/dir/sub/two /new/folder/name /usr/dir/link;
	    stat -c %U one; /script'
	atf_check -s exit:126 -e match:"nothere" "$vm" -f nothere -- true
	atf_check -s exit:126 -e match:"not a path" "$vm" -f one:../x -- true
}

new_test variables "-l and -a reach the kernel environment"
variables_body()
{
	printf 'a.a="file"\na.b="file"\n' > conf
	atf_check -s exit:0 -o inline:"file\ntext\nappend\n" \
	    "$vm" -l conf -l 'a.b="text"' -a 'a.c="append"' -- \
	    'kenv -q a.a; kenv -q a.b; kenv -q a.c'
	atf_check -s exit:0 -o match:'a.b="text"' -o match:'^linux_load' \
	    "$vm" -l conf -l 'a.b="text"' -- cat /boot/loader.conf
	atf_check -s exit:126 -e match:"nothere" "$vm" -l nothere -- true
}

new_test verbose "-v shows the console on standard error"
verbose_body()
{
	atf_check -s exit:0 -o inline:"out\n" -e match:"on the console" \
	    "$vm" -v -- 'echo out; echo on the console > /dev/console'
}

new_test memory "64 MiB are enough"
memory_body()
{
	atf_check -s exit:0 -o match:"^6[0-9][0-9]*$" \
	    "$vm" -m 64 -- sysctl -n hw.physmem
	atf_check -s exit:64 -e match:usage "$vm" -m much -- true
	truncate -s 100M big
	atf_check -s exit:126 -e match:"do not fit" "$vm" -f big -- true
	atf_check -s exit:126 -e ignore "$vm" -m 64 -f big -- true
}

new_test demo "the demonstration, with 64 MiB and as make run does it"
demo_body()
{
	atf_check -s exit:0 -o match:"Device busy" -o match:"msdos.ko" \
	    -o match:"^All as it should be" "$vm" -m 64 -- demo
	atf_check -s exit:0 -o match:"^All as it should be" \
	    "$top/tools/run" < /dev/null
}

new_test timeout "-t ends what does not end by itself"
timeout_body()
{
	atf_check -s exit:124 -o inline:"out\n" -e match:"after 3 seconds" \
	    "$vm" -t 3 -- 'echo out; sleep 100'
	atf_check -s exit:64 -e match:usage "$vm" -t soon -- true
}

new_test panic "a panic is status 125, with its text"
panic_body()
{
	atf_check -s exit:125 -o inline:"out\n" -e match:"panic: on request" \
	    "$vm" -f "$obj/tests/sys/kern/modules/crash/crash.ko" -- \
	    'kldload ./crash.ko; echo out; sleep 1; sysctl debug.crash=6'
}

new_test poweroff "a command may end the machine"
poweroff_body()
{
	atf_check -s exit:0 -o inline:"out\n" \
	    "$vm" -- 'echo out; sleep 1; poweroff; sleep 10'
}

new_test console "without a command the console is here"
console_body()
{
	atf_check -s exit:0 -o save:output -x \
	    "{ sleep 3; echo 'echo \$((6 * 7)) there'; sleep 1; echo poweroff;
	    sleep 3; } | '$vm' -t 20"
	grep -q '^42 there' output || atf_fail "no shell"
}

new_test parallel "several at once, and nothing is left over"
parallel_body()
{
	mkdir tmp
	export TMPDIR="$PWD/tmp"
	echo 1 > one
	echo 2 > two
	"$vm" -f one -- 'cat one; sleep 1; cat one; exit 1' > out1 &
	pid1=$!
	"$vm" -f two -- 'cat two; sleep 1; cat two; exit 2' > out2 &
	pid2=$!
	status=0; wait $pid1 || status=$?
	[ $status -eq 1 ] || atf_fail "the first one: $status"
	status=0; wait $pid2 || status=$?
	[ $status -eq 2 ] || atf_fail "the second one: $status"
	printf '1\n1\n' | cmp - out1 || atf_fail "the first one's output"
	printf '2\n2\n' | cmp - out2 || atf_fail "the second one's output"
	[ -z "$(ls tmp)" ] || atf_fail "files are left"
}

new_test killed "when vm is killed its machine ends, and no file is left"
killed_body()
{
	mkdir tmp
	export TMPDIR="$PWD/tmp"
	for signal in TERM HUP KILL; do
		"$vm" -a "vm_test=$$" -- sleep 50 &
		pid=$!
		sleep 1
		kill -$signal $pid
		wait $pid || :
		sleep 1
		! pgrep -f "vm_test=$$" ||
		    atf_fail "SIG$signal leaves a machine"
		[ -z "$(ls tmp)" ] || atf_fail "SIG$signal leaves files"
	done
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
