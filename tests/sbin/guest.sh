# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Functions for scripts that test the commands, in the machine.

. /etc/shrc
failures=0

fail()
{
	echo "FAIL: $*"
	failures=$((failures + 1))
}

# run COMMAND...: leaves its status, its output and its errors.
run()
{
	"$@" > /tmp/out 2> /tmp/err
	status=$?
}

# prints TEXT COMMAND...: it succeeds, and prints this and nothing else.
prints()
{
	wanted=$1
	shift
	run "$@"
	[ $status -eq 0 ] || fail "$* ended with $status: $(cat /tmp/err)"
	[ "$(cat /tmp/out)" = "$wanted" ] ||
	    fail "$* printed '$(cat /tmp/out)', not '$wanted'"
	[ ! -s /tmp/err ] || fail "$* complained: $(cat /tmp/err)"
}

# shows REGEX COMMAND...: it succeeds, and a line of what it prints matches.
shows()
{
	regex=$1
	shift
	run "$@"
	[ $status -eq 0 ] || fail "$* ended with $status: $(cat /tmp/err)"
	grep -Eq -- "$regex" /tmp/out ||
	    fail "$*: no '$regex' in '$(cat /tmp/out)'"
}

# refuses REGEX COMMAND...: it fails with status 1, prints nothing, and a line
# of its complaint matches; an empty REGEX: it is silent.
refuses()
{
	regex=$1
	shift
	run "$@"
	[ $status -eq 1 ] || fail "$* ended with $status, not 1"
	[ ! -s /tmp/out ] || fail "$* printed '$(cat /tmp/out)'"
	if [ -z "$regex" ]; then
		[ ! -s /tmp/err ] || fail "$* complained: $(cat /tmp/err)"
	else
		grep -Eq -- "$regex" /tmp/err ||
		    fail "$*: no '$regex' in '$(cat /tmp/err)'"
	fi
}

end()
{
	echo "done: $failures failures"
	[ $failures -eq 0 ]
	exit
}
