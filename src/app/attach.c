/* attach, attach save */
#include "app/attach.h"
#include "app/edit.h"
#include "app/handlers.h"
#include "app/read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "store/care.h"

enum { ATTACHMENT_LIMIT = 64 * 1024 * 1024 };

const char *attach_media(const char *name, const struct buf *bytes)
{
	static const struct {
		const char *ending, *media;
	} types[] = { { ".png", "image/png" }, { ".jpg", "image/jpeg" }, { ".jpeg", "image/jpeg" },
		{ ".gif", "image/gif" }, { ".svg", "image/svg+xml" }, { ".webp", "image/webp" },
		{ ".pdf", "application/pdf" }, { ".json", "application/json" }, { ".csv", "text/csv" },
		{ ".md", "text/markdown" }, { ".html", "text/html" } };
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < LENGTH(types); i++)
		if (text_same(types[i].ending, dot))
			return types[i].media;
	return utf8_valid(buf_text(bytes), bytes->len) ? "text/plain" : "application/octet-stream";
}

static bool read_file(struct call *call, const char *path, struct buf *bytes, struct err *err)
{
	if (!text_equal(path, "-"))
		return path_read(bytes, path, ATTACHMENT_LIMIT, err);
	if (call->input < 0)
		return err_set(err, ERR_USAGE, "there is no standard input here: name a file");
	return path_read_fd(bytes, call->input, ATTACHMENT_LIMIT, "standard input", err);
}

bool cmd_attach(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident, attachment;
	struct buf bytes = { 0 }, name = { 0 };
	char sha256[SHA256_SIZE];
	if (call->count != 1)
		return err_set(err, ERR_USAGE, "attach takes one file, or - for standard input");
	const char *path = call->words[0];
	record_init(&attachment, ENTITY_ATTACHMENT);
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = read_file(call, path, &bytes, err) && app_incident(app, &incident, err) &&
		  edit_from_flags(call, &incident, &attachment, err);
	memcpy(attachment.incident, incident.id, ID_SIZE);
	if (ok && !record_has(&attachment, ATTACHMENT_NAME)) {
		const char *base = text_equal(path, "-") ? "stdin" : path_name(path);
		utf8_clean(&name, base, strlen(base));
		record_set_text(&attachment, ATTACHMENT_NAME, buf_text(&name));
	}
	if (ok && strchr(record_text(&attachment, ATTACHMENT_NAME), '/'))
		ok = err_set(err, ERR_USAGE, "an attachment's name has no folder: '%s'",
			record_text(&attachment, ATTACHMENT_NAME));
	if (ok && !record_has(&attachment, ATTACHMENT_MEDIA))
		record_set_text(&attachment, ATTACHMENT_MEDIA,
			attach_media(record_text(&attachment, ATTACHMENT_NAME), &bytes));
	record_set_int(&attachment, ATTACHMENT_SIZE, (int64_t)bytes.len);
	ok = ok && app_begin(app, err);
	if (ok) {
		ok = blob_put(app->store, bytes.data, bytes.len, sha256, err);
		if (ok)
			record_set_text(&attachment, ATTACHMENT_SHA256, sha256);
		ok = edit_end(app, ok && store_put(app->store, &attachment, err), err);
	}
	if (ok) {
		const struct records one = { .items = &attachment, .count = 1 };
		entity_table(&one, app_zone_of(app, &incident), call->out);
	}
	buf_fini(&bytes);
	buf_fini(&name);
	record_fini(&attachment);
	record_fini(&incident);
	return ok;
}

static bool save_to(struct call *call, const char *path, const struct buf *bytes, struct err *err)
{
	if (text_equal(path, "-")) {
		output_raw(call->out, buf_text(bytes), bytes->len);
		return true;
	}
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_USAGE, "%s is already there: name a new file", path);
	return path_write_new(path, buf_text(bytes), bytes->len, 0600, err);
}

bool cmd_attach_save(struct call *call, struct err *err)
{
	struct record incident, attachment;
	struct buf bytes = { 0 };
	int64_t number;
	bool found;
	if (call->count != 2)
		return err_set(err, ERR_USAGE, "attach save takes a number and a file, or - for standard output");
	if (!call_number(call, 0, &number, err) || !app_incident(call->app, &incident, err))
		return false;
	bool ok = read_number(call->app, ENTITY_ATTACHMENT, incident.id, number, &attachment, err);
	if (ok) {
		ok = blob_get(call->app->store, record_text(&attachment, ATTACHMENT_SHA256), &bytes, &found, err);
		if (ok && !found)
			ok = err_set(err, ERR_NOT_FOUND, "the bytes of attachment %lld are not in this database",
				(long long)number);
		ok = ok && save_to(call, call->words[1], &bytes, err);
		record_fini(&attachment);
	}
	buf_fini(&bytes);
	record_fini(&incident);
	return ok;
}
