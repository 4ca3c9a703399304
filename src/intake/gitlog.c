#include "intake/gitlog.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "doc/escape.h"
#include "intake/verbatim.h"

/* Whose pages are where; a host is known by a part of its name. */
static const struct forge {
	const char *host, *commit, *tag;
} forges[] = {
	{ "github", "/commit/", "/releases/tag/" },
	{ "gitlab", "/-/commit/", "/-/tags/" },
	{ "bitbucket", "/commits/", "/src/" },
	{ "codeberg", "/commit/", "/src/tag/" },
	{ "gitea", "/commit/", "/src/tag/" },
	{ "forgejo", "/commit/", "/src/tag/" },
};

struct gitlog {
	const struct log_sink *sink;
	const struct forge *forge; /* NULL: no pages */
	struct buf web, source;
	struct buf text, link, id;
	size_t steps;
};

/* ---- pages ---- */

static const struct forge *find_forge(const char *host, size_t len)
{
	for (size_t i = 0; i < LENGTH(forges); i++)
		if (memmem(host, len, forges[i].host, strlen(forges[i].host)))
			return &forges[i];
	return NULL;
}

/* The parts of an address: host with its port where that is the web's, and path. */
struct address {
	const char *scheme, *host, *path;
	size_t host_len, path_len;
};

static bool read_address(struct address *out, const char *remote)
{
	static const struct {
		const char *begin, *scheme;
		bool port; /* is that of the web */
	} schemes[] = { { "https://", "https", true }, { "http://", "http", true }, { "ssh://", "https", false },
		{ "git+ssh://", "https", false }, { "git://", "https", false } };
	bool port = false;
	const char *at = NULL;
	for (size_t i = 0; i < LENGTH(schemes) && !at; i++) {
		if (!text_starts(remote, schemes[i].begin))
			continue;
		at = remote + strlen(schemes[i].begin);
		out->scheme = schemes[i].scheme;
		port = schemes[i].port;
	}
	/* user@host:path, as scp has it */
	const char *colon = at ? NULL : strchr(remote, ':');
	if (colon && memchr(remote, '/', (size_t)(colon - remote)))
		return false;
	const char *end = at ? at + strcspn(at, "/") : colon;
	if (!end)
		return false;
	if (!at) {
		at = remote;
		out->scheme = "https";
	}
	const char *user = memrchr(at, '@', (size_t)(end - at));
	out->host = user ? user + 1 : at;
	const char *digits = memchr(out->host, ':', (size_t)(end - out->host));
	out->host_len = (size_t)((digits && !port ? digits : end) - out->host);
	out->path = end + strspn(end, ":/");
	out->path_len = strlen(out->path);
	return true;
}

bool gitlog_web(struct buf *out, const char *remote)
{
	struct address address;
	if (!read_address(&address, remote))
		return false;
	while (address.path_len && address.path[address.path_len - 1] == '/')
		address.path_len--;
	if (address.path_len > 4 && memcmp(address.path + address.path_len - 4, ".git", 4) == 0)
		address.path_len -= 4;
	/* over the web's port, for those who are let out by no other */
	static const char *const aliases[] = { "ssh.github", "altssh." };
	for (size_t i = 0; i < LENGTH(aliases); i++) {
		size_t dot = strcspn(aliases[i], ".") + 1;
		if (address.host_len > dot && text_starts(address.host, aliases[i])) {
			address.host += dot;
			address.host_len -= dot;
		}
	}
	if (!find_forge(address.host, address.host_len) || !memchr(address.path, '/', address.path_len))
		return false;
	struct buf path = { 0 };
	buf_printf(&path, "%s://%.*s/%.*s", address.scheme, (int)address.host_len, address.host, (int)address.path_len,
		address.path);
	escape_url(out, buf_text(&path));
	buf_fini(&path);
	return true;
}

/* ---- steps ---- */

/* The first line stands by itself, whatever has to be shown as it is below it. */
static void put_message(struct buf *out, const struct repo_step *step)
{
	const char *message = step->message;
	size_t first = strcspn(message, "\n");
	const char *body = message + first + strspn(message + first, "\n \t\r");
	struct buf headline = { 0 };
	buf_put(&headline, message, first);
	buf_trim_end(&headline);
	/* "Merge pull request #12 from ana/fix" says little without the line below it */
	if (step->kind == REPO_STEP_MERGE && text_starts(message, "Merge ") && *body) {
		size_t len = strcspn(body, "\n");
		buf_puts(&headline, ": ");
		buf_put(&headline, body, len);
		body += len;
	}
	verbatim_put(out, buf_text(&headline), headline.len);
	if (!text_empty(body)) {
		buf_puts(out, "\n\n");
		verbatim_prose(out, body, strlen(body));
	}
	buf_fini(&headline);
}

static void put_text(struct gitlog *gitlog, const struct repo_step *step)
{
	buf_truncate(&gitlog->text, 0);
	if (!*step->tag) {
		put_message(&gitlog->text, step);
		if (!gitlog->text.len)
			buf_printf(&gitlog->text, "commit %.10s, without a message", step->commit);
		return;
	}
	buf_puts(&gitlog->text, "Tag ");
	verbatim_put(&gitlog->text, step->tag, strlen(step->tag));
	if (*step->message) {
		buf_puts(&gitlog->text, ": ");
		put_message(&gitlog->text, step);
	}
}

static void put_link(struct gitlog *gitlog, const struct repo_step *step)
{
	buf_truncate(&gitlog->link, 0);
	if (!gitlog->forge)
		return;
	buf_printf(&gitlog->link, "%s%s", buf_text(&gitlog->web), *step->tag ? gitlog->forge->tag : gitlog->forge->commit);
	escape_url(&gitlog->link, *step->tag ? step->tag : step->commit);
}

static bool take_step(void *data, const struct repo_step *step, struct err *err)
{
	struct gitlog *gitlog = data;
	struct log_event event = { .kind = "change", .line = ++gitlog->steps };
	if (step->time < 0 || step->time > WHEN_MAX_MS / 1000) {
		gitlog->sink->bad(gitlog->sink->data, gitlog->steps, "a commit of a year outside 1970 to 9999");
		return true;
	}
	event.when = (struct when){ step->time * 1000, step->kind == REPO_STEP_LIGHT_TAG ? PRECISION_ABOUT : PRECISION_EXACT,
		step->offset, false };
	put_text(gitlog, step);
	put_link(gitlog, step);
	buf_truncate(&gitlog->id, 0);
	if (*step->tag)
		buf_printf(&gitlog->id, "tag:%s:", step->tag);
	buf_puts(&gitlog->id, step->commit);
	event.text = buf_text(&gitlog->text);
	event.text_len = gitlog->text.len;
	event.author = step->author;
	event.link = buf_text(&gitlog->link);
	event.id = buf_text(&gitlog->id);
	event.source = buf_text(&gitlog->source);
	return gitlog->sink->event(gitlog->sink->data, &event, err);
}

/* "owner/name" of the page; without one the folder's name. */
static void name_source(struct gitlog *gitlog, const char *path)
{
	const char *web = buf_text(&gitlog->web), *host = strstr(web, "://"), *owner = host ? strchr(host + 3, '/') : NULL;
	if (owner) {
		buf_puts(&gitlog->source, owner + 1);
		return;
	}
	char *bare = mem_copy(path);
	for (size_t len = strlen(bare); len > 1 && bare[len - 1] == '/'; len--)
		bare[len - 1] = '\0';
	const char *name = path_name(bare);
	/* the folder of a bare repository */
	if (text_equal(name, ".git") && name > bare + 1) {
		bare[name - bare - 1] = '\0';
		name = path_name(bare);
	}
	buf_puts(&gitlog->source, name);
	free(bare);
}

bool gitlog_read(const struct repo_ops *ops, const char *folder, const struct repo_span *span, const struct log_sink *sink,
	struct err *err)
{
	struct gitlog gitlog = { .sink = sink };
	struct buf remote = { 0 };
	struct repo *repo = NULL;
	bool found = false;
	bool ok = ops->open(&repo, folder, err);
	/* to make one, as its own words advise, gives nothing to read */
	if (!ok && err && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "no git repository at %s: name the folder of one", folder);
	ok = ok && ops->read_remote(repo, &remote, &found, err);
	if (ok && found && gitlog_web(&gitlog.web, buf_text(&remote)))
		gitlog.forge = find_forge(buf_text(&gitlog.web), gitlog.web.len);
	if (ok)
		name_source(&gitlog, ops->path(repo));
	ok = ok && ops->read_history(repo, span, take_step, &gitlog, err);
	if (repo)
		ops->close(repo);
	buf_fini(&remote);
	buf_fini(&gitlog.web);
	buf_fini(&gitlog.source);
	buf_fini(&gitlog.text);
	buf_fini(&gitlog.link);
	buf_fini(&gitlog.id);
	return ok;
}
