/*
 * The walk is ours and not git_revwalk's: that one stops short of the edge of a shallow clone, and
 * goes down every side of a merge, where the history of one file needs only the side it came from.
 */
#include "repo/internal.h"

#include <stdlib.h>

#include "base/text.h"

/* A commit to look at, with the object it has at the path (zero: none). */
struct step {
	git_commit *commit;
	git_oid id;
};

struct walk {
	struct repo *repo;
	const char *path;
	bool shallow;
	VEC(struct step) steps;
};

int repo_find_id(git_oid *out, const git_commit *commit, const char *path)
{
	git_tree *tree = NULL;
	git_tree_entry *entry = NULL;
	*out = (git_oid){ { 0 } };
	int rc = git_commit_tree(&tree, commit);
	if (rc == 0)
		rc = git_tree_entry_bypath(&entry, tree, path);
	if (rc == 0)
		*out = *git_tree_entry_id(entry);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

/* Takes the commit. */
static void add_step(struct walk *walk, git_commit *commit, const git_oid *id)
{
	for (size_t i = 0; i < walk->steps.count; i++) {
		if (git_oid_equal(
			    git_commit_id(walk->steps.items[i].commit), git_commit_id(commit))) {
			git_commit_free(commit);
			return;
		}
	}
	*vec_push(&walk->steps) = (struct step){ commit, *id };
}

static struct step take_newest(struct walk *walk)
{
	struct step *items = walk->steps.items;
	size_t newest = 0;
	for (size_t i = 1; i < walk->steps.count; i++)
		if (git_commit_time(items[i].commit) > git_commit_time(items[newest].commit))
			newest = i;
	struct step step = items[newest];
	items[newest] = items[--walk->steps.count];
	return step;
}

/* Go on to the parents; `*changed`: the commit has something at the path that none of them has. */
static int visit(struct walk *walk, const struct step *step, bool *changed)
{
	VEC(struct step) parents = { 0 };
	bool same = false;
	int rc = 0;
	unsigned count = git_commit_parentcount(step->commit);
	for (unsigned i = 0; rc == 0 && !same && i < count; i++) {
		struct step parent = { 0 };
		rc = git_commit_parent(&parent.commit, step->commit, i);
		if (rc == GIT_ENOTFOUND && walk->shallow) {
			rc = 0;
			continue;
		}
		if (rc == 0)
			rc = repo_find_id(&parent.id, parent.commit, walk->path);
		same = rc == 0 && git_oid_equal(&parent.id, &step->id);
		if (same)
			add_step(walk, parent.commit, &parent.id);
		else if (rc == 0)
			*vec_push(&parents) = parent;
		else
			git_commit_free(parent.commit);
	}
	for (size_t i = 0; i < parents.count; i++) {
		if (rc == 0 && !same)
			add_step(walk, parents.items[i].commit, &parents.items[i].id);
		else
			git_commit_free(parents.items[i].commit);
	}
	*changed = !same && (parents.count > 0 || !git_oid_is_zero(&step->id));
	free(parents.items);
	return rc;
}

static char *clean_copy(const char *text)
{
	struct buf out = { 0 };
	if (text)
		utf8_clean(&out, text, strlen(text));
	return buf_steal(&out);
}

void repo_log_add(struct repo_log *log, git_commit *commit)
{
	const git_signature *author = git_commit_author(commit);
	git_buf mark = { 0 };
	struct repo_log_entry *entry = vec_push(&log->entries);
	git_oid_tostr(entry->commit, sizeof entry->commit, git_commit_id(commit));
	entry->author = clean_copy(author->name);
	entry->summary = clean_copy(git_commit_summary(commit));
	entry->time = author->when.time;
	entry->offset = author->when.offset;
	if (git_commit_header_field(&mark, commit, REPO_MARK) == 0)
		entry->mark = clean_copy(mark.ptr);
	git_buf_dispose(&mark);
}

bool repo_read_log(struct repo *repo, const char *commit, const char *path, size_t max,
	struct repo_log *out, struct err *err)
{
	struct walk walk = { .repo = repo, .path = path };
	git_commit *tip = NULL;
	git_tree *tree = NULL;
	git_oid id;
	int rc = 0;

	*out = (struct repo_log){ 0 };
	if (!repo_check_path(path, err) || !repo_load_tree(repo, commit, &tip, &tree, err))
		return false;
	walk.shallow = git_repository_is_shallow(repo->git) == 1;
	if (tip && (rc = repo_find_id(&id, tip, path)) == 0)
		add_step(&walk, tip, &id);
	else
		git_commit_free(tip);
	for (size_t seen = 0;
		rc == 0 && walk.steps.count > 0 && out->entries.count < max && seen < REPO_LOG_WALK;
		seen++) {
		struct step step = take_newest(&walk);
		bool changed = false;
		rc = visit(&walk, &step, &changed);
		if (rc == 0 && changed)
			repo_log_add(out, step.commit);
		git_commit_free(step.commit);
	}
	for (size_t i = 0; i < walk.steps.count; i++)
		git_commit_free(walk.steps.items[i].commit);
	free(walk.steps.items);
	git_tree_free(tree);
	if (rc == 0)
		return true;
	repo_log_fini(out);
	return repo_fail(err, rc, "reading the history of %s", path);
}

void repo_log_fini(struct repo_log *log)
{
	for (size_t i = 0; i < log->entries.count; i++) {
		free(log->entries.items[i].author);
		free(log->entries.items[i].summary);
		free(log->entries.items[i].parents);
		free(log->entries.items[i].mark);
	}
	free(log->entries.items);
	*log = (struct repo_log){ 0 };
}
