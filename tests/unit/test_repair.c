/* A new database of a damaged one, what it refuses, and what is left of one that was killed. */
#include "store_sandbox.h"

#include <dirent.h>
#include <sys/file.h>

#include "store/pages.h"
#include "store/repair.h"

static struct repair done;

static bool mend(const char *to)
{
	const struct store_stamp stamp = { .now = NOON + 1000000, .author = "ana" };
	repair_fini(&done);
	return repair_database(box.path, to, &stamp, SEED, &done, &box.err);
}

static void fill(void)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Shop down");
	for (int i = 0; i < 3; i++) {
		struct record event = add(ENTITY_EVENT, incident.id, "x");
		record_fini(&event);
	}
	record_fini(&incident);
}

static int entries(const char *folder)
{
	int count = 0;
	DIR *listing = opendir(folder);
	ck_assert_ptr_nonnull(listing);
	for (struct dirent *entry; (entry = readdir(listing));)
		count += entry->d_name[0] != '.';
	closedir(listing);
	return count;
}

static char *bytes_of(const char *path)
{
	struct buf bytes = { 0 };
	char digest[SHA256_SIZE];
	OK(path_read(&bytes, path, 1 << 24, &box.err));
	blob_digest(buf_text(&bytes), bytes.len, digest);
	buf_fini(&bytes);
	return mem_copy(digest);
}

START_TEST(a_repair_overwrites_nothing_and_leaves_nothing)
{
	fill();
	box_close();
	char *same = mem_copy(box.path), *linked = box_path("linked.db"), *soft = box_path("soft.db"),
	     *dangling = box_path("dangling.db"), *folder = box_path("folder"), *missing = box_path("no/new.db");
	ck_assert_int_eq(link(box.path, linked), 0);
	ck_assert_int_eq(symlink("test.db", soft), 0);
	ck_assert_int_eq(symlink("nowhere.db", dangling), 0);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	char *before = bytes_of(box.path);
	const int there = entries(box.folder);
	const char *const taken[] = { same, linked, soft, dangling, folder };
	for (size_t i = 0; i < LENGTH(taken); i++)
		FAILS(mend(taken[i]), ERR_USAGE, "is already there: name a new file with --to");
	FAILS(mend(missing), ERR_NOT_FOUND, missing);
	char *after = bytes_of(box.path);
	ck_assert_str_eq(before, after);
	ck_assert_int_eq(entries(box.folder), there);
	/* nor does who comes first meanwhile */
	FAILS(care_settle(linked, same, &box.err), ERR_USAGE, "is already there");
	char *fresh = box_path("fresh.db");
	OK(mend(fresh));
	ck_assert_int_eq(entries(box.folder), there + 1);
	char *const texts[] = { same, linked, soft, dangling, folder, missing, before, after, fresh };
	for (size_t i = 0; i < LENGTH(texts); i++)
		free(texts[i]);
}
END_TEST

/* Rows of every kind look alike to who knows only their values: this one has all that a review has. */
START_TEST(a_review_whose_change_is_lost_comes_back_from_its_row)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Shop down"), review;
	record_init(&review, ENTITY_REVIEW);
	text_copy(review.incident, ID_SIZE, incident.id);
	record_set_int(&review, REVIEW_AT, NOON);
	record_set_text(&review, REVIEW_KIND, "comment");
	record_set_text(&review, REVIEW_PERSON, "bo");
	record_set_text(&review, REVIEW_TEXT, "who was paged?");
	record_set_initial(&review);
	begin();
	put(&review);
	commit();
	struct record last = add(ENTITY_EVENT, incident.id, "x");
	box_close();
	char *rows = sql_text("SELECT * FROM review"), *to = box_path("fresh.db");
	sql("DELETE FROM change WHERE kind = 'review'");
	OK(mend(to));
	ck_assert_int_eq(done.changes_lost, 1);
	ck_assert_int_eq(done.recovered, 1);
	ck_assert_int_eq(done.lost, 0);
	free(box.path);
	box.path = to;
	SQL_IS(rows, "SELECT * FROM review");
	SQL_IS("recovered|2", "SELECT author, seq FROM change WHERE kind = 'review'");
	box_open();
	NO_FINDINGS();
	free(rows);
	record_fini(&incident);
	record_fini(&review);
	record_fini(&last);
}
END_TEST

/* As one flipped bit does it. Kinds that are unknown are kept and skipped: a row of one is what gives it away. */
START_TEST(a_change_whose_kind_is_damaged_is_lost_and_its_row_is_not)
{
	char *to = box_path("fresh.db");
	fill();
	box_close();
	char *rows = all_tables();
	sql("UPDATE change SET kind = 'avent' WHERE seq = 3; INSERT INTO change SELECT 5, clock + 1, replica, batch, author, "
	    "at, incident, batch, 'newer', '{}' FROM change WHERE seq = 4");
	OK(mend(to));
	ck_assert_int_eq(done.changes, 4);
	ck_assert_int_eq(done.changes_lost, 1);
	ck_assert_int_eq(done.recovered, 1);
	free(box.path);
	box.path = to;
	char *now = all_tables();
	ck_assert_str_eq(rows, now);
	SQL_IS("recovered|event", "SELECT author, kind FROM change WHERE seq = 3");
	SQL_IS("newer", "SELECT kind FROM change WHERE seq = 5");
	box_open();
	NO_FINDINGS();
	free(rows);
	free(now);
}
END_TEST

/* ---- pages ---- */

enum { PAGE = 512 };

static void put_page(const unsigned char *bytes, size_t len)
{
	int fd = open(box.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	unsigned char head[PAGE] = { [16] = PAGE >> 8 };
	ck_assert_int_ge(fd, 0);
	ck_assert(path_write_fd(fd, head, sizeof head) && path_write_fd(fd, bytes, len));
	close(fd);
}

/* Whether cell 0 of page 2 reads as a row. */
static bool reads(const unsigned char *bytes, size_t len, struct cell *cell)
{
	struct pages pages;
	put_page(bytes, len);
	OK(pages_open(&pages, box.path, &box.err));
	bool ok = pages_cell(&pages, 2, PAGE_TABLE, 0, cell);
	ck_assert(!pages_cell(&pages, 2, PAGE_TABLE, pages_cells(&pages, 2, PAGE_TABLE), cell));
	ck_assert(!pages_cell(&pages, 0, PAGE_TABLE, 0, cell) && !pages_cell(&pages, 3, PAGE_TABLE, 0, cell));
	/* the last page of the file: a byte behind it is not ours */
	ck_assert_uint_le(pages_cells(&pages, 2, PAGE_TABLE), (len - 8) / 4);
	pages_close(&pages);
	return ok;
}

START_TEST(what_lies_outside_of_a_page_is_no_row)
{
	/* a table's leaf with one cell of one value, the number 5, at byte 500 */
	static const unsigned char sound[PAGE] = { 13, 0, 0, 0, 1, [8] = 1, 0xF4, [500] = 3, 7, 2, 1, 5 };
	static const struct {
		size_t at;
		unsigned char byte;
	} damages[] = {
		{ 8, 0xFF },   /* the cell: behind the page */
		{ 9, 0xFF },   /* its last byte alone */
		{ 500, 0x7F }, /* a payload that runs over the end */
		{ 500, 0 },
		{ 500, 2 }, /* values that take more than the payload */
		{ 500, 4 }, /* or less */
		{ 502, 0x7F }, /* a header longer than the payload */
		{ 503, 0x7F }, /* a text longer than it */
		{ 503, 10 },   /* a type that there is none of */
		{ 4, 0 },      /* no cells */
	};
	struct cell cell;
	ck_assert(reads(sound, PAGE, &cell));
	ck_assert_int_eq(cell.rowid, 7);
	ck_assert_uint_eq(cell.count, 1);
	for (size_t i = 0; i < LENGTH(damages); i++) {
		unsigned char bytes[PAGE];
		memcpy(bytes, sound, PAGE);
		bytes[damages[i].at] = damages[i].byte;
		ck_assert_msg(!reads(bytes, PAGE, &cell), "byte %zu as %d reads", damages[i].at, damages[i].byte);
	}
	/* the type of its value is the first byte behind the page */
	static const unsigned char edge[PAGE] = { 13, 0, 0, 0, 1, [8] = 1, 0xFD, [509] = 2, 7, 2 };
	ck_assert(!reads(edge, PAGE, &cell));
	/* a count of cells that no page has room for, and pages that are cut off */
	unsigned char many[PAGE];
	memcpy(many, sound, PAGE);
	many[3] = many[4] = 0xFF;
	ck_assert(reads(many, PAGE, &cell));
	for (size_t len = 12; len < 505; len += 17)
		ck_assert_msg(!reads(many, len, &cell), "of a page of %zu bytes", len);
}
END_TEST

/* A payload of 900 bytes, 392 of them here; its overflow page is this one, whatever that makes of it. */
START_TEST(a_file_that_claims_far_more_than_it_holds_is_not_read_for_ever)
{
	static const unsigned char page[PAGE] = { 13, 0, 0, 0, 1, [8] = 0, 20, [20] = 0x87, 0x04, 7, 3, 0x8E, 0x0E, [418] = 2 };
	struct pages pages;
	struct cell cell;
	int read = 0;
	put_page(page, PAGE);
	OK(pages_open(&pages, box.path, &box.err));
	while (read < 1000 && pages_cell(&pages, 2, PAGE_TABLE, 0, &cell))
		read++;
	/* four times the file, in parts of 508 bytes */
	ck_assert_int_eq(read, 4 * 2 * PAGE / (PAGE - 4) + 1);
	pages_close(&pages);
}
END_TEST

/* ---- what doctor says of a log that was repaired ---- */

START_TEST(more_changes_noted_as_missing_than_are_missing_is_said_in_words)
{
	struct buf out = { 0 };
	fill();
	sql("INSERT INTO change SELECT 6, clock + 1, replica, batch, 'recovered', at, incident, entity, 'repair', "
	    "'{\"missing\":4}' FROM change ORDER BY seq DESC LIMIT 1");
	ck_assert_uint_eq(findings(&out), 1);
	ck_assert_str_eq(buf_text(&out), "log: an earlier repair noted 4 changes as missing, and 1 is\n");
	buf_fini(&out);
	sql("UPDATE change SET fields = '{\"missing\":1}' WHERE kind = 'repair'");
	NO_FINDINGS();
}
END_TEST

START_TEST(checking_compares_the_tables_of_what_may_not_be_written)
{
	struct buf out = { 0 };
	fill();
	sql("UPDATE event SET text = 'other' WHERE number = 2");
	ck_assert_int_eq(sqlite3_exec(box.store->db, "PRAGMA query_only = ON", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_uint_eq(findings(&out), 1);
	ck_assert_msg(text_starts(buf_text(&out), "table event: "), "%s", buf_text(&out));
	buf_fini(&out);
}
END_TEST

/* ---- copies ---- */

START_TEST(a_backup_that_does_not_hold_the_log_is_no_backup)
{
	char *path = box_path("copy.db");
	fill();
	/* what is read here is not what was copied: a table of this connection alone stands before the real one */
	ck_assert_int_eq(sqlite3_exec(box.store->db, "CREATE TEMP TABLE change AS SELECT * FROM main.change; "
		"UPDATE temp.change SET author = 'somebody else' WHERE seq = 2", NULL, NULL, NULL), SQLITE_OK);
	FAILS(care_backup(box.store, path, &box.err), ERR_IO, "does not read back well");
	ck_assert_int_lt(access(path, F_OK), 0);
	ck_assert_int_eq(entries(box.folder), 2);
	/* a redaction since the copy overwrites what it likes */
	ck_assert_int_eq(sqlite3_exec(box.store->db, "INSERT INTO temp.change SELECT seq + 1, clock + 1, replica, batch, "
		"author, at, incident, entity, 'redaction', '{}' FROM temp.change ORDER BY seq DESC LIMIT 1", NULL, NULL,
		NULL), SQLITE_OK);
	OK(care_backup(box.store, path, &box.err));
	free(path);
}
END_TEST

/* ---- what killed repairs leave ---- */

static char *leave(const char *name, const char *file)
{
	struct buf path = { 0 };
	char *folder = box_path(name);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	path_join(&path, folder, file);
	OK(path_write(buf_text(&path), "x", 1, 0600, &box.err));
	buf_fini(&path);
	return folder;
}

START_TEST(only_what_a_killed_repair_left_is_removed)
{
	char *left = leave("inquest-repair.abc123", "new.db"), *kept[] = { leave("inquest-repair.abc124", "notes.txt"),
		leave("inquest-repair.abc125", "old.db"), leave("inquest-repair.abc126", "old.db"),
		leave("inquest-repair.abc1267", "old.db"), leave("inquest-backup.abc123", "old.db"),
		box_path("inquest-repair.abc127") };
	struct buf removed = { 0 }, beside = { 0 };
	path_join(&beside, kept[0], "old.db");
	OK(path_write(buf_text(&beside), "x", 1, 0600, &box.err));
	buf_fini(&beside);
	/* one holds something else as well, one is in use, one is not private, one is a link */
	int fd = open(kept[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	ck_assert_int_eq(chmod(kept[2], 0755), 0);
	ck_assert_int_eq(symlink("inquest-repair.abc124", kept[5]), 0);
	repair_sweep(box.path, &removed);
	buf_trim_end(&removed);
	ck_assert_str_eq(buf_text(&removed), left);
	ck_assert_int_lt(access(left, F_OK), 0);
	for (size_t i = 0; i < LENGTH(kept); i++) {
		ck_assert_msg(access(kept[i], F_OK) == 0, "%s", kept[i]);
		ck_assert_int_eq(i == 5 ? 1 : entries(kept[i]), i == 0 ? 2 : 1);
	}
	close(fd);
	buf_truncate(&removed, 0);
	repair_sweep(box.path, &removed);
	buf_trim_end(&removed);
	ck_assert_str_eq(buf_text(&removed), kept[1]);
	ck_assert_int_lt(access(kept[1], F_OK), 0);
	for (size_t i = 0; i < LENGTH(kept); i++)
		free(kept[i]);
	free(left);
	buf_fini(&removed);
}
END_TEST

static void finish(void)
{
	repair_fini(&done);
	box_remove();
}

RUN_TESTS_WITHIN("repair", box_make_open, finish, a_repair_overwrites_nothing_and_leaves_nothing,
	a_review_whose_change_is_lost_comes_back_from_its_row, a_change_whose_kind_is_damaged_is_lost_and_its_row_is_not, what_lies_outside_of_a_page_is_no_row,
	a_file_that_claims_far_more_than_it_holds_is_not_read_for_ever, more_changes_noted_as_missing_than_are_missing_is_said_in_words,
	checking_compares_the_tables_of_what_may_not_be_written, a_backup_that_does_not_hold_the_log_is_no_backup,
	only_what_a_killed_repair_left_is_removed)
