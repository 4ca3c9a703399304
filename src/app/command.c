/* Looking up rows, reading flags, running. */
#include "app/command.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/words.h"

static const struct flag json_flag = { "json", 0, NULL, "print JSON" };
static const struct flag incident_flag = { "incident", 'i', "REF",
	"incident: number, reference or start of id; otherwise the current one" };
static const struct flag shared_flags[] = {
	{ "db", 0, "FILE", "database (INQUEST_DB)" },
	{ "no-input", 0, NULL, "never ask" },
	{ "color", 0, "WHEN", "auto, always or never" },
	{ "help", 'h', NULL, "explain the command" },
};

const struct command *command_find(char *const *words, size_t count, size_t *used, struct err *err)
{
	const struct command *found = NULL;
	const char *names[64];
	size_t named = 0;
	char two[64] = "";
	if (count > 1)
		snprintf(two, sizeof two, "%s %s", words[0], words[1]);
	for (size_t i = 0; i < command_count; i++) {
		if (text_equal(commands[i].name, two)) {
			*used = 2;
			return &commands[i];
		}
		if (text_equal(commands[i].name, words[0]))
			found = &commands[i];
		if (!strchr(commands[i].name, ' ') && named < LENGTH(names))
			names[named++] = commands[i].name;
	}
	*used = 1;
	if (found)
		return found;
	const char *near = text_nearest(words[0], names, named);
	if (near)
		err_set(err, ERR_USAGE, "there is no command '%s': did you mean %s?", words[0], near);
	else
		err_set(err, ERR_USAGE, "there is no command '%s': `inquest help` lists them", words[0]);
	return NULL;
}

/* Number of own flags, then of fields, that a row has. */
static size_t own_count(const struct command *command)
{
	size_t count = 0;
	while (command->own && command->own[count].name)
		count++;
	return count;
}

bool command_flag_at(const struct command *command, size_t index, struct flag *out,
	const struct field **field)
{
	size_t own = own_count(command);
	*field = NULL;
	if (index < own) {
		*out = command->own[index];
		return true;
	}
	index -= own;
	if (command->entity != COMMAND_NO_ENTITY) {
		const struct entity *entity = entity_get((enum entity_kind)command->entity);
		for (size_t i = 0; i < entity->count; i++) {
			if (entity->fields[i].flags & FIELD_HIDDEN)
				continue;
			if (index-- == 0) {
				*field = &entity->fields[i];
				*out = (struct flag){ .name = (*field)->name,
					.letter = (*field)->letter,
					.value = (*field)->type == FIELD_BOOL ? NULL : (*field)->label,
					.help = (*field)->help };
				return true;
			}
		}
	}
	if (command->flags & COMMAND_JSON && index-- == 0) {
		*out = json_flag;
		return true;
	}
	if (command->flags & COMMAND_INCIDENT && index-- == 0) {
		*out = incident_flag;
		return true;
	}
	if (index >= LENGTH(shared_flags))
		return false;
	*out = shared_flags[index];
	return true;
}

const char *call_flag(const struct call *call, const char *name)
{
	for (size_t i = 0; i < own_count(call->command); i++)
		if (text_equal(call->command->own[i].name, name))
			return call->own[i];
	BUG("%s has no flag --%s", call->command->name, name);
}

const char *call_verb(const struct call *call)
{
	const char *space = strchr(call->command->name, ' ');
	return space ? space + 1 : call->command->name;
}

void call_join(const struct call *call, size_t from, struct buf *out)
{
	if (from < call->count)
		words_join(out, call->words + from, call->count - from);
}

bool call_number(const struct call *call, size_t index, int64_t *out, struct err *err)
{
	if (index >= call->count)
		return err_set(err, ERR_USAGE, "%s needs a number: `inquest %.*s list` shows them",
			call->command->name, (int)strcspn(call->command->name, " "), call->command->name);
	const char *digits = call->words[index] + (call->words[index][0] == '#');
	size_t len = strspn(digits, "0123456789");
	if (!len || digits[len] || len > 15)
		return err_set(err, ERR_USAGE, "'%s' is not a number such as 12", call->words[index]);
	*out = strtoll(digits, NULL, 10);
	return true;
}

bool call_limit(const struct call *call, int64_t *out, struct err *err)
{
	const char *text = call_flag(call, "limit");
	*out = 1000;
	if (!text)
		return true;
	size_t len = strspn(text, "0123456789");
	*out = len && !text[len] && len < 16 ? strtoll(text, NULL, 10) : 0;
	return *out > 0 || err_set(err, ERR_USAGE, "--limit is a number above 0, not '%s'", text);
}

static bool unknown_flag(const struct command *command, const char *word, struct err *err)
{
	const char *names[COMMAND_FLAGS_MAX + FIELD_MAX + 8];
	struct flag flag;
	const struct field *field;
	size_t count = 0;
	for (; count < LENGTH(names) && command_flag_at(command, count, &flag, &field); count++)
		names[count] = flag.name;
	char name[64];
	text_copy(name, sizeof name, word + strspn(word, "-"));
	name[strcspn(name, "=")] = '\0';
	const char *near = text_nearest(name, names, count);
	if (near)
		return err_set(err, ERR_USAGE, "%s has no flag %s: did you mean --%s?", command->name, word,
			near);
	return err_set(err, ERR_USAGE, "%s has no flag %s: `inquest help %s` lists them; put -- before "
		"text that begins with a hyphen", command->name, word, command->name);
}

/* Where the value of a flag belongs. */
static const char **flag_slot(struct call *call, size_t index, const struct field *field)
{
	if (field)
		return &call->fields[field - entity_get((enum entity_kind)call->command->entity)->fields];
	return index < own_count(call->command) ? &call->own[index] : NULL;
}

/* True if `word` is this flag; `*value` is set when the word carries it (--name=value, -nvalue). */
static bool matches(const struct flag *flag, const char *word, const char **value)
{
	*value = NULL;
	if (word[1] != '-') {
		if (!flag->letter || word[1] != flag->letter)
			return false;
		if (word[2])
			*value = word + 2;
		return true;
	}
	size_t len = strlen(flag->name);
	if (strncmp(word + 2, flag->name, len) != 0 || (word[2 + len] && word[2 + len] != '='))
		return false;
	if (word[2 + len])
		*value = word + 3 + len;
	return true;
}

static bool read_flag(struct call *call, char *const *words, size_t count, size_t *at, struct err *err)
{
	struct flag flag;
	const struct field *field;
	const char *word = words[*at], *value;
	for (size_t i = 0; command_flag_at(call->command, i, &flag, &field); i++) {
		if (!matches(&flag, word, &value))
			continue;
		if (!flag.value && value && !field)
			return err_set(err, ERR_USAGE, "--%s takes no value", flag.name);
		if (flag.value && !value) {
			if (*at + 1 >= count)
				return err_set(err, ERR_USAGE, "--%s needs a value: %s", flag.name,
					flag.help);
			value = words[++*at];
		}
		if (!value)
			value = field ? "yes" : "";
		const char **slot = flag_slot(call, i, field);
		if (slot && !field && flag.list) {
			struct buf *list = &call->lists[i];
			buf_printf(list, "%s%s", list->len ? "," : "", value);
			*slot = buf_text(list);
		} else if (slot)
			*slot = value;
		else if (text_equal(flag.name, "json"))
			call->json = true;
		else if (text_equal(flag.name, "incident"))
			call->incident = value;
		return true;
	}
	return unknown_flag(call->command, word, err);
}

/* Words that begin with - and are meant: a lone -, and times and numbers such as -10m. */
static bool is_flag(const char *word)
{
	return word[0] == '-' && word[1] && !(word[1] >= '0' && word[1] <= '9');
}

static bool read_words(struct call *call, char *const *words, size_t count, struct err *err)
{
	bool all_plain = false;
	for (size_t i = 0; i < count; i++) {
		if (!all_plain && text_equal(words[i], "--")) {
			all_plain = true;
			continue;
		}
		if (!all_plain && is_flag(words[i])) {
			if (!read_flag(call, words, count, &i, err))
				return false;
			continue;
		}
		call->words[call->count++] = words[i];
		all_plain = all_plain || (call->command->flags & COMMAND_TAIL);
	}
	call->words[call->count] = NULL;
	return true;
}

/* How many plain words a row takes, read out of its usage. */
static size_t words_max(const char *usage)
{
	size_t count = 0;
	if (strstr(usage, "…") || strchr(usage, '|'))
		return SIZE_MAX;
	while (*(usage += strspn(usage, " "))) {
		usage += strcspn(usage, " ");
		count++;
	}
	return count;
}

/* A word too many: on a family it was meant as a sub-command. */
static bool refuse_word(const struct command *command, const char *word, struct err *err)
{
	const char *subs[16];
	size_t count = 0, len = strlen(command->name);
	for (size_t i = 0; i < command_count && count < LENGTH(subs); i++)
		if (strncmp(commands[i].name, command->name, len) == 0 && commands[i].name[len] == ' ')
			subs[count++] = commands[i].name + len + 1;
	const char *near = text_nearest(word, subs, count);
	if (near)
		return err_set(err, ERR_USAGE, "%s has no sub-command '%s': did you mean %s?", command->name,
			word, near);
	if (count)
		return err_set(err, ERR_USAGE, "%s has no sub-command '%s': `inquest help %s` lists them",
			command->name, word, command->name);
	return err_set(err, ERR_USAGE, "%s does not take '%s': see `inquest help %s`", command->name, word,
		command->name);
}

/* A command that has written, and then cannot read back what it wrote to show it, is not to be done again. */
static void tell_saved(const struct call *call, int64_t before, struct err *err)
{
	bool trouble = err && (err->code == ERR_IO || err->code == ERR_DENIED || err->code == ERR_BUSY);
	if (trouble && !call->told && call->app->store && store_commits(call->app->store) > before)
		err_add(err, "; what was changed before that is saved: `inquest history` shows it");
}

bool command_run(struct app *app, char *const *words, size_t count, struct output *out, int input,
	struct err *err)
{
	size_t used;
	struct call call = { .app = app, .out = out, .input = input };
	if (!count)
		return err_set(err, ERR_USAGE, "no command given");
	out_of_memory_tells(SAVED_NOTHING);
	call.command = command_find(words, count, &used, err);
	if (!call.command)
		return false;
	call.words = mem_new(count + 1, sizeof *call.words);
	bool ok = read_words(&call, words + used, count - used, err);
	size_t max = words_max(call.command->usage);
	if (ok && call.count > max)
		ok = refuse_word(call.command, call.words[max], err);
	if (ok && !(call.command->flags & COMMAND_NO_STORE))
		ok = app_store(
			app, call.command->flags & COMMAND_EXISTING ? STORE_EXISTING : STORE_CREATE, err);
	int64_t commits = app->store ? store_commits(app->store) : 0;
	char *before = app->incident_ref, *named = call.incident ? mem_copy(call.incident) : NULL;
	app->incident_ref = named ? named : before;
	if (ok && !call.command->run(&call, err)) {
		tell_saved(&call, commits, err);
		ok = false;
	}
	app->incident_ref = before;
	free(named);
	for (size_t i = 0; i < COMMAND_FLAGS_MAX; i++)
		buf_fini(&call.lists[i]);
	free(call.words);
	return ok;
}

void command_usage(const struct command *command, struct buf *out)
{
	struct flag flag;
	const struct field *field;
	buf_printf(out, "inquest %s%s%s", command->name, *command->usage ? " " : "", command->usage);
	if (command_flag_at(command, 0, &flag, &field))
		buf_puts(out, " [flags]");
}
