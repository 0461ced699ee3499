# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# Run by busybox's shell on Linux and in the machine; what it prints must be
# the same.  The commands are busybox's own.

export LC_ALL=C TZ=UTC
umask 022
cd "$(mktemp -d)" || exit 1
part() { echo "== $1"; }

part files
echo a >f; cp f g; cmp f g && echo same; mv g h; ls
ln f l; ln -s f s; readlink s; stat -c '%n %s %a %F %h' f l
mkdir -p d/e/f; touch d/x d/e/y; find d | sort; find d -type f | sort
find d -name y -exec echo got {} \;
chmod 600 f; stat -c %a f; chmod u+x,g=r f; stat -c %a f
touch -d '2020-02-03 04:05:06' f; stat -c %Y f; date -r f
rmdir d 2>/dev/null || echo not empty; rm -r d; ls nonexistent; echo $?
mkdir f; cat .; cd nonexistent; echo $?
ls -a | wc -l
[ -x f ] && test -L s && [ ! -e nope ] && echo tests

part text
printf 'one\ntwo\nthree\n' >w
grep -n o w; grep -c e w; grep -E 't(wo|hree)' w; sed -i 's/two/TWO/' w
sed -n '2p;$p' w; awk '{ n += length($0) } END { print NR, n }' w
awk 'BEGIN { "echo x" | getline v; print v; system("echo sys") }'
head -n 2 w; tail -n 1 w; sort -r w; uniq -c w; tr a-z A-Z <w; cut -c1-2 w
od -c w; hexdump -C w; md5sum w; sha256sum w; wc w; tee q <w | wc -l
expr 3 \* 4; seq 1 3 9; printf '%05d|%s\n' 42 x; yes | head -n 3
diff f w; echo $?; base64 w; xargs -n1 echo <w

part archives
tar cf t.tar f s w; mkdir x; tar xf t.tar -C x; find x | sort
tar czf t.tgz f w; tar tzf t.tgz; gzip -k w; zcat w.gz; rm -r x t.*
dd if=/dev/zero of=z bs=1k count=10 2>/dev/null
dd if=w of=z bs=1 seek=100 conv=notrunc 2>/dev/null; md5sum z
truncate -s 5 z; wc -c <z
find . | cpio -o -H newc 2>/dev/null | cpio -t 2>/dev/null | sort

part shell
x=$(echo $(echo nested)); echo "$x ${x%ted} ${#x} ${y:-default}"
i=0; while [ $i -lt 5 ]; do i=$((i + 1)); done; echo $i
f() { local v=1; echo "f $1 $v"; return 3; }; f a; echo $?
cat <<END
here $x $((1 + 2))
END
echo a b c | while read p q; do echo "$p/$q"; done
set -- 1 2 3; shift; echo $# $*
(exit 5); echo $?; trap 'echo bye' EXIT; (trap 'echo sub' EXIT); trap - EXIT
exec 3>fd3; echo to3 >&3; exec 3>&-; cat fd3
{ echo e >&2; echo o; } 2>&1 | sort
echo x | cat | cat | cat; printf '%s\n' * | wc -l
[ "$(echo a; echo b)" = "a
b" ] && echo newline
echo a:b:c | (IFS=:; read a b c; echo $a-$b-$c)
set -o pipefail; false | true; echo $?; set +o pipefail

part signals
trap 'echo usr1' USR1; kill -USR1 $$
for s in TERM KILL SEGV ABRT; do sh -c "kill -$s \$\$" 2>/dev/null; echo $?; done
sh -c 'trap "" TERM; kill -TERM $$; echo survived'
sleep 10 & kill $!; wait $! 2>/dev/null; echo $?
(sleep 0.2; kill -USR1 $$) & sleep 1; wait; trap - USR1
timeout 1 sleep 5; echo $?; timeout 5 true; echo $?
sleep 5 & kill -STOP $!; kill -CONT $!; kill $!; wait $! 2>/dev/null; echo $?
yes | true; echo $?
sh -c 'trap "echo int; exit 7" INT; kill -INT $$; sleep 1'; echo $?

part jobs
r=0; for i in 1 2 3; do (exit $i) & wait $!; r=$((r * 10 + $?)); done; echo $r
echo 1 2 3 4 | xargs -n1 -P4 sh -c 'exit 0'; echo $?
(echo sub; exec echo executed); setsid sh -c 'echo setsid'; env -i A=1 sh -c 'echo $A'

part vi
printf 'a\nb\n' >v; printf 'iX\033:wq\n' | vi v >/dev/null 2>&1; cat v

part load
i=0; while [ $i -lt 300 ]; do /bin/true; i=$((i + 1)); done; echo $i
i=0; while [ $i -lt 50 ]; do echo $i | cat | cat >/dev/null; i=$((i + 1)); done
seq 20000 | sort -rn | head -n 1; seq 30000 | awk '{ s += $1 } END { print s }'
dd if=/dev/zero bs=1M count=8 2>/dev/null | md5sum
mkdir many; (cd many; seq 500 | xargs touch; ls | wc -l); rm -r many
x=; i=0; while [ $i -lt 12 ]; do x=$x$x${x:-0123456789abcdef}; i=$((i + 1)); done
echo "$x" | md5sum

part system
uname -s; uname -m; tty; [ -c /dev/null ] && echo device
head -c 4 /dev/urandom | wc -c; head -c 3 /dev/zero | od -An -tx1
echo x >/dev/full; echo $?; sleep 0.01; usleep 100; sync; echo end
here=$PWD; cd /; rm -r "$here"
