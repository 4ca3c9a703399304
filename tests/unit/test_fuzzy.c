#include "base/buf.h"
#include "tui/fuzzy.h"
#include "suite.h"

/* The name with matched letters in brackets; "" if there is no match. */
static const char *marked(const char *name, const char *query)
{
	static char out[512];
	struct fuzzy match;
	struct buf text = { 0 };
	size_t next = 0;
	if (!fuzzy_match(name, query, &match))
		return "";
	for (size_t i = 0; name[i]; i++) {
		bool hit = next < match.count && match.at[next] == i;
		if (hit)
			next++;
		buf_printf(&text, hit ? "[%c]" : "%c", name[i]);
	}
	snprintf(out, sizeof out, "%s", buf_text(&text));
	buf_fini(&text);
	return out;
}

static int score(const char *name, const char *query)
{
	struct fuzzy match;
	ck_assert_msg(fuzzy_match(name, query, &match), "%s does not match %s", query, name);
	return match.score;
}

static void better(const char *query, const char *name, const char *than)
{
	ck_assert_msg(score(name, query) > score(than, query), "%s: %s %d, %s %d", query, name,
		score(name, query), than, score(than, query));
}

START_TEST(letters_are_found_in_their_order)
{
	ck_assert_str_eq(marked("action add", "aad"), "[a]ction [a][d]d");
	ck_assert_str_eq(marked("action add", "acad"), "[a][c]tion [a][d]d");
	ck_assert_str_eq(marked("event delete", "del"), "event [d][e][l]ete");
	ck_assert_str_eq(marked("event delete", "LETE"), "event de[l][e][t][e]");
	ck_assert_str_eq(marked("undo", "odnu"), "");
	ck_assert_str_eq(marked("undo", "undoo"), "");
	ck_assert_str_eq(marked("", "x"), "");
	ck_assert_str_eq(marked("page-down", "pd"), "[p]age-[d]own");
}
END_TEST

START_TEST(words_match_in_any_order)
{
	ck_assert_str_eq(marked("action add", "add act"), "[a][c][t]ion [a][d][d]");
	ck_assert_str_eq(marked("action add", "  add  "), "action [a][d][d]");
	ck_assert_str_eq(marked("action add", "add zzz"), "");
}
END_TEST

START_TEST(an_empty_query_matches_everything)
{
	ck_assert_int_eq(score("undo", ""), 0);
	ck_assert_int_eq(score("", "   "), 0);
}
END_TEST

START_TEST(better_matches_score_higher)
{
	better("undo", "undo", "undone");
	better("log", "log", "drafts log");
	better("se", "set", "section");
	better("set", "section set", "use the template");
	better("ad", "action done", "shade");
	better("add", "ref add", "action add");
	better("ed", "event delete", "need");
	better("del", "event delete", "model");
	better("act", "action", "extract");
}
END_TEST

START_TEST(a_far_letter_is_found_as_well)
{
	ck_assert_str_eq(marked("a---------------------------------b", "ab"),
		"[a]---------------------------------[b]");
	ck_assert_str_eq(marked("ab-------------------cb------c", "abc"),
		"[a][b]-------------------[c]b------c");
}
END_TEST

START_TEST(letters_of_other_languages_are_whole)
{
	struct fuzzy match;
	ck_assert(fuzzy_match("Zoë Ångström", "ëst", &match));
	ck_assert_uint_eq(match.count, 3);
	ck_assert_uint_eq(match.at[0], 2);
	ck_assert(!fuzzy_match("Zoë", "\xC3", &match));
	ck_assert(fuzzy_match("漢字", "字", &match));
	ck_assert_uint_eq(match.at[0], 3);
}
END_TEST

START_TEST(long_texts_stay_in_bounds)
{
	char name[4000], query[200];
	struct fuzzy match;
	memset(name, 'a', sizeof name - 1);
	memset(query, 'a', sizeof query - 1);
	name[sizeof name - 1] = query[sizeof query - 1] = '\0';
	ck_assert(!fuzzy_match(name, query, &match));
	query[FUZZY_QUERY_MAX] = '\0';
	ck_assert(fuzzy_match(name, query, &match));
	ck_assert_uint_eq(match.count, FUZZY_QUERY_MAX);
	/* several words, each found in the same letters */
	for (int i = 1; i < FUZZY_QUERY_MAX; i += 2)
		query[i] = ' ';
	ck_assert(fuzzy_match(name, query, &match));
	ck_assert_uint_eq(match.count, 1);
}
END_TEST

RUN_TESTS("fuzzy", letters_are_found_in_their_order, words_match_in_any_order,
	an_empty_query_matches_everything, better_matches_score_higher, a_far_letter_is_found_as_well,
	letters_of_other_languages_are_whole, long_texts_stay_in_bounds)
