#include "tui/fuzzy.h"

#include <limits.h>
#include <string.h>
#include <wctype.h>

#include "base/text.h"

enum {
	NONE = INT_MIN / 2,
	POINT = 4,	  /* each letter */
	WORD_START = 8,	  /* one that begins a word of the name */
	NAME_START = 4,	  /* one that begins the name, on top */
	SIDE_BY_SIDE = 6, /* one that follows the letter before */
	GAP = 1,	  /* for each letter that is skipped, up to … */
	GAP_MAX = 4,
	PREFIX = 1000, /* the name begins with the query */
	WHOLE = 1000,  /* the query is the name, on top */
};

struct points {
	uint32_t code[FUZZY_NAME_MAX]; /* in small letters */
	uint16_t at[FUZZY_NAME_MAX];
	bool start[FUZZY_NAME_MAX]; /* of a word */
	size_t count;
};

static bool is_letter(uint32_t code)
{
	return code >= 0x80 || (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
		(code >= 'a' && code <= 'z');
}

static void take_apart(const char *text, size_t len, size_t max, struct points *out)
{
	uint32_t before = ' ';
	out->count = 0;
	for (size_t at = 0, used; at < len && out->count < max; at += used) {
		uint32_t code;
		used = utf8_decode(text + at, len - at, &code);
		if (!used)
			code = UINT32_MAX, used = 1; /* not a character: equal to none */
		out->start[out->count] = is_letter(code) && !is_letter(before);
		out->at[out->count] = (uint16_t)at;
		out->code[out->count++] =
			code == UINT32_MAX ? code : (uint32_t)towlower((wint_t)code);
		before = code;
	}
}

/*
 * The best way to find the word's letters in the name, by the best score with letter j at place i.
 * Far gaps all cost the same, so that only the nearest places and the best of the rest are tried.
 */
static bool match_word(const struct points *name, const struct points *word, struct fuzzy *out)
{
	static const int none = NONE;
	int score[FUZZY_QUERY_MAX][FUZZY_NAME_MAX];
	uint8_t from[FUZZY_QUERY_MAX][FUZZY_NAME_MAX];
	if (!name->count || !word->count)
		return false;
	for (size_t j = 0; j < word->count; j++) {
		int far = none;
		size_t far_at = 0;
		for (size_t i = 0; i < name->count; i++) {
			int own = POINT + (name->start[i] ? WORD_START : 0) +
				(i == 0 ? NAME_START : 0);
			int best = j ? none : -(int)(i < GAP_MAX ? i : GAP_MAX) * GAP;
			size_t best_from = 0;
			for (size_t back = 1; j && back <= GAP_MAX && back <= i; back++) {
				int way = score[j - 1][i - back] +
					(back == 1 ? SIDE_BY_SIDE : -(int)(back - 1) * GAP);
				if (way > best)
					best = way, best_from = i - back;
			}
			if (j && i > GAP_MAX && score[j - 1][i - GAP_MAX - 1] > far) {
				far = score[j - 1][i - GAP_MAX - 1];
				far_at = i - GAP_MAX - 1;
			}
			if (j && far - GAP_MAX * GAP > best)
				best = far - GAP_MAX * GAP, best_from = far_at;
			bool fits = name->code[i] == word->code[j] && name->code[i] != UINT32_MAX &&
				best > none / 2;
			score[j][i] = fits ? best + own : none;
			from[j][i] = (uint8_t)best_from;
		}
	}
	size_t last = word->count - 1, end = 0;
	for (size_t i = 1; i < name->count; i++)
		if (score[last][i] > score[last][end])
			end = i;
	if (score[last][end] <= none / 2)
		return false;
	out->score += score[last][end];
	for (size_t j = word->count; j-- > 0; end = from[j][end])
		if (out->count < FUZZY_QUERY_MAX)
			out->at[out->count++] = name->at[end];
	return true;
}

static void sort_places(struct fuzzy *out)
{
	size_t kept = 0;
	for (size_t i = 1; i < out->count; i++)
		for (size_t j = i; j > 0 && out->at[j - 1] > out->at[j]; j--) {
			uint16_t other = out->at[j];
			out->at[j] = out->at[j - 1];
			out->at[j - 1] = other;
		}
	for (size_t i = 0; i < out->count; i++)
		if (!kept || out->at[kept - 1] != out->at[i])
			out->at[kept++] = out->at[i];
	out->count = kept;
}

/* `query` without blanks at its ends. */
static int bonus(const char *name, const char *query, size_t len)
{
	if (strncasecmp(name, query, len) != 0)
		return 0;
	return PREFIX + (name[len] ? 0 : WHOLE);
}

bool fuzzy_match(const char *name, const char *query, struct fuzzy *out)
{
	struct points letters, word;
	*out = (struct fuzzy){ 0 };
	query += strspn(query, " ");
	size_t len = strlen(query);
	while (len && query[len - 1] == ' ')
		len--;
	if (!len)
		return true;
	if (len > FUZZY_QUERY_MAX)
		return false;
	take_apart(name, strlen(name), FUZZY_NAME_MAX, &letters);
	for (size_t at = 0; at < len;) {
		size_t end = at + strcspn(query + at, " ");
		end = end < len ? end : len;
		take_apart(query + at, end - at, FUZZY_QUERY_MAX, &word);
		if (!match_word(&letters, &word, out))
			return false;
		at = end + strspn(query + end, " ");
	}
	sort_places(out);
	out->score += bonus(name, query, len) - (int)letters.count / 3;
	return true;
}
