#include "repo/internal.h"

#include <string.h>

static bool is_equal(const struct repo_bytes *a, const struct repo_bytes *b)
{
	return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static git_merge_file_input merge_input(const struct repo_bytes *bytes)
{
	return (git_merge_file_input){ .version = GIT_MERGE_FILE_INPUT_VERSION,
		.ptr = bytes->data ? bytes->data : "",
		.size = bytes->len };
}

static bool merge_lines(const struct repo_bytes *base, const struct repo_bytes *ours,
	const struct repo_bytes *theirs, struct buf *out, bool *conflict, struct err *err)
{
	git_merge_file_options options = { .version = GIT_MERGE_FILE_OPTIONS_VERSION,
		.our_label = "inquest",
		.their_label = "published edit" };
	git_merge_file_result result = { 0 };
	git_merge_file_input ancestor, our = merge_input(ours), their = merge_input(theirs);
	if (base)
		ancestor = merge_input(base);
	int rc = git_merge_file(&result, base ? &ancestor : NULL, &our, &their, &options);
	if (rc == 0) {
		buf_put(out, result.ptr, result.len);
		*conflict = !result.automergeable;
	}
	git_merge_file_result_free(&result);
	return rc == 0 || repo_fail(err, rc, "merging the published edit");
}

bool repo_merge_file(const struct repo_bytes *base, const struct repo_bytes *ours,
	const struct repo_bytes *theirs, struct buf *out, bool *conflict, struct err *err)
{
	const struct repo_bytes *taken = NULL;
	*conflict = false;
	if (ours->len > REPO_FILE_MAX || theirs->len > REPO_FILE_MAX ||
		(base && base->len > REPO_FILE_MAX))
		return err_set(err, ERR_USAGE, "files of more than %d bytes are not merged",
			REPO_FILE_MAX);
	if ((base && is_equal(base, theirs)) || is_equal(ours, theirs))
		taken = ours;
	else if (base && is_equal(base, ours))
		taken = theirs;
	if (taken) {
		buf_put(out, taken->data, taken->len);
		return true;
	}
	int rc = git_libgit2_init();
	if (rc < 0)
		return repo_fail(err, rc, "starting libgit2");
	bool ok = merge_lines(base, ours, theirs, out, conflict, err);
	git_libgit2_shutdown();
	return ok;
}
