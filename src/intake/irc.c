/* Lines of IRC logs: the time they begin with, and what is said behind it. Forms: see format_irc.c. */
#include "intake/irc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "intake/lines.h"

/* ---- times ---- */

/* "2024-03-01" */
size_t irc_date(const char *text, size_t len, struct civil *out)
{
	if (digit_count(text, len, 5) != 4 || len < 10 || text[4] != '-' || text[7] != '-' ||
		digit_count(text + 5, 2, 2) != 2 || digit_count(text + 8, len - 8, 3) != 2)
		return 0;
	out->year = (int)line_number(text, 4);
	out->month = (int)line_number(text + 5, 2);
	out->day = (int)line_number(text + 8, 2);
	return out->month >= 1 && out->month <= 12 && out->day >= 1 && out->day <= civil_month_days(out->year, out->month)
		? 10
		: 0;
}

/* "Mar 01 ", "Mar  1 " */
static size_t month_day(const char *text, size_t len, struct civil *out)
{
	size_t at = 3, digits;
	out->month = line_month(text, len);
	if (!out->month || len < 6 || text[3] != ' ')
		return 0;
	at += text[4] == ' ' ? 2 : 1;
	digits = digit_count(text + at, len - at, 2);
	out->day = (int)line_number(text + at, digits);
	at += digits;
	return digits && out->day >= 1 && out->day <= civil_month_days(2024, out->month) && at < len && text[at] == ' '
		? at + 1
		: 0;
}

static size_t read_offset(const char *text, size_t len, struct irc_time *out)
{
	char zone[ZONE_NAME_MAX];
	size_t colon;
	if (len && text[0] == 'Z') {
		out->has_offset = true;
		return 1;
	}
	if (len < 5 || (text[0] != '+' && text[0] != '-') || digit_count(text + 1, len - 1, 2) != 2)
		return 0;
	colon = text[3] == ':';
	if (digit_count(text + 3 + colon, len - 3 - colon, 2) != 2)
		return 0;
	snprintf(zone, sizeof zone, "%.*s", (int)(5 + colon), text);
	out->has_offset = zone_fixed(zone, &out->offset);
	return out->has_offset ? 5 + colon : 0;
}

/* The time that a line begins with, in brackets or not, and one blank or tab behind it. */
size_t irc_time(const char *line, size_t len, struct irc_time *out)
{
	size_t at = len && (line[0] == '[' || line[0] == '('), used;
	bool bracket = at;
	*out = (struct irc_time){ 0 };
	if ((used = irc_date(line + at, len - at, &out->civil))) {
		out->has_day = out->has_year = true;
		at += used;
		if (at >= len || (line[at] != ' ' && line[at] != 'T' && line[at] != '\t'))
			return 0;
		at++;
	} else if ((used = month_day(line + at, len - at, &out->civil))) {
		out->has_day = true;
		at += used;
	}
	used = line_clock(line + at, len - at, &out->civil, &out->seconds);
	if (!used)
		return 0;
	at += used;
	if (out->has_year)
		at += read_offset(line + at, len - at, out);
	if (bracket) {
		if (at >= len || (line[at] != ']' && line[at] != ')'))
			return 0;
		at++;
	}
	return at < len && (line[at] == ' ' || line[at] == '\t') ? at + 1 : 0;
}

/* ---- what a line says ---- */

/* Codes for bold, colours and the like (modern.ircdocs.horse/formatting). */
static void put_plain(struct buf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		char c = text[at];
		if (c == 0x03) {
			size_t digits = digit_count(text + at + 1, len - at - 1, 2);
			at += digits;
			if (digits && at + 2 < len && text[at + 1] == ',' && isdigit((unsigned char)text[at + 2]))
				at += 1 + digit_count(text + at + 2, len - at - 2, 2);
		} else if (c == 0x04) {
			size_t hex = 0;
			while (hex < 6 && at + 1 + hex < len && isxdigit((unsigned char)text[at + 1 + hex]))
				hex++;
			at += hex == 6 ? 6 : 0;
		} else if (!c || !strchr("\x02\x0f\x11\x16\x1d\x1e\x1f", c)) {
			buf_putc(out, c);
		}
	}
	buf_trim_end(out);
}

/* A nick without the sign of its rank in the channel. */
static void put_nick(struct buf *out, const char *nick, size_t len)
{
	while (len && strchr(" ~&@%+!", *nick)) {
		nick++;
		len--;
	}
	put_plain(out, nick, len);
}

/* What is said of somebody who comes, goes or is changed: some clients write it as they write actions. */
static bool is_presence(const char *text)
{
	static const struct {
		const char *words;
		bool alone; /* anybody could say that as well, unless a host, a channel or nothing stands beside it */
	} phrases[] = { { "has joined", true }, { "has left", true }, { "has quit", true }, { "has parted", true },
		{ "is now known as", false }, { "sets mode", false }, { "sets channel", false },
		{ "gives channel", false }, { "gives voice", false }, { "removes channel", false },
		{ "removes voice", false }, { "was kicked by", false }, { "has kicked", false },
		{ "has changed the topic", false }, { "changes topic", false } };
	static const char *const beginnings[] = { "Now talking", "You are now", "Topic for", "Topic set", "Joins:", "Parts:",
		"Quits:", "Connected to IRC", "Disconnected from IRC", "Users on" };
	const char *rest = text + strcspn(text, " ");
	rest += strspn(rest, " ");
	bool host = *rest == '(' || *rest == '[';
	if (host) {
		rest += strcspn(rest, ")]");
		rest += *rest ? 1 + strspn(rest + 1, " ") : 0;
	}
	for (size_t i = 0; i < LENGTH(phrases); i++) {
		const char *end = rest + strlen(phrases[i].words);
		if (text_starts(rest, phrases[i].words))
			return !phrases[i].alone || host || !*end || strncmp(end, " #", 2) == 0 || strncmp(end, " (", 2) == 0;
	}
	for (size_t i = 0; i < LENGTH(beginnings); i++)
		if (text_starts(text, beginnings[i]))
			return true;
	return false;
}

/* "* ana waves" behind the star. */
static enum irc_said read_action(struct buf *author, struct buf *said, const char *text, size_t len)
{
	size_t blanks = 0;
	while (blanks < len && (text[blanks] == ' ' || text[blanks] == '\t'))
		blanks++;
	put_plain(said, text + blanks, len - blanks);
	const char *action = buf_text(said);
	if (is_presence(action))
		return IRC_NOT_SAID;
	put_nick(author, action, strcspn(action, " "));
	return author->len ? IRC_SAID : IRC_STRANGE;
}

/* "-ana- text", "-ana:#ops- text" */
static enum irc_said read_notice(struct buf *author, struct buf *said, const char *text, size_t len)
{
	const char *end = memchr(text + 1, ' ', len - 1);
	size_t nick = end ? (size_t)(end - text) : 0;
	if (nick < 3 || text[nick - 1] != '-' || text[1] == '-')
		return IRC_STRANGE;
	put_nick(author, text + 1, strcspn(text + 1, ":- "));
	put_plain(said, text + nick + 1, len - nick - 1);
	return IRC_SAID;
}

/* "ana<tab>text" behind the time */
static enum irc_said read_columns(struct buf *author, struct buf *said, const char *text, size_t len, const char *tab)
{
	static const char *const marks[] = { "-->", "<--", "--", "=!=", "⇐", "⇒", "-!-" };
	size_t nick = (size_t)(tab - text);
	put_nick(author, text, nick);
	if (text_equal(buf_text(author), "*")) {
		buf_truncate(author, 0);
		return read_action(author, said, tab + 1, len - nick - 1);
	}
	for (size_t i = 0; i < LENGTH(marks); i++)
		if (text_equal(buf_text(author), marks[i]))
			return IRC_NOT_SAID;
	const char *name = buf_text(author);
	/* HexChat has <ana>, WeeChat with nick_prefix and nick_suffix too */
	if (*name == '<' && name[author->len - 1] == '>') {
		buf_truncate(author, author->len - 1);
		char *bare = mem_copy(buf_text(author) + 1);
		buf_truncate(author, 0);
		put_nick(author, bare, strlen(bare));
		free(bare);
	}
	put_plain(said, tab + 1, len - nick - 1);
	return IRC_SAID;
}

/* What stands behind the time. */
enum irc_said irc_said(struct buf *author, struct buf *said, const char *text, size_t len)
{
	buf_truncate(said, 0);
	buf_truncate(author, 0);
	const char *tab = memchr(text, '\t', len);
	while (len && *text == ' ') {
		text++;
		len--;
	}
	if (tab >= text && tab && !memchr(text, ' ', (size_t)(tab - text)))
		return read_columns(author, said, text, len, tab);
	if (!len)
		return IRC_NOT_SAID;
	if (*text == '<') {
		const char *end = memchr(text, '>', len < 80 ? len : 80);
		if (!end || end == text + 1)
			return IRC_STRANGE;
		put_nick(author, text + 1, (size_t)(end - text) - 1);
		size_t from = (size_t)(end - text) + 1;
		from += from < len && text[from] == ' ';
		put_plain(said, text + from, len - from);
		return IRC_SAID;
	}
	if (strncmp(text, "***", 3) == 0 || strncmp(text, "-!-", 3) == 0 || strncmp(text, "-->", 3) == 0 ||
		strncmp(text, "<--", 3) == 0 || strncmp(text, "=== ", 4) == 0 || strncmp(text, "--- ", 4) == 0 ||
		strncmp(text, "-- ", 3) == 0)
		return IRC_NOT_SAID;
	if (*text == '*' && len > 2 && text[1] == ' ')
		return read_action(author, said, text + 2, len - 2);
	if (*text == '-')
		return read_notice(author, said, text, len);
	return is_presence(text) ? IRC_NOT_SAID : IRC_STRANGE;
}
