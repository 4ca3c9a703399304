/* Finding templates by name. */
#include "app/template.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/module.h"
#include "base/path.h"
#include "base/text.h"

static const char team_folder[] = ".inquest/templates", suffix[] = ".md", html_suffix[] = ".html";

static bool ends_in(const char *name, const char *tail)
{
	size_t len = strlen(name), tail_len = strlen(tail);
	return len > tail_len && text_equal(name + len - tail_len, tail);
}

bool template_is_html(const char *name)
{
	return ends_in(name, html_suffix);
}

static const struct {
	const char *name, *text;
} shipped[] = {
#include "templates.inc"
};

const char *template_origin_name(enum template_origin origin)
{
	static const char *const names[TEMPLATE_ORIGINS] = { [TEMPLATE_USER] = "yours",
		[TEMPLATE_TEAM] = "team", [TEMPLATE_SHIPPED] = "shipped", [TEMPLATE_FILE] = "file" };
	return names[origin];
}

/* ---- the places ---------------------------------------------------------------------------------- */

/* Where a place keeps its files. `git` is set for a bare repository: its files are in a commit. */
struct shelf {
	struct buf folder;     /* "": the place is not there */
	struct buf repository; /* of the team's */
	const struct repo_ops *git;
	struct repo *repo;
	struct repo_tip tip;
};

static void shelf_close(struct shelf *shelf)
{
	if (shelf->repo)
		shelf->git->close(shelf->repo);
	buf_fini(&shelf->folder);
	buf_fini(&shelf->repository);
}

static bool has(const char *folder, const char *name)
{
	struct buf path = { 0 };
	path_join(&path, folder, name);
	bool there = access(buf_text(&path), F_OK) == 0;
	buf_fini(&path);
	return there;
}

/* Told by its files, so that the git part is loaded only for it. */
static bool is_bare(const char *folder)
{
	return has(folder, "HEAD") && has(folder, "objects") && !has(folder, ".git");
}

static bool open_user(struct app *app, struct shelf *shelf, struct err *err)
{
	(void)app;
	if (!path_xdg(&shelf->folder, "XDG_CONFIG_HOME", ".config", err))
		return false;
	buf_puts(&shelf->folder, "/templates");
	return true;
}

static bool open_team(struct app *app, struct shelf *shelf, struct err *err)
{
	app_repository(app, NULL, &shelf->repository);
	const char *repository = buf_text(&shelf->repository);
	if (!*repository)
		return true;
	if (!is_bare(repository)) {
		path_join(&shelf->folder, repository, team_folder);
		return true;
	}
	shelf->git = module_repo(err);
	buf_puts(&shelf->folder, team_folder);
	return (shelf->git && shelf->git->open(&shelf->repo, repository, err) &&
		       shelf->git->read_tip(shelf->repo, options_get(&app->options, OPTION_PUBLISH_BRANCH),
			       &shelf->tip, err)) ||
	       err_wrap(err, "looking for the team's templates in %s", repository);
}

static bool open_shipped(struct app *app, struct shelf *shelf, struct err *err)
{
	(void)app, (void)shelf, (void)err;
	return true;
}

/* What is open is looked at, not what the path leads to by now. What is in a repository came from others: a link there must
 * not publish a file of this machine. */
static bool read_opened(const struct shelf *shelf, int fd, const char *path, struct buf *text, struct err *err)
{
	struct stat status;
	if (shelf->repository.len && !path_fd_inside(buf_text(&shelf->repository), fd, path))
		return err_set(err, ERR_DENIED, "%s is a link out of the repository and is not used", path);
	if (fstat(fd, &status) < 0)
		return err_errno(err, errno, "cannot read %s", path);
	if (!S_ISREG(status.st_mode))
		return err_set(err, ERR_USAGE, "%s is not a file", path);
	return path_read_fd(text, fd, MUSTACHE_TEMPLATE_MAX, path, err);
}

/* Opening a pipe would wait for somebody to write to it. */
static bool read_path(const struct shelf *shelf, const char *path, struct buf *text, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? err_set(err, ERR_USAGE, "%s is a link that leads nowhere", path)
				       : err_errno(err, errno, "cannot read %s", path);
	bool ok = read_opened(shelf, fd, path, text, err);
	close(fd);
	return ok;
}

static bool read_folder(const struct shelf *shelf, const char *file, struct template_source *out, bool *found,
	struct err *err)
{
	struct buf path = { 0 };
	struct stat status;
	path_join(&path, buf_text(&shelf->folder), file);
	int why = shelf->folder.len && lstat(buf_text(&path), &status) < 0 ? errno : 0;
	/* one that cannot be looked at is there: another must not take its place unsaid */
	*found = shelf->folder.len && why != ENOENT && why != ENOTDIR;
	bool ok = !*found || ((!why || err_errno(err, why, "cannot read %s", buf_text(&path))) &&
				     read_path(shelf, buf_text(&path), &out->text, err));
	out->place = *found ? mem_copy(buf_text(&path)) : NULL;
	buf_fini(&path);
	return ok;
}

static bool read_team(const struct shelf *shelf, const char *file, struct template_source *out, bool *found,
	struct err *err)
{
	struct buf path = { 0 };
	if (!shelf->repo)
		return read_folder(shelf, file, out, found, err);
	path_join(&path, team_folder, file);
	bool ok = shelf->git->read_file(
		shelf->repo, shelf->tip.commit, buf_text(&path), &out->text, found, err);
	struct buf place = { 0 };
	buf_printf(&place, "%s:%s", shelf->tip.branch, buf_text(&path));
	out->place = buf_steal(&place);
	buf_fini(&path);
	return ok;
}

static bool read_shipped(const struct shelf *shelf, const char *file, struct template_source *out, bool *found,
	struct err *err)
{
	(void)shelf, (void)err;
	*found = false;
	for (size_t i = 0; i < LENGTH(shipped) && !*found; i++) {
		*found = text_equal(shipped[i].name, file);
		if (*found)
			buf_puts(&out->text, shipped[i].text);
	}
	out->place = mem_copy(out->name);
	return true;
}

/* A folder that is not there has none. */
static bool names_folder(const struct shelf *shelf, struct words *out, struct err *err)
{
	(void)err;
	DIR *open = shelf->folder.len ? opendir(buf_text(&shelf->folder)) : NULL;
	for (struct dirent *entry; open && (entry = readdir(open));)
		words_add(out, entry->d_name);
	if (open)
		closedir(open);
	return true;
}

static bool names_team(const struct shelf *shelf, struct words *out, struct err *err)
{
	if (!shelf->repo)
		return names_folder(shelf, out, err);
	return shelf->git->list_files(shelf->repo, shelf->tip.commit, team_folder, out, err);
}

static bool names_shipped(const struct shelf *shelf, struct words *out, struct err *err)
{
	(void)shelf, (void)err;
	for (size_t i = 0; i < LENGTH(shipped); i++)
		words_add(out, shipped[i].name);
	return true;
}

static const struct {
	bool (*open)(struct app *app, struct shelf *shelf, struct err *err);
	bool (*read)(const struct shelf *shelf, const char *file, struct template_source *out, bool *found,
		struct err *err);
	bool (*names)(const struct shelf *shelf, struct words *out, struct err *err);
} places[] = {
	[TEMPLATE_USER] = { open_user, read_folder, names_folder },
	[TEMPLATE_TEAM] = { open_team, read_team, names_team },
	[TEMPLATE_SHIPPED] = { open_shipped, read_shipped, names_shipped },
};

/* ---- reading ------------------------------------------------------------------------------------- */

static bool is_path(const char *name)
{
	return strchr(name, '/') || ends_in(name, suffix);
}

static bool not_found(const char *name, struct err *err)
{
	struct buf names = { 0 }, user = { 0 };
	for (size_t i = 0; i < LENGTH(shipped); i++)
		buf_printf(&names, "%s%.*s", i ? ", " : "", (int)(strlen(shipped[i].name) - 3), shipped[i].name);
	path_xdg(&user, "XDG_CONFIG_HOME", ".config", NULL);
	err_set(err, ERR_NOT_FOUND, "there is no template '%s': put %s.md into %s/templates, or use one of %s",
		name, name, buf_text(&user), buf_text(&names));
	buf_fini(&names);
	buf_fini(&user);
	return false;
}

/* Text, with the line of what is not. */
static bool check_text(struct template_source *source, struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct buf *text = &source->text;
	size_t line = 1;
	uint32_t cp;
	if (text_starts(buf_text(text), mark))
		buf_splice(text, 0, sizeof mark - 1, "", 0);
	if (text->len > MUSTACHE_TEMPLATE_MAX)
		return err_set(err, ERR_USAGE, "%s: the template has %zu bytes, the limit is %d", source->place,
			text->len, MUSTACHE_TEMPLATE_MAX);
	if (utf8_valid(buf_text(text), text->len))
		return true;
	for (size_t at = 0, len; at < text->len && text->data[at]; at += len) {
		len = utf8_decode(text->data + at, text->len - at, &cp);
		if (!len)
			break;
		line += cp == '\n';
	}
	return err_set(err, ERR_USAGE, "%s:%zu: this is not UTF-8 text: convert it, as with `iconv -t UTF-8`",
		source->place, line);
}

static bool read_by_name(struct app *app, struct template_source *out, struct err *err)
{
	struct buf file = { 0 };
	bool found = false, ok = true;
	buf_printf(&file, "%s%s", out->name, template_is_html(out->name) ? "" : suffix);
	for (int origin = 0; ok && !found && origin < TEMPLATE_FILE; origin++) {
		struct shelf shelf = { 0 };
		free(out->place);
		out->place = NULL;
		out->origin = (enum template_origin)origin;
		ok = places[origin].open(app, &shelf, err) &&
		     places[origin].read(&shelf, buf_text(&file), out, &found, err);
		shelf_close(&shelf);
	}
	buf_fini(&file);
	return ok && (found || not_found(out->name, err));
}

/* A file in the present folder does not hide a template that people know by the same name. */
static bool is_listed(struct app *app, const char *name)
{
	struct template_entries entries = { 0 };
	bool listed = false;
	template_list(app, &entries, NULL);
	for (size_t i = 0; i < entries.count; i++)
		listed = listed || text_equal(entries.items[i].name, name);
	template_entries_fini(&entries);
	return listed;
}

bool template_read(struct app *app, const char *name, bool files, struct template_source *out, struct err *err)
{
	*out = (struct template_source){ .name = mem_copy(name) };
	bool ok, here = files && template_is_html(name) && access(name, R_OK) == 0;
	if (files && (is_path(name) || (here && !is_listed(app, name)))) {
		out->origin = TEMPLATE_FILE;
		out->place = mem_copy(name);
		ok = path_read(&out->text, name, MUSTACHE_TEMPLATE_MAX, err);
	} else if (!*name || name[0] == '.' || strchr(name, '/')) {
		ok = err_set(err, ERR_USAGE, "'%s' is not the name of a template", name);
	} else {
		ok = read_by_name(app, out, err);
	}
	return ok && check_text(out, err);
}

void template_source_fini(struct template_source *source)
{
	free(source->name);
	free(source->place);
	buf_fini(&source->text);
	*source = (struct template_source){ 0 };
}

bool template_user_path(const char *name, struct buf *out, struct err *err)
{
	static const char usual[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	if (!*name || name[0] == '.' || name[strspn(name, usual)])
		return err_set(err, ERR_USAGE,
			"a template's name has letters, digits, hyphens, dots and underscores, not '%s'", name);
	if (!path_xdg(out, "XDG_CONFIG_HOME", ".config", err))
		return false;
	buf_printf(out, "/templates/%s%s", name, template_is_html(name) ? "" : suffix);
	return true;
}

/* ---- listing ------------------------------------------------------------------------------------- */

static void add_entry(struct template_entries *out, const char *file, enum template_origin origin)
{
	bool html = template_is_html(file);
	if ((!html && !ends_in(file, suffix)) || file[0] == '.')
		return;
	char *name = mem_copy_n(file, strlen(file) - (html ? 0 : strlen(suffix)));
	for (size_t i = 0; i < out->count; i++)
		if (text_equal(out->items[i].name, name)) {
			out->items[i].hides |= 1u << origin;
			free(name);
			return;
		}
	*vec_push(out) = (struct template_entry){ .name = name, .origin = origin };
}

static int by_name(const void *a, const void *b)
{
	const struct template_entry *one = a, *other = b;
	return strcmp(one->name, other->name);
}

bool template_list(struct app *app, struct template_entries *out, struct err *err)
{
	bool ok = true;
	*out = (struct template_entries){ 0 };
	for (int origin = 0; ok && origin < TEMPLATE_FILE; origin++) {
		struct shelf shelf = { 0 };
		struct words files = { 0 };
		ok = places[origin].open(app, &shelf, err) && places[origin].names(&shelf, &files, err);
		for (size_t i = 0; ok && i < files.count; i++)
			add_entry(out, files.items[i], (enum template_origin)origin);
		words_fini(&files);
		shelf_close(&shelf);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, by_name);
	return ok;
}

bool template_named(struct app *app, const char *name, struct err *err)
{
	struct template_entries entries;
		bool complete = template_list(app, &entries, NULL), found = !complete;
	const char **names = mem_new(entries.count + 1, sizeof *names);
	for (size_t i = 0; i < entries.count; i++) {
		names[i] = entries.items[i].name;
		found = found || text_equal(names[i], name);
	}
	const char *near = found ? NULL : text_nearest(name, names, entries.count);
	for (size_t i = 0; !near && !found && i < entries.count; i++)
		near = *name && text_starts(names[i], name) ? names[i] : NULL;
	if (near)
		err_set(err, ERR_NOT_FOUND, "there is no template '%s': did you mean %s?", name, near);
	else if (!found)
		not_found(name, err);
	free(names);
	template_entries_fini(&entries);
	return found;
}

void template_entries_fini(struct template_entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		free(entries->items[i].name);
	free(entries->items);
	*entries = (struct template_entries){ 0 };
}
