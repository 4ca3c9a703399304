#include "app/guard.h"

#include "app/module.h"
#include "base/text.h"

bool touch_read(struct app *app, const char *entity, const char *field, struct touch *out, struct err *err)
{
	struct rows rows;
	*out = (struct touch){ 0 };
	rows_open(&rows, app->store, QUERY_CHANGE_LAST,
		PARAMS(PARAM_TEXT("entity", entity), PARAM_TEXT("field", field)));
	if (rows_next(&rows)) {
		text_copy(out->author, sizeof out->author, rows_text(&rows, "author"));
		out->at = rows_int(&rows, "at");
		out->change = rows_int(&rows, "number");
	}
	return rows_close(&rows, err);
}

static bool conflict(struct app *app, const struct record *now, const char *field, struct err *err)
{
	const struct entity *entity = entity_get(now->kind);
	struct touch touch;
	if (!touch_read(app, now->id, field, &touch, err))
		return false;
	if (text_equal(field, "gone"))
		return err_set(err, ERR_CONFLICT,
			"%s %lld was deleted by %s in the meantime, so nothing was written: undo %lld brings it back",
			entity->name, (long long)now->number, touch.author, (long long)touch.change);
	return err_set(err, ERR_CONFLICT, "%s of %s %lld was changed by %s in the meantime, so nothing was written",
		field, entity->name, (long long)now->number, touch.author);
}

static bool check_one(struct app *app, const struct record *seen, struct err *err)
{
	const struct entity *entity = entity_get(seen->kind);
	struct record now;
	if (!store_get(app->store, seen->kind, seen->id, &now, err))
		return false;
	bool ok = !now.gone || seen->gone || conflict(app, &now, "gone", err);
	for (size_t i = 0; ok && i < entity->count; i++)
		if (seen->set & 1u << i && !value_equal(&seen->values[i], &now.values[i]))
			ok = conflict(app, &now, entity->fields[i].name, err);
	record_fini(&now);
	return ok;
}

bool guard_check(struct app *app, const struct records *seen, struct err *err)
{
	for (size_t i = 0; i < seen->count; i++)
		if (!check_one(app, &seen->items[i], err))
			return false;
	return true;
}

static struct repo_bytes bytes_of(const char *text)
{
	return (struct repo_bytes){ text, strlen(text) };
}

bool guard_merge(const char *base, const char *mine, const char *theirs, struct buf *out, struct err *err)
{
	const struct repo_bytes before = bytes_of(base), ours = bytes_of(mine), other = bytes_of(theirs);
	bool conflict = false;
	size_t start = out->len;
	/* git costs milliseconds to load */
	if (text_equal(base, theirs) || text_equal(mine, theirs)) {
		buf_puts(out, mine);
		return true;
	}
	const struct repo_ops *git = module_repo(err);
	if (!git || !git->merge_file(&before, &ours, &other, out, &conflict, err))
		return false;
	if (!conflict)
		return true;
	buf_truncate(out, start);
	return err_set(err, ERR_CONFLICT, "somebody else changed the same lines");
}
