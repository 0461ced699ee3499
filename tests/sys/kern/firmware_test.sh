# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# firmware(9) through the commands: the example, and modules that are refused.

guest_case firmware "Images come with their module and go with their user"

body_case readonly "An image cannot be written to"
readonly_body()
{
	for path in /boot/modules "/usr/tests/kld/dyn;/boot/modules"; do
		run_vm 125 -o ignore -e save:text -- -- \
		    "sysctl kern.module_path='$path';
		    kldload /usr/tests/kld/fwwrite.ko"
		atf_check -o match:'panic: ' cat text
		atf_check -o match:'fwwrite\.ko:fwwrite_modevent\+0x' cat text
	done
}
