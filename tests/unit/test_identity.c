/* What tells events of logs apart, and knows them again. */
#include "suite.h"

#include "base/duration.h"
#include "base/text.h"
#include "intake/identity.h"

static struct log_event event_of(const char *text)
{
	return (struct log_event){ .when = { .at = INT64_C(1709640000000), .offset = 60 }, .text = text, .text_len = strlen(text),
		.author = "app", .source = "web-1" };
}

static char *identity(struct identities *identities, const struct log_event *event)
{
	struct buf out = { 0 };
	identity_put(identities, "syslog", event, &out);
	return buf_steal(&out);
}

/* The next identity of an event is `expected` of another one's. */
static void compare(struct identities *identities, const struct log_event *event, const char *other, bool same)
{
	char *own = identity(identities, event);
	ck_assert_msg((strcmp(own, other) == 0) == same, "%s, %s", own, other);
	free(own);
}

START_TEST(an_event_is_known_again_whatever_it_is_read_in)
{
	struct identities *identities = identities_new();
	struct log_event event = event_of("x"), again = event;
	char *first = identity(identities, &event);
	ck_assert(text_starts(first, "syslog:"));
	/* in another zone the clock shows the same, with another link, kind and line it is the same */
	again.when.at += HOUR_MS;
	again.when.offset = 0;
	again.link = "https://example.org";
	again.kind = "decision";
	again.line = 9;
	identities_clear(identities);
	compare(identities, &again, first, true);
	struct log_event others[] = { event, event, event, event, event };
	others[0].when.at++;
	others[1].text = "y";
	others[2].author = "web-1";
	others[2].source = "app";
	others[3].author = NULL;
	others[4].text_len = 0;
	for (size_t i = 0; i < LENGTH(others); i++)
		compare(identities, &others[i], first, false);
	free(first);
	identities_free(identities);
}
END_TEST

START_TEST(equal_events_of_a_log_are_counted)
{
	struct identities *identities = identities_new();
	struct log_event event = event_of("x"), other = event_of("y");
	char *names[3], *others;
	for (int i = 0; i < 3; i++) {
		names[i] = identity(identities, &event);
		others = identity(identities, &other);
		free(others);
	}
	ck_assert_str_ne(names[0], names[1]);
	ck_assert_str_ne(names[1], names[2]);
	ck_assert(text_starts(names[1], names[0]));
	identities_clear(identities);
	for (int i = 0; i < 3; i++) {
		compare(identities, &event, names[i], true);
		free(names[i]);
	}
	identities_free(identities);
}
END_TEST

START_TEST(equal_events_are_told_apart_over_a_window_of_others)
{
	struct identities *identities = identities_new();
	struct log_event event = event_of("x");
	char *first = identity(identities, &event);
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < IDENTITY_WINDOW; i++) {
			char text[32];
			snprintf(text, sizeof text, "other %d of %d", i, round);
			struct log_event other = event_of(text);
			other.when.at += i;
			free(identity(identities, &other));
		}
		/* each is one more than the one before */
		char *next = identity(identities, &event), expected[128];
		snprintf(expected, sizeof expected, "%s.%d", first, round + 2);
		ck_assert_str_eq(next, expected);
		free(next);
	}
	free(first);
	identities_free(identities);
}
END_TEST

START_TEST(ids_of_the_source_stay_as_they_are_if_they_can)
{
	struct identities *identities = identities_new();
	struct log_event event = event_of("x");
	static const char *const odd[] = { "two\nlines", "bytes \xFF" };
	char longest[600];
	event.id = "C1/1700000000.123";
	for (int i = 0; i < 2; i++)
		compare(identities, &event, "syslog:C1/1700000000.123", true);
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	for (size_t i = 0; i <= LENGTH(odd); i++) {
		event.id = i < LENGTH(odd) ? odd[i] : longest;
		char *name = identity(identities, &event);
		ck_assert(text_starts(name, "syslog:#"));
		ck_assert_uint_eq(strlen(name), strlen("syslog:#") + 16);
		ck_assert(utf8_valid(name, strlen(name)));
		compare(identities, &event, name, true);
		free(name);
	}
	identities_free(identities);
}
END_TEST

RUN_TESTS("identity", an_event_is_known_again_whatever_it_is_read_in, equal_events_of_a_log_are_counted,
	equal_events_are_told_apart_over_a_window_of_others, ids_of_the_source_stay_as_they_are_if_they_can)
