#include "base/zone.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digit.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

enum {
	OFFSET_LIMIT = 14 * 60, /* minutes; Kiribati is furthest from UTC */
	SUGGESTIONS = 3,
	FOLDERS_DEEP = 3, /* America/Argentina/Ushuaia */

	/* Seconds. Two changes of the same zone that cancel each other out are never closer than
	 * four days in the IANA data, so that samples two days apart miss none. */
	STEP = 2 * 86400,
	STEPS = 32,
	OFFSET_REACH = 26 * 3600, /* more than any offset there is */

	SPANS = 64,
};

static const int64_t ALWAYS = INT64_MAX / 2000; /* seconds; in milliseconds it still fits */

/* A stretch of time in which a zone keeps one offset under one name, in seconds. It may go on
 * beyond its ends: only what was looked at is claimed. */
struct span {
	int64_t from, until; /* until is the first second after it */
	int east;
	char abbreviation[ZONE_ABBREVIATION_MAX];
	char key[ZONE_NAME_MAX + 1];
};

/* ---- names ----------------------------------------------------------------------------------- */

static const char *zone_folder(void)
{
	const char *set = getenv("TZDIR");
	return text_empty(set) ? "/usr/share/zoneinfo" : set;
}

static bool is_utc(const char *zone)
{
	return text_empty(zone) || strcasecmp(zone, "UTC") == 0;
}

static bool is_local(const char *zone)
{
	return strcmp(zone, "local") == 0;
}

/* A number of one digit or two, as far as they go. */
static const char *read_number(const char *text, int *value)
{
	size_t count = digit_count(text, 2, 2);
	*value = (int)digit_value(text, count);
	return text + count;
}

/* Where the sign of an offset stands, as in +1 or UTC+1; NULL if the name is none. */
static const char *sign_of(const char *zone)
{
	if (strncasecmp(zone, "UTC", 3) == 0 || strncasecmp(zone, "GMT", 3) == 0)
		zone += 3;
	return *zone == '+' || *zone == '-' ? zone : NULL;
}

bool zone_fixed(const char *zone, int *offset)
{
	*offset = 0;
	if (is_utc(zone))
		return true;
	const char *sign = sign_of(zone);
	if (!sign)
		return false;
	/* H, HH, H:MM, HH:MM or HHMM */
	int hours, minutes;
	const char *rest = read_number(sign + 1, &hours);
	size_t digits = (size_t)(rest - sign - 1);
	bool colon = *rest == ':';
	const char *end = read_number(rest + colon, &minutes);
	size_t more = (size_t)(end - rest) - colon;
	int total = hours * 60 + minutes;
	if (digits == 0 || *end || minutes > 59 || total > OFFSET_LIMIT ||
		(more != 2 && (more || colon)) || (more && !colon && digits != 2))
		return false;
	*offset = *sign == '-' ? -total : total;
	return true;
}

void zone_offset_text(int offset, char *out)
{
	unsigned minutes = (unsigned)abs(offset);
	snprintf(out, ZONE_ABBREVIATION_MAX, "%c%02u:%02u", offset < 0 ? '-' : '+', minutes / 60,
		minutes % 60);
}

/* A name may not lead out of the folder, whoever wrote it. */
static bool is_zone_file(const char *zone)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_+-/";
	size_t len = strlen(zone);
	if (len == 0 || len >= ZONE_NAME_MAX || zone[0] == '/' || strspn(zone, allowed) != len)
		return false;
	struct buf path = { 0 };
	buf_printf(&path, "%s/%s", zone_folder(), zone);
	int fd = open(buf_text(&path), O_RDONLY | O_CLOEXEC);
	buf_fini(&path);
	char magic[4];
	bool found = fd >= 0 && read(fd, magic, sizeof magic) == (ssize_t)sizeof magic &&
		memcmp(magic, "TZif", sizeof magic) == 0;
	if (fd >= 0)
		close(fd);
	return found;
}

/* ---- names that were perhaps meant ----------------------------------------------------------- */

struct names {
	char **items;
	size_t count, cap;
};

/* Zones begin with a capital, what else lies there does not. Etc/GMT+1 is an hour *behind* UTC: it
 * is never what somebody meant. */
static void list_names(const char *folder, const char *prefix, int deep, struct names *names)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return;
	for (struct dirent *entry; (entry = readdir(dir));) {
		const char *name = entry->d_name;
		struct stat info;
		if (name[0] < 'A' || name[0] > 'Z' || strchr(name, '.') ||
			strcmp(name, "Etc") == 0 || fstatat(dirfd(dir), name, &info, 0) != 0)
			continue;
		struct buf path = { 0 }, full = { 0 };
		buf_printf(&path, "%s/%s", folder, name);
		buf_printf(&full, "%s%s%s", prefix, *prefix ? "/" : "", name);
		if (S_ISREG(info.st_mode))
			*vec_push(names) = buf_steal(&full);
		else if (S_ISDIR(info.st_mode) && deep > 1)
			list_names(buf_text(&path), buf_text(&full), deep - 1, names);
		buf_fini(&path);
		buf_fini(&full);
	}
	closedir(dir);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *city_of(const char *zone)
{
	const char *slash = strrchr(zone, '/');
	return slash ? slash + 1 : zone;
}

static char plain(char c)
{
	return c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(const char *a, const char *b)
{
	while (*a && plain(*a) == plain(*b)) {
		a++;
		b++;
	}
	return plain(*a) == plain(*b);
}

/* Up to SUGGESTIONS names: the same name otherwise written, else the same city, else the nearest.
 */
static size_t near_names(const char *zone, const struct names *names, const char **found)
{
	size_t count = 0;
	for (size_t i = 0; i < names->count && count == 0; i++)
		if (same_name(zone, names->items[i]))
			found[count++] = names->items[i];
	if (count)
		return count;
	for (size_t i = 0; i < names->count && count < SUGGESTIONS; i++)
		if (same_name(city_of(zone), city_of(names->items[i])))
			found[count++] = names->items[i];
	if (count)
		return count;
	bool whole = strchr(zone, '/');
	const char **words = mem_new(names->count + 1, sizeof *words);
	for (size_t i = 0; i < names->count; i++)
		words[i] = whole ? names->items[i] : city_of(names->items[i]);
	const char *best = text_nearest(zone, words, names->count);
	for (size_t i = 0; best && i < names->count && count == 0; i++)
		if (words[i] == best)
			found[count++] = names->items[i];
	free(words);
	return count;
}

static bool refuse_name(const char *zone, struct err *err)
{
	if (sign_of(zone))
		return err_set(err, ERR_USAGE,
			"no time zone \"%s\": offsets run from -14:00 to +14:00, written like "
			"+01:00",
			zone);
	struct names names = { 0 };
	list_names(zone_folder(), "", FOLDERS_DEEP, &names);
	const char *found[SUGGESTIONS];
	size_t count = 0;
	if (names.count && strlen(zone) < ZONE_NAME_MAX) {
		qsort(names.items, names.count, sizeof *names.items, compare_names);
		count = near_names(zone, &names, found);
	}
	struct buf hint = { 0 };
	for (size_t i = 0; i < count; i++)
		buf_printf(&hint, "%s%s",
			i == 0			? "did you mean "
				: i + 1 < count ? ", "
						: " or ",
			found[i]);
	if (count)
		buf_putc(&hint, '?');
	else if (names.count)
		buf_puts(&hint,
			"write a name such as Europe/Berlin, UTC, local, or an offset such as "
			"+01:00");
	else
		buf_printf(&hint,
			"there are no zones in %s (install tzdata); write UTC, local, or an offset "
			"such as "
			"+01:00",
			zone_folder());
	err_set(err, ERR_USAGE, "no time zone \"%s\": %s", zone, buf_text(&hint));
	buf_fini(&hint);
	for (size_t i = 0; i < names.count; i++)
		free(names.items[i]);
	free(names.items);
	return false;
}

bool zone_check(const char *zone, struct err *err)
{
	int offset;
	if (zone_fixed(zone, &offset) || is_local(zone) || is_zone_file(zone))
		return true;
	/* looking for names that are near reads a thousand files: only for whoever is told */
	return err && refuse_name(zone, err);
}

/* ---- what libc knows ------------------------------------------------------------------------- */

static void sample(int64_t second, struct span *out)
{
	time_t t = (time_t)second;
	struct tm tm;
	if (!localtime_r(&t, &tm)) {
		out->east = 0;
		text_copy(out->abbreviation, sizeof out->abbreviation, "UTC");
		return;
	}
	out->east = (int)tm.tm_gmtoff;
	text_copy(out->abbreviation, sizeof out->abbreviation, tm.tm_zone);
}

static bool sample_same(int64_t second, const struct span *as)
{
	struct span other;
	sample(second, &other);
	return other.east == as->east && strcmp(other.abbreviation, as->abbreviation) == 0;
}

/* The last second seen to be like `span` on one side (direction -1 or 1) of `second`. */
static int64_t span_edge(const struct span *span, int64_t second, int direction)
{
	int64_t inside = second, outside = second;
	for (int n = 0; n < STEPS; n++) {
		outside = inside + direction * STEP;
		if (!sample_same(outside, span))
			break;
		inside = outside;
	}
	while (llabs(outside - inside) > 1) {
		int64_t middle = inside + (outside - inside) / 2;
		if (sample_same(middle, span))
			inside = middle;
		else
			outside = middle;
	}
	return inside;
}

static void span_measure(struct span *span, int64_t second)
{
	sample(second, span);
	span->from = span_edge(span, second, -1);
	span->until = span_edge(span, second, 1) + 1;
}

static void set_tz(const char *value)
{
	if ((value ? setenv("TZ", value, 1) : unsetenv("TZ")) != 0)
		BUG("cannot set TZ");
	tzset();
}

static void span_load(struct span *span, int64_t second)
{
	if (span->key[0] == ':') { /* local: TZ is right already, but libc may not have read it */
		tzset();
		span_measure(span, second);
	} else if (is_zone_file(span->key)) {
		char *before = mem_copy(getenv("TZ"));
		set_tz(span->key);
		span_measure(span, second);
		set_tz(before);
		free(before);
	} else {
		span->east = 0;
		span->from = -ALWAYS;
		span->until = ALWAYS;
		text_copy(span->abbreviation, sizeof span->abbreviation, "UTC");
	}
}

/* What the spans of a zone are filed under. For the local one that is a colon and $TZ, of which
 * libc may make what it likes; no other name may look like that. */
static const char *span_key(const char *zone, char local[ZONE_NAME_MAX + 1])
{
	if (!is_local(zone))
		return zone[0] != ':' && strlen(zone) < ZONE_NAME_MAX ? zone : "";
	const char *tz = getenv("TZ");
	if (!tz)
		tz = "/etc/localtime";
	snprintf(local, ZONE_NAME_MAX + 1, ":%s", strlen(tz) < ZONE_NAME_MAX ? tz : "?");
	return local;
}

/*
 * What is known of a zone around `second`, valid until the next call. Switching TZ costs libc two
 * files read, so spans are kept. That libc is still in the zone of the call before is not relied
 * on: other libraries call tzset too.
 */
static const struct span *span_find(const char *zone, int64_t second)
{
	static struct span spans[SPANS];
	static size_t count, next, recent;
	char local[ZONE_NAME_MAX + 1];
	const char *key = span_key(zone, local);
	for (size_t i = 0; i < count; i++) {
		size_t at = (recent + i) % count;
		if (second >= spans[at].from && second < spans[at].until &&
			strcmp(spans[at].key, key) == 0) {
			recent = at;
			return &spans[at];
		}
	}
	struct span *span = &spans[next];
	recent = next;
	next = (next + 1) % SPANS;
	if (count < SPANS)
		count++;
	text_copy(span->key, sizeof span->key, key);
	span_load(span, second);
	return span;
}

/* ---- questions ------------------------------------------------------------------------------- */

static int64_t floor_seconds(int64_t at)
{
	return at / SECOND_MS - (at % SECOND_MS < 0);
}

/* Seconds east of UTC. */
static int zone_east(const char *zone, int64_t at)
{
	int offset;
	return zone_fixed(zone, &offset) ? offset * 60 : span_find(zone, floor_seconds(at))->east;
}

static int round_to_minutes(int seconds)
{
	int up = seconds + 30;
	return up / 60 - (up % 60 < 0);
}

int zone_offset(const char *zone, int64_t at)
{
	return round_to_minutes(zone_east(zone, at));
}

void zone_civil(const char *zone, int64_t at, struct civil *out)
{
	civil_at(at, zone_east(zone, at), out);
}

void zone_abbreviation(const char *zone, int64_t at, char *out)
{
	int offset;
	if (zone_fixed(zone, &offset)) {
		if (offset == 0)
			text_copy(out, ZONE_ABBREVIATION_MAX, "UTC");
		else
			zone_offset_text(offset, out);
		return;
	}
	const struct span *span = span_find(zone, floor_seconds(at));
	/* the IANA data calls a time that has no name by its offset: -03, +0545 */
	if (span->abbreviation[0] == '+' || span->abbreviation[0] == '-')
		zone_offset_text(round_to_minutes(span->east), out);
	else
		text_copy(out, ZONE_ABBREVIATION_MAX, span->abbreviation);
}

enum zone_fit zone_resolve(const char *zone, const struct civil *in, int64_t out[2])
{
	int64_t wall = civil_instant(in);
	int offset;
	if (zone_fixed(zone, &offset)) {
		out[0] = out[1] = wall - offset * MINUTE_MS;
		return ZONE_ONE;
	}
	/* Walk the spans that can hold the instant; each says which one it would be by its offset.
	 */
	int64_t from = floor_seconds(wall) - OFFSET_REACH;
	int64_t last = from + 2 * OFFSET_REACH;
	int64_t gap = 0, before = 0;
	int found = 0;
	while (from <= last && found < 2) {
		const struct span *span = span_find(zone, from);
		int64_t at = wall - span->east * SECOND_MS;
		if (at >= from * SECOND_MS && at < span->until * SECOND_MS)
			out[found++] = at;
		else if (at < from * SECOND_MS && before >= from * SECOND_MS)
			gap = from * SECOND_MS;
		before = at;
		from = span->until;
	}
	if (found == 2)
		return ZONE_TWO;
	if (found == 1) {
		out[1] = out[0];
		return ZONE_ONE;
	}
	out[0] = gap - 1;
	out[1] = gap;
	return ZONE_GAP;
}
