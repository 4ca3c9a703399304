#include "app/app.h"

#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/guard.h"
#include "app/read.h"
#include "base/path.h"
#include "base/text.h"
#include "base/zone.h"

enum { RC_MAX = 1024 * 1024 };

/* One that cannot be read is told as a line in it would be: nobody is kept from logging. */
static bool load_rc(struct app *app, struct err *err)
{
	struct buf path = { 0 }, text = { 0 };
	struct err problem = { 0 };
	bool found, ok = app_rc_path(&path, err);
	if (ok && !path_read_found(&text, buf_text(&path), RC_MAX, &found, &problem))
		buf_puts(&app->problems, problem.text);
	else if (ok)
		app_rc_run(app, buf_text(&path), buf_text(&text), true, &app->problems);
	buf_fini(&path);
	buf_fini(&text);
	return ok;
}

const struct keymap *app_keymap(struct app *app)
{
	if (!app->keys_shipped)
		keymap_ship(&app->keymap);
	app->keys_shipped = true;
	return &app->keymap;
}

static bool find_database(struct app *app, const char *given, struct err *err)
{
	struct buf path = { 0 };
	const char *named = given ? given : getenv("INQUEST_DB");
	if (named && *named) {
		buf_puts(&path, named);
	} else if (path_xdg(&path, "XDG_DATA_HOME", ".local/share", err)) {
		buf_puts(&path, "/inquest.db");
	} else {
		return false;
	}
	app->database = buf_steal(&path);
	return true;
}

static char *login_name(void)
{
	const char *name = getenv("LOGNAME");
	if (text_empty(name))
		name = getenv("USER");
	if (text_empty(name)) {
		const struct passwd *user = getpwuid(getuid());
		name = user ? user->pw_name : "unknown";
	}
	return mem_copy(name);
}

static void find_author(struct app *app)
{
	const char *name = getenv("INQUEST_AUTHOR");
	if (text_empty(name))
		name = options_get(&app->options, OPTION_AUTHOR);
	app->author = text_empty(name) ? login_name() : mem_copy(name);
	size_t len = strlen(app->author);
	if (!utf8_valid(app->author, len)) {
		struct buf clean = { 0 };
		utf8_clean(&clean, app->author, len);
		free(app->author);
		app->author = buf_steal(&clean);
	}
}

char *app_zone_name(const char *zone)
{
	char target[512];
	if (!text_same(zone, "local"))
		return mem_copy(zone);
	const char *name = getenv("TZ");
	if (name && *name == ':')
		name++;
	if (text_empty(name)) {
		ssize_t len = readlink("/etc/localtime", target, sizeof target - 1);
		target[len > 0 ? len : 0] = '\0';
		char *under = strstr(target, "/zoneinfo/");
		name = under ? under + strlen("/zoneinfo/") : "UTC";
	}
	if (text_starts(name, "Etc/") && (text_equal(name, "Etc/UTC") || text_equal(name, "Etc/UCT")))
		name = "UTC";
	return mem_copy(zone_check(name, NULL) ? name : "UTC");
}

static bool read_pins(struct app *app, struct err *err)
{
	const char *now = getenv("INQUEST_NOW"), *seed = getenv("INQUEST_SEED");
	if (now && *now) {
		struct when when;
		struct timespec time;
		clock_gettime(CLOCK_REALTIME, &time);
		const struct when_context ctx = { .now = time.tv_sec * INT64_C(1000), .zone = "UTC" };
		if (!when_parse(now, &ctx, &when, err))
			return err_wrap(err, "INQUEST_NOW");
		app->pinned_now = when.at;
	}
	if (seed && *seed)
		app->seed = strtoull(seed, NULL, 10);
	return true;
}

bool app_init(struct app *app, const struct app_setup *setup, struct err *err)
{
	*app = (struct app){ .no_input = setup->no_input, .incident_ref = mem_copy(setup->incident) };
	bool ok = load_rc(app, err) && find_database(app, setup->database, err) && read_pins(app, err);
	if (!ok) {
		app_fini(app);
		return false;
	}
	app_settle(app, OPTION_AUTHOR);
	app_settle(app, OPTION_TIMEZONE);
	return true;
}

void app_settle(struct app *app, enum option_id id)
{
	if (id == OPTION_AUTHOR) {
		free(app->author);
		find_author(app);
	} else if (id == OPTION_TIMEZONE) {
		free(app->zone);
		app->zone = app_zone_name(options_get(&app->options, OPTION_TIMEZONE));
	}
}

void app_fini(struct app *app)
{
	store_close(app->store);
	options_fini(&app->options);
	keymap_fini(&app->keymap);
	buf_fini(&app->problems);
	free(app->database);
	free(app->incident_ref);
	free(app->author);
	free(app->zone);
	*app = (struct app){ 0 };
}

void app_terminal(struct app *app, bool given)
{
	if (app->terminal)
		app->terminal(app->terminal_context, given);
}

void app_repository(const struct app *app, const char *given, struct buf *out)
{
	const char *folder = given ? given : options_get(&app->options, OPTION_PUBLISH_REPOSITORY);
	path_expand(folder, out);
}

int64_t app_now(const struct app *app)
{
	struct timespec time;
	if (app->pinned_now)
		return app->pinned_now;
	clock_gettime(CLOCK_REALTIME, &time);
	return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000;
}

bool app_store(struct app *app, enum store_mode mode, struct err *err)
{
	return app->store || store_open(&app->store, app->database, mode, app->seed, err);
}

static bool drop_settled(struct app *app, struct err *err)
{
	const struct draft_key *key = app->settles;
	return key->number ? draft_drop(app, key->number, err)
			   : draft_drop_place(app, key->incident, key->place, key->session, err);
}

bool app_begin(struct app *app, struct err *err)
{
	const struct store_stamp stamp = { .now = app_now(app), .author = app->author };
	if (!store_begin(app->store, &stamp, err))
		return false;
	if ((!app->settles || drop_settled(app, err)) && (!app->guard || guard_check(app, app->guard, err)))
		return true;
	store_rollback(app->store);
	return false;
}

void app_incident_name(const struct record *incident, struct buf *out)
{
	if (record_has(incident, INCIDENT_REF))
		buf_puts(out, record_text(incident, INCIDENT_REF));
	else
		buf_printf(out, "INC-%lld", (long long)incident->number);
}

static bool several(const struct records *found, const char *intro, struct err *err)
{
	struct buf list = { 0 };
	for (size_t i = 0; i < found->count && i < 8; i++)
		text_print(&list, "\n  -i %lld  %s", (long long)found->items[i].number,
			record_text(&found->items[i], INCIDENT_TITLE));
	if (found->count > 8)
		buf_puts(&list, "\n  …");
	err_lines(err, ERR_USAGE, intro, buf_text(&list));
	buf_fini(&list);
	return false;
}

/* 12 for "12", "#12" and "INC-12", otherwise -1. */
static int64_t ref_number(const char *ref)
{
	const char *digits = strncasecmp(ref, "INC-", 4) == 0 ? ref + 4 : ref + (*ref == '#');
	bool number = *digits && digits[strspn(digits, "0123456789")] == '\0' && strlen(digits) < 16;
	return number ? strtoll(digits, NULL, 10) : -1;
}

bool app_find_incident(struct app *app, const char *ref, struct record *out, struct err *err)
{
	struct records found = { 0 };
	int64_t number = ref_number(ref);
	bool ok = store_records(app->store, QUERY_INCIDENT_FIND,
		PARAMS(PARAM_INT("number", number), PARAM_TEXT("ref", ref)),
		ENTITY_INCIDENT, &found, err);
	if (ok && found.count == 0)
		ok = err_set(err, ERR_NOT_FOUND, "there is no incident '%s': `inquest list --all` shows them",
			ref);
	else if (ok && found.count > 1 && found.items[0].number != number)
		ok = several(&found, "that could be more than one incident; say which:", err);
	if (ok)
		record_copy(out, &found.items[0]);
	records_fini(&found);
	return ok;
}

static bool only_open(struct app *app, struct record *out, struct err *err)
{
	struct records found = { 0 };
	bool ok = store_records(app->store, QUERY_INCIDENT_OPEN, NULL, ENTITY_INCIDENT, &found, err);
	if (ok && found.count == 0)
		ok = err_set(err, ERR_NOT_FOUND, "no incident is open: begin one with `inquest new TITLE`, or "
			"name one with -i REF or `inquest use REF`");
	else if (ok && found.count > 1)
		ok = several(&found, "several incidents are open; name one, or choose with `inquest use`:",
			err);
	if (ok)
		record_copy(out, &found.items[0]);
	records_fini(&found);
	return ok;
}

bool app_incident(struct app *app, struct record *out, struct err *err)
{
	struct buf current = { 0 };
	bool found;
	record_init(out, ENTITY_INCIDENT);
	if (app->incident_ref)
		return app_find_incident(app, app->incident_ref, out, err);
	bool ok = store_text(app->store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", "current")), &current,
		&found, err);
	/* one that cannot be read just now is still the one that is meant */
	struct err reason = { 0 };
	bool chosen = ok && found && current.len, got = chosen && store_get(app->store, ENTITY_INCIDENT, buf_text(&current), out, &reason);
	buf_fini(&current);
	if (got && !out->gone)
		return true;
	record_fini(out);
	if (chosen && !got && reason.code != ERR_NOT_FOUND)
		return err_pass(err, &reason);
	return ok && only_open(app, out, err);
}

bool app_incident_even_gone(struct app *app, struct record *out, struct err *err)
{
	struct buf current = { 0 };
	record_init(out, ENTITY_INCIDENT);
	bool found = app->incident_ref
			     ? store_find(app->store, ENTITY_INCIDENT, "", ref_number(app->incident_ref), out, NULL)
			     : store_text(app->store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", "current")),
				       &current, NULL, NULL) &&
				       store_get(app->store, ENTITY_INCIDENT, buf_text(&current), out, NULL);
	buf_fini(&current);
	if (found && out->gone)
		return true;
	record_fini(out);
	return app_incident(app, out, err);
}

bool app_use(struct app *app, const char *id, struct err *err)
{
	return store_run(app->store, id ? QUERY_LOCAL_SET : QUERY_LOCAL_DELETE,
		PARAMS(PARAM_TEXT("name", "current"), PARAM_TEXT("value", id)), err);
}

const char *app_zone_of(const struct app *app, const struct record *incident)
{
	return record_has(incident, INCIDENT_TIMEZONE) ? record_text(incident, INCIDENT_TIMEZONE)
						       : app->zone;
}

bool app_metrics(struct app *app, const struct record *incident, struct metrics *out,
	struct budget *budget, struct err *err)
{
	struct {
		struct milestone *items;
		size_t count, cap;
	} milestones = { 0 };
	struct rows rows;
	if (!budget_parse(budget, options_get(&app->options, OPTION_SLO_TARGET),
		    options_get(&app->options, OPTION_SLO_ALLOWANCE), err))
		return false;
	rows_open(&rows, app->store, QUERY_EVENT_MILESTONES,
		PARAMS(PARAM_TEXT("incident", incident->id)));
	while (rows_next(&rows)) {
		struct milestone *milestone = vec_push(&milestones);
		milestone->kind = milestone_find(rows_text(&rows, "kind"));
		milestone->at = rows_int(&rows, "at");
		milestone->number = rows_int(&rows, "number");
	}
	bool ok = rows_close(&rows, err);
	if (ok)
		metrics_compute(out, milestones.items, milestones.count, app_now(app),
			status_is_open(record_text(incident, INCIDENT_STATUS)));
	free(milestones.items);
	return ok;
}
