#include "intake/stamp_parts.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Characters that stand for an ASCII one; '\0': nothing. */
static const struct {
	uint32_t from, to;
	char ascii; /* of `from`; the others follow it, unless `same` */
	bool same;
} characters[] = {
	{ 0x00a0, 0x00a0, ' ', true },
	{ 0x00ad, 0x00ad, '\0', true },
	{ 0x2000, 0x200a, ' ', true },
	{ 0x200b, 0x200f, '\0', true },
	{ 0x2010, 0x2015, '-', true },
	{ 0x202f, 0x202f, ' ', true },
	{ 0x2060, 0x2060, '\0', true },
	{ 0x2192, 0x2192, '>', true },
	{ 0x2212, 0x2212, '-', true },
	{ 0x2236, 0x2236, ':', true },
	{ 0x223c, 0x223c, '~', true },
	{ 0x2248, 0x2248, '~', true },
	{ 0x3000, 0x3000, ' ', true },
	{ 0x3001, 0x3001, ',', true },
	{ 0x3010, 0x3010, '[', true },
	{ 0x3011, 0x3011, ']', true },
	{ 0x301c, 0x301c, '~', true },
	{ 0xfe0f, 0xfe0f, '\0', true },
	{ 0xfeff, 0xfeff, '\0', true },
	{ 0xff08, 0xff09, '(', false },
	{ 0xff0b, 0xff0b, '+', true },
	{ 0xff0c, 0xff1a, ',', false },
	{ 0xff1f, 0xff1f, '?', true },
	{ 0xff3b, 0xff3b, '[', true },
	{ 0xff3d, 0xff3d, ']', true },
	{ 0xff5e, 0xff5e, '~', true },
};

static const struct {
	const char *text;
	char ascii;
} entities[] = { { "&nbsp;", ' ' }, { "&#160;", ' ' }, { "&ndash;", '-' }, { "&mdash;", '-' }, { "&#8211;", '-' },
	{ "&#58;", ':' }, { "&colon;", ':' }, { "&ensp;", ' ' }, { "&emsp;", ' ' }, { "&thinsp;", ' ' } };

/* Tags that only change how a time looks. */
static const char *const tags[] = { "<b>", "</b>", "<strong>", "</strong>", "<i>", "</i>", "<em>", "</em>", "<u>", "</u>",
	"<code>", "</code>", "<time>", "</time>", "<small>", "</small>", "<span>", "</span>" };

static void add(struct fold *out, const char *bytes, size_t count, size_t source)
{
	for (size_t i = 0; i < count; i++) {
		out->cased[out->len] = bytes[i];
		out->text[out->len] = (char)tolower((unsigned char)bytes[i]);
		out->source[out->len++] = (unsigned short)source;
	}
}

static size_t fold_markup(struct fold *out, const char *text, size_t len, size_t at)
{
	for (size_t i = 0; i < LENGTH(entities) && text[at] == '&'; i++) {
		size_t size = strlen(entities[i].text);
		if (size > len - at || memcmp(text + at, entities[i].text, size) != 0)
			continue;
		add(out, &entities[i].ascii, 1, at);
		return size;
	}
	for (size_t i = 0; i < LENGTH(tags) && text[at] == '<'; i++)
		if (strlen(tags[i]) <= len - at && strncasecmp(text + at, tags[i], strlen(tags[i])) == 0)
			return strlen(tags[i]);
	return 0;
}

static size_t fold_wide(struct fold *out, const char *text, size_t len, size_t at)
{
	uint32_t cp;
	size_t size = utf8_decode(text + at, len - at, &cp);
	for (size_t i = 0; size && i < LENGTH(characters); i++) {
		if (cp < characters[i].from || cp > characters[i].to)
			continue;
		char ascii = (char)(characters[i].ascii + (characters[i].same ? 0 : (char)(cp - characters[i].from)));
		add(out, &ascii, ascii != '\0', at);
		return size;
	}
	/* À to Þ: the small letters stand 32 after them */
	bool capital = cp >= 0xc0 && cp <= 0xde && cp != 0xd7;
	add(out, text + at, size ? size : 1, at);
	if (size && capital)
		out->text[out->len - 1] = (char)(out->text[out->len - 1] + 32);
	return size ? size : 1;
}

void fold_text(struct fold *out, const char *text, size_t len)
{
	size_t at = 0;
	out->len = 0;
	while (at < len && at < 4 * FOLD_MAX && out->len < FOLD_MAX - 4 && text[at]) {
		char c = text[at];
		size_t used = 0;
		if (c == '&' || c == '<')
			used = fold_markup(out, text, len, at);
		else if ((unsigned char)c >= 0x80)
			used = fold_wide(out, text, len, at);
		else if (c == '\\' && at + 1 < len && ispunct((unsigned char)text[at + 1]))
			used = 1;
		if (!used) {
			c = (char)(c == '\t' ? ' ' : c == '\r' ? '\n' : c);
			add(out, &c, 1, at);
			used = 1;
		}
		at += used;
	}
	memset(out->text + out->len, 0, 4);
	memset(out->cased + out->len, 0, 4);
	for (size_t i = 0; i < 4; i++)
		out->source[out->len + i] = (unsigned short)at;
}

size_t fold_digits(const char *at, size_t most)
{
	size_t len = strspn(at, "0123456789");
	return len <= most ? len : 0;
}

int fold_number(const char *at, size_t digits)
{
	int value = 0;
	for (size_t i = 0; i < digits; i++)
		value = value * 10 + (at[i] - '0');
	return value;
}

bool fold_is_letter(const char *at)
{
	return (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (unsigned char)*at == 0xc3;
}

size_t fold_blanks(const char *at)
{
	return strspn(at, " ");
}
