#include "app/material.h"

#include <stdlib.h>

#include "app/assets.h"
#include "app/document.h"
#include "base/text.h"
#include "base/words.h"
#include "doc/markdown.h"

static size_t count_milestones(const struct material *material)
{
	const struct records *events = &material->lists[ENTITY_EVENT];
	size_t count = 0;
	for (size_t i = 0; i < events->count; i++)
		count += milestone_find(record_text(&events->items[i], EVENT_KIND)) != MILESTONE_COUNT;
	return count;
}

/* ---- links to what is left out ------------------------------------------------------------------ */

/* Where documents with all of the lists show what may be linked to: the id of a reference, the file of an attachment. */
static void list_targets(const struct records *lists, struct words *out)
{
	const struct records *references = &lists[ENTITY_REFERENCE], *files = &lists[ENTITY_ATTACHMENT];
	struct buf target = { 0 };
	for (size_t i = 0; i < references->count; i++) {
		buf_truncate(&target, 0);
		buf_putc(&target, '#');
		document_anchor(references, i, &target);
		words_add(out, buf_text(&target));
	}
	for (size_t i = 0; i < files->count; i++) {
		buf_truncate(&target, 0);
		buf_puts(&target, ".assets/");
		asset_name(record_text(&files->items[i], ATTACHMENT_NAME), &target);
		words_add(out, buf_text(&target));
	}
	buf_fini(&target);
}

static bool has_word(const struct words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (text_same(words->items[i], word))
			return true;
	return false;
}

static bool unlink_text(struct material *material, struct record *record, int field, const struct words *gone,
	struct err *err)
{
	struct buf text = { 0 };
	bool any;
	bool ok = markdown_unlinked(&text, record_text(record, field), gone, &any, err);
	if (ok && any) {
		buf_trim_end(&text);
		record_set_text(record, field, buf_text(&text));
		withheld_add_links(&material->withheld, record, field);
	}
	buf_fini(&text);
	return ok;
}

/* A link to what is left out tells its name, and leads nowhere. `before`: what there was to link to. */
static bool cut_links(struct material *material, const struct words *before, struct err *err)
{
	static const struct {
		enum entity_kind kind;
		int field;
	} texts[] = { { ENTITY_EVENT, EVENT_TEXT }, { ENTITY_CAUSE, CAUSE_TEXT }, { ENTITY_SECTION, SECTION_TEXT },
		{ ENTITY_REVIEW, REVIEW_TEXT } };
	struct words after = { 0 }, gone = { 0 };
	bool ok = true;
	list_targets(material->lists, &after);
	for (size_t i = 0; i < before->count; i++)
		if (!has_word(&after, before->items[i]))
			words_add(&gone, before->items[i]);
	for (size_t t = 0; gone.count && t < LENGTH(texts); t++) {
		struct records *list = &material->lists[texts[t].kind];
		for (size_t i = 0; ok && i < list->count; i++)
			ok = unlink_text(material, &list->items[i], texts[t].field, &gone, err);
	}
	/* which may be that of a section */
	ok = ok && unlink_text(material, &material->incident, INCIDENT_TITLE, &gone, err);
	words_fini(&after);
	words_fini(&gone);
	return ok;
}

bool material_read(struct app *app, const struct record *incident, enum audience audience, struct material *out,
	struct err *err)
{
	*out = (struct material){ .audience = audience };
	record_copy(&out->incident, incident);
	if (!store_snapshot_begin(app->store, err))
		return false;
	bool ok = true;
	for (int kind = ENTITY_INCIDENT + 1; ok && kind < ENTITY_COUNT; kind++)
		ok = store_list(app->store, (enum entity_kind)kind, incident->id, &out->lists[kind], err);
	store_snapshot_end(app->store);
	if (ok) {
		size_t milestones = count_milestones(out);
		struct words targets = { 0 };
		list_targets(out->lists, &targets);
		withhold(audience, &out->incident, out->lists, &out->withheld);
		out->partial = count_milestones(out) < milestones;
		ok = cut_links(out, &targets, err);
		words_fini(&targets);
	}
	return ok;
}

void material_fini(struct material *material)
{
	record_fini(&material->incident);
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		records_fini(&material->lists[kind]);
	withheld_list_fini(&material->withheld);
}

bool material_metrics(struct app *app, const struct material *material, struct metrics *out, struct budget *budget,
	struct err *err)
{
	const struct records *events = &material->lists[ENTITY_EVENT];
	VEC(struct milestone) milestones = { 0 };
	if (!budget_parse(budget, options_get(&app->options, OPTION_SLO_TARGET),
		    options_get(&app->options, OPTION_SLO_ALLOWANCE), err))
		return false;
	for (size_t i = 0; i < events->count; i++) {
		enum milestone_kind kind = milestone_find(record_text(&events->items[i], EVENT_KIND));
		if (kind != MILESTONE_COUNT)
			*vec_push(&milestones) = (struct milestone){ .kind = kind,
				.at = record_int(&events->items[i], EVENT_AT),
				.number = events->items[i].number };
	}
	/* an end that is not told may be there: it is not going on for these readers */
	metrics_compute(out, milestones.items, milestones.count, app_now(app),
		!material->partial && status_is_open(record_text(&material->incident, INCIDENT_STATUS)));
	free(milestones.items);
	return true;
}
