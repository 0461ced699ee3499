# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# For tests that talk with a machine over its serial console.

# appeared TEXT: it is on the console; line ends count as blanks.
appeared()
{
	tr '\r\n' '  ' < serial | grep -Eq -- "$1"
}

# await TEXT: wait until it appears; false if the machine ends first, or if it
# does not come.
await()
{
	for i in $(seq 300); do
		appeared "$1" && return
		kill -0 $machine 2>/dev/null || break
		sleep 0.1
	done
	appeared "$1"
}

# talk COMMAND ...: start a machine whose console is the command's standard
# input and output.  For each line of the file steps, TEXT:INPUT, wait for the
# text (a regular expression) and type the input, as printf has it, and Enter.
# Then wait for the machine's end.  The console is in the file output.
talk()
{
	rm -f typed
	mkfifo typed
	timeout -k 10 100 "$@" < typed > serial 2> errors &
	machine=$!
	exec 3> typed
	missed=
	while [ -z "$missed" ] && IFS=: read -r text input; do
		if await "$text"; then
			printf "$input\r" >&3
		else
			missed=$text
			kill $machine 2>/dev/null
		fi
	done < steps
	wait $machine
	result=$?
	exec 3>&-
	tr -d '\r' < serial > output
	cat output errors
	[ -z "$missed" ] || atf_fail "the console never showed \"$missed\""
	[ $result -ne 124 ] || atf_fail "the machine hangs"
}

# efi MACHINE [ARGUMENT ...]: talk with one that has UEFI firmware, and as many
# MiB as the variable memory says.
firmware=/usr/share/OVMF
efi()
{
	cp "$firmware/OVMF_VARS_4M.fd" vars
	talk qemu-system-x86_64 -M "$@" -cpu max -m "${memory:-128}" -nodefaults -vga std \
	    -no-reboot -display none -serial stdio \
	    -drive if=pflash,format=raw,readonly=on,file=$firmware/OVMF_CODE_4M.fd \
	    -drive if=pflash,format=raw,file=vars
}

# has TEXT [FILE], has_not TEXT [FILE]: what the lines of output, or of a
# file, are like.
has()
{
	grep -Eaq -- "$1" "${2:-output}" || atf_fail "nothing like \"$1\""
}

has_not()
{
	! grep -Eaq -- "$1" "${2:-output}" || atf_fail "\"$1\" is there"
}

# count TEXT NUMBER [FILE]: so many lines are like that.
count()
{
	[ "$(grep -Eac -- "$1" "${3:-output}")" -eq "$2" ] ||
	    atf_fail "not $2 lines like \"$1\""
}
