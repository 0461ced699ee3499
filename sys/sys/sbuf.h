/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sbuf(9): strings that grow, or drain, as they are written.
 */
#ifndef _SYS_SBUF_H_
#define	_SYS_SBUF_H_

#include <sys/types.h>

struct sbuf;
typedef int (sbuf_drain_func)(void *arg, const char *data, int len);

struct sbuf {
	char		*s_buf;		/* the bytes */
	sbuf_drain_func	*s_drain_func;	/* takes them when full, or NULL */
	void		*s_drain_arg;
	int		s_error;	/* first error */
	ssize_t		s_size;		/* of s_buf */
	ssize_t		s_len;		/* bytes in it */
	int		s_flags;	/* SBUF_* */
	ssize_t		s_sect_len;	/* of the open section, else -1 */
	ssize_t		s_rec_off;
};

#define	SBUF_FIXEDLEN	0x00000000	/* does not grow */
#define	SBUF_AUTOEXTEND	0x00000001	/* grows as needed */
#define	SBUF_INCLUDENUL	0x00000002	/* the length counts the NUL */
#define	SBUF_DRAINTOEOR	0x00000004
#define	SBUF_NOWAIT	0x00000008	/* growing must not sleep */
#define	SBUF_USRFLAGMSK	0x0000ffff
#define	SBUF_DYNAMIC	0x00010000	/* s_buf is to be freed */
#define	SBUF_FINISHED	0x00020000
#define	SBUF_DYNSTRUCT	0x00080000	/* the struct is to be freed */
#define	SBUF_INSECTION	0x00100000

#ifdef _KERNEL

#include <machine/stdarg.h>

struct uio;

/*
 * s NULL: allocated; buf NULL: allocated, length bytes at first.  The other
 * functions return 0, or -1 when the string has failed; sbuf_error() and
 * sbuf_finish() say with which errno.
 */
struct sbuf *sbuf_new(struct sbuf *s, char *buf, int length, int flags);
#define	sbuf_new_auto()	sbuf_new(NULL, NULL, 0, SBUF_AUTOEXTEND)
int	sbuf_get_flags(struct sbuf *);
void	sbuf_set_flags(struct sbuf *, int);
void	sbuf_clear_flags(struct sbuf *, int);
void	sbuf_clear(struct sbuf *);
int	sbuf_setpos(struct sbuf *, ssize_t);
int	sbuf_bcat(struct sbuf *, const void *, size_t);
int	sbuf_bcpy(struct sbuf *, const void *, size_t);
int	sbuf_cat(struct sbuf *, const char *);
int	sbuf_cpy(struct sbuf *, const char *);
int	sbuf_printf(struct sbuf *, const char *, ...) __printflike(2, 3);
int	sbuf_vprintf(struct sbuf *, const char *, va_list);
/* Bytes as hexdump(9) prints them, with its HD_* flags. */
void	sbuf_hexdump(struct sbuf *, const void *, int length, const char *hdr,
	    int flags);
int	sbuf_nl_terminate(struct sbuf *);
int	sbuf_putc(struct sbuf *, int);
void	sbuf_set_drain(struct sbuf *, sbuf_drain_func *, void *);
int	sbuf_trim(struct sbuf *);
int	sbuf_error(const struct sbuf *);
int	sbuf_finish(struct sbuf *);
char	*sbuf_data(struct sbuf *);
ssize_t	sbuf_len(struct sbuf *);
int	sbuf_done(const struct sbuf *);
void	sbuf_delete(struct sbuf *);
void	sbuf_start_section(struct sbuf *, ssize_t *);
ssize_t	sbuf_end_section(struct sbuf *, ssize_t, size_t, int);
int	sbuf_count_drain(void *arg, const char *data, int len);
int	sbuf_printf_drain(void *arg, const char *data, int len);
void	sbuf_putbuf(struct sbuf *);
struct sbuf *sbuf_uionew(struct sbuf *, struct uio *, int *);
int	sbuf_bcopyin(struct sbuf *, const void *, size_t);
int	sbuf_copyin(struct sbuf *, const void *, size_t);

#endif /* _KERNEL */

#endif /* !_SYS_SBUF_H_ */
