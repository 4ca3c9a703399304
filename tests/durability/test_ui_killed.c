/*
 * The terminal UI killed (-9) while somebody types: events that it showed as logged are there once, and of what was not
 * logged yet a draft lacks the last half second at most. 120 rounds, in the composer and in a form; 3 with SHORT in the
 * environment. How much is lost is measured: when each key was typed against what the table of drafts has.
 */
#include <check.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../e2e/session.h"
#include "../unit/suite.h"

enum {
	SENTENCES = 4,
	SENTENCE_MAX = 64,
	KEYS_MAX = 100, /* of a round */
	KEY_MS = 20,
	LOSS_MS = 500, /* of typing, that a kill may cost */
};

static uint64_t state = 1;

static int draw(int below)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (int)((z ^ z >> 31) % (uint64_t)below);
}

static int64_t now_ms(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000;
}

/* One round: what was typed, when, and what the screen said of it. */
struct round {
	char sentences[SENTENCES][SENTENCE_MAX];
	bool shown[SENTENCES]; /* as logged */
	int begun;	       /* sentences of which something was typed */
	int64_t typed[SENTENCES][SENTENCE_MAX]; /* when each key was */
	int keys;	       /* of the last sentence */
	int64_t killed;
	int64_t late; /* ms by which this machine was late at most, when we asked it to wait */
};

static bool is_past(struct vt *vt, const void *deadline)
{
	(void)vt;
	return now_ms() >= *(const int64_t *)deadline;
}

/* Take in what is painted until the next key is due. */
static void look(struct vt *vt, struct round *round)
{
	const int64_t due = now_ms() + KEY_MS;
	vt_wait(vt, is_past, &due);
	const int64_t late = now_ms() - due - KEY_MS;
	if (late > round->late)
		round->late = late;
}

/* Type at most so many keys of the sentence; true if that is all of it. */
static bool type_sentence(struct vt *vt, struct round *round, int nth, int *keys)
{
	const char *text = round->sentences[nth];
	round->begun = nth + 1;
	for (round->keys = 0; text[round->keys]; round->keys++) {
		if ((*keys)-- <= 0)
			return false;
		round->typed[nth][round->keys] = now_ms();
		vt_send(vt, text + round->keys, 1);
		look(vt, round);
	}
	return true;
}

static void type_into_composer(struct vt *vt, struct round *round, int keys)
{
	for (int nth = 0; nth < SENTENCES; nth++) {
		if (!type_sentence(vt, round, nth, &keys))
			return;
		vt_type(vt, "\r");
		/* sometimes typing goes on at once */
		if (draw(2)) {
			vt_sees(vt, "what is happening?");
			round->shown[nth] = true;
		}
	}
}

static void type_into_form(struct vt *vt, struct round *round, int keys)
{
	browse(vt);
	vt_type(vt, "2A");
	vt_sees(vt, "New action");
	if (!type_sentence(vt, round, 0, &keys))
		return;
	vt_type(vt, "\023");
	if (draw(2)) {
		vt_sees_not(vt, "New action");
		round->shown[0] = true;
	}
}

/* ---- what is left --------------------------------------------------------------------------- */

/* The first column of the rows of a query, a line each; a static buffer. */
static const char *rows_of(const char *sql)
{
	static char out[1 << 16];
	sqlite3 *db;
	sqlite3_stmt *rows;
	size_t len = 0;
	ck_assert_int_eq(sqlite3_open_v2("x.db", &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
	out[0] = '\0';
	while (sqlite3_step(rows) == SQLITE_ROW && len < sizeof out)
		len += (size_t)snprintf(out + len, sizeof out - len, "%s\n", (const char *)sqlite3_column_text(rows, 0));
	sqlite3_finalize(rows);
	sqlite3_close(db);
	return out;
}

static int times(const char *table, const char *column, const char *text)
{
	char sql[256];
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s WHERE gone = 0 AND %s = '%s'", table, column, text);
	return atoi(rows_of(sql));
}

/* How many keys of a sentence some draft begins with. */
static int kept_keys(const char *drafts, const char *sentence)
{
	char begin[SENTENCE_MAX];
	for (int len = (int)strlen(sentence); len > 0; len--) {
		snprintf(begin, sizeof begin, "%.*s", len, sentence);
		if (strstr(drafts, begin))
			return len;
	}
	return 0;
}

/* Milliseconds of typing that are lost; checks what has to be there. */
static int64_t check_round(const struct round *round, bool form)
{
	const char *table = form ? "action" : "event", *column = form ? "title" : "text";
	bool there[SENTENCES];
	for (int i = 0; i < SENTENCES; i++) {
		int found = times(table, column, round->sentences[i]);
		ck_assert_msg(found <= 1, "'%s' is there %d times", round->sentences[i], found);
		ck_assert_msg(found == 1 || !round->shown[i], "'%s' was shown as logged and is lost", round->sentences[i]);
		there[i] = found == 1;
	}
	const char *drafts = rows_of("SELECT text FROM draft");
	for (int i = 0; i < round->begun; i++) {
		const int typed = i + 1 < round->begun ? (int)strlen(round->sentences[i]) : round->keys;
		const int kept = there[i] ? typed : kept_keys(drafts, round->sentences[i]);
		ck_assert_msg(!there[i] || !strstr(drafts, round->sentences[i]), "'%s' is logged and a draft as well",
			round->sentences[i]);
		if (kept < typed)
			return round->killed - round->typed[i][kept];
	}
	return 0;
}

static int64_t worst, total;

static void run_round(int number, bool form)
{
	struct round round = { 0 };
	/* the number first, or one is the beginning of another */
	for (int i = 0; i < SENTENCES; i++)
		snprintf(round.sentences[i], SENTENCE_MAX, "%d.%d: the queue grows again and nobody can tell why", number, i);
	struct vt *vt = start_ready();
	const int keys = number % 2 ? 1 + draw(KEYS_MAX) : KEYS_MAX - draw(KEYS_MAX / 2);
	if (form)
		type_into_form(vt, &round, keys);
	else
		type_into_composer(vt, &round, keys);
	for (int more = draw(30); more > 0; more--)
		look(vt, &round);
	round.killed = now_ms();
	kill(vt_pid(vt), SIGKILL);
	ck_assert_int_eq(vt_end(vt), 128 + SIGKILL);
	vt_free(vt);
	int64_t lost = check_round(&round, form);
	/* a machine that lets us wait lets the program wait */
	ck_assert_msg(lost <= LOSS_MS + 2 * round.late, "%d ms of typing are lost (the machine was %d ms late)", (int)lost,
		(int)round.late);
	worst = lost > worst ? lost : worst;
	total += lost;
	shell("sqlite3 x.db 'DELETE FROM draft'");
}

static int rounds;

START_TEST(killed_while_typing_it_loses_half_a_second_at_most)
{
	rounds = getenv("SHORT") ? 3 : 120;
	for (int i = 0; i < rounds; i++)
		run_round(i, i % 3 == 2);
	ck_assert_ptr_nonnull(strstr(shell("\"$INQUEST\" doctor"), "0 findings"));
	put_file("rows.sql", "SELECT * FROM event ORDER BY id; SELECT * FROM action ORDER BY id; SELECT * FROM incident;\n", 0600);
	shell("sqlite3 x.db <rows.sql >before; \"$INQUEST\" doctor --rebuild 2>/dev/null");
	ck_assert_str_eq(shell("sqlite3 x.db <rows.sql | cmp before - && test -s before && echo same"), "same\n");
}
END_TEST

/* What else may end it takes the text along, whole: nothing is lost by a signal that can be caught. */
static const int ends[] = { SIGHUP, SIGTERM };

START_TEST(ended_by_a_signal_it_loses_nothing)
{
	struct round round = { .sentences = { "the line may drop at any time now" } };
	struct vt *vt = start_ready();
	int keys = SENTENCE_MAX;
	ck_assert(type_sentence(vt, &round, 0, &keys));
	/* the last key may still be on its way */
	vt_sees(vt, round.sentences[0]);
	kill(vt_pid(vt), ends[_i]);
	ck_assert_int_eq(vt_end(vt), 128 + ends[_i]);
	vt_free(vt);
	ck_assert_str_eq(rows_of("SELECT text FROM draft"), "the line may drop at any time now\n");
}
END_TEST

static bool is_there(struct vt *vt, const void *path)
{
	(void)vt;
	return access(path, F_OK) == 0;
}

/* The editor is killed, not the program: that is an error of the editor's, and what it was given stays. */
START_TEST(a_killed_editor_changes_nothing)
{
	put_file("editor", "#!/bin/sh\necho $$ > pid.tmp\nmv pid.tmp pid\nexec cat\n", 0700);
	setenv("INQUEST_EDITOR", "./editor", 1);
	shell("\"$INQUEST\" section set summary 'as it was'");
	const char *const argv[] = { getenv("INQUEST"), "section", "edit", "summary", NULL };
	struct vt *vt = vt_start(ROWS, COLUMNS, argv);
	ck_assert(vt_wait(vt, is_there, "pid"));
	kill((pid_t)atoi(shell("cat pid")), SIGKILL);
	vt_sees(vt, "inquest: ");
	ck_assert_int_ne(vt_end(vt), 0);
	vt_free(vt);
	ck_assert_ptr_nonnull(strstr(shell("\"$INQUEST\" section show summary"), "as it was"));
	unsetenv("INQUEST_EDITOR");
}
END_TEST

int main(void)
{
	/* what coverage would write at the end is not to be failed, nor half done */
	setenv("UNCOUNTED", "1", 1);
	Suite *suite = suite_create("ui killed");
	TCase *tests = tcase_create("killed");
	tcase_add_checked_fixture(tests, session_set_up, session_tear_down);
	tcase_set_timeout(tests, 1800);
	tcase_add_test(tests, killed_while_typing_it_loses_half_a_second_at_most);
	tcase_add_loop_test(tests, ended_by_a_signal_it_loses_nothing, 0, LENGTH(ends));
	tcase_add_test(tests, a_killed_editor_changes_nothing);
	suite_add_tcase(suite, tests);
	int failed = suite_run_here(suite);
	printf("%s: %d rounds, typing lost %d ms on average, %d ms at most\n", failed ? "failed" : "100%", rounds,
		rounds ? (int)(total / rounds) : 0, (int)worst);
	return failed != 0;
}
