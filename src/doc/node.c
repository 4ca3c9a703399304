#include "doc/node.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"

struct chunk {
	struct chunk *older;
	size_t used, size;
	_Alignas(max_align_t) char bytes[];
};

enum { NAMES = 64 };

struct arena {
	struct chunk *newest;
	const char *names[NAMES]; /* copied lately: the items of a list all have the same */
};

/* There may be ten for each event: they are kept small. */
struct node {
	enum node_kind kind : 8;
	bool value : 1;
	uint32_t count;
	const char *name;
	const char *origin; /* NULL: not said */
	struct arena *arena;
	union {
		const char *text;
		struct node *first;
	};
	struct node *last, *next;
	struct node *added; /* the newest of its members: one that was replaced is not the last */
};

enum { CHUNK_SIZE = 16 * 1024 };

static void *take(struct arena *arena, size_t size, size_t align)
{
	struct chunk *chunk = arena->newest;
	size_t at = chunk ? (chunk->used + align - 1) / align * align : 0;
	if (!chunk || at > chunk->size || size > chunk->size - at) {
		size_t room = size > CHUNK_SIZE / 4 ? size : CHUNK_SIZE;
		/* not cleared: every byte that is taken is written */
		chunk = mem_resize(NULL, 1, sizeof *chunk + room);
		chunk->size = room;
		chunk->older = arena->newest;
		arena->newest = chunk;
		at = 0;
	}
	chunk->used = at + size;
	return chunk->bytes + at;
}

static const char *copy(struct arena *arena, const char *text)
{
	if (!*text)
		return "";
	size_t size = strlen(text) + 1;
	char *bytes = take(arena, size, 1);
	memcpy(bytes, text, size);
	return bytes;
}

static const char *copy_name(struct arena *arena, const char *name)
{
	size_t slot = *name ? ((unsigned char)name[0] * 7u + (unsigned char)name[1]) % NAMES : 0;
	if (!arena->names[slot] || strcmp(arena->names[slot], name) != 0)
		arena->names[slot] = copy(arena, name);
	return arena->names[slot];
}

struct node *node_new(void)
{
	struct arena first = { .newest = NULL };
	struct arena *arena = take(&first, sizeof *arena, _Alignof(struct arena));
	struct node *root = take(&first, sizeof *root, _Alignof(struct node));
	*arena = first;
	*root = (struct node){ .kind = NODE_OBJECT, .name = "", .arena = arena };
	return root;
}

void node_free(struct node *root)
{
	if (!root)
		return;
	for (struct chunk *chunk = root->arena->newest; chunk;) {
		struct chunk *older = chunk->older;
		free(chunk);
		chunk = older;
	}
}

/* Names are short and mostly differ in their first letter. */
static bool is_named(const struct node *node, const char *name)
{
	return node->name[0] == name[0] && strcmp(node->name, name) == 0;
}

static struct node *add(struct node *parent, const char *name, enum node_kind kind)
{
	struct arena *arena = parent->arena;
	if (parent->kind != NODE_OBJECT && parent->kind != NODE_LIST)
		BUG("a node added below a value");
	if ((parent->kind == NODE_OBJECT) != (name != NULL))
		BUG("list items have no name, members of an object have one");
	struct node *node = NULL;
	for (struct node *member = parent->first; name && member && !node; member = member->next)
		node = is_named(member, name) ? member : NULL;
	if (node) {
		*node = (struct node){
			.kind = kind, .name = node->name, .arena = arena, .next = node->next
		};
		parent->added = node;
		return node;
	}
	node = take(arena, sizeof *node, _Alignof(struct node));
	*node = (struct node){
		.kind = kind, .name = name ? copy_name(arena, name) : "", .arena = arena
	};
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = parent->added = node;
	parent->count++;
	return node;
}

struct node *node_add_object(struct node *parent, const char *name)
{
	return add(parent, name, NODE_OBJECT);
}

struct node *node_add_list(struct node *parent, const char *name)
{
	return add(parent, name, NODE_LIST);
}

void node_add_text(struct node *parent, const char *name, const char *text)
{
	struct node *node = add(parent, name, text ? NODE_TEXT : NODE_NULL);
	if (text)
		node->text = copy(parent->arena, text);
}

void node_add_bool(struct node *parent, const char *name, bool value)
{
	add(parent, name, NODE_BOOL)->value = value;
}

void node_add_null(struct node *parent, const char *name)
{
	add(parent, name, NODE_NULL);
}

void node_set_origin(struct node *parent, const char *origin)
{
	if (!parent->added)
		BUG("the origin of a node that was never added");
	parent->added->origin = copy(parent->arena, origin);
}

const char *node_origin(const struct node *node)
{
	return node && node->origin ? node->origin : "";
}

void node_add_again(struct node *parent, const char *name, const struct node *node)
{
	struct node *again = add(parent, name, node->kind);
	const struct node place = *again;
	if (node->arena != place.arena)
		BUG("a node of another tree");
	*again = *node;
	again->name = place.name;
	again->next = place.next;
}

enum node_kind node_kind(const struct node *node)
{
	return node ? node->kind : NODE_NULL;
}

const char *node_text(const struct node *node)
{
	switch (node_kind(node)) {
	case NODE_TEXT:
		return node->text;
	case NODE_BOOL:
		return node->value ? "true" : "false";
	default:
		return "";
	}
}

bool node_true(const struct node *node)
{
	switch (node_kind(node)) {
	case NODE_NULL:
		return false;
	case NODE_BOOL:
		return node->value;
	case NODE_TEXT:
		return node->text[0] != '\0';
	case NODE_LIST:
		return node->count > 0;
	case NODE_OBJECT:
		return true;
	}
	return false;
}

const struct node *node_find(const struct node *object, const char *name)
{
	if (node_kind(object) != NODE_OBJECT)
		return NULL;
	for (const struct node *member = object->first; member; member = member->next) {
		if (is_named(member, name))
			return member;
	}
	return NULL;
}

static bool is_container(const struct node *node)
{
	return node_kind(node) == NODE_LIST || node_kind(node) == NODE_OBJECT;
}

const struct node *node_first(const struct node *container)
{
	return is_container(container) ? container->first : NULL;
}

const struct node *node_next(const struct node *node)
{
	return node ? node->next : NULL;
}

const char *node_name(const struct node *node)
{
	return node ? node->name : "";
}

size_t node_count(const struct node *container)
{
	return is_container(container) ? container->count : 0;
}
