#include "intake/lines.h"

#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/digit.h"
#include "base/zone.h"

int64_t line_number(const char *text, size_t len)
{
	return len && len <= 18 && digit_count(text, len, len) == len ? digit_value(text, len) : -1;
}

bool line_epoch(struct when *out, int64_t seconds, const char *zone)
{
	if (seconds <= 0 || seconds > WHEN_MAX_MS / 1000)
		return false;
	*out = (struct when){ .at = seconds * 1000, .precision = PRECISION_EXACT };
	out->offset = zone_offset(zone, out->at);
	return true;
}

size_t line_clock(const char *text, size_t len, struct civil *out, bool *seconds)
{
	if (digit_count(text, len, 3) != 2 || len < 5 || text[2] != ':' || digit_count(text + 3, len - 3, 3) != 2)
		return 0;
	out->hour = (int)digit_value(text, 2);
	out->minute = (int)digit_value(text + 3, 2);
	out->second = out->millisecond = 0;
	*seconds = len >= 8 && text[5] == ':' && digit_count(text + 6, len - 6, 3) == 2;
	size_t used = *seconds ? 8 : 5;
	if (*seconds)
		out->second = (int)digit_value(text + 6, 2);
	if (*seconds && used + 1 < len && (text[used] == '.' || text[used] == ',')) {
		size_t digits = digit_count(text + used + 1, len - used - 1, len);
		for (size_t i = 0, unit = 100; i < digits && i < 3; i++, unit /= 10)
			out->millisecond += (int)unit * (text[used + 1 + i] - '0');
		used += digits ? digits + 1 : 0;
	}
	/* a leap second is the last of its minute */
	if (out->second == 60)
		out->second = 59;
	return out->hour < 24 && out->minute < 60 && out->second < 60 ? used : 0;
}

int line_month(const char *text, size_t len)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	for (size_t i = 0; len >= 3 && i < 12; i++)
		if (strncasecmp(names + 3 * i, text, 3) == 0)
			return (int)i + 1;
	return 0;
}
