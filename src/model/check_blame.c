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
	/* what a machine was expected to do */
	{ "should|shouldn't|ought $adv have $adv $done", THEN,
		"should $adv have ? automatically|resulted|existed|stayed|remained" },
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
	{ "$who was|were|is|are ? at fault", PLAIN },
	{ "$who is|are|was|were $adv to blame", PLAIN },
	{ "obviously", UNSEEN, "obviously wrong|incorrect|broken|bad" },
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
	{ "unbelievable|unbelievably|unacceptable|unacceptably", PLAIN, "unacceptable behavior|behaviour" },
	{ "can't|cannot believe", PLAIN },
	{ "horrible|horribly|terrible|awful|horrific|horrendous", PLAIN },
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

/* What says in the sentence of an outage that not everything was down for everybody. That many were affected does not. */
static const char *const partial[] = { "partial|partially|partly",
	"some|few|certain|most of ? users|customers|requests|clients|visitors|calls|orders|tenants|accounts",
	"some|few|certain|most users|customers|requests|clients|visitors|people|calls|orders|tenants|accounts",
	"subset|fraction|minority of", "small number|percentage|share|group of" };

/* What a share is of, if it says how many were hit. */
static const char of_whom[] = "requests|users|customers|clients|visitors|calls|traffic|orders|payments|logins|checkouts|"
			      "sessions|transactions|messages|tenants|accounts";

/* Before "outage" they say what it was, or whose; or that it was told of before. */
static const char *const named[] = { "partial", "partly", "no", "regional", "local", "power", "provider", "provider's",
	"upstream", "vendor", "vendor's", "cloud", "third-party", "planned", "minor", "full", "total", "complete", "global",
	"network", "network-wide", "site-wide", "the", "this", "that", "these", "those", "such", "any", "similar", "previous", "earlier",
	"past", "future" };

/* "61 % of requests": less than nearly all. */
static bool is_share(const struct phrase_words *words, size_t i)
{
	const struct phrase_word *number = &words->items[i];
	const char *sign = number->at + number->len;
	return *number->at >= '0' && *number->at <= '9' && sign[strspn(sign, " ")] == '%' && strtol(number->at, NULL, 10) < 95 &&
	       phrase_match(words, i + 1, "of", NULL) &&
	       (phrase_match(words, i + 2, of_whom, NULL) || phrase_match(words, i + 3, of_whom, NULL));
}

/* The summary or the impact gives a share: it holds for the whole incident. */
static bool gives_share(const struct check_input *input)
{
	bool found = false;
	for (size_t i = 0; i < input->text_count && !found; i++) {
		const struct check_text *text = &input->texts[i];
		struct phrase_words words = { 0 };
		if (!text_equal(text->key, "summary") && !text_equal(text->key, "impact"))
			continue;
		phrase_split(&words, text->prose);
		for (size_t w = 0; w < words.count && !found; w++)
			found = is_share(&words, w);
		phrase_words_fini(&words);
	}
	return found;
}

static bool ends_sentence(const struct phrase_words *words, size_t i)
{
	const struct phrase_word *word = &words->items[i];
	return i + 1 >= words->count || (!words->items[i + 1].near && strchr(".!?", word->at[word->len]));
}

/* One of the words of the sentence around the `i`th says that it was partial. */
static bool is_partial(const struct phrase_words *words, size_t i)
{
	size_t first = i, last = i;
	while (first > 0 && !ends_sentence(words, first - 1))
		first--;
	while (last + 1 < words->count && !ends_sentence(words, last))
		last++;
	for (; first <= last; first++)
		for (size_t p = 0; p < LENGTH(partial); p++)
			if (phrase_match(words, first, partial[p], NULL))
				return true;
	return false;
}

/* "AWS us-east-1 outage" within a sentence is somebody else's. */
static bool is_named(const struct phrase_words *words, size_t i, bool title)
{
	if (!i || !words->items[i].near)
		return false;
	const struct phrase_word *before = &words->items[i - 1];
	for (size_t n = 0; n < LENGTH(named); n++)
		if (phrase_is(before, named[n], strlen(named[n])))
			return true;
	bool capital = *before->at >= 'A' && *before->at <= 'Z' && i > 1 && before->near;
	bool region = (*before->at < '0' || *before->at > '9') && before->at[before->len - 1] >= '0' &&
		      before->at[before->len - 1] <= '9';
	return !title && (capital || region);
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

/* Where a text says it first of what was partial, if it does. */
static bool tell_outage(struct check_run *run, const struct check_text *text, bool known)
{
	struct phrase_words words = { 0 };
	struct buf what = { 0 };
	/* several are the subject of a title; in sentences they are those of other times */
	bool title = text->kind == ENTITY_INCIDENT;
	const char *pattern = title ? "outage|outages" : "outage";
	phrase_split(&words, text->prose);
	for (size_t w = 0; w < words.count && !what.len; w++) {
		if (!phrase_match(&words, w, pattern, NULL) || is_named(&words, w, title) ||
			!(known || is_partial(&words, w)))
			continue;
		check_quote(&words, w, 1, &what);
		check_text_place(text, text->prose, (size_t)(words.items[w].at - text->prose), &what);
		check_text_found(run, text, buf_text(&what));
	}
	bool told = what.len;
	phrase_words_fini(&words);
	buf_fini(&what);
	return told;
}

static void find_outage(struct check_run *run, const struct check_input *input)
{
	const char *severity = record_text(input->incident, INCIDENT_SEVERITY);
	bool known = text_equal(severity, "SEV4") || text_equal(severity, "SEV5") || gives_share(input), told = false;
	for (size_t i = 0; i < input->text_count && !told; i++)
		told = is_headline(&input->texts[i]) && tell_outage(run, &input->texts[i], known);
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
		.why = "Who could still work reads that nothing did, and believes the next report less. It applies where the summary "
		       "or the impact gives a share (40 % of requests), the same sentence says partly or some users, or the "
		       "severity is SEV4 or SEV5." },
};

const struct check_set check_set_blame = { rows, LENGTH(rows) };
