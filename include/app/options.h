/*
 * Options: what `config` shows and sets. Their defaults are those of the shipped share/inquestrc, of which a table was
 * made when the program was built; over them come those of $XDG_CONFIG_HOME/inquest/inquestrc.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

enum option_id {
	OPTION_AUTHOR,
	OPTION_TIMEZONE,
	OPTION_TEMPLATE,
	OPTION_SLO_TARGET,
	OPTION_SLO_ALLOWANCE,
	OPTION_PUBLISH_REPOSITORY,
	OPTION_PUBLISH_BRANCH,
	OPTION_PUBLISH_PATH,
	OPTION_PUBLISH_INDEX,
	OPTION_PUBLISH_MESSAGE,
	OPTION_PUBLISH_AUDIENCE,
	OPTION_PUBLISH_AUTHOR,
	OPTION_PUBLISH_ATTACHMENTS,
	OPTION_REVIEW_APPROVALS,
	OPTION_REVIEW_OWN,
	OPTION_PUBLISH_CHARTS,
	OPTION_PUBLISH_DAYS,
	OPTION_EDITOR,
	OPTION_THEME,
	OPTION_ASCII,
	OPTION_CLOCK,
	OPTION_MOUSE,
	OPTION_OPENER,
	OPTION_TRACKER,
	OPTION_CUSTOMERS,
	OPTION_COUNT,
};

struct option_row {
	const char *name;
	const char *help;
	/* Check a value: ERR_USAGE saying what is possible. NULL: one of `values`, or any text. */
	bool (*check)(const char *value, struct err *err);
	const char *const *values; /* with a check the usual ones, else all; NULL-terminated, or NULL */
};

struct options {
	char *values[OPTION_COUNT]; /* owned; NULL: as shipped */
	bool changed[OPTION_COUNT]; /* by the user's file */
};

/* What the option is; static. */
const struct option_row *option_row(enum option_id id);

/* The option named so, or OPTION_COUNT with ERR_USAGE that suggests the nearest. */
enum option_id option_find(const char *name, struct err *err);

/* The value, borrowed until it is set; and set it, copied, once its row has checked it. */
const char *options_get(const struct options *options, enum option_id id);
bool options_set(struct options *options, enum option_id id, const char *value, struct err *err);
bool options_on(const struct options *options, enum option_id id); /* "on" */
void options_fini(struct options *options);

#endif
