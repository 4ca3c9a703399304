#include "tui/key_decoder.h"

#include "base/mem.h"
#include "base/text.h"

enum { REPLACEMENT = 0xFFFD, DEL = 0x7F, ESC = 0x1B };

/* What a CSI (ESC [) or SS3 (ESC O) sequence ends in, when its first number says nothing. */
static const struct {
	char final;
	uint32_t code;
	unsigned modifiers, with_ss3;
} finals[] = {
	{ 'A', KEY_UP, 0, 0 },
	{ 'B', KEY_DOWN, 0, 0 },
	{ 'C', KEY_RIGHT, 0, 0 },
	{ 'D', KEY_LEFT, 0, 0 },
	{ 'F', KEY_END, 0, 0 },
	{ 'H', KEY_HOME, 0, 0 },
	{ 'P', KEY_F1, 0, 0 },
	{ 'Q', KEY_F1 + 1, 0, 0 },
	{ 'R', KEY_F1 + 2, 0, 0 },
	{ 'S', KEY_F1 + 3, 0, 0 },
	{ 'M', KEY_ENTER, 0, 0 },
	{ 'Z', KEY_TAB, KEY_SHIFT, KEY_SHIFT },
	{ 'a', KEY_UP, KEY_SHIFT, KEY_CTRL }, /* rxvt, as the next three */
	{ 'b', KEY_DOWN, KEY_SHIFT, KEY_CTRL },
	{ 'c', KEY_RIGHT, KEY_SHIFT, KEY_CTRL },
	{ 'd', KEY_LEFT, KEY_SHIFT, KEY_CTRL },
};

/* The numeric keypad in application mode, after SS3. */
static const char keypad[] = "j*k+l,m-n.o/p0q1r2s3t4u5v6w7x8y9X=";

/* CSI number ~ (and rxvt's $ ^ @ instead of ~). */
static const struct {
	unsigned number;
	uint32_t code;
} numbered[] = {
	{ 1, KEY_HOME },
	{ 2, KEY_INSERT },
	{ 3, KEY_DELETE },
	{ 4, KEY_END },
	{ 5, KEY_PAGE_UP },
	{ 6, KEY_PAGE_DOWN },
	{ 7, KEY_HOME },
	{ 8, KEY_END },
	{ 11, KEY_F1 },
	{ 12, KEY_F1 + 1 },
	{ 13, KEY_F1 + 2 },
	{ 14, KEY_F1 + 3 },
	{ 15, KEY_F1 + 4 },
	{ 17, KEY_F1 + 5 },
	{ 18, KEY_F1 + 6 },
	{ 19, KEY_F1 + 7 },
	{ 20, KEY_F1 + 8 },
	{ 21, KEY_F1 + 9 },
	{ 23, KEY_F1 + 10 },
	{ 24, KEY_F1 + 11 },
};

enum { NUMBERS_MAX = 4, SEQUENCE_MAX = 64, PASTE_BEGIN = 200, MODIFY_OTHER = 27 };

static bool between(char c, unsigned char low, unsigned char high)
{
	return (unsigned char)c >= low && (unsigned char)c <= high;
}

/* What a start of the input turned out to be. */
struct token {
	size_t len; /* bytes used up; 0: cannot be told yet */
	enum {
		TOKEN_NOTHING,
		TOKEN_KEY,
		TOKEN_MOUSE,
		TOKEN_PASTE,
		TOKEN_STRING,
		TOKEN_ENDLESS
	} type;
	struct key key;
	struct mouse mouse;
};

static struct token token_key(size_t len, uint32_t code, unsigned modifiers)
{
	return (struct token){ .len = len, .type = TOKEN_KEY, .key = key_make(code, modifiers) };
}

/* xterm's modifier parameter is 1 + Shift 1 + Alt 2 + Ctrl 4; more bits are other keyboards'. */
static unsigned modifiers_of(unsigned parameter)
{
	unsigned bits = parameter ? parameter - 1 : 0;
	return (bits & 1 ? KEY_SHIFT : 0) | (bits & 2 ? KEY_ALT : 0) | (bits & 4 ? KEY_CTRL : 0);
}

/* A key given by its code point: CSI code ; modifiers u, and xterm's modifyOtherKeys. */
static struct token coded_key(size_t len, unsigned code, unsigned modifiers)
{
	/* no characters: kitty's keypad and media keys */
	bool functional = code >= 0xD800 && code < 0xF900;
	bool control = code < ' ' || (code >= DEL && code < 0xA0);
	if (code > 0x10FFFF || functional || (control && !memchr("\b\t\r\x1B\x7F", (int)code, 5)))
		return (struct token){ .len = len };
	return token_key(len, code, modifiers_of(modifiers));
}

/* CSI < button ; column ; row M, xterm's mode 1006. Releases (m), motion and further buttons mean
 * nothing here. */
static struct token mouse_report(size_t len, const char *parameters, size_t count, char final)
{
	enum { SHIFT = 4, ALT = 8, CTRL = 16, MOTION = 32, WHEEL = 64, PLACES_MAX = 10000 };
	unsigned number[3] = { 0 }, n = 0;
	for (size_t i = 0; i < count; i++) {
		if (parameters[i] == ';' && n < 2)
			n++;
		else if (between(parameters[i], '0', '9') && number[n] < PLACES_MAX)
			number[n] = number[n] * 10 + (unsigned)(parameters[i] - '0');
		else
			return (struct token){ .len = len };
	}
	unsigned which = number[0] & ~(unsigned)(SHIFT | ALT | CTRL);
	bool wheel = which == WHEEL || which == WHEEL + 1;
	if (final != 'M' || n < 2 || !number[1] || !number[2] || (which > MOUSE_RIGHT && !wheel))
		return (struct token){ .len = len };
	return (struct token){ .len = len,
		.type = TOKEN_MOUSE,
		.mouse = { .button = wheel ? MOUSE_WHEEL_UP + (which & 1) : which,
			.modifiers = (number[0] & SHIFT ? KEY_SHIFT : 0) |
				(number[0] & ALT ? KEY_ALT : 0) | (number[0] & CTRL ? KEY_CTRL : 0),
			.row = (int)number[2] - 1,
			.column = (int)number[1] - 1 } };
}

/* Give a meaning to a complete sequence: its parameters, and the byte that ends it. */
static struct token control_key(
	size_t len, bool ss3, const char *parameters, size_t count, char final)
{
	unsigned number[NUMBERS_MAX] = { 0 };
	size_t n = 0;
	bool sub = false;
	if (count && parameters[0] == '<' && !ss3)
		return mouse_report(len, parameters + 1, count - 1, final);
	for (size_t i = 0; i < count; i++) {
		if (parameters[i] == ';') {
			n++;
			sub = false;
		} else if (parameters[i] == ':') {
			sub = true;
		} else if (!between(parameters[i], '0', '9')) {
			return (struct token){ .len = len };
		} else if (n < NUMBERS_MAX && !sub && number[n] < KEY_ENTER) {
			number[n] = number[n] * 10 + (unsigned)(parameters[i] - '0');
		}
	}
	if (strchr("~$^@", final)) {
		unsigned modifiers = final == '~' ? modifiers_of(number[1]) : 0;
		modifiers |= final == '$' || final == '@' ? KEY_SHIFT : 0;
		modifiers |= final == '^' || final == '@' ? KEY_CTRL : 0;
		if (number[0] == PASTE_BEGIN && final == '~')
			return (struct token){ .len = len, .type = TOKEN_PASTE };
		if (number[0] == MODIFY_OTHER)
			return coded_key(len, number[2], number[1]);
		for (size_t i = 0; i < LENGTH(numbered); i++)
			if (numbered[i].number == number[0])
				return token_key(len, numbered[i].code, modifiers);
		return (struct token){ .len = len };
	}
	if (final == 'u' && !ss3)
		return coded_key(len, number[0], number[1]);
	/* an answer can end like a key: "CSI 24;80R" is the cursor's position */
	bool answer = n > 0 && number[0] > 1;
	for (size_t i = 0; i < LENGTH(finals) && !answer; i++)
		if (finals[i].final == final)
			return token_key(len, finals[i].code,
				(ss3 ? finals[i].with_ss3 : finals[i].modifiers) |
					modifiers_of(number[n ? 1 : 0]));
	const char *pad = ss3 && count == 0 ? strchr(keypad, final) : NULL;
	if (pad)
		return token_key(len, (unsigned char)pad[1], 0);
	return (struct token){ .len = len };
}

/* ESC [ or ESC O: `s` starts with the ESC. With `end`, nothing will follow. */
static struct token control_token(const char *s, size_t len, bool end)
{
	bool ss3 = s[1] == 'O', plain = true;
	size_t at = 2;
	if (!ss3 && len > 2 && s[2] == '[') { /* the Linux console's F1 to F5 */
		if (len == 3)
			return (struct token){ .len = end ? len : 0 };
		if (between(s[3], 'A', 'E'))
			return token_key(4, KEY_F1 + (uint32_t)(s[3] - 'A'), 0);
		return (struct token){ .len = between(s[3], ' ', '~') ? 4 : 3 };
	}
	for (; at < len && between(s[at], '0', '?'); at++)
		plain = plain && between(s[at], '0', '9');
	size_t parameters = at - 2;
	/* rxvt ends a shifted key in $, which elsewhere only comes before the end */
	if (!ss3 && at < len && at < SEQUENCE_MAX && s[at] == '$' && plain && parameters)
		return control_key(at + 1, false, s + 2, parameters, '$');
	while (!ss3 && at < len && between(s[at], ' ', '/'))
		at++;
	if (at >= SEQUENCE_MAX)
		return (struct token){ .len = at, .type = TOKEN_ENDLESS };
	if (at == len && !end)
		return (struct token){ 0 };
	if (at == len || !between(s[at], '@', '~'))
		return at == 2 ? token_key(2, (unsigned char)s[1], KEY_ALT)
			       : (struct token){ .len = at };
	/* an old mouse report: three bytes of any value follow */
	if (!ss3 && s[at] == 'M' && at == 2)
		return (struct token){ .len = len >= 6 ? 6 : end ? len : 0 };
	if (at - 2 > parameters)
		return (struct token){ .len = at + 1 };
	return control_key(at + 1, ss3, s + 2, parameters, s[at]);
}

/* One character, control or not. */
static struct token character_token(const char *s, size_t len, bool end)
{
	uint32_t code;
	size_t n = utf8_decode(s, len, &code);
	if (n)
		return token_key(n, code >= 0x80 && code < 0xA0 ? REPLACEMENT : code, 0);
	unsigned char lead = (unsigned char)s[0];
	size_t need = lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	size_t have = 1;
	while (have < len && have < need && between(s[have], 0x80, 0xBF))
		have++;
	if (have == len && have < need && !end)
		return (struct token){ 0 };
	return token_key(1, REPLACEMENT, 0);
}

static struct token with_alt(struct token token)
{
	if (token.len)
		token = token_key(token.len + 1, token.key.code, token.key.modifiers | KEY_ALT);
	return token;
}

static struct token token_next(const char *s, size_t len, bool end)
{
	if (s[0] != ESC)
		return character_token(s, len, end);
	if (len == 1)
		return end ? token_key(1, KEY_ESCAPE, 0) : (struct token){ 0 };
	if (s[1] == '[' || s[1] == 'O')
		return control_token(s, len, end);
	if (s[1] && strchr("]PX^_", s[1])) {
		if (len == 2)
			return end ? with_alt(character_token(s + 1, 1, end)) : (struct token){ 0 };
		return (struct token){ .len = 2, .type = TOKEN_STRING };
	}
	if (s[1] != ESC)
		return with_alt(character_token(s + 1, len - 1, end));
	/* rxvt and PuTTY put ESC before a special key for Alt; else it is the Escape key twice */
	if (len == 2 && !end)
		return (struct token){ 0 };
	if (len > 2 && (s[2] == '[' || s[2] == 'O')) {
		struct token inner = control_token(s + 1, len - 1, end);
		if (inner.len == 0 || (inner.type == TOKEN_KEY && inner.len > 2))
			return with_alt(inner);
	}
	return token_key(1, KEY_ESCAPE, 0);
}

/* ---- the decoder --------------------------------------------------------------------------- */

void key_decoder_feed(struct key_decoder *decoder, const void *bytes, size_t len)
{
	buf_splice(&decoder->input, 0, decoder->at, NULL, 0);
	decoder->at = 0;
	buf_put(&decoder->input, bytes, len);
}

static void paste_put(struct key_decoder *decoder, const char *bytes, size_t len)
{
	size_t room = KEY_PASTE_MAX - decoder->paste.len;
	size_t fits = len < room ? len : room;
	buf_put(&decoder->paste, bytes, fits);
	decoder->dropped += len - fits;
}

/* Take in what belongs to the paste; true at its end. */
static bool paste_take(struct key_decoder *decoder)
{
	static const char mark[] = "\x1B[201~";
	while (decoder->at < decoder->input.len) {
		const char *s = decoder->input.data + decoder->at;
		size_t len = decoder->input.len - decoder->at;
		const char *escape = memchr(s, ESC, len);
		size_t before = escape ? (size_t)(escape - s) : len;
		paste_put(decoder, s, before);
		decoder->at += before;
		if (!escape)
			return false;
		size_t rest = len - before, whole = sizeof mark - 1;
		if (memcmp(escape, mark, rest < whole ? rest : whole) != 0) {
			paste_put(decoder, escape, 1);
			decoder->at++;
		} else if (rest < whole) {
			return false;
		} else {
			decoder->at += whole;
			return true;
		}
	}
	return false;
}

/* Where the limit fell within a character, that goes too. Gives the bytes cut. */
static size_t cut_broken_end(struct buf *text)
{
	uint32_t cp;
	size_t len = text->len, lead = len - 1;
	while (lead > 0 && lead + 4 > len && between(text->data[lead], 0x80, 0xBF))
		lead--;
	if (utf8_decode(text->data + lead, len - lead, &cp) == 0)
		buf_truncate(text, lead);
	return len - text->len;
}

static enum key_event_type paste_event(struct key_decoder *decoder, struct key_event *event)
{
	struct buf *paste = &decoder->paste;
	size_t to = 0;
	if (decoder->dropped)
		decoder->dropped += cut_broken_end(paste);
	for (size_t from = 0; from < paste->len; from++) {
		bool cr = paste->data[from] == '\r';
		if (cr && from + 1 < paste->len && paste->data[from + 1] == '\n')
			continue;
		paste->data[to++] = cr ? '\n' : paste->data[from];
	}
	buf_truncate(paste, to);
	utf8_clean(&decoder->text, buf_text(paste), paste->len);
	*event = (struct key_event){ .type = KEY_EVENT_PASTE,
		.text = buf_text(&decoder->text),
		.len = decoder->text.len,
		.dropped = decoder->dropped };
	buf_fini(paste);
	decoder->dropped = 0;
	decoder->pasting = false;
	return event->type;
}

/* The bytes of an operating system command or the like, up to its end: BEL or ESC \. A control
 * character cannot be in one, so it is typed: the string was cut short. */
static size_t string_take(struct key_decoder *decoder, const char *s, size_t len)
{
	size_t at = 0;
	while (at < len && !between(s[at], 0, 0x1F))
		at++;
	if (at == len || (s[at] == ESC && at + 1 == len))
		return at;
	decoder->string = false;
	return at + (s[at] == '\a' ? 1 : s[at] == ESC && s[at + 1] == '\\' ? 2 : 0);
}

static size_t endless_take(struct key_decoder *decoder, const char *s, size_t len)
{
	size_t at = 0;
	while (at < len && between(s[at], ' ', '?'))
		at++;
	if (at < len)
		decoder->endless = false;
	return at + (at < len && between(s[at], '@', '~'));
}

enum key_event_type key_decoder_next(struct key_decoder *decoder, struct key_event *event)
{
	*event = (struct key_event){ .type = KEY_EVENT_NONE };
	buf_fini(&decoder->text);
	while (decoder->at < decoder->input.len || (decoder->pasting && decoder->ended)) {
		if (decoder->pasting) {
			if (!paste_take(decoder) && !decoder->ended)
				return KEY_EVENT_NONE;
			return paste_event(decoder, event);
		}
		const char *s = decoder->input.data + decoder->at;
		size_t len = decoder->input.len - decoder->at;
		if (decoder->string || decoder->endless) {
			size_t taken = decoder->string ? string_take(decoder, s, len)
						       : endless_take(decoder, s, len);
			decoder->at += taken;
			if (decoder->string || decoder->endless)
				return KEY_EVENT_NONE;
			continue;
		}
		struct token token = token_next(s, len, decoder->ended);
		if (token.len == 0)
			return KEY_EVENT_NONE;
		decoder->at += token.len;
		decoder->pasting = token.type == TOKEN_PASTE;
		decoder->string = token.type == TOKEN_STRING;
		decoder->endless = token.type == TOKEN_ENDLESS;
		if (token.type == TOKEN_KEY) {
			event->type = KEY_EVENT_KEY;
			event->key = token.key;
			return KEY_EVENT_KEY;
		}
		if (token.type == TOKEN_MOUSE) {
			event->type = KEY_EVENT_MOUSE;
			event->mouse = token.mouse;
			return KEY_EVENT_MOUSE;
		}
	}
	decoder->ended = false;
	return KEY_EVENT_NONE;
}

int key_decoder_wait(const struct key_decoder *decoder)
{
	const char *s = buf_text(&decoder->input) + decoder->at;
	size_t len = decoder->input.len - decoder->at;
	if (decoder->pasting)
		return -1;
	if (decoder->string || decoder->endless)
		return KEY_SEQUENCE_MS;
	if (len == 0)
		return -1;
	return s[0] == ESC && len <= 2 && between(s[len - 1], 0, DEL) ? KEY_ESCAPE_MS
								      : KEY_SEQUENCE_MS;
}

void key_decoder_flush(struct key_decoder *decoder)
{
	if (decoder->pasting)
		return;
	decoder->string = decoder->endless = false;
	decoder->ended = true;
}

void key_decoder_end(struct key_decoder *decoder)
{
	key_decoder_flush(decoder);
	decoder->ended = true;
}

void key_decoder_fini(struct key_decoder *decoder)
{
	buf_fini(&decoder->input);
	buf_fini(&decoder->paste);
	buf_fini(&decoder->text);
	*decoder = (struct key_decoder){ 0 };
}
