/* The private folder that a repair works in, and those that killed ones have left. */
#include "store/repair_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

#define FOLDER "inquest-repair."
#define RANDOM_PART "XXXXXX"

/* All that a repair ever puts into it. */
static const char *const names[] = { "old.db", "old.db-journal", "old.db-wal", "old.db-shm", "new.db", "new.db-journal" };

static void folder_of(const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/');
	if (slash)
		buf_put(out, path, slash == path ? 1 : (size_t)(slash - path));
	else
		buf_puts(out, ".");
}

/* Held for as long as the repair lives, however it ends: who finds it free may take the folder away, which may come
 * between making and holding it. Where there are no such locks nobody takes anything away. */
static bool hold(const char *path, int *fd)
{
	struct stat status;
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		return errno != ENOENT;
	while (flock(*fd, LOCK_EX) < 0 && errno == EINTR)
		continue;
	if (fstat(*fd, &status) == 0 && status.st_nlink > 0)
		return true;
	close(*fd);
	return false;
}

bool repair_folder_open(const char *to, struct buf *out, int *held, struct err *err)
{
	struct buf beside = { 0 };
	bool ok = true;
	folder_of(to, &beside);
	do {
		buf_truncate(out, 0);
		path_join(out, buf_text(&beside), FOLDER RANDOM_PART);
		ok = mkdtemp(out->data) != NULL;
		if (!ok) {
			const int reason = errno;
			buf_truncate(out, 0);
			err_errno(err, reason, "cannot write beside %s", to);
		}
	} while (ok && !hold(buf_text(out), held));
	buf_fini(&beside);
	return ok;
}

void repair_folder_close(const struct buf *folder, int held)
{
	if (!folder->len)
		return;
	for (size_t i = 0; i < LENGTH(names); i++) {
		struct buf path = { 0 };
		path_join(&path, buf_text(folder), names[i]);
		unlink(buf_text(&path));
		buf_fini(&path);
	}
	rmdir(buf_text(folder));
	if (held >= 0)
		close(held);
}

static bool is_ours(int folder, const char *name)
{
	struct stat status;
	for (size_t i = 0; i < LENGTH(names); i++)
		if (text_equal(name, names[i]))
			return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
	return text_equal(name, ".") || text_equal(name, "..");
}

/* Whether nothing else is in it. */
static bool only_ours(int folder)
{
	const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = fd >= 0 ? fdopendir(fd) : NULL;
	bool ok = listing != NULL;
	if (!listing && fd >= 0)
		close(fd);
	for (struct dirent *entry; ok && (entry = readdir(listing));)
		ok = is_ours(folder, entry->d_name);
	if (listing)
		closedir(listing);
	return ok;
}

/* Of this user, private, nobody's now, with nothing but a repair's files in it. */
static bool is_left(int folder)
{
	struct stat status;
	return fstat(folder, &status) == 0 && status.st_uid == geteuid() && !(status.st_mode & 077) &&
	       flock(folder, LOCK_EX | LOCK_NB) == 0 && only_ours(folder);
}

static bool sweep(int beside, const char *name)
{
	const int folder = openat(beside, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool gone = folder >= 0 && is_left(folder);
	for (size_t i = 0; gone && i < LENGTH(names); i++)
		unlinkat(folder, names[i], 0);
	gone = gone && unlinkat(beside, name, AT_REMOVEDIR) == 0;
	if (folder >= 0)
		close(folder);
	return gone;
}

static bool has_our_name(const char *name)
{
	return text_starts(name, FOLDER) && strlen(name) == strlen(FOLDER RANDOM_PART);
}

void repair_sweep(const char *path, struct buf *removed)
{
	struct buf beside = { 0 };
	folder_of(path, &beside);
	DIR *listing = opendir(buf_text(&beside));
	for (struct dirent *entry; listing && (entry = readdir(listing));) {
		if (!has_our_name(entry->d_name) || !sweep(dirfd(listing), entry->d_name))
			continue;
		path_join(removed, buf_text(&beside), entry->d_name);
		buf_putc(removed, '\n');
	}
	if (listing)
		closedir(listing);
	buf_fini(&beside);
}
