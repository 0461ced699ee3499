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

body_case boot "What the boot loader has brought is there before there are files"
boot_body()
{
	run_vm 0 -o save:output -e ignore -- -l lampfw_load=YES \
	    -l lamp_load=YES -- 'sysctl -n lamp.pattern; kldunload lamp;
	    kldstat -q -n lampfw && echo stays; kldunload lampfw && echo goes'
	atf_check -o inline:'on on on off\nstays\ngoes\n' cat output
	run_vm 0 -o save:output -e ignore -- -l lamp_load=YES -- \
	    'kldstat -q -n lamp || dmesg | grep lamp-day'
	atf_check -o match:'kld: lamp-day: no file of that name' cat output
}
