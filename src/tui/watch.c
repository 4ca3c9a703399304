#include "tui/watch.h"

#include <limits.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static const char *const endings[] = { "", "-journal" };

/* Adding a file again changes nothing; the journal appears with the first write. */
static bool watch_files(int fd, const char *path)
{
	bool first = false;
	for (size_t i = 0; i < LENGTH(endings); i++) {
		struct buf name = { 0 };
		buf_printf(&name, "%s%s", path, endings[i]);
		bool added = inotify_add_watch(fd, buf_text(&name),
				     IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF) >= 0;
		first = first || (i == 0 && added);
		buf_fini(&name);
	}
	return first;
}

int watch_open(const char *path)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd >= 0 && !watch_files(fd, path)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

bool watch_read(int fd, const char *path)
{
	/* aligned as the events in it are */
	_Alignas(struct inotify_event) char
		bytes[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
	bool any = false;
	while (read(fd, bytes, sizeof bytes) > 0)
		any = true;
	if (any)
		watch_files(fd, path);
	return any;
}

void watch_again(int fd, const char *path)
{
	watch_files(fd, path);
}

bool watch_tells_all(const char *path)
{
	/* of linux/magic.h, which knows only some of them */
	enum {
		NFS = 0x6969,
		SMB = 0x517B,
		FUSE = 0x65735546,
		NINE_P = 0x01021997,
		CEPH = 0x00C36400,
		AFS = 0x5346414F,
		CODA = 0x73757245,
		OCFS2 = 0x7461636F
	};
	static const unsigned shared[] = { NFS, SMB, FUSE, NINE_P, CEPH, AFS, CODA, OCFS2,
		0xFF534D42 /* CIFS */, 0xFE534D42 /* SMB2 */, 0x0BD00BD0 /* Lustre */ };
	struct statfs status;
	if (statfs(path, &status) < 0)
		return false;
	for (size_t i = 0; i < LENGTH(shared); i++)
		if ((unsigned)status.f_type == shared[i])
			return false;
	return true;
}
