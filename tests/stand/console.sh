# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# For tests that talk with a machine over its serial console.

# appeared TEXT: it is on the console; line ends count as blanks.
appeared()
{
	tr '\r\n' '  ' < serial | grep -Eq -- "$1"
}

# talk COMMAND ...: start a machine whose console is the command's standard
# input and output.  For each line of the file steps, TEXT:INPUT, wait for the
# text (a regular expression) and type the input, as printf has it, and Enter.
# Then wait for the machine's end.  The console is in the file output.
talk()
{
	rm -f typed
	mkfifo typed
	timeout 100 "$@" < typed > serial 2> errors &
	machine=$!
	exec 3> typed
	while IFS=: read -r text input; do
		for i in $(seq 900); do
			appeared "$text" && break
			kill -0 $machine 2>/dev/null || break
			sleep 0.1
		done
		printf "$input\r" >&3
	done < steps
	wait $machine
	result=$?
	exec 3>&-
	tr -d '\r' < serial > output
	cat output errors
	[ $result -ne 124 ] || atf_fail "the machine hangs"
}

# has TEXT, has_not TEXT: what the lines on the console are like.
has()
{
	grep -Eq -- "$1" output || atf_fail "nothing like \"$1\""
}

has_not()
{
	! grep -Eq -- "$1" output || atf_fail "\"$1\" is there"
}
