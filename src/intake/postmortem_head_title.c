#include "intake/postmortem_head.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"

enum { TITLE_MAX = 300, REF_MAX = 32, LOOKED_AT = 4096 }; /* bytes of a title; of what may become one */

/* ---- reference numbers ---- */

/* Letters before a dash and a number that are not the team's: SEV-1 is a severity, CVE-2021-44228 somebody else's. */
static bool is_foreign(const char *text, size_t len)
{
	static const char *const words[] = { "SEV", "P", "S", "CVE", "SHA", "UTF", "ISO", "RFC", "TLS", "HTTP", "AES", "MD", "COVID", "US", "EU",
		"AP", "UTC", "GMT", "L", "V", "Q", "SHAI", "LOG", "PHASE", "DAY", "PART" };
	for (size_t i = 0; i < LENGTH(words); i++)
		if (strlen(words[i]) == len && strncmp(words[i], text, len) == 0)
			return true;
	return false;
}

/* INC-12, PM2019-009, OPS-1234: capitals, then figures, perhaps behind a dash. */
static size_t ticket_at(const char *text)
{
	size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), len = letters, more;
	if (letters < 2 || letters > 12 || is_foreign(text, letters))
		return 0;
	bool dash = text[len] == '-';
	size_t digits = strspn(text + len + dash, "0123456789");
	len += dash + digits;
	more = text[len] == '-' ? strspn(text + len + 1, "0123456789") : 0;
	len += more ? 1 + more : 0;
	/* INC0012345, as service desks number them */
	bool desk = letters == 3 && digits >= 4 && (text_starts(text, "INC") || text_starts(text, "PRB") || text_starts(text, "CHG"));
	if (!digits || (!dash && !more && !desk) || isalnum((unsigned char)text[len]) || text[len] == '_' || len > REF_MAX)
		return 0;
	return len;
}

static bool ends_number(const char *at, size_t digits)
{
	bool part = strchr("-/.%", *at) && *at && isalnum((unsigned char)at[1]);
	return digits && digits <= 7 && !isalnum((unsigned char)*at) && !part;
}

/* "#482", "incident 37", "incident #1", "incident no. 5"; `*number` is where the figures begin. */
static size_t number_at(const char *text, size_t *number)
{
	static const char *const words[] = { "incident", "outage", "issue", "ticket", "case", "vorfall", "postmortem", "post-mortem" };
	static const char *const marks[] = { " #", "-#", " no. ", " nr. ", " number ", " nº ", " " };
	for (size_t i = 0; i < LENGTH(words); i++)
		for (size_t j = 0; j < LENGTH(marks); j++) {
			size_t len = strlen(words[i]), at = len + strlen(marks[j]);
			if (strncasecmp(text, words[i], len) != 0 || strncasecmp(text + len, marks[j], strlen(marks[j])) != 0)
				continue;
			size_t digits = strspn(text + at, "0123456789");
			*number = at;
			if (ends_number(text + at + digits, digits))
				return at + digits;
		}
	size_t digits = *text == '#' ? strspn(text + 1, "0123456789") : 0;
	*number = 0;
	return ends_number(text + 1 + digits, digits) ? 1 + digits : 0;
}

/* The first reference in a text: where it stands with its words, and the reference itself. */
static bool find_ref(const char *text, size_t *from, size_t *to, char ref[REF_MAX + 2])
{
	for (size_t i = 0; i < TITLE_MAX && text[i]; i++) {
		size_t number = 0, len;
		if (i && (isalnum((unsigned char)text[i - 1]) || strchr("-/.#", text[i - 1])))
			continue;
		len = ticket_at(text + i);
		if (!len)
			len = number_at(text + i, &number);
		if (!len)
			continue;
		*from = i;
		*to = i + len;
		text_copy(ref, len - number + 1, text + i + number);
		return true;
	}
	return false;
}

/* A label's value as a reference: it has figures, and is no sentence. "[INC-5](URL)" is INC-5. */
static bool value_ref(const char *value, char ref[REF_MAX + 2])
{
	size_t from, to;
	char *plain = head_plain(value, strlen(value));
	bool short_ = strlen(plain) <= REF_MAX && text_words(plain) <= 2 && strpbrk(plain, "0123456789") && !strstr(plain, "://");
	bool found = find_ref(plain, &from, &to, ref) || short_;
	if (found && short_)
		text_copy(ref, REF_MAX + 2, plain);
	free(plain);
	return found;
}

static void set_ref(struct postmortem *p, const char *ref)
{
	/* "#12" is how a number is written, 12 the reference */
	record_set_text(&p->incident, INCIDENT_REF, *ref == '#' && digit_is(ref[1]) ? ref + 1 : ref);
}

/* ---- the title ---- */

static void cut(char *title, size_t from, size_t to)
{
	memmove(title + from, title + to, strlen(title + to) + 1);
}

static void tidy(char *title)
{
	static const char *const edges[] = { " ", "# ", ":", "-", "–", "—", "|", ",", "·", "()", "[]", "( )", "：" };
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < LENGTH(edges); i++) {
			size_t len = strlen(edges[i]), all = strlen(title);
			if (strncmp(title, "\xf0\x9f", 2) == 0 && all >= 4) { /* a picture */
				cut(title, 0, 4);
				again = true;
			} else if (text_starts(title, edges[i])) {
				cut(title, 0, len);
				again = true;
			} else if (all >= len && text_equal(title + all - len, edges[i])) {
				title[all - len] = '\0';
				again = true;
			}
		}
	}
}

/* A date at the start or the end, parted from the title: "2018-10-09: x", "x | 10:28AM June 7th, 2017". */
static void cut_date(char *title)
{
	static const char *const joints[] = { " | ", " - ", " – ", " — ", " (" };
	struct stamp stamp;
	size_t len = strlen(title);
	bool parted = stamp_read(&stamp, title, len, 0) && stamp.day.kind == STAMP_DATE && !stamp.open[0] && stamp.rest > stamp.to &&
		stamp.rest < len;
	if (parted)
		cut(title, 0, stamp.rest);
	for (size_t i = 0; i < LENGTH(joints); i++) {
		char *at = NULL, *next = title;
		while ((next = strstr(next, joints[i])) != NULL)
			at = next++;
		const char *date = at ? at + strlen(joints[i]) - (joints[i][1] == '(') : NULL;
		if (date && at > title && stamp_read(&stamp, date, strlen(date), STAMP_WHOLE) && stamp.day.kind != STAMP_NO_DAY &&
			stamp.day.kind != STAMP_WEEKDAY)
			*at = '\0';
	}
}

/* "Incident on 2020-08-25 - no connections": the date stands for itself, if more than it is said. */
static void cut_dated_prefix(char *title)
{
	static const char *const words[] = { "incident ", "outage ", "incident report ", "postmortem ", "post-mortem " };
	static const char *const joints[] = { "on ", "of ", "from ", "- ", "– ", "" };
	struct stamp stamp;
	for (size_t i = 0; i < LENGTH(words); i++)
		for (size_t j = 0; j < LENGTH(joints); j++) {
			size_t at = strlen(words[i]) + strlen(joints[j]), len = strlen(title);
			if (len <= at || strncasecmp(title, words[i], strlen(words[i])) != 0 ||
				strncasecmp(title + strlen(words[i]), joints[j], strlen(joints[j])) != 0)
				continue;
			if (!stamp_read(&stamp, title + at, len - at, 0) || stamp.day.kind != STAMP_DATE || stamp.from)
				continue;
			/* parted from it, not "Incident on 2020-08-25 in the north" */
			if (at + stamp.rest < len && stamp.rest > stamp.to + 1) {
				cut(title, 0, at + stamp.rest);
				return;
			}
		}
}

/* What says no more than that it is a postmortem, also behind a name: "Shop: Post-mortem: x". */
static void cut_prefixes(char *title)
{
	for (size_t size; (size = head_title_prefix(title)) > 0;) {
		cut(title, 0, size);
		tidy(title);
	}
	char *tail = strstr(title, " - ");
	if (tail && head_title_prefix(tail + 3) && strspn(tail + 3 + head_title_prefix(tail + 3), ". ") == strlen(tail + 3 + head_title_prefix(tail + 3)))
		*tail = '\0';
	for (char *at = title; (at = strstr(at, ": ")) != NULL; at++) {
		size_t size = head_title_prefix(at + 2);
		if (size && at[2 + size])
			cut(title, (size_t)(at + 2 - title), (size_t)(at + 2 - title) + size);
	}
}

/* "(incident #1)", "[INC-12]", "INC-12: x": the reference, unless it is part of a sentence. */
static void cut_ref(struct postmortem *p, char *title)
{
	char ref[REF_MAX + 2];
	size_t from, to;
	if (!find_ref(title, &from, &to, ref))
		return;
	bool bracketed = from && strchr("([", title[from - 1]) && strchr(")]", title[to]) && title[to];
	bool first = from == 0 && (!title[to] || strchr(":-|", title[to + strspn(title + to, " ")]) || text_starts(title + to, " –") ||
						text_starts(title + to, " —"));
	if (!bracketed && !first)
		return;
	if (!record_has(&p->incident, INCIDENT_REF))
		set_ref(p, ref);
	cut(title, from - bracketed, to + bracketed);
}

static void set_severity(struct postmortem *p, const char *word)
{
	if (!record_has(&p->incident, INCIDENT_SEVERITY))
		record_set_text(&p->incident, INCIDENT_SEVERITY, head_severity(word));
}

/* "slow search (SEV1)" */
static void cut_last_severity(struct postmortem *p, char *title)
{
	char *open = strrchr(title, '(') ? strrchr(title, '(') : strrchr(title, '[');
	size_t len = open ? strlen(open) : 0;
	if (open == title || len < 3 || len > 10 || !strchr(")]", open[len - 1]) || strncasecmp(open + 1, "sev", 3) != 0 || !head_severity(open))
		return;
	set_severity(p, open);
	*open = '\0';
}

/* "[SEV-1]", "SEV2 - " */
static void cut_severity(struct postmortem *p, char *title)
{
	size_t open = *title == '[' || *title == '(', len = strcspn(title + open, "])-:| ");
	char word[16];
	if (len < 2 || len + 2 >= sizeof word)
		return;
	len += title[open + len] == '-' && digit_is(title[open + len + 1]) ? 2 : 0;
	text_copy(word, len + 1, title + open);
	size_t behind = open + len + strspn(title + open + len, " ");
	if (strncasecmp(word, "sev", 3) != 0 || !head_severity(word) || !strchr("])-:|", title[behind]) || !title[behind])
		return;
	set_severity(p, word);
	cut(title, 0, behind + 1);
}

static char *shorten(struct postmortem *p, const char *source)
{
	size_t len = strnlen(source, LOOKED_AT);
	while (len && ((unsigned char)source[len] & 0xC0) == 0x80)
		len--;
	char *title = head_plain(source, len);
	tidy(title);
	for (int i = 0; i < 2; i++) {
		cut_severity(p, title);
		cut_last_severity(p, title);
		tidy(title);
		cut_ref(p, title);
		cut_dated_prefix(title);
		cut_prefixes(title);
		cut_date(title);
		tidy(title);
	}
	return title;
}

/* The first heading, unless it is that of a usual part; a first line that stands alone where that is none. */
static const struct block *title_block(const struct postmortem *p)
{
	const struct block *first = NULL;
	bool alone = true;
	for (size_t i = 0; i < p->blocks.count; i = p->blocks.items[i].next) {
		const struct block *block = &p->blocks.items[i];
		alone = alone && !(first && block->kind == BLOCK_HEADING && block->level == 1);
		if (!first && block->kind == BLOCK_HEADING && block->len && !head_label_find(block->text, block->len))
			first = block;
	}
	/* "RCA: slow search" is one, and what all else stands under; "Root cause" among others is not */
	bool title = first && first->level == 1 &&
		(alone || (head_title_prefix(first->text) && first->text[head_title_prefix(first->text)]));
	if (first && !title && head_place_of(first->text, first->len) != HEAD_IS_OWN)
		first = NULL;
	const struct block *line = p->blocks.count ? &p->blocks.items[0] : NULL;
	bool stands = line && line->kind == BLOCK_PARAGRAPH && !strstr(line->text, "://") && line->len && line->len <= TITLE_MAX / 2 && !strchr(line->text, '\n') &&
		line->text[line->len - 1] != '.' && line->text[line->len - 1] != ':' && blocks_line(&p->blocks, line->to) == line->line;
	struct stamp stamp;
	if (stands && !stamp_read(&stamp, line->text, line->len, STAMP_LEAD) && (!first || first->line > line->line + 2))
		return line;
	return first;
}

/* Words, not a hash or a number. */
static bool says_something(const char *title)
{
	size_t run = 0, longest = 0;
	for (const char *c = title; *c; c++) {
		run = isalpha((unsigned char)*c) || (unsigned char)*c >= 0x80 ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest >= 4;
}

/* A file's name as words: without its ending, its date and its dashes. */
static char *title_of_file(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t len = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	char *title = mem_copy_n(name, len);
	struct stamp stamp;
	if (stamp_read(&stamp, title, len, 0) && stamp.day.kind == STAMP_DATE)
		cut(title, 0, stamp.to);
	for (char *c = title; *c; c++)
		if (*c == '_' || (*c == '-' && c > title && isalpha((unsigned char)c[-1]) && isalpha((unsigned char)c[1])))
			*c = ' ';
	tidy(title);
	return title;
}

void head_read_title(struct postmortem *p, struct head_pairs *pairs)
{
	struct head_pair *label = head_pair_of(pairs, HEAD_TITLE), *ref;
	const struct block *block = title_block(p);
	char text[REF_MAX + 2];
	size_t from, to;
	bool front = label && text_equal(label->how, "front matter");
	const char *source = front || (label && !block) ? label->value : block ? block->text : "";
	for (size_t i = 0; i < pairs->count; i++) {
		ref = &pairs->items[i];
		if (ref->label->field == HEAD_REF && !record_has(&p->incident, INCIDENT_REF) && value_ref(ref->value, text)) {
			set_ref(p, text);
			ref->kept = text_equal(text, ref->value);
		}
	}
	char *title = shorten(p, source);
	/* "Post-incident report": a label's title or the file's name says more */
	if (!*title && label) {
		free(title);
		title = shorten(p, label->value);
	}
	if (!*title) {
		char *name = title_of_file(p->context->name);
		free(title);
		title = says_something(name) || !*source ? shorten(p, name) : mem_copy("");
		free(name);
	}
	if (!*title) {
		free(title);
		title = head_plain(source, strlen(source));
	}
	if (*title) {
		title[strlen(title) > TITLE_MAX ? text_fit(title, TITLE_MAX, TITLE_MAX) : strlen(title)] = '\0';
		record_set_text(&p->incident, INCIDENT_TITLE, title);
	}
	if (!record_has(&p->incident, INCIDENT_REF) && (find_ref(source, &from, &to, text) || find_ref(p->context->name, &from, &to, text)))
		set_ref(p, text);
	free(title);
}
