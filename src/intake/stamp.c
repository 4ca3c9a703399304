#include "intake/stamp_parts.h"

#include <ctype.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

enum { LEADS_MAX = 4, LINK_MAX = 4096 };

/* Marks that are open, the innermost last. */
struct marks {
	char text[STAMP_MARKS_MAX];
	size_t len;
};

/* ---- marks around ---- */

static size_t run_at(const char *at)
{
	size_t len = 0;
	while (at[len] == at[0])
		len++;
	return len;
}

/* Emphasis and code go by runs: a run closes the same run, or opens. Brackets close their own kind. */
static size_t take_mark(struct marks *marks, const char *at, bool open)
{
	if (*at && (strchr("*_`", *at) || text_starts(at, "~~"))) {
		size_t run = run_at(at);
		bool closes = marks->len >= run && strncmp(marks->text + marks->len - run, at, run) == 0;
		if (closes) {
			marks->len -= run;
			marks->text[marks->len] = '\0';
			return run;
		}
		if (!open || marks->len + run >= sizeof marks->text)
			return 0;
		memcpy(marks->text + marks->len, at, run);
		marks->len += run;
		return run;
	}
	if (open && (*at == '[' || *at == '(') && marks->len + 1 < sizeof marks->text) {
		marks->text[marks->len++] = *at;
		return 1;
	}
	if (*at == ']' || *at == ')') {
		char pair = *at == ']' ? '[' : '(';
		if (!marks->len || marks->text[marks->len - 1] != pair)
			return 0;
		marks->text[--marks->len] = '\0';
		return 1;
	}
	return 0;
}

/* White space, list marks, quotes and opening marks before a time. */
static size_t skip_opening(struct stamp_reader *r, struct marks *marks)
{
	static const char *const bullets[] = { "- ", "* ", "+ ", "> ", "| ", "|", "•", "·", "‣", "–" };
	for (;;) {
		const char *at = r->fold->text + r->at;
		size_t len = strspn(at, " \n");
		for (size_t i = 0; i < LENGTH(bullets) && !len; i++)
			len = bullets[i][0] == at[0] && text_starts(at, bullets[i]) ? strlen(bullets[i]) : 0;
		if (!len)
			len = take_mark(marks, at, true);
		if (!len)
			return r->at;
		r->at += len;
	}
}

/* ---- the parts, in any order ---- */

static bool joint_word(const struct stamp_reader *r, size_t at, size_t *len)
{
	static const char *const words[] = { "at ", "on ", "um ", "à ", "a las ", "the ", "le ", "el ", "den ", "dem ", "@",
		"kl. ", "de ", "of ", "the " };
	const char *text = r->fold->text + at;
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (words[i][0] != text[0] || !text_starts(text, words[i]))
			continue;
		*len = strlen(words[i]);
		return true;
	}
	return false;
}

/* What may stand between two parts: blanks, commas, marks, "at"; and `T`, a dash or a colon between day and clock. */
static void skip_joint(struct stamp_reader *r, struct marks *marks, bool loose)
{
	bool blank = false;
	for (;;) {
		const char *at = r->fold->text + r->at;
		size_t len = strspn(at, " ,"), word;
		if (!len && *at != '*' && *at != '_')
			len = take_mark(marks, at, true);
		else if (!len)
			len = take_mark(marks, at, blank);
		if (!len && loose && (*at == '-' || *at == ':' || *at == '/' || *at == '|' || *at == '_' || *at == '.'))
			len = 1;
		if (!len && *at == 't' && isdigit((unsigned char)at[1]))
			len = 1;
		if (!len && (blank || loose) && joint_word(r, r->at, &word))
			len = word;
		if (!len)
			return;
		blank = at[len - 1] == ' ';
		r->at += len;
	}
}

/* "14:05 Friday deploys": a weekday behind a clock time is one only before a date, a mark or the end. */
static bool late_weekday(struct stamp_reader *r)
{
	struct stamp_reader before = *r;
	struct stamp kept = *r->out;
	if (!read_weekday(r, &r->out->day))
		return false;
	const char *end = r->fold->text + r->at;
	const char *next = end + fold_blanks(end);
	size_t len;
	bool month = word_at(r->fold, (size_t)(next + (*next == ',') - r->fold->text) + fold_blanks(next + (*next == ',')),
			     WORD_MONTH, &len) != NULL;
	if (!r->out->clock.kind || month || isdigit((unsigned char)*next) || !*end || strchr(")]*_`:|\n,", *end) ||
		(*next == '-' && next > end))
		return true;
	r->at = before.at;
	*r->out = kept;
	return false;
}

/* 2023 behind all else: "Tue Jan 17 15:00:30 UTC 2023", as date(1) writes it */
static bool late_year(struct stamp_reader *r)
{
	struct stamp_day *day = &r->out->day;
	const char *at = r->fold->text + r->at;
	if (day->kind != STAMP_MONTH_DAY || !day->has_weekday || r->out->clock.kind != STAMP_SECOND || fold_digits(at, 4) != 4)
		return false;
	int year = fold_number(at, 4);
	if (year < 1990 || year > 2099 || fold_is_letter(at + 4) || (at[4] == '-' && isdigit((unsigned char)at[5])))
		return false;
	day->year = year;
	day->kind = STAMP_DATE;
	r->at += 4;
	return true;
}

static bool read_part(struct stamp_reader *r)
{
	struct stamp *s = r->out;
	bool dated = s->day.kind && s->day.kind != STAMP_WEEKDAY && s->day.kind != STAMP_NEXT_DAY && s->day.kind != STAMP_NTH_DAY;
	bool any = s->day.kind || s->clock.kind;
	if (s->epoch || s->relative)
		return false;
	if (!any && (read_epoch(r) || read_relative(r)))
		return true;
	/* a zone before a date: `15:00 CET 17 January`; before a clock there is none */
	if (!s->zone[0] && s->clock.kind && s->clock.kind != STAMP_UNKNOWN && read_zone(r))
		return true;
	if (!dated && read_date(r, &s->day, &s->end_day)) {
		s->has_end |= s->end_day.kind != STAMP_NO_DAY;
		return true;
	}
	return (!s->clock.kind && read_clock(r, &s->clock)) || late_weekday(r) || late_year(r);
}

static size_t about_at(const struct stamp_reader *r, size_t at)
{
	size_t len, total = 0;
	while (total < FOLD_MAX / 2 && word_at(r->fold, at + total, WORD_ABOUT, &len))
		total += len + fold_blanks(r->fold->text + at + total + len);
	return total;
}

/* Words behind a time that make it vague: "14:05?", "14:05~", "14:05 (approx.)", "14時頃". */
static void read_about_end(struct stamp_reader *r)
{
	const char *at = r->fold->text + r->at;
	size_t blanks = fold_blanks(at), bracket = at[blanks] == '(', len;
	const struct stamp_word *word = word_at(r->fold, r->at + blanks + bracket, WORD_ABOUT_END, &len);
	if (!word || r->out->clock.kind == STAMP_UNKNOWN)
		return;
	const char *end = at + blanks + bracket + len;
	bool mark = *word->text == '~' || *word->text == '?';
	if (text_starts(at + blanks, "~~") || (bracket && *end != ')') || (mark && (isdigit((unsigned char)end[fold_blanks(end)]) || (blanks && !bracket))))
		return;
	r->out->about = true;
	r->at += blanks + bracket + len + bracket;
}

/* ---- ranges and second times ---- */

/* "2:00 - 3:00 PM": the half of the end is that of the start too, unless that would be after it. */
static void share_half(struct stamp *s)
{
	if (!s->end_clock.half || s->clock.half || s->clock.hour > 12 || s->clock.kind < STAMP_HOUR)
		return;
	int half = s->end_clock.hour >= 12 ? 12 : 0, hour = s->clock.hour % 12 + half;
	if (hour * 60 + s->clock.minute <= s->end_clock.hour * 60 + s->end_clock.minute)
		s->clock.hour = hour;
	s->clock.half = true;
}

/* The clock time of an end behind its date, its zone if that is the start's, and its date behind those. */
static bool read_end_clock(struct stamp_reader *after, struct marks *open, const struct stamp *start, bool *dated)
{
	struct stamp_reader day = *after;
	struct marks marks = *open;
	if (*dated)
		skip_joint(after, open, true);
	if (!read_clock(after, &after->out->clock)) {
		*after = day;
		*open = marks;
		return false;
	}
	struct stamp_reader zone = *after;
	zone.at += fold_blanks(zone.fold->text + zone.at);
	if (start->zone[0] && read_zone(&zone) && text_equal(after->out->zone, start->zone))
		after->at = zone.at;
	day = *after;
	marks = *open;
	if (!*dated && start->day.kind) {
		skip_joint(&day, &marks, false);
		*dated = read_date(&day, &after->out->day, NULL);
		if (*dated) {
			*after = day;
			*open = marks;
		}
	}
	return true;
}

static bool read_end(struct stamp_reader *r, struct marks *marks)
{
	struct stamp_reader before = *r;
	struct marks open = *marks;
	struct stamp end = { 0 };
	struct stamp_reader after = *r;
	size_t len, blanks = fold_blanks(r->fold->text + r->at);
	const struct stamp_word *word = word_at(r->fold, r->at + blanks, WORD_UNTIL, &len);
	bool letters = word && fold_is_letter(word->text);
	if (!word || r->out->has_end || r->out->epoch || r->out->relative || (letters && !blanks))
		return false;
	after.out = &end;
	after.flags = 0;
	after.at += blanks + len;
	while (after.fold->text[after.at] == ' ' || take_mark(&open, after.fold->text + after.at, true))
		after.at++;
	after.at += about_at(&after, after.at);
	/* the same kind of day as the start's, or none */
	bool dated = r->out->day.kind && read_date(&after, &end.day, NULL);
	bool clocked = r->out->clock.kind && read_end_clock(&after, &open, r->out, &dated);
	if ((!dated && !clocked) || end.weak != r->out->weak || (dated && r->out->clock.kind && !clocked)) {
		*r = before;
		return false;
	}
	r->at = after.at;
	*marks = open;
	r->out->has_end = true;
	r->out->end_day = end.day;
	r->out->end_clock = end.clock;
	if (clocked && end.clock.kind == STAMP_UNKNOWN)
		r->out->has_end = false;
	share_half(r->out);
	return true;
}

/* "13:14 EDT (17:14 UTC)", "10:05 / 17:05 UTC": the same moment elsewhere. It tells the zone of a time that has none. */
static void read_second(struct stamp_reader *r, struct marks *marks)
{
	struct stamp_reader other = *r;
	struct marks open = *marks;
	struct stamp same = { 0 };
	struct stamp *s = r->out;
	const char *at = r->fold->text + r->at;
	size_t blanks = fold_blanks(at);
	char mark = at[blanks];
	if (s->clock.kind < STAMP_HOUR || s->has_end || !mark || !strchr("(/=|,", mark))
		return;
	other.at += blanks + 1 + fold_blanks(at + blanks + 1);
	other.out = &same;
	other.flags = 0;
	if (!read_clock(&other, &same.clock) || same.clock.kind < STAMP_HOUR)
		return;
	other.at += fold_blanks(r->fold->text + other.at);
	int offset, apart;
	if (!read_zone(&other) || (mark == '(' && r->fold->text[other.at] != ')'))
		return;
	if (!s->zone[0] && zone_fixed(same.zone, &offset)) {
		apart = (s->clock.hour - same.clock.hour) * 60 + s->clock.minute - same.clock.minute + offset;
		apart += apart > 14 * 60 ? -24 * 60 : apart < -12 * 60 ? 24 * 60 : 0;
		if (apart % 15 == 0)
			zone_offset_text(apart, s->zone);
	}
	r->at = other.at + (mark == '(');
	*marks = open;
}

/* ---- what parts it from the text ---- */

/* The target of [time](target), which stands at `at`, a bracket. */
static size_t take_link(struct stamp *s, const char *text, size_t len, size_t at)
{
	size_t end = at + 1, depth = 0;
	while (end < len && end < at + LINK_MAX && text[end] != '\n' && (text[end] != ')' || depth)) {
		depth += text[end] == '(';
		depth -= text[end] == ')';
		end++;
	}
	if (end >= len || text[end] != ')')
		return 0;
	s->link = at + 1;
	s->link_len = end - at - 1;
	return end + 1 - at;
}

/* Back into the fold at a place of the source. */
static size_t fold_place(const struct fold *fold, size_t at, size_t source)
{
	while (at < fold->len && fold->source[at] < source)
		at++;
	return at;
}

static size_t separator_at(const char *at, bool blank)
{
	static const char *const marks[] = { "->", "=>", "---", "--", "-", ">", "：", ":", "、", ",", ";", "|", ".", "·", "•" };
	for (size_t i = 0; i < LENGTH(marks); i++) {
		if (marks[i][0] != at[0] || !text_starts(at, marks[i]))
			continue;
		char next = at[strlen(marks[i])];
		bool ends = !next || strchr(" \n*_`[(|", next) != NULL || (unsigned char)next >= 0x80;
		bool tight = marks[i][0] == ':' || marks[i][0] == '|' || (!blank && marks[i][0] == '-' && marks[i][1] == '\0');
		return ends || tight ? strlen(marks[i]) : 0;
	}
	return 0;
}

/* Closing marks, colons, dashes and blanks: `rest` is where the text begins. */
static void find_rest(struct stamp_reader *r, struct marks *marks, const char *text, size_t len)
{
	bool blank = false;
	size_t separators = 0;
	for (;;) {
		const char *at = r->fold->text + r->at;
		size_t size = strspn(at, " \n"), closed = size ? 0 : take_mark(marks, at, false);
		if (closed && *at == ']' && at[1] == '(') {
			size_t source = r->fold->source[r->at + 1], link = take_link(r->out, text, len, source);
			if (link && source + link > r->fold->source[r->fold->len]) {
				r->out->rest = source + link;
				return;
			}
			r->at = link ? fold_place(r->fold, r->at, source + link) : r->at + 1;
			continue;
		}
		if (!size && !closed && separators < 3) {
			size = separator_at(at, blank);
			separators += size > 0;
		}
		if (!size && !closed)
			break;
		blank = at[0] == ' ';
		r->at += size + closed;
	}
	r->out->rest = r->fold->source[r->at];
}

/* A day without a clock before more text: "May 3 people" is no date, "Monday" may begin a sentence. */
static void mark_weak(struct stamp_reader *r)
{
	struct stamp *s = r->out;
	const char *end = r->fold->text + r->at;
	bool parted = !*end || strchr(":)]*_`|\n", *end) || (end[fold_blanks(end)] == '-' && *end == ' ');
	if (s->clock.kind || s->epoch || s->relative || parted)
		return;
	bool named = s->day.kind == STAMP_MONTH_DAY && (!r->common || s->day.has_weekday) && !s->day.separator;
	s->weak |= s->day.kind != STAMP_DATE && s->day.kind != STAMP_NEXT_DAY && !named;
}

static bool ends_word(const char *end)
{
	return !fold_is_letter(end) && !isdigit((unsigned char)*end) && *end != '%';
}

/* ---- all of it ---- */

static void skip_leads(struct stamp_reader *r)
{
	size_t len, about;
	for (int i = 0; i < LEADS_MAX; i++) {
		const struct stamp_word *word = word_at(r->fold, r->at, WORD_LEAD, &len);
		if (word && (r->fold->text[r->at + len] == ' ' || (unsigned char)word->text[0] >= 0xe0)) {
			r->out->lead = true;
			r->out->about |= word->value != 0;
			r->at += len;
		}
		size_t joint = strspn(r->fold->text + r->at, " ,");
		about = about_at(r, r->at + joint);
		r->out->about |= about > 0;
		if (!word && !about)
			return;
		r->at += joint + about;
	}
}

static bool read_parts(struct stamp_reader *r, struct marks *marks)
{
	bool any = false;
	for (;;) {
		struct stamp_reader before = *r;
		struct marks open = *marks;
		struct stamp *s = r->out;
		if (any)
			skip_joint(r, marks, !s->clock.kind);
		size_t about = any ? about_at(r, r->at) : 0;
		r->at += about;
		if (!read_part(r)) {
			*r = before;
			*marks = open;
			if (any)
				read_about_end(r);
			if (!any || !read_end(r, marks))
				return any;
		} else {
			s->about |= about > 0;
			if (s->clock.kind)
				read_about_end(r);
		}
		any = true;
	}
}

bool stamp_read(struct stamp *out, const char *text, size_t len, unsigned flags)
{
	struct fold fold;
	struct stamp_reader r = { .fold = &fold, .flags = flags, .out = out };
	struct marks marks = { 0 };
	size_t about;
	*out = (struct stamp){ 0 };
	fold_text(&fold, text, len);
	skip_opening(&r, &marks);
	out->from = r.fold->source[r.at];
	if (flags & STAMP_LEAD)
		skip_leads(&r);
	about = about_at(&r, r.at);
	out->about |= about > 0;
	r.at += about;
	skip_opening(&r, &marks);
	if (!read_parts(&r, &marks) || !ends_word(r.fold->text + r.at))
		return false;
	read_second(&r, &marks);
	mark_weak(&r);
	out->to = r.fold->source[r.at];
	find_rest(&r, &marks, text, len);
	memcpy(out->open, marks.text, sizeof out->open);
	if ((flags & STAMP_WHOLE) && out->rest < len)
		return false;
	return true;
}

bool stamp_siblings(const struct stamp *items, size_t count)
{
	size_t weak = 0, down = 0;
	int before = -1;
	for (size_t i = 0; i < count; i++) {
		if (!items[i].weak)
			return true;
		int minute = items[i].clock.hour * 60 + items[i].clock.minute;
		down += items[i].clock.kind && minute < before;
		before = minute;
		weak++;
	}
	return weak >= 2 && down <= 1 + weak / 4;
}

static bool may_begin(const char *text, size_t len, size_t at)
{
	unsigned char c = (unsigned char)text[at], before = at ? (unsigned char)text[at - 1] : ' ';
	if (isalnum(before) || strchr("_./:-#$@+", before))
		return false;
	return isdigit(c) || (c == '~' && at + 1 < len) || (isalpha(c) && isupper(c));
}

bool stamp_find(struct stamp *out, const char *text, size_t len, size_t from, bool days)
{
	size_t end = len - from > STAMP_FIND_MAX ? from + STAMP_FIND_MAX : len;
	for (size_t at = from; at < end; at++) {
		if (!may_begin(text, len, at) || !stamp_read(out, text + at, len - at, 0))
			continue;
		bool clock = out->clock.kind >= STAMP_HOUR || out->epoch;
		if (out->weak || out->from > 0 || (!clock && !(days && out->day.kind && out->day.kind != STAMP_WEEKDAY)))
			continue;
		out->from += at;
		out->to += at;
		out->rest += at;
		out->link += out->link_len ? at : 0;
		return true;
	}
	return false;
}
