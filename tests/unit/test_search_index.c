/* The full-text index is what the tables say, whatever was done to them. */
#include "store_sandbox.h"

#include "store/search.h"

static void update(void)
{
	int64_t left = -1;
	OK(search_update(box.store, INT64_MAX, &left, &box.err));
	ck_assert_int_eq(left, 0);
}

/* The documents that match, as `incident kind number` from the first hit on. Caller frees. */
static char *hits(const char *match)
{
	struct rows rows;
	struct buf out = { 0 };
	rows_open(&rows, box.store, QUERY_SEARCH_HITS,
		PARAMS(PARAM_TEXT("match", match), PARAM_INT("low", INT64_MIN), PARAM_INT("high", INT64_MAX),
			PARAM_INT("limit", 100)));
	while (rows_next(&rows)) {
		struct search_document document = search_document(rows_int(&rows, "rowid"));
		ck_assert_int_lt(document.kind, ENTITY_COUNT);
		buf_printf(&out, "%s%lld %s %lld", out.len ? ", " : "", (long long)document.incident,
			entity_get(document.kind)->name, (long long)document.number);
	}
	OK(rows_close(&rows, &box.err));
	return buf_steal(&out);
}

#define HITS(match, expected)                                                                      \
	do {                                                                                       \
		char *hits_ = hits(match);                                                         \
		ck_assert_msg(text_equal(hits_, expected), "%s: %s", match, hits_);                \
		free(hits_);                                                                       \
	} while (0)

/* Every word of every document, once as it is kept and once as it is built anew. */
static void same_as_rebuilt(void)
{
	char *words[2];
	for (int i = 0; i < 2; i++) {
		struct rows rows;
		struct buf out = { 0 };
		if (i)
			OK(care_rebuild(box.store, &box.err));
		rows_open(&rows, box.store, QUERY_SEARCH_WORDS, NULL);
		while (rows_next(&rows))
			buf_printf(&out, "%s %lld %s %lld\n", rows_text(&rows, "term"),
				(long long)rows_int(&rows, "doc"), rows_text(&rows, "col"),
				(long long)rows_int(&rows, "offset"));
		OK(rows_close(&rows, &box.err));
		words[i] = buf_steal(&out);
	}
	ck_assert_msg(text_equal(words[0], words[1]), "the index is not the one that is built anew");
	free(words[0]);
	free(words[1]);
	NO_FINDINGS();
}

START_TEST(what_is_new_is_found_after_an_update_and_only_then)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout is down");
	struct record event = add(ENTITY_EVENT, incident.id, "rolled back payments-api");
	HITS("rolled", "");
	update();
	HITS("rolled", "1 event 1");
	HITS("down", "1 incident 1");
	update();
	HITS("rolled", "1 event 1");
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(all_kinds_are_found_with_the_write_up_before_the_timeline)
{
	struct record first = add(ENTITY_INCIDENT, NULL, "lamp one"), second = add(ENTITY_INCIDENT, NULL, "lamp two");
	static const enum entity_kind kinds[] = { ENTITY_EVENT, ENTITY_ACTION, ENTITY_CAUSE, ENTITY_SECTION,
		ENTITY_REFERENCE, ENTITY_ROLE };
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		struct record record = add(kinds[i], first.id, "lamp");
		record_fini(&record);
	}
	struct record event = add(ENTITY_EVENT, second.id, "a lamp"), later = add(ENTITY_EVENT, second.id, "the lamp");
	update();
	HITS("lamp", "2 incident 2, 2 event 2, 2 event 1, 1 incident 1, 1 action 1, 1 cause 1, 1 section 1, "
		     "1 reference 1, 1 role 1, 1 event 1");
	HITS("kind : \"" SEARCH_MARK "action\"", "1 action 1");
	HITS("kind : \"" SEARCH_MARK "note\"", "2 event 2, 2 event 1, 1 event 1");
	/* the words that stand for kinds are no words that people look for */
	HITS("note", "");
	same_as_rebuilt();
	record_fini(&later);
	record_fini(&event);
	record_fini(&second);
	record_fini(&first);
}
END_TEST

START_TEST(edits_deletions_undo_and_redo_are_followed)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout"),
		      event = add(ENTITY_EVENT, incident.id, "alpha"), fresh;
	char batch[ID_SIZE];
	update();
	edit(&event, EVENT_TEXT, "beta");
	HITS("alpha", "");
	HITS("beta", "1 event 1");
	OK(undo_find(box.store, incident.id, box.author, false, batch, &box.err));
	begin();
	OK(undo_apply(box.store, batch, false, &box.err));
	commit();
	HITS("alpha", "1 event 1");
	HITS("beta", "");
	begin();
	OK(undo_apply(box.store, batch, true, &box.err));
	commit();
	HITS("beta", "1 event 1");
	set_gone(&event, true);
	HITS("beta", "");
	set_gone(&event, false);
	HITS("beta", "1 event 1");
	/* one that is changed before the index knows it */
	fresh = add(ENTITY_EVENT, incident.id, "gamma");
	edit(&fresh, EVENT_TEXT, "delta");
	update();
	HITS("gamma", "");
	HITS("delta", "1 event 2");
	same_as_rebuilt();
	record_fini(&fresh);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

static bool file_holds(const char *needle)
{
	struct buf bytes = { 0 };
	OK(path_read(&bytes, box.path, SIZE_MAX / 2, &box.err));
	bool found = memmem(bytes.data, bytes.len, needle, strlen(needle)) != NULL;
	buf_fini(&bytes);
	return found;
}

START_TEST(a_redacted_text_is_gone_from_the_file_with_the_words_of_the_index)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	struct redaction redaction;
	for (int i = 0; i < 200; i++) {
		struct record event = add(ENTITY_EVENT, incident.id, i % 20 ? "no secrets here" : "it is Xyzzyplugh really");
		record_fini(&event);
		if (i % 10 == 0)
			update();
	}
	update();
	ck_assert(file_holds("yzzyplugh"));
	begin();
	OK(care_redact(box.store, incident.id, "Xyzzyplugh", REDACTION_MARK, &redaction, &box.err));
	commit();
	ck_assert_int_eq(redaction.changes, 10);
	redaction_fini(&redaction);
	HITS("xyzzyplugh", "");
	ck_assert(!file_holds("yzzyplugh"));
	/* a prefix that is indexed on its own */
	ck_assert(!file_holds("xyzzyp"));
	same_as_rebuilt();
	record_fini(&incident);
}
END_TEST

START_TEST(vacuum_and_a_rebuild_keep_what_rows_stand_for)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	for (int i = 0; i < 30; i++) {
		struct record event = add(ENTITY_EVENT, incident.id, i == 17 ? "needle" : "hay");
		if (i % 3 == 0)
			set_gone(&event, true);
		record_fini(&event);
	}
	update();
	HITS("needle", "1 event 18");
	sql("VACUUM");
	HITS("needle", "1 event 18");
	same_as_rebuilt();
	HITS("needle", "1 event 18");
	record_fini(&incident);
}
END_TEST

START_TEST(an_incident_that_comes_after_what_belongs_to_it_is_found_whole)
{
	char incident[ID_SIZE], event[ID_SIZE];
	begin();
	store_new_id(box.store, incident);
	store_new_id(box.store, event);
	OK(store_append(box.store, "event", event, incident, "{\"at\":1,\"kind\":\"note\",\"text\":\"early\"}", &box.err));
	commit();
	update();
	HITS("early", "");
	begin();
	OK(store_append(box.store, "event", event, incident, "{\"text\":\"earlier\"}", &box.err));
	OK(store_append(box.store, "incident", incident, incident, "{\"title\":\"late\"}", &box.err));
	OK(store_append(box.store, "event", event, incident, "{\"text\":\"earliest\"}", &box.err));
	commit();
	update();
	HITS("earliest", "1 event 1");
	HITS("earl*", "1 event 1");
	same_as_rebuilt();
}
END_TEST

START_TEST(an_update_goes_on_where_it_was_stopped)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	int64_t left;
	for (int i = 0; i < 10; i++) {
		struct record event = add(ENTITY_EVENT, incident.id, "lamp");
		record_fini(&event);
	}
	OK(search_update(box.store, 4, &left, &box.err));
	ck_assert_int_eq(left, 7);
	HITS("lamp", "1 event 3, 1 event 2, 1 event 1");
	OK(search_update(box.store, 4, &left, &box.err));
	ck_assert_int_eq(left, 3);
	update();
	same_as_rebuilt();
	record_fini(&incident);
}
END_TEST

START_TEST(scripts_without_blanks_are_found_by_any_of_their_words)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "東京リージョンで障害 Zürich");
	struct buf out = { 0 };
	update();
	search_spaced("京リ", strlen("京リ"), &out);
	ck_assert_str_eq(buf_text(&out), " 京  リ ");
	HITS("\" 京  リ \"", "1 incident 1");
	HITS("\" 障  害 \"", "1 incident 1");
	HITS("\" 害  障 \"", "");
	HITS("zurich", "1 incident 1");
	buf_truncate(&out, 0);
	search_spaced("a\xFF\xE4", 3, &out);
	ck_assert_str_eq(buf_text(&out), "a\xFF\xE4");
	buf_fini(&out);
	record_fini(&incident);
}
END_TEST

START_TEST(an_index_that_differs_is_a_finding)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	struct buf out = { 0 };
	update();
	sql("INSERT INTO search (rowid, text, who, kind) VALUES (77, 'stray', '', '')");
	ck_assert_uint_eq(findings(&out), 1);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "table search"));
	OK(care_rebuild(box.store, &box.err));
	NO_FINDINGS();
	buf_fini(&out);
	record_fini(&incident);
}
END_TEST

/* The rows of the parts from `high` to `low` as `incident kind number`; with `once` what is left of an incident is passed over. */
static char *scanned(const struct search_part *parts, size_t count, int64_t low, int64_t high, bool once)
{
	struct buf out = { 0 };
	int64_t rowid;
	OK(store_snapshot_begin(box.store, &box.err));
	struct search_scan *scan = search_scan_open(box.store, parts, count, low, high);
	while (search_scan_next(scan, &rowid)) {
		const struct search_document document = search_document(rowid);
		buf_printf(&out, "%s%lld %s %lld", out.len ? ", " : "", (long long)document.incident,
			entity_get(document.kind)->name, (long long)document.number);
		search_range(document.incident, &low, &high);
		if (once)
			search_scan_skip(scan, low - 1);
		/* never back */
		search_scan_skip(scan, INT64_MAX);
	}
	OK(search_scan_close(scan, &box.err));
	store_snapshot_end(box.store);
	return buf_steal(&out);
}

#define SCANNED(expected, low, high, once, ...)                                                    \
	do {                                                                                       \
		const struct search_part parts_[] = { __VA_ARGS__ };                               \
		char *scanned_ = scanned(parts_, LENGTH(parts_), low, high, once);                 \
		ck_assert_str_eq(scanned_, expected);                                              \
		free(scanned_);                                                                    \
	} while (0)

START_TEST(rows_that_hold_all_parts_come_last_first_and_can_be_passed_over)
{
	int64_t low, high;
	for (int i = 0; i < 3; i++) {
		struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout down");
		struct record one = add(ENTITY_EVENT, incident.id, "pool \"exhausted\" again");
		struct record two = add(ENTITY_EVENT, incident.id, i == 1 ? "pool drained" : "pool exhausted by payments");
		record_fini(&one);
		record_fini(&two);
		record_fini(&incident);
	}
	update();
	char pool[] = "pool", ex[] = "exh", phrase[] = "exhausted\", again", event[] = SEARCH_MARK "event", arrow[] = "->";
	const struct search_part all = { .text = pool, .column = SEARCH_ANY };
	SCANNED("3 event 2, 3 event 1, 2 event 2, 2 event 1, 1 event 2, 1 event 1", 0, INT64_MAX, false, all);
	SCANNED("3 event 2, 2 event 2, 1 event 2", 0, INT64_MAX, true, all);
	search_range(2, &low, &high);
	SCANNED("2 event 2, 2 event 1", low, high, false, all);
	SCANNED("3 event 2, 2 event 1, 1 event 2", 0, INT64_MAX, true, { .text = ex, .column = SEARCH_TEXT, .prefix = true });
	SCANNED("", 0, INT64_MAX, false, { .text = ex, .column = SEARCH_TEXT });
	SCANNED("", 0, INT64_MAX, false, { .text = pool, .column = SEARCH_WHO });
	SCANNED("3 event 1, 2 event 1, 1 event 1", 0, INT64_MAX, false, { .text = phrase, .column = SEARCH_ANY });
	SCANNED("2 event 2", 0, INT64_MAX, true, { .text = event, .column = SEARCH_KIND },
		{ .text = ex, .column = SEARCH_TEXT, .prefix = true, .without = true });
	SCANNED("2 event 2, 1 event 2", 0, high, true, all, { .text = arrow, .column = SEARCH_TEXT });
}
END_TEST

START_TEST(a_row_of_the_index_and_the_range_of_an_incident_agree)
{
	int64_t low, high;
	search_range(12, &low, &high);
	ck_assert_int_eq(search_document(low).incident, 12);
	ck_assert_int_eq(search_document(high).incident, 12);
	ck_assert_int_eq(search_document(low - 1).incident, 11);
	ck_assert_int_eq(search_document(high + 1).incident, 13);
	ck_assert_int_eq(search_document(low).kind, ENTITY_COUNT);
	ck_assert_int_eq(search_document(high).kind, ENTITY_COUNT);
}
END_TEST

RUN_SUITE("search index", box_make_open, what_is_new_is_found_after_an_update_and_only_then,
	all_kinds_are_found_with_the_write_up_before_the_timeline, edits_deletions_undo_and_redo_are_followed,
	a_redacted_text_is_gone_from_the_file_with_the_words_of_the_index,
	vacuum_and_a_rebuild_keep_what_rows_stand_for,
	an_incident_that_comes_after_what_belongs_to_it_is_found_whole, an_update_goes_on_where_it_was_stopped,
	scripts_without_blanks_are_found_by_any_of_their_words, an_index_that_differs_is_a_finding,
	rows_that_hold_all_parts_come_last_first_and_can_be_passed_over,
	a_row_of_the_index_and_the_range_of_an_incident_agree)
