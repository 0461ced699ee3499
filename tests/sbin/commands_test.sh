# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The commands, in the machine.

# guest SCRIPT: run a script that ends with "done: 0 failures".
guest()
{
	atf_check -s exit:0 -o save:output -e ignore "$top/tools/vm" \
	    -f "$top/tests/sbin/guest.sh" -f "$top/tests/sbin/$1" \
	    -- sh "/root/$1"
	atf_check -o match:'^done: 0 failures$' cat output
}

# console LINE...: type the lines at the console of a machine.
console()
{
	for line in "$@"; do
		printf '%s\r' "$line"
		sleep 1
	done | "$top/tools/vm" -t 30 > output 2>&1
}

atf_test_case kld
kld_head()
{
	atf_set descr "kldload, kldunload and kldstat are FreeBSD's"
}
kld_body()
{
	guest kld_guest.sh
}

atf_test_case kldconfig
kldconfig_head()
{
	atf_set descr "kldconfig shows and changes where klds are searched"
}
kldconfig_body()
{
	guest kldconfig_guest.sh
}

atf_test_case kld_list
kld_list_head()
{
	atf_set descr "kld_list in rc.conf: a line for each kld that fails"
}
kld_list_body()
{
	echo 'kld_list="hello nothing linux sum"' > rc.conf
	atf_check -o match:' hello\.ko$' -o match:' syscall\.ko$' -e save:console \
	    "$top/tools/vm" -f rc.conf:/etc/ -- kldstat
	: | "$top/tools/vm" -f rc.conf:/etc/ -t 10 > console
	atf_check -o inline:'1\n' grep -c 'rc: kld_list' console
	atf_check -o match:'rc: kld_list: nothing: no file of that name in /boot' \
	    -o match:'Welcome' cat console
	echo 'if then "' > rc.conf
	atf_check -o match:' linux\.ko$' -e ignore \
	    "$top/tools/vm" -f rc.conf:/etc/ -- kldstat
}

atf_test_case sysctl
sysctl_head()
{
	atf_set descr "sysctl shows and sets every type of variable"
}
sysctl_body()
{
	guest sysctl_guest.sh
}

atf_test_case mount
mount_head()
{
	atf_set descr "mount and umount, with and without fstab"
}
mount_body()
{
	guest mount_guest.sh
}

atf_test_case misc
misc_head()
{
	atf_set descr "kenv, dmesg, and the examples do what they say"
}
misc_body()
{
	guest misc_guest.sh
}

atf_test_case init
init_head()
{
	atf_set descr "A shell on the console, another when it ends, poweroff"
}
init_body()
{
	console '' 'echo shell $$ tty $(tty)' 'exit' \
	    'echo another $((6 * 7))' 'poweroff'
	atf_check -o match:'shell [0-9]+ tty /dev/' cat output
	atf_check -o match:'another 42' cat output
}

atf_test_case single_user
single_user_head()
{
	atf_set descr "boot_single: a shell first, /etc/rc after it"
}
single_user_body()
{
	for line in '' 'echo single $((6 * 7))' 'exit' 'poweroff'; do
		printf '%s\r' "$line"
		sleep 1
	done | "$top/tools/vm" -a boot_single=YES -t 30 > output 2>&1
	atf_check -o match:'single 42' cat output
	atf_check -o match:'Welcome' sed '1,/single 42/d' output
}

atf_init_test_cases()
{
	atf_add_test_case kld
	atf_add_test_case kldconfig
	atf_add_test_case kld_list
	atf_add_test_case sysctl
	atf_add_test_case mount
	atf_add_test_case misc
	atf_add_test_case init
	atf_add_test_case single_user
}
