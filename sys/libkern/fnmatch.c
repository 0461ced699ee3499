/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fnmatch(3): does a name match a shell pattern?
 */
#include <sys/param.h>
#include <sys/systm.h>

static char
fold(char c, int flags)
{

	return ((flags & FNM_CASEFOLD) != 0 ? tolower(c) : c);
}

/*
 * Match c against the set behind a '['.  Returns the pattern behind the ']',
 * or NULL when there is none, so that '[' stands for itself.
 */
static const char *
match_set(const char *pattern, char c, int flags, bool *matched)
{
	char first, last;
	bool found = false, negate;
	const char *p = pattern;

	negate = *p == '!' || *p == '^';
	if (negate)
		p++;
	c = fold(c, flags);
	do {
		first = *p++;
		if (first == '\\' && (flags & FNM_NOESCAPE) == 0)
			first = *p++;
		if (first == '\0' ||
		    (first == '/' && (flags & FNM_PATHNAME) != 0))
			return (NULL);
		first = last = fold(first, flags);
		if (p[0] == '-' && p[1] != ']' && p[1] != '\0') {
			last = p[1];
			p += 2;
			if (last == '\\' && (flags & FNM_NOESCAPE) == 0)
				last = *p++;
			if (last == '\0')
				return (NULL);
			last = fold(last, flags);
		}
		if (first <= c && c <= last)
			found = true;
	} while (*p != ']');
	*matched = found != negate;
	return (p + 1);
}

/* May a wildcard match the character at s? */
static bool
wild(const char *s, const char *start, int flags)
{

	if (*s == '\0' || (*s == '/' && (flags & FNM_PATHNAME) != 0))
		return (false);
	return (*s != '.' || (flags & FNM_PERIOD) == 0 ||
	    (s != start && !(s[-1] == '/' && (flags & FNM_PATHNAME) != 0)));
}

/* One pattern element other than '*'; the rest of the pattern, or NULL. */
static const char *
match_one(const char *p, const char *s, const char *start, int flags)
{
	const char *rest;
	bool matched;

	if (*p == '?')
		return (wild(s, start, flags) ? p + 1 : NULL);
	if (*p == '[' && *s != '\0') {
		rest = match_set(p + 1, *s, flags, &matched);
		if (rest != NULL)
			return (matched && wild(s, start, flags) ? rest : NULL);
	}
	if (*p == '\\' && (flags & FNM_NOESCAPE) == 0 && p[1] != '\0')
		p++;
	return (*s != '\0' && fold(*p, flags) == fold(*s, flags) ?
	    p + 1 : NULL);
}

int
fnmatch(const char *pattern, const char *string, int flags)
{
	const char *p = pattern, *s = string, *next;
	const char *star = NULL, *star_s = NULL;

	/* On a mismatch the last '*' takes one character more: no recursion. */
	for (;;) {
		if (*p == '*') {
			if (!wild(s, string, flags) && *s == '.')
				return (FNM_NOMATCH);
			star = ++p;
			star_s = s;
			continue;
		}
		if (*p == '\0' && (*s == '\0' ||
		    (*s == '/' && (flags & FNM_LEADING_DIR) != 0)))
			return (0);
		next = *p != '\0' ? match_one(p, s, string, flags) : NULL;
		if (next != NULL) {
			p = next;
			s++;
			continue;
		}
		if (star == NULL || !wild(star_s, string, flags))
			return (FNM_NOMATCH);
		p = star;
		s = ++star_s;
	}
}
