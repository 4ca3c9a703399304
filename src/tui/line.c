#include "tui/line.h"

#include <stdlib.h>

#include "base/text.h"
#include "tui/walk.h"

enum { EDITS_MAX = 4096, EDITS_BYTES_MAX = 8 << 20 };

void line_init(struct line *line, bool multiline)
{
	*line = (struct line){ .multiline = multiline };
}

static void forget_edits(struct line *line, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		line->edits_bytes -= line->edits.items[i].removed_len;
		free(line->edits.items[i].removed);
	}
	line->edits.count -= count;
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
	buf_fini(&line->killed);
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

/* Letters typed one after the other are undone as one word. */
static bool joins(const struct line *line, size_t at, const char *typed)
{
	if (!line->edits.count || line->last != LINE_ACT_TYPE)
		return false;
	const struct line_edit *edit = &line->edits.items[line->edits.count - 1];
	bool new_word = typed[0] != ' ' && at > 0 && line->text.data[at - 1] == ' ';
	return at == edit->at + edit->inserted && !new_word;
}

static void replace(struct line *line, size_t at, size_t old_len, const char *text, size_t len,
	enum line_act act)
{
	if (act == LINE_ACT_TYPE && joins(line, at, text)) {
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
	splice(line, at, old_len, text, len);
	line->cursor = walk_border(line_text(line), line->text.len, at + len);
}

static enum line_result undo(struct line *line)
{
	if (!line->edits.count)
		return LINE_TOOK;
	struct line_edit edit = line->edits.items[--line->edits.count];
	line->edits_bytes -= edit.removed_len;
	splice(line, edit.at, edit.inserted, edit.removed, edit.removed_len);
	line->cursor = edit.cursor;
	free(edit.removed);
	return LINE_TOOK;
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
		replace(line, line->cursor, 0, clean.data, clean.len, LINE_ACT_OTHER);
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

/* ---- keys ---------------------------------------------------------------------------------- */

static enum line_result move(struct line *line, size_t at)
{
	line->cursor = at;
	return LINE_TOOK;
}

static enum line_result erase(struct line *line, size_t from, size_t to)
{
	if (from < to)
		replace(line, from, to - from, NULL, 0, LINE_ACT_OTHER);
	return LINE_TOOK;
}

static enum line_result kill(struct line *line, size_t from, size_t to)
{
	if (from == to)
		return LINE_TOOK;
	if (line->last != LINE_ACT_KILL)
		buf_truncate(&line->killed, 0);
	buf_splice(&line->killed, from < line->cursor ? 0 : line->killed.len, 0,
		line->text.data + from, to - from);
	return erase(line, from, to);
}

static enum line_result insert(struct line *line, const char *text, size_t len, enum line_act act)
{
	if (len > LINE_TEXT_MAX - line->text.len)
		return LINE_FULL;
	if (len)
		replace(line, line->cursor, 0, text, len, act);
	return LINE_TOOK;
}

/* A move through the text, from the cursor. */
typedef size_t walk(const char *text, size_t len, size_t at);

static size_t reach(const struct line *line, walk *way)
{
	return way(line_text(line), line->text.len, line->cursor);
}

static size_t line_start(const struct line *line)
{
	return walk_line_start(line_text(line), line->cursor);
}

static enum line_result key_left(struct line *line)
{
	return move(line, reach(line, walk_before));
}

static enum line_result key_right(struct line *line)
{
	return move(line, reach(line, walk_next));
}

static enum line_result key_home(struct line *line)
{
	return move(line, line_start(line));
}

static enum line_result key_end(struct line *line)
{
	return move(line, reach(line, walk_line_end));
}

static enum line_result key_start(struct line *line)
{
	return move(line, 0);
}

static enum line_result key_finish(struct line *line)
{
	return move(line, line->text.len);
}

static enum line_result key_word_left(struct line *line)
{
	return move(line, reach(line, walk_word_before));
}

static enum line_result key_word_right(struct line *line)
{
	return move(line, reach(line, walk_word_next));
}

static enum line_result key_backspace(struct line *line)
{
	return erase(line, reach(line, walk_before), line->cursor);
}

static enum line_result key_delete(struct line *line)
{
	return erase(line, line->cursor, reach(line, walk_next));
}

static enum line_result key_kill_end(struct line *line)
{
	size_t end = reach(line, walk_line_end);
	return kill(line, line->cursor, end == line->cursor ? reach(line, walk_next) : end);
}

static enum line_result key_kill_start(struct line *line)
{
	return kill(line, line_start(line), line->cursor);
}

static enum line_result key_kill_blank(struct line *line)
{
	return kill(line, reach(line, walk_blank_before), line->cursor);
}

static enum line_result key_kill_word_left(struct line *line)
{
	return kill(line, reach(line, walk_word_before), line->cursor);
}

static enum line_result key_kill_word_right(struct line *line)
{
	return kill(line, line->cursor, reach(line, walk_word_next));
}

static enum line_result key_yank(struct line *line)
{
	return insert(line, buf_text(&line->killed), line->killed.len, LINE_ACT_OTHER);
}

static enum line_result key_newline(struct line *line)
{
	return line->multiline ? insert(line, "\n", 1, LINE_ACT_OTHER) : LINE_IGNORED;
}

static enum line_result key_up(struct line *line)
{
	return line_vertical(line, false);
}

static enum line_result key_down(struct line *line)
{
	return line_vertical(line, true);
}

static const struct {
	struct key key;
	enum line_act act;
	enum line_result (*run)(struct line *line);
} bindings[] = {
	{ { KEY_LEFT, 0 }, LINE_ACT_OTHER, key_left },
	{ { 'b', KEY_CTRL }, LINE_ACT_OTHER, key_left },
	{ { KEY_RIGHT, 0 }, LINE_ACT_OTHER, key_right },
	{ { 'f', KEY_CTRL }, LINE_ACT_OTHER, key_right },
	{ { KEY_UP, 0 }, LINE_ACT_VERTICAL, key_up },
	{ { KEY_DOWN, 0 }, LINE_ACT_VERTICAL, key_down },
	{ { KEY_HOME, 0 }, LINE_ACT_OTHER, key_home },
	{ { 'a', KEY_CTRL }, LINE_ACT_OTHER, key_home },
	{ { KEY_END, 0 }, LINE_ACT_OTHER, key_end },
	{ { 'e', KEY_CTRL }, LINE_ACT_OTHER, key_end },
	{ { KEY_HOME, KEY_CTRL }, LINE_ACT_OTHER, key_start },
	{ { KEY_END, KEY_CTRL }, LINE_ACT_OTHER, key_finish },
	{ { KEY_LEFT, KEY_CTRL }, LINE_ACT_OTHER, key_word_left },
	{ { KEY_LEFT, KEY_ALT }, LINE_ACT_OTHER, key_word_left },
	{ { 'b', KEY_ALT }, LINE_ACT_OTHER, key_word_left },
	{ { KEY_RIGHT, KEY_CTRL }, LINE_ACT_OTHER, key_word_right },
	{ { KEY_RIGHT, KEY_ALT }, LINE_ACT_OTHER, key_word_right },
	{ { 'f', KEY_ALT }, LINE_ACT_OTHER, key_word_right },
	{ { KEY_BACKSPACE, 0 }, LINE_ACT_OTHER, key_backspace },
	{ { KEY_BACKSPACE, KEY_SHIFT }, LINE_ACT_OTHER, key_backspace },
	{ { KEY_DELETE, 0 }, LINE_ACT_OTHER, key_delete },
	{ { 'k', KEY_CTRL }, LINE_ACT_KILL, key_kill_end },
	{ { 'u', KEY_CTRL }, LINE_ACT_KILL, key_kill_start },
	{ { 'w', KEY_CTRL }, LINE_ACT_KILL, key_kill_blank },
	{ { KEY_BACKSPACE, KEY_ALT }, LINE_ACT_KILL, key_kill_word_left },
	{ { KEY_BACKSPACE, KEY_CTRL }, LINE_ACT_KILL, key_kill_word_left },
	{ { 'd', KEY_ALT }, LINE_ACT_KILL, key_kill_word_right },
	{ { KEY_DELETE, KEY_CTRL }, LINE_ACT_KILL, key_kill_word_right },
	{ { 'y', KEY_CTRL }, LINE_ACT_OTHER, key_yank },
	{ { '_', KEY_CTRL }, LINE_ACT_OTHER, undo },
	{ { 'j', KEY_CTRL }, LINE_ACT_OTHER, key_newline },
	{ { KEY_ENTER, KEY_ALT }, LINE_ACT_OTHER, key_newline },
};

enum line_result line_key(struct line *line, const struct key *key)
{
	enum line_result result = LINE_IGNORED;
	enum line_act act = LINE_ACT_OTHER;
	if (key_is_text(key) && utf8_width(key->code) >= 0) {
		char utf8[4];
		act = LINE_ACT_TYPE;
		result = insert(line, utf8, utf8_encode(key->code, utf8), act);
	}
	for (size_t i = 0; i < LENGTH(bindings); i++) {
		if (key_equal(&bindings[i].key, key)) {
			act = bindings[i].act;
			result = bindings[i].run(line);
		}
	}
	line->last = act;
	return result;
}
