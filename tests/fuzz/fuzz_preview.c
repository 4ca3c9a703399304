/* The preview: whatever Markdown there is, its lines and their parts cover the text, in order. The first
 * byte is the width. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "doc/markdown.h"
#include "doc/preview.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check_line(const struct preview *preview, const struct preview_line *line)
{
	size_t at = 0;
	require(line->span + line->span_count <= preview->spans.count);
	for (size_t i = 0; i < line->span_count; i++) {
		const struct preview_span *span = &preview->spans.items[line->span + i];
		require(span->at == at && span->role <= PREVIEW_RULE);
		at += span->len;
	}
	require(at == line->len && line->level >= 0 && line->level <= 6);
	require(!memchr(buf_text(&preview->text) + line->at, '\n', line->len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct markdown *markdown;
	struct preview preview = { 0 };
	struct buf text = { 0 };
	struct err err = { 0 };
	size_t at = 0;
	if (!size)
		return 0;
	utf8_clean(&text, (const char *)data + 1, size - 1);
	if (!markdown_parse_notes(&markdown, buf_text(&text), text.len, &err)) {
		require(err.code == ERR_USAGE && err.text[0]);
		buf_fini(&text);
		return 0;
	}
	preview_lay_out(markdown, data[0], &preview);
	for (size_t i = 0; i < preview.lines.count; i++) {
		const struct preview_line *line = &preview.lines.items[i];
		require(line->at == at && at + line->len < preview.text.len);
		require(preview.text.data[at + line->len] == '\n');
		check_line(&preview, line);
		at += line->len + 1;
	}
	require(at == preview.text.len && utf8_valid(buf_text(&preview.text), preview.text.len));
	preview_fini(&preview);
	markdown_free(markdown);
	buf_fini(&text);
	return 0;
}
