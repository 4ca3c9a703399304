/* Checks of what points somewhere: is it there? */
#include "model/check_rows.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"

/* ---- links of actions and events ---------------------------------------------------------------- */

/* An address, a path or a tracker's short form: not ours to look up. */
static bool leads_elsewhere(const char *link)
{
	const char *dash = strrchr(link, '-'), *hash = strchr(link, '#');
	if (strpbrk(link, "/:@") || (strchr(link, '.') && !strchr(link, ' ')))
		return true;
	if (hash && isdigit((unsigned char)hash[1]))
		return hash[1 + strspn(hash + 1, "0123456789")] == '\0';
	return isalpha((unsigned char)*link) && dash && dash[1] && !dash[1 + strspn(dash + 1, "0123456789")] && !strchr(link, ' ');
}

static bool is_reference(const struct check_input *input, const char *link)
{
	for (size_t i = 0; i < input->references->count; i++) {
		const struct record *reference = &input->references->items[i];
		if (text_same(record_text(reference, REFERENCE_LABEL), link) ||
			text_equal(record_text(reference, REFERENCE_URL), link))
			return true;
	}
	return false;
}

static bool has_anchor(const struct check_input *input, const char *anchor, size_t len)
{
	for (size_t i = 0; i < input->anchors->count; i++)
		if (strlen(input->anchors->items[i]) == len && strncmp(input->anchors->items[i], anchor, len) == 0)
			return true;
	return false;
}

static bool leads_nowhere(const struct check_input *input, const char *link)
{
	if (!*link || is_reference(input, link) || leads_elsewhere(link))
		return false;
	return *link != '#' || (input->anchors && !has_anchor(input, link + 1, strlen(link + 1)));
}

static void find_action_links(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->actions->count; i++) {
		const struct record *action = &input->actions->items[i];
		const char *link = record_text(action, ACTION_LINK);
		if (check_counts(action) && leads_nowhere(input, link))
			check_found(run, ENTITY_ACTION, action->number, "", link);
	}
}

static void find_event_link(struct check_run *run, const struct check_input *input, const struct record *event)
{
	const char *link = record_text(event, EVENT_LINK);
	if (leads_nowhere(input, link))
		check_found(run, ENTITY_EVENT, event->number, "", link);
}

/* ---- what texts point to ------------------------------------------------------------------------ */

/* Past a code span or fence that begins at `at`; `at` itself if none does. */
static const char *pass_code(const char *at)
{
	size_t ticks = strspn(at, "`");
	for (const char *end = at + ticks; ticks && *end; end += *end ? 1 : 0) {
		end += strcspn(end, "`");
		size_t run = strspn(end, "`");
		if (run == ticks)
			return end + run;
		end += run ? run - 1 : 0;
		if (!*end)
			break;
	}
	return at + ticks;
}

static void find_anchor(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	if (!input->anchors || !check_text_is_main(text))
		return;
	bool more = true;
	for (const char *at = text->raw; *at && more;) {
		if (*at == '`') {
			at = pass_code(at);
		} else if (text_starts(at, "](#")) {
			size_t len = strcspn(at + 3, " \t\n)");
			if (at[3 + len] == ')' && !has_anchor(input, at + 3, len)) {
				char *anchor = mem_copy_n(at + 3, len);
				more = check_found(run, text->kind, text->number, text->key, anchor);
				free(anchor);
			}
			at += 3 + len;
		} else {
			at++;
		}
	}
}

/* Labels that the sections define, in the order of strcmp and in lower case. */
struct labels {
	char **items;
	size_t count, cap;
};

static char *fold_label(const char *label, size_t len)
{
	char *folded = mem_copy_n(label, len);
	for (char *c = folded; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return folded;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text that begin with "[label]:". */
static void read_labels(const char *text, struct labels *out)
{
	for (const char *line = text; *line; line += *line == '\n') {
		const char *at = line + strspn(line, " ");
		size_t len = *at == '[' ? strcspn(at + 1, "[]\n") : 0;
		if (len && text_starts(at + 1 + len, "]:"))
			*vec_push(out) = fold_label(at + 1, len);
		line += strcspn(line, "\n");
	}
}

/* The sections of a document share what each of them defines. */
static void read_all_labels(const struct check_input *input, struct labels *out)
{
	for (size_t i = 0; i < input->section_count; i++)
		if (input->sections[i].text)
			read_labels(input->sections[i].text, out);
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, compare);
}

static bool is_defined(const struct labels *labels, const char *label, size_t len)
{
	char *folded = fold_label(label, len);
	bool found = labels->count && bsearch(&folded, labels->items, labels->count, sizeof *labels->items, compare);
	free(folded);
	return found;
}

/* [text][label] or [text][] at `at`: its label, and where it ends; NULL if it is none. */
static const char *label_of(const char *text, const char *at, size_t *len, const char **end)
{
	size_t first = strcspn(at + 1, "[]\n"), second;
	const char *label = at + 1 + first;
	/* array[1][2] is something else */
	bool index = at > text && (isalnum((unsigned char)at[-1]) || strchr("]_)", at[-1]));
	if (index || !first || !text_starts(label, "]["))
		return NULL;
	label += 2;
	second = strcspn(label, "[]\n");
	if (label[second] != ']')
		return NULL;
	*len = second ? second : first;
	*end = label + second;
	return second ? label : at + 1;
}

/* [^1] at `at`: where its label begins and ends; NULL if it is none. With letters it may be part of a pattern. */
static const char *note_of(const char *at, size_t *len, const char **end)
{
	size_t digits = at[1] == '^' ? strspn(at + 2, "0123456789") : 0;
	*len = digits + 1;
	*end = at + 1 + *len;
	return digits && **end == ']' ? at + 1 : NULL;
}

/* Markdown leaves [text][label] and [^1] as they are where the label is not defined, so they are among the words. A note is
 * defined where it stands: those of other sections are others. */
static void find_undefined(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	struct labels labels = { 0 };
	bool more = true, read = false;
	if (!check_text_is_main(text) || text->kind == ENTITY_INCIDENT || text->kind == ENTITY_ACTION)
		return;
	for (const char *at = text->prose; more && (at = strchr(at, '[')); at++) {
		size_t len;
		const char *end, *note = note_of(at, &len, &end), *label = note ? note : label_of(text->prose, at, &len, &end);
		if (!label)
			continue;
		if (!read)
			read_all_labels(input, &labels);
		read = true;
		if (note || !is_defined(&labels, label, len)) {
			char *copy = mem_copy_n(label, len);
			more = check_found(run, text->kind, text->number, text->key, copy);
			free(copy);
		}
		at = end;
	}
	for (size_t i = 0; i < labels.count; i++)
		free(labels.items[i]);
	free(labels.items);
}

static const struct {
	const char *word;
	enum entity_kind kind;
} numbered[] = { { "event", ENTITY_EVENT }, { "action item", ENTITY_ACTION }, { "action", ENTITY_ACTION },
	{ "cause", ENTITY_CAUSE } };

/* The row of numbered whose word and a blank stand before byte `before` of a text, or -1. */
static int numbered_before(const char *text, size_t before)
{
	for (size_t i = 0; i < LENGTH(numbered); i++) {
		size_t len = strlen(numbered[i].word);
		const char *word = text + before - 1 - len;
		if (before >= len + 1 && strncasecmp(word, numbered[i].word, len) == 0 &&
			!(word > text && isalnum((unsigned char)word[-1])))
			return (int)i;
	}
	return -1;
}

/* "event #12": only with the word before it, since #12 alone is a ticket's. */
static void find_number(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	bool more = input->there && check_text_is_main(text);
	for (const char *at = text->prose; more && (at = strchr(at, '#')); at++) {
		size_t digits = strspn(at + 1, "0123456789"), before = (size_t)(at - text->prose);
		if (!digits || digits > 9 || isalnum((unsigned char)at[1 + digits]) || !before || at[-1] != ' ')
			continue;
		int row = numbered_before(text->prose, before);
		int64_t number = strtoll(at + 1, NULL, 10);
		if (row < 0 || input->there(input->context, numbered[row].kind, number))
			continue;
		struct buf what = { 0 };
		buf_printf(&what, "%s #%lld", numbered[row].word, (long long)number);
		more = check_found(run, text->kind, text->number, text->key, buf_text(&what));
		buf_fini(&what);
	}
}

static const struct check rows[] = {
	{ "target", CHECK_ERROR, "the link '{what}' leads nowhere: no reference is called so", "GitHub Docs: Relative links",
		"{edit} --link", "LINK", find_action_links, .find_event = find_event_link,
		.why = "Readers cannot follow it. A link is an address, a tracker's short form (#12, org/repo#12, OPS-12), or "
		       "the label or address of an entry of `ref`." },
	{ "anchor", CHECK_ERROR, "the document has no place called '#{what}'", "GitHub Docs: Section links", "{edit}", "",
		.find_text = find_anchor,
		.why = "A link within the document is the name of a heading, in lower case with hyphens, or of a reference's "
		       "label as in #ref-50." },
	{ "undefined", CHECK_ERROR, "nothing defines [{what}]", "GitHub Flavored Markdown, 6.6: Links", "{edit}", "",
		.find_text = find_undefined,
		.why = "[text][label] shows as it is unless a line `[label]: address` stands in one of the sections, and [^1] unless "
		       "`[^1]: note` stands in the same one." },
	{ "number", CHECK_ERROR, "there is no {what}", "inquest: numbers are those of the lists", "{edit}", "",
		.find_text = find_number,
		.why = "It was deleted, or another one is meant. Looked at are `event #12`, `action #3`, `action item #3` and "
		       "`cause #2`; a bare #12 is a ticket's." },
};

const struct check_set check_set_targets = { rows, LENGTH(rows) };
