/* The terminal UI with little memory: it serves or says that there is none, the terminal is as before, and what was saved
 * while one typed is there. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../unit/sanitized.h"
#include "session.h"

enum { LEAST_KB = 4400, STEP_KB = 230, STEPS = 24, SERVES_KB = 12000, PASTE = 4 << 20, NO_MEMORY = 5 };

/* What coverage would write at the end needs memory, too. */
static const char within[] = "ulimit -c 0; export UNCOUNTED=1; ulimit -v %d; exec \"$INQUEST\" %s";

/* The program is there, with its libraries. */
static bool loads_within(int kb)
{
	char line[128];
	snprintf(line, sizeof line, within, kb, "--version >out 2>&1");
	return system(line) == 0;
}

static struct vt *start_within(int kb)
{
	char line[128];
	snprintf(line, sizeof line, within, kb, "");
	const char *const argv[] = { "sh", "-c", line, NULL };
	return vt_start(ROWS, COLUMNS, argv);
}

static bool ended(struct vt *vt)
{
	siginfo_t info = { 0 };
	return waitid(P_PID, (id_t)vt_pid(vt), &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid;
}

static bool serves_or_ended(struct vt *vt, const void *unused)
{
	(void)unused;
	return vt_has(vt, "what is happening?") || ended(vt);
}

static bool browses_or_ended(struct vt *vt, const void *unused)
{
	return browses(vt, unused) || ended(vt);
}

static bool kept_or_ended(struct vt *vt, const void *unused)
{
	(void)unused;
	return vt_has(vt, "attach ") || ended(vt);
}

START_TEST(it_starts_or_says_why_it_cannot)
{
	int served = 0, refused = 0;
	for (int i = 0; i < STEPS; i++) {
		const int kb = LEAST_KB + i * STEP_KB;
		if (!loads_within(kb)) {
			refused++;
			continue;
		}
		struct vt *vt = start_within(kb);
		ck_assert_msg(vt_wait(vt, serves_or_ended, NULL), "%d KiB: neither serves nor ends", kb);
		/* the numbers on the tabs come after the first frame */
		if (!ended(vt))
			vt_type(vt, "\033");
		ck_assert_msg(vt_wait(vt, browses_or_ended, NULL), "%d KiB: neither browses nor ends", kb);
		if (ended(vt)) {
			int status = vt_end(vt);
			ck_assert_msg(status == NO_MEMORY, "%d KiB: status %d", kb, status);
			ck_assert_msg(strstr(vt_bytes(vt), "emory"), "%d KiB: says %s", kb, vt_bytes(vt));
			refused++;
		} else {
			leave(vt);
			served++;
		}
		terminal_is_as_before(vt);
		vt_free(vt);
	}
	ck_assert_int_gt(served, 0);
	ck_assert_int_gt(refused, 0);
}
END_TEST

START_TEST(what_is_saved_while_one_types_outlives_the_end_of_memory)
{
	char *text = malloc(PASTE);
	struct vt *vt = start_within(SERVES_KB);
	ck_assert_ptr_nonnull(text);
	vt_sees(vt, "what is happening?");
	vt_type(vt, "before it");
	ck_assert(vt_wait(vt, draft_is_there, "before it"));
	memset(text, 'x', PASTE);
	vt_type(vt, "\033[200~");
	vt_send(vt, text, PASTE);
	vt_type(vt, "\033[201~");
	ck_assert(vt_wait(vt, kept_or_ended, NULL));
	ck_assert_msg(ended(vt), "there was memory enough");
	ck_assert_int_eq(vt_end(vt), NO_MEMORY);
	ck_assert(vt_said(vt, 0, "out of memory"));
	terminal_is_as_before(vt);
	ck_assert(draft_is_there(vt, "before it"));
	ck_assert_str_eq(shell("\"$INQUEST\" doctor >/dev/null 2>&1 && echo whole"), "whole\n");
	vt_free(vt);
	free(text);
}
END_TEST

void starved_add(TCase *tcase)
{
#ifdef SANITIZED
	(void)it_starts_or_says_why_it_cannot;
	(void)what_is_saved_while_one_types_outlives_the_end_of_memory;
	(void)tcase;
	puts("skipped: little memory (the address sanitizer takes terabytes of addresses)");
#else
	tcase_add_test(tcase, it_starts_or_says_why_it_cannot);
	tcase_add_test(tcase, what_is_saved_while_one_types_outlives_the_end_of_memory);
#endif
}
