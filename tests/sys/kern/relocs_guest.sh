# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Files with one relocation each.

. /root/guest.sh

for path in relocs/*.ko; do
	file=${path##*/}
	type=${file#*-}
	type=${type%%[+-]*}
	case $file in
	good-*)
		ok leaves sh -c "kldload $path && kldunload $file"
		;;
	range-*)
		refused "$file" "Exec format error" \
		    "relocation R_X86_64_$type at .data\+0x0: symbol nothing is out of its range" \
		    kldload "$path"
		;;
	type-*)
		refused "$file" "Exec format error" \
		    "has type .* \(R_X86_64_${type%.ko}\), which is not supported" \
		    kldload "$path"
		;;
	esac
done
refused nameless "Exec format error" \
    "R_X86_64_32 at .data\+0x0: symbol without a name is out of its range" \
    kldload relocs/nameless.ko
refused unloaded "Exec format error" \
    "symbol without a name is in a section that is not loaded" \
    kldload relocs/unloaded.ko
end
