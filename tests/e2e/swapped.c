/* The database is swapped, emptied, damaged or restored under a running program: it is said though no key is pressed,
 * what is typed stays and is logged once the database is back, and nothing that is lost is called logged. */
#include <check.h>
#include <stdlib.h>

#include "session.h"

/* y.db is another name of the file, z.db a copy of its bytes, which come back in one write */
#define BACK "rm -rf x.db; ln y.db x.db"
#define RESTORE "dd if=z.db of=x.db bs=1M conv=notrunc 2>/dev/null"
#define MOVED "deleted, moved or replaced"

static const struct {
	const char *harm, *says, *back;
} harms[] = {
	{ "rm x.db", MOVED, BACK },
	{ "mv x.db elsewhere.db", MOVED, BACK },
	{ "rm x.db; mkdir x.db", MOVED, BACK },
	{ "head -c 50000 /dev/urandom >noise; mv noise x.db", MOVED, BACK },
	{ ": >x.db", "emptied", RESTORE },
	{ "truncate -s 40K x.db", "damaged", RESTORE },
	{ ": >x.db", "emptied", "cat z.db >x.db" },
	{ "INQUEST_DB=other.db \"$INQUEST\" new Other; mv other.db x.db", MOVED, BACK },
	/* all but the first page; its counter of changes is not what it was */
	{ "size=$(wc -c <z.db); { head -c 24 z.db; printf '\\001\\001\\001\\001'; tail -c +29 z.db | head -c 4068; "
	  "head -c $((size - 4096)) /dev/zero; } >flat; cat flat >x.db", "is damaged", RESTORE },
};

static bool both_there(struct vt *vt, const void *says)
{
	return vt_has(vt, says) && vt_has(vt, "before and after");
}

START_TEST(a_database_that_is_not_what_it_was_is_told_and_loses_nothing)
{
	struct vt *vt = start_ready();
	vt_type(vt, "before");
	ck_assert(vt_wait(vt, draft_is_there, "before"));
	shell("ln x.db y.db; cp x.db z.db");
	shell(harms[_i].harm);
	vt_sees(vt, harms[_i].says);
	vt_type(vt, " and after\r");
	ck_assert(vt_wait(vt, both_there, "still here"));
	ck_assert(!vt_said(vt, 0, "#1 logged"));
	shell(harms[_i].back);
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	ck_assert(event_is_there(vt, "before and after"));
	leave(vt);
	vt_free(vt);
}
END_TEST

static const char *const puts_back[] = { "mv b.db x.db", "cp b.db x.db", "dd if=b.db of=x.db bs=4K 2>/dev/null" };

START_TEST(a_backup_that_is_put_back_is_taken)
{
	shell("\"$INQUEST\" log 'in the backup'; \"$INQUEST\" backup b.db; \"$INQUEST\" log 'only in the old one'");
	struct vt *vt = start_ready();
	vt_type(vt, "typed");
	ck_assert(vt_wait(vt, draft_is_there, "typed"));
	vt_sees(vt, "only in the old one");
	shell(puts_back[_i]);
	vt_sees_not(vt, "only in the old one");
	if (_i == 0)
		vt_sees(vt, "another file was put in the place of x.db");
	ck_assert(vt_wait(vt, draft_is_there, "typed"));
	/* what others write into it is heard of */
	shell("\"$INQUEST\" log 'by somebody else'");
	vt_sees(vt, "by somebody else");
	vt_type(vt, " on\r");
	vt_sees(vt, "#3 logged");
	ck_assert(event_is_there(vt, "typed on"));
	ck_assert_str_eq(shell("\"$INQUEST\" doctor >/dev/null 2>&1 && echo whole"), "whole\n");
	leave(vt);
	vt_free(vt);
}
END_TEST

/* Somebody goes on typing and tries to log, again and again. */
START_TEST(nothing_is_written_into_an_emptied_database)
{
	struct vt *vt = start_ready();
	vt_type(vt, "before");
	ck_assert(vt_wait(vt, draft_is_there, "before"));
	shell("cp x.db z.db; : >x.db");
	vt_sees(vt, "was emptied");
	for (int i = 0; i < 3; i++) {
		vt_type(vt, " and more");
		vt_sees(vt, "not saved");
		vt_type(vt, "\r");
		vt_sees(vt, "still here");
	}
	vt_type(vt, "\033");
	vt_sees_not(vt, "still here");
	vt_type(vt, ":action add 'in vain'\r");
	vt_sees(vt, "nothing was written");
	ck_assert_str_eq(shell("cat x.db x.db-journal 2>/dev/null | wc -c"), "0\n");
	ck_assert(!vt_said(vt, 0, "#1 logged"));
	shell(RESTORE);
	ck_assert(vt_wait(vt, draft_is_there, "before and more and more and more"));
	/* the command stands there still */
	vt_type(vt, "\r");
	vt_sees(vt, "#1  open");
	vt_type(vt, "i\r");
	vt_sees(vt, "#1 logged");
	leave(vt);
	ck_assert_str_eq(shell("\"$INQUEST\" doctor >/dev/null 2>&1 && echo whole"), "whole\n");
	vt_free(vt);
}
END_TEST

START_TEST(a_database_without_the_incident_on_the_screen_loses_nothing)
{
	struct vt *vt = start_ready();
	vt_type(vt, "typed");
	ck_assert(vt_wait(vt, draft_is_there, "typed"));
	shell("cp x.db z.db; INQUEST_DB=other.db \"$INQUEST\" new Other; cp other.db x.db");
	vt_sees(vt, "does not hold this incident");
	vt_type(vt, " on\r");
	vt_sees(vt, "still here");
	ck_assert(!vt_said(vt, 0, "#1 logged"));
	shell("cp z.db x.db");
	vt_sees(vt, "x.db can be read again");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	ck_assert(event_is_there(vt, "typed on"));
	leave(vt);
	vt_free(vt);
}
END_TEST

START_TEST(a_journal_that_is_not_one_harms_nothing)
{
	struct vt *vt = start_ready();
	vt_type(vt, "one");
	ck_assert(vt_wait(vt, draft_is_there, "one"));
	shell("head -c 5000 /dev/urandom >x.db-journal");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	shell("rm -f x.db-journal; mkdir x.db-journal");
	vt_type(vt, "two\r");
	vt_sees(vt, "still here");
	shell("rmdir x.db-journal");
	vt_type(vt, "\r");
	vt_sees(vt, "#2 logged");
	ck_assert(event_is_there(vt, "one") && event_is_there(vt, "two"));
	ck_assert_str_eq(shell("\"$INQUEST\" doctor >/dev/null 2>&1 && echo whole"), "whole\n");
	leave(vt);
	vt_free(vt);
}
END_TEST

void swapped_add(TCase *tcase)
{
	tcase_add_loop_test(tcase, a_database_that_is_not_what_it_was_is_told_and_loses_nothing, 0, (int)LENGTH(harms));
	tcase_add_loop_test(tcase, a_backup_that_is_put_back_is_taken, 0, (int)LENGTH(puts_back));
	tcase_add_test(tcase, nothing_is_written_into_an_emptied_database);
	tcase_add_test(tcase, a_database_without_the_incident_on_the_screen_loses_nothing);
	tcase_add_test(tcase, a_journal_that_is_not_one_harms_nothing);
}
