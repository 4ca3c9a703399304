/* Checks of what the author writes. */
#include "model/check_rows.h"

#include <stdlib.h>

#include "base/text.h"
#include "model/likeness.h"
#include "model/points.h"

/* ---- sections that are empty -------------------------------------------------------------------- */

/* Those of which another row tells, as one of a group. */
static const char *const endings[] = { "resolution", "recovery" };
static const char *const summaries[] = { "summary", "executive-summary" };
static const char *const lessons[] = { "went-well", "went-wrong", "got-lucky" };

static bool is_among(const char *const *keys, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(keys[i], key))
			return true;
	return false;
}

static bool is_empty(const struct check_section *section)
{
	return section->prompt && text_empty(section->text);
}

static void find_empty_among(
	struct check_run *run, const struct check_input *input, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < input->section_count; i++) {
		const struct check_section *section = &input->sections[i];
		if (is_empty(section) && is_among(keys, count, section->key))
			check_found(run, ENTITY_SECTION, 0, section->key, section->heading);
	}
}

static void find_no_summary(struct check_run *run, const struct check_input *input)
{
	find_empty_among(run, input, summaries, LENGTH(summaries));
}

static void find_no_ending(struct check_run *run, const struct check_input *input)
{
	find_empty_among(run, input, endings, LENGTH(endings));
}

static void find_no_lessons(struct check_run *run, const struct check_input *input)
{
	find_empty_among(run, input, lessons, LENGTH(lessons));
}

static void find_empty_sections(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->section_count; i++) {
		const struct check_section *section = &input->sections[i];
		bool others = is_among(summaries, LENGTH(summaries), section->key) ||
			      is_among(endings, LENGTH(endings), section->key) ||
			      is_among(lessons, LENGTH(lessons), section->key);
		if (section->required && !others && text_empty(section->text))
			check_found(run, ENTITY_SECTION, 0, section->key, section->heading);
	}
}

/* ---- what went wrong ---------------------------------------------------------------------------- */

enum { SHARED = 2 }; /* words that a point and an action item have in common to be about the same */

/* The point names the action by its number or its link. */
static bool is_cited(const char *point, const struct record *action)
{
	const char *link = record_text(action, ACTION_LINK);
	struct buf number = { 0 };
	buf_printf(&number, "action #%lld", (long long)action->number);
	const char *at = strcasestr(point, buf_text(&number));
	bool cited = (at && !strchr("0123456789", at[number.len])) || (at && !at[number.len]);
	buf_fini(&number);
	return cited || (*link && strstr(point, link));
}

/* The titles of the action items, as many as there are. */
static struct likeness *read_titles(const struct records *actions)
{
	struct likeness *titles = mem_new(actions->count + 1, sizeof *titles);
	for (size_t i = 0; i < actions->count; i++)
		likeness_read(&titles[i], record_text(&actions->items[i], ACTION_TITLE));
	return titles;
}

static bool has_action(const struct records *actions, const struct likeness *titles, const char *point)
{
	struct likeness words;
	likeness_read(&words, point);
	size_t needed = words.count < SHARED ? words.count : SHARED;
	bool has = false;
	for (size_t i = 0; i < actions->count && !has; i++)
		has = likeness_shared(&words, &titles[i]) >= needed || is_cited(point, &actions->items[i]);
	likeness_fini(&words);
	return has;
}

static void find_wrong_without_action(struct check_run *run, const struct check_input *input)
{
	const struct check_section *section = check_section(input, "went-wrong");
	const char *text = section ? section->text : "";
	struct likeness *titles = read_titles(input->actions);
	struct buf point = { 0 };
	for (bool more = true; more && points_next(&text, &point);) {
		struct buf title = { 0 };
		if (!has_action(input->actions, titles, buf_text(&point))) {
			check_put_title(buf_text(&point), &title);
			more = check_found(run, ENTITY_SECTION, 0, "went-wrong", buf_text(&title));
		}
		buf_fini(&title);
	}
	buf_fini(&point);
	for (size_t i = 0; i < input->actions->count; i++)
		likeness_fini(&titles[i]);
	free(titles);
}

/* ---- what happened before ----------------------------------------------------------------------- */

/* All words of a query must be there: the longest one is the most likely to say what it was about. */
static void put_longest_word(const char *text, struct buf *out)
{
	static const char blanks[] = " \t,.:;()'\"";
	const char *best = text;
	size_t most = 0;
	for (size_t len; *text; text += len + strspn(text + len, blanks)) {
		len = strcspn(text, blanks);
		best = len > most ? text : best;
		most = len > most ? len : most;
	}
	char *word = mem_copy_n(best, most);
	words_quote(out, word);
	free(word);
}

static void find_no_similar(struct check_run *run, const struct check_input *input)
{
	struct buf words = { 0 };
	if (check_has_section(input, "similar"))
		return;
	for (size_t i = 0; i < input->references->count; i++)
		if (strncasecmp(record_text(&input->references->items[i], REFERENCE_LABEL), "similar", 7) == 0)
			return;
	put_longest_word(record_text(input->incident, INCIDENT_TITLE), &words);
	check_found(run, check_section(input, "similar") ? ENTITY_SECTION : ENTITY_REFERENCE, 0,
		check_section(input, "similar") ? "similar" : "", buf_text(&words));
	buf_fini(&words);
}

static const struct check rows[] = {
	{ "summary", CHECK_ERROR, "the section '{what}' is empty", "SRE Workbook, ch. 10: Clarity",
		"section edit {key}", "", find_no_summary,
		.why = "Most readers read nothing else." },
	{ "recovery", CHECK_ERROR, "the section '{what}' is empty: what ended it is not told",
		"SRE Workbook, ch. 10: Key details omitted", "section edit {key}", "", find_no_ending,
		.why = "Who has the same outage next looks for what ended this one. It applies where the template asks for "
		       "`resolution` or `recovery`." },
	{ "section", CHECK_ERROR, "the section '{what}' is empty", "SRE Workbook, ch. 10: Key details omitted",
		"section edit {key}", "", find_empty_sections,
		.why = "The template asks for it. What is optional there is not demanded." },
	{ "lessons", CHECK_WARNING, "the section '{what}' is empty", "SRE Book, app. D: Lessons Learned",
		"section edit {key}", "", find_no_lessons,
		.why = "What went well shall stay, what went wrong needs an action item, and luck is not there next time." },
	{ "wrong-action", CHECK_WARNING, "nothing is done about what went wrong: '{what}'",
		"SRE Workbook, ch. 10: Concrete action items", "action add", "TITLE", find_wrong_without_action,
		.when = "went-wrong",
		.why = "Each point of `went-wrong` is held against the action items. It has one if it shares two words with "
		       "its title (endings do not matter, nor do small words), holds its link, or says `action #3`." },
	{ "similar", CHECK_WARNING, "nobody looked whether it happened before",
		"PagerDuty, Postmortems: Analyze the Incident", "search {what}", "", find_no_similar,
		.when = "similar references", .ours = true,
		.why = "A second time says that what was done the first time did not do. Search, then write the section "
		       "`similar` (that nothing was found is an answer too), or add a reference whose label begins so." },
};

const struct check_set check_set_sections = { rows, LENGTH(rows) };
