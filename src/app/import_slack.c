#include "app/import_slack.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/text.h"

/* ---- names of files ---- */

static bool is_day(const char *name)
{
	static const char form[] = "dddd-dd-dd.json";
	for (size_t i = 0; i < sizeof form; i++)
		if (form[i] == 'd' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
			return false;
	return true;
}

static bool is_channel(const char *name)
{
	return name[0] != '.';
}

/* Whether a folder is that of an export: any other may have a file of one of the names. */
static bool is_export(const char *folder)
{
	static const char *const files[] = { "channels.json", "users.json", "org_users.json" };
	struct stat status;
	bool found = false;
	for (size_t i = 0; i < LENGTH(files) && !found; i++) {
		struct buf path = { 0 };
		path_join(&path, folder, files[i]);
		found = stat(buf_text(&path), &status) == 0 && S_ISREG(status.st_mode);
		buf_fini(&path);
	}
	return found;
}

/* ---- folders ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct listing {
	char **items;
	size_t count, cap;
};

static void listing_fini(struct listing *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
}

/* The paths of what in a folder is of a type and has a fitting name, in order. */
static bool list_folder(struct listing *out, const char *folder, mode_t type, bool (*fits)(const char *name), struct err *err)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return err_errno(err, errno, "cannot read %s", folder);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat status;
		struct buf path = { 0 };
		path_join(&path, folder, entry->d_name);
		if (fits(entry->d_name) && lstat(buf_text(&path), &status) == 0 && (status.st_mode & S_IFMT) == type)
			*vec_push(out) = buf_steal(&path);
		buf_fini(&path);
	}
	closedir(dir);
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, by_name);
	return true;
}

static bool read_names(struct import_slack *slack, const char *folder, struct store *store, struct err *err)
{
	struct listing files = { 0 };
	bool ok = list_folder(&files, folder, S_IFREG, log_names_file, err);
	slack->names = log_names_new();
	for (size_t i = 0; ok && i < files.count; i++) {
		struct buf text = { 0 };
		ok = path_read(&text, files.items[i], IMPORT_SLACK_NAMES_MAX, err) &&
		     log_names_read(slack->names, store, text.data, text.len, err);
		buf_fini(&text);
	}
	listing_fini(&files);
	return ok;
}

static bool add_file(struct import_slack *slack, const char *path, const char *folder, struct err *err)
{
	if (slack->files.count >= IMPORT_SLACK_FILES_MAX)
		return err_set(err, ERR_USAGE, "%s: more than %d files: name one channel's folder at a time", path,
			IMPORT_SLACK_FILES_MAX);
	*vec_push(&slack->files) = (struct import_slack_file){ mem_copy(path), mem_copy(path_name(folder)) };
	return true;
}

static bool add_channel(struct import_slack *slack, const char *folder, struct err *err)
{
	struct listing days = { 0 };
	bool ok = list_folder(&days, folder, S_IFREG, is_day, err);
	for (size_t i = 0; ok && i < days.count; i++)
		ok = add_file(slack, days.items[i], folder, err);
	listing_fini(&days);
	return ok;
}

static bool add_channels(struct import_slack *slack, const char *folder, struct err *err)
{
	struct listing channels = { 0 };
	bool ok = list_folder(&channels, folder, S_IFDIR, is_channel, err);
	for (size_t i = 0; ok && i < channels.count; i++)
		ok = add_channel(slack, channels.items[i], err);
	listing_fini(&channels);
	return ok;
}

/* The folder that a file or folder is in; NULL for the root. Caller frees. */
static char *above(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash > path ? mem_copy_n(path, (size_t)(slash - path)) : NULL;
}

/* Where a path is in an export. Caller frees both with place_fini. */
struct place {
	enum { NOWHERE, EXPORT, CHANNEL, DAY } kind;
	char *real;   /* absolute, without links */
	char *folder; /* of the export */
};

static struct place find_place(const char *path)
{
	struct stat status;
	struct place place = { .real = realpath(path, NULL) };
	if (!place.real || stat(place.real, &status) != 0)
		return place;
	char *parent = above(place.real), *grandparent = parent ? above(parent) : NULL;
	const bool folder = S_ISDIR(status.st_mode);
	if (folder && is_export(place.real))
		place = (struct place){ EXPORT, place.real, mem_copy(place.real) };
	else if (folder && parent && is_export(parent))
		place = (struct place){ CHANNEL, place.real, mem_copy(parent) };
	else if (!folder && grandparent && is_day(path_name(place.real)) && is_export(grandparent))
		place = (struct place){ DAY, place.real, mem_copy(grandparent) };
	free(parent);
	free(grandparent);
	return place;
}

static void place_fini(struct place *place)
{
	free(place->real);
	free(place->folder);
}

bool import_slack_is(const char *path)
{
	struct place place = find_place(path);
	const bool is = place.kind != NOWHERE;
	place_fini(&place);
	return is;
}

static bool find_files(struct import_slack *out, const struct place *place, struct err *err)
{
	switch (place->kind) {
	case EXPORT:
		return add_channels(out, place->real, err);
	case CHANNEL:
		return add_channel(out, place->real, err);
	case DAY: {
		char *channel = above(place->real);
		bool ok = add_file(out, place->real, channel, err);
		free(channel);
		return ok;
	}
	case NOWHERE:
		break;
	}
	return true;
}

bool import_slack_find(struct import_slack *out, const char *path, struct store *store, struct err *err)
{
	struct place place = find_place(path);
	*out = (struct import_slack){ 0 };
	bool ok = place.kind == NOWHERE ||
		  (find_files(out, &place, err) && (!out->files.count || read_names(out, place.folder, store, err)));
	place_fini(&place);
	return ok;
}

void import_slack_fini(struct import_slack *slack)
{
	for (size_t i = 0; i < slack->files.count; i++) {
		free(slack->files.items[i].path);
		free(slack->files.items[i].channel);
	}
	free(slack->files.items);
	log_names_free(slack->names);
	*slack = (struct import_slack){ 0 };
}
