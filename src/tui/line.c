#include "tui/line.h"

#include <stdlib.h>

#include "base/text.h"
#include "tui/walk.h"

enum { EDITS_MAX = 4096, EDITS_BYTES_MAX = 8 << 20 };

void line_init(struct line *line, bool multiline)
{
	*line = (struct line){ .multiline = multiline };
}

/* The oldest `count`. */
static void forget_edits(struct line *line, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		line->edits_bytes -= line->edits.items[i].removed_len;
		free(line->edits.items[i].removed);
	}
	line->edits.count -= count;
	line->done -= count < line->done ? count : line->done;
	if (line->edits.count)
		memmove(line->edits.items, line->edits.items + count,
			line->edits.count * sizeof *line->edits.items);
}

void line_fini(struct line *line)
{
	forget_edits(line, line->edits.count);
	free(line->edits.items);
	free(line->rows.items);
	buf_fini(&line->text);
	*line = (struct line){ 0 };
}

const char *line_text(const struct line *line)
{
	return buf_text(&line->text);
}

/* ---- changes ------------------------------------------------------------------------------- */

static void splice(struct line *line, size_t at, size_t old_len, const char *text, size_t len)
{
	buf_splice(&line->text, at, old_len, text, len);
	line_forget_rows(line, at);
	line->changes++;
}

/* What was undone cannot be done again once something else was changed. */
static void forget_undone(struct line *line)
{
	while (line->edits.count > line->done) {
		struct line_edit *edit = &line->edits.items[--line->edits.count];
		line->edits_bytes -= edit->removed_len;
		free(edit->removed);
	}
}

/* Letters typed one after the other are undone as one word. */
static bool joins(const struct line *line, size_t at, const char *typed)
{
	if (!line->edits.count || line->last != LINE_ACT_TYPE)
		return false;
	const struct line_edit *edit = &line->edits.items[line->edits.count - 1];
	bool new_word = typed[0] != ' ' && at > 0 && line->text.data[at - 1] == ' ';
	return at == edit->at + edit->inserted && !new_word;
}

void line_replace(struct line *line, size_t at, size_t old_len, const char *text, size_t len,
	enum line_act act)
{
	forget_undone(line);
	if (act == LINE_ACT_TYPE && !old_len && joins(line, at, text)) {
		line->edits.items[line->edits.count - 1].inserted += len;
	} else {
		if (line->edits.count >= EDITS_MAX)
			forget_edits(line, EDITS_MAX / 2);
		struct line_edit *edit = vec_push(&line->edits);
		*edit = (struct line_edit){ at, len, mem_copy_n(line_text(line) + at, old_len),
			old_len, line->cursor };
		line->edits_bytes += old_len;
		while (line->edits_bytes > EDITS_BYTES_MAX)
			forget_edits(line, 1);
	}
	line->done = line->edits.count;
	splice(line, at, old_len, text, len);
	line->cursor = walk_border(line_text(line), line->text.len, at + len);
}

/* Do a change backwards, and make it the one that does it forwards again. */
static void flip(struct line *line, struct line_edit *edit)
{
	char *now = mem_copy_n(line_text(line) + edit->at, edit->inserted);
	size_t len = edit->inserted, cursor = line->cursor;
	splice(line, edit->at, len, edit->removed, edit->removed_len);
	line->edits_bytes += len - edit->removed_len;
	line->cursor = edit->cursor;
	free(edit->removed);
	*edit = (struct line_edit){ edit->at, edit->removed_len, now, len, cursor };
}

void line_undo(struct line *line)
{
	if (line->done)
		flip(line, &line->edits.items[--line->done]);
}

void line_redo(struct line *line)
{
	if (line->done < line->edits.count)
		flip(line, &line->edits.items[line->done++]);
}

bool line_insert(struct line *line, const char *text, size_t len)
{
	struct buf clean = { 0 };
	if (len > LINE_TEXT_MAX)
		return false;
	utf8_clean(&clean, text, len);
	if (!line->multiline) {
		while (clean.len &&
			(clean.data[clean.len - 1] == '\n' || clean.data[clean.len - 1] == '\r'))
			buf_truncate(&clean, clean.len - 1);
		for (size_t i = 0; i < clean.len; i++)
			if (clean.data[i] == '\n' || clean.data[i] == '\r')
				clean.data[i] = ' ';
	}
	bool fits = clean.len <= LINE_TEXT_MAX - line->text.len;
	if (fits && clean.len)
		line_replace(line, line->cursor, 0, clean.data, clean.len, LINE_ACT_OTHER);
	line->last = LINE_ACT_OTHER;
	buf_fini(&clean);
	return fits;
}

bool line_set(struct line *line, const char *text, size_t len)
{
	struct line fresh;
	line_init(&fresh, line->multiline);
	bool fits = line_insert(&fresh, text, len);
	if (fits) {
		struct buf old = line->text;
		line->text = fresh.text;
		fresh.text = old;
		forget_edits(line, line->edits.count);
		line_forget_rows(line, 0);
		line->changes++;
		line->top = line->left = 0;
		line->cursor = line->text.len;
		line->last = LINE_ACT_OTHER;
	}
	line_fini(&fresh);
	return fits;
}

void line_move(struct line *line, size_t at)
{
	line->cursor = walk_border(line_text(line), line->text.len, at);
	line->last = LINE_ACT_OTHER;
}

enum line_result line_type(struct line *line, uint32_t code)
{
	char utf8[4];
	size_t len = utf8_width(code) < 0 ? 0 : utf8_encode(code, utf8);
	if (len > LINE_TEXT_MAX - line->text.len)
		return LINE_FULL;
	if (len)
		line_replace(line, line->cursor, 0, utf8, len, LINE_ACT_TYPE);
	line->last = len ? LINE_ACT_TYPE : LINE_ACT_OTHER;
	return len ? LINE_TOOK : LINE_IGNORED;
}
