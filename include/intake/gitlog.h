/* The history of a git repository as events: each commit, merge and tag is a change that may have set something off. */
#ifndef INTAKE_GITLOG_H
#define INTAKE_GITLOG_H

#include "intake/logs.h"
#include "repo/repo.h"

/*
 * Give the history as repo_read_history does. Text is the message, of a merge with the first line of its body beside it, of a tag
 * "Tag NAME" with its message; author is who wrote or tagged it; link is its page, where the remote has one; id is
 * that of the commit, of a tag `tag:NAME:` and the commit; source is "owner/name" of the remote, else the folder's name. A light
 * tag has no time of its own: its commit's, PRECISION_ABOUT. `line` counts steps. `ops` is the repo layer.
 *
 * Errors of repo_open and repo_read_history, and the sink's.
 */
bool gitlog_read(const struct repo_ops *ops, const char *folder, const struct repo_span *span, const struct log_sink *sink,
	struct err *err);

/*
 * Append the web page of the repository at a remote's address (`git@github.com:org/name.git` and
 * `ssh://git@github.com:22/org/name` give `https://github.com/org/name`), without user names and passwords. False for hosts
 * that are not known to have pages for commits, paths and the like.
 */
bool gitlog_web(struct buf *out, const char *remote);

#endif
