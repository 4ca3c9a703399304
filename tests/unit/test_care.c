/* Rebuilding, checking, copying and redacting a database; bytes kept beside it. */
#include "store_sandbox.h"


static bool turn(const struct record *incident, bool redo)
{
	char batch[ID_SIZE];
	if (!undo_find(box.store, incident->id, box.author, redo, batch, &box.err))
		return false;
	begin();
	bool ok = undo_apply(box.store, batch, redo, &box.err);
	return ok ? store_commit(box.store, &box.err) : (store_rollback(box.store), false);
}

static void redact(const char *incident, const char *secret, struct redaction *out)
{
	begin();
	OK(care_redact(box.store, incident, secret, "[redacted]", out, &box.err));
	commit();
}

static struct record attach(const char *incident, const char *name, const void *bytes, size_t len)
{
	char sha256[SHA256_SIZE];
	struct record attachment;
	record_init(&attachment, ENTITY_ATTACHMENT);
	text_copy(attachment.incident, ID_SIZE, incident);
	begin();
	OK(blob_put(box.store, bytes, len, sha256, &box.err));
	record_set_text(&attachment, ATTACHMENT_NAME, name);
	record_set_text(&attachment, ATTACHMENT_SHA256, sha256);
	record_set_int(&attachment, ATTACHMENT_SIZE, (int64_t)len);
	put(&attachment);
	commit();
	return attachment;
}

static void draft(const char *incident, const char *text)
{
	OK(store_run(box.store, QUERY_DRAFT_SAVE,
		PARAMS(PARAM_TEXT("incident", incident), PARAM_TEXT("place", "composer"),
			PARAM_TEXT("kind", "note"), PARAM_INT("at", NOON), PARAM_TEXT("text", text),
			PARAM_TEXT("author", "ana"), PARAM_INT("updated", NOON), PARAM_TEXT("session", "s1")),
		&box.err));
}

/* A new entity of any kind; attachments have bytes. */
static struct record add_any(enum entity_kind kind, const char *incident, const char *headline)
{
	return kind == ENTITY_ATTACHMENT ? attach(incident, headline, "bytes", 5) : add(kind, incident, headline);
}

/* An incident in which everything was done that can be. */
static void live_through_everything(void)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), other = add(ENTITY_INCIDENT, NULL, "Other");
	struct redaction redaction;
	for (int kind = ENTITY_EVENT; kind < ENTITY_COUNT; kind++) {
		struct record one = add_any((enum entity_kind)kind, incident.id, "first, with hunter2"),
			      two = add_any((enum entity_kind)kind, other.id, "elsewhere"),
			      three = add_any((enum entity_kind)kind, incident.id, "second \"quoted\"\n{}\xC3\xA9");
		box.author = kind % 2 ? "bo" : "ana";
		edit(&one, entity_get((enum entity_kind)kind)->headline, "edited, still hunter2");
		edit(&three, 0, kind == ENTITY_EVENT ? NULL : "0");
		set_gone(&two, true);
		if (kind != ENTITY_PUBLICATION) {
			OK(turn(&other, false));
			edit(&two, entity_get((enum entity_kind)kind)->headline, "back again");
			OK(turn(&other, false));
			OK(turn(&other, true));
			set_gone(&three, true);
		}
		record_fini(&one);
		record_fini(&two);
		record_fini(&three);
	}
	begin();
	edit(&incident, INCIDENT_SEVERITY, "SEV1");
	edit(&incident, INCIDENT_SEVERITY, "SEV2");
	edit(&incident, INCIDENT_TITLE, NULL);
	commit();
	OK(turn(&incident, false));
	struct record gone = attach(incident.id, "log", "hunter2\0bin", 11),
		      kept = attach(incident.id, "picture", "\x89PNG", 4);
	redact(incident.id, "hunter2", &redaction);
	redaction_fini(&redaction);
	edit(&incident, INCIDENT_REF, "OPS-1");
	draft(incident.id, "half a sen");
	record_fini(&kept);
	record_fini(&gone);
	record_fini(&incident);
	record_fini(&other);
}

static char *local_tables(void)
{
	struct buf out = { 0 };
	sql_into(&out, "SELECT * FROM local WHERE name <> 'search' ORDER BY name; SELECT sha256, hex(bytes) FROM blob ORDER BY sha256; "
		       "SELECT * FROM draft ORDER BY number; SELECT * FROM change ORDER BY seq");
	return buf_steal(&out);
}

START_TEST(rebuilding_from_the_log_gives_every_row_of_every_table_again)
{
	live_through_everything();
	char *before = all_tables(), *beside = local_tables();
	/* all of it is there to be compared */
	SQL_IS("0", "SELECT count(*) FROM (SELECT count(*) AS n FROM incident UNION ALL SELECT count(*) FROM "
		    "event UNION ALL SELECT count(*) FROM action UNION ALL SELECT count(*) FROM cause UNION ALL "
		    "SELECT count(*) FROM section UNION ALL SELECT count(*) FROM role UNION ALL SELECT count(*) "
		    "FROM reference UNION ALL SELECT count(*) FROM attachment UNION ALL SELECT count(*) FROM "
		    "publication UNION ALL SELECT count(*) FROM review UNION ALL SELECT count(*) FROM "
		    "waiver UNION ALL SELECT count(*) FROM import UNION ALL SELECT count(*) FROM undo) WHERE n < 2");
	SQL_IS("1|1|1", "SELECT max(undone), min(undone) = 0, (SELECT count(*) > 0 FROM change WHERE kind = "
			"'redaction') FROM undo");
	for (int round = 0; round < 2; round++) {
		OK(care_rebuild(box.store, &box.err));
		char *after = all_tables(), *beside_after = local_tables();
		ck_assert_str_eq(before, after);
		ck_assert_str_eq(beside, beside_after);
		free(after);
		free(beside_after);
	}
	free(before);
	free(beside);
}
END_TEST

START_TEST(rebuilding_mends_tables_that_were_tampered_with)
{
	live_through_everything();
	char *before = all_tables();
	sql("DELETE FROM event WHERE number = 1; UPDATE incident SET title = 'lies', number = 7; "
	    "INSERT INTO cause (id, incident, number) VALUES ('x', 'y', 1); UPDATE undo SET undone = NOT undone; "
	    "DELETE FROM attachment");
	OK(care_rebuild(box.store, &box.err));
	char *after = all_tables();
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

START_TEST(checking_finds_nothing_in_a_healthy_database_and_changes_nothing)
{
	live_through_everything();
	char *before = all_tables(), *beside = local_tables();
	NO_FINDINGS();
	char *after = all_tables(), *beside_after = local_tables();
	ck_assert_str_eq(before, after);
	ck_assert_str_eq(beside, beside_after);
	free(before);
	free(after);
	free(beside);
	free(beside_after);
}
END_TEST

START_TEST(checking_names_each_table_that_is_not_what_the_log_says)
{
	static const struct {
		const char *before, *after; /* the table's name */
	} damages[] = {
		{ "UPDATE", "SET gone = NOT gone WHERE number = 1" },
		{ "UPDATE", "SET number = 99 WHERE number = 1" },
		{ "DELETE FROM", "WHERE number = 1" },
		{ "INSERT INTO", "(id, incident, number) VALUES ('~', 'x', 1)" },
	};
	live_through_everything();
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		const char *name = entity_get((enum entity_kind)kind)->name;
		for (size_t i = 0; i < LENGTH(damages); i++) {
			struct buf out = { 0 }, line = { 0 };
			sql("%s \"%s\" %s", damages[i].before, name, damages[i].after);
			ck_assert_uint_eq(findings(&out), 1);
			buf_printf(&line, "table %s:", name);
			ck_assert_msg(text_starts(buf_text(&out), buf_text(&line)), "%s: %s",
				damages[i].after, buf_text(&out));
			OK(care_rebuild(box.store, &box.err));
			NO_FINDINGS();
			buf_fini(&out);
			buf_fini(&line);
		}
	}
	struct buf out = { 0 };
	sql("UPDATE undo SET undone = 1 - undone");
	ck_assert_uint_eq(findings(&out), 1);
	ck_assert_msg(text_starts(buf_text(&out), "table undo:"), "%s", buf_text(&out));
	buf_fini(&out);
}
END_TEST

START_TEST(text_moved_from_one_column_to_the_next_is_found)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record role = add(ENTITY_ROLE, incident.id, "x\x03y");
	edit(&role, ROLE_NAME, "lead");
	sql("UPDATE role SET name = 'lead' || char(3) || 'x', person = 'y'");
	struct buf out = { 0 };
	ck_assert_uint_eq(findings(&out), 1);
	buf_fini(&out);
	record_fini(&role);
	record_fini(&incident);
}
END_TEST

START_TEST(checking_finds_attachments_whose_bytes_are_lost_or_changed)
{
	static const char *const damages[] = { "DELETE FROM blob", "UPDATE blob SET bytes = x'00'",
		"UPDATE blob SET bytes = CAST(bytes || 'x' AS BLOB)" };
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record file = attach(incident.id, "graph.png", "\x89PNG", 4);
	for (size_t i = 0; i < LENGTH(damages); i++) {
		struct buf out = { 0 };
		NO_FINDINGS();
		sql("%s", damages[i]);
		ck_assert_uint_eq(findings(&out), 1);
		ck_assert_msg(strstr(buf_text(&out), "graph.png"), "%s", buf_text(&out));
		sql("DELETE FROM blob; INSERT INTO blob VALUES ('%s', x'89504E47')",
			record_text(&file, ATTACHMENT_SHA256));
		buf_fini(&out);
	}
	/* one that was deleted needs none */
	set_gone(&file, true);
	sql("DELETE FROM blob");
	NO_FINDINGS();
	record_fini(&file);
	record_fini(&incident);
}
END_TEST

START_TEST(checking_finds_a_broken_index)
{
	live_through_everything();
	box_close();
	sql("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX change_batch ON change "
	    "(author)' WHERE name = 'change_batch'");
	box_open();
	struct buf out = { 0 };
	ck_assert_uint_gt(findings(&out), 0);
	ck_assert_msg(text_starts(buf_text(&out), "file: ") && strstr(buf_text(&out), "change_batch"), "%s",
		buf_text(&out));
	buf_fini(&out);
}
END_TEST

/* ---- copies ---- */

START_TEST(a_backup_is_a_whole_private_database)
{
	live_through_everything();
	char *path = box_path("copy.db"), *here = all_tables(), *beside = local_tables(), *first = box.path;
	struct stat status;
	mode_t before = umask(0277);
	OK(care_backup(box.store, path, &box.err));
	umask(before);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_uint_eq(status.st_mode & 07777, 0600);
	box_close();
	box.path = path;
	box_open();
	char *there = all_tables(), *beside_there = local_tables();
	ck_assert_str_eq(here, there);
	ck_assert_str_eq(beside, beside_there);
	NO_FINDINGS();
	box.path = first;
	free(here);
	free(there);
	free(beside);
	free(beside_there);
	free(path);
}
END_TEST

START_TEST(a_backup_overwrites_nothing_and_says_where_it_could_not_write)
{
	char *path = box_path("copy.db"), *nowhere = box_path("no/copy.db");
	OK(path_write(path, "mine", 4, 0600, &box.err));
	FAILS(care_backup(box.store, path, &box.err), ERR_USAGE, "already there");
	struct buf bytes = { 0 };
	OK(path_read(&bytes, path, 100, &box.err));
	ck_assert_str_eq(buf_text(&bytes), "mine");
	FAILS(care_backup(box.store, nowhere, &box.err), ERR_NOT_FOUND, nowhere);
	buf_fini(&bytes);
	free(path);
	free(nowhere);
}
END_TEST

START_TEST(a_backup_can_be_made_while_others_write)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	pid_t child = fork();
	if (child == 0) {
		box_open();
		for (int i = 0; i < 1000; i++) {
			struct record event = add(ENTITY_EVENT, incident.id, "x");
			record_fini(&event);
		}
		_exit(0);
	}
	char *first = box.path, *path = box_path("copy.db");
	for (int i = 0; i < 8; i++) {
		OK(care_backup(box.store, path, &box.err));
		box.path = path;
		SQL_IS("ok", "PRAGMA integrity_check");
		SQL_IS("1", "SELECT (SELECT count(*) FROM event) = (SELECT count(*) - 1 FROM change)");
		box.path = first;
		unlink(path);
	}
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	free(path);
	record_fini(&incident);
}
END_TEST

START_TEST(a_backup_of_a_locked_database_says_so_and_leaves_no_file)
{
	sqlite3 *db;
	char *path = box_path("copy.db");
	ck_assert_int_eq(sqlite3_open(box.path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_busy_handler(box.store->db, NULL, NULL);
	FAILS(care_backup(box.store, path, &box.err), ERR_BUSY, "locked");
	ck_assert_int_lt(access(path, F_OK), 0);
	sqlite3_close(db);
	free(path);
}
END_TEST

/* ---- redacting ---- */

static bool file_holds(const char *text)
{
	struct buf bytes = { 0 };
	OK(path_read(&bytes, box.path, 64 * 1024 * 1024, &box.err));
	bool found = memmem(bytes.data, bytes.len, text, strlen(text)) != NULL;
	buf_fini(&bytes);
	return found;
}

START_TEST(a_redacted_text_is_nowhere_in_the_file)
{
	struct redaction out;
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down since hunter2"),
		      event = add(ENTITY_EVENT, incident.id, "hunter2, and hunter2 again\nhunter2"),
		      action = add(ENTITY_ACTION, incident.id, "change it"),
		      attached = attach(incident.id, "hunter2.log", "so hunter2\0it was", 17),
		      other = attach(incident.id, "clean.log", "clean", 5);
	edit(&action, ACTION_LINK, "https://x/?token=hunter2");
	edit(&action, ACTION_LINK, "https://x/");
	edit(&event, EVENT_TEXT, "nothing to see");
	draft(incident.id, "typing hunter2 aga");
	ck_assert(file_holds("hunter2"));
	redact(incident.id, "hunter2", &out);
	ck_assert(!file_holds("hunter2"));
	/* incident, event, action's link, attachment's name */
	ck_assert_int_eq(out.changes, 4);
	ck_assert_int_eq(out.drafts, 1);
	ck_assert_str_eq(buf_text(&out.attachments), "[redacted].log\n");
	ck_assert_str_eq(buf_text(&out.published), "");
	FIELD_IS(&incident, INCIDENT_TITLE, "Down since [redacted]");
	FIELD_IS(&event, EVENT_TEXT, "nothing to see");
	FIELD_IS(&action, ACTION_LINK, "https://x/");
	GONE_IS(&attached, true);
	GONE_IS(&other, false);
	SQL_IS("typing [redacted] aga", "SELECT text FROM draft");
	SQL_IS("[redacted], and [redacted] again\n[redacted]",
		"SELECT fields ->> 'text' FROM change WHERE kind = 'event' ORDER BY seq LIMIT 1");
	SQL_IS("1|clean", "SELECT count(*), CAST(bytes AS TEXT) FROM blob");
	NO_FINDINGS();
	redaction_fini(&out);
	record_fini(&other);
	record_fini(&attached);
	record_fini(&action);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(a_redaction_says_who_when_and_how_much_but_not_what)
{
	struct redaction out;
	struct record incident = add(ENTITY_INCIDENT, NULL, "hunter2");
	box.author = "eve";
	redact(incident.id, "hunter2", &out);
	SQL_IS("redaction|eve|1673967602000|{\"changes\":1,\"drafts\":0}",
		"SELECT kind, author, at, fields FROM change ORDER BY seq DESC LIMIT 1");
	redaction_fini(&out);
	record_fini(&incident);
}
END_TEST

START_TEST(texts_of_any_shape_can_be_redacted)
{
	static const char *const secrets[] = { "it's", "say \"x\"", "back\\slash", "two\nlines", "tab\there",
		"\xC3\xA9t\xC3\xA9", "%s%n", "a.b", "$.text", "\x1B[31m", "'); DROP TABLE change; --" };
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	for (size_t i = 0; i < LENGTH(secrets); i++) {
		struct redaction out;
		struct buf text = { 0 };
		buf_printf(&text, "before %s after", secrets[i]);
		struct record event = add(ENTITY_EVENT, incident.id, buf_text(&text));
		redact(incident.id, secrets[i], &out);
		ck_assert_int_eq(out.changes, 1);
		FIELD_IS(&event, EVENT_TEXT, "before [redacted] after");
		NO_FINDINGS();
		redaction_fini(&out);
		record_fini(&event);
		buf_fini(&text);
	}
	record_fini(&incident);
}
END_TEST

START_TEST(a_short_secret_breaks_no_ids_kinds_or_numbers)
{
	struct redaction out;
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), cause = add(ENTITY_CAUSE, incident.id, "note 1"),
		      why = add(ENTITY_CAUSE, incident.id, "why"), event = add(ENTITY_EVENT, incident.id, "note 1");
	edit(&why, CAUSE_PARENT, cause.id);
	struct record file = attach(incident.id, "note 1", "x", 1);
	char *digest = mem_copy(record_text(&file, ATTACHMENT_SHA256));
	static const char *const secrets[] = { "1", "note", "0" };
	for (size_t i = 0; i < LENGTH(secrets); i++) {
		begin();
		bool found = care_redact(box.store, incident.id, secrets[i], "[redacted]", &out, NULL);
		ck_assert_int_eq(found, i < 2);
		redaction_fini(&out);
		if (found)
			commit();
		else
			store_rollback(box.store);
	}
	FIELD_IS(&event, EVENT_TEXT, "[redacted] [redacted]");
	FIELD_IS(&event, EVENT_KIND, "note");
	FIELD_IS(&why, CAUSE_PARENT, cause.id);
	FIELD_IS(&file, ATTACHMENT_SHA256, digest);
	FIELD_IS(&file, ATTACHMENT_NAME, "[redacted] [redacted]");
	NO_FINDINGS();
	free(digest);
	record_fini(&file);
	record_fini(&event);
	record_fini(&why);
	record_fini(&cause);
	record_fini(&incident);
}
END_TEST

START_TEST(what_a_newer_version_nested_is_redacted_and_keeps_its_types)
{
	struct redaction out;
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	sql("INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, fields) VALUES "
	    "(5, 'R', 'B', 'far', 5, '%s', '01W', 'weather', '{\"a\":{\"b\":[\"x \\\"s\\\" y\",1,null]},\"c\":true,"
	    "\"d\":false,\"e\":2.5,\"f\":null,\"g\":\"\\u0022s\\u0022\",\"h\":7}')",
		incident.id);
	redact(incident.id, "\"s\"", &out);
	SQL_IS("{\"a\":{\"b\":[\"x [redacted] y\",1,null]},\"c\":true,\"d\":false,\"e\":2.5,\"f\":null,"
	       "\"g\":\"[redacted]\",\"h\":7}",
		"SELECT fields FROM change WHERE kind = 'weather'");
	redaction_fini(&out);
	record_fini(&incident);
}
END_TEST

START_TEST(other_incidents_keep_their_texts)
{
	struct redaction out;
	struct record incident = add(ENTITY_INCIDENT, NULL, "hunter2"), other = add(ENTITY_INCIDENT, NULL, "hunter2");
	draft(other.id, "hunter2");
	redact(incident.id, "hunter2", &out);
	FIELD_IS(&incident, INCIDENT_TITLE, "[redacted]");
	FIELD_IS(&other, INCIDENT_TITLE, "hunter2");
	SQL_IS("hunter2", "SELECT text FROM draft");
	redaction_fini(&out);
	record_fini(&incident);
	record_fini(&other);
}
END_TEST

START_TEST(publications_that_hold_it_are_named_and_their_copy_removed)
{
	struct redaction out;
	char sha256[SHA256_SIZE];
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), publication;
	begin();
	OK(blob_put(box.store, "# It was hunter2\n", 17, sha256, &box.err));
	publication = add(ENTITY_PUBLICATION, incident.id, "incidents/down.md");
	edit(&publication, PUBLICATION_REPOSITORY, "/srv/incidents.git");
	edit(&publication, PUBLICATION_BASE, sha256);
	commit();
	redact(incident.id, "hunter2", &out);
	ck_assert_str_eq(buf_text(&out.published), "incidents/down.md in /srv/incidents.git\n");
	ck_assert(!file_holds("hunter2"));
	FIELD_IS(&publication, PUBLICATION_BASE, sha256);
	redaction_fini(&out);
	record_fini(&publication);
	record_fini(&incident);
}
END_TEST

START_TEST(what_does_not_occur_cannot_be_redacted)
{
	struct redaction out;
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	begin();
	FAILS(care_redact(box.store, incident.id, "hunter2", "[redacted]", &out, &box.err), ERR_NOT_FOUND,
		"does not occur");
	store_rollback(box.store);
	redaction_fini(&out);
	SQL_IS("0", "SELECT count(*) FROM change WHERE kind = 'redaction'");
	record_fini(&incident);
}
END_TEST

/* ---- bytes ---- */

START_TEST(bytes_are_kept_once_and_exactly)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *sha256;
	} rows[] = {
		{ "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "a\0b\xFF", 4, NULL },
	};
	char digest[SHA256_SIZE], sha256[SHA256_SIZE];
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		bool found;
		for (int twice = 0; twice < 2; twice++) {
			begin();
			OK(blob_put(box.store, rows[i].bytes, rows[i].len, sha256, &box.err));
			commit();
		}
		blob_digest(rows[i].bytes, rows[i].len, digest);
		ck_assert_str_eq(sha256, digest);
		if (rows[i].sha256)
			ck_assert_str_eq(sha256, rows[i].sha256);
		OK(blob_get(box.store, sha256, &out, &found, &box.err));
		ck_assert(found);
		ck_assert_uint_eq(out.len, rows[i].len);
		ck_assert_int_eq(memcmp(buf_text(&out), rows[i].bytes, out.len), 0);
		buf_fini(&out);
	}
	SQL_IS("3", "SELECT count(*) FROM blob");
	bool found = true;
	struct buf out = { 0 };
	OK(blob_get(box.store, "00", &out, &found, &box.err));
	ck_assert(!found && !out.len);
}
END_TEST

RUN_SUITE("care", box_make_open, rebuilding_from_the_log_gives_every_row_of_every_table_again,
	rebuilding_mends_tables_that_were_tampered_with,
	checking_finds_nothing_in_a_healthy_database_and_changes_nothing,
	checking_names_each_table_that_is_not_what_the_log_says,
	text_moved_from_one_column_to_the_next_is_found,
	checking_finds_attachments_whose_bytes_are_lost_or_changed, checking_finds_a_broken_index,
	a_backup_is_a_whole_private_database, a_backup_overwrites_nothing_and_says_where_it_could_not_write,
	a_backup_can_be_made_while_others_write, a_backup_of_a_locked_database_says_so_and_leaves_no_file,
	a_redacted_text_is_nowhere_in_the_file, a_redaction_says_who_when_and_how_much_but_not_what,
	texts_of_any_shape_can_be_redacted, a_short_secret_breaks_no_ids_kinds_or_numbers,
	what_a_newer_version_nested_is_redacted_and_keeps_its_types, other_incidents_keep_their_texts,
	publications_that_hold_it_are_named_and_their_copy_removed, what_does_not_occur_cannot_be_redacted,
	bytes_are_kept_once_and_exactly)
