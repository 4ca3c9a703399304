#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*bug_hook)(void);
static enum saved known;

void bug_set_hook(void (*hook)(void))
{
	bug_hook = hook;
}

void out_of_memory_tells(enum saved saved)
{
	known = saved;
}

void out_of_memory(void)
{
	/* put together without any memory more */
	static const char *const said[] = {
		[SAVED_NOTHING] = "inquest: out of memory: nothing more was written; what was said to be saved is\n",
		[SAVED_PERHAPS] = ("inquest: out of memory while the change was saved: look with `inquest history` whether it "
				   "is done before you do it again\n"),
		[SAVED_ALL] = "inquest: out of memory: what was changed before that is saved: `inquest history` shows it\n",
	};
	if (bug_hook)
		bug_hook();
	if (write(STDERR_FILENO, said[known], strlen(said[known])) < 0)
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
