/* Front matter, and the sections between headings. */
#include "intake/postmortem.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/heading.h"

enum {
	BOM_LEN = 3,
	SECTIONS_MAX = 500, /* more are no sections: what comes after stays in the last one's text */
	WORDS_MAX = 200,    /* bytes of a heading's words that are kept beside its source */
	LABEL_MAX = 80,	    /* bytes of a line that stands for a heading */
	LABEL_WORDS = 4,    /* words of one that has neither marks nor a colon */
};

/* ---- front matter --------------------------------------------------------------------------------- */

static size_t next_line(const struct postmortem *p, size_t at)
{
	const char *end = memchr(p->source + at, '\n', p->len - at);
	return end ? (size_t)(end - p->source) + 1 : p->len;
}

static bool line_is(const struct postmortem *p, size_t at, const char *what)
{
	size_t len = strlen(what), end = next_line(p, at);
	if (end - at < len || memcmp(p->source + at, what, len) != 0)
		return false;
	for (size_t i = at + len; i < end; i++)
		if (!strchr(" \t\r\n", p->source[i]))
			return false;
	return true;
}

/* What begins at the margin is a key with its value, a comment, or the item of a list. */
static bool is_data_line(const struct postmortem *p, size_t at, size_t end, char between)
{
	char first = at < end ? p->source[at] : '\n';
	return strchr(" \t\r\n#-[]{}", first) || memchr(p->source + at, between, end - at);
}

/* The end of YAML between --- or TOML between +++ that begins at `at`; `at` if there is none: a rule, with text below. */
static size_t front_end(const struct postmortem *p, size_t at)
{
	static const struct {
		const char *begin, *end, *other;
		char between;
	} marks[] = { { "---", "---", "...", ':' }, { "+++", "+++", "+++", '=' } };
	enum { LINES = 500 };
	for (size_t m = 0; m < LENGTH(marks); m++) {
		if (at == p->len || !line_is(p, at, marks[m].begin))
			continue;
		bool any = false;
		size_t line = next_line(p, at), lines = 0;
		for (; line < p->len && lines < LINES; line = next_line(p, line), lines++) {
			if (line_is(p, line, marks[m].end) || line_is(p, line, marks[m].other))
				return any ? next_line(p, line) : at;
			if (!is_data_line(p, line, next_line(p, line), marks[m].between))
				return at;
			any = true;
		}
	}
	return at;
}

void postmortem_front(struct postmortem *p)
{
	if (p->len >= BOM_LEN && memcmp(p->source, "\xef\xbb\xbf", BOM_LEN) == 0)
		p->front = BOM_LEN;
	p->front = front_end(p, p->front);
}

/* ---- where sections begin -------------------------------------------------------------------------- */

/* A heading, or a line that stands for one. */
struct head {
	size_t block, from, text; /* its block; its source is [from, text) */
	char *words;		  /* plain, in one line */
	const char *key;	  /* what they mean to templates; NULL: nothing */
	int level;
	bool split; /* a section begins here */
};

struct heads {
	struct head *items;
	size_t count, cap;
	size_t title; /* index of the document's; `count`: it has none */
	int level;    /* of its sections */
};

/* Without what would end a line; what is too long for a heading is cut. */
static char *words_of(const char *text, size_t len)
{
	struct buf out = { 0 };
	size_t shown = len < WORDS_MAX ? len : WORDS_MAX;
	while (shown < len && shown && ((unsigned char)text[shown] & 0xc0) == 0x80)
		shown--;
	for (size_t i = 0; i < shown; i++)
		buf_putc(&out, strchr("\r\n\t", text[i]) ? ' ' : text[i]);
	buf_trim_end(&out);
	return buf_steal(&out);
}

static void find_headings(const struct postmortem *p, struct heads *out)
{
	const struct blocks *blocks = &p->blocks;
	for (size_t i = 0; i < blocks->count; i = blocks->items[i].next) {
		const struct block *block = &blocks->items[i];
		if (block->kind != BLOCK_HEADING)
			continue;
		*(struct head *)vec_push(out) = (struct head){ .block = i, .from = blocks_line_at(blocks, block->line),
			.text = blocks_line_at(blocks, blocks_line(blocks, block->to) + 1),
			.words = words_of(block->text, block->len), .key = p->keys[i], .level = block->level };
	}
}

/* The document's own title, above all others: the first heading, unless that is a section like those below it. */
static bool has_title(const struct heads *heads)
{
	const struct head *first = heads->items;
	size_t alike = 0;
	for (size_t i = 1; i < heads->count; i++) {
		if (heads->items[i].level < first->level)
			return false;
		alike += heads->items[i].level == first->level;
	}
	return heads->count && (!first->key || (first->level == 1 && !alike && heads->count > 1));
}

/* The level at which the document is divided: the highest below the title, or that of the templates' sections where a few
 * others stand above those. */
static int section_level(const struct heads *heads)
{
	int level = 7, known = 7;
	for (size_t i = 0; i < heads->count; i++) {
		const struct head *head = &heads->items[i];
		if (i == heads->title)
			continue;
		level = head->level < level ? head->level : level;
		if (head->level < known && head->key)
			known = head->level;
	}
	return level == 1 && known == 2 ? 2 : level;
}

static bool is_one_of(const char *key, const char *const *keys, size_t count)
{
	for (size_t i = 0; key && i < count; i++)
		if (text_equal(keys[i], key))
			return true;
	return false;
}

/* Sections that templates have inside of others. */
static bool may_be_inside(const char *key)
{
	static const char *const keys[] = { "action-items", "contributing-factors", "countermeasures", "detection", "five-whys",
		"got-lucky", "impact", "lessons", "message-external", "message-internal", "mitigation", "next-steps", "recovery",
		"references", "resolution", "responders", "response", "root-causes", "similar", "summary", "takeaways", "timeline",
		"trigger", "went-well", "went-wrong" };
	return is_one_of(key, keys, LENGTH(keys));
}

/* In these, headings are days, teams or phases, whatever words they have. */
static bool has_groups(const char *key)
{
	static const char *const keys[] = { "action-items", "countermeasures", "discussion", "glossary", "next-steps",
		"references", "timeline" };
	return is_one_of(key, keys, LENGTH(keys));
}

static void choose(struct heads *heads)
{
	const char *inside = NULL; /* what the section means that goes on so far, and the level of its heading */
	int level = 0;
	for (size_t i = 0; i < heads->count; i++) {
		struct head *head = &heads->items[i];
		bool title = i == heads->title;
		const char *key = title ? NULL : head->key;
		bool day = text_equal(inside, "timeline") && head->level == level &&
			   heading_is_time(head->words, strlen(head->words));
		/* below the title they are sections too, whatever level those after them have */
		bool part = head->level > level && !has_groups(inside) && (level == 0 ? key != NULL : may_be_inside(key));
		head->split = title || part || (!day && (head->level <= heads->level || head->level <= level));
		if (!head->split)
			continue;
		inside = key;
		level = title ? 0 : head->level;
	}
}

/* ---- lines that stand for headings ----------------------------------------------------------------- */

/* Bytes of [from, to) without blanks and marks of emphasis around them, or those of a heading that a blank is missing in. */
static void strip(const char *text, size_t *from, size_t *to)
{
	while (*from < *to && strchr(" \t\r\n*_#", text[*from]))
		++*from;
	while (*to > *from && strchr(" \t\r\n*_", text[*to - 1]))
		--*to;
}

static bool drop_colon(const char *text, size_t from, size_t *to)
{
	static const char wide[] = "：";
	size_t len = *to > from && text[*to - 1] == ':' ? 1
		     : *to - from >= strlen(wide) && memcmp(text + *to - strlen(wide), wide, strlen(wide)) == 0 ? strlen(wide)
														: 0;
	*to -= len;
	return len > 0;
}

enum label { LABEL_NONE, LABEL_BOLD, LABEL_KNOWN };

/* The first line of a paragraph: words that a template knows, alone or before a colon; or bold ones that have the paragraph
 * to themselves. */
static enum label read_label(const struct blocks *blocks, size_t index, size_t known, struct head *out)
{
	const struct block *block = &blocks->items[index];
	size_t end = blocks_line_at(blocks, block->line + 1), from = block->from, to = end;
	if (end - from > LABEL_MAX)
		return LABEL_NONE;
	bool alone = end >= block->to, bold = alone && block->len && block->strong + 1 >= block->len;
	strip(blocks->source, &from, &to);
	bool colon = drop_colon(blocks->source, from, &to);
	strip(blocks->source, &from, &to);
	*out = (struct head){ .block = index, .from = blocks_line_at(blocks, block->line), .text = end, .level = 2, .split = true };
	if (from == to || (!colon && !alone))
		return LABEL_NONE;
	out->words = words_of(blocks->source + from, to - from);
	bool short_line = text_words(out->words) <= LABEL_WORDS && out->words[strlen(out->words) - 1] != '.';
	/* nobody writes more of them than that: looking all up would take seconds */
	if (known < SECTIONS_MAX && (colon || bold || short_line))
		out->key = heading_key(out->words, strlen(out->words), 0);
	return out->key ? LABEL_KNOWN : bold ? LABEL_BOLD : LABEL_NONE;
}

/* A thread or mail that was pasted has no headings. Bold lines are some only where one of them is the name of a section. */
static void find_labels(const struct blocks *blocks, size_t first, struct heads *out)
{
	struct heads found = { 0 };
	size_t known = 0;
	for (size_t i = first; i < blocks->count; i = blocks->items[i].next) {
		struct head head = { 0 };
		enum label label = blocks->items[i].kind == BLOCK_PARAGRAPH ? read_label(blocks, i, known, &head) : LABEL_NONE;
		known += label == LABEL_KNOWN;
		if (label == LABEL_NONE)
			free(head.words);
		else
			*(struct head *)vec_push(&found) = head;
	}
	for (size_t i = 0; i < found.count; i++)
		if (known)
			*(struct head *)vec_push(out) = found.items[i];
		else
			free(found.items[i].words);
	free(found.items);
}

/* The headings of a document in its order: sections begin at those with `split`. */
static void find_heads(const struct postmortem *p, struct heads *out)
{
	find_headings(p, out);
	out->title = has_title(out) ? 0 : SIZE_MAX;
	size_t others = out->count - (out->title == 0);
	if (others) {
		out->level = section_level(out);
		choose(out);
		return;
	}
	if (out->count)
		out->items[0].split = true;
	find_labels(&p->blocks, out->count ? out->items[0].block + 1 : 0, out);
}

/* ---- sections --------------------------------------------------------------------------------------- */

/* Keys of what other templates write for other readers: their sections are no part of the postmortem. */
static bool is_reserved(const char *key)
{
	return text_starts(key, "public-") || text_starts(key, "executive-") || text_starts(key, "update-");
}

static bool is_taken(const struct postmortem *p, const char *key)
{
	for (size_t i = 0; i < p->sections.count; i++)
		if (text_equal(p->sections.items[i].key, key))
			return true;
	return false;
}

static char *unique_key(const struct postmortem *p, const char *key)
{
	struct buf out = { 0 };
	buf_puts(&out, key);
	for (int number = 2; is_taken(p, buf_text(&out)) || (number == 2 && is_reserved(key)); number++) {
		buf_truncate(&out, 0);
		buf_printf(&out, "%s-%d", key, number);
	}
	return buf_steal(&out);
}

static struct postmortem_section *add(struct postmortem *p, size_t markup, size_t text, size_t first, const char *heading,
	int level)
{
	if (p->sections.count) {
		struct postmortem_section *last = &p->sections.items[p->sections.count - 1];
		last->to = markup;
		last->end = first;
	}
	struct postmortem_section *section = vec_push(&p->sections);
	*section = (struct postmortem_section){ .heading = mem_copy(heading), .level = level, .markup = markup, .text = text,
		.to = p->len, .first = first, .end = p->blocks.count };
	return section;
}

/* Headings that may mean several sections give way to those that mean one. */
static void name_sections(struct postmortem *p, size_t title)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < p->sections.count; i++) {
			struct postmortem_section *section = &p->sections.items[i];
			size_t len = strlen(section->heading);
			const char *key = i == title ? NULL : heading_key(section->heading, len, 0);
			const char *other = key ? heading_key(section->heading, len, 1) : NULL;
			struct buf slug = { 0 };
			if ((other != NULL) != (pass == 1))
				continue;
			section->meaning = other && is_taken(p, key) && !is_taken(p, other) ? other : key;
			if (section->front)
				buf_puts(&slug, "front-matter");
			else if (i == title || (!len && title == SIZE_MAX))
				buf_puts(&slug, "preamble");
			else if (!len)
				buf_puts(&slug, "head");
			else if (key)
				buf_puts(&slug, section->meaning);
			else
				heading_slug(section->heading, len, &slug);
			section->key = unique_key(p, buf_text(&slug));
			buf_fini(&slug);
		}
}

/* The first block that begins at a byte or behind it. */
static size_t block_at(const struct blocks *blocks, size_t at)
{
	size_t low = 0, high = blocks->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (blocks->items[middle].from < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where a text that is too long for one section is cut: behind a line, else behind a character. */
static size_t cut_at(const struct postmortem *p, size_t from)
{
	size_t at = from + TEXT_LIMIT, line = at;
	while (line > from && p->source[line - 1] != '\n')
		line--;
	while ((p->source[at] & 0xc0) == 0x80)
		at--;
	return line > from ? line : at;
}

/* Texts of more than a section may have go on in others, without a heading. */
static void divide(struct postmortem *p)
{
	for (size_t i = 0; i < p->sections.count; i++) {
		struct postmortem_section whole = p->sections.items[i];
		if (whole.to - whole.text <= TEXT_LIMIT)
			continue;
		size_t cut = cut_at(p, whole.text), first = block_at(&p->blocks, cut), end = whole.end;
		vec_push(&p->sections);
		struct postmortem_section *part = &p->sections.items[i];
		memmove(part + 2, part + 1, (p->sections.count - i - 2) * sizeof *part);
		first = first < end ? first : end;
		part[0].to = cut;
		part[0].end = first;
		part[1] = (struct postmortem_section){ .meaning = whole.meaning, .heading = mem_copy(""), .level = whole.level,
			.markup = cut, .text = cut, .to = whole.to, .first = first, .end = end };
		part[1].key = unique_key(p, whole.key);
	}
}

static bool is_blank(const struct postmortem *p, size_t from, size_t to)
{
	while (from < to && strchr(" \t\r\n", p->source[from]))
		from++;
	return from >= to;
}

/* Where the first section with a heading begins. */
static size_t first_split(const struct postmortem *p, const struct heads *heads)
{
	for (size_t i = 0; i < heads->count; i++)
		if (heads->items[i].split)
			return heads->items[i].from;
	return p->len;
}

void postmortem_split(struct postmortem *p)
{
	struct heads heads = { 0 };
	size_t title = SIZE_MAX;
	find_heads(p, &heads);
	size_t first = first_split(p, &heads);
	bool blank = is_blank(p, p->front, first);
	if (p->front > BOM_LEN)
		add(p, 0, 0, 0, "", 0)->front = true;
	if (!blank || (first == p->len && !p->sections.count))
		add(p, p->sections.count ? p->front : 0, p->sections.count ? p->front : 0, 0, "", 0);
	for (size_t i = 0; i < heads.count && p->sections.count < SECTIONS_MAX; i++) {
		const struct head *head = &heads.items[i];
		if (!head->split)
			continue;
		title = i == heads.title ? p->sections.count : title;
		/* blank lines before the first one are its own, or those of the front matter */
		add(p, p->sections.count ? head->from : 0, head->text, head->block, head->words, head->level);
	}
	name_sections(p, title);
	divide(p);
	for (size_t i = 0; i < heads.count; i++)
		free(heads.items[i].words);
	free(heads.items);
}
