/*
 * SQLite's own file system behind a shim: every operation on a file is told before it happens, and may be made to
 * fail instead. The real files are written as always; what only a power cut would lose is in platter.h.
 */
#ifndef TESTS_DURABILITY_DISK_H
#define TESTS_DURABILITY_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_op {
	DISK_OPEN,	  /* `made`: the file was not there */
	DISK_READ,
	DISK_WRITE,	  /* `bytes`, `len`, `at` */
	DISK_TRUNCATE,	  /* to `at` bytes */
	DISK_SYNC,
	DISK_SYNC_FOLDER, /* the entries of the file's folder; `path` is the file asked for */
	DISK_SIZE,
	DISK_LOCK,
	DISK_DELETE,
	DISK_ACCESS,	  /* whether the file is there */
	DISK_OP_COUNT,
};

struct disk_event {
	enum disk_op op;
	const char *path;
	const void *bytes;
	size_t len;
	int64_t at;
	bool made;
};

/* Called before each operation: SQLITE_OK lets it happen, another code is what it gives instead. Of a write that is
 * made to fail the first half is written, as on a full disk. */
typedef int disk_hook(void *context, const struct disk_event *event);

/* Put the shim in SQLite's way, once per process. Databases opened from now on go through it. */
void disk_install(void);

/* From now on `hook` is told; NULL: nothing is, and SQLite's own file system is the one that databases are opened
 * with. Databases that are open stay where they were opened. */
void disk_watch(disk_hook *hook, void *context);

/* The name of an operation, for messages. */
const char *disk_op_name(enum disk_op op);

/*
 * What every new connection is set to, whatever the program asks for: SQL such as "PRAGMA synchronous = OFF".
 * NULL: the program's own. So that a test can show that it would notice.
 */
void disk_pragmas(const char *pragmas);

#endif
