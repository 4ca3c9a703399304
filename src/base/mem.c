#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/bug.h"

void *mem_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

void *mem_resize(void *old, size_t count, size_t size)
{
	void *memory = reallocarray(old, count ? count : 1, size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

char *mem_copy(const char *text)
{
	return text ? mem_copy_n(text, strlen(text)) : NULL;
}

char *mem_copy_n(const void *data, size_t len)
{
	if (len == SIZE_MAX)
		BUG("out of memory");
	char *copy = mem_resize(NULL, len + 1, 1);
	if (len)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

void vec_reserve_(void **items, size_t *cap, size_t count, size_t size)
{
	if (count == *cap) {
		*cap = *cap ? *cap * 2 : 8;
		*items = mem_resize(*items, *cap, size);
	}
	memset((char *)*items + count * size, 0, size);
}
