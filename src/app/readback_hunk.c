/* readback: what changed below one heading */
#include "app/readback_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What is left of a hunk when rows and new sections are taken out of it. */
struct rest {
	size_t old_from, old_to, new_from, new_to;
	size_t block;	    /* the one section whose lines are touched; SIZE_MAX: none */
	bool several;	    /* more than one is */
	size_t literals;    /* lines of the template or the log that are gone */
	bool hints;	    /* all of those only said that something is missing */
	size_t inserted;    /* lines that are new and not blank */
};

/* ---- what is beside a hunk ------------------------------------------------------------------------- */

/* The line before (or after) that is not blank; SIZE_MAX if there is none below this heading. */
static size_t before(const struct source *source, size_t line, size_t first)
{
	while (line > first && source->kinds[line - 1] == LINE_BLANK)
		line--;
	return line > first ? line - 1 : SIZE_MAX;
}

static size_t after(const struct source *source, size_t line)
{
	while (line < source->page.count && source->kinds[line] == LINE_BLANK)
		line++;
	return line < source->page.count ? line : SIZE_MAX;
}

static size_t block_of(const struct source *source, size_t line)
{
	return line != SIZE_MAX && source->kinds[line] == LINE_BLOCK ? source->index[line] : SIZE_MAX;
}

/* A section that would stand between two lines. */
static const struct place *place_between(const struct source *source, size_t from, size_t to)
{
	for (size_t i = 0; i < source->places.count; i++)
		if (source->places.items[i].line >= from && source->places.items[i].line <= to)
			return &source->places.items[i];
	return NULL;
}

/* A line of its own in *…*, as templates have where something is missing. */
static bool is_hint(const struct page *page, size_t line)
{
	const char *text = page_line(page, line);
	size_t len = page_line_len(page, line);
	return len > 2 && text[0] == '*' && text[1] != ' ' && text[len - 1] == '*';
}

/* ---- new sections ---------------------------------------------------------------------------------- */

enum { KEY_MAX = 40 }; /* bytes of a key made from a heading */

static char *heading_text(const struct page *page, size_t line)
{
	const char *text = page_line(page, line);
	size_t len = page_line_len(page, line), at = 0;
	while (at < len && strchr(" \t#", text[at]))
		at++;
	struct buf out = { 0 };
	readback_unescape(&out, text + at, len - at);
	/* closing marks of a heading are no part of it */
	size_t end = out.len;
	while (end && out.data[end - 1] == '#')
		end--;
	if (end < out.len && end && out.data[end - 1] == ' ')
		buf_truncate(&out, end);
	buf_trim_end(&out);
	return buf_steal(&out);
}

/* The key of the last section that stands before a line of the rendered document. */
static const char *section_before(const struct source *source, size_t line)
{
	const char *key = NULL;
	while (line-- > 0 && !key)
		if (source->kinds[line] == LINE_BLOCK)
			key = source->blocks.items[source->index[line]].key;
		else if (source->kinds[line] == LINE_FIELDS && source->slots.items[source->index[line]].entity == ENTITY_SECTION)
			key = source->slots.items[source->index[line]].which;
	return key;
}

static void add_section(struct reader *reader, size_t old, size_t start, size_t heading, size_t end)
{
	const struct page *page = &reader->page;
	struct buf key = { 0 };
	size_t from = heading + 1, to = end;
	page_trim(page, &from, &to);
	char *title = heading_text(page, heading);
	if (from == to || text_empty(title)) {
		reader_note(reader, heading, "a heading without text below begins no section yet");
		free(title);
		return;
	}
	struct readback_edit *edit = reader_add(reader, READBACK_NEW_SECTION, heading);
	text_slug(&key, title, KEY_MAX);
	edit->entity = ENTITY_SECTION;
	edit->field = SECTION_TEXT;
	edit->which = buf_steal(&key);
	edit->heading = title;
	edit->level = page->levels[heading];
	edit->behind = mem_copy(section_before(&reader->source, old));
	edit->before = mem_copy("");
	edit->text = page_copy(page, from, to);
	reader_place(reader, edit, old, old, start, end);
	reader_piece(edit, page->starts[from], strlen(edit->text), "section", "text", NULL);
}

/* New sections at the end of what was inserted; gives where they begin. */
static size_t take_sections(struct reader *reader, const struct repo_hunk *hunk, int level)
{
	size_t first = hunk->new_to;
	for (size_t line = hunk->new_from; line < hunk->new_to; line++) {
		size_t next = line + 1, start = line;
		if (!reader->page.levels[line] || reader->page.levels[line] > level)
			continue;
		while (next < hunk->new_to && (!reader->page.levels[next] || reader->page.levels[next] > level))
			next++;
		first = line < first ? line : first;
		if (reader->out->edits.count > READBACK_EDITS_MAX)
			break;
		while (start > hunk->new_from && page_blank(&reader->page, start - 1))
			start--;
		add_section(reader, hunk->old_to, start, line, next);
		line = next - 1;
	}
	return first;
}

/* ---- the rest -------------------------------------------------------------------------------------- */

static void look(const struct reader *reader, const struct repo_hunk *hunk, const bool *old_done, const bool *new_done,
	struct rest *out)
{
	const struct source *source = &reader->source;
	*out = (struct rest){ hunk->old_from, hunk->old_to, hunk->new_from, hunk->new_to, .block = SIZE_MAX,
		.hints = true };
	for (size_t line = hunk->old_from; line < hunk->old_to; line++) {
		size_t block = block_of(source, line);
		if (block != SIZE_MAX) {
			out->several = out->several || (out->block != SIZE_MAX && out->block != block);
			out->block = block;
		} else if (source->kinds[line] == LINE_LITERAL && !old_done[line - hunk->old_from]) {
			out->literals++;
			out->hints = out->hints && is_hint(&source->page, line);
		}
	}
	for (size_t line = hunk->new_from; line < hunk->new_to; line++)
		out->inserted += !new_done[line - hunk->new_from] && !page_blank(&reader->page, line);
}

static void touch(struct reader *reader, size_t index, size_t new_from, size_t new_to)
{
	struct block *block = &reader->source.blocks.items[index];
	if (!block->touched) {
		block->new_first = new_from;
		block->new_end = new_to;
	}
	block->touched = true;
	block->new_first = new_from < block->new_first ? new_from : block->new_first;
	block->new_end = new_to > block->new_end ? new_to : block->new_end;
}

static void add_at_place(struct reader *reader, const struct place *place, const struct rest *rest)
{
	const struct page *page = &reader->page;
	size_t from = rest->new_from, to = rest->new_to;
	page_trim(page, &from, &to);
	struct readback_edit *edit = reader_add(reader, READBACK_FIELD, from);
	edit->entity = ENTITY_SECTION;
	edit->field = SECTION_TEXT;
	edit->which = mem_copy(place->key);
	edit->before = mem_copy("");
	edit->text = page_copy(page, from, to);
	reader_place(reader, edit, rest->old_from, rest->old_to, rest->new_from, rest->new_to);
	reader_piece(edit, page->starts[from], strlen(edit->text), "section", "text", NULL);
}

static void note_outside(struct reader *reader, const struct rest *rest)
{
	size_t from = rest->new_from, to = rest->new_to;
	page_trim(&reader->page, &from, &to);
	if (from < to)
		reader_note(reader, from, "what was written here stands among what the log or the template says, and is "
			"not read back");
	else
		reader_note(reader, rest->new_from,
			"what the log or the template says here was removed; it comes back with the next publication");
}

/* Lines were added, and none of a section is gone: which one do they belong to? */
static void add_lines(struct reader *reader, const struct rest *rest, size_t first)
{
	const struct source *source = &reader->source;
	size_t above = before(source, rest->old_from, first), below = after(source, rest->old_to);
	const struct place *place = place_between(source, above == SIZE_MAX ? first : above + 1,
		below == SIZE_MAX ? source->page.count : below);
	if (rest->literals && !(rest->hints && place)) {
		note_outside(reader, rest);
		return;
	}
	/* what stands below another section's text would be read as its end */
	if (place && (rest->literals || block_of(source, above) == SIZE_MAX) && block_of(source, below) == SIZE_MAX)
		add_at_place(reader, place, rest);
	else if (block_of(source, above) != SIZE_MAX)
		touch(reader, block_of(source, above), rest->new_from, rest->new_to);
	else if (block_of(source, below) != SIZE_MAX)
		touch(reader, block_of(source, below), rest->new_from, rest->new_to);
	else
		note_outside(reader, rest);
}

static void lose(struct reader *reader, size_t index)
{
	struct block *block = index != SIZE_MAX ? &reader->source.blocks.items[index] : NULL;
	if (!block || block->lost)
		return;
	block->lost = true;
	reader_lose(reader, "section", block->key);
}

static void read_rest(struct reader *reader, const struct rest *rest, size_t first)
{
	if (rest->several || (rest->block != SIZE_MAX && rest->literals && rest->inserted)) {
		for (size_t line = rest->old_from; rest->inserted && line < rest->old_to; line++)
			lose(reader, block_of(&reader->source, line));
		if (rest->inserted) {
			reader_note(reader, rest->new_from, "a section's text was changed together with what stands "
				"around it, so where it begins cannot be told; it is not read back");
			return;
		}
	}
	for (size_t line = rest->old_from; line < rest->old_to; line++)
		if (block_of(&reader->source, line) != SIZE_MAX)
			touch(reader, block_of(&reader->source, line), rest->new_from, rest->new_to);
	if (rest->block == SIZE_MAX && rest->inserted)
		add_lines(reader, rest, first);
	else if (rest->block == SIZE_MAX && rest->literals)
		note_outside(reader, rest);
}

static bool goes_on(const struct source *source, const struct repo_hunk *hunk)
{
	size_t below = hunk->old_to < source->page.count ? block_of(source, hunk->old_to) : SIZE_MAX;
	return below != SIZE_MAX && hunk->old_to > source->blocks.items[below].first;
}

/* Texts that ended in this hunk end before the new sections in it. */
static void limit(struct source *source, const struct repo_hunk *hunk, size_t first)
{
	size_t above = block_of(source, before(source, hunk->old_from, first));
	if (above != SIZE_MAX)
		source->blocks.items[above].limit = hunk->new_to;
	for (size_t line = hunk->old_from; line < hunk->old_to; line++)
		if (block_of(source, line) != SIZE_MAX)
			source->blocks.items[block_of(source, line)].limit = hunk->new_to;
}

void hunk_read(struct reader *reader, const struct repo_hunk *hunk, int level, size_t first)
{
	bool *old_done = mem_new(hunk->old_to - hunk->old_from + 1, sizeof *old_done);
	bool *new_done = mem_new(hunk->new_to - hunk->new_from + 1, sizeof *new_done);
	struct repo_hunk own = *hunk;
	struct rest rest;
	/* a heading in the middle of a section's text is part of it */
	if (!goes_on(&reader->source, hunk))
		own.new_to = take_sections(reader, hunk, level);
	if (own.new_to < hunk->new_to)
		limit(&reader->source, &own, first);
	rows_read(reader, &own, old_done, new_done);
	look(reader, &own, old_done, new_done, &rest);
	read_rest(reader, &rest, first);
	free(old_done);
	free(new_done);
}
