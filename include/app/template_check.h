/* What is wrong with a template, before somebody writes a postmortem with it. */
#ifndef APP_TEMPLATE_CHECK_H
#define APP_TEMPLATE_CHECK_H

#include "app/template.h"
#include "base/mem.h"

struct template_finding {
	char *place; /* what errors call the template or partial */
	size_t line; /* 0: the whole template */
	char *tag;   /* "" if it is about no tag */
	char *text;  /* what is wrong, and what to do */
};

struct template_findings {
	struct template_finding *items;
	size_t count, cap;
};

/*
 * Look at one template, by name or path: heads and asks as they are written, then two made-up incidents, one with a
 * title only and one with everything, in a database of its own that is removed afterwards. A template that cannot be
 * read or compiled is a finding; an error is what keeps the check itself from being made. End `out`, which may
 * have findings already, with template_findings_fini, also on failure.
 */
bool template_check(struct app *app, const char *name, struct template_findings *out, struct err *err);
void template_findings_fini(struct template_findings *findings);

/* For the parts of the check: add a finding; `place` and `tag` are copied. */
void template_found(struct template_findings *out, const char *place, size_t line, const char *tag,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The comments of a template and its partials: src/app/template_heads.c. */
void template_check_heads(struct app *app, const struct template_set *set, const char *name,
	struct template_findings *out);

/* True for what can be the key of a section. */
bool template_is_key(const char *key);

/*
 * The made-up incidents: src/app/template_example.c. `keys` are written as sections, each with
 * template_example_text. Incident 1 has a title only, incident 2 everything. `app` is one of its own, over
 * a database in a folder of its own.
 */
struct template_example {
	struct app app;
	struct buf folder;
	bool open;
};
bool template_example_open(struct template_example *example, const struct words *keys, struct err *err);
void template_example_close(struct template_example *example);

/* Append the text that the section `key` has in them: a word in emphasis that stands nowhere else. */
void template_example_text(const char *key, struct buf *out);

#endif
