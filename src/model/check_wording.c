/* Checks of how action items are worded, and of logs among the words. */
#include "model/check_words.h"

#include "base/text.h"
#include "model/points.h"

/* ---- action items ---------------------------------------------------------------------------------- */

/* Verbs that a title may not begin with: nobody can tell when they are done. */
static const struct wording vague[] = {
	{ "improve|enhance|strengthen|harden|optimize|optimise|streamline|increase|boost", "say what will be different" },
	{ "investigate|explore|research|examine|analyze|analyse|study|understand|look|dig",
		"say what is to be known in the end, and where it will be written" },
	{ "consider|evaluate|discuss|think|revisit|rethink|reconsider|assess", "say what is to be decided, by whom" },
	{ "try|strive|aim|attempt", "say what is to be done" },
	{ "be ? careful|aware|vigilant|attentive|mindful", "say what helps people to be" },
	{ "pay ? attention", "say what draws it there" },
	{ "take ? care", "say what is to be done" },
	{ "make ? better|faster|safer|easier|sure|robust", "say what will be different" },
	{ "ensure|encourage|promote|facilitate|support", "say what makes it happen" },
	{ "remind|educate|raise|tell|teach|communicate", "say what helps when they have forgotten it" },
	{ "address|handle|tackle|mitigate|deal", "say how" },
	{ "keep ? eye", "say what will tell it" },
};

/* With these the end can be told all the same. */
static const char *const bounded[] = { "so that", "until", "and|then write|document|decide|record|publish|propose|report|list",
	"instead of", "when|whenever|if" };

/* Words that leave open how much. */
static const struct wording fuzzy_rows[] = {
	{ "better|properly|appropriately|adequately|sufficiently|carefully|robustly|robust|resilient", "say how it will be seen" },
	{ "faster|quicker|sooner|earlier|smarter|safer|cleaner", "say by how much" },
	{ "more|some|additional|various|several|further monitoring|alerts|alerting|tests|testing|logging|metrics|checks|"
	  "documentation|training|visibility|automation|dashboards",
		"say which" },
	{ "as needed|necessary|appropriate|required", "say when" },
	{ "if|when|where|wherever possible|needed|necessary", "say when" },
	{ "as soon as possible", "give a date" },
	{ "asap|eventually|someday", "give a date" },
	{ "in ? future", "say from when" },
	{ "generally|regularly|periodically|often|frequently", "say how often" },
	{ "etc|stuff|things", "name them" },
	{ "fix|solve|resolve the|this|that|it issue|issues|bug|bugs|problem|problems|outage|incident", "say which, and how" },
	{ "prevent|avoid this|that|it|such|similar", "say what will stop it" },
};

static const struct wordings fuzzy = { fuzzy_rows, LENGTH(fuzzy_rows) };

static bool has_number(const char *text)
{
	return strpbrk(text, "0123456789");
}

static bool is_bounded(const struct phrase_words *words)
{
	for (size_t i = 1; i < words->count; i++)
		for (size_t b = 0; b < LENGTH(bounded); b++)
			if (phrase_match(words, i, bounded[b], NULL))
				return true;
	return false;
}

/* What is declined or done need not be told better. Lists are in the order of numbers mostly, and have gaps: it stands at its
 * number or a little before. */
static bool is_open(const struct check_input *input, const struct check_text *text)
{
	size_t count = input->actions->count, number = text->number > 0 ? (size_t)text->number : 1;
	for (size_t i = 0, at = number < count ? number : count; i < count; i++, at = at > 1 ? at - 1 : count) {
		const struct record *action = &input->actions->items[at - 1];
		if (action->number != text->number)
			continue;
		const char *state = record_text(action, ACTION_STATE);
		return !text_equal(state, "declined") && !text_equal(state, "done");
	}
	return true;
}

/* The row whose verb a title begins with, after words such as "we need to". */
static const struct wording *find_vague(const struct phrase_words *words, size_t *at, size_t *used)
{
	static const char *const before[] = { "please|also|we|let's|then", "should|must|will|need|needs", "to" };
	*at = 0;
	for (size_t i = 0; i < LENGTH(before) && *at < words->count; i++)
		*at += phrase_match(words, *at, before[i], NULL);
	for (size_t i = 0; i < LENGTH(vague) && *at < words->count; i++)
		if ((*used = phrase_match(words, *at, vague[i].pattern, NULL)))
			return &vague[i];
	return NULL;
}

static bool is_title(const struct check_input *input, const struct check_text *text)
{
	return text->kind == ENTITY_ACTION && check_text_is_main(text) && is_open(input, text);
}

static void find_vague_action(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	struct phrase_words words = { 0 };
	size_t at, used = 0;
	if (!is_title(input, text))
		return;
	phrase_split(&words, text->prose);
	const struct wording *row = find_vague(&words, &at, &used);
	if (row && !has_number(text->prose) && !is_bounded(&words)) {
		struct buf what = { 0 };
		check_quote(&words, at, used, &what);
		buf_printf(&what, ": %s", row->instead);
		check_text_found(run, text, buf_text(&what));
		buf_fini(&what);
	}
	phrase_words_fini(&words);
}

/* What follows the first sentence says what it is good for. */
static struct check_text first_sentence(const struct check_text *text, struct buf *out)
{
	struct check_text first = *text;
	const char *at = text->prose;
	points_sentence(&at, out);
	first.prose = buf_text(out);
	return first;
}

/* One thing is told of a title: its verb before the rest. */
static void find_fuzzy_action(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	struct phrase_words words = { 0 };
	struct buf sentence = { 0 };
	size_t at, used;
	if (!is_title(input, text) || has_number(text->prose))
		return;
	struct check_text first = first_sentence(text, &sentence);
	phrase_split(&words, text->prose);
	if (words.count == 1 && !strstr(text->raw, "`"))
		check_text_found(run, text, "one word: say what will have been done");
	else if (!find_vague(&words, &at, &used) || is_bounded(&words))
		check_wordings(run, &first, NULL, &fuzzy, NULL);
	phrase_words_fini(&words);
	buf_fini(&sentence);
}

/* ---- logs ------------------------------------------------------------------------------------------ */

enum { SCREEN = 24 };

/* The lines of a fenced block that begins at `at`, and its end. */
static size_t fence_lines(const char *at, const char **end)
{
	char fence[4] = { *at, *at, *at, '\0' };
	size_t lines = 0;
	for (at += strcspn(at, "\n"); *at; lines++) {
		at++;
		size_t indent = strspn(at, " ");
		if (text_starts(at + indent, fence))
			break;
		at += strcspn(at, "\n");
	}
	*end = at + strcspn(at, "\n");
	return lines;
}

static bool is_fence(const char *line)
{
	line += strspn(line, " ");
	return text_starts(line, "```") || text_starts(line, "~~~");
}

/* The longest run of lines that nobody wrote as sentences: a fenced block; in an event the whole text. */
static size_t log_lines(const struct check_text *text, size_t *offset)
{
	size_t most = 0, all = 1;
	*offset = 0;
	for (const char *line = text->raw; *line; line += *line == '\n') {
		const char *end = line + strcspn(line, "\n");
		if (is_fence(line)) {
			size_t lines = fence_lines(line + strspn(line, " "), &end);
			if (lines > most) {
				most = lines;
				*offset = (size_t)(line - text->raw);
			}
		}
		all += *end == '\n';
		line = end;
	}
	if (text->kind == ENTITY_EVENT && !most && all > SCREEN)
		most = all;
	return most;
}

static void find_long_log(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	size_t offset;
	(void)input;
	if (!check_text_is_main(text))
		return;
	size_t lines = log_lines(text, &offset);
	if (lines <= SCREEN)
		return;
	struct buf what = { 0 };
	buf_printf(&what, "%zu lines", lines);
	check_text_place(text, text->raw, offset, &what);
	check_text_found(run, text, buf_text(&what));
	buf_fini(&what);
}

static const struct check rows[] = {
	{ "vague", CHECK_WARNING, "begins with {what}", "SRE Workbook, ch. 10: Key action item characteristics missing",
		"{edit}", "", .find_text = find_vague_action,
		.why = "It can be neither planned nor finished: name what will be different." },
	{ "verifiable", CHECK_WARNING, "nobody can tell when it is done: {what}",
		"SRE Workbook, ch. 10: Concrete action items", "{edit}", "", .find_text = find_fuzzy_action,
		.why = "Without an end that anybody can see it stays open for ever, or is closed for nothing." },
	{ "long-log", CHECK_WARNING, "shows {what} of raw text: keep those that matter, attach the rest",
		"SRE Workbook, ch. 10: Conciseness", "{edit}", "", .find_text = find_long_log,
		.why = "Nobody reads it; the lines that show what happened are lost in it." },
};

const struct check_set check_set_wording = { rows, LENGTH(rows) };
