# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# What the kernel gives to modules, checked by one.

guest_case core "What section 9 of the manual promises, as one module sees it"
