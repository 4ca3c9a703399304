#include "app/import_input.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/module.h"
#include "base/path.h"
#include "base/text.h"

static const char *const endings[] = { ".md", ".markdown", NULL };
static const char git_prefix[] = "git:";

static struct import_input *add_input(struct import_inputs *inputs, const char *name, const char *path, bool below)
{
	struct import_input *input = vec_push(inputs);
	struct buf clean = { 0 };
	utf8_clean(&clean, name, strlen(name));
	*input = (struct import_input){ .name = buf_steal(&clean), .path = mem_copy(path), .below = below };
	return input;
}

static bool set_identity(struct import_input *input, struct err *err)
{
	char *real = realpath(input->path, NULL);
	struct buf clean = { 0 };
	if (!real)
		return err_errno(err, errno, "cannot read %s", input->name);
	utf8_clean(&clean, real, strlen(real));
	input->identity = buf_steal(&clean);
	free(real);
	return true;
}

/* ---- folders -------------------------------------------------------------------------------------- */

static bool is_markdown(const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; endings[i]; i++) {
		size_t tail = strlen(endings[i]);
		if (len > tail && text_same(name + len - tail, endings[i]))
			return true;
	}
	return false;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool visit(struct import_inputs *inputs, FTS *walk, FTSENT *entry, struct err *err)
{
	bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
	/* FTS_SLNONE: what was named is there and cannot be looked at, for which no reason is kept */
	if (entry->fts_level == 0 && (entry->fts_info == FTS_NS || entry->fts_info == FTS_DNR || entry->fts_info == FTS_SLNONE))
		return err_errno(err, entry->fts_errno ? entry->fts_errno : EIO, "cannot read %s", entry->fts_path);
	switch (entry->fts_info) {
	case FTS_D:
		if (hidden || entry->fts_level > IMPORT_DEPTH_MAX)
			fts_set(walk, entry, FTS_SKIP);
		return true;
	case FTS_F:
	case FTS_NS:
		if (hidden || !is_markdown(entry->fts_name)) {
			inputs->skipped++;
			return true;
		}
		break;
	case FTS_DNR:
		break;
	case FTS_ERR:
		return err_errno(err, entry->fts_errno, "cannot read %s", entry->fts_path);
	default:
		return true;
	}
	if (inputs->count >= IMPORT_FILES_MAX)
		return err_set(err, ERR_USAGE, "more than %d documents: name a folder with fewer", IMPORT_FILES_MAX);
	/* what cannot be read is told when it is read, and does not keep the others */
	struct import_input *input = add_input(inputs, entry->fts_path, entry->fts_path, true);
	if (entry->fts_info == FTS_F)
		return set_identity(input, err);
	input->identity = mem_copy("");
	return true;
}

static bool find_below(struct import_inputs *inputs, const char *folder, struct err *err)
{
	char *top = mem_copy(folder);
	for (size_t len = strlen(top); len > 1 && top[len - 1] == '/'; len--)
		top[len - 1] = '\0';
	char *const roots[] = { top, NULL };
	size_t before = inputs->count;
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
	bool ok = walk || err_errno(err, errno, "cannot read %s", folder);
	for (FTSENT *entry; ok && (entry = fts_read(walk));)
		ok = visit(inputs, walk, entry, err);
	if (walk)
		fts_close(walk);
	free(top);
	if (ok && inputs->count == before)
		return err_set(err, ERR_NOT_FOUND, "no Markdown (*.md) in %s", folder);
	return ok;
}

/* ---- repositories --------------------------------------------------------------------------------- */

static bool is_folder(const char *path, size_t len)
{
	struct stat stat_of;
	char *start = mem_copy_n(path, len);
	bool folder = stat(start, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
	free(start);
	return folder;
}

bool import_git_split(const char *word, struct buf *repo, struct buf *revision, struct buf *path, struct err *err)
{
	struct buf whole = { 0 };
	path_expand(word + (text_starts(word, git_prefix) ? strlen(git_prefix) : 0), &whole);
	const char *text = buf_text(&whole);
	size_t len = whole.len;
	/* a folder's name may have both characters in it */
	while (len && !((!text[len] || text[len] == '@' || text[len] == ':') && is_folder(text, len)))
		len--;
	if (len) {
		const char *rest = text + len;
		size_t name = *rest == '@' ? strcspn(rest, ":") : 0;
		buf_put(repo, text, len);
		if (name)
			buf_put(revision, rest + 1, name - 1);
		rest += name;
		rest += *rest == ':';
		buf_puts(path, rest);
		while (path->len && path->data[path->len - 1] == '/')
			buf_truncate(path, path->len - 1);
	}
	bool ok = len || err_set(err, ERR_NOT_FOUND, "no repository at %s: write git:FOLDER, git:FOLDER:PATH or "
			"git:FOLDER@REVISION:PATH", *text ? text : "git:");
	buf_fini(&whole);
	return ok;
}

static void close_repo(struct import_repo *repo)
{
	if (repo->repo)
		repo->ops->listing_fini(&repo->listing);
	if (repo->repo)
		repo->ops->close(repo->repo);
	free(repo);
}

static bool open_repo(struct import_inputs *inputs, const char *folder, const char *revision, const char *path,
	struct import_repo **out, struct err *err)
{
	const struct repo_ops *ops = module_repo(err);
	if (!ops)
		return false;
	struct import_repo *repo = mem_new(1, sizeof *repo);
	repo->ops = ops;
	*(struct import_repo **)vec_push(&inputs->repos) = repo;
	*out = repo;
	return ops->open(&repo->repo, folder, err) && ops->read_revision(repo->repo, revision, repo->commit, err) &&
	       ops->list_tree(repo->repo, repo->commit, path, endings, &repo->listing, err);
}

static bool in_hidden(const char *path)
{
	return path[0] == '.' || strstr(path, "/.");
}

static void add_listed(struct import_inputs *inputs, struct import_repo *repo, const char *folder, const char *real,
	const struct repo_listed *listed, bool below)
{
	struct buf name = { 0 }, identity = { 0 }, full = { 0 };
	buf_printf(&full, "%s%s:%s", git_prefix, real, listed->path);
	utf8_clean(&identity, buf_text(&full), full.len);
	buf_printf(&name, "%s%s:%s", git_prefix, folder, listed->path);
	struct import_input *input = add_input(inputs, buf_text(&name), listed->path, below);
	input->identity = buf_steal(&identity);
	input->repo = repo;
	input->listed = listed;
	buf_fini(&name);
	buf_fini(&full);
}

static bool find_in_git(struct import_inputs *inputs, const char *word, struct err *err)
{
	struct buf folder = { 0 }, revision = { 0 }, path = { 0 };
	struct import_repo *repo = NULL;
	char *real = NULL;
	size_t before = inputs->count;
	bool ok = import_git_split(word, &folder, &revision, &path, err) &&
		  open_repo(inputs, buf_text(&folder), buf_text(&revision), buf_text(&path), &repo, err);
	if (ok)
		ok = (real = realpath(buf_text(&folder), NULL)) || err_errno(err, errno, "cannot read %s", buf_text(&folder));
	for (size_t i = 0; ok && i < repo->listing.count; i++) {
		const struct repo_listed *listed = &repo->listing.items[i];
		bool named = text_equal(listed->path, buf_text(&path));
		if (named || !in_hidden(listed->path))
			add_listed(inputs, repo, buf_text(&folder), real, listed, !named);
	}
	if (ok && inputs->count == before)
		ok = err_set(err, ERR_NOT_FOUND, "no Markdown (*.md) in %s", word);
	free(real);
	buf_fini(&folder);
	buf_fini(&revision);
	buf_fini(&path);
	return ok;
}

/* ---- all ------------------------------------------------------------------------------------------ */

static bool add_pipe(struct import_inputs *inputs, const char *name, const char *path)
{
	struct import_input *input = add_input(inputs, name, path, false);
	input->identity = mem_copy("");
	input->once = true;
	return true;
}

bool import_find(struct import_inputs *out, const char *word, struct err *err)
{
	struct buf path = { 0 };
	struct stat stat_of;
	bool ok;
	if (text_equal(word, "-")) {
		add_pipe(out, "standard input", NULL);
		return true;
	}
	if (text_starts(word, git_prefix) && stat(word, &stat_of) < 0)
		return find_in_git(out, word, err);
	path_expand(word, &path);
	if (stat(buf_text(&path), &stat_of) < 0)
		ok = err_errno(err, errno, "cannot read %s", word);
	else if (S_ISDIR(stat_of.st_mode))
		ok = find_below(out, buf_text(&path), err);
	else if (S_ISREG(stat_of.st_mode))
		ok = set_identity(add_input(out, word, buf_text(&path), false), err);
	else
		ok = add_pipe(out, word, buf_text(&path));
	buf_fini(&path);
	return ok;
}

void import_inputs_fini(struct import_inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		free(inputs->items[i].name);
		free(inputs->items[i].path);
		free(inputs->items[i].identity);
	}
	for (size_t i = 0; i < inputs->repos.count; i++)
		close_repo(inputs->repos.items[i]);
	free(inputs->items);
	free(inputs->repos.items);
	*inputs = (struct import_inputs){ 0 };
}

static bool not_there(const struct import_input *input, struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, "%s is not in this commit", input->name);
}

bool import_read_bytes(const struct import_input *input, int descriptor, struct buf *out, struct err *err)
{
	bool found;
	if (input->repo) {
		const struct import_repo *repo = input->repo;
		if (input->listed->size > IMPORT_BYTES_MAX)
			return err_set(err, ERR_USAGE, "%s is larger than %d MiB", input->name, IMPORT_BYTES_MAX >> 20);
		bool read = repo->ops->read_file(repo->repo, repo->commit, input->path, out, &found, err);
		/* what its commit lacks keeps no other document, as a disk would that fails */
		if (!read && err && err->code == ERR_IO)
			err->code = ERR_NOT_FOUND;
		return read && (found || not_there(input, err));
	}
	if (input->path)
		return path_read(out, input->path, IMPORT_BYTES_MAX, err);
	if (descriptor < 0)
		return err_set(err, ERR_USAGE, "there is no standard input here: name a file");
	return path_read_fd(out, descriptor, IMPORT_BYTES_MAX, input->name, err);
}

/* ---- files beside a document ---------------------------------------------------------------------- */

/* `folder`/`path` without . and ..; false if it leads out. */
static bool join_inside(const char *folder, const char *path, struct buf *out)
{
	const char *const parts[] = { folder, path };
	if (*path == '/' || strchr(path, '\\'))
		return false;
	for (size_t i = 0; i < LENGTH(parts); i++)
		for (const char *at = parts[i]; *at;) {
			size_t n = strcspn(at, "/");
			bool up = n == 2 && memcmp(at, "..", 2) == 0;
			if (up && !out->len)
				return false;
			if (up) {
				const char *slash = strrchr(buf_text(out), '/');
				buf_truncate(out, slash ? (size_t)(slash - out->data) : 0);
			} else if (n && !(n == 1 && *at == '.')) {
				buf_printf(out, "%s%.*s", out->len ? "/" : "", (int)n, at);
			}
			at += n + (at[n] == '/');
		}
	return out->len > 0;
}

static bool leads_out(const char *path, struct err *err)
{
	return err_set(err, ERR_USAGE, "%s leads out of the document's folder, so it is left out", path);
}

static bool read_in_repo(const struct import_input *input, const char *path, size_t max, struct buf *out, bool *found,
	struct err *err)
{
	const char *slash = strrchr(input->path, '/');
	char *folder = mem_copy_n(input->path, slash ? (size_t)(slash - input->path) : 0);
	struct buf full = { 0 };
	bool ok = join_inside(folder, path, &full) || leads_out(path, err);
	ok = ok && input->repo->ops->read_file(input->repo->repo, input->repo->commit, buf_text(&full), out, found, err);
	if (ok && out->len > max)
		ok = err_set(err, ERR_USAGE, "%s is larger than %zu MiB, so it is left out", path, max >> 20);
	free(folder);
	buf_fini(&full);
	return ok;
}

/* Opened once, and what was opened is looked at: what the path leads to may change at any time. */
static bool read_plain(const char *folder, const char *full, const char *path, size_t max, struct buf *out, bool *found,
	struct err *err)
{
	struct stat stat_of;
	int fd = open(full, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	*found = fd >= 0;
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR || err_errno(err, errno, "cannot read %s", path);
	bool ok = path_fd_inside(folder, fd, full) || leads_out(path, err);
	if (ok && (fstat(fd, &stat_of) < 0 || !S_ISREG(stat_of.st_mode)))
		ok = err_set(err, ERR_USAGE, "%s is no plain file, so it is left out", path);
	if (ok && stat_of.st_size > (off_t)max)
		ok = err_set(err, ERR_USAGE, "%s is larger than %zu MiB, so it is left out", path, max >> 20);
	ok = ok && path_read_fd(out, fd, max, path, err);
	close(fd);
	return ok;
}

bool import_read_beside(const struct import_input *input, const char *path, size_t max, struct buf *out, bool *found,
	struct err *err)
{
	*found = false;
	if (input->repo)
		return read_in_repo(input, path, max, out, found, err);
	if (!*input->identity)
		return true;
	const char *slash = strrchr(input->path, '/');
	char *folder = slash ? mem_copy_n(input->path, (size_t)(slash - input->path) + 1) : mem_copy(".");
	struct buf inside = { 0 }, full = { 0 };
	bool ok = join_inside("", path, &inside) || leads_out(path, err);
	path_join(&full, folder, buf_text(&inside));
	ok = ok && read_plain(folder, buf_text(&full), path, max, out, found, err);
	buf_fini(&inside);
	buf_fini(&full);
	free(folder);
	return ok;
}
