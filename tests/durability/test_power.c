/*
 * The power goes at every operation of every command on its files. The disk then has what was synced, and of the rest
 * any part: nothing, all, any of it without the others, torn, in another order. Whatever it has, the next start makes a
 * whole database of it in which everything is that was acknowledged, and of the command that ran all or nothing.
 *
 * DISK_PRAGMAS, such as "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", sets what SQLite shall do instead: the first test then
 * has to fail.
 */
#include <stdio.h>
#include <sys/stat.h>

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
	ck_assert_msg(strstr(buf_text(&power.crash.report), "acknowledged"), "%s", buf_text(&power.crash.report));
}
END_TEST

START_TEST(a_journal_that_is_not_synced_when_it_ends_loses_what_was_acknowledged)
{
	ck_assert_uint_gt(wrong_with("PRAGMA synchronous = NORMAL"), 0);
	ck_assert_msg(strstr(buf_text(&power.crash.report), "acknowledged"), "%s", buf_text(&power.crash.report));
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
	ck_assert_msg(!wrong_with("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"), "%s", buf_text(&power.crash.report));
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
	a_journal_that_is_not_synced_when_it_ends_loses_what_was_acknowledged,
	without_syncing_a_power_cut_is_noticed_at_once, other_safe_settings_are_found_safe, every_command_is_among_the_steps)
