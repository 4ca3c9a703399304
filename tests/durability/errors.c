/*
 * errors [-i FILE] [-b WORLD] [-x STATUS] [-s STRIDE] [-o OFFSET] [-w WEIGHT] [-l] [-m] WORLD -- COMMAND…
 *
 * Runs a command in copies of a folder, each time with another one of its system calls failing, in every way that it
 * can, and judges what it left, what it said and what the same command does afterwards:
 *
 *   - exit 0: all is as after a run in which nothing fails, and the output too
 *   - else: the status is the one of DESIGN 5, the message is one line of ours that names the file; each file is as
 *     before or as after; a new one that should not be there is named; "nothing was changed" is said only if nothing was
 *   - what was not done is done by the same command again
 *
 * -i: standard input; -b: what somebody else makes of it meanwhile, which is as good as before; -x: the status of a run in which nothing fails; -s, -o: only every STRIDE-th
 * case, from OFFSET; -w: makes it so many times as wide; -l: a command of several steps may have done some, or print less;
 * -m: memory runs out, instead. Ids and time must be pinned by the environment. Exit 1 if something is wrong, 77 if
 * nothing can be tried.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "support/fault.h"
#include "support/state.h"

enum { OUTPUT_MAX = 16 << 20 };

/* How a run ends in which nothing fails. */
struct ending {
	int status;
	struct state state;
};

static struct {
	const char *world, *others, *input;
	char **argv;
	int status; /* without a failure */
	size_t stride, offset;
	bool memory, loose;
	struct state before, meanwhile, after;
	struct ending again; /* of one that begins with what the others made of it */
	struct buf said; /* on standard output, when all is well */
	uint64_t stamp;	 /* of the folder as it was copied */
	bool fresh, killed; /* as if killed, with a lock left */
	size_t runs, done, refused, wrong, missed;
} errors;

static const char FOLDER[] = "w", OUT[] = "stdout.txt", ERR[] = "stderr.txt";

static void start(void *context)
{
	(void)context;
	int in = open(errors.input ? errors.input : "/dev/null", O_RDONLY);
	int out = open(OUT, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int err = open(ERR, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (in < 0 || out < 0 || err < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	for (int fd = 3; fd < 20; fd++)
		close(fd);
	if (chdir(FOLDER) == 0)
		execvp(errors.argv[0], errors.argv);
	_exit(126);
}

/* The folder as it was at the beginning. */
static void renew(const char *world)
{
	struct buf line = { 0 };
	if (errors.fresh && state_stamp(FOLDER) == errors.stamp)
		return;
	buf_printf(&line, "rm -rf %s && cp -a '%s' %s", FOLDER, world, FOLDER);
	if (system(buf_text(&line)) != 0) {
		fprintf(stderr, "errors: cannot copy %s\n", world);
		exit(2);
	}
	buf_fini(&line);
	errors.stamp = state_stamp(FOLDER);
	errors.fresh = true;
}

static void take(const char *path, struct buf *out)
{
	buf_truncate(out, 0);
	path_read(out, path, OUTPUT_MAX, NULL);
}

/* What a name looks like in a message: of a journal or a temporary file it is the file's that it is for. */
static void spoken(const char *path, char *out, size_t size)
{
	static const char journal[] = "-journal", wal[] = "-wal";
	const char *name = strrchr(path, '/');
	text_copy(out, size, name ? name + 1 : path);
	size_t len = strlen(out);
	if (len > sizeof journal && text_equal(out + len + 1 - sizeof journal, journal))
		out[len + 1 - sizeof journal] = '\0';
	else if (len > sizeof wal && text_equal(out + len + 1 - sizeof wal, wal))
		out[len + 1 - sizeof wal] = '\0';
	else if (len > 7 && out[len - 7] == '.' && isalnum((unsigned char)out[len - 1]))
		out[len - 7] = '\0';
}

static bool mentions(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

static const char *const nothing_done[] = { "nothing was", "not changed", "nothing is", "no change was", "was not changed", NULL };

/* A command of several steps, of which some were done, says so. */
static const char *const told_parts[] = { "before that is saved", "without the rest of", "were added before", "still among the drafts", NULL };

/* One case that went wrong: the first few in full. */
static void complain(const struct fault_plan *plan, const struct fault_result *result, const char *text, const char *said)
{
	static char seen[512][160];
	static size_t count;
	char key[160];
	snprintf(key, sizeof key, "%.50s|%.10s|%d|%.60s|%.30s", text, result->failed.kind ? result->failed.kind->name : "", plan->error,
		said, strrchr(result->failed.path, '/') ? strrchr(result->failed.path, '/') : "");
	errors.wrong++;
	for (size_t i = 0; i < count; i++)
		if (text_equal(seen[i], key))
			return;
	if (count < LENGTH(seen))
		text_copy(seen[count++], sizeof seen[0], key);
	printf("  call %zu %s(%s) %s%s: %s\n      status %d: %s\n", plan->at,
		result->failed.kind ? result->failed.kind->name : "?", result->failed.path, strerrorname_np(plan->error),
		plan->lasting ? " from then on" : "", text, result->status, said);
}

/* 4: not permitted, 3: somebody holds it, 5: all else. */
static bool right_status(int error, const struct fault_call *call, int status, const char *said)
{
	/* what failed was in the editor, which runs commands of ours and said so */
	if (status == 1 && strstr(said, "\ninquest: the editor "))
		return true;
	/* SQLite tries other ways, and keeps the reason to itself */
	bool passing = strstr(said, "which may be passing");
	bool lock = text_equal(call->kind->name, "fcntl");
	if (status == 3)
		return lock && error == EACCES; /* how the kernel says that another has it */
	/* nor do libgit2 and the loader always give it */
	bool name = call->kind->path >= 0 && !strstr(call->path, ".git") && !strstr(call->path, ".so") && !text_equal(call->kind->name, "execve");
	if (error == EACCES || error == EPERM || error == EROFS)
		return status == 4 || ((!name || passing) && status == 5);
	/* a program that cannot be started has failed; `run` has a status of its own for that */
	return status == 5 || text_equal(call->kind->name, "execve") || (status == 126 && strstr(said, "cannot run "));
}

/* A folder on the way to ours: the file is named. */
static bool is_above(const char *path)
{
	char here[PATH_MAX];
	if (!getcwd(here, sizeof here))
		return false;
	size_t len = strlen(here);
	return text_starts(here, path) || (text_starts(path, here) && text_equal(path + len, "/w"));
}

static const char *judge_message(const struct fault_plan *plan, const struct fault_result *result, const char *said)
{
	char name[256];
	const char *ours = text_starts(said, "inquest: ") ? said : strstr(said, "\ninquest: ");
	/* of what is searched or looked through, a part that cannot be is told in a note */
	if (strstr(said, "not searched: ") || strstr(said, "was not imported") || (strstr(said, "see above") && result->status == 1))
		return NULL;
	/* a page that the disk does not give is damage, for who looks for it */
	if (plan->error == EIO && text_equal(result->failed.kind->name, "pread64") && strstr(said, "doctor --repair"))
		return NULL;
	if (!ours)
		return "no message of ours";
	if (strstr(said, "internal error"))
		return "an internal error";
	if (!right_status(plan->error, &result->failed, result->status, said))
		return "not the right status";
	/* what is in a repository libgit2 names or not, by the object's name */
	spoken(result->failed.path, name, sizeof name);
	if (text_equal(name, OUT))
		text_copy(name, sizeof name, "output");
	/* where all that is written fails, one of them is named */
	const bool another = plan->lasting && strstr(said, "inquest.db");
	if (*name && result->failed.kind->path != FAULT_NOTHING && !another && !strstr(said, name) && text_starts(result->failed.path, "/") &&
		!strstr(result->failed.path, ".git") && !is_above(result->failed.path) && !text_starts(name, ".inquest-"))
		return "the message does not name the file";
	return NULL;
}

/* What a message says of a file that is neither as before nor as after: that steps before are kept, or that this one, by
 * its name, cannot be put back. */
static bool is_told(const char *path, const char *name, const char *said, bool parts)
{
	if (parts && strstr(path, ".db"))
		return true;
	const char *stays = text_equal(name, ".git") ? "the index cannot be put back" : name;
	return strstr(said, "cannot be put back") && strstr(said, stays);
}

/* A lock that is left where nothing more can be done. */
static bool is_excused(const char *lock, const char *said, bool removing)
{
	/* the message names it; or it is libgit2's, under a name of its own for which nobody waits */
	if (removing && (strstr(said, "cannot be removed, and git waits") || strstr(lock, "objects/pack/pack_git2_")))
		return true;
	/* out of memory is like killed: the next publish takes it back, which is tried */
	bool killed = errors.memory && strstr(lock, "index.lock");
	errors.killed = errors.killed || killed;
	return killed;
}

/* Files are as before or as after, and no others, but for one that could not be removed; `*changed`: one
 * is not as before. */
static const char *judge_files(const struct state *now, const char *said, bool removing, bool parts,
	bool *changed)
{
	static char text[512];
	*changed = false;
	for (size_t i = 0; i < now->count; i++) {
		const struct state_entry *entry = &now->items[i];
		const struct state_entry *old = state_find(&errors.before, entry->path),
					 *new = state_find(&errors.after, entry->path);
		const char *name = strrchr(entry->path, '/');
		name = name ? name + 1 : entry->path;
		const struct state_entry *theirs = state_find(&errors.meanwhile, entry->path);
		if (theirs && theirs->sum == entry->sum)
			old = theirs;
		*changed = *changed || (old ? old->sum != entry->sum : new != NULL);
		if (entry->trouble && is_excused(entry->trouble, said, removing))
			continue;
		if (entry->trouble) {
			snprintf(text, sizeof text, "%s is in trouble: %.200s", entry->path, entry->trouble);
			return text;
		}
		/* out of memory there is no saying where a text is */
		bool kept = errors.memory && text_starts(entry->path, "tmp/inquest-");
		if (!old && !new && !strstr(said, name) && !removing && !kept) {
			snprintf(text, sizeof text, "%s is left, and not named", entry->path);
			return text;
		}
		if (!is_told(entry->path, name, said, parts) && (old || new) && !(old && old->sum == entry->sum) && !(new && new->sum == entry->sum)) {
			snprintf(text, sizeof text, "%s is neither as before nor as after", entry->path);
			return text;
		}
	}
	for (size_t i = 0; i < errors.before.count; i++) {
		const char *path = errors.before.items[i].path;
		if (state_find(now, path))
			continue;
		*changed = true;
		if (state_find(&errors.after, path)) {
			snprintf(text, sizeof text, "%s is lost", path);
			return text;
		}
	}
	return NULL;
}

/* Text that was kept for the person may lie beside it. */
static bool as_after(const struct state *now, const struct state *after)
{
	size_t known = 0;
	for (size_t i = 0; i < after->count; i++) {
		if (text_starts(after->items[i].path, "tmp/"))
			continue;
		const struct state_entry *entry = state_find(now, after->items[i].path);
		if (!entry || entry->sum != after->items[i].sum)
			return false;
		known++;
	}
	for (size_t i = 0; i < now->count; i++)
		known += text_starts(now->items[i].path, "tmp/");
	return known == now->count;
}

/* The same again, with nothing in the way. */
static const char *judge_again(void)
{
	struct fault_result result;
	struct state now;
	static char text[600];
	struct buf said = { 0 };
	const char *wrong = NULL;
	fault_run(&(struct fault_plan){ 0 }, start, NULL, &result);
	free(result.calls);
	take(ERR, &said);
	state_read(FOLDER, &now);
	if (result.status == errors.again.status && as_after(&now, &errors.again.state)) {
		wrong = NULL;
	} else if (result.status != errors.status) {
		snprintf(text, sizeof text, "the same again: status %d, %.400s", result.status, buf_text(&said));
		wrong = text;
	} else if (!as_after(&now, &errors.after)) {
		wrong = "the same again does not come to the same";
	}
	state_fini(&now);
	buf_fini(&said);
	return wrong;
}

static bool removes(const struct fault_call *call)
{
	return text_equal(call->kind->name, "unlink") || text_equal(call->kind->name, "rmdir");
}

static void judge(const struct fault_plan *plan, const struct fault_result *result)
{
	struct buf said = { 0 }, printed = { 0 };
	struct state now;
	errors.killed = false;
	bool changed, output = strstr(result->failed.path, OUT) != NULL;
	take(ERR, &said);
	take(OUT, &printed);
	state_read(FOLDER, &now);
	bool parts = errors.loose || mentions(buf_text(&said), told_parts);
	const char *wrong = judge_files(&now, buf_text(&said), removes(&result->failed), parts, &changed);
	if (result->late)
		wrong = "it does not end";
	else if (strstr(buf_text(&said), "left out: ") && strstr(result->failed.path, "inquestrc"))
		errors.done++; /* it went on with the settings that are shipped, and said so */
	else if (result->status == errors.status && !wrong) {
		errors.done++;
		if (!errors.loose && !(removes(&result->failed) ? as_after(&now, &errors.after) : state_same(&now, &errors.after)))
			wrong = "it says that all is well, and it is not";
		else if (!errors.loose && !text_equal(buf_text(&printed), buf_text(&errors.said)))
			wrong = "it printed something else";
	} else if (!wrong) {
		errors.refused++;
		wrong = judge_message(plan, result, buf_text(&said));
		if (!wrong && changed && mentions(buf_text(&said), nothing_done))
			wrong = "it says that nothing was done, and it was";
		if (!wrong && changed && !output && !errors.loose && !mentions(buf_text(&said), (const char *const[]){ "done", "saved", " is in ", " is there", "was written", "are written", "stays", "were added", NULL }))
			wrong = "it does not say that it was done";
		if (!wrong && (!changed || errors.killed))
			wrong = judge_again();
	}
	if (wrong)
		complain(plan, result, wrong, buf_text(&said));
	state_fini(&now);
	buf_fini(&said);
	buf_fini(&printed);
}

static void try(size_t at, const struct fault_kind *kind, int error, bool lasting)
{
	struct fault_plan plan = { .at = at, .error = error, .lasting = lasting };
	struct fault_result result;
	renew(errors.world);
	fault_run(&plan, start, NULL, &result);
	errors.runs++;
	/* memory and locks are not asked for in the same places each time */
	if (result.hit && result.failed.kind == kind)
		judge(&plan, &result);
	else
		errors.missed++;
	free(result.calls);
}

/* As it goes when nothing fails: to compare with, and to know the calls. */
static bool learn(struct fault_result *out)
{
	struct buf said = { 0 };
	errors.again.status = -1;
	if (errors.others) {
		renew(errors.others);
		state_read(FOLDER, &errors.meanwhile);
		fault_run(&(struct fault_plan){ 0 }, start, NULL, out);
		free(out->calls);
		errors.again.status = out->status;
		state_read(FOLDER, &errors.again.state);
	}
	errors.fresh = false;
	renew(errors.world);
	state_read(FOLDER, &errors.before);
	fault_run(&(struct fault_plan){ 0 }, start, NULL, out);
	state_read(FOLDER, &errors.after);
	take(OUT, &errors.said);
	take(ERR, &said);
	if (out->status != errors.status)
		printf("  status %d without a failure: %s\n", out->status, buf_text(&said));
	buf_fini(&said);
	return out->status == errors.status;
}

static void forget(void)
{
	struct state *const states[] = { &errors.before, &errors.after, &errors.meanwhile, &errors.again.state };
	for (size_t i = 0; i < LENGTH(states); i++)
		state_fini(states[i]);
	errors.runs = errors.missed = 0;
}

static bool memory_call(const struct fault_call *call)
{
	return call->kind->errors[0] == ENOMEM && !call->kind->errors[1] && call->kind->path == FAULT_NOTHING;
}

static void try_all(const struct fault_result *calls)
{
	size_t number = 0;
	for (size_t i = 0; i < calls->count; i++) {
		const struct fault_call *call = &calls->calls[i];
		if (memory_call(call) != errors.memory)
			continue;
		for (const int *error = call->kind->errors; *error; error++) {
			bool full = call->kind->changes && (*error == ENOSPC || *error == EROFS);
			if (number++ % errors.stride == errors.offset)
				try(i + 1, call->kind, *error, errors.memory);
			if (full && number++ % errors.stride == errors.offset)
				try(i + 1, call->kind, *error, true);
		}
	}
}

static bool read_arguments(int argc, char **argv)
{
	int option;
	errors.stride = 1;
	while ((option = getopt(argc, argv, "+i:b:x:s:w:o:lm")) != -1) {
		if (option == 'i')
			errors.input = optarg;
		else if (option == 'b')
			errors.others = optarg;
		else if (option == 'x')
			errors.status = atoi(optarg);
		else if (option == 's')
			errors.stride = strtoul(optarg, NULL, 10);
		else if (option == 'w')
			errors.stride *= strtoul(optarg, NULL, 10);
		else if (option == 'o')
			errors.offset = strtoul(optarg, NULL, 10);
		else if (option == 'l')
			errors.loose = true;
		else if (option == 'm')
			errors.memory = true;
		else
			return false;
	}
	if (argc - optind < 3 || !errors.stride)
		return false;
	errors.offset %= errors.stride;
	errors.world = argv[optind];
	errors.argv = argv + optind + 2;
	return true;
}

int main(int argc, char **argv)
{
	const char *why;
	struct fault_result calls;
	if (!read_arguments(argc, argv)) {
		fprintf(stderr, "errors: see the top of errors.c\n");
		return 2;
	}
	if (!fault_possible(&why)) {
		puts(why);
		return 77;
	}
	bool ok, met = false;
	/* on a busy machine an editor is waited for more often, and what fails then may never come again */
	for (int tries = 0; tries < 3 && !met; tries++) {
		forget();
		ok = learn(&calls);
		if (ok)
			try_all(&calls);
		met = !ok || !errors.runs || errors.done || errors.refused || errors.wrong;
		if (!met)
			free(calls.calls);
	}
	if (!met) {
		puts("no failure was met with");
		return 1;
	}
	printf("%zu calls, %zu failures: %zu done all the same, %zu refused, %zu wrong%s\n", calls.count, errors.runs,
		errors.done, errors.refused, errors.wrong, errors.missed ? ", some not reached" : "");
	free(calls.calls);
	return !ok || errors.wrong;
}
