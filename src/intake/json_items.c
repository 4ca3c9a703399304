#include "intake/json_items.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

enum { NAME_BYTES = 64 };

/* What may come next, as the grammar has it. */
enum expect {
	EXPECT_VALUE,	/* after `:`, and after `,` in an array */
	EXPECT_ELEMENT, /* after `[`: a value or `]` */
	EXPECT_MEMBER,	/* after `{`: a name or `}` */
	EXPECT_NAME,	/* after `,` in an object */
	EXPECT_COLON,
	EXPECT_AFTER, /* a value has ended: `,` or the bracket */
};

enum state {
	STATE_PLAIN,  /* between tokens */
	STATE_WORD,   /* in a number, true, false, null: whatever has no mark of its own */
	STATE_STRING,
	STATE_ESCAPE, /* after a backslash */
	STATE_LINE,   /* until the end of a line that is no JSON */
	STATE_LOST,   /* until a line that begins as the broken element did */
};

struct json_items {
	const char *const *lists;
	struct json_items_sink sink;
	bool failed;   /* the sink wants no more */
	unsigned mark; /* bytes of the mark of UTF-8 seen at the start, 3: it is over */
	size_t line;
	size_t indent; /* blanks that the line begins with */
	bool blank;    /* nothing else on it so far */
	enum state state;
	enum expect expect;
	/* brackets that are open, outermost first; beyond JSON_DEPTH_MAX only counted */
	char open[JSON_DEPTH_MAX];
	size_t depth;
	size_t outer;	   /* of those, how many are around elements: 1 (an array), 2 (an array in an object) or 0; 1 too
			    * in such an object beside its array */
	size_t outer_line; /* on which the outermost began */
	const char *list;  /* name of the array around the elements, or NULL */
	/* the element being read */
	struct buf text;
	size_t from, from_indent; /* its line and how that begins */
	bool from_start;	  /* it is the first thing on it */
	bool more;		  /* it goes on there, as JSON lines do and pretty-printed objects do not */
	bool skip;		  /* it was told to be bad: its brackets are followed and nothing is kept */
	size_t lost;		  /* the line on which an element that cannot be read was given up */
	size_t told;		  /* the last line said to be no JSON */
	/* the string being read */
	bool name; /* of a member of the outermost object */
	char named[NAME_BYTES];
	size_t named_len;
	unsigned hex; /* of \u0000: 1 after the u, one more after each zero */
};

static const char utf8_mark[] = "\xEF\xBB\xBF";

struct json_items *json_items_new(const char *const *lists, const struct json_items_sink *sink)
{
	struct json_items *items = mem_new(1, sizeof *items);
	items->lists = lists;
	items->sink = *sink;
	items->line = 1;
	items->blank = true;
	return items;
}

void json_items_free(struct json_items *items)
{
	if (!items)
		return;
	buf_fini(&items->text);
	free(items);
}

/* In an object around an array of elements, before or after that array. */
static bool beside(const struct json_items *items)
{
	return items->outer == 1 && items->open[0] == '{';
}

static bool in_element(const struct json_items *items)
{
	return items->depth > items->outer && !beside(items);
}

/* Where elements are, separated by commas if they are in an array. */
static bool among_elements(const struct json_items *items)
{
	return items->depth == items->outer && !beside(items);
}

static void tell(struct json_items *items, size_t line, const char *why)
{
	items->sink.bad(items->sink.data, line, why);
}

static void drop(struct json_items *items, const char *why)
{
	tell(items, items->from, why);
	items->skip = true;
	buf_fini(&items->text);
}

/* Keep bytes of the element. */
static void keep(struct json_items *items, const char *bytes, size_t len)
{
	if (items->skip || !in_element(items))
		return;
	if (items->text.len + len <= JSON_ITEM_MAX) {
		buf_put(&items->text, bytes, len);
		return;
	}
	struct buf why = { 0 };
	buf_printf(&why, "larger than %d MB", JSON_ITEM_MAX >> 20);
	drop(items, buf_text(&why));
	buf_fini(&why);
}

/* The element cannot be read: go on where the next one can be told to begin. */
static void lose(struct json_items *items, const char *why)
{
	if (!items->skip)
		tell(items, in_element(items) ? items->from : items->line, why);
	if (!in_element(items)) {
		/* beside the elements: nothing more of this object */
		items->outer = items->depth = 0;
		items->list = NULL;
		items->from_indent = 0;
		items->from_start = true;
	}
	items->depth = items->outer;
	items->skip = false;
	items->lost = items->line;
	buf_truncate(&items->text, 0);
	items->state = STATE_LOST;
}

/* The name of the array, if it is one to go into. */
static const char *known_list(const struct json_items *items)
{
	for (size_t i = 0; items->lists && items->lists[i]; i++)
		if (strlen(items->lists[i]) == items->named_len &&
			memcmp(items->lists[i], items->named, items->named_len) == 0)
			return items->lists[i];
	return NULL;
}

/* Whether the bracket is around elements rather than an element or something in one. */
static bool opens_outer(struct json_items *items, char bracket)
{
	if (bracket != '[')
		return false;
	if (items->depth == 1 && items->open[0] == '{')
		items->list = known_list(items);
	return items->depth == 0 || (items->depth == 1 && items->list);
}

static void begin_element(struct json_items *items)
{
	items->from = items->line;
	items->from_indent = items->indent;
	items->from_start = items->blank;
	items->more = items->skip = false;
	buf_truncate(&items->text, 0);
}

static void open_bracket(struct json_items *items, char bracket)
{
	if (items->depth == 0)
		items->outer_line = items->line;
	const bool outer = opens_outer(items, bracket);
	if (!outer && among_elements(items))
		begin_element(items);
	if (items->depth < JSON_DEPTH_MAX)
		items->open[items->depth] = bracket;
	items->depth++;
	items->expect = bracket == '{' ? EXPECT_MEMBER : EXPECT_ELEMENT;
	if (outer)
		items->outer = items->depth;
	keep(items, &bracket, 1);
	if (items->depth > JSON_DEPTH_MAX && !items->skip && in_element(items))
		drop(items, "too many brackets within each other");
}

static void give(struct json_items *items, struct err *err)
{
	const struct json_item item = {
		buf_text(&items->text), items->text.len, items->from, items->list ? items->list : ""
	};
	if (!items->skip && !items->sink.item(items->sink.data, &item, err))
		items->failed = true;
	items->skip = false;
	buf_truncate(&items->text, 0);
}

/* One of the brackets around elements was closed. */
static void leave(struct json_items *items)
{
	items->outer = items->depth;
	items->list = NULL;
	items->skip = false;
	buf_truncate(&items->text, 0);
}

static void close_bracket(struct json_items *items, char bracket, struct err *err)
{
	static const char *const wrong[] = { "brackets do not fit", "a value is missing" };
	const bool element = in_element(items);
	if (items->depth == 0) {
		tell(items, items->line, "a closing bracket that nothing opened");
		return;
	}
	const bool fits = items->open[items->depth - 1] == (bracket == '}' ? '{' : '[');
	if (!fits || (!among_elements(items) && (items->expect == EXPECT_NAME || items->expect == EXPECT_VALUE ||
							items->expect == EXPECT_COLON))) {
		lose(items, wrong[fits]);
		return;
	}
	keep(items, &bracket, 1);
	items->depth--;
	items->expect = EXPECT_AFTER;
	if (items->depth < items->outer)
		leave(items);
	else if (element && items->depth == items->outer)
		give(items, err);
}

static void begin_string(struct json_items *items)
{
	const bool member = items->expect == EXPECT_MEMBER || items->expect == EXPECT_NAME;
	items->state = STATE_STRING;
	items->name = member && items->depth == 1;
	items->hex = 0;
	if (items->name)
		items->named_len = 0;
	keep(items, "\"", 1);
	items->expect = member ? EXPECT_COLON : EXPECT_AFTER;
}

static void begin_word(struct json_items *items, char c)
{
	/* what no text may hold is no JSON either, and the parser is to say so */
	keep(items, (unsigned char)c < ' ' ? "?" : &c, 1);
	items->state = STATE_WORD;
	items->expect = EXPECT_AFTER;
}

/* A byte between tokens where the grammar does not matter: between elements. */
static void between(struct json_items *items, char c, struct err *err)
{
	switch (c) {
	case ',':
	case '\x1E': /* RFC 7464 puts one before every value */
		return;
	case '{':
	case '[':
		open_bracket(items, c);
		return;
	case '}':
	case ']':
		close_bracket(items, c, err);
		return;
	default:
		if (items->told != items->line)
			tell(items, items->line, "not a JSON object or array");
		items->told = items->line;
		if (items->depth == 0)
			items->state = STATE_LINE;
		else if (c == '"')
			begin_string(items);
		else
			begin_word(items, c);
	}
}

/* Deeper than anything is kept: brackets are counted. */
static void deep(struct json_items *items, char c)
{
	if (c == '"')
		items->state = STATE_STRING;
	else if (c == '{' || c == '[')
		items->depth++;
	else if (c == '}' || c == ']')
		items->depth--;
	items->expect = EXPECT_AFTER;
}

/* A mark of JSON in an element or beside the elements; false if it cannot stand here. */
static bool inside(struct json_items *items, char c, struct err *err)
{
	const enum expect expect = items->expect;
	const bool value = expect == EXPECT_VALUE || expect == EXPECT_ELEMENT;
	switch (c) {
	case '{':
	case '[':
		if (value)
			open_bracket(items, c);
		return value;
	case '}':
	case ']':
		close_bracket(items, c, err);
		return true;
	case ',':
		keep(items, ",", 1);
		items->expect = items->open[items->depth - 1] == '[' ? EXPECT_VALUE : EXPECT_NAME;
		return expect == EXPECT_AFTER;
	case ':':
		keep(items, ":", 1);
		items->expect = EXPECT_VALUE;
		return expect == EXPECT_COLON;
	case '"':
		if (expect == EXPECT_AFTER || expect == EXPECT_COLON)
			return false;
		begin_string(items);
		return true;
	default:
		if (value)
			begin_word(items, c);
		return value;
	}
}

/* Whether an element begins here as the last one did, on a line of its own. */
static bool begins_alike(const struct json_items *items, char c)
{
	return items->blank && items->from_start && items->indent == items->from_indent && (c == '{' || c == '[');
}

/* In a list that goes on on the next line, as programs write them that put one alert on a line. */
static bool wants_more(const struct json_items *items)
{
	return items->open[items->depth - 1] == '[' && (items->expect == EXPECT_ELEMENT || items->expect == EXPECT_VALUE);
}

/* One byte between tokens; false if it is to be looked at again. */
static bool plain(struct json_items *items, char c, struct err *err)
{
	if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
		return true;
	if (items->depth > JSON_DEPTH_MAX) {
		deep(items, c);
		return true;
	}
	if (among_elements(items)) {
		between(items, c, err);
		return items->state != STATE_LINE && items->state != STATE_LOST;
	}
	/* a line of JSON that is cut off, and then a whole one */
	if (in_element(items) && items->more && items->line > items->from && !wants_more(items) && begins_alike(items, c)) {
		lose(items, "cut off at the end of a line");
		return false;
	}
	items->more = items->more || items->line == items->from;
	const enum expect expect = items->expect;
	if (!inside(items, c, err)) {
		lose(items, expect == EXPECT_AFTER ? "a comma or a closing bracket is missing"
							  : "a name, a colon or a value is missing");
		return false;
	}
	return items->state != STATE_LOST;
}

/* After a broken element: does the next begin here, or the array of elements end? */
static void lost(struct json_items *items, char c)
{
	const bool closes = c == ']' && items->blank && items->outer && items->indent < items->from_indent;
	if (!closes && !begins_alike(items, c))
		return;
	items->state = STATE_PLAIN;
	items->expect = EXPECT_VALUE;
}

/* Remember what a member of the outermost object is called. */
static void note_name(struct json_items *items, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len && items->name; i++, items->named_len++)
		if (items->named_len < sizeof items->named)
			items->named[items->named_len] = bytes[i];
}

/* \u0000 would end the text of all who read it: the picture of it takes its place, as in all texts. */
static void picture_zeroes(struct json_items *items, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len && items->hex; i++) {
		items->hex = bytes[i] == '0' ? items->hex + 1 : 0;
		if (items->hex < 5)
			continue;
		if (!items->skip && in_element(items))
			memcpy(items->text.data + (items->text.len - (len - i - 1) - 4), "2400", 4);
		items->hex = 0;
	}
}

static size_t string(struct json_items *items, const char *bytes, size_t len)
{
	size_t run = 0;
	while (run < len && bytes[run] != '"' && bytes[run] != '\\' && (unsigned char)bytes[run] >= 0x20)
		run++;
	keep(items, bytes, run);
	picture_zeroes(items, bytes, run);
	note_name(items, bytes, run);
	if (run == len)
		return run;
	const char c = bytes[run];
	items->hex = 0;
	if (c == '"' || c == '\\') {
		keep(items, &c, 1);
		note_name(items, c == '"' ? "" : &c, c != '"');
		items->state = c == '"' ? STATE_PLAIN : STATE_ESCAPE;
	} else if (c == '\n') {
		lose(items, "a string does not end on its line");
		return run;
	} else {
		char escaped[8];
		snprintf(escaped, sizeof escaped, c ? "\\u%04x" : "\\u2400", (unsigned)c);
		keep(items, escaped, 6);
	}
	return run + 1;
}

static size_t escape(struct json_items *items, char c)
{
	if (c == '\n') {
		lose(items, "a string does not end on its line");
		return 0;
	}
	/* the parser is to say so; it would take a NUL for the end */
	keep(items, (unsigned char)c < ' ' ? "?" : &c, 1);
	note_name(items, &c, 1);
	items->hex = c == 'u';
	items->state = STATE_STRING;
	return 1;
}

/* A number or literal ends where something else begins. */
static size_t word(struct json_items *items, const char *bytes, size_t len)
{
	size_t run = 0;
	while (run < len && (unsigned char)bytes[run] > ' ' && !strchr("{}[],:\"", bytes[run]))
		run++;
	keep(items, bytes, run);
	if (run < len)
		items->state = STATE_PLAIN;
	return run;
}

static size_t line_end(struct json_items *items, const char *bytes, size_t len)
{
	const char *end = memchr(bytes, '\n', len);
	items->blank = false;
	if (end)
		items->state = STATE_PLAIN;
	return end ? (size_t)(end - bytes) : len;
}

/* One byte that may end a line. */
static void track(struct json_items *items, char c)
{
	if (c == '\n') {
		items->line++;
		items->indent = 0;
		items->blank = true;
	} else if (items->blank && (c == ' ' || c == '\t')) {
		items->indent++;
	} else if (c != '\r') {
		items->blank = false;
	}
}

/* How many bytes were read; none only if the state has changed. */
static size_t step(struct json_items *items, const char *bytes, size_t len, struct err *err)
{
	switch (items->state) {
	case STATE_STRING:
		return string(items, bytes, len);
	case STATE_ESCAPE:
		return escape(items, *bytes);
	case STATE_WORD:
		return word(items, bytes, len);
	case STATE_LINE:
		return line_end(items, bytes, len);
	case STATE_LOST:
		lost(items, *bytes);
		if (items->state == STATE_LOST)
			track(items, *bytes);
		return items->state == STATE_LOST;
	case STATE_PLAIN:
		if (!plain(items, *bytes, err))
			return 0;
		track(items, *bytes);
		return 1;
	}
	BUG("no such state");
}

bool json_items_push(struct json_items *items, const char *bytes, size_t len, struct err *err)
{
	const char *end = bytes + len;
	while (bytes < end && items->mark < 3) {
		items->mark = *bytes == utf8_mark[items->mark] ? items->mark + 1 : 3 + 1;
		bytes += items->mark <= 3;
	}
	while (bytes < end && !items->failed)
		bytes += step(items, bytes, (size_t)(end - bytes), err);
	return !items->failed;
}

bool json_items_end(struct json_items *items)
{
	if (items->failed)
		return false;
	if (items->state == STATE_LOST) {
		if (json_items_lines(items) > items->lost)
			tell(items, items->lost + 1, "nothing from here on could be read");
	} else if (in_element(items)) {
		if (!items->skip)
			tell(items, items->from, "the input ends in the middle of it");
	} else if (items->depth) {
		tell(items, items->outer_line, "the input ends before the bracket that opens here is closed");
	}
	return true;
}

size_t json_items_lines(const struct json_items *items)
{
	return items->line - (items->blank && !items->indent);
}
