/*
 * Templates: where they are and what they hold. A name is looked for among the user's own files, in
 * `.inquest/templates` of the repository published to, and among those built in; the first that has it goes
 * before the others. Rendering with them: app/document.h.
 */
#ifndef APP_TEMPLATE_H
#define APP_TEMPLATE_H

#include "app/app.h"
#include "base/words.h"
#include "doc/mustache.h"

enum { TEMPLATE_ASKS_MAX = 500 }; /* sections that one template asks for */

/* Templates are Markdown in NAME.md; one whose name ends in .html is HTML, in the file NAME. */
bool template_is_html(const char *name);

/* In the order they are looked in. */
enum template_origin {
	TEMPLATE_USER,	  /* templates/NAME.md in the folder of inquestrc */
	TEMPLATE_TEAM,	  /* .inquest/templates/NAME.md in the repository: its work tree, or its branch if it is bare */
	TEMPLATE_SHIPPED, /* built in */
	TEMPLATE_FILE,	  /* named by its path */
	TEMPLATE_ORIGINS,
};

/* "yours", "team", "shipped", "file" */
const char *template_origin_name(enum template_origin origin);

struct template_source {
	enum template_origin origin;
	char *name;  /* as it was asked for */
	char *place; /* what errors call it: its path, or its name if it is built in */
	struct buf text;
};

/*
 * Read a template by name, or by path if `files` allows that and the name has a slash or ends in .md.
 * ERR_NOT_FOUND lists what there is; ERR_DENIED for a link out of the repository; ERR_USAGE for more than
 * MUSTACHE_TEMPLATE_MAX bytes, what is not UTF-8 text (naming the line), or not a name. A byte order mark is
 * left out. End `out` with template_source_fini, also on failure.
 */
bool template_read(struct app *app, const char *name, bool files, struct template_source *out, struct err *err);
void template_source_fini(struct template_source *source);

/* Compile what was read. ERR_USAGE, naming place, line and tag, if a tag is not well formed, or for more than
 * TEMPLATE_ASKS_MAX asks. Free `out` with mustache_free. */
bool template_compile(const struct template_source *source, struct mustache **out, struct err *err);

/* Read and compile. */
bool template_parse(struct app *app, const char *name, bool files, struct mustache **out, struct err *err);

struct template_entry {
	char *name;
	enum template_origin origin; /* the one that is used */
	unsigned hides;		     /* bits 1 << origin: where else the name is */
};

struct template_entries {
	struct template_entry *items;
	size_t count, cap;
};

/* All that template_read finds by name, by name. End `out` with template_entries_fini, also on failure. */
bool template_list(struct app *app, struct template_entries *out, struct err *err);
void template_entries_fini(struct template_entries *entries);

/* Append the path of the user's own template of this name, whether it exists or not. ERR_USAGE if it is no
 * name for a template: letters, digits, hyphens, dots and underscores, not a dot first. */
bool template_user_path(const char *name, struct buf *out, struct err *err);

/* ERR_NOT_FOUND, with the one that may be meant, if there is none of this name. Where the places cannot all be
 * looked into, any name may be one. */
bool template_named(struct app *app, const char *name, struct err *err);

/* Append what the template says it is for; nothing if it says nothing or cannot be read. */
void template_about(struct app *app, const char *name, struct buf *out);

/* What a head comment such as {{! about: … }} says; NULL if there is none. Borrowed. */
const char *template_head(const struct mustache *template, const char *word);

/* For mustache_render: `data` is the struct app. */
bool template_load_partial(void *data, const char *name, struct buf *title, struct buf *text, struct err *err);

/* A template and the partials it names, each once, the template first. */
struct template_set {
	struct mustache **items;
	size_t count, cap;
};

/*
 * Add the partials and parents that `template` names, and those that they name. What is not there, or cannot
 * be read, is left out: rendering says so. Takes `template`. End with template_set_fini.
 */
void template_set_open(struct app *app, struct mustache *template, struct template_set *out);
void template_set_fini(struct template_set *set);

/* Add the names that a template makes use of, each once: keys of the sections it asks for, and of each tag's name the part
 * before the first dot. */
void template_set_uses(const struct template_set *set, struct words *out);

#endif
