/* Undo and redo: what they take back, in which order, and when they refuse. */
#include "store_sandbox.h"

/* What people see: all fields of all entities that are not deleted. Caller frees. */
static char *visible(void)
{
	struct buf out = { 0 }, select = { 0 };
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		buf_printf(&out, "== %s\n", entity_get((enum entity_kind)kind)->name);
		buf_truncate(&select, 0);
		buf_printf(&select, "SELECT * FROM \"%s\" WHERE gone = 0 ORDER BY id",
			entity_get((enum entity_kind)kind)->name);
		sql_into(&out, buf_text(&select));
	}
	buf_fini(&select);
	return buf_steal(&out);
}

#define VISIBLE_IS(expected)                                                                       \
	do {                                                                                       \
		char *got_ = visible();                                                            \
		ck_assert_str_eq(got_, expected);                                                  \
		free(got_);                                                                        \
	} while (0)

static bool apply(const char *batch, bool redo)
{
	begin();
	if (undo_apply(box.store, batch, redo, &box.err))
		return store_commit(box.store, &box.err);
	store_rollback(box.store);
	return false;
}

/* What `undo` and `redo` without a number do. */
static bool back(const struct record *incident, const char *author)
{
	char batch[ID_SIZE];
	box.author = author;
	return undo_find(box.store, incident->incident, author, false, batch, &box.err) && apply(batch, false);
}

static bool forth(const struct record *incident, const char *author)
{
	char batch[ID_SIZE];
	box.author = author;
	return undo_find(box.store, incident->incident, author, true, batch, &box.err) && apply(batch, true);
}

/* What they do with a number, by whoever is the author now. */
static bool back_number(int64_t number)
{
	char batch[ID_SIZE];
	return undo_batch(box.store, number, batch, &box.err) && apply(batch, false);
}

static bool forth_number(int64_t number)
{
	char batch[ID_SIZE];
	return undo_batch(box.store, number, batch, &box.err) && apply(batch, true);
}

static int64_t last_change(void)
{
	char *text = sql_text("SELECT max(seq) FROM change");
	int64_t number = atoll(text);
	free(text);
	return number;
}

START_TEST(every_field_of_every_entity_goes_back_and_forth)
{
	struct record home = add(ENTITY_INCIDENT, NULL, "Down");
	for (int kind = 0; kind < ENTITY_PUBLICATION; kind++) {
		const struct entity *entity = entity_get((enum entity_kind)kind);
		struct record record = add((enum entity_kind)kind, home.id, "headline");
		for (size_t i = 0; i < entity->count; i++) {
			char *before = visible();
			struct record change;
			record_init(&change, (enum entity_kind)kind);
			memcpy(change.id, record.id, ID_SIZE);
			memcpy(change.incident, record.incident, ID_SIZE);
			enum field_type type = entity->fields[i].type;
			if (type == FIELD_INT || type == FIELD_TIME || type == FIELD_BOOL)
				record_set_int(&change, (int)i, 4711);
			else
				record_set_text(&change, (int)i, "after, \"quoted\" \xC3\xA9\n{}");
			begin();
			put(&change);
			commit();
			char *after = visible();
			ck_assert_str_ne(before, after);
			for (int round = 0; round < 2; round++) {
				OK(back(&record, "ana"));
				VISIBLE_IS(before);
				OK(forth(&record, "ana"));
				VISIBLE_IS(after);
			}
			free(before);
			free(after);
			record_fini(&change);
		}
		record_fini(&record);
	}
	record_fini(&home);
}
END_TEST

START_TEST(creating_is_undone_by_deleting_and_comes_back_whole)
{
	struct record home = add(ENTITY_INCIDENT, NULL, "Down");
	for (int kind = 0; kind < ENTITY_PUBLICATION; kind++) {
		struct record record = add((enum entity_kind)kind, home.id, "headline");
		char *there = visible();
		OK(back(&record, "ana"));
		GONE_IS(&record, true);
		OK(forth(&record, "ana"));
		VISIBLE_IS(there);
		free(there);
		record_fini(&record);
	}
	record_fini(&home);
}
END_TEST

START_TEST(deleting_is_undone_by_bringing_back)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "x");
	char *there = visible();
	set_gone(&event, true);
	OK(back(&incident, "ana"));
	VISIBLE_IS(there);
	OK(forth(&incident, "ana"));
	GONE_IS(&event, true);
	OK(back(&incident, "ana"));
	/* then what was before it: the event's creation */
	OK(back(&incident, "ana"));
	GONE_IS(&event, true);
	free(there);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(a_batch_is_undone_as_a_whole)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "x");
	char *before = visible();
	begin();
	struct record cause = add(ENTITY_CAUSE, incident.id, "why"), role = add(ENTITY_ROLE, incident.id, "bo");
	edit(&incident, INCIDENT_STATUS, "resolved");
	set_gone(&event, true);
	commit();
	char *after = visible();
	OK(back(&incident, "ana"));
	VISIBLE_IS(before);
	OK(forth(&incident, "ana"));
	VISIBLE_IS(after);
	free(before);
	free(after);
	record_fini(&role);
	record_fini(&cause);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(several_changes_of_one_batch_to_one_field_unwind)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "one");
	char *before = visible();
	begin();
	edit(&incident, INCIDENT_TITLE, "two");
	edit(&incident, INCIDENT_REF, "OPS-1");
	edit(&incident, INCIDENT_TITLE, "three");
	edit(&incident, INCIDENT_TITLE, "four");
	commit();
	char *after = visible();
	for (int round = 0; round < 3; round++) {
		OK(back(&incident, "ana"));
		VISIBLE_IS(before);
		OK(forth(&incident, "ana"));
		VISIBLE_IS(after);
	}
	free(before);
	free(after);
	record_fini(&incident);
}
END_TEST

START_TEST(what_one_batch_made_changed_and_deleted_unwinds)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	char *before = visible();
	begin();
	struct record event = add(ENTITY_EVENT, incident.id, "x"), gone = add(ENTITY_EVENT, incident.id, "y");
	edit(&event, EVENT_TEXT, "x2");
	set_gone(&gone, true);
	commit();
	char *after = visible();
	for (int round = 0; round < 2; round++) {
		OK(back(&incident, "ana"));
		VISIBLE_IS(before);
		OK(forth(&incident, "ana"));
		VISIBLE_IS(after);
	}
	free(before);
	free(after);
	record_fini(&gone);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

/* Small repeatable numbers. */
static unsigned draw(unsigned limit)
{
	static unsigned state = 12345;
	state = state * 1103515245 + 12345;
	return (state >> 16) % limit;
}

static void random_step(const struct record *incident, struct records *events)
{
	static const char *const texts[] = { "a", "b", "c", "d", NULL };
	static const int fields[] = { EVENT_TEXT, EVENT_KIND, EVENT_LINK };
	begin();
	for (unsigned left = 1 + draw(3); left; left--) {
		if (events->count < 2 || draw(5) == 0) {
			*vec_push(events) = add(ENTITY_EVENT, incident->id, texts[draw(4)]);
			continue;
		}
		const struct record *event = &events->items[draw((unsigned)events->count)];
		struct record now = get(event);
		if (draw(5) == 0)
			set_gone(event, !now.gone);
		else if (draw(5) == 0)
			edit(incident, INCIDENT_REF, texts[draw(5)]);
		else
			edit(event, fields[draw(3)], texts[draw(5)]);
		record_fini(&now);
	}
	commit();
}

START_TEST(undo_walks_back_through_everything_and_redo_forward_again)
{
	enum { STEPS = 40, ROUNDS = 2 };
	char *states[STEPS + 1];
	struct records events = { 0 };
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	states[0] = visible();
	for (int step = 0; step < STEPS; step++) {
		random_step(&incident, &events);
		states[step + 1] = visible();
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (int step = STEPS; step > 0; step--) {
			OK(back(&incident, "ana"));
			VISIBLE_IS(states[step - 1]);
		}
		for (int step = 0; step < STEPS; step++) {
			OK(forth(&incident, "ana"));
			VISIBLE_IS(states[step + 1]);
		}
	}
	FAILS(forth(&incident, "ana"), ERR_NOT_FOUND, "redo");
	char *before = all_tables();
	OK(care_rebuild(box.store, &box.err));
	char *after = all_tables();
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	for (int step = 0; step <= STEPS; step++)
		free(states[step]);
	records_fini(&events);
	record_fini(&incident);
}
END_TEST

START_TEST(a_field_that_somebody_set_again_is_a_conflict_and_nothing_changes)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	begin();
	edit(&incident, INCIDENT_REF, "OPS-1");
	edit(&incident, INCIDENT_TITLE, "ana's");
	commit();
	box.author = "bo";
	edit(&incident, INCIDENT_TITLE, "bo's");
	char *before = all_tables();
	FAILS(back(&incident, "ana"), ERR_CONFLICT, "title was changed again by bo");
	char *after = all_tables();
	ck_assert_str_eq(before, after);
	/* bo may take it back, and then ana may */
	OK(back(&incident, "bo"));
	FIELD_IS(&incident, INCIDENT_TITLE, "ana's");
	OK(back(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "Down");
	FIELD_IS(&incident, INCIDENT_REF, "");
	free(before);
	free(after);
	record_fini(&incident);
}
END_TEST

START_TEST(setting_it_to_the_same_value_again_is_a_conflict_too)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_TITLE, "up");
	box.author = "bo";
	edit(&incident, INCIDENT_TITLE, "up");
	FAILS(back(&incident, "ana"), ERR_CONFLICT, "bo");
	record_fini(&incident);
}
END_TEST

START_TEST(other_fields_changed_since_are_no_conflict)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_TITLE, "ana's");
	box.author = "bo";
	edit(&incident, INCIDENT_REF, "OPS-2");
	OK(back(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "Down");
	FIELD_IS(&incident, INCIDENT_REF, "OPS-2");
	record_fini(&incident);
}
END_TEST

START_TEST(redo_conflicts_with_what_was_set_after_the_undo)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_TITLE, "ana's");
	OK(back(&incident, "ana"));
	box.author = "bo";
	edit(&incident, INCIDENT_TITLE, "bo's");
	FAILS(forth(&incident, "ana"), ERR_CONFLICT, "title was changed again by bo");
	FIELD_IS(&incident, INCIDENT_TITLE, "bo's");
	OK(back(&incident, "bo"));
	OK(forth(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "ana's");
	record_fini(&incident);
}
END_TEST

START_TEST(what_was_redone_stands_in_the_way_as_it_did_before)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_TITLE, "ana's");
	box.author = "bo";
	edit(&incident, INCIDENT_TITLE, "bo's");
	OK(back(&incident, "bo"));
	OK(back(&incident, "ana"));
	OK(forth(&incident, "bo"));
	FIELD_IS(&incident, INCIDENT_TITLE, "bo's");
	FAILS(forth(&incident, "ana"), ERR_CONFLICT, "by bo");
	/* below it lies what ana's change is undone to, not what it set */
	OK(back(&incident, "bo"));
	FIELD_IS(&incident, INCIDENT_TITLE, "Down");
	OK(forth(&incident, "ana"));
	OK(forth(&incident, "bo"));
	OK(back(&incident, "bo"));
	FIELD_IS(&incident, INCIDENT_TITLE, "ana's");
	record_fini(&incident);
}
END_TEST

START_TEST(deleting_by_another_stands_in_the_way_of_undoing_creation)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "x");
	int64_t creation = last_change();
	box.author = "bo";
	set_gone(&event, true);
	int64_t deletion = last_change();
	FAILS(back(&incident, "ana"), ERR_CONFLICT, "the event was deleted or brought back by bo");
	OK(back_number(deletion));
	GONE_IS(&event, false);
	OK(back_number(creation));
	GONE_IS(&event, true);
	/* what is not there at all is neither deleted nor brought back into being by the deletion */
	OK(forth_number(deletion));
	OK(back_number(deletion));
	GONE_IS(&event, true);
	OK(forth_number(creation));
	GONE_IS(&event, false);
	FIELD_IS(&event, EVENT_TEXT, "x");
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(an_older_change_can_be_undone_by_its_number)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_REF, "OPS-1");
	int64_t reference = last_change();
	edit(&incident, INCIDENT_TITLE, "two");
	int64_t title = last_change();
	edit(&incident, INCIDENT_TITLE, "three");
	box.author = "bo";
	OK(back_number(reference));
	FIELD_IS(&incident, INCIDENT_REF, "");
	FIELD_IS(&incident, INCIDENT_TITLE, "three");
	FAILS(back_number(title), ERR_CONFLICT, "ana");
	FAILS(back_number(reference), ERR_USAGE, "already undone");
	OK(forth_number(reference));
	FIELD_IS(&incident, INCIDENT_REF, "OPS-1");
	FAILS(forth_number(reference), ERR_USAGE, "not undone");
	FAILS(back_number(999), ERR_NOT_FOUND, "999");
	record_fini(&incident);
}
END_TEST

START_TEST(each_author_undoes_their_own_changes)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_TITLE, "ana's");
	box.author = "bo";
	edit(&incident, INCIDENT_REF, "bo's");
	FAILS(back(&incident, "chi"), ERR_NOT_FOUND, "nothing by chi to undo");
	FAILS(forth(&incident, "ana"), ERR_NOT_FOUND, "nothing by ana to redo");
	OK(back(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "Down");
	FIELD_IS(&incident, INCIDENT_REF, "bo's");
	FAILS(forth(&incident, "bo"), ERR_NOT_FOUND, "nothing by bo to redo");
	OK(back(&incident, "bo"));
	FIELD_IS(&incident, INCIDENT_REF, "");
	FAILS(back(&incident, "bo"), ERR_NOT_FOUND, "bo");
	OK(forth(&incident, "ana"));
	OK(forth(&incident, "bo"));
	FIELD_IS(&incident, INCIDENT_TITLE, "ana's");
	FIELD_IS(&incident, INCIDENT_REF, "bo's");
	record_fini(&incident);
}
END_TEST

START_TEST(incidents_have_histories_of_their_own)
{
	struct record a = add(ENTITY_INCIDENT, NULL, "A"), b = add(ENTITY_INCIDENT, NULL, "B");
	edit(&a, INCIDENT_TITLE, "A2");
	edit(&b, INCIDENT_TITLE, "B2");
	OK(back(&a, "ana"));
	FIELD_IS(&a, INCIDENT_TITLE, "A");
	FIELD_IS(&b, INCIDENT_TITLE, "B2");
	FAILS(forth(&b, "ana"), ERR_NOT_FOUND, "redo");
	record_fini(&a);
	record_fini(&b);
}
END_TEST

START_TEST(doing_something_new_ends_what_can_be_redone)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	edit(&incident, INCIDENT_TITLE, "two");
	OK(back(&incident, "ana"));
	edit(&incident, INCIDENT_REF, "OPS-1");
	FAILS(forth(&incident, "ana"), ERR_NOT_FOUND, "redo");
	/* but undo goes on from there */
	OK(back(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_REF, "");
	OK(back(&incident, "ana"));
	GONE_IS(&incident, true);
	record_fini(&incident);
}
END_TEST

START_TEST(redo_takes_the_latest_undo_first)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "one");
	edit(&incident, INCIDENT_TITLE, "two");
	edit(&incident, INCIDENT_TITLE, "three");
	OK(back(&incident, "ana"));
	OK(back(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "one");
	OK(forth(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "two");
	OK(back(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "one");
	OK(forth(&incident, "ana"));
	OK(forth(&incident, "ana"));
	FIELD_IS(&incident, INCIDENT_TITLE, "three");
	FAILS(forth(&incident, "ana"), ERR_NOT_FOUND, "redo");
	record_fini(&incident);
}
END_TEST

START_TEST(what_is_no_edit_cannot_be_undone)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record publication = add(ENTITY_PUBLICATION, incident.id, "incidents/x.md");
	FAILS(back_number(last_change()), ERR_USAGE, "publication");
	edit(&incident, INCIDENT_TITLE, "secret");
	begin();
	struct redaction redaction;
	OK(care_redact(box.store, incident.id, "secret", "[redacted]", &redaction, &box.err));
	commit();
	redaction_fini(&redaction);
	FAILS(back_number(last_change()), ERR_USAGE, "redaction");
	OK(back(&incident, "ana"));
	FAILS(back_number(last_change()), ERR_USAGE, "undo");
	/* nor does plain undo ever take them */
	OK(back(&incident, "ana"));
	FAILS(back(&incident, "ana"), ERR_NOT_FOUND, "ana");
	GONE_IS(&publication, false);
	record_fini(&publication);
	record_fini(&incident);
}
END_TEST

START_TEST(a_redacted_text_does_not_come_back_by_undo)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "password hunter2");
	edit(&event, EVENT_TEXT, "it was hunter2");
	edit(&event, EVENT_TEXT, "oops");
	begin();
	struct redaction redaction;
	OK(care_redact(box.store, incident.id, "hunter2", "[redacted]", &redaction, &box.err));
	commit();
	redaction_fini(&redaction);
	OK(back(&incident, "ana"));
	FIELD_IS(&event, EVENT_TEXT, "it was [redacted]");
	OK(back(&incident, "ana"));
	FIELD_IS(&event, EVENT_TEXT, "password [redacted]");
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

RUN_SUITE("undo", box_make_open, every_field_of_every_entity_goes_back_and_forth,
	creating_is_undone_by_deleting_and_comes_back_whole, deleting_is_undone_by_bringing_back,
	a_batch_is_undone_as_a_whole, several_changes_of_one_batch_to_one_field_unwind,
	what_one_batch_made_changed_and_deleted_unwinds,
	undo_walks_back_through_everything_and_redo_forward_again,
	a_field_that_somebody_set_again_is_a_conflict_and_nothing_changes,
	setting_it_to_the_same_value_again_is_a_conflict_too, other_fields_changed_since_are_no_conflict,
	redo_conflicts_with_what_was_set_after_the_undo, what_was_redone_stands_in_the_way_as_it_did_before,
	deleting_by_another_stands_in_the_way_of_undoing_creation, an_older_change_can_be_undone_by_its_number,
	each_author_undoes_their_own_changes, incidents_have_histories_of_their_own,
	doing_something_new_ends_what_can_be_redone, redo_takes_the_latest_undo_first,
	what_is_no_edit_cannot_be_undone, a_redacted_text_does_not_come_back_by_undo)
