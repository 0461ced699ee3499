# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# kern.kld.implicit_depend: the file that has a symbol is depended on, and
# loaded, without a MODULE_DEPEND.  /root/rel and /root/dyn have files that use
# each a function of the one before: 0000 to 0099, a circle of 0301 to 0303,
# 0400 to 0402 on a missing 0399; 0501 to 0540, which all use 0000; and fat
# without its section of symbols.

. /root/guest.sh

refs()
{
	kldstat | awk -v name="$1" '$5 == name { print $2 }'
}

loaded()
{
	kldstat | grep -c "$1"
}

# The same for both formats.
format()
{
	d=/root/$1 undeclared=$2
	ok sysctl kern.module_path="$d;/boot/kernel;/boot/modules"

	# The file that is loaded, or lies in the path, unless it is off.
	ok kldload fat
	refused "$1: off, loaded" "Exec format" "fat.ko defines it, so declare" \
	    kldload $undeclared
	ok sysctl kern.kld.implicit_depend=1
	ok kldload $undeclared
	expect "$1: fat, asked for and used" "$(refs fat.ko)" 2
	refused "$1: used" "busy" "fat.ko: is needed by undeclared.ko" \
	    kldunload fat
	ok kldunload undeclared
	expect "$1: fat, asked for" "$(refs fat.ko)" 1
	ok kldunload fat
	for path in "$d;/boot/modules" /boot/modules; do
		ok sysctl kern.module_path="$path"
		kldload -d $undeclared > /tmp/plan
		expect "$1: plan in $path" "$(sed 's/ from [^ ]*//' /tmp/plan |
		    tr '\n' ' ')" "fat.ko would be loaded undeclared.ko would be loaded after fat.ko "
		expect "$1: planned" "$(loaded fat)" 0
		ok kldload $undeclared
		expect "$1: where fat is from" "$(kldstat -v -n fat |
		    grep -c "${path%%;*}/fat.ko")" 1
		expect "$1: fat, used" "$(refs fat.ko)" 1
		ok kldunload undeclared
		expect "$1: fat, unused" "$(loaded fat)" 0
	done
	ok leaves sh -c "kldload $undeclared && kldunload undeclared"
	ok leaves kldload -d $undeclared
	ok sysctl kern.module_path="$d"

	# A long chain, as long as it is.
	ok kldload numbered_0099
	expect "$1: chain" "$(loaded numbered_0)" 100
	expect "$1: referenced once" "$(kldstat | grep numbered_0 |
	    awk '$2 == 1' | wc -l)" 100
	expect "$1: the first one is first" "$(kldstat | grep numbered_0 |
	    awk 'NR == 1 { print $5 }')" numbered_0000.ko
	refused "$1: in the chain" "busy" \
	    "numbered_0050.ko: is needed by numbered_0051.ko" \
	    kldunload numbered_0050
	ok kldunload numbered_0099
	expect "$1: chain" "$(loaded numbered_0)" 0
	ok leaves sh -c "kldload numbered_0099 && kldunload numbered_0099"
	expect "$1: planned chain" "$(kldload -d numbered_0099 |
	    grep -c 'would be loaded')" 100

	# Two of them are one.
	ok kldload numbered_0002
	ok kldload numbered_0003
	expect "$1: shared" "$(refs numbered_0002.ko)" 2
	expect "$1: shared" "$(loaded numbered_0)" 4
	ok kldunload numbered_0003
	ok kldunload numbered_0002
	expect "$1: shared" "$(loaded numbered_0)" 0

	# Who needs a file, for a person, who has no time for all of them.
	ok kldload numbered_0501
	ok kldload numbered_0502
	refused "$1: two users" "busy" \
	    "numbered_0000.ko: is needed by numbered_0501.ko, numbered_0502.ko$" \
	    kldunload numbered_0000
	for n in $(seq -w 503 540); do
		ok kldload numbered_0$n
	done
	expect "$1: star" "$(refs numbered_0000.ko)" 40
	refused "$1: many users" "busy" \
	    "numbered_0000.ko: is needed by numbered_0501.ko,.*ko, and [0-9]+ more$" \
	    kldunload numbered_0000
	ok kldunload -r numbered_0000
	expect "$1: star" "$(loaded numbered_0)" 0

	for load in kldload "kldload -d"; do
		refused "$1: circle" "Too many" \
		    "numbered_030[123].ko: needs numbered_030[123].ko, .* form a cycle" \
		    $load numbered_0303
		refused "$1: missing" "Exec format" \
		    "kldload: numbered_0400.ko: symbol numbered_0399 is undefined; numbered_0401.ko needs numbered_0400.ko; numbered_0402.ko needs numbered_0401.ko$" \
		    $load numbered_0402
	done

	# A file of that name is there and does not have the symbol.
	mkdir /tmp/other
	cp $d/numbered_0000.ko /tmp/other/numbered_0001.ko
	ok kldload /tmp/other/numbered_0001.ko
	refused "$1: namesake" "Exec format" \
	    "numbered_0002.ko: symbol numbered_0001 is undefined$" \
	    kldload numbered_0002
	ok kldunload numbered_0001
	rm -r /tmp/other

	# A weak symbol is taken from where it is, and else is 0.
	ok sysctl kern.module_path="$d;/boot/modules"
	ok kldload fat
	ok kldload /root/rel/weak.ko
	expect "$1: used by a weak symbol" "$(refs fat.ko)" 2
	ok kldunload weak
	ok kldunload fat
	refused "$1: no load for a weak symbol" "Operation not permitted" \
	    "weak.ko: module undeclared could not start" kldload /root/rel/weak.ko
	expect "$1: no load for a weak symbol" "$(loaded fat)" 0
	ok sysctl kern.kld.implicit_depend=0
}

format rel /usr/tests/kld/undeclared.ko
format dyn /usr/tests/kld/dyn/undeclared.ko

# Several at once want the same chain; who comes late finds it there.
ok sysctl kern.kld.implicit_depend=1
ok sysctl kern.module_path=/root/rel
i=0
while [ $i -lt 20 ]; do
	for n in 0030 0031 0032 0033; do
		kldload numbered_$n 2> /dev/null &
	done
	wait
	expect "together" "$(loaded numbered_0)" 34
	expect "referenced once" "$(kldstat | grep numbered_00[012] |
	    awk '$2 == 1' | wc -l)" 30
	for n in 0033 0032 0031 0030; do
		kldunload numbered_$n 2>/dev/null
	done
	expect "gone" "$(loaded numbered_0)" 0
	i=$((i + 1))
done
end
