#include "intake/terms.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

/* Scripts without blanks between words, and the others whose letters are not folded. */
static bool is_letter(uint32_t cp)
{
	static const struct {
		uint32_t from, to;
	} letters[] = { { 0x0370, 0x052F }, { 0x0590, 0x06FF }, { 0x0900, 0x0DFF }, { 0x0E00, 0x0E7F }, { 0x1E00, 0x1FFF },
		{ 0x3005, 0x3007 }, { 0x3041, 0x3096 }, { 0x30A1, 0x30FA }, { 0x30FC, 0x30FE }, { 0x3400, 0x4DBF },
		{ 0x4E00, 0x9FFF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0x20000, 0x3FFFF } };
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (cp >= letters[i].from && cp <= letters[i].to)
			return true;
	return false;
}

void terms_fold(struct buf *out, const char *text, size_t len)
{
	buf_truncate(out, 0);
	buf_putc(out, ' ');
	len = len < TERM_TEXT_MAX ? len : TERM_TEXT_MAX;
	for (size_t at = 0, size; at < len; at += size) {
		uint32_t cp = ' ';
		size = utf8_decode(text + at, len - at, &cp);
		size = size ? size : 1;
		if (cp >= 0x0300 && cp <= 0x036F) /* accents that follow their letter */
			continue;
		char plain = cp < 0x80 ? (char)(isalnum((int)cp) ? tolower((int)cp) : '\0') : text_plain_letter(cp);
		if (plain)
			buf_putc(out, plain);
		else if (is_letter(cp))
			buf_put(out, text + at, size);
		else if (out->data[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
	if (out->data[out->len - 1] != ' ')
		buf_putc(out, ' ');
}

/* Letters of scripts with blanks begin with a byte below that of U+3000. */
static bool is_whole_word_script(unsigned char byte)
{
	return byte < 0xE3;
}

/* A bit for each of a to z, which most alternatives lack one of: to compare these takes a tenth of looking for them. */
static uint32_t letter(char c)
{
	return c >= 'a' && c <= 'z' ? UINT32_C(1) << (c - 'a') : 0;
}

static uint32_t letters_of(const char *text)
{
	uint32_t letters = 0;
	for (; *text; text++)
		letters |= letter(*text);
	return letters;
}

/* The end of an alternative, and its letters. */
static const char *alternative_end(const char *words, uint32_t *letters)
{
	*letters = 0;
	for (; *words && *words != '|'; words++)
		*letters |= letter(*words);
	return words;
}

bool terms_whole(const struct term *terms, size_t count, const char *folded, int *value)
{
	size_t len = strlen(folded);
	len = len > 2 ? len - 2 : 0;
	for (size_t i = 0; i < count && len; i++)
		for (const char *words = terms[i].words; words; words = (words = strchr(words, '|')) ? words + 1 : NULL)
			if (*words == folded[1] && strncmp(words, folded + 1, len) == 0 && (words[len] == '|' || !words[len])) {
				*value = terms[i].value;
				return true;
			}
	return false;
}

/* One alternative, `len` bytes of it without its marks. */
static bool has_words(const char *folded, size_t size, const char *words, size_t len, bool first, bool last)
{
	const char *end = folded + size;
	bool blanks = is_whole_word_script((unsigned char)*words);
	for (const char *at = folded; (at = memmem(at, (size_t)(end - at), words, len)); at++) {
		bool begins = at[-1] == ' ', ends = at[len] == ' ';
		if (blanks && (!begins || !ends))
			continue;
		if ((!first || at == folded + 1) && (!last || at + len + 1 == end))
			return true;
	}
	return false;
}

static bool has_term(const char *folded, size_t size, uint32_t has, const char *words)
{
	uint32_t letters;
	for (const char *end; *words; words = end + (*end == '|')) {
		end = alternative_end(words, &letters);
		bool whole = *words == '=', first = whole || *words == '^', last = whole || end[-1] == '$';
		if (letters & ~has || (whole && (size_t)(end - words) + 1 != size))
			continue;
		const char *from = words + first, *to = end - (last && !whole);
		if (has_words(folded, size, from, (size_t)(to - from), first, last))
			return true;
	}
	return false;
}

int terms_find(const struct term *terms, size_t count, const char *folded)
{
	size_t size = strlen(folded);
	uint32_t has = letters_of(folded);
	for (size_t i = 0; i < count && size > 1; i++)
		if (has_term(folded, size, has, terms[i].words))
			return terms[i].value;
	return TERM_NONE;
}

int terms_read(const struct term *terms, size_t count, const char *text, size_t len)
{
	struct buf folded = { 0 };
	terms_fold(&folded, text, len);
	int value = terms_find(terms, count, buf_text(&folded));
	buf_fini(&folded);
	return value;
}
