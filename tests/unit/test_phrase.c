/* Phrases: whole words, whatever their case, and people among them. */

#include "base/buf.h"
#include "base/text.h"
#include "model/phrase.h"
#include "suite.h"

START_TEST(a_text_is_its_words)
{
	static const struct {
		const char *text, *words; /* | between words that are not near each other */
	} cases[] = {
		{ "", "" },
		{ "We should have known", "We should have known" },
		{ "well, it's on-call; v1.2 is_ok.", "well|it's on-call|v1.2 is_ok" },
		{ "a - b -- c", "a|b|c" },
		{ "Zoë fühlte Łódź 日本", "Zoë fühlte Łódź 日本" },
		{ "don\xe2\x80\x99t \xe2\x80\x9cquote\xe2\x80\x9d", "don\xe2\x80\x99t|quote" },
		{ "a\nb\tc \xe2\x86\x92 d", "a b c|d" },
		{ "bad \xff bytes", "bad|bytes" },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct phrase_words words = { 0 };
		struct buf shown = { 0 };
		phrase_split(&words, cases[i].text);
		for (size_t j = 0; j < words.count; j++) {
			if (j)
				buf_putc(&shown, words.items[j].near ? ' ' : '|');
			buf_put(&shown, words.items[j].at, words.items[j].len);
		}
		ck_assert_str_eq(buf_text(&shown), cases[i].words);
		phrase_words_fini(&words);
		buf_fini(&shown);
	}
}
END_TEST

static bool may_be_in(const char *pattern, const struct phrase_words *words, const struct phrase_people *people)
{
	struct phrase_needs needs = phrase_needs(pattern, people);
	uint64_t begins[PHRASE_HASHES] = { 0 };
	bool begun = false;
	phrase_begins(pattern, people, 1, begins);
	for (size_t i = 0; i < words->count; i++)
		begun = begun || begins[words->items[i].hash];
	return begun && phrase_may_be_in(&needs, phrase_bits(words));
}

START_TEST(a_pattern_takes_the_words_it_says)
{
	static const struct {
		const char *text, *pattern;
		size_t used;
	} cases[] = {
		{ "should have known", "should have", 2 },
		{ "SHOULD  Have", "should have", 2 },
		{ "shouldn\xe2\x80\x99t have", "should|shouldn't have", 2 },
		{ "should, have", "should have", 0 },
		{ "should", "should have", 0 },
		{ "shoulder have", "should have", 0 },
		{ "should really have", "should ? have", 3 },
		{ "should have", "should ? have", 2 },
		{ "should not ever have", "should ? have", 0 },
		{ "should have known", "should $adv have $adv $done", 3 },
		{ "should not have already failed", "should $adv have $adv $done", 5 },
		{ "should have an owner", "should $adv have $adv $done", 0 },
		{ "should have a dedicated owner", "should $adv have $adv $done", 0 },
		{ "Über alles", "über alles", 2 },
		{ "Ana Ruiz forgot", "$person forgot", 3 },
		{ "ANA forgot", "$person forgot", 2 },
		{ "Ana, forgot", "$person forgot", 0 },
		{ "Anab forgot", "$person forgot", 0 },
		{ "aruiz forgot", "$name forgot", 2 },
		{ "bo forgot", "$name forgot", 2 },
		{ "bo forgot", "$person forgot", 0 },
		{ "deploy-bot forgot", "$name forgot", 0 },
		{ "Ana Ruiz's mistake", "$persons mistake", 3 },
		{ "Ana\xe2\x80\x99s mistake", "$persons mistake", 2 },
		{ "Ana mistake", "$persons mistake", 0 },
		{ "the engineers failed", "the $who failed", 3 },
		{ "operator failed", "$who failed", 0 },
		{ "a new hire ran it", "a $new ran", 4 },
		{ "interns ran", "$new ran", 2 },
		{ "internal ran", "$new ran", 0 },
		{ "new host ran", "$new ran", 0 },
	};
	struct phrase_people people = { 0 };
	phrase_people_add(&people, "Ana Ruiz <aruiz@example.com>", true);
	phrase_people_add(&people, "bo", false);
	phrase_people_add(&people, "deploy-bot", false);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct phrase_words words = { 0 };
		phrase_split(&words, cases[i].text);
		ck_assert_msg(phrase_match(&words, 0, cases[i].pattern, &people) == cases[i].used, "%s / %s",
			cases[i].text, cases[i].pattern);
		if (cases[i].used)
			ck_assert_msg(may_be_in(cases[i].pattern, &words, &people), "%s / %s",
				cases[i].text, cases[i].pattern);
		phrase_words_fini(&words);
	}
	phrase_people_fini(&people);
}
END_TEST

START_TEST(a_pattern_cannot_be_where_a_word_it_must_have_cannot)
{
	static const struct {
		const char *text, *pattern;
		bool may;
	} cases[] = {
		{ "we should", "should have", false },
		{ "we have should", "should have", true },
		{ "we fails", "should|we fail|fails", true },
		{ "we misconfiguring", "we misconfigured", true },
		{ "Ana’s fault", "$persons fault", true },
		{ "we fell", "should|we fail|fails", false },
		{ "we went", "should|we fail|fails", false },
		{ "should have", "should ? $adv have", true },
		{ "bo rose", "$person rose", false },
		{ "ana rose", "$person rose", true },
	};
	struct phrase_people people = { 0 };
	phrase_people_add(&people, "Ana", true);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct phrase_words words = { 0 };
		phrase_split(&words, cases[i].text);
		ck_assert_msg(may_be_in(cases[i].pattern, &words, &people) == cases[i].may, "%s / %s",
			cases[i].text, cases[i].pattern);
		phrase_words_fini(&words);
	}
	phrase_people_fini(&people);
}
END_TEST

RUN_TESTS("phrase", a_text_is_its_words, a_pattern_takes_the_words_it_says,
	a_pattern_cannot_be_where_a_word_it_must_have_cannot)
