/*
 * Reading a log that is JSON: json_items takes it apart, the format's query (src/store/queries/intake.sql) gives rows for
 * each element, and a row becomes an event. Memory is bounded by one element and what its rows say.
 */
#ifndef INTAKE_JSON_LOG_H
#define INTAKE_JSON_LOG_H

#include "intake/logs.h"

struct json_log;

/*
 * Begin. All arguments but `err` are borrowed until json_log_close. NULL and ERR_USAGE for a `map` that cannot be read
 * (intake/map.h); what it names are members (`msg`, `http.method`) or paths of SQLite (`$.http.method`, `$[0]`), and it
 * counts for more than what the format knows.
 */
struct json_log *json_log_open(struct store *store, const struct log_format *format, const struct log_context *context,
	const struct log_sink *sink, struct err *err);

/* Read on, in pieces of any size. False: the sink said so, or the database failed. */
bool json_log_push(struct json_log *log, const char *bytes, size_t len, struct err *err);

/* Nothing follows: what is not complete is told to the sink's `bad`. False if reading had failed. */
bool json_log_end(struct json_log *log);

/* Lines that were begun. */
size_t json_log_lines(const struct json_log *log);

void json_log_close(struct json_log *log); /* NULL is fine */

/* The surest sign that fits, 0 if none does or the text does not begin as JSON does. */
int json_signs(const char *head, size_t len, const struct json_sign *signs);

/* ---- texts of formats that are no Markdown; appended ---- */

/* Slack's mrkdwn as Markdown: entities, <links|labels>, mentions with the names known, *bold*, ~strike~, bullets and
 * code blocks. https://docs.slack.dev/messaging/formatting-message-text/ */
void json_text_slack(struct buf *out, const char *text, size_t len, const struct log_names *names);

/* Text of a service with its own bits of Markdown around: what would be a tag of HTML, outside of code, is a text too. */
void json_text_plain(struct buf *out, const char *text, size_t len, const struct log_names *names);

/* A JSON array of bytes, as journald writes what is no text. Other JSON stays as it is. */
void json_text_bytes(struct buf *out, const char *text, size_t len, const struct log_names *names);

#endif
