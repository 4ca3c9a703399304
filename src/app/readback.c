#include "app/readback.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/module.h"
#include "app/readback_parts.h"
#include "base/text.h"

/* ---- what is found ------------------------------------------------------------------------------- */

void reader_note(struct reader *reader, size_t line, const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	if (reader->out->notes.count >= READBACK_NOTES_MAX)
		return;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	struct readback_note *note = vec_push(&reader->out->notes);
	note->line = line + 1;
	note->text = buf_steal(&text);
}

void reader_lose(struct reader *reader, const char *kind, const char *which)
{
	struct buf name = { 0 };
	buf_printf(&name, "%s %s", kind, which);
	*vec_push(&reader->out->unknown) = buf_steal(&name);
}

struct readback_edit *reader_add(struct reader *reader, enum readback_kind kind, size_t line)
{
	struct readback_edit *edit = vec_push(&reader->out->edits);
	edit->kind = kind;
	edit->line = line + 1;
	return edit;
}

void reader_place(const struct reader *reader, struct readback_edit *edit, size_t old_from, size_t old_to,
	size_t new_from, size_t new_to)
{
	edit->old_from = reader->source.page.starts[old_from];
	edit->old_to = reader->source.page.starts[old_to];
	edit->new_from = reader->page.starts[new_from];
	edit->new_to = reader->page.starts[new_to];
}

void reader_piece(struct readback_edit *edit, size_t at, size_t len, const char *kind, const char *what,
	const char *which)
{
	struct readback_piece *piece = vec_push(&edit->pieces);
	*piece = (struct readback_piece){ at, len, mem_copy(kind), mem_copy(what), mem_copy(which) };
}

static void edit_fini(struct readback_edit *edit)
{
	free(edit->which);
	free(edit->before);
	free(edit->rendered);
	free(edit->text);
	free(edit->heading);
	free(edit->behind);
	for (size_t i = 0; i < edit->cells.count; i++)
		free(edit->cells.items[i].text);
	free(edit->cells.items);
	for (size_t i = 0; i < edit->pieces.count; i++) {
		free(edit->pieces.items[i].kind);
		free(edit->pieces.items[i].what);
		free(edit->pieces.items[i].which);
	}
	free(edit->pieces.items);
}

void readback_fini(struct readback *readback)
{
	for (size_t i = 0; i < readback->edits.count; i++)
		edit_fini(&readback->edits.items[i]);
	for (size_t i = 0; i < readback->notes.count; i++)
		free(readback->notes.items[i].text);
	for (size_t i = 0; i < readback->unknown.count; i++)
		free(readback->unknown.items[i]);
	free(readback->edits.items);
	free(readback->notes.items);
	free(readback->unknown.items);
	buf_fini(&readback->edited);
	*readback = (struct readback){ 0 };
}

size_t readback_count(const struct readback *readback)
{
	size_t count = 0;
	for (size_t i = 0; i < readback->edits.count; i++)
		count += readback->edits.items[i].kind != READBACK_LAYOUT;
	return count;
}

const char *readback_cell_text(const struct readback_edit *edit, int field)
{
	for (size_t i = 0; i < edit->cells.count; i++)
		if (edit->cells.items[i].field == field)
			return edit->cells.items[i].text;
	return "";
}

/* &#92; as the character; gives its length, 0 if it is none. */
static size_t put_numeric(struct buf *out, const char *text, size_t len)
{
	enum { DIGITS = 7 };
	size_t at = 2;
	uint32_t cp = 0;
	char bytes[4];
	while (at < len && at < 2 + DIGITS && text[at] >= '0' && text[at] <= '9')
		cp = cp * 10 + (uint32_t)(text[at++] - '0');
	bool sound = cp >= ' ' && cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);
	if (at == 2 || at == len || text[at] != ';' || !sound)
		return 0;
	buf_put(out, bytes, utf8_encode(cp, bytes));
	return at + 1;
}

void readback_unescape(struct buf *out, const char *text, size_t len)
{
	static const struct {
		const char *entity;
		char is;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' } };
	for (size_t i = 0; i < len; i++) {
		char next = i + 1 < len ? text[i + 1] : '\0';
		size_t e = 0, numeric = text[i] == '&' && next == '#' ? put_numeric(out, text + i, len - i) : 0;
		if (numeric) {
			i += numeric - 1;
			continue;
		}
		while (e < LENGTH(entities) && (len - i < strlen(entities[e].entity) ||
						       strncmp(text + i, entities[e].entity, strlen(entities[e].entity)) != 0))
			e++;
		if (text[i] == '\\' && next > ' ' && next < 0x7f && !isalnum((unsigned char)next)) {
			buf_putc(out, next);
			i++;
		} else if (e < LENGTH(entities)) {
			buf_putc(out, entities[e].is);
			i += strlen(entities[e].entity) - 1;
		} else {
			buf_putc(out, text[i]);
		}
	}
}

/* ---- the text of sections ------------------------------------------------------------------------- */

/* Lines around a section that are blank on both sides belong to it, so that a later publication need not merge
 * them. */
static void widen(const struct page *page, size_t *from, size_t *to)
{
	while (*from > 0 && page_blank(page, *from - 1))
		--*from;
	while (*to < page->count && page_blank(page, *to))
		++*to;
}

/* What was typed beside the prompt, without it. */
static void drop_prompt(struct buf *text, const char *prompt)
{
	char *found = prompt[0] ? strstr(buf_text(text), prompt) : NULL;
	if (!found)
		return;
	size_t at = (size_t)(found - text->data), len = strlen(prompt);
	bool whole = (at == 0 || text->data[at - 1] == '\n') && (!found[len] || found[len] == '\n');
	while (whole && text->data[at + len] == '\n')
		len++;
	if (whole)
		buf_splice(text, at, len, "", 0);
	buf_trim_end(text);
}

/* A section of the author's; the template asks for the others, and goes on asking. */
static bool has_heading(const struct source *source, const char *key)
{
	for (size_t i = 0; i < source->slots.count; i++)
		if (source->slots.items[i].entity == ENTITY_SECTION && source->slots.items[i].field != SECTION_TEXT &&
			text_equal(source->slots.items[i].which, key))
			return true;
	return false;
}

static void add_block(struct reader *reader, const struct block *block)
{
	const struct page *old = &reader->source.page, *page = &reader->page;
	size_t from = block->new_first, to = block->new_end;
	struct buf text = { 0 };
	page_trim(page, &from, &to);
	to = to < from ? from : to;
	char *before = page_copy(old, block->first, block->end), *after = page_copy(page, from, to);
	buf_puts(&text, after);
	if (block->prompt)
		drop_prompt(&text, before);
	if (!text.len && !block->prompt) {
		reader_lose(reader, "section", block->key);
		if (has_heading(&reader->source, block->key))
			reader_note(reader, from, "the text of section %s was removed there and is kept here: `inquest section "
				"delete %s` drops it", block->key, block->key);
		else
			reader_note(reader, from, "the text of section %s was removed there and is kept here", block->key);
	} else if (text.len && !text_equal(before, after)) {
		struct readback_edit *edit = reader_add(reader, READBACK_FIELD, from);
		size_t old_from = block->first, old_to = block->end;
		edit->entity = ENTITY_SECTION;
		edit->field = SECTION_TEXT;
		edit->which = mem_copy(block->key);
		edit->before = mem_copy(block->prompt ? "" : before);
		edit->text = mem_copy(buf_text(&text));
		reader_piece(edit, page->starts[from], strlen(after), "section", "text", NULL);
		widen(old, &old_from, &old_to);
		widen(page, &from, &to);
		reader_place(reader, edit, old_from, old_to, from, to);
	}
	free(before);
	free(after);
	buf_fini(&text);
}

/* ---- below one heading ----------------------------------------------------------------------------- */

/* Lines of both documents that belong together. */
struct chunk {
	size_t old_from, old_to, new_from, new_to;
};

/* Where a boundary between lines of the rendered document is in the edited one: before or after what was put in
 * just there. */
static size_t boundary(const struct chunk *chunk, const struct repo_hunks *hunks, size_t line, bool after)
{
	size_t old = chunk->old_from, new = chunk->new_from;
	for (size_t i = 0; i < hunks->count; i++) {
		const struct repo_hunk *hunk = &hunks->items[i];
		bool empty = hunk->old_from == hunk->old_to;
		if (hunk->old_from > line || (hunk->old_from == line && !(empty && after)))
			break;
		if (hunk->old_to > line)
			return after ? hunk->new_from : hunk->new_to;
		old = hunk->old_to;
		new = hunk->new_to;
	}
	return new + (line - old);
}

static struct repo_bytes bytes_of(const struct page *page, size_t from, size_t to)
{
	return (struct repo_bytes){ page->text + page->starts[from], page->starts[to] - page->starts[from] };
}

/* The level of the last of the template's own headings up to a line, below which everything is part of a section: at
 * least that of sections, as a title may be all that is above. */
static int level_at(const struct source *source, size_t line)
{
	enum { SECTION = 2 };
	while (line-- > 0)
		if (source->page.levels[line] && source->kinds[line] != LINE_BLOCK)
			return source->page.levels[line] > SECTION ? source->page.levels[line] : SECTION;
	return SECTION;
}

/* A heading and the text below it are one thing, even if the blank line between them was there before. */
static void join_hunks(const struct reader *reader, struct repo_hunks *hunks)
{
	size_t kept = 0;
	for (size_t i = 1; i < hunks->count; i++) {
		struct repo_hunk *last = &hunks->items[kept], *hunk = &hunks->items[i];
		size_t from = last->new_from, to = last->new_to, line = last->old_to;
		page_trim(&reader->page, &from, &to);
		while (line < hunk->old_from && page_blank(&reader->source.page, line))
			line++;
		if (from < to && reader->page.levels[to - 1] && line == hunk->old_from) {
			last->old_to = hunk->old_to;
			last->new_to = hunk->new_to;
		} else {
			hunks->items[++kept] = *hunk;
		}
	}
	hunks->count = hunks->count ? kept + 1 : 0;
}

static bool read_chunk(struct reader *reader, const struct chunk *chunk)
{
	struct source *source = &reader->source;
	struct repo_bytes old = bytes_of(&source->page, chunk->old_from, chunk->old_to);
	struct repo_bytes new = bytes_of(&reader->page, chunk->new_from, chunk->new_to);
	struct repo_hunks hunks;
	if (old.len == new.len && memcmp(old.data, new.data, old.len) == 0)
		return true;
	if (!reader->git->diff_lines(&old, &new, &hunks, reader->err))
		return false;
	for (size_t i = 0; i < hunks.count; i++) {
		struct repo_hunk *hunk = &hunks.items[i];
		hunk->old_from += chunk->old_from;
		hunk->old_to += chunk->old_from;
		hunk->new_from += chunk->new_from;
		hunk->new_to += chunk->new_from;
	}
	join_hunks(reader, &hunks);
	for (size_t i = 0; i < hunks.count; i++)
		hunk_read(reader, &hunks.items[i], level_at(source, hunks.items[i].old_to), chunk->old_from);
	for (size_t i = 0; i < source->blocks.count; i++) {
		struct block *block = &source->blocks.items[i];
		if (!block->touched || block->lost || block->first < chunk->old_from || block->end > chunk->old_to)
			continue;
		size_t first = boundary(chunk, &hunks, block->first, true);
		size_t end = boundary(chunk, &hunks, block->end, false);
		block->new_first = first < block->new_first ? first : block->new_first;
		block->new_end = end > block->new_end ? end : block->new_end;
		if (block->limit && block->new_end > block->limit)
			block->new_end = block->limit;
		add_block(reader, block);
	}
	free(hunks.items);
	return true;
}

/* ---- the whole ------------------------------------------------------------------------------------- */

static bool read_chunks(struct reader *reader, const struct heads *heads)
{
	bool ok = true;
	struct chunk chunk = { 0, heads_old_end(heads, SIZE_MAX), 0, heads_new_end(heads, SIZE_MAX) };
	ok = read_chunk(reader, &chunk);
	for (size_t i = 0; ok && i < heads->count; i++) {
		const struct head *head = &heads->items[i];
		heads_read(reader, head);
		chunk = (struct chunk){ head->old + 1, heads_old_end(heads, i), head->new + 1, heads_new_end(heads, i) };
		ok = read_chunk(reader, &chunk);
	}
	return ok;
}

void readback_tidy(const char *like, size_t like_len, const char *text, size_t len, struct buf *out)
{
	static const char mark[] = "\xef\xbb\xbf";
	bool keep = memmem(like, like_len, "\r\n", 2) != NULL;
	if (len >= 3 && memcmp(text, mark, 3) == 0) {
		text += 3;
		len -= 3;
	}
	if (like_len >= 3 && memcmp(like, mark, 3) == 0)
		buf_put(out, mark, 3);
	for (const char *end; !keep && (end = memmem(text, len, "\r\n", 2));) {
		buf_put(out, text, (size_t)(end - text));
		len -= (size_t)(end - text) + 1;
		text = end + 1;
	}
	buf_put(out, text, len);
}

static bool check_text(const char *edited, size_t len, struct err *err)
{
	if (len > READBACK_BYTES_MAX)
		return err_set(err, ERR_USAGE, "the edited document has %zu bytes, and %d are read back at most", len,
			READBACK_BYTES_MAX);
	return utf8_valid(edited, len) || err_set(err, ERR_USAGE, "the edited document is not text in UTF-8");
}

static int compare_notes(const void *a, const void *b)
{
	const struct readback_note *x = a, *y = b;
	return (x->line > y->line) - (x->line < y->line);
}

static bool check_count(const struct readback *readback, struct err *err)
{
	return readback->edits.count <= READBACK_EDITS_MAX ||
	       err_set(err, ERR_USAGE, "the document has more than %d edits: it is another one", READBACK_EDITS_MAX);
}

/* Editors end the last line, whether it was or not. */
static void end_as_before(const struct readback_base *base, struct buf *edited)
{
	bool ended = !base->len || base->text[base->len - 1] == '\n';
	if (edited->len && edited->data[edited->len - 1] != '\n')
		buf_putc(edited, '\n');
	if (!ended && edited->len)
		buf_truncate(edited, edited->len - 1);
	if (!ended && edited->len && edited->data[edited->len - 1] == '\r')
		buf_truncate(edited, edited->len - 1);
}

bool readback_read(const struct readback_base *base, const char *edited, size_t len, struct readback *out,
	struct err *err)
{
	struct reader reader = { .out = out, .err = err };
	struct heads heads = { 0 };
	*out = (struct readback){ 0 };
	if (!check_text(edited, len, err))
		return false;
	readback_tidy(base->text, base->len, edited, len, &out->edited);
	end_as_before(base, &out->edited);
	if (out->edited.len == base->len && memcmp(out->edited.data, base->text, base->len) == 0)
		return true;
	if (!(reader.git = module_repo(err)))
		return false;
	source_init(&reader.source, base);
	page_init(&reader.page, buf_text(&out->edited), out->edited.len);
	bool ok = heads_pair(&reader, &heads) && read_chunks(&reader, &heads) && check_count(out, err);
	if (ok)
		rows_finish(&reader);
	if (out->notes.count)
		qsort(out->notes.items, out->notes.count, sizeof *out->notes.items, compare_notes);
	heads_fini(&heads);
	source_fini(&reader.source);
	page_fini(&reader.page);
	free(reader.removed.items);
	return ok;
}
