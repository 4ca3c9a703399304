/* What SQLite would compute with is the C library's, brought in when it is needed. */
#include <math.h>
#include <stdio.h>

#include "suite.h"

#define ONES(WITH)                                                                                 \
	WITH(acos, 0.5) WITH(acosh, 1.5) WITH(asin, 0.5) WITH(asinh, 0.5) WITH(atan, 0.5) WITH(atanh, 0.5) WITH(cos, 0.5)          \
	WITH(cosh, 0.5) WITH(exp, 0.5) WITH(log, 0.5) WITH(sin, 0.5) WITH(sinh, 0.5) WITH(sqrt, 0.5) WITH(tan, 0.5)                \
	WITH(tanh, 0.5) WITH(trunc, 2.5)

#define DECLARE(NAME, X) double __wrap_##NAME(double x);
ONES(DECLARE)
double __wrap_atan2(double x, double y);
double __wrap_fmod(double x, double y);
double __wrap_pow(double x, double y);

START_TEST(each_function_is_that_of_the_c_library)
{
	volatile double x = 0;
/* twice: the second time it is there already */
#define COMPARE(NAME, X)                                                                           \
	for (int i = 0; i < 2; i++) {                                                              \
		x = (X) + i / 8.0 * ((X) < 1);                                                     \
		ck_assert_msg(__wrap_##NAME(x) == NAME(x), #NAME " of %f is not %f", x, __wrap_##NAME(x));                             \
	}
	ONES(COMPARE)
	x = 2.5;
	ck_assert_double_eq(__wrap_atan2(x, 2), atan2(x, 2));
	ck_assert_double_eq(__wrap_fmod(x, 2), fmod(x, 2));
	ck_assert_double_eq(__wrap_pow(x, 2), pow(x, 2));
	ck_assert_double_ne(__wrap_pow(x, 2), __wrap_pow(2, x));
}
END_TEST

RUN_TESTS("math", each_function_is_that_of_the_c_library)
