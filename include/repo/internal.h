/* What the files of this layer share. */
#ifndef REPO_INTERNAL_H
#define REPO_INTERNAL_H

#include <git2.h>

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

/* Forget what is in memory only. */
void repo_objects_drop(struct repo *repo);

/* Free the list; objects that are stored stay. */
void repo_objects_fini(struct repo_objects *objects);

/*
 * Lock the index of the opened work tree, and make sure that none of the changed files has
 * uncommitted changes of its own. Nothing but index.lock is written. The caller closes it on every
 * path.
 */
bool repo_work_open(struct repo_work **out, struct repo *repo, const struct repo_changes *changes,
	struct err *err);

/* Bring files and index to the new content, which must be in the object database; undone on errors.
 */
bool repo_work_apply(struct repo_work *work, struct err *err);

/* Take back what repo_work_apply did. What cannot be taken back is added to `err`. */
void repo_work_undo(struct repo_work *work, struct err *err);

/* Remove temporary files and the lock; frees. NULL is fine. */
void repo_work_close(struct repo_work *work);

/* The index half of it: index.c. */
struct repo_index {
	struct buf path;  /* the user's index */
	struct buf lock;  /* index.lock, which we hold */
	struct buf draft; /* the next index, while it is made; the one before, once exchanged */
	git_index *git;	  /* the draft, loaded */
	bool locked, fresh, exchanged;
};

/* Take the lock and load the index, or begin an empty one. Close it also on failure. */
bool repo_index_open(struct repo_index *index, struct repo *repo, struct err *err);

/* Write the draft and put it in the index's place. */
bool repo_index_exchange(struct repo_index *index, struct err *err);

/* Put the index before back; false with errno set. */
bool repo_index_restore(struct repo_index *index);

/* Let go of the lock, and remove what is left of the draft. */
void repo_index_close(struct repo_index *index);

/*
 * Exchange two files of one folder, so that each name refers to one of them at any time. Where the
 * file system cannot (`atomic` false takes that way), `b` is replaced at once and `a` a moment
 * later. False with errno set.
 */
bool repo_swap_files(int folder, const char *a, const char *b, bool atomic);

/* Rename without replacing anything; false with errno set, EEXIST if `to` is there. */
bool repo_rename_new(int folder, const char *from, const char *to, bool atomic);

#endif
