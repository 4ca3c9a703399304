/* The check for credentials. */
#include "model/check_words.h"
#include "model/secret.h"

/* What is found is never shown: neither in the sentence nor in the command. */
static void find_secrets(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	enum { MOST = 5 };
	struct secret secret;
	size_t from = 0;
	(void)input;
	for (int i = 0; i < MOST && secret_find(text->raw, from, &secret); i++) {
		struct buf what = { 0 };
		buf_puts(&what, secret.kind);
		check_text_place(text, text->raw, secret.at, &what);
		check_text_found(run, text, buf_text(&what));
		buf_fini(&what);
		from = secret.at + secret.len;
	}
}

static const struct check rows[] = {
	{ "secret", CHECK_ERROR, "holds what looks like {what}: take it out everywhere, and replace it where it is used",
		"OWASP Logging Cheat Sheet: Data to exclude", "redact", "TEXT | -", .find_text = find_secrets,
		.now = true, .secret = true,
		.why = "Whoever can read the postmortem could use it, now and in years. All texts are looked at, code and "
		       "quotations too, for the well-known forms of keys, tokens and passwords." },
};

const struct check_set check_set_secrets = { rows, LENGTH(rows) };
