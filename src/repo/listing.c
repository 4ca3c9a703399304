/*
 * All files of a folder and who wrote them. One walk over the history for all of them: a walk for each, as
 * repo_read_log makes, would be the number of files times that of commits.
 */
#include "repo/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct lister {
	struct repo *repo;
	const char *path; /* what is listed */
	const char *const *endings;
	struct repo_listing *out;
	bool full;
};

bool repo_read_revision(struct repo *repo, const char *name, char commit[REPO_ID_SIZE], struct err *err)
{
	git_object *object = NULL, *peeled = NULL;
	const char *revision = text_empty(name) ? "HEAD" : name;
	int rc = git_revparse_single(&object, repo->git, revision);
	if (rc == 0)
		rc = git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
	if (rc == 0)
		git_oid_tostr(commit, REPO_ID_SIZE, git_object_id(peeled));
	git_object_free(peeled);
	git_object_free(object);
	if (rc == GIT_ENOTFOUND)
		return text_empty(name) ? err_set(err, ERR_NOT_FOUND, "%s has no commits yet", repo_path(repo))
					: err_set(err, ERR_NOT_FOUND, "no commit, branch or tag %s in %s", name, repo_path(repo));
	if (rc == GIT_EAMBIGUOUS || rc == GIT_EINVALIDSPEC || rc == GIT_EPEEL)
		return err_set(err, ERR_USAGE, "%s does not name one commit of %s", revision, repo_path(repo));
	return rc == 0 || repo_fail(err, rc, "looking for %s", revision);
}

/* ---- files ---------------------------------------------------------------------------------- */

static bool ends_in(const char *name, const char *const *endings)
{
	size_t len = strlen(name);
	bool found = false;
	for (; *endings && !found; endings++) {
		size_t tail = strlen(*endings);
		found = len > tail && text_same(name + len - tail, *endings);
	}
	return found;
}

static bool is_file(git_filemode_t mode)
{
	return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

static int add_file(struct lister *lister, const char *path, const git_oid *id)
{
	git_odb *odb = NULL;
	git_object_t type;
	size_t size = 0;
	if (lister->out->count == REPO_LISTED_MAX) {
		lister->full = true;
		return GIT_EUSER;
	}
	int rc = git_repository_odb(&odb, lister->repo->git);
	if (rc == 0)
		rc = git_odb_read_header(&size, &type, odb, id);
	git_odb_free(odb);
	/* a partial clone may lack it: that is told when it is read */
	if (rc == GIT_ENOTFOUND)
		size = 0, rc = 0;
	if (rc == 0)
		*(struct repo_listed *)vec_push(lister->out) =
			(struct repo_listed){ .path = mem_copy(path), .size = (int64_t)size };
	return rc;
}

static int visit_entry(const char *root, const git_tree_entry *entry, void *context)
{
	struct lister *lister = context;
	struct buf path = { 0 };
	if (!is_file(git_tree_entry_filemode(entry)) || !ends_in(git_tree_entry_name(entry), lister->endings))
		return 0;
	buf_printf(&path, "%s%s%s%s", lister->path, *lister->path ? "/" : "", root, git_tree_entry_name(entry));
	int rc = add_file(lister, buf_text(&path), git_tree_entry_id(entry));
	buf_fini(&path);
	return rc;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct repo_listed *)a)->path, ((const struct repo_listed *)b)->path);
}

static int list_below(struct lister *lister, const git_tree *tree)
{
	git_tree_entry *entry = NULL;
	git_tree *folder = NULL;
	if (!*lister->path)
		return git_tree_walk(tree, GIT_TREEWALK_PRE, visit_entry, lister);
	int rc = git_tree_entry_bypath(&entry, tree, lister->path);
	if (rc == 0 && git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE) {
		rc = git_tree_lookup(&folder, lister->repo->git, git_tree_entry_id(entry));
		if (rc == 0)
			rc = git_tree_walk(folder, GIT_TREEWALK_PRE, visit_entry, lister);
	} else if (rc == 0) {
		rc = is_file(git_tree_entry_filemode(entry))
			     ? add_file(lister, lister->path, git_tree_entry_id(entry))
			     : GIT_ENOTFOUND;
	}
	git_tree_free(folder);
	git_tree_entry_free(entry);
	return rc;
}

/* ---- their history -------------------------------------------------------------------------- */

static void note_commit(struct repo_listing *listing, const char *path, git_commit *commit)
{
	const struct repo_listed key = { .path = (char *)(uintptr_t)path };
	struct repo_listed *file = bsearch(&key, listing->items, listing->count, sizeof key, compare);
	if (!file)
		return;
	if (file->log.entries.count == REPO_LISTED_COMMITS) {
		struct repo_log_entry *oldest = &file->log.entries.items[--file->log.entries.count];
		free(oldest->author);
		free(oldest->summary);
		*oldest = (struct repo_log_entry){ 0 };
	}
	repo_log_add(&file->log, commit);
}

/* What a commit changed; nothing where its parent is beyond the edge of a shallow clone. */
static int diff_commit(git_diff **diff, struct lister *lister, const git_commit *commit)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_commit *parent = NULL;
	git_tree *before = NULL, *after = NULL;
	char *path = (char *)(uintptr_t)lister->path;
	options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_SKIP_BINARY_CHECK;
	if (*path)
		options.pathspec = (git_strarray){ &path, 1 };
	int rc = git_commit_tree(&after, commit);
	if (rc == 0 && git_commit_parentcount(commit) == 1) {
		rc = git_commit_parent(&parent, commit, 0);
		if (rc == 0)
			rc = git_commit_tree(&before, parent);
	}
	if (rc == 0)
		rc = git_diff_tree_to_tree(diff, lister->repo->git, before, after, &options);
	git_tree_free(before);
	git_tree_free(after);
	git_commit_free(parent);
	return rc == GIT_ENOTFOUND && git_repository_is_shallow(lister->repo->git) == 1 ? 0 : rc;
}

static int visit_commit(struct lister *lister, const git_oid *id)
{
	git_commit *commit = NULL;
	git_diff *diff = NULL;
	int rc = git_commit_lookup(&commit, lister->repo->git, id);
	if (rc == 0 && git_commit_parentcount(commit) < 2)
		rc = diff_commit(&diff, lister, commit);
	size_t count = diff ? git_diff_num_deltas(diff) : 0;
	for (size_t i = 0; i < count; i++)
		note_commit(lister->out, git_diff_get_delta(diff, i)->new_file.path, commit);
	git_diff_free(diff);
	git_commit_free(commit);
	return rc;
}

static int walk_all(struct lister *lister, const git_oid *tip)
{
	git_revwalk *walk = NULL;
	git_oid id;
	int rc = git_revwalk_new(&walk, lister->repo->git);
	if (rc == 0)
		rc = git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	if (rc == 0)
		rc = git_revwalk_push(walk, tip);
	for (size_t seen = 0; rc == 0 && seen < REPO_LOG_WALK; seen++) {
		rc = git_revwalk_next(&id, walk);
		if (rc == 0)
			rc = visit_commit(lister, &id);
	}
	git_revwalk_free(walk);
	return rc == GIT_ITEROVER ? 0 : rc;
}

/* git_revwalk fails where a parent is missing: the line of first parents, as far as it goes. */
static int walk_shallow(struct lister *lister, const git_oid *tip)
{
	git_oid id = *tip;
	int rc = 0;
	bool more = true;
	for (size_t seen = 0; rc == 0 && more && seen < REPO_LOG_WALK; seen++) {
		git_commit *commit = NULL;
		rc = visit_commit(lister, &id);
		if (rc == 0)
			rc = git_commit_lookup(&commit, lister->repo->git, &id);
		more = rc == 0 && git_commit_parentcount(commit) > 0;
		if (more)
			id = *git_commit_parent_id(commit, 0);
		git_commit_free(commit);
	}
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

bool repo_list_tree(struct repo *repo, const char *commit, const char *path, const char *const *endings,
	struct repo_listing *out, struct err *err)
{
	struct lister lister = { .repo = repo, .path = path, .endings = endings, .out = out };
	git_commit *tip = NULL;
	git_tree *tree = NULL;
	*out = (struct repo_listing){ 0 };
	if ((*path && !repo_check_path(path, err)) || !repo_load_tree(repo, commit, &tip, &tree, err))
		return false;
	int rc = tip ? list_below(&lister, tree) : 0;
	if (rc == 0 && out->count) {
		qsort(out->items, out->count, sizeof *out->items, compare);
		rc = git_repository_is_shallow(repo->git) == 1 ? walk_shallow(&lister, git_commit_id(tip))
							       : walk_all(&lister, git_commit_id(tip));
	}
	git_tree_free(tree);
	git_commit_free(tip);
	if (rc == 0)
		return true;
	repo_listing_fini(out);
	if (lister.full)
		return err_set(err, ERR_USAGE, "more than %d files in %s: name a folder of it", REPO_LISTED_MAX,
			repo_path(repo));
	if (rc == GIT_ENOTFOUND && *path)
		return err_set(err, ERR_NOT_FOUND, "no file or folder %s in this commit of %s", path, repo_path(repo));
	return repo_fail(err, rc, "listing %s", *path ? path : repo_path(repo));
}

void repo_listing_fini(struct repo_listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		free(listing->items[i].path);
		repo_log_fini(&listing->items[i].log);
	}
	free(listing->items);
	*listing = (struct repo_listing){ 0 };
}
