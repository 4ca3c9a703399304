/* A new folder for a test, in memory where that can be had (nothing here is about disks) and TMPDIR names no other. The
 * caller frees the name. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

static char *scratch_folder(const char *name)
{
	const char *base = getenv("TMPDIR");
	struct buf path = { 0 };
	if (!base || !*base)
		base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	buf_printf(&path, "%s/inquest-%s-XXXXXX", base, name);
	ck_assert_ptr_nonnull(mkdtemp(path.data));
	return buf_steal(&path);
}

#endif
