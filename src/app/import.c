/* import: which half of it each input is for */
#include "app/handlers.h"
#include "app/import.h"
#include "app/import_log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_input.h"
#include "app/import_slack.h"
#include "base/path.h"
#include "base/text.h"

enum { LIVE_WAIT_MS = 1000 }; /* a stream that has said something and then is still for so long: that has to do */

/* The flags that say something about logs only. */
static const char *const of_logs[] = { "map", "since", "until", "author", "grep", "kind", "audience", "limit" };

static bool is_markdown(const char *name)
{
	size_t len = strlen(name);
	return (len > 3 && text_same(name + len - 3, ".md")) || (len > 9 && text_same(name + len - 9, ".markdown"));
}

/* Of these no document is made unless --format markdown says so. */
static bool is_data(const char *name)
{
	static const char *const endings[] = { ".log", ".json", ".jsonl", ".ndjson", ".csv", ".tsv" };
	size_t len = strlen(name);
	for (size_t i = 0; i < LENGTH(endings); i++)
		if (len > strlen(endings[i]) && text_same(name + len - strlen(endings[i]), endings[i]))
			return true;
	return false;
}

/* Standard input, so far as to see what it is. */
static bool read_head(int fd, struct buf *head, struct err *err)
{
	char bytes[16384];
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	while (head->len < LOG_HEAD_MAX) {
		if (head->len && memchr(head->data, '\n', head->len) && poll(&ready, 1, LIVE_WAIT_MS) == 0)
			break;
		ssize_t got = read(fd, bytes, sizeof bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, errno, "cannot read standard input");
		if (got == 0)
			break;
		buf_put(head, bytes, (size_t)got);
	}
	return true;
}

static bool looks_like_log(const char *head, size_t len, const char *name)
{
	return log_format_detect(head, len < LOG_HEAD_MAX ? len : LOG_HEAD_MAX, name, NULL);
}

/* What is not there is left to those who say why. */
static bool file_is_log(const char *path, bool *is_log, struct err *err)
{
	struct stat status;
	*is_log = false;
	if (stat(path, &status) < 0)
		return errno == ENOENT || errno == ENOTDIR || err_errno(err, errno, "cannot read %s", path);
	*is_log = S_ISREG(status.st_mode) && is_data(path);
	if (!S_ISREG(status.st_mode) || *is_log || is_markdown(path))
		return true;
	char *bytes = mem_new(LOG_HEAD_MAX, 1);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, bytes, LOG_HEAD_MAX) : -1;
	bool ok = got >= 0 || err_errno(err, errno, "cannot read %s", path);
	if (fd >= 0)
		close(fd);
	*is_log = got > 0 && looks_like_log(bytes, (size_t)got, path_name(path));
	free(bytes);
	return ok;
}

bool import_is_log(const char *word, bool *is_log, struct err *err)
{
	if (!file_is_log(word, is_log, err))
		return false;
	*is_log = *is_log || import_slack_is(word);
	return true;
}

/* A document on standard input of which the head is read already: both together in a file without a name. */
static bool join_input(int fd, const struct buf *head, int *joined, struct err *err)
{
	struct buf all = { 0 };
	buf_put(&all, head->data, head->len);
	bool ok = path_read_fd(&all, fd, IMPORT_BYTES_MAX, "the document on standard input", err);
	*joined = ok ? memfd_create("document", MFD_CLOEXEC) : -1;
	if (ok && (*joined < 0 || !path_write_fd(*joined, buf_text(&all), all.len) || lseek(*joined, 0, SEEK_SET) < 0))
		ok = err_errno(err, errno, "cannot keep the document on standard input");
	buf_fini(&all);
	return ok;
}

/* The words, parted by what they name. */
struct parts {
	char **documents, **logs;
	size_t document_count, log_count;
	bool piped_log;
	struct buf head; /* of standard input */
};

static bool part_words(struct call *call, struct parts *parts, struct err *err)
{
	bool told = call_flag(call, "format"), markdown = told && text_equal(call_flag(call, "format"), IMPORT_MARKDOWN);
	for (size_t i = 0; i < call->count; i++) {
		char *word = call->words[i];
		bool piped = text_equal(word, "-"), is_log = told && !markdown;
		if (piped && !told && call->input >= 0 && !parts->head.len && !read_head(call->input, &parts->head, err))
			return false;
		if (!told && piped)
			is_log = looks_like_log(buf_text(&parts->head), parts->head.len, "");
		/* of several, one that cannot be read is told in its turn */
		else if (!told && !import_is_log(word, &is_log, err) && call->count == 1)
			return false;
		parts->piped_log = parts->piped_log || (piped && is_log);
		if (is_log)
			parts->logs[parts->log_count++] = word;
		else
			parts->documents[parts->document_count++] = word;
	}
	for (size_t i = 0; parts->document_count && i < LENGTH(of_logs); i++)
		if (call_flag(call, of_logs[i]))
			return err_set(err, ERR_USAGE, "--%s is for logs, and %s is none that is known: --format says what it is",
				of_logs[i], parts->documents[0]);
	return true;
}

static bool documents(struct call *call, const struct parts *parts, struct err *err)
{
	int before = call->input, joined = -1;
	bool piped = parts->head.len && !parts->piped_log;
	if (!parts->document_count)
		return true;
	bool ok = !piped || join_input(call->input, &parts->head, &joined, err);
	if (ok && joined >= 0)
		call->input = joined;
	ok = ok && import_documents(call, parts->documents, parts->document_count, err);
	call->input = before;
	if (joined >= 0)
		close(joined);
	return ok;
}

static void both(const struct err *first, const struct err *second, struct err *err)
{
	struct buf lines = { 0 };
	buf_printf(&lines, "%s\n%s", first->text, second->text);
	err_lines(err, first->code, "", buf_text(&lines));
	buf_fini(&lines);
}

bool cmd_import(struct call *call, struct err *err)
{
	struct parts parts = { 0 };
	struct err first = { 0 }, second = { 0 };
	if (!call->count)
		return err_set(err, ERR_USAGE, "import takes files, folders, git:REPOSITORY, or - for standard input");
	parts.documents = mem_new(call->count + 1, sizeof *parts.documents);
	parts.logs = mem_new(call->count + 1, sizeof *parts.logs);
	bool ok = part_words(call, &parts, err);
	if (ok) {
		/* what keeps one half does not keep the other */
		bool read = documents(call, &parts, &first);
		bool logged = !parts.log_count || import_logs(call, parts.logs, parts.log_count, &parts.head, &second);
		ok = read && logged;
		if (!read && !logged)
			both(&first, &second, err);
		else if (!ok)
			err_pass(err, read ? &second : &first);
	}
	free(parts.documents);
	free(parts.logs);
	buf_fini(&parts.head);
	return ok;
}
