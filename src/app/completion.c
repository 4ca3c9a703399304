/* completion: scripts for bash, zsh and fish, made from the command table. */
#include "app/format.h"
#include "app/handlers.h"
#include "app/values.h"

#include "base/text.h"
#include "base/words.h"
#include "model/check.h"

static bool is_sub_of(const struct command *command, const char *family)
{
	size_t len = strlen(family);
	return strncmp(command->name, family, len) == 0 && command->name[len] == ' ';
}

static void put_word(struct buf *out, const char *word)
{
	buf_printf(out, "%s%s", out->len ? " " : "", word);
}

static void put_choices(const struct field *field, struct buf *out)
{
	for (const struct choice *choice = field->choices; choice->name; choice++)
		put_word(out, choice->name);
}

static void put_kinds(struct buf *out)
{
	put_choices(&entity_get(ENTITY_EVENT)->fields[EVENT_KIND], out);
}

static void put_audiences(struct buf *out)
{
	put_choices(&entity_get(ENTITY_EVENT)->fields[EVENT_AUDIENCE], out);
}

static void put_formats(struct buf *out)
{
	for (size_t i = 0; i < format_count; i++)
		put_word(out, formats[i].name);
}

static void put_checks(struct buf *out)
{
	for (size_t i = 0; check_at(i); i++)
		put_word(out, check_at(i)->id);
}

static void put_shells(struct buf *out)
{
	buf_puts(out, "bash zsh fish");
}

static void put_commands(struct buf *out)
{
	for (size_t i = 0; i < command_count; i++)
		if (!strchr(commands[i].name, ' '))
			put_word(out, commands[i].name);
}

static void put_options(struct buf *out)
{
	for (int id = 0; id < OPTION_COUNT; id++)
		put_word(out, option_row((enum option_id)id)->name);
}

static void put_fields(struct buf *out)
{
	for (size_t i = 0; i < entity_get(ENTITY_INCIDENT)->count; i++)
		put_word(out, entity_get(ENTITY_INCIDENT)->fields[i].name);
}

/* What words in capitals stand for, of a command or of all. */
static const struct {
	const char *command, *word;
	void (*put)(struct buf *out);
} stands_for[] = {
	{ "completion", "bash", put_shells },
	{ "help", "COMMAND", put_commands },
	{ "config", "NAME", put_options },
	{ "set", "FIELD", put_fields },
	{ NULL, "CHECK", put_checks },
	{ NULL, "KIND", put_kinds },
	{ NULL, "WHO", put_audiences },
	{ NULL, "FORMAT", put_formats },
};

/* Append what may stand where usage or a flag has `word`, which may have more behind it. */
static void put_values(const struct command *command, const char *word, struct buf *out)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	for (size_t i = 0; i < LENGTH(stands_for); i++)
		if ((!stands_for[i].command || text_equal(stands_for[i].command, command->name)) &&
			strlen(stands_for[i].word) == len && strncmp(stands_for[i].word, word, len) == 0) {
			stands_for[i].put(out);
			return;
		}
}

/* The words that may follow a command: its sub-commands, or what its usage begins with. */
static void put_words(const struct command *command, struct buf *out)
{
	for (size_t i = 0; i < command_count; i++)
		if (is_sub_of(&commands[i], command->name))
			put_word(out, strchr(commands[i].name, ' ') + 1);
	if (!out->len)
		put_values(command, command->usage + (*command->usage == '['), out);
}

/* What a flag takes; nothing if that could be anything. */
static void put_flag_values(const struct command *command, const struct flag *flag, const struct field *field,
	struct buf *out)
{
	struct flag_value value;
	for (size_t i = 0; values_at(command, flag, i, &value); i++)
		put_word(out, value.name);
	if (out->len)
		return;
	if (field && field->type == FIELD_CHOICE)
		put_choices(field, out);
	else if (!field && flag->value)
		put_values(command, flag->value, out);
}

static void put_flags(const struct command *command, struct buf *out)
{
	struct flag flag;
	const struct field *field;
	for (size_t i = 0; command_flag_at(command, i, &flag, &field); i++)
		buf_printf(out, "%s--%s", i ? " " : "", flag.name);
}

/* Templates come and go, so the scripts ask for them. */
static const char template_names[] = "inquest template list 2>/dev/null | cut -d \" \" -f 1";

/* True for a flag that takes the name of a template. */
static bool takes_template(const struct command *command, const struct flag *flag)
{
	return text_equal(flag->name, "template") ||
	       (command->run == cmd_template_new && text_equal(flag->name, "from"));
}

/* Words of a line after which one stands. */
static const char *const before_template[] = { "set template", "config template", "template show show",
	"template check check" };

static void put_template_cases(struct buf *out)
{
	buf_puts(out, "  ");
	for (size_t i = 0; i < LENGTH(before_template); i++)
		buf_printf(out, "%s'%s'", i ? "|" : "", before_template[i]);
	for (size_t i = 0; i < command_count; i++) {
		struct flag flag;
		const struct field *field;
		for (size_t f = 0; command_flag_at(&commands[i], f, &flag, &field); f++) {
			if (!takes_template(&commands[i], &flag))
				continue;
			buf_printf(out, "|'%s --%s'", commands[i].name, flag.name);
			if (flag.letter)
				buf_printf(out, "|'%s -%c'", commands[i].name, flag.letter);
		}
	}
	buf_printf(out, ") words=$(%s) ;;\n", template_names);
}

/* The two tables that the bash and zsh scripts look words up in. */
static void put_cases(struct buf *out)
{
	struct buf values = { 0 };
	buf_puts(out, "  case \"$command $previous\" in\n");
	for (size_t i = 0; i < command_count; i++) {
		struct flag flag;
		const struct field *field;
		for (size_t f = 0; command_flag_at(&commands[i], f, &flag, &field); f++) {
			put_flag_values(&commands[i], &flag, field, &values);
			if (!values.len)
				continue;
			buf_printf(out, "  '%s --%s'", commands[i].name, flag.name);
			if (flag.letter)
				buf_printf(out, "|'%s -%c'", commands[i].name, flag.letter);
			buf_printf(out, ") words='%s' ;;\n", buf_text(&values));
			buf_truncate(&values, 0);
		}
	}
	put_template_cases(out);
	buf_puts(out, "  *)\n    case \"$command\" in\n");
	for (size_t i = 0; i < command_count; i++) {
		put_words(&commands[i], &values);
		buf_printf(out, "    '%s') words='%s' flags='", commands[i].name, buf_text(&values));
		buf_truncate(&values, 0);
		put_flags(&commands[i], out);
		buf_puts(out, "' ;;\n");
	}
	put_commands(&values);
	buf_printf(out, "    *) words='%s' ;;\n    esac ;;\n  esac\n", buf_text(&values));
	buf_fini(&values);
}

/* Which command the words before the cursor name: two words if they are a row, else the first. */
static void put_command(struct buf *out, const char *array, const char *from, const char *to)
{
	buf_printf(out, "  for ((i = %s; i < %s; i++)); do\n", from, to);
	buf_printf(out, "    case \"${%s[i]}\" in\n"
			"    -i|--incident|--db|--color) ((i++)); continue ;;\n"
			"    -*) continue ;;\n"
			"    esac\n"
			"    if [[ -z $command ]]; then command=${%s[i]}; continue; fi\n"
			"    case \"$command ${%s[i]}\" in\n    ", array, array, array);
	bool first = true;
	for (size_t i = 0; i < command_count; i++) {
		if (!strchr(commands[i].name, ' '))
			continue;
		buf_printf(out, "%s'%s'", first ? "" : "|", commands[i].name);
		first = false;
	}
	buf_printf(out, ") command=\"$command ${%s[i]}\" ;;\n    esac\n    break\n  done\n", array);
}

static void bash(struct buf *out)
{
	buf_puts(out, "# bash completion for inquest, made by `inquest completion bash`\n"
		      "_inquest() {\n"
		      "  local i command= words= flags= previous=${COMP_WORDS[COMP_CWORD-1]} current=${COMP_WORDS[COMP_CWORD]}\n");
	put_command(out, "COMP_WORDS", "1", "COMP_CWORD");
	put_cases(out);
	buf_puts(out, "  [[ $current == -* ]] && words=$flags\n"
		      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
		      "}\n"
		      "complete -o default -F _inquest inquest\n");
}

static void zsh(struct buf *out)
{
	buf_puts(out, "#compdef inquest\n# made by `inquest completion zsh`\n"
		      "_inquest() {\n"
		      "  local i command= cases= flags= previous=${words[CURRENT-1]} current=${words[CURRENT]}\n"
		      "  local -a line=(\"${(@)words}\")\n"
		      "  local words=\n");
	put_command(out, "line", "2", "CURRENT");
	put_cases(out);
	buf_puts(out, "  [[ $current == -* ]] && words=$flags\n"
		      "  if [[ -n $words ]]; then compadd -- ${=words}; else _files; fi\n"
		      "}\n"
		      "if [[ $funcstack[1] == _inquest ]]; then _inquest \"$@\"; else compdef _inquest inquest; fi\n");
}

/* The beginning of a line that is about a command. */
static void fish_command(const struct command *command, struct buf *out)
{
	int family = (int)strcspn(command->name, " ");
	buf_printf(out, "complete -c inquest -n '__fish_seen_subcommand_from %.*s", family, command->name);
	if (command->name[family])
		buf_printf(out, "; and __fish_seen_subcommand_from %s", command->name + family + 1);
	buf_putc(out, '\'');
}

static void fish_flag(const struct command *command, const struct flag *flag, const struct field *field, struct buf *out)
{
	struct buf values = { 0 };
	fish_command(command, out);
	buf_printf(out, " -l %s", flag->name);
	if (flag->letter)
		buf_printf(out, " -s %c", flag->letter);
	put_flag_values(command, flag, field, &values);
	if (values.len) {
		buf_printf(out, " -x -a '%s'", buf_text(&values));
	} else if (takes_template(command, flag)) {
		buf_printf(out, " -x -a '(%s)'", template_names);
	} else if (flag->value) {
		buf_puts(out, " -r");
	}
	buf_puts(out, " -d ");
	words_quote(out, flag->help);
	buf_putc(out, '\n');
	buf_fini(&values);
}

static void fish(struct buf *out)
{
	buf_puts(out, "# fish completion for inquest, made by `inquest completion fish`\ncomplete -c inquest -f\n");
	for (size_t i = 0; i < LENGTH(before_template); i++)
		buf_printf(out, "complete -c inquest -n '__fish_seen_subcommand_from %.*s; and "
			"__fish_seen_subcommand_from %s' -a '(%s)'\n",
			(int)strcspn(before_template[i], " "), before_template[i],
			strrchr(before_template[i], ' ') + 1, template_names);
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];
		struct flag flag;
		const struct field *field;
		struct buf more = { 0 };
		const char *space = strchr(command->name, ' ');
		if (space)
			buf_printf(out, "complete -c inquest -n '__fish_seen_subcommand_from %.*s' -a %s -d ",
				(int)(space - command->name), command->name, space + 1);
		else
			buf_printf(out, "complete -c inquest -n __fish_use_subcommand -a %s -d ", command->name);
		words_quote(out, command->help);
		buf_putc(out, '\n');
		put_values(command, command->usage + (*command->usage == '['), &more);
		if (more.len) {
			fish_command(command, out);
			buf_printf(out, " -a '%s'\n", buf_text(&more));
		}
		buf_fini(&more);
		for (size_t f = 0; command_flag_at(command, f, &flag, &field); f++)
			fish_flag(command, &flag, field, out);
	}
}

bool cmd_completion(struct call *call, struct err *err)
{
	static const struct {
		const char *shell;
		void (*write)(struct buf *out);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
	for (size_t i = 0; call->count == 1 && i < LENGTH(shells); i++) {
		struct buf script = { 0 };
		if (!text_equal(shells[i].shell, call->words[0]))
			continue;
		shells[i].write(&script);
		output_raw(call->out, buf_text(&script), script.len);
		buf_fini(&script);
		return true;
	}
	return err_set(err, ERR_USAGE, "completion is for one of bash, zsh and fish%s%s",
		call->count ? ", not " : "", call->count ? call->words[0] : "");
}
