/*
 * A program run so that one of its system calls fails: the n-th that has to do with files, memory or processes,
 * counted from where main begins. What the loader, the C library's own files and other programs that it starts do is
 * left alone; the child between fork and exec is not. By ptrace: nothing in the program knows.
 */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* One that can fail. */
struct fault_call {
	const struct fault_kind *kind;
	char path[256]; /* of the file, "" where there is none */
	bool standard;	/* input, output or error */
};

/* A system call and what it may say, the list ended by 0. */
struct fault_kind {
	long number;
	const char *name;
	short path;	   /* which argument names the file, or FAULT_FD for the first being a descriptor */
	bool changes;	   /* the disk: a full one lets no later one through either */
	int errors[8];
};
enum { FAULT_FD = -1, FAULT_NOTHING = -2 };

struct fault_plan {
	size_t at;    /* from 1; 0: none fails */
	int error;    /* an errno */
	bool lasting; /* from then on all that change the disk fail so, or all that take memory */
	/* If not NULL: called each time the program waits for its terminal, to type something. */
	void (*idle)(void *context);
	void *context;
	/* If not NULL: instead of failing, the call waits until this has done something behind the program's back. */
	void (*meanwhile)(void *context);
};

struct fault_result {
	int status; /* of exit, or 128 and the number of the signal */
	bool hit;   /* the call was reached */
	bool late;  /* it did not end in time, and was killed */
	struct fault_call failed;
	struct fault_call *calls; /* all of them, when none was to fail */
	size_t count;
};

/* Whether this machine lets it be done; else `why` is what stands in the way. */
bool fault_possible(const char **why);

/* `start` becomes the program in the new process, and returns only if it cannot. The result's calls are freed by the
 * caller. */
void fault_run(const struct fault_plan *plan, void (*start)(void *context), void *context, struct fault_result *out);

#endif
