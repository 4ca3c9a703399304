/*
 * After a kill: what the journal names, file by file, is brought to what the branch has now. Nothing is believed that
 * cannot be seen: a file or an index entry is taken back only if it is, byte for byte, what was to be committed.
 */
#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

/* One file that the killed commit was to change. */
struct left {
	size_t nth;
	int made; /* the work tree had no such file */
	struct repo_entry before, next;
	const char *path; /* borrowed from the note */
};

struct recovery {
	struct repo *repo;
	const struct repo_journal *journal;
	const char *reference, *to; /* borrowed from the note */
	git_tree *tree;		    /* of the branch now; NULL: none */
	int top;
	VEC(struct left) files;
};

/* ---- reading the note ----------------------------------------------------------------------- */

static bool read_file_line(struct left *out, char *line)
{
	unsigned before, next;
	char old[REPO_ID_SIZE], new[REPO_ID_SIZE];
	int at = 0;
	if (sscanf(line, "%zu %d %o %40s %o %40s%n", &out->nth, &out->made, &before, old, &next, new, &at) != 6 || !at ||
		line[at] != ' ')
		return false;
	out->before = (struct repo_entry){ .found = before, .mode = (git_filemode_t)before };
	out->next = (struct repo_entry){ .found = next, .mode = (git_filemode_t)next };
	out->path = line + at + 1; /* it may begin with blanks of its own */
	return git_oid_fromstr(&out->before.id, old) == 0 && git_oid_fromstr(&out->next.id, new) == 0 &&
	       repo_check_path(out->path, NULL);
}

/* False if it is not whole: the commit had changed nothing but locks. */
static bool read_note(struct recovery *recovery, char *note)
{
	static const char *const heads = "refs/heads/";
	char *rest = note, *line;
	bool whole = false;
	for (size_t i = 0; (line = strsep(&rest, "\n")) && !whole; i++) {
		if (i == 1)
			recovery->reference = line;
		else if (i == 2)
			recovery->to = line;
		else if (i > 2 && text_equal(line, "end"))
			whole = true;
		else if (i > 2 && !read_file_line(vec_push(&recovery->files), line))
			return false;
	}
	return whole && text_starts(recovery->reference, heads) && strlen(recovery->to) == REPO_ID_SIZE - 1;
}

static bool read_tree(struct recovery *recovery, struct err *err)
{
	git_commit *commit = NULL;
	git_oid id;
	int rc = git_reference_name_to_id(&id, recovery->repo->git, recovery->reference);
	if (rc == GIT_ENOTFOUND)
		return true;
	if (rc == 0)
		rc = git_commit_lookup(&commit, recovery->repo->git, &id);
	if (rc == 0)
		rc = git_commit_tree(&recovery->tree, commit);
	git_commit_free(commit);
	return rc == 0 || repo_fail(err, rc, "reading %s", recovery->reference);
}

/* ---- the branch's lock ---------------------------------------------------------------------- */

/* The id in it was known to nobody but who was killed. */
static void remove_branch_lock(const struct recovery *recovery)
{
	struct buf file = { 0 }, lock = { 0 }, text = { 0 };
	repo_branch_files(recovery->repo, recovery->reference, &file, &lock);
	if (path_read(&text, buf_text(&lock), REPO_ID_SIZE, NULL)) {
		buf_trim_end(&text);
		if (text_equal(buf_text(&text), recovery->to))
			unlink(buf_text(&lock));
	}
	buf_fini(&file);
	buf_fini(&lock);
	buf_fini(&text);
}

/* ---- files ---------------------------------------------------------------------------------- */

static bool same(const struct repo_entry *a, const struct repo_entry *b)
{
	return a->found ? b->found && git_oid_equal(&a->id, &b->id) : !b->found;
}

/* What is in the work tree under a name. */
static bool look(const struct recovery *recovery, int folder, const char *name, const char *path,
	struct repo_entry *out, struct err *err)
{
	struct stat status;
	*out = (struct repo_entry){ 0 };
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT || err_errno(err, errno, "cannot read %s in the work tree", path);
	out->found = true;
	/* a link or a folder is nothing that we would put there */
	return !S_ISREG(status.st_mode) || repo_file_id(recovery->repo, folder, name, path, &out->id, err);
}

/* A folder that was made for a file which is not there after all goes as well. */
static void remove_folders(const struct recovery *recovery, const char *path)
{
	char *folder = mem_copy(path);
	for (char *slash; (slash = strrchr(folder, '/'));) {
		*slash = '\0';
		if (unlinkat(recovery->top, folder, AT_REMOVEDIR) < 0 && errno != ENOENT)
			break;
	}
	free(folder);
}

static bool take_back(const struct left *left, int folder, const char *draft, const struct repo_entry *kept,
	struct err *err)
{
	const char *name = path_name(left->path);
	bool ok = true;
	if (left->made)
		ok = unlinkat(folder, name, 0) == 0;
	else if (!left->next.found)
		ok = !kept->found || repo_rename_new(folder, draft, name, true);
	else if (kept->found && !same(kept, &left->next))
		ok = repo_swap_files(folder, draft, name, true) && unlinkat(folder, draft, 0) == 0;
	return ok || err_errno(err, errno, "cannot put %s back as it was in the work tree", left->path);
}

/* `forward`: the branch has it, so what was there before is only to be cleaned up. */
static bool recover_file(const struct recovery *recovery, const struct left *left, bool forward, struct err *err)
{
	char draft[REPO_DRAFT_SIZE];
	struct repo_entry now, kept;
	int folder = -1;
	repo_draft_name(draft, left->nth);
	if (!repo_open_folder(recovery->top, left->path, NULL, &folder, err))
		return false;
	if (folder < 0)
		goto gone;
	bool ok = look(recovery, folder, path_name(left->path), left->path, &now, err) &&
		  look(recovery, folder, draft, left->path, &kept, err);
	const bool placed = ok && same(&now, &left->next);
	if (ok && placed && !forward)
		ok = take_back(left, folder, draft, &kept, err);
	else if (ok && forward && kept.found && !same(&kept, &left->before) && !same(&kept, &left->next))
		ok = err_set(err, ERR_CONFLICT,
			"%s was saved while a publish was killed, and that text is beside it as %s: look at it and move it away",
			left->path, draft);
	else if (ok && kept.found)
		ok = unlinkat(folder, draft, 0) == 0 || err_errno(err, errno, "cannot remove %s", draft);
	close(folder);
	if (!ok)
		return false;
gone:
	if (!forward && !left->before.found)
		remove_folders(recovery, left->path);
	return true;
}

/* ---- the index ------------------------------------------------------------------------------ */

static int restore_entry(const struct recovery *recovery, git_index *index, const struct left *left)
{
	git_index_entry entry = { .path = left->path, .id = left->before.id, .mode = (uint32_t)left->before.mode };
	struct stat now;
	if (!left->before.found)
		return git_index_remove(index, left->path, 0);
	const git_index_entry *present = git_index_get_bypath(index, left->path, 0);
	if (present) {
		entry.flags = present->flags;
		entry.flags_extended = present->flags_extended;
	}
	if (fstatat(recovery->top, left->path, &now, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(now.st_mode))
		repo_index_stat(&entry, &now);
	return git_index_add(index, &entry);
}

/* Whether the index has what was to be committed. */
static bool is_staged(git_index *index, const struct left *left)
{
	const git_index_entry *entry = git_index_get_bypath(index, left->path, 0);
	return left->next.found ? entry && git_oid_equal(&entry->id, &left->next.id) : !entry;
}

static bool recover_index(const struct recovery *recovery, const bool *forward, struct err *err)
{
	struct repo_index index = { 0 };
	bool changed = false;
	int rc = 0;
	bool ok = repo_index_open(&index, recovery->repo, recovery->journal, err);
	for (size_t i = 0; ok && rc == 0 && i < recovery->files.count; i++) {
		if (forward[i] || !is_staged(index.git, &recovery->files.items[i]))
			continue;
		rc = restore_entry(recovery, index.git, &recovery->files.items[i]);
		changed = true;
	}
	if (rc < 0)
		ok = repo_fail(err, rc, "putting the index back");
	ok = ok && (!changed || repo_index_exchange(&index, err));
	repo_index_close(&index, NULL);
	return ok;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Which files the branch has as they were to be committed. */
static bool find_forward(const struct recovery *recovery, bool *forward, struct err *err)
{
	for (size_t i = 0; i < recovery->files.count; i++) {
		struct repo_entry there;
		if (!repo_find_entry(recovery->repo, recovery->tree, recovery->files.items[i].path, &there, err))
			return false;
		forward[i] = same(&there, &recovery->files.items[i].next);
	}
	return true;
}

static bool recover_work(struct recovery *recovery, struct err *err)
{
	bool *forward = mem_new(recovery->files.count + 1, sizeof *forward);
	recovery->top = open(repo_path(recovery->repo), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = recovery->top >= 0 ||
		  err_errno(err, errno, "cannot open the work tree %s", repo_path(recovery->repo));
	ok = ok && find_forward(recovery, forward, err);
	for (size_t i = recovery->files.count; ok && i-- > 0;)
		ok = recover_file(recovery, &recovery->files.items[i], forward[i], err);
	ok = ok && recover_index(recovery, forward, err);
	if (recovery->top >= 0)
		close(recovery->top);
	free(forward);
	return ok;
}

/* Names that are ours alone; and index.lock if it is the journal itself. */
static void remove_locks(const struct recovery *recovery)
{
	static const char *const names[] = { "inquest-branch", "inquest-index.lock", "inquest-index", "index.lock" };
	struct buf path = { 0 };
	for (size_t i = 0; i < LENGTH(names); i++) {
		buf_truncate(&path, 0);
		buf_printf(&path, "%s%s", git_repository_path(recovery->repo->git), names[i]);
		if (text_starts(names[i], "inquest-") || repo_journal_is(recovery->journal, buf_text(&path)))
			unlink(buf_text(&path));
	}
	buf_fini(&path);
}

/* Take back, or clean up after, what the journal of a writer who is gone says. */
static bool recover(struct repo *repo, const struct repo_journal *journal, const char *note, struct err *err)
{
	struct recovery recovery = { .repo = repo, .journal = journal, .top = -1 };
	char *text = mem_copy(note);
	bool ok = true;
	if (read_note(&recovery, text)) {
		remove_branch_lock(&recovery);
		ok = read_tree(&recovery, err) && (recovery.files.count == 0 || recover_work(&recovery, err));
		if (!ok)
			err_wrap(err, "taking back what a killed publish left in %s", repo_path(repo));
	}
	if (ok)
		remove_locks(&recovery);
	git_tree_free(recovery.tree);
	free(recovery.files.items);
	free(text);
	return ok;
}

bool repo_journal_open(struct repo_journal *journal, struct repo *repo, struct err *err)
{
	struct buf note = { 0 };
	bool ok = repo_journal_take(journal, repo, &note, err) && recover(repo, journal, buf_text(&note), err) &&
		  repo_journal_begin(journal, err);
	buf_fini(&note);
	/* kept: there still is something to mend */
	if (!ok)
		repo_journal_leave(journal);
	return ok;
}

bool repo_journal_recover(struct repo *repo, struct err *err)
{
	struct repo_journal journal = { .fd = -1 };
	bool ok = !repo_journal_is_there(repo) || repo_journal_open(&journal, repo, err);
	repo_journal_close(&journal);
	return ok;
}
