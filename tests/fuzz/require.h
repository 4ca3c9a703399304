/* What a target holds to be true of every input; what is not is said. */
#ifndef TESTS_FUZZ_REQUIRE_H
#define TESTS_FUZZ_REQUIRE_H

#include "base/err.h"

#define require(truth)                                                                             \
	do {                                                                                       \
		if (!(truth))                                                                      \
			BUG("%s", #truth);                                                         \
	} while (0)

#endif
