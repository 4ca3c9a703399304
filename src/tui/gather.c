#include "tui/gather.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/bug.h"

enum { FRAME_MAX = 64 * 1024 * 1024 /* bytes; no frame is so long */ };

void gather_open(struct gather *gather)
{
	struct rlimit limit;
	*gather = (struct gather){ -1, -1, false };
	/* files in memory count as well, and curses does not tell what it could not write */
	if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur < FRAME_MAX)
		return;
	gather->memory = memfd_create("frame", MFD_CLOEXEC);
	if (gather->memory >= 0)
		gather->terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

void gather_close(struct gather *gather)
{
	if (gather->terminal >= 0)
		close(gather->terminal);
	if (gather->memory >= 0)
		close(gather->memory);
	*gather = (struct gather){ -1, -1, false };
}

void gather_begin(struct gather *gather)
{
	gather->begun = gather->terminal >= 0 && lseek(gather->memory, 0, SEEK_SET) == 0 &&
			dup2(gather->memory, STDOUT_FILENO) >= 0;
}

bool gather_end(struct gather *gather, struct buf *out)
{
	if (!gather->begun)
		return true;
	gather->begun = false;
	/* a signal may come in between */
	for (int tries = 0; dup2(gather->terminal, STDOUT_FILENO) < 0; tries++)
		if (tries == 100)
			BUG("standard output is lost: %s", strerror(errno));
	const off_t len = lseek(gather->memory, 0, SEEK_CUR);
	if (len < 0)
		return false;
	const ssize_t got = pread(gather->memory, buf_reserve(out, (size_t)len), (size_t)len, 0);
	out->len += got == len ? (size_t)len : 0;
	out->data[out->len] = '\0';
	return got == len;
}
