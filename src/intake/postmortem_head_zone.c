#include "intake/postmortem_head.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { REACH = 80, CLOCK = 6, TEXT_MAX = 2000, TEXTS_MAX = 20000 };

/* What a sentence about the document's zone speaks of. */
static const char *const subjects[] = { "times ", "timestamps ", "time is ", "timezone", "time zone", "zeiten ", "uhrzeiten ", "zeitangaben ",
	"heures ", "horas ", "horários ", "fuseau", "時刻", "時間", "时间" };

/* A zone that begins at `at`; read as behind a clock time, so that all forms are those of a time. */
static bool zone_at(struct stamp *out, const char *at, size_t len)
{
	char text[REACH + CLOCK + 1] = "00:00 ";
	len = len > REACH ? REACH : len;
	text_copy(text + CLOCK, len + 1, at);
	return stamp_read(out, text, len + CLOCK, 0) && out->zone[0] && out->to > CLOCK;
}

/* The first zone in `len` bytes, at the start of one of their words. */
static bool find_zone(struct stamp *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool begins = i == 0 || (!isalnum((unsigned char)text[i - 1]) && !strchr("/_-+", text[i - 1]));
		bool may = isupper((unsigned char)text[i]) || strchr("+-", text[i]) || text_starts(text + i, "utc") ||
			text_starts(text + i, "日本") || text_starts(text + i, "北京");
		if (begins && may && zone_at(out, text + i, len - i))
			return true;
	}
	return false;
}

static size_t sentence_len(const char *text)
{
	size_t len = 0;
	while (len < REACH && text[len] && text[len] != '\n' && !(text[len] == '.' && (text[len + 1] == ' ' || !text[len + 1])))
		len++;
	return len;
}

/* A sentence about the times in a picture or a log says nothing about the document's. */
static bool speaks_of_others(const char *text, size_t at)
{
	static const char *const others[] = { "screenshot", "graph", "chart", "dashboard", "logs", "log lines", "image" };
	size_t from = at;
	while (from && at - from < REACH && text[from - 1] != '\n' && !(text[from - 1] == ' ' && from > 1 && text[from - 2] == '.'))
		from--;
	for (size_t i = 0; i < LENGTH(others); i++)
		if (text_has_words(text + from, at - from, others[i]))
			return true;
	return false;
}

/* "All times are in CET.", "Times in UTC unless noted" */
static bool zone_of_sentence(struct stamp *out, const char *text, size_t len)
{
	len = len > TEXT_MAX ? TEXT_MAX : len;
	for (size_t i = 0; i < len; i++)
		for (size_t j = 0; j < LENGTH(subjects); j++) {
			size_t size = strlen(subjects[j]);
			if (tolower((unsigned char)text[i]) != (unsigned char)subjects[j][0] || strncasecmp(text + i, subjects[j], size) != 0)
				continue;
			if ((i && isalpha((unsigned char)text[i - 1])) || speaks_of_others(text, i))
				continue;
			if (find_zone(out, text + i + size, sentence_len(text + i + size)))
				return true;
		}
	return false;
}

/* "Timeline (UTC)", "Timeline - all times CET"; of a column "Time (UTC)", "Date and time in CET". */
static bool zone_of_head(struct stamp *out, const struct postmortem *p, size_t index)
{
	const struct block *block = &p->blocks.items[index];
	static const char *const columns[] = { "time", "when", "date", "zeit", "uhrzeit", "heure", "hora", "時刻", "時間", "日時", "时间" };
	if (block->kind == BLOCK_HEADING)
		return head_place_of_key(p->keys[index]) == HEAD_IS_TIMELINE &&
			find_zone(out, block->text, block->len > REACH ? REACH : block->len);
	for (size_t i = 0; i < LENGTH(columns); i++)
		if (strncasecmp(block->text, columns[i], strlen(columns[i])) == 0)
			return find_zone(out, block->text + strlen(columns[i]), strlen(block->text + strlen(columns[i])));
	return false;
}

static bool in_header(const struct blocks *blocks, size_t cell)
{
	return blocks->items[cell].kind == BLOCK_CELL && blocks->items[blocks->items[cell].parent].header;
}

/* What the document says about all of its times: a label, a sentence, the timeline's heading, a column's head. */
static bool said_zone(const struct postmortem *p, struct head_pairs *pairs, struct stamp *out)
{
	const struct blocks *blocks = &p->blocks;
	struct head_pair *label = head_pair_of(pairs, HEAD_ZONE);
	if (label && zone_at(out, label->value, strlen(label->value))) {
		label->kept = out->rest >= CLOCK + strlen(label->value);
		return true;
	}
	size_t texts = 0;
	for (size_t i = 0; i < blocks->count && texts < TEXTS_MAX; i++) {
		const struct block *block = &blocks->items[i];
		bool text = block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_HEADING;
		texts += text;
		if (text && zone_of_sentence(out, block->text, block->len))
			return true;
	}
	for (size_t i = 0; i < blocks->count; i++)
		if ((blocks->items[i].kind == BLOCK_HEADING || in_header(blocks, i)) && zone_of_head(out, p, i))
			return true;
	return false;
}

void head_read_zone(struct postmortem *p, struct head_pairs *pairs)
{
	struct stamp stamp;
	if (!said_zone(p, pairs, &stamp))
		return;
	dating_zone(&p->dating, stamp.zone, stamp.zone_unsure);
	record_set_text(&p->incident, INCIDENT_TIMEZONE, stamp.zone);
}
