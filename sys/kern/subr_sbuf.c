/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sbuf(9): strings that grow, or drain, as they are written.
 *
 * One function, sbuf_put(), stores bytes; the others are made of it.  s_buf
 * always has room for the NUL that sbuf_finish() adds.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ctype.h>
#include <sys/malloc.h>
#include <sys/sbuf.h>
#include <sys/stdarg.h>
#include <sys/uio.h>

static MALLOC_DEFINE(M_SBUF, "sbuf", "string buffers");

#define	SBUF_MIN_SIZE	16
#define	SBUF_MAX_STEP	PAGE_SIZE

#define	SBUF_LEFT(s)	((s)->s_size - (s)->s_len - 1)

#define	ASSERT_OPEN(s)							\
	KASSERT(((s)->s_flags & SBUF_FINISHED) == 0,			\
	    ("%s called with a finished sbuf", __func__))

struct sbuf *
sbuf_new(struct sbuf *s, char *buf, int length, int flags)
{
	int mflag;

	flags &= SBUF_USRFLAGMSK;
	mflag = (flags & SBUF_NOWAIT) != 0 ? M_NOWAIT : M_WAITOK;
	if (s == NULL) {
		s = malloc(sizeof(*s), M_SBUF, mflag);
		if (s == NULL)
			return (NULL);
		flags |= SBUF_DYNSTRUCT;
	}
	memset(s, 0, sizeof(*s));
	s->s_flags = flags;
	s->s_sect_len = -1;
	s->s_buf = buf;
	s->s_size = length;
	if (buf != NULL)
		return (s);
	s->s_size = MAX(length, SBUF_MIN_SIZE);
	s->s_buf = malloc(s->s_size, M_SBUF, mflag);
	s->s_flags |= SBUF_DYNAMIC;
	if (s->s_buf == NULL) {
		if ((s->s_flags & SBUF_DYNSTRUCT) != 0)
			free(s, M_SBUF);
		return (NULL);
	}
	return (s);
}

int
sbuf_get_flags(struct sbuf *s)
{

	return (s->s_flags & SBUF_USRFLAGMSK);
}

void
sbuf_set_flags(struct sbuf *s, int flags)
{

	s->s_flags |= flags & SBUF_USRFLAGMSK;
}

void
sbuf_clear_flags(struct sbuf *s, int flags)
{

	s->s_flags &= ~(flags & SBUF_USRFLAGMSK);
}

void
sbuf_clear(struct sbuf *s)
{

	s->s_flags &= ~SBUF_FINISHED;
	s->s_error = 0;
	s->s_len = 0;
	s->s_rec_off = 0;
	s->s_sect_len = -1;
}

/* Cut the string at pos; it cannot become longer by that.  An overflow ends. */
int
sbuf_setpos(struct sbuf *s, ssize_t pos)
{

	ASSERT_OPEN(s);
	if (pos < 0 || pos > s->s_len)
		return (-1);
	s->s_len = pos;
	if (s->s_drain_func == NULL)
		s->s_error = 0;
	return (0);
}

static int
sbuf_drain(struct sbuf *s)
{
	int len;

	len = s->s_drain_func(s->s_drain_arg, s->s_buf, (int)s->s_len);
	if (len <= 0) {
		s->s_error = len < 0 ? -len : EDEADLK;
		return (s->s_error);
	}
	s->s_len -= len;
	memmove(s->s_buf, s->s_buf + len, s->s_len);
	return (0);
}

static int
sbuf_grow(struct sbuf *s, size_t want)
{
	char *buf;
	size_t size;

	size = MAX((size_t)s->s_size, SBUF_MIN_SIZE);
	while (size < want)
		size += MIN(size, SBUF_MAX_STEP);
	buf = malloc(size, M_SBUF, (s->s_flags & SBUF_NOWAIT) != 0 ?
	    M_NOWAIT : M_WAITOK);
	if (buf == NULL)
		return (ENOMEM);
	memcpy(buf, s->s_buf, s->s_len);
	if ((s->s_flags & SBUF_DYNAMIC) != 0)
		free(s->s_buf, M_SBUF);
	s->s_flags |= SBUF_DYNAMIC;
	s->s_buf = buf;
	s->s_size = size;
	return (0);
}

/* Make room for some of len bytes; how many is SBUF_LEFT() then. */
static int
sbuf_room(struct sbuf *s, size_t len)
{

	if (s->s_error != 0)
		return (s->s_error);
	if (SBUF_LEFT(s) >= (ssize_t)len)
		return (0);
	if ((s->s_flags & SBUF_AUTOEXTEND) != 0)
		s->s_error = sbuf_grow(s, s->s_len + len + 1);
	else if (s->s_drain_func != NULL && s->s_len > 0)
		s->s_error = sbuf_drain(s);
	else if (SBUF_LEFT(s) <= 0)
		s->s_error = ENOMEM;
	return (s->s_error);
}

static int
sbuf_put(struct sbuf *s, const char *data, size_t len)
{
	size_t n;

	ASSERT_OPEN(s);
	for (; len > 0; data += n, len -= n) {
		if (sbuf_room(s, len) != 0)
			return (-1);
		n = MIN(len, (size_t)SBUF_LEFT(s));
		memcpy(s->s_buf + s->s_len, data, n);
		s->s_len += n;
		if (s->s_sect_len >= 0)
			s->s_sect_len += n;
	}
	return (0);
}

int
sbuf_bcat(struct sbuf *s, const void *buf, size_t len)
{

	return (sbuf_put(s, buf, len));
}

int
sbuf_bcpy(struct sbuf *s, const void *buf, size_t len)
{

	sbuf_clear(s);
	return (sbuf_put(s, buf, len));
}

int
sbuf_cat(struct sbuf *s, const char *str)
{

	return (sbuf_put(s, str, strlen(str)));
}

int
sbuf_cpy(struct sbuf *s, const char *str)
{

	sbuf_clear(s);
	return (sbuf_cat(s, str));
}

static void
sbuf_putc_func(int c, void *arg)
{
	char byte;

	byte = c;
	(void)sbuf_put(arg, &byte, 1);
}

int
sbuf_vprintf(struct sbuf *s, const char *fmt, va_list ap)
{

	(void)kvprintf(fmt, sbuf_putc_func, s, 10, ap);
	return (s->s_error != 0 ? -1 : 0);
}

int
sbuf_printf(struct sbuf *s, const char *fmt, ...)
{
	va_list ap;
	int result;

	va_start(ap, fmt);
	result = sbuf_vprintf(s, fmt, ap);
	va_end(ap);
	return (result);
}

int
sbuf_putc(struct sbuf *s, int c)
{

	sbuf_putc_func(c, s);
	return (s->s_error != 0 ? -1 : 0);
}

/* End the string with a newline, unless it does already. */
int
sbuf_nl_terminate(struct sbuf *s)
{

	if (s->s_len > 0 && s->s_buf[s->s_len - 1] != '\n')
		return (sbuf_putc(s, '\n'));
	return (s->s_error != 0 ? -1 : 0);
}

void
sbuf_set_drain(struct sbuf *s, sbuf_drain_func *func, void *arg)
{

	s->s_drain_func = func;
	s->s_drain_arg = arg;
}

/* Remove white space from the end. */
int
sbuf_trim(struct sbuf *s)
{

	ASSERT_OPEN(s);
	if (s->s_error != 0 || s->s_drain_func != NULL)
		return (-1);
	while (s->s_len > 0 && isspace((unsigned char)s->s_buf[s->s_len - 1])) {
		s->s_len--;
		if (s->s_sect_len > 0)
			s->s_sect_len--;
	}
	return (0);
}

int
sbuf_error(const struct sbuf *s)
{

	return (s->s_error);
}

int
sbuf_finish(struct sbuf *s)
{

	ASSERT_OPEN(s);
	s->s_buf[s->s_len] = '\0';
	if (s->s_drain_func != NULL)
		while (s->s_len > 0 && s->s_error == 0)
			(void)sbuf_drain(s);
	s->s_flags |= SBUF_FINISHED;
	return (s->s_error);
}

char *
sbuf_data(struct sbuf *s)
{

	return (s->s_buf);
}

ssize_t
sbuf_len(struct sbuf *s)
{

	if (s->s_error != 0)
		return (-1);
	return (s->s_len + ((s->s_flags & SBUF_INCLUDENUL) != 0 ? 1 : 0));
}

int
sbuf_done(const struct sbuf *s)
{

	return ((s->s_flags & SBUF_FINISHED) != 0);
}

void
sbuf_delete(struct sbuf *s)
{

	if ((s->s_flags & SBUF_DYNAMIC) != 0)
		free(s->s_buf, M_SBUF);
	if ((s->s_flags & SBUF_DYNSTRUCT) != 0)
		free(s, M_SBUF);
	else
		memset(s, 0, sizeof(*s));
}

/* Begin to count bytes; *old_len is what the outer section had, or -1. */
void
sbuf_start_section(struct sbuf *s, ssize_t *old_len)
{

	ASSERT_OPEN(s);
	if (old_len != NULL)
		*old_len = s->s_sect_len;
	s->s_sect_len = 0;
}

/* Pad the section with c to a multiple of pad; its length, or -1. */
ssize_t
sbuf_end_section(struct sbuf *s, ssize_t old_len, size_t pad, int c)
{
	ssize_t len;

	ASSERT_OPEN(s);
	while (pad > 1 && s->s_error == 0 && s->s_sect_len % pad != 0)
		(void)sbuf_putc(s, c);
	len = s->s_sect_len;
	s->s_sect_len = old_len < 0 ? -1 : old_len + len;
	return (s->s_error != 0 ? -1 : len);
}

/* A drain that only counts the bytes, in a size_t at arg. */
int
sbuf_count_drain(void *arg, const char *data __unused, int len)
{

	*(size_t *)arg += len;
	return (len);
}

int
sbuf_printf_drain(void *arg, const char *data, int len)
{

	printf("%.*s", len, data);
	if (arg != NULL)
		*(size_t *)arg += len;
	return (len);
}

void
sbuf_putbuf(struct sbuf *s)
{

	printf("%s", sbuf_data(s));
}

/* The remaining bytes of a uio as a finished string. */
struct sbuf *
sbuf_uionew(struct sbuf *s, struct uio *uio, int *error)
{
	ssize_t len;

	len = uio->uio_resid;
	s = sbuf_new(s, NULL, (int)len + 1, 0);
	if (s == NULL) {
		*error = ENOMEM;
		return (NULL);
	}
	*error = uiomove(s->s_buf, (int)len, uio);
	if (*error != 0) {
		sbuf_delete(s);
		return (NULL);
	}
	s->s_len = len;
	*error = sbuf_finish(s);
	return (s);
}

int
sbuf_bcopyin(struct sbuf *s, const void *uaddr, size_t len)
{

	ASSERT_OPEN(s);
	if (len == 0)
		return (s->s_error != 0 ? -1 : 0);
	if (sbuf_room(s, len) != 0 || (size_t)SBUF_LEFT(s) < len) {
		if (s->s_error == 0)
			s->s_error = ENOMEM;
		return (-1);
	}
	s->s_error = copyin(uaddr, s->s_buf + s->s_len, len);
	if (s->s_error != 0)
		return (-1);
	s->s_len += len;
	return (0);
}

/* A string from the process, of at most len bytes with its NUL, or 0. */
int
sbuf_copyin(struct sbuf *s, const void *uaddr, size_t len)
{
	size_t done;

	ASSERT_OPEN(s);
	if (len == 0)
		len = SBUF_LEFT(s);
	if (sbuf_room(s, len) != 0)
		return (-1);
	len = MIN(len, (size_t)SBUF_LEFT(s));
	s->s_error = copyinstr(uaddr, s->s_buf + s->s_len, len + 1, &done);
	if (s->s_error != 0)
		return (-1);
	s->s_len += done - 1;
	return (0);
}
