#include "base/digit.h"

enum { DIGITS_MAX = 18 };

size_t digit_count(const char *text, size_t len, size_t most)
{
	size_t count = 0;
	while (count < len && count < most && digit_is(text[count]))
		count++;
	return count;
}

int64_t digit_value(const char *text, size_t count)
{
	int64_t value = 0;
	for (size_t i = 0; i < count && count <= DIGITS_MAX; i++)
		value = value * 10 + (text[i] - '0');
	return count > DIGITS_MAX ? INT64_MAX : value;
}
