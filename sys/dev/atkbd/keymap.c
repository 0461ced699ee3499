/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From scan codes of set 1 to what a terminal sends, for a US keyboard.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include <dev/atkbd/atkbd.h>

#define	SCAN_EXTENDED	0xe0
#define	SCAN_RELEASE	0x80
#define	SCAN_CTRL	0x1d
#define	SCAN_LSHIFT	0x2a
#define	SCAN_RSHIFT	0x36
#define	SCAN_CAPS	0x3a

/* By scan code, up to the space bar; NUL: a modifier, or no such key. */
static const char plain[] =
    "\0\0331234567890-=\177\tqwertyuiop[]\r\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\033!@#$%^&*()_+\177\tQWERTYUIOP{}\r\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";
_Static_assert(sizeof(plain) - 1 == 0x3a && sizeof(shifted) - 1 == 0x3a,
    "a character for each of the scan codes");

/* The keypad, from scan code 0x47 on. */
#define	SCAN_KEYPAD	0x47
static const char keypad[] = "789-456+1230.";

/* Keys with SCAN_EXTENDED. */
static const struct {
	u_char		code;
	const char	*text;
} extended_keys[] = {
	{ 0x1c, "\r" },		/* enter */
	{ 0x35, "/" },
	{ 0x47, "\033[H" },	/* home */
	{ 0x48, "\033[A" },	/* up */
	{ 0x49, "\033[5~" },	/* page up */
	{ 0x4b, "\033[D" },	/* left */
	{ 0x4d, "\033[C" },	/* right */
	{ 0x4f, "\033[F" },	/* end */
	{ 0x50, "\033[B" },	/* down */
	{ 0x51, "\033[6~" },	/* page down */
	{ 0x52, "\033[2~" },	/* insert */
	{ 0x53, "\033[3~" },	/* delete */
};

/* A key of those tables, as it is with the modifiers that are held. */
static char
plain_key(const struct atkbd_state *st, u_int code)
{
	char c;

	if (code >= SCAN_KEYPAD && code < SCAN_KEYPAD + sizeof(keypad) - 1)
		return (keypad[code - SCAN_KEYPAD]);
	if (code >= sizeof(plain) - 1)
		return ('\0');
	c = plain[code];
	if (st->shift != (st->caps && c >= 'a' && c <= 'z'))
		c = shifted[code];
	if (st->ctrl && c >= '?')
		c = c == '?' ? 0x7f : c & 0x1f;
	return (c);
}

/* A modifier is pressed or released; false if it is none. */
static bool
modifier(struct atkbd_state *st, u_int code, bool pressed)
{

	switch (code) {
	case SCAN_LSHIFT:
	case SCAN_RSHIFT:
		/* With SCAN_EXTENDED it only marks another key. */
		if (!st->extended)
			st->shift = pressed;
		return (true);
	case SCAN_CTRL:
		st->ctrl = pressed;
		return (true);
	case SCAN_CAPS:
		if (pressed)
			st->caps = !st->caps;
		return (true);
	}
	return (false);
}

const char *
atkbd_translate(struct atkbd_state *st, u_int code)
{
	bool pressed;
	u_int i;

	if (code == SCAN_EXTENDED) {
		st->extended = true;
		return ("");
	}
	pressed = (code & SCAN_RELEASE) == 0;
	code &= ~SCAN_RELEASE;
	st->text[0] = '\0';
	if (!modifier(st, code, pressed) && pressed) {
		if (!st->extended)
			st->text[0] = plain_key(st, code);
		for (i = 0; st->extended && i < nitems(extended_keys); i++)
			if (extended_keys[i].code == code)
				strlcpy(st->text, extended_keys[i].text,
				    sizeof(st->text));
	}
	st->extended = false;
	return (st->text);
}
