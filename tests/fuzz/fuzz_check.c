/*
 * The checks of texts: whatever somebody wrote, each finding is one line of text, and what is taken for a secret stands
 * in none of them. The first byte picks what it is a text of.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/prose.h"
#include "model/check.h"
#include "model/secret.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	enum entity_kind kind;
	int field;
	const char *key;
} places[] = { { ENTITY_SECTION, SECTION_TEXT, "summary" }, { ENTITY_EVENT, EVENT_TEXT, "" },
	{ ENTITY_ACTION, ACTION_TITLE, "" }, { ENTITY_CAUSE, CAUSE_TEXT, "" }, { ENTITY_ACTION, ACTION_LINK, "" },
	{ ENTITY_INCIDENT, INCIDENT_TITLE, "" } };

static void check_findings(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		struct buf subject = { 0 };
		require(utf8_valid(finding->text, strlen(finding->text)) && !strchr(finding->text, '\n'));
		require(finding->check && finding->text[0]);
		finding_subject(finding, &subject);
		require(subject.len > 0);
		buf_fini(&subject);
	}
}

/* Short ones are words that stand elsewhere as well. */
static void check_untold(const char *text, const struct findings *findings)
{
	enum { LONG = 16 };
	struct secret secret;
	size_t len = strlen(text);
	for (size_t from = 0; secret_find(text, from, &secret); from = secret.at + secret.len) {
		require(secret.at >= from && secret.len > 0 && secret.at + secret.len <= len && secret.kind);
		if (secret.len < LONG)
			continue;
		char *own = mem_copy_n(text + secret.at, secret.len);
		for (size_t i = 0; i < findings->count; i++)
			require(!strstr(findings->items[i].text, own));
		free(own);
	}
}

static void check_one(const struct check_text *text)
{
	static struct record incident;
	static struct records roles, actions, causes, references, publications, milestones;
	static bool made;
	struct findings findings = { 0 };
	if (!made) {
		record_init(&incident, ENTITY_INCIDENT);
		struct record *role = vec_push(&roles);
		record_init(role, ENTITY_ROLE);
		record_set_text(role, ROLE_NAME, "commander");
		record_set_text(role, ROLE_PERSON, "Ana Ruiz <aruiz@corp.invalid>");
		made = true;
	}
	const struct check_input input = { .incident = &incident, .roles = &roles, .actions = &actions, .causes = &causes,
		.references = &references, .publications = &publications, .milestones = &milestones,
		.customers = "Globex, Initech GmbH" };
	check_run_text(&input, text, &findings);
	check_findings(&findings);
	check_untold(text->raw, &findings);
	findings_fini(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const audiences[] = { "team", "internal", "public" };
	struct buf raw = { 0 }, prose = { 0 };
	if (!size)
		return 0;
	utf8_clean(&raw, (const char *)data + 1, size - 1);
	if (markdown_prose(&prose, buf_text(&raw), raw.len, NULL)) {
		const size_t place = data[0] % LENGTH(places);
		const struct check_text text = { places[place].kind, 1, places[place].key, places[place].field, buf_text(&raw),
			buf_text(&prose), audiences[data[0] / LENGTH(places) % LENGTH(audiences)] };
		require(utf8_valid(buf_text(&prose), prose.len));
		check_one(&text);
	}
	buf_fini(&raw);
	buf_fini(&prose);
	return 0;
}
