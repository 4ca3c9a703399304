/* event open, action open, ref open */
#include "app/edit.h"
#include "app/handlers.h"
#include "app/link.h"

#include "base/text.h"

enum { OPEN_MAX = 20 }; /* links opened at once */

/* The field that holds the link, or else the first URL in what the entity is called by. */
static bool link_of(const struct record *record, struct buf *out)
{
	const struct entity *entity = entity_get(record->kind);
	for (size_t i = 0; i < entity->count; i++)
		if (entity->fields[i].type == FIELD_LINK && record_has(record, (int)i)) {
			buf_puts(out, record_text(record, (int)i));
			return true;
		}
	return link_in_text(record_text(record, entity->headline), out);
}

static bool open_one(struct call *call, const struct record *record, struct err *err)
{
	const char *name = entity_get(record->kind)->name;
	struct buf link = { 0 }, url = { 0 };
	bool found, opened = false;
	bool ok = link_of(record, &link) ||
		  err_set(err, ERR_NOT_FOUND, "%s %lld has no link: `inquest %s edit %lld --link URL` gives it one",
			  name, (long long)record->number, name, (long long)record->number);
	ok = ok && link_resolve(call->app, record->incident, buf_text(&link), &url, &found, err);
	if (ok && found)
		ok = link_open(call->app, buf_text(&url), &opened, err);
	if (ok)
		output_format(call->out, "%s%s\n", opened ? "opened " : "", buf_text(&url));
	if (ok && !found)
		output_note(call->out, "'%s' is no URL and no reference's label here: the option tracker says where "
				       "such links lead", buf_text(&link));
	else if (ok && !opened)
		output_note(call->out, "no program to open links with: the option opener names one");
	buf_fini(&link);
	buf_fini(&url);
	return ok;
}

bool cmd_entity_open(struct call *call, struct err *err)
{
	struct record incident;
	struct records found = { 0 };
	struct numbers numbers;
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = call_numbers(call, call->count, &numbers, err) && app_incident(call->app, &incident, err) &&
		  numbers_find(call->app, &numbers, entity_of(call), incident.id, &found, err);
	if (ok && found.count > OPEN_MAX)
		ok = err_set(err, ERR_USAGE, "%zu links at once are too many: at most %d", found.count, OPEN_MAX);
	for (size_t i = 0; ok && i < found.count; i++)
		ok = open_one(call, &found.items[i], err);
	numbers_fini(&numbers);
	records_fini(&found);
	record_fini(&incident);
	return ok;
}
