#include "base/words.h"

#include <stdlib.h>

#include "base/mem.h"

static void words_take(struct words *words, char *word)
{
	words->items = mem_resize(words->items, words->count + 2, sizeof *words->items);
	words->items[words->count++] = word;
	words->items[words->count] = NULL;
}

void words_add(struct words *words, const char *word)
{
	words_take(words, mem_copy(word));
}

bool words_have(const struct words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i], word) == 0)
			return true;
	return false;
}

bool words_split(struct words *out, const char *line, struct err *err)
{
	struct buf word = { 0 };
	bool inside = false;
	char quote = '\0';
	*out = (struct words){ .items = mem_new(1, sizeof *out->items) };
	for (const char *c = line; *c; c++) {
		bool escapes = *c == '\\' && quote != '\'' && c[1] &&
			       (!quote || c[1] == '"' || c[1] == '\\');
		if (quote && *c == quote) {
			quote = '\0';
		} else if (escapes) {
			buf_putc(&word, *++c);
			inside = true;
		} else if (quote) {
			buf_putc(&word, *c);
		} else if (*c == '\'' || *c == '"') {
			quote = *c;
			inside = true;
		} else if (strchr(" \t\r\n", *c)) {
			if (inside)
				words_take(out, buf_steal(&word));
			inside = false;
		} else if (*c == '#' && !inside && !(c[1] >= '0' && c[1] <= '9')) {
			break;
		} else {
			buf_putc(&word, *c);
			inside = true;
		}
	}
	if (quote) {
		buf_fini(&word);
		words_fini(out);
		return err_set(err, ERR_USAGE, "the quote %c is never closed in: %s", quote, line);
	}
	if (inside)
		words_take(out, buf_steal(&word));
	return true;
}

void words_fini(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->items[i]);
	free(words->items);
	*words = (struct words){ 0 };
}

void words_join(struct buf *out, char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i ? " " : "");
		buf_puts(out, words[i]);
	}
}

void words_quote(struct buf *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-+=:,./@%";
	if (*word && word[strspn(word, plain)] == '\0') {
		buf_puts(out, word);
		return;
	}
	buf_putc(out, '\'');
	for (const char *c = word; *c; c++) {
		if (*c == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *c);
	}
	buf_putc(out, '\'');
}
