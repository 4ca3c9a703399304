/*
 * Reading back a document: the input is its map, itself and the edited one, separated by NUL bytes. What nobody edited
 * gives no edit, and what is settled on is a document with a map that lies within it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/module.h"
#include "app/readback.h"
#include "base/text.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_map(const struct mustache_map *map, size_t len)
{
	size_t last = 0;
	for (size_t i = 0; i < map->count; i++) {
		const struct mustache_piece *piece = &map->items[i];
		require(piece->at >= last && piece->at <= len && piece->len <= len - piece->at);
		last = piece->at;
	}
}

static void check_edits(const struct readback *readback)
{
	for (size_t i = 0; i < readback->edits.count; i++) {
		const struct readback_edit *edit = &readback->edits.items[i];
		require(edit->old_from <= edit->old_to && edit->new_from <= edit->new_to);
		require(edit->new_to <= readback->edited.len && edit->row <= readback->edits.count);
		require(!edit->text || utf8_valid(edit->text, strlen(edit->text)));
		for (size_t k = 0; k < edit->pieces.count; k++)
			require(edit->pieces.items[k].at + edit->pieces.items[k].len <= readback->edited.len);
	}
	for (size_t i = 0; i < readback->notes.count; i++)
		require(readback->notes.items[i].text[0] && readback->notes.items[i].line > 0);
}

/* Every other edit is taken, or all; what was settled on is read back as well. */
static void check_settled(const struct readback_base *base, struct readback *readback, const struct buf *edited, bool all)
{
	struct buf text = { 0 };
	struct mustache_map map = { 0 };
	struct readback again = { 0 };
	for (size_t i = 0; i < readback->edits.count; i++) {
		struct readback_edit *edit = &readback->edits.items[i];
		edit->taken = all || i % 2;
		if (edit->taken && !edit->which)
			edit->which = strdup("new");
	}
	readback_settle(base, readback, &text, &map);
	check_map(&map, text.len);
	const struct readback_base settled = { buf_text(&text), text.len, &map };
	if (readback_read(&settled, buf_text(&text), text.len, &again, NULL))
		require(!readback_count(&again));
	readback_fini(&again);
	if (readback_read(&settled, buf_text(edited), edited->len, &again, NULL))
		check_edits(&again);
	readback_fini(&again);
	mustache_map_fini(&map);
	buf_fini(&text);
}

static void check_document(const struct readback_base *base, const struct buf *edited, bool all)
{
	struct readback readback = { 0 };
	struct err err = { 0 };
	struct buf plain = { 0 };
	if (readback_read(base, base->text, base->len, &readback, NULL))
		require(!readback_count(&readback));
	readback_fini(&readback);
	if (readback_read(base, buf_text(edited), edited->len, &readback, &err)) {
		check_edits(&readback);
		check_settled(base, &readback, edited, all);
	} else {
		require(err.code == ERR_USAGE && err.text[0]);
	}
	readback_fini(&readback);
	readback_unescape(&plain, buf_text(edited), edited->len);
	buf_fini(&plain);
}

/* The text up to the next NUL byte, cleaned as what is rendered is. */
static void take(const uint8_t **data, size_t *size, struct buf *out)
{
	const uint8_t *end = memchr(*data, '\0', *size);
	size_t len = end ? (size_t)(end - *data) : *size;
	utf8_clean(out, (const char *)*data, len);
	*data += len + (end != NULL);
	*size -= len + (end != NULL);
}

/* An open repository keeps libgit2 started, which takes longer than to compare. */
static void hold_git(void)
{
	static struct repo *repo;
	char folder[] = "/tmp/inquest-fuzz-XXXXXX", path[64];
	const struct repo_ops *git = module_repo(NULL);
	if (repo)
		return;
	require(git && mkdtemp(folder));
	static const char *const parts[] = { "objects", "refs" };
	for (size_t i = 0; i < LENGTH(parts); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
		require(mkdir(path, 0700) == 0);
	}
	snprintf(path, sizeof path, "%s/HEAD", folder);
	FILE *head = fopen(path, "w");
	require(head && fputs("ref: refs/heads/main\n", head) >= 0 && fclose(head) == 0);
	require(git->open(&repo, folder, NULL));
	unlink(path);
	for (size_t i = 0; i < LENGTH(parts); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
		rmdir(path);
	}
	rmdir(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	hold_git();
	struct buf places = { 0 }, text = { 0 }, edited = { 0 };
	struct mustache_map map = { 0 };
	bool all = size % 2;
	take(&data, &size, &places);
	take(&data, &size, &text);
	take(&data, &size, &edited);
	if (mustache_map_read(&map, buf_text(&places), text.len, NULL)) {
		const struct readback_base base = { buf_text(&text), text.len, &map };
		check_document(&base, &edited, all);
	}
	mustache_map_fini(&map);
	buf_fini(&places);
	buf_fini(&text);
	buf_fini(&edited);
	return 0;
}
