#include "repo/internal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A commit in the making. */
struct making {
	struct repo *repo;
	const struct repo_tip *tip;
	const struct repo_request *request;
	struct buf reference;
	git_commit *parent; /* NULL: a root commit */
	git_tree *tree;	    /* the parent's */
	git_signature *author, *committer;
	struct repo_changes changes;
	size_t changed;
	struct repo_journal journal;
	struct repo_work *work;
	git_oid id; /* where the branch goes */
	struct buf left; /* a lock that could not be removed */
};

/* ---- the request ---------------------------------------------------------------------------- */

static bool check_files(const struct repo_request *request, struct err *err)
{
	if (request->count == 0)
		return err_set(err, ERR_USAGE, "no file to commit");
	for (size_t i = 0; i < request->count; i++) {
		const char *path = request->files[i].path;
		if (!repo_check_path(path, err))
			return false;
		if (request->files[i].bytes.len > REPO_FILE_MAX)
			return err_set(err, ERR_USAGE, "%s has %zu bytes, more than the %d allowed",
				path, request->files[i].bytes.len, REPO_FILE_MAX);
		for (size_t k = 0; k < i; k++) {
			const char *other = request->files[k].path;
			size_t a = strlen(path), b = strlen(other), n = a < b ? a : b;
			const char *longer = a < b ? other : path;
			if (strncmp(path, other, n) == 0 && (longer[n] == '\0' || longer[n] == '/'))
				return err_set(err, ERR_USAGE,
					"%s and %s cannot both be files in one commit", other,
					path);
		}
	}
	if (text_empty(request->message))
		return err_set(err, ERR_USAGE, "a commit needs a message");
	if (!utf8_valid(request->message, strlen(request->message)))
		return err_set(err, ERR_USAGE, "the commit message is not UTF-8");
	return true;
}

/* What would break the commit's header, and libgit2 lets through or drops silently. */
static bool check_name(const char *text, const char *what, struct err *err)
{
	size_t len = strlen(text);
	if (!utf8_valid(text, len))
		return err_set(err, ERR_USAGE, "the %s %s is not UTF-8", what, text);
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f || *c == '<' || *c == '>')
			return err_set(err, ERR_USAGE,
				"the %s %s has < or > or control characters, which git does not "
				"allow",
				what, text);
	return true;
}

static bool make_signature(struct repo *repo, const struct repo_person *person, const char *role,
	git_signature **out, struct err *err)
{
	git_config *config = NULL;
	const char *name = person->name ? person->name : "", *email = person->email ? person->email : "";
	bool ok = false;
	int rc = git_repository_config_snapshot(&config, repo->git);
	if (rc < 0) {
		repo_fail(err, rc, "reading git's settings");
		goto out;
	}
	if (text_empty(name) && git_config_get_string(&name, config, "user.name") < 0)
		name = "";
	if (text_empty(email) && git_config_get_string(&email, config, "user.email") < 0)
		email = "";
	if (text_empty(name) || text_empty(email)) {
		err_set(err, ERR_USAGE,
			"git does not know who you are: run `git config --global user.name \"Your "
			"Name\"` and `git config --global user.email you@example.org`");
		goto out;
	}
	if (person->time < 0 || abs(person->offset) > 23 * 60 + 59) {
		err_set(err, ERR_USAGE,
			"git cannot record %lld with offset %d min as the %s's time",
			(long long)person->time, person->offset, role);
		goto out;
	}
	if (!check_name(name, "name", err) || !check_name(email, "email address", err))
		goto out;
	rc = git_signature_new(out, name, email, person->time, person->offset);
	ok = rc == 0 || repo_fail(err, rc, "recording %s <%s> as the %s", name, email, role);
out:
	git_config_free(config);
	return ok;
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* What differs from the tip; objects are not written yet. */
static bool find_changes(struct making *making, bool checked_out, struct err *err)
{
	struct repo *repo = making->repo;
	for (size_t i = 0; i < making->request->count; i++) {
		const struct repo_file *file = &making->request->files[i];
		struct repo_change *change = vec_push(&making->changes.list);
		change->path = file->path;
		if (!repo_find_entry(repo, making->tree, file->path, &change->old, err))
			return false;
		if (file->remove) {
			change->remove = true;
			change->mode = change->old.mode;
			change->changed = change->old.found;
			making->changed += change->changed;
			continue;
		}
		if (!checked_out)
			buf_put(&change->stored, file->bytes.data, file->bytes.len);
		else if (!repo_check_attributes(repo, file->path, err) ||
			!repo_clean(repo, file->path, file->bytes, &change->stored, err))
			return false;
		int rc = git_odb_hash(&change->id, buf_text(&change->stored), change->stored.len,
			GIT_OBJECT_BLOB);
		if (rc < 0)
			return repo_fail(err, rc, "reading %s", file->path);
		change->mode = change->old.found ? change->old.mode : GIT_FILEMODE_BLOB;
		change->changed =
			!change->old.found || !git_oid_equal(&change->old.id, &change->id);
		making->changed += change->changed;
	}
	return true;
}

/* Where the branch was read to stand; NULL if there was none. */
static const git_oid *branch_before(const struct making *making)
{
	return making->tip->exists ? git_commit_id(making->parent) : NULL;
}

/* It is neither locked nor elsewhere. */
static bool check_branch(const struct making *making, struct err *err)
{
	const char *reference = buf_text(&making->reference);
	return repo_branch_check_lock(making->repo, reference, err) &&
	       repo_branch_check(making->repo, reference, branch_before(making), err);
}

static int create_commit(struct making *making, const char *message, const git_tree *tree)
{
	git_repository *git = making->repo->git;
	const git_commit *parents[] = { making->parent };
	size_t count = making->parent ? 1 : 0;
	git_buf text = { 0 };
	if (!making->request->mark)
		return git_commit_create(&making->id, git, NULL, making->author, making->committer, NULL, message, tree,
			count, parents);
	int rc = git_commit_create_buffer(
		&text, git, making->author, making->committer, NULL, message, tree, count, parents);
	/* what it calls a signature is any header */
	if (rc == 0)
		rc = git_commit_create_with_signature(&making->id, git, text.ptr, making->request->mark, REPO_MARK);
	git_buf_dispose(&text);
	return rc;
}

/* Blobs, trees and commit, on disk before anything names them. */
static int store_objects(struct making *making, const git_tree *tree)
{
	struct repo_objects objects = { 0 };
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < making->changes.list.count; i++) {
		const struct repo_change *change = &making->changes.list.items[i];
		if (!change->changed)
			continue;
		if (!change->remove)
			repo_objects_add(&objects, &change->id);
		rc = repo_objects_add_trees(&objects, tree, change->path);
	}
	repo_objects_add(&objects, &making->id);
	if (rc == 0)
		rc = repo_objects_store(making->repo, &objects);
	repo_objects_fini(&objects);
	return rc;
}

static bool write_objects(struct making *making, const char *message, struct err *err)
{
	git_repository *git = making->repo->git;
	VEC(git_tree_update) updates = { 0 };
	git_tree *tree = NULL;
	git_oid tree_id;
	int rc = repo_objects_begin(making->repo);

	for (size_t i = 0; rc == 0 && i < making->changes.list.count; i++) {
		struct repo_change *change = &making->changes.list.items[i];
		if (!change->changed)
			continue;
		if (change->remove) {
			*vec_push(&updates) = (git_tree_update){ .action = GIT_TREE_UPDATE_REMOVE,
				.path = change->path };
			continue;
		}
		rc = git_blob_create_from_buffer(
			&change->id, git, buf_text(&change->stored), change->stored.len);
		*vec_push(&updates) = (git_tree_update){ .action = GIT_TREE_UPDATE_UPSERT,
			.id = change->id,
			.filemode = change->mode,
			.path = change->path };
	}
	if (rc == 0)
		rc = git_tree_create_updated(
			&tree_id, git, making->tree, updates.count, updates.items);
	if (rc == 0)
		rc = git_tree_lookup(&tree, git, &tree_id);
	if (rc == 0)
		rc = create_commit(making, message, tree);
	if (rc == 0)
		rc = store_objects(making, tree);
	bool ok = rc == 0 || repo_fail(err, rc, "writing to %s", repo_path(making->repo));
	repo_objects_drop(making->repo);
	git_tree_free(tree);
	free(updates.items);
	return ok;
}

/* `*moved` is also set where only the sync after it failed. */
static bool move_branch(struct making *making, const char *message, bool *moved, struct err *err)
{
	struct buf what = { 0 };
	buf_printf(&what, "inquest: %.*s", (int)strcspn(message, "\n"), message);
	const struct repo_step_on step = { making->repo, buf_text(&making->reference), branch_before(making),
		&making->id, making->committer, buf_text(&what) };
	bool ok = repo_branch_move(&step, moved, err);
	buf_fini(&what);
	return ok;
}

/* The index is locked now, so HEAD cannot be switched any more by a well-behaved git. */
static bool check_head(struct making *making, struct err *err)
{
	bool still = false;
	if (!repo_find_checked_out(making->repo, buf_text(&making->reference), &still, err))
		return false;
	return still || err_set(err, ERR_CONFLICT, "the branch %s moved while this was being prepared: try again",
				making->tip->branch);
}

/* Tell the journal what is about to change. */
static bool note(const struct making *making, struct err *err)
{
	struct buf files = { 0 };
	if (making->work)
		repo_work_note(making->work, &files);
	bool ok = repo_journal_note(&making->journal, buf_text(&making->reference), &making->id, buf_text(&files), err);
	buf_fini(&files);
	return ok;
}

/*
 * Ctrl-C or a closed terminal must not leave index.lock behind: what would end the program waits
 * for the few milliseconds that it takes.
 */
static void block_signals(sigset_t *old)
{
	static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM };
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < LENGTH(ending); i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, old);
}

/* Objects, files, index, branch: see repo.h. */
static bool make_commit(struct making *making, bool checked_out, struct err *err)
{
	git_buf message = { 0 };
	struct repo *repo = making->repo;
	bool ok = false, moved = false;
	sigset_t signals;
	block_signals(&signals);
	int rc = git_message_prettify(&message, making->request->message, 0, '#');
	if (rc < 0) {
		repo_fail(err, rc, "reading the commit message");
		goto out;
	}
	if (!repo_check_idle(repo, buf_text(&making->reference), checked_out, err) ||
		!repo_journal_open(&making->journal, repo, err))
		goto out;
	if (checked_out && making->changed &&
		(!repo_work_open(&making->work, repo, &making->journal, &making->changes, err) ||
			!check_head(making, err)))
		goto out;
	if (!check_branch(making, err))
		goto out;
	if (making->changed && !write_objects(making, message.ptr, err))
		goto out;
	if (!note(making, err) || (making->work && !repo_work_apply(making->work, err)))
		goto out;
	ok = move_branch(making, message.ptr, &moved, err);
	if (!ok && moved)
		err_wrap(err, "the commit is made, but it may not survive a power loss: try again");
	else if (!ok && making->work)
		repo_work_undo(making->work, err);
out:
	repo_work_close(making->work, &making->left);
	if (!ok && making->left.len)
		err_add(err, "; %s cannot be removed, and git waits for it: remove it", buf_text(&making->left));
	repo_journal_close(&making->journal);
	git_buf_dispose(&message);
	sigprocmask(SIG_SETMASK, &signals, NULL);
	return ok;
}

bool repo_commit_files(struct repo *repo, const struct repo_tip *tip,
	const struct repo_request *request, struct repo_result *out, struct err *err)
{
	struct making making = { .repo = repo, .tip = tip, .request = request, .journal.fd = -1 };
	bool checked_out = false, ok = false;

	memset(out, 0, sizeof *out);
	buf_printf(&making.reference, "refs/heads/%s", tip->branch);
	if (!check_files(request, err) || !repo_journal_recover(repo, err) ||
		!repo_load_tree(repo, tip->commit, &making.parent, &making.tree, err) ||
		!make_signature(repo, &request->author, "author", &making.author, err) ||
		!make_signature(repo, &request->committer, "committer", &making.committer, err))
		goto out;
	if (!repo_find_checked_out(repo, buf_text(&making.reference), &checked_out, err) ||
		!find_changes(&making, checked_out, err) ||
		!repo_branch_check(repo, buf_text(&making.reference), branch_before(&making), err))
		goto out;
	if (making.parent)
		making.id = *git_commit_id(making.parent);
	/* a new branch without changes still is to be made */
	if ((making.changed || !tip->exists) && !make_commit(&making, checked_out, err))
		goto out;
	git_oid_tostr(out->commit, sizeof out->commit, &making.id);
	out->unchanged = making.changed == 0;
	out->created = !tip->exists;
	text_copy(out->left, sizeof out->left, buf_text(&making.left));
	ok = true;
out:
	for (size_t i = 0; i < making.changes.list.count; i++)
		buf_fini(&making.changes.list.items[i].stored);
	free(making.changes.list.items);
	git_signature_free(making.author);
	git_signature_free(making.committer);
	git_tree_free(making.tree);
	git_commit_free(making.parent);
	buf_fini(&making.reference);
	buf_fini(&making.left);
	return ok;
}
