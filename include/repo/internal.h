/* What the files of this layer share. */
#ifndef REPO_INTERNAL_H
#define REPO_INTERNAL_H

#include <git2.h>
#include <sys/stat.h>

#include "repo/repo.h"

struct repo {
	git_repository *git;
	bool bare;
	git_odb_backend *memory; /* where objects are made: see repo_objects_begin; NULL before the first */
};

/* A file in a commit's tree, or nothing. */
struct repo_entry {
	bool found;
	git_oid id;
	git_filemode_t mode;
};

/* One file of a commit in the making. */
struct repo_change {
	const char *path;      /* borrowed */
	struct repo_entry old; /* at the tip */
	struct buf stored;     /* bytes as they go into the object database */
	git_oid id;
	git_filemode_t mode;
	bool changed; /* against the tip */
	bool remove;
};

struct repo_changes {
	VEC(struct repo_change) list;
};

/* The objects that a commit is made of. */
struct repo_objects {
	VEC(git_oid) ids;
};

/* The work tree's half of a commit: see work.c. */
struct repo_work;

/*
 * Turn libgit2's return value and last message into an error: context, message, and what to do
 * about it where that is known. Returns false.
 */
bool repo_fail(struct err *err, int rc, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Load a commit and its tree by hexadecimal id; "" gives NULLs. */
bool repo_load_tree(struct repo *repo, const char *commit, git_commit **commit_out,
	git_tree **tree_out, struct err *err);

/* The header of a commit that holds its request's mark: the words of other programs are not ours to read. */
#define REPO_MARK "inquest"

/* Find a file in a tree (NULL: an empty one). Links, submodules and folders in the way:
 * ERR_CONFLICT. */
bool repo_find_entry(struct repo *repo, const git_tree *tree, const char *path,
	struct repo_entry *out, struct err *err);

/* The object that a commit has at a path, zero if none: a libgit2 code. */
int repo_find_id(git_oid *out, const git_commit *commit, const char *path);

/* Append a commit to a log, without its parents. */
void repo_log_add(struct repo_log *log, git_commit *commit);

/* Whether HEAD of the opened work tree names this reference. */
bool repo_find_checked_out(struct repo *repo, const char *reference, bool *out, struct err *err);

/*
 * Refuse a branch that another work tree has checked out, or that is being rebased anywhere, and,
 * if it is checked out in the opened work tree, any operation there that is not finished.
 */
bool repo_check_idle(struct repo *repo, const char *reference, bool checked_out, struct err *err);

/* The operation under way in the opened work tree as an ERR_BUSY; true if there is none. */
bool repo_check_state(struct repo *repo, struct err *err);

/* Refuse a path that .gitattributes sends through a program or re-encodes: libgit2 does neither. */
bool repo_check_attributes(struct repo *repo, const char *path, struct err *err);

/* Append what `git add` would store for these bytes of a work tree file. */
bool repo_clean(struct repo *repo, const char *path, struct repo_bytes bytes, struct buf *out,
	struct err *err);

/* Append what a checkout would write to the work tree for this blob. */
bool repo_smudge(
	struct repo *repo, const char *path, const git_oid *id, struct buf *out, struct err *err);

/*
 * From here until repo_objects_store or repo_objects_drop, what is written to the repository's object database is kept
 * in memory only. A libgit2 code.
 */
int repo_objects_begin(struct repo *repo);

/* Append one object, or all trees on the way to `path`, the root among them, as far as they are there. */
void repo_objects_add(struct repo_objects *objects, const git_oid *id);
int repo_objects_add_trees(struct repo_objects *objects, const git_tree *tree, const char *path);

/* Store these objects durably, and forget those in memory. A libgit2 code. */
int repo_objects_store(struct repo *repo, const struct repo_objects *objects);

/*
 * A file that was just made in git's folder gets the mode that git would give it: core.sharedRepository lets a group, or
 * all, have it whatever the umask. The second does that to the folders that lead to a path.
 */
void repo_share(struct repo *repo, const char *path);
void repo_share_folders(struct repo *repo, const char *path);

/* Forget what is in memory only. */
void repo_objects_drop(struct repo *repo);

/* Free the list; objects that are stored stay. */
void repo_objects_fini(struct repo_objects *objects);

/*
 * What a commit is about to do, noted in the file inquest-journal of git's folder from the first lock to the last: the
 * next commit tells from it what a killed one left and takes that back. Whose it is can be proved: the system holds a
 * lock on the file for as long as its writer lives, index.lock is another name of the same file, and no one else
 * knows the id of the new commit, which is all that a branch's lock contains.
 */
struct repo_journal {
	struct buf path;
	int fd;	     /* -1: none */
	bool locked; /* the file system has such locks, so who wrote the file before is gone */
};

/* Open and lock it, and append what it says to `note`: more than nothing is a killed commit's. ERR_BUSY: another inquest
 * is committing here (or may be, where there are no locks to tell). */
bool repo_journal_take(struct repo_journal *journal, struct repo *repo, struct buf *note, struct err *err);

/* Nothing is left of the commit before: this one begins. */
bool repo_journal_begin(const struct repo_journal *journal, struct err *err);

/* Let go of it and keep the file, for there still is something to mend. */
void repo_journal_leave(struct repo_journal *journal);

/* Whether there is one, which a killed commit left or another inquest writes. */
bool repo_journal_is_there(struct repo *repo);

/* Make it the lock file `path` as well; false with errno set, EEXIST if that is there. */
bool repo_journal_lock(const struct repo_journal *journal, const char *path);

/* Whether `path` is another name of it. */
bool repo_journal_is(const struct repo_journal *journal, const char *path);

/* Note where the branch goes and what changes in the work tree (`files`, of repo_work_note): before the first of that. */
bool repo_journal_note(const struct repo_journal *journal, const char *reference, const git_oid *to, const char *files,
	struct err *err);

/* The commit is made or taken back: nothing is left to mend. */
void repo_journal_close(struct repo_journal *journal);

/*
 * recover.c: begin a journal, after taking back what a killed commit left. Close it also on failure. ERR_BUSY: another inquest is
 * committing here (or may be, where there are no locks to tell), or git holds the lock of the index that is to be mended; ERR_CONFLICT: somebody's text
 * is in the way of that.
 */
bool repo_journal_open(struct repo_journal *journal, struct repo *repo, struct err *err);

/* Only what repo_journal_open does beforehand, if there is anything. */
bool repo_journal_recover(struct repo *repo, struct err *err);

/* A branch that goes from one commit to the next: branch.c. */
struct repo_step_on {
	struct repo *repo;
	const char *reference;	  /* refs/heads/… */
	const git_oid *from, *to; /* `from` is NULL if the branch is new */
	const git_signature *who; /* for the reflog, with `what` */
	const char *what;
};

/* Append the names of the branch's file and of its lock. */
void repo_branch_files(struct repo *repo, const char *reference, struct buf *file, struct buf *lock);

/* ERR_BUSY if another git has the branch locked; names the lock. */
bool repo_branch_check_lock(struct repo *repo, const char *reference, struct err *err);

/*
 * Lock the branch, make sure that it is where it was, write the reflogs and move it, synced. `*moved` tells whether it
 * moved, which it may have in spite of an error. ERR_CONFLICT: it is elsewhere; ERR_BUSY: it is locked.
 */
bool repo_branch_move(const struct repo_step_on *step, bool *moved, struct err *err);

/* Whether the branch stands at `expected` (NULL: there is none), else ERR_CONFLICT. */
bool repo_branch_check(struct repo *repo, const char *reference, const git_oid *expected, struct err *err);

/*
 * Open the folder of a file in the work tree `top`, following no links; -1 if it is not there. With `made`, folders
 * that are not there are made and added to it. The caller closes it.
 */
bool repo_open_folder(int top, const char *path, struct words *made, int *out, struct err *err);

/* What `git add` would call the bytes of a file; `path` names it in the repository. */
bool repo_file_id(struct repo *repo, int folder, const char *name, const char *path, git_oid *out, struct err *err);

/* The name of the temporary file beside the nth that is changed. */
enum { REPO_DRAFT_SIZE = 40 };
void repo_draft_name(char out[REPO_DRAFT_SIZE], size_t nth);

/* Fill in what the index keeps of a file in the work tree. */
void repo_index_stat(git_index_entry *entry, const struct stat *now);

/*
 * Lock the index of the opened work tree, and make sure that none of the changed files has
 * uncommitted changes of its own. Nothing but index.lock is written. The caller closes it on every
 * path.
 */
bool repo_work_open(struct repo_work **out, struct repo *repo, const struct repo_journal *journal,
	const struct repo_changes *changes, struct err *err);

/* Append to a journal's note what will be done with each file. */
void repo_work_note(const struct repo_work *work, struct buf *note);

/* Bring files and index to the new content, which must be in the object database; undone on errors.
 */
bool repo_work_apply(struct repo_work *work, struct err *err);

/* Take back what repo_work_apply did. What cannot be taken back is added to `err`. */
void repo_work_undo(struct repo_work *work, struct err *err);

/* Remove temporary files and the lock; frees. NULL is fine. `left` as below. */
void repo_work_close(struct repo_work *work, struct buf *left);

/* The index half of it: index.c. */
struct repo_index {
	struct repo *repo; /* borrowed */
	struct buf path;  /* the user's index */
	struct buf lock;  /* index.lock, which we hold */
	struct buf draft; /* the next index, while it is made; the one before, once exchanged */
	git_index *git;	  /* the draft, loaded */
	bool locked, fresh, exchanged;
};

/* Take the lock and load the index, or begin an empty one. Close it also on failure. */
bool repo_index_open(struct repo_index *index, struct repo *repo, const struct repo_journal *journal, struct err *err);

/* Write the draft and put it in the index's place. */
bool repo_index_exchange(struct repo_index *index, struct err *err);

/* Put the index before back; false with errno set. */
bool repo_index_restore(struct repo_index *index);

/* Let go of the lock, and remove what is left of the draft. `left` (or NULL) gets the lock's name if it cannot be removed. */
void repo_index_close(struct repo_index *index, struct buf *left);

/*
 * Exchange two files of one folder, so that each name refers to one of them at any time. Where the
 * file system cannot (`atomic` false takes that way), `b` is replaced at once and `a` a moment
 * later. False with errno set.
 */
bool repo_swap_files(int folder, const char *a, const char *b, bool atomic);

/* Rename without replacing anything; false with errno set, EEXIST if `to` is there. */
bool repo_rename_new(int folder, const char *from, const char *to, bool atomic);

#endif
