/* Running other programs. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Run a program with our standard streams and wait for it. `*status` is its exit status, 128 + signal
 * number if a signal ended it, 127 if it could not be started. Signals that we ignore are back at their
 * defaults in it. ERR_IO only if no process could be made.
 */
bool process_run(const char *const *argv, int *status, struct err *err);

/* The same for a program that reads `input` and says nothing: its output goes nowhere. One that ends
 * without reading all is fine; `*status` tells. */
bool process_feed(const char *const *argv, const char *input, size_t len, int *status, struct err *err);

/* The same for a program that shows what it reads to a person, on our standard output. Ctrl-C is for it alone. */
bool process_page(const char *const *argv, const char *input, size_t len, int *status, struct err *err);

/*
 * Start a program that does not use the terminal, and leave it alone: a session of its own, no standard
 * streams. False if it could not be started, with the reason.
 */
bool process_start(const char *const *argv, struct err *err);

#endif
