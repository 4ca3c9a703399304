/*
 * The C library's mathematics on demand. SQLite offers it to SQL that nobody writes here, and libm's pages and
 * relocations would cost every command 350 KiB of memory and a twentieth of its time. The linker puts these in its place
 * (--wrap, see the Makefile).
 */
#include <dlfcn.h>

#include "base/err.h"

static void *mathematics(const char *name)
{
	/* never closed: what it is needed for once it is needed for again */
	void *library = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
	void *function = library ? dlsym(library, name) : NULL;
	if (!function)
		BUG("no %s in libm.so.6: %s", name, dlerror());
	return function;
}

#define OF_ONE(NAME)                                                                               \
	double __wrap_##NAME(double x);                                                            \
	double __wrap_##NAME(double x)                                                             \
	{                                                                                          \
		static double (*function)(double);                                                 \
		if (!function)                                                                     \
			*(void **)&function = mathematics(#NAME);                                  \
		return function(x);                                                                \
	}

#define OF_TWO(NAME)                                                                               \
	double __wrap_##NAME(double x, double y);                                                  \
	double __wrap_##NAME(double x, double y)                                                   \
	{                                                                                          \
		static double (*function)(double, double);                                         \
		if (!function)                                                                     \
			*(void **)&function = mathematics(#NAME);                                  \
		return function(x, y);                                                             \
	}

OF_ONE(acos)
OF_ONE(acosh)
OF_ONE(asin)
OF_ONE(asinh)
OF_ONE(atan)
OF_ONE(atanh)
OF_ONE(cos)
OF_ONE(cosh)
OF_ONE(exp)
OF_ONE(log)
OF_ONE(sin)
OF_ONE(sinh)
OF_ONE(sqrt)
OF_ONE(tan)
OF_ONE(tanh)
OF_ONE(trunc)
OF_TWO(atan2)
OF_TWO(fmod)
OF_TWO(pow)
