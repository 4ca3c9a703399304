/* Where the action items of a document stand: under headings and labels that mean them, and in tables that say so. */
#include "intake/actions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/heading.h"
#include "intake/terms.h"
#include "model/points.h"

enum topic {
	TOPIC_NONE,
	TOPIC_ACTIONS,
	TOPIC_SOFT, /* what was done as well as what is to be done: only what is plainly an item */
	TOPIC_STOP, /* something else, also below action items */
};

static const struct {
	const char *key;
	enum topic topic;
} topics[] = { { "action-items", TOPIC_ACTIONS }, { "next-steps", TOPIC_ACTIONS }, { "countermeasures", TOPIC_ACTIONS },
	{ "resolution", TOPIC_SOFT }, { "solutions", TOPIC_SOFT }, { "mitigation", TOPIC_SOFT }, { "recovery", TOPIC_SOFT },
	{ "response", TOPIC_SOFT }, { "lessons", TOPIC_STOP }, { "takeaways", TOPIC_STOP }, { "went-well", TOPIC_STOP },
	{ "went-wrong", TOPIC_STOP }, { "got-lucky", TOPIC_STOP }, { "timeline", TOPIC_STOP }, { "root-causes", TOPIC_STOP },
	{ "five-whys", TOPIC_STOP }, { "trigger", TOPIC_STOP }, { "contributing-factors", TOPIC_STOP }, { "impact", TOPIC_STOP },
	{ "references", TOPIC_STOP }, { "summary", TOPIC_STOP }, { "background", TOPIC_STOP }, { "discussion", TOPIC_STOP },
	{ "glossary", TOPIC_STOP }, { "authors", TOPIC_STOP }, { "responders", TOPIC_STOP }, { "status", TOPIC_STOP },
	{ "metrics", TOPIC_STOP }, { "new-process", TOPIC_STOP } };

/* Beside the keys that templates have: before them, whatever else is in the heading, and behind them. */
static const struct term plain_actions[] = { { 0, "action item|action items|review actions|future improvements|follow up actions|"
						  "preventing it from happening again|prevent it from happening again" } };
static const struct term others[] = { { 0, "^question|^questions|^open questions|=legend|=key|definitions|legende|leyenda|説明|凡例|说明" } };
static const struct term more_actions[] = {
	{ 0, "=improvement|improvements|future work|action plan|remediation plan|remediation item|remediation items|"
	     "=remediations|^recommendation|^recommendations|verbesserungen|ameliorations|mejoras|melhorias|actions to take|planned work|"
	     "改善措施|整改|预防措施|恒久対策|対策" },
};

struct level {
	int level; /* of the heading; 0: the document */
	enum topic topic;
	struct action_group group;
};

struct walker {
	struct action_reader reader;
	struct postmortem *p;
	VEC(struct level) levels;
	struct level label; /* a line above a list that serves as a heading; level 0: none */
	bool prose;    /* nothing but paragraphs stands below the heading */
	bool numbered; /* numbered items do, with what belongs to them between */
};

/* `key`: what heading_key says of it. */
static enum topic topic_of_key(const char *key, const char *text, size_t len)
{
	enum { WORDS = 9 }; /* a heading with more is a sentence */
	if (text_words(text) > WORDS)
		return TOPIC_NONE;
	if (terms_read(others, LENGTH(others), text, len) != TERM_NONE)
		return TOPIC_STOP;
	if (terms_read(plain_actions, LENGTH(plain_actions), text, len) != TERM_NONE)
		return TOPIC_ACTIONS;
	for (size_t i = 0; key && i < LENGTH(topics); i++)
		if (text_equal(topics[i].key, key))
			return topics[i].topic;
	return terms_read(more_actions, LENGTH(more_actions), text, len) != TERM_NONE ? TOPIC_ACTIONS : TOPIC_NONE;
}

static enum topic topic_of(const char *text, size_t len)
{
	while (len && strchr(":* ", text[len - 1]))
		len--;
	return topic_of_key(heading_key(text, len, 0), text, len);
}

static const struct block *block_at(const struct walker *w, size_t i)
{
	return &w->p->blocks.items[i];
}

static const struct level *present(const struct walker *w)
{
	return w->label.level ? &w->label : &w->levels.items[w->levels.count - 1];
}

static void end_label(struct walker *w)
{
	action_group_fini(&w->label.group);
	w->label = (struct level){ 0 };
}

static void push(struct walker *w, int level, enum topic topic, const struct action_group *group)
{
	struct level *top = vec_push(&w->levels);
	top->level = level;
	top->topic = topic;
	action_group_copy(&top->group, group);
}

static void pop(struct walker *w)
{
	action_group_fini(&w->levels.items[--w->levels.count].group);
}

/* The links of a list of which every item is nothing but a link. */
static bool is_links_only(const struct walker *w, size_t list)
{
	for (size_t i = list + 1; i < block_at(w, list)->next; i = block_at(w, i)->next) {
		const struct block *item = block_at(w, i);
		if (!item->links || action_link(item->text, item->len) + 2 < item->len)
			return false;
	}
	return block_at(w, list)->next > list + 1;
}

/* ---- headings ------------------------------------------------------------------------------------ */

/* The first block behind that is a heading. */
static size_t section_end(const struct walker *w, size_t i)
{
	while (i < w->p->blocks.count && block_at(w, i)->kind != BLOCK_HEADING)
		i = block_at(w, i)->next;
	return i;
}

static bool is_numbered(const struct block *block)
{
	const char *text = block->text;
	size_t at = 0;
	while (at < 12 && text[at] && (isalpha((unsigned char)text[at]) || strchr(" -#", text[at])))
		at++;
	size_t digits = strspn(text + at, "0123456789");
	bool named = at == 0 || action_part(text, at, true) == ACTION_PART_WHAT || strncmp(text, "AI", 2) == 0 || at == 1;
	return digits && digits < 4 && named && text[at + digits] && strchr(".):", text[at + digits]);
}

/* Lines of labels, `**Owner:** ana`, from a paragraph's source; false if the first is none. */
static bool read_label_lines(struct walker *w, size_t paragraph, struct action_item *item)
{
	const struct block *block = block_at(w, paragraph);
	struct buf source = { 0 };
	bool any = false;
	blocks_source(&w->p->blocks, paragraph, &source);
	for (const char *line = buf_text(&source), *end; *line; line = *end ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		line += strspn(line, "*_-• \t");
		const char *colon = memchr(line, ':', line < end ? (size_t)(end - line) : 0);
		size_t label = colon ? (size_t)(colon - line) : 0;
		while (label && strchr("*_ ", line[label - 1]))
			label--;
		int part = colon ? action_part(line, label, true) : -1;
		if (!any && part < 0)
			break;
		any = true;
		const char *value = colon ? colon + 1 : line;
		value += strspn(value, "*_ \t");
		bool link = part == ACTION_PART_LINK && block->links;
		if (part < 0 || value > end ||
			!action_item_put(item, &w->reader, (enum action_part)part, link ? block->text : value,
				link ? block->len : (size_t)(end - value), link ? block : NULL))
			item->lost = true;
	}
	buf_fini(&source);
	return any;
}

/* A heading that is an item: it has a number, its fields stand below, or words only. */
static bool is_item(struct walker *w, size_t heading)
{
	size_t end = section_end(w, block_at(w, heading)->next), tasks = 0, words = 0, lists = 0;
	bool fields = false;
	for (size_t i = block_at(w, heading)->next; i < end; i = block_at(w, i)->next) {
		const struct block *block = block_at(w, i);
		struct action_item item = { 0 };
		if (block->kind == BLOCK_LIST) {
			lists++;
			tasks += block_at(w, i + 1)->task;
			fields = fields || actions_are_fields(&w->reader, i);
		} else if (block->kind == BLOCK_TABLE) {
			tasks++;
		} else if (block->kind == BLOCK_PARAGRAPH) {
			words++;
			fields = fields || read_label_lines(w, i, &item);
		}
		action_item_fini(&item);
	}
	/* a name such as "Gateway" stands above what is to be done about it */
	enum { NAME_WORDS = 2 };
	bool named = text_words(block_at(w, heading)->text) <= NAME_WORDS;
	return fields || (!tasks && (is_numbered(block_at(w, heading)) || (words && !lists && !named)));
}

static void read_heading_item(struct walker *w, size_t heading, const struct action_group *group)
{
	struct action_item item = { 0 };
	size_t end = section_end(w, block_at(w, heading)->next), to = block_at(w, heading)->to;
	action_item_read(&item, &w->reader, block_at(w, heading), 0);
	for (size_t i = block_at(w, heading)->next; i < end; i = block_at(w, i)->next) {
		bool before = item.lost, read = false;
		item.lost = false;
		if (block_at(w, i)->kind == BLOCK_LIST && actions_are_fields(&w->reader, i)) {
			actions_fields(&w->reader, i, &item);
			read = true;
		} else if (block_at(w, i)->kind == BLOCK_PARAGRAPH) {
			read = read_label_lines(w, i, &item);
		}
		if (read && !item.lost)
			found_claim(&w->p->found, &w->p->blocks, i);
		item.lost = item.lost || before || !read;
		to = block_at(w, i)->to;
	}
	bool kept = !item.lost;
	action_group_apply(group, &item);
	if (action_item_add(&item, &w->reader, block_at(w, heading)->from, to, "heading") && kept)
		for (size_t i = heading; i < end; i = block_at(w, i)->next)
			found_claim(&w->p->found, &w->p->blocks, i);
}

/* What stands below a heading or label, up to the next heading. */
static void look_below(struct walker *w, size_t first)
{
	w->prose = true;
	w->numbered = false;
	for (size_t i = first, end = section_end(w, first); i < end; i = block_at(w, i)->next) {
		const struct block *block = block_at(w, i);
		w->prose = w->prose && block->kind != BLOCK_TABLE && (block->kind != BLOCK_LIST || is_links_only(w, i));
		w->numbered = w->numbered || (block->kind == BLOCK_LIST && block->ordered && block_at(w, i + 1)->number > 1);
	}
}

static void read_heading(struct walker *w, size_t index, bool title)
{
	const struct block *block = block_at(w, index);
	end_label(w);
	while (w->levels.count > 1 && w->levels.items[w->levels.count - 1].level >= block->level)
		pop(w);
	struct level *above = &w->levels.items[w->levels.count - 1];
	struct action_group group;
	enum topic topic = title ? TOPIC_NONE : topic_of_key(w->p->keys[index], block->text, block->len);
	action_group_copy(&group, &above->group);
	bool below = above->topic == TOPIC_ACTIONS && topic != TOPIC_STOP;
	if (topic == TOPIC_ACTIONS || (above->topic == TOPIC_SOFT && topic == TOPIC_NONE && action_is_group(block->text, block->len))) {
		const char *type = group.type;
		action_group_read(&group, &w->reader, block->text, block->len);
		/* "Preventive measures" have others as well; a part of the action items has not */
		group.type = above->topic == TOPIC_ACTIONS ? group.type : type;
		push(w, block->level, TOPIC_ACTIONS, &group);
	} else if (below && action_group_read(&group, &w->reader, block->text, block->len)) {
		push(w, block->level, TOPIC_ACTIONS, &group);
		if (group.team || group.owner)
			found_claim(&w->p->found, &w->p->blocks, index);
	} else if (below && is_item(w, index)) {
		read_heading_item(w, index, &above->group);
		push(w, block->level, TOPIC_STOP, &group);
	} else {
		push(w, block->level, below ? TOPIC_ACTIONS : topic, &group);
	}
	action_group_fini(&group);
	look_below(w, block->next);
}

/* ---- paragraphs ---------------------------------------------------------------------------------- */

/* A line of few words that ends in a colon, is bold, or would be a heading with a blank: it stands above something. */
static bool is_label(const struct block *block)
{
	enum { WORDS = 9, BYTES = 80 };
	if (block->kind != BLOCK_PARAGRAPH || !block->len || block->len > BYTES || text_words(block->text) > WORDS)
		return false;
	bool colon = block->text[block->len - 1] == ':' || (block->len > 3 && memcmp(block->text + block->len - 3, "：", 3) == 0);
	return colon || block->strong + 1 >= block->len || text_starts(block->text, "##");
}

static bool ends_in_colon(const struct block *block)
{
	return block->len && block->text[block->len - 1] == ':';
}

/* A sentence that says that something is to be done; 1 if it begins with the verb. */
static int commitment(const char *sentence)
{
	static const struct term words[] = {
		{ 2, "will prevent|would|action item|action items" },

		{ 1, "^add|^improve|^implement|^create|^update|^document|^fix|^monitor|^review|^investigate|^ensure|^enforce|^set up|^setup|"
		     "^develop|^hire|^enable|^disable|^remove|^move|^introduce|^automate|^test|^write|^build|^change|^configure|^increase|"
		     "^reduce|^make|^emphasize|^train|^establish|^migrate|^replace|^upgrade|^check|^consider|^use|^minimize|^limit|^store|^allow|^stop|^set|^ask|^find|^look into|^clarify|^define|^run|^schedule|^restrict|^extend|"
		     "^evaluate|^explore|^refactor|^deploy|^rotate|^split|^separate|^keep|^prevent|^avoid|^notify|^publish|^rewrite|^simplify|"
		     "^provide|^verify|^validate|^include|^switch|^adopt|^plan|^start|^tune|^raise|^lower|^lock|^pin|^protect|^have an|^bug bounty" },
		{ 0, "will|should|must|need to|needs to|want to|wants to|plan to|plans to|planning to|planned|going to|have to|has to|shall|"
		     "intend to|working on|sollten|sollte|mussen|muss|werden|wird|devons|doit|allons|il faut|debemos|debe|vamos a|deberiamos|"
		     "必要|予定|べき|应该|需要|必须|将会" },
	};
	return terms_read(words, LENGTH(words), sentence, strlen(sentence));
}

static void add_sentence(struct walker *w, const struct block *block, const struct buf *sentence, const struct action_group *group, size_t to,
	const struct block *links)
{
	enum { BESIDE_MAX = 12 }; /* bytes of marks and words such as "see" beside the link that a paragraph ends in */
	struct action_item item = { 0 };
	struct block part = *block;
	part.text = buf_text(sentence);
	part.len = (uint32_t)sentence->len;
	part.links = part.strong = 0;
	action_item_read(&item, &w->reader, &part, 0);
	if (links)
		action_item_put_block(&item, &w->reader, ACTION_PART_LINK, links);
	else if (block->links == 1 && sentence->len + BESIDE_MAX > block->len - w->p->blocks.links.items[block->link].len)
		action_item_put_block(&item, &w->reader, ACTION_PART_LINK, block);
	action_item_doubt(&item, "a sentence of a paragraph");
	action_group_apply(group, &item);
	action_item_add(&item, &w->reader, block->from, to, "paragraph");
}

/*
 * Paragraphs below a heading that means action items, where no list is: every sentence that begins with a verb such as "add",
 * or else the first that says that something is to be done; the last, if it leads to links.
 */
static void read_prose(struct walker *w, size_t index, const struct action_group *group)
{
	const struct block *block = block_at(w, index);
	size_t next = block->next;
	bool links = next < w->p->blocks.count && block_at(w, next)->kind == BLOCK_LIST && is_links_only(w, next);
	static const struct term again[] = { { 0, "^it|^they|^this|^these|^that|^those" } };
	struct buf sentence = { 0 }, chosen = { 0 }, before = { 0 };
	bool verbs = false;
	if (ends_in_colon(block) && !links)
		return;
	for (const char *at = block->text; points_sentence(&at, &sentence);) {
		int how = commitment(buf_text(&sentence));
		if (how == 1 && !links)
			add_sentence(w, block, &sentence, group, block->to, NULL);
		verbs = verbs || (how == 1 && !links);
		if ((how == 0 || how == 1) && (links || !chosen.len)) {
			bool it = terms_read(again, LENGTH(again), buf_text(&sentence), sentence.len) != TERM_NONE;
			buf_truncate(&chosen, 0);
			/* what "it" is was said in the sentence before */
			buf_printf(&chosen, "%s%s%s", it ? buf_text(&before) : "", it && before.len ? " " : "", buf_text(&sentence));
		}
		buf_truncate(&before, 0);
		buf_puts(&before, buf_text(&sentence));
	}
	if (chosen.len && !verbs)
		add_sentence(w, block, &chosen, group, links ? block_at(w, next)->to : block->to, links ? block_at(w, next + 1) : NULL);
	buf_fini(&sentence);
	buf_fini(&chosen);
	buf_fini(&before);
}

/* "Action item: …" as a paragraph of its own. */
static bool is_item_paragraph(const struct block *block)
{
	static const struct term words[] = { { 0, "=action item|=action items|=action|=ai|=follow up|=todo" } };
	const char *colon = memchr(block->text, ':', block->len < 40 ? block->len : 40);
	return colon && block->strong && block->len > (size_t)(colon - block->text) + 2 &&
	       terms_read(words, LENGTH(words), block->text, (size_t)(colon - block->text)) != TERM_NONE;
}

static void read_paragraph_item(struct walker *w, size_t index, const struct action_group *group)
{
	struct action_item item = { 0 };
	const struct block *block = block_at(w, index);
	struct block plain = *block;
	plain.strong = 0;
	action_item_read(&item, &w->reader, &plain, 0);
	action_group_apply(group, &item);
	bool kept = !item.lost;
	if (action_item_add(&item, &w->reader, block->from, block->to, "paragraph") && kept)
		found_claim(&w->p->found, &w->p->blocks, index);
}

/* A list or table follows at once. */
static bool leads_on(const struct walker *w, size_t index)
{
	size_t next = block_at(w, index)->next;
	return next < w->p->blocks.count && (block_at(w, next)->kind == BLOCK_LIST || block_at(w, next)->kind == BLOCK_TABLE);
}

/* "Here is a summary of the action items", right above a list. */
static bool announces(const struct walker *w, size_t index)
{
	static const struct term words[] = { { 0, "action item|action items" } };
	const struct block *block = block_at(w, index);
	enum { WORDS = 25 };
	return leads_on(w, index) && block->kind == BLOCK_PARAGRAPH && block->len < TERM_TEXT_MAX && text_words(block->text) <= WORDS &&
	       terms_read(words, LENGTH(words), block->text, block->len) != TERM_NONE;
}

static void read_label(struct walker *w, size_t index)
{
	const struct block *block = block_at(w, index);
	struct level *top = &w->levels.items[w->levels.count - 1];
	enum topic topic = announces(w, index) ? TOPIC_ACTIONS : topic_of(block->text, block->len);
	struct action_group group;
	action_group_copy(&group, &top->group);
	bool read = action_group_read(&group, &w->reader, block->text, block->len);
	end_label(w);
	if (topic == TOPIC_NONE && (top->topic == TOPIC_ACTIONS || (read && top->topic == TOPIC_SOFT)))
		topic = TOPIC_ACTIONS;
	w->label = (struct level){ 7, topic, group };
}

static void read_paragraph(struct walker *w, size_t index)
{
	const struct level *level = present(w);
	const struct block *block = block_at(w, index);
	if (is_item_paragraph(block) && level->topic != TOPIC_STOP)
		read_paragraph_item(w, index, &level->group);
	else if (is_label(block) || announces(w, index))
		read_label(w, index);
	else if (level->topic == TOPIC_ACTIONS && w->prose && !w->label.level)
		read_prose(w, index, &level->group);
	else if (w->label.level && !leads_on(w, index))
		end_label(w);
}

/* ---- the walk ------------------------------------------------------------------------------------ */

static bool has_tasks(const struct walker *w, size_t list)
{
	return list + 1 < w->p->blocks.count && block_at(w, list + 1)->task;
}

/* A list of facts, in which one is a label that means action items with a list of them below it. */
static void read_labelled(struct walker *w, size_t list)
{
	struct action_group none = { 0 };
	bool lost = false;
	for (size_t i = list + 1; i < block_at(w, list)->next; i = block_at(w, i)->next) {
		const struct block *item = block_at(w, i);
		bool label = item->len && item->strong + 1 >= item->len && topic_of(item->text, item->len) == TOPIC_ACTIONS;
		for (size_t below = i + 1; label && below < item->next; below = block_at(w, below)->next)
			if (block_at(w, below)->kind == BLOCK_LIST)
				actions_list(&w->reader, below, &none, &lost);
	}
}

static void read_block(struct walker *w, size_t index)
{
	const struct level *level = present(w);
	const struct block *block = block_at(w, index);
	bool lost = false;
	if (block->kind == BLOCK_PARAGRAPH)
		read_paragraph(w, index);
	else if (block->kind == BLOCK_TABLE)
		actions_table(&w->reader, index, &level->group, level->topic == TOPIC_ACTIONS, &lost);
	else if (block->kind == BLOCK_LIST && (level->topic == TOPIC_ACTIONS || (level->topic == TOPIC_SOFT && has_tasks(w, index)))) {
		if (!is_links_only(w, index) && (!w->numbered || block->ordered))
			actions_list(&w->reader, index, &level->group, &lost);
	} else if (block->kind == BLOCK_LIST && level->topic != TOPIC_STOP) {
		read_labelled(w, index);
	}
}

static void add_people(struct walker *w)
{
	const struct found *found = &w->p->found;
	enum { PEOPLE_MAX = 200 };
	for (size_t i = 0; i < found->items.count && w->reader.people.count < PEOPLE_MAX; i++)
		if (found->items.items[i].record.kind == ENTITY_ROLE)
			words_add(&w->reader.people, record_text(&found->items.items[i].record, ROLE_PERSON));
}

void postmortem_actions(struct postmortem *p)
{
	struct walker w = { .p = p, .reader = { .p = p }, .prose = true };
	struct action_group none = { 0 };
	bool title = true;
	add_people(&w);
	push(&w, 0, TOPIC_NONE, &none);
	for (size_t i = 0; i < p->blocks.count; i = block_at(&w, i)->next) {
		if (block_at(&w, i)->kind != BLOCK_HEADING) {
			read_block(&w, i);
			continue;
		}
		read_heading(&w, i, title && block_at(&w, i)->level == 1);
		title = false;
	}
	end_label(&w);
	while (w.levels.count)
		pop(&w);
	free(w.levels.items);
	words_fini(&w.reader.people);
}
