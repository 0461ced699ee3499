# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Make the source of a module that holds firmware images, for kmod.mk:
#	awk -v kmod=NAME [-v license=NAME] -f makefirmware.awk IMAGE ... >FILE.c
# IMAGE is file[:imagename[:version]]: the image's name is that of the file
# unless it is given, and its version is 0.
# The data of an image lies between _binary_FILE_start and _binary_FILE_end,
# where every character of FILE that C does not allow is an underscore.

function die(msg) {
	printf("FIRMWS: %s\n", msg) > "/dev/stderr"
	exit 1
}

function quote(s) {
	if (s ~ /["\\]/)
		die("no quotes, please: " s)
	return "\"" s "\""
}

BEGIN {
	ident = kmod
	gsub(/[^A-Za-z0-9_]/, "_", ident)
	for (i = 1; i < ARGC; i++) {
		n = split(ARGV[i], part, ":")
		file = part[1]
		sub(/.*\//, "", file)
		if (file == "" || n > 3)
			die("not file:imagename:version: " ARGV[i])
		name[i] = n >= 2 && part[2] != "" ? part[2] : file
		version[i] = n == 3 ? part[3] : 0
		if (version[i] !~ /^(0[xX][0-9A-Fa-f]+|[0-9]+)$/)
			die("not a version: " ARGV[i])
		symbol[i] = "_binary_" file
		gsub(/[^A-Za-z0-9_]/, "_", symbol[i])
	}
	print "/* Made from FIRMWS of the makefile by makefirmware.awk. */"
	print "#include <sys/param.h>"
	print "#include <sys/kernel.h>"
	print "#include <sys/module.h>"
	print "#include <sys/firmware.h>\n"
	for (i = 1; i < ARGC; i++)
		printf("extern const char %s_start[], %s_end[];\n", symbol[i],
		    symbol[i])
	print "\nstatic const struct firmware_image images[] = {"
	for (i = 1; i < ARGC; i++)
		printf("\t{ %s, %s_start, %s_end, %s },\n", quote(name[i]),
		    symbol[i], symbol[i], version[i])
	print "};"
	printf("FIRMWARE_MODULE(%s_fw, images, %s);\n", ident,
	    license == "" ? "NULL" : quote(license))
	for (i = 1; i < ARGC; i++)
		printf("FIRMWARE_PROVIDES(%d, %s);\n", i, quote(name[i]))
}
