#include "doc/internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct open_tag {
	uint32_t op;
	uint32_t body;	 /* where its content begins */
	bool first;	 /* nothing but white space before it on its line */
	uint32_t before; /* the op of that white space, or its own */
};

struct parser {
	struct mustache *template;
	const char *text;
	size_t len, pos, line;
	struct buf open, close; /* the delimiters now in force */
	VEC(struct open_tag) stack;
	struct err *err;
};

/* One tag as it stands in the text. */
struct tag {
	char sigil; /* ' ' for a plain {{name}} */
	size_t at, end;
	const char *name; /* trimmed content, not terminated */
	size_t name_len;
	size_t line;
	size_t blank; /* white space before it back to the start of the line, if `first` */
	bool first;   /* first on its line */
	bool last;    /* nothing but white space after it on its line */
	size_t next;  /* the start of the following line, if `last` */
};

enum { TAG_SHOWN = 48 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

__attribute__((format(printf, 3, 4))) static bool refuse(
	const struct parser *p, const struct tag *tag, const char *format, ...)
{
	struct buf why = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&why, format, args);
	va_end(args);
	size_t len = (tag->end ? tag->end : p->len) - tag->at;
	const char *newline = memchr(p->text + tag->at, '\n', len);
	if (newline)
		len = (size_t)(newline - p->text) - tag->at;
	bool cut = len > TAG_SHOWN;
	err_set(p->err, ERR_USAGE, "%s:%zu: %.*s%s: %s", p->template->title, tag->line,
		cut ? TAG_SHOWN : (int)len, p->text + tag->at, cut ? "…" : "", buf_text(&why));
	buf_fini(&why);
	return false;
}

static bool starts_line(const struct parser *p, size_t at)
{
	return at == 0 || p->text[at - 1] == '\n';
}

static struct mustache_op *add_op(struct parser *p, enum mustache_kind kind, size_t line)
{
	struct mustache_op *op = vec_push(&p->template->ops);
	op->kind = kind;
	op->line = (uint32_t)line;
	op->end = (uint32_t)p->template->ops.count;
	return op;
}

static void add_text(struct parser *p, size_t from, size_t to)
{
	struct mustache_op *op = add_op(p, OP_TEXT, p->line);
	op->text = (uint32_t)from;
	op->text_len = (uint32_t)(to - from);
	op->fresh = starts_line(p, from);
}

/* The names of values are kept in parts, so that rendering need not split them each time. */
static bool add_name(struct parser *p, const struct tag *tag, struct mustache_op *op)
{
	struct buf *names = &p->template->names;
	bool path = op->kind == OP_VALUE || op->kind == OP_RAW || op->kind == OP_SECTION ||
		op->kind == OP_INVERTED || op->dynamic;
	const char *name = tag->name, *end = tag->name + tag->name_len;
	if (op->dynamic) {
		for (name++; name < end && isspace((unsigned char)*name); name++)
			;
	}
	if (name == end)
		return refuse(p, tag, "the tag has no name");
	for (const char *c = name; c < end; c++) {
		if ((unsigned char)*c <= ' ')
			return refuse(p, tag, "a name has no white space in it");
	}
	op->name = (uint32_t)names->len;
	if (path && end - name == 1 && *name == '.') {
		buf_put(names, "", 1);
		return true;
	}
	for (const char *part = name; part <= end; op->parts++) {
		const char *dot = path ? memchr(part, '.', (size_t)(end - part)) : NULL;
		size_t len = (size_t)((dot ? dot : end) - part);
		if (len == 0)
			return refuse(p, tag, "a part of the dotted name is empty");
		buf_put(names, part, len);
		buf_put(names, "", 1);
		part += len + 1;
	}
	return true;
}

static bool set_delimiters(struct parser *p, const struct tag *tag)
{
	const char *gap = tag->name, *end = tag->name + tag->name_len;
	while (gap < end && !isspace((unsigned char)*gap))
		gap++;
	const char *second = gap;
	while (second < end && isspace((unsigned char)*second))
		second++;
	const char *tail = second;
	while (tail < end && !isspace((unsigned char)*tail))
		tail++;
	if (gap == tag->name || second == end || tail != end ||
		memchr(tag->name, '=', tag->name_len) || memchr(tag->name, '\0', tag->name_len))
		return refuse(
			p, tag, "new delimiters are two words without =, as in {{=<%% %%>=}}");
	/* the name lies in the text, not in the buffers that change here */
	buf_truncate(&p->open, 0);
	buf_put(&p->open, tag->name, (size_t)(gap - tag->name));
	buf_truncate(&p->close, 0);
	buf_put(&p->close, second, (size_t)(end - second));
	return true;
}

static const struct open_tag *top(const struct parser *p)
{
	return p->stack.count ? &p->stack.items[p->stack.count - 1] : NULL;
}

static bool inside_parent(const struct parser *p, size_t depth)
{
	return p->stack.count >= depth &&
		p->template->ops.items[p->stack.items[p->stack.count - depth].op].kind == OP_PARENT;
}

static bool same_name(const struct parser *p, const struct mustache_op *op, const struct tag *tag)
{
	struct buf name = { 0 }, wanted = { 0 };
	buf_puts(&name, op->dynamic ? "*" : "");
	mustache_dotted(&name, p->template, op);
	for (size_t i = 0; i < tag->name_len; i++) {
		if (!isspace((unsigned char)tag->name[i]))
			buf_putc(&wanted, tag->name[i]);
	}
	bool same = text_equal(buf_text(&name), buf_text(&wanted));
	buf_fini(&name);
	buf_fini(&wanted);
	return same;
}

/* The white space that the first line of a block's own text begins with: its override gets the
 * same. */
static void measure_block(const struct parser *p, const struct open_tag *open, size_t end)
{
	struct mustache_op *op = &p->template->ops.items[open->op];
	if (!starts_line(p, open->body))
		return;
	size_t line = open->body;
	for (;;) {
		size_t at = line;
		while (at < end && is_blank(p->text[at]))
			at++;
		if (at == end)
			return;
		if (p->text[at] != '\n' && p->text[at] != '\r') {
			op->body_indent = (uint32_t)(at - line);
			break;
		}
		line = at + 1;
	}
	if (op->standalone) {
		op->text = (uint32_t)line;
		op->text_len = op->body_indent;
	}
}

static bool close_tag(struct parser *p, struct tag *tag)
{
	const struct open_tag *open = top(p);
	if (!open)
		return refuse(p, tag, "it closes nothing: no section is open here");
	struct mustache_op *op = &p->template->ops.items[open->op];
	if (!same_name(p, op, tag)) {
		struct buf shown = { 0 };
		mustache_show(&shown, p->template, op);
		refuse(p, tag, "%s of line %u is still open and has to be closed first",
			buf_text(&shown), op->line);
		buf_fini(&shown);
		return false;
	}
	bool alone = tag->first && tag->last;
	/* what follows a block inside a parent is not printed, so it cannot share the line */
	bool bare = alone || (tag->first && op->kind == OP_BLOCK && inside_parent(p, 2));
	size_t to = bare ? tag->at - tag->blank : tag->at;
	if (op->kind == OP_PARENT) {
		alone = open->first && tag->last;
		op->standalone = alone;
		if (alone && open->before != open->op)
			p->template->ops.items[open->before].text_len = 0;
		if (alone)
			p->template->ops.items[open->before].fresh = false;
	}
	if (to > p->pos)
		add_text(p, p->pos, to);
	else if (starts_line(p, tag->at) && !bare)
		add_text(p, tag->at, tag->at);
	op = &p->template->ops.items[open->op]; /* adding may have moved it */
	op->end = (uint32_t)p->template->ops.count;
	if (op->kind == OP_BLOCK)
		measure_block(p, open, tag->at);
	uint32_t at = open->op;
	p->stack.count--;
	tag->end = alone ? tag->next : tag->end;
	return op->kind != OP_PARENT || mustache_sort_blocks(p->template, at, p->err);
}

static bool open_tag(struct parser *p, struct tag *tag)
{
	enum mustache_kind kind = OP_VALUE;
	while (mustache_sigils[kind] != tag->sigil)
		kind++;
	bool ignored = inside_parent(p, 1);
	bool first = tag->first || (kind == OP_BLOCK && ignored);
	bool alone = kind >= OP_SECTION && kind != OP_PARENT && first && tag->last;
	size_t blank = tag->first ? tag->blank : 0;
	size_t to = alone ? tag->at - blank : tag->at;
	uint32_t before = (uint32_t)p->template->ops.count;
	if (kind == OP_PARENT && tag->first) {
		/* only its end tells whether it stands alone: keep the white space separate */
		to = tag->at - blank;
		if (to > p->pos)
			add_text(p, p->pos, to);
		before = (uint32_t)p->template->ops.count;
		if (blank)
			add_text(p, to, tag->at);
	} else if (to > p->pos) {
		add_text(p, p->pos, to);
	}
	uint32_t at = (uint32_t)p->template->ops.count;
	struct mustache_op *op = add_op(p, kind, tag->line);
	op->standalone = alone;
	op->fresh = !alone && starts_line(p, tag->at);
	op->dynamic =
		(kind == OP_PARTIAL || kind == OP_PARENT) && tag->name_len && *tag->name == '*';
	if (tag->first && (alone || kind == OP_PARENT || kind == OP_BLOCK)) {
		op->text = (uint32_t)(tag->at - blank);
		op->text_len = (uint32_t)blank;
	}
	if (!add_name(p, tag, op))
		return false;
	size_t tag_end = tag->end;
	tag->end = alone ? tag->next : tag_end;
	if (kind < OP_SECTION || kind == OP_PARTIAL)
		return true;
	if (p->stack.count == MUSTACHE_DEPTH_MAX) {
		tag->end = tag_end;
		return refuse(p, tag, "sections are nested more than %d deep", MUSTACHE_DEPTH_MAX);
	}
	*vec_push(&p->stack) = (struct open_tag){
		.op = at, .body = (uint32_t)tag->end, .first = tag->first, .before = before
	};
	return true;
}

/* Tags that print nothing and hold nothing: comments and new delimiters. */
static bool silent_tag(struct parser *p, struct tag *tag)
{
	bool alone = tag->first && tag->last;
	size_t to = alone ? tag->at - tag->blank : tag->at;
	if (to > p->pos)
		add_text(p, p->pos, to);
	else if (!alone && starts_line(p, tag->at))
		add_text(p, tag->at, tag->at);
	if (tag->sigil == '!')
		mustache_add_comment(p->template, tag->line, tag->name, tag->name_len);
	else if (!set_delimiters(p, tag))
		return false;
	tag->end = alone ? tag->next : tag->end;
	return true;
}

/* Where a delimiter next stands, or the end. Not memmem: sanitizers read all of the text at each
 * call. */
static size_t find(const struct parser *p, size_t at, const struct buf *mark)
{
	while (p->len - at >= mark->len) {
		const char *first =
			memchr(p->text + at, mark->data[0], p->len - at - mark->len + 1);
		if (!first)
			break;
		at = (size_t)(first - p->text);
		if (memcmp(first, mark->data, mark->len) == 0)
			return at;
		at++;
	}
	return p->len;
}

/* Find the extent of the tag whose opening delimiter is at tag->at. */
static bool read_tag(struct parser *p, struct tag *tag)
{
	size_t start = tag->at + p->open.len;
	tag->sigil = start < p->len && strchr("#^>/<$&{!=", p->text[start]) && p->text[start]
		? p->text[start]
		: ' ';
	char also = tag->sigil == '{' ? '}' : tag->sigil == '=' ? '=' : '\0';
	size_t from = start + (tag->sigil != ' ');
	struct buf close = { 0 };
	if (also)
		buf_putc(&close, also);
	buf_puts(&close, buf_text(&p->close));
	size_t at = from <= p->len ? find(p, from, &close) : p->len;
	if (at >= p->len) {
		refuse(p, tag, "the tag has no end: %s is missing", buf_text(&close));
		buf_fini(&close);
		return false;
	}
	const char *end = p->text + at;
	tag->end = at + close.len;
	buf_fini(&close);
	if (tag->sigil == '{')
		tag->sigil = '&';
	tag->name = p->text + from;
	while (tag->name < end && isspace((unsigned char)*tag->name))
		tag->name++;
	while (end > tag->name && isspace((unsigned char)end[-1]))
		end--;
	tag->name_len = (size_t)(end - tag->name);

	at = tag->at;
	while (at > 0 && is_blank(p->text[at - 1]))
		at--;
	tag->first = starts_line(p, at);
	tag->blank = tag->at - at;
	at = tag->end;
	while (at < p->len && is_blank(p->text[at]))
		at++;
	if (at + 1 < p->len && p->text[at] == '\r' && p->text[at + 1] == '\n')
		at++;
	tag->last = at == p->len || p->text[at] == '\n';
	tag->next = at < p->len ? at + 1 : at;
	return true;
}

static size_t count_lines(const char *text, size_t from, size_t to)
{
	size_t lines = 0;
	for (const char *at = text + from; (at = memchr(at, '\n', (size_t)(text + to - at))); at++)
		lines++;
	return lines;
}

static bool parse(struct parser *p)
{
	while (p->pos < p->len) {
		struct tag tag = { .at = find(p, p->pos, &p->open) };
		if (tag.at == p->len) {
			add_text(p, p->pos, p->len);
			break;
		}
		tag.line = p->line + count_lines(p->text, p->pos, tag.at);
		if (!read_tag(p, &tag))
			return false;
		bool ok = tag.sigil == '/'		       ? close_tag(p, &tag)
			: tag.sigil == '!' || tag.sigil == '=' ? silent_tag(p, &tag)
							       : open_tag(p, &tag);
		if (!ok)
			return false;
		p->line += count_lines(p->text, p->pos, tag.end);
		p->pos = tag.end;
	}
	if (!p->stack.count)
		return true;
	return mustache_fail(p->template, &p->template->ops.items[top(p)->op], p->err,
		"the tag is never closed: {{/%s}} is missing",
		mustache_name(p->template, &p->template->ops.items[top(p)->op]));
}

bool mustache_parse(
	struct mustache **out, const char *name, const char *text, size_t len, struct err *err)
{
	*out = NULL;
	if (len > MUSTACHE_TEMPLATE_MAX)
		return err_set(err, ERR_USAGE, "%s: the template has %zu bytes, the limit is %d",
			name, len, MUSTACHE_TEMPLATE_MAX);
	struct mustache *template = mem_new(1, sizeof *template);
	template->title = mem_copy(name);
	template->text = mem_copy_n(text, len);
	struct parser p = {
		.template = template, .text = template->text, .len = len, .line = 1, .err = err
	};
	buf_puts(&p.open, "{{");
	buf_puts(&p.close, "}}");
	bool ok = parse(&p);
	buf_fini(&p.open);
	buf_fini(&p.close);
	free(p.stack.items);
	if (ok)
		*out = template;
	else
		mustache_free(template);
	return ok;
}
