/* The commands of the text editor, by the names that key bindings give them. */
#include "tui/line.h"

#include <wctype.h>

#include "base/text.h"
#include "tui/walk.h"

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

/* ---- moving --------------------------------------------------------------------------------- */

static enum line_result move(struct line *line, size_t at)
{
	line->cursor = at;
	return LINE_TOOK;
}

#define MOVE(name_, to_)                                                                           \
	static enum line_result name_(struct line *line, struct kills *kills)                      \
	{                                                                                          \
		(void)kills;                                                                       \
		return move(line, to_);                                                            \
	}

MOVE(run_left, reach(line, walk_before))
MOVE(run_right, reach(line, walk_next))
MOVE(run_home, line_start(line))
MOVE(run_end, reach(line, walk_line_end))
MOVE(run_start, 0)
MOVE(run_finish, line->text.len)
MOVE(run_word_left, reach(line, walk_word_before))
MOVE(run_word_right, reach(line, walk_word_next))

static enum line_result run_up(struct line *line, struct kills *kills)
{
	(void)kills;
	return line_vertical(line, false);
}

static enum line_result run_down(struct line *line, struct kills *kills)
{
	(void)kills;
	return line_vertical(line, true);
}

/* ---- removing and putting back -------------------------------------------------------------- */

static enum line_result erase(struct line *line, size_t from, size_t to)
{
	if (from < to)
		line_replace(line, from, to - from, NULL, 0, LINE_ACT_OTHER);
	return LINE_TOOK;
}

static enum line_result run_backspace(struct line *line, struct kills *kills)
{
	(void)kills;
	return erase(line, reach(line, walk_before), line->cursor);
}

static enum line_result run_delete(struct line *line, struct kills *kills)
{
	(void)kills;
	return erase(line, line->cursor, reach(line, walk_next));
}

/* Kills in a row add up. */
static enum line_result kill(struct line *line, struct kills *kills, size_t from, size_t to)
{
	if (from == to)
		return LINE_TOOK;
	if (line->last != LINE_ACT_KILL) {
		kills->newest = (kills->newest + 1) % KILLS_MAX;
		buf_truncate(&kills->items[kills->newest], 0);
	}
	struct buf *killed = &kills->items[kills->newest];
	buf_splice(killed, from < line->cursor ? 0 : killed->len, 0, line->text.data + from,
		to - from);
	return erase(line, from, to);
}

static enum line_result run_kill_end(struct line *line, struct kills *kills)
{
	size_t end = reach(line, walk_line_end);
	return kill(line, kills, line->cursor, end == line->cursor ? reach(line, walk_next) : end);
}

static enum line_result run_kill_start(struct line *line, struct kills *kills)
{
	return kill(line, kills, line_start(line), line->cursor);
}

static enum line_result run_kill_blank(struct line *line, struct kills *kills)
{
	return kill(line, kills, reach(line, walk_blank_before), line->cursor);
}

static enum line_result run_kill_word_left(struct line *line, struct kills *kills)
{
	return kill(line, kills, reach(line, walk_word_before), line->cursor);
}

static enum line_result run_kill_word_right(struct line *line, struct kills *kills)
{
	return kill(line, kills, line->cursor, reach(line, walk_word_next));
}

static enum line_result yank(struct line *line, const struct kills *kills, size_t at, size_t old)
{
	const struct buf *text = &kills->items[kills->yanked];
	struct buf clean = { 0 };
	/* killed in a text of several lines, put into one of one line */
	for (size_t i = 0; i < text->len; i++)
		buf_putc(&clean, line->multiline || text->data[i] != '\n' ? text->data[i] : ' ');
	bool fits = clean.len <= LINE_TEXT_MAX - (line->text.len - old);
	if (fits && (clean.len || old))
		line_replace(line, at, old, clean.data, clean.len, LINE_ACT_OTHER);
	if (fits) {
		line->yank_at = at;
		line->yank_len = clean.len;
	}
	buf_fini(&clean);
	return fits ? LINE_TOOK : LINE_FULL;
}

static enum line_result run_yank(struct line *line, struct kills *kills)
{
	kills->yanked = kills->newest;
	return yank(line, kills, line->cursor, 0);
}

static enum line_result run_yank_older(struct line *line, struct kills *kills)
{
	if (line->last != LINE_ACT_YANK)
		return run_yank(line, kills);
	do
		kills->yanked = (kills->yanked + KILLS_MAX - 1) % KILLS_MAX;
	while (!kills->items[kills->yanked].len && kills->yanked != kills->newest);
	return yank(line, kills, line->yank_at, line->yank_len);
}

void kills_fini(struct kills *kills)
{
	for (size_t i = 0; i < KILLS_MAX; i++)
		buf_fini(&kills->items[i]);
}

/* ---- changing ------------------------------------------------------------------------------- */

static enum line_result run_newline(struct line *line, struct kills *kills)
{
	(void)kills;
	if (!line->multiline)
		return LINE_IGNORED;
	if (line->text.len >= LINE_TEXT_MAX)
		return LINE_FULL;
	line_replace(line, line->cursor, 0, "\n", 1, LINE_ACT_OTHER);
	return LINE_TOOK;
}

static enum line_result run_undo(struct line *line, struct kills *kills)
{
	(void)kills;
	line_undo(line);
	return LINE_TOOK;
}

static enum line_result run_redo(struct line *line, struct kills *kills)
{
	(void)kills;
	line_redo(line);
	return LINE_TOOK;
}

/* Put the bytes [b, c) before [a, b), the cursor behind both. */
static void swap(struct line *line, size_t a, size_t b, size_t c, size_t d)
{
	struct buf text = { 0 };
	const char *old = line_text(line);
	buf_put(&text, old + c, d - c);
	buf_put(&text, old + b, c - b);
	buf_put(&text, old + a, b - a);
	line_replace(line, a, d - a, text.data, text.len, LINE_ACT_OTHER);
	buf_fini(&text);
}

/* The characters around the cursor; at the end of the line the two before it. */
static enum line_result run_swap(struct line *line, struct kills *kills)
{
	const char *text = line_text(line);
	size_t len = line->text.len, middle = line->cursor;
	(void)kills;
	if (middle == walk_line_end(text, len, middle))
		middle = walk_before(text, len, middle);
	if (middle <= line_start(line) || middle >= len)
		return LINE_TOOK;
	swap(line, walk_before(text, len, middle), middle, middle, walk_next(text, len, middle));
	return LINE_TOOK;
}

/* The word before the cursor, or the one it is in, and the word after that; at the end the last
 * two. */
static enum line_result run_swap_words(struct line *line, struct kills *kills)
{
	const char *text = line_text(line);
	size_t len = line->text.len, last = walk_word_next(text, len, line->cursor);
	(void)kills;
	size_t last_start = walk_word_before(text, len, last);
	last = walk_word_next(text, len, last_start);
	size_t first = walk_word_before(text, len, last_start);
	size_t first_end = walk_word_next(text, len, first);
	if (first < last_start && first_end <= last_start)
		swap(line, first, first_end, last_start, last);
	return LINE_TOOK;
}

enum letters { LETTERS_LOWER, LETTERS_UPPER, LETTERS_CAPITAL };

/* From the cursor to the end of the word. */
static enum line_result change_case(struct line *line, enum letters letters)
{
	size_t end = reach(line, walk_word_next), at = line->cursor, used;
	const char *old = line_text(line);
	struct buf text = { 0 };
	bool first = true;
	for (uint32_t code; at < end; at += used) {
		char utf8[4];
		used = utf8_decode(old + at, end - at, &code);
		bool letter = iswalpha((wint_t)code) != 0;
		bool upper = letters == LETTERS_UPPER || (letters == LETTERS_CAPITAL && first);
		code = (uint32_t)(upper ? towupper((wint_t)code) : towlower((wint_t)code));
		first = first && !letter;
		buf_put(&text, utf8, utf8_encode(code, utf8));
	}
	/* a few letters change their length with their case */
	bool fits = text.len <= LINE_TEXT_MAX - (line->text.len - (end - line->cursor));
	if (fits && text.len)
		line_replace(line, line->cursor, end - line->cursor, text.data, text.len,
			LINE_ACT_OTHER);
	buf_fini(&text);
	return fits ? LINE_TOOK : LINE_FULL;
}

static enum line_result run_upper(struct line *line, struct kills *kills)
{
	(void)kills;
	return change_case(line, LETTERS_UPPER);
}

static enum line_result run_lower(struct line *line, struct kills *kills)
{
	(void)kills;
	return change_case(line, LETTERS_LOWER);
}

static enum line_result run_capital(struct line *line, struct kills *kills)
{
	(void)kills;
	return change_case(line, LETTERS_CAPITAL);
}

/* ---- the table ------------------------------------------------------------------------------ */

const struct line_command line_commands[] = {
	{ "left", "one character back", LINE_ACT_OTHER, run_left },
	{ "right", "one character on", LINE_ACT_OTHER, run_right },
	{ "up", "one row up", LINE_ACT_VERTICAL, run_up },
	{ "down", "one row down", LINE_ACT_VERTICAL, run_down },
	{ "home", "start of the line", LINE_ACT_OTHER, run_home },
	{ "end", "end of the line", LINE_ACT_OTHER, run_end },
	{ "start", "start of the text", LINE_ACT_OTHER, run_start },
	{ "finish", "end of the text", LINE_ACT_OTHER, run_finish },
	{ "word-left", "one word back", LINE_ACT_OTHER, run_word_left },
	{ "word-right", "one word on", LINE_ACT_OTHER, run_word_right },
	{ "backspace", "delete the character before", LINE_ACT_OTHER, run_backspace },
	{ "delete", "delete the character here", LINE_ACT_OTHER, run_delete },
	{ "kill-end", "cut to the end of the line", LINE_ACT_KILL, run_kill_end },
	{ "kill-start", "cut to the start of the line", LINE_ACT_KILL, run_kill_start },
	{ "kill-blank", "cut back to the last blank", LINE_ACT_KILL, run_kill_blank },
	{ "kill-word-left", "cut the word before", LINE_ACT_KILL, run_kill_word_left },
	{ "kill-word", "cut the word here", LINE_ACT_KILL, run_kill_word_right },
	{ "yank", "put back what was cut", LINE_ACT_YANK, run_yank },
	{ "yank-older", "after that: what was cut before instead", LINE_ACT_YANK, run_yank_older },
	{ "swap", "swap two characters", LINE_ACT_OTHER, run_swap },
	{ "swap-words", "swap two words", LINE_ACT_OTHER, run_swap_words },
	{ "upper", "the word in capitals", LINE_ACT_OTHER, run_upper },
	{ "lower", "the word in small letters", LINE_ACT_OTHER, run_lower },
	{ "capital", "the word with a capital", LINE_ACT_OTHER, run_capital },
	{ "undo", "undo typing", LINE_ACT_OTHER, run_undo },
	{ "redo", "redo typing", LINE_ACT_OTHER, run_redo },
	{ "newline", "begin a new line", LINE_ACT_OTHER, run_newline },
	{ 0 },
};

const struct line_command *line_command_find(const char *name)
{
	for (const struct line_command *row = line_commands; row->name; row++)
		if (text_equal(row->name, name))
			return row;
	return NULL;
}

enum line_result line_run(
	struct line *line, const struct line_command *command, struct kills *kills)
{
	enum line_result result = command->run(line, kills);
	line->last = result == LINE_TOOK ? command->act : LINE_ACT_OTHER;
	return result;
}
