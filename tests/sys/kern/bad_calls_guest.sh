# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Arguments that the system calls refuse; what they look up; privilege;
# kern.securelevel.

. /root/guest.sh

ok leaves badcalls
ok kldload hello
ok kldload fat
ok leaves lookups
ok kldunload fat
ok sysctl kern.securelevel=1
refused "plan at securelevel 1" "not permitted" \
    "kern.securelevel is above 0" kldload -d fat
refused "load at securelevel 1" "not permitted" "kern.securelevel is above 0" \
    kldload fat
refused "unload at securelevel 1" "not permitted" \
    "kern.securelevel is above 0" kldunload hello
end
