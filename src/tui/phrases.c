#include "tui/phrases.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The first that suits is taken. `*` stands for anything; a sentence that ends in a colon goes on
 * with it. */
static const struct {
	const char *line, *help;
} phrases[] = {
	{ "tab next", "next tab" },
	{ "tab previous", "tab before" },
	{ "tab *", "the tab:" },
	{ "only pinned", "show only key moments; again, everything" },
	{ "only kind", "show only events of this kind; again, everything" },
	{ "only author", "show only events of this author; again, everything" },
	{ "only milestones", "show only milestones; again, everything" },
	{ "jump next", "to the next milestone" },
	{ "jump previous", "to the milestone before" },
	{ "jump forward", "a tenth of the time on" },
	{ "jump back", "a tenth of the time back" },
	{ "fill jump", "to a time or a milestone that is asked for" },
	{ "fill set *", "choose from a list:" },
	{ "mark range", "mark everything from the last mark to here" },
	{ "mark none", "nothing is marked any more" },
	{ "copy link", "copy its link" },
	{ "copy number", "copy its number" },
	{ "copy all", "copy all that is shown" },
	{ "compose action", "write an action item" },
	{ "compose cause", "write a cause" },
	{ "compose why*", "write why: what is behind this cause" },
	{ "event shift * -1m", "move the time of events: a minute earlier" },
	{ "event shift * +1m", "move the time of events: a minute later" },
	{ "event edit {*", "event edit: its text, in your editor" },
	{ "action edit {*", "action edit: its title, in your editor" },
	{ "cause edit {*", "cause edit: its text, in your editor" },
	{ "section edit {*", "section edit: its text, in your editor" },
	{ "section edit --all", "section edit: the whole document, in your editor" },
	{ "ask set template", "take another template; what is written stays" },
	{ "fill render *", "write the document to a file: .md, .html, .txt, .json" },
	{ "fill publish", "publish it: commit it to the git repository" },
	{ "fill review", "its review: ask for it, approve, object, reopen" },
	{ "ask review comment *", "comment on the section" },
	{ "make action", "make an action item of this" },
	{ "make cause", "make a cause of this" },
	{ "fill make note", "make an event of this, at a time that is asked for" },
	{ "form role", "say who has a role, such as commander or scribe" },
	{ "form section {key}", "write the section" },
	{ "form incident {*", "change the incident's fields in a form" },
	{ "form * {*", "change all fields in a form" },
	{ "form *", "a new one, in a form:" },
	{ "sort next", "sort by the next column" },
	{ "sort previous", "sort by the column before" },
	{ "group next", "group by the next field, at last by none" },
	{ "group previous", "group by the field before" },
	{ "fold all", "hide what stands under the causes" },
	{ "fold none", "show what stands under the causes" },
	{ "move down", "move the cause down among its like" },
	{ "move up", "move the cause up among its like" },
	{ "move in", "make it an answer to the cause above" },
	{ "move out", "make it stand beside the cause it is under" },
	{ "scroll down", "scroll the section down" },
	{ "scroll up", "scroll the section up" },
	{ "heading next", "to the next heading" },
	{ "heading previous", "to the heading before" },
	{ "kind next", "next kind" },
	{ "kind previous", "kind before" },
	{ "recall next", "what was written after that" },
	{ "recall previous", "what was written before, as in a shell" },
	{ "popup take", "take the completion" },
	{ "popup close", "close the list" },
	{ "popup next", "next completion" },
	{ "popup previous", "completion before" },
	{ "choose next", "next of the list" },
	{ "choose previous", "the one before in the list" },
	{ "field next", "next field" },
	{ "field previous", "field before" },
	{ "field down", "line below, or the next field" },
	{ "field up", "line above, or the field before" },
	{ "field enter", "next field; in the last one, save" },
	{ "field reset", "put back what the field was" },
	{ "resolve mine", "changed by both: keep yours" },
	{ "resolve theirs", "changed by both: take theirs" },
	{ "resolve merge", "changed by both: put the two together" },
	{ "leave drop", "leave the form and forget what was typed" },
};

bool phrase_put(const char *line, struct buf *out)
{
	size_t len = strlen(line);
	while (len && line[len - 1] == ' ')
		len--;
	char *whole = mem_copy_n(line, len);
	size_t i = 0;
	while (i < LENGTH(phrases) && fnmatch(phrases[i].line, whole, 0) != 0)
		i++;
	bool found = i < LENGTH(phrases);
	if (found)
		buf_puts(out, phrases[i].help);
	if (found && out->data[out->len - 1] == ':')
		buf_printf(out, " %s", whole + strcspn(phrases[i].line, "*"));
	free(whole);
	return found;
}
