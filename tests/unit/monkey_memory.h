/*
 * What a person typed, remembered beside the program: nothing of it is lost, whatever happens. It
 * is in the composer or the form; a quarter of a second later on disk as well; or it was logged or
 * saved.
 */
#ifndef TESTS_MONKEY_MEMORY_H
#define TESTS_MONKEY_MEMORY_H

#include <check.h>

#include "app/compose.h"
#include "base/text.h"
#include "tui/ui.h"

/* Check writes a record for each of its assertions, and a file that may not grow loses some: only what is wrong is
 * told to it. */
#define expect(truth, ...)                                                                         \
	do {                                                                                       \
		if (!(truth))                                                                      \
			ck_abort_msg(__VA_ARGS__);                                                 \
	} while (0)
#define expect_true(truth) expect(truth, "%s", #truth)

struct memory {
	char incident[ID_SIZE]; /* "" and no text: nothing is written */
	char *text;		/* of the composer */
	bool timed;
	int64_t since;	      /* it is so since then */
	struct fields fields; /* of the form */
	char form_incident[ID_SIZE];
	int64_t fields_since;
	int64_t logged; /* clock of the newest change on disk */
};

static void memory_fini(struct memory *memory)
{
	free(memory->text);
	fields_fini(&memory->fields);
	*memory = (struct memory){ 0 };
}

static const char *typed_in(const struct fields *fields, int field)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].field == field)
			return fields->items[i].text;
	return NULL;
}

/* All that the first has is in the second. */
static bool fields_within(const struct fields *some, const struct fields *all)
{
	for (size_t i = 0; i < some->count; i++) {
		const char *text = typed_in(all, some->items[i].field);
		if (!text || !text_equal(text, some->items[i].text))
			return false;
	}
	return true;
}

static int64_t newest_change(struct app *app)
{
	int64_t clock = 0;
	struct err err = { 0 };
	expect(
		store_int(app->store, QUERY_CHANGE_CLOCK, NULL, &clock, &err), "%s", err.text);
	return clock;
}

/* How things stand now; what did not change keeps its time. */
static void memory_take(struct memory *memory, struct ui *ui, bool healthy)
{
	struct memory now = { .since = ui->clock, .fields_since = ui->clock };
	const struct composer *composer = &ui->composer;
	if (ui->incident.open && !composer_empty(composer) && !composer->offered) {
		memcpy(now.incident, ui->incident.record.id, ID_SIZE);
		now.text = mem_copy(line_text(&composer->line));
		now.timed = composer->timed;
		if (memory->text && text_equal(memory->text, now.text) &&
			text_equal(memory->incident, now.incident) && memory->timed == now.timed)
			now.since = memory->since;
	}
	if (ui->form.open) {
		memcpy(now.form_incident, ui->form.incident, ID_SIZE);
		form_typed(&ui->form, &now.fields);
		if (fields_within(&now.fields, &memory->fields))
			now.fields_since = memory->fields_since;
	}
	now.logged = healthy ? newest_change(ui->app) : 0;
	memory_fini(memory);
	*memory = now;
}

/* The same text, with the time that was asked for behind its first line. */
static bool is_kept_text(const char *typed, bool timed, const char *kept)
{
	size_t first = strcspn(typed, "\n");
	if (!timed)
		return text_equal(typed, kept);
	return strncmp(typed, kept, first) == 0 && kept[first] == ' ' &&
		text_equal(typed + first, kept + first + 1 + strcspn(kept + first + 1, "\n"));
}

/* What is left of a text once a command takes the `!kind` it begins with for the composer's own kind. */
static const char *without_kind(const char *typed)
{
	size_t len = strcspn(typed, " \t\n");
	char word[COMPOSE_KIND_SIZE];
	struct compose_kind kind;
	text_copy(word, len < sizeof word ? len : sizeof word, typed + (typed[0] == '!'));
	if (typed[0] != '!' || !compose_kind_find(word, &kind, NULL))
		return typed;
	return typed + len + strspn(typed + len, " \t");
}

static bool draft_has_fields(
	struct app *app, const struct draft *draft, const struct memory *memory)
{
	struct fields kept;
	struct buf place = { 0 };
	bool has = false;
	fields_place(&memory->fields, &place);
	if (text_equal(draft->place, buf_text(&place)) &&
		text_equal(draft->incident, memory->form_incident) &&
		fields_read(app, draft->place, draft->text, &kept, NULL)) {
		has = fields_within(&memory->fields, &kept);
		fields_fini(&kept);
	}
	buf_fini(&place);
	return has;
}

/* Which of the two are on disk. */
static void memory_on_disk(struct app *app, const struct memory *memory, bool *text, bool *fields)
{
	struct drafts drafts = { 0 };
	struct err err = { 0 };
	*text = !memory->text;
	*fields = !memory->fields.count;
	expect(draft_list(app, "", &drafts, &err), "%s", err.text);
	for (size_t i = 0; i < drafts.count; i++) {
		const struct draft *draft = &drafts.items[i];
		if (!*text && text_equal(draft->place, "composer") &&
			text_equal(draft->incident, memory->incident))
			*text = is_kept_text(memory->text, memory->timed, draft->text);
		if (!*fields)
			*fields = draft_has_fields(app, draft, memory);
	}
	drafts_fini(&drafts);
}

/* What has been there for long enough is on disk. */
static void memory_check_disk(const struct memory *memory, const struct ui *ui)
{
	bool text, fields;
	memory_on_disk(ui->app, memory, &text, &fields);
	expect(text || ui->clock < memory->since + DRAFT_DELAY_MS,
		"'%s' is not on disk after %lld ms", memory->text,
		(long long)(ui->clock - memory->since));
	expect(fields || ui->clock < memory->fields_since + DRAFT_DELAY_MS,
		"a field of the form, '%s', is not on disk after %lld ms",
		memory->fields.items[0].text, (long long)(ui->clock - memory->fields_since));
}

/* After a step that was none of writing: the text is where it was; or on disk, if one went
 * elsewhere. */
static void memory_check_text(const struct memory *memory, const struct ui *ui, const char *step)
{
	bool text, fields;
	if (!memory->text)
		return;
	if (ui->incident.open && text_equal(ui->incident.record.id, memory->incident)) {
		expect(is_kept_text(memory->text, false, line_text(&ui->composer.line)) ||
				is_kept_text(without_kind(memory->text), false,
					line_text(&ui->composer.line)) ||
				is_kept_text(
					memory->text, memory->timed, line_text(&ui->composer.line)),
			"after %s '%s' has become '%s'", step, memory->text,
			line_text(&ui->composer.line));
		return;
	}
	memory_on_disk(ui->app, memory, &text, &fields);
	expect(
		text, "after %s '%s' is neither on the screen nor on disk", step, memory->text);
}

/* A form that is gone was saved, or is on disk. */
static void memory_check_form(const struct memory *memory, const struct ui *ui, const char *step)
{
	bool text, fields;
	if (!memory->fields.count ||
		(ui->form.open && ui->form.kind == memory->fields.kind &&
			text_equal(ui->form.which, memory->fields.which) &&
			text_equal(ui->form.incident, memory->form_incident)))
		return;
	memory_on_disk(ui->app, memory, &text, &fields);
	expect(fields || newest_change(ui->app) != memory->logged,
		"after %s the form's '%s' is neither saved nor on disk", step,
		memory->fields.items[0].text);
}

#endif
