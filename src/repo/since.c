/*
 * What happened to one file between two commits. Here git_revwalk is right: it knows which commits are reachable
 * from one and not from the other, however their clocks went.
 */
#include "repo/internal.h"

#include <stdlib.h>

struct range {
	struct repo *repo;
	const char *path, *other;
	size_t max;
};

static int find(const struct range *range, const git_commit *commit, git_oid *out)
{
	int rc = repo_find_id(out, commit, range->path);
	if (rc == 0 && git_oid_is_zero(out) && range->other)
		rc = repo_find_id(out, commit, range->other);
	return rc;
}

static void add(struct repo_log *out, git_commit *commit)
{
	repo_log_add(out, commit);
	struct repo_log_entry *entry = &out->entries.items[out->entries.count - 1];
	entry->parent_count = git_commit_parentcount(commit);
	entry->parents = mem_new(entry->parent_count + 1, sizeof *entry->parents);
	for (unsigned i = 0; i < entry->parent_count; i++)
		git_oid_tostr(entry->parents[i], REPO_ID_SIZE, git_commit_parent_id(commit, i));
}

/* Add the commit if what it has is no parent's. */
static int visit(const struct range *range, const git_oid *id, struct repo_log *out)
{
	git_commit *commit = NULL;
	git_oid own, theirs;
	int rc = git_commit_lookup(&commit, range->repo->git, id);
	if (rc == 0)
		rc = find(range, commit, &own);
	bool fresh = rc == 0 && !git_oid_is_zero(&own);
	for (unsigned i = 0; fresh && rc == 0 && i < git_commit_parentcount(commit); i++) {
		git_commit *parent = NULL;
		rc = git_commit_parent(&parent, commit, i);
		if (rc == 0)
			rc = find(range, parent, &theirs);
		fresh = rc == 0 && !git_oid_equal(&own, &theirs);
		git_commit_free(parent);
	}
	if (fresh)
		add(out, commit);
	git_commit_free(commit);
	return rc;
}

static int begin(git_revwalk **walk, struct repo *repo, const char *since, const char *commit)
{
	git_oid id;
	int rc = git_revwalk_new(walk, repo->git);
	if (rc == 0)
		rc = git_revwalk_sorting(*walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	if (rc == 0 && (rc = git_oid_fromstr(&id, commit)) == 0)
		rc = git_revwalk_push(*walk, &id);
	if (rc == 0 && (rc = git_oid_fromstr(&id, since)) == 0)
		rc = git_revwalk_hide(*walk, &id);
	return rc;
}

/* The walk itself would say no more than that an object is missing. */
static bool is_there(struct repo *repo, const char *id, struct err *err)
{
	git_commit *commit = NULL;
	git_tree *tree = NULL;
	bool ok = repo_load_tree(repo, id, &commit, &tree, err);
	git_tree_free(tree);
	git_commit_free(commit);
	return ok;
}

bool repo_read_since(struct repo *repo, const char *since, const char *commit, const char *path,
	const char *other, size_t max, struct repo_log *out, struct err *err)
{
	const struct range range = { .repo = repo, .path = path, .other = other, .max = max };
	git_revwalk *walk = NULL;
	git_oid id;
	size_t seen = 0;
	*out = (struct repo_log){ 0 };
	if (!repo_check_path(path, err) || !is_there(repo, since, err))
		return false;
	int rc = begin(&walk, repo, since, commit);
	while (rc == 0 && seen <= REPO_LOG_WALK && out->entries.count <= max &&
		(rc = git_revwalk_next(&id, walk)) == 0) {
		seen++;
		rc = visit(&range, &id, out);
	}
	git_revwalk_free(walk);
	bool ok = rc == GIT_ITEROVER ||
		(rc == 0 ? err_set(err, ERR_USAGE, "more than %zu commits changed %s since it was published",
				   seen > REPO_LOG_WALK ? (size_t)REPO_LOG_WALK : max, path)
			 : repo_fail(err, rc, "reading the history of %s", path));
	if (!ok)
		repo_log_fini(out);
	return ok;
}

static int diff_trees(git_diff **diff, struct repo *repo, git_tree *old, git_tree *new)
{
	git_diff_find_options find = GIT_DIFF_FIND_OPTIONS_INIT;
	find.flags = GIT_DIFF_FIND_RENAMES;
	int rc = git_diff_tree_to_tree(diff, repo->git, old, new, NULL);
	return rc ? rc : git_diff_find_similar(*diff, &find);
}

bool repo_find_renamed(struct repo *repo, const char *from, const char *to, const char *path, struct buf *out,
	bool *found, struct err *err)
{
	git_commit *old_commit = NULL, *new_commit = NULL;
	git_tree *old = NULL, *new = NULL;
	git_diff *diff = NULL;
	*found = false;
	bool ok = repo_load_tree(repo, from, &old_commit, &old, err) &&
		repo_load_tree(repo, to, &new_commit, &new, err);
	int rc = ok ? diff_trees(&diff, repo, old, new) : 0;
	size_t count = diff && rc == 0 ? git_diff_num_deltas(diff) : 0;
	for (size_t i = 0; i < count && !*found; i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);
		*found = delta->status == GIT_DELTA_RENAMED && strcmp(delta->old_file.path, path) == 0 &&
			repo_check_path(delta->new_file.path, NULL);
		if (*found)
			buf_puts(out, delta->new_file.path);
	}
	git_diff_free(diff);
	git_tree_free(old);
	git_tree_free(new);
	git_commit_free(old_commit);
	git_commit_free(new_commit);
	return ok && (rc == 0 || repo_fail(err, rc, "looking for what %s is called now", path));
}
