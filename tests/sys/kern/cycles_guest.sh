# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Load and unload msdos, with fat, 10,000 times.

. /root/guest.sh

# A few bytes more each time are seen.
leaves sh -c 'kenv leak.$$=1' > /tmp/output
expect "status of leaves" $? 99
grep -q '^leaves: after  *kenv [0-9]* allocations' /tmp/output ||
    fail "a leak: $(cat /tmp/output)"

ok kldcycle 10 msdos
ok leaves -1 kldcycle 10000 msdos
end
