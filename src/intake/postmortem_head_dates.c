#include "intake/postmortem_head.h"

#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

enum { NEAR_DAYS = 1, FIRST_TEXTS = 6, FIRST_BLOCKS = 1000, TEXT_MAX = 1000, TITLE_MAX = 150 };

/* A date and where it was said. */
struct said {
	struct stamp stamp;
	const char *where; /* for notes */
	size_t line;
};

static bool has_date(const struct stamp *stamp)
{
	return stamp->day.kind == STAMP_DATE || stamp->day.kind == STAMP_MONTH_DAY || stamp->epoch;
}

/* A date at the start of a value or, as in "Occurred on 3 May 2023", in it. */
static bool date_in(struct stamp *out, const char *text, size_t len)
{
	if (stamp_read(out, text, len, STAMP_LEAD) && has_date(out))
		return true;
	for (size_t from = 0; from < len && stamp_find(out, text, len > TEXT_MAX ? TEXT_MAX : len, from, true); from = out->to)
		if (has_date(out))
			return true;
	return false;
}

static bool date_of_pairs(struct head_pairs *pairs, enum head_field field, struct said *out)
{
	for (size_t i = 0; i < pairs->count; i++) {
		struct head_pair *pair = &pairs->items[i];
		struct stamp whole;
		if (pair->label->field != field || !date_in(&out->stamp, pair->value, strlen(pair->value)))
			continue;
		/* a clock time or an end is more than the date */
		pair->kept = stamp_read(&whole, pair->value, strlen(pair->value), STAMP_WHOLE) && !whole.has_end &&
			(field == HEAD_START || whole.clock.kind == STAMP_NO_CLOCK);
		out->where = field == HEAD_DATE ? "the date" : "the start";
		out->line = pair->line;
		return true;
	}
	return false;
}

static bool date_of_title(const struct postmortem *p, struct said *out)
{
	for (size_t i = 0; i < p->blocks.count; i = p->blocks.items[i].next) {
		const struct block *block = &p->blocks.items[i];
		bool title = block->kind == BLOCK_HEADING ? block->level == 1 : i == 0 && block->len <= TITLE_MAX;
		if (!title)
			continue;
		if (!date_in(&out->stamp, block->text, block->len)) {
			if (block->kind == BLOCK_HEADING)
				return false;
			continue;
		}
		out->where = "the title";
		out->line = block->line;
		return true;
	}
	return false;
}

/* "2023-01-17-checkout.md", "postmortem_20230117.md", "incident-2023-01-17.md" */
static bool date_of_file(const struct postmortem *p, struct said *out)
{
	const char *name = p->context->name;
	out->where = "the file's name";
	out->line = 0;
	for (const char *at = name; *at; at++) {
		bool begins = at == name || !strchr("0123456789", at[-1]);
		if (begins && stamp_read(&out->stamp, at, strlen(at), 0) && out->stamp.day.kind == STAMP_DATE && out->stamp.from == 0)
			return true;
	}
	return false;
}

/* The first cell or item that begins with a date: the timeline's, mostly. */
static bool date_of_entries(const struct postmortem *p, struct said *out)
{
	for (size_t i = 0; i < p->blocks.count && i < FIRST_BLOCKS; i++) {
		const struct block *block = &p->blocks.items[i];
		bool entry = block->kind == BLOCK_CELL || block->kind == BLOCK_ITEM || block->kind == BLOCK_HEADING;
		if (!entry || !block->len || !stamp_read(&out->stamp, block->text, block->len, 0) || out->stamp.day.kind != STAMP_DATE)
			continue;
		out->where = "an entry";
		out->line = block->line;
		return true;
	}
	return false;
}

/* "Due date: 2024-03-09" is when something is to be done. */
static bool is_due(const char *text, size_t len)
{
	size_t marks = 0;
	while (marks < len && strchr("*_ ", text[marks]))
		marks++;
	return len > marks + 3 && strncasecmp(text + marks, "due", 3) == 0 && strchr(" :*", text[marks + 3]);
}

static bool date_in_lines(struct stamp *out, const char *text, size_t len)
{
	for (size_t at = 0, line; at < len; at += line + 1) {
		const char *end = memchr(text + at, '\n', len - at);
		line = end ? (size_t)(end - text) - at : len - at;
		if (!is_due(text + at, line) && date_in(out, text + at, line) && out->day.kind == STAMP_DATE)
			return true;
	}
	return false;
}

/* "On September 29, 2025, the shop …" */
static bool date_of_text(const struct postmortem *p, struct said *out)
{
	size_t texts = 0;
	for (size_t i = 0; i < p->blocks.count && texts < FIRST_TEXTS; i = p->blocks.items[i].next) {
		const struct block *block = &p->blocks.items[i];
		if (block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_HEADING)
			continue;
		texts += block->kind == BLOCK_PARAGRAPH;
		size_t len = block->to - block->from;
		if (!date_in_lines(&out->stamp, p->source + block->from, len > TEXT_MAX ? TEXT_MAX : len))
			continue;
		out->where = "the text";
		out->line = block->line;
		return true;
	}
	return false;
}

static void note_other(struct postmortem *p, const struct said *first, const struct said *other)
{
	struct dating dating = p->dating;
	char one[16], two[16];
	int year, month, day;
	if (!dating_document(&dating, &other->stamp) || dating.document - p->dating.document == 0)
		return;
	p->dating.document_guessed = true;
	civil_date(p->dating.document, &year, &month, &day);
	snprintf(one, sizeof one, "%04d-%02d-%02d", year, month, day);
	civil_date(dating.document, &year, &month, &day);
	snprintf(two, sizeof two, "%04d-%02d-%02d", year, month, day);
	found_note(&p->found, other->line ? other->line : first->line, "%s says %s, %s %s", first->where, one, other->where, two);
}

/* What says nothing of a day was written soon after: better than none for times without one, and said. */
static void take_written(struct postmortem *p)
{
	struct stamp day = { .day = { .kind = STAMP_DATE } };
	struct civil civil;
	if (!p->context->written)
		return;
	zone_civil(p->dating.zone, p->context->written, &civil);
	day.day.year = civil.year;
	day.day.month = civil.month;
	day.day.day = civil.day;
	p->dating.document_guessed = dating_document(&p->dating, &day);
	if (p->dating.document_guessed)
		found_note(&p->found, 0, "no date in it: times without one are of the day when it was first committed, %04d-%02d-%02d",
			civil.year, civil.month, civil.day);
}

/* Day and month, or the year, that were guessed. */
static void note_doubts(struct postmortem *p)
{
	struct buf note = { 0 };
	if (!p->dating.has_document || !(p->dating.document_doubts & (DATING_ORDER | DATING_YEAR)))
		return;
	dating_note(&note, &p->dating, p->dating.document_doubts);
	found_note(&p->found, 0, "the document's date: %s", buf_text(&note));
	buf_fini(&note);
}

/* It went on for days: a time could be of any. */
static bool is_of_days(const struct postmortem *p, const struct head_pairs *pairs, const struct stamp *first)
{
	const struct head_pair *end = head_pair_of(pairs, HEAD_END);
	struct dating dating = p->dating;
	struct stamp stamp;
	if (first->end_day.kind != STAMP_NO_DAY)
		return true;
	return end && date_in(&stamp, end->value, strlen(end->value)) && dating_document(&dating, &stamp) &&
		dating.document != p->dating.document;
}

/* The document's date: what a line calls so, the title, the file's name, the first that the text names. */
static void read_document_date(struct postmortem *p, struct head_pairs *pairs)
{
	static const enum head_field others[] = { HEAD_SPAN, HEAD_DETECTED, HEAD_ACKNOWLEDGED, HEAD_DECLARED, HEAD_MITIGATED, HEAD_END };
	struct said said[5] = { 0 };
	size_t count = 0;
	count += date_of_pairs(pairs, HEAD_DATE, &said[count]);
	count += date_of_pairs(pairs, HEAD_START, &said[count]);
	count += date_of_title(p, &said[count]);
	count += date_of_file(p, &said[count]);
	for (size_t i = 0; i < LENGTH(others); i++)
		count += !count && date_of_pairs(pairs, others[i], &said[0]);
	bool plain = count > 0;
	count += !count && date_of_text(p, &said[0]);
	bool own = count > 0;
	/* what is unsure about that one is said at the entry */
	count += !count && date_of_entries(p, &said[0]);
	/* one that is not whole, or could be two, is seen from one that is sure */
	bool sure = said[0].stamp.day.kind == STAMP_DATE && said[0].stamp.day.order != STAMP_ORDER_OPEN;
	for (size_t i = 1; i < count && !sure && !p->dating.has_document; i++)
		if (said[i].stamp.day.kind == STAMP_DATE && said[i].stamp.day.order != STAMP_ORDER_OPEN)
			dating_document(&p->dating, &said[i].stamp);
	if (count && !dating_document(&p->dating, &said[0].stamp))
		return;
	p->dating.document_guessed = !plain || is_of_days(p, pairs, &said[0].stamp);
	if (!p->dating.has_document)
		take_written(p);
	for (size_t i = 1; i < count; i++)
		note_other(p, &said[0], &said[i]);
	if (own)
		note_doubts(p);
}

/* When it began, if a line says so; else the document's day. */
static void read_start(struct postmortem *p, struct head_pairs *pairs)
{
	static const enum head_field fields[] = { HEAD_START, HEAD_SPAN, HEAD_DATE };
	struct dating dating = p->dating;
	struct stamp stamp;
	struct when when;
	unsigned doubts;
	for (size_t i = 0; i < LENGTH(fields); i++) {
		const struct head_pair *pair = head_pair_of(pairs, fields[i]);
		bool clock = pair && stamp_read(&stamp, pair->value, strlen(pair->value), STAMP_LEAD) &&
			(stamp.clock.kind >= STAMP_MINUTE || stamp.epoch) && !stamp.weak;
		if (!clock || (stamp.day.kind == STAMP_NO_DAY && !stamp.epoch && !dating.has_document))
			continue;
		if (dating_resolve(&dating, &stamp, &when, &doubts)) {
			record_set_int(&p->incident, INCIDENT_STARTED, when.at);
			return;
		}
		dating = p->dating;
	}
	if (!dating.has_document)
		return;
	struct stamp day = { .day = { .kind = STAMP_DATE } };
	civil_date(dating.document, &day.day.year, &day.day.month, &day.day.day);
	if (dating_resolve(&dating, &day, &when, &doubts))
		record_set_int(&p->incident, INCIDENT_STARTED, when.at);
}

void head_read_dates(struct postmortem *p, struct head_pairs *pairs)
{
	read_document_date(p, pairs);
	read_start(p, pairs);
}
