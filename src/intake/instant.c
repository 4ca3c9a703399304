#include "intake/instant.h"

#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/moment.h"
#include "base/text.h"

/* What is left to read of a text, and the parts found so far. */
struct reader {
	const char *at, *end;
	struct civil civil;
	bool has_clock, has_seconds, has_zone;
	int offset; /* minutes, with has_zone */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t digits(const struct reader *r)
{
	size_t count = 0;
	while (r->at + count < r->end && is_digit(r->at[count]))
		count++;
	return count;
}

/* Exactly `count` digits. */
static bool take_number(struct reader *r, size_t count, int *out)
{
	int value = 0;
	if ((size_t)(r->end - r->at) < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!is_digit(r->at[i]))
			return false;
		value = value * 10 + (r->at[i] - '0');
	}
	r->at += count;
	*out = value;
	return true;
}

static bool take_any(struct reader *r, const char *chars)
{
	if (r->at == r->end || !*r->at || !strchr(chars, *r->at))
		return false;
	r->at++;
	return true;
}

static bool take_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);
	if ((size_t)(r->end - r->at) < len || strncasecmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	return true;
}

/* `.123456789`, cut to milliseconds */
static void take_fraction(struct reader *r)
{
	int scale = 100;
	if (r->end - r->at < 2 || (*r->at != '.' && *r->at != ',') || !is_digit(r->at[1]))
		return;
	for (r->at++; r->at < r->end && is_digit(*r->at); r->at++, scale /= 10)
		r->civil.millisecond += (*r->at - '0') * scale;
}

/* `15:00:30.5`, `15:00`, and without the marks */
static bool take_clock(struct reader *r, bool marks)
{
	struct civil *c = &r->civil;
	if (!take_number(r, 2, &c->hour) || (marks && !take_any(r, ":")) || !take_number(r, 2, &c->minute))
		return false;
	r->has_clock = true;
	r->has_seconds = marks ? take_any(r, ":") : digits(r) >= 2;
	if (!r->has_seconds)
		return true;
	if (!take_number(r, 2, &c->second))
		return false;
	take_fraction(r);
	/* a leap second has no instant of its own */
	if (c->second == 60)
		c->second = 59, c->millisecond = 999;
	return true;
}

static bool take_offset(struct reader *r)
{
	int hours, minutes = 0;
	bool west = r->at < r->end && *r->at == '-';
	if (!take_any(r, "+-") || !take_number(r, 2, &hours))
		return false;
	take_any(r, ":");
	if (digits(r) && !take_number(r, 2, &minutes))
		return false;
	if (hours > 14 || minutes > 59)
		return false;
	r->offset = (hours * 60 + minutes) * (west ? -1 : 1);
	return true;
}

/* What names a zone, or nothing. */
static bool take_zone(struct reader *r)
{
	while (r->at < r->end && is_blank(*r->at))
		r->at++;
	if (r->at == r->end)
		return true;
	r->has_zone = true;
	bool named = take_word(r, "Z") || take_word(r, "UTC") || take_word(r, "GMT");
	if (!named && !take_offset(r))
		return false;
	/* java.time puts the name of the zone behind its offset */
	if (r->at < r->end && *r->at == '[' && r->end[-1] == ']')
		r->at = r->end;
	return r->at == r->end;
}

static bool take_iso(struct reader *r)
{
	struct civil *c = &r->civil;
	if (!take_number(r, 4, &c->year))
		return false;
	char mark = r->at < r->end ? *r->at : '\0';
	bool marks = take_any(r, "-/");
	if (!take_number(r, 2, &c->month) || (marks && !(r->at < r->end && *r->at == mark && take_any(r, "-/"))) ||
		!take_number(r, 2, &c->day))
		return false;
	if (r->at == r->end)
		return true;
	bool parted = take_any(r, "Tt_ ");
	if (parted ? !is_digit(r->at < r->end ? *r->at : '\0') : marks)
		return false;
	/* 20230117T15:00 is written too */
	bool colons = r->end - r->at > 2 && r->at[2] == ':';
	return take_clock(r, marks || colons) && take_zone(r);
}

/* 17/Jan/2023:15:00:30 +0000, as in access logs of Apache httpd (%t) and nginx ($time_local) */
static bool take_access(struct reader *r)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil *c = &r->civil;
	take_any(r, "[");
	if (r->end > r->at && r->end[-1] == ']')
		r->end--;
	if (!take_number(r, 2, &c->day) || !take_any(r, "/") || r->end - r->at < 3)
		return false;
	for (int i = 0; i < 12 && !c->month; i++)
		if (strncasecmp(months + i * 3, r->at, 3) == 0)
			c->month = i + 1;
	r->at += 3;
	return c->month && take_any(r, "/") && take_number(r, 4, &c->year) && take_any(r, ":") &&
	       take_clock(r, true) && take_zone(r);
}

/* The instant of a wall clock in a zone. */
static void settle(const struct reader *r, const char *zone, struct when *out)
{
	int64_t at[2];
	enum zone_fit fit = ZONE_ONE;
	out->precision = r->has_seconds ? PRECISION_EXACT : r->has_clock ? PRECISION_MINUTE : PRECISION_DAY;
	if (r->has_zone) {
		out->at = civil_instant(&r->civil) - (int64_t)r->offset * 60000;
		out->offset = r->offset;
		return;
	}
	fit = zone_resolve(zone, &r->civil, at);
	out->at = fit == ZONE_GAP ? at[1] : at[0];
	out->offset = zone_offset(zone, out->at);
	if (fit != ZONE_ONE)
		out->precision = PRECISION_ABOUT;
}

static bool in_range(int64_t at)
{
	return at >= 0 && at <= WHEN_MAX_MS;
}

static bool read_civil(const char *text, const char *end, const char *zone, bool (*take)(struct reader *),
	struct when *out, bool *zoned)
{
	struct reader r = { .at = text, .end = end };
	struct when when = { 0 };
	if (!take(&r) || !civil_valid(&r.civil))
		return false;
	settle(&r, zone, &when);
	if (!in_range(when.at))
		return false;
	*out = when;
	*zoned = r.has_zone;
	return true;
}

/* Digits, perhaps with a fraction. */
static bool read_epoch(const char *text, const char *end, struct when *out)
{
	static const struct {
		size_t most;		  /* digits before the point; the last row has all that are read */
		int64_t multiply, divide; /* to milliseconds; 0: no moment */
	} units[] = { { 8, 0, 1 }, { 11, 1000, 1 }, { 14, 1, 1 }, { 17, 1, 1000 }, { 19, 1, 1000000 } };
	struct reader r = { .at = text, .end = end };
	int64_t value = 0;
	size_t count = digits(&r), unit = 0;
	if (count > 19)
		return false;
	for (size_t i = 0; i < count; i++) {
		int digit = text[i] - '0';
		if (value > (INT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	r.at += count;
	while (units[unit].most < count)
		unit++;
	if (!units[unit].multiply)
		return false;
	take_fraction(&r);
	if (r.at != end)
		return false;
	value = value * units[unit].multiply / units[unit].divide;
	if (units[unit].multiply > 1)
		value += r.civil.millisecond;
	if (!in_range(value))
		return false;
	*out = (struct when){ .at = value, .precision = PRECISION_EXACT };
	return true;
}

/* Anything else that people and programs write, if it names the day. */
static bool read_moment(const char *text, const char *end, const char *zone, struct when *out, bool *zoned)
{
	struct moment moment;
	char copy[WHEN_TEXT_MAX + 1];
	struct when when = { 0 };
	size_t len = (size_t)(end - text);
	if (len > WHEN_TEXT_MAX || memchr(text, '\0', len))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (!moment_read(&moment, copy, zone, NULL) || moment.kind != MOMENT_DATE ||
		!moment_settle(&moment, WHEN_MAX_MS, 0, &when.at, NULL))
		return false;
	when.precision = moment.has_seconds ? PRECISION_EXACT : moment.has_clock ? PRECISION_MINUTE : PRECISION_DAY;
	when.offset = zone_offset(moment.zone, when.at);
	*out = when;
	*zoned = moment.has_zone;
	return true;
}

bool instant_read(const char *text, size_t len, const char *zone, struct when *out, bool *zoned)
{
	const char *end = text + len;
	bool own = true;
	while (text < end && is_blank(*text))
		text++;
	while (text < end && is_blank(end[-1]))
		end--;
	bool ok = text < end && end - text <= INSTANT_TEXT_MAX && *text != '~' && *text != '@' &&
		  (read_civil(text, end, zone, take_iso, out, &own) || read_epoch(text, end, out) ||
			  read_civil(text, end, zone, take_access, out, &own) ||
			  read_moment(text, end, zone, out, &own));
	if (ok && zoned)
		*zoned = own;
	return ok;
}
