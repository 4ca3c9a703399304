/* What `import` is given: files, folders, repositories, standard input; and the documents in them. */
#ifndef APP_IMPORT_INPUT_H
#define APP_IMPORT_INPUT_H

#include "base/words.h"
#include "repo/repo.h"

enum {
	IMPORT_BYTES_MAX = 16 << 20,  /* of one document: Markdown is refused from 8 MiB on, UTF-16 is twice as long */
	IMPORT_FILES_MAX = 20000,     /* of one folder */
	IMPORT_DEPTH_MAX = 64,	      /* folders in folders */
};

/* A repository that documents come from. */
struct import_repo {
	const struct repo_ops *ops;
	struct repo *repo;
	char commit[REPO_ID_SIZE];
	struct repo_listing listing;
};

/* One document. */
struct import_input {
	char *name;	/* as people see it: the path given, or found below the folder given */
	char *path;	/* of the file; in a repository from its top; NULL: standard input */
	char *identity; /* absolute and the same for each version: "/home/ana/pm/a.md", "git:/srv/pm:2023/a.md"; "": of a pipe */
	bool below;	/* it was found in a folder, not named by itself */
	bool once;	/* a pipe: its bytes can be read only once */
	struct import_repo *repo;	    /* NULL: a file; borrowed */
	const struct repo_listed *listed; /* who wrote it, if it is in a repository */
};

struct import_inputs {
	struct import_input *items;
	size_t count, cap;
	struct {
		struct import_repo **items;
		size_t count, cap;
	} repos;
	size_t skipped; /* files below the folders that are no Markdown by their name */
};

/*
 * Append the documents that a word names: a file; all *.md and *.markdown below a folder, by name, links and names that
 * begin with a dot left out; git:REPO[@REV][:PATH], the same in a commit; - is standard input. ERR_NOT_FOUND: nothing
 * there, or no document in it; ERR_USAGE: too many; else as the repository says.
 */
bool import_find(struct import_inputs *out, const char *word, struct err *err);
void import_inputs_fini(struct import_inputs *inputs);

/* Append a document's bytes. `input` is a descriptor for standard input, -1: there is none. ERR_USAGE: too many. */
bool import_read_bytes(const struct import_input *input, int descriptor, struct buf *out, struct err *err);

/*
 * Append the bytes of a file that the document names by a relative path, which must not lead out of its folder (of its
 * repository), not by links either; `*found` is false if there is none. ERR_USAGE: a path that leads out, no plain file,
 * more than `max` bytes.
 */
bool import_read_beside(const struct import_input *input, const char *path, size_t max, struct buf *out, bool *found,
	struct err *err);

/* The parts of `git:REPO[@REV][:PATH]`: REPO is the longest start that is a folder. Appended; "" where missing.
 * ERR_NOT_FOUND if there is no such folder. */
bool import_git_split(const char *word, struct buf *repo, struct buf *revision, struct buf *path, struct err *err);

#endif
