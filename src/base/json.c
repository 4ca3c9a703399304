#include "base/json.h"

#include "base/text.h"
#include "base/when.h"

/* A character beyond ASCII: if it cannot stand for itself, what does from `from` on is put, then what is written for it.
 * Gives its bytes. */
static size_t escape(struct buf *out, const char *c, const char **from)
{
	uint32_t cp;
	size_t n = utf8_decode(c, strnlen(c, 4), &cp);
	if (n && !text_is_control(cp))
		return n;
	buf_put(out, *from, (size_t)(c - *from));
	if (n)
		buf_printf(out, "\\u%04x", (unsigned)cp);
	else
		/* as utf8_clean has it: names of files may be anything */
		buf_printf(out, "\\\\x%02x", (unsigned char)*c);
	*from = c + (n ? n : 1);
	return n ? n : 1;
}

static void escape_ascii(struct buf *out, char c)
{
	if (c == '"' || c == '\\')
		buf_printf(out, "\\%c", c);
	else if (c == '\n')
		buf_puts(out, "\\n");
	else if (c == '\t')
		buf_puts(out, "\\t");
	else
		buf_printf(out, "\\u%04x", (unsigned char)c);
}

/* The bytes that stand for themselves are put all at once: most texts have no others. */
static void put_string(struct buf *out, const char *text)
{
	const char *from = text;
	buf_putc(out, '"');
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c >= 0x80) {
			c += escape(out, c, &from) - 1;
		} else if ((unsigned char)*c < 0x20 || *c == '"' || *c == '\\' || *c == 0x7F) {
			buf_put(out, from, (size_t)(c - from));
			escape_ascii(out, *c);
			from = c + 1;
		}
	}
	buf_puts(out, from);
	buf_putc(out, '"');
}

static void put_name(struct json *json, const char *name)
{
	if (json->comma)
		buf_putc(json->out, ',');
	json->comma = true;
	if (name) {
		put_string(json->out, name);
		buf_putc(json->out, ':');
	}
}

void json_open(struct json *json, const char *name, char bracket)
{
	put_name(json, name);
	buf_putc(json->out, bracket);
	json->comma = false;
}

void json_close(struct json *json, char bracket)
{
	buf_putc(json->out, bracket);
	json->comma = true;
}

void json_text(struct json *json, const char *name, const char *text)
{
	put_name(json, name);
	if (text)
		put_string(json->out, text);
	else
		buf_puts(json->out, "null");
}

void json_int(struct json *json, const char *name, int64_t number)
{
	put_name(json, name);
	buf_printf(json->out, "%lld", (long long)number);
}

void json_time(struct json *json, const char *name, int64_t at)
{
	struct buf time = { 0 };
	when_format(&time, at, "UTC", WHEN_ISO);
	json_text(json, name, buf_text(&time));
	buf_fini(&time);
}

void json_bool(struct json *json, const char *name, bool truth)
{
	put_name(json, name);
	buf_puts(json->out, truth ? "true" : "false");
}

void json_null(struct json *json, const char *name)
{
	json_text(json, name, NULL);
}
