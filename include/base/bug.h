/* What ends the program at once: a broken invariant, and memory that has run out. */
#ifndef BASE_BUG_H
#define BASE_BUG_H

/* The exit status where a disk, a file, the network or memory fails. */
enum { EXIT_IO = 5 };

/* What BUG() runs first, so that a terminal in raw mode is restored. One hook; NULL removes it. */
void bug_set_hook(void (*hook)(void));

/* What is known of a command's changes, for the case that memory runs out now: nothing but that what was acknowledged is
 * saved; they are just being saved, or they are saved. At first nothing. */
enum saved { SAVED_NOTHING, SAVED_PERHAPS, SAVED_ALL };
void out_of_memory_tells(enum saved saved);

/* Memory has run out: runs the hook, says so and what is known, ends the program with the status of a failed disk. What
 * was acknowledged is saved, and what was typed is among the drafts. */
_Noreturn void out_of_memory(void);

/* A broken invariant: runs the hook, prints file, line and message, aborts. */
_Noreturn void bug_at(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)

#endif
