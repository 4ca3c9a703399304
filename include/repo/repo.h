/*
 * Git repositories through libgit2: read a branch's tip, commit files on top of it, merge one file.
 *
 * Only objects, the one branch, and (if that branch is checked out in the opened work tree) the
 * files named by the caller and their index entries ever change. No hook is run, no commit is
 * signed, nothing goes over the network: the user's own git does that.
 *
 * libgit2 costs milliseconds to link and to start, so this layer is a module of its own,
 * inquest-repo.so, whose one symbol is the table `inquest_repo_ops`. Programs load it and call
 * through the table; the prototypes below are for the module itself and for tests that link it.
 */
#ifndef REPO_REPO_H
#define REPO_REPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/words.h"

enum {
	REPO_ABI = 6,		 /* changes with every change of this header */
	REPO_ID_SIZE = 41,	 /* hexadecimal object id with its NUL */
	REPO_BRANCH_SIZE = 512,	 /* short branch name with its NUL */
	REPO_FILE_MAX = 1 << 26, /* bytes of a file read, merged or committed */
	REPO_LOG_WALK = 100000,	 /* commits repo_read_log looks at before it gives up */
	REPO_LISTED_MAX = 100000, /* files that repo_list_tree lists */
	REPO_LISTED_COMMITS = 50, /* commits of one of them that it keeps */
	REPO_DIFF_LINES = 1000 * 1000, /* lines of one side that are compared */
	REPO_STEPS_MAX = 1000 * 1000, /* commits and tags of one history */
};

struct repo; /* an open repository; for one thread */

/* Where a branch stands, as read; what repo_commit_files builds on. */
struct repo_tip {
	char branch[REPO_BRANCH_SIZE]; /* without refs/heads/ */
	char commit[REPO_ID_SIZE];     /* "" when there is no commit to build on yet */
	bool exists;	  /* false: committing creates the branch, on top of `commit` */
	bool checked_out; /* in the opened work tree: its files follow the commit */
};

struct repo_bytes {
	const char *data;
	size_t len;
};

struct repo_file {
	const char *path; /* from the repository's top folder, with slashes */
	struct repo_bytes bytes;
	bool remove; /* there shall be no such file; whether there is one or not */
};

/* Who and when. NULL or empty name or email: git's user.name and user.email. */
struct repo_person {
	const char *name;
	const char *email;
	int64_t time; /* seconds since 1970 */
	int offset;   /* minutes east of UTC */
};

struct repo_request {
	const struct repo_file *files;
	size_t count;
	const char *message; /* UTF-8; white space is tidied as git does, a final newline added */
	struct repo_person author, committer;
	const char *mark; /* one line for a header of its own, which no log of git's shows; NULL: none */
};

struct repo_result {
	char commit[REPO_ID_SIZE]; /* where the branch stands now */
	bool unchanged;		   /* all files had these bytes: no commit was made */
	bool created;		   /* the branch is new */
	char left[1024];	   /* a lock of ours that could not be removed, and that git waits for; "": none */
};

struct repo_log_entry {
	char commit[REPO_ID_SIZE];
	char (*parents)[REPO_ID_SIZE]; /* all of its parents; repo_read_log leaves them out */
	char *mark; /* as the request that made it said; NULL: it has none */
	size_t parent_count;
	char *author;  /* name, valid UTF-8 */
	char *summary; /* first paragraph of the message on one line, valid UTF-8 */
	int64_t time;  /* of the author; seconds since 1970 */
	int offset;    /* minutes east of UTC */
};

struct repo_log {
	VEC(struct repo_log_entry) entries;
};

/* Lines [old_from, old_to) of one text, from 0, became [new_from, new_to) of the other; one may be empty. */
struct repo_hunk {
	size_t old_from, old_to, new_from, new_to;
};

struct repo_hunks {
	struct repo_hunk *items;
	size_t count, cap;
};

/*
 * Open the repository at `path`: a work tree's top folder (also of a linked work tree or a
 * submodule), its .git, or a bare repository. Folders above are not searched: a mistyped path must
 * never end in a commit to some repository that happens to lie around it. Git's settings are read
 * here, so open one repository for one action. The caller closes it.
 *
 * ERR_NOT_FOUND: nothing there; ERR_DENIED: not readable, or owned by somebody else and not in
 * git's safe.directory; ERR_USAGE: a format libgit2 cannot read; ERR_IO: damaged.
 */
bool repo_open(struct repo **out, const char *path, struct err *err);

/* NULL is fine. */
void repo_close(struct repo *repo);

/* The work tree's top folder, or the repository's own folder if it is bare; ends in a slash.
 * Borrowed. */
const char *repo_path(const struct repo *repo);

/*
 * Read where a branch stands. NULL or "" is the branch HEAD names, also in an empty repository.
 * A named branch that is not there will be created on top of HEAD's commit (as a root commit if
 * there is none): `exists` is false then.
 *
 * ERR_USAGE: no branch named while HEAD is on none, or not a name for a branch; ERR_BUSY: HEAD is
 * on no branch because a rebase or the like is under way; ERR_NOT_FOUND: only a remote has a branch
 * of that name; ERR_CONFLICT: a new branch collides with one there is (`a` and `a/b`); ERR_IO:
 * damaged.
 */
bool repo_read_tip(struct repo *repo, const char *branch, struct repo_tip *out, struct err *err);

/*
 * Append the bytes of `path` as stored in a commit (as `repo_tip` or `repo_result` give it; "" is
 * an empty tree). `*found` is false if there is nothing of that name. No line endings are
 * converted.
 *
 * ERR_USAGE: not a path as described at repo_check_path, too big a file; ERR_CONFLICT: a folder, a
 * symbolic link or a submodule is at the path or in the way of it; ERR_NOT_FOUND: no such commit (a
 * history rewritten since); ERR_IO: damaged.
 */
bool repo_read_file(struct repo *repo, const char *commit, const char *path, struct buf *out,
	bool *found, struct err *err);

/*
 * Append the names of the files directly in `folder` as stored in a commit, in git's order: no
 * folders, links or submodules. A folder that is not there has none. `out` is words to add to, also
 * all zero. Errors as repo_read_file.
 */
bool repo_list_files(struct repo *repo, const char *commit, const char *folder, struct words *out,
	struct err *err);

/*
 * A path that may be committed: relative, UTF-8 without control characters or backslashes,
 * components neither empty nor `.` nor `..` nor anything a file system could take for `.git`.
 * Otherwise ERR_USAGE.
 */
bool repo_check_path(const char *path, struct err *err);

/*
 * Commit files on top of a tip read before. All or nothing: on an error the branch, the index and
 * the work tree are as before (or all new, if all that failed was the last sync; the error says
 * so). Files that have these bytes already are left alone, and if all have, no commit is made. A
 * file keeps its mode, a new one is 100644. The branch moves only if it still is where `tip` says.
 *
 * If the branch is checked out in the opened work tree, the files and their index entries are
 * brought to the new content as well; everything else staged, changed or lying around stays. Bytes
 * are then stored as `git add` would (line endings, as .gitattributes and core.autocrlf say). Files
 * outside a sparse checkout change in the index only. The order is: objects, files, index, branch;
 * a kill in between leaves locks, so that no git builds on what is half done, and the next call takes
 * that back first, as far as nobody changed it since. Otherwise only objects and the branch are
 * written, bytes as given.
 *
 * ERR_CONFLICT: the branch moved, it is checked out in another work tree, a file has uncommitted
 * changes or an untracked one is in the way, a folder or link is where a file should be; ERR_BUSY:
 * another git is at work, or a merge, rebase and so on is under way; ERR_USAGE: the request, or no
 * identity; ERR_DENIED, ERR_IO: the disk's word.
 */
bool repo_commit_files(struct repo *repo, const struct repo_tip *tip,
	const struct repo_request *request, struct repo_result *out, struct err *err);

/*
 * Merge three ways into `out` (appended). `base` is what was published last (NULL: not known),
 * `ours` the new render, `theirs` the file as it is now. A side that equals the base gives the
 * other side as it is. `*conflict`: both changed the same lines; `out` then has both versions
 * between markers labelled "inquest" and "published edit". Binary files (with NUL bytes) cannot be
 * marked: a conflict gives nothing. Only ERR_USAGE (too big) and ERR_IO are possible.
 */
bool repo_merge_file(const struct repo_bytes *base, const struct repo_bytes *ours,
	const struct repo_bytes *theirs, struct buf *out, bool *conflict, struct err *err);

/*
 * What a person would say changed line by line, in order; nothing touches the one before it. ERR_USAGE if a side has
 * more than REPO_FILE_MAX bytes or REPO_DIFF_LINES lines. The caller frees `items`.
 */
bool repo_diff_lines(const struct repo_bytes *before, const struct repo_bytes *after, struct repo_hunks *out,
	struct err *err);

/*
 * The last `max` commits, newest first, reachable from `commit` that changed `path`; merges that took the file
 * from one side are left out. Looks at REPO_LOG_WALK commits at most, and ends at the edge of a
 * shallow clone. Errors as repo_read_file.
 */
bool repo_read_log(struct repo *repo, const char *commit, const char *path, size_t max,
	struct repo_log *out, struct err *err);

/* Free what it holds. */
void repo_log_fini(struct repo_log *log);

/*
 * The commits reachable from `commit` and not from `since`, parents before children, with something at `path` that
 * none of their parents has there; where nothing is at `path`, `other` (NULL: none) is looked at, the name that the
 * file was given later. More than `max`, or more than REPO_LOG_WALK to look at, is ERR_USAGE. Else as repo_read_log.
 */
bool repo_read_since(struct repo *repo, const char *since, const char *commit, const char *path,
	const char *other, size_t max, struct repo_log *out, struct err *err);

/* What the file at `path` of commit `from` is called in `to`, where nothing of that name is: appended if it was
 * renamed, found as `git diff -M` does. `*found` tells. Errors as repo_read_file. */
bool repo_find_renamed(struct repo *repo, const char *from, const char *to, const char *path, struct buf *out,
	bool *found, struct err *err);

/* A file of a commit, and who wrote it. */
struct repo_listed {
	char *path;  /* from the repository's top folder */
	int64_t size; /* bytes */
	struct repo_log log; /* commits that changed it, newest first; of more than REPO_LISTED_COMMITS the newest and,
			      * last, the oldest one. None if the clone is too shallow to tell */
};

struct repo_listing {
	struct repo_listed *items; /* in the order of strcmp on their paths */
	size_t count, cap;
};

/*
 * The commit that a name means: a branch, a tag, an id or its start, HEAD~2; NULL or "" is HEAD. ERR_NOT_FOUND: no
 * such commit, or none yet; ERR_USAGE: ambiguous, or not a name.
 */
bool repo_read_revision(struct repo *repo, const char *name, char commit[REPO_ID_SIZE], struct err *err);

/*
 * The files at or anywhere below `path` ("" is everything) in a commit whose names end in one of `endings` (which NULL
 * ends; case of ASCII letters ignored; a file that `path` itself names is listed whatever it ends in), and the commits
 * that changed each: those with one parent or none. Renames are not followed; REPO_LOG_WALK commits are looked at. No links or submodules.
 * Names that repo_read_file refuses, and files whose contents are missing (a partial clone), are listed too.
 * ERR_NOT_FOUND: nothing at the path; ERR_USAGE: more than REPO_LISTED_MAX. Else as repo_read_file.
 */
bool repo_list_tree(struct repo *repo, const char *commit, const char *path, const char *const *endings,
	struct repo_listing *out, struct err *err);

/* Free what it holds. */
void repo_listing_fini(struct repo_listing *listing);

enum repo_step_kind {
	REPO_STEP_COMMIT,
	REPO_STEP_MERGE,     /* a commit with several parents */
	REPO_STEP_TAG,	     /* an annotated tag: it has an author, a time and a message of its own */
	REPO_STEP_LIGHT_TAG, /* a name for a commit: author and time are the commit's */
};

/* One step of a repository's history. Texts are borrowed for the call, valid UTF-8, never NULL. */
struct repo_step {
	enum repo_step_kind kind;
	char id[REPO_ID_SIZE];	   /* of the commit, or of an annotated tag's own object */
	char commit[REPO_ID_SIZE]; /* the commit, also of a tag */
	const char *tag;	   /* a tag's name; "" for commits */
	const char *author;	   /* name; of a tag: who tagged */
	const char *message;	   /* whole, without white space at its end; "" for a light tag */
	int64_t time;		   /* when it came into this history: the committer's; seconds since 1970 */
	int offset;		   /* minutes east of UTC */
};

/* Which part of the history. */
struct repo_span {
	const char *rev;      /* a branch, tag, commit or range (v1..v2); NULL or "": what HEAD stands at */
	int64_t since, until; /* seconds since 1970, both included; INT64_MIN and INT64_MAX: no bound */
};

/* Takes one step; false with `err` set ends the reading, which then fails so. */
typedef bool repo_step_fn(void *user, const struct repo_step *step, struct err *err);

/*
 * Give the commits reachable from `rev` and the tags, oldest first. Tags: all of the repository if no `rev` is
 * named, else those of commits reachable from it; of a range, those of its commits. What does not belong to a commit
 * (a tagged file) is left out. Ends at the edge of a shallow clone.
 *
 * Errors as repo_read_revision; ERR_USAGE also: more than REPO_STEPS_MAX; ERR_IO: damaged.
 */
bool repo_read_history(struct repo *repo, const struct repo_span *span, repo_step_fn *step, void *user, struct err *err);

/*
 * Append where the remote is, as git's settings have it (`git@github.com:org/name.git`): of `origin` if there is one,
 * else of the first. `*found` is false if there is none. ERR_IO: settings that cannot be read.
 */
bool repo_read_remote(struct repo *repo, struct buf *out, bool *found, struct err *err);

/* The functions above under their names. The loader checks `abi` before it looks at anything else.
 */
struct repo_ops {
	unsigned abi; /* REPO_ABI */
	bool (*open)(struct repo **out, const char *path, struct err *err);
	void (*close)(struct repo *repo);
	const char *(*path)(const struct repo *repo);
	bool (*read_tip)(
		struct repo *repo, const char *branch, struct repo_tip *out, struct err *err);
	bool (*read_file)(struct repo *repo, const char *commit, const char *path, struct buf *out,
		bool *found, struct err *err);
	bool (*list_files)(struct repo *repo, const char *commit, const char *folder,
		struct words *out, struct err *err);
	bool (*check_path)(const char *path, struct err *err);
	bool (*commit_files)(struct repo *repo, const struct repo_tip *tip,
		const struct repo_request *request, struct repo_result *out, struct err *err);
	bool (*merge_file)(const struct repo_bytes *base, const struct repo_bytes *ours,
		const struct repo_bytes *theirs, struct buf *out, bool *conflict, struct err *err);
	bool (*read_log)(struct repo *repo, const char *commit, const char *path, size_t max,
		struct repo_log *out, struct err *err);
	void (*log_fini)(struct repo_log *log);
	bool (*diff_lines)(const struct repo_bytes *before, const struct repo_bytes *after,
		struct repo_hunks *out, struct err *err);
	bool (*read_since)(struct repo *repo, const char *since, const char *commit,
		const char *path, const char *other, size_t max, struct repo_log *out,
		struct err *err);
	bool (*find_renamed)(struct repo *repo, const char *from, const char *to, const char *path,
		struct buf *out, bool *found, struct err *err);
	bool (*read_revision)(
		struct repo *repo, const char *name, char commit[REPO_ID_SIZE], struct err *err);
	bool (*list_tree)(struct repo *repo, const char *commit, const char *path, const char *const *endings,
		struct repo_listing *out, struct err *err);
	void (*listing_fini)(struct repo_listing *listing);
	bool (*read_history)(struct repo *repo, const struct repo_span *span, repo_step_fn *step, void *user,
		struct err *err);
	bool (*read_remote)(struct repo *repo, struct buf *out, bool *found, struct err *err);
};

#define REPO_OPS_SYMBOL "inquest_repo_ops"
extern const struct repo_ops inquest_repo_ops;

#endif
