#include "app/link.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/read.h"
#include "base/process.h"
#include "base/text.h"
#include "base/words.h"

enum { PART_SIZE = 256 };

static bool is_web(const char *text)
{
	return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

/* True if a program may be given it: http, https or mailto, one printable word. */
static bool link_is_url(const char *text)
{
	if (!is_web(text) && strncasecmp(text, "mailto:", 7) != 0)
		return false;
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c <= ' ' || *c == 0x7F)
			return false;
	return true;
}

/* Does a bracket at the end close one that was opened before the link began? */
static bool closes_more(const char *text, size_t len, char open, char close)
{
	int depth = 0;
	for (size_t i = 0; i < len; i++)
		depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
	return text[len - 1] == close && depth < 0;
}

bool link_in_text(const char *text, struct buf *out)
{
	const char *at = text;
	while ((at = strcasestr(at, "http")) && !is_web(at))
		at += strlen("http");
	if (!at)
		return false;
	size_t len = 0;
	while ((unsigned char)at[len] > ' ' && at[len] != 0x7F && !strchr("<>\"`|", at[len]))
		len++;
	while (len && (strchr(".,;:!?'*_", at[len - 1]) || closes_more(at, len, '(', ')') ||
			      closes_more(at, len, '[', ']')))
		len--;
	if (len <= strlen("https://"))
		return false;
	buf_put(out, at, len);
	return true;
}

/* ---- short links ---- */

struct short_link {
	char repo[PART_SIZE], number[PART_SIZE], key[PART_SIZE];
};

static bool is_made_of(const char *text, size_t len, const char *others)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr(others, text[i]))
			return false;
	return true;
}

/* `org/repo#12`, `#12`, `OPS-12`; nothing in it can mean something else within a URL. */
static bool read_short(struct short_link *out, const char *link)
{
	const char *hash = strchr(link, '#');
	size_t len = strlen(link);
	*out = (struct short_link){ 0 };
	if (len >= PART_SIZE)
		return false;
	if (hash) {
		size_t digits = strspn(hash + 1, "0123456789"), repo = (size_t)(hash - link);
		if (!digits || hash[1 + digits] || !is_made_of(link, repo, "._-/") || strstr(link, ".."))
			return false;
		text_copy(out->number, sizeof out->number, hash + 1);
		text_copy(out->repo, repo + 1, link);
		return true;
	}
	const char *dash = strrchr(link, '-');
	if (!dash || dash == link || !isalpha((unsigned char)link[0]) || !is_made_of(link, len, "_-") ||
		!dash[1] || dash[1 + strspn(dash + 1, "0123456789")])
		return false;
	text_copy(out->key, sizeof out->key, link);
	return true;
}

/*
 * Fill a tracker's pattern in with a short link: {{number}} and {{repo}} of `org/repo#12` or `#12`, {{key}} of
 * `OPS-12`. False, and nothing appended, unless the pattern names all that the link has and nothing that it
 * has not.
 */
static bool link_from_tracker(const char *pattern, const char *link, struct buf *out)
{
	struct short_link parts;
	const struct {
		const char *name, *value;
	} rows[] = { { "{{repo}}", parts.repo }, { "{{number}}", parts.number }, { "{{key}}", parts.key } };
	struct buf filled = { 0 };
	if (!read_short(&parts, link) || !*pattern)
		return false;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if ((strstr(pattern, rows[i].name) != NULL) != (*rows[i].value != '\0'))
			return false;
	for (const char *at = pattern; *at;) {
		size_t row = 0;
		while (row < LENGTH(rows) && !text_starts(at, rows[row].name))
			row++;
		if (row < LENGTH(rows)) {
			buf_puts(&filled, rows[row].value);
			at += strlen(rows[row].name);
		} else {
			buf_putc(&filled, *at++);
		}
	}
	bool ok = link_is_url(buf_text(&filled));
	if (ok)
		buf_puts(out, buf_text(&filled));
	buf_fini(&filled);
	return ok;
}

static bool find_reference(
	struct app *app, const char *incident, const char *label, struct buf *out, bool *found, struct err *err)
{
	struct records references = { 0 };
	bool ok = read_list(app, ENTITY_REFERENCE, incident, &references, err);
	for (size_t i = 0; ok && !*found && i < references.count; i++) {
		const char *url = record_text(&references.items[i], REFERENCE_URL);
		*found = text_same(record_text(&references.items[i], REFERENCE_LABEL), label) && link_is_url(url);
		if (*found)
			buf_puts(out, url);
	}
	records_fini(&references);
	return ok;
}

bool link_resolve(struct app *app, const char *incident, const char *link, struct buf *out, bool *found,
	struct err *err)
{
	*found = false;
	if (link_is_url(link)) {
		*found = true;
		buf_puts(out, link);
		return true;
	}
	if (!find_reference(app, incident, link, out, found, err))
		return false;
	if (!*found)
		*found = link_from_tracker(options_get(&app->options, OPTION_TRACKER), link, out);
	if (!*found)
		buf_puts(out, link);
	return true;
}

/* ---- opening ---- */

/* The words of the program with the URL where %s stands, else last: no shell is in between. */
static bool program_words(const char *program, const char *url, struct words *out, struct err *err)
{
	struct words words;
	bool placed = false;
	*out = (struct words){ 0 };
	if (!words_split(&words, program, err))
		return err_wrap(err, "opener");
	for (size_t i = 0; i < words.count; i++) {
		bool place = text_equal(words.items[i], "%s");
		words_add(out, place ? url : words.items[i]);
		placed = placed || place;
	}
	if (!placed)
		words_add(out, url);
	words_fini(&words);
	return true;
}

static bool run_opener(struct app *app, const char *program, const char *url, struct err *err)
{
	struct words words;
	int status = 0;
	bool ok = program_words(program, url, &words, err);
	if (ok) {
		app_terminal(app, true);
		ok = process_run((const char *const *)words.items, &status, err);
		app_terminal(app, false);
	}
	if (ok && status == 127)
		ok = err_set(err, ERR_FAILED, "the program that opens links, '%s', could not be started "
			"(option opener): %s", program, url);
	else if (ok && status)
		ok = err_set(err, ERR_FAILED, "'%s' failed with status %d on %s", program, status, url);
	words_fini(&words);
	return ok;
}

static bool has_display(void)
{
	const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
	return (x && *x) || (wayland && *wayland);
}

bool link_open(struct app *app, const char *url, bool *opened, struct err *err)
{
	const char *program = options_get(&app->options, OPTION_OPENER), *browser = getenv("BROWSER");
	char first[PART_SIZE] = "";
	*opened = true;
	if (!*program && browser && *browser) {
		/* $BROWSER may be a list: the first is the one preferred */
		size_t len = strcspn(browser, ":");
		text_copy(first, len + 1 < sizeof first ? len + 1 : sizeof first, browser);
		program = first;
	}
	if (*program)
		return run_opener(app, program, url, err);
	const char *const argv[] = { "xdg-open", url, NULL };
	if (has_display() && process_start(argv, NULL))
		return true;
	*opened = false;
	return true;
}
