/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * loader.conf(5): lines of NAME="value" or NAME=value, blank lines, comments
 * from '#' to the end of the line.  Within quotes a backslash takes the next
 * character as it is.
 */
#include "stand.h"

struct cursor {
	const char	*source;	/* for messages */
	const char	*p;		/* next character */
	const char	*end;
	const char	*line;		/* where this line begins */
	unsigned	lineno;
	unsigned	errors;
	bool		spaced;		/* blanks may surround '=' */
};

static bool
is_blank(int c)
{
	return (c == ' ' || c == '\t' || c == '\r');
}

static bool
is_name_char(int c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' ||
	    c == '%' || c == ':');
}

static bool
is_printable(int c)
{
	return ((uint8_t)c > ' ' && c != 0x7f);
}

/* The next character, or '\n' where the text ends. */
static int
peek(const struct cursor *c)
{
	return (c->p < c->end ? *c->p : '\n');
}

static void
skip_blanks(struct cursor *c)
{
	while (is_blank(peek(c)))
		c->p++;
}

static const char *
parse_name(struct cursor *c, char **name)
{
	const char *start;

	start = c->p;
	while (is_name_char(peek(c)))
		c->p++;
	if (c->p == start)
		return ("a variable's name is expected here");
	*name = string_dup(start, (size_t)(c->p - start));
	return (NULL);
}

static const char *
parse_quoted(struct cursor *c, char **value)
{
	const char *open;
	char *to;

	open = c->p++;
	while (peek(c) != '"') {
		if (peek(c) == '\\' && c->end - c->p > 1)
			c->p++;
		if (peek(c) == '\n') {
			c->p = open;
			return ("the quote that opens here is not closed");
		}
		if (!is_printable(peek(c)) && !is_blank(peek(c)))
			return ("a control character is not allowed here");
		c->p++;
	}
	*value = to = string_dup(open + 1, (size_t)(c->p - open - 1));
	for (open++; open < c->p; open++) {
		if (*open == '\\')
			open++;
		*to++ = *open;
	}
	*to = '\0';
	c->p++;
	return (NULL);
}

static const char *
parse_word(struct cursor *c, char **value)
{
	const char *start;

	start = c->p;
	while (is_printable(peek(c)) && peek(c) != '"' && peek(c) != '#')
		c->p++;
	if (c->p == start)
		return ("a value is expected here");
	*value = string_dup(start, (size_t)(c->p - start));
	return (NULL);
}

static const char *
parse_assignment(struct cursor *c, char **name, char **value)
{
	const char *error;

	error = parse_name(c, name);
	if (error != NULL)
		return (error);
	if (c->spaced)
		skip_blanks(c);
	if (peek(c) != '=')
		return ("'=' is expected here");
	c->p++;
	if (c->spaced)
		skip_blanks(c);
	return (peek(c) == '"' ? parse_quoted(c, value) :
	    parse_word(c, value));
}

static void
report(struct cursor *c, const char *error)
{
	stand_warn("%s:%u:%lu: %s", c->source, c->lineno,
	    (unsigned long)(c->p - c->line) + 1, error);
	c->errors++;
}

static void
parse_line(struct cursor *c, struct env *env)
{
	const char *error;
	char *name, *value;

	skip_blanks(c);
	if (peek(c) == '\n' || peek(c) == '#')
		return;
	error = parse_assignment(c, &name, &value);
	if (error == NULL) {
		skip_blanks(c);
		if (peek(c) != '\n' && peek(c) != '#')
			error = "only a comment may follow the value";
	}
	if (error == NULL)
		env_set(env, name, value);
	else
		report(c, error);
}

unsigned
conf_parse_file(struct env *env, const struct file *file)
{
	struct cursor c = { .source = file->path, .spaced = true };

	c.p = (const char *)file->data;
	c.end = c.p + file->size;
	while (c.p < c.end) {
		c.line = c.p;
		c.lineno++;
		parse_line(&c, env);
		while (peek(&c) != '\n')
			c.p++;
		if (c.p < c.end)
			c.p++;
	}
	return (c.errors);
}

/* A command line: assignments with blanks between them. */
unsigned
conf_parse_words(struct env *env, const char *source, const char *words)
{
	struct cursor c = { .source = source, .lineno = 1 };
	const char *error;
	char *name, *value;

	c.p = c.line = words;
	c.end = words + strlen(words);
	for (;;) {
		skip_blanks(&c);
		if (c.p == c.end)
			return (c.errors);
		error = parse_assignment(&c, &name, &value);
		if (error == NULL && c.p < c.end && !is_blank(peek(&c)))
			error = "a blank is expected here";
		if (error == NULL) {
			env_set(env, name, value);
			continue;
		}
		report(&c, error);
		while (c.p < c.end && !is_blank(peek(&c)))
			c.p++;
	}
}
