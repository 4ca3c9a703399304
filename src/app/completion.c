/* completion: scripts for bash, zsh and fish, made from the command table. */
#include "app/handlers.h"

#include "base/text.h"
#include "base/words.h"

static bool is_sub_of(const struct command *command, const char *family)
{
	size_t len = strlen(family);
	return strncmp(command->name, family, len) == 0 && command->name[len] == ' ';
}

static void put_choices(const struct field *field, struct buf *out)
{
	for (const struct choice *choice = field->choices; choice->name; choice++)
		buf_printf(out, "%s%s", choice == field->choices ? "" : " ", choice->name);
}

/* The words that may follow a command: its sub-commands, or what its usage offers to choose from. */
static void put_words(const struct command *command, struct buf *out)
{
	size_t start = out->len;
	for (size_t i = 0; i < command_count; i++)
		if (is_sub_of(&commands[i], command->name))
			buf_printf(out, "%s%s", out->len > start ? " " : "", strchr(commands[i].name, ' ') + 1);
	if (command->run == cmd_completion)
		buf_puts(out, "bash zsh fish");
	if (command->run == cmd_help)
		for (size_t i = 0; i < command_count; i++)
			if (!strchr(commands[i].name, ' '))
				buf_printf(out, "%s%s", out->len > start ? " " : "", commands[i].name);
	if (command->run == cmd_config)
		for (int id = 0; id < OPTION_COUNT; id++)
			buf_printf(out, "%s%s", out->len > start ? " " : "", option_row((enum option_id)id)->name);
	if (command->run == cmd_set)
		for (size_t i = 0; i < entity_get(ENTITY_INCIDENT)->count; i++)
			buf_printf(out, "%s%s", out->len > start ? " " : "",
				entity_get(ENTITY_INCIDENT)->fields[i].name);
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
	buf_puts(out, "  case \"$command $previous\" in\n");
	for (size_t i = 0; i < command_count; i++) {
		struct flag flag;
		const struct field *field;
		for (size_t f = 0; command_flag_at(&commands[i], f, &flag, &field); f++) {
			if (!field || field->type != FIELD_CHOICE)
				continue;
			buf_printf(out, "  '%s --%s'", commands[i].name, flag.name);
			if (flag.letter)
				buf_printf(out, "|'%s -%c'", commands[i].name, flag.letter);
			buf_puts(out, ") words='");
			put_choices(field, out);
			buf_puts(out, "' ;;\n");
		}
	}
	put_template_cases(out);
	buf_puts(out, "  *)\n    case \"$command\" in\n");
	for (size_t i = 0; i < command_count; i++) {
		buf_printf(out, "    '%s') words='", commands[i].name);
		put_words(&commands[i], out);
		buf_puts(out, "' flags='");
		put_flags(&commands[i], out);
		buf_puts(out, "' ;;\n");
	}
	buf_puts(out, "    *) words='");
	for (size_t i = 0; i < command_count; i++)
		if (!strchr(commands[i].name, ' '))
			buf_printf(out, "%s%s", i ? " " : "", commands[i].name);
	buf_puts(out, "' ;;\n    esac ;;\n  esac\n");
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

static void fish_flag(const struct command *command, const struct flag *flag, const struct field *field, struct buf *out)
{
	const char *space = strchr(command->name, ' ');
	buf_puts(out, "complete -c inquest -n '__fish_seen_subcommand_from ");
	buf_put(out, command->name, space ? (size_t)(space - command->name) : strlen(command->name));
	if (space)
		buf_printf(out, "; and __fish_seen_subcommand_from %s", space + 1);
	buf_printf(out, "' -l %s", flag->name);
	if (flag->letter)
		buf_printf(out, " -s %c", flag->letter);
	if (field && field->type == FIELD_CHOICE) {
		buf_puts(out, " -x -a '");
		put_choices(field, out);
		buf_puts(out, "'");
	} else if (takes_template(command, flag)) {
		buf_printf(out, " -x -a '(%s)'", template_names);
	} else if (flag->value) {
		buf_puts(out, " -r");
	}
	buf_puts(out, " -d ");
	words_quote(out, flag->help);
	buf_putc(out, '\n');
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
		if (command->run == cmd_completion || command->run == cmd_help || command->run == cmd_config ||
			command->run == cmd_set) {
			put_words(command, &more);
			buf_printf(out, "complete -c inquest -n '__fish_seen_subcommand_from %s' -a '%s'\n",
				command->name, buf_text(&more));
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
