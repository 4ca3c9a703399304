/*
 * Hostile text, a database that is full of it, and what of a program's output a terminal would obey. For the tests of all
 * commands and of all screens.
 */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

#include "app/app.h"
#include "base/path.h"
#include "base/text.h"
#include "scratch.h"
#include "store/care.h"

/* Valid UTF-8 that tries to move, colour, retitle, report, turn around; blink (SGR 5) is used by nothing of ours. */
#define HOSTILE                                                                                             \
	"pwn\x1B]0;t\x07\x1B]52;c;cHdu\x1B\\\x1B[31;5m\x1BP+q\x1B\\\xC2\x9B" "2J\xC2\x9D" "8;;x\xC2\x9C\x7F\x08\r" \
	"\x0E\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8B\xD8\x9C\xEF\xBB\xBF\xE2\x80\xA8\xE2\x80\xA9\xC2\x85""end"
/* What is not even that: raw C1, cut and overlong forms, surrogates. */
#define HOSTILE_RAW "raw\x9B" "31;5m\xFF\xC2 \xC0\x9B\xED\xA0\x80\x1B[2J\x9D" "0;u\x9C"

enum { HOSTILE_LONG = 100 * 1000 };

#define HOSTILE_NOW INT64_C(1772376330250)

/* Characters that must never be sent as such. */
static bool hostile_obeyed(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x61C || cp == 0x200E || cp == 0x200F ||
	       (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}

/* The length of an SGR sequence as we send them: at most two numbers, none of them 5 or 6, which blink. */
static size_t hostile_sgr(const char *text)
{
	if (!text_starts(text, "\x1B["))
		return 0;
	size_t len = 2 + strspn(text + 2, "0123456789;");
	if (text[len] != 'm' || len > 6)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((text[i] == '5' || text[i] == '6') && strchr("[;", text[i - 1]))
			return 0;
	return len + 1;
}

/*
 * The first byte of what a terminal would obey, NULL if there is none. Ours are: lines and tabs, SGR, and a line of
 * progress, which begins with CR and clears the rest of it.
 */
__attribute__((unused)) static const char *hostile_find(const char *text, size_t len)
{
	for (size_t at = 0, n; at < len; at += n) {
		uint32_t cp;
		n = utf8_decode(text + at, len - at, &cp);
		if (!n)
			return text + at;
		if (!hostile_obeyed(cp) || cp == '\n' || cp == '\t')
			continue;
		size_t sgr = hostile_sgr(text + at), line = cp == '\r' ? strcspn(text + at + 1, "\r\n\x1B") : 0;
		if (cp == '\r' && text_starts(text + at + 1 + line, "\x1B[K"))
			n = 1;
		else if (text_starts(text + at, "\x1B[K"))
			n = 3;
		else if (sgr)
			n = sgr;
		else
			return text + at;
	}
	return NULL;
}

/* ---- a database ---- */

static int hostile_unlink(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status, (void)type, (void)walk;
	return remove(path);
}

static void hostile_remove(const char *folder)
{
	nftw(folder, hostile_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

static bool hostile_text_field(const struct field *field, bool all)
{
	return field->type == FIELD_LINE || field->type == FIELD_TEXT || field->type == FIELD_TAGS ||
	       field->type == FIELD_LINK || (all && field->type != FIELD_TIME && field->type != FIELD_INT &&
						    field->type != FIELD_BOOL);
}

/* One of each kind, every text of it hostile; with `all` also what is no free text, as another version might send it. */
static void hostile_put(struct store *store, enum entity_kind kind, char incident[ID_SIZE], char event[ID_SIZE], bool all)
{
	const struct entity *entity = entity_get(kind);
	struct record record;
	struct err err = { 0 };
	record_init(&record, kind);
	if (kind != ENTITY_INCIDENT)
		text_copy(record.incident, ID_SIZE, incident);
	record_set_initial(&record);
	for (size_t i = 0; i < entity->count; i++) {
		const struct field *field = &entity->fields[i];
		if (hostile_text_field(field, all))
			record_set_text(&record, (int)i, field->type == FIELD_TEXT ? HOSTILE "\n\tline\n# " HOSTILE : HOSTILE);
		else if (field->type == FIELD_TIME)
			record_set_int(&record, (int)i, HOSTILE_NOW);
		else if (field->type == FIELD_PARENT && field->target == ENTITY_EVENT)
			record_set_text(&record, (int)i, event);
	}
	if (kind == ENTITY_ATTACHMENT) {
		char sha256[SHA256_SIZE];
		ck_assert(blob_put(store, HOSTILE "\n" HOSTILE_RAW, strlen(HOSTILE "\n" HOSTILE_RAW), sha256, &err));
		record_set_text(&record, ATTACHMENT_SHA256, sha256);
	}
	ck_assert_msg(store_put(store, &record, &err), "%s", err.text);
	if (kind == ENTITY_INCIDENT)
		text_copy(incident, ID_SIZE, record.id);
	if (kind == ENTITY_EVENT)
		text_copy(event, ID_SIZE, record.id);
	record_fini(&record);
}

static void hostile_draft(struct store *store, const char *incident, const char *place)
{
	struct err err = { 0 };
	ck_assert_msg(store_run(store, QUERY_DRAFT_SAVE,
			      PARAMS(PARAM_TEXT("incident", incident), PARAM_TEXT("place", place), PARAM_TEXT("kind", "note"),
				      PARAM_INT("at", HOSTILE_NOW), PARAM_TEXT("text", HOSTILE), PARAM_TEXT("author", HOSTILE),
				      PARAM_INT("updated", HOSTILE_NOW), PARAM_TEXT("session", place)),
			      &err),
		"%s", err.text);
}

static void hostile_long(struct store *store, const char *incident)
{
	struct record record;
	struct buf text = { 0 };
	while (text.len < HOSTILE_LONG)
		buf_puts(&text, text.len % 1000 ? "A" : "\x1B[2J\xE2\x80\xAE");
	record_init(&record, ENTITY_EVENT);
	text_copy(record.incident, ID_SIZE, incident);
	record_set_initial(&record);
	record_set_text(&record, EVENT_TEXT, buf_text(&text));
	record_set_int(&record, EVENT_AT, HOSTILE_NOW);
	ck_assert(store_put(store, &record, NULL));
	record_fini(&record);
	buf_fini(&text);
}

/* Two incidents: 1 as a hostile colleague may write it, 2 as a hostile program may. The first is the current one. */
static void hostile_database(const char *path)
{
	struct store *store;
	struct err err = { 0 };
	char incident[ID_SIZE] = "", event[ID_SIZE] = "";
	const struct store_stamp stamp = { .now = HOSTILE_NOW, .author = HOSTILE };
	ck_assert_msg(store_open(&store, path, STORE_CREATE, 1, &err), "%s", err.text);
	for (int all = 1; all >= 0; all--) {
		ck_assert(store_begin(store, &stamp, &err));
		for (int kind = 0; kind < ENTITY_COUNT; kind++) {
			hostile_put(store, (enum entity_kind)kind, incident, event, all);
			hostile_put(store, kind == ENTITY_INCIDENT ? ENTITY_EVENT : (enum entity_kind)kind, incident, event, all);
		}
		hostile_long(store, incident);
		ck_assert_msg(store_commit(store, &err), "%s", err.text);
		hostile_draft(store, incident, "composer");
		hostile_draft(store, incident, "section " HOSTILE);
		hostile_draft(store, incident, HOSTILE);
	}
	ck_assert(store_run(store, QUERY_LOCAL_SET, PARAMS(PARAM_TEXT("name", "current"), PARAM_TEXT("value", incident)), &err));
	store_close(store);
}

#endif
