/* Which events of the timeline are shown: what a person wrote, what it means, and the line that
 * says so. */
#include <ctype.h>
#include <stdlib.h>

#include "base/duration.h"
#include "base/text.h"
#include "base/zone.h"
#include "tui/filter.h"
#include "tui/ui.h"

void timeline_filter_clear(struct timeline_filter *filter)
{
	free(filter->text);
	free(filter->author);
	free(filter->words);
	*filter = (struct timeline_filter){ 0 };
}

/* ---- reading -----------------------------------------------------------------------------------
 */

static bool read_kind(struct timeline_filter *out, const char *value, struct err *err)
{
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	char word[32];
	for (size_t len; *value; value += len + (value[len] == ',')) {
		len = strcspn(value, ",");
		text_copy(word, len < sizeof word ? len + 1 : sizeof word, value);
		const struct choice *kind = choice_find(kinds, word);
		bool milestones = *word && strncasecmp("milestones", word, strlen(word)) == 0;
		if (!kind && !milestones)
			return err_set(err, ERR_USAGE, "there is no kind '%s'", word);
		for (const struct choice *row = kinds; row->name; row++)
			if (kind ? row == kind : milestone_find(row->name) != MILESTONE_COUNT)
				out->events.kinds |= 1u << (row - kinds);
	}
	return true;
}

static bool read_author(struct timeline_filter *out, const char *value, struct err *err)
{
	(void)err;
	free(out->author);
	out->author = mem_copy(value);
	return true;
}

static bool read_text(struct timeline_filter *out, const char *value, struct err *err)
{
	struct buf words = { 0 };
	(void)err;
	if (out->words)
		buf_printf(&words, "%s ", out->words);
	buf_puts(&words, value);
	free(out->words);
	out->words = buf_steal(&words);
	return true;
}

struct term {
	const char *name;
	bool (*read)(struct timeline_filter *out, const char *value, struct err *err);
	bool since, until;
};

static const struct term terms[] = { { "kind", read_kind }, { "author", read_author },
	{ "text", read_text }, { "since", .since = true }, { "until", .until = true } };

/* A minute, and a day, last until they are over. */
static int64_t end_of(const struct when *when)
{
	if (when->precision == PRECISION_DAY)
		return when->at + DAY_MS - 1;
	return when->precision == PRECISION_EXACT ? when->at : when->at + MINUTE_MS - 1;
}

static bool read_term(struct timeline_filter *out, const struct term *term, const char *value,
	const struct when_context *ctx, struct err *err)
{
	struct when when;
	if (!*value)
		return err_set(err, ERR_USAGE, "%s: which?", term->name);
	if (term->read)
		return term->read(out, value, err);
	if (!when_parse(value, ctx, &when, err))
		return false;
	if (term->since)
		out->events.since = when.at;
	else
		out->events.until = end_of(&when);
	return true;
}

static bool read_word(struct timeline_filter *out, const char *word, const struct when_context *ctx,
	struct err *err)
{
	size_t name = strspn(word, "abcdefghijklmnopqrstuvwxyz");
	if (text_equal(word, "pinned"))
		return out->events.pinned = true;
	for (size_t i = 0; name && word[name] == ':' && i < LENGTH(terms); i++)
		if (strncmp(terms[i].name, word, name) == 0)
			return read_term(out, &terms[i], word + name + 1, ctx, err);
	return read_text(out, word, err);
}

bool timeline_filter_parse(const char *text, const struct when_context *ctx,
	struct timeline_filter *out, struct err *err)
{
	struct timeline_filter fresh = { 0 };
	struct words words;
	if (!words_split(&words, text, err))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < words.count; i++)
		ok = read_word(&fresh, words.items[i], ctx, err);
	if (ok && words.count)
		fresh.text = mem_copy(text);
	words_fini(&words);
	if (ok && fresh.events.since && fresh.events.until &&
		fresh.events.since > fresh.events.until)
		ok = err_set(err, ERR_USAGE, "since is after until: nothing can match");
	if (!ok)
		timeline_filter_clear(&fresh);
	else
		*out = fresh;
	return ok;
}

void timeline_filter_toggle(const char *text, const char *term, struct buf *out)
{
	struct words words;
	size_t name = strcspn(term, ":");
	bool there = false;
	if (!words_split(&words, text, NULL))
		words = (struct words){ 0 };
	for (size_t i = 0; i < words.count; i++) {
		const char *word = words.items[i];
		if (text_equal(word, term)) {
			there = true;
		} else if (!term[name] || strncmp(word, term, name + 1) != 0) {
			buf_puts(out, out->len ? " " : "");
			words_quote(out, word);
		}
	}
	if (!there) {
		buf_puts(out, out->len ? " " : "");
		words_quote(out, term);
	}
	words_fini(&words);
}

/* ---- in the view -------------------------------------------------------------------------------
 */

const struct event_filter *timeline_filter(const struct ui *ui)
{
	return ui->timeline.only.text ? &ui->timeline.only.events : NULL;
}

const char *timeline_filtered(const struct ui *ui)
{
	return ui->timeline.only.text ? ui->timeline.only.text : "";
}

bool timeline_filter_set(struct ui *ui, const char *text, struct err *err)
{
	struct timeline_filter *only = &ui->timeline.only, fresh;
	int64_t last, first, now = app_now(ui->app);
	if (text_equal(text, timeline_filtered(ui)))
		return true;
	if (!read_span(ui->app, ui->incident.record.id, &first, &last, err))
		return false;
	/* of an incident last month, 14:00 is the one then */
	const struct when_context ctx = { .now = last && last < now ? last : now,
		.zone = app_zone_of(ui->app, &ui->incident.record) };
	if (!timeline_filter_parse(text, &ctx, &fresh, err))
		return false;
	/* looking through a million events for each letter would be felt */
	if (ui->timeline.huge && ui->prompt.kind == &prompt_filter && !ui->prompt.accepting) {
		timeline_filter_clear(&fresh);
		ui_message(ui, STYLE_DIM, "there are many events here: Enter shows what matches");
		return true;
	}
	timeline_filter_clear(only);
	*only = fresh;
	only->events.author = only->author;
	only->events.text = only->words;
	ui->timeline.follow = false;
	timeline_look_clear(&ui->timeline.look);
	ui->timeline.unfit = ui->timeline.changed = ui->stale = true;
	return true;
}

static bool is_hidden(struct ui *ui, const struct record *event, bool *out, struct err *err)
{
	struct records next = { 0 };
	struct read_place place = { record_int(event, EVENT_AT), event->number - 1 };
	bool end;
	*out = false;
	if (!timeline_filter(ui))
		return true;
	/* whether the next one, which is this one, passes */
	bool ok = read_events_part(
		ui->app, ui->incident.record.id, timeline_filter(ui), false, 1, 1, &place, &next, &end, err);
	*out = ok && (!next.count || next.items[0].number != event->number);
	records_fini(&next);
	return ok;
}

bool timeline_reveal(struct ui *ui, const struct record *event, struct err *err)
{
	struct buf was = { 0 };
	bool hidden;
	if (!is_hidden(ui, event, &hidden, err))
		return false;
	buf_puts(&was, timeline_filtered(ui));
	bool ok = !hidden || timeline_filter_set(ui, "", err);
	if (ok && hidden)
		ui_message(ui, STYLE_WARNING, "event %lld was hidden: the filter '%s' is cleared",
			(long long)event->number, buf_text(&was));
	if (ok)
		timeline_select(ui, event->number, record_int(event, EVENT_AT));
	buf_fini(&was);
	return ok;
}

bool timeline_filter_count(struct ui *ui, struct err *err)
{
	struct timeline_filter *only = &ui->timeline.only;
	const char *incident = ui->incident.record.id;
	return !only->text || ui->timeline.huge ||
		(read_event_count(ui->app, incident, &only->events, &only->count, err) &&
			read_event_count(ui->app, incident, NULL, &only->all, err));
}

static void put_time(const struct ui *ui, const char *name, int64_t at, struct buf *out)
{
	const struct when when = { .at = at, .precision = PRECISION_MINUTE };
	if (!at)
		return;
	buf_printf(out, " · %s ", name);
	show_moment(&when, ui_zone(ui), app_now(ui->app), out);
}

/* Of a huge incident the strip has an estimate. */
static void put_count(const struct ui *ui, struct buf *out)
{
	const struct timeline *timeline = &ui->timeline;
	const struct strip *strip = &timeline->strip;
	uint64_t sum = 0;
	if (!timeline->huge) {
		buf_printf(out, "%lld of %lld", (long long)timeline->only.count,
			(long long)timeline->only.all);
		return;
	}
	for (size_t i = 0; i < LENGTH(strip->counts); i++)
		sum += strip->wanted ? 0 : strip->counts[i];
	if (sum > STRIP_QUICK)
		buf_printf(out, "about %llu,000", (unsigned long long)sum / 1000);
	else
		buf_puts(out, "of many");
}

struct area timeline_filter_draw(struct ui *ui, struct area area)
{
	const struct timeline_filter *only = &ui->timeline.only;
	struct buf text = { 0 }, key = { 0 };
	if (!only->text || area.rows < 3)
		return area;
	put_count(ui, &text);
	put_time(ui, "from", only->events.since, &text);
	put_time(ui, "to", only->events.until, &text);
	if (!ui->composing && keys_name(ui, ui->view->name, "clear", &key))
		buf_printf(&text, " · %s clears", buf_text(&key));
	int indent = area.columns >= 30 ? 1 : 0, right = area.columns - indent;
	int columns = (int)text_width(buf_text(&text), text.len);
	int from = right - columns;
	grid_puts(&ui->grid, area, 0, from > indent ? from : indent, STYLE_DIM, buf_text(&text));
	if (from > indent + 8) {
		int used = grid_puts(&ui->grid, area, 0, indent, STYLE_DIM, "only ");
		grid_put_field(&ui->grid, area, 0, indent + used, from - indent - used - 2,
			STYLE_KEY, only->text);
	}
	buf_fini(&text);
	buf_fini(&key);
	return (struct area){ area.row + 1, area.column, area.rows - 1, area.columns };
}

/* ---- only those like this ----------------------------------------------------------------------
 */

bool run_only(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct record *event = timeline_selected(ui);
	const char *what = count ? words[0] : "";
	struct buf term = { 0 }, text = { 0 }, author = { 0 };
	bool ok = timeline_needed(ui, err);
	if (ok && text_equal(what, "pinned"))
		buf_puts(&term, "pinned");
	else if (ok && text_equal(what, "milestones"))
		buf_puts(&term, "kind:milestones");
	else if (ok && !event)
		ok = err_set(err, ERR_USAGE, "no event is selected; `clear` shows all again");
	else if (ok && text_equal(what, "kind"))
		buf_printf(&term, "kind:%s", record_text(event, EVENT_KIND));
	else if (ok && text_equal(what, "author")) {
		show_person(record_text(event, EVENT_AUTHOR), &author);
		buf_printf(&term, "author:%s", buf_text(&author));
	} else if (ok)
		ok = err_set(err, ERR_USAGE, "only what? kind, author, milestones or pinned");
	if (ok) {
		timeline_filter_toggle(timeline_filtered(ui), buf_text(&term), &text);
		ok = timeline_filter_set(ui, buf_text(&text), err);
	}
	buf_fini(&term);
	buf_fini(&text);
	buf_fini(&author);
	return ok;
}
