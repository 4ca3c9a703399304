/* What was found, once it was found. */
#include "model/check.h"

#include <stdlib.h>

#include "base/text.h"

static bool is_meant(const struct check_waiver *waiver, const struct finding *finding)
{
	bool same = waiver->kind == finding->kind && waiver->number == finding->number &&
		    text_equal(waiver->key, finding->key);
	return text_equal(waiver->check, finding->check->id) && (waiver->kind == ENTITY_COUNT || same);
}

static void mark(struct finding *finding, const struct record *waiver)
{
	finding->waived = mem_copy(record_text(waiver, WAIVER_REASON));
	finding->waived_by = mem_copy(record_text(waiver, WAIVER_PERSON));
	finding->waived_at = record_int(waiver, WAIVER_AT);
}

/* The waived ones last, otherwise in the order they have. */
static void sort_waived(struct findings *findings)
{
	struct finding *sorted = mem_new(findings->count + 1, sizeof *sorted);
	size_t count = 0;
	for (int waived = 0; waived <= 1; waived++)
		for (size_t i = 0; i < findings->count; i++)
			if ((findings->items[i].waived != NULL) == waived)
				sorted[count++] = findings->items[i];
	free(findings->items);
	findings->items = sorted;
	findings->cap = findings->count + 1;
}

void findings_waive(struct findings *findings, const struct check_waiver *waivers, size_t count)
{
	for (size_t i = 0; i < findings->count; i++)
		for (size_t w = 0; w < count && !findings->items[i].waived; w++)
			if (is_meant(&waivers[w], &findings->items[i]))
				mark(&findings->items[i], waivers[w].record);
	if (count)
		sort_waived(findings);
}

void findings_fini(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].key);
		free(findings->items[i].text);
		free(findings->items[i].fix);
		free(findings->items[i].waived);
		free(findings->items[i].waived_by);
	}
	free(findings->items);
	*findings = (struct findings){ 0 };
}

size_t findings_count(const struct findings *findings, enum check_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < findings->count; i++)
		count += !findings->items[i].waived && findings->items[i].check->level == level;
	return count;
}

size_t findings_now(const struct findings *findings)
{
	size_t count = 0;
	while (count < findings->count && !findings->items[count].later && !findings->items[count].waived)
		count++;
	return count;
}

void finding_subject(const struct finding *finding, struct buf *out)
{
	buf_puts(out, entity_get(finding->kind)->name);
	if (finding->number)
		buf_printf(out, " %lld", (long long)finding->number);
	else if (*finding->key)
		buf_printf(out, " %s", finding->key);
}
