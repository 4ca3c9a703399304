/* Paragraphs and code blocks of a timeline, line by line. */
#include "intake/timeline_parts.h"

#include <stdlib.h>
#include <string.h>

#include "doc/escape.h"

enum {
	CODE_LINES_MAX = 2048,	/* lines of a code block that are looked at to know whether it is a timeline */
	ZONE_SENTENCE_MAX = 60, /* bytes of a paragraph that says no more than a zone */
};

/* ---- paragraphs ------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!is_space(text[i]))
			return false;
	return true;
}

/* Between the time and what follows stands something that divides them. */
static bool is_divided(const struct stamp *stamp, const char *line)
{
	for (size_t i = stamp->to; i < stamp->rest; i++)
		if (strchr("-:|)]*_>", line[i]) || (unsigned char)line[i] >= 0x80)
			return true;
	return false;
}

/* A line that goes on with another: a break is written, or a sentence ends. */
static bool ends_well(const char *text, size_t len)
{
	if (len >= 2 && (text[len - 1] == '\\' || (text[len - 1] == ' ' && text[len - 2] == ' ')))
		return true;
	while (len && (is_space(text[len - 1]) || strchr("*_`)]\"'", text[len - 1])))
		len--;
	return !len || strchr(".!?:;,", text[len - 1]) != NULL || (unsigned char)text[len - 1] >= 0x80;
}

struct lines {
	struct timeline *t;
	const struct block *block;
	const char *text; /* without the marks of what the block stands in */
	size_t len;
	size_t number; /* of the present line, from 0 */
	size_t at, end; /* of it in the text, without the line end */
	bool began;    /* a line before it began an entry or a day */
	bool lost;     /* a line belongs to nothing */
	size_t entries;
};

static bool next_line(struct lines *l, size_t *at, size_t *end)
{
	if (*at >= l->len)
		return false;
	const char *stop = memchr(l->text + *at, '\n', l->len - *at);
	*end = stop ? (size_t)(stop - l->text) : l->len;
	return true;
}

static bool begins(const struct lines *l, struct stamp *stamp, bool item)
{
	const char *line = l->text + l->at;
	size_t len = l->end - l->at;
	unsigned flags = item || l->t->loose ? STAMP_LEAD : 0;
	if (!stamp_read(stamp, line, len, flags) || (stamp->weak && !item && !l->t->loose))
		return false;
	if (stamp->lead && stamp->clock.kind == STAMP_NO_CLOCK && !item)
		return false;
	if (!l->number)
		return true;
	return !stamp->lead && !stamp->weak &&
	       (is_divided(stamp, line) || l->began || ends_well(l->text, l->at ? l->at - 1 : 0));
}

static size_t source_of_line(const struct lines *l, size_t number, bool end)
{
	const struct blocks *blocks = &l->t->p->blocks;
	size_t line = l->block->line + number, at = blocks_line_at(blocks, line);
	if (!end) {
		while (number && at < blocks->len && strchr(" \t>", blocks->source[at]))
			at++;
		return number ? at : l->block->from;
	}
	at = blocks_line_at(blocks, line + 1);
	while (at > l->block->from && is_space(blocks->source[at - 1]))
		at--;
	return at < l->block->to ? at : l->block->to;
}

static bool has_day(const struct stamp *stamp)
{
	return stamp->day.kind != STAMP_NO_DAY && stamp->clock.kind == STAMP_NO_CLOCK && !stamp->epoch && !stamp->relative;
}

/* Whether a date that stands alone is the day of the times after it: those in the next line, or in the blocks up to
 * `end`. */
static bool is_day_of_more(struct lines *l, size_t end)
{
	struct stamp next;
	size_t at = l->end + 1, stop;
	if (next_line(l, &at, &stop))
		return stamp_read(&next, l->text + at, stop - at, 0) && next.clock.kind != STAMP_NO_CLOCK &&
		       next.day.kind == STAMP_NO_DAY;
	const struct blocks *blocks = &l->t->p->blocks;
	size_t after = blocks->items[l->block - blocks->items].next;
	if (after >= end)
		return false;
	size_t stretch = blocks->items[after].next;
	return timeline_begins(l->t, after, stretch, false) > 0 || blocks->items[after].kind == BLOCK_TABLE;
}

static void add_day(struct timeline *t, const struct stamp *stamp)
{
	timeline_step(t, TIMELINE_STEP_DAY)->stamp = *stamp;
	t->open = 0;
}

static void read_line(struct lines *l, size_t siblings_end, bool item)
{
	struct timeline *t = l->t;
	struct stamp stamp;
	const char *line = l->text + l->at;
	size_t len = l->end - l->at, from = source_of_line(l, l->number, false), to = source_of_line(l, l->number, true);
	if (!begins(l, &stamp, item)) {
		if (t->loose && (timeline_labelled(t, line, len, from, to) ||
					(!t->open && timeline_trailing(t, line, len, from, to)))) {
			l->began = true;
			l->entries++;
		} else if (l->entries && t->open) {
			buf_putc(&t->steps.items[t->open - 1].text, '\n');
			buf_put(&t->steps.items[t->open - 1].text, line, len);
			t->steps.items[t->open - 1].to = to;
		} else if (!is_blank(line, len)) {
			l->lost = true;
		}
		return;
	}
	bool bare = is_blank(line + stamp.rest, len - stamp.rest);
	bool more = has_day(&stamp) && is_day_of_more(l, siblings_end);
	l->began = true;
	if (more)
		add_day(t, &stamp);
	if (more && bare)
		return;
	struct timeline_step *step = timeline_entry(t, &stamp, from, to, item ? "list item" : "paragraph");
	if (!step)
		return;
	timeline_put_rest(step, &stamp, line, len);
	l->entries++;
}

/* Whether any line begins an entry or day; otherwise the paragraph belongs to the one before it. */
static bool any_begins(struct lines *l, bool item)
{
	struct stamp stamp;
	unsigned char bits = l->t->begins[l->block - l->t->p->blocks.items];
	bool any = (bits & (BEGINS_CLOCK | BEGINS_DAY)) && !(bits & (BEGINS_WEAK | BEGINS_LEAD));
	l->began = false;
	for (l->at = l->number = 0; next_line(l, &l->at, &l->end) && !any; l->at = l->end + 1, l->number++)
		any = begins(l, &stamp, item) || (l->t->loose && timeline_has_label(l->t, l->text + l->at, l->end - l->at));
	return any;
}

static void skip_task(const struct timeline *t, size_t block, const char **text, size_t *len)
{
	const struct block *items = t->p->blocks.items;
	uint32_t parent = items[block].parent;
	if (parent == BLOCK_NONE || !items[parent].task || *len < 3 || **text != '[')
		return;
	size_t skip = 3 + strspn(*text + 3, " ");
	*text += skip;
	*len -= skip;
}

/* It begins with a time only without its HTML. */
static bool tags_before(const struct timeline *t, size_t block, const char *text, size_t len)
{
	struct stamp stamp;
	return (t->begins[block] & (BEGINS_CLOCK | BEGINS_DAY)) && memchr(text, '<', len) &&
	       !stamp_read(&stamp, text, len, STAMP_LEAD);
}

static const char *as_plain(const struct block *block, struct buf *source, size_t *len)
{
	buf_truncate(source, 0);
	for (const char *at = block->text; *at;) {
		size_t n = strcspn(at, "\n");
		char *line = mem_copy_n(at, n);
		escape_markdown(source, line);
		free(line);
		at += n + (at[n] == '\n');
		if (*at)
			buf_putc(source, '\n');
	}
	*len = source->len;
	return buf_text(source);
}

/* "All times in UTC": every time has its zone, so nothing is lost without it. */
static bool says_zone(const struct block *block)
{
	static const char *const words[] = { "time", "zeit", "heure", "hora", "時刻", "时间" };
	bool unsure, about_times = false;
	for (size_t i = 0; i < LENGTH(words); i++)
		about_times = about_times || strcasestr(block->text, words[i]);
	return about_times && block->len <= ZONE_SENTENCE_MAX && timeline_zone(block->text, &unsure);
}

void timeline_paragraph(struct timeline *t, size_t block, size_t siblings_end, bool item)
{
	const struct blocks *blocks = &t->p->blocks;
	struct buf source = { 0 };
	blocks_source(blocks, block, &source);
	struct lines l = { .t = t, .block = &blocks->items[block], .text = buf_text(&source), .len = source.len };
	skip_task(t, block, &l.text, &l.len);
	if (tags_before(t, block, l.text, l.len))
		l.text = as_plain(&blocks->items[block], &source, &l.len);
	if (!any_begins(&l, item) && t->open) {
		timeline_extend(t, block, blocks->items[block].next);
		buf_fini(&source);
		return;
	}
	l.began = false;
	for (l.at = l.number = 0; next_line(&l, &l.at, &l.end); l.at = l.end + 1, l.number++)
		read_line(&l, siblings_end, item);
	if (!l.began && says_zone(&blocks->items[block]))
		found_claim(&t->p->found, blocks, block);
	if (!l.lost && l.began) {
		found_claim(&t->p->found, blocks, block);
		if (l.entries == 1 && t->open) {
			t->steps.items[t->open - 1].first = block;
			t->steps.items[t->open - 1].end = blocks->items[block].next;
		}
	}
	buf_fini(&source);
}

/* ---- code ------------------------------------------------------------------------------------------- */

/* How many lines are not empty, and how many of them begin with a clock time. */
static void count_lines(const struct block *block, size_t *lines, size_t *times)
{
	struct stamp stamp;
	for (const char *at = block->text; *at && *lines < CODE_LINES_MAX;) {
		size_t len = strcspn(at, "\n");
		if (!is_blank(at, len)) {
			++*lines;
			*times += stamp_read(&stamp, at, len, 0) && (stamp.clock.kind != STAMP_NO_CLOCK || stamp.epoch);
		}
		at += len + (at[len] == '\n');
	}
}

bool timeline_code(struct timeline *t, size_t index)
{
	const struct blocks *blocks = &t->p->blocks;
	const struct block *block = &blocks->items[index];
	size_t lines = 0, times = 0, line = blocks_line(blocks, block->from);
	bool fenced = block->from < blocks->len && (blocks->source[block->from] == '`' || blocks->source[block->from] == '~');
	count_lines(block, &lines, &times);
	if (times < 2 || times * 2 < lines)
		return false;
	t->group++;
	bool lost = false;
	line += fenced;
	for (const char *at = block->text; *at && !t->full; line++) {
		struct stamp stamp;
		size_t len = strcspn(at, "\n"), from = blocks_line_at(blocks, line), to = blocks_line_at(blocks, line + 1);
		struct buf plain = { 0 };
		struct timeline_step *step = t->open ? &t->steps.items[t->open - 1] : NULL;
		if (stamp_read(&stamp, at, len, 0)) {
			char *rest = mem_copy_n(at + stamp.rest, len - stamp.rest);
			step = timeline_entry(t, &stamp, from, to > from ? to - 1 : to, "line of a code block");
			escape_markdown(&plain, rest);
			if (step)
				buf_puts(&step->text, buf_text(&plain));
			free(rest);
		} else if (!is_blank(at, len)) {
			char *copy = mem_copy_n(at, len);
			escape_markdown(&plain, copy);
			if (step && step->group == t->group)
				buf_printf(&step->text, " %s", buf_text(&plain));
			else
				lost = true;
			free(copy);
		}
		buf_fini(&plain);
		at += len + (at[len] == '\n');
	}
	if (!lost && !t->full)
		found_claim(&t->p->found, blocks, index);
	t->open = 0;
	return true;
}
