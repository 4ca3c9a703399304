/*
 * The words of one action item. What says who, when, how urgent or where it is tracked is cut out of the title where it
 * stands by itself: before the rest, behind it, in brackets, or behind a label.
 */
#include "intake/actions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/terms.h"

enum {
	LOOK_MAX = 8192,   /* bytes that are looked through for fields */
	NAME_MAX_LEN = 40, /* bytes of a name */
	LABEL_MAX = 28,	   /* bytes of a label */
};

struct words_reader {
	struct action_item *item;
	const struct action_reader *reader;
	const struct block *block;
	const char *text;
	size_t from, to; /* what is left of it at both ends */
	bool *cut;	 /* bytes that are no part of the title */
	unsigned flags;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void cut(struct words_reader *r, size_t from, size_t to)
{
	memset(r->cut + from, true, to - from);
}

static void trim_ends(struct words_reader *r, const char *marks)
{
	while (r->from < r->to && (is_blank(r->text[r->from]) || r->cut[r->from]))
		r->from++;
	while (r->to > r->from && (is_blank(r->text[r->to - 1]) || r->cut[r->to - 1] || strchr(marks, r->text[r->to - 1])))
		r->to--;
}

/* ---- pieces --------------------------------------------------------------------------------------- */

static bool put(struct words_reader *r, const struct action_piece *piece)
{
	return !piece->len || action_item_put(r->item, r->reader, piece->part, piece->text, piece->len, NULL);
}

/* Pieces with , ; or | between them. False, and nothing read, unless each of them says something. */
static bool read_pieces(struct words_reader *r, size_t from, size_t to)
{
	enum { PIECES_MAX = 8 };
	struct action_piece pieces[PIECES_MAX];
	size_t count = 0, names = 0, relatives = 0, fields = 0;
	if (to - from > ACTION_PIECE_MAX)
		return false;
	for (size_t at = from; at < to; at++) {
		size_t end = at;
		while (end < to && !strchr(",;|", r->text[end]))
			end++;
		if (count == PIECES_MAX)
			return false;
		size_t left = at, right = end;
		while (left < right && (r->cut[left] || is_blank(r->text[left])))
			left++;
		while (right > left && (r->cut[right - 1] || is_blank(r->text[right - 1])))
			right--;
		pieces[count] = action_piece_read(r->reader, r->text + left, right - left);
		names += pieces[count].says == ACTION_SAYS_NAME;
		relatives += pieces[count].says == ACTION_SAYS_RELATIVE;
		fields += pieces[count].says == ACTION_SAYS_FIELD && pieces[count].len;
		if (!pieces[count++].says)
			return false;
		at = end;
	}
	bool owned = r->flags & ACTION_TEXT_OWNERS || (names == 1 && fields + relatives);
	if (!count || relatives == count || (names && !owned))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *said = pieces[i].text;
		if (pieces[i].says == ACTION_SAYS_RELATIVE)
			action_item_doubt(r->item, "when it is due is no date");
		else if (put(r, &pieces[i]) && relatives) {
			size_t end = (size_t)(said - r->text) + pieces[i].len;
			cut(r, (size_t)(said - r->text), end + (end < to && strchr(",;|", r->text[end])));
		}
	}
	if (!relatives)
		cut(r, from, to);
	return true;
}

/* ---- labels -------------------------------------------------------------------------------------- */

/* Bytes of a colon of any width at `at`; 0 if there is none. */
static size_t colon(const char *text, size_t at, size_t len)
{
	if (at < len && text[at] == ':')
		return 1;
	return len - at >= 3 && memcmp(text + at, "：", 3) == 0 ? 3 : 0;
}

/* Bytes of a full-width comma, stop or bracket at the start. */
static size_t wide_mark(const char *text, size_t len)
{
	static const char *const marks[] = { "、", "。", "，", "；", "（", "）", "・", "「", "」" };
	for (size_t i = 0; i < LENGTH(marks); i++)
		if (len >= strlen(marks[i]) && memcmp(text, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

static bool divides(const char *text, size_t at)
{
	return (at >= 2 && wide_mark(text + at - 2, 3)) || strchr("([,;|\n.*", text[at]) || (is_blank(text[at]) && at && strchr("-|", text[at - 1])) ||
	       (at >= 2 && (unsigned char)text[at - 2] == 0xE2 && (unsigned char)text[at - 1] == 0x80); /* – — */
}

/* Where the label that ends at `end` begins, and what it names; -1 if the words before the colon name nothing. */
static int label_before(const char *text, size_t from, size_t end, size_t *begin)
{
	size_t at = end;
	while (at > from && end - at < LABEL_MAX && !divides(text, at - 1))
		at--;
	while (at < end && (is_blank(text[at]) || text[at] == '-'))
		at++;
	*begin = at;
	int part = at < end ? action_part(text + at, end - at, true) : -1;
	/* a capital in the middle begins one where a line ended: "… a limit Owner: ana" */
	enum { CAPITALS_MAX = 3 };
	size_t capitals = 0;
	for (size_t word = end; part < 0 && word > at && capitals < CAPITALS_MAX; word--)
		if (isupper((unsigned char)text[word]) && is_blank(text[word - 1]) && word < end) {
			*begin = word;
			part = action_part(text + word, end - word, true);
			capitals++;
		}
	return part;
}

/* What follows a comma says when it is due: "Team A, by 2024-03-01". */
static bool dates_behind(const struct words_reader *r, size_t comma, size_t to)
{
	size_t end = comma + 1;
	while (end < to && end - comma < NAME_MAX_LEN && !strchr(",;)]|\n", r->text[end]))
		end++;
	struct action_piece piece = action_piece_read(r->reader, r->text + comma + 1, end - comma - 1);
	return piece.says == ACTION_SAYS_RELATIVE || (piece.says == ACTION_SAYS_FIELD && piece.part == ACTION_PART_DUE);
}

/* Where a value that begins at `at` ends: at a bracket, the line's end, a dash or another label. */
static size_t value_end(const struct words_reader *r, size_t at, size_t to)
{
	const char *text = r->text;
	size_t first = at;
	while (first < to && is_blank(text[first]))
		first++;
	/* "[name]" is all of it */
	const char *closed = first < to && text[first] == '[' ? memchr(text + first, ']', to - first) : NULL;
	/* what is longer is no value */
	to = to - at > ACTION_PIECE_MAX ? at + ACTION_PIECE_MAX : to;
	for (size_t i = closed && closed < text + to ? (size_t)(closed - text) + 1 : at, begin; i < to; i++) {
		size_t mark = colon(text, i, to);
		if (strchr(")];|\n", text[i]) || (i > at && strncmp(text + i, " - ", 3) == 0) || strncmp(text + i, "–", 3) == 0 ||
			strncmp(text + i, "—", 3) == 0 || wide_mark(text + i, to - i))
			return i;
		if ((text[i] == '.' && (i + 1 == to || is_blank(text[i + 1]))) || (text[i] == ',' && dates_behind(r, i, to)))
			return i;
		if (mark && text[i + mark] != '/' && label_before(text, at, i, &begin) >= 0)
			return begin;
	}
	return to;
}

/* A word or two, not a sentence that happens to follow a colon. */
static bool is_value(const struct words_reader *r, int part, const char *text, size_t len)
{
	size_t words = 0;
	if (!len || len > ACTION_PIECE_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		words += !is_blank(text[i]) && (!i || is_blank(text[i - 1]));
	if (action_is_placeholder(text, len))
		return true;
	switch (part) {
	case ACTION_PART_OWNER:
	case ACTION_PART_TEAM:
		return words <= 8;
	case ACTION_PART_DUE:
		return action_has_date(text, len, false) || (words <= 5 && action_is_relative(text, len));
	case ACTION_PART_PRIORITY:
		return words <= 3 && action_priority(text, len, false);
	case ACTION_PART_STATE:
		return words <= 6 && action_state(text, len, false);
	case ACTION_PART_TYPE:
		return words <= 3 && action_type(text, len, false);
	case ACTION_PART_LINK:
		return action_link(text, len) == len || r->block->links;
	default:
		return false;
	}
}

/* `Owner: ana`, `due：2024-03-01`, wherever it stands. */
static void read_labels(struct words_reader *r)
{
	enum { COLONS_MAX = 40 };
	size_t last = r->from, colons = 0;
	for (size_t i = r->from, begin; i < r->to && colons < COLONS_MAX; i++) {
		size_t mark = colon(r->text, i, r->to);
		colons += mark > 0;
		int part = mark ? label_before(r->text, last, i, &begin) : -1;
		if (part < 0)
			continue;
		size_t at = i + mark, end = value_end(r, at, r->to), stop = end;
		while (at < end && (is_blank(r->text[at]) || r->text[at] == '*'))
			at++;
		while (stop > at && (is_blank(r->text[stop - 1]) || strchr(",*", r->text[stop - 1])))
			stop--;
		struct stamp stamp;
		if (part == ACTION_PART_DUE && stamp_read(&stamp, r->text + at, stop - at, 0) && is_blank(r->text[at + stamp.to]))
			end = stop = at + stamp.to;
		if (!is_value(r, part, r->text + at, stop - at) && !(stop == at && begin > r->from))
			continue;
		if (stop > at && !action_item_put(r->item, r->reader, (enum action_part)part, r->text + at, stop - at, r->block))
			continue;
		if (part == ACTION_PART_DUE && !*r->item->due && !action_is_placeholder(r->text + at, stop - at))
			continue; /* no date: it stays in the title */
		/* the mark behind it goes with it, a bracket closes something */
		size_t mark_behind = wide_mark(r->text + end, r->to - end);
		if (mark_behind && memcmp(r->text + end, "）", mark_behind) != 0)
			end += mark_behind;
		cut(r, begin, end);
		last = end;
		i = end > i ? end - 1 : i;
	}
}

/* ---- before and behind --------------------------------------------------------------------------- */

/* Marks, brackets, "@ana:", "P1:", "1)", "TODO:" at the start; true if there was one. */
static bool read_start(struct words_reader *r)
{
	trim_ends(r, "");
	const char *text = r->text + r->from, *state = NULL, *priority = NULL;
	size_t len = r->to - r->from, size = action_mark(text, len, &state, &priority);
	if (size) {
		r->item->state = r->item->state ? r->item->state : state;
		r->item->priority = r->item->priority ? r->item->priority : priority;
		cut(r, r->from, r->from + size);
		return true;
	}
	if (len && strchr("([", *text)) {
		const char *end = memchr(text, *text == '(' ? ')' : ']', len);
		size_t to = end ? (size_t)(end - r->text) : 0;
		if (!end || !read_pieces(r, r->from + 1, to))
			return false;
		to += 1 + (to + 1 < r->to && strchr(":-", r->text[to + 1]));
		cut(r, r->from, to);
		return true;
	}
	size_t word = 0;
	while (word < len && word < NAME_MAX_LEN && !colon(text, word, len) && text[word] != '\n' && strncmp(text + word, " - ", 3) != 0)
		word++;
	if (!word || word == len || word == NAME_MAX_LEN || text[word] == '\n')
		return false;
	size_t mark = colon(text, word, len);
	mark = mark ? mark : strlen(" - ");
	struct action_piece piece = action_piece_read(r->reader, text, word);
	int part = action_part(text, word, true);
	bool label = part == ACTION_PART_WHAT;
	if (!label && (part >= ACTION_PART_OWNER || piece.says != ACTION_SAYS_FIELD || piece.part == ACTION_PART_TYPE || !put(r, &piece)))
		return false;
	cut(r, r->from, r->from + word + mark);
	return true;
}

/* "1.", "2)", "AI-3:" before the words of headings and cells. */
static void skip_number(struct words_reader *r)
{
	const char *text = r->text + r->from;
	size_t len = r->to - r->from, at = 0;
	if (len > 3 && (strncasecmp(text, "AI", 2) == 0 || strncasecmp(text, "A", 1) == 0))
		at = text[1] == 'I' || text[1] == 'i' ? 2 : 1;
	at += at && (text[at] == '-' || text[at] == ' ');
	size_t digits = strspn(text + at, "0123456789");
	if (!digits || at + digits + 1 >= len || !strchr(".):", text[at + digits]) || !is_blank(text[at + digits + 1]))
		return;
	cut(r, r->from, r->from + at + digits + 1);
	trim_ends(r, "");
}

static size_t last_dash(const struct words_reader *r)
{
	static const char *const dashes[] = { " — ", " – ", " - ", " -- ", " | ", "—", " → ", ". " };
	for (size_t at = r->to; at-- > r->from;)
		for (size_t i = 0; i < LENGTH(dashes); i++) {
			size_t size = strlen(dashes[i]);
			if (r->to - at > size && memcmp(r->text + at, dashes[i], size) == 0)
				return at + size;
			if (r->to - at > ACTION_PIECE_MAX)
				return 0;
		}
	return 0;
}

/* Brackets at the end, or what follows the last dash or comma; true if it said something. */
static bool read_end(struct words_reader *r)
{
	trim_ends(r, ".,;:-");
	if (r->to <= r->from)
		return false;
	char last = r->text[r->to - 1], open = last == ')' ? '(' : last == ']' ? '[' : '\0';
	size_t begin = r->to;
	if (open) {
		while (begin > r->from && r->text[begin - 1] != open && r->to - begin < ACTION_PIECE_MAX)
			begin--;
		/* not of a call, as in get('x') */
		bool apart = begin > r->from && r->text[begin - 1] == open && (begin - 1 == r->from || is_blank(r->text[begin - 2]));
		if (!apart || !read_pieces(r, begin, r->to - 1))
			return false;
		cut(r, begin - 1, begin);
		cut(r, r->to - 1, r->to);
		r->to = begin - 1;
		return true;
	}
	begin = last_dash(r);
	if (begin > r->from && read_pieces(r, begin, r->to)) {
		r->to = begin;
		trim_ends(r, " -|:,");
		return true;
	}
	for (begin = r->to; begin > r->from && !strchr(",; ", r->text[begin - 1]) && r->to - begin < ACTION_PIECE_MAX; begin--)
		;
	if (begin == r->from || (r->text[begin] != '@' && action_link(r->text + begin, r->to - begin) != r->to - begin))
		return false;
	/* a link or a name that a sentence ends in belongs to it */
	size_t before = begin;
	while (before > r->from && is_blank(r->text[before - 1]))
		before--;
	if (before == r->from || !strchr(",;:.-)", r->text[before - 1]) || !read_pieces(r, begin, r->to))
		return false;
	r->to = before;
	return true;
}

/* ---- the whole ----------------------------------------------------------------------------------- */

/* "@ana will …", "…, @ana to take that on": one person who is called, and what for. */
static void read_called(struct words_reader *r)
{
	size_t found = 0, len = 0, count = 0;
	for (size_t i = r->from; i < r->to; i++) {
		size_t size = 1;
		if (r->text[i] != '@' || (i && isalnum((unsigned char)r->text[i - 1])))
			continue;
		while (i + size < r->to && (isalnum((unsigned char)r->text[i + size]) || strchr("-_", r->text[i + size])))
			size++;
		count += size > 1;
		found = i;
		len = size;
	}
	const char *after = r->text + found + len;
	if (count != 1 || r->item->owner.len || r->flags & ACTION_TEXT_FIELDS)
		return;
	/* who is called first is the one */
	if (found == r->from)
		action_item_put(r->item, r->reader, ACTION_PART_OWNER, r->text + found, len, NULL);
	static const char *const verbs[] = { " will ", " to ", " is going to ", "'ll ", " should ", " takes ", " is " };
	for (size_t i = 0; i < LENGTH(verbs) && !r->item->owner.len; i++)
		if (strncmp(after, verbs[i], strlen(verbs[i])) == 0)
			action_item_put(r->item, r->reader, ACTION_PART_OWNER, r->text + found, len, NULL);
}

/* Where words that only lead to a link begin, with the brackets and blanks around them; `at` if there are none. */
static size_t before_link(const struct words_reader *r, size_t at)
{
	static const char *const leads[] = { "captured in", "tracked in", "tracked by", "tracked at", "tracked as", "documented in", "see also",
		"see", "via", "issue", "ticket", "pr", "jira", "bug", "cf.", "siehe", "voir", "ver" };
	for (bool more = true; more;) {
		more = false;
		while (at > r->from && strchr(" ([", r->text[at - 1]))
			at--;
		for (size_t i = 0; i < LENGTH(leads) && !more; i++) {
			size_t size = strlen(leads[i]);
			more = at >= r->from + size + 1 && strncasecmp(r->text + at - size, leads[i], size) == 0 &&
			       !isalnum((unsigned char)r->text[at - size - 1]);
			at -= more ? size : 0;
		}
	}
	return at;
}

/* The link that the item is tracked by; where it stands by itself it is no part of the title. */
static void read_links(struct words_reader *r)
{
	static const struct term names[] = { { 0, "=pull request|=issue here|=see issue here|=link to issue|=see issue|=issue|=pr|"
						  "=ticket|=link|=here|=bug|=jira|=github issue|=tracking issue|=merge request" } };
	const struct block_link *links = r->block->links ? r->reader->p->blocks.links.items + r->block->link : NULL;
	size_t tracked = 0, count = links ? r->block->links : 0;
	for (size_t i = 0; i < count; i++)
		tracked += !links[i].image;
	if (tracked && !r->item->link.len)
		action_item_put(r->item, r->reader, ACTION_PART_LINK, r->text, r->block->len, r->block);
	for (size_t i = 0; i < count; i++) {
		size_t at = links[i].at, end = at + links[i].len, after = end;
		if (links[i].image || end > r->to || end <= at)
			continue;
		size_t before = before_link(r, at);
		while (after < r->to && strchr(" )].", r->text[after]))
			after++;
		bool apart = terms_read(names, LENGTH(names), r->text + at, links[i].len) != TERM_NONE || before + 1 < at ||
			     (before > r->from && strchr(":.-,;", r->text[before - 1]));
		bool alone = after == r->to && before > r->from && apart;
		if (alone && tracked == 1)
			cut(r, before, r->to);
		else
			r->item->lost = true;
	}
}

static void put_title(struct words_reader *r, size_t end)
{
	struct buf *title = &r->item->title;
	bool gap = false, gone = false;
	for (size_t i = 0; i < end; i++) {
		gone = gone || r->cut[i];
		if (r->cut[i] || is_blank(r->text[i])) {
			gap = title->len > 0;
			continue;
		}
		bool closes = strncmp(r->text + i, "）", strlen("）")) == 0;
		if (!title->len && gone && (strchr("-:,;|", r->text[i]) || strncmp(r->text + i, "—", 3) == 0 || strncmp(r->text + i, "–", 3) == 0)) {
			i += r->text[i] < 0 ? 2 : 0;
			continue;
		}
		if (gap && !(gone && (closes || strchr(".,;:)]", r->text[i]))))
			buf_putc(title, ' ');
		/* brackets of which everything was read */
		if (gone && closes && title->len >= strlen("（") && strcmp(title->data + title->len - strlen("（"), "（") == 0) {
			buf_truncate(title, title->len - strlen("（"));
			i += strlen("）") - 1;
			continue;
		}
		buf_putc(title, r->text[i]);
		if (gone && title->len >= 2 &&
			(memcmp(title->data + title->len - 2, "()", 2) == 0 || memcmp(title->data + title->len - 2, "[]", 2) == 0))
			buf_truncate(title, title->len - 2);
		gap = gone = false;
	}
	while (title->len && strchr(" -:,;|", title->data[title->len - 1]))
		buf_truncate(title, title->len - 1);
	/* one sentence needs no full stop */
	if (title->len > 1 && title->data[title->len - 1] == '.' && title->data[title->len - 2] != '.' && !strstr(title->data, ". "))
		buf_truncate(title, title->len - 1);
	for (size_t dash = strlen("—"); title->len > dash && (memcmp(title->data + title->len - dash, "—", dash) == 0 ||
			memcmp(title->data + title->len - dash, "–", dash) == 0);)
		buf_truncate(title, title->len - dash), buf_trim_end(title);
}

/* The title is what is bold at the start, if that is a phrase and what follows is more than its end. */
static size_t title_end(struct words_reader *r)
{
	enum { PHRASE_WORDS = 2, TITLE_WORDS = 4, MUCH = 100 };
	size_t strong = r->block->strong < r->to ? r->block->strong : r->to, end = r->block->len, words = 0, next = strong;
	const char *line = memchr(r->text + r->from, '\n', end > r->from ? end - r->from : 0);
	for (size_t i = 0; i < strong; i++)
		words += !is_blank(r->text[i]) && !r->cut[i] && (!i || is_blank(r->text[i - 1]));
	bool colon = strong && strchr(":.", r->text[strong - 1]);
	for (; next < end && strchr(" :.-", r->text[next]); next++)
		colon = colon || r->text[next] != ' ';
	bool apart = next < end && !colon && isupper((unsigned char)r->text[next]);
	if (words >= PHRASE_WORDS && next < end && (apart || (colon && words >= TITLE_WORDS && end - strong > MUCH))) {
		r->item->lost = true;
		return strong;
	}
	if (line && !(r->flags & ACTION_TEXT_FIELDS)) {
		for (const char *c = line; c < r->text + end; c++)
			r->item->lost = r->item->lost || (!r->cut[c - r->text] && !is_blank(*c));
		return (size_t)(line - r->text);
	}
	return end;
}

void action_item_read(struct action_item *item, const struct action_reader *reader, const struct block *block, unsigned flags)
{
	struct words_reader r = { item, reader, block, block->text, 0, block->len, NULL, flags };
	size_t all = block->len;
	if (r.to > LOOK_MAX)
		r.to = LOOK_MAX;
	r.cut = mem_new(all + 1, sizeof *r.cut);
	trim_ends(&r, "");
	skip_number(&r);
	while (read_start(&r))
		trim_ends(&r, "");
	read_links(&r);
	if (!(flags & ACTION_TEXT_FIELDS))
		read_labels(&r);
	trim_ends(&r, "");
	if (!(flags & ACTION_TEXT_FIELDS) && all <= LOOK_MAX)
		while (read_end(&r))
			;
	read_called(&r);
	if (block->struck) {
		bool done = text_equal(item->state, "done");
		item->state = done ? item->state : "declined";
		if (!done)
			action_item_doubt(item, "struck through: taken as declined");
	}
	put_title(&r, title_end(&r));
	free(r.cut);
}

bool action_ends_in_name(const struct block *block)
{
	struct words_reader r = { .block = block, .text = block->text, .to = block->len };
	if (block->len > LOOK_MAX)
		return false;
	while (r.to && (is_blank(r.text[r.to - 1]) || strchr(".,;", r.text[r.to - 1])))
		r.to--;
	size_t begin = last_dash(&r), end = r.to;
	if (r.to && r.text[r.to - 1] == ')') {
		end = r.to - 1;
		for (begin = end; begin && r.text[begin - 1] != '('; begin--)
			;
	}
	while (begin < end && is_blank(r.text[begin]))
		begin++;
	return begin && end > begin && r.text[begin - 1] != '.' && action_is_name(r.text + begin, end - begin) &&
	       (isupper((unsigned char)r.text[begin]) || r.text[begin] == '@' || !memchr(r.text + begin, ' ', end - begin));
}
