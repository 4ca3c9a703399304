/* What became of the logs: for people, for programs. */
#include "app/import_log.h"

#include "app/edit.h"
#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include "base/zone.h"

enum { MANY = 500 }; /* events, of which nobody reads one by one */

struct sums {
	uint64_t added, present, filtered, bad;
};

static struct sums sum(const struct import_log *log)
{
	struct sums all = { 0 };
	for (size_t i = 0; i < log->inputs.count; i++) {
		all.added += log->inputs.items[i].added;
		all.present += log->inputs.items[i].present;
		all.filtered += log->inputs.items[i].filtered;
		all.bad += log->inputs.items[i].bad;
	}
	return all;
}

void import_log_again(const struct import_log *log, struct buf *out)
{
	const struct command *command = log->call->command;
	buf_printf(out, "%s%s", output_prefix(log->call->out), command->name);
	buf_printf(out, " -i %lld", (long long)log->incident.number);
	for (size_t i = 0; command->own && command->own[i].name; i++) {
		const char *value = log->call->own[i];
		if (!value)
			continue;
		buf_printf(out, " --%s", command->own[i].name);
		if (command->own[i].value) {
			buf_putc(out, ' ');
			words_quote(out, value);
		}
	}
	for (size_t i = 0; i < log->inputs.count; i++) {
		const char *given = log->inputs.items[i].given;
		if (i && given == log->inputs.items[i - 1].given)
			continue;
		buf_putc(out, ' ');
		words_quote(out, given);
	}
}

/* ---- JSON ---- */

static void json_problems(const struct import_log_input *input, struct json *json)
{
	json_open(json, "problems", '[');
	for (size_t i = 0; i < input->problems.count; i++) {
		json_open(json, NULL, '{');
		json_int(json, "line", (int64_t)input->problems.items[i].line);
		json_text(json, "why", input->problems.items[i].why);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void json_input(const struct import_log *log, const struct import_log_input *input, struct json *json)
{
	const struct {
		const char *name;
		uint64_t number;
	} counts[] = { { "lines", input->lines }, { "added", input->added }, { "present", input->present },
		{ "filtered", input->filtered }, { "skipped", input->skipped }, { "bad", input->bad },
		{ "replaced_bytes", input->replaced }, { "team", input->team } };
	struct buf source = { 0 };
	utf8_clean(&source, input->source, strlen(input->source));
	json_open(json, NULL, '{');
	json_text(json, "source", buf_text(&source));
	json_text(json, "format", input->format ? input->format->name : NULL);
	json_int(json, "sure", input->sure);
	for (size_t i = 0; i < LENGTH(counts); i++)
		json_int(json, counts[i].name, (int64_t)counts[i].number);
	if (input->first <= input->last) {
		json_time(json, "first", input->first);
		json_time(json, "last", input->last);
	} else {
		json_null(json, "first");
		json_null(json, "last");
	}
	json_text(json, "zone", log->zone);
	json_bool(json, "zone_assumed", input->zone_guessed);
	json_bool(json, "year_assumed", input->year_guessed);
	json_problems(input, json);
	json_close(json, '}');
	buf_fini(&source);
}

static void show_json(const struct import_log *log)
{
	struct sums all = sum(log);
	struct buf text = { 0 }, name = { 0 };
	struct json json = { .out = &text };
	app_incident_name(&log->incident, &name);
	json_open(&json, NULL, '{');
	json_text(&json, "incident", buf_text(&name));
	json_bool(&json, "dry_run", log->dry);
	json_bool(&json, "interrupted", log->stop == IMPORT_LOG_INTERRUPTED);
	json_bool(&json, "limited", log->stop == IMPORT_LOG_LIMIT);
	json_int(&json, "added", (int64_t)all.added);
	json_int(&json, "present", (int64_t)all.present);
	json_int(&json, "bad", (int64_t)all.bad);
	json_open(&json, "inputs", '[');
	for (size_t i = 0; i < log->inputs.count; i++)
		json_input(log, &log->inputs.items[i], &json);
	json_close(&json, ']');
	if (log->dry)
		records_json(&log->first, "events", &json);
	json_close(&json, '}');
	output_json(log->call->out, &text);
	buf_fini(&name);
}

/* ---- text ---- */

static const char *ending(uint64_t count)
{
	return count == 1 ? "" : "s";
}

/* Counts that are not zero, after what was added. */
static void put_counts(const struct import_log_input *input, struct buf *out)
{
	const struct {
		uint64_t number;
		const char *said;
	} others[] = { { input->present, "there already" }, { input->filtered, "left out by the filters" },
		{ input->bad, "not understood" } };
	for (size_t i = 0; i < LENGTH(others); i++)
		if (others[i].number)
			buf_printf(out, ", %llu %s", (unsigned long long)others[i].number, others[i].said);
	/* blank lines and joins are not worth a word, unless there is nothing else */
	if (input->skipped && !input->added && !input->present && !input->filtered && !input->bad)
		buf_printf(out, ": nothing in it is a thing that happened, as %s logs tell them", input->format->name);
}

/* "2024-03-05 09:12:44 UTC to 11:03:10 UTC". */
static void put_span(const struct import_log *log, const struct import_log_input *input, struct buf *out)
{
	const char *zone = app_zone_of(log->app, &log->incident);
	struct buf first = { 0 }, last = { 0 };
	when_format(&first, input->first, zone, WHEN_FULL);
	when_format(&last, input->last, zone, WHEN_FULL);
	bool same_day = strncmp(buf_text(&first), buf_text(&last), 11) == 0;
	buf_printf(out, "  %s", buf_text(&first));
	if (input->first != input->last)
		buf_printf(out, " to %s", buf_text(&last) + (same_day ? 11 : 0));
	buf_putc(out, '\n');
	buf_fini(&first);
	buf_fini(&last);
}

/* What was not in the log and had to be taken from elsewhere. */
static void put_assumptions(const struct import_log *log, const struct import_log_input *input, struct buf *out)
{
	bool later = input->year_guessed && input->last > app_now(log->app) + WHEN_TOLERANCE_MS;
	if (input->zone_guessed)
		buf_printf(out, "  its times name no zone and are read in %s: --zone for another\n", log->zone);
	if (input->year_guessed)
		buf_printf(out, "  its times name no year: those that fit to now and to the order of lines are taken%s\n",
			later ? "; some are later than now" : "");
	if (input->replaced)
		buf_printf(out, "  %llu byte%s of it %s not UTF-8 text: shown as \\xNN\n", (unsigned long long)input->replaced,
			ending(input->replaced), input->replaced == 1 ? "is" : "are");
	if (input->team)
		buf_printf(out, "  %llu hold%s what looks like a secret and %s for the team only\n", (unsigned long long)input->team,
			input->team == 1 ? "s" : "", input->team == 1 ? "is" : "are");
	for (size_t i = 0; i < input->problems.count; i++)
		text_print(out, "  line %zu: %s\n", input->problems.items[i].line, input->problems.items[i].why);
	if (input->bad > input->problems.count)
		buf_printf(out, "  and %llu more\n", (unsigned long long)(input->bad - input->problems.count));
}

static void show_input(const struct import_log *log, const struct import_log_input *input)
{
	struct buf text = { 0 }, name = { 0 };
	/* an export has many days that have nothing to tell */
	bool nothing = !input->added && !input->present && !input->filtered && !input->bad;
	if (!input->begun || (nothing && input->names))
		return;
	app_incident_name(&log->incident, &name);
	const char *said = text_equal(input->word, "-") ? input->name : input->word;
	text_show(&text, said, strlen(said), false);
	buf_printf(&text, " (%s): %llu event%s %s %s", input->format->name, (unsigned long long)input->added,
		ending(input->added), log->dry ? "would be added to" : "added to", buf_text(&name));
	put_counts(input, &text);
	buf_putc(&text, '\n');
	if (input->first <= input->last)
		put_span(log, input, &text);
	put_assumptions(log, input, &text);
	output_text(log->call->out, buf_text(&text));
	buf_fini(&text);
	buf_fini(&name);
}

/* The events of a dry run, which have no numbers. */
static void show_first(const struct import_log *log, struct output *out)
{
	struct table table;
	table_init(&table, 4);
	for (size_t i = 0; i < log->first.count; i++) {
		const struct record *event = &log->first.items[i];
		struct buf time = { 0 }, text = { 0 };
		edit_show_time(event, app_zone_of(log->app, &log->incident), true, &time);
		edit_first_line(record_text(event, EVENT_TEXT), &text);
		table_cell(&table, buf_text(&time));
		table_cell(&table, record_text(event, EVENT_KIND));
		table_cell(&table, record_text(event, EVENT_AUTHOR));
		table_cell(&table, buf_text(&text));
		buf_fini(&time);
		buf_fini(&text);
	}
	table_print(&table, out);
}

static void show_text(const struct import_log *log)
{
	struct output *out = log->call->out;
	struct sums all = sum(log);
	for (size_t i = 0; i < log->inputs.count; i++)
		show_input(log, &log->inputs.items[i]);
	show_first(log, out);
	if (log->first.count && all.added > log->first.count)
		output_format(out, "… and %llu more\n", (unsigned long long)(all.added - log->first.count));
	if (all.added >= MANY && !text_equal(log->audience, "team"))
		output_text(out, "so many events make a long postmortem: --since and --grep take fewer, --audience team keeps them out of it\n");
	if (all.added && !log->dry)
		output_format(out, "`%sundo` takes %s back\n", output_prefix(out), all.added == 1 ? "it" : "them");
}

static void show_stop(const struct import_log *log)
{
	struct buf again = { 0 };
	import_log_again(log, &again);
	if (log->stop == IMPORT_LOG_INTERRUPTED)
		output_note(log->call->out, "interrupted: what was added until then is kept; `%s` goes on where it stopped", buf_text(&again));
	else if (log->stop == IMPORT_LOG_LIMIT && !log->dry)
		output_note(log->call->out, "stopped at --limit: `%s` goes on", buf_text(&again));
	buf_fini(&again);
}

bool import_log_show(struct import_log *log, struct err *err)
{
	struct sums all = sum(log);
	if (log->call->json)
		show_json(log);
	else
		show_text(log);
	show_stop(log);
	if (all.bad && !all.added && !all.present && !all.filtered)
		return err_set(err, ERR_FAILED, "nothing of the input could be read: is it in another format?");
	return !all.bad || err_set(err, ERR_FAILED, "%llu place%s in the input could not be read; all else %s", (unsigned long long)all.bad,
				   ending(all.bad), log->dry ? "would be imported" : "is imported");
}
