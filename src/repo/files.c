#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* The file system's word for "I do not know that kind of rename". */
static bool is_unknown(int reason)
{
	return reason == EINVAL || reason == ENOSYS || reason == EOPNOTSUPP;
}

bool repo_swap_files(int folder, const char *a, const char *b, bool atomic)
{
	struct buf third = { 0 };
	bool ok = true;
	if (atomic && renameat2(folder, a, folder, b, RENAME_EXCHANGE) == 0)
		return true;
	if (atomic && !is_unknown(errno))
		return false;
	buf_printf(&third, "%s~", a);
	unlinkat(folder, buf_text(&third), 0);
	bool linked = linkat(folder, b, folder, buf_text(&third), 0) == 0;
	if (!linked && renameat(folder, b, folder, buf_text(&third)) < 0) {
		ok = false;
	} else if (renameat(folder, a, folder, b) < 0) {
		int reason = errno;
		if (linked)
			unlinkat(folder, buf_text(&third), 0);
		else
			renameat(folder, buf_text(&third), folder, b);
		errno = reason;
		ok = false;
	} else if (renameat(folder, buf_text(&third), folder, a) < 0) {
		ok = false;
	}
	buf_fini(&third);
	return ok;
}

bool repo_rename_new(int folder, const char *from, const char *to, bool atomic)
{
	if (atomic && renameat2(folder, from, folder, to, RENAME_NOREPLACE) == 0)
		return true;
	if (atomic && !is_unknown(errno))
		return false;
	if (linkat(folder, from, folder, to, 0) == 0) {
		unlinkat(folder, from, 0);
		return true;
	}
	if (errno == EEXIST)
		return false;
	/* neither kind of rename nor links: a file that appears right now is lost */
	if (faccessat(folder, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return false;
	}
	return renameat(folder, from, folder, to) == 0;
}
