#include "repo/internal.h"

#include <string.h>

#include "base/text.h"

static const char heads[] = "refs/heads/";

bool repo_find_checked_out(struct repo *repo, const char *reference, bool *out, struct err *err)
{
	git_reference *head = NULL;
	int rc = git_reference_lookup(&head, repo->git, "HEAD");
	if (rc < 0)
		return repo_fail(err, rc, "reading HEAD");
	*out = !repo->bare && text_equal(git_reference_symbolic_target(head), reference);
	git_reference_free(head);
	return true;
}

/* The branch HEAD names, also one without commits. */
static bool head_branch(struct repo *repo, struct buf *reference, struct err *err)
{
	git_reference *head = NULL;
	int rc = git_reference_lookup(&head, repo->git, "HEAD");
	if (rc < 0)
		return repo_fail(err, rc, "reading HEAD");
	const char *target = git_reference_symbolic_target(head);
	bool ok = false;
	if (target && text_starts(target, heads)) {
		buf_puts(reference, target);
		ok = true;
	} else if (target) {
		err_set(err, ERR_USAGE,
			"HEAD names %s, which is no branch: name one with --branch or "
			"`config publish.branch`",
			target);
	} else if (repo->bare || repo_check_state(repo, err)) {
		err_set(err, ERR_USAGE,
			"HEAD is detached, so there is no branch to publish to: name one with "
			"--branch or `config publish.branch`");
	}
	git_reference_free(head);
	return ok;
}

static bool named_branch(const char *branch, struct buf *reference, struct err *err)
{
	int valid = 0;
	if (git_branch_name_is_valid(&valid, branch) < 0 || !valid)
		return err_set(err, ERR_USAGE,
			"%s cannot be the name of a branch: see `git help check-ref-format`",
			branch);
	buf_printf(reference, "%s%s", heads, branch);
	return true;
}

/*
 * A branch that only a remote has would be created beside it, and the push refused later. (Not by
 * git_remote_list, which in libgit2 1.5 leaks with every setting it looks at.)
 */
static bool check_remotes(struct repo *repo, const char *branch, struct err *err)
{
	static const char remotes[] = "refs/remotes/";
	git_reference_iterator *each = NULL;
	git_config *config = NULL;
	struct buf text = { 0 };
	const char *name;
	bool ok = true;
	int rc = git_repository_config_snapshot(&config, repo->git);
	buf_printf(&text, "%s*/%s", remotes, branch);
	if (rc == 0)
		rc = git_reference_iterator_glob_new(&each, repo->git, buf_text(&text));
	while (rc == 0 && ok && (rc = git_reference_next_name(&name, each)) == 0) {
		name += strlen(remotes);
		int len = (int)(strlen(name) - strlen(branch) - 1);
		git_config_entry *url = NULL;
		/* `*` matches slashes too: origin/x/b is branch x/b of origin, not b of origin/x */
		buf_truncate(&text, 0);
		buf_printf(&text, "remote.%.*s.url", len, name);
		if (git_config_get_entry(&url, config, buf_text(&text)) == 0)
			ok = err_set(err, ERR_NOT_FOUND,
				"no branch %s here, but %.*s has one: run `git branch %s %s` first",
				branch, len, name, branch, name);
		git_config_entry_free(url);
	}
	if (rc < 0 && rc != GIT_ITEROVER)
		ok = repo_fail(err, rc, "listing the remotes' branches");
	git_reference_iterator_free(each);
	git_config_free(config);
	buf_fini(&text);
	return ok;
}

/* The reference transaction does not see that a packed `a` stands in the way of `a/b`. */
static bool check_collision(struct repo *repo, const char *reference, struct err *err)
{
	git_reference_iterator *below = NULL;
	struct buf name = { 0 };
	const char *found = NULL;
	git_reference *ref = NULL;
	bool ok = false;
	int rc;

	for (const char *slash = strchr(reference + strlen(heads), '/'); slash && !found;
		slash = strchr(slash + 1, '/')) {
		buf_truncate(&name, 0);
		buf_put(&name, reference, (size_t)(slash - reference));
		if (git_reference_lookup(&ref, repo->git, buf_text(&name)) == 0)
			found = git_reference_name(ref);
	}
	if (!found) {
		buf_truncate(&name, 0);
		buf_printf(&name, "%s/*", reference);
		rc = git_reference_iterator_glob_new(&below, repo->git, buf_text(&name));
		if (rc < 0 ||
			((rc = git_reference_next_name(&found, below)) < 0 && rc != GIT_ITEROVER)) {
			repo_fail(err, rc, "listing the branches");
			goto out;
		}
	}
	if (found)
		err_set(err, ERR_CONFLICT,
			"git cannot keep a branch %s beside the branch %s: choose another name",
			reference + strlen(heads), found + strlen(heads));
	ok = !found;
out:
	git_reference_iterator_free(below);
	git_reference_free(ref);
	buf_fini(&name);
	return ok;
}

/* What a branch that is not there yet will be built on. */
static bool read_start(
	struct repo *repo, const char *reference, struct repo_tip *tip, struct err *err)
{
	git_reference *head = NULL;
	git_oid id;
	bool ok = false;
	int rc = git_reference_lookup(&head, repo->git, "HEAD");
	if (rc < 0) {
		repo_fail(err, rc, "reading HEAD");
		goto out;
	}
	if (!check_collision(repo, reference, err))
		goto out;
	if (text_equal(git_reference_symbolic_target(head), reference)) {
		ok = true;
		goto out;
	}
	if (!check_remotes(repo, tip->branch, err))
		goto out;
	rc = git_reference_name_to_id(&id, repo->git, "HEAD");
	if (rc < 0 && rc != GIT_ENOTFOUND) {
		repo_fail(err, rc, "reading HEAD");
		goto out;
	}
	if (rc == 0)
		git_oid_tostr(tip->commit, sizeof tip->commit, &id);
	ok = true;
out:
	git_reference_free(head);
	return ok;
}

bool repo_read_tip(struct repo *repo, const char *branch, struct repo_tip *out, struct err *err)
{
	struct buf reference = { 0 };
	git_reference *ref = NULL;
	git_commit *commit = NULL;
	bool ok = false;
	int rc;

	memset(out, 0, sizeof *out);
	if (!(text_empty(branch) ? head_branch(repo, &reference, err)
				 : named_branch(branch, &reference, err)))
		goto out;
	const char *name = buf_text(&reference);
	if (reference.len - strlen(heads) >= sizeof out->branch) {
		err_set(err, ERR_USAGE, "the name of the branch is too long: %s", name);
		goto out;
	}
	text_copy(out->branch, sizeof out->branch, name + strlen(heads));
	if (!repo_find_checked_out(repo, name, &out->checked_out, err))
		goto out;
	rc = git_reference_lookup(&ref, repo->git, name);
	if (rc == GIT_ENOTFOUND) {
		ok = read_start(repo, name, out, err);
		goto out;
	}
	if (rc < 0) {
		repo_fail(err, rc, "reading the branch %s", out->branch);
		goto out;
	}
	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC) {
		err_set(err, ERR_USAGE, "the branch %s is another name for %s: name that",
			out->branch, git_reference_symbolic_target(ref));
		goto out;
	}
	rc = git_commit_lookup(&commit, repo->git, git_reference_target(ref));
	if (rc < 0) {
		repo_fail(err, rc, "reading the commit of the branch %s", out->branch);
		goto out;
	}
	out->exists = true;
	git_oid_tostr(out->commit, sizeof out->commit, git_commit_id(commit));
	ok = true;
out:
	git_commit_free(commit);
	git_reference_free(ref);
	buf_fini(&reference);
	return ok;
}
