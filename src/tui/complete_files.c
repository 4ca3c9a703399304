/* Names of files, as a shell completes them: a folder at a time. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/text.h"
#include "tui/complete_words.h"

static bool is_folder(const char *folder, const struct dirent *entry)
{
	struct buf path = { 0 };
	struct stat status;
	path_join(&path, folder, entry->d_name);
	bool is = stat(buf_text(&path), &status) == 0 && S_ISDIR(status.st_mode);
	buf_fini(&path);
	return is;
}

static void add(struct candidates *found, const char *folder, const char *typed, size_t above,
	const struct dirent *entry)
{
	const char *name = entry->d_name, *begun = typed + above;
	struct buf text = { 0 };
	bool hidden = name[0] == '.' && begun[0] != '.';
	if (hidden || text_equal(name, ".") || text_equal(name, "..") || !text_starts(name, begun) ||
		!utf8_valid(name, strlen(name)))
		return;
	bool open = is_folder(folder, entry);
	buf_put(&text, typed, above);
	buf_printf(&text, "%s%s", name, open ? "/" : "");
	struct candidate *candidate = candidates_add(found, buf_text(&text), open ? "folder" : "", typed);
	if (candidate)
		candidate->goes_on = open;
	buf_fini(&text);
}

void spot_files(const struct spot *spot)
{
	const char *typed = spot->typed, *slash = strrchr(typed, '/');
	size_t above = slash ? (size_t)(slash - typed) + 1 : 0;
	char *shown = mem_copy_n(typed, above);
	struct buf folder = { 0 };
	struct dirent **entries = NULL;
	path_expand(*shown ? shown : ".", &folder);
	int count = scandir(buf_text(&folder), &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		add(spot->found, buf_text(&folder), typed, above, entries[i]);
		free(entries[i]);
	}
	free(entries);
	free(shown);
	buf_fini(&folder);
}
