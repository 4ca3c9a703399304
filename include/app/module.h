/* The repository layer is a module of its own, loaded when first used: see DESIGN 3. */
#ifndef APP_MODULE_H
#define APP_MODULE_H

#include "base/err.h"
#include "repo/repo.h"

/*
 * The repository operations, from inquest-repo.so beside the program, or in the library folder it was
 * installed with. NULL with ERR_IO that says where it was looked for. Loaded once, kept until exit.
 */
const struct repo_ops *module_repo(struct err *err);

#endif
