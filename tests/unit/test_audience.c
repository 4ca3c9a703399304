#include <check.h>

#include "model/audience.h"

START_TEST(nothing_stored_and_what_is_not_known_means_internal)
{
	ck_assert_int_eq(audience_of(""), AUDIENCE_INTERNAL);
	ck_assert_int_eq(audience_of("board"), AUDIENCE_INTERNAL);
	ck_assert_int_eq(audience_of("team"), AUDIENCE_TEAM);
	ck_assert_int_eq(audience_of("public"), AUDIENCE_PUBLIC);
}
END_TEST

START_TEST(each_circle_sees_what_is_meant_for_it_and_for_wider_ones)
{
	static const bool shown[3][3] = { { true, true, true }, { false, true, true }, { false, false, true } };
	for (int reader = 0; reader < 3; reader++)
		for (int item = 0; item < 3; item++)
			ck_assert_msg(audience_shows((enum audience)reader, (enum audience)item) ==
					      shown[reader][item],
				"%s reads %s", audience_name((enum audience)reader),
				audience_name((enum audience)item));
}
END_TEST

START_TEST(another_word_is_refused_by_name)
{
	enum audience audience = AUDIENCE_TEAM;
	struct err err = { 0 };
	ck_assert(audience_parse("Public", &audience, &err));
	ck_assert_int_eq(audience, AUDIENCE_PUBLIC);
	ck_assert(!audience_parse("everybody", &audience, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_str_eq(err.text, "the audience is team, internal or public, not 'everybody'");
	ck_assert_int_eq(audience, AUDIENCE_PUBLIC);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("audience");
	TCase *all = tcase_create("all");
	tcase_add_test(all, nothing_stored_and_what_is_not_known_means_internal);
	tcase_add_test(all, each_circle_sees_what_is_meant_for_it_and_for_wider_ones);
	tcase_add_test(all, another_word_is_refused_by_name);
	suite_add_tcase(suite, all);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
