#include "repo/internal.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"

static const struct {
	int state;
	const char *what;
	const char *finish;
} operations[] = {
	{ GIT_REPOSITORY_STATE_MERGE, "a merge", "`git merge --continue` or `git merge --abort`" },
	{ GIT_REPOSITORY_STATE_REVERT, "a revert",
		"`git revert --continue` or `git revert --abort`" },
	{ GIT_REPOSITORY_STATE_REVERT_SEQUENCE, "a revert",
		"`git revert --continue` or `git revert --abort`" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK, "a cherry-pick",
		"`git cherry-pick --continue` or `git cherry-pick --abort`" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE, "a cherry-pick",
		"`git cherry-pick --continue` or `git cherry-pick --abort`" },
	{ GIT_REPOSITORY_STATE_BISECT, "a bisection", "`git bisect reset`" },
	{ GIT_REPOSITORY_STATE_REBASE, "a rebase",
		"`git rebase --continue` or `git rebase --abort`" },
	{ GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, "a rebase",
		"`git rebase --continue` or `git rebase --abort`" },
	{ GIT_REPOSITORY_STATE_REBASE_MERGE, "a rebase",
		"`git rebase --continue` or `git rebase --abort`" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX, "git am", "`git am --continue` or `git am --abort`" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE, "git am or a rebase",
		"`git am --abort` or `git rebase --abort`" },
};

bool repo_check_state(struct repo *repo, struct err *err)
{
	int state = git_repository_state(repo->git);
	for (size_t i = 0; i < LENGTH(operations); i++)
		if (operations[i].state == state)
			return err_set(err, ERR_BUSY,
				"%s is under way in %s: finish it with %s, then publish again",
				operations[i].what, repo_path(repo), operations[i].finish);
	return true;
}

/* The one line of a small file in a git folder; "" if it is not there. */
static const char *read_line(struct buf *out, const char *folder, const char *name)
{
	struct buf path = { 0 };
	buf_printf(&path, "%s%s", folder, name);
	buf_truncate(out, 0);
	if (!path_read(out, buf_text(&path), 1 << 16, NULL))
		buf_truncate(out, 0);
	buf_trim_end(out);
	buf_fini(&path);
	return buf_text(out);
}

static bool is_main_bare(struct repo *repo, const char *common)
{
	git_config *config = NULL;
	git_config_entry *entry = NULL;
	int bare = 0;
	if (git_repository_config_snapshot(&config, repo->git) == 0) {
		git_config_get_bool(&bare, config, "core.bare");
		/* worktreeConfig may have moved core.bare to a file that is not ours */
		size_t len = strlen(common);
		bool dot_git = len > 6 && strcmp(common + len - 6, "/.git/") == 0;
		if (!dot_git && git_config_get_entry(&entry, config, "core.worktree") < 0)
			bare = 1;
	}
	git_config_entry_free(entry);
	git_config_free(config);
	return bare;
}

struct user {
	const char *folder; /* git folder of a work tree, ending in a slash */
	const char *place;  /* for messages */
	bool has_head;	    /* its HEAD counts */
};

static bool check_user(const struct user *user, const char *reference, struct err *err)
{
	static const char *const rebases[] = { "rebase-merge/head-name", "rebase-apply/head-name" };
	const char *branch = reference + strlen("refs/heads/");
	struct buf line = { 0 };
	bool ok = true;
	for (size_t i = 0; ok && i < LENGTH(rebases); i++)
		if (text_equal(read_line(&line, user->folder, rebases[i]), reference))
			ok = err_set(err, ERR_BUSY,
				"the branch %s is being rebased in %s: finish it with `git rebase "
				"--continue` or `git rebase --abort`, then publish again",
				branch, user->place);
	if (ok && user->has_head) {
		const char *head = read_line(&line, user->folder, "HEAD");
		if (text_starts(head, "ref: ") && text_equal(head + strlen("ref: "), reference))
			ok = err_set(err, ERR_CONFLICT,
				"the branch %s is checked out in another work tree, %s: set "
				"publish.repository to that, or name another branch",
				branch, user->place);
	}
	buf_fini(&line);
	return ok;
}

static bool check_users(struct repo *repo, const char *reference, struct err *err)
{
	const char *common = git_repository_commondir(repo->git);
	const char *own = git_repository_path(repo->git);
	git_strarray names = { 0 };
	struct buf folder = { 0 }, place = { 0 };
	bool ok = false;

	bool own_main = text_equal(common, own);
	struct user user = { common, common, !own_main && !is_main_bare(repo, common) };
	if (!check_user(&user, reference, err))
		goto out;
	int rc = git_worktree_list(&names, repo->git);
	if (rc < 0) {
		repo_fail(err, rc, "listing the work trees of %s", repo_path(repo));
		goto out;
	}
	ok = true;
	for (size_t i = 0; ok && i < names.count; i++) {
		buf_truncate(&folder, 0);
		buf_printf(&folder, "%sworktrees/%s/", common, names.strings[i]);
		user.folder = buf_text(&folder);
		user.place = read_line(&place, user.folder, "gitdir");
		if (place.len > 5 && strcmp(user.place + place.len - 5, "/.git") == 0)
			buf_truncate(&place, place.len - 5);
		user.has_head = !text_equal(user.folder, own);
		ok = check_user(&user, reference, err);
	}
out:
	git_strarray_dispose(&names);
	buf_fini(&folder);
	buf_fini(&place);
	return ok;
}

bool repo_check_idle(struct repo *repo, const char *reference, bool checked_out, struct err *err)
{
	if (checked_out && !repo_check_state(repo, err))
		return false;
	return check_users(repo, reference, err);
}
