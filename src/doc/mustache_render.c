#include "doc/internal.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What {{name}} is looked up in, innermost first. */
struct scope {
	const struct node *node;
	const struct scope *outer;
};

/* A {{<parent}} being rendered: the blocks it was given go before the ones of the parents inside
 * it. */
struct frame {
	const struct mustache *template;
	const struct mustache_op *parent;
	const struct frame *outer;
};

/* Where the ops being run come from and how their lines are indented. */
struct place {
	const struct mustache *template;
	const struct frame *frames;
	size_t dedent; /* bytes of white space to drop from each line of an overriding block */
};

struct partial {
	char *name;
	struct mustache *template; /* NULL: there is none of that name */
};

struct renderer {
	mustache_escape *escape;
	mustache_load *load;
	void *data;
	struct mustache_map *map; /* NULL: nobody asked for it */
	struct buf *out;
	size_t start; /* of our output in `out` */
	size_t steps, depth;
	struct buf indent; /* from `base` on: what the lines of the template being run begin with */
	size_t base;
	enum {
		LINE_MARKED, /* indent where the template begins a line */
		LINE_DUE,    /* indent before whatever comes next */
		LINE_HELD,   /* what comes next stands on a line already begun */
	} line;
	void *partials; /* tsearch tree of struct partial */
	const struct mustache_watch *watch;
	struct err *err;
};

static bool run(struct renderer *r, const struct place *place, const struct scope *scope,
	size_t from, size_t to);

static const struct mustache_op *op_at(const struct place *place, size_t i)
{
	return &place->template->ops.items[i];
}

static const char *name_of(const struct place *place, const struct mustache_op *op)
{
	return mustache_name(place->template, op);
}

static bool fits(struct renderer *r, const struct place *place, const struct mustache_op *op)
{
	if (r->out->len - r->start <= MUSTACHE_OUTPUT_MAX)
		return true;
	return mustache_fail(place->template, op, r->err, "the rendered document exceeds %d MiB",
		MUSTACHE_OUTPUT_MAX >> 20);
}

static bool enter(struct renderer *r, const struct place *place, const struct mustache_op *op)
{
	if (r->depth++ < MUSTACHE_DEPTH_MAX)
		return true;
	return mustache_fail(place->template, op, r->err,
		"more than %d sections, partials and blocks in each other: does a partial include "
		"itself?",
		MUSTACHE_DEPTH_MAX);
}

/* ---- lines ------------------------------------------------------------------------------- */

/* Indent if a line begins here. */
static void begin_piece(struct renderer *r, bool fresh)
{
	if (r->line == LINE_DUE || (fresh && r->line == LINE_MARKED))
		buf_put(r->out, buf_text(&r->indent) + r->base, r->indent.len - r->base);
	r->line = LINE_MARKED;
}

static size_t dedented(const char *text, size_t len, size_t dedent)
{
	size_t n = 0;
	while (n < len && n < dedent && (text[n] == ' ' || text[n] == '\t'))
		n++;
	return n;
}

static void put_text(struct renderer *r, const struct place *place, const struct mustache_op *op)
{
	const char *text = place->template->text + op->text;
	size_t len = op->text_len;
	bool fresh = op->fresh;
	if (r->indent.len == r->base && place->dedent == 0) {
		buf_put(r->out, text, len);
		r->line = LINE_MARKED;
		return;
	}
	do {
		const char *newline = len ? memchr(text, '\n', len) : NULL;
		size_t piece = newline ? (size_t)(newline - text) + 1 : len;
		size_t skip = fresh ? dedented(text, piece, place->dedent) : 0;
		bool blank = newline && strspn(text + skip, "\r\n") > 0 && piece - skip <= 2;
		if (!blank)
			begin_piece(r, fresh);
		buf_put(r->out, text + skip, piece - skip);
		r->line = LINE_MARKED;
		text += piece;
		len -= piece;
		fresh = true;
	} while (len);
}

/* Make the lines that follow begin with `len` more bytes of the template's own white space. */
static void push_indent(struct renderer *r, const struct place *place, const struct mustache_op *op)
{
	const char *blank = place->template->text + op->text;
	size_t skip = dedented(blank, op->text_len, place->dedent);
	buf_put(&r->indent, blank + skip, op->text_len - skip);
}

/* ---- values ------------------------------------------------------------------------------ */

static const struct node *find(const struct scope *scope, const char *name, uint32_t parts)
{
	if (!parts)
		return scope->node;
	const struct node *node = NULL;
	for (; scope && !node; scope = scope->outer)
		node = node_find(scope->node, name);
	while (node && --parts) {
		name += strlen(name) + 1;
		node = node_find(node, name);
	}
	return node;
}

/* A piece of the map that begins here; closed with its number when what belongs to it was printed. */
static size_t open_origin(struct renderer *r, const struct node *node)
{
	if (!r->map || !*node_origin(node))
		return SIZE_MAX;
	mustache_map_add(r->map, r->out->len - r->start, 0, node_origin(node));
	return r->map->count - 1;
}

static void close_origin(struct renderer *r, size_t piece)
{
	if (piece != SIZE_MAX)
		r->map->items[piece].len = r->out->len - r->start - r->map->items[piece].at;
}

/* The value an op names; whoever watches is told. */
static const struct node *look_up(const struct renderer *r, const struct place *place,
	const struct scope *scope, const struct mustache_op *op)
{
	const struct node *node = find(scope, name_of(place, op), op->parts);
	if (r->watch && r->watch->name) {
		struct mustache_tag tag = mustache_tag_of(place->template, op);
		struct buf name = { 0 };
		mustache_dotted(&name, place->template, op);
		r->watch->name(r->watch->data, &tag, buf_text(&name), node != NULL);
		buf_fini(&name);
	}
	return node;
}

static bool put_value(struct renderer *r, const struct place *place, const struct mustache_op *op,
	const struct node *value)
{
	begin_piece(r, op->fresh);
	size_t piece = open_origin(r, value);
	if (op->kind == OP_VALUE)
		r->escape(r->out, node_text(value));
	else if (r->watch && r->watch->raw)
		r->watch->raw(r->watch->data, r->out, node_text(value));
	else
		buf_puts(r->out, node_text(value));
	close_origin(r, piece);
	return fits(r, place, op);
}

static bool run_section(
	struct renderer *r, const struct place *place, const struct scope *scope, size_t at)
{
	const struct mustache_op *op = op_at(place, at);
	const struct node *value = look_up(r, place, scope, op);
	bool list = node_kind(value) == NODE_LIST;
	if (!op->standalone)
		begin_piece(r, op->fresh);
	if (node_true(value) == (op->kind == OP_INVERTED)) {
		if (op->kind == OP_SECTION && !list)
			open_origin(r, value);
		return true;
	}
	if (op->kind == OP_INVERTED)
		return run(r, place, scope, at + 1, op->end);
	for (const struct node *item = list ? node_first(value) : value; item;
		item = node_next(item)) {
		struct scope inner = { .node = item, .outer = scope };
		size_t piece = node_kind(item) == NODE_OBJECT ? open_origin(r, item) : SIZE_MAX;
		if (!run(r, place, &inner, at + 1, op->end))
			return false;
		close_origin(r, piece);
		if (!list)
			break;
	}
	return true;
}

/* ---- partials, parents, blocks ----------------------------------------------------------- */

static int compare_partials(const void *a, const void *b)
{
	const struct partial *first = a, *second = b;
	return strcmp(first->name, second->name);
}

static void free_partial(void *item)
{
	struct partial *partial = item;
	mustache_free(partial->template);
	free(partial->name);
	free(partial);
}

static bool load_partial(struct renderer *r, const struct place *place,
	const struct mustache_op *op, struct partial *partial)
{
	struct buf title = { 0 }, text = { 0 };
	struct err err = { 0 };
	bool ok = r->load && r->load(r->data, partial->name, &title, &text, &err);
	if (ok) {
		ok = mustache_parse(&partial->template,
			title.len ? buf_text(&title) : partial->name, buf_text(&text), text.len,
			&err);
	} else if (!r->load || err.code == ERR_NOT_FOUND) {
		struct mustache_tag tag = mustache_tag_of(place->template, op);
		if (r->watch && r->watch->missing)
			r->watch->missing(r->watch->data, &tag, partial->name);
		ok = true;
	}
	if (!ok) {
		err_set(r->err, err.code, "%s", err.text);
		err_wrap(r->err, "%s:%u: {{%c%s}}", place->template->title, op->line,
			op->kind == OP_PARTIAL ? '>' : '<', partial->name);
	}
	buf_fini(&title);
	buf_fini(&text);
	return ok;
}

/* The template that a partial or parent tag names; NULL in `*out` if there is none. */
static bool find_partial(struct renderer *r, const struct place *place, const struct scope *scope,
	const struct mustache_op *op, const struct mustache **out)
{
	const char *name = name_of(place, op);
	*out = NULL;
	if (op->dynamic)
		name = node_text(look_up(r, place, scope, op));
	if (!*name)
		return true;
	struct partial *partial = mem_new(1, sizeof *partial);
	partial->name = mem_copy(name);
	struct partial **slot = tsearch(partial, &r->partials, compare_partials);
	if (!slot)
		out_of_memory();
	/* cppcheck-suppress nullPointerRedundantCheck; BUG() does not return */
	if (*slot != partial) {
		free_partial(partial);
	} else if (!load_partial(r, place, op, partial)) {
		tdelete(partial, &r->partials, compare_partials);
		free_partial(partial);
		return false;
	}
	*out = (*slot)->template;
	return true;
}

static bool run_partial(struct renderer *r, const struct place *place, const struct scope *scope,
	const struct mustache_op *op)
{
	const struct mustache *template;
	if (!find_partial(r, place, scope, op, &template))
		return false;
	if (!op->standalone)
		begin_piece(r, op->fresh);
	if (!template)
		return true;
	size_t indent = r->indent.len, base = r->base;
	struct frame frame = { .template = place->template, .parent = op, .outer = place->frames };
	struct place inside = { .template = template,
		.frames = op->kind == OP_PARENT ? &frame : place->frames };
	if (op->standalone)
		push_indent(r, place, op);
	else
		r->base = r->indent.len;
	bool ok = run(r, &inside, scope, 0, template->ops.count);
	buf_truncate(&r->indent, indent);
	r->base = base;
	return ok;
}

static bool run_block(
	struct renderer *r, const struct place *place, const struct scope *scope, size_t at)
{
	const struct mustache_op *op = op_at(place, at), *given = NULL;
	const struct frame *from = NULL;
	for (const struct frame *frame = place->frames; frame; frame = frame->outer) {
		const struct mustache_op *block =
			mustache_block(frame->template, frame->parent, name_of(place, op));
		given = block ? block : given;
		from = block ? frame : from;
	}
	if (!op->standalone)
		begin_piece(r, op->fresh);
	if (!given)
		return run(r, place, scope, at + 1, op->end);
	size_t indent = r->indent.len;
	struct place inside = {
		.template = from->template, .frames = from->outer, .dedent = given->body_indent
	};
	push_indent(r, place, op);
	if (!op->standalone)
		r->line = LINE_HELD;
	else if (r->line != LINE_HELD)
		r->line = LINE_DUE;
	size_t first = (size_t)(given - from->template->ops.items) + 1;
	bool ok = run(r, &inside, scope, first, given->end);
	r->line = LINE_MARKED;
	buf_truncate(&r->indent, indent);
	return ok;
}

static bool run(struct renderer *r, const struct place *place, const struct scope *scope,
	size_t from, size_t to)
{
	bool ok = true;
	size_t next;
	for (size_t i = from; ok && i < to; i = next) {
		const struct mustache_op *op = op_at(place, i);
		next = op->end;
		if (r->steps++ >= MUSTACHE_STEPS_MAX)
			return mustache_fail(place->template, op, r->err,
				"rendering takes more than %d steps: do partials multiply each "
				"other?",
				MUSTACHE_STEPS_MAX);
		switch (op->kind) {
		case OP_TEXT:
			put_text(r, place, op);
			ok = fits(r, place, op);
			continue;
		case OP_VALUE:
		case OP_RAW:
			ok = put_value(r, place, op, look_up(r, place, scope, op));
			continue;
		case OP_SECTION:
		case OP_INVERTED:
			ok = enter(r, place, op) && run_section(r, place, scope, i);
			break;
		case OP_PARTIAL:
		case OP_PARENT:
			ok = enter(r, place, op) && run_partial(r, place, scope, op);
			break;
		case OP_BLOCK:
			ok = enter(r, place, op) && run_block(r, place, scope, i);
			break;
		}
		r->depth--;
	}
	return ok;
}

bool mustache_render_watched(const struct mustache *template, const struct node *root,
	mustache_escape *escape, mustache_load *load, void *data, const struct mustache_watch *watch,
	struct buf *out, struct err *err)
{
	struct renderer r = { .escape = escape,
		.load = load,
		.data = data,
		.map = watch ? watch->map : NULL,
		.watch = watch,
		.out = out,
		.start = out->len,
		.err = err };
	struct scope scope = { .node = root };
	struct place place = { .template = template };
	bool ok = run(&r, &place, &scope, 0, template->ops.count);
	tdestroy(r.partials, free_partial);
	buf_fini(&r.indent);
	return ok;
}

bool mustache_render(const struct mustache *template, const struct node *root,
	mustache_escape *escape, mustache_load *load, void *data, struct buf *out, struct err *err)
{
	return mustache_render_watched(template, root, escape, load, data, NULL, out, err);
}
