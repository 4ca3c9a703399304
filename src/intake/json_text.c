/* Texts of JSON logs that are no Markdown. */
#include "intake/json_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/log_names.h"

/* ---- bytes ---- */

void json_text_bytes(struct buf *out, const char *text, size_t len, const struct log_names *names)
{
	const size_t before = out->len;
	const char *at = text, *end = text + len;
	(void)names;
	if (at == end || *at++ != '[')
		at = end;
	int byte = 0;
	while (at < end && *at >= '0' && *at <= '9') {
		for (byte = 0; at < end && *at >= '0' && *at <= '9' && byte < 256; at++)
			byte = byte * 10 + (*at - '0');
		if (byte > 255)
			break;
		buf_putc(out, (char)byte);
		if (at < end && *at == ',')
			at++;
	}
	if (len && byte < 256 && at + 1 == end && *at == ']')
		return;
	buf_truncate(out, before);
	buf_put(out, text, len);
}

/* ---- plain text ---- */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Whether a < before this character would begin a tag. */
static bool begins_tag(char next)
{
	return is_word(next) || next == '/' || next == '!' || next == '?';
}

/* Ticks at `at` with all up to as many that close them; or alone, if there are none. */
static size_t code_len(const char *at, const char *end, bool *closed)
{
	size_t ticks = 0;
	while (at + ticks < end && at[ticks] == '`')
		ticks++;
	*closed = false;
	for (const char *c = at + ticks; (c = memchr(c, '`', (size_t)(end - c)));) {
		size_t run = 0;
		while (c + run < end && c[run] == '`')
			run++;
		c += run;
		*closed = run == ticks;
		if (*closed)
			return (size_t)(c - at);
	}
	return ticks;
}

void json_text_plain(struct buf *out, const char *text, size_t len, const struct log_names *names)
{
	const char *end = text + len;
	size_t open = 0; /* ticks that nothing closes: all that follows was looked through for each, so not for ever */
	(void)names;
	for (const char *at = text; at < end;) {
		bool closed = true;
		size_t run = *at == '`' && open < 100 ? code_len(at, end, &closed) : 1;
		open += !closed;
		if (*at == '<' && at + 1 < end && begins_tag(at[1]))
			buf_putc(out, '\\');
		buf_put(out, at, run);
		at += run;
	}
}

/* ---- Slack ---- */

struct slack {
	struct buf *out;
	const char *at, *end;
	const struct log_names *names;
	const char *text; /* where it begins */
};

static bool starts_line(const struct slack *s)
{
	return s->at == s->text || s->at[-1] == '\n';
}

/* &amp; &lt; &gt;, the only entities there are; `raw` in code, where a backslash would stand for itself. */
static bool put_entity(struct slack *s, bool raw)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' } };
	for (size_t i = 0; i < LENGTH(entities); i++) {
		size_t len = strlen(entities[i].name);
		if ((size_t)(s->end - s->at) < len || memcmp(s->at, entities[i].name, len) != 0)
			continue;
		char next = s->at + len < s->end ? s->at[len] : '\0';
		/* a tag to Markdown, a smaller-than sign to whoever wrote it; > at the start of a line quotes in both */
		if (!raw && entities[i].c == '<' && begins_tag(next))
			buf_putc(s->out, '\\');
		buf_putc(s->out, entities[i].c);
		s->at += len;
		return true;
	}
	return false;
}

static void put_decoded(struct slack *s, const char *from, const char *to)
{
	struct slack part = { s->out, from, to, s->names, from };
	while (part.at < part.end)
		if (!put_entity(&part, true))
			buf_putc(s->out, *part.at++);
}

/* The name known for an id, else the label that came with it, else the id. */
static void put_named(struct slack *s, char mark, const char *id, const char *bar, const char *end)
{
	const char *name = log_names_get(s->names, id, (size_t)(bar - id));
	const char *label = bar < end ? bar + 1 : id;
	label += label < end && *label == mark;
	buf_putc(s->out, mark);
	if (name)
		buf_puts(s->out, name);
	else
		put_decoded(s, label, end);
}

/* <!here>, <!subteam^S012|@oncall>, <!date^1392734382^{date}|a date> */
static void put_special(struct slack *s, const char *what, const char *bar, const char *end)
{
	if (bar < end) {
		put_decoded(s, bar + 1, end);
		return;
	}
	const char *hat = memchr(what, '^', (size_t)(end - what));
	buf_putc(s->out, '@');
	put_decoded(s, hat ? hat + 1 : what, end);
}

static void put_link(struct slack *s, const char *url, const char *bar, const char *end)
{
	static const char mailto[] = "mailto:";
	const size_t len = (size_t)(bar - url);
	const bool mail = len > sizeof mailto - 1 && memcmp(url, mailto, sizeof mailto - 1) == 0;
	const char *shown = mail ? url + sizeof mailto - 1 : url;
	const size_t label = bar < end ? (size_t)(end - bar - 1) : 0;
	if (!label || (label == (size_t)(bar - shown) && memcmp(bar + 1, shown, label) == 0)) {
		put_decoded(s, shown, bar);
		return;
	}
	buf_putc(s->out, '[');
	put_decoded(s, bar + 1, end);
	buf_puts(s->out, "](");
	for (const char *c = url; c < bar; c++)
		buf_puts(s->out, *c == ' ' ? "%20" : *c == '(' ? "%28" : *c == ')' ? "%29" : (char[]){ *c, '\0' });
	buf_putc(s->out, ')');
}

/* What stands between < and >. */
static bool put_control(struct slack *s)
{
	const char *from = s->at + 1;
	const size_t left = (size_t)(s->end - from);
	const size_t most = left < 8192 ? left : 8192;
	const char *end = *s->at == '<' ? memchr(from, '>', most) : NULL;
	if (!end || end == from || *from == ' ' || memchr(from, '\n', (size_t)(end - from)))
		return false;
	const char *bar = memchr(from, '|', (size_t)(end - from));
	bar = bar ? bar : end;
	if (*from == '@' || *from == '#')
		put_named(s, *from, from + 1, bar, end);
	else if (*from == '!')
		put_special(s, from + 1, bar, end);
	else
		put_link(s, from, bar, end);
	s->at = end + 1;
	return true;
}

/* Code as it is, but for entities and links; fences of more than one line get lines of their own. */
static bool put_code(struct slack *s)
{
	const char *at = s->at;
	size_t ticks = 0;
	while (at + ticks < s->end && at[ticks] == '`' && ticks < 3)
		ticks++;
	if (ticks != 1 && ticks != 3)
		return false;
	const char *from = at + ticks;
	const char *end = ticks == 3 ? memmem(from, (size_t)(s->end - from), "```", 3)
				     : memchr(from, '`', (size_t)(s->end - from));
	if (!end || end == from)
		return false;
	const bool lines = memchr(from, '\n', (size_t)(end - from)) != NULL;
	if (lines && ticks == 1)
		return false;
	if (lines && s->out->len && s->out->data[s->out->len - 1] != '\n')
		buf_putc(s->out, '\n');
	buf_put(s->out, "```", ticks);
	if (lines && *from != '\n')
		buf_putc(s->out, '\n');
	struct slack code = { s->out, from, end, s->names, from };
	while (code.at < end)
		if (!put_entity(&code, true) && !put_control(&code))
			buf_putc(s->out, *code.at++);
	if (lines && end[-1] != '\n')
		buf_putc(s->out, '\n');
	buf_put(s->out, "```", ticks);
	s->at = end + ticks;
	if (lines && s->at < s->end && *s->at != '\n')
		buf_putc(s->out, '\n');
	return true;
}

/* *bold* and ~struck~ in one line, around words: twice the mark is Markdown's. The end, or NULL. */
static const char *emphasis_end(const struct slack *s)
{
	const char mark = *s->at, *from = s->at + 1;
	if ((mark != '*' && mark != '~') || (s->at > s->text && is_word(s->at[-1])) || from >= s->end || *from == ' ' ||
		*from == mark || *from == '\n')
		return NULL;
	for (const char *c = from + 1; c < s->end && *c != '\n' && c - from < 1000; c++)
		if (*c == mark && c[-1] != ' ' && (c + 1 == s->end || (!is_word(c[1]) && c[1] != mark)))
			return c;
	return NULL;
}

static void put_plain(struct slack *s, const char **closes)
{
	const char c = *s->at;
	if (starts_line(s) && s->end - s->at > 3 && memcmp(s->at, "\xE2\x80\xA2", 3) == 0) {
		buf_putc(s->out, '-');
		s->at += 3;
		return;
	}
	const char *end = *closes ? NULL : emphasis_end(s);
	if (end || s->at == *closes) {
		buf_fill(s->out, c, 2);
		*closes = end;
	} else {
		buf_putc(s->out, c);
	}
	s->at++;
}

void json_text_slack(struct buf *out, const char *text, size_t len, const struct log_names *names)
{
	struct slack s = { out, text, text + len, names, text };
	const char *closes = NULL; /* the mark that ends what is bold or struck */
	while (s.at < s.end)
		if (!put_code(&s) && !put_control(&s) && !put_entity(&s, false))
			put_plain(&s, &closes);
}
