/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * loader.conf(5) and the environment that it makes, on the host under
 * AddressSanitizer and UBSan.
 */
#include "stand_host.h"

static struct env
parse(const char *text, size_t len)
{
	struct boot *b;
	struct file f;

	b = calloc(1, sizeof(*b));
	f = make_file("conf", text, len);
	(void)conf_parse_file(b, &f);
	free((void *)f.data);
	return (b->env);
}

ATF_TC_WITHOUT_HEAD(conf_good);
ATF_TC_BODY(conf_good, tc)
{
	static const char text[] =
	    "# a comment\n"
	    "\n"
	    "plain=word\n"
	    "  quoted = \"two words\"\t# comment\n"
	    "escaped=\"a \\\"b\\\" \\\\c\"\r\n"
	    "empty=\"\"\n"
	    "path=/boot/kernel;/boot/modules#comment\n"
	    "hint.uart.0.irq=\"4\"\n"
	    "plain=again\n"
	    "last=\"no newline\"";
	struct env env;

	env = parse(text, sizeof(text) - 1);
	ATF_CHECK_STREQ("", output);
	CHECK_VAR(&env, "plain", "again");
	CHECK_VAR(&env, "quoted", "two words");
	CHECK_VAR(&env, "escaped", "a \"b\" \\c");
	CHECK_VAR(&env, "empty", "");
	CHECK_VAR(&env, "path", "/boot/kernel;/boot/modules");
	CHECK_VAR(&env, "hint.uart.0.irq", "4");
	CHECK_VAR(&env, "last", "no newline");
	ATF_CHECK(env_get(&env, "other") == NULL);
	ATF_CHECK_STREQ("plain", env.first->name);
	ATF_CHECK_STREQ("last", env.last->name);
}

ATF_TC_WITHOUT_HEAD(conf_bad);
ATF_TC_BODY(conf_bad, tc)
{
	static const struct {
		const char *text;
		size_t len;
		const char *message;
	} cases[] = {
#define	CASE(text, message) { text, sizeof(text) - 1, message }
		CASE("a b=1\nok=1", "conf:1:3: '=' is expected here"),
		CASE("\n =1\nok=1", "conf:2:2: a variable's name"),
		CASE("a=\nok=1", "conf:1:3: a value is expected"),
		CASE("a=\"b\nok=1", "conf:1:3: the quote that opens here"),
		CASE("a=\"b\\\nok=1", "conf:1:3: the quote that opens here"),
		CASE("ok=1\na=\"b\\", "conf:2:3: the quote that opens here"),
		CASE("ok=1\na=\"b", "conf:2:3: the quote that opens here"),
		CASE("a=b c\nok=1", "conf:1:5: only a comment"),
		CASE("a=\"b\" c\nok=1", "conf:1:7: only a comment"),
		CASE("a\0=b\nok=1", "conf:1:2: '=' is expected"),
		CASE("a=b\0\nok=1", "conf:1:4: only a comment"),
		CASE("a=\"b\0\"\nok=1", "conf:1:5: a control character"),
		CASE("\0\nok=1", "conf:1:1: a variable's name"),
	};
	struct env env;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		env = parse(cases[i].text, cases[i].len);
		ATF_CHECK_MSG(strstr(output, cases[i].message) != NULL,
		    "case %zu: \"%s\" is not in \"%s\"", i, cases[i].message,
		    output);
		CHECK_VAR(&env, "ok", "1");
		ATF_CHECK(env_get(&env, "a") == NULL);
	}
}

ATF_TC_WITHOUT_HEAD(conf_long);
ATF_TC_BODY(conf_long, tc)
{
	const size_t len = 1024 * 1024;
	struct env env;
	char *text;

	text = malloc(len);
	memset(text, 'x', len);
	memcpy(text, "a=\"", 3);
	env = parse(text, len);
	ATF_CHECK(strstr(output, "conf:1:3: the quote") != NULL);
	text[len - 1] = '"';
	env = parse(text, len);
	ATF_CHECK_STREQ("", output);
	ATF_REQUIRE(env_get(&env, "a") != NULL);
	ATF_CHECK_EQ(len - 4, strlen(env_get(&env, "a")));
}

ATF_TC_WITHOUT_HEAD(conf_words);
ATF_TC_BODY(conf_words, tc)
{
	struct boot *b = calloc(1, sizeof(*b));

	outlen = 0;
	ATF_CHECK_EQ(0, conf_parse_words(b, "words",
	    "  a=1 b=\"x y\"   c=\"\" a=2 "));
	CHECK_VAR(&b->env, "a", "2");
	CHECK_VAR(&b->env, "b", "x y");
	CHECK_VAR(&b->env, "c", "");
	ATF_CHECK_EQ(3, conf_parse_words(b, "words",
	    "junk d=1 e=\"1\"f g=\"open"));
	CHECK_VAR(&b->env, "d", "1");
	ATF_CHECK(env_get(&b->env, "e") == NULL);
	ATF_CHECK(env_get(&b->env, "g") == NULL);
	ATF_CHECK(strstr(output, "words:1:5: '='") != NULL);
	ATF_CHECK_EQ(0, conf_parse_words(b, "words", ""));
	ATF_CHECK_EQ(1, conf_parse_words(b, "words", "\n"));
}

ATF_TC_WITHOUT_HEAD(conf_expand);
ATF_TC_BODY(conf_expand, tc)
{
	static const char good[] =
	    "a=\"1\"\nb=\"x${a}y$a.z\"\nc=$b\nd=\\$a\ne=\"\\${a}\"\n"
	    "f=[$none]\nmodule.path=p\ng=${module.path}\nh=\"$\"";
	static const char bad[] =
	    "a=${b\nb=\"x ${b c}\"\nc=1\nd=\"${\"";
	struct env env;

	env = parse(good, sizeof(good) - 1);
	ATF_CHECK_STREQ("", output);
	CHECK_VAR(&env, "b", "x1y1.z");
	CHECK_VAR(&env, "c", "x1y1.z");
	CHECK_VAR(&env, "d", "$a");
	CHECK_VAR(&env, "e", "${a}");
	CHECK_VAR(&env, "f", "[]");
	CHECK_VAR(&env, "g", "p");
	CHECK_VAR(&env, "h", "$");
	env = parse(bad, sizeof(bad) - 1);
	ATF_CHECK(strstr(output, "conf:1:3: a variable's name") != NULL);
	ATF_CHECK(strstr(output, "conf:2:6: a variable's name") != NULL);
	ATF_CHECK(strstr(output, "conf:4:4: a variable's name") != NULL);
	CHECK_VAR(&env, "c", "1");
}

/* A value that doubles itself comes to an end. */
ATF_TC_WITHOUT_HEAD(conf_doubling);
ATF_TC_BODY(conf_doubling, tc)
{
	char text[16 + 40 * 8];
	struct env env;
	size_t len;
	int i;

	len = (size_t)sprintf(text, "a=0123456789\n");
	for (i = 0; i < 40; i++)
		len += (size_t)sprintf(text + len, "a=$a$a\n");
	env = parse(text, len);
	ATF_CHECK(strstr(output, "conf:19:3: this value is longer") != NULL);
	ATF_CHECK_EQ(10 << 16, strlen(env_get(&env, "a")));
}

ATF_TC_WITHOUT_HEAD(env_image);
ATF_TC_BODY(env_image, tc)
{
	static const char expected[] = "a=1\0b=\0";
	struct env env;
	char *image;

	memset(&env, 0, sizeof(env));
	ATF_CHECK_EQ(1, env_image_size(&env));
	env_set(&env, "a", "0");
	env_set(&env, "b", "");
	env_set(&env, "a", "1");
	ATF_REQUIRE_EQ(sizeof(expected), env_image_size(&env));
	image = malloc(sizeof(expected));
	env_image_write(&env, image);
	ATF_CHECK_EQ(0, memcmp(image, expected, sizeof(expected)));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, conf_good);
	ATF_TP_ADD_TC(tp, conf_bad);
	ATF_TP_ADD_TC(tp, conf_long);
	ATF_TP_ADD_TC(tp, conf_words);
	ATF_TP_ADD_TC(tp, conf_expand);
	ATF_TP_ADD_TC(tp, conf_doubling);
	ATF_TP_ADD_TC(tp, env_image);
	return (atf_no_error());
}
