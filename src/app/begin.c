#include "app/begin.h"

#include <ctype.h>

#include "base/text.h"
#include "model/entity.h"

/* Words of a time such as `yesterday at 23:10`. */
enum { TIME_WORDS = 4 };

static size_t word_len(const char *text)
{
	return strcspn(text, " \t\n");
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t\n");
}

static void add(struct buf *out, const char *between, const char *bytes, size_t len)
{
	buf_puts(out, out->len ? between : "");
	buf_put(out, bytes, len);
}

/* "SEV1", "sev1:"; gives the stored name, NULL if it is none. */
static const char *severity_of(const char *word, size_t len)
{
	const struct choice *choices =
		entity_get(ENTITY_INCIDENT)->fields[INCIDENT_SEVERITY].choices;
	len -= len && word[len - 1] == ':';
	for (; choices->name; choices++)
		if (strlen(choices->name) == len && strncasecmp(word, choices->name, len) == 0)
			return choices->name;
	return NULL;
}

/* Bytes after @ of the longest run of words that is a time, 0 if there is none. */
static size_t time_of(const char *text, const struct when_context *ctx, struct when *out)
{
	const char *ends[TIME_WORDS] = { text }, *at = text;
	size_t count = 0;
	while (count < TIME_WORDS && *at) {
		ends[count++] = at + word_len(at);
		at = skip_blanks(ends[count - 1]);
	}
	while (count-- > 0) {
		char time[WHEN_TEXT_MAX + 1];
		size_t len = (size_t)(ends[count] - text);
		if (len >= sizeof time)
			continue;
		text_copy(time, len + 1, text);
		if (when_parse(time, ctx, out, NULL))
			return len;
	}
	return 0;
}

/* A word after @ that begins as times do: `@25:00` is a mistake, `@ana` a name. */
static bool meant_as_time(const char *word)
{
	word += strspn(word, "~-");
	return isdigit((unsigned char)*word);
}

/* Take a word that says something else than the title; gives its bytes, 0 if it is none. */
static size_t take(struct beginning *out, const char *at, size_t len,
	const struct when_context *ctx, struct err *err, bool *ok)
{
	const char *severity = severity_of(at, len);
	struct when when;
	if (severity) {
		if (*out->severity)
			*ok = err_set(err, ERR_USAGE,
				"two severities, %s and %s: a \\ before one keeps it as text",
				out->severity, severity);
		text_copy(out->severity, sizeof out->severity, severity);
		return len;
	}
	if (*at == '#' && len > 1 && !isdigit((unsigned char)at[1])) {
		add(&out->tags, ",", at + 1, len - 1);
		return len;
	}
	size_t time = *at == '@' ? time_of(at + 1, ctx, &when) : 0;
	if (time) {
		if (out->timed)
			*ok = err_set(err, ERR_USAGE, "two times: leave the @ off one of them");
		out->when = when;
		out->timed = true;
		return 1 + time;
	}
	if (*at == '@' && meant_as_time(at + 1)) {
		char word[WHEN_TEXT_MAX + 1];
		text_copy(word, len < sizeof word ? len : sizeof word, at + 1);
		*ok = when_parse(word, ctx, &when, err);
		return len;
	}
	return 0;
}

bool beginning_read(
	const char *line, const struct when_context *ctx, struct beginning *out, struct err *err)
{
	bool ok = true;
	*out = (struct beginning){ 0 };
	for (const char *at = skip_blanks(line); *at; at = skip_blanks(at)) {
		size_t len = word_len(at), taken = take(out, at, len, ctx, err, &ok);
		bool kept = *at == '\\' && len > 1;
		if (!taken)
			add(&out->title, " ", at + kept, len - kept);
		at += taken ? taken : len;
	}
	return ok;
}

static void add_flag(struct words *words, const char *flag, const char *value)
{
	words_add(words, flag);
	words_add(words, value);
}

bool beginning_words(const struct beginning *beginning, struct words *out, struct err *err)
{
	struct buf when = { 0 };
	*out = (struct words){ 0 };
	if (!beginning->title.len)
		return err_set(err, ERR_USAGE,
			"what do users see going wrong? Say it in a few words; Esc leaves");
	words_add(out, "new");
	if (*beginning->severity)
		add_flag(out, "--severity", beginning->severity);
	if (beginning->tags.len)
		add_flag(out, "--tags", buf_text(&beginning->tags));
	if (beginning->timed) {
		when_format_offset(&when, beginning->when.at, beginning->when.offset, WHEN_ISO);
		add_flag(out, "--started", buf_text(&when));
	}
	add_flag(out, "--", buf_text(&beginning->title));
	buf_fini(&when);
	return true;
}

void beginning_echo(const struct beginning *beginning, const char *zone, struct buf *out)
{
	const char *usual = entity_get(ENTITY_INCIDENT)->fields[INCIDENT_SEVERITY].initial;
	buf_puts(out, *beginning->severity ? beginning->severity : usual);
	buf_puts(out, " · began ");
	if (beginning->timed)
		when_echo(out, &beginning->when, zone);
	else
		buf_puts(out, "now");
	if (beginning->tags.len)
		buf_printf(out, " · tags %s", buf_text(&beginning->tags));
	if (beginning->title.len)
		buf_printf(out, " · %s", buf_text(&beginning->title));
}

void beginning_fini(struct beginning *beginning)
{
	buf_fini(&beginning->title);
	buf_fini(&beginning->tags);
}
