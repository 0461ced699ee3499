# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The commands, in the machine.

# guest SCRIPT [OPTION...]: run a script that ends with "done: 0 failures",
# with options for vm.
guest()
{
	script=$1
	shift
	atf_check -s exit:0 -o save:output -e ignore "$top/tools/vm" "$@" \
	    -f "$top/tests/sbin/guest.sh" -f "$top/tests/sbin/$script" \
	    -- sh "/root/$script"
	atf_check -o match:'^done: 0 failures$' cat output
}

# Until the machine waits for a line, at most half a minute: a shell's prompt
# asks where the cursor is.
prompted()
{
	for i in $(seq 300); do
		tail -c 6 output | tr -d '\033' | grep -Eq '(# \[6n|: )$' && break
		sleep 0.1
	done
}

# console OPTIONS LINE...: type lines into a machine; what it shows is in output.
console()
{
	options=$1
	shift
	for line in "$@"; do
		prompted
		printf '%s\r' "$line"
		sleep 1
	done | "$top/tools/vm" $options -t 60 > output 2>&1
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

atf_test_case plan
plan_head()
{
	atf_set descr "kldload -d says what would be loaded, or why not"
}
plan_body()
{
	guest plan_guest.sh
}

atf_test_case tunable
tunable_head()
{
	atf_set descr "kldload NAME var=value: variables for one load"
}
tunable_body()
{
	guest tunable_guest.sh -a "long.boot=$(printf '%0200d' 0)"
}

atf_test_case unload
unload_head()
{
	atf_set descr "kldunload -r: a file and all that depends on it"
}
unload_body()
{
	guest unload_guest.sh
}

atf_test_case views
views_head()
{
	atf_set descr "kldstat's other views"
}
views_body()
{
	guest views_guest.sh
}

# kldstat_output OPTION: to output, with klds that are called like nobody calls
# them: characters that are special, control characters, bytes that are none.
kldstat_output()
{
	cat > names.sh <<-'END'
	cd /tmp
	cp /boot/modules/hello.ko "$(printf 'a "b" \\c\td\ne <&>.ko')"
	cp /boot/modules/cdev.ko "$(printf '\001\037\177 \303\251 \360\237\230\200.ko')"
	cp /boot/modules/syscall.ko \
	    "$(printf 'x\377\300\200\355\240\200\364\220\200\200\342\202.ko')"
	for file in *.ko; do kldload "./$file" || exit; done
	kldload msdos && exec kldstat "$@"
	END
	atf_check -o save:output -e ignore "$top/tools/vm" -f names.sh -- \
	    ". /etc/shrc; set -- $1; . ./names.sh"
}

atf_test_case json
json_head()
{
	atf_set descr "kldstat -J is JSON, whatever files are called"
}
json_body()
{
	kldstat_output -J
	cat > names <<-'END'
	["kernel","linux.ko","linprocfs.ko",
	"\u0001\u001f\u007f \u00e9 \ud83d\ude00.ko",
	"a \"b\" \\c\td\ne <&>.ko",
	"x\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd.ko",
	"fat.ko","msdos.ko"]
	END
	tr -d '\n' < names > wanted && echo >> wanted
	atf_check -o file:wanted jq -ac '[.files[].name]' output
	# It says what the table says, and all of it.
	atf_check -o inline:'["kernel","fat.ko"]\n' jq -c '.files[] |
	    select(.name == "msdos.ko").depends | map(.name)' output
	atf_check -o inline:'[{"module":"fat","version":1}]\n' jq -c '.files[] |
	    select(.name == "fat.ko").provides' output
	atf_check -o inline:'[1,0,"active","elf obj",12,3]\n' jq -c '.files[] |
	    select(.name == "fat.ko") | [.refs, .user_refs, .state, .format,
	    (.stages | length), .symbols]' output
	atf_check -o inline:'true\n' jq '.files | all(
	    (.stages | map(.ns) | add // 0) == .load_ns)' output
	atf_check -o match:'^\["sys/sum",2[0-9]+,2[0-9]+,"0xd[0-9a-f]"\]$' \
	    jq -c '.files[].modules[] | select(.name == "sys/sum") |
	    [.name, .data.int, .data.uint, .data.ulong]' output
}

atf_test_case graph
graph_head()
{
	atf_set descr "dot draws what kldstat -g prints, whatever files are called"
}
graph_body()
{
	kldstat_output -g
	atf_check -o save:svg -e empty dot -Tsvg output
	bad=$(printf '\357\277\275')
	for text in ">msdos.ko<" ">fat.ko<" ">x$bad$bad$bad" "$bad$bad.ko<" \
	    "a &quot;b&quot; \\c${bad}d${bad}e &lt;&amp;&gt;.ko<" \
	    "$(printf '>%s \303\251 \360\237\230\200.ko<' "$bad$bad$bad")"; do
		atf_check -o match:. grep -F "$text" svg
	done
	fat=$(sed -n 's/^	\([0-9]*\) \[label="fat.ko.*/\1/p' output)
	msdos=$(sed -n 's/^	\([0-9]*\) \[label="msdos.ko.*/\1/p' output)
	atf_check -o match:. grep "<title>$msdos&#45;&gt;$fat</title>" svg
	atf_check -o inline:'1\n' grep -c "&gt;$fat</title>" svg
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
	console '' '' 'echo shell $$ tty $(tty)' 'exit' \
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
	console '-a boot_single=YES' '' 'echo single $((6 * 7))' 'exit' \
	    'poweroff'
	atf_check -o match:'single 42' cat output
	atf_check -o match:'Welcome' sed '1,/single 42/d' output
}

atf_init_test_cases()
{
	atf_add_test_case kld
	for name in plan tunable unload views json graph; do
		atf_add_test_case $name
	done
	atf_add_test_case kldconfig
	atf_add_test_case kld_list
	atf_add_test_case sysctl
	atf_add_test_case mount
	atf_add_test_case misc
	atf_add_test_case init
	atf_add_test_case single_user
}
