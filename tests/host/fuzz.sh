#!/bin/sh
# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# fuzz.sh REGRESS SECONDS: run fuzz_rel and fuzz_dyn of this directory, each
# for half of the time, on the modules below OBJTOP and in REGRESS.  A crash,
# a leak, or an input that takes more than a second ends it with status 1 and
# is kept in findings/.

set -eu
regress=$1
half=$((($2 + 1) / 2))

mkdir -p findings
failed=0
for format in rel dyn; do
	case $format in
	rel)	type=1 ;;
	dyn)	type=3 ;;
	esac
	mkdir -p "corpus/$format" "seeds/$format"
	rm -f "seeds/$format"/*
	find "$OBJTOP/share" "$OBJTOP/tests" -name '*.ko' -size -32k |
	    while read -r ko; do
		[ "$(od -An -tu1 -j16 -N1 "$ko" | tr -d ' ')" = $type ] || continue
		cp "$ko" "seeds/$format/$(echo "${ko#"$OBJTOP"/}" | tr / _)"
	done
	status=0
	ASAN_OPTIONS=allocator_may_return_null=1 \
	    "./fuzz_$format" -max_total_time="$half" -timeout=1 -max_len=32768 \
	    -rss_limit_mb=1024 -detect_leaks=1 -print_final_stats=1 \
	    -artifact_prefix=findings/ \
	    "corpus/$format" "seeds/$format" "$regress" >"fuzz_$format.log" 2>&1 ||
	    status=$?
	inputs=$(awk '/^stat::number_of_executed_units/ { print $2 }' \
	    "fuzz_$format.log")
	if [ $status -eq 0 ]; then
		echo "fuzz_$format: ${inputs:-0} inputs, no crash, hang or leak"
	else
		grep -E 'ERROR|SUMMARY|Test unit written' "fuzz_$format.log" || :
		echo "fuzz_$format: failed, see $PWD/fuzz_$format.log"
		failed=1
	fi
done
exit $failed
