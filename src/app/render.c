/* render */
#include <errno.h>
#include <sys/stat.h>

#include "app/explain.h"
#include "app/format.h"
#include "app/handlers.h"
#include "base/path.h"
#include "store/care.h"

/* Write the files that the document leads to, beside it; those that are there already are replaced. */
static bool write_assets(struct app *app, const struct assets *assets, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < assets->count; i++) {
		const struct asset *asset = &assets->items[i];
		struct buf path = { 0 }, bytes = { 0 };
		bool found;
		if (!asset->name || asset->again)
			continue;
		path_join(&path, assets->folder, asset->name);
		ok = path_make_parents(buf_text(&path), 0777, err) &&
		     blob_get(app->store, record_text(asset->attachment, ATTACHMENT_SHA256), &bytes, &found, err) &&
		     path_write(buf_text(&path), buf_text(&bytes), bytes.len, 0666, err);
		buf_fini(&path);
		buf_fini(&bytes);
	}
	return ok;
}

static bool plan_assets(struct call *call, const struct record *incident, struct document_request *request,
	struct material *material, struct assets *assets, struct err *err)
{
	const char *file = call_flag(call, "output");
	enum audience audience;
	if (!call_flag(call, "attachments"))
		return true;
	if (!file)
		return err_set(err, ERR_USAGE, "--attachments needs --output FILE, to write them beside it");
	request->assets = assets;
	return document_audience(call->app, incident, request, &audience, err) &&
	       material_read(call->app, incident, audience, material, err) &&
	       assets_plan(call->app, material, file, assets, err);
}

bool cmd_render(struct call *call, struct err *err)
{
	struct record incident;
	struct buf text = { 0 }, problems = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	struct document_request request = call_document(call);
	request.problems = &problems;
	if (call_flag(call, "explain")) {
		bool told = explain_withheld(call, &incident, &request, err);
		record_fini(&incident);
		return told;
	}
	const char *file = call_flag(call, "output");
	const struct format *format = format_find(call_flag(call, "format"), file, err);
	struct material material = { 0 };
	struct assets assets = { 0 };
	bool ok = format && plan_assets(call, &incident, &request, &material, &assets, err) && format_render(call->app, format, &incident, &request, &text, err);
	/* what is there may be private, and stays so */
	struct stat status;
	mode_t mode = 0666;
	if (ok && file && stat(file, &status) == 0)
		mode = status.st_mode & 0777;
	else if (ok && file && errno != ENOENT)
		ok = err_errno(err, errno, "cannot look at %s", file);
	if (ok && file)
		ok = path_write(file, text.data, text.len, mode, err) && write_assets(call->app, &assets, err);
	else if (ok)
		output_raw(call->out, text.data, text.len);
	if (ok && problems.len)
		output_note_lines(call->out, buf_text(&problems));
	assets_fini(&assets);
	material_fini(&material);
	buf_fini(&problems);
	buf_fini(&text);
	record_fini(&incident);
	return ok;
}
