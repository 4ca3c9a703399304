/* Checks of wording that judges people or makes them the cause. */
#include "model/check_words.h"

#include <stdlib.h>

#include "base/text.h"

/* ---- a person as the cause ------------------------------------------------------------------------ */

#define SYSTEM "say what made it possible or likely, whoever had been there"

#define UNDONE                                                                                                         \
	"notice|noticed|read|follow|followed|test|tested|verify|verified|tell|told|ask|asked|look|looked|review|reviewed|" \
	"realise|realised|realize|realized|escalate|escalated|bother|bothered"

/* What only people do is enough of anybody; what machines do as well, only of those known to be people. */
static const struct wording person_rows[] = {
	{ "$name $adv forgot|forgets|overlooked|neglected|misread|mistyped|botched|panicked|bungled", SYSTEM },
	{ "$name $adv made|makes|had made a|an|the ? mistake|error|typo|slip", SYSTEM },
	{ "$name did|had not|never check|checked|" UNDONE, SYSTEM },
	{ "$name didn't|hadn't|never check|checked|" UNDONE, SYSTEM },
	{ "$person $adv failed|omitted to", SYSTEM },
	{ "$person $adv missed|broke|caused|triggered|ignored|misconfigured|mismanaged|messed", SYSTEM },
	{ "$person $adv deleted|dropped|pushed|deployed|merged|ran|applied|used|entered|typed the|a wrong|faulty|broken|bad",
		SYSTEM },
	{ "caused|triggered|broken|introduced|botched|misconfigured by $person", SYSTEM },
	{ "due|because to|of $person", SYSTEM },
	{ "mistake|error|fault|carelessness|oversight|negligence of|by|from $person", SYSTEM },
	{ "$persons ? mistake|error|fault|carelessness|oversight|negligence|typo|slip", SYSTEM },
	{ "blame|blamed|blames|blaming $person", SYSTEM },
	{ "$person was|is $adv careless|negligent|inattentive|inexperienced|overconfident|sloppy|distracted|tired", SYSTEM },
	{ "$person was|is $adv to blame|fault", SYSTEM },
	{ "$person was|is $adv at fault", SYSTEM },
	{ "$person was|is $adv responsible for ? outage|incident|failure|mistake|error|downtime", SYSTEM },
	{ "$new $adv forgot|overlooked|neglected|missed|broke|caused|ignored|misread|mistyped|misconfigured|deleted|dropped|ran|"
	  "made|pushed|deployed|merged|entered|typed|failed|did|didn't|was|had", SYSTEM },
	{ "by a|an|the|our $new", SYSTEM },
	{ "because|mistake|error|fault of a|an|the|our $new", SYSTEM },
};

/* A cause whose subject is a person: "Ana changed the limit". */
static const struct wording subject_rows[] = {
	{ "$person $adv was|is|had|has|did|didn't|made|took|ran|set|put|went|left|gave|wrote|forgot|broke|sent|got|kept|let", SYSTEM },
	{ "$person $adv $done", SYSTEM },
};

static const struct wordings persons = { person_rows, LENGTH(person_rows) },
			     subject = { subject_rows, LENGTH(subject_rows) };

static void find_persons(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	struct phrase_people people = { 0 };
	size_t before = run->out->count;
	if (!check_text_is_account(text))
		return;
	check_people(input, &people);
	check_wordings(run, text, &people, &persons, NULL);
	if (text->kind == ENTITY_CAUSE && run->out->count == before)
		check_wordings(run, text, &people, &subject, NULL);
	phrase_people_fini(&people);
}

/* ---- blame and hindsight -------------------------------------------------------------------------- */

#define THEN "say what was known and done at the time, and why it made sense"
#define EASY "say what made the mistake easy to make and hard to notice"
#define PLAIN "leave the judgment out and say what happened"
#define UNSEEN "it was not obvious at the time: say what people saw"
#define HINDERED "say what they had in front of them and what was in the way"

static const struct wording blame_rows[] = {
	{ "should|shouldn't|ought $adv have $adv $done", THEN },
	{ "ought $adv to have $adv $done", THEN },
	{ "must $adv never have $adv $done", THEN },
	{ "could $adv have $adv been $adv avoided|prevented|caught|detected|noticed|foreseen|seen|stopped", THEN,
		"could not" },
	{ "$who could $adv have $adv $done", THEN, "$who could $adv have $adv lost|been|had" },
	{ "could $adv have $adv caught|prevented|noticed|detected|avoided|foreseen|stopped", THEN, "could not" },
	{ "if only", THEN },
	{ "if $who had $adv $done", THEN },
	{ "with ? hindsight", THEN },
	{ "in hindsight", THEN },
	{ "known better", THEN },
	{ "$who $adv failed|fails|neglected|omitted to", HINDERED },
	{ "neglected|neglects to", HINDERED },
	{ "forgot|forgets to", EASY },
	{ "$who $adv forgot|overlooked|ignored|violated|panicked", HINDERED },
	{ "ignored|ignoring ? ? alert|alerts|alarm|alarms|warning|warnings|page|pages", HINDERED },
	{ "did|didn't|not bother", HINDERED },
	{ "human|operator|pilot error|errors|mistake|mistakes|failure|failures|failing", EASY },
	{ "user error", EASY, "user error rate|rates|message|messages|page|pages|report|reports|log|logs" },
	{ "beginner|beginner's|rookie|stupid|silly|dumb error|errors|mistake|mistakes", EASY },
	{ "avoidable|obvious|elementary|simple mistake|mistakes", EASY },
	{ "bad|poor judgment|judgement|decision|decisions", THEN },
	{ "careless|carelessly|carelessness|inattention|inattentive|complacent|complacency", PLAIN },
	{ "negligent|negligence|reckless|recklessly|sloppy|sloppiness|irresponsible", PLAIN },
	{ "incompetent|incompetence|stupid|stupidity|inexcusable|unforgivable", PLAIN, "stupid error|mistake" },
	{ "lack|loss of attention|care|diligence|discipline", HINDERED },
	{ "at fault", PLAIN },
	{ "is|are|was|were to blame", PLAIN },
	{ "obviously", UNSEEN },
	{ "of course", UNSEEN },
	{ "common sense", UNSEEN },
	{ "everyone|everybody knew|knows", UNSEEN },
};

static const struct wordings blame = { blame_rows, LENGTH(blame_rows) };

static void find_blame(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	struct phrase_people people = { 0 };
	if (!check_text_is_main(text))
		return;
	if (text->kind != ENTITY_EVENT)
		check_people(input, &people);
	check_wordings(run, text, &people, &blame, check_text_is_account(text) ? &persons : NULL);
	phrase_people_fini(&people);
}

static const struct wording animated_rows[] = {
	{ "ridiculous|ridiculously|insane|insanely|absurd|absurdly|crazy|crazily", PLAIN },
	{ "unbelievable|unbelievably|unacceptable|unacceptably", PLAIN },
	{ "can't|cannot believe", PLAIN },
	{ "horrible|horribly|terrible|terribly|awful|awfully|horrific|horrendous", PLAIN },
	{ "nightmare|fiasco|debacle|shambles|farce", PLAIN },
	{ "disgraceful|shameful|embarrassing|embarrassingly|pathetic|idiotic", PLAIN },
	{ "wtf|damn|damned|crap|crappy|fuck|fucked|fucking|shit|shitty", PLAIN },
};

static const struct wordings animated = { animated_rows, LENGTH(animated_rows) };

static void find_animated(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	(void)input;
	if (check_text_is_main(text) && text->kind != ENTITY_EVENT)
		check_wordings(run, text, NULL, &animated, NULL);
}

/* ---- more than it was ----------------------------------------------------------------------------- */

/* What says that not everything was down for everybody. */
static const char *const partial[] = { "partial|partially|partly|degraded|degradation|intermittent|intermittently",
	"some|many|several|few users|customers|requests|clients|visitors|people|calls", "slow|slower|slowly|delayed" };

/* Before "outage" they say what it was, or whose. */
static const char *const named[] = { "partial", "partly", "no", "regional", "local", "power", "provider", "provider's",
	"upstream", "vendor", "vendor's", "cloud", "third-party", "planned", "minor", "full", "total", "complete" };

/* "61 % of": less than nearly all. */
static bool has_share(const char *prose)
{
	for (const char *at = prose; (at = strchr(at, '%')); at++) {
		const char *number = at;
		while (number > prose && strchr(" 0123456789.,", number[-1]))
			number--;
		number += strspn(number, " .,");
		if (number < at && text_starts(at + 1, " of") && atoi(number) < 95)
			return true;
	}
	return false;
}

static bool says_partial(const struct check_input *input)
{
	for (size_t i = 0; i < input->text_count; i++) {
		const struct check_text *text = &input->texts[i];
		struct phrase_words words = { 0 };
		bool found = false;
		if (!text_equal(text->key, "summary") && !text_equal(text->key, "impact"))
			continue;
		phrase_split(&words, text->prose);
		for (size_t w = 0; w < words.count && !found; w++)
			for (size_t p = 0; p < LENGTH(partial) && !found; p++)
				found = phrase_match(&words, w, partial[p], NULL) > 0;
		phrase_words_fini(&words);
		if (found || has_share(text->prose))
			return true;
	}
	return false;
}

static bool is_named(const struct phrase_words *words, size_t i)
{
	if (!i || !words->items[i].near)
		return false;
	for (size_t n = 0; n < LENGTH(named); n++)
		if (phrase_is(&words->items[i - 1], named[n], strlen(named[n])))
			return true;
	return false;
}

static bool is_headline(const struct check_text *text)
{
	static const char *const keys[] = { "summary", "impact", "executive-summary", "public-summary", "public-impact",
		"update-now" };
	if (text->kind == ENTITY_INCIDENT)
		return check_text_is_main(text);
	for (size_t i = 0; i < LENGTH(keys); i++)
		if (text_equal(text->key, keys[i]) && check_text_is_main(text))
			return true;
	return false;
}

static void find_outage(struct check_run *run, const struct check_input *input)
{
	const struct choice *severities = entity_get(ENTITY_INCIDENT)->fields[INCIDENT_SEVERITY].choices;
	enum { MAJOR = 1 }; /* SEV1, SEV2 */
	bool known = says_partial(input);
	if (!known && choice_rank(severities, record_text(input->incident, INCIDENT_SEVERITY)) <= MAJOR)
		return;
	for (size_t i = 0; i < input->text_count; i++) {
		const struct check_text *text = &input->texts[i];
		struct phrase_words words = { 0 };
		struct buf what = { 0 };
		phrase_split(&words, is_headline(text) ? text->prose : "");
		for (size_t w = 0; w < words.count && !what.len; w++) {
			if (!phrase_match(&words, w, "outage|outages", NULL) || is_named(&words, w))
				continue;
			check_quote(&words, w, 1, &what);
			check_text_place(text, text->prose, (size_t)(words.items[w].at - text->prose), &what);
			check_text_found(run, text, buf_text(&what));
		}
		phrase_words_fini(&words);
		buf_fini(&what);
	}
}

static const struct check rows[] = {
	{ "person", CHECK_ERROR, "makes a person the cause: {what}",
		"SRE Workbook, ch. 10: Counterproductive finger pointing", "{edit}", "", .find_text = find_persons,
		.why = "A person could do it because something let them; as long as that stays, the next person will." },
	{ "blame", CHECK_WARNING, "judges with hindsight: {what}",
		"Etsy Debriefing Facilitation Guide: The Art of Asking Questions", "{edit}", "", .find_text = find_blame,
		.why = "Who was there did not know how it would end. What made it look right to them can be changed." },
	{ "animated", CHECK_WARNING, "is more feeling than fact: {what}", "SRE Workbook, ch. 10: Animated language",
		"{edit}", "", .find_text = find_animated,
		.why = "Judgements turn readers away from the facts, and people from telling them." },
	{ "outage", CHECK_WARNING, "says {what}, but not everything was down: say what did not work, and for whom",
		"PagerDuty Postmortem Documentation: Effective Postmortems", "{edit}", "", find_outage,
		.why = "Who could still work reads that nothing did, and believes the next report less." },
};

const struct check_set check_set_blame = { rows, LENGTH(rows) };
