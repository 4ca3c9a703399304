/* Long texts in the person's own editor. */
#include "app/editor.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/process.h"
#include "base/text.h"

static const char *editor_command(const struct app *app)
{
	static const char *const variables[] = { "INQUEST_EDITOR", "GIT_EDITOR", "VISUAL", "EDITOR" };
	const char *editor = options_get(&app->options, OPTION_EDITOR);
	for (size_t i = 0; text_empty(editor) && i < LENGTH(variables); i++)
		editor = getenv(variables[i]);
	return text_empty(editor) ? "vi" : editor;
}

/* Who gives up, as with :cq in vi, has written nothing that must be kept. */
static bool drop_unchanged(const char *path, const char *text)
{
	struct buf now = { 0 };
	bool same = path_read(&now, path, strlen(text) + 1, NULL) && text_equal(buf_text(&now), text);
	buf_fini(&now);
	return same && unlink(path) == 0;
}

/* The editor is a shell command, as git has it; the file name is passed beside it, never inside. */
static bool run_editor(const char *editor, const char *path, const char *text, struct err *err)
{
	struct buf script = { 0 };
	int status;
	buf_printf(&script, "%s \"$@\"", editor);
	const char *const argv[] = { "sh", "-c", buf_text(&script), editor, path, NULL };
	bool ok = process_run(argv, &status, err);
	buf_fini(&script);
	if (!ok && !drop_unchanged(path, text))
		err_wrap(err, "nothing was changed; your text is in %s", path);
	if (ok && status != 0 && drop_unchanged(path, text))
		ok = err_set(err, ERR_FAILED, "the editor '%s' failed, so nothing was changed", editor);
	else if (ok && status != 0)
		ok = err_set(err, ERR_FAILED, "the editor '%s' failed, so nothing was changed; your text is in %s",
			editor, path);
	return ok;
}

bool editor_open(struct app *app, const char *name, const char *text, struct edited *out, struct err *err)
{
	return editor_open_long(app, name, text, TEXT_LIMIT, out, err);
}

bool editor_open_long(struct app *app, const char *name, const char *text, size_t limit, struct edited *out,
	struct err *err)
{
	struct stat status;
	*out = (struct edited){ 0 };
	bool ok = path_write_temporary(&out->path, name, ".md", text, strlen(text), err);
	if (ok) {
		app_terminal(app, true);
		ok = run_editor(editor_command(app), buf_text(&out->path), text, err);
		app_terminal(app, false);
	}
	bool there = ok && stat(buf_text(&out->path), &status) == 0;
	if (ok && !there && errno != ENOENT)
		ok = err_errno(err, errno, "nothing was changed; your text is in %s, which cannot be read",
			buf_text(&out->path));
	/* a pipe in its place would be waited for */
	if (ok && (!there || !S_ISREG(status.st_mode)))
		ok = err_set(err, ERR_FAILED, "the editor left no file, so nothing was changed");
	if (ok && !path_read(&out->text, buf_text(&out->path), limit, err))
		ok = err_wrap(err, "nothing was changed; your text is in %s", buf_text(&out->path));
	if (ok && !utf8_valid(buf_text(&out->text), out->text.len))
		ok = err_set(err, ERR_USAGE, "the text is not valid UTF-8, so nothing was changed; it is in %s",
			buf_text(&out->path));
	if (!ok) {
		buf_fini(&out->text);
		buf_fini(&out->path);
	}
	return ok;
}

bool editor_close(struct edited *edited, bool saved, struct err *err)
{
	if (saved)
		unlink(buf_text(&edited->path));
	else if (err)
		err_add(err, "; your text is in %s", buf_text(&edited->path));
	buf_fini(&edited->text);
	buf_fini(&edited->path);
	return saved;
}

bool edit_in_editor(struct app *app, const char *name, struct buf *text, struct err *err)
{
	struct edited edited;
	if (!editor_open(app, name, buf_text(text), &edited, err))
		return false;
	buf_fini(text);
	*text = edited.text;
	edited.text = (struct buf){ 0 };
	return editor_close(&edited, true, err);
}
