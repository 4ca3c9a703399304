#include "intake/postmortem_head.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { TAG_MAX = 48, TAGS_MAX = 12 };

/* "✅ fixed" and "in review" say no more than the word that is known. */
static bool is_short(const char *value)
{
	return text_words(value) <= 2;
}

static void read_status(struct postmortem *p, struct head_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const char *review, *status;
		if (pairs->items[i].label->field != HEAD_STATUS)
			continue;
		status = head_status(pairs->items[i].value, &review);
		pairs->items[i].kept = (status || review) && is_short(pairs->items[i].value);
		if (status && !record_has(&p->incident, INCIDENT_STATUS))
			record_set_text(&p->incident, INCIDENT_STATUS, status);
		if (review && !record_has(&p->incident, INCIDENT_REVIEW))
			record_set_text(&p->incident, INCIDENT_REVIEW, review);
		if (!status && !review)
			found_note(&p->found, pairs->items[i].line, "no status is known for '%s'", pairs->items[i].value);
	}
}

static void read_severity(struct postmortem *p, struct head_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count && !record_has(&p->incident, INCIDENT_SEVERITY); i++) {
		if (pairs->items[i].label->field != HEAD_SEVERITY)
			continue;
		const char *severity = head_severity(pairs->items[i].value);
		/* SEV1 is not all that "critical" says */
		pairs->items[i].kept = severity && is_short(pairs->items[i].value) && strcasestr(pairs->items[i].value, "sev");
		if (severity)
			record_set_text(&p->incident, INCIDENT_SEVERITY, severity);
		else
			found_note(&p->found, pairs->items[i].line, "no severity is known for '%s'", pairs->items[i].value);
	}
}

/* Add one tag: its words joined by hyphens, as tags have no blanks. */
static bool add_tag(struct buf *out, const char *text, size_t len)
{
	char *plain = head_plain(text, len);
	size_t size = strlen(plain);
	bool fits = size && size <= TAG_MAX && text_words(plain) <= 4 && !head_is_blank(plain);
	if (fits && out->len)
		buf_putc(out, ',');
	for (const char *c = plain; fits && *c; c++)
		if (*c != '#' || c > plain)
			buf_putc(out, *c == ' ' || *c == ',' ? '-' : *c);
	free(plain);
	return fits || !size;
}

/* A list of short names; a sentence is none. */
static void read_tags(struct postmortem *p, struct head_pairs *pairs, enum head_field field, int target)
{
	struct head_pair *pair = head_pair_of(pairs, field);
	struct buf tags = { 0 };
	bool list = pair != NULL;
	size_t count = 0;
	for (const char *at = pair ? pair->value : ""; *at && list; count++) {
		size_t len = strcspn(at, ",;\n");
		list = add_tag(&tags, at, len) && count < TAGS_MAX;
		at += len + strspn(at + len, ",;\n");
	}
	if (list && tags.len)
		pair->kept = record_parse(&p->incident, target, buf_text(&tags), NULL, NULL) &&
			(strchr(pair->value, '-') || !strchr(buf_text(&tags), '-'));
	buf_fini(&tags);
}

/* Between labelled values only marks, and in a table its head. */
static bool only_marks(const struct postmortem *p, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!strchr(" \t\r\n-*+>|:;·•\\", p->source[from]))
			return false;
	return true;
}

/* Claim the blocks of which all is in fields. */
static void claim(struct postmortem *p, const struct head_pairs *pairs)
{
	for (size_t i = 0, next; i < pairs->count; i = next) {
		size_t index = pairs->items[i].block, at = index == BLOCK_NONE ? 0 : p->blocks.items[index].from;
		bool kept = index != BLOCK_NONE, table = kept && p->blocks.items[index].kind == BLOCK_TABLE;
		for (next = i; next < pairs->count && pairs->items[next].block == index; next++) {
			const struct head_pair *pair = &pairs->items[next];
			bool head = table && next == i;
			kept = kept && pair->kept && (pair->from <= at || head || only_marks(p, at, pair->from));
			at = pair->to;
		}
		if (kept && only_marks(p, at, p->blocks.items[index].to))
			found_claim(&p->found, &p->blocks, index);
	}
}

void postmortem_head(struct postmortem *p)
{
	struct head_pairs pairs = { 0 };
	dating_begin(&p->dating, p->context->now, p->context->zone);
	dating_learn(&p->dating, p->source, p->len);
	head_collect(&pairs, p);
	head_read_zone(p, &pairs);
	head_read_title(p, &pairs);
	head_read_dates(p, &pairs);
	read_status(p, &pairs);
	read_severity(p, &pairs);
	read_tags(p, &pairs, HEAD_SERVICES, INCIDENT_SERVICES);
	read_tags(p, &pairs, HEAD_TAGS, INCIDENT_TAGS);
	head_read_people(p, &pairs);
	claim(p, &pairs);
	head_pairs_fini(&pairs);
}
