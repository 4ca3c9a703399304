/* Lines put from pieces: the containers they stand in, blank lines between, words wrapped. */
#include "doc/layout.h"

#include <string.h>

#include "base/text.h"

enum {
	TEXT_MIN = 12, /* containers inside others that would leave less get no room of their own */
	LINK_MAX = 2048, /* bytes of an address that is kept whole */
};

static int container_width(const struct container *container)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): one that was counted is there */
	return (int)text_width(container->rest, strlen(container->rest));
}

/* How many containers have room, and what they leave for the text. */
static size_t shown(const struct layout *layout, int *width)
{
	size_t i = 0;
	*width = layout->columns;
	for (; i < layout->containers.count; i++) {
		int left = *width - container_width(&layout->containers.items[i]);
		if (left < TEXT_MIN)
			break;
		*width = left;
	}
	return i;
}

int layout_width(const struct layout *layout)
{
	int width;
	shown(layout, &width);
	return width;
}

static struct preview_line *line_new(struct layout *layout)
{
	struct preview *out = layout->out;
	struct preview_line *line = vec_push(&out->lines);
	*line = (struct preview_line){
		.at = out->text.len, .span = out->spans.count, .source = layout->source
	};
	return line;
}

void layout_put(struct layout *layout, enum preview_role role, const char *text, size_t len)
{
	struct preview *out = layout->out;
	struct preview_line *line = &out->lines.items[out->lines.count - 1];
	struct preview_span *last =
		line->span_count ? &out->spans.items[out->spans.count - 1] : NULL;
	if (!len)
		return;
	if (!last || last->role != role) {
		last = vec_push(&out->spans);
		*last = (struct preview_span){ out->text.len - line->at, 0, role };
		line->span_count++;
	}
	last->len += len;
	buf_put(&out->text, text, len);
}

void layout_fill(struct layout *layout, enum preview_role role, const char *text, int count)
{
	for (int i = 0; i < count; i++)
		layout_put(layout, role, text, strlen(text));
}

/* A blank line, which quotes go on through. */
static void put_gap(struct layout *layout)
{
	int width;
	size_t count = shown(layout, &width), last = 0;
	layout->gap = false;
	if (!layout->out->lines.count)
		return;
	line_new(layout);
	for (size_t i = 0; i < count; i++)
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): so many of them are there */
		if (layout->containers.items[i].begun &&
			layout->containers.items[i].role == PREVIEW_RULE)
			last = i + 1;
	for (size_t i = 0; i < last; i++) {
		const struct container *container = &layout->containers.items[i];
		layout_put(layout, container->role, container->rest, strlen(container->rest));
	}
	layout_end(layout);
}

void layout_begin(struct layout *layout)
{
	int width;
	size_t count = shown(layout, &width);
	if (layout->gap)
		put_gap(layout);
	line_new(layout);
	for (size_t i = 0; i < layout->containers.count; i++) {
		struct container *container = &layout->containers.items[i];
		const char *mark = container->begun ? container->rest : container->first;
		if (i < count)
			layout_put(layout, container->role, mark, strlen(mark));
		container->begun = true;
	}
}

void layout_end(struct layout *layout)
{
	struct preview *out = layout->out;
	struct preview_line *line = &out->lines.items[out->lines.count - 1];
	line->len = out->text.len - line->at;
	buf_putc(&out->text, '\n');
}

void layout_run(struct layout *layout, const struct flow *flow, size_t at, size_t len)
{
	size_t low = 0, high = flow->spans.count;
	/* the last span that begins at or before `at` */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (flow->spans.items[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	for (size_t i = low; i < flow->spans.count && flow->spans.items[i].at < at + len; i++) {
		const struct preview_span *span = &flow->spans.items[i];
		size_t from = span->at > at ? span->at : at;
		size_t to = span->at + span->len < at + len ? span->at + span->len : at + len;
		if (to > from)
			layout_put(layout, span->role, flow->text.data + from, to - from);
	}
}

/* Where a word that was broken to fit the row ends, if there is an address in it. */
static size_t whole_link(const struct flow *flow, size_t at, size_t len)
{
	const char *text = flow->text.data + at;
	size_t word = len, end = len;
	while (word && !strchr(" \n", text[word - 1]))
		word--;
	while (at + end < flow->text.len && end - word < LINK_MAX && !strchr(" \n", text[end]))
		end++;
	return end - word < LINK_MAX && memmem(text + word, end - word, "://", 3) ? end : len;
}

int layout_wrap(struct layout *layout, const struct flow *flow)
{
	int columns = layout_width(layout), widest = 0;
	for (size_t at = 0, next; at < flow->text.len; at = next) {
		size_t len = flow_row(flow, at, columns, &next);
		if (layout->out->whole_links && next == at + len) {
			len = whole_link(flow, at, len);
			next = at + len;
			while (next < flow->text.len && flow->text.data[next] == ' ')
				next++;
		}
		int width = (int)text_width(flow->text.data + at, len);
		widest = width > widest ? width : widest;
		layout_begin(layout);
		layout_run(layout, flow, at, len);
		layout_end(layout);
	}
	return widest;
}
