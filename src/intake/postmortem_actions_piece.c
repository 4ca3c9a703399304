/* Pieces of an action item's words that stand by themselves: a name, a day, a ticket, "P1", "done". */
#include "intake/actions.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"

enum { NAME_MAX_LEN = 40 }; /* bytes of a name */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool starts_word(const char *text, size_t len, const char *word)
{
	size_t size = strlen(word);
	return len > size && strncasecmp(text, word, size) == 0 && is_blank(text[size]);
}

/* Bytes of words that lead to a value: "by 2024-03-01", "assigned to Ana", "see #12". */
static size_t lead(const char *text, size_t len, enum action_part *part)
{
	static const struct {
		const char *words;
		enum action_part part;
	} leads[] = { { "assigned to", ACTION_PART_OWNER }, { "owned by", ACTION_PART_OWNER }, { "owner is", ACTION_PART_OWNER },
		{ "owner", ACTION_PART_OWNER }, { "assignee", ACTION_PART_OWNER }, { "due by", ACTION_PART_DUE }, { "due on", ACTION_PART_DUE },
		{ "due", ACTION_PART_DUE }, { "by", ACTION_PART_DUE }, { "before", ACTION_PART_DUE }, { "until", ACTION_PART_DUE },
		{ "eta", ACTION_PART_DUE }, { "bis zum", ACTION_PART_DUE }, { "bis", ACTION_PART_DUE }, { "avant le", ACTION_PART_DUE },
		{ "pour le", ACTION_PART_DUE }, { "antes del", ACTION_PART_DUE }, { "tracked in", ACTION_PART_LINK },
		{ "tracked by", ACTION_PART_LINK }, { "captured in", ACTION_PART_LINK }, { "see", ACTION_PART_LINK },
		{ "issue", ACTION_PART_LINK }, { "ticket", ACTION_PART_LINK }, { "pr", ACTION_PART_LINK }, { "bug", ACTION_PART_LINK },
		{ "jira", ACTION_PART_LINK }, { "priority", ACTION_PART_PRIORITY }, { "status", ACTION_PART_STATE } };
	for (size_t i = 0; i < LENGTH(leads); i++)
		if (starts_word(text, len, leads[i].words)) {
			*part = leads[i].part;
			return strlen(leads[i].words) + 1;
		}
	return 0;
}

bool action_is_name(const char *text, size_t len)
{
	size_t words = 0, capitals = 0;
	if (!len || len > NAME_MAX_LEN)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c < 0x80 && !isalnum(c) && !strchr(" @._-'&", text[i]))
			return false;
		if (i == 0 || text[i - 1] == ' ') {
			words += text[i] != '&';
			capitals += isupper(c) || c == '@' || c >= 0xC3;
		}
	}
	return !isdigit((unsigned char)*text) && *text != '\'' && (words == 1 || (words <= 3 && capitals == words));
}

/* "@ana", "@ana and @bo". */
static bool is_mention(const char *text, size_t len)
{
	bool any = false;
	for (size_t at = 0; at < len;) {
		size_t word = strcspn(text + at, " ,&/");
		word = at + word > len ? len - at : word;
		bool call = word > 1 && text[at] == '@';
		if (word && !call && !(word == 3 && strncasecmp(text + at, "and", 3) == 0))
			return false;
		any = any || call;
		at += word ? word : 1;
	}
	return any;
}

static bool is_mail(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len);
	return at && at > text && !memchr(text, ' ', len) && memchr(at, '.', len - (size_t)(at - text));
}

bool action_has_date(const char *text, size_t len, bool whole)
{
	struct stamp stamp;
	while (len && is_blank(*text))
		text++, len--;
	return stamp_read(&stamp, text, len, whole ? STAMP_WHOLE : 0) &&
	       (stamp.day.kind == STAMP_DATE || stamp.day.kind == STAMP_MONTH_DAY);
}

static struct action_piece field(enum action_part part, const char *text, size_t len)
{
	return (struct action_piece){ ACTION_SAYS_FIELD, part, text, len };
}

/* What words after a lead say: "by 2024-03-01", "see #12". */
static struct action_piece read_led(const struct action_reader *reader, const char *text, size_t len)
{
	enum action_part part;
	size_t skip = lead(text, len, &part);
	const char *rest = text + skip;
	size_t left = len - skip;
	if (!skip)
		return (struct action_piece){ ACTION_SAYS_NOTHING };
	bool good = part == ACTION_PART_DUE	   ? action_has_date(rest, left, false)
		    : part == ACTION_PART_LINK	   ? action_link(rest, left) == left
		    : part == ACTION_PART_PRIORITY ? action_priority(rest, left, true) != NULL
		    : part == ACTION_PART_STATE	   ? action_state(rest, left, true) != NULL
						   : action_is_name(rest, left) || is_mention(rest, left) || action_knows(reader, rest, left);
	if (good)
		return field(part, rest, left);
	return (struct action_piece){ part == ACTION_PART_DUE && action_is_relative(rest, left) ? ACTION_SAYS_RELATIVE : ACTION_SAYS_NOTHING };
}

struct action_piece action_piece_read(const struct action_reader *reader, const char *text, size_t len)
{
	while (len && (is_blank(*text) || *text == '*'))
		text++, len--;
	while (len && (is_blank(text[len - 1]) || strchr(".*", text[len - 1])))
		len--;
	if (!len || len > ACTION_PIECE_MAX)
		return (struct action_piece){ len ? ACTION_SAYS_NOTHING : ACTION_SAYS_FIELD, ACTION_PART_ID, text, 0 };
	if (action_is_placeholder(text, len))
		return field(ACTION_PART_ID, text, 0);
	struct action_piece led = read_led(reader, text, len);
	if (led.says)
		return led;
	if (is_mention(text, len) || is_mail(text, len) || action_knows(reader, text, len))
		return field(ACTION_PART_OWNER, text, len);
	if (action_is_name(text, len) && action_is_team(text, len))
		return field(ACTION_PART_TEAM, text, len);
	if (action_link(text, len) == len)
		return field(ACTION_PART_LINK, text, len);
	if (action_priority(text, len, true) || action_group_priority(text, len))
		return field(ACTION_PART_PRIORITY, text, len);
	if (action_state(text, len, true))
		return field(ACTION_PART_STATE, text, len);
	if (action_type(text, len, true))
		return field(ACTION_PART_TYPE, text, len);
	if (action_has_date(text, len, true))
		return field(ACTION_PART_DUE, text, len);
	bool relative = len <= NAME_MAX_LEN && action_is_relative(text, len);
	return (struct action_piece){ relative ? ACTION_SAYS_RELATIVE : action_is_name(text, len) ? ACTION_SAYS_NAME : ACTION_SAYS_NOTHING, ACTION_PART_OWNER, text, len };
}
