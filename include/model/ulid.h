/* Ids: ULIDs (github.com/ulid/spec), 48 bits of milliseconds and 80 random bits in Crockford base 32. */
#ifndef MODEL_ULID_H
#define MODEL_ULID_H

#include <stdint.h>

enum { ULID_SIZE = 27 }; /* 26 characters and NUL */

/* Write the id for an instant (ms since 1970) and ten random bytes. */
void ulid_format(char out[ULID_SIZE], int64_t at, const unsigned char random[10]);

/* The instant an id was made for, ms since 1970; 0 if it is no ULID. */
int64_t ulid_time(const char *id);

#endif
