# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/kmake and bsd.kmod.mk: modules outside of the tree.

kmake="$top/tools/kmake"

# A folder as people have it for FreeBSD: two sources, one global used across.
make_folder()
{
	mkdir "$1"
	cat >"$1/Makefile" <<-'EOF'
		KMOD=	two
		SRCS=	one.c other.c one.h

		.include <bsd.kmod.mk>
	EOF
	echo 'int other(int);' >"$1/one.h"
	cat >"$1/one.c" <<-'EOF'
		#include <sys/param.h>
		#include <sys/module.h>
		#include <sys/systm.h>
		#include "one.h"
		int one(int);
		int
		one(int x)
		{
			printf("%d\n", x);
			return (other(x));
		}
		static moduledata_t two_mod = { "two", NULL, NULL };
		DECLARE_MODULE(two, two_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
	EOF
	cat >"$1/other.c" <<-'EOF'
		#include "one.h"
		int
		other(int x)
		{
			return (x + 1);
		}
	EOF
}

# The names of two.ko's global symbols that are defined.
exported()
{
	llvm-nm --defined-only --extern-only "$1" | awk '{ print $3 }' |
	    sort | tr '\n' ' '
}

atf_test_case builds
builds_head()
{
	atf_set descr "the module lands beside its sources, clean removes it"
}
builds_body()
{
	make_folder m
	ls m >before
	atf_check -o match:'LD +two.ko' "$kmake" -C m
	atf_check -o match:'Type: +REL ' llvm-readelf -h m/two.ko
	atf_check -o match:'two_mod' llvm-nm m/two.ko
	atf_check -o ignore "$kmake" -C m clean
	atf_check -o file:before ls m
}

atf_test_case anywhere
anywhere_head()
{
	atf_set descr "the working directory does not matter"
}
anywhere_body()
{
	make_folder m
	cd m
	atf_check -o ignore "$kmake"
	[ -f two.ko ] || atf_fail "no two.ko"
	cd /
	atf_check -o ignore "$kmake" -C "$OLDPWD" clean all
	[ -f "$OLDPWD/two.ko" ] || atf_fail "no two.ko after clean all"
}

atf_test_case objdir
objdir_head()
{
	atf_set descr "a folder that has an obj/ gets its objects there"
}
objdir_body()
{
	make_folder m
	mkdir m/obj
	atf_check -o ignore "$kmake" -C m
	[ -f m/obj/two.ko ] || atf_fail "no obj/two.ko"
	[ ! -e m/two.ko ] || atf_fail "two.ko is beside the sources"
}

atf_test_case rebuild
rebuild_head()
{
	atf_set descr "only what changed is compiled again"
}
rebuild_body()
{
	make_folder m
	atf_check -o ignore "$kmake" -C m
	atf_check -o empty "$kmake" -C m
	touch -d '+2 seconds' m/other.c
	atf_check -o match:other.o -o not-match:one.o "$kmake" -C m
	touch -d '+4 seconds' m/one.h
	atf_check -o match:other.o -o match:one.o "$kmake" -C m
}

atf_test_case exports
exports_head()
{
	atf_set descr "EXPORT_SYMS: unset, NO, YES, a list, a file"
}
exports_body()
{
	make_folder m
	atf_check -o ignore "$kmake" -C m
	atf_check_equal "" "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=NO clean all
	atf_check_equal "" "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=YES clean all
	atf_check_equal "one other " "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=other clean all
	atf_check_equal "other " "$(exported m/two.ko)"
	atf_check -o ignore "$kmake" -C m "EXPORT_SYMS=one other" clean all
	atf_check_equal "one other " "$(exported m/two.ko)"
	printf '# what others may call\none\n' >m/two.exports
	atf_check -o ignore "$kmake" -C m EXPORT_SYMS=two.exports clean all
	atf_check_equal "one " "$(exported m/two.ko)"
}

atf_test_case exports_dyn
exports_dyn_head()
{
	atf_set descr "EXPORT_SYMS of a shared object, which also has bounds of sets"
}
exports_dyn_body()
{
	make_folder m
	for names in "NO:" "YES:one other " "other:other "; do
		atf_check -o ignore "$kmake" -C m KLD_FORMAT=dyn \
		    "EXPORT_SYMS=${names%%:*}" clean all
		atf_check_equal "${names#*:}" "$(llvm-nm -D --defined-only \
		    m/two.ko | awk '$3 !~ /^__st/ { print $3 }' | tr '\n' ' ')"
	done
}

atf_test_case no_makefile
no_makefile_head()
{
	atf_set descr "a folder without a Makefile is refused in words"
}
no_makefile_body()
{
	mkdir empty
	atf_check -s exit:1 -e match:"no Makefile in .*/empty" \
	    "$kmake" -C empty
	atf_check -s exit:2 -e match:usage: "$kmake" -x
}

atf_test_case warnings
warnings_head()
{
	atf_set descr "a compiler's complaint fails the build and is shown"
}
warnings_body()
{
	make_folder m
	echo 'static int unused;' >>m/other.c
	atf_check -s not-exit:0 -o match:unused -e ignore "$kmake" -C m
	[ ! -e m/two.ko ] || atf_fail "two.ko was made"
}

# Two images and one source; the Makefile is as for FreeBSD.
make_images()
{
	mkdir "$1"
	cat >"$1/Makefile" <<-'EOF'
		KMOD=	pictures
		FIRMWS=	one-2.bin:first:7 two.bin

		.include <bsd.kmod.mk>
	EOF
	printf 1234567 >"$1/one-2.bin"
	printf '' >"$1/two.bin"
}

atf_test_case firmware
firmware_head()
{
	atf_set descr "FIRMWS: the images are constants of a module without sources"
}
firmware_body()
{
	make_images m
	ls m >before
	for format in rel dyn; do
		atf_check -o ignore "$kmake" -C m KLD_FORMAT=$format
		llvm-objcopy -O binary -j .rodata m/pictures.ko bytes
		atf_check -o match:1234567 tr -d '\0' <bytes
		strings m/pictures.ko >strings
		atf_check -o match:'^first$' cat strings
		atf_check -o match:'^two.bin$' cat strings
		atf_check -o match:'^pictures_fw$' cat strings
		atf_check -o empty "$kmake" -C m KLD_FORMAT=$format
		atf_check -o ignore "$kmake" -C m clean
	done
	atf_check -o file:before ls m
}

atf_test_case firmware_rebuild
firmware_rebuild_head()
{
	atf_set descr "an image that has changed is put into the module again"
}
firmware_rebuild_body()
{
	make_images m
	atf_check -o ignore "$kmake" -C m
	printf changed >m/two.bin
	touch -d '+2 seconds' m/two.bin
	atf_check -o match:two.bin.fwo -o not-match:one-2.bin.fwo \
	    "$kmake" -C m
	atf_check -o match:changed strings m/pictures.ko
}

atf_test_case firmware_errors
firmware_errors_head()
{
	atf_set descr "images that are missing or not named as they should be"
}
firmware_errors_body()
{
	make_images m
	atf_check -s not-exit:0 -o match:"one-2.bin:first:high" -e ignore \
	    "$kmake" -C m FIRMWS=one-2.bin:first:high
	atf_check -s not-exit:0 -o match:"not file:imagename:version" \
	    -e ignore "$kmake" -C m FIRMWS=one-2.bin:first:7:8
	"$kmake" -C m FIRMWS=none.bin >text 2>&1 && atf_fail "none.bin is there"
	atf_check -o match:none.bin cat text
	[ ! -e m/pictures.ko ] || atf_fail "pictures.ko was made"
}

atf_test_case firmware_text
firmware_text_head()
{
	atf_set descr "an image kept as text, decoded as FreeBSD's makefiles do"
}
firmware_text_body()
{
	mkdir m
	printf '%s\n' 'KMOD=	pictures' 'FIRMWS=	picture.bin:picture' \
	    'CLEANFILES=	picture.bin' '' 'picture.bin: picture.bin.uu' \
	    '	uudecode -p ${.ALLSRC} > ${.TARGET}' '' \
	    '.include <bsd.kmod.mk>' >m/Makefile
	cat >m/picture.bin.uu <<-'EOF'
		begin 644 picture.bin
		'=&5X="\`_P``
		`
		end
	EOF
	ls m >before
	atf_check -o ignore "$kmake" -C m
	printf 'text/\0\377' >expected
	atf_check cmp expected m/picture.bin
	atf_check -o match:'^text/' strings m/pictures.ko
	atf_check -o ignore "$kmake" -C m clean
	atf_check -o file:before ls m
	uudecode="$top/tools/bin/uudecode"
	cd m
	atf_check "$uudecode" picture.bin.uu
	atf_check cmp ../expected picture.bin
	atf_check "$uudecode" -o other picture.bin.uu
	atf_check cmp ../expected other
	atf_check -s exit:2 -e match:usage: "$uudecode" -x
	atf_check -s not-exit:0 -o ignore -e match:nothing "$uudecode" -p nothing
}

# The four kinds of modules that people begin with, each with what it includes.
make_beginners()
{
	mkdir device call variables consumer
	for m in device call variables consumer; do
		printf 'KMOD=\t%s\nSRCS=\t%s.c\n\n.include <bsd.kmod.mk>\n' \
		    $m $m >$m/Makefile
	done
	cat >device/device.c <<-'EOF'
		#include <sys/types.h>
		#include <sys/module.h>
		#include <sys/systm.h>
		#include <sys/param.h>
		#include <sys/kernel.h>
		#include <sys/conf.h>
		#include <sys/uio.h>
		#include <sys/malloc.h>
		static d_read_t	device_read;
		static struct cdevsw device_cdevsw = {
			.d_version = D_VERSION,
			.d_read = device_read,
			.d_name = "device",
		};
		static struct cdev *device_dev;
		static int
		device_read(struct cdev *dev __unused, struct uio *uio, int ioflag __unused)
		{
			return (uiomove_frombuf("text", 4, uio));
		}
		static int
		device_loader(struct module *m __unused, int what, void *arg __unused)
		{
			switch (what) {
			case MOD_LOAD:
				return (make_dev_p(MAKEDEV_CHECKNAME | MAKEDEV_WAITOK,
				    &device_dev, &device_cdevsw, 0, UID_ROOT,
				    GID_WHEEL, 0600, "device"));
			case MOD_UNLOAD:
				destroy_dev(device_dev);
				return (0);
			default:
				return (EOPNOTSUPP);
			}
		}
		DEV_MODULE(device, device_loader, NULL);
	EOF
	cat >call/call.c <<-'EOF'
		#include <sys/param.h>
		#include <sys/proc.h>
		#include <sys/module.h>
		#include <sys/sysproto.h>
		#include <sys/sysent.h>
		#include <sys/kernel.h>
		#include <sys/systm.h>
		static int
		call(struct thread *td __unused, void *arg __unused)
		{
			printf("called\n");
			return (0);
		}
		static struct sysent call_sysent = {
			.sy_narg = 0,
			.sy_call = call
		};
		static int offset = NO_SYSCALL;
		static int
		load(struct module *module __unused, int cmd, void *arg __unused)
		{
			return (cmd == MOD_LOAD || cmd == MOD_UNLOAD ? 0 : EOPNOTSUPP);
		}
		SYSCALL_MODULE(call, &offset, &call_sysent, load, NULL);
	EOF
	cat >variables/variables.c <<-'EOF'
		#include <sys/param.h>
		#include <sys/systm.h>
		#include <sys/kernel.h>
		#include <sys/sysctl.h>
		#include <sys/module.h>
		static struct sysctl_ctx_list clist;
		static struct sysctl_oid *oidp;
		static int number;
		static char text[] = "text";
		static int
		load(module_t mod __unused, int cmd, void *arg __unused)
		{
			switch (cmd) {
			case MOD_LOAD:
				sysctl_ctx_init(&clist);
				oidp = SYSCTL_ADD_ROOT_NODE(&clist, OID_AUTO,
				    "variables", CTLFLAG_RW, 0, "at the root");
				SYSCTL_ADD_INT(&clist, SYSCTL_CHILDREN(oidp),
				    OID_AUTO, "number", CTLFLAG_RW, &number, 0, "");
				oidp = SYSCTL_ADD_NODE(&clist,
				    SYSCTL_STATIC_CHILDREN(_debug), OID_AUTO,
				    "variables", CTLFLAG_RW, 0, "under debug");
				SYSCTL_ADD_STRING(&clist, SYSCTL_CHILDREN(oidp),
				    OID_AUTO, "text", CTLFLAG_RD, text, 0, "");
				return (0);
			case MOD_UNLOAD:
				return (sysctl_ctx_free(&clist) ? ENOTEMPTY : 0);
			default:
				return (EOPNOTSUPP);
			}
		}
		static moduledata_t mod_data = { "variables", load, 0 };
		DECLARE_MODULE(variables, mod_data, SI_SUB_EXEC, SI_ORDER_ANY);
	EOF
	cat >consumer/consumer.c <<-'EOF'
		#include <sys/param.h>
		#include <sys/kernel.h>
		#include <sys/module.h>
		#include <sys/systm.h>
		#include <sys/linker.h>
		#include <sys/firmware.h>
		static const struct firmware *fp;
		static int
		load(module_t mod __unused, int type, void *unused __unused)
		{
			switch (type) {
			case MOD_LOAD:
				fp = firmware_get("first");
				if (fp == NULL)
					return (ENOENT);
				printf("consumer: %.*s\n", (int)fp->datasize,
				    (const char *)fp->data);
				return (0);
			case MOD_UNLOAD:
				if (fp != NULL)
					firmware_put(fp, FIRMWARE_UNLOAD);
				return (0);
			}
			return (EOPNOTSUPP);
		}
		static moduledata_t consumer_mod = { "consumer", load, NULL };
		DECLARE_MODULE(consumer, consumer_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
		MODULE_DEPEND(consumer, firmware, 1, 1, 1);
	EOF
}

atf_test_case beginners
beginners_head()
{
	atf_set descr "a device, a system call, variables, firmware: built and used"
}
beginners_body()
{
	make_beginners
	make_images pictures
	options=
	for m in device call variables consumer pictures; do
		atf_check -o ignore "$kmake" -C $m
		options="$options -f $m/$m.ko:/boot/modules/$m.ko"
	done
	atf_check -o save:output -e ignore "$top/tools/vm" $options -- '
	    kldxref /boot/modules
	    kldload device call variables consumer && cat /dev/device && echo
	    sysctl variables.number debug.variables.text
	    kldstat -v | grep -c -e sys/call -e pictures_fw
	    kldunload consumer variables call device; dmesg | tail -n 1'
	atf_check -o inline:"text
variables.number: 0
debug.variables.text: text
2
consumer: 1234567
" cat output
}

atf_test_case folders
folders_head()
{
	atf_set descr "a folder of folders, and the steps that FreeBSD has"
}
folders_body()
{
	mkdir top
	make_folder top/m
	mkdir top/prog
	printf 'SUBDIR=\tm prog\n\nload: .PHONY\n\tfalse\n\n%s\n' \
	    '.include <bsd.subdir.mk>' >top/Makefile
	printf 'PROG=\tprog\nMAN=\nWARNS?=\t5\n\nrun: .PHONY\n\t%s\n\n%s\n' \
	    './${PROG}' '.include <bsd.prog.mk>' >top/prog/Makefile
	echo 'int main(void) { return (0); }' >top/prog/prog.c
	find top | sort >before
	atf_check -o empty "$kmake" -C top obj depend
	atf_check -o match:two.ko -o match:'LD +prog' "$kmake" -C top
	atf_check -o ignore "$kmake" -C top cleandir
	find top | sort >after
	atf_check -o file:before cat after
}

atf_test_case headers
headers_head()
{
	atf_set descr "every header of the kernel compiles by itself"
}
headers_body()
{
	mkdir m
	printf 'KMOD=\tm\n.include <bsd.kmod.mk>\n' >m/Makefile
	cd "$top/sys"
	set -- $(ls sys/*.h vm/*.h)
	cd "$OLDPWD"
	for header; do
		[ "$header" = sys/vnode_if.h ] && continue # part of sys/vnode.h
		name=$(echo "$header" | tr / _)
		printf '#include <sys/param.h>\n#include <%s>\n' "$header" \
		    >"m/${name%.h}.c"
		sources="$sources ${name%.h}.c"
	done
	atf_check -o ignore "$kmake" -C m SRCS="$sources"
}

atf_init_test_cases()
{
	atf_add_test_case firmware
	atf_add_test_case firmware_rebuild
	atf_add_test_case firmware_errors
	atf_add_test_case firmware_text
	atf_add_test_case beginners
	atf_add_test_case folders
	atf_add_test_case headers
	atf_add_test_case builds
	atf_add_test_case anywhere
	atf_add_test_case objdir
	atf_add_test_case rebuild
	atf_add_test_case exports
	atf_add_test_case exports_dyn
	atf_add_test_case no_makefile
	atf_add_test_case warnings
}
