#include "base/duration.h"

#include <inttypes.h>
#include <string.h>

#include "base/digit.h"
#include "base/mem.h"

static const struct unit {
	int64_t ms;
	const char *names[5];
} units[] = {
	{ 7 * DAY_MS, { "w", "wk", "wks", "week", "weeks" } },
	{ DAY_MS, { "d", "day", "days" } },
	{ HOUR_MS, { "h", "hr", "hrs", "hour", "hours" } },
	{ MINUTE_MS, { "m", "min", "mins", "minute", "minutes" } },
	{ SECOND_MS, { "s", "sec", "secs", "second", "seconds" } },
	{ 1, { "ms", "msec", "msecs", "millisecond", "milliseconds" } },
};

enum {
	TEXT_MAX = 64,
	DIGITS_MAX = 12,
	DECIMALS_MAX = 3,
};

static const int64_t LONGEST = 3652425 * DAY_MS;

/* ---- writing --------------------------------------------------------------------------------- */

/* INT64_MIN has no positive twin in int64_t. */
static uint64_t put_sign(struct buf *out, int64_t ms)
{
	if (ms >= 0)
		return (uint64_t)ms;
	buf_putc(out, '-');
	return -(uint64_t)ms;
}

void duration_format(struct buf *out, int64_t ms)
{
	static const struct {
		int64_t first;
		const char *first_name;
		int64_t second; /* 0 for none */
		const char *second_name;
		int second_digits;
	} forms[] = {
		{ DAY_MS, "d", HOUR_MS, "h", 1 },
		{ HOUR_MS, "h", MINUTE_MS, "min", 2 },
		{ MINUTE_MS, "min", 0, NULL, 0 },
		{ SECOND_MS, "s", 0, NULL, 0 },
		{ 1, "ms", 0, NULL, 0 },
	};
	uint64_t size = put_sign(out, ms);
	if (size == 0)
		buf_puts(out, "0 s");
	for (size_t f = 0; f < LENGTH(forms); f++) {
		uint64_t first = (uint64_t)forms[f].first, second = (uint64_t)forms[f].second;
		if (size < first)
			continue;
		buf_printf(out, "%" PRIu64 " %s", size / first, forms[f].first_name);
		uint64_t rest = second ? size % first / second : 0;
		if (rest)
			buf_printf(out, " %0*" PRIu64 " %s", forms[f].second_digits, rest,
				forms[f].second_name);
		return;
	}
}

void duration_clock(struct buf *out, int64_t ms)
{
	uint64_t seconds = put_sign(out, ms) / 1000;
	if (seconds >= 86400)
		buf_printf(out, "%" PRIu64 "d ", seconds / 86400);
	buf_printf(out, "%02u:%02u:%02u", (unsigned)(seconds / 3600 % 24),
		(unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
	const char *text; /* as given, for messages */
	const char *at;	  /* what is left, in lower case */
	int64_t total;	  /* milliseconds so far */
	int64_t unit;	  /* the last one read; LONGEST before the first */
	struct err *err;
};

static bool refuse(const struct reader *r, const char *why)
{
	return err_set(
		r->err, ERR_USAGE, "\"%.*s\" is not a length of time: %s", TEXT_MAX, r->text, why);
}

static size_t digits_at(const char *text)
{
	return strspn(text, "0123456789");
}

static bool add(struct reader *r, int64_t count, int64_t thousandths, int64_t unit)
{
	if (unit >= r->unit)
		return refuse(r, "units go from large to small, each at most once");
	if (count > LONGEST / unit || r->total + count * unit > LONGEST)
		return refuse(r, "it is longer than 10,000 years");
	r->total += count * unit + thousandths * unit / 1000;
	r->unit = unit;
	return true;
}

/* One number and its unit; the number is in front of `r->at` already. */
static bool read_unit(struct reader *r, int64_t count, int64_t thousandths)
{
	r->at += strspn(r->at, " ");
	size_t len = strspn(r->at, "abcdefghijklmnopqrstuvwxyz");
	if (len == 0)
		return refuse(r, "write the unit too, as in 15 min");
	for (size_t u = 0; u < LENGTH(units); u++)
		for (size_t n = 0; n < LENGTH(units[u].names) && units[u].names[n]; n++)
			if (strlen(units[u].names[n]) == len &&
				strncmp(units[u].names[n], r->at, len) == 0) {
				r->at += len;
				return add(r, count, thousandths, units[u].ms);
			}
	return err_set(r->err, ERR_USAGE,
		"\"%s\" is not a length of time: there is no unit \"%.*s\"; use ms, s, min, h, d "
		"or w",
		r->text, (int)len, r->at);
}

/* `:MM` or `:MM:SS`, to the end; the hours are in front of it already. */
static bool read_clock(struct reader *r, int64_t hours)
{
	static const int64_t sizes[] = { MINUTE_MS, SECOND_MS };
	bool after_days = r->unit != LONGEST;
	if (r->unit < DAY_MS || (after_days && hours > 23))
		return refuse(r, "write the rest as hours and minutes, as in 3d 04:05");
	if (!add(r, hours, 0, HOUR_MS))
		return false;
	for (size_t i = 0; i < LENGTH(sizes) && *r->at == ':'; i++) {
		int64_t value = digit_value(r->at + 1, digits_at(r->at + 1) == 2 ? 2 : 0);
		if (digits_at(r->at + 1) != 2 || value > 59)
			return refuse(r, "after a colon come two digits, 00 to 59");
		if (!add(r, value, 0, sizes[i]))
			return false;
		r->at += 3;
	}
	return r->at[strspn(r->at, " ")] == '\0' ||
		refuse(r, "after hours, minutes and seconds comes nothing more");
}

static bool read_part(struct reader *r)
{
	static const char *const ones[] = { "a ", "an " };
	for (size_t i = 0; i < LENGTH(ones); i++)
		if (strncmp(r->at, ones[i], strlen(ones[i])) == 0) {
			r->at += strlen(ones[i]);
			return read_unit(r, 1, 0);
		}
	size_t digits = digits_at(r->at);
	if (digits == 0)
		return refuse(r, "write it like 15 min, 1h30m, 28d or 00:15");
	if (digits > DIGITS_MAX)
		return refuse(r, "the number is too long");
	int64_t count = digit_value(r->at, digits), thousandths = 0;
	r->at += digits;
	if (*r->at == ':')
		return read_clock(r, count);
	if (*r->at == '.' && digit_is(r->at[1])) {
		size_t decimals = digits_at(++r->at);
		if (decimals > DECIMALS_MAX)
			return refuse(r, "write at most three decimals");
		thousandths = digit_value(r->at, decimals);
		for (size_t i = decimals; i < DECIMALS_MAX; i++)
			thousandths *= 10;
		r->at += decimals;
	}
	return read_unit(r, count, thousandths);
}

bool duration_parse_unit(const char *text, int64_t *ms, int64_t *unit, struct err *err)
{
	char lower[TEXT_MAX + 1];
	struct reader r = { .text = text, .at = lower, .unit = LONGEST, .err = err };
	size_t len = strlen(text);
	if (len > TEXT_MAX)
		return refuse(&r, "it is too long to read");
	for (size_t i = 0; i <= len; i++)
		lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);
	r.at += strspn(r.at, " ");
	do {
		if (!read_part(&r))
			return false;
		r.at += strspn(r.at, " ");
	} while (*r.at);
	*ms = r.total;
	*unit = r.unit;
	return true;
}

bool duration_parse(const char *text, int64_t *ms, struct err *err)
{
	int64_t unit;
	return duration_parse_unit(text, ms, &unit, err);
}
