#include "model/ulid.h"

#include <string.h>

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void ulid_format(char out[ULID_SIZE], int64_t at, const unsigned char random[10])
{
	uint64_t time = (uint64_t)at & 0xFFFFFFFFFFFF;
	for (int i = 9; i >= 0; i--) {
		out[i] = digits[time & 31];
		time >>= 5;
	}
	unsigned bits = 0, held = 0;
	for (int i = 0, at_digit = 10; i < 10; i++) {
		bits = bits << 8 | random[i];
		held += 8;
		while (held >= 5) {
			held -= 5;
			out[at_digit++] = digits[bits >> held & 31];
		}
	}
	out[26] = '\0';
}

int64_t ulid_time(const char *id)
{
	int64_t time = 0;
	if (strlen(id) != ULID_SIZE - 1)
		return 0;
	for (int i = 0; i < 10; i++) {
		const char *digit = strchr(digits, id[i]);
		if (!digit)
			return 0;
		time = time << 5 | (digit - digits);
	}
	return time;
}
