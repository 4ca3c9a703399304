#include "app/module.h"

#include <dlfcn.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

static const char file[] = "inquest-repo.so";

/* Beside the program, as in a build tree; its folder must be the program's own, not the caller's. */
static void beside_program(struct buf *out)
{
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	if (len <= 0)
		return;
	self[len] = '\0';
	buf_put(out, self, (size_t)(path_name(self) - self));
	buf_puts(out, file);
}

const struct repo_ops *module_repo(struct err *err)
{
	struct buf beside = { 0 }, installed = { 0 };
	void *handle = NULL;
	beside_program(&beside);
	path_join(&installed, INQUEST_LIBDIR, file);
	if (beside.len && access(buf_text(&beside), F_OK) == 0)
		handle = dlopen(buf_text(&beside), RTLD_NOW | RTLD_LOCAL);
	else
		handle = dlopen(buf_text(&installed), RTLD_NOW | RTLD_LOCAL);
	const struct repo_ops *ops = handle ? dlsym(handle, REPO_OPS_SYMBOL) : NULL;
	if (!ops)
		err_set(err, ERR_IO, "the git part of inquest cannot be loaded (%s); it is looked for as %s and %s",
			dlerror(), buf_text(&beside), buf_text(&installed));
	else if (ops->abi != REPO_ABI) {
		err_set(err, ERR_IO, "the git part of inquest (%s) is of another version: install both again", file);
		ops = NULL;
	}
	buf_fini(&beside);
	buf_fini(&installed);
	return ops;
}
