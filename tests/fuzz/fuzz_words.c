/*
 * Lines of commands. A line is words or an open quote; words that are quoted and put in a line are read as themselves, by
 * `:`, inquestrc and a shell alike; turning a filter's term on and off leaves the others as they are.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/words.h"
#include "require.h"
#include "tui/timeline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void quote_all(const struct words *words, struct buf *out)
{
	for (size_t i = 0; i < words->count; i++) {
		buf_puts(out, i ? " " : "");
		words_quote(out, words->items[i]);
	}
}

static bool same_words(const struct words *a, const struct words *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = text_equal(a->items[i], b->items[i]);
	return same;
}

/* How a POSIX shell reads a line without expansions (XCU 2.2); anything it would act on is a failure. */
static void shell_split(const char *line, struct words *out)
{
	struct buf word = { 0 };
	bool inside = false;
	for (const char *c = line; *c; c++) {
		if (*c == '\'') {
			for (c++; *c != '\''; c++) {
				require(*c);
				buf_putc(&word, *c);
			}
			inside = true;
		} else if (*c == '\\') {
			require(*++c && *c != '\n');
			buf_putc(&word, *c);
			inside = true;
		} else if (*c == ' ') {
			if (inside)
				words_add(out, buf_text(&word));
			buf_truncate(&word, 0);
			inside = false;
		} else {
			require(!strchr("|&;<>()$`\"*?[]#~!{}\t\n\r", *c) && (unsigned char)*c < 0x80);
			buf_putc(&word, *c);
			inside = true;
		}
	}
	if (inside)
		words_add(out, buf_text(&word));
	buf_fini(&word);
}

static void check_quoted(const struct words *words)
{
	struct buf line = { 0 };
	struct words again, shell = { 0 };
	struct err err = { 0 };
	quote_all(words, &line);
	if (!words_split(&again, buf_text(&line), &err))
		BUG("%s", err.text);
	require(same_words(words, &again) && again.items[again.count] == NULL);
	shell_split(buf_text(&line), &shell);
	require(same_words(words, &shell));
	words_fini(&shell);
	words_fini(&again);
	buf_fini(&line);
}

/* Any words, also such as no line gives: with newlines, with bytes that are no text. */
static void check_any_words(const char *bytes, size_t size)
{
	struct words words = { 0 };
	for (size_t at = 0, len; at < size; at += len + 1) {
		len = strnlen(bytes + at, size - at);
		char *word = mem_copy_n(bytes + at, len);
		words_add(&words, word);
		free(word);
	}
	check_quoted(&words);
	words_fini(&words);
}

static void check_toggle(const char *text)
{
	static const char *const terms[] = { "kind:note", "pinned", "author:a b'c" };
	struct words was, is;
	require(words_split(&was, text, NULL));
	for (size_t i = 0; i < LENGTH(terms); i++) {
		struct buf once = { 0 }, twice = { 0 };
		timeline_filter_toggle(text, terms[i], &once);
		timeline_filter_toggle(buf_text(&once), terms[i], &twice);
		require(words_split(&is, buf_text(&once), NULL));
		require(words_have(&is, terms[i]) != words_have(&was, terms[i]));
		words_fini(&is);
		require(words_split(&is, buf_text(&twice), NULL));
		/* all that it was about something else is still there, in order */
		size_t at = 0, name = strcspn(terms[i], ":");
		for (size_t k = 0; k < was.count; k++) {
			const char *word = was.items[k];
			if (text_equal(word, terms[i]) || (terms[i][name] && strncmp(word, terms[i], name + 1) == 0))
				continue;
			require(at < is.count && text_equal(is.items[at], word));
			at++;
		}
		words_fini(&is);
		buf_fini(&once);
		buf_fini(&twice);
	}
	words_fini(&was);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = mem_copy_n(data, size);
	struct words words;
	struct err err = { 0 };
	if (words_split(&words, line, &err)) {
		check_quoted(&words);
		check_toggle(line);
		words_fini(&words);
	} else {
		require(err.code == ERR_USAGE && text_starts(err.text, "the quote ") && !words.count);
	}
	free(line);
	check_any_words((const char *)data, size);
	return 0;
}
