/*
 * Moving a branch the way git does it: its lock is made, the reflogs are written, the lock becomes the branch. libgit2
 * does the same, but makes the lock empty and fills it later; ours appears with the new commit's id in it, so that who
 * finds it after a kill can tell whose it is.
 */
#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

static const char *name_of(const char *reference)
{
	return reference + strlen("refs/heads/");
}

void repo_branch_files(struct repo *repo, const char *reference, struct buf *file, struct buf *lock)
{
	buf_printf(file, "%s%s", git_repository_commondir(repo->git), reference);
	buf_printf(lock, "%s.lock", buf_text(file));
}

static bool is_locked(const char *reference, const char *lock, struct err *err)
{
	return err_set(err, ERR_BUSY, "the branch %s is locked: another git is at work; if none is, remove %s",
		name_of(reference), lock);
}

bool repo_branch_check_lock(struct repo *repo, const char *reference, struct err *err)
{
	struct buf file = { 0 }, lock = { 0 };
	repo_branch_files(repo, reference, &file, &lock);
	bool ok = faccessat(AT_FDCWD, buf_text(&lock), F_OK, AT_SYMLINK_NOFOLLOW) < 0 ||
		  is_locked(reference, buf_text(&lock), err);
	buf_fini(&file);
	buf_fini(&lock);
	return ok;
}

bool repo_branch_check(struct repo *repo, const char *reference, const git_oid *expected, struct err *err)
{
	git_reference *ref = NULL;
	int rc = git_reference_lookup(&ref, repo->git, reference);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_fail(err, rc, "reading the branch %s", name_of(reference));
	const git_oid *now = rc == 0 ? git_reference_target(ref) : NULL;
	bool same = now && expected ? git_oid_equal(now, expected) : rc == GIT_ENOTFOUND && !expected;
	git_reference_free(ref);
	return same || err_set(err, ERR_CONFLICT, "the branch %s moved while this was being prepared: try again",
			       name_of(reference));
}

static bool make_folders(struct repo *repo, const char *path, struct err *err)
{
	bool ok = path_make_parents(path, 0777, err);
	if (ok)
		repo_share_folders(repo, path);
	return ok;
}

/* A file with the id, under the lock's name from the moment it is there. */
static bool make_lock(const struct repo_step_on *step, const char *lock, struct err *err)
{
	char id[REPO_ID_SIZE];
	struct buf draft = { 0 }, line = { 0 };
	git_oid_tostr(id, sizeof id, step->to);
	buf_printf(&line, "%s\n", id);
	buf_printf(&draft, "%sinquest-branch", git_repository_path(step->repo->git));
	unlink(buf_text(&draft)); /* of a run that was killed */
	int fd = open(buf_text(&draft), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && path_write_fd(fd, line.data, line.len) && fsync(fd) == 0;
	if (!ok)
		err_errno(err, errno, "cannot write %s", buf_text(&draft));
	if (fd >= 0)
		close(fd);
	if (ok)
		repo_share(step->repo, buf_text(&draft));
	if (ok && !repo_rename_new(AT_FDCWD, buf_text(&draft), lock, true) &&
		/* the branch may be packed, and its folders not there */
		(errno != ENOENT || !make_folders(step->repo, lock, err) ||
			!repo_rename_new(AT_FDCWD, buf_text(&draft), lock, true)))
		ok = errno == EEXIST ? is_locked(step->reference, lock, err)
				     : err_errno(err, errno, "cannot lock the branch %s", name_of(step->reference));
	if (!ok && fd >= 0)
		unlink(buf_text(&draft));
	buf_fini(&draft);
	buf_fini(&line);
	return ok;
}

/* As git: a log that is there goes on, a new one begins where the settings say so. */
static bool append_log(const struct repo_step_on *step, const char *folder, const char *name, const char *line,
	struct err *err)
{
	struct buf path = { 0 };
	git_config *config = NULL;
	const char *setting = NULL;
	int wanted = !step->repo->bare;
	buf_printf(&path, "%slogs/%s", folder, name);
	if (git_repository_config_snapshot(&config, step->repo->git) == 0 &&
		git_config_get_bool(&wanted, config, "core.logallrefupdates") < 0 &&
		git_config_get_string(&setting, config, "core.logallrefupdates") == 0)
		wanted = text_same(setting, "always");
	git_config_free(config);
	const int flags = (wanted ? O_CREAT : 0) | O_WRONLY | O_APPEND | O_CLOEXEC;
	int fd = open(buf_text(&path), flags, 0666);
	if (fd < 0 && errno == ENOENT && wanted && make_folders(step->repo, buf_text(&path), err))
		fd = open(buf_text(&path), flags, 0666);
	if (fd >= 0 && lseek(fd, 0, SEEK_END) == 0)
		repo_share(step->repo, buf_text(&path));
	bool ok = (fd >= 0 && path_write_fd(fd, line, strlen(line))) || (fd < 0 && errno == ENOENT && !wanted) ||
		  err_errno(err, errno, "cannot write the reflog %s", buf_text(&path));
	if (fd >= 0)
		close(fd);
	buf_fini(&path);
	return ok;
}

static bool write_logs(const struct repo_step_on *step, struct err *err)
{
	const git_oid none = { { 0 } };
	const git_time *when = &step->who->when;
	char from[REPO_ID_SIZE], to[REPO_ID_SIZE];
	struct buf line = { 0 };
	git_reference *head = NULL;
	git_oid_tostr(from, sizeof from, step->from ? step->from : &none);
	git_oid_tostr(to, sizeof to, step->to);
	buf_printf(&line, "%s %s %s <%s> %lld %c%02d%02d\t%s\n", from, to, step->who->name, step->who->email,
		(long long)when->time, when->offset < 0 ? '-' : '+', abs(when->offset) / 60, abs(when->offset) % 60,
		step->what);
	bool ok = append_log(step, git_repository_commondir(step->repo->git), step->reference, buf_text(&line), err);
	if (ok && git_reference_lookup(&head, step->repo->git, "HEAD") == 0 &&
		text_equal(git_reference_symbolic_target(head), step->reference))
		ok = append_log(step, git_repository_path(step->repo->git), "HEAD", buf_text(&line), err);
	git_reference_free(head);
	buf_fini(&line);
	return ok;
}

bool repo_branch_move(const struct repo_step_on *step, bool *moved, struct err *err)
{
	struct buf file = { 0 }, lock = { 0 };
	repo_branch_files(step->repo, step->reference, &file, &lock);
	*moved = false;
	bool ok = make_lock(step, buf_text(&lock), err);
	const bool locked = ok;
	ok = ok && repo_branch_check(step->repo, step->reference, step->from, err) && write_logs(step, err);
	if (ok) {
		*moved = rename(buf_text(&lock), buf_text(&file)) == 0 ||
			 /* an empty folder that a deleted branch left */
			 (errno == EISDIR && rmdir(buf_text(&file)) == 0 &&
				 rename(buf_text(&lock), buf_text(&file)) == 0);
		ok = *moved ? path_sync_entry(buf_text(&file), err)
			    : err_errno(err, errno, "moving the branch %s", name_of(step->reference));
	}
	if (locked && !*moved)
		unlink(buf_text(&lock));
	buf_fini(&file);
	buf_fini(&lock);
	return ok;
}
