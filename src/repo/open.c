#include "repo/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

/*
 * Beside what libgit2 knows itself. preciousObjects forbids deleting objects, which we never do;
 * worktreeConfig (git sparse-checkout turns it on) means one more file of settings, read below.
 */
static const char *known_extensions[] = { "preciousobjects", "worktreeconfig" };

/* Whether what git found is the repository of that folder: below it, or the folder itself if it is bare. */
static bool is_its_own(const char *path, const char *found)
{
	char *a = realpath(path, NULL), *b = realpath(found, NULL);
	bool same = text_equal(a, b);
	free(a);
	free(b);
	return same || path_inside(path, found);
}

/* Why not, with a command line to take over, in which the path is one word and no option. */
static bool say_not_there(const git_buf *above, const char *path, const char *word, struct err *err)
{
	bool inside = access(path, F_OK) == 0 && above->ptr;
	/* found after all: only a moment ago it could not be */
	if (inside && is_its_own(path, above->ptr))
		return err_set(err, ERR_IO, "the git repository at %s could not be read: try again, and if that fails run "
					    "`git -C %s fsck`", path, word);
	if (inside)
		return err_set(err, ERR_NOT_FOUND,
			"no git repository at %s, it is a folder inside the one at %s: set "
			"publish.repository to that, or run `git init %s`",
			path, above->ptr, word);
	if (path[strcspn(path, ":/")] == ':')
		return err_set(err, ERR_NOT_FOUND,
			"%s is an address: publish to a clone of it on this machine (`git clone %s`), and run `git push` there",
			path, word);
	return err_set(err, ERR_NOT_FOUND,
		"no git repository at %s: run `git init %s` or set publish.repository", path, word);
}

static bool not_there(git_buf *above, const char *path, struct err *err)
{
	struct buf word = { 0 };
	if (access(path, R_OK | X_OK) < 0 && errno == EACCES)
		return err_errno(err, errno, "cannot read %s", path);
	if (access(path, F_OK) != 0 || git_repository_discover(above, path, 0, NULL) != 0)
		git_buf_dispose(above);
	if (*path == '-')
		buf_puts(&word, "./");
	words_quote(&word, path);
	say_not_there(above, path, buf_text(&word), err);
	buf_fini(&word);
	return false;
}

/* libgit2 1.5 reports "not found" when safe.directory is what it did not find. */
static bool is_foreign(int rc)
{
	const git_error *last = git_error_last();
	return rc == GIT_EOWNER ||
		(rc == GIT_ENOTFOUND && last && last->message &&
			strstr(last->message, "'safe.directory'"));
}

/* Git moves core.bare and core.worktree to config.worktree when it turns worktreeConfig on. */
static bool read_worktree_config(struct repo *repo, struct err *err)
{
	struct buf path = { 0 };
	git_config *config = NULL, *own = NULL;
	int on = 0, bare = 0, rc;
	bool ok = false;

	buf_printf(&path, "%sconfig.worktree", git_repository_path(repo->git));
	if ((rc = git_repository_config(&config, repo->git)) < 0) {
		repo_fail(err, rc, "reading the repository's settings");
		goto out;
	}
	git_config_get_bool(&on, config, "extensions.worktreeconfig");
	if (!on || access(buf_text(&path), F_OK) < 0) {
		ok = true;
		goto out;
	}
	if ((rc = git_config_open_ondisk(&own, buf_text(&path))) < 0 ||
		(rc = git_config_add_file_ondisk(
			 config, buf_text(&path), GIT_CONFIG_LEVEL_APP, repo->git, 1)) < 0) {
		repo_fail(err, rc, "reading the work tree's settings");
		goto out;
	}
	git_config_entry *entry = NULL;
	if (git_config_get_entry(&entry, own, "core.worktree") == 0) {
		git_config_entry_free(entry);
		err_set(err, ERR_USAGE,
			"%s sets core.worktree, which libgit2 would not follow: open the work tree "
			"of a plain clone instead",
			buf_text(&path));
		goto out;
	}
	if (git_config_get_bool(&bare, own, "core.bare") == 0 && bare)
		repo->bare = true;
	ok = true;
out:
	git_config_free(own);
	git_config_free(config);
	buf_fini(&path);
	return ok;
}

bool repo_open(struct repo **out, const char *path, struct err *err)
{
	git_buf above = { 0 };
	int rc = git_libgit2_init();
	if (rc < 0)
		return repo_fail(err, rc, "starting libgit2");
	struct repo *repo = mem_new(1, sizeof *repo);
	if (text_empty(path)) {
		err_set(err, ERR_USAGE, "no repository named: set publish.repository to its path");
		goto fail;
	}
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known_extensions, LENGTH(known_extensions));
	rc = git_repository_open_ext(&repo->git, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (is_foreign(rc)) {
		char *real = realpath(path, NULL);
		err_set(err, ERR_DENIED,
			"the git repository at %s belongs to somebody else: if you trust it, run "
			"`git "
			"config --global --add safe.directory %s`",
			path, real ? real : path);
		free(real);
		goto fail;
	}
	if (rc == GIT_ENOTFOUND) {
		not_there(&above, path, err);
		goto fail;
	}
	if (rc < 0) {
		repo_fail(err, rc, "opening the git repository at %s", path);
		goto fail;
	}
	repo->bare = git_repository_is_bare(repo->git);
	if (!read_worktree_config(repo, err))
		goto fail;
	*out = repo;
	return true;
fail:
	git_buf_dispose(&above);
	repo_close(repo);
	return false;
}

void repo_close(struct repo *repo)
{
	if (!repo)
		return;
	git_repository_free(repo->git);
	git_libgit2_shutdown();
	free(repo);
}

const char *repo_path(const struct repo *repo)
{
	const char *work = repo->bare ? NULL : git_repository_workdir(repo->git);
	return work ? work : git_repository_path(repo->git);
}
