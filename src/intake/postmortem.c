#include "intake/postmortem.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/heading.h"

static void find_keys(struct postmortem *p)
{
	p->keys = mem_new(p->blocks.count + 1, sizeof *p->keys);
	for (size_t i = 0; i < p->blocks.count; i++)
		if (p->blocks.items[i].kind == BLOCK_HEADING)
			p->keys[i] = heading_key(p->blocks.items[i].text, p->blocks.items[i].len, 0);
}

bool postmortem_read(struct postmortem *out, const char *source, size_t len, const struct intake_context *context,
	struct err *err)
{
	static void (*const steps[])(struct postmortem *) = { postmortem_split, postmortem_head, postmortem_timeline, postmortem_milestones,
		postmortem_actions, postmortem_causes, postmortem_references, postmortem_cover };
	*out = (struct postmortem){ .source = source, .len = len, .context = context };
	record_init(&out->incident, ENTITY_INCIDENT);
	postmortem_front(out);
	if (!blocks_read(&out->blocks, source, len, out->front, err))
		return false;
	found_init(&out->found, out->blocks.count);
	find_keys(out);
	for (size_t i = 0; i < LENGTH(steps); i++)
		steps[i](out);
	return true;
}

void postmortem_fini(struct postmortem *postmortem)
{
	for (size_t i = 0; i < postmortem->sections.count; i++) {
		free(postmortem->sections.items[i].key);
		free(postmortem->sections.items[i].heading);
	}
	free(postmortem->sections.items);
	free(postmortem->keys);
	record_fini(&postmortem->incident);
	found_fini(&postmortem->found);
	blocks_fini(&postmortem->blocks);
}

static char *part(const struct postmortem *postmortem, size_t from, size_t to)
{
	return mem_copy_n(postmortem->source + from, to - from);
}

static void put_covers(struct record *out, unsigned covers)
{
	static const char *const names[] = { "events", "actions", "causes", "roles", "references", "head" };
	struct buf text = { 0 };
	for (size_t i = 0; i < LENGTH(names); i++)
		if (covers & 1u << i)
			buf_printf(&text, "%s%s", text.len ? "," : "", names[i]);
	record_set_text(out, SECTION_COVERS, buf_text(&text));
	buf_fini(&text);
}

void postmortem_section_record(const struct postmortem *postmortem, size_t index, struct record *out)
{
	const struct postmortem_section *section = &postmortem->sections.items[index];
	char *markup = part(postmortem, section->markup, section->text);
	char *text = part(postmortem, section->text, section->to);
	record_init(out, ENTITY_SECTION);
	record_set_text(out, SECTION_KEY, section->key);
	record_set_text(out, SECTION_HEADING, section->heading);
	record_set_int(out, SECTION_LEVEL, section->level);
	record_set_int(out, SECTION_POSITION, ((int64_t)index + 1) * SECTION_STEP);
	record_set_text(out, SECTION_MARKUP, markup);
	record_set_text(out, SECTION_TEXT, text);
	put_covers(out, section->covers);
	free(markup);
	free(text);
}
