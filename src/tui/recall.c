#include "tui/recall.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static void stop(struct recall *recall)
{
	free(recall->begun);
	recall->begun = NULL;
}

void recall_fini(struct recall *recall)
{
	for (size_t i = 0; i < recall->count; i++)
		free(recall->items[i]);
	free(recall->items);
	stop(recall);
	*recall = (struct recall){ 0 };
}

static void drop(struct recall *recall, size_t index)
{
	free(recall->items[index]);
	recall->count--;
	memmove(recall->items + index, recall->items + index + 1,
		(recall->count - index) * sizeof *recall->items);
}

void recall_add(struct recall *recall, const char *text)
{
	stop(recall);
	if (text_empty(text))
		return;
	for (size_t i = 0; i < recall->count; i++)
		if (text_equal(recall->items[i], text)) {
			drop(recall, i);
			break;
		}
	if (recall->count == RECALL_MAX)
		drop(recall, 0);
	*vec_push(recall) = mem_copy(text);
}

static bool fits(const struct recall *recall, size_t index)
{
	return text_starts(recall->items[index], recall->begun) &&
		!text_equal(recall->items[index], recall->begun);
}

const char *recall_step(struct recall *recall, const char *shown, bool older)
{
	bool going = recall->begun &&
		text_equal(shown,
			recall->at < recall->count ? recall->items[recall->at] : recall->begun);
	if (!going) {
		stop(recall);
		recall->begun = mem_copy(shown);
		recall->at = recall->count;
	}
	for (size_t i = recall->at; older && i-- > 0;)
		if (fits(recall, i))
			return recall->items[recall->at = i];
	if (older || recall->at == recall->count)
		return NULL;
	for (size_t i = recall->at + 1; i < recall->count; i++)
		if (fits(recall, i))
			return recall->items[recall->at = i];
	recall->at = recall->count;
	return recall->begun;
}
