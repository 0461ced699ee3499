# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Functions for scripts that test the kernel linker, in the machine.

. /etc/shrc
PATH=$PATH:/usr/tests/kld
failures=0

fail()
{
	echo "FAIL: $*"
	failures=$((failures + 1))
}

# refused NAME ERROR REGEX COMMAND...: the command fails, says ERROR and a
# sentence that matches REGEX, and leaves nothing behind.
refused()
{
	name=$1 error=$2 regex=$3
	shift 3
	leaves "$@" > /tmp/output 2>&1
	status=$?
	[ $status -eq 1 ] ||
	    fail "$name: $1 ended with status $status: $(cat /tmp/output)"
	grep -q "$error" /tmp/output ||
	    fail "$name: no \"$error\" in: $(cat /tmp/output)"
	grep -Eq "$regex" /tmp/output ||
	    fail "$name: no \"$regex\" in: $(cat /tmp/output)"
	echo "$name: $(tail -n 1 /tmp/output)"
}

# ok COMMAND...: it succeeds.
ok()
{
	"$@" > /tmp/output 2>&1 ||
	    fail "$* ended with status $?: $(cat /tmp/output)"
}

# expect NAME VALUE WANTED
expect()
{
	[ "$2" = "$3" ] || fail "$1: $2, not $3"
}

end()
{
	echo "done: $failures failures"
	[ $failures -eq 0 ]
	exit
}
