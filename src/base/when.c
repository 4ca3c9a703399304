#include "base/when.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/moment.h"
#include "base/text.h"
#include "base/zone.h"

/* ---- reading --------------------------------------------------------------------------------- */

/* What one form makes of the text. BAD is false, so that `return err_set(…)` is that. */
enum outcome {
	BAD, /* it is this form, but wrong; the error is set */
	YES, /* read */
	NO,  /* it is not this form */
};

static enum outcome set_instant(
	struct when *out, const struct when_context *ctx, int64_t at, enum precision precision)
{
	*out = (struct when){ .at = at, .precision = precision, .offset = zone_offset(ctx->zone, at) };
	return YES;
}

static enum outcome read_now(
	const char *text, const struct when_context *ctx, struct when *out, struct err *err)
{
	(void)err;
	if (!text_same(text, "now"))
		return NO;
	return set_instant(out, ctx, ctx->now, PRECISION_EXACT);
}

/* @1700000000, @1700000000123, 1700000000123 */
static enum outcome read_epoch(
	const char *text, const struct when_context *ctx, struct when *out, struct err *err)
{
	bool marked = text[0] == '@';
	const char *number = text + marked;
	size_t digits = strspn(number, "0123456789");
	if (!marked && (digits < 9 || number[digits]))
		return NO;
	if (digits == 0 || digits > 13 || number[digits] || (!marked && digits != 13))
		return err_set(err, ERR_USAGE,
			"write seconds since 1970 as @1700000000, milliseconds with all 13 digits");
	int64_t value = strtoll(number, NULL, 10);
	return set_instant(out, ctx, digits == 13 ? value : value * SECOND_MS, PRECISION_EXACT);
}

/* -10m, 10 min ago */
static enum outcome read_past(
	const char *text, const struct when_context *ctx, struct when *out, struct err *err)
{
	static const char ago[] = " ago";
	char length[WHEN_TEXT_MAX + 1];
	size_t len = strlen(text), tail = sizeof ago - 1;
	int64_t ms, unit;
	if (text[0] == '-')
		text_copy(length, sizeof length, text + 1);
	else if (len > tail && text_same(text + len - tail, ago))
		text_copy(length, len - tail + 1, text);
	else if (text[0] == '+')
		return err_set(err, ERR_USAGE, "it lies ahead; write the date and the clock time");
	else if (!strchr(text, ':') && duration_parse(text, &ms, NULL))
		return err_set(err, ERR_USAGE,
			"it is a length of time; for a moment write -%s or %s ago", text, text);
	else
		return NO;
	if (!duration_parse_unit(length, &ms, &unit, err))
		return BAD;
	return set_instant(
		out, ctx, ctx->now - ms, unit < MINUTE_MS ? PRECISION_EXACT : PRECISION_MINUTE);
}

/* A day, a clock time, a zone. */
static enum outcome read_moment(
	const char *text, const struct when_context *ctx, struct when *out, struct err *err)
{
	struct moment moment;
	if (!moment_read(&moment, text, ctx->zone, err) ||
		!moment_settle(&moment, ctx->now, ctx->day, &out->at, err))
		return BAD;
	out->precision = !moment.has_clock ? PRECISION_DAY
		: moment.has_seconds	   ? PRECISION_EXACT
					   : PRECISION_MINUTE;
	out->offset = zone_offset(moment.zone, out->at);
	out->borrowed = ctx->day && moment_is_bare(&moment);
	return YES;
}

static bool parse(
	const char *text, const struct when_context *ctx, struct when *out, struct err *err)
{
	static enum outcome (*const forms[])(const char *, const struct when_context *,
		struct when *, struct err *) = { read_now, read_epoch, read_past, read_moment };
	bool about = text[0] == '~';
	text += about;
	text += strspn(text, " ");
	if (!text[0])
		return err_set(err, ERR_USAGE,
			"it is empty; write it like 14:05, -10m, yesterday 23:10 or 2023-01-17 "
			"15:00");
	if (!zone_check(ctx->zone, err))
		return false;
	enum outcome outcome = NO;
	for (size_t i = 0; i < LENGTH(forms) && outcome == NO; i++)
		outcome = forms[i](text, ctx, out, err);
	if (outcome != YES)
		return false;
	if (out->at < 0 || out->at > WHEN_MAX_MS)
		return err_set(err, ERR_USAGE, "it is not within the years %d to %d",
			MOMENT_YEAR_MIN, MOMENT_YEAR_MAX);
	if (about && out->precision == PRECISION_DAY)
		return err_set(err, ERR_USAGE,
			"a day is rough as it is: leave out the ~, or add a clock time");
	if (about)
		out->precision = PRECISION_ABOUT;
	return true;
}

bool when_parse(const char *text, const struct when_context *ctx, struct when *out, struct err *err)
{
	static const char blanks[] = " \t\r\n";
	char trimmed[WHEN_TEXT_MAX + 1];
	text += strspn(text, blanks);
	size_t len = strlen(text);
	while (len && strchr(blanks, text[len - 1]))
		len--;
	if (len > WHEN_TEXT_MAX)
		return err_set(err, ERR_USAGE, "time \"%.*s…\": it is longer than %d bytes",
			WHEN_TEXT_MAX, text, WHEN_TEXT_MAX);
	text_copy(trimmed, len + 1, text);
	struct when_context in = *ctx;
	in.zone = text_empty(ctx->zone) ? "UTC" : ctx->zone;
	struct when read = { 0 };
	if (!parse(trimmed, &in, &read, err))
		return err_wrap(err, "time \"%s\"", trimmed);
	*out = read;
	return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

/*
 * Y year, M month, D day in two digits, h m s clock, f milliseconds unless zero, d day, w weekday,
 * n month's name, z zone; all else stands for itself.
 */
static const char *const patterns[] = {
	[WHEN_FULL] = "Y-M-D h:m:s z",
	[WHEN_MINUTE] = "Y-M-D h:m z",
	[WHEN_DATE] = "Y-M-D",
	[WHEN_CLOCK] = "h:m",
	[WHEN_CLOCK_SECONDS] = "h:m:s",
	[WHEN_ISO] = "Y-M-DTh:m:sfz",
	[WHEN_DAY] = "w d n Y",
};

enum { LINE_MAX_BYTES = 96 };

static char *put_number(char *to, int value, int digits)
{
	char reversed[12];
	int len = 0;
	for (unsigned rest = (unsigned)abs(value); len < digits || rest; rest /= 10)
		reversed[len++] = (char)('0' + rest % 10);
	if (value < 0)
		*to++ = '-';
	while (len)
		*to++ = reversed[--len];
	return to;
}

static char *put_text(char *to, const char *text, size_t len)
{
	memcpy(to, text, len);
	return to + len;
}

static void put_civil(
	struct buf *out, enum when_style style, const struct civil *c, const char *zone)
{
	static const char weekdays[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char line[LINE_MAX_BYTES], *to = line;
	for (const char *p = patterns[style]; *p; p++) {
		switch (*p) {
		case 'Y':
			to = put_number(to, c->year, 4);
			break;
		case 'M':
			to = put_number(to, c->month, 2);
			break;
		case 'D':
			to = put_number(to, c->day, 2);
			break;
		case 'h':
			to = put_number(to, c->hour, 2);
			break;
		case 'm':
			to = put_number(to, c->minute, 2);
			break;
		case 's':
			to = put_number(to, c->second, 2);
			break;
		case 'f':
			if (c->millisecond) {
				*to++ = '.';
				to = put_number(to, c->millisecond, 3);
			}
			break;
		case 'd':
			to = put_number(to, c->day, 1);
			break;
		case 'w':
			to = put_text(to, weekdays + (ptrdiff_t)3 * c->weekday, 3);
			break;
		case 'n':
			to = put_text(to, months + (ptrdiff_t)3 * (c->month - 1), 3);
			break;
		case 'z':
			to = put_text(to, zone, strlen(zone));
			break;
		default:
			*to++ = *p;
		}
	}
	buf_put(out, line, (size_t)(to - line));
}

void when_format_offset(struct buf *out, int64_t at, int offset, enum when_style style)
{
	char zone[ZONE_ABBREVIATION_MAX];
	struct civil c;
	if (offset)
		zone_offset_text(offset, zone);
	else
		snprintf(zone, sizeof zone, "%s", style == WHEN_ISO ? "Z" : "UTC");
	civil_at(at, offset * 60, &c);
	put_civil(out, style, &c, zone);
}

void when_format(struct buf *out, int64_t at, const char *zone, enum when_style style)
{
	/* the offset is in whole minutes here; the clock beside it has to agree */
	if (style == WHEN_ISO) {
		when_format_offset(out, at, zone_offset(zone, at), style);
		return;
	}
	char abbreviation[ZONE_ABBREVIATION_MAX];
	struct civil c;
	zone_civil(zone, at, &c);
	zone_abbreviation(zone, at, abbreviation);
	put_civil(out, style, &c, abbreviation);
}

void when_echo(struct buf *out, const struct when *when, const char *zone)
{
	if (when->precision != PRECISION_DAY) {
		if (when->precision == PRECISION_ABOUT)
			buf_putc(out, '~');
		when_format(out, when->at, zone,
			when->precision == PRECISION_EXACT ? WHEN_FULL : WHEN_MINUTE);
		return;
	}
	/* a day entered elsewhere began at another hour here, perhaps on another date */
	when_format_offset(out, when->at, when->offset, WHEN_DATE);
	if (when->offset != zone_offset(zone, when->at)) {
		char offset[ZONE_ABBREVIATION_MAX];
		zone_offset_text(when->offset, offset);
		buf_printf(out, " %s", offset);
	}
}
