# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The linker when several want something of it at once.

guest_case storm "Processes load, unload, list, look up and use at once"
guest_case nested "MOD_LOAD and MOD_UNLOAD that load and unload others"
guest_case busy "Devices and variables that are in use during an unload"
guest_case lax "What a module leaves behind, or does not know to be in use"
