# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Kinds of symbols and sections, in relocatable and in shared objects.

. /root/guest.sh

# kinds FILE
kinds()
{
	ok leaves sh -c "kldload $1 && kldunload kinds"
	dmesg -c > /dev/null
	ok kldload $1
	expect "$1" "$(dmesg | sed -n 's/^kinds: //p' | tr '\n' ';')" \
	    "common aligned, zero;weak 0 0;set 123 of 3, absent 0, empty 0;\
bounds bounded 8;constructed ic;"
	dmesg -c > /dev/null
	ok kldunload kinds
	expect "$1, unloaded" "$(dmesg | sed -n 's/^kinds: //p' | tr '\n' ' ')" \
	    "dtor fini "
}

kinds /usr/tests/kld/kinds.ko
kinds /usr/tests/kld/dyn/kinds.ko
end
