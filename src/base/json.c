#include "base/json.h"

#include "base/when.h"

/* The bytes that stand for themselves are put all at once: most texts have no others. */
static void put_string(struct buf *out, const char *text)
{
	const char *from = text;
	buf_putc(out, '"');
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c >= 0x20 && *c != '"' && *c != '\\' && *c != 0x7F)
			continue;
		buf_put(out, from, (size_t)(c - from));
		from = c + 1;
		if (*c == '"' || *c == '\\')
			buf_printf(out, "\\%c", *c);
		else if (*c == '\n')
			buf_puts(out, "\\n");
		else if (*c == '\t')
			buf_puts(out, "\\t");
		else
			buf_printf(out, "\\u%04x", (unsigned char)*c);
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
