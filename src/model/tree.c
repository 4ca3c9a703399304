#include "model/tree.h"

#include <stdlib.h>

#include "base/text.h"

struct entry {
	const char *id;
	size_t index;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static void find_parents(struct tree *tree, const struct records *causes)
{
	struct entry *entries = mem_new(causes->count + 1, sizeof *entries);
	for (size_t i = 0; i < causes->count; i++)
		entries[i] = (struct entry){ causes->items[i].id, i };
	qsort(entries, causes->count, sizeof *entries, by_id);
	for (size_t i = 0; i < causes->count; i++) {
		const struct entry wanted = { record_text(&causes->items[i], CAUSE_PARENT), 0 };
		const struct entry *found =
			bsearch(&wanted, entries, causes->count, sizeof *entries, by_id);
		tree->parent[i] = found ? found->index : TREE_NONE;
	}
	free(entries);
}

/* Walk up from each; what was reached on the same walk before closes a ring. */
static void cut_rings(struct tree *tree)
{
	size_t *walk = mem_new(tree->count + 1, sizeof *walk);
	for (size_t i = 0; i < tree->count; i++)
		for (size_t at = i; at != TREE_NONE && !walk[at]; at = tree->parent[at]) {
			size_t up = tree->parent[at];
			walk[at] = i + 1;
			if (up != TREE_NONE && walk[up] == i + 1)
				tree->parent[at] = TREE_NONE;
		}
	free(walk);
}

void tree_init(struct tree *tree, const struct records *causes)
{
	tree->count = causes->count;
	tree->parent = mem_new(causes->count + 1, sizeof *tree->parent);
	find_parents(tree, causes);
	cut_rings(tree);
}

void tree_fini(struct tree *tree)
{
	free(tree->parent);
	*tree = (struct tree){ 0 };
}

void tree_rows(const struct tree *tree, struct tree_row *out)
{
	size_t top = tree->count, depth = 0;
	size_t *first = mem_new(top + 1, sizeof *first), *next = mem_new(top + 1, sizeof *next);
	for (size_t i = 0; i <= top; i++)
		first[i] = TREE_NONE;
	for (size_t i = top; i-- > 0;) {
		size_t *head = &first[tree->parent[i] == TREE_NONE ? top : tree->parent[i]];
		next[i] = *head;
		*head = i;
	}
	for (size_t at = first[top]; at != TREE_NONE;) {
		*out++ = (struct tree_row){ at, (int)depth };
		if (first[at] != TREE_NONE) {
			at = first[at];
			depth++;
			continue;
		}
		for (; at != TREE_NONE && next[at] == TREE_NONE; depth--)
			at = tree->parent[at];
		at = at == TREE_NONE ? at : next[at];
	}
	free(first);
	free(next);
}

bool tree_is_within(const struct tree *tree, size_t index, size_t above)
{
	while (index != TREE_NONE && index != above)
		index = tree->parent[index];
	return index == above;
}

/* ---- moving ---- */

struct siblings {
	size_t *items;
	size_t count;
};

static int64_t place_of(const struct record *cause)
{
	return record_has(cause, CAUSE_POSITION) ? record_int(cause, CAUSE_POSITION) : cause->number;
}

static bool comes_before(const struct record *a, const struct record *b)
{
	int64_t left = place_of(a), right = place_of(b);
	return left != right ? left < right : a->number < b->number;
}

/* Those under a parent in their order. They are in it mostly, as records come so from the database. */
static struct siblings children(const struct tree *tree, const struct records *causes, size_t parent)
{
	struct siblings out = { .items = mem_new(tree->count + 2, sizeof *out.items) };
	for (size_t i = 0; i < tree->count; i++) {
		if (tree->parent[i] != parent)
			continue;
		size_t at = out.count++;
		while (at && comes_before(&causes->items[i], &causes->items[out.items[at - 1]])) {
			out.items[at] = out.items[at - 1];
			at--;
		}
		out.items[at] = i;
	}
	return out;
}

static size_t find(const struct siblings *siblings, size_t index)
{
	size_t at = 0;
	while (at < siblings->count && siblings->items[at] != index)
		at++;
	return at;
}

/* Where a move leads: under which parent, before which of its children (TREE_NONE: last). */
struct goal {
	size_t parent, before;
};

static bool beside(const struct siblings *own, size_t at, enum tree_how how, struct goal *goal,
	const struct record *cause, struct err *err)
{
	long long number = cause->number;
	if (how == TREE_UP && at == 0)
		return err_set(err, ERR_USAGE, "cause %lld is the first there already", number);
	if (how == TREE_DOWN && at + 1 == own->count)
		return err_set(err, ERR_USAGE, "cause %lld is the last there already", number);
	if (how == TREE_IN && at == 0)
		return err_set(err, ERR_USAGE, "cause %lld has none before it to go under", number);
	if (how == TREE_UP)
		goal->before = own->items[at - 1];
	else if (how == TREE_DOWN)
		goal->before = at + 2 < own->count ? own->items[at + 2] : TREE_NONE;
	else
		*goal = (struct goal){ own->items[at - 1], TREE_NONE };
	return true;
}

static bool find_goal(const struct tree *tree, const struct records *causes, size_t index,
	enum tree_how how, size_t target, struct goal *goal, struct err *err)
{
	const struct record *cause = &causes->items[index];
	size_t parent = tree->parent[index];
	if (how == TREE_UNDER || how == TREE_TOP) {
		*goal = (struct goal){ how == TREE_UNDER ? target : TREE_NONE, TREE_NONE };
		return true;
	}
	if (how == TREE_OUT && parent == TREE_NONE)
		return err_set(err, ERR_USAGE, "cause %lld is at the top already", (long long)cause->number);
	if (how == TREE_OUT) {
		target = parent;
		how = TREE_AFTER;
	}
	if (how != TREE_BEFORE && how != TREE_AFTER)
		target = index;
	else if (target == index)
		return err_set(err, ERR_USAGE, "cause %lld cannot be moved beside itself",
			(long long)cause->number);
	struct siblings own = children(tree, causes, tree->parent[target]);
	size_t at = find(&own, target);
	bool ok = true;
	*goal = (struct goal){ tree->parent[target], TREE_NONE };
	if (how == TREE_BEFORE)
		goal->before = target;
	else if (how == TREE_AFTER)
		goal->before = at + 1 < own.count ? own.items[at + 1] : TREE_NONE;
	else
		ok = beside(&own, at, how, goal, cause, err);
	/* right before itself is where it is */
	if (goal->before == index) {
		at = find(&own, index);
		goal->before = at + 1 < own.count ? own.items[at + 1] : TREE_NONE;
	}
	free(own.items);
	return ok;
}

static void renumber(struct records *causes, const struct siblings *siblings)
{
	for (size_t i = 0; i < siblings->count; i++) {
		struct record *cause = &causes->items[siblings->items[i]];
		if (!record_has(cause, CAUSE_POSITION) || record_int(cause, CAUSE_POSITION) != (int64_t)i + 1)
			record_set_int(cause, CAUSE_POSITION, (int64_t)i + 1);
	}
}

bool tree_move(struct records *causes, size_t index, enum tree_how how, size_t target, struct err *err)
{
	struct tree tree;
	struct goal goal = { TREE_NONE, TREE_NONE };
	struct record *cause = &causes->items[index];
	tree_init(&tree, causes);
	bool ok = find_goal(&tree, causes, index, how, target, &goal, err);
	if (ok && goal.parent != TREE_NONE && tree_is_within(&tree, goal.parent, index))
		ok = err_set(err, ERR_USAGE, "that would put cause %lld under itself, by way of cause %lld",
			(long long)cause->number, (long long)causes->items[goal.parent].number);
	if (ok) {
		struct siblings group;
		const char *parent = goal.parent == TREE_NONE ? "" : causes->items[goal.parent].id;
		tree.parent[index] = TREE_NONE - 1; /* in no group while the others close up */
		group = children(&tree, causes, goal.parent);
		size_t at = goal.before == TREE_NONE ? group.count : find(&group, goal.before);
		memmove(group.items + at + 1, group.items + at, (group.count - at) * sizeof *group.items);
		group.items[at] = index;
		group.count++;
		if (!text_equal(record_text(cause, CAUSE_PARENT), parent))
			record_set_text(cause, CAUSE_PARENT, parent);
		renumber(causes, &group);
		free(group.items);
	}
	tree_fini(&tree);
	return ok;
}
