/*
 * The history of a shell, where it keeps times:
 *
 *   zsh   `: 1700000000:12;make` (EXTENDED_HISTORY: start, seconds it ran); a line break in the command is written as
 *         backslash and line break, bytes that mean something to zsh as 0x83 and the byte xor 32 (Src/hist.c:
 *         savehistfile, readhistfile; Src/utils.c: metafy)
 *   bash  `#1700000000` (HISTTIMEFORMAT) above the command, whose lines reach to the next one (lib/readline/histfile.c)
 *   fish  `- cmd: make`, `  when: 1700000000`, `  paths:` and a list; \n is a line break, \\ a backslash
 *         (src/history/yaml_compat.rs)
 *
 * Which of them is told by the first line that shows it.
 */
#include "intake/format_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/lines.h"
#include "intake/verbatim.h"
#include "model/secret.h"

enum { COMMAND_MAX = 64 * 1024 }; /* bytes; what comes then belongs to no command */

enum shell { UNKNOWN, ZSH, BASH, FISH };

struct history {
	const struct log_context *context;
	enum shell shell;
	struct buf command, text;
	size_t line;	  /* where the command began, 0: none is begun */
	int64_t at;	  /* seconds since 1970, 0: not said */
	int64_t elapsed;  /* seconds, 0: not said */
	bool goes_on;	  /* zsh: the next line belongs to the command; bash: lines up to the next time do */
	bool full;	  /* it was cut */
};

static const char *const no_time[] = {
	[UNKNOWN] = "this command has no time: zsh keeps times with `setopt extended_history`, bash with HISTTIMEFORMAT",
	[ZSH] = "this command has no time: zsh keeps times with `setopt extended_history`",
	[BASH] = "this command has no time: bash keeps times while HISTTIMEFORMAT is set",
	[FISH] = "this command has no time",
};

/* ---- one line ---- */

/* ": 1700000000:12;": its length, or 0. */
static size_t zsh_head(const char *line, size_t len, int64_t *at, int64_t *elapsed)
{
	size_t from = 1, digits;
	if (len < 6 || line[0] != ':')
		return 0;
	while (from < len && line[from] == ' ')
		from++;
	digits = digit_count(line + from, len - from, 12);
	*at = line_number(line + from, digits);
	from += digits;
	if (!digits || from >= len || line[from++] != ':')
		return 0;
	digits = digit_count(line + from, len - from, 12);
	*elapsed = line_number(line + from, digits);
	from += digits;
	/* old ones have the end instead */
	if (*elapsed >= *at)
		*elapsed -= *at;
	return digits && from < len && line[from] == ';' ? from + 1 : 0;
}

/* "#1700000000" */
static bool bash_head(const char *line, size_t len, int64_t *at)
{
	*at = len && line[0] == '#' && len <= 12 ? line_number(line + 1, len - 1) : -1;
	return *at >= 0;
}

/* "- cmd: ": its length, or 0. fish 1 wrote it over and over. */
static size_t fish_head(const char *line, size_t len)
{
	static const char head[] = "- cmd:";
	size_t at = 0;
	while (len - at >= strlen(head) && memcmp(line + at, head, strlen(head)) == 0) {
		at += strlen(head);
		at += at < len && line[at] == ' ';
	}
	return at;
}

static enum shell shell_of(const char *line, size_t len)
{
	int64_t at, elapsed;
	if (zsh_head(line, len, &at, &elapsed))
		return ZSH;
	if (bash_head(line, len, &at))
		return BASH;
	return fish_head(line, len) ? FISH : UNKNOWN;
}

/* ---- commands ---- */

static void add(struct history *history, const char *text, size_t len)
{
	if (history->full)
		return;
	size_t room = COMMAND_MAX - history->command.len;
	history->full = len > room;
	buf_put(&history->command, text, len < room ? len : room);
	if (history->full)
		buf_puts(&history->command, " …");
}

/* Bytes that stand for another one: a mark, then that byte or the one `mask` turns it into. */
static void add_zsh(struct history *history, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		const char *meta = memchr(text + at, 0x83, len - at);
		size_t run = meta ? (size_t)(meta - text) - at : len - at;
		add(history, text + at, run);
		at += run;
		if (!meta)
			break;
		char byte = at + 1 < len ? (char)(text[at + 1] ^ 32) : *meta;
		add(history, &byte, 1);
		at += at + 1 < len ? 2 : 1;
	}
}

static void add_fish(struct history *history, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		const char *slash = memchr(text + at, '\\', len - at);
		size_t run = slash ? (size_t)(slash - text) - at : len - at;
		add(history, text + at, run);
		at += run;
		if (!slash)
			break;
		bool escape = at + 1 < len && (text[at + 1] == 'n' || text[at + 1] == '\\');
		add(history, escape && text[at + 1] == 'n' ? "\n" : "\\", 1);
		at += escape ? 2 : 1;
	}
}

static bool give(struct history *history, const struct log_sink *sink, struct err *err)
{
	struct log_event event = { .kind = "evidence", .line = history->line };
	struct secret secret;
	size_t line = history->line;
	history->line = 0;
	history->goes_on = false;
	if (!line)
		return true;
	if (text_empty(buf_text(&history->command))) {
		if (sink->skip)
			sink->skip(sink->data, line);
		return true;
	}
	if (!line_epoch(&event.when, history->at, history->context->zone)) {
		sink->bad(sink->data, line, no_time[history->shell]);
		return true;
	}
	buf_truncate(&history->text, 0);
	verbatim_code(&history->text, buf_text(&history->command), history->command.len);
	if (history->elapsed > 0 && history->elapsed < 366 * DAY_MS / SECOND_MS) {
		bool block = memchr(buf_text(&history->text), '\n', history->text.len);
		buf_puts(&history->text, block ? "\n\nran " : " (ran ");
		duration_format(&history->text, history->elapsed * SECOND_MS);
		buf_puts(&history->text, block ? "" : ")");
	}
	event.text = buf_text(&history->text);
	event.text_len = history->text.len;
	if (secret_find(buf_text(&history->command), 0, &secret))
		event.audience = "team";
	return sink->event(sink->data, &event, err);
}

static void begin(struct history *history, size_t number, int64_t at, int64_t elapsed)
{
	buf_truncate(&history->command, 0);
	history->line = number;
	history->at = at;
	history->elapsed = elapsed;
	history->full = false;
}

static bool zsh_line(struct history *history, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	int64_t at = 0, elapsed = 0;
	size_t head = 0;
	if (history->goes_on) {
		add(history, "\n", 1);
	} else {
		head = zsh_head(line, len, &at, &elapsed);
		begin(history, number, head ? at : 0, elapsed);
	}
	history->goes_on = len > head && line[len - 1] == '\\';
	add_zsh(history, line + head, len - head - history->goes_on);
	return history->goes_on || give(history, sink, err);
}

static bool bash_line(struct history *history, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	int64_t at;
	if (bash_head(line, len, &at)) {
		bool ok = give(history, sink, err);
		begin(history, number, at, 0);
		history->goes_on = true;
		return ok;
	}
	if (history->goes_on && !history->full) {
		if (history->command.len)
			add(history, "\n", 1);
		add(history, line, len);
		return true;
	}
	if (!give(history, sink, err))
		return false;
	begin(history, number, 0, 0);
	add(history, line, len);
	return give(history, sink, err);
}

static bool fish_line(struct history *history, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	static const char when[] = "  when:";
	size_t head = fish_head(line, len);
	if (head) {
		bool ok = give(history, sink, err);
		begin(history, number, 0, 0);
		add_fish(history, line + head, len - head);
		return ok;
	}
	if (history->line && len > strlen(when) && memcmp(line, when, strlen(when)) == 0) {
		size_t from = strlen(when);
		while (from < len && line[from] == ' ')
			from++;
		history->at = line_number(line + from, len - from);
	} else if (len && line[0] != ' ') {
		/* "---" and "..." are YAML's; the rest was left by a crash */
		bool ok = give(history, sink, err);
		if (strncmp(line, "---", 3) != 0 && strncmp(line, "...", 3) != 0 && line[0] != '%')
			sink->bad(sink->data, number, "not a line of fish's history");
		return ok;
	}
	return true;
}

/* ---- the format ---- */

static void *open_history(const struct log_context *context, struct err *err)
{
	struct history *history = mem_new(1, sizeof *history);
	(void)err;
	history->context = context;
	return history;
}

static bool read_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct history *history = state;
	if (history->shell == UNKNOWN)
		history->shell = shell_of(line, len);
	switch (history->shell) {
	case ZSH:
		return zsh_line(history, line, len, number, sink, err);
	case BASH:
		return bash_line(history, line, len, number, sink, err);
	case FISH:
		return fish_line(history, line, len, number, sink, err);
	case UNKNOWN:
		break;
	}
	begin(history, number, 0, 0);
	add(history, line, len);
	return give(history, sink, err);
}

static bool end_history(void *state, const struct log_sink *sink, struct err *err)
{
	return give(state, sink, err);
}

static void close_history(void *state)
{
	struct history *history = state;
	buf_fini(&history->command);
	buf_fini(&history->text);
	free(history);
}

/* Each shell's lines that begin a command, of the lines there are. */
static int detect(const char *head, size_t len, const char *name)
{
	const char *at = head, *end = head + len, *line;
	size_t line_len, lines = 0, found[FISH + 1] = { 0 };
	enum shell first = UNKNOWN;
	(void)name;
	while (csv_next_line(&at, end, &line, &line_len)) {
		enum shell shell = shell_of(line, line_len);
		lines += line_len > 0;
		found[shell]++;
		first = first ? first : shell;
	}
	/* a command is seldom longer than a few lines */
	if (!first || found[first] * 10 < lines)
		return 0;
	return first == BASH && found[BASH] * 3 < lines ? 50 : 95;
}

static const struct log_lines lines = { open_history, read_line, end_history, close_history };

const struct log_format format_shell = {
	.name = "shell",
	.help = "history of zsh, bash or fish, if it has times",
	.detect = detect,
	.lines = &lines,
};
