/* import: the files that a document names by relative paths become attachments */
#include "app/import_plan.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "app/attach.h"
#include "base/path.h"
#include "base/text.h"

struct files {
	struct import_plan *plan;
	const struct records *attached; /* what the incident has */
	struct words seen;		/* paths */
	size_t bytes;			/* of all of them */
	bool full;
};

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* The path that an address means, without what follows ? and #; "" if it is no relative one. */
static void read_path(const char *url, size_t len, struct buf *out)
{
	enum { PATH_LENGTH = 4096 };
	size_t end = 0;
	while (end < len && url[end] != '?' && url[end] != '#')
		end++;
	for (size_t i = 0; i < end && url[i] != '/'; i++)
		if (url[i] == ':')
			return;
	if (!end || end > PATH_LENGTH || url[0] == '/' || (end > 1 && url[0] == '\\'))
		return;
	for (size_t i = 0; i < end; i++) {
		int high = i + 2 < end && url[i] == '%' ? hex(url[i + 1]) : -1, low = high >= 0 ? hex(url[i + 2]) : -1;
		buf_putc(out, low >= 0 ? (char)(high * 16 + low) : url[i]);
		i += low >= 0 ? 2 : 0;
	}
	for (size_t i = 0; i + 1 < out->len;) {
		if (out->data[i] == '.' && out->data[i + 1] == '/' && (i == 0 || out->data[i - 1] == '/'))
			buf_splice(out, i, 2, "", 0);
		else
			i++;
	}
	/* a file's name has neither */
	if (memchr(buf_text(out), '\0', out->len) || !utf8_valid(out->data, out->len) || strchr(out->data, '\n'))
		buf_truncate(out, 0);
}

/* Other documents are imported by themselves, and a folder is no file. */
static bool is_wanted(const char *path, bool image)
{
	const char *dot = strrchr(path_name(path), '.');
	if (!*path || path[strlen(path) - 1] == '/' || !dot)
		return false;
	return image || !(text_same(dot, ".md") || text_same(dot, ".markdown"));
}

static bool is_seen(struct files *files, const char *path)
{
	for (size_t i = 0; i < files->seen.count; i++)
		if (text_equal(files->seen.items[i], path))
			return true;
	if (files->seen.count >= IMPORT_BESIDE_MAX) {
		if (!files->full)
			import_plan_note(files->plan, 0, "it names more than %d files: the others are left out", IMPORT_BESIDE_MAX);
		files->full = true;
		return true;
	}
	words_add(&files->seen, path);
	return false;
}

/* ---- names ---------------------------------------------------------------------------------------- */

static const struct record *find_attached(const struct files *files, const char *name)
{
	for (size_t i = 0; i < files->attached->count; i++)
		if (text_equal(record_text(&files->attached->items[i], ATTACHMENT_NAME), name))
			return &files->attached->items[i];
	return NULL;
}

static bool is_taken(const struct files *files, const char *name)
{
	for (size_t i = 0; i < files->plan->items.count; i++) {
		const struct record *record = &files->plan->items.items[i].record;
		if (record->kind == ENTITY_ATTACHMENT && text_equal(record_text(record, ATTACHMENT_NAME), name))
			return true;
	}
	return false;
}

/* Files of one name in two folders get a number, the same in each version of the document. */
static void put_name(const struct files *files, const char *path, struct buf *out)
{
	const char *name = path_name(path), *dot = strrchr(name, '.');
	size_t stem = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	utf8_clean(out, name, strlen(name));
	for (int number = 2; is_taken(files, buf_text(out)); number++) {
		buf_truncate(out, 0);
		buf_printf(out, "%.*s-%d%s", (int)stem, name, number, name + stem);
	}
}

/* ---- one file ------------------------------------------------------------------------------------- */

/* A picture within an entry of the timeline is that event's. */
static size_t event_at(const struct import_plan *plan, size_t at)
{
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct import_item *item = &plan->items.items[i];
		if (item->record.kind == ENTITY_EVENT && item->line && at >= item->from && at < item->to)
			return i + 1;
	}
	return 0;
}

static void add_file(struct files *files, const char *path, size_t line, size_t at, struct buf *bytes)
{
	struct buf name = { 0 };
	char sha256[SHA256_SIZE];
	put_name(files, path, &name);
	blob_digest(bytes->data, bytes->len, sha256);
	const struct record *there = find_attached(files, buf_text(&name));
	size_t event = event_at(files->plan, at);
	bool same = there && text_equal(record_text(there, ATTACHMENT_SHA256), sha256);
	struct import_item *item = import_plan_add(files->plan, same ? IMPORT_KEEP : there ? IMPORT_SET : IMPORT_ADD,
		ENTITY_ATTACHMENT);
	if (there) {
		record_fini(&item->record);
		record_copy(&item->record, there);
		item->record.set = 0;
	}
	if (!there) {
		record_set_text(&item->record, ATTACHMENT_NAME, buf_text(&name));
		record_set_text(&item->record, ATTACHMENT_MEDIA, attach_media(buf_text(&name), bytes));
		item->parent = event;
	}
	if (!same) {
		record_set_int(&item->record, ATTACHMENT_SIZE, (int64_t)bytes->len);
		record_set_text(&item->record, ATTACHMENT_SHA256, sha256);
		item->bytes = *bytes;
		*bytes = (struct buf){ 0 };
	}
	item->line = line;
	item->from = item->to = at;
	item->how = "file";
	buf_fini(&name);
}

static void take(struct files *files, const char *url, size_t len, bool image, size_t line, size_t at)
{
	struct buf path = { 0 }, bytes = { 0 };
	struct err err = { 0 };
	bool found = false;
	read_path(url, len, &path);
	const char *text = buf_text(&path);
	if (is_wanted(text, image) && !is_seen(files, text)) {
		size_t room = IMPORT_FILES_BYTES - files->bytes;
		if (!import_read_beside(files->plan->input, text, room < IMPORT_FILE_MAX ? room : IMPORT_FILE_MAX, &bytes, &found,
			    &err))
			import_plan_note(files->plan, line, "%s", err.text);
		else if (!found && *files->plan->input->identity)
			import_plan_note(files->plan, line, "%s is not there, so it is not attached", text);
		else if (found) {
			files->bytes += bytes.len;
			add_file(files, text, line, at, &bytes);
		}
	}
	buf_fini(&path);
	buf_fini(&bytes);
}

/* ---- all ------------------------------------------------------------------------------------------ */

/* Pictures that are given as HTML, to say how wide they are. */
static void take_html(struct files *files)
{
	const struct postmortem *document = &files->plan->document;
	const char *at = document->source + document->front, *end = document->source + document->len;
	while ((at = memchr(at, '<', (size_t)(end - at)))) {
		const char *tag = at++;
		if (end - tag < 5 || strncasecmp(tag, "<img", 4) != 0 || !strchr(" \t\r\n", tag[4]))
			continue;
		const char *close = memchr(tag, '>', (size_t)(end - tag));
		for (const char *src = tag + 4; close && src + 6 < close; src++) {
			bool quoted = strchr(" \t\r\n", src[0]) && strncasecmp(src + 1, "src=", 4) == 0 && strchr("\"'", src[5]);
			const char *stop = quoted ? memchr(src + 6, src[5], (size_t)(close - src - 6)) : NULL;
			if (!stop)
				continue;
			size_t offset = (size_t)(tag - document->source);
			take(files, src + 6, (size_t)(stop - src - 6), true, blocks_line(&document->blocks, offset), offset);
			break;
		}
		if (!close)
			return;
		at = close;
	}
}

void import_plan_files(struct import_plan *plan, const struct records *attached)
{
	struct files files = { .plan = plan, .attached = attached };
	const struct blocks *blocks = &plan->document.blocks;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->items[i];
		for (size_t k = block->link; k < block->link + block->links; k++) {
			const struct block_link *link = &blocks->links.items[k];
			take(&files, link->url, strlen(link->url), link->image, block->line, block->from);
		}
	}
	take_html(&files);
	if (plan->raw.len) {
		struct buf raw = { 0 };
		buf_put(&raw, plan->raw.data, plan->raw.len);
		add_file(&files, plan->input->path ? plan->input->path : "stdin.bin", 0, 0, &raw);
		buf_fini(&raw);
	}
	words_fini(&files.seen);
}
