/* Files of the work tree, never through a symbolic link. */
#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

void repo_draft_name(char out[REPO_DRAFT_SIZE], size_t nth)
{
	snprintf(out, REPO_DRAFT_SIZE, ".inquest-%zu.tmp", nth);
}

/* Open one folder of the way; -1 with errno set. */
static int enter(int at, const char *name, const char *path, size_t len, struct words *made)
{
	if (made && mkdirat(at, name, 0777) == 0) {
		char *folder = mem_copy_n(path, len);
		words_add(made, folder);
		free(folder);
	}
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

bool repo_open_folder(int top, const char *path, struct words *made, int *out, struct err *err)
{
	struct buf part = { 0 };
	bool ok = true;
	int at = dup(top);
	for (const char *slash = strchr(path, '/'), *from = path; ok && at >= 0 && slash;
		from = slash + 1, slash = strchr(from, '/')) {
		buf_truncate(&part, 0);
		buf_put(&part, from, (size_t)(slash - from));
		int next = enter(at, buf_text(&part), path, (size_t)(slash - path), made);
		int reason = errno;
		close(at);
		at = next;
		if (next < 0 && (reason == ENOTDIR || reason == ELOOP))
			ok = err_set(err, ERR_CONFLICT,
				"%s: in the work tree, %.*s is a file or a symbolic link, not a "
				"folder: "
				"move it away",
				path, (int)(slash - path), path);
		else if (next < 0 && (reason != ENOENT || made))
			ok = err_errno(err, reason, "cannot open the folder of %s", path);
		else if (next >= 0 && faccessat(next, ".git", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			ok = err_set(err, ERR_CONFLICT,
				"%s: in the work tree, %.*s is a git repository of its own: choose "
				"another path",
				path, (int)(slash - path), path);
	}
	if (!ok && at >= 0)
		close(at);
	*out = ok ? at : -1;
	buf_fini(&part);
	return ok;
}

bool repo_file_id(struct repo *repo, int folder, const char *name, const char *path, git_oid *out, struct err *err)
{
	struct buf bytes = { 0 }, cleaned = { 0 };
	bool ok = false;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) {
		err_errno(err, errno, "cannot read %s in the work tree", path);
	} else if (path_read_fd(&bytes, fd, REPO_FILE_MAX, path, err) &&
		repo_clean(repo, path, (struct repo_bytes){ buf_text(&bytes), bytes.len }, &cleaned, err)) {
		int rc = git_odb_hash(out, buf_text(&cleaned), cleaned.len, GIT_OBJECT_BLOB);
		ok = rc == 0 || repo_fail(err, rc, "reading %s", path);
	}
	if (fd >= 0)
		close(fd);
	buf_fini(&bytes);
	buf_fini(&cleaned);
	return ok;
}
