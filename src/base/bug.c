#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void (*bug_hook)(void);

void bug_set_hook(void (*hook)(void))
{
	bug_hook = hook;
}

void out_of_memory(void)
{
	/* put together without any memory more */
	static const char said[] = "inquest: out of memory: nothing more was written; what was said to be saved is\n";
	if (bug_hook)
		bug_hook();
	if (write(STDERR_FILENO, said, sizeof said - 1) < 0)
		_exit(EXIT_IO);
	_exit(EXIT_IO);
}

void bug_at(const char *file, int line, const char *format, ...)
{
	if (bug_hook)
		bug_hook();
	fprintf(stderr, "inquest: internal error at %s:%d: ", file, line);
	va_list args;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}
