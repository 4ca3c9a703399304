/* What may follow in a command line. */
#include "tui/complete_words.h"

#include <stdlib.h>

#include "base/text.h"
#include "tui/ui.h"

/* ---- the words so far --------------------------------------------------------------------------
 */

struct cut {
	struct words done; /* those before the cursor's */
	struct buf typed;  /* of the one that the cursor is in, or will begin */
	size_t at;	   /* where it begins */
};

static void push(struct words *words, struct buf *word)
{
	words_add(words, buf_text(word));
	buf_truncate(word, 0);
}

/* As words_split reads it; a quote may still be open. */
static void take_apart(const char *line, size_t cursor, struct cut *out)
{
	bool inside = false;
	char quote = '\0';
	*out = (struct cut){ .at = cursor };
	for (size_t i = 0; i < cursor; i++) {
		char c = line[i];
		bool blank = !quote && strchr(" \t\r\n", c);
		if (blank && inside)
			push(&out->done, &out->typed);
		if (!blank && !inside)
			out->at = i;
		inside = !blank;
		if (blank)
			continue;
		bool escapes = c == '\\' && quote != '\'' && i + 1 < cursor &&
			(!quote || line[i + 1] == '"' || line[i + 1] == '\\');
		if (quote && c == quote)
			quote = '\0';
		else if (escapes)
			buf_putc(&out->typed, line[++i]);
		else if (!quote && (c == '\'' || c == '"'))
			quote = c;
		else
			buf_putc(&out->typed, c);
	}
	if (!inside)
		out->at = cursor;
}

static void cut_fini(struct cut *cut)
{
	words_fini(&cut->done);
	buf_fini(&cut->typed);
}

/* ---- names of commands -------------------------------------------------------------------------
 */

/* A command of the UI that only shows in its own way what the one of the shell gives. */
static const struct command *in_shell(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (text_equal(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static bool for_shell_only(const struct command *command)
{
	return command->flags & COMMAND_NO_STORE && command->flags & COMMAND_TERMINAL;
}

static void add_name(struct candidates *found, const struct command *command,
	const struct ui_command *own, const char *typed)
{
	struct candidate *candidate = candidates_add(
		found, own ? own->name : command->name, own ? own->help : command->help, typed);
	if (!candidate)
		return;
	candidate->usage = own ? own->usage : command->usage;
	candidate->command = command;
	candidate->own = own;
	candidate->whole = *candidate->usage != '\0';
}

void spot_names(struct candidates *found, const char *typed)
{
	for (size_t i = 0; i < command_count; i++)
		if (!for_shell_only(&commands[i]) && !ui_command_find(commands[i].name))
			add_name(found, &commands[i], NULL, typed);
	for (size_t i = 0; i < ui_command_count; i++)
		if (!ui_commands[i].in_prompt)
			add_name(found, in_shell(ui_commands[i].name), &ui_commands[i], typed);
}

/* What was used lately is likely to be meant again. */
static void prefer_recent(const struct ui *ui, struct candidates *found)
{
	enum { MOST = 8 };
	const struct recall *recall = &ui->recalls[RECALL_PALETTE];
	for (size_t back = MOST; back-- > 0;) {
		struct words words;
		size_t used;
		if (back >= recall->count ||
			!words_split(&words, recall->items[recall->count - 1 - back], NULL))
			continue;
		const struct ui_command *own = words.count ? ui_command_find(words.items[0]) : NULL;
		const struct command *command =
			words.count ? command_find(words.items, words.count, &used, NULL) : NULL;
		for (size_t i = 0; i < found->count; i++)
			if (own ? found->items[i].own == own
				: command && found->items[i].command == command)
				found->items[i].match.score += (int)(MOST - back);
		words_fini(&words);
	}
}

static bool begins_name(const char *typed)
{
	size_t len = strlen(typed);
	for (size_t i = 0; i < command_count; i++)
		if (strncmp(commands[i].name, typed, len) == 0)
			return true;
	for (size_t i = 0; i < ui_command_count; i++)
		if (!ui_commands[i].in_prompt && strncmp(ui_commands[i].name, typed, len) == 0)
			return true;
	return false;
}

/* ---- flags -------------------------------------------------------------------------------------
 */

/* Those that all commands share make no sense here. */
static bool flag_at(
	const struct command *command, size_t index, struct flag *flag, const struct field **field)
{
	static const char *const shared[] = { "json", "incident", "db" };
	if (!command || !command_flag_at(command, index, flag, field))
		return false;
	for (size_t i = 0; i < LENGTH(shared); i++)
		if (text_equal(shared[i], flag->name))
			return false;
	return true;
}

static bool is_flag(const struct flag *flag, const char *word, size_t len)
{
	if (len > 2 && word[0] == '-' && word[1] == '-')
		return strlen(flag->name) == len - 2 && strncmp(flag->name, word + 2, len - 2) == 0;
	return len == 2 && word[0] == '-' && flag->letter && word[1] == flag->letter;
}

/* The flag that a word is; false if it is none. */
static bool flag_named(const struct command *command, const char *word, size_t len,
	struct flag *flag, const struct field **field)
{
	for (size_t i = 0; flag_at(command, i, flag, field); i++)
		if (is_flag(flag, word, len))
			return true;
	return false;
}

static void add_flags(const struct spot *spot)
{
	struct flag flag;
	const struct field *field;
	for (size_t i = 0; flag_at(spot->command, i, &flag, &field); i++) {
		struct buf name = { 0 };
		buf_printf(&name, "--%s", flag.name);
		struct candidate *candidate =
			candidates_add(spot->found, buf_text(&name), flag.help, spot->typed);
		if (candidate) {
			candidate->usage = flag.value ? "…" : "";
			candidate->whole = true;
		}
		buf_fini(&name);
	}
}

static void add_flag_values(
	const struct spot *spot, const struct flag *flag, const struct field *field)
{
	if (field) {
		spot_field(spot, field);
		return;
	}
	spot_word(spot, flag->value);
	buf_truncate(&spot->found->about, 0);
	buf_printf(&spot->found->about, "%s: %s", flag->name, flag->help);
}

static void say_usage(const struct spot *spot)
{
	const char *usage = spot->own ? spot->own->usage : spot->command->usage;
	const char *help = spot->own ? spot->own->help : spot->command->help;
	buf_truncate(&spot->found->about, 0);
	buf_printf(&spot->found->about, "%s%s%s: %s", spot->name, *usage ? " " : "", usage, help);
}

static void complete_argument(struct spot *spot, const struct words *done, size_t used)
{
	struct flag flag;
	const struct field *field;
	const char *usage = spot->own ? spot->own->usage : spot->command->usage;
	const struct command *command = spot->own ? NULL : spot->command;
	const char *equals = text_starts(spot->typed, "--") ? strchr(spot->typed, '=') : NULL;
	size_t position = 0;
	bool ended = false; /* by -- */
	say_usage(spot);
	for (size_t i = used; i < done->count; i++) {
		const char *word = done->items[i];
		bool is = !ended && *word == '-' &&
			flag_named(command, word, strlen(word), &flag, &field);
		ended = ended || text_equal(word, "--");
		if (is && flag.value && i + 1 == done->count) {
			add_flag_values(spot, &flag, field);
			return;
		}
		if (is && flag.value)
			i++;
		else if (!is && !(*word == '-' && word[1])) {
			spot->plain = word;
			position++;
		}
	}
	if (!ended && equals &&
		flag_named(command, spot->typed, (size_t)(equals - spot->typed), &flag, &field) &&
		flag.value) {
		spot->found->from += (size_t)(equals + 1 - spot->typed);
		spot->typed = equals + 1;
		add_flag_values(spot, &flag, field);
		return;
	}
	if (*spot->typed != '-')
		spot_plain(spot, usage, position);
	/* what is needed comes before what is possible as well */
	bool flags = *spot->typed == '-' || (!*spot->typed && !spot->found->count);
	if (flags && !ended && !spot->alone)
		add_flags(spot);
}

/* A blank follows what more words may follow. */
static void end_words(const struct spot *spot)
{
	for (size_t i = 0; i < spot->found->count; i++)
		spot->found->items[i].whole = !spot->alone && !spot->found->items[i].goes_on;
}

/* The row that the words begin with; `used` gets how many. */
static bool find_row(struct spot *spot, const struct words *words, size_t *used, struct err *err)
{
	*used = 1;
	if (!words->count)
		return false;
	spot->own = ui_command_find(words->items[0]);
	spot->command = spot->own ? in_shell(spot->own->name)
				  : command_find(words->items, words->count, used, err);
	spot->name = spot->own ? spot->own->name : spot->command ? spot->command->name : "";
	return *spot->name != '\0';
}

void complete_asked(
	struct ui *ui, const struct words *words, const char *typed, struct candidates *found)
{
	size_t used;
	struct spot spot = { .ui = ui, .plain = "", .typed = typed, .found = found, .alone = true };
	candidates_fini(found);
	found->to = strlen(typed);
	if (!find_row(&spot, words, &used, NULL))
		return;
	complete_argument(&spot, words, used);
	end_words(&spot);
	candidates_sort(found);
}

void complete_line(struct ui *ui, const char *line, size_t cursor, struct candidates *found)
{
	struct cut cut;
	size_t used, blank = strspn(line, " ");
	blank = blank < cursor ? blank : cursor;
	char *query = mem_copy_n(line + blank, cursor - blank);
	struct err err = { 0 };
	candidates_fini(found);
	take_apart(line, cursor, &cut);
	struct spot spot = { .ui = ui, .plain = "", .typed = buf_text(&cut.typed), .found = found };
	bool known = find_row(&spot, &cut.done, &used, &err);
	found->words = true;
	found->to = cursor;
	if (known && !begins_name(query)) {
		found->from = cut.at;
		complete_argument(&spot, &cut.done, used);
		end_words(&spot);
	} else {
		found->from = blank;
		spot_names(found, query);
		prefer_recent(ui, found);
		found->wrong = !found->count;
		if (!found->count)
			buf_puts(&found->about, err.code ? err.text : "no command is called so");
	}
	candidates_sort(found);
	free(query);
	cut_fini(&cut);
}
