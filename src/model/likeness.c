#include "model/likeness.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

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

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void drop_doubles(struct likeness *words)
{
	size_t count = 0;
	for (size_t i = 0; i < words->count; i++) {
		if (count && text_equal(words->items[count - 1], words->items[i]))
			free(words->items[i]);
		else
			words->items[count++] = words->items[i];
	}
	words->count = count;
}

void likeness_read(struct likeness *out, const char *text)
{
	*out = (struct likeness){ 0 };
	while (*text) {
		size_t len = 0;
		while (is_of_word(text[len]))
			len++;
		char *word = mem_copy_n(text, len);
		for (char *c = word; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		bool tells = (len >= WORD_MIN || (len && isdigit((unsigned char)*word))) && !is_little(word);
		if (tells) {
			cut_ending(word);
			*vec_push(out) = word;
		} else {
			free(word);
		}
		text += len + (text[len] != '\0');
	}
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, compare);
	drop_doubles(out);
}

void likeness_fini(struct likeness *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->items[i]);
	free(words->items);
	*words = (struct likeness){ 0 };
}

size_t likeness_shared(const struct likeness *a, const struct likeness *b)
{
	size_t shared = 0;
	for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
		int order = strcmp(a->items[i], b->items[j]);
		shared += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	return shared;
}

int likeness_of(const struct likeness *a, const struct likeness *b)
{
	size_t shared = likeness_shared(a, b), together = a->count + b->count - shared;
	return together ? (int)(shared * 100 / together) : 0;
}
