#include "store/queue.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/*
 * The byte after one that somebody else holds in the range, or 0 if none does; `len` 0 has no end. -1: no such locks, or
 * one without an end, as of a program that locks whole files: no place is behind it.
 */
static int64_t held(int fd, int64_t start, int64_t len)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = len };
	if (fcntl(fd, F_OFD_GETLK, &lock) < 0)
		return -1;
	if (lock.l_type == F_UNLCK)
		return 0;
	return lock.l_len ? lock.l_start + lock.l_len : -1;
}

/* False with EAGAIN if somebody was quicker. */
static bool take(int fd, int64_t place)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = place, .l_len = 1 };
	return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

bool queue_enter(struct queue *queue, const char *journal)
{
	*queue = (struct queue){ .fd = open(journal, O_RDWR | O_NOFOLLOW | O_CLOEXEC) };
	while (queue->fd >= 0) {
		int64_t next = held(queue->fd, queue->place, 0);
		if (next > 0) {
			queue->place = next;
		} else if (next == 0 && take(queue->fd, queue->place)) {
			return true;
		} else if (next < 0 || (errno != EAGAIN && errno != EACCES)) {
			queue_leave(queue);
		}
	}
	return false;
}

bool queue_first(const struct queue *queue)
{
	return queue->fd < 0 || queue->place == 0 || held(queue->fd, 0, queue->place) <= 0;
}

void queue_leave(struct queue *queue)
{
	if (queue->fd >= 0)
		close(queue->fd);
	*queue = (struct queue)QUEUE_NONE;
}
