# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Many processes use the linker at once, and nothing is left of that.

. /root/guest.sh

ok sysctl kern.module_path="/boot/kernel;/boot/modules;/usr/tests/kld"
ok leaves kldstorm 4 msdos fat
cat /tmp/output
ok leaves kldstorm 4 msdos fat hello cdev order
cat /tmp/output
ok leaves kldstorm 4 needsslow slow_a slow_b
cat /tmp/output
# A dependency that is found by its symbol, where others unload it.
ok sysctl kern.kld.implicit_depend=1
ok leaves kldstorm 4 undeclared fat hello
cat /tmp/output
end
