/* A command that carries what its author saw is refused if that is not so any more. */

#include "app/command.h"
#include "app/guard.h"
#include "app/read.h"
#include "base/words.h"
#include "ui_sandbox.h"
#include "suite.h"

static struct ui_sandbox box;
static struct record incident;
static struct records seen;

/* What ana sees of event 1, of which she is about to change some fields. */
static void see(unsigned fields)
{
	struct err err = { 0 };
	records_fini(&seen);
	ck_assert_msg(read_number(&box.app, ENTITY_EVENT, incident.id, 1, vec_push(&seen), &err), "%s",
		err.text);
	seen.items[0].set = fields;
	box.app.guard = &seen;
}

static void text_is(const char *wanted)
{
	struct record event;
	ck_assert(read_number(&box.app, ENTITY_EVENT, incident.id, 1, &event, NULL));
	ck_assert_str_eq(record_text(&event, EVENT_TEXT), wanted);
	record_fini(&event);
}

static void set_up(void)
{
	struct err err = { 0 };
	sandbox_open(&box);
	sandbox_run(&box.app, "new Outage");
	sandbox_run(&box.app, "log first");
	ck_assert(app_incident(&box.app, &incident, &err));
	ck_assert(app_store(&box.other, STORE_EXISTING, &err));
}

static void tear_down(void)
{
	records_fini(&seen);
	record_fini(&incident);
	sandbox_close(&box);
}

START_TEST(a_field_that_changed_meanwhile_is_not_written_over)
{
	struct err err = { 0 };
	see(1u << EVENT_TEXT);
	sandbox_run(&box.other, "event edit 1 'by bo'");
	ck_assert(!sandbox_try(&box.app, "event edit 1 'by ana'", &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	ck_assert_ptr_nonnull(strstr(err.text, "bo"));
	text_is("by bo");
	/* seen as it is now, it may be changed */
	see(1u << EVENT_TEXT);
	sandbox_run(&box.app, "event edit 1 'by both'");
	text_is("by both");
}
END_TEST

START_TEST(another_field_is_in_nobodys_way)
{
	see(1u << EVENT_TEXT);
	sandbox_run(&box.other, "event edit 1 --kind decision");
	sandbox_run(&box.app, "event edit 1 'by ana'");
	text_is("by ana");
}
END_TEST

START_TEST(what_was_deleted_meanwhile_is_not_changed)
{
	struct err err = { 0 };
	see(1u << EVENT_TEXT);
	sandbox_run(&box.other, "event delete 1");
	ck_assert(!guard_check(&box.app, &seen, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	ck_assert_ptr_nonnull(strstr(err.text, "deleted by bo"));
}
END_TEST

RUN_TESTS_WITHIN("guard", set_up, tear_down, a_field_that_changed_meanwhile_is_not_written_over,
	another_field_is_in_nobodys_way, what_was_deleted_meanwhile_is_not_changed)
