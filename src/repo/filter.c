#include "repo/internal.h"

#include <string.h>

#include "base/text.h"

/* Attributes whose value makes the stored bytes differ from the file's in ways only git can follow.
 */
static bool check_attribute(struct repo *repo, const char *path, const char *name,
	const char *harmless, struct err *err)
{
	const char *value = NULL;
	int rc = git_attr_get(&value, repo->git, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, name);
	if (rc < 0)
		return repo_fail(err, rc, "reading the attributes of %s", path);
	if (git_attr_value(value) != GIT_ATTR_VALUE_STRING || text_same(value, harmless))
		return true;
	return err_set(err, ERR_USAGE,
		"%s has the attribute %s=%s, which inquest cannot apply: exempt it with a line `%s "
		"-%s` "
		"in .gitattributes",
		path, name, value, path, name);
}

bool repo_check_attributes(struct repo *repo, const char *path, struct err *err)
{
	return check_attribute(repo, path, "filter", "", err) &&
		check_attribute(repo, path, "working-tree-encoding", "UTF-8", err);
}

bool repo_clean(struct repo *repo, const char *path, struct repo_bytes bytes, struct buf *out,
	struct err *err)
{
	git_filter_list *filters = NULL;
	git_buf cleaned = { 0 };
	int rc = git_filter_list_load(
		&filters, repo->git, NULL, path, GIT_FILTER_TO_ODB, GIT_FILTER_ALLOW_UNSAFE);
	if (rc == 0 && filters)
		rc = git_filter_list_apply_to_buffer(&cleaned, filters, bytes.data, bytes.len);
	if (rc == 0 && filters)
		buf_put(out, cleaned.ptr, cleaned.size);
	else if (rc == 0)
		buf_put(out, bytes.data, bytes.len);
	git_buf_dispose(&cleaned);
	git_filter_list_free(filters);
	return rc == 0 || repo_fail(err, rc, "converting the line endings of %s", path);
}

bool repo_smudge(
	struct repo *repo, const char *path, const git_oid *id, struct buf *out, struct err *err)
{
	git_filter_list *filters = NULL;
	git_blob *blob = NULL;
	git_buf smudged = { 0 };
	int rc = git_blob_lookup(&blob, repo->git, id);
	if (rc == 0)
		rc = git_filter_list_load(&filters, repo->git, blob, path, GIT_FILTER_TO_WORKTREE,
			GIT_FILTER_ALLOW_UNSAFE);
	if (rc == 0)
		rc = git_filter_list_apply_to_blob(&smudged, filters, blob);
	if (rc == 0)
		buf_put(out, smudged.ptr, smudged.size);
	git_buf_dispose(&smudged);
	git_filter_list_free(filters);
	git_blob_free(blob);
	return rc == 0 || repo_fail(err, rc, "converting the line endings of %s", path);
}
