/* Checks of why it happened. */
#include "model/check_rows.h"

#include "base/text.h"
#include "model/likeness.h"
#include "model/points.h"
#include "model/tree.h"

enum { WHYS = 5 };

static void find_no_root(struct check_run *run, const struct check_input *input)
{
	if (!check_has_cause(input, "root") && !check_has_section(input, "root-causes"))
		check_missing(run, ENTITY_CAUSE);
}

static void find_no_trigger(struct check_run *run, const struct check_input *input)
{
	if (!check_has_cause(input, "trigger") && !check_has_section(input, "trigger"))
		check_missing(run, ENTITY_CAUSE);
}

/* ---- the trigger and the root cause ------------------------------------------------------------- */

static bool says(const char *text, const struct likeness *other)
{
	struct likeness words;
	likeness_read(&words, text);
	bool same = likeness_of(&words, other) >= LIKENESS_SAME;
	likeness_fini(&words);
	return same;
}

/* A text or one of its sentences says the same as another text. */
static bool sentence_says(const char *text, const struct likeness *other)
{
	struct buf sentence = { 0 };
	bool same = says(text, other);
	while (!same && points_sentence(&text, &sentence))
		same = says(buf_text(&sentence), other);
	buf_fini(&sentence);
	return same;
}

static bool is_root(const struct check_input *input, const char *text)
{
	const struct check_section *section = check_section(input, "root-causes");
	struct likeness trigger;
	likeness_read(&trigger, text);
	bool same = section && sentence_says(section->text, &trigger);
	for (size_t i = 0; i < input->causes->count && !same; i++) {
		const struct record *cause = &input->causes->items[i];
		same = text_equal(record_text(cause, CAUSE_KIND), "root") &&
		       sentence_says(record_text(cause, CAUSE_TEXT), &trigger);
	}
	likeness_fini(&trigger);
	return same;
}

static void find_trigger_root(struct check_run *run, const struct check_input *input)
{
	const struct check_section *section = check_section(input, "trigger");
	for (size_t i = 0; i < input->causes->count; i++) {
		const struct record *cause = &input->causes->items[i];
		if (text_equal(record_text(cause, CAUSE_KIND), "trigger") && is_root(input, record_text(cause, CAUSE_TEXT)))
			check_found(run, ENTITY_CAUSE, cause->number, "", "");
	}
	if (section && !text_empty(section->text) && is_root(input, section->text))
		check_found(run, ENTITY_SECTION, 0, "trigger", "");
}

/* ---- how deep it goes --------------------------------------------------------------------------- */

/* How many whys stand above each other up to this one, it included; more than are asked for are not counted. */
static size_t chain_length(const struct records *causes, const struct tree *tree, size_t at)
{
	size_t length = 0;
	for (; at != TREE_NONE && length < WHYS && text_equal(record_text(&causes->items[at], CAUSE_KIND), "why"); length++)
		at = tree->parent[at];
	return length;
}

/* Points that are written as a list in the section. */
static size_t count_points(const struct check_section *section)
{
	struct buf point = { 0 };
	const char *text = section ? section->text : "";
	size_t count = 0;
	while (points_next(&text, &point))
		count++;
	buf_fini(&point);
	return count;
}

static void find_few_whys(struct check_run *run, const struct check_input *input)
{
	const struct check_section *section = check_section(input, "five-whys");
	const struct record *deepest = NULL;
	size_t longest = 0, written = count_points(section);
	struct tree tree;
	tree_init(&tree, input->causes);
	for (size_t i = 0; i < input->causes->count; i++) {
		size_t length = chain_length(input->causes, &tree, i);
		if (length > longest)
			deepest = &input->causes->items[i];
		longest = length > longest ? length : longest;
	}
	tree_fini(&tree);
	bool begun = longest || (section && section->prompt);
	struct buf count = { 0 };
	if (!begun || longest >= WHYS || written >= WHYS)
		return;
	buf_printf(&count, "%zu", longest > written ? longest : written);
	check_found(run, ENTITY_CAUSE, deepest ? deepest->number : 0, "", buf_text(&count));
	buf_fini(&count);
}

static void find_single_cause(struct check_run *run, const struct check_input *input)
{
	const struct record *only = NULL;
	size_t count = 0;
	for (size_t i = 0; i < input->causes->count; i++) {
		if (text_equal(record_text(&input->causes->items[i], CAUSE_KIND), "trigger"))
			continue;
		only = &input->causes->items[i];
		count++;
	}
	bool told = check_has_section(input, "contributing-factors") || check_has_section(input, "five-whys") ||
		    check_has_section(input, "root-causes");
	if (count == 1 && !told)
		check_found(run, ENTITY_CAUSE, only->number, "", "");
}

static const struct check rows[] = {
	{ "root-cause", CHECK_ERROR, "no root cause is named", "SRE Book, app. D: Root Causes",
		"cause add --kind root", "TEXT", find_no_root,
		.when = "causes root-causes contributing-factors five-whys",
		.why = "What had to be true for it to happen is what can be changed so that it does not happen again." },
	{ "trigger", CHECK_ERROR, "what set it off is not named beside the root cause", "SRE Book, app. D: Trigger",
		"cause add --kind trigger", "TEXT", find_no_trigger, .when = "causes trigger", .ours = true,
		.why = "The cause was there before; the trigger is why it was that moment. Taking one for the other leads to "
		       "forbidding deploys." },
	{ "trigger-root", CHECK_ERROR, "the trigger says the same as the root cause",
		"SRE Workbook, ch. 10: Key details omitted", "{edit}", "", find_trigger_root,
		.when = "causes trigger",
		.why = "If what set it off is also why it could happen, the question why was not asked. Two texts are "
		       "the same when two thirds of their words are." },
	{ "whys", CHECK_WARNING, "{what} of five whys answered", "T. Ohno, Toyota Production System: five whys",
		"cause add --kind why", "TEXT", find_few_whys, .when = "causes five-whys",
		.why = "The first answers name what broke, the later ones what let it. It applies once a why was answered, "
		       "and where the template asks for them." },
	{ "single-cause", CHECK_WARNING, "there is one cause and nothing that contributed",
		"R. Cook, How Complex Systems Fail, 3", "cause add --kind contributing", "TEXT", find_single_cause,
		.when = "causes root-causes contributing-factors",
		.why = "Outages need several things to go wrong at once: what made it likelier, worse, longer, or harder "
		       "to see?" },
};

const struct check_set check_set_causes = { rows, LENGTH(rows) };
