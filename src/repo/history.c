/*
 * All that happened in a repository: what is to be given oldest first is found newest first, so ids and times are
 * kept (48 bytes a commit) and the objects read again. The walk is ours and not git_revwalk's: that one reads the
 * whole history before it gives the first commit, and fails in a shallow clone.
 */
#include "repo/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	/* as many older ones one after another end the walk: clocks differ, but not for so long */
	OLDER_IN_A_ROW = 256,
};

struct mark {
	git_oid id; /* of the commit, or of what the tag's reference names */
	int64_t time;
	size_t order; /* as met in the walk: what is met later is older, if its time is the same */
	char *tag;    /* the reference, owned; NULL for a commit */
};

struct marks {
	struct mark *items;
	size_t count, cap;
};

/* Ids of commits that were met: a hash table, `cap` a power of two. */
struct seen {
	git_oid *ids; /* zero: a free place */
	size_t count, cap;
};

struct walk {
	git_repository *git;
	bool shallow;
	size_t order;
	struct seen seen;
	struct marks heap; /* met, and still to be looked at */
};

struct history {
	struct repo *repo;
	const struct repo_span *span;
	git_oid tip;
	bool all_tags, range;
	struct marks marks;
	size_t commits; /* of the marks, the first so many, in the order of their ids once walked */
};

static bool is_within(const struct repo_span *span, int64_t time)
{
	return time >= span->since && time <= span->until;
}

/* ---- commits ---- */

/* Marks an id as seen; true if it was not. */
static bool is_new(struct seen *seen, const git_oid *id)
{
	if (2 * seen->count >= seen->cap) {
		struct seen bigger = { .cap = seen->cap ? 2 * seen->cap : 1024 };
		bigger.ids = mem_new(bigger.cap, sizeof *bigger.ids);
		for (size_t i = 0; i < seen->cap; i++)
			if (!git_oid_is_zero(&seen->ids[i]))
				is_new(&bigger, &seen->ids[i]);
		free(seen->ids);
		*seen = bigger;
	}
	size_t at;
	memcpy(&at, id->id, sizeof at);
	for (at &= seen->cap - 1; !git_oid_is_zero(&seen->ids[at]); at = (at + 1) & (seen->cap - 1))
		if (git_oid_equal(&seen->ids[at], id))
			return false;
	seen->ids[at] = *id;
	seen->count++;
	return true;
}

static bool is_before(const struct mark *a, const struct mark *b)
{
	return a->time != b->time ? a->time > b->time : a->order < b->order;
}

/* The newest of a heap comes first. */
static void heap_add(struct marks *heap, struct mark mark)
{
	vec_push(heap);
	size_t at = heap->count - 1;
	for (; at && is_before(&mark, &heap->items[(at - 1) / 2]); at = (at - 1) / 2)
		heap->items[at] = heap->items[(at - 1) / 2];
	heap->items[at] = mark;
}

static struct mark heap_take(struct marks *heap)
{
	struct mark first = heap->items[0], last = heap->items[--heap->count];
	size_t at = 0;
	for (size_t child = 1; child < heap->count; child = 2 * at + 1) {
		if (child + 1 < heap->count && is_before(&heap->items[child + 1], &heap->items[child]))
			child++;
		if (!is_before(&heap->items[child], &last))
			break;
		heap->items[at] = heap->items[child];
		at = child;
	}
	heap->items[at] = last;
	return first;
}

/* Take up a commit unless it was met before. At the edge of a shallow clone it may be missing. */
static int meet(struct walk *walk, const git_oid *id)
{
	git_commit *commit = NULL;
	if (!is_new(&walk->seen, id))
		return 0;
	int rc = git_commit_lookup(&commit, walk->git, id);
	if (rc == 0)
		heap_add(&walk->heap, (struct mark){ *id, git_commit_time(commit), walk->order++, NULL });
	git_commit_free(commit);
	return rc == GIT_ENOTFOUND && walk->shallow ? 0 : rc;
}

static int meet_parents(struct walk *walk, const git_oid *id)
{
	git_commit *commit = NULL;
	int rc = git_commit_lookup(&commit, walk->git, id);
	for (unsigned i = 0; rc == 0 && i < git_commit_parentcount(commit); i++)
		rc = meet(walk, git_commit_parent_id(commit, i));
	git_commit_free(commit);
	return rc;
}

/* What is reachable from a commit and not met before, newest first; `out` NULL: only to have met it. */
static int walk_from(struct walk *walk, const git_oid *tip, const struct repo_span *span, struct marks *out)
{
	size_t older = 0;
	int rc = meet(walk, tip);
	while (rc == 0 && walk->heap.count && older < OLDER_IN_A_ROW && (!out || out->count <= REPO_STEPS_MAX)) {
		struct mark mark = heap_take(&walk->heap);
		older = out && mark.time < span->since ? older + 1 : 0;
		if (out && is_within(span, mark.time))
			*vec_push(out) = mark;
		rc = meet_parents(walk, &mark.id);
	}
	return rc;
}

static bool find_commit(struct repo *repo, const char *rev, git_oid *out, struct err *err)
{
	char id[REPO_ID_SIZE];
	return repo_read_revision(repo, rev, id, err) &&
		(git_oid_fromstr(out, id) == 0 || err_set(err, ERR_IO, "%s is not the id of a commit", id));
}

/* The two ends of `from..to`; one that is left out is HEAD. */
static bool find_ends(struct history *history, git_oid *from, struct err *err)
{
	const char *rev = history->span->rev ? history->span->rev : "", *dots = strstr(rev, "..");
	history->all_tags = text_empty(rev);
	history->range = dots;
	if (!dots)
		return find_commit(history->repo, rev, &history->tip, err);
	char *begin = mem_copy_n(rev, (size_t)(dots - rev));
	bool ok = find_commit(history->repo, begin, from, err) &&
		find_commit(history->repo, dots + 2, &history->tip, err);
	free(begin);
	return ok;
}

static int walk_commits(struct history *history, const git_oid *from)
{
	struct walk walk = { .git = history->repo->git, .shallow = git_repository_is_shallow(history->repo->git) == 1 };
	int rc = history->range ? walk_from(&walk, from, history->span, NULL) : 0;
	if (rc == 0)
		rc = walk_from(&walk, &history->tip, history->span, &history->marks);
	free(walk.seen.ids);
	free(walk.heap.items);
	return rc;
}

static int by_id(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	return git_oid_cmp(&x->id, &y->id);
}

/* ---- tags ---- */

static bool has_commit(const struct history *history, const git_oid *id)
{
	const struct mark key = { .id = *id };
	return history->commits && bsearch(&key, history->marks.items, history->commits, sizeof key, by_id);
}

static bool is_asked_for(const struct history *history, const git_oid *commit)
{
	if (history->all_tags || has_commit(history, commit))
		return true;
	return !history->range &&
		(git_oid_equal(commit, &history->tip) ||
			git_graph_descendant_of(history->repo->git, &history->tip, commit) == 1);
}

/* What a tag names, as a tag and the commit below it; either may be NULL. */
static int read_tag(struct repo *repo, const git_oid *id, git_tag **tag, git_object **commit)
{
	git_object *object = NULL;
	int rc = git_object_lookup(&object, repo->git, id, GIT_OBJECT_ANY);
	if (rc)
		return rc;
	if (git_object_peel(commit, object, GIT_OBJECT_COMMIT) < 0)
		*commit = NULL;
	if (git_object_type(object) == GIT_OBJECT_TAG)
		*tag = (git_tag *)object;
	else
		git_object_free(object);
	return 0;
}

static const git_signature *tagger_of(const git_tag *tag)
{
	return tag ? git_tag_tagger(tag) : NULL;
}

static int add_tag(const char *name, git_oid *id, void *user)
{
	struct history *history = user;
	git_tag *tag = NULL;
	git_object *commit = NULL;
	int rc = read_tag(history->repo, id, &tag, &commit);
	/* cut off by a shallow clone, or damaged: then the commits tell */
	if (rc == GIT_ENOTFOUND)
		rc = 0;
	if (rc == 0 && commit && history->marks.count <= REPO_STEPS_MAX) {
		const git_signature *tagger = tagger_of(tag);
		int64_t time = tagger ? tagger->when.time : git_commit_time((git_commit *)commit);
		if (is_within(history->span, time) && is_asked_for(history, git_object_id(commit)))
			*vec_push(&history->marks) = (struct mark){ *id, time, 0, mem_copy(name) };
	}
	git_tag_free(tag);
	git_object_free(commit);
	return rc;
}

/* ---- giving them ---- */

/* A tag comes after commits of its second, tags in the order of their names. */
static int by_time(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (!x->tag != !y->tag)
		return x->tag ? 1 : -1;
	if (x->tag)
		return strcmp(x->tag, y->tag);
	return x->order > y->order ? -1 : x->order < y->order;
}

static void clean(struct buf *out, const char *text)
{
	buf_truncate(out, 0);
	if (text)
		utf8_clean(out, text, strlen(text));
	buf_trim_end(out);
}

static void set_id(char out[REPO_ID_SIZE], const git_oid *id)
{
	git_oid_tostr(out, REPO_ID_SIZE, id);
}

static void set_signature(struct repo_step *step, const git_signature *who, struct buf *name)
{
	clean(name, who->name);
	step->author = buf_text(name);
	step->time = who->when.time;
	step->offset = who->when.offset;
}

/* What a step's texts are kept in while it is given. */
struct texts {
	struct buf tag, author, message;
};

static void fill_commit(struct repo_step *step, struct texts *texts, const git_commit *commit)
{
	const git_signature *when = git_commit_committer(commit);
	step->kind = git_commit_parentcount(commit) > 1 ? REPO_STEP_MERGE : REPO_STEP_COMMIT;
	set_id(step->id, git_commit_id(commit));
	set_id(step->commit, git_commit_id(commit));
	set_signature(step, git_commit_author(commit), &texts->author);
	step->time = when->when.time;
	step->offset = when->when.offset;
	clean(&texts->message, git_commit_message(commit));
	step->message = buf_text(&texts->message);
}

static void fill_tag(struct repo_step *step, struct texts *texts, const char *name, const git_tag *tag,
	const git_commit *commit)
{
	const git_signature *tagger = tagger_of(tag);
	fill_commit(step, texts, commit);
	step->kind = tag ? REPO_STEP_TAG : REPO_STEP_LIGHT_TAG;
	clean(&texts->tag, text_starts(name, "refs/tags/") ? name + strlen("refs/tags/") : name);
	step->tag = buf_text(&texts->tag);
	clean(&texts->message, tag ? git_tag_message(tag) : NULL);
	step->message = buf_text(&texts->message);
	if (tag)
		set_id(step->id, git_tag_id(tag));
	if (tagger)
		set_signature(step, tagger, &texts->author);
}

static int fill(struct history *history, const struct mark *mark, struct repo_step *step, struct texts *texts)
{
	git_tag *tag = NULL;
	git_object *commit = NULL;
	int rc = read_tag(history->repo, &mark->id, &tag, &commit);
	*step = (struct repo_step){ .tag = "" };
	if (rc == 0 && !commit)
		rc = GIT_ENOTFOUND;
	if (rc == 0 && mark->tag)
		fill_tag(step, texts, mark->tag, tag, (git_commit *)commit);
	else if (rc == 0)
		fill_commit(step, texts, (git_commit *)commit);
	git_tag_free(tag);
	git_object_free(commit);
	return rc;
}

static bool give(struct history *history, repo_step_fn *step_fn, void *user, struct err *err)
{
	struct texts texts = { 0 };
	bool ok = true;
	if (history->marks.count)
		qsort(history->marks.items, history->marks.count, sizeof *history->marks.items, by_time);
	for (size_t i = 0; ok && i < history->marks.count; i++) {
		struct repo_step step;
		int rc = fill(history, &history->marks.items[i], &step, &texts);
		ok = rc ? repo_fail(err, rc, "reading the history") : step_fn(user, &step, err);
	}
	buf_fini(&texts.tag);
	buf_fini(&texts.author);
	buf_fini(&texts.message);
	return ok;
}

static bool find(struct history *history, struct err *err)
{
	git_oid from;
	if (!find_ends(history, &from, err))
		return false;
	int rc = walk_commits(history, &from);
	history->commits = history->marks.count;
	if (rc == 0 && history->commits)
		qsort(history->marks.items, history->commits, sizeof *history->marks.items, by_id);
	if (rc == 0)
		rc = git_tag_foreach(history->repo->git, add_tag, history);
	if (rc)
		return repo_fail(err, rc, "reading the history");
	return history->marks.count <= REPO_STEPS_MAX ||
		err_set(err, ERR_USAGE, "more than %d commits: name a shorter time or a range", REPO_STEPS_MAX);
}

bool repo_read_history(struct repo *repo, const struct repo_span *span, repo_step_fn *step, void *user, struct err *err)
{
	struct history history = { .repo = repo, .span = span };
	bool ok = find(&history, err) && give(&history, step, user, err);
	for (size_t i = 0; i < history.marks.count; i++)
		free(history.marks.items[i].tag);
	free(history.marks.items);
	return ok;
}

static bool is_remote_url(const char *name)
{
	size_t len = strlen(name), tail = strlen(".url");
	return text_starts(name, "remote.") && len > tail && strcmp(name + len - tail, ".url") == 0;
}

/* Neither by git_remote_list nor with a pattern: libgit2 1.5 leaks with every setting that it holds against one. */
bool repo_read_remote(struct repo *repo, struct buf *out, bool *found, struct err *err)
{
	git_config *config = NULL;
	git_config_iterator *each = NULL;
	git_config_entry *entry;
	size_t before = out->len;
	*found = false;
	int rc = git_repository_config_snapshot(&config, repo->git);
	if (rc == 0)
		rc = git_config_iterator_new(&each, config);
	while (rc == 0 && (rc = git_config_next(&entry, each)) == 0) {
		bool origin = strcmp(entry->name, "remote.origin.url") == 0;
		if (!origin && (*found || !is_remote_url(entry->name)))
			continue;
		buf_truncate(out, before);
		buf_puts(out, entry->value ? entry->value : "");
		*found = true;
		if (origin)
			break;
	}
	git_config_iterator_free(each);
	git_config_free(config);
	return rc == 0 || rc == GIT_ITEROVER || repo_fail(err, rc, "reading the settings");
}
