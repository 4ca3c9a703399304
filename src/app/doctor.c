/* doctor: what is wrong with the database and the set-up, and a new database of a damaged one */
#include "app/handlers.h"
#include "app/module.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include "store/care.h"
#include "store/repair.h"

static void check_modes(const char *database, struct buf *out, size_t *findings)
{
	struct stat status;
	if (stat(database, &status) == 0 && (status.st_mode & 077)) {
		text_print(out, "file: %s may be read by others (mode %o): chmod 600 it\n", database,
			(unsigned)(status.st_mode & 0777));
		++*findings;
	}
}

/* The lines of a text as an array. */
static void put_lines(struct json *json, const char *name, const char *text)
{
	json_open(json, name, '[');
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, "\n");
		char *line = mem_copy_n(at, len);
		json_text(json, NULL, line);
		free(line);
		at += len + (at[len] == '\n');
	}
	json_close(json, ']');
}

static void doctor_report(struct call *call, const struct buf *report, size_t findings)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	if (!call->json) {
		output_text(call->out, buf_text(report));
		output_format(call->out, "%s: %zu finding%s\n", call->app->database, findings, findings == 1 ? "" : "s");
		return;
	}
	json_open(&json, NULL, '{');
	json_text(&json, "database", call->app->database);
	put_lines(&json, "findings", buf_text(report));
	json_close(&json, '}');
	output_json(call->out, &text);
}

static bool check_all(struct call *call, struct err *err)
{
	struct buf report = { 0 };
	struct app *app = call->app;
	struct err module = { 0 };
	size_t findings = 0;
	if (!care_check(app->store, &report, &findings, err)) {
		buf_fini(&report);
		return false;
	}
	bool damaged = text_starts(buf_text(&report), "file: ") || text_starts(buf_text(&report), "log: ");
	check_modes(app->database, &report, &findings);
	if (app->problems.len) {
		buf_printf(&report, "inquestrc: %s\n", buf_text(&app->problems));
		findings++;
	}
	if (!module_repo(&module)) {
		buf_printf(&report, "module: %s\n", module.text);
		findings++;
	}
	doctor_report(call, &report, findings);
	buf_fini(&report);
	if (damaged)
		return err_set(err, ERR_FAILED, "%s is damaged: restore a backup, or let `inquest doctor --repair` make a "
			"new database of what can be read", app->database);
	return !findings || err_set(err, ERR_FAILED, "the check found something: see above");
}

static void repair_json(struct call *call, const char *database, const char *to, const struct repair *repair)
{
	const struct {
		const char *name;
		int64_t count;
	} counts[] = { { "changes", repair->changes }, { "changes_lost", repair->changes_lost },
		{ "recovered", repair->recovered }, { "lost", repair->lost }, { "doubtful", repair->doubtful },
		{ "bytes_lost", repair->bytes_lost }, { "drafts", repair->drafts } };
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	json_text(&json, "database", database);
	json_text(&json, "repaired", to);
	for (size_t i = 0; i < LENGTH(counts); i++)
		json_int(&json, counts[i].name, counts[i].count);
	put_lines(&json, "report", buf_text(&repair->report));
	json_close(&json, '}');
	output_json(call->out, &text);
}

static void put_move(struct output *out, const char *from, const char *from_end, const char *to, const char *to_end)
{
	struct buf line = { 0 }, name = { 0 };
	buf_printf(&name, "%s%s", from, from_end);
	words_quote(&line, buf_text(&name));
	buf_putc(&line, ' ');
	buf_truncate(&name, 0);
	buf_printf(&name, "%s%s", to, to_end);
	words_quote(&line, buf_text(&name));
	output_format(out, "  mv %s\n", buf_text(&line));
	buf_fini(&name);
	buf_fini(&line);
}

/* A journal that stays behind would be played back into the new database. */
static bool has_journal(const char *database)
{
	struct buf name = { 0 };
	struct stat status;
	buf_printf(&name, "%s-journal", database);
	bool has = stat(buf_text(&name), &status) == 0 && status.st_size > 0;
	buf_fini(&name);
	return has;
}

static void repair_report(struct call *call, const char *database, const char *to, const struct repair *repair)
{
	const struct {
		int64_t count;
		const char *one, *many;
	} losses[] = { { repair->changes_lost, "change of the log is lost", "changes of the log are lost" },
		{ repair->recovered, "recovered from its row", "recovered from their rows" },
		{ repair->lost, "lost altogether", "lost altogether" },
		{ repair->doubtful, "row is in doubt", "rows are in doubt" },
		{ repair->bytes_lost, "file's bytes are lost", "files' bytes are lost" } };
	output_text(call->out, buf_text(&repair->report));
	output_format(call->out, "%s: %lld change%s read", to, (long long)repair->changes, repair->changes == 1 ? "" : "s");
	for (size_t i = 0; i < LENGTH(losses); i++)
		if (losses[i].count)
			output_format(call->out, ", %lld %s", (long long)losses[i].count,
				losses[i].count == 1 ? losses[i].one : losses[i].many);
	output_format(call->out, "%s; checked\nTo use it, and keep the old one:\n",
		repair_lossy(repair) || repair->recovered ? "" : ", nothing is lost");
	put_move(call->out, database, "", database, ".damaged");
	if (has_journal(database))
		put_move(call->out, database, "-journal", database, ".damaged-journal");
	put_move(call->out, to, "", database, "");
}

/* Where a link leads: that has the journal beside it, and in its place the new one is found by the link as well. */
static char *file_of(const char *database)
{
	struct stat status;
	char *file = lstat(database, &status) == 0 && S_ISLNK(status.st_mode) ? realpath(database, NULL) : NULL;
	return file ? file : mem_copy(database);
}

/* What killed repairs left beside a file, by the way. */
static void sweep(struct call *call, const char *path)
{
	struct buf removed = { 0 };
	repair_sweep(path, &removed);
	for (const char *at = buf_text(&removed); *at;) {
		const size_t len = strcspn(at, "\n");
		output_note(call->out, "removed %.*s, which a repair that was stopped had left", (int)len, at);
		at += len + 1;
	}
	buf_fini(&removed);
}

static bool repair(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct repair repair;
	struct buf name = { 0 };
	const char *to = call_flag(call, "to");
	const struct store_stamp stamp = { .now = app_now(app), .author = app->author };
	if (to && text_empty(to))
		return err_set(err, ERR_USAGE, "--to takes the name of a new file");
	char *database = file_of(app->database);
	buf_printf(&name, "%s.repaired", database);
	to = to ? to : buf_text(&name);
	sweep(call, to);
	bool ok = repair_database(database, to, &stamp, app->seed, &repair, err);
	if (ok && call->json)
		repair_json(call, database, to, &repair);
	else if (ok)
		repair_report(call, database, to, &repair);
	if (ok && repair_lossy(&repair))
		ok = err_set(err, ERR_FAILED, "not all of it could be recovered: see above");
	repair_fini(&repair);
	buf_fini(&name);
	free(database);
	return ok;
}

bool cmd_doctor(struct call *call, struct err *err)
{
	bool rebuild = call_flag(call, "rebuild") != NULL;
	if (call_flag(call, "to") && !call_flag(call, "repair"))
		return err_set(err, ERR_USAGE, "--to belongs to --repair");
	if (call_flag(call, "repair") && rebuild)
		return err_set(err, ERR_USAGE, "--repair folds the tables anyway: leave --rebuild out");
	if (call_flag(call, "repair"))
		return repair(call, err);
	if (!app_store(call->app, STORE_EXISTING, err) || (rebuild && !care_rebuild(call->app->store, err)))
		return false;
	if (rebuild)
		output_note(call->out, "tables folded from the change log again");
	char *database = file_of(call->app->database);
	sweep(call, database);
	free(database);
	return check_all(call, err);
}
