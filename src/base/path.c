#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

enum { TEMPORARY_NAME_MAX = 40 };

void path_join(struct buf *out, const char *folder, const char *name)
{
	if (name[0] != '/') {
		buf_puts(out, folder);
		if (out->len && out->data[out->len - 1] != '/')
			buf_putc(out, '/');
	}
	buf_puts(out, name);
}

void path_expand(const char *path, struct buf *out)
{
	const char *home = path[0] == '~' && path[1] == '/' ? getenv("HOME") : NULL;
	buf_printf(out, "%s%s", home ? home : "", home ? path + 1 : path);
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

bool path_sync_entry(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder = !slash ? mem_copy(".") : mem_copy_n(path, slash == path ? 1 : (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd < 0 ? errno == EACCES : fsync(fd) == 0 || errno == EINVAL;
	if (!ok)
		err_errno(err, errno, "%s is there, but a power cut may undo that: cannot write its folder", path);
	if (fd >= 0)
		close(fd);
	free(folder);
	return ok;
}

static mode_t mask_now(void)
{
	mode_t mask = umask(0);
	umask(mask);
	return mask;
}

/* What the umask takes from others. What it takes from the owner would only keep us from our own files. */
static mode_t others_masked(void)
{
	return mask_now() & (S_IRWXG | S_IRWXO);
}

/* Only where the umask took something from the owner: a mode set anew would lose what the folder above hands down. */
static bool give_owner(const char *folder, mode_t mode)
{
	return !(mask_now() & mode & S_IRWXU) || chmod(folder, mode & ~others_masked()) == 0;
}

bool path_make_parents(const char *path, mode_t mode, struct err *err)
{
	char *copy = mem_copy(path);
	bool ok = true;
	for (char *slash = strchr(copy + (*copy == '/'), '/'); ok && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool made = mkdir(copy, mode) == 0;
		if ((made && !give_owner(copy, mode)) || (!made && errno != EEXIST))
			ok = err_errno(err, errno, "cannot make the folder %s", copy);
		else if (made)
			ok = path_sync_entry(copy, err);
		*slash = '/';
	}
	free(copy);
	return ok;
}

bool path_xdg(struct buf *out, const char *variable, const char *fallback, struct err *err)
{
	const char *folder = getenv(variable);
	if (folder && folder[0] == '/') {
		path_join(out, folder, "inquest");
		return true;
	}
	const char *home = getenv("HOME");
	if (!home || home[0] != '/') {
		const struct passwd *user = getpwuid(getuid());
		home = user ? user->pw_dir : NULL;
	}
	if (!home || home[0] != '/')
		return err_set(err, ERR_USAGE, "no home folder is known: set HOME or %s", variable);
	path_join(out, home, fallback);
	buf_puts(out, "/inquest");
	return true;
}

bool path_write_temporary(struct buf *path, const char *name, const char *suffix, const void *data,
	size_t len, struct err *err)
{
	const char *folder = getenv("TMPDIR");
	/* an editor could take a name that begins with - for an option */
	buf_printf(path, "%s/inquest-", folder && *folder == '/' ? folder : "/tmp");
	text_slug(path, name, TEMPORARY_NAME_MAX);
	buf_printf(path, "-XXXXXX%s", suffix);
	int fd = mkostemps(path->data, (int)strlen(suffix), O_CLOEXEC);
	bool ok = fd >= 0 && fchmod(fd, 0600) == 0 && path_write_fd(fd, data, len) && fsync(fd) == 0;
	int reason = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		reason = errno;
		ok = false;
	}
	if (ok)
		return true;
	if (fd >= 0)
		unlink(path->data);
	err_errno(err, reason, "cannot write the temporary file %s", path->data);
	buf_fini(path);
	return false;
}

bool path_inside(const char *folder, const char *path)
{
	char *outer = realpath(folder, NULL), *inner = realpath(path, NULL);
	size_t len = outer ? strlen(outer) : 0;
	bool inside = outer && inner && strncmp(inner, outer, len) == 0 && inner[len] == '/';
	free(outer);
	free(inner);
	return inside;
}

bool path_fd_inside(const char *folder, int fd, const char *path)
{
	struct buf link = { 0 };
	buf_printf(&link, "/proc/self/fd/%d", fd);
	bool inside = path_inside(folder, access(buf_text(&link), F_OK) == 0 ? buf_text(&link) : path);
	buf_fini(&link);
	return inside;
}

bool path_rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	/* a file system that cannot do that in one step */
	return (errno == EINVAL || errno == ENOSYS) && link(from, to) == 0 && (unlink(from), true);
}

bool path_write_fd(int fd, const void *data, size_t len)
{
	const char *at = data;
	while (len) {
		ssize_t put = write(fd, at, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		at += put;
		len -= (size_t)put;
	}
	return true;
}

/* A device or pipe takes the bytes; replacing it by a file would be its end. */
static bool write_through(const char *path, const void *data, size_t len, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && path_write_fd(fd, data, len);
	int reason = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		ok = false;
		reason = errno;
	}
	return ok || err_errno(err, reason, "cannot write %s", path);
}

static bool rename_over(const char *from, const char *to)
{
	return rename(from, to) == 0;
}

static bool replace(const char *path, const void *data, size_t len, mode_t mode,
	bool (*name)(const char *from, const char *to), struct err *err)
{
	struct buf temporary = { 0 };
	buf_printf(&temporary, "%s.XXXXXX", path);
	int fd = mkostemp(temporary.data, O_CLOEXEC);
	bool ok = fd >= 0 && fchmod(fd, mode) == 0 && path_write_fd(fd, data, len) && fsync(fd) == 0;
	int reason = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		reason = errno;
		ok = false;
	}
	if (ok && !name(buf_text(&temporary), path)) {
		reason = errno;
		ok = false;
	}
	if (!ok && fd >= 0)
		unlink(buf_text(&temporary));
	buf_fini(&temporary);
	if (!ok && reason == EEXIST && name == path_rename_new)
		return err_set(err, ERR_USAGE, "%s is already there: name a new file", path);
	return ok ? path_sync_entry(path, err) : err_errno(err, reason, "cannot write %s", path);
}

bool path_write_new(const char *path, const void *data, size_t len, mode_t mode, struct err *err)
{
	return replace(path, data, len, mode & ~others_masked(), path_rename_new, err);
}

/* What a path leads to as the system follows it, which is stricter with links of others than realpath, and what realpath
 * found: both at once. */
static bool same_file(const char *path, const char *real, struct stat *status)
{
	struct stat found;
	if (stat(path, status) < 0)
		return false;
	if (stat(real, &found) == 0 && found.st_dev == status->st_dev && found.st_ino == status->st_ino)
		return true;
	errno = ESTALE;
	return false;
}

bool path_write(const char *path, const void *data, size_t len, mode_t mode, struct err *err)
{
	struct stat status = { 0 };
	char *real = realpath(path, NULL);
	const char *target = real ? real : path;
	/* not knowing what is there, nothing takes its place */
	int unknown = !real && errno != ENOENT ? errno : 0;
	bool there = !unknown && same_file(path, target, &status);
	if (!unknown && !there && errno != ENOENT)
		unknown = errno;
	if (unknown) {
		free(real);
		return err_errno(err, unknown, "cannot write %s", path);
	}
	bool special = there && !S_ISREG(status.st_mode);
	mode &= ~others_masked();
	bool ok = special ? write_through(target, data, len, err) : replace(target, data, len, mode, rename_over, err);
	free(real);
	return ok;
}

static bool too_long(const char *name, size_t max, struct err *err)
{
	if (max >= 1024 * 1024)
		return err_set(err, ERR_USAGE, "%s is longer than the limit of %zu MiB", name,
			max / (1024 * 1024));
	return err_set(err, ERR_USAGE, "%s is longer than the limit of %zu bytes", name, max);
}

bool path_read_fd(struct buf *buf, int fd, size_t max, const char *name, struct err *err)
{
	enum { CHUNK = 65536 };
	size_t start = buf->len;
	for (;;) {
		char *room = buf_reserve(buf, CHUNK);
		ssize_t got = read(fd, room, CHUNK);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, errno, "cannot read %s", name);
		buf->len += (size_t)got;
		buf->data[buf->len] = '\0';
		if (buf->len - start > max) {
			buf_truncate(buf, start + max);
			return too_long(name, max, err);
		}
		if (got == 0)
			return true;
	}
}

bool path_read_found(struct buf *buf, const char *path, size_t max, bool *found, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	*found = fd >= 0 || (errno != ENOENT && errno != ENOTDIR);
	if (!*found)
		return true;
	if (fd < 0)
		return err_errno(err, errno, "cannot open %s", path);
	bool ok = path_read_fd(buf, fd, max, path, err);
	close(fd);
	return ok;
}

bool path_read(struct buf *buf, const char *path, size_t max, struct err *err)
{
	bool found;
	bool ok = path_read_found(buf, path, max, &found, err);
	return (ok && found) || (ok && err_errno(err, ENOENT, "cannot open %s", path));
}
