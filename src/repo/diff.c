#include "repo/internal.h"

#include <stdlib.h>
#include <string.h>

static size_t count_lines(const struct repo_bytes *bytes)
{
	size_t lines = 0;
	const char *at = bytes->data, *end = bytes->data + bytes->len;
	while (bytes->len && at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		lines++;
		at++;
	}
	return lines;
}

static bool check_size(const struct repo_bytes *bytes, struct err *err)
{
	if (bytes->len > REPO_FILE_MAX)
		return err_set(err, ERR_USAGE, "files of more than %d bytes are not compared", REPO_FILE_MAX);
	if (count_lines(bytes) > REPO_DIFF_LINES)
		return err_set(err, ERR_USAGE, "files of more than %d lines are not compared", REPO_DIFF_LINES);
	return true;
}

/* git counts lines from 1, and of an empty range names the line before it. */
static int add_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *data)
{
	struct repo_hunks *out = data;
	struct repo_hunk *add = vec_push(out);
	(void)delta;
	add->old_from = (size_t)(hunk->old_start - (hunk->old_lines ? 1 : 0));
	add->new_from = (size_t)(hunk->new_start - (hunk->new_lines ? 1 : 0));
	add->old_to = add->old_from + (size_t)hunk->old_lines;
	add->new_to = add->new_from + (size_t)hunk->new_lines;
	return 0;
}

bool repo_diff_lines(const struct repo_bytes *before, const struct repo_bytes *after, struct repo_hunks *out,
	struct err *err)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	*out = (struct repo_hunks){ 0 };
	if (!check_size(before, err) || !check_size(after, err))
		return false;
	int rc = git_libgit2_init();
	if (rc < 0)
		return repo_fail(err, rc, "starting libgit2");
	rc = git_diff_buffers(before->data ? before->data : "", before->len, NULL,
		after->data ? after->data : "", after->len, NULL, &options, NULL, NULL, add_hunk, NULL, out);
	bool ok = rc == 0 || repo_fail(err, rc, "comparing two texts");
	git_libgit2_shutdown();
	if (!ok) {
		free(out->items);
		*out = (struct repo_hunks){ 0 };
	}
	return ok;
}
