/* What people type to search, and what they get. */
#include "store_sandbox.h"

#include "app/search.h"
#include "store/search.h"

static struct app app;
static char zone[] = "UTC";

static struct record named(const char *title, const char *severity, const char *status, const char *tags)
{
	struct record record;
	record_init(&record, ENTITY_INCIDENT);
	record_set_text(&record, INCIDENT_TITLE, title);
	record_set_text(&record, INCIDENT_SEVERITY, severity);
	record_set_text(&record, INCIDENT_STATUS, status);
	record_set_text(&record, INCIDENT_TAGS, tags);
	record_set_int(&record, INCIDENT_STARTED, box.now);
	begin();
	put(&record);
	commit();
	return record;
}

static void event(const struct record *incident, const char *kind, const char *author, int64_t at, const char *text)
{
	struct record record;
	record_init(&record, ENTITY_EVENT);
	memcpy(record.incident, incident->id, ID_SIZE);
	record_set_int(&record, EVENT_AT, at);
	record_set_text(&record, EVENT_KIND, kind);
	record_set_text(&record, EVENT_AUTHOR, author);
	record_set_text(&record, EVENT_TEXT, text);
	begin();
	put(&record);
	commit();
	record_fini(&record);
}

#define DAY INT64_C(86400000)

static void fill(void)
{
	int64_t left;
	box_make_open();
	app = (struct app){ .store = box.store, .zone = zone, .pinned_now = NOON + 10 * DAY };
	struct record first = named("Checkout returns 500", "SEV1", "resolved", "payments, dns"),
		      second = named("Search is slow", "SEV3", "investigating", "search");
	event(&first, "note", "Ana Ruiz <ana@example.com>", NOON, "error rate on /checkout is 18 %");
	event(&first, "decision", "bo", NOON + DAY, "roll back payments-api to 4.11");
	event(&first, "note", "bo", NOON + DAY, "rolled back; rate of error falls");
	event(&second, "hypothesis", "ana", NOON + 3 * DAY, "the queue is long -> error");
	event(&second, "note", "chi", NOON + 4 * DAY, "東京リージョンで障害");
	struct record action = add(ENTITY_ACTION, first.id, "Alert on the error rate"),
		      gone = named("Deleted error", "SEV3", "investigating", "");
	event(&gone, "note", "bo", NOON, "error here too");
	set_gone(&gone, true);
	OK(search_update(box.store, INT64_MAX, &left, &box.err));
	record_fini(&action);
	record_fini(&first);
	record_fini(&second);
	record_fini(&gone);
}

/* What a query finds: "2 event 1, 1 action 1". Caller frees. */
static char *found(const char *text)
{
	struct search_query query;
	struct search_hits hits = { 0 };
	struct buf out = { 0 };
	OK(search_query_parse(&app, text, &query, &box.err));
	box.err = (struct err){ 0 };
	ck_assert_msg(search_read(&app, &query, 100, &hits, &box.err), "'%s': %s", text, box.err.text);
	for (size_t i = 0; i < hits.hits.count; i++) {
		const struct search_hit *hit = &hits.hits.items[i];
		struct buf snippet = { 0 };
		buf_printf(&out, "%s%lld %s %lld", i ? ", " : "",
			(long long)hits.incidents.items[hit->incident].number, entity_get(hit->kind)->name,
			(long long)hit->record.number);
		search_snippet(&query, hit, 20, &snippet);
		ck_assert_uint_le(text_width(buf_text(&snippet), snippet.len), 20);
		buf_fini(&snippet);
	}
	search_hits_fini(&hits);
	search_query_fini(&query);
	return buf_steal(&out);
}

#define FOUND(query, expected)                                                                     \
	do {                                                                                       \
		char *found_ = found(query);                                                       \
		ck_assert_msg(text_equal(found_, expected), "'%s' finds %s", query, found_);       \
		free(found_);                                                                      \
	} while (0)

START_TEST(all_words_must_be_there_and_the_last_may_go_on)
{
	FOUND("error", "2 event 1, 1 action 1, 1 event 3, 1 event 1");
	FOUND("error rate", "1 action 1, 1 event 3, 1 event 1");
	FOUND("roll", "1 event 3, 1 event 2");
	FOUND("roll ", "1 event 2");
	FOUND("roll* back", "1 event 3, 1 event 2");
	FOUND("ERROR Rat", "1 action 1, 1 event 3, 1 event 1");
	FOUND("nowhere", "");
	FOUND("error nowhere", "");
	FOUND("ana", "2 event 1, 1 event 1");
	FOUND("payments", "1 incident 1, 1 event 2");
}
END_TEST

START_TEST(phrases_and_words_left_out)
{
	FOUND("\"error rate\"", "1 action 1, 1 event 1");
	FOUND("\"rate error\"", "");
	FOUND("payments-api", "1 event 2");
	FOUND("error -queue", "1 action 1, 1 event 3, 1 event 1");
	FOUND("error not:queue", "1 action 1, 1 event 3, 1 event 1");
	FOUND("error -\"error rate\"", "2 event 1, 1 event 3");
	FOUND("-error in:1", "1 incident 1, 1 event 2");
	FOUND("\"error rate", "1 action 1, 1 event 1");
}
END_TEST

START_TEST(conditions_narrow_it_down)
{
	FOUND("kind:decision", "1 event 2");
	FOUND("kind:dec", "1 event 2");
	FOUND("KIND:Decision back", "1 event 2");
	FOUND("kind:actions", "1 action 1");
	FOUND("kind:incident", "2 incident 2, 1 incident 1");
	FOUND("kind:nothing", "");
	FOUND("author:ana", "2 event 1, 1 event 1");
	FOUND("author:ruiz error", "1 event 1");
	FOUND("author:\"Ana Ruiz\"", "1 event 1");
	FOUND("in:2 error", "2 event 1");
	FOUND("status:open error", "2 event 1");
	FOUND("status:resolved error", "1 action 1, 1 event 3, 1 event 1");
	FOUND("sev:1 error", "1 action 1, 1 event 3, 1 event 1");
	FOUND("tag:dns kind:note", "1 event 3, 1 event 1");
	FOUND("tag:#search error", "2 event 1");
	FOUND("tag:nothing error", "");
	FOUND("after:2023-01-19 kind:event", "2 event 2, 2 event 1");
	FOUND("before:2023-01-18 kind:event", "1 event 1");
	FOUND("before:2023-01-20 after:2023-01-18 kind:event", "1 event 3, 1 event 2");
	/* a condition without a value yet says nothing */
	FOUND("kind: author: in: sev: queue", "2 event 1");
	FOUND("kind:", "");
	FOUND("", "");
	FOUND("  ", "");
}
END_TEST

START_TEST(a_wrong_value_says_what_there_is)
{
	struct search_query query;
	FAILS(search_query_parse(&app, "error sev:9", &query, &box.err), ERR_USAGE, "sev:9 is not known: try SEV1");
	FAILS(search_query_parse(&app, "status:later", &query, &box.err), ERR_USAGE, "closed, open");
	FAILS(search_query_parse(&app, "in:77", &query, &box.err), ERR_NOT_FOUND, "77");
	FAILS(search_query_parse(&app, "after:someday", &query, &box.err), ERR_USAGE, "someday");
}
END_TEST

START_TEST(scripts_without_blanks_are_found_within_a_run_of_letters)
{
	FOUND("障害", "2 event 2");
	FOUND("京リ", "2 event 2");
	FOUND("害障", "");
}
END_TEST

START_TEST(nothing_that_is_typed_is_an_error)
{
	static const char *const texts[] = { "\"", "\"\"", "-", "--", "*", "**", "-*", "(", ")", "()", "a AND",
		"AND OR NOT NEAR", "NOT error", "NEAR(error rate, 3)", "error NEAR rate", "^error", "error^", "{who}: ana",
		"who : ana", "text:error", "a:b:c", ":", "::", "->", "→", "→ error", "error →", "- - -", "'", "''", "';--",
		"\\", "\\\"", "\"a\"\"b\"", "\"-\"", "-\"", "-\"\"", "not:", "not:\"", "error*rate", "+error", "+",
		"error + rate", "\x01\x02", "\xFF\xFE", "\xC3", SEARCH_MARK, "kind:\"", ("kind:" SEARCH_MARK), "author:-",
		"author:\"\"", "author:→", "tag:", "tag:#", "100%", "http://example.com/a?b=c&d", "12:30", "#12", "%s%n",
		"\xE2\x80\xAE", "a\tb\nc" };
	char *text;
	for (size_t i = 0; i < LENGTH(texts); i++)
		free(found(texts[i]));
	FOUND("→ error", "2 event 1, 1 action 1, 1 event 3, 1 event 1");
	FOUND("AND", "");
	/* and what a cat on the keyboard types */
	static const char letters[] = "ab \"\"-*():{}^+'\\,.ANDORNT\t\xC3\xA9\xE2\x86\x92#~";
	uint64_t state = 99;
	for (int round = 0; round < 3000; round++) {
		char typed[24];
		size_t len = 0;
		for (; len < sizeof typed - 1; len++) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			typed[len] = letters[(state >> 33) % (sizeof letters - 1)];
		}
		typed[state % sizeof typed] = '\0';
		free(found(typed));
	}
	text = mem_new(100001, 1);
	memset(text, 'x', 100000);
	free(found(text));
	for (int i = 0; i < 100000; i += 2)
		text[i] = ' ';
	text[600] = '\0';
	free(found(text));
	free(text);
}
END_TEST

START_TEST(more_goes_on_after_the_last_hit)
{
	struct search_query query;
	struct search_hits hits = { 0 };
	OK(search_query_parse(&app, "error", &query, &box.err));
	OK(search_read(&app, &query, 3, &hits, &box.err));
	ck_assert_uint_eq(hits.hits.count, 3);
	ck_assert(hits.more);
	OK(search_read(&app, &query, 3, &hits, &box.err));
	ck_assert_uint_eq(hits.hits.count, 4);
	ck_assert(!hits.more);
	ck_assert_uint_eq(hits.incidents.count, 2);
	search_hits_fini(&hits);
	search_query_fini(&query);
}
END_TEST

START_TEST(a_snippet_shows_the_match)
{
	struct search_query query;
	struct search_hits hits = { 0 };
	struct buf out = { 0 };
	struct record incident = named("Long", "SEV3", "investigating", "");
	size_t at = 0;
	int64_t left;
	event(&incident, "note", "ana", NOON,
		"First a line\nthat says   much about nothing at all,\n\tand then the needle is in the haystack of words");
	OK(search_update(box.store, INT64_MAX, &left, &box.err));
	OK(search_query_parse(&app, "need", &query, &box.err));
	OK(search_read(&app, &query, 3, &hits, &box.err));
	ck_assert_uint_eq(hits.hits.count, 1);
	search_snippet(&query, &hits.hits.items[0], 30, &out);
	ck_assert_str_eq(buf_text(&out), "…then the needle is in the ha…");
	ck_assert_uint_eq(search_mark(&query, buf_text(&out), 0, &at), 4);
	ck_assert_uint_eq(at, strlen("…then the "));
	ck_assert_uint_eq(search_mark(&query, buf_text(&out), at + 4, &at), 0);
	buf_truncate(&out, 0);
	search_snippet(&query, &hits.hits.items[0], 0, &out);
	ck_assert_str_eq(buf_text(&out), "First a line that says much about nothing at all, and then the needle is in the "
					 "haystack of words · ana");
	buf_fini(&out);
	record_fini(&incident);
	search_hits_fini(&hits);
	search_query_fini(&query);
}
END_TEST

RUN_SUITE("search", fill, all_words_must_be_there_and_the_last_may_go_on, phrases_and_words_left_out,
	conditions_narrow_it_down, a_wrong_value_says_what_there_is,
	scripts_without_blanks_are_found_within_a_run_of_letters, nothing_that_is_typed_is_an_error,
	more_goes_on_after_the_last_hit, a_snippet_shows_the_match)
