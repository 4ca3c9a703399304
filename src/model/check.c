#include "model/check_rows.h"

#include <stdlib.h>

#include "base/text.h"

enum { TITLE_COLUMNS = 48 };

/* ---- telling what was found --------------------------------------------------------------------- */

/* The command that edits what a finding is about, by the names of the command table. */
static void put_edit(const struct finding *finding, struct buf *out)
{
	const char *name = entity_get(finding->kind)->name;
	if (finding->kind == ENTITY_INCIDENT)
		buf_puts(out, "set");
	else if (finding->kind == ENTITY_SECTION)
		buf_printf(out, "section edit %s", finding->key);
	else if (finding->kind == ENTITY_ROLE)
		buf_puts(out, "role");
	else
		buf_printf(out, "%s edit %lld",
			finding->kind == ENTITY_REFERENCE    ? "ref"
			: finding->kind == ENTITY_ATTACHMENT ? "attach"
							     : name,
			(long long)finding->number);
}

/* A row's text with its places filled in. */
static char *fill(const char *text, const struct finding *finding, const char *what)
{
	struct buf out = { 0 };
	for (; *text; text++) {
		if (text_starts(text, "{what}"))
			buf_puts(&out, what);
		else if (text_starts(text, "{number}"))
			buf_printf(&out, "%lld", (long long)finding->number);
		else if (text_starts(text, "{key}"))
			buf_puts(&out, finding->key);
		else if (text_starts(text, "{edit}"))
			put_edit(finding, &out);
		else {
			buf_putc(&out, *text);
			continue;
		}
		text += strcspn(text, "}");
	}
	return buf_steal(&out);
}

static bool is_about(const struct finding *finding, const struct finding *other)
{
	return finding->check == other->check && finding->kind == other->kind && finding->number == other->number &&
	       text_equal(finding->key, other->key);
}

bool check_found(struct check_run *run, enum entity_kind kind, int64_t number, const char *key, const char *what)
{
	struct finding found = { .check = run->check, .kind = kind, .number = number, .key = mem_copy(key), .later = run->later };
	size_t count = run->out->count, same = 0;
	found.text = fill(run->check->says, &found, what);
	while (same < CHECK_PLACES_MOST && same < count && is_about(&run->out->items[count - same - 1], &found) &&
		!text_equal(run->out->items[count - same - 1].text, found.text))
		same++;
	if (same == CHECK_PLACES_MOST || (same < count && is_about(&run->out->items[count - same - 1], &found))) {
		free(found.key);
		free(found.text);
		return same < CHECK_PLACES_MOST;
	}
	found.fix = fill(run->check->fix, &found, what);
	*vec_push(run->out) = found;
	return true;
}

void check_missing(struct check_run *run, enum entity_kind kind)
{
	check_found(run, kind, 0, "", "");
}

/* ---- what there is ------------------------------------------------------------------------------ */

bool check_has_role(const struct check_input *input, const char *name)
{
	for (size_t i = 0; i < input->roles->count; i++)
		if (text_same(record_text(&input->roles->items[i], ROLE_NAME), name))
			return true;
	return false;
}

bool check_has_milestone(const struct check_input *input, enum milestone_kind kind)
{
	for (size_t i = 0; i < input->milestones->count; i++)
		if (milestone_find(record_text(&input->milestones->items[i], EVENT_KIND)) == kind)
			return true;
	return false;
}

bool check_has_cause(const struct check_input *input, const char *kind)
{
	for (size_t i = 0; i < input->causes->count; i++)
		if (text_equal(record_text(&input->causes->items[i], CAUSE_KIND), kind))
			return true;
	return false;
}

bool check_has_section(const struct check_input *input, const char *key)
{
	const struct check_section *section = check_section(input, key);
	return section && !text_empty(section->text);
}

const struct check_section *check_section(const struct check_input *input, const char *key)
{
	for (size_t i = 0; i < input->section_count; i++)
		if (text_equal(input->sections[i].key, key))
			return &input->sections[i];
	return NULL;
}

int64_t check_milestone_at(const struct check_input *input, enum milestone_kind kind)
{
	for (size_t i = 0; i < input->milestones->count; i++)
		if (milestone_find(record_text(&input->milestones->items[i], EVENT_KIND)) == kind)
			return record_int(&input->milestones->items[i], EVENT_AT);
	return 0;
}

static bool uses(const struct words *shows, const char *name, size_t len)
{
	for (size_t i = 0; i < shows->count; i++)
		if (strlen(shows->items[i]) == len && strncmp(shows->items[i], name, len) == 0)
			return true;
	return false;
}

/* The template makes use of one of the names, separated by blanks. */
static bool shows(const struct check_input *input, const char *names)
{
	bool found = !input->shows || !names;
	for (size_t len; !found && *names; names += len + strspn(names + len, " ")) {
		len = strcspn(names, " ");
		found = uses(input->shows, names, len);
	}
	return found;
}

bool check_as_imported(const struct check_input *input)
{
	return input->shows && uses(input->shows, "layout", strlen("layout"));
}

bool check_counts(const struct record *action)
{
	return !text_equal(record_text(action, ACTION_STATE), "declined");
}

void check_put_title(const char *title, struct buf *out)
{
	size_t len = strlen(title), fits = text_fit(title, len, TITLE_COLUMNS);
	buf_put(out, title, fits);
	buf_puts(out, fits < len ? "…" : "");
}

/* ---- running ------------------------------------------------------------------------------------ */

static const struct check_set *const sets[] = { &check_set_people, &check_set_timeline, &check_set_times,
	&check_set_impact, &check_set_causes, &check_set_actions, &check_set_sections, &check_set_targets,
	&check_set_publication, &check_set_secrets, &check_set_left, &check_set_blame, &check_set_wording,
	&check_set_acronyms, &check_set_public, &check_set_imported };

const struct check *check_at(size_t index)
{
	for (size_t i = 0; i < LENGTH(sets); i++) {
		if (index < sets[i]->count)
			return &sets[i]->rows[index];
		index -= sets[i]->count;
	}
	return NULL;
}

const struct check *check_find(const char *id)
{
	const struct check *check;
	for (size_t i = 0; (check = check_at(i)); i++)
		if (text_equal(check->id, id))
			return check;
	return NULL;
}

size_t check_count(void)
{
	size_t count = 0;
	for (size_t i = 0; i < LENGTH(sets); i++)
		count += sets[i]->count;
	return count;
}

const char *check_level_name(enum check_level level)
{
	return level == CHECK_ERROR ? "error" : "warning";
}

/* What was found in the events and their texts before. */
static void take_found(struct check_run *run, const struct findings *found)
{
	for (size_t i = 0; found && i < found->count; i++) {
		const struct finding *finding = &found->items[i];
		if (finding->check != run->check)
			continue;
		struct finding *copy = vec_push(run->out);
		*copy = *finding;
		copy->key = mem_copy(finding->key);
		copy->text = mem_copy(finding->text);
		copy->fix = mem_copy(finding->fix);
		copy->later = run->later;
	}
}

static void run_check(struct check_run *run, const struct check_input *input)
{
	const struct check *check = run->check;
	if (!shows(input, check->when) || (check->ours && check_as_imported(input)))
		return;
	if (check->find)
		check->find(run, input);
	for (size_t i = 0; check->find_text && i < input->text_count; i++)
		check->find_text(run, input, &input->texts[i]);
	if (check->find_text || check->find_event)
		take_found(run, input->event_findings);
}

void check_run_text(const struct check_input *input, const struct check_text *text, struct findings *out)
{
	for (size_t i = 0; i < LENGTH(sets); i++)
		for (size_t j = 0; j < sets[i]->count; j++) {
			const struct check *check = &sets[i]->rows[j];
			struct check_run run = { check, out, false, input->ready };
			if (check->find_text)
				check->find_text(&run, input, text);
		}
}

void check_run_event(const struct check_input *input, const struct record *event, struct findings *out)
{
	for (size_t i = 0; i < LENGTH(sets); i++)
		for (size_t j = 0; j < sets[i]->count; j++) {
			const struct check *check = &sets[i]->rows[j];
			struct check_run run = { check, out, false, input->ready };
			if (check->find_event)
				check->find_event(&run, input, event);
		}
}

static void run_level(
	const struct check_input *input, enum check_level level, bool later, struct findings *out)
{
	bool open = status_is_open(record_text(input->incident, INCIDENT_STATUS));
	const struct check *check;
	for (size_t i = 0; (check = check_at(i)); i++) {
		struct check_run run = { check, out, open && !check->now, input->ready };
		if (check->level == level && run.later == later)
			run_check(&run, input);
	}
}

void check_run(const struct check_input *input, struct findings *out)
{
	for (int later = 0; later <= 1; later++)
		for (int level = 0; level < CHECK_LEVELS; level++)
			run_level(input, (enum check_level)level, later, out);
	findings_waive(out, input->waivers, input->waiver_count);
}
