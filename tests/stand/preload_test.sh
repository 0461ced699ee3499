# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The loader with the real kernel: dependencies, variables and the prompt.

modules=$obj/root/boot/modules

# vm ARGUMENT ...: what the command prints is in output, the console in console.
vm()
{
	timeout 60 "$top/tools/vm" -v "$@" > output 2> console || {
		result=$?
		cat output console
		atf_fail "vm: status $result"
	}
	cat output console
}

has()
{
	grep -Eq -- "$2" "$1" || atf_fail "nothing like \"$2\" in $1"
}

has_not()
{
	! grep -Eq -- "$2" "$1" || atf_fail "\"$2\" is in $1"
}

new_test()
{
	eval "$1_head() { atf_set descr \"$2\"; \
	    atf_set require.progs qemu-system-x86_64; atf_set timeout 120; }"
	atf_test_case "$1"
	tests="$tests $1"
}

new_test dependencies "a module comes with what it depends on, once"
dependencies_body()
{
	cat > conf <<-'END'
	fat_after="set said=after"
	fat_load="NO"
	msdos_load="YES"
	again_load="YES"
	again_name="/boot/modules/msdos.ko"
	END
	vm -l conf -- 'kldstat; kldstat -q -m fat && echo there'
	awk '{ print $NF }' output > names
	[ "$(grep -nx fat.ko names | cut -d: -f1)" -lt \
	    "$(grep -nx msdos.ko names | cut -d: -f1)" ] ||
	    atf_fail "fat.ko does not come first"
	[ "$(grep -cx msdos.ko names)" -eq 1 ] || atf_fail "msdos.ko twice"
	has output '^there$'
}

new_test missing "without its dependency a module is left out, with a reason"
missing_body()
{
	cat > conf <<-'END'
	module_path="/m"
	msdos_load="YES"
	msdos_error="set failed=yes"
	linux_name="/boot/modules/linux.ko"
	END
	vm -f "$modules/msdos.ko:/boot/m.ko" -f "$modules/msdos.ko:/m/" \
	    -l conf -l msdos_name=/boot/m.ko -- 'kenv failed; kldstat'
	has console '^loader: /boot/m.ko: not loaded: it depends on fat \(version [0-9]+ to [0-9]+\), which is in no folder of module_path'
	has output '^yes$'
	has_not output 'm\.ko$'
}

new_test variables "files, expansion and commands reach the kernel environment"
variables_body()
{
	cat > defaults <<-'END'
	loader_conf_files="/boot/mine"
	t.a="defaults"
	END
	echo 't.b="mine ${kernel}"' > mine
	printf 't.c="$t.b\n kernel=kernel\nt.d=1' > dropped
	cat > local <<-'END'
	exec="set t.e=\"from exec\""
	linux_before="set t.f=before"
	linux_after="set t.g=after"
	kernel_options="-v"
	kern.hostname=unused
	END
	vm -f defaults:/boot/defaults/loader.conf -f mine:/boot/mine \
	    -f dropped:/boot/loader.conf.d/10-a.conf \
	    -f local:/boot/loader.conf.local -a 't.h="the last"' -- \
	    'for v in a b d e f g h; do kenv t.$v; done'
	has console '^loader: /boot/loader.conf.d/10-a.conf:1:5: the quote'
	printf '%s\n' defaults 'mine ' 1 'from exec' before after 'the last' |
	    diff - output || atf_fail "variables"
}

# A person, who waits for the prompt before each line.
new_test prompt "a key stops the boot; load, lsmod and boot"
prompt_body()
{
	mkfifo typed
	timeout 60 "$top/tools/vm" -a autoboot_delay=20 < typed > console &
	machine=$!
	exec 3> typed
	for step in 'in 20 seconds:x' 'OK $:\b\bload msdos' \
	    'msdos.*OK $:lsmod -v' 'module msdos.*OK $:set t.x=typed' \
	    'typed.*OK $:boot -v' '# .*$:kldstat; kenv t.x; poweroff'; do
		for i in $(seq 300); do
			tr '\r\n' '  ' < console | grep -Eq "${step%%:*}" &&
			    break
			sleep 0.1
		done
		case $step in
		*:x) printf x ;;
		*) printf "${step#*:}\r" ;;
		esac >&3
	done
	wait $machine || { cat console; atf_fail "the machine hangs"; }
	exec 3>&-
	tr -d '\r' < console > output
	cat output
	has output 'depends on fat, version'
	has output ' msdos\.ko$'
	has output '^typed$'
}

atf_init_test_cases()
{
	for t in $tests; do
		atf_add_test_case "$t"
	done
}
