#include "model/likeness.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/words.h"

enum { WORD_MIN = 3 }; /* bytes; shorter ones say little, unless they are numbers */

static const char *const little[] = { "the", "and", "that", "this", "was", "were", "are", "for", "with", "from", "not",
	"but", "had", "has", "have", "its", "our", "their", "which", "when", "while", "then", "than", "there", "they",
	"them", "into", "out", "all", "any", "been", "did", "does", "because", "until", "after", "before", "could",
	"would", "will", "can", "who", "what", "how", "why", "one", "also", "only", "more", "most", "some", "too",
	"very", "took", "take", "make", "made", "get", "got", "went", "come", "came", "use", "used", "add", "new" };

/* the longest first */
static const char *const endings[] = { "ations", "ation", "ating", "ated", "ates", "ments", "ment", "ions", "ings",
	"ate", "ion", "ing", "ies", "ed", "es", "e", "s", "y" };

static bool is_little(const char *word)
{
	for (size_t i = 0; i < LENGTH(little); i++)
		if (text_equal(little[i], word))
			return true;
	return false;
}

static void cut_ending(char *word)
{
	size_t len = strlen(word);
	for (size_t i = 0; i < LENGTH(endings); i++) {
		size_t ending = strlen(endings[i]);
		if (len >= ending + WORD_MIN && text_equal(word + len - ending, endings[i])) {
			word[len - ending] = '\0';
			return;
		}
	}
}

static bool is_of_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool has_word(const struct words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (text_equal(words->items[i], word))
			return true;
	return false;
}

/* The words of a text that say something, each once, without their endings. End with words_fini. */
static void read_words(const char *text, struct words *out)
{
	*out = (struct words){ .items = mem_new(1, sizeof *out->items) };
	while (*text) {
		size_t len = 0;
		while (is_of_word(text[len]))
			len++;
		char *word = mem_copy_n(text, len);
		for (char *c = word; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		bool tells = (len >= WORD_MIN || (len && isdigit((unsigned char)*word))) && !is_little(word);
		if (tells)
			cut_ending(word);
		if (tells && !has_word(out, word))
			words_add(out, word);
		free(word);
		text += len + (text[len] != '\0');
	}
}

static size_t count_shared(const struct words *a, const struct words *b)
{
	size_t shared = 0;
	for (size_t i = 0; i < a->count; i++)
		shared += has_word(b, a->items[i]);
	return shared;
}

size_t likeness_shared(const char *a, const char *b)
{
	struct words ours, theirs;
	read_words(a, &ours);
	read_words(b, &theirs);
	size_t shared = count_shared(&ours, &theirs);
	words_fini(&ours);
	words_fini(&theirs);
	return shared;
}

size_t likeness_telling(const char *text)
{
	struct words words;
	read_words(text, &words);
	size_t count = words.count;
	words_fini(&words);
	return count;
}

int likeness_of(const char *a, const char *b)
{
	struct words ours, theirs;
	read_words(a, &ours);
	read_words(b, &theirs);
	size_t shared = count_shared(&ours, &theirs), together = ours.count + theirs.count - shared;
	words_fini(&ours);
	words_fini(&theirs);
	return together ? (int)(shared * 100 / together) : 0;
}
