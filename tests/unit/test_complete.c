/* Completion of command lines, questions, fields and what is written; and texts that come back. */
#include <check.h>
#include <stdlib.h>

#include "tui/ui.h"
#include "ui_sandbox.h"

static struct ui_sandbox box;
static struct ui ui;

static void open_ui(void)
{
	struct err err = { 0 };
	sandbox_open(&box);
	sandbox_run(&box.app, "new --tags payments,db 'Checkout returns 500'");
	sandbox_run(&box.app, "role set commander 'Ana Ruiz <ana@example.com>'");
	sandbox_run(&box.app, "action add 'Alert on key rotation' --owner dana");
	sandbox_run(&box.app, "action add 'Write a runbook'");
	ui_init(&ui, &box.app, "test", 24, 80);
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_draw(&ui);
}

static void close_ui(void)
{
	ui_fini(&ui);
	sandbox_close(&box);
}

/* The first candidates, joined by |, for a line with the cursor at its end. */
static const char *firsts(const struct candidates *found, size_t most)
{
	static char out[512];
	struct buf text = { 0 };
	for (size_t i = 0; i < found->count && i < most; i++)
		buf_printf(&text, "%s%s", i ? "|" : "", found->items[i].text);
	text_copy(out, sizeof out, buf_text(&text));
	buf_fini(&text);
	return out;
}

static void check_offers(const char *line, size_t most, const char *want)
{
	struct candidates found = { 0 };
	complete_line(&ui, line, strlen(line), &found);
	ck_assert_msg(text_equal(firsts(&found, most), want), "'%s': %s, not %s", line,
		firsts(&found, most), want);
	candidates_fini(&found);
}

/* What the line is once the first candidate was taken. */
static void check_taken(const char *text, const char *want)
{
	struct candidates found = { 0 };
	struct line line;
	line_init(&line, false);
	ck_assert(line_set(&line, text, strlen(text)));
	complete_line(&ui, text, strlen(text), &found);
	ck_assert_msg(found.count > 0, "nothing is offered for '%s'", text);
	complete_take(&found, 0, &line);
	ck_assert_str_eq(line_text(&line), want);
	ck_assert_uint_eq(line.cursor, line.text.len);
	line_fini(&line);
	candidates_fini(&found);
}

START_TEST(names_are_offered_from_both_tables)
{
	check_offers("und", 1, "undo");
	check_offers("zon", 1, "zone");
	check_offers("acad", 1, "action add");
	check_offers("action d", 3, "action done|action decline|action delete");
	check_offers("secret", 1, "redact");
	check_offers("zzzz", 1, "");
	check_taken("acad", "action add ");
	check_taken("zon", "zone");
	check_taken("  und", "  undo ");
}
END_TEST

START_TEST(commands_used_lately_come_first)
{
	check_offers("", 1, "new");
	recall_add(&ui.recalls[RECALL_PALETTE], "redo");
	recall_add(&ui.recalls[RECALL_PALETTE], "action list --owner dana");
	check_offers("", 2, "action list|redo");
}
END_TEST

START_TEST(arguments_are_offered_as_the_usage_line_says)
{
	check_offers("set ", 3, "title|ref|severity");
	check_offers("set sev", 1, "severity");
	check_offers("set severity ", 5, "SEV1|SEV2|SEV3|SEV4|SEV5");
	check_offers("set status mit", 1, "mitigated");
	check_offers("set status monit", 1, "mitigated");
	check_offers("set template ", 2, "atlassian|customer");
	check_offers("set template sr", 1, "sre");
	check_offers("action done ", 2, "1|2");
	check_offers("action done rota", 1, "1");
	check_offers("action done 1,run", 1, "2");
	check_offers("role set comm", 2, "comms|commander");
	check_offers("config the", 1, "theme");
	check_offers("config theme ", 3, "default|contrast|mono");
	check_offers("tab act", 1, "actions");
	check_offers("kind ", 2, "next|previous");
	check_offers("kind dec", 1, "decision");
	check_offers("section show su", 1, "summary");
	check_offers("show ", 1, "INC-1");
	check_offers("help act", 1, "action");
	check_taken("set sev", "set severity ");
	check_taken("action done 1,run", "action done 1,2 ");
}
END_TEST

START_TEST(flags_and_their_values_are_offered)
{
	check_offers("action add --pri", 1, "--priority");
	check_offers("action add --priority ", 2, "P0|P1");
	check_offers("action add -p ", 2, "P0|P1");
	check_offers("action add --priority=P", 2, "P0|P1");
	check_offers("action add Fix --own", 1, "--owner");
	check_offers("action add --owner da", 1, "dana");
	check_offers("log --kind deploy", 1, "change");
	check_offers("log --pinned ", 1, "--tag");
	check_offers("log -- --pri", 1, "");
	check_offers("render --template s", 1, "sre");
	check_offers("new --commander ", 1, "Ana Ruiz <ana@example.com>");
	check_taken("action add --pri", "action add --priority ");
	check_taken("action add --priority=P", "action add --priority=P0 ");
	check_taken("new --commander Ru", "new --commander 'Ana Ruiz <ana@example.com>' ");
}
END_TEST

START_TEST(what_reviews_and_checks_take_is_offered)
{
	struct err err = { 0 };
	sandbox_run(&box.app, "review request bo");
	sandbox_run(&box.app, "review comment 'say how many'");
	sandbox_run(&box.app, "review object 'no numbers'");
	sandbox_run(&box.app, "check waive action-link 2 --reason 'tracked elsewhere'");
	ui_reload(&ui);
	ck_assert_msg(ui_run_line(&ui, "tab checks", &err), "%s", err.text);
	ui_draw(&ui);
	check_offers("review settle ", 5, "2|3");
	check_offers("form rev", 5, "");
	check_offers("form ref", 1, "reference");
	check_offers("review settle numb", 1, "3");
	check_offers("check explain action-pri", 1, "action-priority");
	check_offers("check explain ", 2, "owner|commander");
	check_offers("check waive action-o", 1, "action-owner");
	check_offers("check waive action-owner ", 9, "action 2");
	check_offers("check waive action-link ", 9, "action 1");
	check_offers("check unwaive ", 9, "action-link");
	check_offers("check unwaive action-link ", 9, "action 2");
	check_taken("check waive action-own", "check waive action-owner ");
	check_taken("check waive action-owner act", "check waive action-owner 'action 2' ");
}
END_TEST

START_TEST(formats_and_readers_are_offered)
{
	struct candidates found = { 0 };
	check_offers("render --format ", 9, "md|html|text|json");
	check_offers("render -f h", 1, "html");
	check_offers("publish --audience ", 9, "team|internal|public");
	check_offers("check -a pub", 1, "public");
	check_offers("preview -t sr", 1, "sre");
	complete_line(&ui, "publish ", strlen("publish "), &found);
	ck_assert(text_starts(buf_text(&found.about), "publish: "));
	candidates_fini(&found);
}
END_TEST

START_TEST(what_is_asked_for_is_said)
{
	struct candidates found = { 0 };
	complete_line(&ui, "log --at -10m", strlen("log --at -10m"), &found);
	ck_assert_str_eq(buf_text(&found.about), "at: 2026-03-01 14:35 UTC");
	ck_assert(!found.wrong);
	complete_line(&ui, "log --at 25:99", strlen("log --at 25:99"), &found);
	ck_assert(found.wrong);
	complete_line(&ui, "actoin add x", strlen("actoin add x"), &found);
	ck_assert_str_eq(
		buf_text(&found.about), "there is no command 'actoin': did you mean action?");
	ck_assert(found.wrong);
	candidates_fini(&found);
}
END_TEST

START_TEST(a_question_offers_the_values_of_its_last_word)
{
	struct candidates found = { 0 };
	struct words words;
	ck_assert(words_split(&words, "action edit 1 --owner", NULL));
	complete_asked(&ui, &words, "Ana R", &found);
	ck_assert_str_eq(firsts(&found, 2), "Ana Ruiz");
	words_fini(&words);
	ck_assert(words_split(&words, "new", NULL));
	complete_asked(&ui, &words, "", &found);
	ck_assert_uint_eq(found.count, 0);
	words_fini(&words);
	candidates_fini(&found);
}
END_TEST

START_TEST(a_field_of_several_words_completes_the_last)
{
	struct candidates found = { 0 };
	complete_field(&ui, ENTITY_INCIDENT, INCIDENT_TAGS, "db, pay", &found);
	ck_assert_str_eq(firsts(&found, 2), "payments");
	ck_assert_uint_eq(found.from, 4);
	ck_assert_uint_eq(found.to, 7);
	complete_field(&ui, ENTITY_CAUSE, CAUSE_KIND, "", &found);
	ck_assert_str_eq(firsts(&found, 9), "root|trigger|contributing|why");
	candidates_fini(&found);
}
END_TEST

static void check_written(const char *text, const char *want)
{
	struct candidates found = { 0 };
	complete_text(&ui, text, strlen(text), &found);
	ck_assert_msg(text_equal(firsts(&found, 2), want), "'%s': %s, not %s", text,
		firsts(&found, 2), want);
	candidates_fini(&found);
}

START_TEST(signs_in_what_is_written_are_completed)
{
	check_written("!dec", "!decision|!declared");
	check_written("x !dec", "");
	check_written("!!", "");
	check_written("ask @ana", "@ana|@Ana Ruiz");
	check_written("rolled back @14", "");
	check_written("slow #pay", "#payments");
	check_written("see #12", "");
	check_written("first\nsecond #pay", "");
	check_written("plain words", "");
	check_written("", "");
}
END_TEST

START_TEST(texts_come_back_newest_first)
{
	struct recall recall = { 0 };
	recall_add(&recall, "one");
	recall_add(&recall, "two");
	recall_add(&recall, " ");
	recall_add(&recall, "other");
	ck_assert_str_eq(recall_step(&recall, "begun", true) ? "found" : "none", "none");
	ck_assert_str_eq(recall_step(&recall, "", true), "other");
	ck_assert_str_eq(recall_step(&recall, "other", true), "two");
	ck_assert_str_eq(recall_step(&recall, "two", true), "one");
	ck_assert_ptr_null(recall_step(&recall, "one", true));
	ck_assert_str_eq(recall_step(&recall, "one", false), "two");
	ck_assert_str_eq(recall_step(&recall, "two", false), "other");
	ck_assert_str_eq(recall_step(&recall, "other", false), "");
	ck_assert_ptr_null(recall_step(&recall, "", false));
	/* those that begin with what was typed, and then that again */
	ck_assert_str_eq(recall_step(&recall, "o", true), "other");
	ck_assert_str_eq(recall_step(&recall, "other", true), "one");
	ck_assert_str_eq(recall_step(&recall, "one", false), "other");
	ck_assert_str_eq(recall_step(&recall, "other", false), "o");
	/* the same text is remembered once */
	recall_add(&recall, "one");
	ck_assert_uint_eq(recall.count, 3);
	ck_assert_str_eq(recall_step(&recall, "", true), "one");
	recall_fini(&recall);
}
END_TEST

START_TEST(only_so_many_texts_come_back)
{
	struct recall recall = { 0 };
	for (int i = 0; i < RECALL_MAX + 50; i++) {
		char text[16];
		snprintf(text, sizeof text, "text %d", i);
		recall_add(&recall, text);
	}
	ck_assert_uint_eq(recall.count, RECALL_MAX);
	ck_assert_str_eq(recall.items[0], "text 50");
	recall_fini(&recall);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("complete");
	TCase *tcase = tcase_create("complete");
	tcase_add_checked_fixture(tcase, open_ui, close_ui);
	tcase_add_test(tcase, names_are_offered_from_both_tables);
	tcase_add_test(tcase, commands_used_lately_come_first);
	tcase_add_test(tcase, arguments_are_offered_as_the_usage_line_says);
	tcase_add_test(tcase, flags_and_their_values_are_offered);
	tcase_add_test(tcase, what_reviews_and_checks_take_is_offered);
	tcase_add_test(tcase, formats_and_readers_are_offered);
	tcase_add_test(tcase, what_is_asked_for_is_said);
	tcase_add_test(tcase, a_question_offers_the_values_of_its_last_word);
	tcase_add_test(tcase, a_field_of_several_words_completes_the_last);
	tcase_add_test(tcase, signs_in_what_is_written_are_completed);
	suite_add_tcase(suite, tcase);
	TCase *recall = tcase_create("recall");
	tcase_add_test(recall, texts_come_back_newest_first);
	tcase_add_test(recall, only_so_many_texts_come_back);
	suite_add_tcase(suite, recall);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
