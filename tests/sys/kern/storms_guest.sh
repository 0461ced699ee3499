# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Storms of processes leave nothing behind.

. /root/guest.sh

ok leaves /usr/tests/sys/kern/proctest storm
ok leaves /usr/tests/sys/kern/proctest exec
ok leaves /usr/tests/sys/kern/proctest pipes
ok leaves /usr/tests/sys/kern/proctest groups
end
