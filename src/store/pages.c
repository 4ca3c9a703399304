#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum {
	FILE_HEADER = 100, /* before the first page's own */
	PAGE_SIZE_AT = 16,
	PAGE_SIZE_USUAL = 4096,
	PAGE_SIZE_LEAST = 512,
	PAGE_SIZE_MOST = 65536,
	FREE_FIRST_AT = 32, /* the first page of the list of free ones, and how many are on it */
	FREE_COUNT_AT = 36,
	CELLS_AT = 3, /* in a page's header: how many cells it has */
	FETCHED_MOST = 4, /* times the file */
};

static uint64_t big_endian(const unsigned char *at, size_t len)
{
	uint64_t number = 0;
	for (size_t i = 0; i < len; i++)
		number = number << 8 | at[i];
	return number;
}

static size_t page_size(const unsigned char *bytes, size_t size)
{
	size_t said = size >= FILE_HEADER ? big_endian(bytes + PAGE_SIZE_AT, 2) : 0;
	if (said == 1)
		said = PAGE_SIZE_MOST;
	return said >= PAGE_SIZE_LEAST && (said & (said - 1)) == 0 ? said : PAGE_SIZE_USUAL;
}

static void read_spare(struct pages *pages);

bool pages_open(struct pages *pages, const char *path, struct err *err)
{
	struct stat status;
	*pages = (struct pages){ .page = PAGE_SIZE_USUAL };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && fstat(fd, &status) == 0;
	if (ok && status.st_size) {
		void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		ok = bytes != MAP_FAILED;
		if (ok) {
			pages->bytes = bytes;
			pages->size = (size_t)status.st_size;
			pages->page = page_size(bytes, pages->size);
			pages->count = (pages->size + pages->page - 1) / pages->page;
			read_spare(pages);
		}
	}
	if (!ok)
		err_errno(err, errno, "cannot read %s", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

void pages_close(struct pages *pages)
{
	if (pages->bytes)
		munmap((void *)(uintptr_t)pages->bytes, pages->size);
	free(pages->spare);
	buf_fini(&pages->payload);
	buf_fini(&pages->texts);
	*pages = (struct pages){ 0 };
}

int64_t pages_header(const struct pages *pages, size_t at)
{
	return at + 4 <= pages->size ? (int64_t)big_endian(pages->bytes + at, 4) : 0;
}

/* A page as bytes; of the last one perhaps only a part is there. */
struct view {
	const unsigned char *bytes;
	size_t size;
	size_t header; /* where the page's header is */
};

static bool view(const struct pages *pages, size_t number, struct view *out)
{
	if (number < 1 || number > pages->count)
		return false;
	size_t at = (number - 1) * pages->page;
	out->bytes = pages->bytes + at;
	out->size = pages->size - at < pages->page ? pages->size - at : pages->page;
	out->header = number == 1 ? FILE_HEADER : 0;
	return out->size >= out->header + 12;
}

/* False if it cannot be: the list is damaged. */
static bool mark_spare(struct pages *pages, uint64_t number)
{
	if (number < 2 || number > pages->count || pages->spare[number - 1])
		return false;
	return pages->spare[number - 1] = true;
}

/* One page of the list: the next, how many it names, these. 0 at the end or where it is damaged. */
static uint64_t mark_list(struct pages *pages, uint64_t number, int64_t *marked)
{
	struct view page;
	if (!mark_spare(pages, number))
		return 0;
	++*marked;
	if (!view(pages, (size_t)number, &page) || page.size < pages->page)
		return 0;
	size_t count = (size_t)big_endian(page.bytes + 4, 4);
	for (size_t i = 0; i < count && count <= page.size / 4 - 2; i++, ++*marked)
		if (!mark_spare(pages, big_endian(page.bytes + 8 + 4 * i, 4)))
			return 0;
	return big_endian(page.bytes, 4);
}

static void read_spare(struct pages *pages)
{
	int64_t marked = 0;
	pages->spare = mem_new(pages->count, sizeof *pages->spare);
	for (uint64_t next = (uint64_t)pages_header(pages, FREE_FIRST_AT); next;)
		next = mark_list(pages, next, &marked);
	if (marked == pages_header(pages, FREE_COUNT_AT))
		return;
	free(pages->spare);
	pages->spare = NULL;
}

bool pages_is_spare(const struct pages *pages, size_t number)
{
	return pages->spare && number >= 1 && number <= pages->count && pages->spare[number - 1];
}

static size_t pointers_at(const struct view *page, enum page_kind kind)
{
	return page->header + (kind == PAGE_INDEX_INNER ? 12 : 8);
}

bool pages_may_be(const struct pages *pages, size_t number, enum page_kind kind)
{
	struct view page;
	if (!view(pages, number, &page))
		return false;
	unsigned char first = page.bytes[page.header];
	/* 5 and 2 are what a flipped bit makes of 13 and 10 */
	return first != 0 && (first == kind || (first != PAGE_TABLE && first != PAGE_INDEX));
}

size_t pages_cells(const struct pages *pages, size_t number, enum page_kind kind)
{
	struct view page;
	if (!view(pages, number, &page))
		return 0;
	size_t said = big_endian(page.bytes + page.header + CELLS_AT, 2);
	size_t room = (page.size - pointers_at(&page, kind)) / 2;
	/* no page has more cells than it has room for with the smallest */
	return said < room / 2 ? said : room / 2;
}

/* 1 to 9 bytes, seven bits in each of the first eight; 0 if they run over the end. */
static size_t varint(const unsigned char *at, size_t room, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < room && i < 9; i++) {
		if (i == 8)
			return *out = *out << 8 | at[i], 9;
		*out = *out << 7 | (at[i] & 0x7F);
		if (!(at[i] & 0x80))
			return i + 1;
	}
	return 0;
}

/* How many bytes of a payload are in the page itself. */
static size_t local_part(size_t page, enum page_kind kind, size_t payload)
{
	size_t most = kind == PAGE_TABLE ? page - 35 : (page - 12) * 64 / 255 - 23;
	size_t least = (page - 12) * 32 / 255 - 23;
	if (payload <= most)
		return payload;
	size_t local = least + (payload - least) % (page - 4);
	return local <= most ? local : least;
}

/* What is left of a payload after its local part, from a chain of overflow pages. */
static bool fetch(struct pages *pages, size_t number, size_t left)
{
	while (left) {
		struct view page;
		size_t part = left < pages->page - 4 ? left : pages->page - 4;
		if (!view(pages, number, &page) || page.size < part + 4 ||
			pages->fetched > pages->size * FETCHED_MOST)
			return false;
		buf_put(&pages->payload, page.bytes + 4, part);
		pages->fetched += part;
		number = big_endian(page.bytes, 4);
		left -= part;
	}
	return true;
}

static size_t body_length(uint64_t serial)
{
	static const unsigned char lengths[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };
	return serial < LENGTH(lengths) ? lengths[serial] : (size_t)((serial - 12) / 2);
}

static int64_t signed_number(const unsigned char *at, size_t len)
{
	uint64_t number = len && at[0] & 0x80 ? ~UINT64_C(0) : 0;
	for (size_t i = 0; i < len; i++)
		number = number << 8 | at[i];
	return (int64_t)number;
}

/* The types of a record's values, and whether they fit its length: known before any overflow page is read. */
static bool read_types(const unsigned char *at, size_t room, size_t payload, uint64_t types[CELL_VALUES_MAX],
	size_t *count, size_t *header)
{
	uint64_t end, sum;
	size_t used = varint(at, room, &end);
	if (!used || end > room)
		return false;
	*header = (size_t)end;
	sum = end;
	for (*count = 0; used < end; ++*count) {
		if (*count == CELL_VALUES_MAX)
			return false;
		size_t size = varint(at + used, (size_t)end - used, &types[*count]);
		if (!size || types[*count] == 10 || types[*count] == 11 || types[*count] > payload * 2 + 13)
			return false;
		sum += body_length(types[*count]);
		used += size;
	}
	return used == end && sum == payload && *count;
}

static void read_values(struct pages *pages, const unsigned char *body, const uint64_t *types, struct cell *out)
{
	size_t starts[CELL_VALUES_MAX];
	buf_truncate(&pages->texts, 0);
	for (size_t i = 0; i < out->count; i++) {
		struct cell_value *value = &out->values[i];
		size_t len = body_length(types[i]);
		*value = (struct cell_value){ .type = CELL_NULL };
		starts[i] = pages->texts.len;
		if (types[i] == 8 || types[i] == 9) {
			value->type = CELL_INT;
			value->number = types[i] == 9;
		} else if (types[i] >= 1 && types[i] <= 6) {
			value->type = CELL_INT;
			value->number = signed_number(body, len);
		} else if (types[i] >= 12) {
			value->type = types[i] & 1 ? CELL_TEXT : CELL_BLOB;
			value->len = len;
			buf_put(&pages->texts, body, len);
			buf_putc(&pages->texts, '\0');
		} else if (types[i]) {
			value->type = CELL_OTHER;
		}
		body += len;
	}
	for (size_t i = 0; i < out->count; i++)
		if (out->values[i].type == CELL_TEXT || out->values[i].type == CELL_BLOB)
			out->values[i].bytes = buf_text(&pages->texts) + starts[i];
}

bool pages_cell(struct pages *pages, size_t number, enum page_kind kind, size_t index, struct cell *out)
{
	struct view page;
	uint64_t payload, rowid = 0, types[CELL_VALUES_MAX];
	size_t header, size;
	if (!view(pages, number, &page) || index >= pages_cells(pages, number, kind))
		return false;
	size_t at = big_endian(page.bytes + pointers_at(&page, kind) + 2 * index, 2);
	at += kind == PAGE_INDEX_INNER ? 4 : 0;
	if (at >= page.size || !(size = varint(page.bytes + at, page.size - at, &payload)) || !payload ||
		payload > pages->size)
		return false;
	at += size;
	if (kind == PAGE_TABLE) {
		if (!(size = varint(page.bytes + at, page.size - at, &rowid)))
			return false;
		at += size;
	}
	size_t local = local_part(pages->page, kind, (size_t)payload);
	if (at + local > page.size ||
		!read_types(page.bytes + at, local, (size_t)payload, types, &out->count, &header))
		return false;
	const unsigned char *body = page.bytes + at + header;
	if (local < payload) {
		if (at + local + 4 > page.size)
			return false;
		buf_truncate(&pages->payload, 0);
		buf_put(&pages->payload, page.bytes + at, local);
		if (!fetch(pages, big_endian(page.bytes + at + local, 4), (size_t)payload - local))
			return false;
		body = (const unsigned char *)buf_text(&pages->payload) + header;
	}
	out->table = kind == PAGE_TABLE;
	out->rowid = (int64_t)rowid;
	read_values(pages, body, types, out);
	return true;
}
