/* What ends the program at once: a broken invariant, and memory that has run out. */
#ifndef BASE_BUG_H
#define BASE_BUG_H

/* The exit status where a disk, a file, the network or memory fails. */
enum { EXIT_IO = 5 };

/* What BUG() runs first, so that a terminal in raw mode is restored. One hook; NULL removes it. */
void bug_set_hook(void (*hook)(void));

/* Memory has run out: runs the hook, says so, ends the program with the status of a failed disk. What was acknowledged is
 * saved, and what was typed is among the drafts. */
_Noreturn void out_of_memory(void);

/* A broken invariant: runs the hook, prints file, line and message, aborts. */
_Noreturn void bug_at(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)

#endif
