/* When it began, was noticed and ended, where lines of the head say so: events, unless the timeline has them. */
#include "intake/postmortem_head.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

static const struct {
	enum head_field field;
	const char *kind;
} milestones[] = {
	{ HEAD_START, "impact" },
	{ HEAD_DETECTED, "detected" },
	{ HEAD_ACKNOWLEDGED, "acknowledged" },
	{ HEAD_DECLARED, "declared" },
	{ HEAD_MITIGATED, "mitigated" },
	{ HEAD_END, "resolved" },
};

static bool has_kind(const struct found *found, const char *kind)
{
	for (size_t i = 0; i < found->items.count; i++)
		if (found->items.items[i].record.kind == ENTITY_EVENT && text_equal(record_text(&found->items.items[i].record, EVENT_KIND), kind))
			return true;
	return false;
}

/* The event of the timeline in that minute which nothing else is said about; a sentence may tell of anything. */
static struct found_item *plain_event(const struct found *found, int64_t at)
{
	for (size_t i = 0; i < found->items.count; i++) {
		struct found_item *item = &found->items.items[i];
		const char *kind = record_text(&item->record, EVENT_KIND);
		if (item->record.kind == ENTITY_EVENT && record_int(&item->record, EVENT_AT) / MINUTE_MS == at / MINUTE_MS &&
			(text_empty(kind) || text_equal(kind, "note")) && !text_equal(item->how, "sentence"))
			return item;
	}
	return NULL;
}

/* The line as it is written: "Start: 2024-03-01 14:05 UTC". */
static void put_text(const struct postmortem *p, const struct head_pair *pair, struct record *event)
{
	struct buf text = { 0 };
	char *label = mem_copy(pair->label->name), *value = head_plain(pair->value, strlen(pair->value));
	if (label[0] >= 'a' && label[0] <= 'z')
		label[0] = (char)(label[0] - 'a' + 'A');
	buf_printf(&text, "%s: %s", label, value);
	record_set_text(event, EVENT_TEXT, buf_text(&text));
	record_set_text(event, EVENT_SOURCE, p->context->name);
	buf_fini(&text);
	free(label);
	free(value);
}

static void add_milestone(struct postmortem *p, const struct head_pair *pair, const char *kind, const struct when *when, unsigned doubts)
{
	if (has_kind(&p->found, kind))
		return;
	struct found_item *item = plain_event(&p->found, when->at);
	if (item) {
		record_set_text(&item->record, EVENT_KIND, kind);
		return;
	}
	item = found_add(&p->found, &p->blocks, ENTITY_EVENT, pair->from, pair->to, pair->how);
	record_set_when(&item->record, EVENT_AT, when);
	record_set_text(&item->record, EVENT_KIND, kind);
	put_text(p, pair, &item->record);
	struct buf note = { 0 };
	dating_note(&note, &p->dating, doubts);
	if (note.len)
		found_doubt(item, buf_text(&note));
	buf_fini(&note);
}

/* A time of day at least, on a day that is known. */
static bool read_time(const struct head_pair *pair, struct dating *dating, struct stamp *stamp, struct when *when, unsigned *doubts)
{
	size_t len = strlen(pair->value);
	bool read = stamp_read(stamp, pair->value, len, STAMP_LEAD) && !stamp->weak;
	/* "22 minutes (06:30 - 06:52)" */
	if (!read && (pair->label->field != HEAD_SPAN || !stamp_find(stamp, pair->value, len, 0, false)))
		return false;
	if (!stamp->epoch && (stamp->clock.kind < STAMP_HOUR || (!stamp->day.kind && !dating->has_day && !dating->has_document)))
		return false;
	return dating_resolve(dating, stamp, when, doubts);
}

static void read_span(struct postmortem *p, const struct head_pairs *pairs)
{
	const struct head_pair *pair = head_pair_of(pairs, HEAD_SPAN);
	struct dating dating = p->dating;
	struct stamp stamp;
	struct when start, end;
	unsigned doubts;
	dating_anew(&dating);
	if (!pair || !read_time(pair, &dating, &stamp, &start, &doubts) || !dating_end(&dating, &stamp, &start, &end))
		return;
	add_milestone(p, pair, "impact", &start, doubts);
	add_milestone(p, pair, "resolved", &end, doubts);
}

void postmortem_milestones(struct postmortem *p)
{
	struct head_pairs pairs = { 0 };
	struct dating dating = p->dating;
	struct stamp stamp;
	struct when when;
	unsigned doubts;
	head_collect(&pairs, p);
	dating_anew(&dating);
	for (size_t i = 0; i < LENGTH(milestones); i++)
		for (size_t j = 0; j < pairs.count; j++)
			if (pairs.items[j].label->field == milestones[i].field &&
				read_time(&pairs.items[j], &dating, &stamp, &when, &doubts))
				add_milestone(p, &pairs.items[j], milestones[i].kind, &when, doubts);
	read_span(p, &pairs);
	head_pairs_fini(&pairs);
}
