/* Checks of what a template or a hasty author left in a text. */
#include "model/check_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/text.h"

/* ---- the template's own words ---------------------------------------------------------------------- */

/* A text in lower case with one blank for every run of white space. */
static char *fold(const char *text)
{
	struct buf out = { 0 };
	for (; *text; text++) {
		bool blank = strchr(" \t\r\n", *text);
		if (!blank)
			buf_putc(&out, (char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text));
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_putc(&out, ' ');
	}
	return buf_steal(&out);
}

/* The prompt without "(optional)", which is for the program. */
static char *fold_prompt(const char *prompt)
{
	char *text = fold(prompt), *mark = strstr(text, " (optional)");
	if (mark)
		*mark = '\0';
	return text;
}

static bool holds_prompt(const struct check_input *input, const char *raw)
{
	enum { SHORTEST = 16 }; /* shorter ones are words that anybody may use */
	char *text = fold(raw);
	bool found = strstr(text, "not written yet: ");
	for (size_t i = 0; i < input->section_count && !found; i++) {
		char *prompt = fold_prompt(input->sections[i].prompt ? input->sections[i].prompt : "");
		found = strlen(prompt) >= SHORTEST && strstr(text, prompt);
		free(prompt);
	}
	free(text);
	return found;
}

static void find_prompt(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	if (check_text_is_account(text) && holds_prompt(input, text->raw))
		check_text_found(run, text, "the question of the template");
}

/* ---- places to be filled in ------------------------------------------------------------------------ */

/* Written like this; elsewhere they are common words. */
static const char *const marks[] = { "TODO", "TBD", "TBC", "FIXME", "XXX", "TKTK", "Tbd", "tbd" };

static const char *const phrases[] = { "lorem ipsum", "placeholder text", "your text here", "text goes here" };

/* What a pair of < > or [ ] begins with when it asks to be filled in. */
static const char *const asks[] = { "insert", "your", "fill", "todo", "tbd", "add", "describe", "enter", "placeholder",
	"name of", "date", "time", "link to", "number of" };

static bool begins_with_ask(const char *inner, size_t len)
{
	for (size_t i = 0; i < LENGTH(asks); i++) {
		size_t n = strlen(asks[i]);
		if (len >= n && strncasecmp(inner, asks[i], n) == 0 && (len == n || strchr(" :.-", inner[n])))
			return true;
	}
	return false;
}

/* <name>, <time of call>: words and nothing else, not after a word as in Vec<String>. */
static bool is_angled(const char *text, const char *at, size_t *len)
{
	enum { MOST = 40 };
	static const char *const meant[] = { "redacted", "none", "unknown", "anonymous", "removed", "withheld" };
	size_t n = strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-");
	bool word = at > text && !strchr(" \t\n(\"':,/=*", at[-1]);
	if (at[n + 1] != '>' || !n || n > MOST || word || at[1] == ' ' || at[1] == '-')
		return false;
	/* <host>:<port> and <user>/config are what something is made of */
	const char *after = at + n + 2;
	if (*after && strchr(".:/@-_", *after) && (isalnum((unsigned char)after[1]) || after[1] == '<' || after[1] == '/'))
		return false;
	for (size_t i = 0; i < LENGTH(meant); i++)
		if (strlen(meant[i]) == n && strncasecmp(at + 1, meant[i], n) == 0)
			return false;
	*len = n + 2;
	return true;
}

enum { SIGN_MOST = 200 }; /* bytes between a pair: so that no text takes time squared */

static bool is_bracketed(const char *at, size_t *len)
{
	size_t n = 1;
	while (n < SIGN_MOST && at[n] && !strchr("]\n", at[n]))
		n++;
	*len = n + 1;
	return at[n] == ']' && n > 1 && begins_with_ask(at + 1, n - 1);
}

static bool is_tag(const char *at, size_t *len)
{
	if (!text_starts(at, "{{"))
		return false;
	for (*len = 2; *len < SIGN_MOST && at[*len] && at[*len] != '\n'; ++*len)
		if (at[*len] == '}' && at[*len + 1] == '}') {
			*len += 2;
			return true;
		}
	return false;
}

/* The first place to be filled in by its signs. */
static bool find_sign(const char *prose, const char **at, size_t *len)
{
	for (*at = prose; (*at = strpbrk(*at, "<[{?Y")); (*at)++) {
		if ((**at == '<' && is_angled(prose, *at, len)) || (**at == '[' && is_bracketed(*at, len)) ||
			(**at == '{' && is_tag(*at, len)))
			return true;
		*len = strspn(*at, "?");
		if (*len >= 3)
			return true;
		*len = strlen("YYYY-MM-DD");
		if (text_starts(*at, "YYYY-MM-DD"))
			return true;
	}
	return false;
}

static bool find_mark(const struct phrase_words *words, const char **at, size_t *len)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct phrase_word *word = &words->items[i];
		*at = word->at;
		*len = word->len;
		for (size_t m = 0; m < LENGTH(marks); m++)
			if (strlen(marks[m]) == word->len && memcmp(marks[m], word->at, word->len) == 0)
				return true;
		if (phrase_is(word, "todo", 4) && word->at[4] == ':')
			return true;
		for (size_t p = 0; p < LENGTH(phrases); p++) {
			size_t used = phrase_match(words, i, phrases[p], NULL);
			if (!used)
				continue;
			const struct phrase_word *last = &words->items[i + used - 1];
			*len = (size_t)(last->at + last->len - word->at);
			return true;
		}
	}
	return false;
}

static void find_placeholder(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	enum { COLUMNS = 40 };
	struct phrase_words words = { 0 };
	struct buf what = { 0 };
	const char *at;
	size_t len;
	(void)input;
	if (!check_text_is_main(text) || text->kind == ENTITY_EVENT)
		return;
	phrase_split(&words, text->prose);
	if (find_mark(&words, &at, &len) || find_sign(text->prose, &at, &len)) {
		size_t fits = text_fit(at, len, COLUMNS);
		buf_printf(&what, "'%.*s%s'", (int)fits, at, fits < len ? "…" : "");
		check_text_place(text, text->prose, (size_t)(at - text->prose), &what);
		check_text_found(run, text, buf_text(&what));
	}
	phrase_words_fini(&words);
	buf_fini(&what);
}

static const struct check rows[] = {
	{ "prompt", CHECK_ERROR, "still has {what} in it", "SRE Workbook, ch. 10: Key details omitted", "{edit}", "",
		.find_text = find_prompt,
		.why = "What the template asks is not an answer to it." },
	{ "placeholder", CHECK_ERROR, "still has a place to be filled in: {what}",
		"SRE Workbook, ch. 10: Key details omitted", "{edit}", "", .find_text = find_placeholder,
		.why = "Readers cannot tell whether somebody knows and forgot, or nobody does." },
};

const struct check_set check_set_left = { rows, LENGTH(rows) };
