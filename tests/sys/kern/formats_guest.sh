# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# formats.ko as several link editors make it.

. /root/guest.sh

# loads FILE CONSTRUCTED DESTRUCTED
loads()
{
	ok leaves sh -c "kldload $1 && kldunload ${1##*/}"
	dmesg -c > /dev/null
	ok kldload $1
	expect "$1" "$(dmesg | grep '^formats')" \
	    "formats: ok, constructed $2"
	kldstat -v | grep -q ' formats$' || fail "$1: no module"
	dmesg -c > /dev/null
	ok kldunload ${1##*/}
	expect "$1, unloaded" \
	    "$(dmesg | sed -n 's/^formats: down//p' | tr -d '\n')" "$3"
}

for file in formats/*.ko; do
	order=1234567 zero= down=' 3 2 1'
	case $file in
	# lld keeps .ctors apart from .init_array, with a tag for the latter only.
	*/lld-dyn-sectionless.ko)	order=1235 down=' 2 1' ;;
	*/lld-dyn-*)			order=1235467 ;;
	esac
	case $file in
	*dyn-init.ko)	zero=0 down="$down 0" ;;
	esac
	loads $file $zero$order "$down"
done

for file in ifuncs/*.ko; do
	ok leaves sh -c "kldload $file && kldunload ${file##*/}"
	dmesg -c > /dev/null
	ok kldload $file
	expect "$file" "$(dmesg | grep '^ifunc' | tail -n 1)" "ifunc: 42 42 42"
	ok kldunload ${file##*/}
done

for what in \
    "relr:has packed relative relocations" \
    "base:segment at 0x10000 is the first, and does not begin at 0" \
    "large:has alignment 2097152, which is not a power of 2 up to 4096" \
    "writable:is both writable and executable" \
    "sets:has two sections set_modmetadata_set" \
    "section:section .both is both writable and executable" \
    "program:is a program, not a module" \
    "unlinked:has type .* \(R_X86_64_.*GOTPCREL.*\), which is not supported"; do
	refused "${what%%:*}" "Exec format error" "${what#*:}" \
	    kldload refused/${what%%:*}.ko
done
refused "sum" "Cannot allocate memory" \
    "needs 3221225472 bytes, module memory has" kldload refused/sum.ko
end
