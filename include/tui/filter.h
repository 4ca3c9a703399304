/* The command `filter [EXPR]`: shows only what matches, in every view that has view.filter. */
#ifndef TUI_FILTER_H
#define TUI_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct ui;
struct prompt_kind;

/* Narrows while one types; Esc brings back the filter that was there. */
extern const struct prompt_kind prompt_filter;

/* Without words it asks; `filter ''` shows everything again. */
bool run_filter(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
