# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel linker, through the commands, in the machine.

# panics FILE KIND REGEX...: load FILE and write KIND to its debug.crash: that
# ends the machine with a panic whose text matches every REGEX.
panics()
{
	file=$1 kind=$2
	shift 2
	run_vm 125 -o ignore -e save:text -- -- \
	    "kldload /usr/tests/kld/$file && sysctl debug.crash=$kind"
	for regex in "$@"; do
		atf_check -o match:"$regex" cat text
	done
}

body_case bad_files "Each bad file has a sentence of its own and leaves nothing"
bad_files_body()
{
	elfmut=$obj/tests/sys/kern/elfmut
	good=$obj/share/examples/kld/hello/hello.ko

	mkdir bad
	atf_check -o save:bad/list "$elfmut" -l "$good"
	[ "$(grep -c . bad/list)" -gt 50 ] || atf_fail "too few damages"
	for name in $(cut -f 1 bad/list); do
		atf_check "$elfmut" "$name" "$good" "bad/$name.ko"
	done
	guest bad_files_guest.sh -f bad -t 120
}

guest_case life "Dependencies come and go, refusals are respected"
guest_case bad_calls "Bad pointers, bad arguments, no privilege"
guest_case cycles "10,000 loads and unloads leave memory where it was" -t 400
guest_case shared "Modules that are shared objects do what the others do"

body_case twins "Symbols that a file and one that it depends on both have"
twins_body()
{
	# These are preemptible, which bsd.kmod.mk's are not.
	for ld in bfd lld; do
		atf_check ld.$ld -shared -o twin_$ld.ko \
		    "$obj/tests/sys/kern/dyn/twin_b/twin_b.o"
	done
	guest twins_guest.sh -f twin_bfd.ko -f twin_lld.ko
}

guest_case kinds "Commons, weak symbols, bounds, constructors, unloaded sections"
guest_case events "Handlers hear of loads and unloads, and may refuse those"
body_case entry "An entry point gets the events of a module"
entry_body()
{
	# The entry point of the header, byte 24, instead of KMOD_ENTRY's.
	cp "$obj/tests/sys/kern/modules/entry/entry.ko" another.ko
	chmod u+w another.ko
	where=$(llvm-readelf -sW another.ko |
	    awk '$8 == "another_event" { print $2 }' | sed 's/^.*\(..\)$/\1/')
	[ "$where" != 00 ] || atf_fail "another_event is where the text begins"
	printf "\\x$where" > byte
	dd if=byte of=another.ko bs=1 seek=24 conv=notrunc 2> /dev/null
	atf_check -o match:"Entry point address: *0x$where\$" \
	    llvm-readelf -h another.ko
	guest entry_guest.sh -f another.ko
}

# number from_FOLDER SELF PREV: make a file of a template in FOLDER.
number()
{
	LC_ALL=C sed "s/SELF/$2/g; s/numbered_PREV/$3/g" "$1" \
	    > "${1#from_}/numbered_$2.ko"
}

# numbers FOLDER TEMPLATE: what implicit_guest.sh says of its folders.
numbers()
{
	template=from_$1
	mkdir "$1"
	cp "$2" "$template"
	number "$template" 0000 getnanouptime
	prev=0000
	for self in $(seq -f %04g 99); do
		number "$template" "$self" "numbered_$prev"
		prev=$self
	done
	number "$template" 0301 numbered_0303
	number "$template" 0302 numbered_0301
	number "$template" 0303 numbered_0302
	number "$template" 0400 numbered_0399
	number "$template" 0401 numbered_0400
	number "$template" 0402 numbered_0401
	for self in $(seq -f %04g 501 540); do
		number "$template" "$self" numbered_0000
	done
}

body_case implicit "Undeclared dependencies, if they are allowed"
implicit_body()
{
	tests=$obj/tests/sys/kern
	numbers rel "$tests/modules/numbered/numbered.ko"
	numbers dyn "$tests/dyn/numbered/numbered.ko"
	cp "$obj/share/examples/kld/fat/fat.ko" rel
	llvm-objcopy --strip-all "$tests/dyn/fat/fat.ko" dyn/fat.ko
	llvm-objcopy --weaken-symbol=fat_rewind \
	    "$tests/modules/undeclared/undeclared.ko" rel/weak.ko
	guest implicit_guest.sh -f rel -f dyn -t 120
}

body_case shutdown "MOD_SHUTDOWN comes in the reverse order of loading"
shutdown_body()
{
	# A module that has not started, in a file that stays, does not hear of it.
	run_vm 0 -o ignore -e save:console -- -v -- '
	    sysctl kern.module_path=/usr/tests/kld && kldload bye2 &&
	    kenv refuse.unload=19 && kenv refuse.second_error=6 &&
	    ! kldload refuse && kldstat -q -m refuse2 && poweroff; sleep 30'
	sed -n 's/.*good-bye from //p' console | tr -d '\r' | tr '\n' ' ' > said
	atf_check -o inline:'refuse bye2 bye1 ' cat said

	# Files come and go no more then.
	for action in +hello =hello -4; do
		run_vm 0 -o ignore -e match:"acts: shutdown [-+=][0-9a-z]+: 16" -- -v \
		    -- "kldload /usr/tests/kld/acts.ko &&
		    kenv acts.shutdown=$action && poweroff; sleep 30"
	done
}

# link LD NAME OPTION...: link formats with plain options, not by bsd.kmod.mk; the
# last of the options are the object files.
link()
{
	ld=$1 name=$2
	shift 2
	atf_check -e ignore "$ld" -o "formats/${ld#ld.}-$name.ko" "$@"
}

# link_shared LD NAME OPTION...: the same as a shared object.
link_shared()
{
	ld=$1 name=$2
	shift 2
	link "$ld" "dyn-$name" -shared "$@" "$dyn/formats.o" "$dyn/other.o"
}

body_case formats "What other link editors make, with other options, is loaded"
formats_body()
{
	n=0
	rel=$obj/tests/sys/kern/modules/formats
	dyn=$obj/tests/sys/kern/dyn/formats
	mkdir formats
	echo '{ local: *; };' > local.map
	for ld in ld.bfd ld.lld; do
		link $ld rel -r "$rel/formats.o" "$rel/other.o"
		link_shared $ld plain
		link_shared $ld symbolic -Bsymbolic
		link_shared $ld local --version-script=local.map
		link_shared $ld sysv --hash-style=sysv
		link_shared $ld gnu --hash-style=gnu
		link_shared $ld both --hash-style=both
		link_shared $ld now -z relro -z now -z separate-code
		link_shared $ld norelro -z norelro -z noseparate-code
		link_shared $ld stripped -s
		link_shared $ld text -z notext "$dyn/textrel.o"
		link_shared $ld init -init=formats_init -fini=formats_fini
		link_shared $ld sectionless
		atf_check llvm-strip --strip-sections \
		    "formats/${ld#ld.}-dyn-sectionless.ko"
	done
	# Some have their symbols and relocations in one segment with the text.
	mkdir ifuncs
	object=$obj/tests/sys/kern/dyn/ifunc/ifunc.o
	for options in "-z separate-code" "-z noseparate-code" \
	    "-z noseparate-code --version-script=local.map"; do
		n=$((n + 1))
		atf_check ld.bfd $options -shared -o ifuncs/bfd$n.ko "$object"
		atf_check ld.lld $options --no-rosegment -shared \
		    -o ifuncs/lld$n.ko "$object"
	done
	link ld.bfd rel-unique -r --unique "$rel/formats.o" "$rel/other.o"
	link ld.bfd rel-groupless -r --force-group-allocation \
	    "$rel/formats.o" "$rel/other.o"
	link_shared ld.lld norosegment --no-rosegment
	mkdir refused
	ld=ld.lld
	objects="$dyn/formats.o $dyn/other.o"
	atf_check $ld -o refused/relr.ko -shared --pack-dyn-relocs=relr $objects
	atf_check $ld -o refused/base.ko -shared --image-base=0x10000 $objects
	atf_check $ld -o refused/large.ko -shared -z max-page-size=0x200000 \
	    $objects
	atf_check $ld -o refused/writable.ko -shared -N $objects
	atf_check -e ignore ld.bfd -o refused/program.ko -pie \
	    --no-dynamic-linker -z undefs $objects
	atf_check $ld -o refused/unlinked.ko -r "$dyn/formats.o" "$dyn/other.o"
	atf_check ld.bfd -o refused/sets.ko -r --unique "$rel/formats.o" \
	    "$obj/tests/sys/kern/modules/twin_b/twin_b.o"
	cc='clang --target=x86_64-unknown-freebsd -c'
	echo '.section .both, "awx"; nop' > both.S
	atf_check $cc -o refused/section.ko both.S
	echo '.comm a, 1 << 30; .comm b, 1 << 30; .comm c, 1 << 30' > sum.S
	atf_check $cc -o refused/sum.ko sum.S
	guest formats_guest.sh -f formats -f ifuncs -f refused -t 120
	# The boot loader can be given any of them as well.
	for file in bfd-rel bfd-rel-unique bfd-dyn-local lld-dyn-plain; do
		run_vm 0 -o match:'formats: ok, constructed 123' -e ignore -- \
		    -f "formats/$file.ko:/boot/modules/$file.ko" \
		    -l "formats_load=YES
formats_name=/boot/modules/$file.ko" -- dmesg
	done
}

# reloc NAME TYPE ADDEND: a file with one relocation, of a symbol that is 0.
reloc()
{
	printf '%s\n' '.weak nothing' '.data' \
	    ".reloc ., R_X86_64_$2, nothing + $3" '.quad 0' > reloc.S
	atf_check clang --target=x86_64-unknown-freebsd -c -o "relocs/$1.ko" \
	    reloc.S
}

body_case relocs "Relocations of each type, that fit and that do not"
relocs_body()
{
	mkdir relocs
	while read -r type good bad; do
		for addend in $(echo "$good" | tr , ' '); do
			reloc "good-$type+$addend" "$type" "$addend"
		done
		for addend in $(echo "$bad" | tr , ' '); do
			reloc "range-$type+$addend" "$type" "$addend"
		done
	done <<-'END'
		NONE 1
		64 0x7fffffffffffffff,-1
		PC64 0x7fffffffffffffff,-1
		32 0xffffffff 0x100000000,-1
		32S 0x7fffffff,-0x80000000 0x80000000,-0x80000001,0xffffffff
		PC32 0,-0x20000000 0x7fffffff,-0x100000000
		PLT32 0,-0x20000000 0x7fffffff,-0x100000000
	END
	for type in GOT32 COPY GOTPCREL 16 PC16 8 PC8 DTPMOD64 DTPOFF64 \
	    TPOFF64 TLSGD TLSLD DTPOFF32 GOTTPOFF TPOFF32 GOTOFF64 GOTPC32 \
	    GOT64 GOTPCREL64 GOTPC64 PLTOFF64 SIZE32 SIZE64 \
	    GOTPC32_TLSDESC TLSDESC_CALL TLSDESC; do
		reloc "type-$type" "$type" 0
	done
	cc='clang --target=x86_64-unknown-freebsd -c'
	echo '.data; .long .data' > nameless.S
	atf_check $cc -o relocs/nameless.ko nameless.S
	echo '.section .info; .byte 1; .data; .quad .info' > unloaded.S
	atf_check $cc -o relocs/unloaded.ko unloaded.S
	guest relocs_guest.sh -f relocs
}

body_case sections "66,000 sections, and symbols in the last of them"
sections_body()
{
	file=$obj/tests/sys/kern/modules/sections/sections.ko
	atf_check -o match:'section headers: +0 \(661[0-9][0-9]\)' \
	    llvm-readelf -hW "$file"
	guest sections_guest.sh -m 256 -f "$file:/tmp/d/"
	# The boot loader hands over numbers of 16 bits.
	run_vm 0 -o ignore -e match:'sections.ko: it has no .*, or more than 65,279' -- \
	    -v -m 256 -f "$file:/boot/modules/" -l sections_load=YES -- true
}

body_case backtrace "A fault in a module names the module's functions"
backtrace_body()
{
	for file in crash.ko dyn/crash.ko; do
		panics $file 1 'panic: ' 'rip .*crash\.ko:crash_null\+0x' \
		    'rax ' 'crash\.ko:crash_null\+0x' \
		    'crash\.ko:crash_deeper\+0x' \
		    'crash\.ko:crash_handler\+0x' 'sys___sysctl\+0x'
	done
}

body_case wxorx "Text and constants cannot be written, data not executed"
wxorx_body()
{
	for file in crash.ko dyn/crash.ko; do
		panics $file 2 'panic: ' 'crash\.ko:crash_write_text\+0x'
		panics $file 3 'panic: ' 'crash\.ko:crash_write_constant\+0x'
		panics $file 4 'panic: ' \
		    'crash\.ko:crash_execute_data\.code\+0x0'
	done
}

guest_case wxwalk "In the page tables no page is both writable and executable"

body_case wxwalk_preload "Nor is there one with modules that the loader brought"
wxwalk_preload_body()
{
	for dir in /boot/modules /usr/tests/kld/dyn; do
		run_vm 0 -o save:text -e ignore -- \
		    -l "module_path=\"$dir;/boot/modules\"" -l msdos_load=YES \
		    -l hello_load=YES -- '
		    kldload /usr/tests/kld/wxwalk.ko &&
		    kldstat -v -n hello && kldstat -n msdos &&
		    sysctl -n debug.wxwalk.all && kldunload hello msdos &&
		    sysctl -n debug.wxwalk.all'
		atf_check -o match:"$dir/hello.ko" cat text
		atf_check -o inline:'2\n' grep -c ' writable 0 both$' text
	done
}

body_case giant "A driver with D_NEEDGIANT is called with Giant held"
giant_body()
{
	run_vm 0 -o save:text -e ignore -- -- '
	    kldload /usr/tests/kld/giant.ko && cat /dev/giant &&
	    (echo x && stty) <>/dev/giant >&0 2>/dev/null
	    kldunload giant && dmesg | sed -n "s/^giant: //p"'
	cat >wanted <<-'END'
		open with
		read with
		close with
		open with
		write with
		ioctl with
		close with
	END
	atf_check -o file:wanted uniq text
}

body_case intrhook "The start waits for the hooks of config_intrhook(9)"
intrhook_body()
{
	file=$obj/tests/sys/kern/modules/hooks/hooks.ko
	run_vm 0 -o save:text -e ignore -- -f "$file:/boot/modules/" \
	    -l hooks_load=YES -- '
	    kldunload hooks && kldload hooks &&
	    kldunload hooks && dmesg | sed -n "s/^hooks: //p"'
	cat >wanted <<-'END'
		established
		called before the root
		once
		ended before the root
		root
		unloaded
		called with the root
		established
		once
		ended with the root
		unloaded
	END
	atf_check -o file:wanted cat text
}

body_case stack_guard "A kernel stack that overflows runs into its guard page"
stack_guard_body()
{
	panics crash.ko 5 'panic: ' 'crash\.ko:crash_stack\+0x'
}
