/*
 * The template engine: the input is templates separated by NUL bytes; the first is rendered, the
 * others are its partials a, b, c, … It must end, stay within its bounds, and give the same result
 * twice.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "doc/escape.h"
#include "doc/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const char *text;
	size_t len;
};

static bool load(void *data, const char *name, struct buf *title, struct buf *text,
	struct err *err)
{
	(void)title;
	const struct input *input = data;
	const char *at = input->text, *end = at + input->len;
	int skip = name[0] - 'a' + 1;
	if (name[0] < 'a' || name[0] > 'z' || name[1])
		return err_set(err, ERR_NOT_FOUND, "no %s", name);
	for (; at && skip > 0; skip--) {
		at = memchr(at, '\0', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	if (!at)
		return err_set(err, ERR_NOT_FOUND, "no %s", name);
	const char *stop = memchr(at, '\0', (size_t)(end - at));
	buf_put(text, at, (size_t)((stop ? stop : end) - at));
	return true;
}

static struct node *tree(void)
{
	struct node *root = node_new(), *list = node_add_list(root, "l"),
		    *object = node_add_object(root, "o");
	node_add_text(root, "t", "*text*\n| & <b>");
	node_add_text(root, "e", "");
	node_add_text(root, "p", "a");
	node_add_bool(root, "y", true);
	node_add_null(root, "n");
	node_add_text(list, NULL, "one");
	node_add_text(node_add_object(list, NULL), "t", "two");
	node_add_text(node_add_list(list, NULL), NULL, "three");
	node_add_text(object, "t", "inner");
	return root;
}

static bool render(const struct mustache *template, const struct node *root, struct input *input,
	struct buf *out)
{
	struct err err = { 0 };
	bool ok = mustache_render(template, root, escape_markdown, load, input, out, &err);
	if (!ok && (!err.text[0] || err.code == ERR_NONE))
		abort();
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { .text = (const char *)data, .len = size };
	struct buf first = { 0 }, second = { 0 };
	struct mustache *template;
	struct err err = { 0 };
	size_t len = strnlen(input.text, size);
	if (!mustache_parse(&template, "input", input.text, len, &err)) {
		if (template || !text_starts(err.text, "input:"))
			abort();
		return 0;
	}
	size_t comments;
	mustache_comments(template, &comments);
	struct node *root = tree();
	bool ok = render(template, root, &input, &first);
	if (render(template, root, &input, &second) != ok ||
		!text_equal(buf_text(&first), buf_text(&second)))
		abort();
	node_free(root);
	mustache_free(template);
	buf_fini(&first);
	buf_fini(&second);
	return 0;
}
