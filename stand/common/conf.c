/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * loader.conf(5): lines of NAME="value" or NAME=value, blank lines, comments
 * from '#' to the end of the line.  A backslash takes the next character as
 * it is; $NAME and ${NAME} stand for a variable's value, or nothing.
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
	return (is_word_char(c) || c == '.' || c == '-' || c == '%' ||
	    c == ':');
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
take_value(struct cursor *c, const struct env *env, const char *start,
    char **value)
{

	*value = env_expand(env, start, c->p);
	if (*value == NULL) {
		c->p = start;
		return ("this value is longer than 1 MiB");
	}
	return (NULL);
}

/* Pass over a variable's braces, which may hold a name and nothing else. */
static const char *
check_braces(struct cursor *c)
{
	const char *open;

	if (peek(c) != '$' || c->end - c->p < 2 || c->p[1] != '{')
		return (NULL);
	open = c->p;
	c->p += 2;
	while (is_name_char(peek(c)))
		c->p++;
	if (peek(c) == '}')
		return (NULL);
	c->p = open;
	return ("a variable's name and '}' are expected behind this '${'");
}

static const char *
parse_quoted(struct cursor *c, const struct env *env, char **value)
{
	const char *error, *open;

	open = c->p++;
	while (peek(c) != '"') {
		error = check_braces(c);
		if (error != NULL)
			return (error);
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
	error = take_value(c, env, open + 1, value);
	if (error == NULL)
		c->p++;
	return (error);
}

static const char *
parse_word(struct cursor *c, const struct env *env, char **value)
{
	const char *error, *start;

	start = c->p;
	while (is_printable(peek(c)) && peek(c) != '"' && peek(c) != '#') {
		error = check_braces(c);
		if (error != NULL)
			return (error);
		if (peek(c) == '\\' && c->end - c->p > 1 &&
		    is_printable(c->p[1]))
			c->p++;
		c->p++;
	}
	if (c->p == start)
		return ("a value is expected here");
	return (take_value(c, env, start, value));
}

static const char *
parse_assignment(struct cursor *c, const struct env *env, char **name,
    char **value)
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
	return (peek(c) == '"' ? parse_quoted(c, env, value) :
	    parse_word(c, env, value));
}

static void
report(struct cursor *c, const char *error)
{
	stand_warn("%s:%u:%lu: %s", c->source, c->lineno,
	    (unsigned long)(c->p - c->line) + 1, error);
	c->errors++;
}

/* "exec" is no variable: its value is a command, to be run now. */
static void
assign(struct boot *boot, const char *name, const char *value)
{
	if (strcmp(name, "exec") == 0)
		(void)command_run(boot, value);
	else
		env_set(&boot->env, name, value);
}

static void
parse_line(struct cursor *c, struct boot *boot)
{
	const char *error;
	char *name, *value;

	skip_blanks(c);
	if (peek(c) == '\n' || peek(c) == '#')
		return;
	error = parse_assignment(c, &boot->env, &name, &value);
	if (error == NULL) {
		skip_blanks(c);
		if (peek(c) != '\n' && peek(c) != '#')
			error = "only a comment may follow the value";
	}
	if (error == NULL)
		assign(boot, name, value);
	else
		report(c, error);
}

unsigned
conf_parse_file(struct boot *boot, const struct file *file)
{
	struct cursor c = { .source = file->path, .spaced = true };

	c.p = (const char *)file->data;
	c.end = c.p + file->size;
	while (c.p < c.end) {
		c.line = c.p;
		c.lineno++;
		parse_line(&c, boot);
		while (peek(&c) != '\n')
			c.p++;
		if (c.p < c.end)
			c.p++;
	}
	return (c.errors);
}

/* A command line: assignments with blanks between them. */
unsigned
conf_parse_words(struct boot *boot, const char *source, const char *words)
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
		error = parse_assignment(&c, &boot->env, &name, &value);
		if (error == NULL && c.p < c.end && !is_blank(peek(&c)))
			error = "a blank is expected here";
		if (error == NULL) {
			assign(boot, name, value);
			continue;
		}
		report(&c, error);
		while (c.p < c.end && !is_blank(peek(&c)))
			c.p++;
	}
}
