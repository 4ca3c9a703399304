/* Finding phrases in prose: whole words, whatever their case. */
#ifndef MODEL_PHRASE_H
#define MODEL_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

/* A word of a text: letters and digits of any script, with - ' ’ . and _ between them. */
struct phrase_word {
	const char *at; /* borrowed from the text */
	size_t len;
	bool near; /* there are only blanks between it and the word before */
	uint16_t hash; /* phrase_hash */
};

struct phrase_words {
	struct phrase_word *items;
	size_t count, cap;
};

/* Take a text apart. It stays borrowed; end with phrase_words_fini. */
void phrase_split(struct phrase_words *out, const char *text);
void phrase_words_fini(struct phrase_words *words);

/* True if a word is `plain`, which is in lower case; ’ counts as '. */
bool phrase_is(const struct phrase_word *word, const char *plain, size_t len);

/* The people whom phrases may name. */
struct phrase_people {
	struct phrase_person {
		char *name; /* words with one blank between them, as written */
		bool role;  /* has a part in the incident; otherwise only logged something */
	} *items;
	size_t count, cap;
};

/*
 * Add somebody: 'Ana Ruiz <ana@example.com>' is found as Ana Ruiz, as Ana and as ana. Those who log and are no
 * people (monitoring, a bot) are left out by their names.
 */
void phrase_people_add(struct phrase_people *people, const char *person, bool role);
void phrase_people_fini(struct phrase_people *people);

/*
 * How many words from the `i`th on are what `pattern` says; 0 if they are not. The words of a pattern are in
 * lower case, with one blank between them:
 *
 *   should        this word
 *   fail|fails    one of these
 *   ?             any word or none
 *   $adv          an adverb (not, already, clearly) or nothing
 *   $done         a past participle: known, noticed
 *   $who          somebody: a pronoun, a trade (engineer, team), or a person
 *   $new          somebody told by little experience: an intern, the new hire
 *   $person       one of `people` with a part in the incident
 *   $name         one of `people`
 *   $persons      a $person's: with 's
 */
size_t phrase_match(const struct phrase_words *words, size_t i, const char *pattern,
	const struct phrase_people *people);

/*
 * Most patterns are not in most texts, and to know that takes a hundredth of matching them. Words stand for numbers, by
 * the letters they begin with, and these for bits: a text has those of all its words, and a pattern those that a word
 * of it may have.
 */
enum { PHRASE_HASHES = 1024, PHRASE_NEEDS = 3 };

/* Below PHRASE_HASHES, and the same for words that differ only in their case or in a 's. */
uint16_t phrase_hash(const char *word, size_t len);
uint64_t phrase_bits(const struct phrase_words *words);

/* Add the bits of `row` to `rows` at the hashes of all words that a pattern may begin with. */
void phrase_begins(const char *pattern, const struct phrase_people *people, uint64_t row, uint64_t rows[PHRASE_HASHES]);

/* What some of its words must be: to be in a text, a pattern must share a bit with each. */
struct phrase_needs {
	uint64_t bits[PHRASE_NEEDS];
};
struct phrase_needs phrase_needs(const char *pattern, const struct phrase_people *people);

/* False if a text with these phrase_bits cannot have it. */
bool phrase_may_be_in(const struct phrase_needs *needs, uint64_t text);

/* Like phrase_match, for a name: words with blanks between them, whatever their case. */
size_t phrase_match_name(const struct phrase_words *words, size_t i, const char *name);

#endif
