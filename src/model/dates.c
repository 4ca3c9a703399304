#include "model/dates.h"

#include <ctype.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"

enum { YEAR_FROM = 1990, YEAR_TO = 2099, YEAR_DIGITS = 4 };

static size_t read_year(const char *text, int *out)
{
	size_t len = text_digits(text, YEAR_DIGITS, out);
	return len == YEAR_DIGITS && *out >= YEAR_FROM && *out <= YEAR_TO ? len : 0;
}

static bool is_date(const struct written_date *date)
{
	const struct civil civil = { .year = date->year, .month = date->month, .day = date->day };
	return civil_valid(&civil);
}

/* Three numbers with the same mark between them. */
static size_t read_numbers(const char *text, struct written_date *out)
{
	int first, second, third;
	size_t len = text_digits(text, YEAR_DIGITS, &first);
	const char mark = len ? text[len] : '\0';
	if (!mark || !strchr("-/.", mark))
		return 0;
	size_t next = text_digits(text + len + 1, 2, &second), at = len + 1 + next;
	if (!next || text[at] != mark)
		return 0;
	next = text_digits(text + at + 1, YEAR_DIGITS, &third);
	if (!next)
		return 0;
	bool iso = len == YEAR_DIGITS, american = !iso && second > 12;
	*out = (struct written_date){ .year = iso ? first : third,
		.month = iso || !american ? second : first,
		.day = iso ? third : american ? second : first };
	return is_date(out) && out->year >= YEAR_FROM && out->year <= YEAR_TO ? at + 1 + next : 0;
}

/* "January", "Jan", "Jan."; gives 1 to 12, or 0. */
static int read_month(const char *text, size_t *len)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december" };
	enum { SHORT = 3 };
	size_t letters = 0;
	while (isalpha((unsigned char)text[letters]))
		letters++;
	for (size_t i = 0; i < LENGTH(names); i++) {
		bool full = letters == strlen(names[i]);
		if ((full || letters == SHORT || (letters == SHORT + 1 && i == 8)) &&
			strncasecmp(text, names[i], letters) == 0) {
			*len = letters + (text[letters] == '.');
			return (int)i + 1;
		}
	}
	return 0;
}

static size_t skip_between(const char *text)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th" };
	size_t len = 0;
	for (size_t i = 0; i < LENGTH(ordinals); i++)
		if (strncasecmp(text, ordinals[i], 2) == 0 && !isalpha((unsigned char)text[2]))
			len = 2;
	len += strspn(text + len, " ,.");
	if (strncasecmp(text + len, "of ", 3) == 0)
		len += 3;
	return len;
}

/* 17 January 2023, January 17, 2023 */
static size_t read_named(const char *text, struct written_date *out)
{
	size_t at = 0, len;
	*out = (struct written_date){ 0 };
	for (int part = 0; part < 2; part++) {
		int month = out->month ? 0 : read_month(text + at, &len);
		if (month)
			out->month = month;
		else if (!out->day && (len = text_digits(text + at, 2, &out->day)) > 0)
			;
		else
			return 0;
		at += len;
		at += skip_between(text + at);
	}
	len = read_year(text + at, &out->year);
	return len && is_date(out) ? at + len : 0;
}

static bool may_begin(const char *from, const char *at)
{
	return at == from || !(isalnum((unsigned char)at[-1]) || (unsigned char)at[-1] >= 0x80 || strchr("#-_./:@$", at[-1]));
}

static bool may_end(const char *end, bool bare)
{
	if (!bare && *end == 'T' && isdigit((unsigned char)end[1]))
		return true;
	if (isalnum((unsigned char)*end) || (unsigned char)*end >= 0x80 || *end == '_')
		return false;
	/* 2023:, 2023. and 2023-017 are a year, 2023.5 and 2023% are not */
	return !bare || !(strchr("%./:", *end) && *end && isdigit((unsigned char)end[1])) || *end == '-';
}

/* Every date has a year, and most texts have neither. */
static bool has_year(const char *text)
{
	for (; *text; text++) {
		bool century = (text[0] == '2' && text[1] == '0') || (text[0] == '1' && text[1] == '9');
		if (century && isdigit((unsigned char)text[2]) && isdigit((unsigned char)text[3]))
			return true;
	}
	return false;
}

bool dates_next(const char **text, struct written_date *out)
{
	if (!has_year(*text)) {
		*text += strlen(*text);
		return false;
	}
	for (const char *at = *text; *at; at++) {
		size_t len = 0;
		/* a figure, or the first letter of a month */
		if (!(isdigit((unsigned char)*at) || strchr("jfmasondJFMASOND", *at)) || !may_begin(*text, at))
			continue;
		if (isdigit((unsigned char)*at))
			len = read_numbers(at, out);
		if (!len)
			len = read_named(at, out);
		bool bare = !len;
		if (bare) {
			*out = (struct written_date){ 0 };
			len = read_year(at, &out->year);
		}
		if (!len || !may_end(at + len, bare))
			continue;
		out->at = at;
		out->len = len;
		*text = at + len;
		return true;
	}
	*text += strlen(*text);
	return false;
}
