/*
 * The index is replaced the way git does it: index.lock is taken first and held to the end. The
 * next index is a copy of the present one (so that every entry and extension libgit2 knows
 * survives), changed through libgit2 under a name of its own, then exchanged with the user's.
 *
 * libgit2 marks entries whose time stamps are too young to trust ("racily clean") only in an index
 * that belongs to a repository. The new index gets the old one's time stamp instead: what git could
 * not trust before, it does not trust after.
 */
#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

enum { INDEX_MAX = 1 << 30 };

static bool take_lock(struct repo_index *index, const struct repo_journal *journal, struct err *err)
{
	const char *lock = buf_text(&index->lock);
	index->locked = repo_journal_is(journal, lock) || repo_journal_lock(journal, lock);
	if (!index->locked && errno == EEXIST)
		return err_set(err, ERR_BUSY,
			"the index is locked: another git is at work; if none is, remove %s", lock);
	return index->locked || err_errno(err, errno, "cannot lock the index with %s", lock);
}

/* Leftovers of a killed run: ours, since we hold the lock. */
static void remove_draft(struct repo_index *index)
{
	struct buf lock = { 0 };
	buf_printf(&lock, "%s.lock", buf_text(&index->draft));
	unlink(buf_text(&lock));
	unlink(buf_text(&index->draft));
	buf_fini(&lock);
}

/* How many entries the head of an index tells of. */
static uint32_t count_entries(const struct buf *bytes)
{
	enum { COUNT_AT = 8 };
	uint32_t count = 0;
	for (size_t i = COUNT_AT; i < COUNT_AT + sizeof count && bytes->len >= COUNT_AT + sizeof count; i++)
		count = count << 8 | (unsigned char)bytes->data[i];
	return count;
}

static bool copy_index(struct repo_index *index, uint32_t *entries, struct err *err)
{
	struct buf bytes = { 0 };
	bool ok = path_read(&bytes, buf_text(&index->path), INDEX_MAX, err);
	if (ok) {
		int fd = open(
			buf_text(&index->draft), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
		ok = fd >= 0 && path_write_fd(fd, bytes.data, bytes.len);
		int reason = errno;
		if (fd >= 0 && close(fd) < 0 && ok) {
			reason = errno;
			ok = false;
		}
		if (!ok)
			err_errno(err, reason, "cannot write %s", buf_text(&index->draft));
	}
	*entries = count_entries(&bytes);
	buf_fini(&bytes);
	return ok;
}

bool repo_index_open(struct repo_index *index, struct repo *repo, const struct repo_journal *journal, struct err *err)
{
	const char *folder = git_repository_path(repo->git);
	index->repo = repo;
	buf_printf(&index->path, "%sindex", folder);
	buf_printf(&index->lock, "%sindex.lock", folder);
	buf_printf(&index->draft, "%sinquest-index", folder);
	if (!take_lock(index, journal, err))
		return false;
	remove_draft(index);
	index->fresh = access(buf_text(&index->path), F_OK) < 0 && errno == ENOENT;
	uint32_t entries = 0;
	if (!index->fresh && !copy_index(index, &entries, err))
		return false;
	int rc = git_index_open(&index->git, buf_text(&index->draft));
	if (rc < 0)
		return repo_fail(err, rc, "reading the index of %s", repo_path(repo));
	/* libgit2 takes one that it cannot look at for one that is not there: all that is staged would be gone */
	if (entries && !git_index_entrycount(index->git))
		return err_set(err, ERR_IO, "cannot read %s, the copy of the index: try again", buf_text(&index->draft));
	return true;
}

void repo_index_stat(git_index_entry *entry, const struct stat *now)
{
	entry->ctime.seconds = (int32_t)now->st_ctim.tv_sec;
	entry->ctime.nanoseconds = (uint32_t)now->st_ctim.tv_nsec;
	entry->mtime.seconds = (int32_t)now->st_mtim.tv_sec;
	entry->mtime.nanoseconds = (uint32_t)now->st_mtim.tv_nsec;
	entry->dev = (uint32_t)now->st_dev;
	entry->ino = (uint32_t)now->st_ino;
	entry->uid = now->st_uid;
	entry->gid = now->st_gid;
	entry->file_size = (uint32_t)now->st_size;
}

/* libgit2 syncs an index only if it belongs to a repository. */
static bool sync_draft(const struct repo_index *index)
{
	int fd = open(buf_text(&index->draft), O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	int reason = errno;
	if (fd >= 0)
		close(fd);
	errno = reason;
	return ok;
}

bool repo_index_exchange(struct repo_index *index, struct err *err)
{
	const char *path = buf_text(&index->path), *draft = buf_text(&index->draft);
	struct stat before;
	int rc = git_index_write(index->git);
	if (rc < 0)
		return repo_fail(err, rc, "writing the index");
	if (!sync_draft(index))
		return err_errno(err, errno, "cannot write %s", draft);
	if (index->fresh) {
		repo_share(index->repo, draft);
		index->exchanged = repo_rename_new(AT_FDCWD, draft, path, true);
	} else if (stat(path, &before) == 0) {
		struct timespec times[] = { { .tv_nsec = UTIME_OMIT }, before.st_mtim };
		index->exchanged = chmod(draft, before.st_mode & 07777) == 0 &&
			utimensat(AT_FDCWD, draft, times, 0) == 0 &&
			repo_swap_files(AT_FDCWD, draft, path, true);
	}
	return index->exchanged || err_errno(err, errno, "cannot replace %s", path);
}

bool repo_index_restore(struct repo_index *index)
{
	const char *path = buf_text(&index->path), *draft = buf_text(&index->draft);
	if (!index->exchanged)
		return true;
	if (!(index->fresh ? unlink(path) == 0 : repo_swap_files(AT_FDCWD, draft, path, true)))
		return false;
	index->exchanged = false;
	return true;
}

void repo_index_close(struct repo_index *index, struct buf *left)
{
	git_index_free(index->git);
	if (index->locked) {
		remove_draft(index);
		if (unlink(buf_text(&index->lock)) < 0 && errno != ENOENT && left)
			buf_puts(left, buf_text(&index->lock));
	}
	buf_fini(&index->path);
	buf_fini(&index->lock);
	buf_fini(&index->draft);
}
