/*
 * Templates that somebody else wrote: their head comments are looked at, and the incident with everything is rendered
 * with them. It ends with a document, or with an error that says why.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/document.h"
#include "app/template_check.h"
#include "base/path.h"
#include "base/text.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct template_example example;
	struct buf path;
	struct record incident;
} session;

static void end_session(void)
{
	unlink(buf_text(&session.path));
	template_example_close(&session.example);
	buf_fini(&session.path);
	record_fini(&session.incident);
}

/* Made once. */
static struct app *begin_session(void)
{
	struct words keys = { 0 };
	static bool made;
	if (made)
		return &session.example.app;
	made = true;
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	setenv("INQUEST_AUTHOR", "ana", 1);
	words_add(&keys, "summary");
	words_add(&keys, "impact");
	require(template_example_open(&session.example, &keys, NULL));
	require(app_find_incident(&session.example.app, "2", &session.incident, NULL));
	path_join(&session.path, buf_text(&session.example.folder), "tried.md");
	words_fini(&keys);
	atexit(end_session);
	return &session.example.app;
}

static void look_at_heads(struct app *app, const struct buf *text)
{
	struct template_findings findings = { 0 };
	struct template_set set;
	struct mustache *template;
	struct err err = { 0 };
	if (!mustache_parse(&template, "tried", buf_text(text), text->len, &err)) {
		require(text_starts(err.text, "tried:"));
		return;
	}
	template_set_open(app, template, &set);
	template_check_heads(app, &set, "tried", &findings);
	for (size_t i = 0; i < findings.count; i++)
		require(findings.items[i].text[0] && findings.items[i].place[0]);
	template_findings_fini(&findings);
	template_set_fini(&set);
}

static void render(struct app *app, const struct record *incident)
{
	struct mustache_map map = { 0 };
	struct section_states sections = { 0 };
	struct buf out = { 0 };
	struct err err = { 0 };
	const struct document_request request = { .template = buf_text(&session.path), .map = &map, .charts = CHARTS_MERMAID };
	bool ok = document_render(app, incident, &request, &out, &err);
	require(ok ? utf8_valid(buf_text(&out), out.len) : err.code == ERR_USAGE && err.text[0]);
	for (size_t i = 0; ok && i < map.count; i++)
		require(map.items[i].at <= out.len && map.items[i].len <= out.len - map.items[i].at);
	if (document_sections(app, incident, buf_text(&session.path), &sections, NULL))
		for (size_t i = 0; i < sections.count; i++)
			require(sections.items[i].key[0]);
	section_states_fini(&sections);
	mustache_map_fini(&map);
	buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct app *app = begin_session();
	struct buf text = { 0 };
	utf8_clean(&text, (const char *)data, size);
	look_at_heads(app, &text);
	FILE *file = fopen(buf_text(&session.path), "w");
	require(file && fwrite(buf_text(&text), 1, text.len, file) == text.len && fclose(file) == 0);
	render(app, &session.incident);
	buf_fini(&text);
	return 0;
}
