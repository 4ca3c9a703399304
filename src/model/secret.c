#include "model/secret.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

/* ---- what secrets are made of --------------------------------------------------------------------- */

enum alphabet { HEX, UPPER, BASE32, ALNUM, WORD, URL64, BASE64, ANY64 };

static inline bool in_range(char c, char low, char high)
{
	return (unsigned char)(c - low) <= (unsigned char)(high - low);
}

static bool is_of(char c, enum alphabet alphabet)
{
	bool digit = in_range(c, '0', '9'), upper = in_range(c, 'A', 'Z'), small = in_range(c, 'a', 'z');
	switch (alphabet) {
	case HEX:
		return digit || in_range(c, 'a', 'f') || in_range(c, 'A', 'F');
	case UPPER:
		return digit || upper;
	case BASE32:
		return upper || in_range(c, '2', '7');
	case ALNUM:
		return digit || upper || small;
	case WORD:
		return digit || upper || small || c == '_';
	case URL64:
		return digit || upper || small || c == '_' || c == '-';
	case ANY64:
		return digit || upper || small || strchr("_-+/=", c);
	case BASE64:
		break;
	}
	return digit || upper || small || c == '+' || c == '/' || c == '=';
}

/* How many characters of an alphabet follow, `max` and one more at most, so that no text takes time squared. */
static size_t run_of(const char *text, enum alphabet alphabet, size_t max)
{
	size_t len = 0;
	while (len <= max && text[len] && is_of(text[len], alphabet))
		len++;
	return len;
}

/* Something that is written where a secret would be: made of few different characters, or called so. */
static bool is_example(const char *text, size_t len)
{
	static const char *const words[] = { "example", "xxxx", "....", "****", "redacted", "your", "placeholder",
		"changeme", "dummy", "\xe2\x80\xa6" };
	bool seen[256] = { false };
	size_t different = 0;
	for (size_t i = 0; i < len; i++) {
		different += !seen[(unsigned char)text[i]];
		seen[(unsigned char)text[i]] = true;
		for (size_t w = 0; w < LENGTH(words); w++)
			if (len - i >= strlen(words[w]) && strncasecmp(text + i, words[w], strlen(words[w])) == 0)
				return true;
	}
	return different < 4;
}

/* ---- tokens with a prefix -------------------------------------------------------------------------- */

static const struct token {
	const char *prefix, *kind;
	enum alphabet alphabet;
	size_t min, max; /* characters after the prefix */
} tokens[] = {
	{ "AKIA", "an AWS access key id", BASE32, 16, 16 },
	{ "ASIA", "an AWS access key id", BASE32, 16, 16 },
	{ "ABIA", "an AWS access key id", BASE32, 16, 16 },
	{ "ACCA", "an AWS access key id", BASE32, 16, 16 },
	{ "AIza", "a Google API key", URL64, 35, 35 },
	{ "ya29.", "a Google OAuth token", URL64, 20, 2048 },
	{ "GOCSPX-", "a Google OAuth client secret", URL64, 24, 64 },
	{ "ghp_", "a GitHub token", ALNUM, 36, 255 },
	{ "gho_", "a GitHub token", ALNUM, 36, 255 },
	{ "ghu_", "a GitHub token", ALNUM, 36, 255 },
	{ "ghs_", "a GitHub token", ALNUM, 36, 255 },
	{ "ghr_", "a GitHub token", ALNUM, 36, 255 },
	{ "github_pat_", "a GitHub token", WORD, 36, 255 },
	{ "glpat-", "a GitLab token", URL64, 20, 255 },
	{ "gldt-", "a GitLab deploy token", URL64, 20, 255 },
	{ "glrt-", "a GitLab runner token", URL64, 20, 255 },
	{ "glcbt-", "a GitLab job token", URL64, 20, 255 },
	{ "glptt-", "a GitLab trigger token", URL64, 20, 255 },
	{ "glsoat-", "a GitLab token", URL64, 20, 255 },
	{ "xoxb-", "a Slack token", URL64, 20, 255 },
	{ "xoxp-", "a Slack token", URL64, 20, 255 },
	{ "xoxa-", "a Slack token", URL64, 20, 255 },
	{ "xoxr-", "a Slack token", URL64, 20, 255 },
	{ "xoxs-", "a Slack token", URL64, 20, 255 },
	{ "xoxe-", "a Slack token", URL64, 20, 255 },
	{ "xapp-", "a Slack token", URL64, 20, 255 },
	{ "hooks.slack.com/services/", "a Slack webhook", BASE64, 30, 255 },
	{ "hooks.slack.com/workflows/", "a Slack webhook", BASE64, 30, 255 },
	{ "hooks.slack.com/triggers/", "a Slack webhook", BASE64, 30, 255 },
	{ "discord.com/api/webhooks/", "a Discord webhook", ANY64, 60, 255 },
	{ "discordapp.com/api/webhooks/", "a Discord webhook", ANY64, 60, 255 },
	{ "webhook.office.com/webhookb2/", "a Teams webhook", ANY64, 30, 255 },
	{ "sk_live_", "a Stripe secret key", ALNUM, 16, 255 },
	{ "rk_live_", "a Stripe secret key", ALNUM, 16, 255 },
	{ "sk_test_", "a Stripe test key", ALNUM, 16, 255 },
	{ "rk_test_", "a Stripe test key", ALNUM, 16, 255 },
	{ "whsec_", "a Stripe webhook secret", ALNUM, 24, 255 },
	{ "SK", "a Twilio API key", HEX, 32, 32 },
	{ "SG.", "a SendGrid key", URL64, 16, 32 },
	{ "npm_", "an npm token", ALNUM, 36, 36 },
	{ "pypi-AgE", "a PyPI token", URL64, 32, 1024 },
	{ "rubygems_", "a RubyGems key", HEX, 48, 48 },
	{ "dckr_pat_", "a Docker Hub token", URL64, 20, 255 },
	{ "dop_v1_", "a DigitalOcean token", HEX, 64, 64 },
	{ "doo_v1_", "a DigitalOcean token", HEX, 64, 64 },
	{ "dor_v1_", "a DigitalOcean token", HEX, 64, 64 },
	{ "hvs.", "a Vault token", URL64, 20, 512 },
	{ "hvb.", "a Vault token", URL64, 20, 512 },
	{ "sk-ant-", "an Anthropic API key", URL64, 24, 255 },
	{ "sk-proj-", "an OpenAI API key", URL64, 24, 255 },
	{ "sk-svcacct-", "an OpenAI API key", URL64, 24, 255 },
	{ "sk-admin-", "an OpenAI API key", URL64, 24, 255 },
	{ "sk-", "an OpenAI API key", ALNUM, 48, 48 },
	{ "gsk_", "a Groq API key", ALNUM, 52, 52 },
	{ "xai-", "an xAI API key", ALNUM, 80, 80 },
	{ "pplx-", "a Perplexity API key", ALNUM, 48, 64 },
	{ "hf_", "a Hugging Face token", ALNUM, 30, 64 },
	{ "glsa_", "a Grafana token", WORD, 32, 255 },
	{ "glc_", "a Grafana Cloud token", BASE64, 32, 512 },
	{ "sntrys_", "a Sentry token", ANY64, 40, 512 },
	{ "sntryu_", "a Sentry token", HEX, 64, 64 },
	{ "NRAK-", "a New Relic key", UPPER, 27, 27 },
	{ "shpat_", "a Shopify token", HEX, 32, 32 },
	{ "shpca_", "a Shopify token", HEX, 32, 32 },
	{ "shppa_", "a Shopify token", HEX, 32, 32 },
	{ "shpss_", "a Shopify secret", HEX, 32, 32 },
	{ "sq0atp-", "a Square token", URL64, 22, 22 },
	{ "sq0csp-", "a Square secret", URL64, 43, 43 },
	{ "lin_api_", "a Linear key", ALNUM, 32, 64 },
	{ "PMAK-", "a Postman key", URL64, 40, 80 },
	{ "dapi", "a Databricks token", HEX, 32, 32 },
	{ "ATATT3", "an Atlassian token", ANY64, 40, 512 },
	{ "ntn_", "a Notion token", ALNUM, 40, 64 },
	{ "figd_", "a Figma token", URL64, 36, 64 },
	{ "CFPAT-", "a Contentful token", URL64, 43, 43 },
	{ "pscale_tkn_", "a PlanetScale token", URL64, 32, 64 },
	{ "pscale_pw_", "a PlanetScale password", URL64, 32, 64 },
	{ "pscale_oauth_", "a PlanetScale token", URL64, 32, 64 },
	{ "sbp_", "a Supabase token", HEX, 40, 40 },
	{ "dp.pt.", "a Doppler token", ALNUM, 40, 44 },
	{ "dp.st.", "a Doppler token", ALNUM, 40, 44 },
	{ "pul-", "a Pulumi token", HEX, 40, 40 },
	{ "tskey-auth-", "a Tailscale key", URL64, 20, 64 },
	{ "tskey-api-", "a Tailscale key", URL64, 20, 64 },
	{ "tskey-client-", "a Tailscale key", URL64, 20, 64 },
	{ "CCIPAT_", "a CircleCI token", WORD, 40, 80 },
	{ "bkua_", "a Buildkite token", HEX, 40, 40 },
	{ "AGE-SECRET-KEY-1", "an age private key", UPPER, 50, 70 },
};

static bool find_token(const char *at, struct secret *out)
{
	for (size_t i = 0; i < LENGTH(tokens); i++) {
		const struct token *token = &tokens[i];
		if (*at != *token->prefix || !text_starts(at, token->prefix))
			continue;
		size_t prefix = strlen(token->prefix), len = run_of(at + prefix, token->alphabet, token->max);
		if (len < token->min || len > token->max || is_of(at[prefix + len], WORD) ||
			is_example(at + prefix, len))
			continue;
		/* the parts of a SendGrid key are separated by a dot */
		if (at[prefix + len] == '.')
			len += 1 + run_of(at + prefix + len + 1, URL64, token->max * 2);
		*out = (struct secret){ .kind = token->kind, .len = prefix + len };
		return true;
	}
	return false;
}

/* Header and payload are JSON objects, {"… in base64. The one of the documentation of the standard's makers
 * is none. */
static bool find_jwt(const char *at, struct secret *out)
{
	enum { JWT_MAX = 8192 };
	static const char known[] = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI";
	size_t header = *at == 'e' && text_starts(at, "eyJ") ? run_of(at, URL64, JWT_MAX) : 0;
	if (header < 12 || at[header] != '.' || !text_starts(at + header + 1, "eyJ"))
		return false;
	size_t payload = run_of(at + header + 1, URL64, JWT_MAX), all = header + 1 + payload;
	if (payload < 12 || at[all] != '.' || text_starts(at + header + 1, known))
		return false;
	*out = (struct secret){ "a JSON web token", 0, all + 1 + run_of(at + all + 1, URL64, JWT_MAX) };
	return true;
}

/* A header without a key after it, as in an error message, is none. */
static bool find_private_key(const char *at, struct secret *out)
{
	enum { KEY = 40, HEADER = 64, HEADERS = 512 };
	if (!text_starts(at, "-----BEGIN "))
		return false;
	const char *name = at + strlen("-----BEGIN ");
	size_t label = run_of(name, UPPER, HEADER);
	while (label < HEADER && name[label] == ' ')
		label += 1 + run_of(name + label + 1, UPPER, HEADER);
	const char *key = memmem(name, label, "PRIVATE KEY", 11);
	if (!key || !text_starts(name + label, "-----"))
		return false;
	const char *body = name + label + 5;
	size_t run = 0, len = 0;
	for (; len < HEADERS && body[len] && run < KEY; len++)
		run = is_of(body[len], BASE64) ? run + 1 : 0;
	const char *end = run < KEY ? NULL : strstr(body, "-----END ");
	if (run < KEY || (end && end < body + len))
		return false;
	*out = (struct secret){ "a private key", 0, end ? (size_t)(end - at) : (size_t)(body - at) + strlen(body) };
	return true;
}

/* ---- values --------------------------------------------------------------------------------------- */

/* A place to be filled in, a reference to where the value is kept, or a sentence about it. */
static bool is_reference(const char *value, size_t len)
{
	static const char *const starts[] = { "http://", "https://", "arn:", "vault:", "op://", "file:", "env:", "secret/",
		"null", "none", "nil", "true", "false", "redacted", "process.env", "os." };
	if (strchr("$<{[(*%/.~&|?#@", *value) || memchr(value, '(', len) || memchr(value, '[', len) || is_example(value, len))
		return true;
	for (size_t i = 0; i < LENGTH(starts); i++)
		if (len >= strlen(starts[i]) && strncasecmp(value, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* What is written where a password would be. */
static bool is_shown(const char *value, size_t len)
{
	static const char *const shown[] = { "password", "pass", "passwd", "secret", "pwd", "pw", "token", "xxx", "sample" };
	for (size_t i = 0; i < LENGTH(shown); i++)
		if (strlen(shown[i]) == len && strncasecmp(shown[i], value, len) == 0)
			return true;
	return false;
}

/* Words with - . _ or : between them, and version numbers: what things are called. */
static bool is_name(const char *value, size_t len)
{
	size_t letters = 0, digits = 0;
	for (size_t i = 0; i <= len; i++) {
		char c = i < len ? value[i] : '-';
		if (in_range(c, 'a', 'z') || (!letters && in_range(c, 'A', 'Z')))
			letters++;
		else if (in_range(c, '0', '9'))
			digits++;
		else if (!strchr("-._:", c))
			return false;
		else {
			if (letters > 1 && digits)
				return false;
			letters = digits = 0;
		}
		if (letters && digits > 3)
			return false;
	}
	return true;
}

/* Looks made rather than said. */
static bool is_made(const char *value, size_t len)
{
	size_t digits = 0, letters = 0, signs = 0;
	for (size_t i = 0; i < len; i++) {
		digits += in_range(value[i], '0', '9');
		letters += is_of(value[i], ALNUM) && !in_range(value[i], '0', '9');
		signs += strchr("!@#$%^&*+=/~?", value[i]) != NULL;
	}
	return (digits && letters) || (signs && letters);
}

/* What a value is called that must not be known; compared with the end of the name, without - and _. */
static const struct name {
	const char *end, *kind;
	bool password; /* may be short, or only digits */
	bool query;    /* only as a part of an address: ?sig=…&se=… */
} names[] = {
	{ "password", "a password", .password = true },
	{ "passwd", "a password", .password = true },
	{ "passphrase", "a passphrase", .password = true },
	{ "pwd", "a password", .password = true },
	{ "pass", "a password", .password = true },
	{ "pw", "a password", .password = true },
	{ "secretaccesskey", "an AWS secret access key" },
	{ "accountkey", "an Azure storage key" },
	{ "sharedaccesskey", "an Azure shared access key" },
	{ "sharedaccesssignature", "an Azure shared access signature" },
	{ "sig", "an Azure shared access signature", .query = true },
	{ "apikey", "an API key" },
	{ "accesskey", "an access key" },
	{ "secretkey", "a secret key" },
	{ "privatekey", "a private key" },
	{ "encryptionkey", "an encryption key" },
	{ "signingkey", "a signing key" },
	{ "secret", "a secret" },
	{ "token", "a token" },
	{ "credential", "a credential" },
	{ "credentials", "a credential" },
};

/* Tokens that only say where to go on. */
static const char *const harmless[] = { "nexttoken", "pagetoken", "synctoken", "continuationtoken", "pagingtoken",
	"cursortoken", "canceltoken", "cancellationtoken", "publictoken", "idempotencytoken" };

/* The row that the name ending before `end` (exclusive, in `text` from `from`) is called by, or NULL. */
static const struct name *name_before(const char *text, size_t from, size_t end)
{
	char name[64];
	size_t len = 0, at = end;
	const struct name *found = NULL;
	/* "API key" has a blank where api_key has a _ */
	while (at > from && len < sizeof name - 1 &&
		(is_of(text[at - 1], URL64) || (text[at - 1] == ' ' && at > from + 1 && is_of(text[at - 2], ALNUM))))
		if (!strchr("-_ ", text[--at]))
			name[len++] = (char)(in_range(text[at], 'A', 'Z') ? text[at] + 32 : text[at]);
	name[len] = '\0'; /* backwards */
	for (size_t i = 0; i < LENGTH(names) && !found; i++) {
		size_t n = strlen(names[i].end), same = 0;
		while (same < n && same < len && name[same] == names[i].end[n - 1 - same])
			same++;
		/* short ones are the end of many words */
		bool whole = len == n || end <= n || !is_of(text[end - n - 1], ALNUM);
		if (same == n && (n > 4 || whole) && !(names[i].query && (at == from || !strchr("?&", text[at - 1]))))
			found = &names[i];
	}
	for (size_t i = 0; i < LENGTH(harmless) && found; i++) {
		size_t n = strlen(harmless[i]), same = 0;
		while (same < n && same < len && name[same] == harmless[i][n - 1 - same])
			same++;
		if (same == n)
			found = NULL;
	}
	return found;
}

static size_t skip(const char *text, size_t at, const char *what)
{
	return at + strspn(text + at, what);
}

/* Whether what begins at `value` is one for a name; it stands after = or, with `said`, after a colon and so
 * may be a sentence. */
static bool find_value(const char *text, size_t value, const struct name *name, bool said, struct secret *out)
{
	enum { SHORTEST = 6, SHORTEST_KEY = 8, LONGEST = 1024 };
	const char *at = text + value;
	bool quoted = *at == '"' || *at == '\'';
	size_t len;
	if (quoted) {
		char mark[] = { *at, '\n', '\0' };
		at++;
		len = strcspn(at, mark);
	} else {
		for (len = 0; len < LONGEST && at[len] && !strchr(" \t\r\n\"'`,;&|<>)}]", at[len]);)
			len++;
		while (len && strchr(".:", at[len - 1]))
			len--;
	}
	if (len < (name->password ? SHORTEST : SHORTEST_KEY) || is_reference(at, len) || is_shown(at, len))
		return false;
	/* in code the mark ended a string: 'Password: ', stream */
	if (quoted && strchr(", );", *at))
		return false;
	bool digits = name->password && strspn(at, "0123456789") >= len;
	bool words = is_name(at, len) && (said || !name->password || !is_made(at, len));
	if (quoted && name->password && !memchr(at, ' ', len))
		words = false;
	else if (!digits && !is_made(at, len))
		return false;
	if (words && !digits)
		return false;
	*out = (struct secret){ name->kind, (size_t)(at - text), len };
	return true;
}

/* `password=…`, `"api_key": "…"`, `SECRET: …`: the sign is at `at`. */
static bool find_assignment(const char *text, size_t from, size_t at, struct secret *out)
{
	bool colon = text[at] == ':';
	size_t end = at, value = at + 1;
	while (end > from && strchr(" \"'`*", text[end - 1]) && at - end < 3)
		end--;
	const struct name *name = end > from ? name_before(text, from, end) : NULL;
	if (!name)
		return false;
	if (text[value] == '=' || text[value] == '>') /* :=, =>, and == which compares */
		value++;
	value = skip(text, value, " *`");
	return text[value] && find_value(text, value, name, colon, out);
}

/* Hosts that are there for examples: RFC 2606. */
static bool is_example_host(const char *host)
{
	static const char *const ends[] = { "example.com", "example.org", "example.net", ".example", ".test", ".invalid" };
	size_t len = strcspn(host, ":/?# \t\r\n\"'`<>()");
	for (size_t i = 0; i < LENGTH(ends); i++) {
		size_t n = strlen(ends[i]);
		if (len >= n && strncasecmp(host + len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* scheme://user:password@host; `at` is where :// is. CVS has :method:user where others have a user. */
static bool find_url_password(const char *text, size_t at, struct secret *out)
{
	size_t user = at + 3, end = user + strcspn(text + user, "/?# \t\r\n\"'`<>()");
	const char *colon = memchr(text + user, ':', end - user);
	const char *host = memrchr(text + user, '@', end - user);
	if (!colon || !host || colon + 1 >= host || is_example_host(host + 1))
		return false;
	size_t len = (size_t)(host - colon - 1);
	bool method = colon == text + user && memchr(colon + 1, ':', len);
	if (method || is_shown(colon + 1, len) || strchr("$<{[]*%&", colon[1]) || is_example(colon + 1, len + (len < 4)))
		return false;
	*out = (struct secret){ "a URL with a password", (size_t)(colon + 1 - text), len };
	return true;
}

/* curl -u user:password; `at` is the colon. A number is a group's, www:www is a user's own. */
static bool find_user_option(const char *text, size_t from, size_t at, struct secret *out)
{
	enum { LONGEST = 64, SHORTEST = 6 };
	size_t user = at;
	while (user > from && at - user < LONGEST && (is_of(text[user - 1], URL64) || strchr(".@", text[user - 1])))
		user--;
	size_t name = at - user, option = user;
	option -= option > from && strchr("\"'", text[option - 1]);
	option -= option > from && strchr(" =", text[option - 1]);
	bool given = (option >= from + 3 && strncmp(text + option - 3, " -u", 3) == 0) ||
		     (option >= from + 7 && strncmp(text + option - 7, " --user", 7) == 0);
	const char *value = text + at + 1;
	size_t len = given && name ? strcspn(value, " ,)\t\r\n\"'`;&|<>") : 0;
	if (len < SHORTEST || (len == name && strncmp(text + user, value, len) == 0) ||
		strspn(value, "0123456789") >= len || is_shown(value, len) || is_reference(value, len))
		return false;
	*out = (struct secret){ "a user's password", at + 1, len };
	return true;
}

/* Programs that take a password as an option, which so gets into a history; `apart`: a blank stands before it. */
static const struct program {
	const char *name, *option;
	bool attached, apart;
} programs[] = {
	{ "mysql", "-p", true, false },
	{ "mysqldump", "-p", true, false },
	{ "mysqladmin", "-p", true, false },
	{ "mariadb", "-p", true, false },
	{ "mariadb-dump", "-p", true, false },
	{ "sshpass", "-p", true, true },
	{ "redis-cli", "-a", false, true },
	{ "login", "-p", false, true }, /* docker login, podman login */
};

/* mysql -pPASSWORD, redis-cli -a PASSWORD; `at` is the hyphen. */
static bool find_program_option(const char *text, size_t from, size_t at, struct secret *out)
{
	enum { LONGEST = 200, SHORTEST = 4 };
	size_t begin = at;
	if (at == from || text[at - 1] != ' ')
		return false;
	while (begin > from && at - begin < LONGEST && !strchr("\n;|&`(", text[begin - 1]))
		begin--;
	for (size_t i = 0; i < LENGTH(programs); i++) {
		const struct program *program = &programs[i];
		size_t name = strlen(program->name), value = at + strlen(program->option);
		if (!text_starts(text + at, program->option) || !(text[value] == ' ' ? program->apart : program->attached))
			continue;
		value = skip(text, value, " '\"");
		size_t len = strcspn(text + value, " \t\r\n\"'`;&|<>");
		const char *word = len < SHORTEST ? NULL : memmem(text + begin, at - begin, program->name, name);
		bool whole = word && word[name] == ' ' && (word == text + begin || strchr(" /", word[-1]));
		if (!whole || is_reference(text + value, len) || is_shown(text + value, len))
			continue;
		*out = (struct secret){ "a password", value, len };
		return true;
	}
	return false;
}

/* Authorization: Bearer …, and Basic. */
static bool find_header(const char *at, struct secret *out)
{
	size_t word = (*at | 0x20) != 'b' ? 0 : strncasecmp(at, "bearer ", 7) == 0 ? 7 : strncasecmp(at, "basic ", 6) == 0 ? 6 : 0;
	size_t len = word ? strspn(at + word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=") : 0;
	if (len < 16 || is_example(at + word, len) || is_name(at + word, len) || !is_made(at + word, len))
		return false;
	*out = (struct secret){ word == 7 ? "a bearer token" : "a user's password", word, len };
	return true;
}

enum { TOKEN_SHORTEST = 19 }; /* with its prefix; none has a blank in it */

/* ---- looking through a text ----------------------------------------------------------------------- */

static bool find_here(const char *text, size_t from, size_t i, struct secret *out)
{
	const char *at = text + i;
	bool start = !i || !is_of(at[-1], WORD), whole = !i || !is_of(at[-1], URL64);
	if (*at == '=' || *at == ':') {
		if (*at == ':' && text_starts(at, "://"))
			return find_url_password(text, i, out);
		return find_assignment(text, from, i, out) || (*at == ':' && find_user_option(text, from, i, out));
	}
	if (*at == '-' && find_program_option(text, from, i, out))
		return true;
	if (*at != '-' && (!start || !is_of(*at, ALNUM)))
		return false;
	size_t len = strnlen(at, TOKEN_SHORTEST);
	bool lengthy = len == TOKEN_SHORTEST && !memchr(at, ' ', len);
	if (*at == '-' ? !find_private_key(at, out)
		       : !(lengthy && (find_token(at, out) || (whole && find_jwt(at, out)))) && !find_header(at, out))
		return false;
	out->at += i;
	return true;
}

bool secret_find(const char *text, size_t from, struct secret *out)
{
	bool within = from && is_of(text[from - 1], WORD);
	for (size_t i = from; text[i]; i++) {
		char c = text[i];
		bool word = is_of(c, WORD), mark = c == '=' || c == ':' || c == '-';
		/* nothing begins within a word, or with another mark */
		bool may = word ? !within : mark;
		within = word;
		if (may && find_here(text, from, i, out))
			return true;
	}
	return false;
}
