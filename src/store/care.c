#include "store/care.h"

#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "store/internal.h"

static uint64_t add_bytes(uint64_t sum, const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum = (sum ^ bytes[i]) * 0x100000001B3u;
	return sum;
}

/* One value: numbers as they are, since asking for their bytes would turn each into text. */
static uint64_t add_value(uint64_t sum, sqlite3_stmt *statement, int column)
{
	const int type = sqlite3_column_type(statement, column);
	uint64_t number;
	sum = (sum ^ (uint64_t)type) * 0x100000001B3u;
	if (type == SQLITE_INTEGER) {
		number = (uint64_t)sqlite3_column_int64(statement, column);
		return add_bytes(sum, (const unsigned char *)&number, sizeof number);
	}
	const unsigned char *bytes = sqlite3_column_blob(statement, column);
	number = (uint64_t)sqlite3_column_bytes(statement, column);
	return add_bytes((sum ^ number) * 0x100000001B3u, bytes, (size_t)number);
}

uint64_t sum_mix(uint64_t sum)
{
	sum = (sum ^ sum >> 30) * 0xBF58476D1CE4E5B9u;
	sum = (sum ^ sum >> 27) * 0x94D049BB133111EBu;
	return sum ^ sum >> 31;
}

/* FNV-1a of each row, in one pass and constant memory. */
bool store_sum(struct store *store, enum query dump, const struct param *params, struct sum *out, struct err *err)
{
	struct rows rows;
	*out = (struct sum){ 0 };
	rows_open(&rows, store, dump, params);
	while (rows_next(&rows)) {
		sqlite3_stmt *statement = store->statements[dump];
		uint64_t sum = 0xCBF29CE484222325u;
		out->rows++;
		for (int i = 0; i < sqlite3_column_count(statement); i++)
			sum = add_value(sum, statement, i);
		out->sum += sum_mix(sum);
	}
	return rows_close(&rows, err);
}

static bool table_sum(struct store *store, enum query dump, uint64_t *out, struct err *err)
{
	struct sum sum;
	bool ok = store_sum(store, dump, NULL, &sum, err);
	*out = sum.sum;
	return ok;
}

enum { TABLES = ENTITY_COUNT + 1 }; /* the entities, and undo */

static bool all_sums(struct store *store, uint64_t sums[TABLES], struct err *err)
{
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		if (!table_sum(store, entity_queries[kind].dump, &sums[kind], err))
			return false;
	return table_sum(store, QUERY_DUMP_UNDO, &sums[ENTITY_COUNT], err);
}

/* One after the other, so that bytes which cannot be read do not hide the others. */
bool care_check_bytes(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	struct rows rows;
	*findings = 0;
	rows_open(&rows, store, QUERY_BLOB_OWNERS, NULL);
	while (rows_next(&rows)) {
		struct buf bytes = { 0 };
		char sha256[SHA256_SIZE];
		bool found, read = blob_get(store, rows_text(&rows, "sha256"), &bytes, &found, NULL);
		blob_digest(buf_text(&bytes), bytes.len, sha256);
		buf_fini(&bytes);
		if (read && found && text_equal(sha256, rows_text(&rows, "sha256")))
			continue;
		text_print(out, "%s: its bytes %s\n", rows_text(&rows, "name"),
			!read ? "cannot be read" : found ? "are not those that they were" : "are missing");
		++*findings;
	}
	return rows_close(&rows, err);
}

/* What SQLite says of its pages. */
static bool check_file(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	struct rows rows;
	rows_open(&rows, store, QUERY_INTEGRITY, NULL);
	while (rows_next(&rows)) {
		const char *line = rows_text(&rows, "integrity_check");
		if (text_equal(line, "ok"))
			continue;
		text_print(out, "file: %s\n", line);
		++*findings;
	}
	return rows_close(&rows, err);
}

/* That no change is missing, and each is text. */
static bool check_log(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	struct rows rows;
	int64_t expected = 1, missing = 0, known = 0;
	if (!store_int(store, QUERY_REPAIR_KNOWN, NULL, &known, err))
		return false;
	rows_open(&rows, store, QUERY_CHANGE_TEXTS, NULL);
	while (rows_next(&rows)) {
		const char *fields = rows_text(&rows, "fields"), *author = rows_text(&rows, "author");
		int64_t seq = rows_int(&rows, "seq");
		missing += seq - expected;
		expected = seq + 1;
		if (utf8_valid(fields, strlen(fields)) && utf8_valid(author, strlen(author)))
			continue;
		buf_printf(out, "log: change %lld is not UTF-8\n", (long long)seq);
		++*findings;
	}
	if (missing > known)
		buf_printf(out, "log: %lld changes are missing\n", (long long)(missing - known));
	else if (missing < known)
		buf_printf(out, "log: an earlier repair noted %lld changes as missing, and %lld %s\n", (long long)known,
			(long long)missing, missing == 1 ? "is" : "are");
	*findings += missing != known;
	return rows_close(&rows, err);
}

/* Nothing that the log does not have may go from the tables. */
static bool complete(struct store *store, struct err *err)
{
	struct buf out = { 0 };
	size_t findings = 0;
	int64_t count = 0, highest = 0, known = 0;
	bool ok = check_file(store, &out, &findings, err) && store_int(store, QUERY_REPAIR_KNOWN, NULL, &known, err) &&
		  store_int(store, QUERY_REPAIR_COUNT, NULL, &count, err) &&
		  store_int(store, QUERY_REPAIR_HIGHEST, NULL, &highest, err);
	if (ok && (findings || count + known < highest))
		ok = err_set(err, ERR_IO, "%s is damaged: what the log misses would go from the tables as well, so nothing "
			"was done; `inquest doctor --repair` makes a new database of both", store->path);
	buf_fini(&out);
	return ok;
}

bool care_rebuild(struct store *store, struct err *err)
{
	if (!complete(store, err) || !store_begin_writing(store, err))
		return false;
	if (store_fold_all(store, store, NULL, err) && search_rebuild(store, err) && store_run(store, QUERY_COMMIT, NULL, err))
		return true;
	store_run(store, QUERY_ROLLBACK, NULL, NULL);
	return false;
}

/* The log folded into a database of its own, so that nothing is written here and nobody kept from writing for long. */
static bool fold_aside(struct store *store, uint64_t sums[TABLES], struct seqs *unfit, struct err *err)
{
	struct store *scratch;
	bool ok = store_open_scratch(&scratch, err) && store_begin_writing(scratch, err) &&
		  store_fold_all(store, scratch, unfit, err) && all_sums(scratch, sums, err);
	store_close(scratch);
	return ok;
}

static bool check_index(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	bool same, ok = search_same(store, &same, err);
	if (ok && !same) {
		buf_puts(out, "table search: it does not hold the words that are in the other tables: `inquest doctor --rebuild`\n");
		++*findings;
	}
	return ok;
}

static bool check_tables(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	uint64_t before[TABLES], after[TABLES];
	struct seqs unfit = { 0 };
	bool differ = false;
	bool ok = all_sums(store, before, err) && fold_aside(store, after, &unfit, err);
	for (size_t i = 0; ok && i < unfit.count; i++)
		buf_printf(out, "change %lld: its fields say nothing that can be read, so it is left out\n",
			(long long)unfit.items[i]);
	*findings += ok ? unfit.count : 0;
	free(unfit.items);
	for (int i = 0; ok && i < TABLES; i++) {
		if (before[i] == after[i])
			continue;
		buf_printf(out, "table %s: its rows are not what the change log says: `inquest doctor --rebuild`\n",
			i < ENTITY_COUNT ? entity_get((enum entity_kind)i)->name : "undo");
		++*findings;
		differ = true;
	}
	/* the words of rows that are wrong say nothing of the index; what mends the rows mends it as well */
	return ok && (differ || check_index(store, out, findings, err));
}

static bool check_bytes(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	size_t found;
	bool ok = care_check_bytes(store, out, &found, err);
	*findings += found;
	return ok;
}

/* Whether what stopped a part is in the file: a full disk, or one that may only be read, is no damage. */
static bool is_damage(int code)
{
	return (code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB || code == SQLITE_IOERR_READ ||
	       code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_CORRUPTFS;
}

bool care_check(struct store *store, struct buf *out, size_t *findings, struct err *err)
{
	static bool (*const parts[])(struct store *, struct buf *, size_t *, struct err *) = { check_file, check_log,
		check_tables, check_bytes };
	*findings = 0;
	/* all of one moment; where even that cannot be read, each part says so */
	const bool begun = store_snapshot_begin(store, NULL);
	bool ok = true;
	for (size_t i = 0; i < LENGTH(parts); i++) {
		struct err reason = { 0 };
		if (parts[i](store, out, findings, &reason))
			continue;
		/* damage ends one part, and is what was looked for; a full or read-only disk leaves the others */
		ok = reason.code == ERR_IO || reason.code == ERR_DENIED || err_pass(err, &reason);
		if (!ok)
			break;
		buf_printf(out, "%s: %s\n", is_damage(store->failed) ? "file" : "not checked", reason.text);
		++*findings;
	}
	if (begun)
		store_snapshot_end(store);
	return ok;
}

void blob_digest(const void *bytes, size_t len, char sha256[SHA256_SIZE])
{
	SHA256Data(bytes, len, sha256);
}

bool blob_put(struct store *store, const void *bytes, size_t len, char sha256[SHA256_SIZE],
	struct err *err)
{
	blob_digest(bytes, len, sha256);
	return store_run(store, QUERY_BLOB_PUT,
		PARAMS(PARAM_TEXT("sha256", sha256), PARAM_BLOB("bytes", len ? bytes : "", len)), err);
}

bool blob_get(struct store *store, const char *sha256, struct buf *out, bool *found, struct err *err)
{
	return store_text(
		store, QUERY_BLOB_GET, PARAMS(PARAM_TEXT("sha256", sha256)), out, found, err);
}

struct target {
	char entity[ID_SIZE], kind[32];
};

/* Entities are folded again from the overwritten log, so that rows and log agree. */
static bool refold(struct store *store, const char *incident, const struct target *target, struct err *err)
{
	struct rows rows;
	bool there, folded, ok = search_remove(store, target->kind, target->entity, incident, &there, err);
	if (!ok)
		return false;
	rows_open(&rows, store, QUERY_CHANGE_OF_ENTITY, PARAMS(PARAM_TEXT("entity", target->entity)));
	while (ok && rows_next(&rows))
		ok = store_fold_any(store, target->kind, target->entity, rows_text(&rows, "incident"),
			rows_text(&rows, "fields"), rows_int(&rows, "clock"), &folded, err);
	ok = rows_close(&rows, ok ? err : NULL) && ok;
	return ok && (!there || search_add(store, target->kind, target->entity, err));
}

/* Before anything is overwritten: a path may hold the text as well. */
static bool list_published(
	struct store *store, const struct param *params, struct redaction *out, bool *sure, struct err *err)
{
	struct rows rows;
	*sure = false;
	rows_open(&rows, store, QUERY_REDACT_PUBLISHED, params);
	while (rows_next(&rows)) {
		bool unsure = rows_int(&rows, "unsure");
		text_print(&out->published, "%s in %s%s\n", rows_text(&rows, "path"),
			rows_text(&rows, "repository"),
			unsure ? " (perhaps: what was published then is not kept any more)" : "");
		*sure = *sure || !unsure;
	}
	return rows_close(&rows, err);
}

/* The same bytes hold the same secret, whoever attached them. */
static bool remove_shared(
	struct store *store, const struct param *params, struct redaction *out, struct err *err)
{
	struct records doomed = { 0 };
	bool ok = store_records(store, QUERY_REDACT_SHARED, params, ENTITY_ATTACHMENT, &doomed, err);
	for (size_t i = 0; ok && i < doomed.count; i++) {
		struct record *record = &doomed.items[i], incident;
		if (!store_get(store, ENTITY_INCIDENT, record->incident, &incident, err)) {
			ok = false;
			break;
		}
		text_print(&out->shared, "INC-%lld attachment %lld: %s\n", (long long)incident.number,
			(long long)record->number, record_text(record, ATTACHMENT_NAME));
		record_fini(&incident);
		record->gone = record->set_gone = true;
		ok = store_put(store, record, err);
	}
	records_fini(&doomed);
	return ok;
}

static bool remove_attachments(struct store *store, const char *incident, const struct param *params,
	struct redaction *out, struct err *err)
{
	struct records doomed = { 0 };
	bool ok = store_records(
		store, QUERY_REDACT_ATTACHED, params, ENTITY_ATTACHMENT, &doomed, err);
	for (size_t i = 0; ok && i < doomed.count; i++) {
		struct record *record = &doomed.items[i];
		memcpy(record->incident, incident, ID_SIZE);
		record->gone = record->set_gone = true;
		text_print(&out->attachments, "%s\n", record_text(record, ATTACHMENT_NAME));
		ok = store_put(store, record, err);
	}
	records_fini(&doomed);
	ok = ok && remove_shared(store, params, out, err);
	return ok && store_run(store, QUERY_REDACT_BLOBS, params, err);
}

static bool changed_rows(struct store *store, int64_t *out)
{
	*out = sqlite3_changes64(store->db);
	return true;
}

/* The fields that are no free text, as a JSON array: a short secret must not break ids and choices. */
static void kept_fields(struct buf *out)
{
	struct json json = { .out = out };
	json_open(&json, NULL, '[');
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		const struct entity *entity = entity_get((enum entity_kind)kind);
		for (size_t i = 0; i < entity->count; i++) {
			const struct field *field = &entity->fields[i];
			if ((field->flags & FIELD_HIDDEN) || field->type == FIELD_CHOICE ||
				field->type == FIELD_PARENT || field->type == FIELD_ZONE)
				json_text(&json, NULL, field->name);
		}
	}
	json_close(&json, ']');
}

bool care_redact(struct store *store, const char *incident, const char *secret, const char *mark,
	struct redaction *out, struct err *err)
{
	struct buf kept = { 0 };
	kept_fields(&kept);
	const struct param params[] = { PARAM_TEXT("incident", incident), PARAM_TEXT("secret", secret),
		PARAM_TEXT("mark", mark), PARAM_TEXT("kept", buf_text(&kept)), { .name = NULL } };
	struct {
		struct target *items;
		size_t count, cap;
	} targets = { 0 };
	struct rows rows;
	bool published;
	*out = (struct redaction){ 0 };
	bool ok = list_published(store, params, out, &published, err);
	rows_open(&rows, store, QUERY_REDACT_ENTITIES, params);
	while (rows_next(&rows)) {
		struct target *target = vec_push(&targets);
		text_copy(target->entity, sizeof target->entity, rows_text(&rows, "entity"));
		text_copy(target->kind, sizeof target->kind, rows_text(&rows, "kind"));
	}
	ok = rows_close(&rows, ok ? err : NULL) && ok;
	ok = ok && store_run(store, QUERY_REDACT_CHANGES, params, err) &&
	     changed_rows(store, &out->changes);
	for (size_t i = 0; ok && i < targets.count; i++)
		ok = refold(store, incident, &targets.items[i], err);
	free(targets.items);
	ok = ok && store_run(store, QUERY_SEARCH_FORGET, NULL, err);
	ok = ok && store_run(store, QUERY_REDACT_DRAFTS, params, err) &&
	     changed_rows(store, &out->drafts) && remove_attachments(store, incident, params, out, err);
	buf_fini(&kept);
	if (ok && !out->changes && !out->drafts && !out->attachments.len && !published)
		ok = err_set(err, ERR_NOT_FOUND, "the text to redact does not occur in this incident");
	if (!ok)
		return false;
	char id[ID_SIZE];
	struct buf fields = { 0 };
	struct json json = { .out = &fields };
	json_open(&json, NULL, '{');
	json_int(&json, "changes", out->changes);
	json_int(&json, "drafts", out->drafts);
	json_close(&json, '}');
	store_new_id(store, id);
	ok = store_append(store, "redaction", id, incident, buf_text(&fields), err);
	buf_fini(&fields);
	return ok;
}

void redaction_fini(struct redaction *redaction)
{
	buf_fini(&redaction->attachments);
	buf_fini(&redaction->shared);
	buf_fini(&redaction->published);
}
