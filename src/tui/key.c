#include "tui/key.h"

#include "base/mem.h"
#include "base/text.h"

enum { DEL = 0x7F, ESC = 0x1B };

/* In the order of enum key_code. */
static const char *const key_names[] = { "Enter", "Tab", "Esc", "Backspace", "Up", "Down", "Left",
	"Right", "Home", "End", "PageUp", "PageDown", "Insert", "Delete", "F1", "F2", "F3", "F4",
	"F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12", "Space" };
_Static_assert(LENGTH(key_names) == KEY_F12 - KEY_ENTER + 2, "one name for each special key");

static const struct {
	const char *name;
	uint32_t code;
} key_aliases[] = {
	{ "Space", ' ' },
	{ "Return", KEY_ENTER },
	{ "Escape", KEY_ESCAPE },
	{ "PgUp", KEY_PAGE_UP },
	{ "PgDn", KEY_PAGE_DOWN },
	{ "PgDown", KEY_PAGE_DOWN },
	{ "Ins", KEY_INSERT },
	{ "Del", KEY_DELETE },
};

static const struct {
	const char *name;
	unsigned bit;
} modifier_rows[] = { { "Ctrl-", KEY_CTRL }, { "Alt-", KEY_ALT }, { "Shift-", KEY_SHIFT } };

bool key_equal(const struct key *a, const struct key *b)
{
	return a->code == b->code && a->modifiers == b->modifiers;
}

bool key_is_text(const struct key *key)
{
	return key->code < KEY_ENTER && !(key->modifiers & (KEY_CTRL | KEY_ALT));
}

static bool is_lower(uint32_t code)
{
	return code >= 'a' && code <= 'z';
}

static bool is_upper(uint32_t code)
{
	return code >= 'A' && code <= 'Z';
}

struct key key_make(uint32_t code, unsigned modifiers)
{
	static const struct {
		uint32_t control; /* the character sent */
		uint32_t letter;  /* with Ctrl, the key that sends it; 0: none */
		uint32_t code;
		unsigned modifiers;
	} same[] = {
		{ '\b', 'h', KEY_BACKSPACE, 0 },
		{ DEL, '?', KEY_BACKSPACE, 0 },
		{ '\t', 'i', KEY_TAB, 0 },
		{ '\r', 'm', KEY_ENTER, 0 },
		{ ESC, '[', KEY_ESCAPE, 0 },
		{ 0x00, '@', ' ', KEY_CTRL },
		{ 0x1F, '/', '_', KEY_CTRL },
	};
	if (modifiers & KEY_CTRL && is_upper(code))
		code += 'a' - 'A';
	for (size_t i = 0; i < LENGTH(same); i++) {
		if (modifiers & KEY_CTRL && code == same[i].letter)
			modifiers &= ~(unsigned)KEY_CTRL;
		else if (code != same[i].control)
			continue;
		code = same[i].code;
		modifiers |= same[i].modifiers;
		break;
	}
	if (code < ' ') {
		code = is_upper(code + '@') ? code + 'a' - 1 : code + '@';
		modifiers |= KEY_CTRL;
	}
	if (modifiers & KEY_SHIFT && code < KEY_ENTER &&
		!(modifiers & KEY_CTRL && is_lower(code))) {
		code -= is_lower(code) ? 'a' - 'A' : 0;
		modifiers &= ~(unsigned)KEY_SHIFT;
	}
	return (struct key){ code, modifiers };
}

/* ---- names --------------------------------------------------------------------------------- */

static bool find_code(const char *name, uint32_t *code)
{
	size_t len = strlen(name);
	if (len && utf8_decode(name, len, code) == len)
		return utf8_width(*code) >= 0;
	for (size_t i = 0; i < LENGTH(key_aliases); i++) {
		if (text_same(key_aliases[i].name, name)) {
			*code = key_aliases[i].code;
			return true;
		}
	}
	for (size_t i = 0; i <= KEY_F12 - KEY_ENTER; i++) {
		if (text_same(key_names[i], name)) {
			*code = KEY_ENTER + (uint32_t)i;
			return true;
		}
	}
	return false;
}

bool key_parse(struct key *key, const char *name, struct err *err)
{
	const char *rest = name;
	unsigned modifiers = 0;
	uint32_t code;
	for (size_t i = 0; strchr(rest, '-') && i < LENGTH(modifier_rows); i++) {
		char start[8];
		size_t len = strlen(modifier_rows[i].name);
		text_copy(start, len + 1, rest);
		if (text_same(start, modifier_rows[i].name) && rest[len]) {
			modifiers |= modifier_rows[i].bit;
			rest += len;
			i = (size_t)-1; /* in any order */
		}
	}
	if (!find_code(rest, &code)) {
		const char *meant = text_nearest(rest, key_names, LENGTH(key_names));
		return err_set(err, ERR_USAGE,
			"\"%s\" is not a key%s%s%s: write a character or a name such as Ctrl-T, "
			"Alt-b, "
			"Shift-Tab, PageDown, F1, Space",
			name, meant ? " (did you mean " : "", meant ? meant : "",
			meant ? "?)" : "");
	}
	if (modifiers == KEY_SHIFT && code < KEY_ENTER && !is_lower(code) && !is_upper(code))
		return err_set(err, ERR_USAGE,
			"\"%s\" is not a key: write the character that Shift gives instead", name);
	*key = key_make(code, modifiers);
	return true;
}

void key_format(const struct key *key, struct buf *out)
{
	char utf8[4];
	for (size_t i = 0; i < LENGTH(modifier_rows); i++)
		if (key->modifiers & modifier_rows[i].bit)
			buf_puts(out, modifier_rows[i].name);
	if (key->code >= KEY_ENTER)
		buf_puts(out, key_names[key->code - KEY_ENTER]);
	else if (key->code == ' ')
		buf_puts(out, "Space");
	else if (key->modifiers & KEY_CTRL && is_lower(key->code))
		buf_putc(out, (char)(key->code - 'a' + 'A'));
	else
		buf_put(out, utf8, utf8_encode(key->code, utf8));
}
