/* Lines that say their time behind a label or at their end, sentences, comments. */
#include "intake/timeline_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { LABEL_MAX = 40 };

static void trim(const char **text, size_t *len, const char *edges)
{
	while (*len && strchr(edges, **text)) {
		++*text;
		--*len;
	}
	while (*len && strchr(edges, (*text)[*len - 1]))
		--*len;
}

/* ---- zones ------------------------------------------------------------------------------------------ */

const char *timeline_zone(const char *text, bool *unsure)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+:-";
	bool small = strpbrk(text, "abcdefghijklmnopqrstuvwxyz(") != NULL;
	for (const char *at = text; *at;) {
		size_t len = strspn(at, letters);
		bool word = len >= 2 && len < ZONE_NAME_MAX && isalpha((unsigned char)*at);
		bool sure = small || (len >= 3 && (strncasecmp(at, "UTC", 3) == 0 || strncasecmp(at, "GMT", 3) == 0));
		while (word && len && strchr(":-+/", at[len - 1]))
			len--;
		const char *zone = word && sure ? stamp_zone(at, len, true, unsure) : NULL;
		if (zone)
			return zone;
		at += len ? len : 1;
	}
	return NULL;
}

/* ---- labels ----------------------------------------------------------------------------------------- */

/* `**Time:** 10:03`: the label without marks, and what follows it. */
static bool split_label(const char *line, size_t len, const char **label, size_t *label_len, const char **value,
	size_t *value_len)
{
	trim(&line, &len, " \t\r\n");
	const char *colon = memchr(line, ':', len < LABEL_MAX ? len : LABEL_MAX);
	size_t wide = 1;
	const char *full = memmem(line, len < LABEL_MAX ? len : LABEL_MAX, "\xef\xbc\x9a", 3);
	if (full && (!colon || full < colon)) {
		colon = full;
		wide = 3;
	}
	if (!colon || colon == line || (colon > line && isdigit((unsigned char)colon[-1])))
		return false;
	*label = line;
	*label_len = (size_t)(colon - line);
	*value = colon + wide;
	*value_len = len - *label_len - wide;
	trim(label, label_len, "*_`-+ \t[]");
	while (*value_len && strchr("*_` \t", **value)) {
		++*value;
		--*value_len;
	}
	return *label_len > 0;
}

static void put_labelled(struct timeline_step *step, enum timeline_column means, const char *label, size_t label_len,
	const char *value, size_t len)
{
	if (means == TIMELINE_WHO && !step->author) {
		step->author = mem_copy_n(value, len);
	} else if (means == TIMELINE_KIND && !step->label) {
		step->label = mem_copy_n(value, len);
	} else {
		if (step->text.len)
			buf_putc(&step->text, '\n');
		if (means != TIMELINE_TEXT || step->text.len)
			buf_printf(&step->text, "%.*s: ", (int)label_len, label);
		buf_put(&step->text, value, len);
	}
}

static const char labels[] = "labelled lines";

struct labelled {
	const char *label, *value;
	size_t label_len, value_len;
	enum timeline_column means;
	struct stamp stamp; /* of a time or day */
};

static bool read_label(const struct timeline *t, const char *line, size_t len, struct labelled *out)
{
	if (!split_label(line, len, &out->label, &out->label_len, &out->value, &out->value_len))
		return false;
	char *name = mem_copy_n(out->label, out->label_len);
	out->means = timeline_column(name);
	free(name);
	if (out->means == TIMELINE_TIME || out->means == TIMELINE_DAY)
		return stamp_read(&out->stamp, out->value, out->value_len, STAMP_WHOLE);
	const struct timeline_step *open = t->open ? &t->steps.items[t->open - 1] : NULL;
	return open && open->how == labels && (out->means != TIMELINE_OTHER || out->value_len);
}

bool timeline_has_label(const struct timeline *t, const char *line, size_t len)
{
	struct labelled read;
	return read_label(t, line, len, &read);
}

bool timeline_labelled(struct timeline *t, const char *line, size_t len, size_t from, size_t to)
{
	struct labelled read;
	if (!read_label(t, line, len, &read))
		return false;
	bool timed = read.means == TIMELINE_TIME || read.means == TIMELINE_DAY;
	if (timed && read.stamp.clock.kind == STAMP_NO_CLOCK && !read.stamp.epoch) {
		timeline_step(t, TIMELINE_STEP_DAY)->stamp = read.stamp;
		return true;
	}
	if (timed)
		return timeline_entry(t, &read.stamp, from, to, labels) != NULL;
	struct timeline_step *open = &t->steps.items[t->open - 1];
	put_labelled(open, read.means, read.label, read.label_len, read.value, read.value_len);
	open->to = to;
	return true;
}

/* ---- times in a line ---------------------------------------------------------------------------------- */

static const char *const points[] = { "at", "around", "about", "approximately", "approx", "approx.", "circa", "roughly",
	"by", "um", "gegen", "ca.", "à", "vers", "las", "alle", "@", "on" };

static const char *const spans[] = { "from", "between", "until", "till", "since", "before", "after", "to", "and", "von",
	"bis", "zwischen", "seit", "vor", "nach", "de", "entre", "jusqu'à", "depuis", "desde", "hasta", "every", "daily" };

static bool is_one_of(const char *word, size_t len, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == len && strncasecmp(words[i], word, len) == 0)
			return true;
	return false;
}

/* "3 pm", "14h", "14 Uhr"; in a sentence a letter behind a number is more often a unit. */
static bool names_hour(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr("mMhH", text[i]) || (unsigned char)text[i] >= 0x80)
			return true;
	return false;
}

/* Whether a time in a sentence says when something happened, not how long it took or from when on. */
static bool is_point(const char *sentence, size_t len, const struct stamp *stamp)
{
	size_t end = stamp->from;
	if (stamp->has_end || (stamp->clock.kind == STAMP_HOUR && !names_hour(sentence + end, stamp->to - end)))
		return false;
	if (end < len && (unsigned char)sentence[end] >= 0x80) /* Japanese and Chinese: what follows says it */
		return memmem(sentence + stamp->to, len - stamp->to < 12 ? len - stamp->to : 12, "まで", 6) == NULL;
	while (end && strchr(" \t\n*_~(,`", sentence[end - 1]))
		end--;
	if (!end)
		return true;
	size_t start = end;
	while (start && !strchr(" \t\n(*_,", sentence[start - 1]))
		start--;
	if (is_one_of(sentence + start, end - start, spans, LENGTH(spans)))
		return false;
	return stamp->lead || is_one_of(sentence + start, end - start, points, LENGTH(points));
}

/* "Mitigation: 10:30 by rollback": a short label with a colon before the time. */
static bool is_labelled(const char *line, size_t end)
{
	while (end && strchr(" \t*_`", line[end - 1]))
		end--;
	return end > 1 && end <= LABEL_MAX && line[end - 1] == ':';
}

bool timeline_trailing(struct timeline *t, const char *line, size_t len, size_t from, size_t to)
{
	struct stamp stamp;
	const char *label = line;
	if (!stamp_find(&stamp, line, len, 0, false) || stamp.weak || stamp.has_end) /* "Duration: 10:03 to 10:30" */
		return false;
	const char *rest = line + stamp.to;
	size_t rest_len = len - stamp.to, label_len = stamp.from;
	trim(&rest, &rest_len, " \t\r\n.,;:)]*_`");
	trim(&label, &label_len, " \t\r\n:-(*_`@[,");
	bool last = !rest_len && label_len, labelled = !last && is_labelled(line, stamp.from);
	if (!last && !labelled && !is_point(line, len, &stamp))
		return false;
	struct timeline_step *step = timeline_entry(t, &stamp, from, to, last ? "line that ends in a time" : "sentence");
	if (!step)
		return false;
	if (last && label_len > 3 && strncasecmp(label + label_len - 3, " at", 3) == 0)
		label_len -= 3;
	if (last || labelled) {
		step->label = mem_copy_n(label, label_len);
		buf_put(&step->text, label, label_len);
	}
	if (labelled) {
		step->how = "label and time";
		buf_puts(&step->text, ": ");
		buf_put(&step->text, line + stamp.rest, len - stamp.rest);
	} else if (!last) {
		buf_put(&step->text, line, len);
	}
	step->sentence = !last && !labelled;
	return true;
}

/* ---- sentences ---------------------------------------------------------------------------------------- */

/* Where the sentence that begins at `at` ends. */
static size_t sentence_end(const char *text, size_t len, size_t at)
{
	for (size_t i = at; i < len; i++) {
		bool wide = i + 3 <= len && memcmp(text + i, "。", 3) == 0;
		if (wide)
			return i + 3;
		if (text[i] == '\n' && i > at && strchr(":\\", text[i - 1]))
			return i + 1;
		if (!strchr(".!?", text[i]) || !text[i])
			continue;
		size_t next = i + 1;
		while (next < len && strchr("\"')*_", text[next]))
			next++;
		size_t blank = next;
		while (next < len && isspace((unsigned char)text[next]))
			next++;
		bool abbreviated = i >= 2 && tolower((unsigned char)text[i - 1]) == 'm' && text[i - 2] == '.';
		if (next == len || (blank < next && !abbreviated && !islower((unsigned char)text[next])))
			return blank;
	}
	return len;
}

static bool is_habit(const char *sentence, size_t len)
{
	static const char *const words[] = { " every ", " daily", " each ", " usually", " will ", " scheduled for", " jeden ",
		" chaque ", " cada ", "毎日", "每天" };
	for (size_t i = 0; i < LENGTH(words); i++)
		if (memmem(sentence, len, words[i], strlen(words[i])))
			return true;
	return false;
}

/* The day that a sentence names, for its own times and those after it: any that goes with a time, else one that the
 * sentence begins with or has "on" before it. */
static void read_sentence_day(struct timeline *t, const char *text, size_t len, bool any)
{
	struct stamp stamp;
	for (size_t at = 0; at < len && stamp_find(&stamp, text, len, at, true); at = stamp.to > at ? stamp.to : at + 1) {
		bool dated = stamp.day.kind == STAMP_DATE || stamp.day.kind == STAMP_MONTH_DAY;
		size_t from = stamp.from;
		while (from && strchr(" \n*_", text[from - 1]))
			from--;
		bool on = !from || stamp.lead || (from >= 2 && strncasecmp(text + from - 2, "on", 2) == 0);
		if (!dated || stamp.clock.kind != STAMP_NO_CLOCK || !(any || on))
			continue;
		timeline_step(t, TIMELINE_STEP_DAY)->stamp = stamp;
		return;
	}
}

static void read_sentence(struct timeline *t, const char *text, size_t len, size_t from, size_t to)
{
	struct stamp stamp;
	if (is_habit(text, len))
		return;
	for (size_t at = 0; at < len && stamp_find(&stamp, text, len, at, false); at = stamp.to > at ? stamp.to : at + 1) {
		if (stamp.weak || !is_point(text, len, &stamp))
			continue;
		if (stamp.day.kind == STAMP_NO_DAY)
			read_sentence_day(t, text, len, true);
		struct timeline_step *step = timeline_entry(t, &stamp, from, to, "sentence");
		if (!step)
			return;
		buf_put(&step->text, text, len);
		step->sentence = true;
		t->open = 0;
		return;
	}
	read_sentence_day(t, text, len, false);
}

void timeline_prose(struct timeline *t, size_t first, size_t end)
{
	const struct blocks *blocks = &t->p->blocks;
	for (size_t i = first; i < end && !t->full; i++) {
		const struct block *block = &blocks->items[i];
		if (block->kind == BLOCK_QUOTE) {
			i = block->next - 1;
			continue;
		}
		if (block->kind != BLOCK_PARAGRAPH || t->seen[i])
			continue;
		size_t len = block->to - block->from, next, entries = t->entries;
		const char *text = blocks->source + block->from;
		for (size_t at = 0; at < len; at = next) {
			next = sentence_end(text, len, at);
			while (at < next && isspace((unsigned char)text[at]))
				at++;
			read_sentence(t, text + at, next - at, block->from + at, block->from + next);
		}
		t->seen[i] = t->entries > entries;
	}
}

/* ---- comments ----------------------------------------------------------------------------------------- */

static const char *const said[] = { " commented ", " replied ", " wrote ", " opened this issue ", " kommentierte ",
	" a commenté ", " comentó " };

/* "ana commented on 7 Jun 2017": who and when. */
static bool read_comment(const struct block *block, struct stamp *stamp, size_t *name)
{
	if ((block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_HEADING) || block->len > 160)
		return false;
	for (size_t i = 0; i < LENGTH(said); i++) {
		const char *at = strstr(block->text, said[i]);
		if (!at || !timeline_is_name(block->text, (size_t)(at - block->text)))
			continue;
		const char *when = at + strlen(said[i]);
		static const char *const leads[] = { "on ", "at ", "am ", "le ", "el " };
		for (size_t l = 0; l < LENGTH(leads); l++)
			when += text_starts(when, leads[l]) ? strlen(leads[l]) : 0;
		*name = (size_t)(at - block->text);
		if (stamp_read(stamp, when, strlen(when), STAMP_WHOLE) && stamp->day.kind != STAMP_NO_DAY)
			return true;
	}
	return false;
}

void timeline_comments(struct timeline *t)
{
	const struct blocks *blocks = &t->p->blocks;
	struct stamp stamp;
	size_t name;
	t->group++;
	t->open = 0;
	for (size_t i = 0; i < blocks->count && !t->full; i = blocks->items[i].next) {
		const struct block *block = &blocks->items[i];
		if (!t->seen[i] && read_comment(block, &stamp, &name)) {
			struct timeline_step *step = timeline_entry(t, &stamp, block->from, block->to, "comment");
			if (!step)
				return;
			step->author = mem_copy_n(block->text + (*block->text == '@'), name - (*block->text == '@'));
			found_claim(&t->p->found, blocks, i);
			t->seen[i] = true;
		} else if (block->kind == BLOCK_HEADING || t->seen[i]) {
			t->open = 0;
		} else if (t->open) {
			t->seen[i] = true;
			timeline_extend(t, i, block->next);
		}
	}
	t->open = 0;
}
