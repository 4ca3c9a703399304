/*
 * What is read against a database: queries of the search, drafts of forms, completion of what is being
 * typed. The first byte picks what, the second where the cursor is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/search.h"
#include "base/text.h"
#include "tui/ui.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SCREEN_ROWS = 24, SCREEN_COLUMNS = 80, HITS = 20, SNIPPET_COLUMNS = 60, CATCH_UP = 1000 };

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void ignore(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

static void run(struct app *app, const char *line)
{
	struct output out = { .write = ignore };
	struct words words;
	require(words_split(&words, line, NULL));
	require(command_run(app, words.items, words.count, &out, -1, NULL));
	words_fini(&words);
}

/* Made once; its file has no name any more by the time anything is read. */
static struct ui *session(void)
{
	static struct app app;
	static struct ui ui;
	static bool made;
	char folder[] = "/tmp/inquest-fuzz-XXXXXX";
	struct buf path = { 0 };
	struct err err = { 0 };
	int64_t left;
	if (made)
		return &ui;
	require(mkdtemp(folder) != NULL);
	setenv("XDG_CONFIG_HOME", folder, 1);
	setenv("INQUEST_AUTHOR", "ana", 1);
	setenv("INQUEST_NOW", "2026-03-01T14:45:30Z", 1);
	setenv("TZ", "UTC", 1);
	buf_printf(&path, "%s/x.db", folder);
	const struct app_setup setup = { .database = buf_text(&path) };
	require(app_init(&app, &setup, &err));
	run(&app, "new --tags payments,db --severity SEV2 'Checkout returns 500'");
	run(&app, "log -k decision 'roll back the error rate'");
	run(&app, "action add 'Alert on key rotation' --owner dana");
	run(&app, "cause add 'because'");
	require(search_catch_up(&app, CATCH_UP, 0, &left, &err));
	ui_init(&ui, &app, "fuzz", SCREEN_ROWS, SCREEN_COLUMNS);
	require(ui_start(&ui, &err));
	unlink(buf_text(&path));
	buf_puts(&path, "-journal");
	unlink(buf_text(&path));
	rmdir(folder);
	buf_fini(&path);
	made = true;
	return &ui;
}

static void check_search(struct app *app, const char *text)
{
	struct search_query query = { 0 };
	struct search_hits hits = { 0 };
	struct err err = { 0 };
	if (search_query_parse(app, text, &query, &err)) {
		if (!search_read(app, &query, HITS, &hits, &err))
			abort();
		for (size_t i = 0; i < hits.hits.count; i++) {
			struct buf line = { 0 };
			search_snippet(&query, &hits.hits.items[i], SNIPPET_COLUMNS, &line);
			require(utf8_valid(buf_text(&line), line.len));
			buf_fini(&line);
		}
		search_hits_fini(&hits);
	} else {
		require((err.code == ERR_USAGE || err.code == ERR_NOT_FOUND) && err.text[0]);
	}
	search_query_fini(&query);
}

/* What is read of a draft is written and read again as itself. */
static void check_fields(struct app *app, const char *text)
{
	size_t place = strcspn(text, "\n");
	char *name = mem_copy_n(text, place);
	struct fields fields, again;
	struct buf json = { 0 }, second = { 0 };
	struct words words;
	struct err err = { 0 };
	if (fields_read(app, name, text + place, &fields, &err)) {
		fields_json(&fields, &json);
		require(fields_read(app, name, buf_text(&json), &again, &err));
		fields_json(&again, &second);
		require(text_equal(buf_text(&json), buf_text(&second)));
		fields_words(&fields, &words, &err);
		words_fini(&words);
		fields_fini(&fields);
		fields_fini(&again);
	} else {
		require(err.code == ERR_USAGE && err.text[0]);
	}
	free(name);
	buf_fini(&json);
	buf_fini(&second);
}

static void check_taken(const struct candidates *found, const char *text)
{
	require(!found->count || (found->from <= found->to && found->to <= strlen(text)));
	for (size_t i = 0; i < found->count && i < HITS; i++) {
		struct line line;
		line_init(&line, true);
		require(line_set(&line, text, strlen(text)));
		complete_take(found, i, &line);
		require(utf8_valid(line_text(&line), line.text.len) && line.cursor <= line.text.len);
		line_fini(&line);
	}
}

static void check_complete(struct ui *ui, const char *text, size_t cursor, bool composing)
{
	struct candidates found = { 0 };
	struct line line;
	line_init(&line, true);
	line_set(&line, text, strlen(text));
	line_move(&line, cursor);
	if (composing)
		complete_text(ui, line_text(&line), line.cursor, &found);
	else
		complete_line(ui, line_text(&line), line.cursor, &found);
	check_taken(&found, line_text(&line));
	candidates_fini(&found);
	line_fini(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ui *ui = session();
	struct buf text = { 0 };
	if (size < 2)
		return 0;
	utf8_clean(&text, (const char *)data + 2, size - 2);
	switch (data[0] % 4) {
	case 0:
		check_search(ui->app, buf_text(&text));
		break;
	case 1:
		check_fields(ui->app, buf_text(&text));
		break;
	default:
		check_complete(ui, buf_text(&text), data[1] % (text.len + 1), data[0] % 4 == 2);
	}
	buf_fini(&text);
	return 0;
}
