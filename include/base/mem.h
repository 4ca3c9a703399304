/* Memory that is there: running out of it ends the program (drafts are safe before that). */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed memory for `count` things of `size` bytes; never NULL. Caller frees. */
void *mem_new(size_t count, size_t size) __attribute__((returns_nonnull));

/* realloc for `count` things of `size` bytes, with the product checked; never NULL. */
void *mem_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));

/* A heap copy of a string; NULL stays NULL. Caller frees. */
char *mem_copy(const char *text);

/* A heap copy of the first `len` bytes, NUL-terminated. Caller frees. */
char *mem_copy_n(const void *data, size_t len);

/*
 * A growable array: struct { T *items; size_t count, cap; }, all zero when empty. The owner frees
 * `items`, and what the items own before that.
 */
#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *items;                                                                       \
		size_t count, cap;                                                                 \
	}

/* Append a zeroed item and give its address, valid until the next push. */
#define vec_push(vec)                                                                              \
	(vec_reserve_((void **)&(vec)->items, &(vec)->cap, (vec)->count, sizeof *(vec)->items),    \
		&(vec)->items[(vec)->count++])

/* Room for one more than `count`, zeroed; only vec_push calls it. */
void vec_reserve_(void **items, size_t *cap, size_t count, size_t size);

#define LENGTH(array) (sizeof(array) / sizeof *(array))

#endif
