/* The rows. Order is the order of help. */
#include "app/handlers.h"

#include "base/mem.h"

#define RECORDING "Recording"
#define WRITING "Writing it up"
#define LOOKING "Looking back"
#define KEEPING "Housekeeping"

#define NUMBERS_MORE                                                                               \
	"NUMBER may be a list, 3,5,8-10 or 3 5: one change, which one undo takes back. A range means those of "    \
	"it that are there."
#define EDIT_MORE                                                                                  \
	"With flags, NUMBER may be a list, 3,5,8-10: one change, which one undo takes back. A range means those "  \
	"of it that are there. Without flags and text your editor opens."

static const char time_help[] =
	"Times are read with a bias to the past, in the incident's zone unless they name one: 14:05, 14:05:30Z, "
	"-10m, '10 min ago', 'yesterday 23:10', 'mon 9:00', '2023-01-17 15:00', 2023-01-17T15:00+01:00, "
	"~14:05 for about. What was understood is echoed with its zone. " EDIT_MORE;

static const char edit_help[] = EDIT_MORE;
static const char numbers_help[] =
	NUMBERS_MORE;

static const char open_help[] =
	"The program is the option `opener`, else $BROWSER, else xdg-open on a graphical display; without one the link "
	"is printed whole. A short link is a reference's label, or what the option `tracker` makes of org/repo#12 or "
	"OPS-12; without a link of its own, the first URL in the text is opened. Only http, https and mailto.";

#define AUDIENCE_MORE                                                                              \
	"Readers get what is for them: team everything, internal all but what is marked team, public only what "  \
	"is marked public. The template says for whom it is, --audience otherwise. People are named, and links "  \
	"shown, to those whom a role or reference with them is marked for."
#define AUDIENCE_FLAG                                                                              \
	{ "audience", 'a', "WHO", "for whom: team, internal or public (otherwise as the template says)" }
#define ROLE_AUDIENCE_FLAG { "audience", 0, "WHO", "who may read the name: team, internal or public" }
#define EXPLAIN_FLAG { "explain", 0, NULL, "say what is withheld from these readers, and why; nothing else" }

static const char render_help[] =
	"md is the document as it is published. html is one file for a browser, with its style sheet inside, no "
	"script and nothing to fetch; pictures that are attached (PNG, JPEG, GIF, WebP) are in it up to 2 MB each "
	"and 8 MB in all, other files are named; HTML that people wrote is dropped, and its text stays. text is plain text of 72 "
	"columns for a mail. json is for programs: `version`, `audience`, `incident`, `metrics` (as from `inquest metrics --json`), "
	"`sections` (key, heading, prompt, optional, text), `roles`, `events`, `causes`, `actions`, `references` and `attachments`, "
	"with the fields that their commands have as flags; times are in UTC. A later version of inquest may add names; "
	"if one changes, `version` goes up. " AUDIENCE_MORE;

static const char import_help[] =
	"Each Markdown document becomes an incident, which is closed unless it says otherwise. All of its text is kept in "
	"sections, byte for byte, and its template, `imported`, renders it as it was. What is recognised is in fields as well: "
	"title, reference, dates, people, status, severity, timeline, action items, causes, references. What is not sure is "
	"said by --dry-run, with its line. Files that it names by relative paths are attached. Of a folder all *.md and "
	"*.markdown are taken, the earliest incident first; what is no postmortem is skipped and said: by its name a README, "
	"index or template without dated events, otherwise what has neither a date, event, cause or action item nor two sections "
	"of a postmortem. From git, changes are by the author of the last commit, and who committed is author if the document "
	"names none.\n"
	"The same document again changes nothing. Another version of it, the same file or with -i any, is merged: what changed "
	"in it is taken over, what changed here stays, and where both changed the same it stays as it is here, theirs waits as a "
	"draft, and the exit status is 3. What was deleted here stays deleted.\n"
	"A machine log becomes events of the current incident, whatever its size, as in `journalctl -o short-iso | inquest import - "
	"--grep oom`; its format is told by how it begins, or with --format. Each event keeps where it came from: importing a log "
	"again, or the log as it has grown since, adds what is new. Lines that cannot be read are told, and the exit status is 1; "
	"Ctrl-C keeps what was read. A time given with --until includes its whole day or minute.\n"
	"All of one import is taken back by one undo.";

/* Pointed to rather than held: most rows have none, and each page of a table with pointers costs every start. */
#define FLAGS(...) ((const struct flag[]){ __VA_ARGS__, { .name = NULL } })

const struct command commands[] = {
	{ "new", "TITLE…", "begin an incident and make it the current one", RECORDING, cmd_new,
		COMMAND_JSON | COMMAND_CURRENT, ENTITY_INCIDENT,
		.own = FLAGS({ "commander", 'c', "PERSON", "who is incident commander" }),
		.example = "inquest new --severity SEV1 'Checkout returns 500 for card payments'" },
	{ "list", "", "show incidents, open ones first", RECORDING, cmd_list, COMMAND_JSON,
		COMMAND_NO_ENTITY,
		.own = FLAGS({ "all", 0, NULL, "also those resolved and closed" },
			{ "limit", 'n', "N", "at most this many (1000)" }),
		.example = "inquest list --all" },
	{ "show", "[REF]", "show the incident: people, metrics, timeline, actions, causes", RECORDING,
		cmd_show, COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY, .example = "inquest show -i 12" },
	{ "metrics", "", "show how long things took, of what that is made, and the error budget", RECORDING,
		cmd_metrics, COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY,
		.more = "Each measure with its formula and the events it is computed from; of what is unknown, the "
			"milestone that is missing and the command that adds it; all impact windows. Exits with 1 if "
			"milestones are out of order." },
	{ "use", "[REF]", "choose the incident that other commands work on", RECORDING, cmd_use,
		COMMAND_JSON | COMMAND_CURRENT, COMMAND_NO_ENTITY, .own = FLAGS({ "none", 0, NULL, "choose none" }),
		.more = "REF is a local number (12 or INC-12), your own reference, or the start of an id. Without "
			"one, tells which incident is current.",
		.example = "inquest use 12" },
	{ "set", "[FIELD VALUE…]", "change fields of the incident", RECORDING, cmd_set, COMMAND_INCIDENT,
		ENTITY_INCIDENT, .own = FLAGS({ "at", 0, "TIME", "when status or severity changed (now)" }),
		.more = "Changing status or severity logs an event by itself; status mitigated and resolved log "
			"the milestone; closed (the postmortem is done) logs nothing.",
		.example = "inquest set status mitigated" },
	{ "log", "TEXT… | - | --follow", "log an event, now or at a time", RECORDING, cmd_log,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_EVENT,
		.own = FLAGS({ "tag", 0, "TAGS", "add tags to the incident as well", .list = true },
			{ "split", 0, NULL, "one event for each line that begins with a time" },
			{ "follow", 'f', NULL, "log what comes on standard input as it comes, until it ends" },
			{ "grep", 0, "PATTERN", "with --follow: only lines that match this extended regular expression" }),
		.more = "With - the text is standard input, kept exactly, any number of lines as one event. With --split "
			"it becomes one event for each time at the start of a line (14:05, 2026-03-01T14:05Z, '2:54 PM', "
			"'[14:05] ana: …', 'Nov 20 14:03:22', a chat's 'ana  14:05'); lines without one belong to the event "
			"before, times that run backwards are past midnight. With --follow lines of standard input become events "
			"while they come: those within 2 seconds are one event, and there are at most 10 events a minute, into "
			"which all lines go. Times, authors and kinds at the start of the lines are read where they are in a form that "
			"import knows; otherwise an event is at the time at which its first line came. The "
			"milestones impact, detected, acknowledged, declared, mitigated and resolved feed the "
			"metrics; mitigated and resolved also move the incident's status.",
		.example = "inquest log -k decision --at -5m 'roll back payments-api to 4.11'" },
	{ "run", "-- COMMAND…", "run a program; log it, its output, status and duration", RECORDING,
		cmd_run, COMMAND_INCIDENT | COMMAND_TAIL | COMMAND_TERMINAL, COMMAND_NO_ENTITY,
		.own = FLAGS({ "kind", 'k', "KIND", "kind of the event (evidence)" },
			{ "quiet", 'q', NULL, "do not pass the output through" }),
		.more = "Output is passed through as it comes, and its end is kept as evidence; long output is "
			"attached whole. The exit status is the program's own. Interrupting it still logs.",
		.example = "inquest run -- kubectl rollout undo deploy/payments-api" },
	{ "event", "", "show the timeline", RECORDING, cmd_entity_list, COMMAND_INCIDENT | COMMAND_JSON,
		ENTITY_EVENT },
	{ "event list", "", "show the timeline", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_EVENT,
		.more = "Field flags select: `--kind decision` shows decisions only." },
	{ "event show", "NUMBER…", "show events whole", RECORDING, cmd_entity_show,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "event edit", "NUMBER [TEXT…]", "correct an event", RECORDING, cmd_entity_edit,
		COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_EVENT, .more = time_help,
		.example = "inquest event edit 7 --at '2023-01-18 9:20'" },
	{ "event delete", "NUMBER…", "delete events (undo brings them back)", RECORDING,
		cmd_entity_delete, COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "event shift", "NUMBER… DURATION", "move the time of events", RECORDING, cmd_event_shift,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.more = "DURATION is signed, such as +1m, -90s or +2h. The precision stays; an event of which only the "
			"day is known moves by whole days. NUMBER may be a list, 3,5,8-10.",
		.example = "inquest event shift 3 5 -1m" },
	{ "event open", "NUMBER…", "open the links of events", RECORDING, cmd_entity_open,
		COMMAND_INCIDENT | COMMAND_TERMINAL, COMMAND_NO_ENTITY, .more = open_help },
	{ "action", "", "show action items", RECORDING, cmd_entity_list, COMMAND_INCIDENT | COMMAND_JSON,
		ENTITY_ACTION },
	{ "action add", "TITLE…", "add an action item", RECORDING, cmd_entity_add,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_ACTION,
		.example = "inquest action add 'Alert on key rotation' -t detect -p P1 -o dana -l ops/infra#22" },
	{ "action list", "", "show action items", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_ACTION,
		.more = "Field flags select: `--state open --owner dana`." },
	{ "action show", "NUMBER…", "show action items whole", RECORDING, cmd_entity_show,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "action edit", "NUMBER [TITLE…]", "change an action item", RECORDING, cmd_entity_edit,
		COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_ACTION, .more = edit_help },
	{ "action start", "NUMBER…", "mark action items as being worked on", RECORDING, cmd_action_state,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "action done", "NUMBER…", "mark action items as done", RECORDING, cmd_action_state,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help, .example = "inquest action done 3" },
	{ "action reopen", "NUMBER…", "mark action items as open again", RECORDING, cmd_action_state,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "action decline", "NUMBER… --reason TEXT", "mark action items as not to be done", RECORDING,
		cmd_action_state, COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help,
		.own = FLAGS({ "reason", 'r', "TEXT", "why not" }) },
	{ "action open", "NUMBER…", "open the tracking links of action items", RECORDING, cmd_entity_open,
		COMMAND_INCIDENT | COMMAND_TERMINAL, COMMAND_NO_ENTITY, .more = open_help },
	{ "action delete", "NUMBER…", "delete action items (undo brings them back)", RECORDING,
		cmd_entity_delete, COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "cause", "", "show causes", RECORDING, cmd_entity_list, COMMAND_INCIDENT | COMMAND_JSON,
		ENTITY_CAUSE },
	{ "cause add", "TEXT…", "add a root cause, trigger, contributing factor or why", RECORDING,
		cmd_entity_add, COMMAND_INCIDENT | COMMAND_JSON, ENTITY_CAUSE,
		.example = "inquest cause add -k why --parent 1 'The key was replaced by hand'" },
	{ "cause list", "", "show causes", RECORDING, cmd_entity_list, COMMAND_INCIDENT | COMMAND_JSON,
		ENTITY_CAUSE },
	{ "cause show", "NUMBER…", "show causes whole", RECORDING, cmd_entity_show,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "cause edit", "NUMBER [TEXT…]", "change a cause", RECORDING, cmd_entity_edit,
		COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_CAUSE, .more = edit_help },
	{ "cause move", "NUMBER…", "move causes, with all that is below them, in the tree", RECORDING,
		cmd_cause_move, COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.own = FLAGS({ "under", 'u', "NUMBER", "last under this cause" },
			{ "top", 't', NULL, "last at the top" },
			{ "before", 'b', "NUMBER", "beside this cause, before it" },
			{ "after", 'a', "NUMBER", "beside this cause, after it" },
			{ "up", 0, NULL, "one place up among its siblings" },
			{ "down", 0, NULL, "one place down" },
			{ "in", 0, NULL, "under the sibling before it" },
			{ "out", 0, NULL, "beside its parent, after it" }),
		.more = NUMBERS_MORE " What is below a cause moves with it.",
		.example = "inquest cause move 4 --under 2" },
	{ "cause delete", "NUMBER…", "delete causes, and those below them (undo brings them back)", RECORDING,
		cmd_cause_delete, COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "role", "", "show who has which part", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_ROLE },
	{ "role list", "", "show who has which part", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_ROLE },
	{ "role set", "ROLE PERSON…", "give a part to a person: commander, scribe, comms, owner, …",
		RECORDING, cmd_role_set, COMMAND_INCIDENT, COMMAND_NO_ENTITY, .own = FLAGS(ROLE_AUDIENCE_FLAG),
		.more = "A part that one person has is handed over; `author` and other parts of several people "
			"take one more each with `role add`.",
		.example = "inquest role set commander 'Ana Ruiz <ana@example.com>'" },
	{ "role add", "ROLE PERSON…", "give a part to one more person", RECORDING, cmd_role_set,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .own = FLAGS(ROLE_AUDIENCE_FLAG),
		.example = "inquest role add author 'Bo Lind'" },
	{ "role edit", "NUMBER [PERSON]", "change a part or who has it", RECORDING, cmd_entity_edit,
		COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_ROLE },
	{ "role delete", "NUMBER…", "take a part away", RECORDING, cmd_entity_delete, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY, .more = numbers_help },
	{ "ref", "", "show supporting information", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_REFERENCE },
	{ "ref add", "URL", "add a link to supporting information", RECORDING, cmd_entity_add,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_REFERENCE,
		.more = "An action item whose link is the label or the URL points to this entry.",
		.example = "inquest ref add https://example.com/issues/50 --label 'issue 50'" },
	{ "ref list", "", "show supporting information", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_REFERENCE },
	{ "ref edit", "NUMBER [URL]", "change a reference", RECORDING, cmd_entity_edit,
		COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_REFERENCE, .more = edit_help },
	{ "ref open", "NUMBER…", "open references", RECORDING, cmd_entity_open,
		COMMAND_INCIDENT | COMMAND_TERMINAL, COMMAND_NO_ENTITY, .more = open_help },
	{ "ref delete", "NUMBER…", "delete references", RECORDING, cmd_entity_delete, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY, .more = numbers_help },
	{ "attach", "FILE | -", "attach a file to the incident or an event", RECORDING, cmd_attach,
		COMMAND_INCIDENT, ENTITY_ATTACHMENT, .example = "inquest attach --event 4 graph.png" },
	{ "attach list", "", "show attachments", RECORDING, cmd_entity_list,
		COMMAND_INCIDENT | COMMAND_JSON, ENTITY_ATTACHMENT },
	{ "attach save", "NUMBER FILE | -", "write an attachment to a file or standard output", RECORDING,
		cmd_attach_save, COMMAND_INCIDENT, COMMAND_NO_ENTITY },
	{ "attach edit", "NUMBER [NAME]", "change an attachment's name, type or event", RECORDING,
		cmd_entity_edit, COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_ATTACHMENT },
	{ "attach delete", "NUMBER…", "delete attachments", RECORDING, cmd_entity_delete,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },

	{ "section", "", "show the postmortem's sections and what they ask for", WRITING,
		cmd_section_list, COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY },
	{ "section list", "", "show the postmortem's sections and what they ask for", WRITING,
		cmd_section_list, COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY },
	{ "section show", "KEY", "show a section's text", WRITING, cmd_section_show,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY },
	{ "section add", "HEADING…", "add a section that the template does not ask for", WRITING,
		cmd_section_add, COMMAND_INCIDENT | COMMAND_TERMINAL, ENTITY_SECTION,
		.more = "Without --text your editor opens. Its key is made from the heading.",
		.example = "inquest section add 'Customer communication' --text 'Mail to all at 15:10.'" },
	{ "section set", "KEY TEXT… | KEY -", "write a section, from words or standard input", WRITING,
		cmd_section_set, COMMAND_INCIDENT, ENTITY_SECTION,
		.example = "inquest section set summary - < summary.md" },
	{ "section edit", "KEY | --all", "write a section, or all of them, in your editor", WRITING, cmd_section_edit,
		COMMAND_INCIDENT | COMMAND_TERMINAL, COMMAND_NO_ENTITY,
		.own = FLAGS({ "all", 'a', NULL, "the whole document, read back into sections and action items" }),
		.more = "The editor is the option `editor`, else $INQUEST_EDITOR, $GIT_EDITOR, $VISUAL, $EDITOR or "
			"vi. If it fails nothing changes. With --all it has the document as it is rendered: texts of "
			"sections, the title, cells of action items, and events and causes of one line can be edited, rows added "
			"to tables of action items, and headings with text below become sections of your own. Everything else "
			"stays as it is. A section or row that was removed is kept. What is not read back is said, with its line, "
			"and the edited text stays in a file that is named.",
		.example = "inquest section edit --all" },
	{ "section delete", "KEY", "drop a section's text (undo brings it back)", WRITING,
		cmd_section_delete, COMMAND_INCIDENT, COMMAND_NO_ENTITY },
	{ "preview", "", "show the postmortem as it would be read", WRITING, cmd_preview,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.own = FLAGS({ "template", 't', "NAME", "another template than the incident's: a name or a file" },
			AUDIENCE_FLAG, EXPLAIN_FLAG,
			{ "width", 'w', "COLUMNS", "lay it out for so many (the terminal's, else 100)" },
			{ "no-pager", 0, NULL, "print it also if it is longer than the screen" }),
		.more = "On a terminal what is longer than the screen is shown with $PAGER, or less.",
		.example = "inquest preview --template customer --audience public" },
	{ "check", "", "say what a reviewer of the postmortem would say", WRITING, cmd_check,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY,
		.own = FLAGS({ "template", 't', "NAME", "another template than the incident's: a name or a file" },
			AUDIENCE_FLAG),
		.more = "One line for each finding, errors first: level, check, what it is about, what is wrong, "
			"and the command that mends it. Exits with 1 if there are errors that nobody waived. What the "
			"template makes no use of is not asked for." },
	{ "check list", "", "list all checks with their levels and sources", WRITING, cmd_check_list,
		COMMAND_NO_STORE | COMMAND_JSON, COMMAND_NO_ENTITY },
	{ "check explain", "CHECK", "say what a check is good for and how to mend what it finds", WRITING,
		cmd_check_explain, COMMAND_NO_STORE | COMMAND_JSON, COMMAND_NO_ENTITY,
		.example = "inquest check explain wrong-action" },
	{ "check waive", "CHECK [SUBJECT]", "say that a check does not apply, and why", WRITING, cmd_check_waive,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.own = FLAGS({ "reason", 'r', "TEXT", "why it does not apply" },
			{ "harmless", 0, NULL, "what looks like a secret is none, or is worth nothing any more" }),
		.more = "SUBJECT is what `inquest check` shows the finding to be about, such as 'action 3', 3 or summary; "
			"without it the check is waived as a whole. Findings are then shown as waived with the reason and "
			"do not count. Waiving again changes the reason.",
		.example = "inquest check waive similar --reason 'first outage of a new service'" },
	{ "check unwaive", "CHECK [SUBJECT]", "let a check count again", WRITING, cmd_check_unwaive, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY },
	{ "check waived", "", "show which checks are waived, why and by whom", WRITING, cmd_check_waived,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY },
	{ "template", "", "show the forms that a postmortem can have", WRITING, cmd_template_list,
		COMMAND_JSON | COMMAND_NO_STORE, COMMAND_NO_ENTITY },
	{ "template list", "", "show the forms that a postmortem can have", WRITING, cmd_template_list,
		COMMAND_JSON | COMMAND_NO_STORE, COMMAND_NO_ENTITY,
		.more = "One line for each: its name, where it is from (yours, the team's, shipped), which others of "
			"its name it goes before, for whom it writes, what it is for. `inquest set template NAME` "
			"chooses one for the incident, `inquest config template NAME` for those to come.",
		.example = "inquest template" },
	{ "template show", "NAME", "show the source of a template", WRITING, cmd_template_show,
		COMMAND_JSON | COMMAND_NO_STORE, COMMAND_NO_ENTITY, .example = "inquest template show sre" },
	{ "template new", "NAME", "make a template of your own, as a copy of another", WRITING, cmd_template_new,
		COMMAND_NO_STORE | COMMAND_TERMINAL, COMMAND_NO_ENTITY,
		.own = FLAGS({ "from", 'f', "NAME", "what to copy (sre): a name or a file" },
			{ "edit", 'e', NULL, "write it in your editor first" }),
		.more = "It is written to templates/NAME.md beside inquestrc, and never over a file that is there. For "
			"the whole team put it into .inquest/templates/ of the repository you publish to.",
		.example = "inquest template new shop --from pagerduty" },
	{ "template check", "[NAME…]", "say what is wrong with templates: names, files, or all there are", WRITING,
		cmd_template_check, COMMAND_JSON | COMMAND_NO_STORE, COMMAND_NO_ENTITY,
		.more = "Each is read and filled with two made-up incidents, one that has a title only and one that has "
			"everything. One line for each finding, FILE:LINE: TAG: what is wrong. Exits with 1 if there are "
			"any.",
		.example = "inquest template check ./shop.md" },
	{ "review", "", "show how far the review of the postmortem is", WRITING, cmd_review,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY,
		.more = "Draft, in review, approved, published. An approval is of a version, the change that history "
			"numbers so: what was changed since is said." },
	{ "review request", "PERSON…", "ask people to review the postmortem", WRITING, cmd_review_request,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .example = "inquest review request 'Bo Lind' cy" },
	{ "review comment", "TEXT…", "say something about the postmortem", WRITING, cmd_review_say, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY, .own = FLAGS({ "section", 's', "KEY", "the section it is about" }),
		.example = "inquest review comment -s impact 'Is that all regions?'" },
	{ "review settle", "NUMBER…", "mark comments and objections as settled", WRITING, cmd_review_settle,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY, .more = numbers_help },
	{ "review approve", "[TEXT…]", "agree with the postmortem as it is now", WRITING, cmd_review_say,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.more = "It is approved once as many as the option review.approvals says have agreed, one at least, and "
			"nobody objects. Its authors do not approve it themselves (option review.own)." },
	{ "review object", "TEXT…", "say why the postmortem should not be published as it is", WRITING, cmd_review_say,
		COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.more = "It holds until you approve, or it is settled." },
	{ "review reopen", "REASON…", "make the postmortem a draft again", WRITING, cmd_review_say, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY, .more = "Approvals and objections are over then; comments stay." },
	{ "render", "", "write the postmortem: Markdown, HTML, plain text or JSON", WRITING, cmd_render, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY,
		.own = FLAGS({ "template", 't', "NAME", "another template than the incident's: a name or a file" },
			{ "format", 'f', "FORMAT", "md, html, text or json (what FILE ends in, else md)" },
			{ "output", 'o', "FILE", "file to write; otherwise standard output" }, AUDIENCE_FLAG,
			{ "attachments", 0, NULL, "write attached files beside FILE as well" }, EXPLAIN_FLAG,
			{ "charts", 0, NULL, "draw the phases, in Markdown as Mermaid (option publish.charts; HTML always does)" }),
		.more = render_help, .example = "inquest render -o postmortem.html" },
	{ "publish", "", "render the postmortem and commit it to the git repository", WRITING,
		cmd_publish, COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY,
		.own = FLAGS({ "repository", 'r', "DIR", "repository (option publish.repository)" },
			{ "branch", 'b', "NAME", "branch (option publish.branch, else the one checked out)" },
			{ "path", 'p', "PATH", "path in it (option publish.path)" },
			{ "message", 'm', "TEXT", "commit message" },
			{ "template", 't', "NAME", "an edition by another template than the incident's, with a path of its own" },
			AUDIENCE_FLAG, EXPLAIN_FLAG,
			{ "force", 'f', "REASON", "publish in spite of errors; the reason is recorded" },
			{ "pull", 0, NULL, "bring back what others edited in the published document" },
			{ "dry-run", 'n', NULL, "say what would be done, change nothing" }),
		.more = "Only the document and the index change; what you have staged or edited stays. The same "
			"render makes no second commit. Edits made in the repository since are merged; a conflict "
			"is shown and nothing is written. No hooks are run, and the commit is not signed. Errors that "
			"`check` finds, and approvals that are missing, are in the way unless there is --force. " AUDIENCE_MORE
			" What an edition for fewer readers left in the repository's history cannot be taken back, so an "
			"edition for more goes to a repository of its own (option publish.audience). A commit that the public "
			"reads is by the option publish.author, or by an author whose role is marked public. "
			"With --pull nothing is published: the commits that changed the document since are read one by one, and "
			"what they made of texts of sections, the title, cells and rows of action items, and events and causes "
			"of one line becomes changes by their authors. Text that both sides changed is merged. Where both changed the same, "
			"both versions are shown, the exit status is 3, and theirs waits as a draft for a form of the "
			"terminal UI, `drafts log` or `drafts drop`; until then nothing is published. What stands outside of "
			"these is said, and kept in the file. Fetching is yours: `git pull` first.",
		.example = "inquest publish -r ~/src/postmortems" },

	{ "import", "FILE… | FOLDER | git:REPO[@REV][:PATH] | -", "bring in postmortems that exist, and machine logs", WRITING, cmd_import,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY,
		.own = FLAGS({ "dry-run", 'n', NULL, "say what would be made of it, line by line; change nothing" },
			{ "all", 0, NULL, "take what does not look like a postmortem as well: a README, an index, a template" },
			{ "zone", 'z', "ZONE", "zone of times that name none (the incident's, else yours)" },
			{ "format", 'f', "FORMAT", "what it is, where its content does not tell: markdown, or that of a log" },
			{ "map", 'm', "FIELD=COLUMN", "which column of a table or member of JSON is what: at=Time,text=Title+Body", .list = true },
			{ "since", 0, "TIME", "of a log: nothing before" }, { "until", 0, "TIME", "of a log: nothing after" },
			{ "author", 0, "NAME", "of a log: only what a person or program so named wrote" },
			{ "grep", 0, "PATTERN", "of a log: only texts that match this extended regular expression" },
			{ "kind", 'k', "KIND", "of a log: kind of all its events" },
			{ "audience", 0, "WHO", "of a log: team, internal or public may read its events; team keeps them out of the postmortem" },
			{ "limit", 0, "N", "of a log: stop after so many new events" },
			{ "quiet", 'q', NULL, "do not show how far it is" }),
		.more = import_help, .example = "inquest import ~/src/postmortems" },

	{ "search", "QUERY…", "find in all incidents: events, actions, causes, sections, people", LOOKING, cmd_search,
		COMMAND_JSON | COMMAND_EXISTING, COMMAND_NO_ENTITY,
		.own = FLAGS({ "limit", 'n', "N", "at most this many (50)" }),
		.more = "All words must be there, the last one as the beginning of a word. '\"error rate\"' is a "
			"phrase, `not:WORD` (in a shell also `-- -WORD`) leaves out what has a word, roll* is any word "
			"that begins so. kind:decision, kind:action, "
			"author:ana, in:12, status:open, sev:1, tag:dns, after:2026-11-01 and before:yesterday narrow it "
			"down. The newest incident comes first. Exit status 1 if nothing is found.",
		.example = "inquest search 'rollback kind:decision after:2026-01-01'" },
	{ "history", "", "show who changed what, from what, to what, when", LOOKING, cmd_history,
		COMMAND_INCIDENT | COMMAND_JSON, COMMAND_NO_ENTITY,
		.own = FLAGS({ "limit", 'n', "N", "the last N changes (1000)" }) },
	{ "undo", "[CHANGE]", "take back your last change, or the one history numbers so", LOOKING,
		cmd_undo, COMMAND_INCIDENT, COMMAND_NO_ENTITY },
	{ "redo", "[CHANGE]", "do again what undo took back", LOOKING, cmd_redo, COMMAND_INCIDENT,
		COMMAND_NO_ENTITY },
	{ "redact", "TEXT | -", "overwrite a secret everywhere in the incident, history included", LOOKING,
		cmd_redact, COMMAND_INCIDENT, COMMAND_NO_ENTITY,
		.more = "With - the secret is read from standard input, which keeps it out of the shell's history. "
			"It cannot be undone. A note of who did it and when stays. Attachments that hold it are removed, "
			"and their bytes also where another incident has attached the same: that is said. Published "
			"documents are listed: they must be cleaned in git.",
		.example = "inquest redact -" },

	{ "drafts", "", "show texts that were typed and not logged", KEEPING, cmd_drafts, COMMAND_JSON,
		COMMAND_NO_ENTITY },
	{ "drafts list", "", "show texts that were typed and not logged", KEEPING, cmd_drafts,
		COMMAND_JSON, COMMAND_NO_ENTITY },
	{ "drafts log", "NUMBER", "log a draft with the time its typing began", KEEPING, cmd_drafts_log, 0,
		COMMAND_NO_ENTITY },
	{ "drafts drop", "NUMBER…", "drop drafts", KEEPING, cmd_drafts_drop, 0, COMMAND_NO_ENTITY,
		.more = "NUMBER may be a list: 3,5,8-10 or 3 5. If one of them is not there, none is dropped." },
	{ "config", "[NAME [VALUE…]]", "show options, or set one in inquestrc", KEEPING, cmd_config,
		COMMAND_JSON | COMMAND_NO_STORE, COMMAND_NO_ENTITY,
		.example = "inquest config publish.repository ~/src/postmortems" },
	{ "backup", "FILE", "copy the database to a new file, also while others write", KEEPING, cmd_backup,
		COMMAND_EXISTING, COMMAND_NO_ENTITY,
		.more = "The copy is read back and compared before it gets its name. To put it back, move the database "
			"away, with the file DATABASE-journal if there is one, and copy the backup to its place.",
		.example = "inquest backup inquest-$(date +%F).db" },
	{ "doctor", "", "check the database and the set-up", KEEPING, cmd_doctor,
		COMMAND_NO_STORE | COMMAND_JSON, COMMAND_NO_ENTITY,
		.own = FLAGS({ "rebuild", 0, NULL, "fold the tables from the change log again" },
			{ "repair", 0, NULL, "make a new database of what can be read of a damaged one" },
			{ "to", 0, "FILE", "the new database (the old one's name with .repaired)" }),
		.more = "--repair only reads the damaged file, page by page, and takes over all changes, rows, drafts and "
			"attached bytes that are whole; rows whose changes are lost get a new change, by \"recovered\". It "
			"says what was lost, checks what it made, and how to take that into use. Exit status 1 if something "
			"was lost or found.",
		.example = "inquest doctor --repair" },
	{ "completion", "bash | zsh | fish", "print completions for a shell", KEEPING, cmd_completion,
		COMMAND_NO_STORE, COMMAND_NO_ENTITY, .example = "inquest completion bash > "
			"~/.local/share/bash-completion/completions/inquest" },
	{ "help", "[COMMAND… | keys]", "explain inquest, or one command", KEEPING, cmd_help, COMMAND_NO_STORE,
		COMMAND_NO_ENTITY,
		.own = FLAGS({ "man", 0, NULL, "fill the manual page on standard input from the command table" }) },
	{ "demo", "[DIR]", "record, render and publish an outage in a scratch folder", KEEPING, cmd_demo,
		COMMAND_NO_STORE | COMMAND_TERMINAL, COMMAND_NO_ENTITY },
	{ "version", "", "show versions", KEEPING, cmd_version, COMMAND_NO_STORE | COMMAND_JSON,
		COMMAND_NO_ENTITY },
};

const size_t command_count = LENGTH(commands);
