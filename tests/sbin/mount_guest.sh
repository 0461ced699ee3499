# Copyright (c) 2026 The kld authors
# SPDX-License-Identifier: BSD-2-Clause
#
# mount(8), umount(8).

. /root/guest.sh

shows '^tmpfs on / \(tmpfs, ' mount
shows '^devfs on /dev \(devfs' mount
shows '^tmpfs	/	tmpfs	rw' mount -p
shows 'fsid [0-9a-f]{16}' mount -v
[ "$(mount -t devfs | wc -l)" -eq 1 ] || fail "mount -t devfs"
mount -t nodevfs | grep -q devfs && fail "mount -t nodevfs shows devfs"

mkdir -p /tmp/a /tmp/b
prints '' mount -t tmpfs tmpfs /tmp/a
shows '^tmpfs on /tmp/a \(tmpfs' mount
echo text > /tmp/a/file
prints '' mount -u -r /tmp/a
shows '^tmpfs on /tmp/a \(tmpfs, read-only' mount
( echo more > /tmp/a/new ) 2>/dev/null && fail "a read-only mount was written"
prints '' mount -u -o rw /tmp/a
echo more > /tmp/a/new || fail "not writable again"
refuses 'unmount of /tmp/a failed: Device busy' \
    sh -c 'exec 3< /tmp/a/file; exec /sbin/umount /tmp/a'
prints '' umount /tmp/a
[ ! -e /tmp/a/file ] || fail "it is still there"
prints '' mount -o ro,nosuid -t tmpfs tmpfs /tmp/a
shows '^tmpfs on /tmp/a \(tmpfs, read-only, local, nosuid' mount
prints 'tmpfs: unmount from /tmp/a' umount -v /tmp/a

# All but the root and devfs.
mount -t tmpfs tmpfs /tmp/a
mount -t tmpfs tmpfs /tmp/b
prints '' umount -a
[ "$(mount | wc -l)" -eq 2 ] || fail "left: $(mount)"

# /etc/fstab
printf 'tmpfs /tmp/a tmpfs ro 0 0 # words\ntmpfs /tmp/b tmpfs rw,noauto 0 0\n' \
    > /etc/fstab
prints '' mount -a
shows '^tmpfs on /tmp/a \(tmpfs, read-only' mount
mount | grep -q /tmp/b && fail "noauto was mounted"
prints '' mount -a
[ "$(mount | grep -c /tmp/a)" -eq 1 ] || fail "mount -a mounted it twice"
prints '' mount /tmp/b
shows '^tmpfs on /tmp/b' mount
prints '' umount -a -t tmpfs

refuses '/tmp/a: not a file system root directory' umount /tmp/a
refuses 'no filesystem type nofs' mount -t nofs x /tmp/a
refuses '/nowhere: No such file' mount -t tmpfs x /nowhere
refuses '/nowhere: unknown special file' mount /nowhere
refuses '/tmp/a: not currently mounted' mount -u -r /tmp/a
refuses '^usage: mount' mount x /tmp/a
refuses '^usage: umount' umount
end
