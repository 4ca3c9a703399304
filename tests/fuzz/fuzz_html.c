/* Markdown of any kind as a page of HTML: its tags are ours and in order, it fetches and runs nothing, and holds no
 * control bytes. Any bytes as a picture: what is taken is one of the four kinds. */
#include <stdint.h>

#include "doc/html.h"
#include "tags.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What addresses that begin so lead to. */
static bool find_image(void *data, const char *url, struct buf *out)
{
	static const char png[] = "\x89PNG\r\n\x1a\n";
	(void)data;
	return text_starts(url, "files/") && html_data_uri(out, png, sizeof png - 1);
}

static void check_ids(const char *html)
{
	VEC(const char *) ids = { 0 };
	enum { LOOKED_AT = 200 };
	for (const char *at = html; (at = strstr(at, " id=\"")) && ids.count < LOOKED_AT;) {
		at += 5;
		size_t len = strcspn(at, "\"");
		for (size_t i = 0; i < ids.count; i++)
			require(strncmp(ids.items[i], at, len + 1) != 0);
		*vec_push(&ids) = at;
	}
	free(ids.items);
}

static void check_picture(const uint8_t *data, size_t size)
{
	struct buf uri = { 0 };
	if (html_data_uri(&uri, data, size))
		require(text_starts(buf_text(&uri), "data:image/") && !strpbrk(buf_text(&uri), "\"<> "));
	else
		require(!uri.len);
	buf_fini(&uri);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct html_figure figure = { "mermaid", "a\n", "<svg></svg>\n" };
	struct html_page page = { .title = "A title", .language = "en", .style = "", .figure = &figure, .image = find_image };
	struct buf text = { 0 }, html = { 0 };
	struct markdown *markdown;
	check_picture(data, size);
	utf8_clean(&text, (const char *)data, size);
	page.title = buf_text(&text);
	if (markdown_parse_notes(&markdown, buf_text(&text), text.len, NULL)) {
		html_page(&html, markdown, &page);
		require(utf8_valid(buf_text(&html), html.len));
		check_tags(buf_text(&html));
		check_ids(buf_text(&html));
		buf_truncate(&html, 0);
		html_fragment(&html, markdown, &page);
		check_tags(buf_text(&html));
		markdown_free(markdown);
	}
	buf_fini(&text);
	buf_fini(&html);
	return 0;
}
