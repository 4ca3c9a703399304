#include "app/compose.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "model/entity.h"

enum { KINDS_MAX = 32 };

/* Kinds beside those of events: which command adds them, and as what kind of cause. */
static const struct {
	struct compose_kind kind;
	const char *command;
	const char *cause;
} added[] = {
	{ { "action", "action", "an action item" }, "action", NULL },
	{ { "cause", "cause", "a contributing cause" }, "cause", "contributing" },
	{ { "root", "root cause", "a root cause" }, "cause", "root" },
	{ { "trigger", "trigger", "what set it off" }, "cause", "trigger" },
	{ { "why", "why", "why: the next answer in a chain" }, "cause", "why" },
};

static const struct choice *event_kinds(void)
{
	return entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
}

static size_t event_kind_count(void)
{
	return choice_rank(event_kinds(), "");
}

size_t compose_kind_count(void)
{
	return event_kind_count() + LENGTH(added);
}

struct compose_kind compose_kind_at(size_t index)
{
	size_t events = event_kind_count();
	if (index >= events)
		return added[index - events].kind;
	const struct choice *choice = &event_kinds()[index];
	return (struct compose_kind){ choice->name, choice->name,
		choice->help };
}

static size_t kind_len(const char *kind)
{
	return strcspn(kind, " ");
}

bool compose_is_event(const char *kind)
{
	return choice_rank(event_kinds(), kind) < event_kind_count();
}

const char *compose_label(const char *kind)
{
	for (size_t i = 0; i < compose_kind_count(); i++) {
		struct compose_kind row = compose_kind_at(i);
		if (strlen(row.name) == kind_len(kind) &&
			strncmp(row.name, kind, kind_len(kind)) == 0)
			return row.label;
	}
	return kind;
}

static bool begins(const char *name, const char *text)
{
	return *text && strncasecmp(name, text, strlen(text)) == 0;
}

bool compose_kind_find(const char *text, struct compose_kind *out, struct err *err)
{
	const char *names[KINDS_MAX];
	size_t count = compose_kind_count(), found = 0;
	struct buf list = { 0 };
	if (count > KINDS_MAX)
		BUG("%zu kinds", count);
	for (const struct choice *choice = event_kinds(); choice->name; choice++)
		if (choice->alias && text_same(choice->alias, text))
			text = choice->name;
	for (size_t i = 0; i < count; i++) {
		struct compose_kind kind = compose_kind_at(i);
		names[i] = kind.name;
		if (text_same(kind.name, text))
			return *out = kind, true;
		if (begins(kind.name, text) && found++ == 0)
			*out = kind;
	}
	if (found == 1)
		return true;
	for (size_t i = 0; i < count; i++)
		if (!found || begins(names[i], text))
			buf_printf(&list, "%s%s", list.len ? ", " : "", names[i]);
	const char *near = text_nearest(text, names, count);
	if (found)
		err_set(err, ERR_USAGE, "!%s could be %s: write more of it", text, buf_text(&list));
	else if (near)
		err_set(err, ERR_USAGE,
			"there is no kind '%s': did you mean !%s? (a space before ! keeps it "
			"as text)",
			text, near);
	else
		err_set(err, ERR_USAGE,
			"there is no kind '%s': use one of %s (a space before ! keeps it as "
			"text)",
			text, buf_text(&list));
	buf_fini(&list);
	return false;
}

/* ---- reading -----------------------------------------------------------------------------------
 */

static bool read_kind(struct compose *out, struct err *err)
{
	const char *text = buf_text(&out->text);
	char word[COMPOSE_KIND_SIZE];
	struct compose_kind kind;
	if (text[0] != '!')
		return true;
	size_t len = strcspn(text, " \t\n") - 1;
	if (!len || text[1] == '!')
		return true;
	text_copy(word, len < sizeof word ? len + 1 : sizeof word, text + 1);
	if (!compose_kind_find(word, &kind, err))
		return false;
	text_copy(out->kind, sizeof out->kind, kind.name);
	size_t end = 1 + len;
	end += strspn(text + end, " \t");
	if (text[end] == '\n')
		end++;
	buf_splice(&out->text, 0, end, "", 0);
	return true;
}

/*
 * Is a word after @ meant as a time? It begins like one, and has a colon or no letters but those
 * that times are written with: `2nd-line` is a name.
 */
bool compose_time_meant(const char *word)
{
	const char *digit = word + (*word == '-' || *word == '~');
	digit += *digit == '-';
	if (!isdigit((unsigned char)*digit))
		return false;
	return strchr(word, ':') ||
		word[strspn(word, "0123456789-~+./hmsdapuctzHMSDAPUCTZ")] == '\0';
}

struct time_word {
	size_t at, len;
	char text[WHEN_TEXT_MAX + 1]; /* without the @ and what follows as punctuation */
};

/* The next word of the first line, from `at` on, that is meant as a time. */
static bool next_time(const char *text, size_t at, struct time_word *out)
{
	size_t line = strcspn(text, "\n");
	while (at < line) {
		at += strspn(text + at, " \t");
		size_t len = strcspn(text + at, " \t\n");
		size_t copy = len < sizeof out->text ? len : sizeof out->text;
		if (text[at] == '@' && len > 1) {
			text_copy(out->text, copy, text + at + 1);
			size_t end = strlen(out->text);
			while (end && strchr(",;.!?)", out->text[end - 1]))
				out->text[--end] = '\0';
			out->at = at;
			out->len = end + 1;
			if (compose_time_meant(out->text))
				return true;
		}
		at += len;
	}
	return false;
}

/* Take the word out, with the blank that would be one too many. */
static void cut(struct buf *text, const struct time_word *word)
{
	size_t at = word->at, len = word->len;
	const char *bytes = buf_text(text);
	bool blank_after = bytes[at + len] == ' ' || bytes[at + len] == '\t';
	if (blank_after && (at == 0 || bytes[at - 1] == ' ' || bytes[at - 1] == '\t'))
		len++;
	else if (!bytes[at + len] && at && bytes[at - 1] == ' ')
		at--, len++;
	buf_splice(text, at, len, "", 0);
}

static bool read_time(struct compose *out, const struct compose_input *input, struct err *err)
{
	const struct when_context ctx = { .now = input->at, .zone = input->zone, .day = input->day };
	struct time_word word, other;
	struct when when;
	char seconds[sizeof word.text + 1];
	if (!next_time(buf_text(&out->text), 0, &word))
		return true;
	if (next_time(buf_text(&out->text), word.at + word.len, &other))
		return err_set(err, ERR_USAGE,
			"two times, @%s and @%s: leave the @ off one of them", word.text,
			other.text);
	snprintf(seconds, sizeof seconds, "@%s", word.text);
	if (!when_parse(word.text, &ctx, &when, err) && !when_parse(seconds, &ctx, &when, NULL))
		return false;
	out->when = when;
	out->timed = true;
	cut(&out->text, &word);
	return true;
}

/* Length of the tag that a word is, without its #; 0 if it is none. */
static size_t compose_tag_len(const char *word)
{
	size_t len = 0;
	if (word[0] != '#' || !(isalpha((unsigned char)word[1]) || (unsigned char)word[1] & 0x80))
		return 0;
	while (isalnum((unsigned char)word[1 + len]) || (unsigned char)word[1 + len] & 0x80 ||
		(word[1 + len] && strchr("_-./", word[1 + len])))
		len++;
	while (strchr("-./", word[len]))
		len--;
	/* #include <stdio.h>, #1: what goes on with other characters than those a sentence has is no tag */
	return !word[1 + len] || strchr(" \t\n,;:.!?)-/", word[1 + len]) ? len : 0;
}

/* Tags stay in the text; the \\ that keeps a word from being one does not. */
static void read_tags(struct compose *out)
{
	size_t at = 0, line = strcspn(buf_text(&out->text), "\n");
	while (at < line) {
		const char *text = buf_text(&out->text);
		at += strspn(text + at, " \t");
		size_t len = compose_tag_len(text + at);
		if (len) {
			buf_printf(&out->tags, "%s%.*s", out->tags.len ? "," : "", (int)len, text + at + 1);
		} else if (text[at] == '\\' && text[at + 1] == '#') {
			buf_splice(&out->text, at, 1, "", 0);
			line--;
			text = buf_text(&out->text);
		}
		at += strcspn(text + at, " \t\n");
	}
}

bool compose_read(struct compose *out, const struct compose_input *input, struct err *err)
{
	*out = (struct compose){ 0 };
	buf_puts(&out->text, input->text);
	text_copy(out->kind, sizeof out->kind, input->kind);
	out->when = (struct when){ .at = input->at,
		.precision = PRECISION_EXACT,
		.offset = zone_offset(input->zone, input->at) };
	bool kind = read_kind(out, err);
	bool time = read_time(out, input, kind ? err : NULL);
	read_tags(out);
	return time && kind;
}

void compose_fini(struct compose *compose)
{
	buf_fini(&compose->text);
	buf_fini(&compose->tags);
}

/* ---- the command -------------------------------------------------------------------------------
 */

static void add_flag(struct words *words, const char *flag, const char *value)
{
	words_add(words, flag);
	words_add(words, value);
}

/* When, so that reading it again in the zone gives the same instant, precision and offset. */
static void write_when(const struct when *when, const char *zone, struct buf *out)
{
	if (when->precision == PRECISION_EXACT)
		when_format_offset(out, when->at, when->offset, WHEN_ISO);
	else
		when_echo(out, when, zone);
}

void compose_time_word(const struct when *when, struct buf *out)
{
	struct buf iso = { 0 };
	when_format_offset(&iso, when->at, when->offset, WHEN_ISO);
	buf_puts(out, when->precision == PRECISION_ABOUT ? "@~" : "@");
	/* 2026-03-01T14:05:30.250+01:00: a day ends after 10 bytes; a minute has no seconds */
	if (when->precision == PRECISION_DAY) {
		buf_put(out, iso.data, strlen("2026-03-01"));
	} else if (when->precision == PRECISION_EXACT) {
		buf_puts(out, buf_text(&iso));
	} else {
		const char *rest = iso.data + strlen("2026-03-01T14:05");
		buf_put(out, iso.data, (size_t)(rest - iso.data));
		buf_puts(out, rest + strspn(rest, ":.0123456789"));
	}
	buf_fini(&iso);
}

bool compose_words(
	const struct compose *compose, const char *zone, struct words *out, struct err *err)
{
	char name[COMPOSE_KIND_SIZE];
	struct buf when = { 0 };
	size_t row = 0;
	text_copy(name, sizeof name, compose->kind);
	name[kind_len(name)] = '\0';
	const char *under = compose->kind + kind_len(compose->kind);
	while (row < LENGTH(added) && !text_equal(added[row].kind.name, name))
		row++;
	*out = (struct words){ 0 };
	if (text_empty(buf_text(&compose->text)))
		return err_set(err, ERR_USAGE, "there is no text to log yet");
	if (row < LENGTH(added) && compose->timed)
		return err_set(err, ERR_USAGE,
			"%s has no time: leave the @ word out, or log it as a note",
			added[row].kind.help);
	if (row < LENGTH(added)) {
		words_add(out, added[row].command);
		words_add(out, "add");
		if (added[row].cause)
			add_flag(out, "--kind", added[row].cause);
		if (text_starts(under, " from "))
			add_flag(out, "--event", under + strlen(" from "));
		else if (*under)
			add_flag(out, "--parent", under + 1);
	} else {
		write_when(&compose->when, zone, &when);
		words_add(out, "log");
		add_flag(out, "--kind", name);
		add_flag(out, "--at", buf_text(&when));
		if (compose->tags.len)
			add_flag(out, "--tag", buf_text(&compose->tags));
	}
	add_flag(out, "--", buf_text(&compose->text));
	buf_fini(&when);
	return true;
}
