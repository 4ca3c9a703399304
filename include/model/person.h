/* People as they are written: "Ana Ruiz <ana@example.com>", "Ana Ruiz", "ana@example.com", "ana". */
#ifndef MODEL_PERSON_H
#define MODEL_PERSON_H

#include <stdbool.h>

/*
 * Whether two ways to write a person mean the same one: equal but for the case of ASCII letters; or one is the other's
 * name without the address, the address, or what stands before its @. Nobody, "", is not the same as another nobody.
 */
bool person_same(const char *a, const char *b);

#endif
