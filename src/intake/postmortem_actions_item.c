/* The fields of one action item, from columns, labels and pieces of text. */
#include "intake/actions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/person.h"
#include "model/points.h"

void action_item_fini(struct action_item *item)
{
	struct buf *texts[] = { &item->title, &item->owner, &item->team, &item->link, &item->reason, &item->doubts };
	for (size_t i = 0; i < LENGTH(texts); i++)
		buf_fini(texts[i]);
	*item = (struct action_item){ 0 };
}

void action_item_doubt(struct action_item *item, const char *format, ...)
{
	va_list args;
	if (item->doubts.len)
		buf_puts(&item->doubts, "; ");
	va_start(args, format);
	buf_vprintf(&item->doubts, format, args);
	va_end(args);
}

bool action_knows(const struct action_reader *reader, const char *name, size_t len)
{
	char *copy = mem_copy_n(name, len);
	bool known = false;
	for (size_t i = 0; i < reader->people.count && !known; i++) {
		const char *person = reader->people.items[i];
		size_t first = strcspn(person, " ");
		known = person_same(person, copy) || (first == len && strncasecmp(person, copy, len) == 0);
	}
	free(copy);
	return known;
}

/* ---- values -------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim(const char **text, size_t *len, const char *marks)
{
	while (*len && (is_blank(**text) || strchr(marks, **text)))
		(*text)++, (*len)--;
	while (*len && (is_blank((*text)[*len - 1]) || strchr(marks, (*text)[*len - 1])))
		(*len)--;
}

/* One line with single blanks; `@` before names goes, as it only calls somebody. */
static void put_names(struct buf *out, const char *text, size_t len)
{
	bool gap = false, word = false;
	for (size_t i = 0; i < len && out->len < LINE_LIMIT; i++) {
		if (is_blank(text[i])) {
			gap = out->len > 0;
			word = false;
			continue;
		}
		if (text[i] == '@' && !word)
			continue;
		if (gap)
			buf_putc(out, ' ');
		gap = false;
		buf_putc(out, text[i]);
		word = isalnum((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80;
	}
}

/* The day that the document is about, as far as it says so: days since 1970. */
static int64_t document_day(const struct postmortem *p)
{
	if (p->dating.has_document)
		return p->dating.document;
	int64_t at = record_has(&p->incident, INCIDENT_STARTED) ? record_int(&p->incident, INCIDENT_STARTED) : p->context->now;
	return at / DAY_MS;
}

/* The date, YYYY-MM-DD, that was said; false if it is none. `*doubt`: what is unsure about it, or NULL. */
static bool put_date(const struct action_reader *reader, const struct stamp_day *said, char *due, size_t size, const char **doubt)
{
	struct civil day = { .year = said->year, .month = said->month, .day = said->day };
	int64_t about = document_day(reader->p);
	int swap = day.day;
	*doubt = NULL;
	if (said->kind != STAMP_DATE && said->kind != STAMP_MONTH_DAY)
		return false;
	if (said->order == STAMP_ORDER_OPEN && reader->p->dating.order == STAMP_MONTH_FIRST) {
		day.day = day.month;
		day.month = swap;
	} else if (said->order == STAMP_ORDER_OPEN && reader->p->dating.order == STAMP_ORDER_NONE) {
		*doubt = "day and month of its date may be the other way round";
	}
	if (said->kind == STAMP_MONTH_DAY) {
		enum { BEFORE_DAYS = 31 }; /* what was due earlier is due next year */
		int month, date;
		civil_date(about, &day.year, &month, &date);
		day.year += day.month >= 1 && day.month <= 12 && civil_days(day.year, day.month, day.day) < about - BEFORE_DAYS;
		*doubt = "the year of its date is not said";
	}
	if (!civil_valid(&day))
		return false;
	snprintf(due, size, "%04u-%02u-%02u", (unsigned)day.year % 10000, (unsigned)day.month % 100, (unsigned)day.day % 100);
	return true;
}

static bool put_due(struct action_item *item, const struct action_reader *reader, const char *text, size_t len)
{
	struct stamp stamp;
	const char *doubt = NULL;
	char due[sizeof item->due];
	if (stamp_find(&stamp, text, len, 0, true) && put_date(reader, &stamp.day, due, sizeof due, &doubt)) {
		enum { MARKS = 4 }; /* "by ", a full stop */
		if (!*item->due)
			text_copy(item->due, sizeof item->due, due);
		if (doubt)
			action_item_doubt(item, "%s", doubt);
		item->lost = item->lost || stamp.to - stamp.from + MARKS < len;
		return true;
	}
	item->lost = true;
	if (!action_is_relative(text, len))
		return false;
	action_item_doubt(item, "due \"%.*s\" is no date", len < 40 ? (int)len : 40, text);
	return true;
}

/* Marks before a word; `rest` is what follows them. */
static void take_marks(const char **rest, size_t *len, const char **state, const char **priority)
{
	for (;;) {
		const char *says_state, *says_priority;
		trim(rest, len, "*_`~");
		size_t size = action_mark(*rest, *len, &says_state, &says_priority);
		if (!size)
			return;
		*state = *state ? *state : says_state;
		*priority = *priority ? *priority : says_priority;
		*rest += size;
		*len -= size;
	}
}

static bool put_state(struct action_item *item, const char *text, size_t len)
{
	const char *mark = NULL, *priority = NULL, *rest = text;
	take_marks(&rest, &len, &mark, &priority);
	const char *whole = action_state(rest, len, true), *words = whole ? whole : action_state(rest, len, false);
	const char *state = words ? words : mark;
	struct stamp stamp;
	/* a day in a column of states: it was done then */
	if (!state && len && stamp_read(&stamp, rest, len, 0) && stamp.day.kind == STAMP_DATE)
		state = "done";
	if (!state)
		return false;
	item->state = state;
	item->lost = item->lost || (len && !whole);
	if (text_equal(state, "declined") && len && !whole && len < LINE_LIMIT)
		put_names(&item->reason, rest, len);
	return true;
}

static bool put_owner(struct action_item *item, const char *text, size_t len)
{
	trim(&text, &len, "*_`\"");
	if (len >= LINE_LIMIT)
		return false;
	/* "✓ Done" in a column of owners says how far it is */
	if (action_state(text, len, true))
		return put_state(item, text, len);
	if (item->owner.len)
		item->lost = true;
	else
		put_names(&item->owner, text, len);
	return true;
}

static bool put_choice(struct action_item *item, enum action_part part, const char *text, size_t len)
{
	const char *state = NULL, *mark = NULL, **field = part == ACTION_PART_TYPE ? &item->type : &item->priority;
	const char *(*read)(const char *, size_t, bool) = part == ACTION_PART_TYPE ? action_type : action_priority;
	take_marks(&text, &len, &state, &mark);
	const char *whole = read(text, len, true), *value = whole ? whole : read(text, len, false);
	if (!value && part == ACTION_PART_PRIORITY)
		value = mark;
	if (!value)
		return false;
	*field = *field ? *field : value;
	item->lost = item->lost || (len && !whole);
	return true;
}

/* ---- links --------------------------------------------------------------------------------------- */

/* Where work is tracked, as against a page that explains something. */
static bool is_tracker(const char *url)
{
	static const char *const parts[] = { "/issues/", "/issue/", "/pull/", "/pulls/", "/merge_requests/", "/browse/", "/ticket", "/show_bug",
		"/work_items/", "/_workitems/", "/story/", "/card", "/c/", "/bugs/", "/bug/", "linear.app", "#ref-", "/task/", "/tasks/" };
	for (size_t i = 0; i < LENGTH(parts); i++)
		if (strstr(url, parts[i]))
			return true;
	return false;
}

/* The one of a block's links, within a part of its text, that says where the item is tracked; NULL if there is none. */
static const struct block_link *best_link(const struct blocks *blocks, const struct block *block, const char *text, size_t len)
{
	const struct block_link *best = NULL;
	for (size_t i = 0; block && i < block->links; i++) {
		const struct block_link *link = &blocks->links.items[block->link + i];
		const char *at = block->text + link->at;
		bool within = at >= text && at + link->len <= text + len;
		if (within && !link->image && *link->url && (!best || (!is_tracker(best->url) && is_tracker(link->url))))
			best = link;
	}
	return best;
}

static bool put_link(struct action_item *item, const struct blocks *blocks, const char *text, size_t len, const struct block *block)
{
	const struct block_link *best = best_link(blocks, block, text, len);
	if (best) {
		/* an anchor of this document is known by what it is called, as references are */
		bool anchor = *best->url == '#' && best->len;
		const char *to = anchor ? block->text + best->at : best->url;
		size_t size = anchor ? best->len : strlen(best->url);
		item->lost = item->lost || block->links > 1;
		if (!item->link.len && size < LINE_LIMIT)
			put_names(&item->link, to, size);
		return true;
	}
	for (size_t i = 0; i < len; i++) {
		bool word = !i || !(isalnum((unsigned char)text[i - 1]) || strchr("/._-#", text[i - 1]));
		size_t size = word ? action_link(text + i, len - i) : 0;
		if (!size || size >= LINE_LIMIT)
			continue;
		if (!item->link.len)
			buf_put(&item->link, text + i, size);
		item->lost = item->lost || size + 2 < len;
		return true;
	}
	return false;
}

/* ---- a value of a part --------------------------------------------------------------------------- */

bool action_item_put(struct action_item *item, const struct action_reader *reader, enum action_part part, const char *text,
	size_t len, const struct block *block)
{
	trim(&text, &len, "");
	if (!len || (action_is_placeholder(text, len) && part != ACTION_PART_STATE))
		return true;
	switch (part) {
	case ACTION_PART_OWNER:
		return put_owner(item, text, len);
	case ACTION_PART_TEAM:
		trim(&text, &len, "*_`");
		if (len < LINE_LIMIT && !item->team.len)
			put_names(&item->team, text, len);
		return len < LINE_LIMIT;
	case ACTION_PART_DUE:
		return put_due(item, reader, text, len);
	case ACTION_PART_PRIORITY:
	case ACTION_PART_TYPE:
		return put_choice(item, part, text, len);
	case ACTION_PART_STATE:
		return put_state(item, text, len);
	case ACTION_PART_LINK:
		return put_link(item, &reader->p->blocks, text, len, block);
	case ACTION_PART_ID:
		for (size_t i = 0; i < len; i++)
			item->lost = item->lost || !(isdigit((unsigned char)text[i]) || strchr("#. ", text[i]));
		return true;
	case ACTION_PART_WHAT:
	case ACTION_PART_NOTES:
	case ACTION_PART_TIME:
		item->lost = true;
		return true;
	}
	return false;
}

bool action_item_put_block(struct action_item *item, const struct action_reader *reader, enum action_part part,
	const struct block *block)
{
	return action_item_put(item, reader, part, block->text, block->len, block);
}

/* ---- the record ---------------------------------------------------------------------------------- */

/* The longest a title may be before only its first sentences stay. */
enum { TITLE_LONG = 240 };

static void shorten(struct action_item *item)
{
	struct buf title = { 0 }, sentence = { 0 };
	const char *at = buf_text(&item->title);
	while (points_sentence(&at, &sentence) && (!title.len || title.len + sentence.len < TITLE_LONG)) {
		if (title.len)
			buf_putc(&title, ' ');
		buf_puts(&title, buf_text(&sentence));
	}
	if (title.len && title.len < item->title.len) {
		buf_truncate(&item->title, 0);
		buf_puts(&item->title, buf_text(&title));
		item->lost = true;
	}
	if (item->title.len >= LINE_LIMIT) {
		size_t len = LINE_LIMIT - strlen("…") - 1;
		while (len && ((unsigned char)item->title.data[len] & 0xC0) == 0x80)
			len--;
		buf_truncate(&item->title, len);
		buf_puts(&item->title, "…");
		item->lost = true;
	}
	buf_fini(&title);
	buf_fini(&sentence);
}

bool action_item_add(struct action_item *item, struct action_reader *reader, size_t from, size_t to, const char *how)
{
	const char *title = buf_text(&item->title);
	bool real = !text_empty(title) && !item->prompt && !action_is_placeholder(title, strlen(title)) &&
		    !found_full(&reader->p->found);
	if (real) {
		struct found_item *found = found_add(&reader->p->found, &reader->p->blocks, ENTITY_ACTION, from, to, how);
		const struct {
			int field;
			const char *text;
		} fields[] = { { ACTION_OWNER, buf_text(&item->owner) }, { ACTION_TEAM, buf_text(&item->team) },
			{ ACTION_LINK, buf_text(&item->link) }, { ACTION_DUE, item->due }, { ACTION_PRIORITY, item->priority },
			{ ACTION_STATE, item->state }, { ACTION_TYPE, item->type }, { ACTION_REASON, buf_text(&item->reason) } };
		if (item->title.len > TITLE_LONG)
			shorten(item);
		record_set_text(&found->record, ACTION_TITLE, buf_text(&item->title));
		for (size_t i = 0; i < LENGTH(fields); i++)
			if (fields[i].text && *fields[i].text)
				record_set_text(&found->record, fields[i].field, fields[i].text);
		enum { PEOPLE_MAX = 200 };
		if (item->owner.len && !action_knows(reader, buf_text(&item->owner), item->owner.len) && reader->people.count < PEOPLE_MAX &&
			!strpbrk(buf_text(&item->owner), ",&/"))
			words_add(&reader->people, buf_text(&item->owner));
		if (item->doubts.len)
			found_doubt(found, buf_text(&item->doubts));
	}
	action_item_fini(item);
	return real;
}

/* ---- what stands above items --------------------------------------------------------------------- */

void action_group_fini(struct action_group *group)
{
	free(group->team);
	free(group->owner);
	*group = (struct action_group){ 0 };
}

void action_group_copy(struct action_group *to, const struct action_group *from)
{
	*to = *from;
	to->team = mem_copy(from->team);
	to->owner = mem_copy(from->owner);
}

static void set_name(char **to, const char *text, size_t len)
{
	struct buf name = { 0 };
	trim(&text, &len, ":*_#");
	put_names(&name, text, len);
	free(*to);
	*to = buf_steal(&name);
}

bool action_group_read(struct action_group *group, const struct action_reader *reader, const char *text, size_t len)
{
	const char *state = NULL, *priority = NULL;
	enum { NAME_MAX_BYTES = 60 };
	take_marks(&text, &len, &state, &priority);
	trim(&text, &len, ":*_#");
	if (!len || len > 4 * NAME_MAX_BYTES)
		return false;
	if (action_is_placeholder(text, len))
		return true;
	/* "In progress (next 2 weeks)", "High priority": a group says it in few words */
	bool few = text_words(text) <= 6 && len <= NAME_MAX_BYTES;
	const char *said = few ? action_group_state(text, len) : NULL, *urgent = action_group_priority(text, len),
		   *type = few ? action_type(text, len, false) : NULL;
	group->state = said ? said : group->state;
	group->priority = urgent ? urgent : priority ? priority : group->priority;
	group->type = type ? type : group->type;
	if (few && (*text == '@' || action_knows(reader, text, len))) {
		set_name(&group->owner, text, len);
		return true;
	}
	if (len <= NAME_MAX_BYTES && action_is_team(text, len)) {
		set_name(&group->team, text, len);
		return true;
	}
	return said || urgent || type || (few && action_is_group(text, len));
}

void action_group_apply(const struct action_group *group, struct action_item *item)
{
	item->priority = item->priority ? item->priority : group->priority;
	item->state = item->state ? item->state : group->state;
	item->type = item->type ? item->type : group->type;
	if (!item->owner.len && group->owner)
		buf_puts(&item->owner, group->owner);
	if (!item->team.len && group->team)
		buf_puts(&item->team, group->team);
}
