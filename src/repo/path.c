#include "repo/internal.h"

#include <string.h>

#include "base/text.h"

/* Code points that HFS+ ignores in names. */
static bool is_ignorable(uint32_t cp)
{
	return (cp >= 0x200c && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
		(cp >= 0x206a && cp <= 0x206f) || cp == 0xfeff;
}

/* True for what HFS+ or NTFS would open as `.git`: `.GIT`, `.g<U+200C>it`, `git~1`, `.git .`,
 * `.git::…`. */
static bool is_dot_git(const char *name, size_t len)
{
	struct buf plain = { 0 };
	for (size_t at = 0, n; at < len && name[at] != ':'; at += n) {
		uint32_t cp = 0;
		n = utf8_decode(name + at, len - at, &cp);
		if (n == 0)
			n = 1;
		if (n > 1 && is_ignorable(cp))
			continue;
		buf_put(&plain, name + at, n);
	}
	while (plain.len > 0 && strchr(". ", plain.data[plain.len - 1]))
		buf_truncate(&plain, plain.len - 1);
	const char *text = buf_text(&plain);
	bool found = text_same(text, ".git") || (strncasecmp(text, "git~", 4) == 0);
	buf_fini(&plain);
	return found;
}

bool repo_check_path(const char *path, struct err *err)
{
	const char *why = NULL;
	if (text_empty(path))
		return err_set(err, ERR_USAGE, "no file named: give a path inside the repository");
	size_t len = strlen(path);
	if (!utf8_valid(path, len))
		why = "it is not UTF-8";
	else if (len > 4000)
		why = "it is too long";
	else if (path[0] == '/')
		why = "it must start at the repository's top folder, without a slash";
	else if (strchr(path, '\\'))
		why = "a backslash separates folders on other systems";
	for (const char *c = path; *c && !why; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			why = "it has control characters";
	for (const char *part = path; part && !why;) {
		const char *slash = strchr(part, '/');
		size_t n = slash ? (size_t)(slash - part) : strlen(part);
		if (n == 0)
			why = "a part of it is empty";
		else if (n > 255)
			why = "a part of it is too long";
		else if ((n == 1 && part[0] == '.') || (n == 2 && memcmp(part, "..", 2) == 0))
			why = "it must not contain . or ..";
		else if (is_dot_git(part, n))
			why = "it would reach into git's own folder";
		part = slash ? slash + 1 : NULL;
	}
	if (why)
		return err_set(err, ERR_USAGE, "%s is no path to use in a repository: %s", path, why);
	return true;
}

bool repo_load_tree(struct repo *repo, const char *commit, git_commit **commit_out,
	git_tree **tree_out, struct err *err)
{
	git_oid id;
	*commit_out = NULL;
	*tree_out = NULL;
	if (text_empty(commit))
		return true;
	if (git_oid_fromstr(&id, commit) < 0)
		return err_set(err, ERR_USAGE, "%s is not the id of a commit", commit);
	int rc = git_commit_lookup(commit_out, repo->git, &id);
	if (rc == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND,
			"no commit %s in %s: its history was rewritten, or it is not fetched",
			commit, repo_path(repo));
	if (rc < 0)
		return repo_fail(err, rc, "reading commit %s", commit);
	if ((rc = git_commit_tree(tree_out, *commit_out)) == 0)
		return true;
	git_commit_free(*commit_out);
	*commit_out = NULL;
	return repo_fail(err, rc, "reading the tree of commit %s", commit);
}

static const char *kind_name(git_filemode_t mode)
{
	switch (mode) {
	case GIT_FILEMODE_TREE:
		return "folder";
	case GIT_FILEMODE_LINK:
		return "symbolic link";
	case GIT_FILEMODE_COMMIT:
		return "submodule";
	default:
		return "file";
	}
}

bool repo_find_entry(struct repo *repo, const git_tree *tree, const char *path,
	struct repo_entry *out, struct err *err)
{
	struct buf part = { 0 };
	bool ok = true;
	memset(out, 0, sizeof *out);
	for (const char *end = path; tree && ok && end; end = *end ? end : NULL) {
		git_tree_entry *entry = NULL;
		end = strchrnul(*end == '/' ? end + 1 : end, '/');
		buf_truncate(&part, 0);
		buf_put(&part, path, (size_t)(end - path));
		int rc = git_tree_entry_bypath(&entry, tree, buf_text(&part));
		if (rc == GIT_ENOTFOUND)
			break;
		if (rc < 0) {
			ok = repo_fail(err, rc, "looking for %s in %s", path, repo_path(repo));
			break;
		}
		git_filemode_t mode = git_tree_entry_filemode(entry);
		bool is_file = mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
		if (*end ? mode != GIT_FILEMODE_TREE : !is_file) {
			ok = err_set(err, ERR_CONFLICT,
				"%s: in the repository, %s is a %s: choose another path, or remove "
				"it "
				"there first",
				path, buf_text(&part), kind_name(mode));
		} else if (!*end) {
			out->found = true;
			out->id = *git_tree_entry_id(entry);
			out->mode = mode;
		}
		git_tree_entry_free(entry);
	}
	buf_fini(&part);
	return ok;
}

static bool read_blob(
	struct repo *repo, const git_oid *id, const char *path, struct buf *out, struct err *err)
{
	git_odb *odb = NULL;
	git_blob *blob = NULL;
	git_object_t type;
	size_t size = 0;
	bool ok = false;
	int rc;
	/* the size before the bytes: a file far too big must not fill the memory first */
	if ((rc = git_repository_odb(&odb, repo->git)) < 0 ||
		(rc = git_odb_read_header(&size, &type, odb, id)) < 0) {
		if (rc == GIT_ENOTFOUND)
			err_set(err, ERR_IO,
				"the contents of %s are not in %s: in a partial clone `git archive COMMIT >/dev/null` fetches them, "
				"otherwise it is damaged: `git fsck` tells more",
				path, repo_path(repo));
		else
			repo_fail(err, rc, "reading %s", path);
	} else if (size > REPO_FILE_MAX) {
		err_set(err, ERR_USAGE,
			"%s in the repository has %zu bytes, more than the %d allowed", path, size,
			REPO_FILE_MAX);
	} else if ((rc = git_blob_lookup(&blob, repo->git, id)) < 0) {
		repo_fail(err, rc, "reading %s", path);
	} else {
		buf_put(out, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob));
		ok = true;
	}
	git_blob_free(blob);
	git_odb_free(odb);
	return ok;
}

bool repo_read_file(struct repo *repo, const char *commit, const char *path, struct buf *out,
	bool *found, struct err *err)
{
	git_commit *parent = NULL;
	git_tree *tree = NULL;
	struct repo_entry entry;
	bool ok = false;

	*found = false;
	if (!repo_check_path(path, err) || !repo_load_tree(repo, commit, &parent, &tree, err) ||
		!repo_find_entry(repo, tree, path, &entry, err))
		goto out;
	if (entry.found && !read_blob(repo, &entry.id, path, out, err))
		goto out;
	*found = entry.found;
	ok = true;
out:
	git_tree_free(tree);
	git_commit_free(parent);
	return ok;
}
