#include "app/module.h"

#include <dlfcn.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

#define FILE_NAME "inquest-repo.so"

/* Where it may be from the program's folder, which must be the program's own, not the caller's: in a build tree, and
 * in an installation that was moved as a whole. */
static const char *const near_program[] = { FILE_NAME, "../lib/inquest/" FILE_NAME };

static void program_folder(struct buf *out)
{
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	if (len <= 0)
		return;
	self[len] = '\0';
	buf_put(out, self, (size_t)(path_name(self) - self));
}

static void find_module(struct buf *out)
{
	struct buf folder = { 0 };
	program_folder(&folder);
	for (size_t i = 0; folder.len && i < LENGTH(near_program); i++) {
		buf_truncate(out, 0);
		path_join(out, buf_text(&folder), near_program[i]);
		if (access(buf_text(out), F_OK) == 0)
			break;
		buf_truncate(out, 0);
	}
	if (!out->len)
		path_join(out, INQUEST_LIBDIR, FILE_NAME);
	buf_fini(&folder);
}

const struct repo_ops *module_repo(struct err *err)
{
	struct buf path = { 0 };
	find_module(&path);
	void *handle = dlopen(buf_text(&path), RTLD_NOW | RTLD_LOCAL);
	const struct repo_ops *ops = handle ? dlsym(handle, REPO_OPS_SYMBOL) : NULL;
	if (!ops)
		err_set(err, ERR_IO, "the git part of inquest cannot be loaded: %s; it belongs beside the program, or to "
			"../lib/inquest from there: install both again", dlerror());
	else if (ops->abi != REPO_ABI) {
		err_set(err, ERR_IO, "the git part of inquest (%s) is of another version: install both again", FILE_NAME);
		ops = NULL;
	}
	buf_fini(&path);
	return ops;
}
