#include "platter.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"

/* ---- files ---- */

static size_t find(const struct platter *platter, const char *path)
{
	for (size_t i = 0; i < platter->files.count; i++)
		if (platter->files.items[i].current && text_equal(platter->files.items[i].path, path))
			return i;
	return platter->files.count;
}

static size_t add(struct platter *platter, const char *path)
{
	struct platter_file *file = vec_push(&platter->files);
	file->path = mem_copy(path);
	file->current = true;
	return platter->files.count - 1;
}

static void pend(struct platter *platter, const struct disk_event *event, size_t file)
{
	struct unsynced *item = vec_push(&platter->pending);
	item->op = event->op;
	item->file = file;
	item->at = event->at;
	if (event->bytes)
		buf_put(&item->bytes, event->bytes, event->len);
}

/* ---- what is written ---- */

static void resize(struct buf *bytes, size_t size)
{
	if (size > bytes->len)
		buf_fill(bytes, '\0', size - bytes->len);
	buf_truncate(bytes, size);
}

/* Never written by anybody, and never the same twice in a row. */
static void garbage(char *to, size_t len, size_t salt)
{
	uint64_t state = salt * 0x9E3779B97F4A7C15u + 1;
	for (size_t i = 0; i < len; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		to[i] = (char)(state >> 56);
	}
}

/* Whether sector `index` of `count` arrives. */
static bool arrives(enum fate fate, size_t index, size_t count)
{
	switch (fate) {
	case FATE_TORN_HEAD:
		return index < (count + 1) / 2;
	case FATE_TORN_TAIL:
		return index >= count / 2 && (count > 1 || index);
	case FATE_TORN_EVERY:
		return index % 2;
	default:
		return true;
	}
}

static void write_torn(struct buf *bytes, const struct unsynced *item, enum fate fate)
{
	const size_t start = (size_t)item->at, len = item->bytes.len, end = start + len;
	const size_t first = start / SECTOR, count = (end + SECTOR - 1) / SECTOR - first;
	if (bytes->len < end)
		resize(bytes, end);
	for (size_t i = 0; i < count; i++) {
		size_t from = (first + i) * SECTOR, to = from + SECTOR;
		from = from < start ? start : from;
		to = to > end ? end : to;
		if (fate == FATE_SIZE || (fate == FATE_GARBAGE && i == len / 7 % count))
			garbage(bytes->data + from, to - from, from + len);
		else if (arrives(fate, i, count))
			memcpy(bytes->data + from, item->bytes.data + (from - start), to - from);
	}
}

static void do_to(struct buf *bytes, const struct unsynced *item, enum fate fate)
{
	if (fate == FATE_LOST)
		return;
	if (item->op == DISK_TRUNCATE)
		resize(bytes, (size_t)item->at);
	else if (item->op == DISK_WRITE && fate == FATE_SIZE && bytes->len >= (size_t)item->at + item->bytes.len)
		return;
	else if (item->op == DISK_WRITE)
		write_torn(bytes, item, fate);
}

static bool is_entry(const struct unsynced *item)
{
	return item->op == DISK_OPEN || item->op == DISK_DELETE;
}

/* One entry per path: a new file takes the name of the one before. `entries` tells of each file whether it has one. */
static void do_entry(const struct platter *platter, bool *entries, const struct unsynced *item)
{
	const char *path = platter->files.items[item->file].path;
	for (size_t i = 0; item->op == DISK_OPEN && i < platter->files.count; i++)
		if (text_equal(platter->files.items[i].path, path))
			entries[i] = false;
	entries[item->file] = item->op == DISK_OPEN;
}

/* ---- syncing ---- */

/* What is pending of a file's contents, or of all entries, is safe now. */
static void sync_some(struct platter *platter, bool entries, size_t file)
{
	size_t left = 0;
	bool *there = mem_new(platter->files.count, sizeof *there);
	for (size_t i = 0; i < platter->files.count; i++)
		there[i] = platter->files.items[i].entry;
	for (size_t i = 0; i < platter->pending.count; i++) {
		struct unsynced *item = &platter->pending.items[i];
		if (is_entry(item) != entries || (!entries && item->file != file)) {
			platter->pending.items[left++] = *item;
			continue;
		}
		if (entries)
			do_entry(platter, there, item);
		else
			do_to(&platter->files.items[file].safe, item, FATE_KEPT);
		buf_fini(&item->bytes);
	}
	platter->pending.count = left;
	for (size_t i = 0; i < platter->files.count; i++) {
		struct platter_file *one = &platter->files.items[i];
		one->entry = there[i];
		/* nobody can get at it any more */
		if (entries && !one->entry && !one->current)
			buf_fini(&one->safe);
	}
	free(there);
}

void platter_apply(struct platter *platter, const struct disk_event *event)
{
	size_t file = find(platter, event->path);
	const bool known = file < platter->files.count;
	switch (event->op) {
	case DISK_OPEN:
		if (!known)
			pend(platter, event, add(platter, event->path));
		break;
	case DISK_DELETE:
		if (known) {
			platter->files.items[file].current = false;
			pend(platter, event, file);
		}
		break;
	case DISK_WRITE:
	case DISK_TRUNCATE:
		if (!known)
			BUG("%s is written to and was never opened", event->path);
		pend(platter, event, file);
		break;
	case DISK_SYNC:
	case DISK_SYNC_FOLDER:
		sync_some(platter, event->op == DISK_SYNC_FOLDER, file);
		break;
	default:
		break;
	}
}

/* ---- states ---- */

void platter_image(const struct platter *platter, const unsigned char *fates, struct image *out)
{
	size_t count = platter->files.count;
	struct buf *contents = mem_new(count, sizeof *contents);
	bool *entries = mem_new(count, sizeof *entries);
	*out = (struct image){ 0 };
	for (size_t i = 0; i < count; i++) {
		entries[i] = platter->files.items[i].entry;
		buf_put(&contents[i], platter->files.items[i].safe.data, platter->files.items[i].safe.len);
	}
	for (size_t i = 0; i < platter->pending.count; i++) {
		const struct unsynced *item = &platter->pending.items[i];
		if (!is_entry(item))
			do_to(&contents[item->file], item, (enum fate)fates[i]);
		else if (fates[i] == FATE_KEPT)
			do_entry(platter, entries, item);
	}
	for (size_t i = 0; i < count; i++) {
		if (entries[i])
			*vec_push(&out->files) = (struct image_file){ platter->files.items[i].path, contents[i] };
		else
			buf_fini(&contents[i]);
	}
	free(contents);
	free(entries);
}

void platter_load(struct platter *platter, const struct image *image)
{
	*platter = (struct platter){ 0 };
	for (size_t i = 0; i < image->files.count; i++) {
		size_t place = add(platter, image->files.items[i].path);
		struct platter_file *file = &platter->files.items[place];
		buf_put(&file->safe, image->files.items[i].bytes.data, image->files.items[i].bytes.len);
		file->entry = true;
	}
}

void platter_fini(struct platter *platter)
{
	for (size_t i = 0; i < platter->files.count; i++) {
		free(platter->files.items[i].path);
		buf_fini(&platter->files.items[i].safe);
	}
	for (size_t i = 0; i < platter->pending.count; i++)
		buf_fini(&platter->pending.items[i].bytes);
	free(platter->files.items);
	free(platter->pending.items);
	*platter = (struct platter){ 0 };
}

void image_fini(struct image *image)
{
	for (size_t i = 0; i < image->files.count; i++)
		buf_fini(&image->files.items[i].bytes);
	free(image->files.items);
	*image = (struct image){ 0 };
}

uint64_t bytes_hash(uint64_t start, const void *bytes, size_t len)
{
	uint64_t sum = start ^ len * 0x9E3779B97F4A7C15u, word;
	const char *at = bytes;
	for (; len >= sizeof word; at += sizeof word, len -= sizeof word) {
		memcpy(&word, at, sizeof word);
		sum = (sum ^ word) * 0xFF51AFD7ED558CCDu;
		sum ^= sum >> 32;
	}
	for (; len; at++, len--)
		sum = (sum ^ (unsigned char)*at) * 0x100000001B3u;
	return sum ^ sum >> 29;
}

uint64_t image_hash(const struct image *image)
{
	uint64_t sum = 1;
	for (size_t i = 0; i < image->files.count; i++) {
		const struct image_file *file = &image->files.items[i];
		sum = bytes_hash(sum, file->path, strlen(file->path));
		sum = bytes_hash(sum, file->bytes.data, file->bytes.len);
	}
	return sum;
}
