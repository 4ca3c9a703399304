/*
 * layout [{space, head, under, text, events, actions, causes, roles, references}]: the sections in the order of the document
 * they were imported from, each as it is there, head and under being the source of its heading; in the lists what is in no
 * document, with the section it belongs to, or last under a heading of its own. Items of the lists are as elsewhere, with a
 * `space` before them. untitled: no section was imported. files: attachments that none of the sections names.
 */
#include "app/document_parts.h"

#include <stdlib.h>
#include <string.h>

#include "app/section_markup.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"
#include "intake/found.h"

/* ---- what was added -------------------------------------------------------------------------------- */

static struct node *add_event(const struct document_source *source, struct node *list, const struct record *event)
{
	struct buf date = { 0 };
	struct node *item = node_add_object(list, NULL);
	when_format(&date, record_int(event, EVENT_AT), source->zone, WHEN_DATE);
	document_add_event(source, item, event, buf_text(&date));
	buf_fini(&date);
	return item;
}

static struct node *add_cause(const struct document_source *source, struct node *list, const struct record *cause)
{
	struct buf text = { 0 };
	struct node *item = node_add_object(list, NULL);
	document_item_block(record_text(cause, CAUSE_TEXT), DOCUMENT_ITEM_INDENT, &text);
	buf_trim_end(&text);
	document_add_field(source, item, cause, CAUSE_KIND, "kind");
	node_add_text(item, "text", buf_text(&text));
	document_set_text_origin(item, cause, CAUSE_TEXT, buf_text(&text));
	buf_fini(&text);
	return item;
}

static struct node *add_role(const struct document_source *source, struct node *list, const struct record *role)
{
	struct buf person = { 0 };
	struct node *item = node_add_object(list, NULL);
	document_person(record_text(role, ROLE_PERSON), &person);
	document_add_field(source, item, role, ROLE_NAME, "name");
	node_add_text(item, "person", buf_text(&person));
	buf_fini(&person);
	return item;
}

static struct node *add_reference(const struct document_source *source, struct node *list, const struct record *reference)
{
	struct buf link = { 0 };
	const char *title = record_text(reference, REFERENCE_TITLE);
	struct node *item = node_add_object(list, NULL);
	document_put_link(record_text(reference, REFERENCE_URL), *title ? title : record_text(reference, REFERENCE_LABEL), &link);
	document_add_field(source, item, reference, REFERENCE_LABEL, "label");
	node_add_text(item, "link", buf_text(&link));
	buf_fini(&link);
	return item;
}

/* The lists, the sections they belong to, and what they stand under if there is none. */
static const struct {
	const char *list;
	enum entity_kind kind;
	int origin; /* field */
	const char *heading;
	const char *keys; /* between blanks */
	struct node *(*add)(const struct document_source *source, struct node *list, const struct record *record);
} lists[] = {
	{ "events", ENTITY_EVENT, EVENT_ORIGIN, "Timeline", " timeline ", add_event },
	{ "actions", ENTITY_ACTION, ACTION_ORIGIN, "Action items", " action-items next-steps countermeasures ",
		document_add_action },
	{ "causes", ENTITY_CAUSE, CAUSE_ORIGIN, "Causes", " root-causes five-whys contributing-factors trigger ", add_cause },
	{ "roles", ENTITY_ROLE, ROLE_ORIGIN, "People", " responders authors ", add_role },
	{ "references", ENTITY_REFERENCE, REFERENCE_ORIGIN, "References", " references ", add_reference },
};

enum { LISTS = sizeof lists / sizeof *lists };

struct layout {
	const struct document_source *source;
	const struct section_states *sections;
	const struct section_state **items; /* those that are laid out, in order */
	size_t count;
	size_t host[LISTS]; /* the section with which each list stands; `count`: with none */
	bool added[LISTS];  /* there is something for it */
	bool untold[LISTS]; /* these readers do not see the section that said it */
	size_t ends;	    /* line ends at the end of what is laid out so far, 2 at most */
	bool begun;	    /* there is something */
	bool added_last;    /* the last of it was not imported */
};

/* It is not in the text of a section. */
static bool is_added(const struct layout *layout, const struct record *record, size_t list)
{
	return layout->untold[list] || !text_starts(record_text(record, lists[list].origin), FOUND_ORIGIN);
}

/* "timeline-2" is one more "timeline". */
static bool is_one_of(const char *keys, const char *key)
{
	struct buf word = { 0 };
	size_t len = strlen(key), end = len;
	while (end && key[end - 1] >= '0' && key[end - 1] <= '9')
		end--;
	if (end < len && end > 1 && key[end - 1] == '-')
		len = end - 1;
	buf_printf(&word, " %.*s ", (int)len, key);
	bool found = strstr(keys, buf_text(&word)) != NULL;
	buf_fini(&word);
	return found;
}

/* The last section that some of the list were read from, else the last one that is called so. */
static void find_host(struct layout *layout, size_t list)
{
	const struct records *records = &layout->source->lists[lists[list].kind];
	const struct withheld_list *withheld = &layout->source->material->withheld;
	bool read = false;
	for (size_t i = 0; i < withheld->count && !layout->untold[list]; i++)
		layout->untold[list] = withheld->items[i].kind == ENTITY_SECTION && withheld->items[i].field < 0 &&
				       is_one_of(lists[list].keys, withheld->items[i].key);
	for (size_t i = 0; i < records->count && !layout->added[list]; i++)
		layout->added[list] = is_added(layout, &records->items[i], list);
	layout->host[list] = layout->count;
	for (size_t i = 0; i < layout->count && layout->added[list]; i++) {
		const struct section_state *state = layout->items[i];
		bool covers = strstr(record_text(&state->record, SECTION_COVERS), lists[list].list) != NULL;
		if (covers || (!read && is_one_of(lists[list].keys, state->key)))
			layout->host[list] = i;
		read = read || covers;
	}
}

/* ---- between sections -------------------------------------------------------------------------------- */

static void end_with(struct layout *layout, const char *text)
{
	size_t len = strlen(text), ends = 0;
	bool blank = true;
	while (len && ends < 2 && blank) {
		char last = text[--len];
		ends += last == '\n';
		blank = strchr(" \t\r\n", last) != NULL;
	}
	if (blank && layout->begun && ends < 2)
		ends += layout->ends;
	layout->ends = ends < 2 ? ends : 2;
	layout->begun = layout->begun || *text;
}

/* Line ends that are missing before an item, and what stands there anyway. */
static void put_space(const struct layout *layout, size_t wanted, const char *own, size_t own_len, struct node *item)
{
	struct buf space = { 0 };
	if (layout->begun && layout->ends < wanted)
		buf_fill(&space, '\n', wanted - layout->ends);
	buf_put(&space, own, own_len);
	node_add_text(item, "space", buf_text(&space));
	buf_fini(&space);
}

static void add_list(struct layout *layout, struct node *parent, size_t list)
{
	const struct records *records = &layout->source->lists[lists[list].kind];
	struct node *items = node_add_list(parent, lists[list].list);
	size_t wanted = 2;
	for (size_t i = 0; i < records->count; i++) {
		if (!is_added(layout, &records->items[i], list))
			continue;
		put_space(layout, wanted, "", 0, lists[list].add(layout->source, items, &records->items[i]));
		end_with(layout, "-\n");
		layout->added_last = true;
		wanted = 1;
	}
}

/* All names, as those that are not there would be looked for elsewhere. */
static void add_lists(struct layout *layout, struct node *parent, size_t host)
{
	for (size_t i = 0; i < LISTS; i++)
		if (layout->added[i] && layout->host[i] == host)
			add_list(layout, parent, i);
		else
			node_add_list(parent, lists[i].list);
}

/* ---- sections ---------------------------------------------------------------------------------------- */

/* Its first line, which may be edited in the rendered document, and what is below: the line end, an underline. */
static void add_markup(struct node *item, const struct section_state *state, size_t begin)
{
	const char *markup = record_text(&state->record, SECTION_MARKUP) + begin;
	size_t line = strcspn(markup, "\r\n");
	char *head = mem_copy_n(markup, line);
	node_add_text(item, "head", head);
	if (*head)
		document_set_origin(item, "section", "markup", state->key);
	node_add_text(item, "under", markup + line);
	free(head);
}

/* Of a section that was written here; one without a level is of the second. */
static int heading_level(const struct record *section)
{
	int64_t level = record_int(section, SECTION_LEVEL);
	return level < 1 ? 2 : level > 6 ? 6 : (int)level;
}

static void add_heading(struct node *item, const char *heading, int level)
{
	struct buf head = { 0 };
	buf_fill(&head, '#', (size_t)level);
	buf_putc(&head, ' ');
	escape_markdown(&head, heading);
	node_add_text(item, "head", buf_text(&head));
	node_add_text(item, "under", "\n\n");
	buf_fini(&head);
}

/* Something stands below this section. */
static bool is_followed(const struct layout *layout, size_t index)
{
	bool followed = index + 1 < layout->count;
	for (size_t i = 0; i < LISTS; i++)
		followed = followed || (layout->added[i] && layout->host[i] >= index);
	return followed;
}

/* Appends an imported text as it is, but for what is left open before something else; what is left open at the end of a
 * document is its own affair. A text written here stays below its heading, as in other templates. */
static bool put_text(const struct layout *layout, size_t index, struct buf *out, struct err *err)
{
	const struct section_state *state = layout->items[index];
	const char *text = record_text(&state->record, SECTION_TEXT);
	if (!section_is_imported(&state->record))
		return document_put_section(layout->source, layout->sections, (size_t)(state - layout->sections->items),
			heading_level(&state->record), out, err);
	if (is_followed(layout, index))
		return markdown_closed(out, text, err) || err_wrap(err, "section %s", state->key);
	buf_puts(out, text);
	return true;
}

static bool add_text(struct layout *layout, struct node *item, size_t index, struct err *err)
{
	const struct section_state *state = layout->items[index];
	struct buf text = { 0 };
	bool ok = put_text(layout, index, &text, err);
	node_add_text(item, "text", buf_text(&text));
	document_set_origin(item, "section", "text", state->key);
	end_with(layout, buf_text(&text));
	buf_fini(&text);
	return ok;
}

static bool add_section(struct layout *layout, struct node *list, size_t index, struct err *err)
{
	const struct section_state *state = layout->items[index];
	struct node *item = node_add_object(list, NULL);
	if (section_is_imported(&state->record)) {
		const char *markup = record_text(&state->record, SECTION_MARKUP);
		size_t begin = section_markup_begin(markup);
		/* a text that goes on needs no line of its own */
		put_space(layout, layout->added_last ? 2 : *markup ? 1 : 0, markup, begin, item);
		add_markup(item, state, begin);
		end_with(layout, markup);
	} else {
		put_space(layout, 2, "", 0, item);
		add_heading(item, state->heading, heading_level(&state->record));
		end_with(layout, "#\n\n");
	}
	if (!add_text(layout, item, index, err))
		return false;
	layout->added_last = !section_is_imported(&state->record);
	add_lists(layout, item, index);
	return true;
}

/* The level of the document's sections. */
static int level_of(const struct layout *layout)
{
	int64_t level = 7;
	for (size_t i = 0; i < layout->count; i++) {
		int64_t own = record_int(&layout->items[i]->record, SECTION_LEVEL);
		if (own > 1 && own < level)
			level = own;
	}
	return level < 7 ? (int)level : 2;
}

/* What has no section comes last, under a heading. */
static void add_rest(struct layout *layout, struct node *list)
{
	for (size_t i = 0; i < LISTS; i++) {
		if (!layout->added[i] || layout->host[i] < layout->count)
			continue;
		struct node *item = node_add_object(list, NULL);
		put_space(layout, 2, "", 0, item);
		add_heading(item, lists[i].heading, level_of(layout));
		node_add_text(item, "text", "");
		end_with(layout, "#\n\n");
		for (size_t k = 0; k < LISTS; k++)
			if (k == i)
				add_list(layout, item, k);
			else
				node_add_list(item, lists[k].list);
	}
}

/* ---- attachments ------------------------------------------------------------------------------------- */

static bool is_named(const struct layout *layout, const char *name)
{
	bool named = false;
	for (size_t i = 0; i < layout->count && !named; i++)
		named = strstr(record_text(&layout->items[i]->record, SECTION_TEXT), name) != NULL;
	return named;
}

static void add_files(const struct layout *layout, struct node *data)
{
	struct node *files = node_add_list(data, "files");
	for (const struct node *item = node_first(node_find(data, "attachments")); item; item = node_next(item))
		if (!is_named(layout, node_text(node_find(item, "name"))))
			node_add_again(files, NULL, item);
	document_end_list(data, files);
}

/* ---- the whole --------------------------------------------------------------------------------------- */

/* In the order of the document; those that were added come last. */
static int compare(const void *a, const void *b)
{
	const struct record *x = &(*(const struct section_state *const *)a)->record;
	const struct record *y = &(*(const struct section_state *const *)b)->record;
	bool placed = x->values[SECTION_POSITION].type != VALUE_NULL, other = y->values[SECTION_POSITION].type != VALUE_NULL;
	int64_t at = record_int(x, SECTION_POSITION), to = record_int(y, SECTION_POSITION);
	if (placed != other)
		return placed ? -1 : 1;
	return at != to ? (at > to) - (at < to) : (x->number > y->number) - (x->number < y->number);
}

static void collect(struct layout *layout)
{
	const struct section_states *sections = layout->sections;
	layout->items = mem_new(sections->count + 1, sizeof(const struct section_state *));
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		if (*state->record.id && !state->withheld && !document_is_companion(state->key))
			layout->items[layout->count++] = state;
	}
	qsort(layout->items, layout->count, sizeof(const struct section_state *), compare);
}

bool document_add_layout(const struct document_source *source, const struct section_states *sections, struct node *data,
	struct err *err)
{
	struct layout layout = { .source = source, .sections = sections };
	struct node *list = node_add_list(data, "layout");
	bool ok = true, untitled = true;
	collect(&layout);
	for (size_t i = 0; i < LISTS; i++)
		find_host(&layout, i);
	for (size_t i = 0; i < layout.count; i++)
		untitled = untitled && !section_is_imported(&layout.items[i]->record);
	node_add_bool(data, "untitled", untitled);
	if (untitled)
		end_with(&layout, "#\n\n");
	for (size_t i = 0; i < layout.count && ok; i++)
		ok = add_section(&layout, list, i, err);
	add_rest(&layout, list);
	add_files(&layout, data);
	free(layout.items);
	return ok;
}
