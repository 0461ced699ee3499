# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kldxref(8) in the machine.

. /root/guest.sh

cp -r /usr/tests/hints /tmp/dir
prints '' kldxref /tmp/dir
shows '^/tmp/dir/shared1.ko$' kldxref -v /tmp/dir
shows '^  interface shared\.2$' kldxref -d /tmp/dir
shows "vendor=0x5678 device=0x1234 .* #='Foo bar'" kldxref -d /tmp/dir/pnp.ko
shows '^  module null$' kldxref -d /boot/kernel
echo "hints:"
xxd -p /tmp/dir/linker.hints
echo "end"
cp /boot/modules/linker.hints /tmp/before
prints '' kldxref /boot/modules
cmp -s /tmp/before /boot/modules/linker.hints || fail "other hints than the host's"

mkdir /tmp/dir/sub
cp /boot/modules/fat.ko /tmp/dir/sub
shows '^/tmp/dir/sub/fat.ko$' kldxref -Rv -f other /tmp/dir
cmp -s /tmp/dir/linker.hints /tmp/dir/other || fail "-f writes other hints"
grep -q fat.ko /tmp/dir/sub/other || fail "-R does not go into /tmp/dir/sub"
[ ! -e /tmp/dir/sub/linker.hints ] || fail "-f writes linker.hints, too"

echo text > /tmp/dir/text.ko
refuses '/tmp/dir/text.ko: is not an ELF file' kldxref /tmp/dir
refuses '^usage: kldxref' kldxref
end
