/* What a frame is made of goes to the terminal in one piece, or as it comes. */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "suite.h"
#include "tui/gather.h"

static struct {
	int pipe[2], stdout_before;
	struct gather gather;
	struct buf frame;
} box;

/* Standard output is a pipe that can be read. */
static void make_box(void)
{
	memset(&box, 0, sizeof box);
	fflush(stdout);
	ck_assert_int_eq(pipe2(box.pipe, O_CLOEXEC | O_NONBLOCK), 0);
	box.stdout_before = dup(STDOUT_FILENO);
	ck_assert_int_eq(dup2(box.pipe[1], STDOUT_FILENO), STDOUT_FILENO);
}

static void drop_box(void)
{
	gather_close(&box.gather);
	buf_fini(&box.frame);
	ck_assert_int_eq(dup2(box.stdout_before, STDOUT_FILENO), STDOUT_FILENO);
	close(box.stdout_before);
	close(box.pipe[0]);
	close(box.pipe[1]);
}

static void say(const char *text)
{
	ck_assert_int_eq(write(STDOUT_FILENO, text, strlen(text)), (ssize_t)strlen(text));
}

/* What has come out of the pipe by now. */
static const char *out(void)
{
	static char bytes[256];
	ssize_t got = read(box.pipe[0], bytes, sizeof bytes - 1);
	bytes[got > 0 ? got : 0] = '\0';
	return bytes;
}

START_TEST(what_is_written_in_between_is_gathered)
{
	gather_open(&box.gather);
	say("before ");
	gather_begin(&box.gather);
	say("a long ");
	say("one");
	ck_assert_str_eq(out(), "before ");
	ck_assert(gather_end(&box.gather, &box.frame));
	ck_assert_str_eq(buf_text(&box.frame), "a long one");
	say("after");
	ck_assert_str_eq(out(), "after");
}
END_TEST

START_TEST(a_frame_holds_nothing_of_the_longer_one_before)
{
	gather_open(&box.gather);
	for (const char *const *text = (const char *const[]){ "a long one", "short", "", NULL }; *text; text++) {
		gather_begin(&box.gather);
		say(*text);
		buf_truncate(&box.frame, 0);
		ck_assert(gather_end(&box.gather, &box.frame));
		ck_assert_str_eq(buf_text(&box.frame), *text);
	}
	ck_assert_str_eq(out(), "");
}
END_TEST

START_TEST(where_files_may_not_grow_all_is_written_as_it_comes)
{
	struct rlimit before;
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, before.rlim_max }), 0);
	gather_open(&box.gather);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
	gather_begin(&box.gather);
	say("at once");
	ck_assert_str_eq(out(), "at once");
	ck_assert(gather_end(&box.gather, &box.frame));
	ck_assert_uint_eq(box.frame.len, 0);
}
END_TEST

START_TEST(a_frame_that_cannot_be_read_back_is_lost_and_said_to_be)
{
	gather_open(&box.gather);
	gather_begin(&box.gather);
	say("gone");
	close(box.gather.memory);
	box.gather.memory = -1;
	ck_assert(!gather_end(&box.gather, &box.frame));
	ck_assert_uint_eq(box.frame.len, 0);
	say("still the terminal");
	ck_assert_str_eq(out(), "still the terminal");
	/* from now on without */
	gather_begin(&box.gather);
	say("at once");
	ck_assert_str_eq(out(), "at once");
	ck_assert(gather_end(&box.gather, &box.frame));
}
END_TEST

RUN_TESTS_WITHIN("gather", make_box, drop_box, what_is_written_in_between_is_gathered,
	a_frame_holds_nothing_of_the_longer_one_before, where_files_may_not_grow_all_is_written_as_it_comes,
	a_frame_that_cannot_be_read_back_is_lost_and_said_to_be)
