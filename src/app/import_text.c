#include "app/import_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

#define MAGIC(at_, bytes_) .at = (at_), .bytes = (bytes_), .len = sizeof(bytes_) - 1

/* What people have beside their postmortems, known by its first bytes. The first row that fits counts. */
static const struct {
	size_t at;
	const char *bytes;
	size_t len;
	const char *within; /* must be somewhere in the beginning as well; NULL: nothing */
	const char *name;
	const char *advice;
} kinds[] = {
	{ MAGIC(0, "PK\3\4"), "word/", "a Word document", "save it as Markdown, such as with `pandoc -t gfm`" },
	{ MAGIC(0, "PK\3\4"), "xl/", "a spreadsheet", "save it as CSV" },
	{ MAGIC(0, "PK\3\4"), "opendocument.text", "an OpenDocument text", "save it as Markdown, such as with `pandoc -t gfm`" },
	{ MAGIC(0, "PK\3\4"), "opendocument.spreadsheet", "a spreadsheet", "save it as CSV" },
	{ MAGIC(0, "PK\3\4"), NULL, "a zip archive", "unpack it and import the folder" },
	{ MAGIC(0, "PK\5\6"), NULL, "an empty zip archive", "there is nothing in it" },
	{ MAGIC(0, "\x1f\x8b"), NULL, "compressed with gzip", "unpack it first, such as with `gunzip`" },
	{ MAGIC(0, "BZh"), "1AY&SY", "compressed with bzip2", "unpack it first, such as with `bunzip2`" },
	{ MAGIC(0, "\xfd" "7zXZ"), NULL, "compressed with xz", "unpack it first, such as with `unxz`" },
	{ MAGIC(0, "\x28\xb5\x2f\xfd"), NULL, "compressed with zstd", "unpack it first, such as with `unzstd`" },
	{ MAGIC(0, "7z\xbc\xaf\x27\x1c"), NULL, "a 7z archive", "unpack it and import the folder" },
	{ MAGIC(257, "ustar"), NULL, "a tar archive", "unpack it and import the folder" },
	{ MAGIC(0, "%PDF-"), NULL, "a PDF", "its text can be had with `pdftotext -layout`" },
	{ MAGIC(0, "{\\rtf"), NULL, "an RTF document", "save it as Markdown, such as with `pandoc -t gfm`" },
	{ MAGIC(0, "\xd0\xcf\x11\xe0"), NULL, "an old Office document", "save it as Markdown or as CSV" },
	{ MAGIC(0, "\x89PNG"), NULL, "a picture", "`inquest attach` keeps it with an incident" },
	{ MAGIC(0, "\xff\xd8\xff"), NULL, "a picture", "`inquest attach` keeps it with an incident" },
	{ MAGIC(0, "GIF8"), NULL, "a picture", "`inquest attach` keeps it with an incident" },
	{ MAGIC(0, "SQLite format 3"), NULL, "a database", "an inquest database is opened with --db" },
	{ MAGIC(0, "\x7f" "ELF"), NULL, "a program", "" },
};

enum { BEGINNING = 4096 };

static bool fits(size_t row, const char *bytes, size_t len)
{
	size_t head = len < BEGINNING ? len : BEGINNING;
	return kinds[row].at + kinds[row].len <= len && memcmp(bytes + kinds[row].at, kinds[row].bytes, kinds[row].len) == 0 &&
	       (!kinds[row].within || memmem(bytes, head, kinds[row].within, strlen(kinds[row].within)));
}

static size_t find_kind(const char *bytes, size_t len)
{
	size_t row = 0;
	while (row < LENGTH(kinds) && !fits(row, bytes, len))
		row++;
	return row;
}

/* ---- encodings ------------------------------------------------------------------------------------ */

/* Longer marks first: that of UTF-32 begins as that of UTF-16 does. */
static const struct {
	const char *mark;
	size_t len;
	const char *name;  /* as iconv has it */
	const char *label; /* as people do */
} encodings[] = {
	{ "\xff\xfe\0\0", 4, "UTF-32LE", "UTF-32" },
	{ "\0\0\xfe\xff", 4, "UTF-32BE", "UTF-32" },
	{ "\xff\xfe", 2, "UTF-16LE", "UTF-16" },
	{ "\xfe\xff", 2, "UTF-16BE", "UTF-16" },
};

/* Without a mark: text in Latin letters has a NUL in every other byte, always on the same side. */
static const char *guess_wide(const char *bytes, size_t len)
{
	size_t head = len < BEGINNING ? len & ~(size_t)1 : BEGINNING, nul[2] = { 0, 0 };
	for (size_t i = 0; i < head; i++)
		nul[i & 1] += bytes[i] == '\0';
	if (head < 8 || (nul[0] && nul[1]))
		return NULL;
	return nul[1] > head / 4 ? "UTF-16LE" : nul[0] > head / 4 ? "UTF-16BE" : NULL;
}

static bool convert(const char *encoding, const char *bytes, size_t len, struct buf *text)
{
	iconv_t state = iconv_open("UTF-8", encoding);
	if (state == (iconv_t)-1)
		return false;
	char part[4096], *in = (char *)(uintptr_t)bytes;
	bool ok = true;
	while (ok && len) {
		char *out = part;
		size_t room = sizeof part;
		ok = iconv(state, &in, &len, &out, &room) != (size_t)-1 || errno == E2BIG;
		buf_put(text, part, sizeof part - room);
	}
	iconv_close(state);
	return ok && utf8_valid(buf_text(text), text->len);
}

/* The encoding's name if the bytes are in a wide one; `*skip` is the length of its mark. */
static const char *find_wide(const char *bytes, size_t len, size_t *skip, const char **label)
{
	*label = "UTF-16";
	for (size_t i = 0; i < LENGTH(encodings); i++)
		if (len >= encodings[i].len && memcmp(bytes, encodings[i].mark, encodings[i].len) == 0) {
			*skip = encodings[i].len;
			*label = encodings[i].label;
			return encodings[i].name;
		}
	*skip = 0;
	return guess_wide(bytes, len);
}

/* ---- a document ----------------------------------------------------------------------------------- */

static bool is_html(const char *text)
{
	static const char *const starts[] = { "<!doctype html", "<html", "<?xml" };
	text += strspn(text, " \t\r\n");
	for (size_t i = 0; i < LENGTH(starts); i++)
		if (strncasecmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static bool is_plain(const char *name, const char *wanted, const char *bytes, size_t len, struct err *err)
{
	size_t row = find_kind(bytes, len);
	return row == LENGTH(kinds) || err_set(err, ERR_USAGE, "%s is %s, not %s%s%s", name, kinds[row].name, wanted,
					       *kinds[row].advice ? ": " : "", kinds[row].advice);
}

bool import_text_is_log(const char *name, const char *bytes, size_t len, struct err *err)
{
	const char *label;
	size_t skip;
	return is_plain(name, "a log", bytes, len, err) && (!find_wide(bytes, len, &skip, &label) ||
		err_set(err, ERR_USAGE, "%s is %s: convert it, such as with `iconv -f %s -t UTF-8`", name, label, label));
}

bool import_text_read(const char *name, const char *bytes, size_t len, struct buf *text, struct buf *note, struct err *err)
{
	const char *label;
	size_t skip, start = text->len;
	if (!is_plain(name, "Markdown", bytes, len, err))
		return false;
	const char *wide = find_wide(bytes, len, &skip, &label);
	if (wide) {
		if (!convert(wide, bytes + skip, len - skip, text))
			return err_set(err, ERR_USAGE, "%s looks like %s, but it is damaged: save it as UTF-8", name, label);
		buf_printf(note, "it was %s and is kept as UTF-8", label);
	} else if (memchr(bytes, '\0', len)) {
		return err_set(err, ERR_USAGE, "%s is binary, not Markdown: `inquest attach` keeps it with an incident", name);
	} else {
		size_t replaced = utf8_clean(text, bytes, len);
		if (replaced)
			buf_printf(note, "%zu byte%s not UTF-8 and %s shown as \\xNN; it is attached as it came", replaced,
				replaced == 1 ? " was" : "s were", replaced == 1 ? "is" : "are");
	}
	if (text_empty(buf_text(text) + start) || text_equal(buf_text(text) + start, "\xef\xbb\xbf"))
		return err_set(err, ERR_USAGE, "%s is empty", name);
	if (is_html(buf_text(text) + start))
		return err_set(err, ERR_USAGE, "%s is a page of HTML, not Markdown: convert it, such as with `pandoc -t gfm`", name);
	return true;
}
