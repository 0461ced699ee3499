# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# A module with more sections than 16 bits can tell apart.

. /root/guest.sh

ok leaves sh -c 'kldload /tmp/d/sections.ko && kldunload sections'
expect "sum" "$(dmesg | tail -n 1)" "sections: 42, 100 bounded"
ok kldxref /tmp/d
ok sysctl kern.module_path=/tmp/d
ok kldload sections
ok kldunload sections
head -c 6000000 /tmp/d/sections.ko > /tmp/cut.ko
refused "cut" "Exec format error" "cut.ko: truncated" kldload /tmp/cut.ko
end
