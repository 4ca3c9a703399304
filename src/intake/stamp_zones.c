#include "intake/stamp_parts.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/*
 * What abbreviations mean in practice. Those with several meanings have the one that is written most, and are unsure.
 * `word`: no word of a language, so it is one in small letters too.
 */
static const struct {
	const char *name, *zone;
	bool word, unsure;
} abbreviations[] = {
	{ "UTC", "UTC", true },
	{ "GMT", "UTC", true },
	{ "Z", "UTC" },
	{ "ZULU", "UTC" },
	{ "WET", "UTC" },
	{ "WEST", "+01:00" },
	{ "BST", "+01:00", true },
	{ "CET", "+01:00", true },
	{ "MEZ", "+01:00", true },
	{ "CEST", "+02:00", true },
	{ "MESZ", "+02:00", true },
	{ "EET", "+02:00" },
	{ "EEST", "+03:00" },
	{ "MSK", "+03:00" },
	{ "TRT", "+03:00" },
	{ "WAT", "+01:00" },
	{ "CAT", "+02:00" },
	{ "SAST", "+02:00" },
	{ "EAT", "+03:00" },
	{ "GST", "+04:00", false, true },
	{ "PKT", "+05:00" },
	{ "IST", "+05:30", false, true },
	{ "NPT", "+05:45" },
	{ "ICT", "+07:00" },
	{ "WIB", "+07:00" },
	{ "SGT", "+08:00" },
	{ "HKT", "+08:00" },
	{ "MYT", "+08:00" },
	{ "PHT", "+08:00" },
	{ "AWST", "+08:00" },
	{ "JST", "+09:00", true },
	{ "KST", "+09:00", true },
	{ "ACST", "+09:30" },
	{ "ACDT", "+10:30" },
	{ "AEST", "+10:00", true },
	{ "AEDT", "+11:00", true },
	{ "NZST", "+12:00" },
	{ "NZDT", "+13:00" },
	{ "NST", "-03:30" },
	{ "NDT", "-02:30" },
	{ "BRT", "-03:00" },
	{ "ART", "-03:00" },
	{ "CLT", "-04:00" },
	{ "COT", "-05:00" },
	{ "AST", "-04:00", false, true },
	{ "ADT", "-03:00" },
	{ "EST", "-05:00" },
	{ "EDT", "-04:00", true },
	{ "CST", "-06:00", false, true },
	{ "CDT", "-05:00", true },
	{ "MST", "-07:00" },
	{ "MDT", "-06:00" },
	{ "PST", "-08:00", true },
	{ "PDT", "-07:00", true },
	{ "AKST", "-09:00" },
	{ "AKDT", "-08:00" },
	{ "HST", "-10:00" },
	{ "ET", "America/New_York" },
	{ "CT", "America/Chicago" },
	{ "MT", "America/Denver" },
	{ "PT", "America/Los_Angeles" },
};

/* Zones by what people call them. */
static const struct {
	const char *name, *zone;
} phrases[] = {
	{ "cet/cest", "Europe/Berlin" },
	{ "mez/mesz", "Europe/Berlin" },
	{ "gmt/bst", "Europe/London" },
	{ "est/edt", "America/New_York" },
	{ "cst/cdt", "America/Chicago" },
	{ "mst/mdt", "America/Denver" },
	{ "pst/pdt", "America/Los_Angeles" },
	{ "coordinated universal time", "UTC" },
	{ "greenwich mean time", "UTC" },
	{ "eastern daylight time", "-04:00" },
	{ "eastern standard time", "-05:00" },
	{ "eastern time", "America/New_York" },
	{ "us eastern", "America/New_York" },
	{ "eastern", "America/New_York" },
	{ "central daylight time", "-05:00" },
	{ "central standard time", "-06:00" },
	{ "central time", "America/Chicago" },
	{ "us central", "America/Chicago" },
	{ "mountain daylight time", "-06:00" },
	{ "mountain standard time", "-07:00" },
	{ "mountain time", "America/Denver" },
	{ "pacific daylight time", "-07:00" },
	{ "pacific standard time", "-08:00" },
	{ "pacific time", "America/Los_Angeles" },
	{ "us pacific", "America/Los_Angeles" },
	{ "pacific", "America/Los_Angeles" },
	{ "central european summer time", "+02:00" },
	{ "central european time", "Europe/Berlin" },
	{ "british summer time", "+01:00" },
	{ "uk time", "Europe/London" },
	{ "london time", "Europe/London" },
	{ "berlin time", "Europe/Berlin" },
	{ "german time", "Europe/Berlin" },
	{ "paris time", "Europe/Paris" },
	{ "heure de paris", "Europe/Paris" },
	{ "amsterdam time", "Europe/Amsterdam" },
	{ "new york time", "America/New_York" },
	{ "indian standard time", "+05:30" },
	{ "india standard time", "+05:30" },
	{ "japan standard time", "+09:00" },
	{ "日本時間", "+09:00" },
	{ "北京时间", "+08:00" },
	{ "singapore time", "+08:00" },
	{ "east africa time", "+03:00" },
	{ "mitteleuropäischer sommerzeit", "+02:00" },
	{ "mitteleuropäische sommerzeit", "+02:00" },
	{ "mitteleuropäischer zeit", "Europe/Berlin" },
	{ "mitteleuropäische zeit", "Europe/Berlin" },
};

static const char *phrase_zone(const char *text, size_t len)
{
	for (size_t i = 0; i < LENGTH(phrases); i++)
		if (strlen(phrases[i].name) == len && strncasecmp(phrases[i].name, text, len) == 0)
			return phrases[i].zone;
	return NULL;
}

const char *stamp_zone(const char *text, size_t len, bool cased, bool *unsure)
{
	for (size_t i = 0; i < LENGTH(abbreviations); i++) {
		const char *name = abbreviations[i].name;
		if (!len || tolower((unsigned char)name[0]) != tolower((unsigned char)text[0]) || strlen(name) != len || strncasecmp(name, text, len) != 0)
			continue;
		if (cased && !abbreviations[i].word && memcmp(name, text, len) != 0)
			continue;
		if (unsure)
			*unsure = abbreviations[i].unsure;
		return abbreviations[i].zone;
	}
	if (unsure)
		*unsure = false;
	return phrase_zone(text, len);
}

/* "+01:00", "-0330", "+2"; `loose` allows the short ones, as behind "UTC". */
static size_t offset_at(const char *at, bool loose, char out[ZONE_NAME_MAX])
{
	size_t digits = *at == '+' || *at == '-' ? strspn(at + 1, "0123456789") : 0, len;
	int hours, minutes = 0;
	if (digits == 4) {
		hours = fold_number(at + 1, 2);
		minutes = fold_number(at + 3, 2);
		len = 5;
	} else if ((digits == 1 || digits == 2) && at[1 + digits] == ':' && fold_digits(at + 2 + digits, 2) == 2) {
		hours = fold_number(at + 1, digits);
		minutes = fold_number(at + 2 + digits, 2);
		len = digits + 4;
	} else if (loose && (digits == 1 || digits == 2)) {
		hours = fold_number(at + 1, digits);
		len = digits + 1;
	} else {
		return 0;
	}
	if (hours * 60 + minutes > 14 * 60 || minutes > 59)
		return 0;
	zone_offset_text((*at == '-' ? -1 : 1) * (hours * 60 + minutes), out);
	return len;
}

/* Europe/Berlin, as it stands in the database of zones */
static size_t named_zone(const char *cased, char out[ZONE_NAME_MAX])
{
	size_t len = 0, slash = 0;
	while (isalpha((unsigned char)cased[len]) || (len && strchr("_/+-", cased[len]) && cased[len])) {
		slash = cased[len] == '/' ? len : slash;
		len++;
	}
	if (!slash || len >= ZONE_NAME_MAX || !isupper((unsigned char)cased[0]) || !isupper((unsigned char)cased[slash + 1]))
		return 0;
	text_copy(out, len + 1, cased);
	return zone_check(out, NULL) ? len : 0;
}

static size_t phrase_at(const char *text, char out[ZONE_NAME_MAX])
{
	for (size_t i = 0; i < LENGTH(phrases); i++) {
		if (phrases[i].name[0] != text[0])
			continue;
		size_t len = strlen(phrases[i].name);
		bool latin = (unsigned char)phrases[i].name[0] < 0x80;
		if (strncmp(text, phrases[i].name, len) != 0 || (latin && fold_is_letter(text + len)))
			continue;
		text_copy(out, ZONE_NAME_MAX, phrases[i].zone);
		return len;
	}
	return 0;
}

/* An abbreviation, and what it is offset by: "UTC+2", "GMT +01:00". "PST time" says no more than PST. */
static size_t short_zone(const struct stamp_reader *r, char out[ZONE_NAME_MAX], bool *unsure)
{
	const char *cased = r->fold->cased + r->at, *text = r->fold->text + r->at;
	size_t len = 0;
	while (isalpha((unsigned char)cased[len]))
		len++;
	const char *zone = len && len <= 5 && (unsigned char)cased[len] < 0x80 ? stamp_zone(cased, len, true, unsure) : NULL;
	bool z = len == 1 && *text == 'z';
	if (!zone && z)
		zone = "UTC";
	if (!zone || isdigit((unsigned char)cased[len]) || (z && (!r->at || !isdigit((unsigned char)text[-1]))))
		return 0;
	text_copy(out, ZONE_NAME_MAX, zone);
	size_t blank = text[len] == ' ';
	size_t offset = text_equal(zone, "UTC") && !z ? offset_at(text + len + blank, true, out) : 0;
	if (offset)
		return len + blank + offset;
	return len + (text_starts(text + len, " time") && !fold_is_letter(text + len + 5) ? 5 : 0);
}

bool read_zone(struct stamp_reader *r)
{
	char zone[ZONE_NAME_MAX] = "";
	bool unsure = false;
	const char *text = r->fold->text + r->at;
	/* "14:05-15:10" is a range: an offset west stands behind seconds, after a blank or without a colon */
	bool seconds = r->out->clock.kind == STAMP_SECOND;
	size_t len = *text != '-' || seconds || strspn(text + 1, "0123456789") == 4 ? offset_at(text, false, zone) : 0;
	if (!len)
		len = phrase_at(text, zone);
	if (!len)
		len = short_zone(r, zone, &unsure);
	if (!len)
		len = named_zone(r->fold->cased + r->at, zone);
	if (!len || isdigit((unsigned char)text[len]))
		return false;
	text_copy(r->out->zone, sizeof r->out->zone, zone);
	r->out->zone_unsure = unsure;
	r->at += len;
	return true;
}
