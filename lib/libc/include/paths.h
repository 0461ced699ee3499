/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Where the files and commands of the system are.
 */
#ifndef _PATHS_H_
#define	_PATHS_H_

#define	_PATH_DEFPATH	"/bin:/sbin:/usr/bin:/usr/sbin"
#define	_PATH_STDPATH	"/bin:/sbin:/usr/bin:/usr/sbin"

#define	_PATH_BSHELL	"/bin/sh"
#define	_PATH_CONSOLE	"/dev/console"
#define	_PATH_DEV	"/dev/"
#define	_PATH_DEVNULL	"/dev/null"
#define	_PATH_DEVZERO	"/dev/zero"
#define	_PATH_KLOG	"/dev/klog"
#define	_PATH_TTY	"/dev/tty"
#define	_PATH_TMP	"/tmp/"
#define	_PATH_VARRUN	"/var/run/"

#endif /* !_PATHS_H_ */
