/* check waive, check unwaive, check waived */
#include "app/check.h"

#include "app/check_waivers.h"
#include "app/edit.h"
#include "app/handlers.h"
#include "app/read.h"
#include "base/text.h"

/* "action 3", "3", "#3", "section summary" or "summary" mean what a finding is about. */
static bool means(const char *words, const struct finding *finding)
{
	struct buf subject = { 0 }, number = { 0 };
	finding_subject(finding, &subject);
	buf_printf(&number, "%lld", (long long)finding->number);
	bool same = text_same(words, buf_text(&subject)) || (*finding->key && text_same(words, finding->key)) ||
		    (finding->number && text_equal(words + (*words == '#'), buf_text(&number)));
	buf_fini(&subject);
	buf_fini(&number);
	return same;
}

static bool no_such_finding(const struct check *check, const struct findings *findings, const char *words,
	struct err *err)
{
	struct buf all = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].check != check)
			continue;
		buf_puts(&all, all.len ? ", " : "");
		finding_subject(&findings->items[i], &all);
	}
	err_set(err, ERR_NOT_FOUND, "%s finds nothing at '%s'; it finds %s", check->id, words,
		all.len ? buf_text(&all) : "nothing anywhere");
	buf_fini(&all);
	return false;
}

/* What the waiver is about: an entity's id, a section's key, or nothing for all. */
static bool find_subject(struct call *call, const struct record *incident, const struct check *check, struct buf *out,
	struct err *err)
{
	struct findings findings = { 0 };
	struct buf words = { 0 };
	const struct finding *meant = NULL;
	call_join(call, 1, &words);
	if (!words.len)
		return true;
	bool ok = check_incident(call->app, incident, NULL, &findings, err);
	for (size_t i = 0; ok && i < findings.count && !meant; i++)
		if (findings.items[i].check == check && means(buf_text(&words), &findings.items[i]))
			meant = &findings.items[i];
	if (ok && !meant)
		ok = no_such_finding(check, &findings, buf_text(&words), err);
	else if (ok && *meant->key)
		buf_puts(out, meant->key);
	else if (ok && meant->number) {
		struct record record;
		ok = read_number(call->app, meant->kind, incident->id, meant->number, &record, err);
		if (ok)
			buf_puts(out, record.id), record_fini(&record);
	}
	findings_fini(&findings);
	buf_fini(&words);
	return ok;
}

static bool may_waive(const struct call *call, const struct check *check, struct err *err)
{
	if (text_empty(call_flag(call, "reason")))
		return err_set(err, ERR_USAGE, "%s needs --reason: whoever reads the postmortem is told why %s does not apply",
			call->command->name, check->id);
	if (!check->secret)
		return true;
	if (!call_flag(call, "harmless"))
		return err_set(err, ERR_USAGE, "%s finds what does harm when others read it: `inquest redact -` removes it. "
			"If it is no secret, or one that is worth nothing any more, say so with --harmless", check->id);
	if (call->count < 2)
		return err_set(err, ERR_USAGE, "%s is waived for one place at a time: name it, as `inquest check` shows it",
			check->id);
	return true;
}

/* One waiver for each check and subject: to waive again changes the reason. */
static bool put_waiver(struct call *call, const struct record *incident, const struct check *check, const char *subject,
	struct err *err)
{
	struct app *app = call->app;
	struct records before = { 0 };
	struct record waiver;
	struct buf reason = { 0 };
	record_init(&waiver, ENTITY_WAIVER);
	memcpy(waiver.incident, incident->id, ID_SIZE);
	bool ok = read_list(app, ENTITY_WAIVER, incident->id, &before, err);
	for (size_t i = 0; ok && i < before.count; i++)
		if (text_equal(record_text(&before.items[i], WAIVER_RULE), check->id) &&
			text_equal(record_text(&before.items[i], WAIVER_SUBJECT), subject))
			memcpy(waiver.id, before.items[i].id, ID_SIZE);
	buf_printf(&reason, "%s%s", check->secret ? "harmless: " : "", call_flag(call, "reason"));
	record_set_text(&waiver, WAIVER_RULE, check->id);
	record_set_text(&waiver, WAIVER_SUBJECT, subject);
	ok = ok && edit_field(app, incident, &waiver, WAIVER_REASON, buf_text(&reason), err);
	record_set_text(&waiver, WAIVER_PERSON, app->author);
	record_set_int(&waiver, WAIVER_AT, app_now(app));
	ok = ok && app_begin(app, err) && edit_end(app, store_put(app->store, &waiver, err), err);
	record_fini(&waiver);
	records_fini(&before);
	buf_fini(&reason);
	return ok;
}

bool cmd_check_waive(struct call *call, struct err *err)
{
	struct record incident;
	struct buf subject = { 0 }, words = { 0 };
	const struct check *check = check_named(call, err);
	if (!check || !may_waive(call, check, err) || !app_incident(call->app, &incident, err))
		return false;
	bool ok = find_subject(call, &incident, check, &subject, err) &&
		  put_waiver(call, &incident, check, buf_text(&subject), err);
	call_join(call, 1, &words);
	if (ok)
		output_format(call->out, "%s is waived%s%s; `%scheck unwaive %s%s%s` takes it back\n", check->id,
			words.len ? " for " : "", buf_text(&words), output_prefix(call->out), check->id,
			words.len ? " " : "", buf_text(&words));
	buf_fini(&subject);
	buf_fini(&words);
	record_fini(&incident);
	return ok;
}

/* ---- taking back -------------------------------------------------------------------------------- */

/* Which of the waivers is meant: by its subject, or without one the only one of the check. */
static const struct check_waiver *find_waiver(
	const struct check_waivers *waivers, const char *check, const char *words, struct err *err)
{
	const struct check_waiver *found = NULL;
	struct buf all = { 0 };
	size_t count = 0;
	for (size_t i = 0; i < waivers->count; i++) {
		const struct check_waiver *waiver = &waivers->items[i];
		struct buf subject = { 0 };
		if (!text_equal(waiver->check, check))
			continue;
		count++;
		check_waiver_subject(waiver, &subject);
		const char *last = strrchr(buf_text(&subject), ' ');
		bool meant = text_same(words, buf_text(&subject)) || (last && text_same(words + (*words == '#'), last + 1)) ||
			     (!*words && waiver->kind == ENTITY_COUNT);
		found = meant ? waiver : found;
		buf_printf(&all, "%s%s", all.len ? ", " : "", buf_text(&subject));
		buf_fini(&subject);
	}
	for (size_t i = 0; i < waivers->count && !*words && count == 1; i++)
		if (text_equal(waivers->items[i].check, check))
			found = &waivers->items[i];
	if (!found)
		err_set(err, ERR_NOT_FOUND, "%s is waived for %s%s%s", check, count ? buf_text(&all) : "nothing",
			*words ? ", not for " : ": say which", words);
	buf_fini(&all);
	return found;
}

bool cmd_check_unwaive(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	struct check_waivers waivers = { 0 };
	struct buf words = { 0 };
	const struct check *check = check_named(call, err);
	if (!check || !app_incident(app, &incident, err))
		return false;
	call_join(call, 1, &words);
	bool ok = check_waivers_read(app, incident.id, &waivers, err);
	const struct check_waiver *waiver = ok ? find_waiver(&waivers, check->id, buf_text(&words), err) : NULL;
	ok = waiver != NULL;
	if (ok) {
		struct record gone;
		record_copy(&gone, waiver->record);
		gone.set = 0;
		gone.gone = gone.set_gone = true;
		ok = app_begin(app, err) && edit_end(app, store_put(app->store, &gone, err), err);
		record_fini(&gone);
	}
	if (ok)
		output_format(call->out, "%s counts again\n", check->id);
	check_waivers_fini(&waivers);
	buf_fini(&words);
	record_fini(&incident);
	return ok;
}

/* ---- listing ------------------------------------------------------------------------------------ */

static void print_json(const struct check_waivers *waivers, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < waivers->count; i++) {
		const struct check_waiver *waiver = &waivers->items[i];
		json_open(&json, NULL, '{');
		json_text(&json, "check", waiver->check);
		json_text(&json, "kind", waiver->kind == ENTITY_COUNT ? NULL : entity_get(waiver->kind)->name);
		if (waiver->number)
			json_int(&json, "number", waiver->number);
		else
			json_null(&json, "number");
		json_text(&json, "section", *waiver->key ? waiver->key : NULL);
		json_text(&json, "reason", record_text(waiver->record, WAIVER_REASON));
		json_text(&json, "person", record_text(waiver->record, WAIVER_PERSON));
		json_time(&json, "at", record_int(waiver->record, WAIVER_AT));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	output_json(out, &text);
}

static void print_table(const struct check_waivers *waivers, const char *zone, struct output *out)
{
	struct table table;
	table_init(&table, 5);
	for (size_t i = 0; i < waivers->count; i++) {
		const struct check_waiver *waiver = &waivers->items[i];
		struct buf subject = { 0 }, at = { 0 };
		check_waiver_subject(waiver, &subject);
		when_format(&at, record_int(waiver->record, WAIVER_AT), zone, WHEN_MINUTE);
		table_cell(&table, waiver->check);
		table_cell(&table, buf_text(&subject));
		table_cell(&table, record_text(waiver->record, WAIVER_PERSON));
		table_cell(&table, buf_text(&at));
		table_cell(&table, record_text(waiver->record, WAIVER_REASON));
		buf_fini(&subject);
		buf_fini(&at);
	}
	table_print(&table, out);
}

bool cmd_check_waived(struct call *call, struct err *err)
{
	struct record incident;
	struct check_waivers waivers = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = check_waivers_read(call->app, incident.id, &waivers, err);
	if (ok && call->json)
		print_json(&waivers, call->out);
	else if (ok && waivers.count)
		print_table(&waivers, app_zone_of(call->app, &incident), call->out);
	else if (ok)
		output_note(call->out, "no check is waived");
	check_waivers_fini(&waivers);
	record_fini(&incident);
	return ok;
}
