/* The history of a repository is no file: it is read through the repo layer, see gitlog.h. This row names it. */
#include "intake/format_rows.h"

static int detect(const char *head, size_t len, const char *name)
{
	(void)head;
	(void)len;
	(void)name;
	return 0;
}

const struct log_format format_git = {
	.name = "git",
	.help = "commits, merges and tags of a repository: FOLDER or git:FOLDER[@REVISION or A..B]",
	.detect = detect,
};
