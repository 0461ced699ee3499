# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Load and unload msdos, with fat, 10,000 times.

. /root/guest.sh

ok kldcycle 10 msdos
ok leaves -1 kldcycle 10000 msdos
end
