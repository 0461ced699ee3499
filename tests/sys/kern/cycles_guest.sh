# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Load and unload msdos, with fat, 10,000 times.

. /root/guest.sh

begin_states
ok kldcycle 10 msdos
state > /tmp/before
ok kldcycle 10000 msdos
state > /tmp/after
same_state "10,000 cycles"
end
