/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A line from the console, with backspace, ^U, ^C, and earlier lines by the
 * arrow keys; and what is longer than a screen, page by page.
 */
#include "stand.h"

#define	HISTORY		16
#define	SCREEN_LINES	24
#define	ESCAPE_MS	50	/* an arrow's bytes follow one another */

enum { KEY_NONE = 256, KEY_UP, KEY_DOWN };

static char *history[HISTORY];
static unsigned nhistory;	/* lines ever entered */

/* An arrow key is ESC [ A; what else begins with ESC is passed over. */
static int
escape_sequence(void)
{
	int c;

	c = stand_getc(ESCAPE_MS);
	if (c != '[' && c != 'O')
		return (KEY_NONE);
	do {
		c = stand_getc(ESCAPE_MS);
	} while ((c >= '0' && c <= '9') || c == ';');
	return (c == 'A' ? KEY_UP : c == 'B' ? KEY_DOWN : KEY_NONE);
}

static int
get_key(void)
{
	int c;

	c = stand_getc(STAND_FOREVER);
	return (c == 0x1b ? escape_sequence() : c);
}

static size_t
erase(size_t len, size_t keep)
{
	for (; len > keep; len--)
		stand_printf("\b \b");
	return (len);
}

/* The line `back' lines ago in place of what stands there. */
static size_t
recall(char *line, size_t len, unsigned back)
{
	(void)erase(len, 0);
	len = 0;
	if (back > 0) {
		const char *old = history[(nhistory - back) % HISTORY];

		len = strlen(old);
		memcpy(line, old, len);
		line[len] = '\0';
		stand_printf("%s", old);
	}
	return (len);
}

static unsigned
oldest(void)
{
	return (nhistory < HISTORY ? nhistory : HISTORY);
}

static void
remember(const char *line, size_t len)
{
	if (len == 0 || (nhistory > 0 &&
	    strcmp(history[(nhistory - 1) % HISTORY], line) == 0))
		return;
	history[nhistory++ % HISTORY] = string_dup(line, len);
}

/* One line into COMMAND_MAX bytes; false if there is no console. */
bool
line_read(const char *prompt, char *line)
{
	unsigned back;
	size_t len;
	int c;

	stand_printf("%s", prompt);
	back = 0;
	len = 0;
	while ((c = get_key()) != '\r' && c != '\n') {
		if (c == -1)
			return (false);
		if (c == '\b' || c == 0x7f)
			len = erase(len, len > 0 ? len - 1 : 0);
		else if (c == 'U' - '@')
			len = erase(len, 0);
		else if (c == 'C' - '@') {
			stand_printf("^C");
			len = 0;
			break;
		}
		else if (c == KEY_UP && back < oldest())
			len = recall(line, len, ++back);
		else if (c == KEY_DOWN && back > 0)
			len = recall(line, len, --back);
		else if (c >= ' ' && c < KEY_NONE && len < COMMAND_MAX - 1) {
			line[len++] = (char)c;
			stand_printf("%c", c);
		}
	}
	line[len] = '\0';
	stand_printf("\n");
	remember(line, len);
	return (true);
}

/* A line was printed: false if that is enough. */
bool
pager_line(struct pager *pager)
{
	int c;

	if (!pager->on || pager->stopped || ++pager->lines < SCREEN_LINES - 1)
		return (!pager->stopped);
	stand_printf("--more-- (q stops)");
	c = get_key();
	stand_printf("\r                  \r");
	pager->lines = c == '\r' || c == '\n' ? SCREEN_LINES - 2 : 0;
	pager->stopped = c == 'q' || c == 'Q' || c == -1;
	return (!pager->stopped);
}
