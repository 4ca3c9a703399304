/* What completion offers, after what people wrote before. */
#include "ui_sandbox.h"

#include "app/command.h"
#include "app/known.h"
#include "base/mem.h"
#include "suite.h"

static struct ui_sandbox box;

static void known_is(const char *incident, enum known what, const char *wanted)
{
	struct words words;
	struct err err = { 0 };
	struct buf line = { 0 };
	ck_assert_msg(known_read(&box.app, incident, what, &words, &err), "%s", err.text);
	for (size_t i = 0; i < words.count; i++)
		buf_printf(&line, "%s%s", i ? ", " : "", words.items[i]);
	ck_assert_str_eq(buf_text(&line), wanted);
	ck_assert_ptr_null(words.items[words.count]);
	buf_fini(&line);
	words_fini(&words);
}

static char *current(void)
{
	struct record incident;
	struct err err = { 0 };
	ck_assert_msg(app_incident(&box.app, &incident, &err), "%s", err.text);
	char *id = mem_copy(incident.id);
	record_fini(&incident);
	return id;
}

START_TEST(those_of_the_incident_come_first_each_once)
{
	sandbox_run(&box.app, "new First --tags payments,db --services checkout");
	sandbox_run(&box.app, "role set commander 'Ana Ruiz <ana@example.com>'");
	sandbox_run(&box.app, "action add one --owner dana --team Platform");
	sandbox_run(&box.app, "action add two --owner carl --team Platform");
	sandbox_run(&box.other, "new Second --tags PAYMENTS,cache --services search");
	sandbox_run(&box.app, "use 2");
	sandbox_run(&box.app, "role set scribe 'Bo Lind'");
	sandbox_run(&box.app, "log -a bot fired");
	sandbox_run(&box.app, "action add three --owner dana --team Data");
	sandbox_run(&box.app, "action add four --owner eve --team Gone");
	sandbox_run(&box.app, "action delete 2");
	char *id = current();
	known_is(id, KNOWN_PERSON, "Bo Lind, bot, dana, ana, bo, Ana Ruiz, carl");
	known_is(id, KNOWN_CONTACT, "Bo Lind, bot, dana, ana, bo, Ana Ruiz <ana@example.com>, carl");
	known_is(id, KNOWN_TEAM, "Data, Platform");
	known_is(id, KNOWN_TAG, "PAYMENTS, cache, db");
	known_is(id, KNOWN_SERVICE, "search, checkout");
	known_is(id, KNOWN_NONE, "");
	known_is(NULL, KNOWN_TEAM, "Data, Platform");
	free(id);
}
END_TEST

START_TEST(there_are_at_most_200)
{
	struct buf tags = { 0 };
	buf_puts(&tags, "new Many --tags t0");
	for (int i = 1; i < 300; i++)
		buf_printf(&tags, ",t%d", i);
	sandbox_run(&box.app, buf_text(&tags));
	buf_fini(&tags);
	struct words words;
	struct err err = { 0 };
	char *id = current();
	ck_assert(known_read(&box.app, id, KNOWN_TAG, &words, &err));
	ck_assert_uint_eq(words.count, KNOWN_MAX);
	ck_assert_str_eq(words.items[KNOWN_MAX - 1], "t199");
	words_fini(&words);
	free(id);
}
END_TEST

START_TEST(an_empty_database_knows_who_asks)
{
	struct err err = { 0 };
	ck_assert_msg(app_store(&box.app, STORE_CREATE, &err), "%s", err.text);
	known_is("", KNOWN_PERSON, "ana");
	known_is("", KNOWN_TAG, "");
}
END_TEST

START_TEST(fields_know_what_completes_them)
{
	ck_assert_int_eq(known_of_field(ENTITY_ACTION, ACTION_OWNER), KNOWN_PERSON);
	ck_assert_int_eq(known_of_field(ENTITY_ACTION, ACTION_TEAM), KNOWN_TEAM);
	ck_assert_int_eq(known_of_field(ENTITY_INCIDENT, INCIDENT_SERVICES), KNOWN_SERVICE);
	ck_assert_int_eq(known_of_field(ENTITY_ACTION, ACTION_TITLE), KNOWN_NONE);
	ck_assert_int_eq(known_of_field(ENTITY_EVENT, EVENT_TEXT), KNOWN_NONE);
}
END_TEST

static void setup(void)
{
	sandbox_open(&box);
}

static void teardown(void)
{
	sandbox_close(&box);
}

RUN_TESTS_WITHIN("known", setup, teardown, those_of_the_incident_come_first_each_once, there_are_at_most_200,
	an_empty_database_knows_who_asks, fields_know_what_completes_them)
