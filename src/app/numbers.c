#include "app/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "app/read.h"
#include "base/mem.h"
#include "base/text.h"

enum { DIGITS_MAX = 15 };

static bool read_one(const char **at, int64_t *out)
{
	const char *digits = *at + (**at == '#');
	size_t len = strspn(digits, "0123456789");
	if (!len || len > DIGITS_MAX)
		return false;
	*out = strtoll(digits, NULL, 10);
	*at = digits + len;
	return true;
}

/* One part of a list: "3", "#3", "8-10". */
static bool read_part(struct number_range *out, const char *part, struct err *err)
{
	const char *at = part;
	if (!read_one(&at, &out->first))
		return err_set(err, ERR_USAGE, "'%s' is not a number such as 12, nor a list such as 3,5,8-10",
			part);
	out->last = out->first;
	out->range = *at == '-';
	if (out->range) {
		at++;
		if (!read_one(&at, &out->last))
			return err_set(err, ERR_USAGE, "'%s' is a range without an end: write 8-10", part);
	}
	if (*at)
		return err_set(err, ERR_USAGE, "'%s' is not a number such as 12, nor a list such as 3,5,8-10",
			part);
	return out->first <= out->last ||
	       err_set(err, ERR_USAGE, "the range '%s' runs backwards: write %lld-%lld", part,
		       (long long)out->last, (long long)out->first);
}

bool numbers_read(struct numbers *out, char *const *words, size_t count, struct err *err)
{
	*out = (struct numbers){ 0 };
	for (size_t i = 0; i < count; i++) {
		const char *word = words[i];
		bool any = false;
		/* "3, 5" comes as the words "3," and "5" */
		while (*(word += strspn(word, ","))) {
			char *part = mem_copy_n(word, strcspn(word, ","));
			bool ok = read_part(vec_push(out), part, err);
			free(part);
			if (!ok)
				return false;
			word += strcspn(word, ",");
			any = true;
		}
		if (!any)
			return err_set(err, ERR_USAGE, "'%s' is not a number such as 12, nor a list such as "
				"3,5,8-10", words[i]);
	}
	return true;
}

void numbers_fini(struct numbers *numbers)
{
	free(numbers->items);
	*numbers = (struct numbers){ 0 };
}

bool numbers_single(const struct numbers *numbers)
{
	return numbers->count == 1 && !numbers->items[0].range;
}

static bool named_already(const struct records *records, size_t from, int64_t number)
{
	for (size_t i = from; i < records->count; i++)
		if (records->items[i].number == number)
			return true;
	return false;
}

/* Append a record that was found, unless it is named already. */
static bool take(struct records *out, size_t from, struct record *record, struct err *err)
{
	if (named_already(out, from, record->number))
		record_fini(record);
	else if (out->count - from < NUMBERS_MAX)
		*vec_push(out) = *record;
	else {
		record_fini(record);
		return err_set(err, ERR_USAGE, "that names more than %d at once: do it in parts", NUMBERS_MAX);
	}
	return true;
}

static bool find_range(struct app *app, const struct number_range *range, enum entity_kind kind,
	const char *incident, struct records *out, size_t from, struct err *err)
{
	bool any = false;
	if (range->last - range->first >= NUMBERS_MAX)
		return err_set(err, ERR_USAGE, "the range %lld-%lld names more than %d at once: do it in parts",
			(long long)range->first, (long long)range->last, NUMBERS_MAX);
	for (int64_t number = range->first; number <= range->last; number++) {
		struct record record;
		struct err why = { 0 };
		if (read_number(app, kind, incident, number, &record, &why)) {
			any = true;
			if (!take(out, from, &record, err))
				return false;
		} else if (why.code != ERR_NOT_FOUND) {
			err_set(err, why.code, "%s", why.text);
			return false;
		}
	}
	return any || err_set(err, ERR_NOT_FOUND, "there are no %s %lld-%lld here", entity_get(kind)->plural,
			      (long long)range->first, (long long)range->last);
}

bool numbers_find(struct app *app, const struct numbers *numbers, enum entity_kind kind,
	const char *incident, struct records *out, struct err *err)
{
	size_t from = out->count;
	bool ok = true;
	for (size_t i = 0; ok && i < numbers->count; i++) {
		const struct number_range *item = &numbers->items[i];
		struct record record;
		if (item->range)
			ok = find_range(app, item, kind, incident, out, from, err);
		else
			ok = read_number(app, kind, incident, item->first, &record, err) &&
			     take(out, from, &record, err);
	}
	return ok;
}
