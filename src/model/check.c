#include "model/check_rows.h"

#include <stdlib.h>

#include "base/text.h"

/* ---- telling what was found --------------------------------------------------------------------- */

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
		else {
			buf_putc(&out, *text);
			continue;
		}
		text += strcspn(text, "}");
	}
	return buf_steal(&out);
}

void check_found(struct check_run *run, enum entity_kind kind, int64_t number, const char *key,
	const char *what)
{
	struct finding *finding = vec_push(run->out);
	*finding = (struct finding){
		.check = run->check, .kind = kind, .number = number, .key = mem_copy(key), .later = run->later
	};
	finding->text = fill(run->check->says, finding, what);
	finding->fix = fill(run->check->fix, finding, what);
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
	for (size_t i = 0; i < input->section_count; i++)
		if (text_equal(input->sections[i].key, key))
			return !text_empty(input->sections[i].text);
	return false;
}

/* ---- running ------------------------------------------------------------------------------------ */

static const struct check_set *const sets[] = { &check_set_people, &check_set_timeline, &check_set_causes, &check_set_actions,
	&check_set_sections };

const struct check *check_at(size_t index)
{
	for (size_t i = 0; i < LENGTH(sets); i++) {
		if (index < sets[i]->count)
			return &sets[i]->rows[index];
		index -= sets[i]->count;
	}
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

/* What was found in the texts of events before. */
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
	if (!run->check->find_text) {
		run->check->find(run, input);
		return;
	}
	for (size_t i = 0; i < input->text_count; i++)
		run->check->find_text(run, input, &input->texts[i]);
	take_found(run, input->event_findings);
}

void check_run_text(const struct check_input *input, const struct check_text *text, struct findings *out)
{
	const struct check *check;
	for (size_t i = 0; (check = check_at(i)); i++) {
		struct check_run run = { check, out, false };
		if (check->find_text)
			check->find_text(&run, input, text);
	}
}

static void run_level(
	const struct check_input *input, enum check_level level, bool later, struct findings *out)
{
	bool open = status_is_open(record_text(input->incident, INCIDENT_STATUS));
	const struct check *check;
	for (size_t i = 0; (check = check_at(i)); i++) {
		struct check_run run = { check, out, open && !check->now };
		if (check->level == level && run.later == later)
			run_check(&run, input);
	}
}

void check_run(const struct check_input *input, struct findings *out)
{
	for (int later = 0; later <= 1; later++)
		for (int level = 0; level < CHECK_LEVELS; level++)
			run_level(input, (enum check_level)level, later, out);
}

void findings_fini(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].key);
		free(findings->items[i].text);
		free(findings->items[i].fix);
	}
	free(findings->items);
	*findings = (struct findings){ 0 };
}

size_t findings_count(const struct findings *findings, enum check_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < findings->count; i++)
		count += findings->items[i].check->level == level;
	return count;
}

size_t findings_now(const struct findings *findings)
{
	size_t count = 0;
	while (count < findings->count && !findings->items[count].later)
		count++;
	return count;
}

void finding_subject(const struct finding *finding, struct buf *out)
{
	buf_puts(out, entity_get(finding->kind)->name);
	if (finding->number)
		buf_printf(out, " %lld", (long long)finding->number);
	else if (*finding->key)
		buf_printf(out, " %s", finding->key);
}
