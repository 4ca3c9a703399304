#include "base/text.h"

#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/mem.h"

/* A bound keeps every step on hostile text short (30 marks is Unicode's own, UAX #15 "stream-safe"). */
enum { SOFT_HYPHEN = 0xAD, ZERO_WIDTH_JOINER = 0x200D, EMOJI_PRESENTATION = 0xFE0F, CLUSTER_POINTS_MAX = 32 };

size_t utf8_decode(const char *text, size_t len, uint32_t *cp)
{
	const unsigned char *s = (const unsigned char *)text;
	if (len && s[0] < 0x80) {
		*cp = s[0];
		return 1;
	}
	static const struct {
		unsigned char mask, lead;
		size_t len;
		uint32_t least;
	} forms[] = {
		{ 0xE0, 0xC0, 2, 0x80 },
		{ 0xF0, 0xE0, 3, 0x800 },
		{ 0xF8, 0xF0, 4, 0x10000 },
	};
	for (size_t f = 0; f < LENGTH(forms); f++) {
		if ((s[0] & forms[f].mask) != forms[f].lead)
			continue;
		if (forms[f].len > len)
			return 0;
		uint32_t value = s[0] & (unsigned char)~forms[f].mask;
		for (size_t i = 1; i < forms[f].len; i++) {
			if ((s[i] & 0xC0) != 0x80)
				return 0;
			value = value << 6 | (s[i] & 0x3F);
		}
		if (value < forms[f].least || value > 0x10FFFF ||
			(value >= 0xD800 && value <= 0xDFFF))
			return 0;
		*cp = value;
		return forms[f].len;
	}
	return 0;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	out[0] = (char)(lead[len] | cp);
	return len;
}

bool utf8_valid(const char *text, size_t len)
{
	uint32_t cp;
	for (size_t i = 0; i < len;) {
		/* most text is ASCII: eight bytes at a time, none of them zero or above 127 */
		uint64_t eight = 0;
		if (len - i >= sizeof eight)
			memcpy(&eight, text + i, sizeof eight);
		if (eight && !((eight | (eight - 0x0101010101010101u)) & 0x8080808080808080u)) {
			i += sizeof eight;
			continue;
		}
		size_t n = utf8_decode(text + i, len - i, &cp);
		if (n == 0 || cp == 0)
			return false;
		i += n;
	}
	return true;
}

size_t utf8_clean(struct buf *out, const char *bytes, size_t len)
{
	size_t replaced = 0;
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		size_t n = utf8_decode(bytes + i, len - i, &cp);
		if (n && cp) {
			buf_put(out, bytes + i, n);
		} else if (n) {
			buf_puts(out, "\xE2\x90\x80");
			replaced++;
		} else {
			buf_printf(out, "\\x%02x", (unsigned char)bytes[i]);
			replaced++;
			n = 1;
		}
		i += n;
	}
	return replaced;
}

/* wcwidth knows nothing in the C locale; C.UTF-8 is part of glibc, whatever the user has set. */
static int libc_width(uint32_t cp)
{
	static locale_t utf8;
	if (!utf8) {
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
		if (!utf8)
			return 1;
	}
	locale_t before = uselocale(utf8);
	int width = wcwidth((wchar_t)cp);
	uselocale(before);
	return width;
}

int utf8_width(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		return -1;
	if (cp < 0x300)
		return cp == SOFT_HYPHEN ? 0 : 1;
	int width = libc_width(cp);
	return width < 0 ? 1 : width;
}

static bool is_regional(uint32_t cp)
{
	return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

static bool is_skin_tone(uint32_t cp)
{
	return cp >= 0x1F3FB && cp <= 0x1F3FF;
}

/* Symbols and emoji: what a joiner joins. Behind anything else terminals draw both. */
static bool is_pictograph(uint32_t cp)
{
	return (cp >= 0x2600 && cp <= 0x27BF) || (cp >= 0x2B00 && cp <= 0x2BFF) || cp >= 0x1F000;
}

bool text_is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x61C || cp == 0x200E || cp == 0x200F ||
	       (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}


/* A letter, digit or sign of ASCII that nothing can join. */
static bool is_plain(const char *text, size_t len)
{
	return text[0] >= ' ' && text[0] <= '~' && (len == 1 || (unsigned char)text[1] < 0x80);
}

size_t text_cluster(const char *text, size_t len, int *width)
{
	uint32_t first, cp;
	if (is_plain(text, len)) {
		*width = 1;
		return 1;
	}
	size_t at = utf8_decode(text, len, &first);
	*width = 1;
	if (at == 0)
		return 1;
	int columns = utf8_width(first);
	/* a control is shown by itself, and must not ride along inside a cluster */
	if (text_is_control(first))
		return at;
	bool joined = false, pictograph = is_pictograph(first);
	/* a mark with nothing to stand on is shown on a blank, which counts */
	for (int points = columns ? 1 : 2; at < len && points < CLUSTER_POINTS_MAX; points++) {
		size_t n = utf8_decode(text + at, len - at, &cp);
		if (n == 0 || text_is_control(cp))
			break;
		bool pair = is_regional(first) && is_regional(cp);
		if ((cp < 0x300 && cp != SOFT_HYPHEN) ||
			!(pair || cp == ZERO_WIDTH_JOINER || utf8_width(cp) == 0 ||
				(pictograph && ((joined && is_pictograph(cp)) || is_skin_tone(cp)))))
			break;
		if ((cp == EMOJI_PRESENTATION && first > ' ' && utf8_width(first) > 0) || pair)
			columns = 2;
		joined = cp == ZERO_WIDTH_JOINER;
		at += n;
		if (pair)
			break;
	}
	*width = columns < 1 ? 1 : columns;
	return at;
}

/* Append what stands for the character at `text`; gives the bytes consumed, sets its columns. */
static size_t show_cluster(struct buf *out, const char *text, size_t len, int *width)
{
	char shown[16];
	uint32_t cp;
	if (is_plain(text, len)) {
		if (out)
			buf_putc(out, text[0]);
		*width = 1;
		return 1;
	}
	size_t n = utf8_decode(text, len, &cp);
	if (n == 0)
		snprintf(shown, sizeof shown, "\\x%02x", (unsigned char)text[0]);
	else if (cp == '\n')
		snprintf(shown, sizeof shown, "\xE2\x8F\x8E");
	else if (cp == '\t')
		snprintf(shown, sizeof shown, " ");
	else if (cp < 0x20 || cp == 0x7F)
		snprintf(shown, sizeof shown, "^%c", (char)(cp ^ 0x40));
	else if (text_is_control(cp))
		snprintf(shown, sizeof shown, "<%04X>", (unsigned)cp);
	else {
		n = text_cluster(text, len, width);
		if (out && utf8_width(cp) == 0)
			buf_putc(out, ' ');
		if (out)
			buf_put(out, text, n);
		return n;
	}
	if (out)
		buf_puts(out, shown);
	*width = n && cp == '\n' ? 1 : (int)strlen(shown);
	return n ? n : 1;
}

size_t text_width(const char *text, size_t len)
{
	size_t columns = 0;
	for (size_t i = 0; i < len;) {
		int width;
		i += show_cluster(NULL, text + i, len - i, &width);
		columns += (size_t)width;
	}
	return columns;
}

size_t text_fit(const char *text, size_t len, size_t columns)
{
	size_t at = 0;
	while (at < len) {
		int width;
		size_t n = show_cluster(NULL, text + at, len - at, &width);
		if ((size_t)width > columns)
			break;
		columns -= (size_t)width;
		at += n;
	}
	return at;
}

void text_show(struct buf *out, const char *text, size_t len, bool lines)
{
	for (size_t i = 0; i < len;) {
		int width;
		if (lines && (text[i] == '\n' || text[i] == '\t'))
			buf_putc(out, text[i++]);
		else
			i += show_cluster(out, text + i, len - i, &width);
	}
}

void text_show_column(struct buf *out, const char *text, size_t columns)
{
	size_t len = strlen(text);
	size_t fits = text_fit(text, len, columns);
	size_t used;
	if (fits == len) {
		text_show(out, text, len, false);
		used = text_width(text, len);
	} else if (columns > 0) {
		fits = text_fit(text, len, columns - 1);
		text_show(out, text, fits, false);
		buf_puts(out, "\xE2\x80\xA6");
		used = text_width(text, fits) + 1;
	} else {
		used = 0;
	}
	buf_fill(out, ' ', columns - used);
}

void text_copy(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);
	if (len >= size) {
		len = size - 1;
		while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

size_t text_digits(const char *text, size_t most, int *value)
{
	size_t len = 0;
	int number = 0;
	for (; len < most && isdigit((unsigned char)text[len]); len++)
		number = number * 10 + (text[len] - '0');
	if (value)
		*value = number;
	return isdigit((unsigned char)text[len]) ? 0 : len;
}

bool text_starts(const char *text, const char *prefix)
{
	while (*prefix && *text == *prefix) {
		text++;
		prefix++;
	}
	return !*prefix;
}

bool text_empty(const char *text)
{
	return !text || text[strspn(text, " \t\r\n")] == '\0';
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

bool text_same(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

void text_letters(const char *text, size_t max, struct buf *out)
{
	size_t start = out->len;
	for (; *text && out->len - start < max; text++) {
		unsigned char c = (unsigned char)*text;
		if (c >= 0x80 || isalnum(c))
			buf_putc(out, lower(*text));
	}
}

const char *text_skip_blank_lines(const char *text)
{
	for (size_t blank; blank = strspn(text, " \t\r"), text[blank] == '\n';)
		text += blank + 1;
	return text;
}

size_t text_words(const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t words = 0;
	for (text += strspn(text, blanks); *text; words++) {
		text += strcspn(text, blanks);
		text += strspn(text, blanks);
	}
	return words;
}

bool text_has_words(const char *text, size_t len, const char *words)
{
	bool all = true;
	words += strspn(words, " ");
	if (!*words)
		return true;
	char *line = mem_copy_n(text, len);
	for (size_t size; all && *words; words += size + strspn(words + size, " ")) {
		size = strcspn(words, " ");
		char *word = mem_copy_n(words, size);
		all = strcasestr(line, word) != NULL;
		free(word);
	}
	free(line);
	return all;
}

enum { DISTANCE_WORD_MAX = 40 };

size_t text_distance(const char *a, const char *b)
{
	size_t rows[3][DISTANCE_WORD_MAX + 1];
	size_t alen = strlen(a), blen = strlen(b);
	if (alen > DISTANCE_WORD_MAX || blen > DISTANCE_WORD_MAX)
		return alen > blen ? alen : blen;
	size_t *two = rows[0], *one = rows[1], *now = rows[2];
	for (size_t j = 0; j <= blen; j++)
		one[j] = j;
	for (size_t i = 1; i <= alen; i++) {
		now[0] = i;
		for (size_t j = 1; j <= blen; j++) {
			size_t best = one[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
			if (one[j] + 1 < best)
				best = one[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]) && two[j - 2] + 1 < best)
				best = two[j - 2] + 1;
			now[j] = best;
		}
		size_t *spare = two;
		two = one;
		one = now;
		now = spare;
	}
	return one[blen];
}

const char *text_nearest(const char *word, const char *const *names, size_t count)
{
	const char *best = NULL;
	size_t limit = strlen(word) / 3;
	size_t least = (limit ? limit : 1) + 1;
	for (size_t i = 0; i < count; i++) {
		size_t distance = text_distance(word, names[i]);
		if (distance < least) {
			least = distance;
			best = names[i];
		}
	}
	return best;
}

char text_plain_letter(uint32_t cp)
{
	static const char latin1[] = "aaaaaaaceeeeiiiidnooooo\0ouuuuypsaaaaaaaceeeeiiiidnooooo\0ouuuuypy";
	static const char extended[] = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkl"
				       "lllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuu"
				       "wwyyyzzzzzzs";
	if (cp >= 0xC0 && cp <= 0xFF)
		return latin1[cp - 0xC0];
	if (cp >= 0x100 && cp <= 0x17F)
		return extended[cp - 0x100];
	return '\0';
}

void text_slug(struct buf *out, const char *text, size_t max)
{
	size_t start = out->len, len = strlen(text);
	bool gap = false;
	for (size_t i = 0; i < len;) {
		uint32_t cp = '-';
		size_t n = utf8_decode(text + i, len - i, &cp);
		i += n ? n : 1;
		char letter = cp >= 0x80 ? text_plain_letter(cp) : isalnum((int)cp) ? (char)lower((char)cp) : '\0';
		if (!letter) {
			gap = out->len > start;
			continue;
		}
		if (out->len - start + gap + 1 > max)
			break;
		if (gap)
			buf_putc(out, '-');
		gap = false;
		buf_putc(out, letter);
	}
	if (out->len == start)
		buf_puts(out, "incident");
}
