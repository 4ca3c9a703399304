#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

/* One file of the work tree that a commit changes. */
struct target {
	const struct repo_change *change;
	const char *name;   /* last part of the path */
	int folder;	    /* the one the file is in; -1 while it is not there */
	struct stat before; /* the file as it was checked */
	bool existed;
	bool index_only; /* outside the sparse checkout */
	bool sparse_new; /* … and without an entry that says so */
	bool write;	 /* the file has to change */
	bool drafted;	 /* the file called `draft` is ours to remove */
	bool placed;
	char draft[REPO_DRAFT_SIZE]; /* the new file; once placed, the one before */
};

struct repo_work {
	struct repo *repo;
	int top;
	bool trust_mode; /* core.fileMode */
	bool sparse;	 /* core.sparseCheckout */
	const struct repo_changes *changes;
	struct repo_index index;
	VEC(struct target) targets;
	struct words made; /* folders that were not there */
};

/* ---- checks --------------------------------------------------------------------------------- */

/* A staged file where the path needs a folder, or a staged folder where it needs a file. */
static bool check_collision(struct repo_work *work, const char *path, struct err *err)
{
	git_index *index = work->index.git;
	struct buf part = { 0 };
	bool found = false;
	size_t at;
	for (const char *slash = strchr(path, '/'); slash && !found;
		slash = strchr(slash + 1, '/')) {
		buf_truncate(&part, 0);
		buf_put(&part, path, (size_t)(slash - path));
		found = git_index_find(&at, index, buf_text(&part)) == 0;
	}
	if (!found) {
		buf_truncate(&part, 0);
		buf_printf(&part, "%s/", path);
		found = git_index_find_prefix(&at, index, buf_text(&part)) == 0;
	}
	if (found)
		err_set(err, ERR_CONFLICT,
			"%s collides with %s, which is staged: commit or unstage that first", path,
			git_index_get_byindex(index, at)->path);
	buf_fini(&part);
	return !found;
}

static bool has_intent(const git_index_entry *entry)
{
	return entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD;
}

static bool is_staged(const git_index_entry *entry, const git_oid *id, git_filemode_t mode)
{
	return entry && !has_intent(entry) && entry->mode == (uint32_t)mode &&
		git_oid_equal(&entry->id, id);
}

/* The index must have what the tip has, or already the new content (a run that was killed). */
static bool check_staged(struct repo_work *work, const struct target *target, struct err *err)
{
	const struct repo_change *change = target->change;
	const char *path = change->path;
	for (int stage = 1; stage <= 3; stage++)
		if (git_index_get_bypath(work->index.git, path, stage))
			return err_set(err, ERR_CONFLICT,
				"%s has a merge conflict that is not resolved: edit it, run `git "
				"add %s`, and commit",
				path, path);
	const git_index_entry *entry = git_index_get_bypath(work->index.git, path, 0);
	bool clean =
		change->old.found ? is_staged(entry, &change->old.id, change->old.mode) : !entry;
	if (clean || (change->remove ? !entry : is_staged(entry, &change->id, change->mode)))
		return true;
	return err_set(err, ERR_CONFLICT,
		"%s has staged changes: commit them, or drop them with `git restore --staged "
		"--worktree %s`; nothing was published",
		path, path);
}

/*
 * A file new to a sparse checkout: outside of it if everything tracked in the nearest folder that
 * has anything is outside. (The patterns themselves are git's business.)
 */
static bool is_outside(struct repo_work *work, const char *path)
{
	struct buf folder = { 0 };
	size_t at, seen = 0;
	bool outside = false;
	if (!work->sparse)
		return false;
	buf_puts(&folder, path);
	for (char *slash; seen == 0 && (slash = strrchr(folder.data, '/'));) {
		buf_truncate(&folder, (size_t)(slash - folder.data) + 1);
		outside = true;
		const git_index_entry *entry;
		if (git_index_find_prefix(&at, work->index.git, buf_text(&folder)) == 0)
			for (; (entry = git_index_get_byindex(work->index.git, at)) &&
				text_starts(entry->path, buf_text(&folder));
				at++, seen++)
				outside &=
					!!(entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE);
		buf_truncate(&folder, folder.len - 1);
	}
	buf_fini(&folder);
	return outside && seen > 0;
}

static bool check_present(struct repo_work *work, struct target *target,
	const git_index_entry *entry, struct err *err)
{
	const struct repo_change *change = target->change;
	const char *path = change->path;
	git_oid id;
	if (!S_ISREG(target->before.st_mode))
		return err_set(err, ERR_CONFLICT,
			"%s is not a plain file in the work tree: move it away; nothing was "
			"published",
			path);
	if (!repo_file_id(work->repo, target->folder, target->name, path, &id, err))
		return false;
	target->write = change->remove || !git_oid_equal(&id, &change->id);
	if (!entry && target->write)
		return err_set(err, ERR_CONFLICT,
			"an untracked file is in the way at %s: move it away, or commit it first; "
			"nothing was published",
			path);
	bool executable = target->before.st_mode & S_IXUSR;
	bool modified =
		target->write && !(change->old.found && git_oid_equal(&id, &change->old.id));
	if (work->trust_mode && executable != (change->mode == GIT_FILEMODE_BLOB_EXECUTABLE))
		modified = true;
	if (modified)
		return err_set(err, ERR_CONFLICT,
			"%s has uncommitted changes in the work tree: commit them, or drop them "
			"with "
			"`git restore %s`; nothing was published",
			path, path);
	return true;
}

static bool check_target(struct repo_work *work, struct target *target, struct err *err)
{
	const char *path = target->change->path;
	if (!check_collision(work, path, err) || !check_staged(work, target, err) ||
		!repo_open_folder(work->top, path, NULL, &target->folder, err))
		return false;
	const git_index_entry *entry = git_index_get_bypath(work->index.git, path, 0);
	if (target->folder >= 0) {
		if (fstatat(target->folder, target->name, &target->before, AT_SYMLINK_NOFOLLOW) ==
			0)
			target->existed = true;
		else if (errno != ENOENT)
			return err_errno(err, errno, "cannot read %s in the work tree", path);
	}
	if (target->existed)
		return check_present(work, target, entry, err);
	if (target->change->remove) {
		target->index_only = true;
		return true;
	}
	target->sparse_new = !entry && is_outside(work, path);
	target->index_only = target->sparse_new ||
		(entry && entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE);
	target->write = !target->index_only;
	if (entry && target->write)
		return err_set(err, ERR_CONFLICT,
			"%s was deleted in the work tree: commit that, or bring it back with `git "
			"restore %s`; nothing was published",
			path, path);
	return true;
}

bool repo_work_open(struct repo_work **out, struct repo *repo, const struct repo_journal *journal,
	const struct repo_changes *changes, struct err *err)
{
	git_config *config = NULL;
	int trust = 1, sparse = 0;
	struct repo_work *work = mem_new(1, sizeof *work);
	*out = work;
	work->repo = repo;
	work->changes = changes;
	work->top = open(repo_path(repo), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (work->top < 0)
		return err_errno(err, errno, "cannot open the work tree %s", repo_path(repo));
	int rc = git_repository_config_snapshot(&config, repo->git);
	if (rc < 0)
		return repo_fail(err, rc, "reading the settings of %s", repo_path(repo));
	git_config_get_bool(&trust, config, "core.filemode");
	git_config_get_bool(&sparse, config, "core.sparsecheckout");
	git_config_free(config);
	work->trust_mode = trust;
	work->sparse = sparse;
	if (!repo_index_open(&work->index, repo, journal, err))
		return false;
	for (size_t i = 0; i < changes->list.count; i++) {
		if (!changes->list.items[i].changed)
			continue;
		struct target *target = vec_push(&work->targets);
		target->change = &changes->list.items[i];
		target->name = path_name(target->change->path);
		target->folder = -1;
		repo_draft_name(target->draft, i);
	}
	for (size_t i = 0; i < work->targets.count; i++)
		if (!check_target(work, &work->targets.items[i], err))
			return false;
	return true;
}

void repo_work_note(const struct repo_work *work, struct buf *note)
{
	char old[REPO_ID_SIZE], next[REPO_ID_SIZE];
	for (size_t i = 0; i < work->targets.count; i++) {
		const struct target *target = &work->targets.items[i];
		const struct repo_change *change = target->change;
		const git_oid none = { { 0 } };
		git_oid_tostr(old, sizeof old, change->old.found ? &change->old.id : &none);
		git_oid_tostr(next, sizeof next, change->remove ? &none : &change->id);
		buf_printf(note, "%zu %d %o %s %o %s %s\n", (size_t)(change - work->changes->list.items),
			target->write && !target->existed, (unsigned)change->old.mode, old,
			change->remove ? 0 : (unsigned)change->mode, next, change->path);
	}
}

/* ---- changes -------------------------------------------------------------------------------- */

static bool write_draft(struct repo_work *work, struct target *target, struct err *err)
{
	const struct repo_change *change = target->change;
	struct buf bytes = { 0 };
	bool ok = false;
	int fd = -1;
	if (target->folder < 0 && !repo_open_folder(work->top, change->path, &work->made, &target->folder, err))
		return false;
	if (!repo_smudge(work->repo, change->path, &change->id, &bytes, err))
		goto out;
	fd = openat(target->folder, target->draft,
		O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0666);
	target->drafted = fd >= 0;
	ok = fd >= 0 && path_write_fd(fd, buf_text(&bytes), bytes.len) &&
		(!target->existed || fchmod(fd, target->before.st_mode & 07777) == 0) &&
		fsync(fd) == 0;
	if (!ok)
		err_errno(err, errno, "cannot write beside %s in the work tree", change->path);
out:
	if (fd >= 0)
		close(fd);
	buf_fini(&bytes);
	return ok;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
		a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool place(struct target *target, struct err *err)
{
	const char *path = target->change->path;
	struct stat before;
	if (target->change->remove) {
		target->placed = target->drafted =
			repo_rename_new(target->folder, target->name, target->draft, true);
		if (!target->placed)
			return err_errno(err, errno, "cannot remove %s from the work tree", path);
		if (fstatat(target->folder, target->draft, &before, AT_SYMLINK_NOFOLLOW) < 0)
			return err_errno(err, errno, "cannot look at %s, which was %s", target->draft, path);
		if (is_same_file(&before, &target->before))
			return true;
	} else if (!target->existed) {
		target->placed = repo_rename_new(target->folder, target->draft, target->name, true);
		if (!target->placed && errno != EEXIST)
			return err_errno(err, errno, "cannot put %s into the work tree", path);
		target->drafted &= !target->placed;
	} else {
		target->placed = repo_swap_files(target->folder, target->draft, target->name, true);
		if (!target->placed)
			return err_errno(err, errno, "cannot replace %s in the work tree", path);
		if (fstatat(target->folder, target->draft, &before, AT_SYMLINK_NOFOLLOW) < 0)
			return err_errno(err, errno, "cannot look at %s, which was %s", target->draft, path);
		if (is_same_file(&before, &target->before))
			return true;
	}
	if (target->placed && !target->existed)
		return true;
	return err_set(err, ERR_CONFLICT,
		"%s changed in the work tree while it was being published: look at it and try "
		"again",
		path);
}

static bool stage(struct repo_work *work, const struct target *target, struct err *err)
{
	const struct repo_change *change = target->change;
	const git_index_entry *old = git_index_get_bypath(work->index.git, change->path, 0);
	git_index_entry entry = { 0 };
	struct stat now;
	if (change->remove) {
		int gone = old ? git_index_remove(work->index.git, change->path, 0) : 0;
		return gone == 0 || repo_fail(err, gone, "unstaging %s", change->path);
	}
	if (old) {
		entry.flags = old->flags;
		entry.flags_extended = old->flags_extended;
	}
	if (target->sparse_new) {
		entry.flags |= GIT_INDEX_ENTRY_EXTENDED;
		entry.flags_extended |= GIT_INDEX_ENTRY_SKIP_WORKTREE;
	}
	entry.path = change->path;
	entry.id = change->id;
	entry.mode = (uint32_t)change->mode;
	if (!target->index_only) {
		if (fstatat(target->folder, target->name, &now, AT_SYMLINK_NOFOLLOW) < 0)
			return err_errno(
				err, errno, "cannot read %s in the work tree", change->path);
		repo_index_stat(&entry, &now);
	}
	int rc = git_index_add(work->index.git, &entry);
	return rc == 0 || repo_fail(err, rc, "staging %s", change->path);
}

bool repo_work_apply(struct repo_work *work, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; i < work->targets.count; i++)
		if (work->targets.items[i].folder >= 0) /* of a run that was killed */
			unlinkat(work->targets.items[i].folder, work->targets.items[i].draft, 0);
	for (size_t i = 0; ok && i < work->targets.count; i++)
		if (work->targets.items[i].write && !work->targets.items[i].change->remove)
			ok = write_draft(work, &work->targets.items[i], err);
	for (size_t i = 0; ok && i < work->targets.count; i++)
		if (work->targets.items[i].write)
			ok = place(&work->targets.items[i], err);
	for (size_t i = 0; ok && i < work->targets.count; i++)
		ok = stage(work, &work->targets.items[i], err);
	ok = ok && repo_index_exchange(&work->index, err);
	if (!ok)
		repo_work_undo(work, err);
	return ok;
}

void repo_work_undo(struct repo_work *work, struct err *err)
{
	if (!repo_index_restore(&work->index))
		err_wrap(err, "the published files stay staged, the index cannot be put back (%s)",
			strerror(errno));
	for (size_t i = work->targets.count; i-- > 0;) {
		struct target *target = &work->targets.items[i];
		if (!target->placed)
			continue;
		if (target->change->remove
				? repo_rename_new(target->folder, target->draft, target->name, true)
				: target->existed
				? repo_swap_files(target->folder, target->draft, target->name, true)
				: unlinkat(target->folder, target->name, 0) == 0) {
			target->placed = false;
			target->drafted &= !target->change->remove;
			continue;
		}
		int reason = errno;
		if (target->existed) {
			target->drafted = false; /* the only copy */
			err_wrap(err, "%s cannot be put back (%s), as it was it is called %s now",
				target->change->path, strerror(reason), target->draft);
		} else {
			err_wrap(err, "%s cannot be removed again (%s)", target->change->path,
				strerror(reason));
		}
	}
	/* drafts first, or their folders are not empty */
	for (size_t i = 0; i < work->targets.count; i++) {
		struct target *target = &work->targets.items[i];
		if (target->drafted)
			unlinkat(target->folder, target->draft, 0);
		target->drafted = false;
	}
	for (size_t i = work->made.count; i-- > 0;)
		unlinkat(work->top, work->made.items[i], AT_REMOVEDIR);
}

/* As git does with the folder of the last file in it; one that has others stays. */
static void remove_empty_folder(struct repo_work *work, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_copy_n(path, (size_t)(slash - path)) : NULL;
	if (folder)
		unlinkat(work->top, folder, AT_REMOVEDIR);
	free(folder);
}

void repo_work_close(struct repo_work *work, struct buf *left)
{
	if (!work)
		return;
	for (size_t i = 0; i < work->targets.count; i++) {
		struct target *target = &work->targets.items[i];
		if (target->drafted)
			unlinkat(target->folder, target->draft, 0);
		if (target->folder >= 0)
			close(target->folder);
		if (target->placed && target->change->remove)
			remove_empty_folder(work, target->change->path);
	}
	words_fini(&work->made);
	free(work->targets.items);
	repo_index_close(&work->index, left);
	if (work->top >= 0)
		close(work->top);
	free(work);
}
