/* Digits of ASCII and the numbers they make, in any locale. */
#ifndef BASE_DIGIT_H
#define BASE_DIGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether it is one. */
static inline bool digit_is(char c)
{
	return c >= '0' && c <= '9';
}

/* How many digits `text`, of `len` bytes, begins with; `most` is as far as it looks. */
size_t digit_count(const char *text, size_t len, size_t most);

/* The number that `count` digits make; INT64_MAX if they are more than 18. */
int64_t digit_value(const char *text, size_t count);

#endif
