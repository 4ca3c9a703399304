#include "model/phrase.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"

/* ---- words --------------------------------------------------------------------------------------- */

/* Letters and digits: beyond ASCII all but spaces, punctuation, arrows and pictures. */
static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return cp - '0' < 10 || (cp | 0x20) - 'a' < 26;
	return (cp >= 0xc0 || cp == 0xaa || cp == 0xb5 || cp == 0xba) && cp != 0xd7 && cp != 0xf7 &&
	       !(cp >= 0x2000 && cp < 0x2c00) && !(cp >= 0x3000 && cp < 0x3040) && !(cp >= 0xfff0 && cp <= 0xffff) &&
	       cp < 0x1f000;
}

/* A character that may stand within a word. */
static bool is_joint(uint32_t cp)
{
	return cp == '-' || cp == '\'' || cp == '.' || cp == '_' || cp == 0x2019;
}

static size_t decode(const char *at, const char *end, uint32_t *cp)
{
	if (at < end && (unsigned char)*at < 0x80) {
		*cp = (unsigned char)*at;
		return 1;
	}
	size_t n = at < end ? utf8_decode(at, (size_t)(end - at), cp) : 0;
	if (!n)
		*cp = 0;
	return n ? n : 1;
}

static const char *word_end(const char *at, const char *end)
{
	uint32_t cp, next;
	while (at < end) {
		while (at < end && (unsigned char)*at < 0x80 && is_letter((unsigned char)*at))
			at++;
		if (at == end)
			break;
		size_t n = decode(at, end, &cp);
		if (is_joint(cp)) {
			decode(at + n, end, &next);
			if (!is_letter(next))
				break;
		} else if (!is_letter(cp)) {
			break;
		}
		at += n;
	}
	return at;
}

void phrase_split(struct phrase_words *out, const char *text)
{
	const char *end = text + strlen(text);
	bool near = false;
	uint32_t cp;
	for (const char *at = text; at < end;) {
		size_t n = decode(at, end, &cp);
		if (is_letter(cp)) {
			const char *after = word_end(at, end);
			size_t len = (size_t)(after - at);
			*vec_push(out) = (struct phrase_word){ at, len, near, phrase_hash(at, len) };
			at = after;
			near = true;
			continue;
		}
		near = near && (cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r');
		at += n;
	}
}

void phrase_words_fini(struct phrase_words *words)
{
	free(words->items);
	*words = (struct phrase_words){ 0 };
}

/* A byte in lower case, of Latin-1's letters too (their second byte after 0xc3). */
static unsigned char lower(unsigned char before, unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c + 32);
	return before == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97 ? (unsigned char)(c + 32) : c;
}

/* Case of both is ignored. */
static bool same_word(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t i = 0, j = 0;
	while (i < a_len && j < b_len) {
		bool curly = a[i] == '\xe2' && text_starts(a + i, "\xe2\x80\x99");
		unsigned char x = curly ? '\'' : lower(i ? (unsigned char)a[i - 1] : 0, (unsigned char)a[i]);
		if (x != lower(j ? (unsigned char)b[j - 1] : 0, (unsigned char)b[j]))
			return false;
		i += curly ? 3 : 1;
		j++;
	}
	return i == a_len && j == b_len;
}

bool phrase_is(const struct phrase_word *word, const char *plain, size_t len)
{
	return same_word(word->at, word->len, plain, len);
}

/* ---- people -------------------------------------------------------------------------------------- */

/* Parts of the names of those who log and are no people. */
static const char *const machines[] = { "alert", "bot", "cron", "grafana", "jenkins", "monitor", "nagios", "pager",
	"prometheus", "statuspage", "system", "watchdog", "zabbix" };

static bool is_machine(const char *name)
{
	for (size_t i = 0; i < LENGTH(machines); i++)
		if (strcasestr(name, machines[i]))
			return true;
	return false;
}

static void add_name(struct phrase_people *people, const char *name, size_t len, bool role)
{
	while (len && name[len - 1] == ' ')
		len--;
	if (len < 2)
		return;
	for (size_t i = 0; i < people->count; i++)
		if (same_word(name, len, people->items[i].name, strlen(people->items[i].name)))
			return;
	*vec_push(people) = (struct phrase_person){ mem_copy_n(name, len), role };
}

void phrase_people_add(struct phrase_people *people, const char *person, bool role)
{
	size_t name = strcspn(person, "<@,("), first = strcspn(person, " <@,(");
	const char *mail = strchr(person, '<');
	if (!role && is_machine(person))
		return;
	add_name(people, person, name, role);
	add_name(people, person, first, role);
	if (mail)
		add_name(people, mail + 1, strcspn(mail + 1, "@>"), role);
}

void phrase_people_fini(struct phrase_people *people)
{
	for (size_t i = 0; i < people->count; i++)
		free(people->items[i].name);
	free(people->items);
	*people = (struct phrase_people){ 0 };
}

/* ---- patterns ------------------------------------------------------------------------------------ */

/* Words for somebody. Left out are those that are machines as often: operator, manager, they. */
static const char somebody[] =
	"we|i|he|she|you|somebody|someone|team|engineer|engineers|developer|developers|admins|administrator|"
	"administrators|sre|sres|dba|dbas|oncall|on-call|colleague|colleagues|staff|employee|employees";

static const char adverbs[] = "not|never|ever|already|also|always|even|just|still|then|perhaps|maybe|instead|at|least";

static const char participles[] =
	"been|begun|bought|brought|built|caught|checked|chosen|come|cut|done|drawn|driven|fallen|felt|forgotten|found|"
	"given|gone|got|gotten|grown|had|heard|held|hit|kept|known|led|left|let|lost|made|met|paid|put|read|risen|run|"
	"said|seen|sent|set|shown|shut|spent|stuck|stood|taken|taught|thought|thrown|told|understood|woken|written";

static const char *const newcomers[] = { "intern|interns|trainee|trainees|apprentice|newcomer|newbie|rookie",
	"new hire|joiner|starter|employee|colleague|engineer|developer|admin",
	"junior|inexperienced engineer|developer|admin|administrator|sre|dba|colleague|employee|member" };


static bool is_one_of(const struct phrase_word *word, const char *choices, size_t len)
{
	unsigned char first = lower(0, (unsigned char)*word->at);
	for (const char *end = choices + len; choices < end;) {
		size_t n = 0;
		while (choices + n < end && choices[n] != '|')
			n++;
		if ((unsigned char)*choices == first && phrase_is(word, choices, n))
			return true;
		choices += n + 1;
	}
	return false;
}

/* A name of several words, the last with 's if it is `possessive`: how many words it has, or 0. */
static size_t match_name(const struct phrase_words *words, size_t i, const char *name, bool possessive)
{
	size_t used = 0;
	while (*name) {
		size_t len = strcspn(name, " ");
		bool last = !name[len];
		if (i + used >= words->count || (used && !words->items[i + used].near))
			return 0;
		struct phrase_word word = words->items[i + used++];
		if (last && possessive) {
			size_t curly = word.len > 4 && memcmp(word.at + word.len - 4, "\xe2\x80\x99s", 4) == 0 ? 4 : 0;
			size_t straight = word.len > 2 && memcmp(word.at + word.len - 2, "'s", 2) == 0 ? 2 : 0;
			if (!curly && !straight)
				return 0;
			word.len -= curly + straight;
		}
		if (!same_word(word.at, word.len, name, len))
			return 0;
		name += len + strspn(name + len, " ");
	}
	return used;
}

static size_t match_people(
	const struct phrase_words *words, size_t i, const struct phrase_people *people, bool role, bool possessive)
{
	size_t longest = 0;
	for (size_t p = 0; people && p < people->count; p++) {
		size_t used = !role || people->items[p].role ? match_name(words, i, people->items[p].name, possessive) : 0;
		longest = used > longest ? used : longest;
	}
	return longest;
}

static bool ends_in(const struct phrase_word *word, const char *end)
{
	size_t len = strlen(end);
	return word->len > len + 1 && strncasecmp(word->at + word->len - len, end, len) == 0;
}

static bool is_adverb(const struct phrase_word *word)
{
	return is_one_of(word, adverbs, strlen(adverbs)) || ends_in(word, "ly");
}

static bool is_participle(const struct phrase_word *word)
{
	return is_one_of(word, participles, strlen(participles)) || ends_in(word, "ed");
}

/* One of the words that stand for many: how many words of the text it is, or 0. */
static size_t match_class(
	const struct phrase_words *words, size_t i, const char *class, const struct phrase_people *people)
{
	if (text_starts(class, "$persons"))
		return match_people(words, i, people, true, true);
	if (text_starts(class, "$person"))
		return match_people(words, i, people, true, false);
	if (text_starts(class, "$name"))
		return match_people(words, i, people, false, false);
	if (text_starts(class, "$done"))
		return is_participle(&words->items[i]);
	if (text_starts(class, "$new")) {
		for (size_t n = 0; n < LENGTH(newcomers); n++) {
			size_t used = phrase_match(words, i, newcomers[n], NULL);
			if (used)
				return used;
		}
		return 0;
	}
	size_t used = match_people(words, i, people, false, false);
	return used ? used : is_one_of(&words->items[i], somebody, strlen(somebody));
}

static size_t match_token(const struct phrase_words *words, size_t i, const char *token, size_t len,
	const struct phrase_people *people)
{
	if (*token == '$')
		return match_class(words, i, token, people);
	return is_one_of(&words->items[i], token, len);
}

/* The word after the last one matched, or 0. */
static size_t match_here(
	const struct phrase_words *words, size_t start, size_t i, const char *pattern, const struct phrase_people *people)
{
	while (*pattern) {
		size_t len = strcspn(pattern, " "), used;
		const char *rest = pattern + len + (pattern[len] == ' ');
		bool there = i < words->count && (i == start || words->items[i].near);
		if (*pattern == '?' || (*pattern == '$' && text_starts(pattern, "$adv"))) {
			size_t end = match_here(words, start, i, rest, people);
			bool skip = !end && there && (*pattern == '?' || is_adverb(&words->items[i]));
			return skip ? match_here(words, start, i + 1, rest, people) : end;
		}
		used = there ? match_token(words, i, pattern, len, people) : 0;
		if (!used)
			return 0;
		i += used;
		pattern = rest;
	}
	return i;
}

size_t phrase_match(const struct phrase_words *words, size_t i, const char *pattern,
	const struct phrase_people *people)
{
	size_t end = match_here(words, i, i, pattern, people);
	return end ? end - i : 0;
}

size_t phrase_match_name(const struct phrase_words *words, size_t i, const char *name)
{
	return match_name(words, i, name, false);
}

/* ---- what cannot match ----------------------------------------------------------------------------- */

uint16_t phrase_hash(const char *word, size_t len)
{
	enum { LETTERS = 6 };
	uint32_t hash = 0;
	size_t i = 0;
	for (; i < len && i < LETTERS; i++) {
		uint32_t letter = ((unsigned char)word[i] | 0x20) - (uint32_t)'a';
		if (letter >= 26)
			break;
		hash = hash * 31 + letter + 1;
	}
	return (uint16_t)(hash * 2654435761u >> 22);
}
_Static_assert(PHRASE_HASHES == 1 << (32 - 22), "as many as there can be");

static uint64_t bit_of(uint16_t hash)
{
	return UINT64_C(1) << hash % 64;
}

uint64_t phrase_bits(const struct phrase_words *words)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < words->count; i++)
		bits |= bit_of(words->items[i].hash);
	return bits;
}

/* The words that one of a pattern may be, up to a blank. */
struct choices {
	uint64_t bits;
	uint64_t *rows, row; /* NULL, or where `row` is to be added at the hashes of all of them */
};

static void add_choice(struct choices *out, const char *word, size_t len)
{
	uint16_t hash = phrase_hash(word, len);
	out->bits |= bit_of(hash);
	if (out->rows)
		out->rows[hash] |= out->row;
}

/* Of words with | between them, up to a blank. */
static void add_choices(struct choices *out, const char *choices)
{
	while (*choices && *choices != ' ') {
		size_t len = strcspn(choices, "| ");
		add_choice(out, choices, len);
		choices += len + (choices[len] == '|');
	}
}

static void add_any(struct choices *out)
{
	out->bits = UINT64_MAX;
	for (size_t i = 0; out->rows && i < PHRASE_HASHES; i++)
		out->rows[i] |= out->row;
}

static void find_choices(const char *pattern, const struct phrase_people *people, struct choices *out)
{
	if (*pattern == '?' || text_starts(pattern, "$adv") || text_starts(pattern, "$done"))
		add_any(out);
	else if (text_starts(pattern, "$new"))
		for (size_t i = 0; i < LENGTH(newcomers); i++)
			add_choices(out, newcomers[i]);
	else if (*pattern != '$')
		add_choices(out, pattern);
	bool named = *pattern == '$' && !text_starts(pattern, "$new");
	for (size_t i = 0; named && people && i < people->count; i++)
		add_choice(out, people->items[i].name, strcspn(people->items[i].name, " "));
	if (text_starts(pattern, "$who"))
		add_choices(out, somebody);
}

void phrase_begins(const char *pattern, const struct phrase_people *people, uint64_t row, uint64_t rows[PHRASE_HASHES])
{
	struct choices choices = { .rows = rows, .row = row };
	find_choices(pattern, people, &choices);
}

struct phrase_needs phrase_needs(const char *pattern, const struct phrase_people *people)
{
	struct phrase_needs needs = { { UINT64_MAX, UINT64_MAX, UINT64_MAX } };
	for (const char *at = pattern; *at; at += strcspn(at, " "), at += *at == ' ') {
		struct choices choices = { 0 };
		find_choices(at, people, &choices);
		/* the rarest are kept */
		for (size_t i = 0; i < PHRASE_NEEDS; i++)
			if (__builtin_popcountll(choices.bits) < __builtin_popcountll(needs.bits[i])) {
				uint64_t other = needs.bits[i];
				needs.bits[i] = choices.bits;
				choices.bits = other;
			}
	}
	return needs;
}

bool phrase_may_be_in(const struct phrase_needs *needs, uint64_t text)
{
	for (size_t i = 0; i < PHRASE_NEEDS; i++)
		if (!(needs->bits[i] & text))
			return false;
	return true;
}
