/*
 * The command table: everything inquest does. The command line, key bindings, the `:` palette, help,
 * completions and the manual all read these rows.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/app.h"
#include "app/output.h"

struct flag {
	const char *name;  /* long name without -- */
	char letter;	   /* short one; 0 for none */
	const char *value; /* what its argument is called; NULL: a switch without argument */
	const char *help;
	bool list;	   /* an own one that may be given several times: its values joined by commas */
};

enum command_flag {
	COMMAND_INCIDENT = 1, /* works on the current incident, so takes -i */
	COMMAND_JSON = 2,     /* takes --json */
	COMMAND_TAIL = 4,     /* everything after the first plain word, or --, is left alone */
	COMMAND_NO_STORE = 8, /* needs no database */
	COMMAND_TERMINAL = 16, /* may take over the terminal: an editor, a program, the UI */
	COMMAND_CURRENT = 64,  /* makes another incident the current one */
	COMMAND_EXISTING = 32, /* makes no database: without one there is nothing to do */
};

enum { COMMAND_FLAGS_MAX = 16, COMMAND_NO_ENTITY = -1 };

struct call;

struct command {
	const char *name;  /* "log", "action add" */
	const char *usage; /* plain words it takes: "TEXT…" */
	const char *help;  /* one line, without a full stop */
	const char *group; /* heading in help */
	bool (*run)(struct call *call, struct err *err);
	unsigned flags;	 /* enum command_flag */
	int entity;	 /* its fields are flags too; COMMAND_NO_ENTITY: none */
	const struct flag *own; /* at most COMMAND_FLAGS_MAX and one without a name after them; may be NULL */
	const char *more;    /* further text for `help NAME` and the manual; may be NULL */
	const char *example; /* a line one can type; may be NULL */
};

/* One use of a command: the flags and words given. */
struct call {
	struct app *app;
	struct output *out;
	const struct command *command;
	struct buf lists[COMMAND_FLAGS_MAX]; /* values of those own flags that may be given several times */
	const char *own[COMMAND_FLAGS_MAX]; /* value of each own flag, "" for a switch; NULL: not given */
	const char *fields[FIELD_MAX];	    /* value of each field flag; NULL: not given */
	char **words;			    /* plain words, NULL-terminated; borrowed */
	size_t count;
	bool json;
	const char *incident; /* that -i names among its words, where no shell took it; NULL: none */
	/* Standard input for commands that read it: a descriptor, or -1 when there is none (in the UI). */
	int input;
	bool told; /* that part of it was done, in the error's text */
};

/* All rows, in the order of help. */
extern const struct command commands[];
extern const size_t command_count;

/* The row whose name is the first one or two of `words`; `*used` gets how many of them. ERR_USAGE
 * suggests the nearest. */
const struct command *command_find(char *const *words, size_t count, size_t *used, struct err *err);

/* The value of an own flag by name; NULL if not given. BUG() if the row has no such flag. */
const char *call_flag(const struct call *call, const char *name);

/* The last word of the row's name: "add" of "action add". */
const char *call_verb(const struct call *call);

/* The plain words joined by one space, appended. */
void call_join(const struct call *call, size_t from, struct buf *out);

/* A plain word that must be a number ("12", "#12"). */
bool call_number(const struct call *call, size_t index, int64_t *out, struct err *err);

/* The own flag --limit, 1000 if it is not given. */
bool call_limit(const struct call *call, int64_t *out, struct err *err);

/*
 * Run a command from words ("action", "add", "--priority", "P1", …): finds the row, reads flags, runs.
 * A leading or embedded -i REF and --db are not read here but by the front ends.
 */
bool command_run(struct app *app, char *const *words, size_t count, struct output *out, int input,
	struct err *err);

/* Usage line of a row: "inquest action add TITLE… [--type TYPE] …". */
void command_usage(const struct command *command, struct buf *out);

/* Iterate over all flags of a row: own, the entity's fields, then those all share. Gives false after
 * the last. `field` is NULL for flags that are no field. */
bool command_flag_at(const struct command *command, size_t index, struct flag *out,
	const struct field **field);

#endif
