/* From an incident to its postmortem: the data templates are filled with, templates, rendering. */
#ifndef APP_DOCUMENT_H
#define APP_DOCUMENT_H

#include "app/app.h"
#include "app/assets.h"
#include "app/material.h"
#include "base/words.h"
#include "doc/mustache.h"
#include "doc/node.h"

/* A section as the template asks for it or the author added it. */
struct section_state {
	char *key, *heading, *prompt; /* prompt NULL: not of the template */
	struct record record;	      /* what is written; empty id: nothing */
	size_t words;		      /* in its text */
	bool optional;		      /* the prompt says so */
	bool withheld;		      /* written, but not for these readers */
	bool covered; /* the template says from fields all that its text, which was imported, says */
	bool placed;  /* it has no heading, and the template has a place for such text */
};

struct section_states {
	struct section_state *items;
	size_t count, cap;
	/* The names that the template makes use of, with the partials it includes: keys of the sections it asks for, and of
	 * each tag's name the part before the first dot. NULL items: there is no such template. */
	struct words uses;
};

/* The sections of an incident, the template's in its order, then others. `name` NULL: its own template. */
bool document_sections(struct app *app, const struct record *incident, const char *name,
	struct section_states *out, struct err *err);
void section_states_fini(struct section_states *states);

/* Add an object with what a section asks for and says. */
void section_state_json(const struct section_state *state, struct json *json);

/* The names of all templates, as app/template.h finds them. The caller ends `out` with words_fini,
 * also on failure. */
bool document_template_names(struct app *app, struct words *out, struct err *err);

/* How the incident is drawn where a template has {{{chart}}}. */
enum document_charts {
	CHARTS_NONE,
	CHARTS_MERMAID, /* as code that GitHub and GitLab draw */
	CHARTS_TEXT,	/* with characters */
};

/* What a document shall be. All zero is the incident's own template for whom it is meant. */
struct document_request {
	const char *template; /* as template_read finds it; NULL: the incident's own, which may only be a name */
	const char *audience; /* "team", "internal" or "public"; NULL: the template's own */
	struct mustache_map *map; /* gets where what can be read back stands (app/readback.h); NULL: nobody asks */
	enum document_charts charts;
	bool html; /* the template is HTML, and so shall be the document: without it that is an error */
	const struct assets *assets; /* where attached files stand beside the document; NULL: they are only named */
	struct buf *problems; /* gets a line for each partial that is not there; may be NULL */
};

/* Whether the template is HTML: its name ends in .html. */
bool document_is_html(const struct record *incident, const struct document_request *request);

/*
 * Render an incident. In a template that is HTML {{name}} is escaped for HTML, and {{{name}}}, which is Markdown in all
 * of the data, is the HTML of it. ERR_USAGE for such a template if the request is not for HTML.
 */
bool document_render(struct app *app, const struct record *incident, const struct document_request *request,
	struct buf *out, struct err *err);

/* For whom a request is: as it says, else the template's head comment `{{! audience: public }}`, else internal. ERR_USAGE
 * if either names none. */
bool document_audience(struct app *app, const struct record *incident, const struct document_request *request,
	enum audience *out, struct err *err);

/* Render what was read for an audience, in case more than the document is to be made of it. */
bool document_render_material(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err);

/* Put blanks in the place of front matter that a rendering begins with, for those who show it: it is for programs. Bytes and
 * lines stay where they are. */
void document_hide_front(struct buf *text);

/* The sections of a document of this material, as document_sections gives them; what is withheld has no text. */
bool document_material_sections(struct app *app, const struct material *material,
	const struct document_request *request, struct section_states *out, struct err *err);

/* Fill a one-line pattern such as publish.path: {{year}} {{month}} {{date}} {{slug}} {{number}} {{name}} {{title}}
 * {{severity}} {{status}}. */
bool document_pattern(struct app *app, const struct material *material, const char *pattern, struct buf *out,
	struct err *err);

/* Append the id under which documents of these references have one of them: [text](#id) leads to it. */
void document_anchor(const struct records *references, size_t index, struct buf *out);

/* The incident's own date: its first impact or start, in its zone, YYYY-MM-DD. */
void document_date(struct app *app, const struct material *material, struct buf *out);

/* The start of the section `summary`, or for the public `public-summary` if there is that, as one line of plain text for
 * the index; "" if it is not written. */
bool document_summary(const struct material *material, struct buf *out, struct err *err);

#endif
