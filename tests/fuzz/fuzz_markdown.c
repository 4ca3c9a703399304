/*
 * Markdown of any kind: what passes the bounds is parsed within time and memory; as a section it
 * leaves the next heading alone, as an item the next item, as a cell its table, and as escaped text
 * nothing changes; in HTML no tag or address comes through.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/html.h"
#include "doc/markdown.h"
#include "require.h"
#include "tags.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	size_t headings, items, rows;
	int lowest, last_level;
	struct buf last, cells, item;
};

static bool see(void *data, const struct markdown_block *block)
{
	struct seen *seen = data;
	if (block->kind == MARKDOWN_HEADING && block->depth == 0) {
		if (seen->headings++ && seen->last_level < seen->lowest)
			seen->lowest = seen->last_level;
		seen->last_level = block->level;
		buf_truncate(&seen->last, 0);
		buf_puts(&seen->last, block->text);
	}
	if (block->kind == MARKDOWN_ITEM && block->depth == 0) {
		seen->items++;
		buf_truncate(&seen->item, 0);
		buf_puts(&seen->item, block->text);
	}
	if (block->kind == MARKDOWN_ROW) {
		seen->rows++;
		buf_puts(
			&seen->cells, block->cell_count ? block->cells[block->cell_count - 1] : "");
		buf_putc(&seen->cells, '/');
	}
	return true;
}

/* Tags are ours: nothing of a text becomes one, whatever it holds. */
static void check_html(const struct markdown *markdown)
{
	struct buf html = { 0 };
	html_fragment(&html, markdown, NULL);
	check_tags(buf_text(&html));
	buf_fini(&html);
}

/* Look at a page; false if it is out of bounds. */
static bool look(struct seen *seen, const struct buf *page)
{
	struct markdown *markdown;
	struct err err = { 0 };
	*seen = (struct seen){ .lowest = 7 };
	if (!markdown_parse(&markdown, buf_text(page), page->len, &err)) {
		require(!markdown && err.code == ERR_USAGE);
		return false;
	}
	require(markdown_outline(markdown, see, seen));
	check_html(markdown);
	markdown_free(markdown);
	return true;
}

static void forget(struct seen *seen)
{
	buf_fini(&seen->last);
	buf_fini(&seen->cells);
	buf_fini(&seen->item);
}

static void check_section(const char *text, int level)
{
	struct buf page = { 0 }, again = { 0 };
	struct seen seen = { 0 };
	if (markdown_contained(&page, text, level, NULL)) {
		if (markdown_contained(&again, buf_text(&page), level, NULL))
			require(text_equal(buf_text(&page), buf_text(&again)));
		buf_puts(&page, "\n\n# end\n");
		if (look(&seen, &page))
			require(text_equal(buf_text(&seen.last), "end") && seen.last_level == 1 &&
				seen.lowest > (level < 6 ? level : 5));
	}
	forget(&seen);
	buf_fini(&page);
	buf_fini(&again);
}

static void check_item(const char *text)
{
	struct buf page = { 0 };
	struct seen seen;
	buf_puts(&page, "- first ");
	escape_item_block(&page, text, 2);
	buf_puts(&page, "\n- second\n\n# end\n");
	if (look(&seen, &page))
		require(seen.items == 2 && text_equal(buf_text(&seen.item), "second") &&
			seen.headings == 1);
	forget(&seen);
	buf_fini(&page);
}

static void check_cells(const char *text)
{
	struct buf page = { 0 };
	struct seen seen;
	buf_puts(&page, "| a | b |\n|---|---|\n|");
	escape_markdown(&page, text);
	buf_puts(&page, "|one|\n\n# ");
	escape_markdown(&page, text);
	buf_puts(&page, "\n\n# [");
	escape_link_text(&page, text);
	buf_puts(&page, "](");
	escape_url(&page, text);
	buf_puts(&page, ")\n# end\n");
	if (look(&seen, &page))
		require(seen.rows == 2 && text_equal(buf_text(&seen.cells), "b/one/") &&
			seen.headings == 3);
	forget(&seen);
	buf_fini(&page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf raw = { 0 }, text = { 0 }, plain = { 0 };
	struct seen seen;
	buf_put(&raw, data, size);
	look(&seen, &raw); /* any bytes: only that it ends */
	forget(&seen);
	utf8_clean(&text, buf_text(&raw), raw.len);
	check_section(buf_text(&text), 1 + (int)(size % 6));
	check_item(buf_text(&text));
	check_cells(buf_text(&text));
	markdown_plain(&plain, buf_text(&text), text.len, NULL);
	buf_fini(&raw);
	buf_fini(&text);
	buf_fini(&plain);
	return 0;
}
