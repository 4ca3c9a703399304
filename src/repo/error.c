#include "repo/internal.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"

#define DAMAGED "the repository is damaged or incomplete: run `git fsck` in it"

/* libgit2 tells apart by text only: a fragment of its message, and what that calls for. */
static const struct advice {
	const char *fragment;
	enum err_code code;
	const char *text;
} advices[] = {
	{ "extensions.partialclone", ERR_USAGE,
		"the repository is a partial clone: use one made by a plain `git clone`" },
	{ "extensions.objectformat", ERR_USAGE,
		"the repository uses SHA-256 object names: use one made by a plain `git init`" },
	{ "extensions.refstorage", ERR_USAGE,
		"run `git refs migrate --ref-format=files` in the repository" },
	{ "extensions.", ERR_USAGE, "the repository uses a feature that libgit2 does not know" },
	{ "extension: 'link'", ERR_USAGE,
		"run `git update-index --no-split-index` in the repository" },
	{ "extension: 'sdir'", ERR_USAGE,
		"run `git sparse-checkout reapply --no-sparse-index` in the repository" },
	{ "calculated checksum does not match", ERR_IO,
		"if the option index.skipHash is on, turn it off and run "
		"`git update-index --force-write-index`; otherwise the index is damaged" },
	{ "object not found", ERR_IO, DAMAGED },
	{ "corrupt", ERR_IO, DAMAGED },
	{ "failed to parse config file", ERR_USAGE, "correct that file" },
};

static const struct {
	int rc;
	enum err_code code;
	const char *text;
} results[] = {
	{ GIT_ELOCKED, ERR_BUSY,
		"another git is at work there; if none is, remove that .lock file" },
	{ GIT_EMODIFIED, ERR_CONFLICT, NULL },
	{ GIT_EEXISTS, ERR_CONFLICT, NULL },
	{ GIT_EINVALIDSPEC, ERR_USAGE, NULL },
};

static bool ends_in(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);
	return a >= b && strcmp(text + a - b, end) == 0;
}

static bool is_denied(const char *message)
{
	static const int denied[] = { EACCES, EPERM, EROFS };
	for (size_t i = 0; i < LENGTH(denied); i++)
		if (ends_in(message, strerror(denied[i])))
			return true;
	return false;
}

bool repo_fail(struct err *err, int rc, const char *format, ...)
{
	const git_error *last = git_error_last();
	const char *message = last && last->message ? last->message : "no reason given";
	enum err_code code = rc == GIT_ENOTFOUND ? ERR_NOT_FOUND : ERR_IO;
	const char *advice = NULL;
	/* libgit2 calls a file locked that may not be read */
	bool denied = is_denied(message);
	if (denied)
		code = ERR_DENIED;
	for (size_t i = 0; i < LENGTH(results); i++) {
		if (results[i].rc != rc || denied)
			continue;
		code = results[i].code;
		advice = results[i].text;
	}
	if (denied && rc == GIT_ELOCKED)
		advice = "check its permissions and its folder's";
	for (size_t i = 0; i < LENGTH(advices); i++) {
		if (!strstr(message, advices[i].fragment))
			continue;
		code = advices[i].code;
		advice = advices[i].text;
		break;
	}
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	/* some of libgit2's own end where a reason would stand */
	size_t len = strlen(message);
	while (len && strchr(": ", message[len - 1]))
		len--;
	buf_printf(&text, ": %.*s", (int)len, message);
	if (advice)
		buf_printf(&text, "; %s", advice);
	err_set(err, code, "%s", buf_text(&text));
	buf_fini(&text);
	git_error_clear();
	return false;
}
