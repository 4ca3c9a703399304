#include "tui/section_notes.h"

#include "base/text.h"
#include "tui/ui.h"

static const struct section_state *find(const struct ui *ui, const char *key)
{
	const struct section_states *sections = &ui->incident.writing.sections;
	for (size_t i = 0; ui->incident.open && i < sections->count; i++)
		if (text_same(sections->items[i].key, key))
			return &sections->items[i];
	return NULL;
}

bool section_notes_known(const struct ui *ui, const char *key)
{
	return find(ui, key) != NULL;
}

/* Of a section or, with "", of the whole. */
static bool is_open(const struct records *steps, size_t index, const char *key)
{
	return review_is_open(steps, index) &&
		text_equal(record_text(&steps->items[index], REVIEW_SECTION), key);
}

size_t section_notes_remarks(const struct ui *ui, const char *key)
{
	const struct records *steps = &ui->incident.writing.review.steps;
	size_t open = 0;
	for (size_t i = 0; i < steps->count; i++)
		open += is_open(steps, i, key);
	return open;
}

static int put(struct ui *ui, struct area area, int row, enum style style, const char *text)
{
	return row < area.rows
		? writing_draw_text(ui, area, row, area.rows - row, 0, style, text)
		: 0;
}

static int draw_remarks(struct ui *ui, struct area area, int row, const char *key)
{
	const struct records *steps = &ui->incident.writing.review.steps;
	int used = 0;
	for (size_t i = 0; i < steps->count; i++) {
		const struct record *step = &steps->items[i];
		struct buf line = { 0 };
		if (!is_open(steps, i, key))
			continue;
		buf_printf(&line, "#%lld ", (long long)step->number);
		show_person(record_text(step, REVIEW_PERSON), &line);
		buf_printf(&line, "%s%s: %s",
			review_step_of(step) == REVIEW_OBJECT ? " objects" : "",
			*key ? "" : " on the whole", record_text(step, REVIEW_TEXT));
		used += put(ui, area, row + used, STYLE_WARNING, buf_text(&line));
		buf_fini(&line);
	}
	return used;
}

/* That nothing is written is seen without being told; who writes can mend at once what could wait. */
static int draw_findings(
	struct ui *ui, struct area area, int row, const struct section_state *section)
{
	const struct findings *findings = &ui->incident.writing.findings;
	int used = 0;
	for (size_t i = 0; section->words && i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		struct buf line = { 0 };
		if (finding->kind != ENTITY_SECTION || finding->waived ||
			!text_equal(finding->key, section->key))
			continue;
		const char *level = check_level_name(finding->check->level);
		buf_printf(&line, "%s: %s", level, finding->text);
		used += put(ui, area, row + used, style_find(level), buf_text(&line));
		buf_fini(&line);
	}
	return used;
}

int section_notes_draw(
	struct ui *ui, struct area area, int row, const char *key, int question_rows)
{
	const struct section_state *section = find(ui, key);
	int from = row;
	if (!section)
		return 0;
	if (section->prompt && question_rows > 0 && row < area.rows)
		row += writing_draw_text(ui, area, row,
			question_rows < area.rows - row ? question_rows : area.rows - row, 0,
			STYLE_DIM, section->prompt);
	row += draw_remarks(ui, area, row, section->key);
	row += draw_findings(ui, area, row, section);
	row += draw_remarks(ui, area, row, "");
	return row - from;
}
