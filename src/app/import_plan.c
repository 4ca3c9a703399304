#include "app/import_plan.h"

#include <stdarg.h>
#include <stdlib.h>

#include "app/import_text.h"
#include "app/options.h"
#include "app/read.h"
#include "base/path.h"
#include "base/text.h"
#include "base/zone.h"
#include "intake/heading.h"

struct import_item *import_plan_add(struct import_plan *plan, enum import_change change, enum entity_kind kind)
{
	struct import_item *item = vec_push(&plan->items);
	item->change = change;
	record_init(&item->record, kind);
	return item;
}

void import_plan_note(struct import_plan *plan, size_t line, const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	*(struct found_note *)vec_push(&plan->notes) = (struct found_note){ line, buf_steal(&text) };
}

size_t import_plan_count(const struct import_plan *plan, enum entity_kind kind, unsigned changes)
{
	size_t count = 0;
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct import_item *item = &plan->items.items[i];
		count += item->record.kind == kind && !item->skip && changes & 1u << item->change;
	}
	return count;
}

int64_t import_plan_date(const struct import_plan *plan)
{
	return record_int(&plan->incident, INCIDENT_STARTED);
}

/* ---- identity ------------------------------------------------------------------------------------- */

struct identity {
	int kind;
	char digest[SHA256_SIZE];
	size_t index;
};

static int compare_identities(const void *a, const void *b)
{
	const struct identity *x = a, *y = b;
	int order = x->kind - y->kind;
	order = order ? order : strcmp(x->digest, y->digest);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

char **import_origins(const struct postmortem *document)
{
	enum { DIGEST = 20 };
	size_t count = document->found.items.count, ordinal = 0;
	struct identity *all = mem_new(count + 1, sizeof *all);
	char **out = mem_new(count + 1, sizeof *out);
	for (size_t i = 0; i < count; i++) {
		const struct found_item *item = &document->found.items.items[i];
		all[i] = (struct identity){ .kind = (int)item->record.kind, .index = i };
		blob_digest(document->source + item->from, item->to - item->from, all[i].digest);
		all[i].digest[DIGEST] = '\0';
	}
	qsort(all, count, sizeof *all, compare_identities);
	for (size_t i = 0; i < count; i++) {
		struct buf text = { 0 };
		bool again = i && all[i].kind == all[i - 1].kind && text_equal(all[i].digest, all[i - 1].digest);
		ordinal = again ? ordinal + 1 : 1;
		buf_printf(&text, FOUND_ORIGIN "%s", all[i].digest);
		if (ordinal > 1)
			buf_printf(&text, "-%zu", ordinal);
		out[all[i].index] = buf_steal(&text);
	}
	free(all);
	return out;
}

void import_origins_free(char **origins, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(origins[i]);
	free(origins);
}

/* ---- the incident --------------------------------------------------------------------------------- */

static void put_title(const struct postmortem *document, const struct import_plan *plan, struct record *out)
{
	struct buf title = { 0 };
	const char *name = plan->input->path ? path_name(plan->input->path) : "";
	for (size_t i = 0; !title.len && i < document->blocks.count; i++)
		if (document->blocks.items[i].kind == BLOCK_HEADING)
			buf_puts(&title, document->blocks.items[i].text);
	if (!title.len) {
		const char *dot = strrchr(name, '.');
		utf8_clean(&title, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
	}
	if (!title.len)
		buf_puts(&title, "Imported postmortem");
	for (size_t i = 0; i < title.len; i++)
		if (title.data[i] == '\n')
			title.data[i] = ' ';
	buf_truncate(&title, title.len < LINE_LIMIT ? title.len : text_fit(title.data, title.len, LINE_LIMIT / 4));
	record_set_text(out, INCIDENT_TITLE, buf_text(&title));
	buf_fini(&title);
}

/* The earliest event, of a kind or (NULL) of any; 0 if there is none. */
static int64_t first_event(const struct postmortem *document, const char *kind)
{
	int64_t first = 0;
	for (size_t i = 0; i < document->found.items.count; i++) {
		const struct record *event = &document->found.items.items[i].record;
		if (event->kind != ENTITY_EVENT || !record_has(event, EVENT_AT) ||
			(kind && !text_equal(record_text(event, EVENT_KIND), kind)))
			continue;
		int64_t at = record_int(event, EVENT_AT);
		first = !first || at < first ? at : first;
	}
	return first;
}

/* A date alone is the start of that day. */
static bool has_clock(const struct record *incident, const char *zone)
{
	struct civil civil;
	if (!record_has(incident, INCIDENT_STARTED))
		return false;
	zone_civil(zone, record_int(incident, INCIDENT_STARTED), &civil);
	return civil.hour || civil.minute || civil.second;
}

static void put_started(const struct postmortem *document, struct import_plan *plan, bool notes, struct record *out)
{
	int64_t impact = first_event(document, milestone_name(MILESTONE_IMPACT)), first = first_event(document, NULL);
	if (has_clock(out, record_text(out, INCIDENT_TIMEZONE)))
		return;
	if (impact || first) {
		record_set_int(out, INCIDENT_STARTED, impact ? impact : first);
	} else if (notes && !record_has(out, INCIDENT_STARTED)) {
		record_set_int(out, INCIDENT_STARTED, plan->context.now);
		import_plan_note(plan, 0, "no date in it: its start is the time of the import until `inquest set started` says it");
	}
}

void import_plan_incident(const struct postmortem *document, struct import_plan *plan, bool notes, struct record *out)
{
	record_copy(out, &document->incident);
	if (!record_has(out, INCIDENT_TITLE))
		put_title(document, plan, out);
	if (!record_has(out, INCIDENT_TIMEZONE))
		record_set_text(out, INCIDENT_TIMEZONE, plan->zone);
	if (!record_has(out, INCIDENT_STATUS))
		record_set_text(out, INCIDENT_STATUS, "closed");
	record_set_text(out, INCIDENT_TEMPLATE, "imported");
	put_started(document, plan, notes, out);
}

/* ---- a new one ------------------------------------------------------------------------------------ */

static void add_sections(struct import_plan *plan)
{
	for (size_t i = 0; i < plan->document.sections.count; i++) {
		const struct postmortem_section *section = &plan->document.sections.items[i];
		struct import_item *item = import_plan_add(plan, IMPORT_ADD, ENTITY_SECTION);
		postmortem_section_record(&plan->document, i, &item->record);
		item->from = section->markup;
		item->to = section->to;
		item->line = blocks_line(&plan->document.blocks, section->markup);
	}
}

static void add_found(struct import_plan *plan)
{
	size_t before = plan->items.count, count = plan->document.found.items.count;
	char **origins = import_origins(&plan->document);
	for (size_t i = 0; i < count; i++) {
		const struct found_item *found = &plan->document.found.items.items[i];
		struct import_item *item = import_plan_add(plan, IMPORT_ADD, found->record.kind);
		record_fini(&item->record);
		record_copy(&item->record, &found->record);
		item->from = found->from;
		item->to = found->to;
		item->line = found->line;
		item->how = found->how;
		item->note = mem_copy(found->note);
		item->parent = found->parent ? before + found->parent : 0;
		record_set_text(&item->record, entity_field(entity_get(found->record.kind), "origin"), origins[i]);
	}
	import_origins_free(origins, count);
}

/* Who committed it, where it does not say itself who wrote it. */
static void add_authors(struct import_plan *plan)
{
	enum { AUTHORS_MAX = 10 };
	const struct repo_log *log = plan->input->listed ? &plan->input->listed->log : NULL;
	struct words names = { 0 };
	for (size_t i = 0; i < plan->items.count; i++)
		if (plan->items.items[i].record.kind == ENTITY_ROLE &&
			text_same(record_text(&plan->items.items[i].record, ROLE_NAME), "author"))
			return;
	/* the oldest commit is last: who began it comes first */
	for (size_t i = log ? log->entries.count : 0; i-- > 0 && names.count < AUTHORS_MAX;) {
		const char *name = log->entries.items[i].author;
		bool known = text_empty(name);
		for (size_t k = 0; k < names.count && !known; k++)
			known = text_equal(names.items[k], name);
		if (known)
			continue;
		words_add(&names, name);
		struct import_item *item = import_plan_add(plan, IMPORT_ADD, ENTITY_ROLE);
		record_set_text(&item->record, ROLE_NAME, "author");
		record_set_text(&item->record, ROLE_PERSON, name);
		/* it comes with the document, whose own layout does not name who is not in it */
		record_set_text(&item->record, ROLE_ORIGIN, FOUND_ORIGIN "git");
		item->how = "git author";
	}
	words_fini(&names);
}

static bool make_new(struct import_plan *plan)
{
	import_plan_incident(&plan->document, plan, true, &plan->incident);
	add_sections(plan);
	add_found(plan);
	add_authors(plan);
	const struct records none = { 0 };
	import_plan_files(plan, &none);
	return true;
}

/* ---- what was imported before --------------------------------------------------------------------- */

struct previous {
	struct record import, incident;
	bool found;
};

static void previous_fini(struct previous *previous)
{
	if (previous->found) {
		record_fini(&previous->import);
		record_fini(&previous->incident);
	}
}

/* An import whose incident was undone is as if it had not been. `out->found` tells whether it was taken. */
static bool take_import(struct app *app, struct record *import, struct previous *out, struct err *err)
{
	if (!text_equal(record_text(import, IMPORT_FORMAT), IMPORT_MARKDOWN) || import->gone)
		return true;
	struct err why = { 0 };
	if (!store_get(app->store, ENTITY_INCIDENT, import->incident, &out->incident, &why))
		return why.code == ERR_NOT_FOUND || err_pass(err, &why);
	if (out->incident.gone) {
		record_fini(&out->incident);
		return true;
	}
	record_copy(&out->import, import);
	out->found = true;
	return true;
}

static bool find_import(struct app *app, enum query query, const struct param *params, struct previous *out, struct err *err)
{
	struct records all = { 0 };
	bool ok = store_records(app->store, query, params, ENTITY_IMPORT, &all, err);
	for (size_t i = 0; ok && i < all.count && !out->found; i++)
		ok = take_import(app, &all.items[i], out, err);
	records_fini(&all);
	return ok;
}

/* The version before of the incident that was named: of the same file, else of any. */
static bool find_named(struct import_plan *plan, const char *ref, struct previous *out, struct err *err)
{
	struct record incident;
	struct records all = { 0 };
	if (!app_find_incident(plan->app, ref, &incident, err))
		return false;
	bool ok = store_list(plan->app->store, ENTITY_IMPORT, incident.id, &all, err);
	for (int any = 0; ok && any < 2 && !out->found; any++)
		for (size_t i = all.count; ok && i-- > 0 && !out->found;)
			if (any || text_equal(record_text(&all.items[i], IMPORT_SOURCE), plan->input->identity))
				ok = take_import(plan->app, &all.items[i], out, err);
	records_fini(&all);
	if (ok && !out->found) {
		record_init(&out->import, ENTITY_IMPORT);
		record_copy(&out->incident, &incident);
		out->found = true;
	}
	record_fini(&incident);
	return ok;
}

static bool find_previous(struct import_plan *plan, const struct import_options *options, struct previous *out,
	struct err *err)
{
	struct app *app = plan->app;
	if (options->incident)
		return find_named(plan, options->incident, out, err);
	if (*plan->input->identity && !find_import(app, QUERY_IMPORT_OF_SOURCE,
						 PARAMS(PARAM_TEXT("source", plan->input->identity)), out, err))
		return false;
	return out->found ||
	       find_import(app, QUERY_IMPORT_OF_BYTES, PARAMS(PARAM_TEXT("sha256", plan->sha256)), out, err);
}

static void say_same(struct import_plan *plan, const struct previous *previous)
{
	struct buf text = { 0 }, name = { 0 };
	const char *source = record_text(&previous->import, IMPORT_SOURCE);
	app_incident_name(&previous->incident, &name);
	buf_printf(&text, "nothing new: %s was made from it", buf_text(&name));
	if (*source && !text_equal(source, plan->input->identity))
		buf_printf(&text, ", as %s", source);
	plan->reason = buf_steal(&text);
	buf_fini(&name);
}

/* ---- is it one? ----------------------------------------------------------------------------------- */

/* Names of files that belong to a collection of documents rather than to an incident, without what they end in. */
static bool is_apparatus(const char *path)
{
	static const char *const names[] = { "readme", "index", "contributing", "contributors", "changelog", "changes", "license",
		"licence", "code_of_conduct", "code-of-conduct", "security", "summary", "toc", "support", "governance",
		"maintainers", "pull_request_template", "issue_template", "about", "todo", "glossary" };
	const char *name = path_name(path);
	size_t len = strcspn(name, ".");
	if (strcasestr(name, "template"))
		return true;
	for (size_t i = 0; i < LENGTH(names); i++)
		if (strlen(names[i]) == len && strncasecmp(name, names[i], len) == 0)
			return true;
	return false;
}

/* Sections that every form of a postmortem has under some name. */
static size_t count_known_sections(const struct postmortem *document)
{
	size_t count = 0;
	for (size_t i = 0; i < document->sections.count; i++) {
		const char *heading = document->sections.items[i].heading;
		count += heading_key(heading, strlen(heading), 0) != NULL;
	}
	return count;
}

/* What tells of something that happened has a time, or at least says what came of it. */
static bool tells_of_incident(const struct import_plan *plan)
{
	enum { SECTIONS = 2 };
	const struct found *found = &plan->document.found;
	static const int fields[] = { INCIDENT_REF, INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_SERVICES };
	bool dated = record_has(&plan->document.incident, INCIDENT_STARTED), told = false;
	for (size_t i = 0; i < LENGTH(fields); i++)
		told = told || record_has(&plan->document.incident, fields[i]);
	size_t events = found_count(found, ENTITY_EVENT), actions = found_count(found, ENTITY_ACTION),
	       causes = found_count(found, ENTITY_CAUSE);
	if (is_apparatus(plan->input->path))
		return events > 0 && (dated || first_event(&plan->document, NULL));
	return dated || told || events || causes || actions || count_known_sections(&plan->document) >= SECTIONS;
}

static void judge(struct import_plan *plan, const struct import_options *options)
{
	if (plan->verdict != IMPORT_NEW || !plan->input->below || options->everything || tells_of_incident(plan))
		return;
	plan->verdict = IMPORT_OTHER;
	plan->reason = mem_copy(is_apparatus(plan->input->path)
					? "skipped: by its name no postmortem, and no dated timeline in it"
					: "skipped: nothing of a postmortem in it");
}

/* ---- making it ------------------------------------------------------------------------------------ */

static bool read_text(struct import_plan *plan, int descriptor, struct err *err)
{
	struct buf note = { 0 };
	bool ok = import_read_bytes(plan->input, descriptor, &plan->raw, err) &&
		  import_text_read(plan->input->name, buf_text(&plan->raw), plan->raw.len, &plan->text, &note, err);
	if (ok && note.len)
		import_plan_note(plan, 0, "%s", buf_text(&note));
	if (ok && !note.len)
		buf_fini(&plan->raw);
	buf_fini(&note);
	if (ok)
		blob_digest(plan->text.data, plan->text.len, plan->sha256);
	return ok;
}

static void read_commits(struct import_plan *plan)
{
	const struct repo_log *log = plan->input->listed ? &plan->input->listed->log : NULL;
	if (!log || !log->entries.count)
		return;
	text_copy(plan->author, sizeof plan->author, log->entries.items[0].author);
	plan->written = log->entries.items[log->entries.count - 1].time * 1000;
}

static bool choose_zone(struct import_plan *plan, const struct import_options *options, const struct previous *previous,
	struct err *err)
{
	if (options->zone && !zone_check(options->zone, err))
		return false;
	plan->zone = options->zone ? app_zone_name(options->zone)
		     : mem_copy(previous->found ? app_zone_of(plan->app, &previous->incident) : plan->app->zone);
	plan->context = (struct intake_context){ .now = app_now(plan->app), .zone = plan->zone, .written = plan->written,
		.name = plan->input->path ? path_name(plan->input->path) : "" };
	return true;
}

static bool read_document(struct import_plan *plan, struct err *err)
{
	plan->read = true;
	if (!postmortem_read(&plan->document, buf_text(&plan->text), plan->text.len, &plan->context, err))
		return err_wrap(err, "%s", plan->input->name);
	const struct found *found = &plan->document.found;
	for (size_t i = 0; i < found->notes.count; i++)
		import_plan_note(plan, found->notes.items[i].line, "%s", found->notes.items[i].text);
	return true;
}

/* The version before is read anew by today's rules, so that only what its author changed counts as changed. */
static bool make_update(struct import_plan *plan, const struct previous *previous, struct err *err)
{
	struct postmortem base = { 0 };
	struct buf text = { 0 };
	bool found = false;
	const char *digest = record_text(&previous->import, IMPORT_SHA256);
	bool ok = !*digest || blob_get(plan->app->store, digest, &text, &found, err);
	if (ok && *digest && !found)
		ok = err_set(err, ERR_NOT_FOUND, "what was imported before from %s is not in this database any more, so its changes "
				"cannot be told: import it as another file", plan->input->name);
	if (ok && found)
		ok = postmortem_read(&base, buf_text(&text), text.len, &plan->context, err);
	ok = ok && import_plan_merge(plan, found ? &base : NULL, err);
	if (found)
		postmortem_fini(&base);
	buf_fini(&text);
	return ok;
}

/* What was recognised in a document that is in the incident as it is: to be looked at. */
static void show_same(struct import_plan *plan)
{
	add_sections(plan);
	add_found(plan);
	for (size_t i = 0; i < plan->items.count; i++)
		plan->items.items[i].change = IMPORT_KEEP;
}

static bool make(struct import_plan *plan, const struct import_options *options, struct previous *previous, struct err *err)
{
	if (previous->found) {
		record_fini(&plan->incident);
		record_copy(&plan->incident, &previous->incident);
		plan->incident.set = 0;
	}
	bool same = previous->found && text_equal(record_text(&previous->import, IMPORT_SHA256), plan->sha256);
	plan->verdict = same ? IMPORT_SAME : previous->found ? IMPORT_UPDATE : IMPORT_NEW;
	if (same)
		say_same(plan, previous);
	if (same && !options->look)
		return true;
	if (!read_document(plan, err))
		return false;
	judge(plan, options);
	if (same)
		show_same(plan);
	return plan->verdict == IMPORT_NEW      ? make_new(plan)
	       : plan->verdict == IMPORT_UPDATE ? make_update(plan, previous, err)
						: true;
}

bool import_plan_make(struct import_plan *out, struct app *app, const struct import_input *input,
	const struct import_options *options, int descriptor, struct err *err)
{
	struct previous previous = { 0 };
	*out = (struct import_plan){ .app = app, .input = input };
	record_init(&out->incident, ENTITY_INCIDENT);
	out->conflicts = (struct takeback){ .app = app, .incident = &out->incident };
	read_commits(out);
	out->conflicts.author = out->author[0] ? out->author : input->name;
	bool ok = read_text(out, descriptor, err) && app_store(app, STORE_CREATE, err) && read_begin(app, err);
	if (ok) {
		ok = find_previous(out, options, &previous, err) && choose_zone(out, options, &previous, err) &&
		     make(out, options, &previous, err);
		read_end(app);
	}
	previous_fini(&previous);
	return ok;
}

void import_plan_fini(struct import_plan *plan)
{
	for (size_t i = 0; i < plan->items.count; i++) {
		record_fini(&plan->items.items[i].record);
		free(plan->items.items[i].note);
		buf_fini(&plan->items.items[i].bytes);
	}
	for (size_t i = 0; i < plan->notes.count; i++)
		free(plan->notes.items[i].text);
	free(plan->items.items);
	free(plan->notes.items);
	if (plan->read)
		postmortem_fini(&plan->document);
	takeback_fini(&plan->conflicts);
	record_fini(&plan->incident);
	buf_fini(&plan->text);
	buf_fini(&plan->raw);
	free(plan->zone);
	free(plan->reason);
	*plan = (struct import_plan){ 0 };
}
