/*
 * An exported workspace of Slack: a folder with users.json, channels.json and their like, and in it a folder for each
 * channel with a file for each day (2024-03-01.json). All of it, one channel or one day can be named.
 */
#ifndef APP_IMPORT_SLACK_H
#define APP_IMPORT_SLACK_H

#include "base/mem.h"
#include "intake/log_names.h"

enum {
	IMPORT_SLACK_NAMES_MAX = 256 * 1024 * 1024, /* bytes of a file of names */
	IMPORT_SLACK_FILES_MAX = 1000000,	    /* days of channels */
};

struct import_slack_file {
	char *path;
	char *channel; /* its name, for log_context.name */
};

struct import_slack {
	struct log_names *names; /* NULL: no export */
	VEC(struct import_slack_file) files; /* by channel, then by day */
};

/* Whether import_slack_find would find something, as far as can be told without reading. */
bool import_slack_is(const char *path);

/*
 * Whether `path` is an export, a channel's folder in one or a day's file of a channel: what is to be read then, and the
 * names that belong to it, both there. Otherwise out->names is NULL, and that is no error. Links are not followed below
 * `path`. ERR_USAGE for a file of names that is too large, ERR_IO and ERR_DENIED as they come. Fini it always.
 */
bool import_slack_find(struct import_slack *out, const char *path, struct store *store, struct err *err);
void import_slack_fini(struct import_slack *slack);

#endif
