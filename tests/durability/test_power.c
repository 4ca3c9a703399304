/*
 * The power goes at every operation of every command on its files. The disk then has what was synced, and of the rest
 * any part: nothing, all, any of it without the others, torn, in another order. Whatever it has, the next start makes a
 * whole database of it in which everything is that was acknowledged, and of the command that ran all or nothing.
 *
 * DISK_PRAGMAS, such as "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", sets what SQLite shall do instead: the first test then
 * has to fail.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#define SUITE_SECONDS 1800 /* in the long form */
#include "../unit/suite.h"
#include "app/command.h"
#include "base/path.h"
#include "base/text.h"
#include "support/crash.h"
#include "support/scenario.h"

enum { SHORT_EACH = 4 }; /* states at one sync, about, in the short form */

static bool is_short(void)
{
	return getenv("SHORT") != NULL;
}

static struct {
	char *folder;
	struct judge judge;
	struct crash crash;
} power;

static void power_make(void)
{
	struct err err = { 0 };
	struct buf judged = { 0 };
	power.folder = scenario_make();
	buf_printf(&judged, "%s/judged/", power.folder);
	ck_assert_msg(path_make_parents(buf_text(&judged), 0700, &err), "%s", err.text);
	buf_truncate(&judged, judged.len - 1);
	judge_init(&power.judge, buf_text(&judged));
	crash_init(&power.crash, &power.judge, "x.db", NULL);
	buf_fini(&judged);
	disk_install();
}

static void power_remove(void)
{
	disk_watch(NULL, NULL);
	crash_fini(&power.crash);
	judge_fini(&power.judge);
	scenario_remove(power.folder);
}

static void acknowledged(void *context)
{
	crash_acknowledge(context);
}

/* Run one step with the power going all the time. */
static void cut(const struct step *step)
{
	struct err err;
	crash_begin(&power.crash, step->line);
	int status = step_run(step, acknowledged, &power.crash, &err);
	crash_end(&power.crash);
	ck_assert_msg(status == step->status, "%s: status %d: %s", step->line, status, err.text);
	ck_assert_msg(step->in_parts || power.crash.steps.count <= 2 || step == steps, "%s: it commits %zu times", step->line,
		power.crash.steps.count - 1);
}

START_TEST(whatever_a_power_cut_leaves_nothing_acknowledged_is_lost)
{
	struct crash *crash = &power.crash;
	crash->each = is_short() ? SHORT_EACH : SIZE_MAX;
	disk_pragmas(getenv("DISK_PRAGMAS"));
	for (size_t i = 0; i < step_count; i++) {
		crash->again = !is_short() || i % 8 == 0;
		cut(&steps[i]);
	}
	ck_assert_msg(!crash->wrong, "%zu states are wrong:\n%s", crash->wrong, buf_text(&crash->report));
	/* or nothing was cut */
	ck_assert_uint_gt(crash->operations, 2000);
	ck_assert_uint_gt(crash->states, 1500);
	ck_assert_uint_ge(power.judge.checked, 50);
	printf("%zu operations, %zu states of the disk\n", crash->operations, crash->states);
}
END_TEST

/* How the first steps go with other settings than ours: whether it is noticed. */
static size_t wrong_with(const char *pragmas)
{
	const size_t enough = 6;
	power.crash.each = is_short() ? SHORT_EACH : 200;
	disk_pragmas(pragmas);
	for (size_t i = 0; i < enough && !power.crash.wrong; i++) {
		struct err err;
		crash_begin(&power.crash, steps[i].line);
		ck_assert_msg(step_run(&steps[i], acknowledged, &power.crash, &err) == 0, "%s: %s", steps[i].line, err.text);
		crash_end(&power.crash);
	}
	return power.crash.wrong;
}

START_TEST(a_log_that_is_not_synced_loses_what_was_acknowledged)
{
	ck_assert_uint_gt(wrong_with("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"), 0);
	ck_assert_msg(strstr(buf_text(&power.crash.report), "acknowledged"), "%.2000s", buf_text(&power.crash.report));
}
END_TEST

/* What is acknowledged is lost, or the file is damaged: whichever cut is tried first. */
START_TEST(a_journal_that_is_not_synced_when_it_ends_is_noticed)
{
	ck_assert_uint_gt(wrong_with("PRAGMA synchronous = NORMAL"), 0);
}
END_TEST

START_TEST(without_syncing_a_power_cut_is_noticed_at_once)
{
	ck_assert_uint_gt(wrong_with("PRAGMA synchronous = OFF"), 0);
}
END_TEST

/* The other settings that SQLite promises to be safe: what is noticed above is not the judge's own mistake. */
START_TEST(other_safe_settings_are_found_safe)
{
	ck_assert_msg(!wrong_with("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"), "%.2000s", buf_text(&power.crash.report));
}
END_TEST

/* ---- a disk that fails, and then the power ---- */

static size_t syncs_until_failure;

static int fail_a_sync(void *context, const struct disk_event *event)
{
	if (event->op == DISK_SYNC && syncs_until_failure && !--syncs_until_failure)
		return SQLITE_IOERR_FSYNC;
	int code = crash_hook(context, event);
	disk_watch(fail_a_sync, context);
	return code;
}

/* Also what is acknowledged although its commit failed at the very end is there after the power went. */
START_TEST(what_is_acknowledged_after_a_sync_failed_is_not_lost)
{
	struct crash *crash = &power.crash;
	size_t at = 0, failed = 0, done_all_the_same = 0;
	char doing[40];
	crash->each = SHORT_EACH;
	cut(&steps[0]);
	do {
		struct err err;
		snprintf(doing, sizeof doing, "log, sync %zu fails", at + 1);
		crash_begin(crash, doing);
		disk_watch(fail_a_sync, crash);
		syncs_until_failure = ++at;
		int status = step_run(&(struct step){ .line = "log 'the disk is odd'" }, NULL, NULL, &err);
		failed += status != 0;
		done_all_the_same += !status && !syncs_until_failure;
		if (!status)
			crash_acknowledge(crash);
		crash_end(crash);
	} while (!syncs_until_failure);
	ck_assert_msg(!crash->wrong, "%zu states are wrong:\n%s", crash->wrong, buf_text(&crash->report));
	ck_assert_uint_gt(failed, 0);
	ck_assert_uint_gt(done_all_the_same, 0);
}
END_TEST

/* ---- databases of older versions ---- */

static const struct {
	const char *name, *text;
} migrations[] = {
#include "migrations.inc"
};

/* A database as version `version` made it, with an incident and an event in it. */
static void make_old(const char *path, size_t version)
{
	static const char rows[] =
		"INSERT INTO change VALUES (1, 100, 'R', 'B', 'ana', 5, 'I', 'I', 'incident', '{\"title\":\"Down\"}');"
		"INSERT INTO change VALUES (2, 101, 'R', 'B', 'ana', 5, 'I', 'E', 'event', '{\"at\":5,\"text\":\"it is down\"}');"
		"INSERT INTO incident (id, incident, number, title) VALUES ('I', 'I', 1, 'Down');"
		"INSERT INTO event (id, incident, number, at, text) VALUES ('E', 'I', 1, 5, 'it is down')";
	sqlite3 *db;
	char *version_sql = sqlite3_mprintf("PRAGMA application_id = 0x696E7175; PRAGMA user_version = %d", (int)version);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < version; i++)
		ck_assert_int_eq(sqlite3_exec(db, migrations[i].text, NULL, NULL, NULL), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, rows, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	ck_assert_int_eq(sqlite3_exec(db, version_sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_free(version_sql);
	sqlite3_close(db);
}

START_TEST(a_database_of_any_older_version_comes_through_whole)
{
	static const struct step list = { .line = "list" };
	struct buf path = { 0 };
	buf_printf(&path, "%s/x.db", power.folder);
	for (size_t version = 1; version < LENGTH(migrations); version++) {
		struct err err = { 0 };
		struct image_file file = { .path = buf_text(&path) };
		unlink(buf_text(&path));
		make_old(buf_text(&path), version);
		ck_assert(path_read(&file.bytes, file.path, 1024 * 1024, &err));
		crash_fini(&power.crash);
		crash_init(&power.crash, &power.judge, "x.db", &(struct image){ .files = { &file, 1, 1 } });
		power.crash.each = is_short() ? SHORT_EACH : 100;
		crash_begin(&power.crash, migrations[version].name);
		int status = step_run(&list, acknowledged, &power.crash, &err);
		crash_end(&power.crash);
		ck_assert_msg(status == 0 && !power.crash.wrong, "from version %zu: %s%.2000s", version, err.text,
			buf_text(&power.crash.report));
		ck_assert_uint_gt(power.crash.operations, 10);
		ck_assert_uint_eq(power.crash.steps.count, 1);
		buf_fini(&file.bytes);
	}
	buf_fini(&path);
}
END_TEST

START_TEST(every_command_is_among_the_steps)
{
	for (size_t i = 0; i < command_count; i++)
		ck_assert_msg(step_covers(commands[i].name), "no power cut while `%s` runs", commands[i].name);
}
END_TEST

RUN_TESTS_WITHIN("power", power_make, power_remove, whatever_a_power_cut_leaves_nothing_acknowledged_is_lost,
	a_log_that_is_not_synced_loses_what_was_acknowledged,
	a_journal_that_is_not_synced_when_it_ends_is_noticed,
	without_syncing_a_power_cut_is_noticed_at_once, other_safe_settings_are_found_safe,
	what_is_acknowledged_after_a_sync_failed_is_not_lost, a_database_of_any_older_version_comes_through_whole, every_command_is_among_the_steps)
