#include "app/assets.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/path.h"
#include "base/text.h"
#include "store/care.h"

void asset_name(const char *name, struct buf *out)
{
	struct buf safe = { 0 };
	bool gap = false;
	for (const char *c = name; *c; c++) {
		bool plain = isalnum((unsigned char)*c) || *c == '-' || *c == '_' || *c == '.';
		/* no hidden file, no two dots: nothing that could lead elsewhere */
		if (!plain || (*c == '.' && (!safe.len || safe.data[safe.len - 1] == '.'))) {
			gap = gap || !plain;
			continue;
		}
		if (gap && safe.len && *c != '.')
			buf_putc(&safe, '-');
		gap = false;
		buf_putc(&safe, *c);
	}
	while (safe.len && safe.data[safe.len - 1] == '.')
		buf_truncate(&safe, safe.len - 1);
	const char *dot = safe.len ? strrchr(safe.data, '.') : NULL;
	size_t ending = dot ? strlen(dot) : 0;
	if (safe.len > ASSET_NAME_MAX && ending < ASSET_NAME_MAX / 2)
		buf_splice(&safe, ASSET_NAME_MAX - ending, safe.len - ASSET_NAME_MAX, "", 0);
	else if (safe.len > ASSET_NAME_MAX)
		buf_truncate(&safe, ASSET_NAME_MAX);
	buf_puts(out, safe.len ? buf_text(&safe) : "file");
	buf_fini(&safe);
}

int64_t assets_limit(const char *text)
{
	static const struct {
		const char *unit;
		int64_t bytes;
	} units[] = { { "", 1 }, { "B", 1 }, { "KB", 1024 }, { "MB", 1024 * 1024 } };
	size_t digits = strspn(text, "0123456789");
	if (!digits || digits > 9)
		return -1;
	const char *unit = text + digits + strspn(text + digits, " ");
	for (size_t i = 0; i < LENGTH(units); i++)
		if (text_same(units[i].unit, unit))
			return strtoll(text, NULL, 10) * units[i].bytes;
	return -1;
}

static bool is_taken(const struct assets *assets, const char *name)
{
	for (size_t i = 0; i < assets->count; i++)
		if (assets->items[i].name && text_same(assets->items[i].name, name))
			return true;
	return false;
}

/* graph.png, graph-2.png, … */
static char *free_name(const struct assets *assets, const char *wanted)
{
	struct buf name = { 0 };
	const char *dot = strrchr(wanted, '.');
	size_t stem = dot ? (size_t)(dot - wanted) : strlen(wanted);
	buf_puts(&name, wanted);
	for (unsigned n = 2; is_taken(assets, buf_text(&name)); n++) {
		buf_truncate(&name, 0);
		buf_printf(&name, "%.*s-%u%s", (int)stem, wanted, n, wanted + stem);
	}
	return buf_steal(&name);
}

static const struct asset *find_same(const struct assets *assets, const struct record *attachment, const char *wanted)
{
	const char *digest = record_text(attachment, ATTACHMENT_SHA256);
	for (size_t i = 0; i < assets->count; i++) {
		struct buf theirs = { 0 };
		const struct asset *asset = &assets->items[i];
		asset_name(record_text(asset->attachment, ATTACHMENT_NAME), &theirs);
		bool same = asset->name && text_equal(record_text(asset->attachment, ATTACHMENT_SHA256), digest) &&
			    text_equal(buf_text(&theirs), wanted);
		buf_fini(&theirs);
		if (same)
			return asset;
	}
	return NULL;
}

static bool plan_one(struct app *app, const struct record *attachment, int64_t limit, struct assets *out,
	struct err *err)
{
	struct buf wanted = { 0 };
	int64_t here = 0;
	char *name = NULL;
	asset_name(record_text(attachment, ATTACHMENT_NAME), &wanted);
	const struct asset *same = find_same(out, attachment, buf_text(&wanted));
	bool fits = record_int(attachment, ATTACHMENT_SIZE) <= limit && limit;
	bool ok = !fits || store_int(app->store, QUERY_BLOB_THERE,
			PARAMS(PARAM_TEXT("sha256", record_text(attachment, ATTACHMENT_SHA256))), &here, err);
	if (ok && fits && here)
		name = same ? mem_copy(same->name) : free_name(out, buf_text(&wanted));
	*vec_push(out) = (struct asset){ .attachment = attachment, .name = name, .again = name && same };
	buf_fini(&wanted);
	return ok;
}

bool assets_plan(struct app *app, const struct material *material, const char *path, struct assets *out, struct err *err)
{
	const struct records *attachments = &material->lists[ENTITY_ATTACHMENT];
	int64_t limit = assets_limit(options_get(&app->options, OPTION_PUBLISH_ATTACHMENTS));
	const char *dot = strrchr(path_name(path), '.');
	struct buf folder = { 0 };
	bool ok = true;
	*out = (struct assets){ 0 };
	buf_put(&folder, path, dot && dot > path_name(path) ? (size_t)(dot - path) : strlen(path));
	buf_puts(&folder, ".assets");
	out->folder = buf_steal(&folder);
	for (size_t i = 0; ok && i < attachments->count; i++)
		ok = plan_one(app, &attachments->items[i], limit, out, err);
	return ok;
}

void assets_fini(struct assets *assets)
{
	for (size_t i = 0; i < assets->count; i++)
		free(assets->items[i].name);
	free(assets->items);
	free(assets->folder);
	*assets = (struct assets){ 0 };
}

const struct asset *assets_find(const struct assets *assets, const struct record *attachment)
{
	for (size_t i = 0; assets && i < assets->count; i++)
		if (text_equal(assets->items[i].attachment->id, attachment->id))
			return assets->items[i].name ? &assets->items[i] : NULL;
	return NULL;
}

void asset_link(const struct assets *assets, const struct asset *asset, struct buf *out)
{
	buf_printf(out, "%s/%s", path_name(assets->folder), asset->name);
}
