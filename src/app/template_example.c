/* Incidents made up to try templates with. */
#include "app/template_check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/edit.h"
#include "base/path.h"
#include "base/text.h"

/* Something of everything an incident can have, so that whatever a template asks for is there. */
static const char *const lines[] = {
	"new 'Title only'",
	("new 'Labels cannot be printed' --ref EX-1 --severity SEV2 --started '2026-03-12 08:51' --timezone UTC "
	 "--services labels --tags example --commander 'Ines Baumann <ines@example.com>'"),
	"role add author 'Ines Baumann <ines@example.com>'",
	"role add owner 'Tomasz Wilk'",
	"log -t '2026-03-12 08:51' -k impact 'First label requests fail'",
	"log -t '2026-03-12 09:02' -k detected -l https://graphs.example.com/d/1 'The alert fires'",
	"log -t '2026-03-12 09:05' -k acknowledged 'Taking it'",
	"log -t '2026-03-12 09:08' -k declared 'SEV2'",
	"log -t '2026-03-12 09:10' -k note 'A first look'",
	"log -t '2026-03-12 09:12' -k evidence 'A log line'",
	"log -t '2026-03-12 09:15' -k hypothesis 'The release?'",
	"log -t '2026-03-12 09:21' -k change 'Rolled back'",
	"log -t '2026-03-12 09:25' -k escalation 'The network team is asked'",
	"log -t '2026-03-12 09:36' -k decision --pinned yes 'Renew by hand'",
	"log -t '2026-03-12 09:40' -k comms --audience public 'Labels are delayed in the north'",
	"log -t '2026-03-12 10:30' -k mitigated 'All nodes have the new certificate'",
	"log -t '2026-03-12 11:00' -k resolved 'The backlog is printed'",
	"cause add -k root 'The certificate ended'",
	"cause add -k why -u 1 'Nobody was told'",
	"cause add -k why -u 2 'The address had left the company'",
	"cause add -k trigger 'Its last day'",
	"cause add -k contributing 'The error named another host'",
	"ref add https://tickets.example.com/88 --label 'ticket 88' --title 'Renewal by itself'",
	"action add 'Renew by itself' -t prevent -p P1 -o ines --team Platform --due 2026-04-02 -l 'ticket 88'",
	"action add 'Page 21 days before' -t detect -p P2 -o tomasz",
	"action add 'Write the renewal down' -t process -p P2 -o ines --team Platform",
	"attach - --name graph.png --event 2",
	"attach - --name notes.txt",
};

static void drop(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

static void drop_note(void *context, const char *text)
{
	(void)context, (void)text;
}

static bool run(struct app *app, char *const *words, size_t count, struct err *err)
{
	struct output out = { .write = drop, .note = drop_note };
	/* what `attach -` reads */
	int input = memfd_create("example", MFD_CLOEXEC);
	bool ok = input >= 0 && path_write_fd(input, "example", 7) && lseek(input, 0, SEEK_SET) == 0;
	ok = ok ? command_run(app, words, count, &out, input, err)
		: err_set(err, ERR_IO, "cannot make a file in memory");
	if (input >= 0)
		close(input);
	return ok;
}

static bool run_line(struct app *app, const char *line, struct err *err)
{
	struct words words;
	bool ok = words_split(&words, line, err) && run(app, words.items, words.count, err);
	words_fini(&words);
	return ok;
}

void template_example_text(const char *key, struct buf *out)
{
	buf_printf(out, "*what %s says*", key);
}

/* Not by commands: those would read the incident's template, which may be the broken one. */
static bool put(struct app *app, struct record *record, const struct record *incident, struct err *err)
{
	memcpy(record->incident, incident->id, ID_SIZE);
	record_set_initial(record);
	bool ok = app_begin(app, err) && edit_end(app, store_put(app->store, record, err), err);
	record_fini(record);
	return ok;
}

static bool put_section(struct app *app, const struct record *incident, const char *key, const char *text, struct err *err)
{
	struct record section;
	record_init(&section, ENTITY_SECTION);
	record_set_text(&section, SECTION_KEY, key);
	record_set_text(&section, SECTION_TEXT, text);
	return put(app, &section, incident, err);
}

static bool put_comment(struct app *app, const struct record *incident, struct err *err)
{
	struct record comment;
	record_init(&comment, ENTITY_REVIEW);
	record_set_int(&comment, REVIEW_AT, app_now(app));
	record_set_text(&comment, REVIEW_KIND, "comment");
	record_set_text(&comment, REVIEW_PERSON, "Ines Baumann");
	record_set_text(&comment, REVIEW_TEXT, "Who told the customers?");
	record_set_text(&comment, REVIEW_SECTION, "summary");
	return put(app, &comment, incident, err);
}

/* What the commands above cannot add to the second incident. */
static bool put_rest(struct app *app, const struct words *keys, struct err *err)
{
	struct record incident;
	if (!app_find_incident(app, "2", &incident, err))
		return false;
	bool ok = put_section(app, &incident, "extra-section", "Added by the author", err) &&
		  put_comment(app, &incident, err);
	for (size_t i = 0; ok && i < keys->count; i++) {
		struct buf text = { 0 };
		template_example_text(keys->items[i], &text);
		ok = put_section(app, &incident, keys->items[i], buf_text(&text), err);
		buf_fini(&text);
	}
	record_fini(&incident);
	return ok;
}

bool template_example_open(struct template_example *example, const struct words *keys, struct err *err)
{
	struct buf database = { 0 };
	const char *temporary = getenv("TMPDIR");
	*example = (struct template_example){ 0 };
	buf_printf(&example->folder, "%s/inquest-template-XXXXXX", text_empty(temporary) ? "/tmp" : temporary);
	bool ok = mkdtemp(example->folder.data) ||
		  err_set(err, ERR_IO, "cannot make the folder %s", buf_text(&example->folder));
	path_join(&database, buf_text(&example->folder), "inquest.db");
	const struct app_setup setup = { .database = buf_text(&database), .no_input = true };
	example->open = ok && app_init(&example->app, &setup, err);
	ok = example->open;
	for (size_t i = 0; ok && i < LENGTH(lines); i++)
		ok = run_line(&example->app, lines[i], err) || err_wrap(err, "%s", lines[i]);
	ok = ok && put_rest(&example->app, keys, err);
	buf_fini(&database);
	return ok || err_wrap(err, "making up an incident");
}

void template_example_close(struct template_example *example)
{
	/* the database, and the journal it keeps */
	static const char *const files[] = { "inquest.db", "inquest.db-journal" };
	if (example->open)
		app_fini(&example->app);
	for (size_t i = 0; i < LENGTH(files); i++) {
		struct buf path = { 0 };
		path_join(&path, buf_text(&example->folder), files[i]);
		unlink(buf_text(&path));
		buf_fini(&path);
	}
	rmdir(buf_text(&example->folder));
	buf_fini(&example->folder);
}
