/*
 * One publication: the steps from an incident to a commit, in the order in which `publish` takes them. Each works on
 * what those before it left in the struct, and writes nothing outside the database until publishing_commit.
 */
#ifndef APP_PUBLISHING_H
#define APP_PUBLISHING_H

#include "app/command.h"
#include "app/document.h"
#include "base/buf.h"
#include "model/record.h"
#include "repo/repo.h"
#include "store/care.h"

/* Everything one publication is made of. */
struct publishing {
	struct app *app;
	const struct repo_ops *git;
	struct repo *repo;
	struct repo_tip tip;
	struct record incident;
	struct document_request request; /* what the document shall be */
	const char *edition;		 /* the template, if it is not the incident's own; else "" */
	bool pulling;			 /* nothing is published: an edition is looked for */
	struct material material;	 /* all that may be published, of the incident */
	struct record last; /* the last publication to this repository; empty id: none */
	struct assets assets; /* files beside the document */
	struct buf path, render, merged, index, message;
	struct mustache_map map; /* of `render`: what `publish --pull` reads back by */
	const char *index_path; /* "" or NULL: no index is kept */
	const char *reason;	/* why it is published in spite of errors; NULL: there are none */
	size_t errors;		/* how many there are */
	bool merged_edits;	/* the file has edits that were made in the repository */
	bool unrecorded;	/* `last` is an attempt that the database was not told the end of */
};

/* Empty, for an app; publishing_fini frees all it came to hold. */
void publishing_init(struct publishing *p, struct app *app);
void publishing_fini(struct publishing *p);

/* What document a call is about: --template and --audience. ERR_USAGE if that is no template's name. */
bool publishing_request(struct publishing *p, const struct call *call, struct err *err);

/* Open the repository and the branch that the flags --repository and --branch or the options name. ERR_USAGE if none is
 * named; else as repo_open, repo_read_tip. */
bool publishing_open(struct publishing *p, const struct call *call, struct err *err);

/*
 * ERR_FAILED, after each was said, if checks find errors or approvals are missing (option review.approvals) and there is
 * no --force REASON.
 */
bool publishing_gate(struct publishing *p, const struct call *call, struct err *err);

/* Who can read the repository: the option publish.audience says so, else it is those the document is for. */
enum audience publishing_readers(const struct publishing *p);

/* ERR_DENIED if the document is not for all who read the repository, or if its history, whatever the branch or path, has
 * an edition of this incident that was not for them. */
bool publishing_check_audience(struct publishing *p, struct err *err);

/* Whether an earlier publication is of the same document: not an edition by another template, or with more in it than
 * these readers may see. */
bool publishing_continues(const struct publishing *p, const struct record *publication);

/*
 * `last`: the publication that what is in the repository goes back to. One that nobody edited since; else the latest
 * to this repository and branch; else one that came here all the same, because the repository was moved or cloned,
 * the branch merged or branched off.
 */
bool publishing_find_last(struct publishing *p, struct err *err);

/* Whether a publication was to this repository and branch, and to a path that is still one. */
bool publishing_is_here(const struct publishing *p, const struct record *publication);

/* `path`: where the document goes. Once published it stays where it is, whatever the title or the pattern become, unless
 * --path is given. */
bool publishing_choose_path(struct publishing *p, const struct call *call, struct err *err);

/* `render` and `merged`: what the file shall be, the render with the edits made in the repository since. ERR_CONFLICT,
 * after both versions were shown on `out`, if both changed the same lines. */
bool publishing_compose(struct publishing *p, struct output *out, struct err *err);

/* `assets`: the attached files for the document at `path`, to which the request leads. Those too large are told on
 * `out`. */
bool publishing_plan_assets(struct publishing *p, struct output *out, struct err *err);

/* The files of the commit besides document and index: assets, and those of the folder that are none any more. */
struct publishing_files {
	struct repo_file *items;
	size_t count, cap;
	struct buf *bytes; /* of the first `owned`, as are their paths; what is added later is borrowed */
	char **paths;
	size_t owned;
};
bool publishing_read_assets(struct publishing *p, struct publishing_files *out, struct err *err);
void publishing_files_fini(struct publishing_files *files);

/* `index`: the index with this incident's line in it. */
bool publishing_compose_index(struct publishing *p, struct err *err);

/* `message`: --message, or the option publish.message filled in. */
bool publishing_compose_message(struct publishing *p, const struct call *call, struct err *err);

/* Commit the files, without a word to the database. */
bool publishing_commit(struct publishing *p, struct repo_result *result, struct err *err);

/*
 * The mark of a commit that has `text` at `path`: a digest, so that it tells nothing to those who do not have both and
 * this incident's id.
 */
void publishing_mark(const struct publishing *p, const char *path, const struct buf *text, char mark[SHA256_SIZE]);

/*
 * Whether what is about to be committed is the render as it is, to where and for whom the last one was recorded. Should
 * we be killed between git's commit and ours, the mark of the commit then is all that the next publish needs.
 */
bool publishing_is_continued(const struct publishing *p);

/* Where the file of the latest publication in the list was changed last by a marked commit of ours that was not recorded,
 * that becomes `last`. */
bool publishing_find_marked(struct publishing *p, const struct records *list, struct err *err);

/*
 * For any other, note what is about to be committed: path, and the digests of the file and of the render that is the
 * next merge's base.
 */
bool publishing_note_attempt(struct publishing *p, struct err *err);
/* For whom and to which path the last attempt was that the database was not told the end of; "" if there is none. */
bool publishing_read_attempt(struct publishing *p, enum audience *audience, struct buf *path, struct err *err);
/* An attempt whose file is in the repository but whose publication was never recorded becomes `last`. */
bool publishing_find_attempt(struct publishing *p, struct err *err);
/* The database has it: no attempt any more. */
bool publishing_drop_attempt(struct publishing *p, struct err *err);

#endif
