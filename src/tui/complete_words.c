/* What the words of usage lines stand for. */
#include "tui/complete_words.h"

#include <ctype.h>
#include <stdlib.h>

#include "app/document.h"
#include "app/edit.h"
#include "app/format.h"
#include "base/text.h"
#include "tui/ui.h"

static void add(const struct spot *spot, const char *text, const char *help)
{
	candidates_add(spot->found, text, help, spot->typed);
}

static enum entity_kind entity_named(const char *name)
{
	static const struct {
		const char *name;
		enum entity_kind kind;
	} shorter[] = { { "ref", ENTITY_REFERENCE }, { "attach", ENTITY_ATTACHMENT } };
	char word[32];
	text_copy(word, sizeof word, name);
	word[strcspn(word, " ")] = '\0';
	for (size_t i = 0; i < LENGTH(shorter); i++)
		if (text_equal(shorter[i].name, word))
			return shorter[i].kind;
	return entity_find(word);
}

static void add_numbers(const struct spot *spot)
{
	enum entity_kind kind = entity_named(spot->name);
	if (kind == ENTITY_COUNT)
		kind = entity_named(spot->plain);
	/* 3,5,8: the last of them */
	const char *comma = strrchr(spot->typed, ',');
	size_t skip = comma ? (size_t)(comma + 1 - spot->typed) : 0;
	spot->found->from += skip;
	if (kind != ENTITY_COUNT)
		complete_numbers(spot->ui, kind, spot->typed + skip, spot->found);
}

static void add_event_kinds(const struct spot *spot)
{
	complete_values(spot->ui, ENTITY_EVENT, EVENT_KIND, spot->typed, spot->found);
}

static void add_compose_kinds(const struct spot *spot)
{
	for (size_t i = 0; i < compose_kind_count(); i++)
		add(spot, compose_kind_at(i).name, compose_kind_at(i).help);
}

static void add_entities(const struct spot *spot)
{
	for (int kind = 0; kind < ENTITY_PUBLICATION; kind++)
		add(spot, entity_get((enum entity_kind)kind)->name,
			entity_get((enum entity_kind)kind)->help);
}

static const struct entity *fields_of(const struct spot *spot)
{
	bool has = spot->command && spot->command->entity != COMMAND_NO_ENTITY;
	return has ? entity_get((enum entity_kind)spot->command->entity) : NULL;
}

static void add_fields(const struct spot *spot)
{
	const struct entity *entity = fields_of(spot);
	for (size_t i = 0; entity && i < entity->count; i++)
		if (!(entity->fields[i].flags & FIELD_HIDDEN))
			add(spot, entity->fields[i].name, entity->fields[i].help);
}

static void say_field(const struct spot *spot, const struct field *field)
{
	struct candidates *found = spot->found;
	const char *zone = app_zone_of(spot->ui->app, &spot->ui->incident.record);
	struct when_context ctx;
	struct when when;
	struct err err = { 0 };
	edit_when(spot->ui->app, &spot->ui->incident.record, &ctx, NULL);
	buf_truncate(&found->about, 0);
	if (field->type != FIELD_TIME || text_empty(spot->typed)) {
		buf_printf(&found->about, "%s: %s", field->name, field->help);
	} else if (when_parse(spot->typed, &ctx, &when, &err)) {
		buf_printf(&found->about, "%s: ", field->name);
		when_echo(&found->about, &when, zone);
	} else {
		buf_puts(&found->about, err.text);
		found->wrong = true;
	}
}

void spot_field(const struct spot *spot, const struct field *field)
{
	enum entity_kind kind = (enum entity_kind)spot->command->entity;
	complete_values(
		spot->ui, kind, (int)(field - entity_get(kind)->fields), spot->typed, spot->found);
	say_field(spot, field);
}

/* Of what is selected in an import. */
static void add_import_fields(const struct spot *spot)
{
	const struct record *record = importing_record(spot->ui);
	const struct entity *entity = record ? entity_get(record->kind) : NULL;
	for (size_t i = 0; entity && i < entity->count; i++)
		if (!(entity->fields[i].flags & FIELD_HIDDEN))
			add(spot, entity->fields[i].name, entity->fields[i].help);
}

static void add_import_values(const struct spot *spot)
{
	const struct record *record = importing_record(spot->ui);
	int field = record ? entity_field(entity_get(record->kind), spot->plain) : -1;
	if (field < 0)
		return;
	complete_values(spot->ui, record->kind, field, spot->typed, spot->found);
	say_field(spot, &entity_get(record->kind)->fields[field]);
}

static void add_values(const struct spot *spot)
{
	const struct entity *entity = fields_of(spot);
	int field = entity ? entity_field(entity, spot->plain) : -1;
	if (field >= 0)
		spot_field(spot, &entity->fields[field]);
}

static void add_roles(const struct spot *spot)
{
	static const char *const names[] = { "commander", "scribe", "comms", "owner", "author" };
	for (size_t i = 0; i < LENGTH(names); i++)
		add(spot, names[i], "");
}

static void add_people(const struct spot *spot)
{
	complete_values(spot->ui, ENTITY_ROLE, ROLE_PERSON, spot->typed, spot->found);
}

static void add_sections(const struct spot *spot)
{
	struct section_states states = { 0 };
	if (spot->ui->incident.open &&
		document_sections(spot->ui->app, &spot->ui->incident.record, NULL, &states, NULL))
		for (size_t i = 0; i < states.count; i++)
			add(spot, states.items[i].key, states.items[i].heading);
	section_states_fini(&states);
}

static void add_heading(void *data, const char *text)
{
	add(data, text, "");
}

static void add_headings(const struct spot *spot)
{
	struct spot copy = *spot;
	preview_add_headings(spot->ui, add_heading, &copy);
}

static void add_incidents(const struct spot *spot)
{
	enum { MOST = 50 };
	struct board board = { 0 };
	if (read_board(spot->ui->app, true, MOST, &board, NULL))
		for (size_t i = 0; i < board.count; i++) {
			const struct record *incident = &board.items[i].incident;
			struct buf name = { 0 };
			app_incident_name(incident, &name);
			add(spot, buf_text(&name), record_text(incident, INCIDENT_TITLE));
			buf_fini(&name);
		}
	board_fini(&board);
}

static void add_commands(const struct spot *spot)
{
	spot_names(spot->found, spot->typed);
}

static void add_tabs(const struct spot *spot)
{
	for (size_t i = 0; i < TAB_COUNT; i++)
		add(spot, incident_tabs[i]->name, "");
}

static void add_options(const struct spot *spot)
{
	for (int id = 0; id < OPTION_COUNT; id++)
		add(spot, option_row((enum option_id)id)->name,
			option_row((enum option_id)id)->help);
}

static void add_option_values(const struct spot *spot)
{
	enum option_id id = option_find(spot->plain, NULL);
	if (id == OPTION_COUNT)
		return;
	const struct option_row *row = option_row(id);
	for (size_t i = 0; row->values && row->values[i]; i++)
		add(spot, row->values[i], "");
	if (id == OPTION_TEMPLATE)
		complete_values(
			spot->ui, ENTITY_INCIDENT, INCIDENT_TEMPLATE, spot->typed, spot->found);
	buf_truncate(&spot->found->about, 0);
	buf_printf(&spot->found->about, "%s: %s", row->name, row->help);
}

static void add_template_names(const struct spot *spot)
{
	complete_values(spot->ui, ENTITY_INCIDENT, INCIDENT_TEMPLATE, spot->typed, spot->found);
}

static void add_audiences(const struct spot *spot)
{
	complete_values(spot->ui, ENTITY_EVENT, EVENT_AUDIENCE, spot->typed, spot->found);
}

static void add_formats(const struct spot *spot)
{
	for (size_t i = 0; i < format_count; i++)
		add(spot, formats[i].name, formats[i].help);
}

static void add_remarks(const struct spot *spot)
{
	const struct records *steps = &spot->ui->incident.writing.review.steps;
	for (size_t i = 0; spot->ui->incident.open && i < steps->count; i++) {
		struct buf number = { 0 };
		if (!review_is_open(steps, i))
			continue;
		buf_printf(&number, "%lld", (long long)steps->items[i].number);
		add(spot, buf_text(&number), record_text(&steps->items[i], REVIEW_TEXT));
		buf_fini(&number);
	}
}

static void add_checks(const struct spot *spot)
{
	for (size_t i = 0; check_at(i); i++) {
		struct buf says = { 0 };
		check_row_text(check_at(i)->says, &says);
		add(spot, check_at(i)->id, buf_text(&says));
		buf_fini(&says);
	}
}

/* Checks that found something, each once: what is waived, or what is not. */
static void add_found_checks(const struct spot *spot)
{
	const struct findings *findings = &spot->ui->incident.writing.findings;
	bool waived = text_equal(spot->name, "check unwaive");
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		bool again = false;
		for (size_t before = 0; before < i; before++)
			again |= findings->items[before].check == finding->check &&
				!findings->items[before].waived == !finding->waived;
		if (!again && waived == (finding->waived != NULL))
			add(spot, finding->check->id, finding->text);
	}
}

/* What such a check found something about, as `check waive` reads it. */
static void add_subjects(const struct spot *spot)
{
	const struct findings *findings = &spot->ui->incident.writing.findings;
	bool waived = text_equal(spot->name, "check unwaive");
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		struct buf subject = { 0 };
		if (!text_equal(finding->check->id, spot->plain) ||
			waived != (finding->waived != NULL))
			continue;
		if (*finding->key)
			buf_puts(&subject, finding->key);
		else
			finding_subject(finding, &subject);
		add(spot, buf_text(&subject), finding->text);
		buf_fini(&subject);
	}
}

/* What a word in capitals stands for; of a command, or of all. */
static const struct {
	const char *command, *word;
	void (*add)(const struct spot *spot);
} stands_for[] = {
	{ "review settle", "NUMBER", add_remarks },
	{ NULL, "NUMBER", add_numbers },
	{ "kind", "KIND", add_compose_kinds },
	{ "compose", "KIND", add_compose_kinds },
	{ "form", "KIND", add_entities },
	{ NULL, "KIND", add_event_kinds },
	{ "heading", "HEADING", add_headings },
	{ "config", "NAME", add_options },
	{ "config", "VALUE", add_option_values },
	{ "tab", "NAME", add_tabs },
	{ "render", "NAME", add_template_names },
	{ "preview", "NAME", add_template_names },
	{ "check", "NAME", add_template_names },
	{ "template new", "NAME", add_template_names },
	{ "template show", "NAME", add_template_names },
	{ "template check", "NAME", add_template_names },
	{ NULL, "WHO", add_audiences },
	{ NULL, "FORMAT", add_formats },
	{ "check explain", "CHECK", add_checks },
	{ NULL, "CHECK", add_found_checks },
	{ NULL, "SUBJECT", add_subjects },
	{ "correct", "FIELD", add_import_fields },
	{ "correct", "VALUE", add_import_values },
	{ NULL, "FIELD", add_fields },
	{ NULL, "VALUE", add_values },
	{ NULL, "ROLE", add_roles },
	{ NULL, "PERSON", add_people },
	{ NULL, "KEY", add_sections },
	{ NULL, "REF", add_incidents },
	{ NULL, "COMMAND", add_commands },
	{ NULL, "FILE", spot_files },
};

void spot_word(const struct spot *spot, const char *word)
{
	if (islower((unsigned char)*word)) {
		add(spot, word, "");
		return;
	}
	for (size_t i = 0; i < LENGTH(stands_for); i++)
		if (text_equal(stands_for[i].word, word) &&
			(!stands_for[i].command || text_equal(stands_for[i].command, spot->name))) {
			stands_for[i].add(spot);
			return;
		}
}

/* The word at a position of one alternative of a usage line such as "NUMBER… --reason TEXT". */
static void add_position(const struct spot *spot, const char *usage, size_t len, size_t position)
{
	static const char more[] = "…";
	const size_t tail = sizeof more - 1;
	for (size_t at = 0; at < len; position--) {
		char word[32];
		size_t end = at;
		while (end < len && usage[end] != ' ')
			end++;
		size_t from = at + (usage[at] == '['), to = end;
		while (to > from && (usage[to - 1] == ']' || usage[to - 1] == ','))
			to--;
		bool repeats = to - from > tail && memcmp(usage + to - tail, more, tail) == 0;
		to -= repeats ? tail : 0;
		if (text_starts(usage + from, "--"))
			return;
		if (position == 0 || repeats) {
			text_copy(word, to - from + 1 < sizeof word ? to - from + 1 : sizeof word,
				usage + from);
			spot_word(spot, word);
			return;
		}
		at = end + (end < len);
	}
}

void spot_plain(const struct spot *spot, const char *usage, size_t position)
{
	while (*usage) {
		const char *bar = strstr(usage, " | ");
		size_t len = bar ? (size_t)(bar - usage) : strlen(usage);
		add_position(spot, usage, len, position);
		usage += len + (bar ? strlen(" | ") : 0);
	}
}
