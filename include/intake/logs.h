/*
 * Machine logs: what chats, alerts, deploys, shells and daemons wrote down by themselves, read as events. Each format is a
 * row of log_formats. Readers get the bytes line by line or element by element and give events one by one, so that a log
 * of any size needs the same memory; nothing is read twice.
 */
#ifndef INTAKE_LOGS_H
#define INTAKE_LOGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/when.h"
#include "store/store.h"

enum {
	LOG_HEAD_MAX = 64 * 1024,     /* bytes that detection looks at */
	LOG_LINE_MAX = 256 * 1024,    /* of a line; what is longer is cut, and said */
	LOG_ELEMENT_MAX = 4 * 1024 * 1024, /* of an element of JSON; what is larger is skipped, and said */
};

/* What the log does not say by itself. */
struct log_context {
	int64_t now;	  /* milliseconds since 1970: of the import */
	const char *zone; /* of times that name none */
	const char *name; /* of the file or channel, without folders; "" if there is none */
	const char *map;  /* the user's columns or paths, "at=Time,text=Message"; NULL: guess */
	const struct log_names *names; /* what ids in the log stand for; NULL: nothing is known (see intake/log_names.h) */
};

/* One thing that happened. Texts are borrowed for the call, valid UTF-8 or not; NULL or "" is nothing. */
struct log_event {
	struct when when;
	bool zone_guessed, year_guessed; /* they come from the context */
	const char *kind;   /* name of an event kind; NULL: note */
	const char *text;   /* Markdown */
	size_t text_len;
	const char *author;
	const char *link;
	const char *id;	    /* what identifies it in its source for ever; NULL: the source has nothing like that */
	const char *source; /* host, channel, project; NULL: the file's name */
	const char *audience; /* "team" if it may hold a secret; NULL: as usual */
	size_t line;	    /* where it begins, from 1 */
};

/* Where a reader puts what it reads. */
struct log_sink {
	void *data;
	bool (*event)(void *data, const struct log_event *event, struct err *err); /* false: stop */
	void (*bad)(void *data, size_t line, const char *why); /* what stands there could not be read */
	void (*skip)(void *data, size_t line); /* not an event by design: a join, a comment, a blank line; may be NULL */
};

/* A reader of lines. */
struct log_lines {
	void *(*open)(const struct log_context *context, struct err *err); /* NULL on an error */
	/* One line without its end, NUL behind it; false on the sink's or its own error. */
	bool (*line)(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink, struct err *err);
	bool (*end)(void *state, const struct log_sink *sink, struct err *err); /* what is still held back; may be NULL */
	void (*close)(void *state);
};

/*
 * What a format of JSON looks like: names that all have to be there, and how sure it then is. A name is a path from the
 * element: `alerts[].startsAt`; a top-level array counts for nothing. "*" is any object. Rows end with one of NULL.
 */
struct json_sign {
	int sure;
	const char *names; /* blanks between them */
};

struct log_format {
	const char *name; /* for --format */
	const char *help; /* what it is, in half a line */
	/* How sure it is that a file begins so, 0 to 100. `name` is the file's, which may help but never decides alone. */
	int (*detect)(const char *head, size_t len, const char *name);
	const struct json_sign *signs; /* of JSON, instead of `detect` */
	const struct log_lines *lines; /* NULL: JSON */
	/* JSON, read by struct json_log: run for each element with :json, :name and the paths of --map. `arrays`, ending
	 * with NULL: members of a top-level object whose elements are meant, as in {"incidents": […]}; or NULL. */
	enum query query;
	const char *const *arrays;
};

extern const struct log_format *const log_formats[]; /* ends with NULL; where two are equally sure, the first counts */

/* The format of that name; NULL if there is none. */
const struct log_format *log_format_find(const char *name);

/* How sure a format is of what a file begins with, 0 to 100. */
int log_format_sure(const struct log_format *format, const char *head, size_t len, const char *name);

/* The surest format for what a file begins with, NULL if none is surer than a guess; `*sure` (may be NULL) 0 to 100. */
const struct log_format *log_format_detect(const char *head, size_t len, const char *name, int *sure);

#endif
