/*
 * Every operation of every command on its files fails once, and for good: reading, writing, syncing, truncating,
 * opening, deleting, locking, and memory. The command says so, names the file and what to do; what was acknowledged
 * is there, what was refused is not, the file is whole; and the same command then works, and does its work once.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SUITE_SECONDS 1800 /* in the long form */
#include "../unit/suite.h"
#include "base/path.h"
#include "base/text.h"
#include "support/crash.h"
#include "support/scenario.h"

/* One way in which a disk fails. */
struct failure {
	enum disk_op op;
	int code;
	bool for_good;
	int status; /* what the program then exits with */
};

static const struct failure all_failures[] = {
	{ DISK_READ, SQLITE_IOERR_READ, false, 5 },
	{ DISK_READ, SQLITE_IOERR_READ, true, 5 },
	{ DISK_WRITE, SQLITE_IOERR_WRITE, false, 5 },
	{ DISK_WRITE, SQLITE_IOERR_WRITE, true, 5 },
	{ DISK_WRITE, SQLITE_FULL, false, 5 },
	{ DISK_WRITE, SQLITE_FULL, true, 5 },
	{ DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE, false, 5 },
	{ DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE, true, 5 },
	{ DISK_SYNC, SQLITE_IOERR_FSYNC, false, 5 },
	{ DISK_SYNC, SQLITE_IOERR_FSYNC, true, 5 },
	{ DISK_OPEN, SQLITE_CANTOPEN, false, 4 },
	{ DISK_OPEN, SQLITE_CANTOPEN, true, 4 },
	{ DISK_SIZE, SQLITE_IOERR_FSTAT, false, 5 },
	{ DISK_SIZE, SQLITE_IOERR_FSTAT, true, 5 },
	{ DISK_ACCESS, SQLITE_IOERR_ACCESS, false, 5 },
	{ DISK_LOCK, SQLITE_IOERR_LOCK, false, 5 },
	{ DISK_LOCK, SQLITE_IOERR_LOCK, true, 5 },
	{ DISK_LOCK, SQLITE_BUSY, false, 3 },
	{ DISK_LOCK, SQLITE_BUSY, true, 3 },
};

static struct {
	char *folder, *path;
	struct judge judge;
	const struct failure *failure;
	size_t left;	/* operations until it happens */
	bool happened;
	size_t runs, refused; /* of commands that met a failure; of them those that said no */
	struct buf wrong;
	size_t wrongs;
} box;

/* ---- a clock that goes by as soon as somebody waits: who finds a lock taken gives up after seconds ---- */

static int64_t waited; /* ns */

int nanosleep(const struct timespec *pause, struct timespec *left)
{
	(void)left;
	waited += pause->tv_sec * INT64_C(1000000000) + pause->tv_nsec;
	return 0;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
	if (syscall(SYS_clock_gettime, clock, out) < 0)
		return -1;
	int64_t ns = out->tv_nsec + (clock == CLOCK_MONOTONIC ? waited : 0);
	out->tv_sec += ns / 1000000000;
	out->tv_nsec = ns % 1000000000;
	return 0;
}

static void box_make(void)
{
	struct err err = { 0 };
	struct buf judged = { 0 }, path = { 0 };
	box.folder = scenario_make();
	buf_printf(&judged, "%s/judged/", box.folder);
	buf_printf(&path, "%s/x.db", box.folder);
	ck_assert_msg(path_make_parents(buf_text(&judged), 0700, &err), "%s", err.text);
	judge_init(&box.judge, buf_text(&judged));
	box.path = buf_steal(&path);
	buf_fini(&judged);
	disk_install();
}

static void box_remove(void)
{
	disk_watch(NULL, NULL);
	judge_fini(&box.judge);
	buf_fini(&box.wrong);
	free(box.path);
	scenario_remove(box.folder);
}

static bool is_short(void)
{
	return getenv("SHORT") != NULL;
}

static int fail_one(void *context, const struct disk_event *event)
{
	(void)context;
	if (event->op != box.failure->op || (box.happened && !box.failure->for_good))
		return SQLITE_OK;
	if (!box.happened && --box.left)
		return SQLITE_OK;
	box.happened = true;
	/* as the system call would have left it */
	errno = box.failure->code == SQLITE_FULL ? ENOSPC : box.failure->code == SQLITE_CANTOPEN ? EACCES : EIO;
	return box.failure->code;
}

/* ---- the database before a step, to go back to ---- */

static void keep(struct image *image)
{
	struct err err = { 0 };
	*image = (struct image){ 0 };
	if (access(box.path, F_OK) < 0)
		return;
	struct image_file *file = vec_push(&image->files);
	file->path = box.path;
	ck_assert_msg(path_read(&file->bytes, box.path, 64 * 1024 * 1024, &err), "%s", err.text);
}

static void go_back(const struct image *image)
{
	judge_put(image, box.folder, "x.db");
	unlink("copy.db");
}

__attribute__((format(printf, 3, 4))) static void wrong(const struct step *step, size_t at, const char *format, ...)
{
	va_list args;
	if (box.wrongs++ > 30)
		return;
	buf_printf(&box.wrong, "%s, %s %zu fails with %d%s: ", step->line, disk_op_name(box.failure->op), at,
		box.failure->code, box.failure->for_good ? " for good" : "");
	va_start(args, format);
	buf_vprintf(&box.wrong, format, args);
	va_end(args);
	buf_putc(&box.wrong, '\n');
}

/* ---- judging ---- */

/* A message names the file, and says what to do. */
static bool helps(const struct err *err)
{
	static const char *const advice[] = { "try again", "check ", "free some room", "see whether its disk is well", "inquest doctor",
		"before you do it again" };
	for (size_t i = 0; i < LENGTH(advice); i++)
		if (strstr(err->text, advice[i]))
			return strstr(err->text, ".db") != NULL;
	return false;
}

struct expected {
	uint64_t before, after;
};

static void judge_refusal(const struct step *step, size_t at, const struct expected *expected, int status,
	const struct err *err, uint64_t contents)
{
	box.refused++;
	if (status != box.failure->status && !(step->finds && status == 1))
		wrong(step, at, "status %d: %s", status, err->text);
	if (!helps(err) && !(step->finds && status == 1))
		wrong(step, at, "of no help: %s", err->text);
	/* who is told that nobody knows looks first; who is told that it is saved does not do it again */
	bool told = strstr(err->text, "before you do it again") || strstr(err->text, "what was changed before that is saved");
	bool fine = contents == expected->before || (contents == expected->after && (told || step->again));
	if (!fine && contents != JUDGE_NONE && !step->in_parts)
		wrong(step, at, "refused, and yet something changed%s: %s", contents == expected->after ? " as asked for" : "",
			err->text);
}

/* One run with the failure at operation `at`; false once there are fewer. */
static bool fail_at(const struct step *step, size_t at, const struct image *start, const struct expected *expected)
{
	struct err err;
	go_back(start);
	box.left = at;
	box.happened = false;
	disk_watch(fail_one, NULL);
	int status = step_run(step, NULL, NULL, &err);
	disk_watch(NULL, NULL);
	if (!box.happened)
		return false;
	box.runs++;
	struct verdict verdict = judge_file(&box.judge, box.path);
	if (verdict.why)
		wrong(step, at, "damaged: %s", verdict.why);
	else if (status == step->status && verdict.contents != expected->after)
		wrong(step, at, "acknowledged, and not there");
	else if (status != step->status)
		judge_refusal(step, at, expected, status, &err, verdict.contents);
	if (status != step->status && (verdict.contents != expected->after || step->again)) {
		status = step_run(step, NULL, NULL, &err);
		verdict = judge_file(&box.judge, box.path);
		if (status != step->status || verdict.contents != expected->after)
			wrong(step, at, "tried again: status %d, %s %s", status,
				verdict.contents == expected->after ? "done" : "not the same as if nothing had failed", err.text);
	}
	return true;
}

/* A file that was made, and nothing more, says the same as none. */
static uint64_t nothing_yet(void)
{
	struct image_file file = { .path = "x.db" };
	const struct image image = { .files = { &file, 1, 1 } };
	return judge_image(&box.judge, &image, "x.db", NULL).contents;
}

static void fail_step(const struct step *step)
{
	struct image start;
	struct err err;
	struct expected expected = { .before = judge_file(&box.judge, box.path).contents };
	keep(&start);
	if (!start.files.count)
		expected.before = nothing_yet();
	ck_assert_msg(step_run(step, NULL, NULL, &err) == step->status, "%s: %s", step->line, err.text);
	expected.after = judge_file(&box.judge, box.path).contents;
	struct image end;
	keep(&end);
	for (size_t i = 0; i < LENGTH(all_failures) && !step->outside; i++) {
		box.failure = &all_failures[i];
		size_t stride = is_short() ? 23 : 1;
		for (size_t at = is_short() ? 1 + (i + (size_t)(step - steps)) % stride : 1;
			fail_at(step, at, &start, &expected); at += stride)
			continue;
	}
	go_back(&end);
	image_fini(&start);
	image_fini(&end);
}

START_TEST(a_disk_that_fails_loses_nothing_and_is_told_of)
{
	for (size_t i = 0; i < step_count; i++)
		fail_step(&steps[i]);
	waited = 0; /* Check's own clock has gone by as well, further than it takes */
	printf("%zu failures, %zu refusals\n", box.runs, box.refused);
	fputs(buf_text(&box.wrong), stdout);
	fflush(stdout);
	ck_assert_msg(!box.wrongs, "%zu are wrong, see above", box.wrongs);
	ck_assert_uint_gt(box.refused, 300);
	ck_assert_uint_gt(box.runs, box.refused);
}
END_TEST

RUN_TESTS_WITHIN("disk_errors", box_make, box_remove, a_disk_that_fails_loses_nothing_and_is_told_of)
