# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# What comes behind this runs on the kernel that checks its assertions.

kernel=$obj/sys-invariants/kernel
