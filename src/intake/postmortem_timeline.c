/* Where the events of a document are: the timelines that headings and labels announce, else what looks like one. */
#include "intake/timeline_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	LINE_MAX_LOOK = 400, /* bytes of a line in which a time is looked for at its start */
	TAG_LOOK = 24,	     /* bytes of a line in which a tag may come before the time */
	LABEL_MAX = 80,	     /* bytes of a paragraph or item that is a label */
};

/* ---- what begins with a time ------------------------------------------------------------------------- */

static unsigned char stamp_bits(const char *text, size_t len)
{
	struct stamp stamp;
	if (!stamp_read(&stamp, text, len < LINE_MAX_LOOK ? len : LINE_MAX_LOOK, STAMP_LEAD))
		return 0;
	bool clock = stamp.clock.kind != STAMP_NO_CLOCK || stamp.epoch || stamp.relative;
	return (unsigned char)((clock ? BEGINS_CLOCK : BEGINS_DAY) | (stamp.weak ? BEGINS_WEAK : 0) |
			       (stamp.lead ? BEGINS_LEAD : 0));
}

static bool is_sure(unsigned char bits)
{
	return (bits & BEGINS_CLOCK) && !(bits & (BEGINS_WEAK | BEGINS_LEAD));
}

static unsigned char block_bits(const struct blocks *blocks, const struct block *block)
{
	const char *text = blocks->source + block->from, *end = blocks->source + block->to;
	const struct block *item = block->parent == BLOCK_NONE ? NULL : &blocks->items[block->parent];
	if (block->kind == BLOCK_HEADING)
		while (text < end && strchr("# ", *text))
			text++;
	if (item && item->task && end - text > 3 && *text == '[')
		text += 3;
	size_t len = (size_t)(end - text);
	unsigned char bits = stamp_bits(text, len);
	if (!bits && memchr(text, '<', len < TAG_LOOK ? len : TAG_LOOK)) /* <span> and the like around a time */
		bits = stamp_bits(block->text, block->len);
	for (const char *line = memchr(text, '\n', len); line && !(bits & BEGINS_LINES);
		line = memchr(line + 1, '\n', (size_t)(end - line - 1))) {
		const char *at = line + 1;
		while (at < end && strchr(" \t>", *at))
			at++;
		if (is_sure(stamp_bits(at, (size_t)(end - at))))
			bits |= BEGINS_LINES;
	}
	return bits;
}

static void look(struct timeline *t)
{
	const struct blocks *blocks = &t->p->blocks;
	t->begins = mem_new(blocks->count + 1, sizeof *t->begins);
	t->seen = mem_new(blocks->count + 1, sizeof *t->seen);
	t->clocks = mem_new(blocks->count + 2, sizeof *t->clocks);
	t->weak = mem_new(blocks->count + 2, sizeof *t->weak);
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->items[i];
		if (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_HEADING)
			t->begins[i] = block_bits(blocks, block);
		bool sure = block->kind == BLOCK_PARAGRAPH && (is_sure(t->begins[i]) || (t->begins[i] & BEGINS_LINES));
		t->clocks[i + 1] = t->clocks[i] + sure;
		t->weak[i + 1] = t->weak[i] + (block->kind == BLOCK_PARAGRAPH && t->begins[i] != 0);
	}
}

/* ---- parts ------------------------------------------------------------------------------------------- */

static void find_parts(struct timeline *t)
{
	const struct blocks *blocks = &t->p->blocks;
	struct timeline_part *part = NULL;
	for (size_t i = 0; i < blocks->count; i = blocks->items[i].next) {
		const struct block *block = &blocks->items[i];
		bool heading = block->kind == BLOCK_HEADING;
		if (heading || !part) {
			struct buf source = { 0 };
			if (heading)
				blocks_source(blocks, i, &source);
			part = vec_push(&t->parts);
			*part = (struct timeline_part){ .heading = buf_steal(&source), .level = heading ? block->level : 0,
				.head = i, .first = heading ? block->next : i };
		}
		part->end = block->next;
	}
}

static struct timeline_part *part_at(const struct timeline *t, size_t index)
{
	return &t->parts.items[index];
}

/* The parts below one. */
static size_t subtree(const struct timeline *t, size_t part)
{
	size_t end = part + 1;
	while (end < t->parts.count && part_at(t, end)->level > part_at(t, part)->level)
		end++;
	return end;
}

static bool heading_stamp(const struct timeline *t, size_t part, struct stamp *stamp)
{
	const char *heading = part_at(t, part)->heading;
	return *heading && stamp_read(stamp, heading, strlen(heading), STAMP_LEAD) && !stamp->lead;
}

static bool has_time(const struct stamp *stamp)
{
	return stamp->clock.kind != STAMP_NO_CLOCK || stamp->epoch || stamp->relative;
}

static bool has_tables(const struct timeline *t, size_t first, size_t end)
{
	for (size_t i = first; i < end; i = t->p->blocks.items[i].next)
		if (t->p->blocks.items[i].kind == BLOCK_TABLE)
			return true;
	return false;
}

/* A heading below that of a timeline: an entry, a day, or a part of it. `open_level`: of the heading that is the open
 * entry, 0 if none is. Gives whether what stands below it belongs to an entry of its own. */
static void read_heading(struct timeline *t, size_t part, int *open_level)
{
	const struct blocks *blocks = &t->p->blocks;
	struct timeline_part *s = part_at(t, part);
	struct stamp stamp;
	size_t first = part_at(t, part)->first, all = part_at(t, subtree(t, part) - 1)->end;
	if (!heading_stamp(t, part, &stamp)) {
		if (t->open && *open_level && s->level > *open_level)
			return;
		t->open = 0;
		*open_level = 0;
		return;
	}
	bool day = !has_time(&stamp);
	const char *rest = s->heading + stamp.rest;
	t->open = 0;
	found_claim(&t->p->found, blocks, s->head);
	if (day && (timeline_begins(t, first, all, false) || has_tables(t, first, all))) {
		timeline_step(t, TIMELINE_STEP_DAY)->stamp = stamp;
		*open_level = 0;
		return;
	}
	struct timeline_step *step = timeline_entry(t, &stamp, blocks->items[s->head].from, blocks->items[s->head].to, "heading");
	if (!step)
		return;
	*open_level = s->level;
	buf_puts(&step->text, stamp.open);
	buf_puts(&step->text, rest);
}

/* The parts from `part` up to `end`, the first of which is the timeline's. */
static void read_parts(struct timeline *t, size_t part, size_t end, bool own_heading)
{
	int open_level = 0;
	for (size_t i = part; i < end; i++) {
		struct timeline_part *s = part_at(t, i);
		if (i > part && timeline_is_elsewhere(s->heading) && !timeline_heading(s->heading)) {
			t->open = 0;
			open_level = 0;
			i = subtree(t, i) - 1;
			continue;
		}
		if (i > part || !own_heading) {
			size_t open = t->open;
			read_heading(t, i, &open_level);
			if (t->open && t->open == open && open_level)
				timeline_extend(t, s->head, s->first);
		}
		timeline_walk(t, part_at(t, i)->first, s->end, 0);
		if (!open_level)
			t->open = 0;
	}
	t->open = 0;
}

static void begin_zone(struct timeline *t, const char *zone, bool unsure)
{
	struct timeline_step *step = timeline_step(t, TIMELINE_STEP_ZONE);
	text_copy(step->stamp.zone, sizeof step->stamp.zone, zone);
	step->stamp.zone_unsure = unsure;
}

/* What the heading itself says: "Timeline (UTC)", "Timeline, 14 May 2024". */
static bool read_title(struct timeline *t, const char *heading)
{
	struct stamp stamp;
	bool unsure = false;
	const char *zone = timeline_zone(heading, &unsure);
	t->group++;
	timeline_step(t, TIMELINE_STEP_ANEW);
	if (stamp_find(&stamp, heading, strlen(heading), 0, true) && stamp.day.kind != STAMP_NO_DAY && !stamp.weak)
		timeline_step(t, TIMELINE_STEP_DAY)->stamp = stamp;
	if (zone)
		begin_zone(t, zone, unsure);
	return zone != NULL;
}

/* Days that are headings beside that of the timeline. */
static size_t with_siblings(const struct timeline *t, size_t part, size_t end)
{
	struct stamp stamp;
	while (end < t->parts.count && part_at(t, end)->level == part_at(t, part)->level &&
		heading_stamp(t, end, &stamp))
		end = subtree(t, end);
	return end;
}

/* The document's title may say timeline; its other sections are none by that. */
static size_t end_of(const struct timeline *t, size_t part)
{
	size_t end = subtree(t, part);
	struct stamp stamp;
	bool title = part_at(t, part)->level == 1 && end == t->parts.count && part < 2;
	if (title) {
		end = part + 1;
		while (end < t->parts.count && heading_stamp(t, end, &stamp))
			end = subtree(t, end);
		return end;
	}
	return with_siblings(t, part, end);
}

/* A list of milestones alone ("Detected 10:03") is no timeline in full: there may be another. */
static bool is_full(const struct timeline *t, size_t first)
{
	for (size_t i = first; i < t->steps.count; i++)
		if (t->steps.items[i].kind == TIMELINE_STEP_ENTRY && !t->steps.items[i].label)
			return true;
	return false;
}

/* Gives how many entries the timelines of sections have; `*sure`: one is called a timeline. */
static size_t read_timelines(struct timeline *t, bool *sure)
{
	size_t before = t->entries;
	for (size_t i = 0; i < t->parts.count && !t->full; i++) {
		enum timeline_heading means = timeline_heading(part_at(t, i)->heading);
		if (means == TIMELINE_NO)
			continue;
		size_t end = end_of(t, i), first = part_at(t, i)->first, last = part_at(t, end - 1)->end, entries = t->entries;
		size_t steps = t->steps.count;
		bool times = timeline_begins(t, first, last, false) || end > i + 1 || has_tables(t, first, last);
		if (means == TIMELINE_MAYBE && !times)
			continue;
		t->loose = means == TIMELINE_YES;
		bool zone = read_title(t, part_at(t, i)->heading);
		read_parts(t, i, end, true);
		if (t->entries == entries && means == TIMELINE_YES) {
			memset(t->seen + first, 0, last - first);
			timeline_prose(t, first, last);
		}
		if (zone)
			timeline_step(t, TIMELINE_STEP_UNZONE);
		*sure = *sure || (means == TIMELINE_YES && is_full(t, steps));
		i = end - 1;
	}
	t->loose = false;
	return t->entries - before;
}

/* ---- labels ------------------------------------------------------------------------------------------ */

/* A paragraph that announces what follows: short, with a colon at its end, bold as a whole, or a heading that lacks its blank. */
static bool is_label(const struct block *block)
{
	if (block->kind != BLOCK_PARAGRAPH || !block->len || block->len > LABEL_MAX || strchr(block->text, '\n'))
		return false;
	bool colon = block->text[block->len - 1] == ':' ||
		     (block->len > 3 && text_equal(block->text + block->len - 3, "\xef\xbc\x9a"));
	return colon || block->strong == block->len || text_starts(block->text, "##");
}

/* How many bytes of its text a paragraph announces a timeline with. */
static enum timeline_heading label_means(const struct timeline *t, size_t index)
{
	const struct block *block = &t->p->blocks.items[index];
	bool item = block->parent != BLOCK_NONE && t->p->blocks.items[block->parent].kind == BLOCK_ITEM &&
		    block->parent + 1 == index && t->p->blocks.items[block->parent].next > block->next;
	if (block->kind != BLOCK_PARAGRAPH || t->begins[index] || t->seen[index])
		return TIMELINE_NO;
	if (!is_label(block) && !(item && block->len && block->len <= LABEL_MAX) && block->len > 20)
		return TIMELINE_NO;
	return timeline_heading(block->text);
}

static size_t end_of_label(const struct timeline *t, size_t index, size_t end)
{
	const struct block *items = t->p->blocks.items;
	size_t i = items[index].next;
	while (i < end && items[i].kind != BLOCK_HEADING && !(is_label(&items[i]) && !t->begins[i]))
		i = items[i].next;
	return i;
}

static void read_labels(struct timeline *t, bool *sure)
{
	const struct block *items = t->p->blocks.items;
	for (size_t i = 0; i < t->p->blocks.count && !t->full; i++) {
		enum timeline_heading means = label_means(t, i);
		if (means == TIMELINE_NO || (means == TIMELINE_MAYBE && *sure))
			continue;
		size_t end = items[i].parent == BLOCK_NONE ? t->p->blocks.count : items[items[i].parent].next;
		size_t entries = t->entries, steps = t->steps.count, last = end_of_label(t, i, end), first = items[i].next;
		if (!timeline_begins(t, first, last, false) && !has_tables(t, first, last) && means == TIMELINE_MAYBE)
			continue;
		t->loose = means == TIMELINE_YES;
		bool zone = read_title(t, items[i].text);
		timeline_walk(t, first, last, 0);
		if (zone)
			timeline_step(t, TIMELINE_STEP_UNZONE);
		t->open = 0;
		t->loose = false;
		*sure = *sure || (means == TIMELINE_YES && is_full(t, steps));
		if (t->entries > entries) {
			found_claim(&t->p->found, &t->p->blocks, i);
			i = last - 1;
		}
	}
}

/* ---- without any announcement --------------------------------------------------------------------------- */

static bool is_here(const struct timeline *t, size_t part)
{
	const struct timeline_part *s = part_at(t, part);
	return !timeline_is_elsewhere(s->heading);
}

/* A list of which most items begin with a clock time: `enough` of them. */
static bool is_timed_list(const struct timeline *t, size_t list, size_t enough)
{
	const struct block *items = t->p->blocks.items;
	size_t all = 0, timed = 0;
	for (size_t i = list + 1; i < items[list].next; i = items[i].next) {
		all++;
		timed += items[i].next > i + 1 && is_sure(t->begins[i + 1]);
	}
	return timed >= enough && timed * 10 >= all * 6;
}

static void try_block(struct timeline *t, size_t i, size_t enough)
{
	const struct block *block = &t->p->blocks.items[i];
	size_t entries = t->entries;
	t->group++;
	if (block->kind == BLOCK_LIST && is_timed_list(t, i, enough))
		timeline_walk(t, i, block->next, 0);
	else if (block->kind == BLOCK_TABLE)
		timeline_table(t, i, true);
	t->open = 0;
	for (size_t b = i; t->entries > entries && b < block->next; b++)
		t->seen[b] = true;
}

/* How many lines after the first begin with a time: none, one, or more. */
static size_t lines_of(const struct timeline *t, size_t index)
{
	const struct blocks *blocks = &t->p->blocks;
	const struct block *block = &blocks->items[index];
	size_t count = 0, last = blocks_line(blocks, block->to);
	for (size_t line = block->line + 1; line <= last && count < 2; line++) {
		size_t at = blocks_line_at(blocks, line);
		while (at < block->to && strchr(" \t>", blocks->source[at]))
			at++;
		count += at < block->to && is_sure(stamp_bits(blocks->source + at, block->to - at));
	}
	return count;
}

/* Paragraphs of one part that begin with times, or lines in them: `enough` times. What follows the last of them but code
 * and pictures may be anything. */
static void try_paragraphs(struct timeline *t, size_t part, size_t enough)
{
	const struct block *items = t->p->blocks.items;
	size_t times = 0, first = SIZE_MAX, last = 0, end = part_at(t, part)->end;
	for (size_t i = part_at(t, part)->first; i < end; i = items[i].next) {
		bool lines = (t->begins[i] & BEGINS_LINES) != 0;
		bool is = items[i].kind == BLOCK_PARAGRAPH && !t->seen[i] && (is_sure(t->begins[i]) || lines);
		times += is ? is_sure(t->begins[i]) + (lines ? lines_of(t, i) : 0) : 0;
		first = is && first == SIZE_MAX ? i : first;
		last = is ? items[i].next : last;
	}
	if (times < enough)
		return;
	while (last < end && (items[last].kind == BLOCK_CODE || items[last].kind == BLOCK_HTML))
		last = items[last].next;
	t->group++;
	timeline_step(t, TIMELINE_STEP_ANEW);
	timeline_walk(t, first, last, 0);
	t->open = 0;
}

/* Headings that are times, at least two of a level one after the other. */
static void try_headings(struct timeline *t)
{
	struct stamp stamp;
	for (size_t i = 0; i < t->parts.count; i++) {
		if (!heading_stamp(t, i, &stamp) || !has_time(&stamp) || stamp.weak)
			continue;
		size_t end = with_siblings(t, i, subtree(t, i));
		if (end <= subtree(t, i))
			continue;
		t->group++;
		timeline_step(t, TIMELINE_STEP_ANEW);
		read_parts(t, i, end, false);
		i = end - 1;
	}
}

static void read_unannounced(struct timeline *t, size_t enough)
{
	for (size_t s = 0; s < t->parts.count && !t->full; s++) {
		if (!is_here(t, s))
			continue;
		timeline_step(t, TIMELINE_STEP_ANEW);
		for (size_t i = part_at(t, s)->first; i < part_at(t, s)->end; i++)
			if (!t->seen[i])
				try_block(t, i, enough);
	}
}

/* What looks like a timeline where nothing is called one, or nothing but milestones is in it. */
static void read_by_looks(struct timeline *t)
{
	size_t milestones = t->entries;
	read_unannounced(t, 2);
	if (t->entries > milestones) /* a list that code parts from the others */
		read_unannounced(t, 1);
	if (t->entries == milestones)
		try_headings(t);
	size_t parts = t->entries == milestones ? t->parts.count : 0;
	for (size_t s = 0; s < parts; s++)
		if (is_here(t, s))
			try_paragraphs(t, s, milestones ? 3 : 2);
	parts = t->entries ? 0 : parts;
	for (size_t s = 0; s < parts; s++)
		if (is_here(t, s))
			timeline_prose(t, part_at(t, s)->first, part_at(t, s)->end);
}

/* ---- the whole --------------------------------------------------------------------------------------- */

static void fini(struct timeline *t)
{
	for (size_t i = 0; i < t->steps.count; i++) {
		buf_fini(&t->steps.items[i].text);
		free(t->steps.items[i].author);
		free(t->steps.items[i].label);
		free(t->steps.items[i].link);
	}
	free(t->steps.items);
	for (size_t i = 0; i < t->parts.count; i++)
		free(t->parts.items[i].heading);
	free(t->parts.items);
	free(t->begins);
	free(t->seen);
	free(t->clocks);
	free(t->weak);
}

void postmortem_timeline(struct postmortem *p)
{
	struct timeline t = { .p = p, .dating = p->dating };
	bool sure = false;
	look(&t);
	find_parts(&t);
	read_timelines(&t, &sure);
	read_labels(&t, &sure);
	if (!sure)
		read_by_looks(&t);
	timeline_comments(&t);
	timeline_settle(&t);
	fini(&t);
}
