#include "tui/watch.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

int watch_open(const char *path)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	const char *name = path_name(path);
	char *folder = name == path ? mem_copy(".") : mem_copy_n(path, (size_t)(name - path));
	if (fd >= 0 &&
		inotify_add_watch(
			fd, folder, IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE) < 0) {
		close(fd);
		fd = -1;
	}
	free(folder);
	return fd;
}

bool watch_read(int fd, const char *path)
{
	/* aligned as the events in it are */
	_Alignas(struct inotify_event) char
		bytes[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
	bool ours = false;
	for (ssize_t got; (got = read(fd, bytes, sizeof bytes)) > 0;) {
		for (ssize_t at = 0; at < got;) {
			const void *place = bytes + at;
			const struct inotify_event *event = place;
			ours = ours || event->mask & IN_Q_OVERFLOW ||
				(event->len && text_starts(event->name, path_name(path)));
			at += (ssize_t)(sizeof *event + event->len);
		}
	}
	return ours;
}
