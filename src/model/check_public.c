/* Checks of what customers and the world would read. */
#include "model/check_words.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "base/text.h"

static bool is_public(const struct check_text *text)
{
	return text_equal(text->audience, "public");
}

static void tell(struct check_run *run, const struct check_text *text, const char *at, size_t len)
{
	struct buf what = { 0 };
	buf_printf(&what, "'%.*s'", (int)len, at);
	check_text_place(text, text->raw, (size_t)(at - text->raw), &what);
	check_text_found(run, text, buf_text(&what));
	buf_fini(&what);
}

/* ---- e-mail addresses ------------------------------------------------------------------------------ */

static bool is_of_mail(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("._%+-", c));
}

static bool ends_in(const char *text, size_t len, const char *end)
{
	size_t n = strlen(end);
	return len >= n && strncasecmp(text + len - n, end, n) == 0;
}

/* Names that belong to nobody (RFC 2606), and mailboxes that are there for the public. */
static bool is_shareable(const char *local, size_t local_len, const char *domain, size_t domain_len)
{
	static const char *const domains[] = { "example.com", "example.org", "example.net", ".example", ".test", ".invalid",
		".localhost" };
	static const char *const mailboxes[] = { "support", "status", "security", "help", "info", "press", "contact", "sales",
		"abuse", "postmaster", "privacy", "noreply", "no-reply", "git" };
	for (size_t i = 0; i < LENGTH(domains); i++)
		if (ends_in(domain, domain_len, domains[i]))
			return true;
	for (size_t i = 0; i < LENGTH(mailboxes); i++)
		if (strlen(mailboxes[i]) == local_len && strncasecmp(mailboxes[i], local, local_len) == 0)
			return true;
	return false;
}

static void find_mail(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	(void)input;
	for (const char *at = is_public(text) ? strchr(text->raw, '@') : NULL; at; at = strchr(at + 1, '@')) {
		const char *local = at, *end = at + 1;
		while (local > text->raw && is_of_mail(local[-1]))
			local--;
		while (is_of_mail(*end) && *end != '_' && *end != '%' && *end != '+')
			end++;
		while (end > at + 1 && strchr(".-", end[-1]))
			end--;
		const char *dot = memrchr(at + 1, '.', (size_t)(end - at - 1));
		if (local == at || !dot || end - dot < 3 || strspn(dot + 1, "0123456789") > 0 ||
			(local > text->raw && strchr("/:", local[-1])) ||
			is_shareable(local, (size_t)(at - local), at + 1, (size_t)(end - at - 1)))
			continue;
		tell(run, text, local, (size_t)(end - local));
		return;
	}
}

/* ---- IP addresses ---------------------------------------------------------------------------------- */

/* Networks of documentation (RFC 5737, RFC 3849), of this machine and of nobody, and resolvers that all know. */
static const struct network {
	uint32_t address;
	int bits;
} shown[] = {
	{ 0xc0000200, 24 }, { 0xc6336400, 24 }, { 0xcb007100, 24 }, { 0x7f000000, 8 }, { 0x00000000, 8 },
	{ 0xffff0000, 8 },  { 0x01010101, 32 }, { 0x01000001, 32 }, { 0x08080808, 32 }, { 0x08080404, 32 },
	{ 0x09090909, 32 },
};

static bool is_shown4(const struct in_addr *address)
{
	uint32_t number = ntohl(address->s_addr);
	for (size_t i = 0; i < LENGTH(shown); i++)
		if ((number ^ shown[i].address) >> (32 - shown[i].bits) == 0)
			return true;
	return false;
}

static bool is_shown6(const struct in6_addr *address)
{
	static const unsigned char documentation[] = { 0x20, 0x01, 0x0d, 0xb8 }, none[15] = { 0 };
	return memcmp(address->s6_addr, documentation, sizeof documentation) == 0 ||
	       (memcmp(address->s6_addr, none, sizeof none) == 0 && address->s6_addr[15] <= 1);
}

/* A number with three points may be a version as well: what stands before it tells. */
static bool is_version(const char *text, const char *at)
{
	static const char *const before[] = { "version ", "release ", "v", "firmware ", "chrome/", "build " };
	for (size_t i = 0; i < LENGTH(before); i++)
		if ((size_t)(at - text) >= strlen(before[i]) && ends_in(text, (size_t)(at - text), before[i]))
			return true;
	return false;
}

static bool is_address(const char *text, const char *at, size_t len)
{
	char copy[INET6_ADDRSTRLEN];
	struct in_addr four;
	struct in6_addr six;
	if (len < 3 || len >= sizeof copy)
		return false;
	memcpy(copy, at, len);
	copy[len] = '\0';
	if (inet_pton(AF_INET, copy, &four) == 1)
		return !is_shown4(&four) && !is_version(text, at);
	return strpbrk(copy, "0123456789") && inet_pton(AF_INET6, copy, &six) == 1 && !is_shown6(&six);
}

static void find_address(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	static const char of_address[] = "0123456789abcdefABCDEF:.";
	(void)input;
	if (!is_public(text))
		return;
	for (const char *at = text->raw; *(at += strcspn(at, of_address));) {
		size_t all = strspn(at, of_address), len = all;
		bool start = at == text->raw || !is_of_mail(at[-1]);
		while (len && strchr(".:", at[len - 1]) && !(len > 1 && at[len - 2] == ':'))
			len--;
		/* 10.1.2.3:443 */
		const char *port = memchr(at, ':', len);
		if (port && memchr(at, '.', (size_t)(port - at)))
			len = (size_t)(port - at);
		if (start && !(all == len && is_of_mail(at[all])) && is_address(text->raw, at, len)) {
			tell(run, text, at, len);
			return;
		}
		at += all;
	}
}

/* ---- customers ------------------------------------------------------------------------------------- */

static void find_customers(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	struct phrase_words words = { 0 };
	if (!is_public(text) || text_empty(input->customers))
		return;
	phrase_split(&words, text->raw);
	for (const char *name = input->customers; *name;) {
		size_t len = strcspn(name, ","), used = 0, i = 0;
		char *copy = mem_copy_n(name + strspn(name, " "), len > strspn(name, " ") ? len - strspn(name, " ") : 0);
		while (*copy && i < words.count && !(used = phrase_match_name(&words, i, copy)))
			i++;
		if (used) {
			const struct phrase_word *last = &words.items[i + used - 1];
			tell(run, text, words.items[i].at, (size_t)(last->at + last->len - words.items[i].at));
		}
		free(copy);
		name += len + (name[len] == ',');
	}
	phrase_words_fini(&words);
}

#define RULES "GDPR, art. 5 (1) c: data minimisation"

static const struct check rows[] = {
	{ "public-mail", CHECK_WARNING, "shows the public an e-mail address: {what}", RULES, "{edit}", "",
		.find_text = find_mail,
		.why = "It is somebody's, it will be harvested, and no reader needs it." },
	{ "public-address", CHECK_WARNING, "shows the public an IP address: {what}", RULES, "{edit}", "",
		.find_text = find_address,
		.why = "It tells attackers where to look, or strangers who the users are." },
	{ "public-customer", CHECK_WARNING, "names a customer to the public: {what}", RULES, "{edit}", "",
		.find_text = find_customers,
		.why = "Whom it hit is theirs to tell. The option customers has the names." },
};

const struct check_set check_set_public = { rows, LENGTH(rows) };
