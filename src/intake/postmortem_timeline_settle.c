/* What was collected becomes events: times, kinds, authors, links, and what is said twice. */
#include "intake/timeline_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/entity.h"

enum {
	SURVEY_MAX = 512,     /* entries of a list that are asked whether it runs downward */
	TEXT_MAX = 1 << 20,   /* bytes of an event's text */
	LINK_LOOK_MAX = 4096, /* bytes of a text in which its only link is looked for */
};

/* ---- times ------------------------------------------------------------------------------------------ */

struct settle {
	struct timeline *t;
	struct dating before; /* a zone that holds for a table only */
	bool zoned, has_last;
	struct when last;
	size_t dayless, line; /* times of which no day is known, and where the first is */
	size_t early;         /* the first entry of a list without a time, before those with one: its line; 0: none */
};

static bool is_entry(const struct timeline_step *step, size_t group)
{
	return step->kind == TIMELINE_STEP_ENTRY && step->group == group && !step->untimed;
}

/* Whether the entries of a group run downward can only be told from all of them. */
static void survey(struct timeline *t, size_t from)
{
	size_t group = t->steps.items[from].group, count = 0;
	struct stamp *stamps = mem_new(SURVEY_MAX, sizeof *stamps);
	for (size_t i = from; i < t->steps.count && count < SURVEY_MAX && t->steps.items[i].group <= group; i++)
		if (is_entry(&t->steps.items[i], group))
			stamps[count++] = t->steps.items[i].stamp;
	dating_survey(&t->dating, stamps, count);
	free(stamps);
}

/* The range goes on in words: only its beginning is the event's time. */
static void put_end(struct timeline *t, struct timeline_step *step)
{
	struct when end;
	struct buf text = { 0 };
	if (!step->stamp.has_end || !dating_end(&t->dating, &step->stamp, &step->when, &end))
		return;
	buf_puts(&text, "until ");
	const int64_t day = INT64_C(86400000), shift = (int64_t)end.offset * 60000;
	bool same_day = (end.at + shift) / day == (step->when.at + shift) / day;
	when_format_offset(&text, end.at, end.offset, end.precision == PRECISION_DAY ? WHEN_DATE :
		end.precision == PRECISION_EXACT ? WHEN_CLOCK_SECONDS : same_day ? WHEN_CLOCK : WHEN_MINUTE);
	if (step->text.len)
		buf_puts(&text, ": ");
	buf_splice(&step->text, 0, 0, text.data, text.len);
	buf_fini(&text);
}

static void place_entry(struct settle *s, struct timeline_step *step)
{
	struct timeline *t = s->t;
	if (step->untimed) {
		step->placed = s->has_last;
		if (!s->has_last && !s->early && step->text.len)
			s->early = blocks_line(&t->p->blocks, step->from);
		step->when = s->last;
		step->when.precision = step->when.precision == PRECISION_DAY ? PRECISION_DAY : PRECISION_ABOUT;
		return;
	}
	step->placed = dating_resolve(&t->dating, &step->stamp, &step->when, &step->doubts);
	if (step->doubts & DATING_NO_DATE) {
		step->placed = false;
		if (step->stamp.clock.kind != STAMP_UNKNOWN && !s->dayless++)
			s->line = blocks_line(&t->p->blocks, step->from);
	}
	if (!step->placed)
		return;
	if (s->early)
		found_note(&t->p->found, s->early, "it has no time, and none stands before it: it stays text");
	s->early = 0;
	s->last = step->when;
	s->has_last = true;
	if (!step->sentence)
		put_end(t, step);
}

static void set_zone(struct settle *s, const struct timeline_step *step)
{
	struct dating *dating = &s->t->dating;
	s->before = *dating;
	s->zoned = true;
	text_copy(dating->zone, sizeof dating->zone, step->stamp.zone);
	dating->zone_said = true;
	dating->zone_unsure = step->stamp.zone_unsure;
}

static void put_zone_back(struct settle *s)
{
	struct dating *dating = &s->t->dating;
	if (!s->zoned)
		return;
	text_copy(dating->zone, sizeof dating->zone, s->before.zone);
	dating->zone_said = s->before.zone_said;
	dating->zone_unsure = s->before.zone_unsure;
	s->zoned = false;
}

/* The one zone that entries name, for those that name none: nobody changes clocks within a list without saying so. */
static const char *only_zone(const struct timeline *t)
{
	const char *zone = NULL;
	for (size_t i = 0; i < t->steps.count; i++) {
		const struct timeline_step *step = &t->steps.items[i];
		if (step->kind != TIMELINE_STEP_ENTRY || !*step->stamp.zone)
			continue;
		if (step->stamp.zone_unsure || (zone && !text_equal(zone, step->stamp.zone)))
			return NULL;
		zone = step->stamp.zone;
	}
	return zone;
}

static void place_steps(struct timeline *t)
{
	struct settle s = { .t = t };
	const char *zone = t->dating.zone_said ? NULL : only_zone(t);
	if (zone)
		dating_zone(&t->dating, zone, false);
	size_t group = 0;
	for (size_t i = 0; i < t->steps.count; i++) {
		struct timeline_step *step = &t->steps.items[i];
		step->shared_zone = zone && !s.zoned && !*step->stamp.zone && step->stamp.clock.kind != STAMP_NO_CLOCK;
		if (step->kind == TIMELINE_STEP_ENTRY && step->group != group) {
			group = step->group;
			survey(t, i);
		}
		switch (step->kind) {
		case TIMELINE_STEP_ENTRY:
			place_entry(&s, step);
			break;
		case TIMELINE_STEP_DAY:
			dating_day(&t->dating, &step->stamp);
			break;
		case TIMELINE_STEP_ANEW:
			dating_anew(&t->dating);
			s.has_last = false;
			s.early = 0;
			break;
		case TIMELINE_STEP_ZONE:
			set_zone(&s, step);
			break;
		case TIMELINE_STEP_UNZONE:
			put_zone_back(&s);
			break;
		}
	}
	if (s.dayless)
		found_note(&t->p->found, s.line, "no date in it: %zu %s text: write `Date: YYYY-MM-DD` below its title and import it again",
			s.dayless, s.dayless == 1 ? "time stays" : "times stay");
}

/* ---- labels of its own ------------------------------------------------------------------------------ */

/* `*impact* text`, as documents of this program have it. */
static void take_own_label(struct timeline_step *step)
{
	const char *text = buf_text(&step->text);
	const struct field *kinds = &entity_get(ENTITY_EVENT)->fields[EVENT_KIND];
	size_t len = *text == '*' && text[1] != '*' ? strcspn(text + 1, "*\n") : 0;
	for (const struct choice *choice = kinds->choices; len && choice->name; choice++) {
		if (strlen(choice->name) != len || strncmp(choice->name, text + 1, len) != 0 || text[len + 1] != '*')
			continue;
		step->event_kind = choice->name;
		step->marked = true;
		size_t used = len + 2;
		buf_splice(&step->text, 0, used + strspn(text + used, " "), "", 0);
		return;
	}
}

/* ---- authors ---------------------------------------------------------------------------------------- */

/* `ana: rolled back`: how long the name is, 0 if there is none. */
static size_t name_before(const struct buf *text, size_t *rest)
{
	const char *at = buf_text(text);
	size_t max = text->len < 48 ? text->len : 48, bold = strspn(at, "*_");
	const char *colon = memchr(at, ':', max);
	if (!colon || bold > 3)
		return 0;
	size_t len = (size_t)(colon - at), after = len + 1;
	while (len > bold && strchr("*_ ", at[len - 1]))
		len--;
	while (after < text->len && strchr("*_", at[after]))
		after++;
	if (after < text->len && at[after] != ' ' && at[after] != '\n')
		return 0;
	after += strspn(at + after, " ");
	*rest = after;
	return len > bold && timeline_is_name(at + bold, len - bold) ? len : 0;
}

enum { NAMES_MAX = 24 };

struct names {
	size_t entries, named, handles, repeated, count;
	char seen[NAMES_MAX][48];
};

static void count_name(const struct timeline_step *step, struct names *names)
{
	size_t rest, len = name_before(&step->text, &rest);
	const char *at = buf_text(&step->text);
	size_t bold = strspn(at, "*_");
	names->entries++;
	if (!len)
		return;
	char name[48];
	char *copy = mem_copy_n(at + bold, len - bold);
	text_copy(name, sizeof name, copy);
	free(copy);
	names->named++;
	names->handles += *name == '@' || (strlen(name) <= 3 && strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(name));
	for (size_t i = 0; i < names->count; i++)
		if (text_equal(name, names->seen[i])) {
			names->repeated++;
			return;
		}
	if (names->count < NAMES_MAX)
		text_copy(names->seen[names->count++], sizeof *names->seen, name);
}

static void take_name(struct timeline_step *step, bool all)
{
	size_t rest, len = name_before(&step->text, &rest);
	const char *at = buf_text(&step->text);
	size_t bold = strspn(at, "*_");
	if (!len || step->author || (!all && at[bold] != '@') || rest >= step->text.len)
		return;
	step->author = mem_copy_n(at + bold + (at[bold] == '@'), len - bold - (at[bold] == '@'));
	buf_splice(&step->text, 0, rest, "", 0);
}

/* Whether what stands before a colon are names: most have one, and it is a handle or comes again. */
static bool are_names(const struct timeline *t, size_t from, size_t to)
{
	struct names names = { 0 };
	for (size_t i = from; i < to; i++)
		if (t->steps.items[i].kind == TIMELINE_STEP_ENTRY && t->steps.items[i].placed)
			count_name(&t->steps.items[i], &names);
	return names.named * 2 >= names.entries && names.named > 1 && (names.handles * 2 >= names.named || names.repeated);
}

/* In the whole document, else in single lists. */
static void take_names(struct timeline *t)
{
	bool everywhere = are_names(t, 0, t->steps.count);
	for (size_t i = 0, next; i < t->steps.count; i = next) {
		for (next = i + 1; next < t->steps.count && t->steps.items[next].group == t->steps.items[i].group;)
			next++;
		bool all = everywhere || are_names(t, i, next);
		for (size_t s = i; s < next; s++)
			if (t->steps.items[s].kind == TIMELINE_STEP_ENTRY && !t->steps.items[s].sentence)
				take_name(&t->steps.items[s], all);
	}
}

/* ---- kinds ------------------------------------------------------------------------------------------ */

static void find_kind(struct timeline_step *step)
{
	if (!step->event_kind && step->label) {
		step->event_kind = timeline_label_kind(step->label);
		step->marked = step->event_kind != NULL;
	}
	if ((!step->event_kind || text_equal(step->event_kind, "note")) && !step->sentence) {
		bool mark = false;
		const char *kind = timeline_text_kind(buf_text(&step->text), &mark);
		step->event_kind = kind ? kind : step->event_kind;
		step->marked = kind ? mark : step->marked;
	}
	if (!step->event_kind)
		step->event_kind = "note";
}

/* Of milestones that only the words tell of, one is the milestone; which, is said here. */
static const struct {
	const char *kind;
	bool last; /* the last of them, otherwise the first */
} single[] = { { "impact", false }, { "detected", false }, { "acknowledged", false }, { "declared", false },
	{ "resolved", true } };

static void keep_one(struct timeline *t, const char *kind, bool last)
{
	struct timeline_step *kept = NULL;
	bool marked = false;
	for (size_t i = 0; i < t->steps.count; i++) {
		struct timeline_step *step = &t->steps.items[i];
		marked = marked || (step->placed && !step->dropped && step->marked && text_equal(step->event_kind, kind));
	}
	for (size_t i = 0; i < t->steps.count; i++) {
		struct timeline_step *step = &t->steps.items[i];
		if (!step->placed || step->dropped || step->marked || !text_equal(step->event_kind, kind))
			continue;
		if (kept && last)
			kept->event_kind = "note";
		if (marked || (kept && !last))
			step->event_kind = "note";
		else
			kept = step;
	}
}

/* ---- links ------------------------------------------------------------------------------------------ */

/* The only address in a text, or NULL. */
static char *only_link(const struct buf *text)
{
	const char *all = buf_text(text), *found = NULL;
	size_t len = 0, n = 0, end = text->len < LINK_LOOK_MAX ? text->len : LINK_LOOK_MAX;
	for (const char *at = strstr(all, "http"); at && at < all + end; at = strstr(at + n, "http")) {
		n = 1;
		if (!text_starts(at, "http://") && !text_starts(at, "https://"))
			continue;
		n = strcspn(at, " \t\r\n<>()[]\"`|");
		while (n && strchr(".,;:!?*_'", at[n - 1]))
			n--;
		if (found && (n != len || memcmp(found, at, n) != 0))
			return NULL;
		found = at;
		len = n;
	}
	return found ? mem_copy_n(found, len) : NULL;
}

static void find_link(const struct blocks *blocks, struct timeline_step *step)
{
	const char *only = NULL;
	for (size_t i = step->first; i < step->end && !step->link; i++) {
		const struct block *block = &blocks->items[i];
		if (block->kind == BLOCK_ITEM)
			continue;
		for (size_t l = 0; l < block->links; l++) {
			const struct block_link *link = &blocks->links.items[block->link + l];
			if (link->image || text_equal(only, link->url))
				continue;
			if (only)
				return;
			only = link->url;
		}
	}
	if (!step->link && only)
		step->link = mem_copy(only);
	else if (!step->link && step->first == step->end)
		step->link = only_link(&step->text);
}

/* ---- what is said twice -------------------------------------------------------------------------------- */

struct place {
	int64_t key; /* a minute, or a byte of the document */
	size_t step;
};

static int by_key(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->step < y->step ? -1 : 1;
}

/* A row of a table of milestones that another entry tells of, or a key moment that stands in its list as well. */
static bool is_said_by(const struct timeline_step *step, const struct timeline_step *other)
{
	if (other->group == step->group || other->dropped)
		return false;
	if (step->labelled)
		return !other->labelled && text_equal(step->event_kind, other->event_kind);
	return other->group > step->group && step->text.len == other->text.len &&
	       memcmp(buf_text(&step->text), buf_text(&other->text), step->text.len) == 0;
}

static void drop_said(struct timeline *t)
{
	enum { LOOK = 64 }; /* neighbours of one minute that are compared */
	struct place *places = mem_new(t->entries + 1, sizeof *places);
	size_t count = 0;
	for (size_t i = 0; i < t->steps.count; i++)
		if (t->steps.items[i].placed)
			places[count++] = (struct place){ t->steps.items[i].when.at / 60000, i };
	qsort(places, count, sizeof *places, by_key);
	for (size_t i = 0; i < count; i++) {
		struct timeline_step *step = &t->steps.items[places[i].step];
		for (size_t j = i; j-- > 0 && i - j < LOOK && places[j].key == places[i].key && !step->dropped;)
			step->dropped = is_said_by(step, &t->steps.items[places[j].step]);
		for (size_t j = i + 1; j < count && j - i < LOOK && places[j].key == places[i].key && !step->dropped; j++)
			step->dropped = is_said_by(step, &t->steps.items[places[j].step]);
	}
	free(places);
}

/* ---- events ----------------------------------------------------------------------------------------- */

static void trim_text(struct timeline_step *step)
{
	size_t start = 0;
	buf_trim_end(&step->text);
	if (step->text.len && step->text.data[step->text.len - 1] == '\\')
		buf_truncate(&step->text, step->text.len - 1);
	while (start < step->text.len && strchr(" \t\r\n", step->text.data[start]))
		start++;
	buf_splice(&step->text, 0, start, "", 0);
	if (step->text.len > TEXT_MAX) {
		size_t len = TEXT_MAX;
		while (len && ((unsigned char)step->text.data[len] & 0xc0) == 0x80)
			len--;
		buf_truncate(&step->text, len);
	}
}

static void set_line(struct record *record, int field, const char *text)
{
	if (text && strlen(text) > LINE_LIMIT)
		return;
	struct buf line = { 0 };
	for (const char *at = text; at && *at; at++)
		buf_putc(&line, *at == '\n' || *at == '\r' || *at == '\t' ? ' ' : *at);
	buf_trim_end(&line);
	if (line.len)
		record_set_text(record, field, buf_text(&line));
	buf_fini(&line);
}

static void add_event(struct timeline *t, struct timeline_step *step)
{
	struct buf doubts = { 0 };
	struct found_item *item =
		found_add(&t->p->found, &t->p->blocks, ENTITY_EVENT, step->from, step->to, step->how);
	record_set_when(&item->record, EVENT_AT, &step->when);
	record_set_text(&item->record, EVENT_KIND, step->event_kind);
	record_set_text(&item->record, EVENT_TEXT, buf_text(&step->text));
	set_line(&item->record, EVENT_AUTHOR, step->author);
	set_line(&item->record, EVENT_LINK, step->link);
	if (step->untimed)
		found_doubt(item, "it has no time of its own: that of the entry before it");
	if (step->shared_zone)
		found_doubt(item, "no zone is given: that of other entries");
	if (step->sentence)
		found_doubt(item, "read from a sentence");
	dating_note(&doubts, &t->dating, step->doubts);
	if (doubts.len)
		found_doubt(item, buf_text(&doubts));
	buf_fini(&doubts);
}

/* In the document's order, which is not that of the places where timelines are looked for. */
static void add_events(struct timeline *t)
{
	struct place *places = mem_new(t->entries + 1, sizeof *places);
	size_t count = 0;
	for (size_t i = 0; i < t->steps.count; i++)
		if (t->steps.items[i].placed && !t->steps.items[i].dropped)
			places[count++] = (struct place){ (int64_t)t->steps.items[i].from, i };
	qsort(places, count, sizeof *places, by_key);
	for (size_t i = 0; i < count; i++)
		add_event(t, &t->steps.items[places[i].step]);
	free(places);
}

/* Nothing came of it: its blocks, and those they stand in, are text again. */
static void give_back(struct timeline *t, const struct timeline_step *step)
{
	const struct block *items = t->p->blocks.items;
	for (size_t i = step->first; i < step->end; i++)
		t->p->found.claimed[i] = false;
	for (uint32_t up = step->first < step->end ? items[step->first].parent : BLOCK_NONE; up != BLOCK_NONE;
		up = items[up].parent)
		t->p->found.claimed[up] = false;
}

void timeline_settle(struct timeline *t)
{
	place_steps(t);
	for (size_t i = 0; i < t->steps.count; i++)
		if (t->steps.items[i].kind == TIMELINE_STEP_ENTRY) {
			trim_text(&t->steps.items[i]);
			take_own_label(&t->steps.items[i]);
		}
	take_names(t);
	for (size_t i = 0; i < t->steps.count; i++) {
		struct timeline_step *step = &t->steps.items[i];
		if (step->kind != TIMELINE_STEP_ENTRY)
			continue;
		if (!step->text.len && step->label)
			buf_puts(&step->text, step->label);
		find_kind(step);
		trim_text(step);
		find_link(&t->p->blocks, step);
		if (!step->placed || !step->text.len) {
			give_back(t, step);
			step->placed = false;
		}
	}
	drop_said(t);
	for (size_t i = 0; i < LENGTH(single); i++)
		keep_one(t, single[i].kind, single[i].last);
	add_events(t);
	if (t->full)
		found_note(&t->p->found, 0, "it has more than %d times: what comes after them stays text", FOUND_ITEMS_MAX);
}
